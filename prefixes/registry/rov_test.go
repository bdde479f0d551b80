package registry_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/expressroute-go/expressroute/bgp"
	. "github.com/expressroute-go/expressroute/prefixes/registry"
)

// readVRPs reads one text into a snapshot.
func readVRPs(t testing.TB, options Options, text string) (*Snapshot, Stats) {
	t.Helper()
	b := NewBuilder(options)
	stats, err := b.ReadVRPs(t.Context(), strings.NewReader(text), "vrps")
	require.NoError(t, err)
	balanced(t, stats)
	return b.Snapshot(), stats
}

// validated reads VRPs of the form "prefix-maxLength AS" and validates an
// origin.
func validated(t *testing.T, vrps []string, prefix string, origin bgp.ASN) Validity {
	t.Helper()
	text := "ASN,IP Prefix,Max Length\nAS1,255.255.255.255/32,32\n"
	for _, v := range vrps {
		fields := strings.FieldsFunc(v, func(r rune) bool { return r == ' ' || r == '-' })
		require.Len(t, fields, 3)
		text += fields[2] + "," + fields[0] + "," + fields[1] + "\n"
	}
	s, stats := readVRPs(t, Options{}, text)
	require.Empty(t, stats.Rejects)
	return s.Validate(netip.MustParsePrefix(prefix), origin)
}

// Reference: RFC 6811 section 2 and RFC 6483 section 2, whose table is: a route
// is valid with a matching AS under a matching prefix, invalid with another AS
// there or for a longer prefix, and unknown for a shorter one.
func TestRFC6811(t *testing.T) {
	for _, c := range []struct {
		name   string
		vrps   []string
		prefix string
		origin bgp.ASN
		want   Validity
	}{
		{"no VRP covers", []string{"10.0.0.0/16-16 AS64496"}, "10.1.0.0/16", 64496, NotFound},
		{"RFC 6483: the covering aggregate is unknown", []string{"10.0.0.0/16-16 AS64496"}, "10.0.0.0/8", 64496, NotFound},
		{"RFC 6483: matching prefix and AS", []string{"10.0.0.0/16-16 AS64496"}, "10.0.0.0/16", 64496, Valid},
		{"RFC 6483: matching prefix, other AS", []string{"10.0.0.0/16-16 AS64496"}, "10.0.0.0/16", 64511, Invalid},
		{"RFC 6483: more specific, matching AS", []string{"10.0.0.0/16-16 AS64496"}, "10.0.1.0/24", 64496, Invalid},
		{"RFC 6483: more specific, other AS", []string{"10.0.0.0/16-16 AS64496"}, "10.0.1.0/24", 64511, Invalid},
		{"more specific, up to the maximum length", []string{"10.0.0.0/16-20 AS64496"}, "10.0.240.0/20", 64496, Valid},
		{"more specific, beyond the maximum length", []string{"10.0.0.0/16-20 AS64496"}, "10.0.248.0/21", 64496, Invalid},
		{"several VRPs, one matches", []string{"10.0.0.0/16-16 AS64496", "10.0.0.0/16-16 AS64500"}, "10.0.0.0/16", 64500, Valid},
		{"several VRPs, none matches with AS and length", []string{"10.0.0.0/16-16 AS64496", "10.0.0.0/16-24 AS64500"}, "10.0.1.0/24", 64496, Invalid},
		{"a VRP of the same AS with more room", []string{"10.0.0.0/16-16 AS64496", "10.0.0.0/16-24 AS64496"}, "10.0.1.0/24", 64496, Valid},
		{"the default route's VRP covers everything", []string{"0.0.0.0/0-0 AS64496"}, "10.0.0.0/8", 64500, Invalid},
		{"the default route itself", []string{"0.0.0.0/0-0 AS64496"}, "0.0.0.0/0", 64496, Valid},
		{"a host", []string{"10.0.0.0/8-32 AS64496"}, "10.1.2.3/32", 64496, Valid},
		{"IPv6", []string{"2001:db8::/32-48 AS64496"}, "2001:db8:1::/48", 64496, Valid},
		{"IPv6 beyond the maximum length", []string{"2001:db8::/32-48 AS64496"}, "2001:db8:1::/49", 64496, Invalid},
		{"IPv6 not found", []string{"2001:db8::/32-48 AS64496"}, "2001:db9::/32", 64496, NotFound},
		{"the families are apart", []string{"::/0-128 AS64496", "0.0.0.0/1-32 AS64496"}, "192.0.2.0/24", 64496, NotFound},
		{"IPv4 written as IPv6 is IPv6", []string{"0.0.0.0/0-32 AS64496"}, "::ffff:192.0.2.0/120", 64496, NotFound},
		{"bits beyond the length do not matter", []string{"10.0.0.0/16-16 AS64496"}, "10.0.3.4/16", 64496, Valid},
	} {
		t.Run(c.name, func(t *testing.T) {
			assert.Equal(t, c.want, validated(t, c.vrps, c.prefix, c.origin))
		})
	}
}

