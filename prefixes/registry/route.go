package registry

import (
	"cmp"
	"net/netip"

	"github.com/expressroute-go/expressroute/bgp"
	"github.com/expressroute-go/expressroute/machine"
)

// Route is a route or route6 object of a routing registry (RFC 2622 section 4,
// RFC 4012 section 3): it says that an AS may originate a prefix. It does not
// say who owns the prefix.
type Route struct {
	Prefix netip.Prefix `json:"prefix"`
	Origin bgp.ASN      `json:"origin"`
	Source string       `json:"source"` // the registry as its objects spell it, in upper case: "RIPE"
	Input  string       `json:"input"`  // the name of the input it was read from
	Line   int64        `json:"line"`   // the first line of the object, from 1; at most 4294967295
}

// Relation is the relation of a route object to the prefix that was looked up.
// The zero value is no relation.
type Relation uint8

const (
	_            Relation = iota
	Exact                 // the same prefix
	Covering              // a shorter prefix that contains it
	MoreSpecific          // a longer prefix within it
)

var relations = machine.Spell[Relation]("registry.Relation", "no relation", "Exact", "Covering", "MoreSpecific")

func (r Relation) String() string                { return relations.String(r) }
func (r Relation) MarshalText() ([]byte, error)  { return relations.MarshalText(r) }
func (r *Relation) UnmarshalText(b []byte) error { return relations.UnmarshalText(r, b) }

// route is a [Route] as the index stores it, without its prefix. Two route
// objects are the same if they have the same prefix, origin and source (RFC
// 2622 section 4).
type route struct {
	origin bgp.ASN
	line   uint32
	source uint16 // number in a nameTable
	input  uint16
}

func (r route) compare(o route) int {
	return cmp.Or(
		cmp.Compare(r.origin, o.origin),
		cmp.Compare(r.source, o.source),
		cmp.Compare(r.input, o.input),
		cmp.Compare(r.line, o.line),
	)
}

func (r route) same(o route) bool { return r.origin == o.origin && r.source == o.source }
