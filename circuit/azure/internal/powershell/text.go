package powershell

import (
	"bytes"
	"encoding/binary"
	"errors"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/expressroute-go/expressroute/circuit/azure/internal/jsondoc"
)

// ErrText: the text is not what Format-List prints of an object.
var ErrText = errors.New("not as Format-List prints it")

// Text is a document, decoded to UTF-8.
type Text struct {
	text   []byte // UTF-8
	before int    // bytes of the byte order mark
	wide   bool   // the document is UTF-16
}

// Decode returns the text of a document in UTF-8 or UTF-16. Windows PowerShell
// writes UTF-16 when its output is redirected into a file.
//
// The error holds [jsondoc.ErrEmpty] or [jsondoc.ErrTooLarge].
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

// byteOrder returns the byte order that the mark at the start of UTF-16 says, nil
// if there is no such mark.
func byteOrder(b []byte) binary.ByteOrder {
	switch {
	case bytes.HasPrefix(b, []byte("\xff\xfe")):
		return binary.LittleEndian
	case bytes.HasPrefix(b, []byte("\xfe\xff")):
		return binary.BigEndian
	}
	return nil
}

// decodeWide returns UTF-16 as UTF-8. It returns the byte 0xff, which is not
// UTF-8, for half of a surrogate pair and for half of a unit at the end. The index
// of the JSON then refuses the column with that byte.
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

// Error returns an error about the offset at in the text, and about the value at
// path in a block. Its own offset is that in the document, whatever the encoding.
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

// units returns the length of a text in UTF-16, in units of two bytes.
func units(s []byte) int {
	n := 0
	for len(s) > 0 {
		r, size := utf8.DecodeRune(s)
		s = s[size:]
		n += max(1, utf16.RuneLen(r))
	}
	return n
}
