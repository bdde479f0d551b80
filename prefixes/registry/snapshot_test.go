package registry_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"net/netip"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/expressroute-go/expressroute/bgp"
	. "github.com/expressroute-go/expressroute/prefixes/registry"
)

// The index finds the same objects as a linear search, in the documented order.
func TestRoutesAgainstLinearScan(t *testing.T) {
	random := rand.New(rand.NewPCG(2622, 0))
	var text strings.Builder
	require.NoError(t, writeDump(&text, 1000, 2))
	for range 500 { // and many that overlap
		text.WriteString(object(nested(random).String(), "AS"+bgp.ASN(random.Uint32N(4)).String(), "RIPE"))
	}
	s, stats := readRPSL(t, Options{}, text.String())
	require.Zero(t, stats.Rejected)
	list, _ := slowRPSL(text.String())
	require.Len(t, list, 1500)
	relations := map[Relation]int{}
	for range 1000 {
		p := list[random.IntN(len(list))].Prefix
		if random.IntN(2) == 0 {
			p = nested(random)
		}
		var want, got []string
		for _, r := range list {
			if slowCovers(r.Prefix, p) || slowCovers(p, r.Prefix) {
				want = append(want, fmt.Sprint(r.Prefix, r.Origin, r.Source))
			}
		}
		var last Route
		lastRelation := Relation(0)
		for relation, r := range s.Routes(p) {
			got = append(got, fmt.Sprint(r.Prefix, r.Origin, r.Source))
			assert.Equal(t, relationOf(r.Prefix, p), relation)
			assert.GreaterOrEqual(t, relation, lastRelation)
			switch {
			case relation != lastRelation:
			case last.Prefix == r.Prefix:
				assert.LessOrEqual(t, last.Origin, r.Origin)
			case relation == Covering:
				assert.Greater(t, last.Prefix.Bits(), r.Prefix.Bits(), "longest first")
			case relation == MoreSpecific:
				assert.Negative(t, comparePrefixes(last.Prefix, r.Prefix), "ascending")
			}
			last, lastRelation = r, relation
			relations[relation]++
		}
		slices.Sort(want)
		slices.Sort(got)
		require.Equal(t, slices.Compact(want), got, p.String())
	}
	for _, relation := range []Relation{Exact, Covering, MoreSpecific} {
		assert.Greater(t, relations[relation], 200, relation.String())
	}
}

// nested returns a random prefix of few addresses, so that many prefixes
// overlap.
func nested(random *rand.Rand) netip.Prefix {
	if random.IntN(4) == 0 {
		addr := netip.AddrFrom16([16]byte{0x20, 1, byte(random.IntN(4)), byte(random.IntN(4))})
		return netip.PrefixFrom(addr, 14+random.IntN(20)).Masked()
	}
	addr := netip.AddrFrom4([4]byte{10, byte(random.IntN(4)), byte(random.IntN(4)), byte(random.IntN(4))})
	return netip.PrefixFrom(addr, 8+random.IntN(25)).Masked()
}

func relationOf(p, asked netip.Prefix) Relation {
	switch {
	case p.Bits() == asked.Bits():
		return Exact
	case p.Bits() < asked.Bits():
		return Covering
	}
	return MoreSpecific
}

func comparePrefixes(p, q netip.Prefix) int {
	if c := p.Addr().Compare(q.Addr()); c != 0 {
		return c
	}
	return p.Bits() - q.Bits()
}

func TestRoutesOfNothing(t *testing.T) {
	s, _ := readRPSL(t, Options{}, one)
	for _, p := range []netip.Prefix{{}, netip.MustParsePrefix("::ffff:192.0.2.0/120"), netip.MustParsePrefix("192.0.3.0/24")} {
		assert.Empty(t, values(s.Routes(p)), p.String())
	}
	p := netip.MustParsePrefix("192.0.2.0/24")
	for range (new(Snapshot)).Routes(p) {
		assert.Fail(t, "the zero value is empty")
	}
	for range (new(Snapshot)).VRPs(p) {
		assert.Fail(t, "the zero value is empty")
	}
	assert.Zero(t, new(Snapshot).Counts())
	assert.Len(t, values(s.Routes(netip.MustParsePrefix("192.0.2.77/24"))), 1, "host bits are ignored")
	for range s.Routes(netip.MustParsePrefix("0.0.0.0/0")) {
		break // the loop can be left early
	}
}

