package jsondoc

import (
	"iter"
	"strconv"
	"strings"

	"github.com/expressroute-go/expressroute/circuit/azure/internal/scrub"
)

// value is one Value of a document. The zero value is absent, and so is
// whatever is looked for in it.
type Value struct {
	doc *Document
	i   int32
}

func (v Value) node() *node { return &v.doc.nodes[v.i] }

func (v Value) Kind() Kind {
	if v.doc == nil {
		return Nothing
	}
	return v.node().kind
}

// absent reports whether there is no value. null is none.
func (v Value) Absent() bool { return v.Kind() <= Null }

// member returns the member of an object, absent if there is none, or null, or
// v is no object.
func (v Value) Member(name string) Value {
	if m := v.first(name); !m.Absent() {
		return m
	}
	return Value{}
}

// first returns the first member of that name, null or not.
func (v Value) first(name string) Value {
	if v.Kind() != Object {
		return Value{}
	}
	for m := range v.Children() {
		if string(m.Key()) == name {
			return m
		}
	}
	return Value{}
}

// elements returns those of an array, none of anything else.
func (v Value) Elements() []Value {
	if v.Kind() != Array {
		return nil
	}
	var list []Value
	for e := range v.Children() {
		list = append(list, e)
	}
	return list
}

// children yields what an object or array holds.
func (v Value) Children() iter.Seq[Value] {
	return func(yield func(Value) bool) {
		end := v.node().end
		for i := v.i + 1; i < end; i = v.doc.nodes[i].end {
			if !yield(Value{v.doc, i}) {
				return
			}
		}
	}
}

func (v Value) Key() []byte {
	n := v.node()
	if n.keyEscaped {
		return v.doc.keys[v.i]
	}
	return v.doc.text[n.key.from:n.key.to]
}

// bytes returns the text of a string, decoded, and of a number or a literal as
// it was written.
func (v Value) Bytes() []byte {
	n := v.node()
	if n.escaped {
		return v.doc.decode(n.text)
	}
	return v.doc.text[n.text.from:n.text.to]
}

// text returns the text of a string, empty for anything else.
func (v Value) Text() string {
	if v.Kind() != String {
		return ""
	}
	return string(v.Bytes())
}

// source returns the value as it is written.
func (v Value) Source() string {
	n := v.node()
	return string(v.doc.text[n.text.from:n.text.to])
}

// start is where the value begins in the text.
func (v Value) Start() int {
	from := int(v.node().text.from)
	if v.Kind() == String {
		from-- // the quote
	}
	return from
}

// Contains reports whether other is v or in it.
func (v Value) Contains(other Value) bool {
	return v.doc != nil && v.i <= other.i && other.i < v.node().end
}

// under reports whether the value is in a member of that name.
func (v Value) In(name string) bool {
	for i := v.node().parent; i >= 0; i = v.doc.nodes[i].parent {
		if at := (Value{v.doc, i}); at.node().member && string(at.Key()) == name {
			return true
		}
	}
	return false
}

// path is the place of the value in from, which holds it:
// "properties.peerings[0].properties.vlanId".
func (v Value) Path(from Value) string {
	if v.i == from.i {
		return ""
	}
	in := Value{v.doc, v.node().parent}
	if v.node().member {
		return JoinPath(in.Path(from), string(v.Key()))
	}
	n := 0
	for e := range in.Children() {
		if e.i == v.i {
			break
		}
		n++
	}
	return in.Path(from) + "[" + strconv.Itoa(n) + "]"
}

// dotted is the path of a member. A key that is not a plain word is quoted.
func JoinPath(path, key string) string {
	quoted := scrub.Text(key)
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
