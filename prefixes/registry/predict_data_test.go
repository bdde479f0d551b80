package registry

import (
	"fmt"
	"net/netip"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/expressroute-go/expressroute/bgp"
	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/prefixes"
)

// dump returns that many route objects of one registry, for prefixes that the
// tests do not ask about.
func dump(source string, ipv4, ipv6 int) string {
	var text strings.Builder
	for i := range ipv4 {
		fmt.Fprintf(&text, "route: 150.%d.%d.0/24\norigin: AS9\nsource: %s\n\n", i>>8, i&0xff, source)
	}
	for i := range ipv6 {
		fmt.Fprintf(&text, "route6: 2e00:%x::/48\norigin: AS9\nsource: %s\n\n", i+0x100, source)
	}
	return text.String()
}

// read returns a snapshot of the text.
func read(t testing.TB, options Options, text string) *Snapshot {
	t.Helper()
	b := NewBuilder(options)
	stats, err := b.ReadRPSL(t.Context(), strings.NewReader(text), "test.db")
	require.NoError(t, err)
	require.Zero(t, stats.Rejected, "%+v", stats.Rejects)
	return b.Snapshot()
}

// TestExcerptIsNoRegistry: a few objects do not show what a registry does not
// have, unless the caller says that they are all.
func TestExcerptIsNoRegistry(t *testing.T) {
	only := Policy{Registries: []Name{RADB}}
	for _, test := range []struct {
		name    string
		text    string
		option  []Name
		prefix  string
		verdict Verdict
		reasons []ReasonID
	}{
		{"a few", dump("RADB", 3, 0), nil, "123.1.0.0/24", Undecided, []ReasonID{ReasonNotRegistered, ReasonNoRecords, ReasonPartial}},
		{"a few that are all", dump("RADB", 3, 0), []Name{RADB}, "123.1.0.0/24", ActionNeeded, []ReasonID{ReasonNotRegistered, ReasonNoRecords}},
		{"a few, and another registry is complete", dump("RADB", 3, 0), []Name{ARIN}, "123.1.0.0/24", Undecided, []ReasonID{ReasonNotRegistered, ReasonNoRecords, ReasonPartial}},
		{"almost enough", dump("RADB", leastIPv4-1, leastIPv6), nil, "123.1.0.0/24", Undecided, []ReasonID{ReasonNotRegistered, ReasonNoRecords, ReasonPartial}},
		{"enough", dump("RADB", leastIPv4, 0), nil, "123.1.0.0/24", ActionNeeded, []ReasonID{ReasonNotRegistered, ReasonNoRecords}},
		{"enough of the other family", dump("RADB", leastIPv4, 3), nil, "2e01:1::/48", Undecided, []ReasonID{ReasonNotRegistered, ReasonNoRecords, ReasonPartial}},
		{"enough of IPv6", dump("RADB", 0, leastIPv6), nil, "2e01:1::/48", ActionNeeded, []ReasonID{ReasonNotRegistered, ReasonNoRecords}},
		{"nothing of the family", dump("RADB", leastIPv4, 0), []Name{RADB}, "2e01:1::/48", Undecided, []ReasonID{ReasonNotLoaded}},
	} {
		t.Run(test.name, func(t *testing.T) {
			report := read(t, Options{Complete: test.option}, test.text).Predict(asking(test.prefix), only)
			got := report.Predictions[0]
			assert.Equal(t, test.verdict, got.Verdict)
			assert.Equal(t, test.reasons, ids(got.Reasons))
			assert.Equal(t, test.verdict == ActionNeeded, len(report.Loaded) == 1)
			assert.Equal(t, len(report.Partial) == 1, ids(got.Reasons)[len(got.Reasons)-1] == ReasonPartial)
		})
	}
	t.Run("what is found counts", func(t *testing.T) {
		s := read(t, Options{}, "route: 123.1.0.0/24\norigin: AS2000000001\nsource: RADB\n")
		assert.Equal(t, Unopposed, s.Predict(asking("123.1.0.0/24"), Policy{}).Verdict)
		p := s.Predict(asking("123.1.0.0/25"), Policy{CoveringCounts: machine.No}).Predictions[0]
		assert.Equal(t, Undecided, p.Verdict, "an object for the prefix itself may exist elsewhere")
	})
}

