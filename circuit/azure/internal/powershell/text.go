// Package powershell reads what cmdlets print.
package powershell

import (
	"bytes"
	"encoding/binary"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/expressroute-go/expressroute/circuit/azure/internal/jsondoc"
)

// Text is a text that is being read.
type Text struct {
	text   []byte // UTF-8
	before int    // bytes of the byte order mark
	wide   bool   // the document is UTF-16
}

// Decode makes a document readable. What Windows PowerShell redirects into a
// file is UTF-16.
//
// Source: https://learn.microsoft.com/en-us/powershell/module/microsoft.powershell.core/about/about_character_encoding
func Decode(document []byte) (*Text, *jsondoc.Error) {
	if len(document) > jsondoc.MaxText {
		return nil, &jsondoc.Error{Line: 1, Err: jsondoc.TooMany(jsondoc.MaxText, "bytes")}
	}
	t := &Text{text: bytes.TrimPrefix(document, []byte("\ufeff"))}
	t.before = len(document) - len(t.text)
	if order := byteOrder(document); order != nil {
		t.text, t.before, t.wide = decodeWide(document[2:], order), 2, true
	}
	if len(bytes.TrimSpace(t.text)) == 0 {
		return nil, t.Error(0, "", jsondoc.ErrEmpty)
	}
	return t, nil
}

// byteOrder is told by the mark that UTF-16 begins with.
func byteOrder(b []byte) binary.ByteOrder {
	switch {
	case bytes.HasPrefix(b, []byte("\xff\xfe")):
		return binary.LittleEndian
	case bytes.HasPrefix(b, []byte("\xfe\xff")):
		return binary.BigEndian
	}
	return nil
}

// decodeWide returns UTF-16 as UTF-8. Half a character, and half a unit at the
// end, become a byte that is none, for the reader to find.
func decodeWide(b []byte, order binary.ByteOrder) []byte {
	out := make([]byte, 0, len(b)/2+1)
	for len(b) >= 2 {
		r := rune(order.Uint16(b))
		b = b[2:]
		if utf16.IsSurrogate(r) && len(b) >= 2 {
			if pair := utf16.DecodeRune(r, rune(order.Uint16(b))); pair != utf8.RuneError {
				r, b = pair, b[2:]
			}
		}
		if utf16.IsSurrogate(r) {
			out = append(out, 0xff)
			continue
		}
		out = utf8.AppendRune(out, r)
	}
	if len(b) > 0 {
		out = append(out, 0xff)
	}
	return out
}

// IsJSON reports whether the text begins as JSON does.
func (t *Text) IsJSON() bool {
	return strings.IndexByte(`{["`, bytes.TrimLeft(t.text, " \t\r\n")[0]) >= 0
}

// Error is an error about what is at that place.
func (t *Text) Error(at int, path string, err error) *jsondoc.Error {
	at = min(at, len(t.text))
	offset := at
	if t.wide {
		offset = 2 * units(t.text[:at])
	}
	return &jsondoc.Error{
		Path: path, Err: err,
		Line: 1 + bytes.Count(t.text[:at], []byte("\n")), Offset: int64(t.before + offset),
	}
}

// units is how long a text is in UTF-16.
func units(s []byte) int {
	n := 0
	for len(s) > 0 {
		r, size := utf8.DecodeRune(s)
		s = s[size:]
		n += max(1, utf16.RuneLen(r))
	}
	return n
}
