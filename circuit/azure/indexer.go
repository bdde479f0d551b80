package azure

import (
	"fmt"
	"strings"
)

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