// TestObjectsThatSpeakForNothing: nobody holds a block with addresses that
// nobody can register.
func TestObjectsThatSpeakForNothing(t *testing.T) {
	for _, prefix := range []string{"0.0.0.0/0", "0.0.0.0/1", "64.0.0.0/2", "::/0", "2000::/3"} {
		list := "123.1.0.0/24"
		if strings.Contains(prefix, ":") {
			list = "2e00:1::/48"
		}
		for _, origin := range []bgp.ASN{ours, theirs} {
			data := everywhere + "\nRADB 2e00:9::/48 9\nRADB " + prefix + " " + origin.String()
			got := loaded(t, data).Predict(asking(list), Policy{Registries: []Name{RADB}, CoveringCounts: machine.Yes}).Predictions[0]
			assert.Equal(t, []ReasonID{ReasonNotRegistered, ReasonNoRecords}, ids(got.Reasons), "%s AS%s", prefix, origin)
			assert.Empty(t, got.For)
			assert.Empty(t, got.Against)
		}
	}
}

// recorded has a registry without an object for the prefix, and who holds what.
func recorded(t *testing.T, text string) *Snapshot {
	t.Helper()
	return read(t, Options{
		Complete: names,
		Interest: Interest{Prefixes: []netip.Prefix{netip.MustParsePrefix("123.1.0.0/24"), netip.MustParsePrefix("2e00:1::/48")}, ASNs: []bgp.ASN{ours}},
	}, text+"\n"+dump("ARIN", 1, 1)+dump("APNIC", 1, 1)+dump("AFRINIC", 1, 1)+dump("LACNIC", 1, 1)+dump("RIPE", 1, 1)+dump("RADB", 1, 1)+dump("ALTDB", 1, 1))
}

// TestRecords: an internet registry's records can show that the prefix and the
// AS are one organization's, although no route object says so.
func TestRecords(t *testing.T) {
	const autnum = "aut-num: AS2000000001\nas-name: X\norg: ORG-A-RIPE\norg-name: x\nsource: RIPE\n\n"
	for _, test := range []struct {
		name    string
		text    string
		prefix  string
		verdict Verdict
		basis   machine.Basis
		reason  ReasonID
	}{
		{"one organization", autnum + "inetnum: 123.1.0.0 - 123.1.3.255\norg: org-a-ripe # us\nsource: ripe\n", "123.1.0.0/24", Undecided, 0, ReasonSameOrg},
		{"one organization, a prefix", autnum + "INETNUM:\n 123.1.0.0/16\nORG: ORG-A-RIPE\nsource: RIPE\n", "123.1.0.0/24", Undecided, 0, ReasonSameOrg},
		{"one organization, IPv6", autnum + "inet6num: 2e00:1::/32\norg: ORG-A-RIPE\nsource: RIPE\n", "2e00:1::/48", Undecided, 0, ReasonSameOrg},
		{"two organizations", autnum + "inetnum: 123.1.0.0-123.1.0.255\norg: ORG-B-RIPE\nsource: RIPE\n", "123.1.0.0/24", ActionNeeded, machine.Documented, ReasonOtherOrg},
		{"the smallest range counts", autnum + "inetnum: 123.1.0.0 - 123.1.255.255\norg: ORG-A-RIPE\nsource: RIPE\n\ninetnum: 123.1.0.0 - 123.1.1.255\norg: ORG-B-RIPE\nsource: RIPE\n\ninetnum: 123.0.0.0 - 123.255.255.255\norg: ORG-A-RIPE\nsource: RIPE\n", "123.1.0.0/24", ActionNeeded, machine.Documented, ReasonOtherOrg},
		{"the smallest range names nobody", autnum + "inetnum: 123.1.0.0 - 123.1.255.255\norg: ORG-A-RIPE\nsource: RIPE\n\ninetnum: 123.1.0.0 - 123.1.1.255\nsource: RIPE\n", "123.1.0.0/24", ActionNeeded, machine.Inferred, ReasonNoRecords},
		{"a part of the prefix", autnum + "inetnum: 123.1.0.0 - 123.1.0.254\norg: ORG-A-RIPE\nsource: RIPE\n", "123.1.0.0/24", ActionNeeded, machine.Inferred, ReasonNoRecords},
		{"of another registry", autnum + "inetnum: 123.1.0.0 - 123.1.0.255\norg: ORG-A-RIPE\nsource: APNIC\n", "123.1.0.0/24", ActionNeeded, machine.Inferred, ReasonNoRecords},
		{"of a registry that assigns nothing", strings.ReplaceAll(autnum+"inetnum: 123.1.0.0 - 123.1.0.255\norg: ORG-A-RIPE\nsource: RIPE\n", "source: RIPE", "source: RADB"), "123.1.0.0/24", ActionNeeded, machine.Inferred, ReasonNoRecords},
		{"no AS", "inetnum: 123.1.0.0 - 123.1.0.255\norg: ORG-A-RIPE\nsource: RIPE\n", "123.1.0.0/24", ActionNeeded, machine.Inferred, ReasonNoRecords},
		{"another AS", "aut-num: AS7\norg: ORG-A-RIPE\nsource: RIPE\n\ninetnum: 123.1.0.0 - 123.1.0.255\norg: ORG-A-RIPE\nsource: RIPE\n", "123.1.0.0/24", ActionNeeded, machine.Inferred, ReasonNoRecords},
		{"none", "", "123.1.0.0/24", ActionNeeded, machine.Inferred, ReasonNoRecords},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := recorded(t, test.text)
			got := s.Predict(asking(test.prefix), Policy{}).Predictions[0]
			assert.Equal(t, test.verdict, got.Verdict)
			assert.Equal(t, test.basis, got.Basis)
			assert.Equal(t, []ReasonID{ReasonNotRegistered, test.reason}, ids(got.Reasons))
			assert.Equal(t, strings.Count(strings.ToLower(test.text), "inetnum:")+strings.Count(test.text, "inet6num:")+strings.Count(test.text, "aut-num:"), int(s.Inputs()[0].Records))
		})
	}
	t.Run("beside a route object", func(t *testing.T) {
		s := recorded(t, autnum+"inetnum: 123.1.0.0 - 123.1.0.255\norg: ORG-A-RIPE\nsource: RIPE\n\nroute: 123.1.0.0/24\norigin: AS2000000001\nsource: RIPE\n")
		got := s.Predict(asking("123.1.0.0/24"), Policy{}).Predictions[0]
		assert.Equal(t, Unopposed, got.Verdict)
		assert.Equal(t, append([]ReasonID{ReasonExact, ReasonSameOrg}, unopposed...), ids(got.Reasons))
	})
}

