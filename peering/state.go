package peering

import (
	"github.com/expressroute-go/expressroute/bgp"
	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/prefixes"
)

// FamilyState is the state of one address family of a peering. Azure keeps
// IPv4 and IPv6 apart: the peering's own state is that of its IPv4 half.
type FamilyState struct {
	Admin    Admin          `json:"admin,omitempty"`    // what the customer switched
	BGP      bgp.State      `json:"bgp,omitempty"`      // whether Microsoft's edge has BGP enabled; follows from the rest
	Prefixes prefixes.State `json:"prefixes,omitempty"` // advertised public prefixes; means something on a Microsoft peering only
}

// State is the state of one peering. It is small, comparable and without
// pointers, so that circuits can be searched. The zero value is not observed.
type State struct {
	IPv4        FamilyState   `json:"ipv4"`
	IPv6        FamilyState   `json:"ipv6"`
	Operation   Operation     `json:"operation,omitempty"`   // ARM provisioningState of the peering
	ModifiedBy  machine.Actor `json:"modifiedBy,omitempty"`  // who wrote it last: Customer, Provider, or Nobody if not known
	RouteFilter machine.Truth `json:"routeFilter,omitempty"` // a route filter is attached; Microsoft peering only
	AsWanted    machine.Truth `json:"asWanted,omitempty"`    // it is configured as the spec wants it
}

// NotThere returns the state of a peering that is known not to exist.
func NotThere() State {
	return State{
		IPv4:        FamilyState{Admin: Absent, BGP: bgp.Disabled, Prefixes: prefixes.NotConfigured},
		IPv6:        FamilyState{Admin: Absent, BGP: bgp.Disabled, Prefixes: prefixes.NotConfigured},
		Operation:   NoResource,
		RouteFilter: machine.No,
		AsWanted:    machine.No,
	}
}

// Family returns the half of that family, the zero half for no family.
func (s State) Family(f Family) FamilyState {
	switch f {
	case IPv4:
		return s.IPv4
	case IPv6:
		return s.IPv6
	}
	return FamilyState{}
}

// Exists says whether the peering is there: Yes if either family is
// configured, No if both are absent.
func (s State) Exists() machine.Truth {
	return s.IPv4.Exists().Or(s.IPv6.Exists())
}

// Exists says whether the family is configured.
func (f FamilyState) Exists() machine.Truth {
	if f.Admin == 0 {
		return machine.Unknown
	}
	return machine.TruthOf(f.Admin != Absent)
}
