package circuit

import (
	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
)

// note names what an event changes beside the machines: acts on record, links,
// and what is now as wanted. It is a name and not a function, so that a move
// does not allocate.
type note uint8

const (
	_                    note = iota
	connectivityOrdering      // connectivity was ordered
	keyHandover               // the provider has the service key
	deprovisioningAsked       // the provider was asked to take the circuit down
	ticketOpening             // a ticket about the circuit, or about a family's prefixes, is open
	evidenceExamined          // it is closed
	creation                  // the circuit is created, as it was ordered
	bandwidthWritten
	tierWritten
	billingWritten
	peeringWritten // as the spec wants it, if it wants it
	peeringSwitched
	filterAttached
	filterDetached
	authorized
	revoked // and the link that was made with it
	networkLinked
	networkUnlinked // deleting a connection releases its authorization, which stays
	provisionedOnce
	takenDownAgain
	finished
	failed
	peeringGone
	repaired
	circuitGone
)

// apply makes the note. The view is of before the event.
func (n note) apply(by machine.Actor, v *view, s *State) {
	p := s.peering(v.of)
	switch n {
	case connectivityOrdering:
		s.Acts |= ConnectivityOrdered
	case keyHandover:
		s.Acts |= ServiceKeyHandedOver
	case deprovisioningAsked:
		s.Acts |= DeprovisioningRequested
	case ticketOpening:
		if p == nil {
			s.Acts |= TicketOpened
		} else {
			s.Acts |= evidenceSent(v.family)
		}
	case evidenceExamined:
		s.Acts &^= evidenceSent(v.family)
	case creation:
		s.Acts |= CreatedHere
		s.Bandwidth, s.Tier, s.Billing = machine.Yes, machine.Yes, machine.Yes
	case bandwidthWritten:
		s.Bandwidth = machine.Yes
	case tierWritten:
		s.Tier = machine.Yes
	case billingWritten:
		s.Billing = machine.Yes
	case peeringWritten:
		v.noteWritten(by, p)
		s.forgetEvidence(v.of)
	case peeringSwitched:
		p.ModifiedBy = by
	case filterAttached:
		p.RouteFilter = machine.Yes
	case filterDetached:
		p.RouteFilter = machine.No
	case provisionedOnce:
		s.Acts |= ProvisionedBefore
	case takenDownAgain:
		v.noteTakenDown(s)
	case finished:
		if p == nil && s.Status == Enabled {
			s.Acts &^= TicketOpened // it needs no repair any more
		}
	case failed:
		v.noteFailed(p, s)
	case peeringGone:
		p.RouteFilter, p.AsWanted, p.ModifiedBy = machine.No, machine.No, machine.Nobody
		s.forgetEvidence(v.of)
	case repaired:
		s.Acts &^= TicketOpened
	case circuitGone:
		s.clear()
	default:
		v.noteLink(n, s)
	}
}

// forgetEvidence: a ticket is about the prefixes as they were written.
func (s *State) forgetEvidence(of peering.Type) {
	if of == peeringMicrosoft {
		s.Acts &^= EvidenceSentIPv4 | EvidenceSentIPv6
	}
}

func (v *view) noteLink(n note, s *State) {
	at := int(v.at)
	switch n {
	case authorized:
		s.authorized = s.authorized.with(at)
	case revoked:
		s.authorized, s.linked = s.authorized.without(at), s.linked.without(at)
	case networkLinked:
		s.linked = s.linked.with(at)
	case networkUnlinked:
		s.linked = s.linked.without(at)
	}
}

func (v *view) noteWritten(by machine.Actor, p *peering.State) {
	p.ModifiedBy = by
	p.AsWanted = machine.TruthOf(v.Want.mode(v.of) == peering.WantPresent)
	if v.of == peeringMicrosoft && by == machine.Customer && v.Want.wantsRouteFilter() {
		p.RouteFilter = machine.Yes
	}
}

// noteTakenDown: to be provisioned again, the circuit must be ordered again. A
// circuit that was Provisioned once is not fresh.
func (v *view) noteTakenDown(s *State) {
	s.Acts &^= ConnectivityOrdered | ServiceKeyHandedOver | DeprovisioningRequested
	if v.Provider != Provisioning {
		s.Acts |= ProvisionedBefore
	}
}

// noteFailed: whether a failed write of a peering took effect is not known; the
// order is taken to be as it was read.
func (v *view) noteFailed(p *peering.State, s *State) {
	if p != nil {
		p.AsWanted = machine.Unknown
		return
	}
	want, have := &v.Want.Order, &v.Have.Order
	s.Bandwidth = asRead(s.Bandwidth, want.Bandwidth, have.Bandwidth)
	s.Tier = asRead(s.Tier, want.Tier, have.Tier)
	s.Billing = asRead(s.Billing, want.Billing, have.Billing)
}

func asRead[T comparable](before machine.Truth, want, have T) machine.Truth {
	var unknown T
	if have == unknown {
		return before
	}
	return asWanted(want, have)
}

// clear: nothing is left of a deleted circuit.
func (s *State) clear() {
	s.Private, s.Public, s.Microsoft = peering.NotThere(), peering.NotThere(), peering.NotThere()
	s.linked, s.authorized = linkSet{}, linkSet{}
}
