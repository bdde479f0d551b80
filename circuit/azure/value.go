package azure

import (
	"iter"
	"strconv"
	"strings"
)

// value is one value of a document. The zero value is absent, and so is
// whatever is looked for in it.
type value struct {
	doc *document
	i   int32
}

func (d *document) root() value { return value{d, 0} }

func (v value) node() *node { return &v.doc.nodes[v.i] }

func (v value) kind() kind {
	if v.doc == nil {
		return nothing
	}
	return v.node().kind
}

// absent reports whether there is no value. null is none.
func (v value) absent() bool { return v.kind() <= null }

// member returns the member of an object, absent if there is none, or null, or
// v is no object.
func (v value) member(name string) value {
	if m := v.first(name); !m.absent() {
		return m
	}
	return value{}
}

// first returns the first member of that name, null or not.
func (v value) first(name string) value {
	if v.kind() != object {
		return value{}
	}
	for m := range v.children() {
		if string(m.key()) == name {
			return m
		}
	}
	return value{}
}

// elements returns those of an array, none of anything else.
func (v value) elements() []value {
	if v.kind() != array {
		return nil
	}
	var list []value
	for e := range v.children() {
		list = append(list, e)
	}
	return list
}

// children yields what an object or array holds.
func (v value) children() iter.Seq[value] {
	return func(yield func(value) bool) {
		end := v.node().end
		for i := v.i + 1; i < end; i = v.doc.nodes[i].end {
			if !yield(value{v.doc, i}) {
				return
			}
		}
	}
}

func (v value) key() []byte {
	n := v.node()
	if n.recoded {
		return v.doc.keys[v.i]
	}
	return v.doc.text[n.key.from:n.key.to]
}

// bytes returns the text of a string, decoded, and of a number or a literal as
// it was written.
func (v value) bytes() []byte {
	n := v.node()
	if n.escaped {
		return v.doc.decode(n.text)
	}
	return v.doc.text[n.text.from:n.text.to]
}

// text returns the text of a string, empty for anything else.
func (v value) text() string {
	if v.kind() != text {
		return ""
	}
	return string(v.bytes())
}

// source returns the value as it is written.
func (v value) source() string {
	n := v.node()
	return string(v.doc.text[n.text.from:n.text.to])
}

// start is where the value begins in the text.
func (v value) start() int {
	from := int(v.node().text.from)
	if v.kind() == text {
		from-- // the quote
	}
	return from
}

// within reports whether the node is v or in it.
func (v value) within(node int32) bool { return v.doc != nil && v.i <= node && node < v.node().end }

// under reports whether the value is in a member of that name.
func (v value) under(name string) bool {
	for i := v.node().parent; i >= 0; i = v.doc.nodes[i].parent {
		if at := (value{v.doc, i}); at.node().member && string(at.key()) == name {
			return true
		}
	}
	return false
}

// path is the place of the value in from, which holds it:
// "properties.peerings[0].properties.vlanId".
func (v value) path(from value) string {
	if v.i == from.i {
		return ""
	}
	in := value{v.doc, v.node().parent}
	if v.node().member {
		return dotted(in.path(from), string(v.key()))
	}
	n := 0
	for e := range in.children() {
		if e.i == v.i {
			break
		}
		n++
	}
	return in.path(from) + "[" + strconv.Itoa(n) + "]"
}

// dotted is the path of a member. A key that is not a plain word is quoted.
func dotted(path, key string) string {
	quoted := shown(key)
	switch {
	case quoted != key || key == "" || strings.ContainsFunc(key, notWord):
		return path + "[" + strconv.Quote(quoted) + "]"
	case path == "":
		return key
	}
	return path + "." + key
}

func notWord(r rune) bool {
	return (r < '0' || r > '9') && (r < 'A' || r > 'Z') && (r < 'a' || r > 'z') && r != '_'
}
