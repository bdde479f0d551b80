package registry

import (
	"cmp"
	"iter"
	"net/netip"
	"slices"
	"time"

	"github.com/gaissmai/bart"
)

// Snapshot holds what a [Builder] had read when Snapshot was called. It does
// not change and is safe for concurrent use. Its methods ignore the host bits
// of a prefix, and find nothing for a prefix that is not valid.
type Snapshot struct {
	interest *bart.Lite // nil: everything
	routes   index[route]
	vrps     index[vrp]
	checks   bool // VRPs were read, so that origins can be validated
	sources  []string
	counts   []Source
	anchors  []string
	inputs   []Stats
	complete []Name // registries of which the caller says so
	records  records
}

// Source says how many route objects of one registry were read.
type Source struct {
	Name   string `json:"name"`   // as the objects spell it, in upper case: "RIPE"
	Routes int64  `json:"routes"` // valid ones, of interest or not
	IPv6   int64  `json:"ipv6"`   // those of Routes for IPv6 prefixes; some registries publish the families in two files
	Kept   int64  `json:"kept"`   // those of Routes that are of interest
}

// Counts says how large a snapshot is.
type Counts struct {
	Routes        int `json:"routes"`        // route objects, each once
	RoutePrefixes int `json:"routePrefixes"` // prefixes with a route object
	VRPs          int `json:"vrps"`          // VRPs, each once
	VRPPrefixes   int `json:"vrpPrefixes"`   // prefixes with a VRP
}

// Routes yields the route objects for p, then those for shorter prefixes that
// cover p, the longest first, then those for longer prefixes within p, in
// ascending order. Objects for one prefix come in the order of their origins.
func (s *Snapshot) Routes(p netip.Prefix) iter.Seq2[Relation, Route] {
	return func(yield func(Relation, Route) bool) {
		for q, number := range s.routes.table.Supernets(p) {
			relation := Covering
			if q.Bits() == p.Bits() {
				relation = Exact
			}
			if !s.yieldRoutes(yield, relation, q, number) {
				return
			}
		}
		for q, number := range s.routes.table.Subnets(p) {
			if q.Bits() > p.Bits() && !s.yieldRoutes(yield, MoreSpecific, q, number) {
				return
			}
		}
	}
}

func (s *Snapshot) yieldRoutes(yield func(Relation, Route) bool, relation Relation, p netip.Prefix, number uint32) bool {
	for _, r := range s.routes.at(number) {
		object := Route{
			Prefix: p,
			Origin: r.origin,
			Source: s.sources[r.source],
			Input:  s.inputs[r.input].Name,
			Line:   int64(r.line),
		}
		if !yield(relation, object) {
			return false
		}
	}
	return true
}

// VRPs yields the VRPs that cover p, the longest prefix first. These are the
// ones that [Snapshot.Validate] uses.
func (s *Snapshot) VRPs(p netip.Prefix) iter.Seq[VRP] {
	return func(yield func(VRP) bool) {
		for q, number := range s.vrps.table.Supernets(p) {
			for _, v := range s.vrps.at(number) {
				payload := VRP{Prefix: q, MaxLength: v.maxLength, ASN: v.asn, TrustAnchor: s.anchors[v.anchor]}
				if v.expires != 0 {
					payload.Expires = time.Unix(v.expires, 0).UTC()
				}
				if !yield(payload) {
					return
				}
			}
		}
	}
}

// OfInterest reports whether the snapshot has everything that was read for p
// and for the prefixes that cover it. It returns false only if there was an
// [Interest] and p overlaps none of its prefixes. The snapshot has all objects
// for longer prefixes within p if p lies within one of the prefixes of the
// interest.
func (s *Snapshot) OfInterest(p netip.Prefix) bool {
	return s.interest == nil || s.interest.OverlapsPrefix(p)
}

// Sources returns the registries that were read, in the order of their names,
// including those without objects of interest.
func (s *Snapshot) Sources() []Source {
	counts := slices.Clone(s.counts)
	slices.SortFunc(counts, func(a, b Source) int { return cmp.Compare(a.Name, b.Name) })
	return counts
}

// Inputs returns the statistics of all inputs, in the order in which they were
// read.
func (s *Snapshot) Inputs() []Stats { return cloneStats(s.inputs) }

// Counts returns the size of the snapshot.
func (s *Snapshot) Counts() Counts {
	return Counts{
		Routes:        len(s.routes.records),
		RoutePrefixes: s.routes.table.Size(),
		VRPs:          len(s.vrps.records),
		VRPPrefixes:   s.vrps.table.Size(),
	}
}
