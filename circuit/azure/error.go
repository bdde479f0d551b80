package azure

import (
	"errors"
	"fmt"

	"github.com/expressroute-go/expressroute/circuit/azure/internal/jsondoc"
)

// The reasons that an [*Error] holds.
var (
	// ErrEmpty: there is nothing in the document.
	ErrEmpty = jsondoc.ErrEmpty

	// ErrTooLarge: the document is longer or deeper, or has more values, than this
	// package reads.
	ErrTooLarge = jsondoc.ErrTooLarge

	// ErrBroken: the document is not sound JSON. It is truncated, or something
	// follows it, or a key occurs twice, or it is not UTF-8. Where the grammar is
	// broken, a [*json.SyntaxError] is in the error too.
	ErrBroken = jsondoc.ErrBroken

	// ErrValue: a value is not what its field can hold.
	ErrValue = errors.New("not a value of this field")

	// ErrShape: the document says nothing about a circuit, or has a form that this
	// package does not read. The error's Shape says what the document seems to be.
	ErrShape = errors.New("documents of this shape are not read here")
)

// Error says why a document, or a part of it, was not read. It quotes no key,
// and no other text of the document that could contain a key.
type Error struct {
	Shape  Shape  // what the document seems to be; of a list, what the element at Path seems to be
	Path   string // "value[3].properties.peerings[0].properties.vlanId"; empty for the whole document
	Line   int    // counted from 1
	Offset int64  // bytes before the place
	Err    error
}

// Error says in one line what was not read, where, and why.
func (e *Error) Error() string {
	place := jsondoc.Error{Path: e.Path, Line: e.Line, Offset: e.Offset, Err: e.Err}
	if e.Shape == 0 {
		return "azure: " + place.Error()
	}
	return "azure: " + e.Shape.String() + ", " + place.Error()
}

// Unwrap returns Err.
func (e *Error) Unwrap() error { return e.Err }

// newError returns the error of an index as one of this package.
func newError(s Shape, e *jsondoc.Error) *Error {
	return &Error{Shape: s, Path: e.Path, Line: e.Line, Offset: e.Offset, Err: e.Err}
}

// wants returns an [ErrValue] that says what the field can hold and what it has.
func wants(want, found string) error {
	return fmt.Errorf("%w: want %s, found %s", ErrValue, want, found)
}

// maxErrors is the largest number of errors of one document that are listed.
const maxErrors = 100

// failures are the errors of one document.
type failures struct {
	list []error
	more int // errors that are not listed
}

// add adds the error that a value was not read.
func (f *failures) add(v jsondoc.Value, s Shape, err error) {
	if len(f.list) == maxErrors {
		f.more++
		return
	}
	f.list = append(f.list, newError(s, v.Locate(err)))
}

// addOutside adds the faults of v that are outside of its parts, and reports
// whether there are any. The faults inside of a part are added where the part is
// read.
func (f *failures) addOutside(v jsondoc.Value, s Shape, inPart func(jsondoc.Value) bool) bool {
	broken := false
	for _, fault := range v.Faults() {
		if !inPart(fault.Value) {
			f.add(fault.Value, s, fault.Err)
			broken = true
		}
	}
	return broken
}

// join returns the errors as one, nil if there are none.
func (f *failures) join() error {
	if f.more > 0 {
		return errors.Join(append(f.list, fmt.Errorf("azure: and %d more errors", f.more))...)
	}
	return errors.Join(f.list...)
}
