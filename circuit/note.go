package circuit

import (
	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
)

// Notes are what an event changes beside the machines: acts on record, links,
// and what is now as wanted.

func done(act Acts) func(view, State) State {
	return func(_ view, s State) State {
		s.Acts |= act
		return s
	}
}

// noteCreated: the circuit is created as it was ordered.
func noteCreated(_ view, s State) State {
	s.Acts |= CreatedHere
	s.Bandwidth, s.Tier, s.Billing = machine.Yes, machine.Yes, machine.Yes
	return s
}

func noteBandwidth(_ view, s State) State {
	s.Bandwidth = machine.Yes
	return s
}

func noteTier(_ view, s State) State {
	s.Tier = machine.Yes
	return s
}

func noteBilling(_ view, s State) State {
	s.Billing = machine.Yes
	return s
}

// writtenBy: the peering is written as the spec wants it, if it wants it.
func writtenBy(actor machine.Actor) func(view, State) State {
	return func(v view, s State) State {
		p := s.peering(v.of)
		p.ModifiedBy = actor
		p.AsWanted = machine.Is(v.Want.peering(v.of).Mode == peering.Present)
		if v.of == peeringMicrosoft && v.Want.wantsRouteFilter() && actor == machine.Customer {
			p.RouteFilter = machine.Yes
		}
		return s
	}
}

func modifiedBy(actor machine.Actor) func(view, State) State {
	return func(v view, s State) State {
		s.peering(v.of).ModifiedBy = actor
		return s
	}
}

func routeFilter(attached machine.Truth) func(view, State) State {
	return func(_ view, s State) State {
		s.Microsoft.RouteFilter = attached
		return s
	}
}

// noteFailed: whether a failed write of a peering took effect is not known; the
// order is taken to be as it was read.
func noteFailed(v view, s State) State {
	if p := s.peering(v.of); p != nil {
		p.AsWanted = machine.Unknown
		return s
	}
	want, have := v.Want.Order, v.Have.Order
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

func notePeeringRemoved(v view, s State) State {
	p := s.peering(v.of)
	p.RouteFilter, p.AsWanted, p.ModifiedBy = machine.No, machine.No, machine.Nobody
	return s
}

func noteTicket(v view, s State) State {
	if v.of == 0 {
		s.Acts |= TicketOpened
	}
	return s
}

// noteFinished: a circuit that is Enabled needs no ticket any more.
func noteFinished(v view, s State) State {
	if v.of == 0 && s.Status == Enabled {
		s.Acts &^= TicketOpened
	}
	return s
}

func noteRepaired(_ view, s State) State {
	s.Acts &^= TicketOpened
	return s
}

// noteTakenDown: to be provisioned again, the circuit must be ordered again. A
// circuit that was Provisioned once is not fresh.
func noteTakenDown(v view, s State) State {
	s.Acts &^= ConnectivityOrdered | ServiceKeyHandedOver | DeprovisioningRequested
	if v.Provider != Provisioning {
		s.Acts |= ProvisionedBefore
	}
	return s
}

func noteAuthorized(v view, s State) State {
	s.authorized = s.authorized.with(int(v.at))
	return s
}

func noteRevoked(v view, s State) State {
	s.authorized, s.linked = s.authorized.without(int(v.at)), s.linked.without(int(v.at))
	return s
}

func noteLinked(v view, s State) State {
	s.linked = s.linked.with(int(v.at))
	return s
}

// noteUnlinked: deleting the connection releases the authorization, which
// stays.
func noteUnlinked(v view, s State) State {
	s.linked = s.linked.without(int(v.at))
	return s
}

// noteGone: nothing is left of a deleted circuit.
func noteGone(_ view, s State) State {
	s.Private, s.Public, s.Microsoft = peering.NotThere, peering.NotThere, peering.NotThere
	s.linked, s.authorized = linkSet{}, linkSet{}
	return s
}
