// Package jsondoc makes an index of a JSON text.
package jsondoc

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"unicode/utf8"
)

const (
	MaxText   = 16 << 20 // bytes
	MaxFaults = 100

	maxValues  = 1 << 20 // values in a document; the index takes 28 bytes for each
	MaxMembers = 256     // members of one object; the largest in Azure's schema has about 20, and 50 tags are allowed
	maxDepth   = 64      // objects and arrays within each other; a list of circuits with Global Reach has 12
)

// document is a JSON text and an index of its values.
type Document struct {
	text   []byte
	before int              // bytes before the text: a byte order mark
	nodes  []node           // every value in the order of the text, a container before what it holds
	keys   map[int32][]byte // keys that were written with escapes, by the index of the member
	faults []Fault          // values that the grammar allows and that are not read all the same
}

// node is one value. What it holds are the nodes from the next one to end.
type node struct {
	kind       Kind
	escaped    bool // a string that is written with escapes
	member     bool // of an object: it has a key
	keyEscaped bool // the key was written with escapes, and is in keys
	end        int32
	parent     int32
	key        span // without the quotes
	text       span // that of a string without the quotes
}

type span struct{ from, to int32 }

type Kind uint8

const (
	Nothing Kind = iota
	Null
	Bool
	Number
	String
	Array
	Object
)

func (k Kind) String() string {
	return [...]string{"nothing", "null", "true or false", "a number", "a string", "an array", "an object"}[k]
}

// Fault is a value that is not read, and why.
type Fault struct {
	Value Value
	Err   error
}

// Index makes an index of a JSON text, which it keeps. The grammar is left to
// encoding/json.
func Index(b []byte) (*Document, *Error) {
	if len(b) > MaxText {
		return nil, &Error{Line: 1, Err: TooMany(MaxText, "bytes")}
	}
	d := &Document{text: bytes.TrimPrefix(b, []byte("\ufeff"))}
	d.before = len(b) - len(d.text)
	if !json.Valid(d.text) {
		return nil, d.broken()
	}
	d.nodes = make([]node, 0, len(d.text)/32+1)
	x := indexer{Document: d, utf8: utf8.Valid(d.text)}
	if err := x.value(node{parent: -1}); err != nil {
		return nil, d.error(min(x.at, len(d.text)), err)
	}
	return d, nil
}

// Root returns the value that the text is.
func (d *Document) Root() Value { return Value{d, 0} }

// broken says what is wrong with a text that is not JSON.
func (d *Document) broken() *Error {
	rest := bytes.TrimLeft(d.text, " \t\r\n")
	switch {
	case len(rest) == 0:
		return d.error(0, ErrEmpty)
	case bytes.HasPrefix(rest, []byte("\xff\xfe")), bytes.HasPrefix(rest, []byte("\xfe\xff")):
		return d.error(0, fmt.Errorf("%w: UTF-16, want UTF-8", ErrBroken))
	}
	err, at := json.Unmarshal(d.text, new(json.RawMessage)), 0
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) {
		at = min(int(syntax.Offset), len(d.text))
	}
	return d.error(at, fmt.Errorf("%w: %w", ErrBroken, err))
}

// error is an error about what is at that place in the text.
func (d *Document) error(at int, err error) *Error {
	return &Error{Line: 1 + bytes.Count(d.text[:at], []byte("\n")), Offset: int64(d.before + at), Err: err}
}
