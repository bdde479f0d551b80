package jsondoc

import "iter"

// Root returns the root of the value's document.
func (v Value) Root() Value { return Value{doc: v.doc} }

// Parent returns the object or array that holds the value; nothing for the root.
func (v Value) Parent() Value {
	if v.doc == nil || v.node().parent < 0 {
		return Value{}
	}
	return Value{v.doc, v.node().parent}
}

// Children yields the members of an object or the elements of an array, in the
// order of the text, null included.
func (v Value) Children() iter.Seq[Value] {
	return func(yield func(Value) bool) {
		if v.doc == nil {
			return
		}
		end := v.node().end
		for i := v.i + 1; i < end; i = v.doc.nodes[i].end {
			if !yield(Value{v.doc, i}) {
				return
			}
		}
	}
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

// Contains reports whether other is v or a value in v.
func (v Value) Contains(other Value) bool {
	return v.doc != nil && v.doc == other.doc && v.i <= other.i && other.i < v.node().end
}

// In reports whether a member of that name contains the value, at any level above
// it.
func (v Value) In(name string) bool {
	for at := v.Parent(); at.doc != nil; at = at.Parent() {
		if at.node().member && string(at.Key()) == name {
			return true
		}
	}
	return false
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
