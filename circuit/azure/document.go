package azure

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

const (
	maxValues  = 1 << 20 // values in a document; the index takes 28 bytes for each
	maxMembers = 256     // members of one object; the largest in Azure's schema has about 20, and 50 tags are allowed
	maxDepth   = 64      // objects and arrays within each other; a list of circuits with Global Reach has 12
)

// document is a JSON text and an index of its values.
type document struct {
	text   []byte
	before int              // bytes before the text: a byte order mark
	nodes  []node           // every value in the order of the text, a container before what it holds
	keys   map[int32][]byte // keys that were written with escapes, by the index of the member
	faults []fault          // values that the grammar allows and that are not read all the same
}

// node is one value. What it holds are the nodes from the next one to end.
type node struct {
	kind    kind
	escaped bool // a string that is written with escapes
	member  bool // of an object: it has a key
	recoded bool // the key was written with escapes, and is in keys
	end     int32
	parent  int32
	key     span // without the quotes
	text    span // that of a string without the quotes
}

type span struct{ from, to int32 }

type kind uint8

const (
	nothing kind = iota
	null
	boolean
	number
	text
	array
	object
)

func (k kind) String() string {
	return [...]string{"nothing", "null", "true or false", "a number", "a string", "an array", "an object"}[k]
}

// fault is a value that is not read, and why.
type fault struct {
	node int32
	err  error
}

// index makes an index of a JSON text, which it keeps. The grammar is left to
// encoding/json.
func index(b []byte) (*document, *Error) {
	if len(b) > MaxDocument {
		return nil, &Error{Line: 1, Err: tooMany(MaxDocument, "bytes")}
	}
	d := &document{text: bytes.TrimPrefix(b, []byte("\ufeff"))}
	d.before = len(b) - len(d.text)
	if !json.Valid(d.text) {
		return nil, d.broken()
	}
	d.nodes = make([]node, 0, len(d.text)/32+1)
	x := indexer{document: d, utf8: utf8.Valid(d.text)}
	if err := x.value(node{parent: -1}); err != nil {
		return nil, d.error(0, min(x.at, len(d.text)), err)
	}
	return d, nil
}

// broken says what is wrong with a text that is not JSON.
func (d *document) broken() *Error {
	rest := bytes.TrimLeft(d.text, " \t\r\n")
	switch {
	case len(rest) == 0:
		return d.error(0, 0, ErrEmpty)
	case bytes.HasPrefix(rest, []byte("\xff\xfe")), bytes.HasPrefix(rest, []byte("\xfe\xff")):
		return d.error(0, 0, fmt.Errorf("%w: UTF-16, want UTF-8", ErrBroken))
	}
	if shape := shapeOfText(rest); shape != 0 {
		return d.error(shape, 0, ErrShape)
	}
	err := json.Unmarshal(d.text, new(json.RawMessage))
	var syntax *json.SyntaxError
	if !errors.As(err, &syntax) {
		return d.error(0, 0, fmt.Errorf("%w: %w", ErrBroken, err))
	}
	return d.error(0, min(int(syntax.Offset), len(d.text)), fmt.Errorf("%w: %w", ErrBroken, err))
}

// error is an error about what is at that place in the text.
func (d *document) error(s Shape, at int, err error) *Error {
	return &Error{Shape: s, Line: 1 + bytes.Count(d.text[:at], []byte("\n")), Offset: int64(d.before + at), Err: err}
}

// indexer walks over a text that is sound by the grammar.
type indexer struct {
	*document
	at    int
	depth int
	utf8  bool // all of the text is
}

// value adds the value that comes next. n says where it is held. The error is
// one for which the whole document is given up.
func (x *indexer) value(n node) error {
	if len(x.nodes) == maxValues {
		return tooMany(maxValues, "values")
	}
	x.space()
	i := int32(len(x.nodes))
	n.text.from = int32(x.at)
	switch x.text[x.at] {
	case '{':
		n.kind = object
	case '[':
		n.kind = array
	case '"':
		n.kind = text
		n.text, n.escaped = x.string()
	default:
		n.kind = x.literal()
		n.text.to = int32(x.at)
	}
	x.nodes = append(x.nodes, n)
	if n.kind == array || n.kind == object {
		if err := x.contents(i); err != nil {
			return err
		}
		x.nodes[i].text.to = int32(x.at)
	}
	x.nodes[i].end = int32(len(x.nodes))
	return x.check(i)
}

// contents adds what an object or array holds.
func (x *indexer) contents(i int32) error {
	if x.depth == maxDepth {
		x.skip()
		return x.fault(i, tooMany(maxDepth, "levels deep"))
	}
	x.depth++
	defer func() { x.depth-- }()
	n := node{parent: i, member: x.nodes[i].kind == object}
	for x.at++; x.more(); {
		if n.member {
			n.key, n.recoded = x.string()
			x.space()
			x.at++ // the colon
		}
		if n.recoded {
			x.keep(int32(len(x.nodes)), n.key)
		}
		if err := x.value(n); err != nil {
			return err
		}
	}
	return nil
}

