package bgp_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	. "github.com/expressroute-go/expressroute/bgp"
)

func TestParseASN(t *testing.T) {
	for _, tc := range []struct {
		text  string
		want  ASN
		asdot string
	}{
		{"0", 0, "0"},
		{"1", 1, "1"},
		{"64500", 64500, "64500"},
		{"AS64500", 64500, "64500"},
		{"as64500", 64500, "64500"},
		{"As64500", 64500, "64500"},
		{"aS64500", 64500, "64500"},
		{"12076", Microsoft, "12076"},
		{"65535", 65535, "65535"},
		{"65536", 65536, "1.0"},
		{"1.10", 65546, "1.10"},
		{"AS1.10", 65546, "1.10"},
		{"as1.10", 65546, "1.10"},
		{"65546", 65546, "1.10"},
		{"0.64500", 64500, "64500"}, // asdot+
		{"0.0", 0, "0"},
		{"AS009", 9, "9"}, // as ARIN's registry writes it
		{"AS065537", 65537, "1.1"},
		{"0000000001", 1, "1"},
		{"00001.00010", 65546, "1.10"},
		{"5645546", 5645546, "86.9450"}, // recorded as a peer ASN
		{"4294967295", 4294967295, "65535.65535"},
		{"65535.65535", 4294967295, "65535.65535"},
		{"AS65535.65535", 4294967295, "65535.65535"},
	} {
		t.Run(tc.text+"->"+tc.want.String(), func(t *testing.T) {
			a, err := ParseASN(tc.text)
			require.NoError(t, err)
			assert.Equal(t, tc.want, a)
			assert.Equal(t, tc.asdot, a.ASDot())
			for _, text := range []string{a.String(), "AS" + a.String(), a.ASDot()} {
				assert.Equal(t, a, MustParseASN(text))
			}
		})
	}
}

func TestParseASNRefused(t *testing.T) {
	for _, text := range []string{
		"", "AS", "as", "A", "S1", "ASN64500", "AS 64500", "AS-64500", "ASAS1", " 64500", "64500 ", "64500\n",
		"-1", "+1", "0x10", "1e3", "64_500", "64,500", "12076a", "６４５００",
		"4294967296", "9999999999", "00000000001", "18446744073709551617",
		".", "1.", ".1", "AS.", "AS1.", "AS.1", "1.10.", "1.1.1", "1..1", "65536.0", "0.65536", "1.-1", "1.+1", "1.010101",
		"\x00", "\xff\xfe", strings.Repeat("1", 1<<20), "AS" + strings.Repeat("0", 1<<20),
	} {
		t.Run("(refused) "+text[:min(len(text), 20)], func(t *testing.T) {
			a, err := ParseASN(text)
			var refused *ASNError
			require.ErrorAs(t, err, &refused)
			assert.Equal(t, text, refused.Text)
			assert.Less(t, len(err.Error()), 512, "of limited length")
			assert.Zero(t, a)
			assert.Panics(t, func() { MustParseASN(text) })

			a = 7
			require.Error(t, a.UnmarshalText([]byte(text)))
			assert.Equal(t, ASN(7), a, "unchanged")
		})
	}
}

func TestASNJSON(t *testing.T) {
	for _, tc := range []struct {
		json string
		want ASN
	}{
		{"0", 0}, {"12076", Microsoft}, {"4294967295", 4294967295},
		{`"12076"`, Microsoft}, {`"AS12076"`, Microsoft}, {`"1.10"`, 65546}, {`"\u0031"`, 1},
		{"null", 7},
	} {
		t.Run(tc.json+"->"+tc.want.String(), func(t *testing.T) {
			a := ASN(7)
			require.NoError(t, json.Unmarshal([]byte(tc.json), &a))
			assert.Equal(t, tc.want, a)
		})
	}
	for _, text := range []string{
		"1.10", "1.0", "6.45e4", "1e3", "-1", "4294967296", "99999999999999999999", "true", "[]", "{}", `""`, `"AS"`, `"-1"`, `" 1"`,
	} {
		t.Run("(refused) "+text, func(t *testing.T) {
			a := ASN(7)
			err := json.Unmarshal([]byte(text), &a)
			var refused *ASNError
			require.ErrorAs(t, err, &refused)
			assert.Equal(t, ASN(7), a, "unchanged")
		})
	}
	var a ASN
	require.Error(t, a.UnmarshalJSON([]byte(`"1`)), "called directly, with text that is not JSON")
	require.Error(t, a.UnmarshalJSON(nil))

	written, err := json.Marshal(map[string]any{"peerASN": ASN(4200000000), "by": map[ASN]bool{Microsoft: true}})
	require.NoError(t, err)
	assert.JSONEq(t, `{"peerASN":4200000000,"by":{"12076":true}}`, string(written))
}

// The first and the last number of every range, and those next to it.
func TestASNRanges(t *testing.T) {
	const (
		private = 1 << iota
		documentation
		reserved
		expressRoute
		heldBack // reserved by IANA; there is no method for these alone
	)
	for _, tc := range []struct {
		a  ASN
		in int
	}{
		{0, reserved}, {1, 0},
		{12075, 0}, {Microsoft, 0}, {12077, 0},
		{23455, 0}, {23456, reserved}, {23457, 0},
		{64495, 0}, {64496, documentation}, {64511, documentation},
		{64512, private}, {65514, private},
		{65515, private | expressRoute}, {65520, private | expressRoute},
		{65521, private}, {65534, private},
		{65535, reserved},
		{65536, documentation}, {65551, documentation},
		{65552, heldBack}, {131071, heldBack}, {131072, 0},
		{4199999999, 0}, {4200000000, private}, {4294967294, private},
		{4294967295, reserved},
	} {
		t.Run(tc.a.String(), func(t *testing.T) {
			assert.Equal(t, tc.in&private != 0, tc.a.IsPrivate(), "private")
			assert.Equal(t, tc.in&documentation != 0, tc.a.IsDocumentation(), "documentation")
			assert.Equal(t, tc.in&reserved != 0, tc.a.IsReserved(), "reserved")
			assert.Equal(t, tc.in&expressRoute != 0, tc.a.IsExpressRoute(), "ExpressRoute")
			assert.Equal(t, tc.in == 0, tc.a.IsPublic(), "public")
			assert.Equal(t, tc.a >= 65536, tc.a.Is4Byte(), "4 bytes")
		})
	}
}

func TestParseASNDoesNotAllocate(t *testing.T) {
	for _, text := range []string{"64500", "AS64500", "as1.10"} {
		assert.Zero(t, testing.AllocsPerRun(100, func() { ParseASN(text) }), text)
	}
}

func BenchmarkParseASN(b *testing.B) {
	for _, text := range []string{"64500", "AS4200000000", "1.10", "AS"} {
		b.Run(text, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				ParseASN(text)
			}
		})
	}
}
