package prefixes_test

import (
	"encoding"
	"net/netip"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	. "github.com/expressroute-go/expressroute/prefixes"
)

// A text that is accepted is printed unchanged, can be parsed again and
// checked. A text that is refused gives a PrefixError of limited length, and
// netip refuses it too.
func FuzzParsePrefix(f *testing.F) {
	for _, seed := range []string{
		"", "123.1.0.0/24", "11.2.3.4/30", "123:1::0/64", "0.0.0.0/0", "::/0", "::ffff:1.2.3.4/96",
		"fe80::1%eth0/64", "1.2.3.4/33", "01.2.3.4/8", "1.2.3.4", "/", "\xff/1",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		p, err := ParsePrefix(text)
		if err != nil {
			var refused *PrefixError
			require.ErrorAs(t, err, &refused)
			assert.Equal(t, text, refused.Text)
			assert.Less(t, len(err.Error()), 512)
			assert.Zero(t, p)
			_, err := netip.ParsePrefix(text)
			require.Error(t, err)
			return
		}
		again, err := ParsePrefix(p.String())
		require.NoError(t, err)
		assert.Equal(t, text, p.String())
		assert.Equal(t, p, again)
		assert.NotZero(t, FamilyOf(p.Prefix()))
		assert.Equal(t, p.Problems() == nil, Check([]Prefix{p}, FamilyOf(p.Prefix())) == nil)
		assert.NotEmpty(t, Check([]Prefix{p, again}, 0), "listed twice")
	})
}

// UnmarshalText never panics, and a text that it accepts is printed unchanged.
func FuzzUnmarshalText(f *testing.F) {
	for _, seed := range []string{"", "IPv4", "Configured", "ManualValidation", "Signed", "AsnValidationFailed", "configured", "not observed", "prefixes.State(9)"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		for _, v := range []interface {
			encoding.TextUnmarshaler
			encoding.TextMarshaler
		}{new(Family), new(State), new(Event), new(Validation), new(Remedy), new(Prefix)} {
			if v.UnmarshalText(text) != nil {
				continue
			}
			back, err := v.MarshalText()
			require.NoError(t, err)
			assert.Equal(t, string(text), string(back))
		}
		if s, err := ParseWire(string(text)); err == nil {
			assert.Equal(t, string(text), s.Wire())
		}
	})
}
