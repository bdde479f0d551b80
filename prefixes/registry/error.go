package registry

import (
	"errors"
	"fmt"
)

// Errors that a [*ReadError] can wrap, besides those of the reader, of gzip and
// of the context.
var (
	ErrNoVRPs        = errors.New("no array of VRPs was found")
	ErrLongValue     = errors.New("a JSON value is longer than Options.MaxLine")
	ErrDeepValue     = errors.New("a JSON value is nested deeper than 1000")
	ErrTrailing      = errors.New("the JSON value is followed by more text")
	ErrColumns       = errors.New("the header of the CSV names no column for a part of a VRP")
	ErrSLURM         = errors.New("this is a SLURM file (RFC 8416), a network's exceptions to VRPs and no VRPs: read the validator's output")
	ErrNRTM          = errors.New("this is a stream of changes (NRTM), which has deleted objects in it: read the registry's dump")
	ErrTooManyInputs = errors.New("65536 inputs were already read")
)

// ReadError reports an input that was not read to its end. What was read before
// is kept; the caller decides whether that is enough.
type ReadError struct {
	Name string // the name of the input, as given
	Line int64  // the last complete line that was read
	Err  error  // io.ErrUnexpectedEOF, gzip.ErrChecksum, context.Canceled, *json.SyntaxError
}

// Error quotes at most the first 120 bytes of the name.
func (e *ReadError) Error() string {
	return fmt.Sprintf("registry: %s: nothing was read after line %d: %v", excerpt([]byte(e.Name)), e.Line, e.Err)
}

// Unwrap returns the error that stopped the reading.
func (e *ReadError) Unwrap() error { return e.Err }
