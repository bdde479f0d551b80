package circuit

import (
	"slices"

	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
	"github.com/expressroute-go/expressroute/prefixes"
)

// leg is one sub-goal of a plan and the events that a plan may take to it. A
// plan goes by legs, because a search over the whole product of states is
// exponential in what is wanted.
type leg struct {
	goal   string // "the circuit is Provisioned and Enabled"
	events []Event
	met    func(State) bool
}

func event(verbs ...Verb) []Event {
	events := make([]Event, len(verbs))
	for i, v := range verbs {
		events[i].Verb = v
	}
	return events
}

func eventOn(t peering.Type, verbs ...Verb) []Event {
	events := event(verbs...)
	for i := range events {
		events[i].Peering = t
	}
	return events
}

func eventOf(t peering.Type, f peering.Family, verbs ...Verb) []Event {
	events := eventOn(t, verbs...)
	for i := range events {
		events[i].Family = f
	}
	return events
}

func eventAt(link string, verbs ...Verb) []Event {
	events := event(verbs...)
	for i := range events {
		events[i].Link = link
	}
	return events
}

// with adds the events that any leg may need. The end of an operation in flight
// comes first, so that of two ways as short a plan takes the one that waits for
// it; the repair of a failed circuit comes last.
func with(events []Event) []Event {
	all := event(OperationFinished)
	for t := range peering.Types() {
		all = append(all, eventOn(t, OperationFinished, PeeringRemoved)...)
	}
	return slices.Concat(all, events, event(RefreshCircuit))
}

// atRest reports whether nothing is in flight.
func (s *State) atRest() bool {
	return !s.Operation.InFlight() && !s.Private.Operation.InFlight() &&
		!s.Public.Operation.InFlight() && !s.Microsoft.Operation.InFlight()
}

// legs are the sub-goals on the way to the spec, in the order of the article:
// create, provision, configure routing, link.
func (c Circuit) legs() []leg {
	spec := &c.known().Want
	legs := []leg{legRepaired()}
	for t := range peering.Types() {
		if spec.mode(t) == peering.WantAbsent {
			legs = append(legs, legRemove(t))
		}
	}
	if spec.wantsUse() {
		legs = append(legs, legUsable(spec.Edition), legOrder())
	}
	for t := range peering.Types() {
		if spec.mode(t) == peering.WantPresent {
			legs = append(legs, c.legsPresent(t)...)
		}
	}
	for i, l := range c.known().links {
		if l.wanted {
			legs = append(legs, legLink(i, l.Link))
		}
	}
	return legs
}

// wantsUse reports whether anything that is wanted takes a usable circuit. A spec
// that only has peerings removed takes none.
func (s *Spec) wantsUse() bool {
	present, gone := len(s.Links) > 0 || s.Order != (Order{}), false
	for t := range peering.Types() {
		present = present || s.mode(t) == peering.WantPresent
		gone = gone || s.mode(t) == peering.WantAbsent
	}
	return present || !gone
}

// legRepaired: a failed circuit takes no writes, and must be repaired first.
func legRepaired() leg {
	return leg{
		goal:   "nothing is in flight and the circuit has not failed",
		events: with(nil),
		met:    func(s State) bool { return s.atRest() && !s.Operation.Broken() },
	}
}

// legUsable: the article creates the circuit and then orders connectivity. Today
// connectivity is ordered first, because the circuit bills from its creation.
func legUsable(edition Edition) leg {
	first := event(CreateCircuit, OrderConnectivity)
	if edition.ordersFirst() {
		first = event(OrderConnectivity, CreateCircuit)
	}
	return leg{
		goal: "the circuit is Provisioned and Enabled",
		events: with(slices.Concat(first, event(HandOverServiceKey, OpenTicket,
			ProvisioningFinished, DeprovisioningFinished, CircuitRepaired))),
		met: func(s State) bool {
			return s.Usable() == machine.Yes && s.atRest() && !s.Operation.Broken()
		},
	}
}

// legOrder: what is not known to be otherwise is not changed.
func legOrder() leg {
	return leg{
		goal:   "tier, bandwidth and billing model are as ordered",
		events: with(event(ChangeTier, ChangeBandwidth, ChangeBilling)),
		met: func(s State) bool {
			return s.Bandwidth != machine.No && s.Tier != machine.No && s.Billing != machine.No && s.atRest()
		},
	}
}

