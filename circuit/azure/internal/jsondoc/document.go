// Package jsondoc makes an index of a JSON text. A reader looks values up in the
// index by name and position, and can say of each value at which path, line and
// byte it stands.
//
// encoding/json checks the grammar. The index checks what the grammar allows and
// a reader of configuration must not accept: a key that occurs twice in an
// object, text that is not UTF-8, and half of a UTF-16 surrogate pair. Such a
// value, and one that is too deep or too wide, is a [Fault] of the document; the
// other values stay readable.
//
// The index keeps the text that it was made from and does not change it. Size,
// depth and number of values are limited, so that a text from a stranger takes
// bounded time and memory.
package jsondoc

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"unicode/utf8"
)

const (
	// MaxText is the size of the largest text that is indexed, in bytes.
	MaxText = 16 << 20

	// MaxMembers is the largest number of members of one object. The largest
	// object in Azure's schema has about 20, and Azure allows 50 tags.
	MaxMembers = 256

	// MaxFaults is the largest number of faults of one document. A text with more
	// is not indexed.
	MaxFaults = 100

	maxValues = 1 << 20 // values in a document; the index takes 28 bytes for each
	maxDepth  = 64      // objects and arrays within each other; a list of circuits with Global Reach has 12
)

// Document is a JSON text and the index of its values.
type Document struct {
	text   []byte
	before int              // bytes before the text: the byte order mark
	nodes  []node           // every value in the order of the text, a container before its contents
	keys   map[int32][]byte // decoded keys of the members whose key has escapes, by the node's number
	faults []Fault
}

// node is one value. The values that it contains are the nodes from the next one
// up to end.
type node struct {
	kind       Kind
	escaped    bool // the value is a string with escapes
	member     bool // the value is a member of an object, and so has a key
	keyEscaped bool // the key has escapes; Document.keys holds it decoded
	end        int32
	parent     int32
	key        span // without the quotes
	text       span // of a string, without the quotes
}

// span is a part of the text: the bytes from from up to, but not including, to.
type span struct{ from, to int32 }

// Kind is the type of a JSON value.
type Kind uint8

const (
	Nothing Kind = iota // there is no value
	Null                // null
	Bool                // true or false
	Number              // a number
	String              // a string
	Array               // an array
	Object              // an object
)

// String names the kind as an error message does: "a number".
func (k Kind) String() string {
	return [...]string{"nothing", "null", "true or false", "a number", "a string", "an array", "an object"}[k]
}

// Fault is a value that must not be read, and the reason.
type Fault struct {
	Value Value
	Err   error
}

// Index makes the index of a JSON text, with or without a byte order mark. It
// keeps the text, which must not be changed afterwards.
//
// The error holds [ErrEmpty], [ErrTooLarge] or [ErrBroken]. It is an *Error, and
// not an error, because most callers need its place.
func Index(text []byte) (*Document, *Error) {
	if len(text) > MaxText {
		return nil, &Error{Line: 1, Err: TooMany(MaxText, "bytes")}
	}
	d := &Document{text: bytes.TrimPrefix(text, []byte("\ufeff"))}
	d.before = len(text) - len(d.text)
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

// broken returns what is wrong with a text that is not JSON.
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

// error returns an error about the place at in the text.
func (d *Document) error(at int, err error) *Error {
	return &Error{Line: 1 + bytes.Count(d.text[:at], []byte("\n")), Offset: int64(d.before + at), Err: err}
}
