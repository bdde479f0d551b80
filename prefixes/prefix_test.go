package prefixes_test

import (
	"encoding/json"
	"net/netip"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	. "github.com/expressroute-go/expressroute/prefixes"
)

func TestParsePrefix(t *testing.T) {
	for _, tc := range []struct{ text, canonical string }{
		{"123.1.0.0/24", "123.1.0.0/24"},
		{"123.1.0.0/0", "0.0.0.0/0"},
		{"0.0.0.0/0", "0.0.0.0/0"},
		{"255.255.255.255/32", "255.255.255.255/32"},
		{"11.2.3.4/30", "11.2.3.4/30"},
		{"12.2.3.5/30", "12.2.3.4/30"}, // host bits are kept
		{"123:1::0/64", "123:1::/64"},  // Azure's own example, not canonical
		{"2A01:0111::/32", "2a01:111::/32"},
		{"::/0", "::/0"},
		{"fc02::1/128", "fc02::1/128"},
		{"0000:0000:0000:0000:0000:ffff:123.123.123.123/128", "::ffff:123.123.123.123/128"}, // the longest text
	} {
		t.Run(tc.text, func(t *testing.T) {
			p, err := ParsePrefix(tc.text)
			require.NoError(t, err)
			assert.True(t, p.IsValid())
			assert.Equal(t, tc.text, p.String())
			assert.Equal(t, netip.MustParsePrefix(tc.text), p.Prefix())
			assert.Equal(t, netip.MustParsePrefix(tc.canonical), p.Prefix().Masked())

			text, err := p.MarshalText()
			require.NoError(t, err)
			var back Prefix
			require.NoError(t, back.UnmarshalText(text))
			assert.True(t, p == back, "comparable, and equal")
		})
	}
}

func TestParsePrefixRefused(t *testing.T) {
	for _, tc := range []struct{ name, text string }{
		{"nothing", ""},
		{"no length", "123.1.0.0"},
		{"no address", "/24"},
		{"too long for IPv4", "123.1.0.0/33"},
		{"too long for IPv6", "123:1::/129"},
		{"negative length", "123.1.0.0/-1"},
		{"leading zero in the length", "123.1.0.0/024"},
		{"leading zero in the address", "123.01.0.0/24"},
		{"octet out of range", "256.1.0.0/24"},
		{"short address", "123.1/16"},
		{"zone", "fe80::1%eth0/64"},
		{"mask", "123.1.0.0/255.255.255.0"},
		{"space before", " 123.1.0.0/24"},
		{"line end", "123.1.0.0/24\n"},
		{"two of them", "123.1.0.0/24,123.2.0.0/24"},
		{"not text", "\xff\xfe/24"},
		{"very long", strings.Repeat("1", 1<<20)},
	} {
		t.Run(tc.name, func(t *testing.T) {
			p, err := ParsePrefix(tc.text)
			var refused *PrefixError
			require.ErrorAs(t, err, &refused)
			assert.Equal(t, tc.text, refused.Text)
			assert.Less(t, len(err.Error()), 512, "of limited length")
			assert.Zero(t, p)
			assert.Panics(t, func() { MustParsePrefix(tc.text) })
		})
	}
}

func TestPrefixZero(t *testing.T) {
	var p Prefix
	assert.False(t, p.IsValid())
	assert.Empty(t, p.String())
	text, err := p.MarshalText()
	require.NoError(t, err)
	assert.Empty(t, text)

	q := MustParsePrefix("123.1.0.0/24")
	require.Error(t, q.UnmarshalText([]byte("x")))
	assert.Equal(t, "123.1.0.0/24", q.String(), "unchanged")
	require.NoError(t, q.UnmarshalText(nil))
	assert.Equal(t, p, q)
}

// Two spellings of one prefix are two different Prefixes with the same range.
func TestPrefixSpelling(t *testing.T) {
	a, b := MustParsePrefix("123:1::0/64"), MustParsePrefix("123:1::/64")
	assert.NotEqual(t, a, b)
	assert.Equal(t, a.Prefix().Masked(), b.Prefix().Masked())
}

func TestPrefixJSON(t *testing.T) {
	const document = `["123.1.0.0/24","123:1::0/64"]`
	var list []Prefix
	require.NoError(t, json.Unmarshal([]byte(document), &list))
	back, err := json.Marshal(list)
	require.NoError(t, err)
	assert.JSONEq(t, document, string(back))

	var refused *PrefixError
	require.ErrorAs(t, json.Unmarshal([]byte(`["123.1.0.0"]`), &list), &refused)
}
