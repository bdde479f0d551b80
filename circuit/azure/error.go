package azure

import (
	"errors"
	"fmt"
	"strings"
)

// What is inside an [*Error].
var (
	// ErrEmpty: there is nothing in the document.
	ErrEmpty = errors.New("the document is empty")

	// ErrTooLarge: the document is larger, deeper, or of more values than is
	// read.
	ErrTooLarge = errors.New("too large to be read")

	// ErrBroken: the document is not sound JSON. It is truncated, or something
	// follows it, or a key occurs twice, or it is not of UTF-8. Where the grammar
	// is broken a [*json.SyntaxError] is in the error too.
	ErrBroken = errors.New("not sound JSON")

	// ErrValue: a value is not what its field can hold.
	ErrValue = errors.New("not a value of this field")

	// ErrShape: this says nothing of a circuit, or not in a form that is read. The
	// error's Shape says what it seems to be.
	ErrShape = errors.New("documents of this shape are not read here")
)

// Error says why a document, or a part of it, was not read. It quotes no key
// and no other text of the document that could hold one.
type Error struct {
	Shape  Shape  // what the document, or the element of a list that Path leads into, seems to be
	Path   string // "value[3].properties.peerings[0].properties.vlanId"; empty for the document
	Line   int    // counted from 1
	Offset int64  // bytes before it
	Err    error
}

// Error says in one line what was not read, where, and why.
func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString("azure: ")
	if e.Shape != 0 {
		b.WriteString(e.Shape.String() + ", ")
	}
	fmt.Fprintf(&b, "line %d, byte %d: ", e.Line, e.Offset)
	if e.Path != "" {
		b.WriteString(e.Path + ": ")
	}
	fmt.Fprint(&b, e.Err)
	return b.String()
}

// Unwrap returns Err.
func (e *Error) Unwrap() error { return e.Err }

func wants(want, found string) error {
	return fmt.Errorf("%w: want %s, found %s", ErrValue, want, found)
}

func tooMany(most int, what string) error {
	return fmt.Errorf("%w: more than %d %s", ErrTooLarge, most, what)
}

// maxErrors is how many errors of one document are listed.
const maxErrors = 100

// failures are the errors of one document.
type failures struct {
	list []error
	more int // that are not listed
}

// add notes that a value was not read, and why.
func (f *failures) add(v value, s Shape, err error) {
	if len(f.list) == maxErrors {
		f.more++
		return
	}
	e := v.doc.error(s, v.start(), err)
	e.Path = v.path(v.doc.root())
	f.list = append(f.list, e)
}

// outside adds what is broken in a document outside of its parts, which see to
// what is broken in themselves, and reports whether there is anything.
func (f *failures) outside(v value, s Shape, inPart func(fault value) bool) bool {
	broken := false
	for _, fault := range v.doc.faults {
		if at := (value{v.doc, fault.node}); v.within(fault.node) && !inPart(at) {
			f.add(at, s, fault.err)
			broken = true
		}
	}
	return broken
}

// join returns them as one error, nil if there are none.
func (f *failures) join() error {
	if f.more > 0 {
		return errors.Join(append(f.list, fmt.Errorf("azure: and %d more errors", f.more))...)
	}
	return errors.Join(f.list...)
}