// legsPresent: the peering is written and on, then each family's prefixes are
// validated, then a route filter is attached.
func (c Circuit) legsPresent(t peering.Type) []leg {
	want := c.known().Want.peering(t)
	families := wantedFamilies(&want.Config)
	events := eventOn(t, ConfigurePeering, RoutingConfigured)
	for _, f := range families {
		events = append(events, eventOf(t, f, EnablePeering)...)
	}
	legs := []leg{{
		goal:   t.String() + " is configured as wanted and switched on",
		events: with(events),
		met: func(s State) bool {
			p := s.peering(t)
			on := p.AsWanted == machine.Yes && p.Operation == peering.Succeeded && s.atRest()
			for _, f := range families {
				on = on && p.Family(f).Admin == peering.Enabled
			}
			return on
		},
	}}
	if t != peeringMicrosoft {
		return legs
	}
	for _, f := range families {
		legs = append(legs, legPrefixes(f))
	}
	if c.known().Want.wantsRouteFilter() {
		legs = append(legs, legRouteFilter())
	}
	return legs
}

func wantedFamilies(c *peering.Config) []peering.Family {
	var families []peering.Family
	for _, f := range []peering.Family{peering.IPv4, peering.IPv6} {
		if !half(c, f).IsZero() {
			families = append(families, f)
		}
	}
	return families
}

func legPrefixes(f peering.Family) leg {
	return leg{
		goal: "the " + f.String() + " prefixes of MicrosoftPeering are Configured",
		events: with(eventOf(peeringMicrosoft, f,
			OpenTicket, SignPrefixes, ValidationStarted, PrefixesValidated, EvidenceAccepted)),
		met: func(s State) bool { return s.Microsoft.Family(f).Prefixes == prefixes.Configured && s.atRest() },
	}
}

func legRouteFilter() leg {
	return leg{
		goal:   "a route filter is attached to MicrosoftPeering",
		events: with(eventOn(peeringMicrosoft, AttachRouteFilter)),
		met:    func(s State) bool { return s.Microsoft.RouteFilter == machine.Yes && s.atRest() },
	}
}

func legLink(i int, l Link) leg {
	events := eventAt(l.Network, LinkNetwork)
	if l.OtherSubscription {
		events = eventAt(l.Network, CreateAuthorization, NetworkLinked)
	}
	return leg{
		goal:   "the network " + l.Network + " is linked",
		events: with(events),
		met:    func(s State) bool { return s.linked.has(i) && s.atRest() },
	}
}

// teardownLegs: in today's Azure everything on the circuit goes first, then the
// provider takes it down, then it is deleted. In 2016 only links stand in the
// way.
func (c Circuit) teardownLegs() []leg {
	var legs []leg
	deleted := c.state.deleting()
	for i, l := range c.known().links {
		if !deleted {
			legs = append(legs, legUnlink(i, l.Link))
		}
	}
	if c.known().Want.Edition.wantsBareCircuit() && !deleted {
		for _, t := range []peering.Type{peeringPrivate, peeringPublic, peeringMicrosoft} {
			legs = append(legs, legRemove(t))
		}
	}
	return append(legs, leg{
		goal: "the circuit is gone",
		// The provider first: in 2016 the customer may also delete first, which
		// is as short.
		events: with(event(RequestDeprovisioning, DeprovisioningFinished, DeleteCircuit, CircuitDeleted)),
		met:    func(s State) bool { return s.Status == Gone || s.Status == NotCreated },
	})
}

func legUnlink(i int, l Link) leg {
	return leg{
		goal:   l.Network + " is unlinked and not authorized",
		events: with(eventAt(l.Network, UnlinkNetwork, RevokeAuthorization)),
		met:    func(s State) bool { return !s.linked.has(i) && !s.authorized.has(i) },
	}
}

// legRemove: a route filter is detached first.
func legRemove(t peering.Type) leg {
	events := eventOn(t, RemovePeering, RoutingRemoved)
	if t == peeringMicrosoft {
		events = append(events, eventOn(t, DetachRouteFilter)...)
	}
	return leg{
		goal:   t.String() + " is removed",
		events: with(events),
		met:    func(s State) bool { return s.peering(t).Exists() == machine.No && s.atRest() },
	}
}