// With an interest, a snapshot has the same answers for those prefixes, and
// keeps few objects.
func TestInterest(t *testing.T) {
	var text bytes.Buffer
	require.NoError(t, writeDump(&text, 3000, 3))
	random := rand.New(rand.NewPCG(3, 3))
	for range 300 {
		text.WriteString(object(nested(random).String(), "AS1", "RIPE"))
	}
	mine := []netip.Prefix{netip.MustParsePrefix("10.1.2.3/24"), netip.MustParsePrefix("2001:102::/32"), netip.MustParsePrefix("10.2.2.0/23"), {}}
	all, _ := readRPSL(t, Options{}, text.String())
	some, stats := readRPSL(t, Options{Interest: Interest{Prefixes: mine}}, text.String())
	assert.Less(t, stats.Kept, stats.Routes/10)
	for _, p := range mine {
		assert.Equal(t, values(all.Routes(p)), values(some.Routes(p)))
		assert.Equal(t, p.IsValid(), some.OfInterest(p))
	}
	for _, p := range []string{"10.1.2.128/25", "10.0.0.0/8", "0.0.0.0/0", "10.2.3.0/24"} {
		assert.True(t, some.OfInterest(netip.MustParsePrefix(p)), p)
	}
	for _, p := range []string{"10.1.3.0/24", "11.0.0.0/8", "2001:103::/32"} {
		assert.False(t, some.OfInterest(netip.MustParsePrefix(p)), p)
		assert.True(t, all.OfInterest(netip.MustParsePrefix(p)), p)
	}
	none, stats := readRPSL(t, Options{Interest: Interest{Prefixes: []netip.Prefix{}}}, text.String())
	assert.Zero(t, stats.Kept, "interest in nothing")
	assert.Zero(t, none.Counts().Routes)
}

// What the builder reads later, and what a caller does with the results, does
// not change a snapshot.
func TestSnapshotDoesNotChange(t *testing.T) {
	b := NewBuilder(Options{})
	read := func(text string) {
		_, err := b.ReadRPSL(t.Context(), strings.NewReader(text), "x")
		require.NoError(t, err)
	}
	read(object("10.0.0.0/8", "AS3", "RIPE") + object("10.0.0.0/8", "AS1", "RIPE") + "route: x\n")
	first := b.Snapshot()
	before, inputs, sources := everything(first), first.Inputs(), first.Sources()
	read(object("10.0.0.0/8", "AS2", "RADB") + object("9.0.0.0/8", "AS1", "RIPE") + "route: y\n")
	_, err := b.ReadVRPs(t.Context(), strings.NewReader("AS1,10.0.0.0/8,8\n"), "y")
	require.NoError(t, err)
	second := b.Snapshot()
	assert.Equal(t, before, everything(first))
	assert.Equal(t, inputs, first.Inputs())
	assert.Equal(t, sources, first.Sources())
	assert.Zero(t, first.Validate(netip.MustParsePrefix("10.0.0.0/8"), 1))
	assert.Equal(t, Valid, second.Validate(netip.MustParsePrefix("10.0.0.0/8"), 1))
	assert.Len(t, everything(second), 4)
	assert.Equal(t, everything(second), everything(b.Snapshot()))

	first.Inputs()[0].Rejects[0].Text = "changed"
	first.Inputs()[0].Faults[BadPrefix] = 99
	first.Sources()[0].Name = "changed"
	assert.Equal(t, inputs, first.Inputs())
	assert.Equal(t, sources, first.Sources())
}

