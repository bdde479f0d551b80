package bgp

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
)

// ASN is an autonomous system number of two or four bytes (RFC 6793). The zero
// value is AS 0, which no network has (RFC 7607); Azure writes it for "not
// given".
type ASN uint32

// Microsoft is the AS number of Microsoft's side of every peering. Azure shows
// 0 instead until it has applied the peering.
//
// Source: https://learn.microsoft.com/en-us/azure/expressroute/expressroute-routing
const Microsoft ASN = 12076

// ParseASN reads an AS number in any notation of RFC 5396: "64500" (asplain) or
// "1.10" (asdot), with or without "AS" before it, in upper or lower case.
// Leading zeros are allowed, because registries write them: "AS009" is 9. The
// error is an [*ASNError].
func ParseASN(text string) (ASN, error) {
	digits := text
	if len(digits) >= 2 && strings.EqualFold(digits[:2], "AS") {
		digits = digits[2:]
	}
	high, low, dotted := strings.Cut(digits, ".")
	if !dotted {
		n, ok := number(digits, 10, 32)
		if !ok {
			return 0, &ASNError{Text: text}
		}
		return ASN(n), nil
	}
	h, ok := number(high, 5, 16)
	l, also := number(low, 5, 16)
	if !ok || !also {
		return 0, &ASNError{Text: text}
	}
	return ASN(h<<16 | l), nil
}

// number reads a decimal number of at most that many digits and bits.
func number(digits string, most, bits int) (n uint64, ok bool) {
	if digits == "" || len(digits) > most {
		return 0, false
	}
	for i := range len(digits) {
		d := digits[i] - '0'
		if d > 9 {
			return 0, false
		}
		n = 10*n + uint64(d)
	}
	return n, n>>bits == 0
}

// MustParseASN is ParseASN for numbers that are part of the program. It panics
// on error.
func MustParseASN(text string) ASN {
	a, err := ParseASN(text)
	if err != nil {
		panic(err)
	}
	return a
}

// String returns the number in asplain notation, without "AS": "65546".
func (a ASN) String() string { return strconv.FormatUint(uint64(a), 10) }

// ASDot returns the number in asdot notation, without "AS": "1.10". A number of
// two bytes has no dot (RFC 5396 section 2).
func (a ASN) ASDot() string {
	if !a.Is4Byte() {
		return a.String()
	}
	return strconv.FormatUint(uint64(a>>16), 10) + "." + strconv.FormatUint(uint64(a&0xffff), 10)
}

// MarshalText returns what String returns.
func (a ASN) MarshalText() ([]byte, error) { return []byte(a.String()), nil }

// UnmarshalText reads what [ParseASN] reads. It does not change *a on error.
func (a *ASN) UnmarshalText(text []byte) error {
	parsed, err := ParseASN(string(text))
	if err == nil {
		*a = parsed
	}
	return err
}

// MarshalJSON writes a JSON number, as Azure does.
func (a ASN) MarshalJSON() ([]byte, error) { return a.MarshalText() }

// UnmarshalJSON reads a JSON number, or a JSON string that [ParseASN] reads;
// null changes nothing. A number must have digits only: 1.10 is not an AS
// number, "1.10" is 65546.
func (a *ASN) UnmarshalJSON(data []byte) error {
	if string(data) == "null" {
		return nil
	}
	if bytes.HasPrefix(data, []byte(`"`)) {
		var text string
		if err := json.Unmarshal(data, &text); err != nil {
			return err
		}
		return a.UnmarshalText([]byte(text))
	}
	n, ok := number(string(data), 10, 32)
	if !ok {
		return &ASNError{Text: string(data)}
	}
	*a = ASN(n)
	return nil
}

// ASNError reports a text that is not an AS number.
type ASNError struct {
	Text string // what was given
}

// Error quotes at most the first 64 bytes of the text.
func (e *ASNError) Error() string {
	return fmt.Sprintf("bgp: %s is not an AS number, want 0 to 4294967295, such as 64500, AS64500 or 1.10", quote(e.Text))
}

// quote quotes at most the first 64 bytes of text.
func quote(text string) string {
	const most = 64
	if len(text) > most {
		text = text[:most] + "..."
	}
	return strconv.Quote(text)
}
