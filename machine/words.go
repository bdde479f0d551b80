package machine

import (
	"encoding"
	"fmt"
	"iter"
	"strconv"
	"strings"
)

// State is a type for the states or the events of a [Machine]: a small integer
// that has a word. The zero value means "not observed" and cannot be a state.
type State interface {
	~uint8
	String() string
}

// Words holds the words of an enumeration: at index v the word of value v.
// String returns the word at index 0 for the zero value, whose text is empty.
type Words[T ~uint8] struct {
	kind  string
	words []string
	zero  bool // the zero value has a text too
}

// Spell returns the words of the enumeration called kind ("circuit.Status"),
// the zero value's first.
func Spell[T ~uint8](kind string, words ...string) Words[T] {
	return Words[T]{kind: kind, words: words}
}

// SpellAll is Spell for an enumeration whose zero value has a text too, the
// first word.
func SpellAll[T ~uint8](kind string, words ...string) Words[T] {
	return Words[T]{kind: kind, words: words, zero: true}
}

// String returns the word for v, or "circuit.Status(9)" if it has none.
func (w Words[T]) String(v T) string {
	if int(v) < len(w.words) {
		return w.words[v]
	}
	return w.kind + "(" + strconv.Itoa(int(v)) + ")"
}

// MarshalText returns the word for v, empty for the zero value, and an error
// for a value that has no word.
func (w Words[T]) MarshalText(v T) ([]byte, error) {
	if v == 0 && !w.zero {
		return []byte{}, nil
	}
	if int(v) >= len(w.words) {
		return nil, fmt.Errorf("%s has no text", w.String(v))
	}
	return []byte(w.words[v]), nil
}

// UnmarshalText is the inverse of MarshalText. It is strict: it takes the exact
// word, and leaves *v alone on error.
func (w Words[T]) UnmarshalText(v *T, text []byte) error {
	if len(text) == 0 {
		*v = 0
		return nil
	}
	parsed, err := w.Parse(string(text))
	if err == nil {
		*v = parsed
	}
	return err
}

// Parse returns the value that word spells. The error is a [*WordError], which
// quotes the input and lists what would have been valid.
func (w Words[T]) Parse(word string) (T, error) {
	for v := w.first(); v < len(w.words); v++ {
		if w.words[v] == word {
			return T(v), nil
		}
	}
	return 0, &WordError{Kind: w.kind, Word: word, Valid: w.list()}
}

// All yields every value but zero, in declaration order.
func (w Words[T]) All() iter.Seq[T] {
	return func(yield func(T) bool) {
		for v := 1; v < len(w.words); v++ {
			if !yield(T(v)) {
				return
			}
		}
	}
}

// first returns the first value that has a text.
func (w Words[T]) first() int {
	if w.zero {
		return 0
	}
	return 1
}

func (w Words[T]) list() []string {
	return append([]string(nil), w.words[min(w.first(), len(w.words)):]...)
}

// Parse returns the T that word spells: Parse[Actor]("Customer"). It takes what
// T's UnmarshalText takes, and returns its error, with one exception: to
// UnmarshalText the empty word is the zero value, to Parse it is a [*WordError]
// without valid words. On error it returns the zero value.
func Parse[T any, P interface {
	*T
	encoding.TextUnmarshaler
}](word string) (T, error) {
	var parsed, zero T
	if word == "" {
		return zero, &WordError{Kind: fmt.Sprintf("%T", zero)}
	}
	if err := P(&parsed).UnmarshalText([]byte(word)); err != nil {
		return zero, err
	}
	return parsed, nil
}

// WordError reports a text that is not a word of an enumeration.
type WordError struct {
	Kind  string   // the enumeration: "circuit.Status"
	Word  string   // what was given
	Valid []string // what would have been valid
}

// Error quotes at most the first 64 bytes of the word.
func (e *WordError) Error() string {
	problem := "the word is empty"
	switch {
	case len(e.Word) > 64:
		problem = fmt.Sprintf("unknown word %q", e.Word[:64]+"...")
	case e.Word != "":
		problem = fmt.Sprintf("unknown word %q", e.Word)
	}
	if len(e.Valid) == 0 {
		return e.Kind + ": " + problem
	}
	return e.Kind + ": " + problem + ", want one of " + strings.Join(e.Valid, ", ")
}