// Run with -race.
func TestSnapshotIsSafeForConcurrentUse(t *testing.T) {
	b := NewBuilder(Options{})
	read := func(seed uint64) {
		var text bytes.Buffer
		assert.NoError(t, writeDump(&text, 500, seed))
		_, err := b.ReadRPSL(t.Context(), &text, "x")
		assert.NoError(t, err)
		_, err = b.ReadVRPs(t.Context(), bytes.NewReader(csvOf(randomVRPs(rand.New(rand.NewPCG(seed, 0)), 500))), "y")
		assert.NoError(t, err)
	}
	read(1)
	s := b.Snapshot()
	want := everything(s)
	var wait sync.WaitGroup
	for range 4 {
		wait.Go(func() {
			for i := range 20 {
				assert.Equal(t, want, everything(s))
				p := want[i].Prefix
				s.Validate(p, want[i].Origin)
				for range s.VRPs(p) {
				}
				s.Inputs()
				s.Sources()
			}
		})
	}
	for seed := range uint64(4) { // while the builder reads on
		read(2 + seed)
		b.Snapshot()
	}
	wait.Wait()
}

func TestProgress(t *testing.T) {
	var text bytes.Buffer
	require.NoError(t, writeDump(&text, 10000, 4))
	for _, in := range [][]byte{text.Bytes(), packed(t, text.String())} {
		var reports []Progress
		b := NewBuilder(Options{Progress: func(p Progress) { reports = append(reports, p) }})
		stats, err := b.ReadRPSL(t.Context(), bytes.NewReader(in), "radb.db")
		require.NoError(t, err)
		require.NotEmpty(t, reports)
		if len(in) == text.Len() {
			assert.InDelta(t, len(in)>>20, len(reports), 2, "one report for each MiB")
		}
		for i, p := range reports {
			assert.Equal(t, "radb.db", p.Name)
			assert.Equal(t, i == len(reports)-1, p.Done)
			if i > 0 {
				assert.GreaterOrEqual(t, p.Bytes, reports[i-1].Bytes)
				assert.GreaterOrEqual(t, p.Lines, reports[i-1].Lines)
			}
		}
		last := reports[len(reports)-1]
		assert.Equal(t, Progress{"radb.db", int64(len(in)), stats.Lines, stats.Objects, stats.Kept, 0, true}, last)
	}
}

func TestRejectsShown(t *testing.T) {
	text := strings.Repeat("junk\n\n", 1000)
	for most, want := range map[int]int{0: 100, -1: 0, 7: 7, 5000: 1000} {
		_, stats := readRPSL(t, Options{MaxRejects: most}, text)
		assert.Len(t, stats.Rejects, want)
		assert.EqualValues(t, 1000, stats.Rejected)
	}
}

// With so many entries, they are distributed before they are sorted. A second
// snapshot sorts them again, together with the later ones.
func TestIndexOfMany(t *testing.T) {
	vrps := randomVRPs(rand.New(rand.NewPCG(9, 9)), 60_000)
	b := NewBuilder(Options{})
	for _, part := range [][]vrp{vrps[:50_000], vrps[50_000:]} {
		_, err := b.ReadVRPs(t.Context(), bytes.NewReader(csvOf(part)), "vrps")
		require.NoError(t, err)
		b.Snapshot()
	}
	s := b.Snapshot()
	once := map[vrp]bool{}
	prefixes := map[netip.Prefix]bool{}
	for _, v := range vrps {
		once[v], prefixes[v.prefix] = true, true
	}
	assert.Equal(t, Counts{VRPs: len(once), VRPPrefixes: len(prefixes)}, s.Counts())
	for _, v := range vrps {
		found := false
		for w := range s.VRPs(v.prefix) {
			found = found || w.Prefix == v.prefix && int(w.MaxLength) == v.maxLength && uint32(w.ASN) == v.asn
		}
		require.True(t, found, v)
	}
}
