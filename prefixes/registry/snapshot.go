package registry

import (
	"cmp"
	"iter"
	"net/netip"
	"slices"
	"time"

	"github.com/gaissmai/bart"
)

// Snapshot is what a [Builder] had read when it was taken. It does not change
// and is safe for concurrent use. Bits of a prefix beyond its length do not
// matter in its methods; a prefix that is not valid has nothing registered.
type Snapshot struct {
	interest *bart.Lite // nil: everything
	routes   index[route]
	vrps     index[vrp]
	checks   bool // there is something to validate origins with
	sources  []string
	counts   []Source
	anchors  []string
	inputs   []Stats
}

// Source says how many route objects of one registry were read.
type Source struct {
	Name   string `json:"name"`   // as the objects spell it, upper-case: "RIPE"
	Routes int64  `json:"routes"` // sound ones, of interest or not
	IPv6   int64  `json:"ipv6"`   // of these, the ones for IPv6 prefixes: some registries publish the families apart
	Kept   int64  `json:"kept"`   // of these, the ones of interest
}

// Counts says how large a snapshot is.
type Counts struct {
	Routes        int `json:"routes"`        // route objects, each once
	RoutePrefixes int `json:"routePrefixes"` // prefixes with a route object
	VRPs          int `json:"vrps"`          // VRPs, each once
	VRPPrefixes   int `json:"vrpPrefixes"`   // prefixes with a VRP
}

// Routes yields the route objects that say something about p: those for p
// itself, then the covering ones, nearest first, then the more specific ones in
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

// VRPs yields the VRPs that cover p, nearest first: all that [Snapshot.Validate]
// looks at.
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

// OfInterest reports whether the snapshot has everything that was read about p
// itself and what covers it. It is false only if there was an [Interest], and p
// touches none of its prefixes. The more specific routes are all there if p
// lies within one of them.
func (s *Snapshot) OfInterest(p netip.Prefix) bool {
	return s.interest == nil || s.interest.OverlapsPrefix(p)
}

// Sources returns the registries that were read, in the order of their names,
// even those that have nothing of interest.
func (s *Snapshot) Sources() []Source {
	counts := slices.Clone(s.counts)
	slices.SortFunc(counts, func(a, b Source) int { return cmp.Compare(a.Name, b.Name) })
	return counts
}

// Inputs returns the accounts of all inputs, in the order in which they were
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