// TestBadRecords: a record that cannot be read loses itself only.
func TestBadRecords(t *testing.T) {
	interest := Interest{Prefixes: []netip.Prefix{netip.MustParsePrefix("123.1.0.0/24")}, ASNs: []bgp.ASN{ours}}
	for text, fault := range map[string]Fault{
		"inetnum: 123.1.0.0 - 123.1.255\n":                BadPrefix,
		"inetnum: 123.1.1.0 - 123.1.0.255\n":              BadPrefix,
		"inetnum: 123.1.0.0 - 2e00::\n":                   BadPrefix,
		"inetnum: 123.1.0.0 - \n":                         BadPrefix,
		"inetnum: -\n":                                    BadPrefix,
		"inetnum: 123.1.0.1/24\n":                         HostBits,
		"inetnum: 2e00:1::/32\n":                          WrongFamily,
		"inet6num: 123.1.0.0 - 123.1.0.255\n":             WrongFamily,
		"inetnum: # none\n":                               MissingPrefix,
		"aut-num:\n":                                      MissingASN,
		"aut-num: AS-SET\n":                               BadASN,
		"aut-num: AS1\naut-num: AS2\n":                    RepeatedKey,
		"aut-num: AS1\norg: A\norg: B\n":                  RepeatedKey,
		"inetnum: 123.1.0.0 - 123.1.0.255\nsource: ( )\n": BadSource,
	} {
		b := NewBuilder(Options{Interest: interest, DefaultSource: "RIPE"})
		stats, err := b.ReadRPSL(t.Context(), strings.NewReader(text+"\naut-num: AS2000000001\norg: A\n"), "x")
		require.NoError(t, err)
		assert.Equal(t, map[Fault]int64{fault: 1}, stats.Faults, text)
		assert.EqualValues(t, 1, stats.Records, text)
		assert.EqualValues(t, 1, stats.Kept, text)
	}
	b := NewBuilder(Options{DefaultSource: "RIPE"})
	stats, err := b.ReadRPSL(t.Context(), strings.NewReader("inetnum: x\n\naut-num: x\n"), "x")
	require.NoError(t, err)
	assert.EqualValues(t, 2, stats.Ignored, "without an AS number of interest nothing is read of them")
}