// Reference: RFC 6483 section 4, RFC 6811 section 2: "no Route can be Matched
// by a VRP whose ASN is zero"; and no route has the origin 0 (RFC 7607). An
// implementation that only compares the numbers lets AS0 match AS0.
func TestAS0MatchesNothingNotEvenAS0(t *testing.T) {
	vrps := []string{"192.0.2.0/24-24 AS0"}
	assert.Equal(t, Invalid, validated(t, vrps, "192.0.2.0/24", 0))
	assert.Equal(t, Invalid, validated(t, vrps, "192.0.2.0/24", 64500))
	assert.Equal(t, NotFound, validated(t, vrps, "198.51.100.0/24", 0))
	assert.Equal(t, Valid, validated(t, append(vrps, "192.0.0.0/16-24 AS64500"), "192.0.2.0/24", 64500), "another VRP still matches")
	assert.Equal(t, Invalid, validated(t, append(vrps, "192.0.0.0/16-24 AS64500"), "192.0.2.0/24", 0))
}

// An implementation that uses only the longest covering VRP misses one for a
// shorter prefix that matches.
func TestEveryCoveringVRPCountsNotTheLongestAlone(t *testing.T) {
	vrps := []string{"10.0.0.0/8-24 AS64496", "10.0.0.0/16-16 AS64497", "10.0.1.0/24-24 AS64498"}
	for origin, want := range map[bgp.ASN]Validity{64496: Valid, 64497: Invalid, 64498: Valid, 64499: Invalid} {
		assert.Equal(t, want, validated(t, vrps, "10.0.1.0/24", origin), "AS%s", origin)
	}
	s, _ := readVRPs(t, Options{}, "AS64496,10.0.0.0/8,24\nAS64497,10.0.0.0/16,16\nAS64498,10.0.1.0/24,24\nAS64499,10.0.1.0/25,25\n")
	var nearestFirst []string
	for v := range s.VRPs(netip.MustParsePrefix("10.0.1.0/24")) {
		nearestFirst = append(nearestFirst, v.Prefix.String())
	}
	assert.Equal(t, []string{"10.0.1.0/24", "10.0.0.0/16", "10.0.0.0/8"}, nearestFirst)
	for v := range s.VRPs(netip.MustParsePrefix("10.0.1.0/24")) {
		assert.Equal(t, 24, v.Prefix.Bits(), "the loop can be left early")
		break
	}
}

// 65537 cut to 16 bits is 1.
func TestValidateHas32Bits(t *testing.T) {
	vrps := []string{"10.0.0.0/8-8 AS65537", "192.0.2.0/24-24 AS4294967294"}
	assert.Equal(t, Valid, validated(t, vrps, "10.0.0.0/8", 65537))
	assert.Equal(t, Invalid, validated(t, vrps, "10.0.0.0/8", 1))
	assert.Equal(t, Valid, validated(t, vrps, "192.0.2.0/24", 4294967294))
	assert.Equal(t, Invalid, validated(t, vrps, "192.0.2.0/24", 65534))
}

