package circuit

import (
	"encoding/json"
	"fmt"
	"iter"
)

// All yields the name and the value, as a word, of every state that documents show,
// and of BGP, which follows from them: "status", "Enabled".
func (s State) All() iter.Seq2[string, string] {
	return func(yield func(string, string) bool) {
		for i := range dimensions {
			d := &dimensions[i]
			if (d.role != followed || d.half != 0) && !yield(d.name, d.word(d.get(&s))) {
				return
			}
		}
	}
}

// MarshalJSON writes the word of every value that is known. It fails for a value
// outside its enumeration.
func (s State) MarshalJSON() ([]byte, error) {
	words := map[string]string{}
	for i := range dimensions {
		d := &dimensions[i]
		if d.get(&s) == 0 {
			continue
		}
		word, err := d.text(d.get(&s))
		if err != nil {
			return nil, fmt.Errorf("%s: %w", d.name, err)
		}
		words[d.name] = word
	}
	return json.Marshal(words)
}

// UnmarshalJSON is the inverse of MarshalJSON. It is strict: an unknown name or word
// is an error.
func (s *State) UnmarshalJSON(text []byte) error {
	var words map[string]string
	if err := json.Unmarshal(text, &words); err != nil {
		return err
	}
	var parsed State
	for name, word := range words {
		d := dimensionNamed(name)
		if d == nil {
			return fmt.Errorf("circuit.State: %s is no state of a circuit, want a name such as \"status\"", quoted(name))
		}
		v, err := d.parse(word)
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		d.set(&parsed, v)
	}
	parsed.authorized, parsed.linked = s.authorized, s.linked
	*s = parsed
	return nil
}
