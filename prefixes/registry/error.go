package registry

import (
	"errors"
	"fmt"
)

// Errors within a [*ReadError], besides those of the reader, of gzip and of the
// context.
var (
	ErrNoVRPs        = errors.New("there is no array of VRPs in it")
	ErrLongValue     = errors.New("a JSON value is longer than Options.MaxLine")
	ErrDeepValue     = errors.New("a JSON value is nested deeper than 1000")
	ErrTrailing      = errors.New("something follows the JSON value")
	ErrTooManyInputs = errors.New("65536 inputs were read before")
)

// ReadError reports an input that was not read to its end. What came before is
// kept: the caller decides whether that will do.
type ReadError struct {
	Name string // of the input, as given
	Line int64  // the last line that was read whole
	Err  error  // io.ErrUnexpectedEOF, gzip.ErrChecksum, context.Canceled, *json.SyntaxError
}

// Error quotes at most the first 120 bytes of the name.
func (e *ReadError) Error() string {
	return fmt.Sprintf("registry: %s: nothing was read beyond line %d: %v", excerpt([]byte(e.Name)), e.Line, e.Err)
}

// Unwrap returns the error that stopped the reading.
func (e *ReadError) Unwrap() error { return e.Err }
