package jsondoc

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"
)

// decode returns the text of a string with escapes.
func (d *Document) decode(s span) []byte {
	var out string
	_ = json.Unmarshal(d.text[s.from-1:s.to+1], &out) // cannot fail: json.Valid has checked the whole text
	return []byte(out)
}

// unicode returns an error if a string is not text.
func (d *Document) unicode(s span) error {
	part := d.text[s.from:s.to]
	switch {
	case !utf8.Valid(part):
		return fmt.Errorf("%w: not UTF-8", ErrBroken)
	case halfSurrogate(part):
		return fmt.Errorf("%w: half of a UTF-16 surrogate pair", ErrBroken)
	}
	return nil
}

// halfSurrogate reports whether an escape in the string is one half of a
// surrogate pair without the other. encoding/json silently replaces it with
// U+FFFD.
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

// escape returns the UTF-16 unit that a \uXXXX at the start of s stands for, and
// the length of the escape. It returns a space for any other text or escape.
func escape(s []byte) (r rune, width int) {
	if len(s) < 6 || s[0] != '\\' || s[1] != 'u' {
		return ' ', min(len(s), 2)
	}
	u, _ := strconv.ParseUint(string(s[2:6]), 16, 16) // cannot fail: json.Valid has checked the whole text
	return rune(u), 6
}
