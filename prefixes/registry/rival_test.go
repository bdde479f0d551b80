package registry_test

import (
	"cmp"
	"math/rand/v2"
	"net/netip"
	"slices"
	"testing"

	"github.com/gaissmai/bart"
	"github.com/stretchr/testify/require"

	"github.com/expressroute-go/expressroute/bgp"
	. "github.com/expressroute-go/expressroute/prefixes/registry"
)

// byBart returns origin validation on bart alone: a table of slices.
func byBart(vrps []vrp) func(netip.Prefix, bgp.ASN) Validity {
	var table bart.Table[[]vrp]
	for _, v := range vrps {
		list, _ := table.Get(v.prefix)
		table.Insert(v.prefix, append(list, v))
	}
	return func(p netip.Prefix, origin bgp.ASN) Validity {
		validity := NotFound
		for _, list := range table.Supernets(p) {
			if matches(list, p, origin) {
				return Valid
			}
			validity = Invalid
		}
		return validity
	}
}

func matches(list []vrp, p netip.Prefix, origin bgp.ASN) bool {
	for _, v := range list {
		if bgp.ASN(v.asn) == origin && origin != 0 && p.Bits() <= v.maxLength {
			return true
		}
	}
	return false
}

// byArray returns origin validation on sorted arrays of prefixes, one for each
// family. A prefix has the number of the prefix that covers it: a search for the
// last prefix that is not behind the route, and then the way up.
func byArray(vrps []vrp) func(netip.Prefix, bgp.ASN) Validity {
	var four, six array
	for _, v := range slices.SortedFunc(slices.Values(vrps), func(a, b vrp) int { return inOrder(a.prefix, b.prefix) }) {
		if v.prefix.Addr().Is4() {
			four.add(v)
		} else {
			six.add(v)
		}
	}
	four.close()
	six.close()
	return func(p netip.Prefix, origin bgp.ASN) Validity {
		if p.Addr().Is4() {
			return four.validate(p, origin)
		}
		return six.validate(p, origin)
	}
}

func inOrder(a, b netip.Prefix) int {
	return cmp.Or(a.Addr().Compare(b.Addr()), cmp.Compare(a.Bits(), b.Bits()))
}

// array is a sorted array of prefixes.
type array struct {
	prefixes []netip.Prefix
	parents  []int // of each prefix; -1: none
	vrps     [][]vrp
	top      []int // for the first 16 bits of an address, the number of the first prefix that has them or is behind
}

func firstBits(p netip.Prefix) int {
	if p.Addr().Is4() {
		addr := p.Addr().As4()
		return int(addr[0])<<8 | int(addr[1])
	}
	addr := p.Addr().As16()
	return int(addr[0])<<8 | int(addr[1])
}

func (a *array) add(v vrp) {
	last := len(a.prefixes) - 1
	if last >= 0 && a.prefixes[last] == v.prefix {
		a.vrps[last] = append(a.vrps[last], v)
		return
	}
	parent := last
	for parent >= 0 && !covers(a.prefixes[parent], v.prefix) {
		parent = a.parents[parent]
	}
	for len(a.top) <= firstBits(v.prefix) {
		a.top = append(a.top, last+1)
	}
	a.prefixes, a.parents, a.vrps = append(a.prefixes, v.prefix), append(a.parents, parent), append(a.vrps, []vrp{v})
}

func (a *array) close() {
	for len(a.top) <= 1<<16 {
		a.top = append(a.top, len(a.prefixes))
	}
}

func (a *array) validate(p netip.Prefix, origin bgp.ASN) Validity {
	begin, end := a.top[firstBits(p)], a.top[firstBits(p)+1]
	at, found := slices.BinarySearchFunc(a.prefixes[begin:end], p.Masked(), inOrder)
	if at += begin; !found {
		at--
	}
	validity := NotFound
	for ; at >= 0; at = a.parents[at] {
		if !covers(a.prefixes[at], p) {
			continue
		}
		if matches(a.vrps[at], p, origin) {
			return Valid
		}
		validity = Invalid
	}
	return validity
}

func covers(p, q netip.Prefix) bool { return p.Bits() <= q.Bits() && p.Contains(q.Addr()) }

// The rivals give the same answers, so that comparing their times means
// something.
func TestRivalsAgree(t *testing.T) {
	random := rand.New(rand.NewPCG(6, 0))
	vrps := randomVRPs(random, 5000)
	s, _ := readVRPs(t, Options{}, string(csvOf(vrps)))
	onBart, onArray := byBart(vrps), byArray(vrps)
	for _, q := range questions(random, vrps) {
		want := s.Validate(q.prefix, q.origin)
		require.Equal(t, want, onBart(q.prefix, q.origin), "%v", q)
		require.Equal(t, want, onArray(q.prefix, q.origin), "%v", q)
	}
}
