package circuit

import (
	"github.com/expressroute-go/expressroute/bgp"
	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
)

// State is where a circuit is: every dimension that moves, and nothing that
// does not. It is comparable, 64 bytes, and without pointers, so that it can be
// stepped and searched by the million. The zero State is not observed.
type State struct {
	Provider  ProviderState
	Status    Status
	Operation peering.Operation // ARM provisioningState of the circuit
	Acts      Acts
	Bandwidth machine.Truth // the bandwidth is what the spec wants
	Tier      machine.Truth // so is the tier
	Billing   machine.Truth // so is the billing model
	Links     machine.Truth // all links are known: Azure shows them with the gateways, not with the circuit
	Private   peering.State
	Public    peering.State
	Microsoft peering.State

	authorized, linked linkSet // by index into the circuit's links
}

// Peering returns the state of the peering of that type, zero for none.
func (s State) Peering(t peering.Type) peering.State {
	switch t {
	case peeringPrivate:
		return s.Private
	case peeringPublic:
		return s.Public
	case peeringMicrosoft:
		return s.Microsoft
	}
	return peering.State{}
}

func (s *State) peering(t peering.Type) *peering.State {
	switch t {
	case peeringPrivate:
		return &s.Private
	case peeringPublic:
		return &s.Public
	case peeringMicrosoft:
		return &s.Microsoft
	}
	return nil
}

// Usable says whether the circuit can be used: Provisioned, or without a
// provider, and Enabled. It is the only pair of states in which it can.
func (s State) Usable() machine.Truth { return s.usable() }

func (s *State) usable() machine.Truth {
	return s.providerIs(Provisioned, NotApplicable).And(s.statusIs(Enabled))
}

func (s *State) providerIs(a, b ProviderState) machine.Truth {
	if s.Provider == 0 {
		return machine.Unknown
	}
	return machine.TruthOf(s.Provider == a || s.Provider == b)
}

func (s *State) statusIs(want Status) machine.Truth {
	if s.Status == 0 {
		return machine.Unknown
	}
	return machine.TruthOf(s.Status == want)
}

// Fresh says whether a circuit that is NotProvisioned never was provisioned.
// The documents of a fresh circuit and of one that its provider took down are
// the same; only the history tells them apart.
func (s State) Fresh() machine.Truth {
	switch {
	case s.Acts.Has(ProvisionedBefore):
		return machine.No
	case s.Acts.Has(CreatedHere):
		return machine.Yes
	}
	return machine.Unknown
}

// deleting reports whether the customer's deletion was taken.
func (s *State) deleting() bool { return s.Status == Disabling || s.Operation == peering.Deleting }

// planned is the state of a circuit that is not created yet.
func planned(k Kind) State {
	s := State{
		Provider: NotProvisioned, Status: NotCreated, Operation: peering.NoResource, Acts: CreatedHere,
		Bandwidth: machine.No, Tier: machine.No, Billing: machine.No, Links: machine.Yes,
		Private: peering.NotThere(), Public: peering.NotThere(), Microsoft: peering.NotThere(),
	}
	if k == Direct {
		s.Provider = NotApplicable
	}
	return s
}

// settle lets BGP follow: Microsoft's edge has it enabled exactly while the
// guards of package bgp hold.
func (s *State) settle() {
	usable := s.usable()
	settlePeering(usable, peeringPrivate, &s.Private)
	settlePeering(usable, peeringPublic, &s.Public)
	settlePeering(usable, peeringMicrosoft, &s.Microsoft)
}

func settlePeering(usable machine.Truth, t peering.Type, p *peering.State) {
	for _, f := range [...]*peering.FamilyState{&p.IPv4, &p.IPv6} {
		if f.Admin == peering.Absent {
			f.BGP = bgp.Disabled
		} else {
			f.BGP = bgp.Settle(edge(usable, t, p.Operation, *f))
		}
	}
}

// edge is what Microsoft's edge goes by for one family of a peering.
func edge(usable machine.Truth, t peering.Type, op peering.Operation, f peering.FamilyState) bgp.Edge {
	return bgp.Edge{Usable: usable, Administered: administered(f), Applied: applied(op, f), Prefixes: prefixesTaken(t, f)}
}

func administered(f peering.FamilyState) machine.Truth {
	if f.Admin == 0 {
		return machine.Unknown
	}
	return machine.TruthOf(f.Admin == peering.Enabled)
}

// applied: once a configuration was applied it stays so while the next is
// written, and while the resource is Failed: "traffic is not impacted".
func applied(op peering.Operation, f peering.FamilyState) machine.Truth {
	switch {
	case op == peering.Succeeded || f.BGP == bgp.Enabled:
		return machine.Yes
	case op == 0 || f.BGP == 0:
		return machine.Unknown
	}
	return machine.No
}
