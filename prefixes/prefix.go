package prefixes

import (
	"fmt"
	"net/netip"

	"github.com/expressroute-go/expressroute/machine"
)

// maxText is the maximum length of a text that ParsePrefix reads, in bytes. The
// longest prefix that netip can read has 49.
const maxText = 64

// Prefix is an advertised prefix with the text that was typed. Azure puts this
// text into the validation ID that the owner signs, canonical or not:
// "123:1::0/64".
//
// Prefixes are comparable; == is false for two spellings of one prefix. Compare
// Prefix().Masked() where the spelling does not matter. The zero value is not a
// prefix.
type Prefix struct {
	text   string
	parsed netip.Prefix
}

// ParsePrefix reads an address and a length, such as "123.1.0.0/24". It accepts
// host bits, because Azure has such prefixes; [Prefix.Problems] reports them.
// The error is a [*PrefixError].
func ParsePrefix(text string) (Prefix, error) {
	if len(text) > maxText {
		return Prefix{}, &PrefixError{Text: text}
	}
	parsed, err := netip.ParsePrefix(text)
	if err != nil {
		return Prefix{}, &PrefixError{Text: text}
	}
	return Prefix{text: text, parsed: parsed}, nil
}

// MustParsePrefix is ParsePrefix for prefixes that are part of the program. It
// panics on error.
func MustParsePrefix(text string) Prefix {
	p, err := ParsePrefix(text)
	if err != nil {
		panic(err)
	}
	return p
}

// String returns the prefix as it was typed.
func (p Prefix) String() string { return p.text }

// Prefix returns the address and the length. The address keeps its host bits,
// if it was typed with any.
func (p Prefix) Prefix() netip.Prefix { return p.parsed }

// IsValid reports whether p is a prefix; only the zero value is not.
func (p Prefix) IsValid() bool { return p.parsed.IsValid() }

// Problems returns everything that is wrong with advertising p, on any session
// and in any list. The path is "prefix".
func (p Prefix) Problems() machine.Problems { return p.problems("prefix", 0) }

// MarshalText returns the prefix as it was typed, empty for the zero value.
func (p Prefix) MarshalText() ([]byte, error) { return []byte(p.text), nil }

// UnmarshalText is the inverse of MarshalText. It does not change *p on error.
func (p *Prefix) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*p = Prefix{}
		return nil
	}
	parsed, err := ParsePrefix(string(text))
	if err == nil {
		*p = parsed
	}
	return err
}

// PrefixError reports a text that is not a prefix.
type PrefixError struct {
	Text string // what was given
}

// Error quotes at most the first 64 bytes of the text.
func (e *PrefixError) Error() string {
	text := e.Text
	if len(text) > maxText {
		text = text[:maxText] + "..."
	}
	return fmt.Sprintf("prefixes: %q is not a prefix, want an address and a length, such as 123.1.0.0/24", text)
}
