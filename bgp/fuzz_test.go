package bgp_test

import (
	"encoding"
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	. "github.com/expressroute-go/expressroute/bgp"
)

// A number that is accepted can be printed in both notations and parsed again.
// A text that is refused gives an ASNError of limited length.
func FuzzParseASN(f *testing.F) {
	for _, seed := range []string{
		"", "0", "64500", "AS64500", "as1.10", "0.64500", "65535.65535", "4294967295", "4294967296", "AS", "1.", ".1", "AS009", "\xff", "-1",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		a, err := ParseASN(text)
		if err != nil {
			var refused *ASNError
			require.ErrorAs(t, err, &refused)
			assert.Equal(t, text, refused.Text)
			assert.Less(t, len(err.Error()), 512)
			assert.Zero(t, a)
			return
		}
		assert.LessOrEqual(t, len(text), len("AS65535.65535"))
		for _, again := range []string{a.String(), a.ASDot(), "as" + a.ASDot()} {
			b, err := ParseASN(again)
			require.NoError(t, err)
			assert.Equal(t, a, b)
		}
		written, err := json.Marshal(a)
		require.NoError(t, err)
		var b ASN
		require.NoError(t, json.Unmarshal(written, &b))
		assert.Equal(t, a, b)
	})
}

// UnmarshalJSON never panics, and agrees with json.Unmarshal.
func FuzzASNUnmarshalJSON(f *testing.F) {
	for _, seed := range []string{"null", "12076", `"AS1.10"`, "1.10", "1e3", "-1", `"\u0031"`, `"`, "[1]", ""} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		a := ASN(7)
		if a.UnmarshalJSON(data) != nil {
			assert.Equal(t, ASN(7), a, "unchanged")
			return
		}
		if json.Valid(data) {
			var b ASN = 7
			require.NoError(t, json.Unmarshal(data, &b))
			assert.Equal(t, a, b)
		}
	})
}

// A text that is accepted gives a session state, and prefixes only if the
// session is Established.
func FuzzParsePfxRcd(f *testing.F) {
	for _, seed := range []string{"", "Idle", "Active", "Idle (Admin)", "50", "0", "2147483648", "never", "Idle ()", "Idle (", "\xff"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		p, err := ParsePfxRcd(text)
		if err != nil {
			var refused *PfxRcdError
			require.ErrorAs(t, err, &refused)
			assert.Equal(t, text, refused.Text)
			assert.Less(t, len(err.Error()), 512)
			assert.Zero(t, p)
			return
		}
		assert.NotZero(t, p.Session)
		assert.GreaterOrEqual(t, p.Prefixes, 0)
		if p.Session != Established {
			assert.Zero(t, p.Prefixes)
		}
		again, err := ParsePfxRcd(p.Session.String())
		require.NoError(t, err)
		assert.Equal(t, p.Session, again.Session)
	})
}

// UnmarshalText never panics, and a text that it accepts is printed unchanged.
func FuzzUnmarshalText(f *testing.F) {
	for _, seed := range []string{"", "Enabled", "EdgeEnabled", "Established", "Degraded", "enabled", "not observed", "bgp.State(9)"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		for _, v := range []interface {
			encoding.TextUnmarshaler
			encoding.TextMarshaler
		}{new(State), new(Event), new(Session), new(Health)} {
			if v.UnmarshalText(text) != nil {
				continue
			}
			back, err := v.MarshalText()
			require.NoError(t, err)
			assert.Equal(t, string(text), string(back))
		}
	})
}