// FuzzReadRecords: reading records never panics and its statistics add up, and
// what is kept lies around the prefix.
func FuzzReadRecords(f *testing.F) {
	for _, seed := range []string{
		"inetnum: 123.1.0.0 - 123.1.0.255\norg: A\nsource: RIPE\n\naut-num: AS2000000001\norg: A\nsource: RIPE\n",
		"inet6num: 2e00::/16\norg: a-b\n c\nsource: x\n", "inetnum: 0.0.0.0-255.255.255.255\nsource: x", "inetnum: -\n\ninet6num: :: - ff::\nsource: x\n",
		"inetnum: 1.2.3.4\n\naut-num: as1\norg:\nsource: x\n", "inet6num: ::ffff:1.2.3.4 - ::ffff:1.2.3.5\nsource: x\n",
	} {
		f.Add([]byte(seed))
	}
	four, six := netip.MustParsePrefix("123.1.0.0/24"), netip.MustParsePrefix("2e00:1::/48")
	f.Fuzz(func(t *testing.T, text []byte) {
		b := NewBuilder(Options{Interest: Interest{Prefixes: []netip.Prefix{six, four}, ASNs: []bgp.ASN{ours}}})
		stats, _ := b.ReadRPSL(t.Context(), strings.NewReader(string(text)), "x")
		assert.Equal(t, stats.Objects, stats.Routes+stats.Records+stats.Ignored+stats.Rejected)
		s := b.Snapshot()
		for _, block := range s.records.blocks {
			require.True(t, block.contains(rangeOf(four)) || block.contains(rangeOf(six)), "%v", block)
		}
		assert.NotPanics(t, func() { s.Predict(asking("123.1.0.0/24", "2e00:1::/48"), Policy{}) })
	})
}

// TestRangeOf compares the last address with a count of the addresses.
func TestRangeOf(t *testing.T) {
	for text, last := range map[string]string{
		"123.1.0.0/24": "123.1.0.255", "123.1.0.0/23": "123.1.1.255", "123.1.0.4/30": "123.1.0.7", "123.1.0.4/32": "123.1.0.4", "0.0.0.0/0": "255.255.255.255",
		"2e00:1::/48": "2e00:1:0:ffff:ffff:ffff:ffff:ffff", "::/0": "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "2e00::/17": "2e00:7fff:ffff:ffff:ffff:ffff:ffff:ffff",
	} {
		p := netip.MustParsePrefix(text)
		assert.Equal(t, addressRange{p.Addr(), netip.MustParseAddr(last)}, rangeOf(p), text)
	}
}

// TestNATPool: a prefix longer than those of the Internet is that of a NAT pool,
// for which nobody wants a route object or a ROA of its own.
func TestNATPool(t *testing.T) {
	for _, test := range []struct {
		prefix  string
		data    string
		reasons []ReasonID
	}{
		{"123.1.0.7/32", "RIPE 123.1.0.0/22 2000000001", []ReasonID{ReasonCovering, ReasonNATPool}},
		{"123.1.0.0/25", "RIPE 123.1.0.0/22 2000000001", []ReasonID{ReasonCovering, ReasonNATPool}},
		{"2e00:1::/64", "RIPE 2e00:1::/32 2000000001", []ReasonID{ReasonCovering, ReasonNATPool}},
		{"123.1.0.7/32", "RIPE 123.1.0.0/22 2000000001\nROA 123.1.0.0/22 22 2000000001", []ReasonID{ReasonCovering, ReasonNATPool, ReasonRPKIInvalid}},
		{"123.1.0.7/32", "RIPE 123.1.0.7/32 2000000001\nROA 123.1.0.0/22 22 2000000001", []ReasonID{ReasonExact, ReasonRPKIInvalid, ReasonOriginOnly, ReasonSignature}},
		{"123.1.0.7/32", "RIPE 123.9.0.0/24 9", []ReasonID{ReasonNotRegistered, ReasonNATPool, ReasonNoRecords}},
		{"123.1.0.0/24", "RIPE 123.1.0.0/22 2000000001\nROA 123.1.0.0/22 22 2000000001", []ReasonID{ReasonCovering, ReasonRPKIInvalid}},
		{"2e00:1::/48", "RIPE 2e00:1::/32 2000000001", []ReasonID{ReasonCovering}},
	} {
		long := strings.Contains(test.prefix, "/32") || strings.Contains(test.prefix, "/25") || strings.Contains(test.prefix, "/64")
		got := loaded(t, test.data).Predict(asking(test.prefix), Policy{Registries: []Name{RIPENCC}}).Predictions[0]
		assert.Equal(t, test.reasons, ids(got.Reasons), test.prefix)
		for _, r := range got.Reasons {
			switch r.ID {
			case ReasonNATPool:
				assert.Equal(t, sourceNAT, r.Source)
				assert.Equal(t, machine.Documented, r.Basis)
			case ReasonCovering:
				assert.Equal(t, !long, strings.Contains(r.Fix, "register the prefix itself"), r.Fix)
			case ReasonRPKIInvalid:
				assert.Equal(t, !long, strings.Contains(r.Fix, "correct the ROA"), r.Fix)
				assert.Contains(t, r.Text, "no ROA")
			}
		}
	}
}

