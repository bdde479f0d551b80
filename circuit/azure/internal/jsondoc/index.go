package jsondoc

import (
	"fmt"
	"strings"
)

// indexer walks over a text that is valid JSON and adds a node for each value.
type indexer struct {
	*Document
	at    int  // the next byte
	depth int  // containers that are open
	utf8  bool // the whole text is UTF-8
}

// value adds the next value. n holds its key and its parent. On an error the
// whole document is given up.
func (x *indexer) value(n node) error {
	if len(x.nodes) == maxValues {
		return TooMany(maxValues, "values")
	}
	x.space()
	i := int32(len(x.nodes))
	n.text.from = int32(x.at)
	switch x.text[x.at] {
	case '{':
		n.kind = Object
	case '[':
		n.kind = Array
	case '"':
		n.kind = String
		n.text, n.escaped = x.string()
	default:
		n.kind = x.literal()
		n.text.to = int32(x.at)
	}
	x.nodes = append(x.nodes, n)
	if n.kind == Array || n.kind == Object {
		if err := x.contents(i); err != nil {
			return err
		}
		x.nodes[i].text.to = int32(x.at)
	}
	x.nodes[i].end = int32(len(x.nodes))
	return x.check(i)
}

// contents adds the values in an object or array.
func (x *indexer) contents(i int32) error {
	if x.depth == maxDepth {
		x.skip()
		return x.fault(i, TooMany(maxDepth, "levels deep"))
	}
	x.depth++
	defer func() { x.depth-- }()
	n := node{parent: i, member: x.nodes[i].kind == Object}
	for x.at++; x.more(); {
		if n.member {
			n.key, n.keyEscaped = x.string()
			x.space()
			x.at++ // the colon
		}
		if n.keyEscaped {
			x.keepKey(int32(len(x.nodes)), n.key)
		}
		if err := x.value(n); err != nil {
			return err
		}
	}
	return nil
}

// more skips a comma and white space. It reports whether another value follows
// in this container, and skips the closing bracket if none does.
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

// space skips white space.
func (x *indexer) space() {
	for x.at < len(x.text) && x.text[x.at] <= ' ' {
		x.at++
	}
}

// string skips a string and returns what is between its quotes.
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

// literal skips a number, true, false or null.
func (x *indexer) literal() Kind {
	first := x.text[x.at]
	for x.at < len(x.text) && strings.IndexByte(",]} \t\r\n", x.text[x.at]) < 0 {
		x.at++
	}
	switch first {
	case 'n':
		return Null
	case 't', 'f':
		return Bool
	}
	return Number
}

// skip skips an object or array.
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

// keepKey decodes a key with escapes and keeps it.
func (x *indexer) keepKey(i int32, key span) {
	if x.keys == nil {
		x.keys = make(map[int32][]byte)
	}
	x.keys[i] = x.decode(key)
}

// check adds a fault if the value or its key must not be read, although the
// grammar allows it.
func (x *indexer) check(i int32) error {
	n := &x.nodes[i]
	if n.member && (!x.utf8 || n.keyEscaped) {
		if err := x.unicode(n.key); err != nil {
			return x.fault(i, err)
		}
	}
	switch {
	case n.kind == Object:
		return x.unique(Value{x.Document, i})
	case n.kind == String && (!x.utf8 || n.escaped):
		if err := x.unicode(n.text); err != nil {
			return x.fault(i, err)
		}
	}
	return nil
}

// unique adds a fault for each key that occurs a second time in the object.
func (x *indexer) unique(v Value) error {
	members := 0
	for m := range v.Children() {
		if members++; members > MaxMembers {
			return x.fault(v.i, TooMany(MaxMembers, "members"))
		}
		if v.first(string(m.Key())).i == m.i {
			continue
		}
		if err := x.fault(m.i, fmt.Errorf("%w: the key occurs twice", ErrBroken)); err != nil {
			return err
		}
	}
	return nil
}

// fault adds a fault, or returns an error if there are too many.
func (x *indexer) fault(i int32, err error) error {
	if len(x.faults) == MaxFaults {
		return TooMany(MaxFaults, "broken values")
	}
	x.faults = append(x.faults, Fault{Value{x.Document, i}, err})
	return nil
}
