package circuit

import (
	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
)

// What events change beside the machines. These functions take and return
// values, so that a move does not allocate.

// record puts an act on record.
func record(act Acts) effect {
	return func(_ about, s State) State {
		s.Acts |= act
		return s
	}
}

// withdrawn takes an act off the record.
func withdrawn(act Acts) effect {
	return func(_ about, s State) State {
		s.Acts &^= act
		return s
	}
}

// createdAsOrdered: from now on the circuit's history is known, and its order is
// the one that was wanted.
func createdAsOrdered(_ about, s State) State {
	s.Acts |= HistoryKnown
	s.Bandwidth, s.Tier, s.Billing = machine.Yes, machine.Yes, machine.Yes
	return s
}

func bandwidthWritten(_ about, s State) State {
	s.Bandwidth = machine.Yes
	return s
}

func tierWritten(_ about, s State) State {
	s.Tier = machine.Yes
	return s
}

func billingWritten(_ about, s State) State {
	s.Billing = machine.Yes
	return s
}

// ticketOpened records the ticket about the circuit, or about a family's
// prefixes.
func ticketOpened(e about, s State) State {
	if e.of == 0 {
		s.Acts |= TicketOpened
	} else {
		s.Acts |= evidenceSent(e.family)
	}
	return s
}

// ticketClosed: the circuit needs no repair any more.
func ticketClosed(_ about, s State) State {
	s.Acts &^= TicketOpened
	return s
}

// evidenceExamined closes the ticket about a family's prefixes.
func evidenceExamined(e about, s State) State {
	s.Acts &^= evidenceSent(e.family)
	return s
}

// peeringWritten: the peering is as the spec wants it, if it wants one. A ticket
// about its prefixes is about the list that was there before.
func peeringWritten(by machine.Actor) effect {
	return func(e about, s State) State {
		p := s.OfPeering(e.of)
		p.ModifiedBy, p.AsWanted = by, machine.TruthOf(e.Want.mode(e.of) == peering.WantPresent)
		if e.of == peeringMicrosoft {
			if by == machine.Customer && e.Want.routeFilter() != "" {
				p.RouteFilter = machine.Yes
			}
			s.Acts &^= EvidenceSentIPv4 | EvidenceSentIPv6
		}
		return s
	}
}

// peeringSwitched notes who wrote the peering last.
func peeringSwitched(by machine.Actor) effect {
	return func(e about, s State) State {
		s.OfPeering(e.of).ModifiedBy = by
		return s
	}
}

// peeringGone takes away what belonged to the peering.
func peeringGone(e about, s State) State {
	p := s.OfPeering(e.of)
	p.RouteFilter, p.AsWanted, p.ModifiedBy = machine.No, machine.No, machine.Nobody
	if e.of == peeringMicrosoft {
		s.Acts &^= EvidenceSentIPv4 | EvidenceSentIPv6
	}
	return s
}

// routeFilter notes whether one is attached.
func routeFilter(attached machine.Truth) effect {
	return func(_ about, s State) State {
		s.Microsoft.RouteFilter = attached
		return s
	}
}

func authorized(e about, s State) State {
	s.authorized = s.authorized.with(int(e.at))
	return s
}

// revoked also deletes the link that was made with the authorization.
//
// Source: https://learn.microsoft.com/en-us/azure/expressroute/expressroute-howto-linkvnet-arm
func revoked(e about, s State) State {
	s.authorized, s.linked = s.authorized.without(int(e.at)), s.linked.without(int(e.at))
	return s
}

func linkMade(e about, s State) State {
	s.linked = s.linked.with(int(e.at))
	return s
}

// linkBroken leaves the authorization, which may be used again.
func linkBroken(e about, s State) State {
	s.linked = s.linked.without(int(e.at))
	return s
}

// takenDown: to be provisioned again, the circuit must be ordered again. A
// circuit that was Provisioned once is not fresh.
func takenDown(e about, s State) State {
	s.Acts &^= ConnectivityOrdered | ServiceKeyHandedOver | DeprovisioningRequested
	if e.provider != Provisioning {
		s.Acts |= ProvisionedBefore
	}
	return s
}

// operationFinished: a circuit that is Enabled again needs no repair any more.
func operationFinished(e about, s State) State {
	if e.of == 0 && s.Status == Enabled {
		s.Acts &^= TicketOpened
	}
	return s
}

// operationFailed: whether a failed write of a peering took effect is not known;
// the order is taken to be as it was read last.
func operationFailed(e about, s State) State {
	if e.of != 0 {
		s.OfPeering(e.of).AsWanted = machine.Unknown
		return s
	}
	want, have := &e.Want.Order, &e.Have.Order
	s.Bandwidth = asRead(s.Bandwidth, want.Bandwidth, have.Bandwidth)
	s.Tier = asRead(s.Tier, want.Tier, have.Tier)
	s.Billing = asRead(s.Billing, want.Billing, have.Billing)
	return s
}

func asRead[T comparable](before machine.Truth, want, have T) machine.Truth {
	var unknown T
	if have == unknown {
		return before
	}
	return asWanted(want, have)
}

// circuitGone: nothing is left on a deleted circuit.
func circuitGone(_ about, s State) State {
	s.clear()
	return s
}