func TestValidateNotChecked(t *testing.T) {
	p := netip.MustParsePrefix("192.0.2.0/24")
	assert.Zero(t, NewBuilder(Options{}).Snapshot().Validate(p, 64500), "no VRPs were read")
	s, _ := readVRPs(t, Options{Interest: Interest{Prefixes: []netip.Prefix{p}}}, "AS64500,10.0.0.0/8,8\n")
	assert.Equal(t, NotFound, s.Validate(p, 64500))
	assert.Zero(t, s.Validate(netip.MustParsePrefix("10.0.0.0/8"), 64500), "not of interest")
	assert.Zero(t, s.Validate(netip.Prefix{}, 64500))
	assert.Zero(t, new(Snapshot).Validate(p, 64500))
	assert.Equal(t, "not checked", Validity(0).String())
}

// Validate agrees with the pseudo-code of RFC 6811 on the plain list.
func TestValidateAgainstLinearScan(t *testing.T) {
	random := rand.New(rand.NewPCG(6811, 0))
	vrps := randomVRPs(random, 1000)
	for i := range vrps[:500] { // and many that overlap
		within := vrps[500+random.IntN(500)]
		vrps[i].prefix = netip.PrefixFrom(within.prefix.Addr(), within.prefix.Bits()-random.IntN(7)).Masked()
		vrps[i].maxLength = max(vrps[i].prefix.Bits(), min(vrps[i].maxLength, vrps[i].prefix.Addr().BitLen()))
	}
	b := NewBuilder(Options{})
	_, err := b.ReadVRPs(t.Context(), bytes.NewReader(csvOf(vrps)), "csv")
	require.NoError(t, err)
	s := b.Snapshot()
	seen := map[Validity]int{}
	for range 2000 {
		v := vrps[random.IntN(len(vrps))]
		p := netip.PrefixFrom(v.prefix.Addr(), v.prefix.Bits()+random.IntN(min(9, v.prefix.Addr().BitLen()-v.prefix.Bits()+1)))
		origin := bgp.ASN(vrps[random.IntN(len(vrps))].asn)
		switch random.IntN(4) {
		case 0:
			p = randomPrefix(random)
		case 1, 2:
			origin = bgp.ASN(v.asn)
		}
		want := slowValidate(vrps, p, origin)
		require.Equal(t, want, s.Validate(p, origin), "%s AS%s", p, origin)
		seen[want]++

		var covering []string
		for v := range s.VRPs(p) {
			covering = append(covering, fmt.Sprint(v.Prefix, v.MaxLength, v.ASN))
		}
		var slow []string
		for _, v := range vrps {
			if slowCovers(v.prefix, p) {
				slow = append(slow, fmt.Sprint(v.prefix, v.maxLength, v.asn))
			}
		}
		slices.Sort(slow)
		assert.ElementsMatch(t, slices.Compact(slow), covering)
	}
	for _, v := range []Validity{NotFound, Invalid, Valid} {
		assert.Greater(t, seen[v], 100, v.String())
	}
}

func TestValidateDoesNotAllocate(t *testing.T) {
	s, _ := readVRPs(t, Options{}, string(csvOf(randomVRPs(rand.New(rand.NewPCG(1, 1)), 1000))))
	for _, p := range []netip.Prefix{netip.MustParsePrefix("10.1.2.0/24"), netip.MustParsePrefix("2001:db8::/32"), netip.MustParsePrefix("0.0.0.0/0")} {
		assert.Zero(t, testing.AllocsPerRun(100, func() { s.Validate(p, 64500) }), p.String())
	}
}

// Duplicates count as one VRP, which expires when the last of them does.
func TestVRPsOnce(t *testing.T) {
	s, stats := readVRPs(t, Options{}, "ASN,IP Prefix,Max Length,Trust Anchor,Expires\n"+
		"AS64500,192.0.2.0/24,24,ripe,1700000000\nAS64500,192.0.2.0/24,24,ripe,1800000000\nAS64500,192.0.2.0/24,24,arin,1600000000\n")
	assert.EqualValues(t, 3, stats.Kept)
	assert.Equal(t, Counts{VRPs: 2, VRPPrefixes: 1}, s.Counts())
	p := netip.MustParsePrefix("192.0.2.0/24")
	assert.Equal(t, []VRP{
		{p, 24, 64500, "ripe", time.Unix(1800000000, 0).UTC()},
		{p, 24, 64500, "arin", time.Unix(1600000000, 0).UTC()},
	}, slices.Collect(s.VRPs(p)))
}