// TestFixOfAnotherOrigin: the AS number that the prefix is registered to can be
// the peer ASN, or one that cannot be a customer ASN.
func TestFixOfAnotherOrigin(t *testing.T) {
	for _, test := range []struct {
		peer, customer, registered bgp.ASN
		fix                        string
	}{
		{ours, 0, theirs, "give 2000000002"},
		{ours, theirs, ours, "leave the customer ASN out"},
		{ours, 0, 64512, "cannot be a customer ASN"},
		{ours, 0, 4000000000, "cannot be a customer ASN"},
	} {
		request := asking("123.1.0.0/24")
		request.PeerASN, request.CustomerASN = test.peer, test.customer
		got := loaded(t, everywhere+"\nRIPE 123.1.0.0/24 "+test.registered.String()).Predict(request, Policy{}).Predictions[0]
		require.Contains(t, ids(got.Reasons), ReasonOtherOrigin)
		assert.Contains(t, got.Reasons[1].Fix, test.fix)
	}
}

// TestTruncatedVRPs: VRPs that were not read to their end show that a route is
// valid, and nothing else.
func TestTruncatedVRPs(t *testing.T) {
	for text, want := range map[string]Validity{
		`[{"asn":2000000001,"prefix":"123.1.0.0/24"}`: Valid,
		`[{"asn":2000000002,"prefix":"123.1.0.0/24"}`: 0,
		`[{"asn":2000000002,"prefix":"123.2.0.0/24"}`: 0,
	} {
		b := NewBuilder(Options{})
		_, err := b.ReadRPSL(t.Context(), strings.NewReader("route: 123.1.0.0/24\norigin: AS2000000001\nsource: RIPE\n"), "x.db")
		require.NoError(t, err)
		_, err = b.ReadVRPs(t.Context(), strings.NewReader(text), "x.json")
		require.Error(t, err)
		got := b.Snapshot().Predict(asking("123.1.0.0/24"), Policy{}).Predictions[0]
		assert.Equal(t, want, got.Origin, text)
		assert.Equal(t, want == 0, ids(got.Reasons)[1] == ReasonRPKITruncated, text)
		assert.Equal(t, Unopposed, got.Verdict)
	}
}

// TestTruncatedRegistry: a dump that broke off shows what it has, and nothing
// else, however many objects it has.
func TestTruncatedRegistry(t *testing.T) {
	b := NewBuilder(Options{})
	_, err := b.ReadRPSL(t.Context(), strings.NewReader(dump("RIPE", leastIPv4, 0)+"%START Version: 3 RIPE 1-2\n"), "x.db")
	require.ErrorIs(t, err, ErrNRTM)
	got := b.Snapshot().Predict(asking("123.1.0.0/24", "150.0.0.0/24"), Policy{Registries: []Name{RIPENCC}})
	assert.Equal(t, []Name{RIPENCC}, got.Loaded)
	assert.Equal(t, []ReasonID{ReasonNotRegistered, ReasonNoRecords, ReasonTruncated}, ids(got.Predictions[0].Reasons))
	assert.Equal(t, Undecided, got.Verdict)
	assert.Equal(t, prefixes.State(0), got.Aggregate)
}
