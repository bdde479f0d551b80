package circuit

import (
	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
)

// The effects of events: what they change besides moving the machines. They take
// and return values, so that a move does not allocate.

// record adds an act to the record.
func record(act Acts) effect {
	return func(_ about, s State) State {
		s.Acts |= act
		return s
	}
}

// withdrawn removes an act from the record.
func withdrawn(act Acts) effect {
	return func(_ about, s State) State {
		s.Acts &^= act
		return s
	}
}

// createdAsOrdered records that all acts from now on are recorded, and that the order
// is the wanted one.
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

// ticketClosed closes the ticket about the circuit.
func ticketClosed(_ about, s State) State {
	s.Acts &^= TicketOpened
	return s
}

// evidenceExamined closes the ticket about a family's prefixes.
func evidenceExamined(e about, s State) State {
	s.Acts &^= evidenceSent(e.family)
	return s
}

// peeringWritten records who wrote the peering, and that it is as wanted, if the spec
// wants it. It closes the tickets about prefixes, which are about the previous
// list.
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

// peeringSwitched records who modified the peering last.
func peeringSwitched(by machine.Actor) effect {
	return func(e about, s State) State {
		s.OfPeering(e.of).ModifiedBy = by
		return s
	}
}

// peeringGone removes the route filter and the tickets of a deleted peering.
func peeringGone(e about, s State) State {
	p := s.OfPeering(e.of)
	p.RouteFilter, p.AsWanted, p.ModifiedBy = machine.No, machine.No, machine.Nobody
	if e.of == peeringMicrosoft {
		s.Acts &^= EvidenceSentIPv4 | EvidenceSentIPv6
	}
	return s
}

// routeFilter records whether a route filter is attached.
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

// linkBroken keeps the authorization, which can be used again.
func linkBroken(e about, s State) State {
	s.linked = s.linked.without(int(e.at))
	return s
}

// takenDown removes the acts of ordering and deprovisioning from the record: the
// circuit must be ordered again. It records that the circuit was Provisioned before,
// unless the provider was still provisioning.
func takenDown(e about, s State) State {
	s.Acts &^= ConnectivityOrdered | ServiceKeyHandedOver | DeprovisioningRequested
	if e.provider != Provisioning {
		s.Acts |= ProvisionedBefore
	}
	return s
}

// operationFinished closes the ticket about a circuit that is Enabled.
func operationFinished(e about, s State) State {
	if e.of == 0 && s.Status == Enabled {
		s.Acts &^= TicketOpened
	}
	return s
}

// operationFailed makes unknown whether a peering is as wanted, because a failed
// write may have taken effect. For the circuit it compares the order as it was last
// read with the wanted one.
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

// asRead compares a part of the order with what was last read. It returns before if
// nothing was read.
func asRead[T comparable](before machine.Truth, want, have T) machine.Truth {
	var unknown T
	if have == unknown {
		return before
	}
	return asWanted(want, have)
}

// circuitGone removes the peerings, links and authorizations of a deleted circuit.
func circuitGone(_ about, s State) State {
	s.clear()
	return s
}