// more passes over what separates two values, and reports whether there is
// another one before the end of the container, over which it passes too.
func (x *indexer) more() bool {
	x.space()
	if x.text[x.at] == ',' {
		x.at++
		x.space()
	}
	if c := x.text[x.at]; c == '}' || c == ']' {
		x.at++
		return false
	}
	return true
}

func (x *indexer) space() {
	for x.at < len(x.text) && x.text[x.at] <= ' ' {
		x.at++
	}
}

// string passes over a string.
func (x *indexer) string() (s span, escaped bool) {
	x.at++
	s.from = int32(x.at)
	for ; x.text[x.at] != '"'; x.at++ {
		if x.text[x.at] == '\\' {
			escaped = true
			x.at++
		}
	}
	s.to = int32(x.at)
	x.at++
	return s, escaped
}

// literal passes over a number, true, false or null.
func (x *indexer) literal() kind {
	first := x.text[x.at]
	for x.at < len(x.text) && strings.IndexByte(",]} \t\r\n", x.text[x.at]) < 0 {
		x.at++
	}
	switch first {
	case 'n':
		return null
	case 't', 'f':
		return boolean
	}
	return number
}

// skip passes over an object or array.
func (x *indexer) skip() {
	for open := 0; ; {
		switch x.text[x.at] {
		case '{', '[':
			open++
		case '}', ']':
			open--
		case '"':
			x.string()
			continue
		}
		x.at++
		if open == 0 {
			return
		}
	}
}

// keep decodes a key that is written with escapes.
func (x *indexer) keep(i int32, key span) {
	if x.keys == nil {
		x.keys = make(map[int32][]byte)
	}
	x.keys[i] = x.decode(key)
}

// decode returns what is between the quotes of a string with escapes.
func (d *document) decode(s span) []byte {
	var out string
	_ = json.Unmarshal(d.text[s.from-1:s.to+1], &out) // was found valid with the whole text
	return []byte(out)
}

// check finds what the grammar allows in a value and its key, and is an error
// all the same.
func (x *indexer) check(i int32) error {
	n := &x.nodes[i]
	if n.member && (!x.utf8 || n.recoded) {
		if err := x.unicode(n.key); err != nil {
			return x.fault(i, err)
		}
	}
	switch {
	case n.kind == object:
		return x.unique(value{x.document, i})
	case n.kind == text && (!x.utf8 || n.escaped):
		if err := x.unicode(n.text); err != nil {
			return x.fault(i, err)
		}
	}
	return nil
}

func (d *document) unicode(s span) error {
	part := d.text[s.from:s.to]
	switch {
	case !utf8.Valid(part):
		return fmt.Errorf("%w: not UTF-8", ErrBroken)
	case halfSurrogate(part):
		return fmt.Errorf("%w: half of a UTF-16 surrogate pair", ErrBroken)
	}
	return nil
}

// halfSurrogate reports whether the escapes of a string name half a character,
// for which encoding/json would put another one.
func halfSurrogate(s []byte) bool {
	for {
		i := bytes.IndexByte(s, '\\')
		if i < 0 {
			return false
		}
		r, width := escape(s[i:])
		s = s[i+width:]
		if !utf16.IsSurrogate(r) {
			continue
		}
		low, width := escape(s)
		if utf16.DecodeRune(r, low) == utf8.RuneError {
			return true
		}
		s = s[width:]
	}
}

// escape returns what \uXXXX at the start of s names, and how long it is; for
// any other text or escape a space.
func escape(s []byte) (r rune, width int) {
	if len(s) < 6 || s[0] != '\\' || s[1] != 'u' {
		return ' ', min(len(s), 2)
	}
	u, _ := strconv.ParseUint(string(s[2:6]), 16, 16) // was found valid with the whole text
	return rune(u), 6
}

// unique finds keys that occur twice in an object.
func (x *indexer) unique(v value) error {
	members := 0
	for m := range v.children() {
		if members++; members > maxMembers {
			return x.fault(v.i, tooMany(maxMembers, "members"))
		}
		if v.first(string(m.key())).i == m.i {
			continue
		}
		if err := x.fault(m.i, fmt.Errorf("%w: the key occurs twice", ErrBroken)); err != nil {
			return err
		}
	}
	return nil
}

// fault notes a value that is not read.
func (x *indexer) fault(i int32, err error) error {
	if len(x.faults) == maxErrors {
		return tooMany(maxErrors, "broken values")
	}
	x.faults = append(x.faults, fault{i, err})
	return nil
}
