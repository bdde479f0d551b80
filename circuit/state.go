package circuit

import (
	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
)

// State is where a circuit is: everything that moves, and nothing else. It is
// comparable, has 64 bytes and no pointers, so that millions of states can be
// stepped and searched. The zero State is not observed. Its text form is one
// word for each dimension, by name: {"provider": "Provisioned"}.
type State struct {
	Provider  ProviderState
	Status    Status
	Operation peering.Operation // ARM provisioningState of the circuit
	Acts      Acts
	Bandwidth machine.Truth // the bandwidth is what the spec wants
	Tier      machine.Truth // the tier is what the spec wants
	Billing   machine.Truth // the billing model is what the spec wants
	Whole     Lists         // which lists are known to be whole
	peering.States

	authorized, linked linkSet // by index into the circuit's links
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

// hasPeering says whether any peering is there.
func (s *State) hasPeering() machine.Truth {
	return s.Private.Exists().Or(s.Public.Exists()).Or(s.Microsoft.Exists())
}

// Fresh says whether a circuit that is NotProvisioned never was provisioned.
// Documents before API version 2026-01-01 show a fresh circuit and one that its
// provider took down alike; then only the history tells them apart.
func (s State) Fresh() machine.Truth {
	switch {
	case s.Acts.Has(ProvisionedBefore):
		return machine.No
	case s.Acts.Has(HistoryKnown):
		return machine.Yes
	}
	return machine.Unknown
}

// deleting reports whether the customer's deletion was taken.
func (s *State) deleting() bool { return s.Status == Disabling || s.Operation == peering.Deleting }

// atRest reports whether nothing is known to be in flight.
func (s *State) atRest() bool {
	return !s.Operation.InFlight() && !s.Private.Operation.InFlight() &&
		!s.Public.Operation.InFlight() && !s.Microsoft.Operation.InFlight()
}

// working reports whether Microsoft is known to be at work. A peering that is in
// flight on a circuit that has Failed stays so for good: nobody works on it.
//
// Source: recorded, github.com/Azure/azure-powershell,
// TestExpressRouteCircuitPeeringCRUD, 2015-12-03
func (s *State) working() bool {
	return s.Operation.InFlight() || !s.Operation.Broken() && !s.atRest()
}

// planned is the state of a circuit that is not created yet.
func planned(k Kind) State {
	s := State{
		Provider: NotProvisioned, Status: NotCreated, Operation: peering.NoResource, Acts: HistoryKnown,
		Bandwidth: machine.No, Tier: machine.No, Billing: machine.No, Whole: AllLinks | AllAuthorizations,
		States: nothingThere,
	}
	if k == Direct {
		s.Provider = NotApplicable
	}
	return s
}

// nothingThere is a circuit without any peering.
var nothingThere = peering.States{Private: peering.NotThere(), Public: peering.NotThere(), Microsoft: peering.NotThere()}

// clear takes away all that a deleted circuit had.
func (s *State) clear() {
	s.States, s.linked, s.authorized = nothingThere, linkSet{}, linkSet{}
	s.Whole = AllLinks | AllAuthorizations
}

// String is the pair of states that the article shows: "Provisioned/Enabled".
func (s State) String() string {
	if s.Provider <= NotApplicable && s.Status <= Gone {
		return pairs[s.Provider][s.Status]
	}
	return s.Provider.String() + "/" + s.Status.String()
}

// pairs are spelled once, because every refusal has one.
var pairs = func() (pairs [NotApplicable + 1][Gone + 1]string) {
	for p := range pairs {
		for s := range pairs[p] {
			pairs[p][s] = ProviderState(p).String() + "/" + Status(s).String()
		}
	}
	return pairs
}()
