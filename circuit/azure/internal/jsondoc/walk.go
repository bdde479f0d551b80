package jsondoc

import (
	"iter"
	"strings"
)

// Root returns the root of the value's document.
func (v Value) Root() Value { return v.doc.Root() }

// Parent returns the object or array that holds the value; nothing for the root.
func (v Value) Parent() Value {
	if v.doc == nil || v.node().parent < 0 {
		return Value{}
	}
	return Value{v.doc, v.node().parent}
}

// All yields the value and every value in it, in the order of the text.
func (v Value) All() iter.Seq[Value] {
	return func(yield func(Value) bool) {
		if v.doc == nil {
			return
		}
		for i := v.i; i < v.node().end; i++ {
			if !yield(Value{v.doc, i}) {
				return
			}
		}
	}
}

// Faults returns the faults of v and of the values in v, in the order in which the
// index found them.
func (v Value) Faults() []Fault {
	if v.doc == nil {
		return nil
	}
	var list []Fault
	for _, f := range v.doc.faults {
		if v.Contains(f.Value) {
			list = append(list, f)
		}
	}
	return list
}

// End returns the offset of the first byte after the value.
func (v Value) End() int {
	to := int(v.node().text.to)
	if v.Kind() == String {
		to++ // the quote
	}
	return to
}

// Locate returns err with the place of the value in its document.
func (v Value) Locate(err error) *Error {
	e := v.doc.error(v.Start(), err)
	e.Path = v.Path(v.Root())
	return e
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
