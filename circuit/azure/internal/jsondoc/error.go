package jsondoc

import (
	"errors"
	"fmt"
)

// The reasons why a text is not indexed, or a value of it must not be read.
var (
	// ErrEmpty: the text has nothing but white space.
	ErrEmpty = errors.New("the document is empty")

	// ErrTooLarge: the text is too long, too deep, or has too many values.
	ErrTooLarge = errors.New("too large to be read")

	// ErrBroken: the text is not JSON, or a value is not sound. Where the grammar
	// is broken, a [*encoding/json.SyntaxError] is in the error too.
	ErrBroken = errors.New("not sound JSON")
)

// Error is a reason and the place in the text that it is about.
type Error struct {
	Path   string // of the value from the root: "peerings[0].vlanId"; empty for the whole text
	Line   int    // counted from 1
	Offset int64  // bytes before the place
	Err    error
}

// Error returns the place and the reason: "line 3, byte 40: stag: not sound
// JSON: the key occurs twice".
func (e *Error) Error() string {
	if e.Path == "" {
		return fmt.Sprintf("line %d, byte %d: %v", e.Line, e.Offset, e.Err)
	}
	return fmt.Sprintf("line %d, byte %d: %s: %v", e.Line, e.Offset, e.Path, e.Err)
}

// Unwrap returns Err.
func (e *Error) Unwrap() error { return e.Err }

// TooMany returns an [ErrTooLarge] that names the limit and what it limits:
// "more than 256 members".
func TooMany(limit int, what string) error {
	return fmt.Errorf("%w: more than %d %s", ErrTooLarge, limit, what)
}
