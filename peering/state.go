package peering

import (
	"github.com/expressroute-go/expressroute/bgp"
	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/prefixes"
)

// FamilyState is the state of one address family of a peering. IPv4 and IPv6
// have separate states: what Azure shows as the state of the peering is that of
// IPv4.
type FamilyState struct {
	Admin    Admin          `json:"admin,omitempty"`    // the switch that the customer sets
	BGP      bgp.State      `json:"bgp,omitempty"`      // whether Microsoft's edge has BGP enabled; it follows from the other states
	Prefixes prefixes.State `json:"prefixes,omitempty"` // validation of the advertised prefixes; has a meaning on a Microsoft peering only
}

// State is the state of one peering. It is small, comparable and has no
// pointers, so that a planner can store and compare many of them. The zero
// value is not observed.
type State struct {
	IPv4        FamilyState   `json:"ipv4"`
	IPv6        FamilyState   `json:"ipv6"`
	Operation   Operation     `json:"operation,omitempty"`   // ARM provisioningState of the peering
	ModifiedBy  machine.Actor `json:"modifiedBy,omitempty"`  // who changed the peering last: Customer, Provider, or Nobody if not known
	RouteFilter machine.Truth `json:"routeFilter,omitempty"` // a route filter is attached; Microsoft peering only
	AsWanted    machine.Truth `json:"asWanted,omitempty"`    // the configuration is the wanted one
}

// NotThere returns the state of a peering that does not exist.
func NotThere() State {
	return State{
		IPv4:        FamilyState{Admin: Absent, BGP: bgp.Disabled, Prefixes: prefixes.NotConfigured},
		IPv6:        FamilyState{Admin: Absent, BGP: bgp.Disabled, Prefixes: prefixes.NotConfigured},
		Operation:   NoResource,
		RouteFilter: machine.No,
		AsWanted:    machine.No,
	}
}

// Family returns the state of that family, or the zero FamilyState if f is not
// a family.
func (s State) Family(f Family) FamilyState {
	switch f {
	case IPv4:
		return s.IPv4
	case IPv6:
		return s.IPv6
	}
	return FamilyState{}
}

// Exists says whether the peering exists: Yes if a family is configured, No if
// both are Absent. Where that is not known, it exists if it has an operation.
func (s State) Exists() machine.Truth {
	exists := s.IPv4.Exists().Or(s.IPv6.Exists())
	if exists == machine.Unknown && s.Operation > NoResource {
		return machine.Yes
	}
	return exists
}

// Exists says whether the family is configured.
func (f FamilyState) Exists() machine.Truth {
	if f.Admin == 0 {
		return machine.Unknown
	}
	return machine.TruthOf(f.Admin != Absent)
}
