package jsondoc

import "strings"

// Value is one value of a document. It is comparable: two are equal if they are
// the same value of the same document. The zero Value is no value, and so is
// everything that is looked up in it.
type Value struct {
	doc *Document
	i   int32
}

func (v Value) node() *node { return &v.doc.nodes[v.i] }

// Kind returns the type of the value, [Nothing] if there is no value.
func (v Value) Kind() Kind {
	if v.doc == nil {
		return Nothing
	}
	return v.node().kind
}

// Absent reports whether there is no value. null counts as no value.
func (v Value) Absent() bool { return v.Kind() <= Null }

// Member returns the member of an object. It returns nothing if there is none,
// if the member is null, and if v is not an object.
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

// Elements returns the elements of an array, nil of anything else.
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

// Key returns the decoded name of a member, empty for an element of an array. The
// caller must not change it.
func (v Value) Key() []byte {
	n := v.node()
	if n.keyEscaped {
		return v.doc.keys[v.i]
	}
	return v.doc.text[n.key.from:n.key.to]
}

// Bytes returns the decoded text of a string, and any other value as it is
// written. The caller must not change it.
func (v Value) Bytes() []byte {
	n := v.node()
	if n.escaped {
		return v.doc.decode(n.text)
	}
	return v.doc.text[n.text.from:n.text.to]
}

// Text returns the decoded text of a string, empty for anything else.
func (v Value) Text() string {
	if v.Kind() != String {
		return ""
	}
	return string(v.Bytes())
}

// Source returns the value as it is written, a string without its quotes.
func (v Value) Source() string {
	n := v.node()
	return string(v.doc.text[n.text.from:n.text.to])
}

// Start returns the offset of the value's first byte in the text, not counting a
// byte order mark.
func (v Value) Start() int {
	from := int(v.node().text.from)
	if v.Kind() == String {
		from-- // the quote
	}
	return from
}

// End returns the offset of the first byte after the value.
func (v Value) End() int {
	to := int(v.node().text.to)
	if v.Kind() == String {
		to++ // the quote
	}
	return to
}

// Capitalized returns a member's name with a capital first letter, which is how
// .NET programs, such as PowerShell's cmdlets and some of Azure's services, spell
// the names of the schema.
func Capitalized(name string) string {
	if name == "" {
		return ""
	}
	return strings.ToUpper(name[:1]) + name[1:]
}
