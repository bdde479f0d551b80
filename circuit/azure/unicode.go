package azure

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"
)

// decode returns what is between the quotes of a string with escapes.
func (d *document) decode(s span) []byte {
	var out string
	_ = json.Unmarshal(d.text[s.from-1:s.to+1], &out) // was found valid with the whole text
	return []byte(out)
}

// unicode finds what is between quotes and is no text.
func (d *document) unicode(s span) error {
	part := d.text[s.from:s.to]
	switch {
	case !utf8.Valid(part):
		return fmt.Errorf("%w: not UTF-8", ErrBroken)
	case halfSurrogate(part):
		return fmt.Errorf("%w: half of a UTF-16 surrogate pair", ErrBroken)
	}
	return nil
}

// halfSurrogate reports whether the escapes of a string name half a character,
// for which encoding/json would put another one.
func halfSurrogate(s []byte) bool {
	for {
		i := bytes.IndexByte(s, '\\')
		if i < 0 {
			return false
		}
		r, width := escape(s[i:])
		s = s[i+width:]
		if !utf16.IsSurrogate(r) {
			continue
		}
		low, width := escape(s)
		if utf16.DecodeRune(r, low) == utf8.RuneError {
			return true
		}
		s = s[width:]
	}
}

// escape returns what \uXXXX at the start of s names, and how long it is; for
// any other text or escape a space.
func escape(s []byte) (r rune, width int) {
	if len(s) < 6 || s[0] != '\\' || s[1] != 'u' {
		return ' ', min(len(s), 2)
	}
	u, _ := strconv.ParseUint(string(s[2:6]), 16, 16) // was found valid with the whole text
	return rune(u), 6
}
