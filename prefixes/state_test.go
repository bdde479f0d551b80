package prefixes_test

import (
	"net/netip"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/expressroute-go/expressroute/machine"
	. "github.com/expressroute-go/expressroute/prefixes"
)

func TestFamilyOf(t *testing.T) {
	for _, tc := range []struct {
		name   string
		prefix netip.Prefix
		want   Family
	}{
		{"none", netip.Prefix{}, 0},
		{"a length out of range", netip.PrefixFrom(netip.MustParseAddr("123.1.0.0"), 33), 0},
		{"123.1.0.0/24", netip.MustParsePrefix("123.1.0.0/24"), IPv4},
		{"0.0.0.0/0", netip.MustParsePrefix("0.0.0.0/0"), IPv4},
		{"123:1::/64", netip.MustParsePrefix("123:1::/64"), IPv6},
		{"::/0", netip.MustParsePrefix("::/0"), IPv6},
		{"::ffff:123.1.0.0/120", netip.MustParsePrefix("::ffff:123.1.0.0/120"), IPv6},
	} {
		t.Run(tc.name, func(t *testing.T) { assert.Equal(t, tc.want, FamilyOf(tc.prefix)) })
	}
}

func TestWire(t *testing.T) {
	for _, tc := range []struct {
		name string
		s    State
		wire string
		back State
	}{
		{"not observed -> empty", 0, "", 0},
		{"NotConfigured", NotConfigured, "NotConfigured", NotConfigured},
		{"Configuring", Configuring, "Configuring", Configuring},
		{"Configured", Configured, "Configured", Configured},
		{"ValidationNeeded", ValidationNeeded, "ValidationNeeded", ValidationNeeded},
		{"ManualValidation -> ValidationNeeded", ManualValidation, "ValidationNeeded", ValidationNeeded},
		{"no state -> empty", ManualValidation + 1, "", 0},
		{"255 -> empty", 255, "", 0},
	} {
		t.Run(tc.name, func(t *testing.T) {
			assert.Equal(t, tc.wire, tc.s.Wire())
			back, err := ParseWire(tc.wire)
			require.NoError(t, err)
			assert.Equal(t, tc.back, back)
		})
	}
	for _, word := range []string{"ManualValidation", "ManualValidationNeeded", "configured", "not observed", " Configured"} {
		t.Run("(refused) "+word, func(t *testing.T) {
			s, err := ParseWire(word)
			var unknown *machine.WordError
			require.ErrorAs(t, err, &unknown)
			assert.Equal(t, word, unknown.Word)
			assert.Equal(t, []string{"NotConfigured", "Configuring", "Configured", "ValidationNeeded"}, unknown.Valid)
			assert.Zero(t, s)
		})
	}
}
