package circuit

import (
	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
)

// State holds the states of all machines of a circuit, and the acts on record. It is
// comparable and has 64 bytes and no pointers, so that a program can step and search
// millions of states. The zero State is not observed. Its JSON form has a word for
// each known value: {"provider": "Provisioned"}.
type State struct {
	Provider  ProviderState
	Status    Status
	Operation peering.Operation // ARM provisioningState of the circuit
	Acts      Acts
	Bandwidth machine.Truth // the bandwidth is what the spec wants
	Tier      machine.Truth // the tier is what the spec wants
	Billing   machine.Truth // the billing model is what the spec wants
	Whole     Lists         // which lists are known to be complete
	peering.States

	authorized, linked linkSet // indices into the circuit's links
}

// Usable says whether the circuit can be used: it must be Enabled, and Provisioned
// or without a provider.
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

// hasPeering says whether any peering exists.
func (s *State) hasPeering() machine.Truth {
	return s.Private.Exists().Or(s.Public.Exists()).Or(s.Microsoft.Exists())
}

// Fresh says whether the circuit has never been Provisioned. Documents before API
// version 2026-01-01 show a fresh circuit and a deprovisioned one alike; then only
// the recorded history tells.
func (s State) Fresh() machine.Truth {
	switch {
	case s.Acts.Has(ProvisionedBefore):
		return machine.No
	case s.Acts.Has(HistoryKnown):
		return machine.Yes
	}
	return machine.Unknown
}

// deleting reports whether the customer has deleted the circuit and Azure has
// accepted it.
func (s *State) deleting() bool { return s.Status == Disabling || s.Operation == peering.Deleting }

// atRest reports whether no operation is known to be in flight.
func (s *State) atRest() bool {
	return !s.Operation.InFlight() && !s.Private.Operation.InFlight() &&
		!s.Public.Operation.InFlight() && !s.Microsoft.Operation.InFlight()
}

// working reports whether Microsoft is known to be at work. An operation on a
// peering of a Failed circuit does not count: it stays in flight for ever.
//
// Source: recorded, github.com/Azure/azure-powershell,
// TestExpressRouteCircuitPeeringCRUD, 2015-12-03
func (s *State) working() bool {
	return s.Operation.InFlight() || !s.Operation.Broken() && !s.atRest()
}

// planned returns the state of a circuit that is not created yet.
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

// nothingThere is the state of a circuit without peerings.
var nothingThere = peering.States{Private: peering.NotThere(), Public: peering.NotThere(), Microsoft: peering.NotThere()}

// clear removes all peerings, links and authorizations.
func (s *State) clear() {
	s.States, s.linked, s.authorized = nothingThere, linkSet{}, linkSet{}
	s.Whole = AllLinks | AllAuthorizations
}

// String returns the provider state and the status: "Provisioned/Enabled".
func (s State) String() string {
	if s.Provider <= NotApplicable && s.Status <= Gone {
		return pairs[s.Provider][s.Status]
	}
	return s.Provider.String() + "/" + s.Status.String()
}

// pairs has the text of each pair of states, so that a refusal does not allocate it.
var pairs = func() (pairs [NotApplicable + 1][Gone + 1]string) {
	for p := range pairs {
		for s := range pairs[p] {
			pairs[p][s] = ProviderState(p).String() + "/" + Status(s).String()
		}
	}
	return pairs
}()
