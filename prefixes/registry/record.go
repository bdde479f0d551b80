package registry

import (
	"cmp"
	"net/netip"
	"slices"

	"github.com/expressroute-go/expressroute/bgp"
	"github.com/expressroute-go/expressroute/machine"
)

// records holds what an internet registry says about who holds addresses and AS
// numbers: its inetnum, inet6num and aut-num objects, as far as they are of
// interest (https://docs.db.ripe.net/RPSL-Object-Types/Descriptions-of-Primary-Objects).
type records struct {
	wanted []netip.Prefix // the prefixes of the interest, in ascending order
	asns   []bgp.ASN      // the AS numbers of the interest; empty: nothing is read
	blocks []block
	ases   []as
}

// holder is the organization that a record names.
type holder struct {
	org    string // its handle, in upper case: "ORG-EXAMPLE1-RIPE"; empty if the record names none
	source uint16 // number in a nameTable
	input  uint16
	line   uint32
}

// block is a range of addresses and its holder.
type block struct {
	addressRange
	holder
}

// as is an AS number and its holder.
type as struct {
	asn bgp.ASN
	holder
}

// addressRange is a range of addresses of one family, with both ends.
type addressRange struct{ first, last netip.Addr }

func rangeOf(p netip.Prefix) addressRange {
	last := p.Addr().AsSlice()
	for i := range last {
		if bits := p.Bits() - 8*i; bits < 8 {
			last[i] |= 0xff >> max(bits, 0)
		}
	}
	end, _ := netip.AddrFromSlice(last)
	return addressRange{p.Addr(), end}
}

// String returns the range as an inetnum object has it.
func (r addressRange) String() string { return r.first.String() + " - " + r.last.String() }

func (r addressRange) contains(o addressRange) bool {
	return r.first.BitLen() == o.first.BitLen() && r.first.Compare(o.first) <= 0 && o.last.Compare(r.last) <= 0
}

// parseRange reads a range of addresses, "192.0.2.0 - 192.0.2.255", or a prefix.
func parseRange(text []byte) (addressRange, Fault) {
	for i, c := range text {
		if c != '-' {
			continue
		}
		first, ok := parseAddr(trim(text[:i]))
		last, also := parseAddr(trim(text[i+1:]))
		if !ok || !also || first.BitLen() != last.BitLen() || last.Less(first) {
			return addressRange{}, BadPrefix
		}
		return addressRange{first, last}, 0
	}
	p, fault := parsePrefix(text)
	if fault != 0 {
		return addressRange{}, fault
	}
	return rangeOf(p), 0
}

func newRecords(interest Interest) records {
	r := records{asns: slices.Clone(interest.ASNs)}
	if len(r.asns) == 0 {
		return r
	}
	for _, p := range interest.Prefixes {
		if p.IsValid() {
			r.wanted = append(r.wanted, p.Masked())
		}
	}
	slices.SortFunc(r.wanted, func(a, b netip.Prefix) int {
		return cmp.Or(a.Addr().Compare(b.Addr()), cmp.Compare(a.Bits(), b.Bits()))
	})
	return r
}

// wants reports whether a prefix of interest lies within the range.
func (r *records) wants(within addressRange) bool {
	i, _ := slices.BinarySearchFunc(r.wanted, within.first, func(p netip.Prefix, first netip.Addr) int { return p.Addr().Compare(first) })
	for ; i < len(r.wanted) && r.wanted[i].Addr().Compare(within.last) <= 0; i++ {
		if within.contains(rangeOf(r.wanted[i])) {
			return true
		}
	}
	return false
}

// snapshot returns a copy that further reading does not change.
func (r *records) snapshot() records {
	return records{asns: r.asns, blocks: slices.Clone(r.blocks), ases: slices.Clone(r.ases)}
}

// tells compares the holder of a prefix with that of an AS, by the records of
// one registry. The holder of a prefix is that of the smallest range around it.
// It returns Unknown if no registry has both, or if one of the two names no
// organization.
func (r *records) tells(p netip.Prefix, a bgp.ASN) (same machine.Truth, of block, by as) {
	wanted := rangeOf(p)
	for _, candidate := range r.ases {
		if candidate.asn != a || candidate.org == "" {
			continue
		}
		smallest, ok := r.smallest(wanted, candidate.source)
		switch {
		case !ok || smallest.org == "":
		case smallest.org == candidate.org:
			return machine.Yes, smallest, candidate
		default:
			same, of, by = machine.No, smallest, candidate
		}
	}
	return same, of, by
}

// smallest returns the smallest block of a registry around the addresses.
func (r *records) smallest(around addressRange, source uint16) (smallest block, ok bool) {
	for _, b := range r.blocks {
		if b.source == source && b.contains(around) && (!ok || smallest.contains(b.addressRange)) {
			smallest, ok = b, true
		}
	}
	return smallest, ok
}
