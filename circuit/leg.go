package circuit

import (
	"slices"

	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
	"github.com/expressroute-go/expressroute/prefixes"
)

// leg is one sub-goal of a plan, with the events that may lead to it. A plan is
// searched leg by leg, because a search over all combinations of states grows
// exponentially with the number of things wanted.
type leg struct {
	goal   string // "the circuit is Provisioned and Enabled"
	events []Event
	met    func(State) bool
	last   bool // skip it if an earlier leg was not reached
}

// scope is the subject of a leg: a link, or a peering with some of its families, or
// the circuit itself if both are zero.
type scope struct {
	peering  peering.Type
	families []peering.Family
	link     Link
}

// serving returns the events of a leg: those of the rule book for that purpose and
// scope. The ends of operations in flight stand first, so that a plan waits for an
// operation rather than take another way of the same length. RefreshCircuit, the
// repair of a failed circuit, stands last.
func serving(to purpose, of scope) []Event {
	events := slices.Clone(waiting)
	for i := range couplings {
		if couplings[i].Serves&to != 0 {
			events = of.add(events, &couplings[i])
		}
	}
	return append(events, Event{Verb: RefreshCircuit})
}

// add appends the events of a row with the subjects of the scope.
func (s scope) add(events []Event, row *coupling) []Event {
	of := row.Of.shapes
	switch {
	case s.link != (Link{}):
		if row.Of.has(s.link.Kind) {
			events = append(events, Event{Verb: row.On, Link: s.link.Network})
		}
	case s.peering == 0:
		if of&onCircuit != 0 {
			events = append(events, Event{Verb: row.On})
		}
	default:
		if row.Of.microsoft && s.peering != peeringMicrosoft {
			return events
		}
		if of&onPeering != 0 {
			events = append(events, Event{Verb: row.On, Peering: s.peering})
		}
		for _, f := range s.families {
			if of&onFamily != 0 {
				events = append(events, Event{Verb: row.On, Peering: s.peering, Family: f})
			}
		}
	}
	return events
}

// waiting lists the events that end an operation in flight: on the circuit and on
// each peering.
var waiting = func() []Event {
	var events []Event
	for i := range couplings {
		if couplings[i].Serves&toWait == 0 {
			continue
		}
		events = scope{}.add(events, &couplings[i])
		for t := range peering.Types() {
			events = scope{peering: t}.add(events, &couplings[i])
		}
	}
	return events
}()

// legs returns the sub-goals on the way to the spec. First a failed circuit is
// repaired and unwanted peerings are removed. Then they follow the order of the
// article: create, provision, configure routing, link.
func (c Circuit) legs() []leg {
	spec := &c.known().Want
	legs := []leg{c.legRepaired()}
	for t := range peering.Types() {
		if spec.mode(t) == peering.WantAbsent {
			legs = append(legs, c.legRemove(t))
		}
	}
	if spec.wantsUse() {
		legs = append(legs, c.legUsable(), c.legOrder())
	}
	for t := range peering.Types() {
		if spec.mode(t) == peering.WantPresent {
			legs = append(legs, c.legsPresent(t)...)
		}
	}
	for i, l := range c.known().links {
		if l.Wanted {
			legs = append(legs, c.legLink(i, l.Link))
		}
	}
	return legs
}

// wantsUse reports whether the spec needs a usable circuit. A spec that only
// removes peerings does not.
func (s *Spec) wantsUse() bool {
	present, gone := len(s.Links) > 0 || s.Order != (Order{}), false
	for t := range peering.Types() {
		present = present || s.mode(t) == peering.WantPresent
		gone = gone || s.mode(t) == peering.WantAbsent
	}
	return present || !gone
}

// legRepaired repairs a failed circuit: Azure accepts no other writes until then.
// An operation on a peering can stay in flight on it for good, and is not waited
// for.
func (c *Circuit) legRepaired() leg {
	events := serving(0, scope{})
	if c.state.Operation.Broken() {
		events = putFirst(events, RefreshCircuit)
	}
	return leg{
		goal:   "nothing is in flight and the circuit has not failed",
		events: events,
		met:    func(s State) bool { return s.atRest() && !s.Operation.Broken() },
	}
}

// legUsable gets the circuit created, Provisioned and Enabled. In the article the
// customer creates the circuit and then orders connectivity. Today connectivity is
// ordered first, because the circuit bills from its creation.
func (c *Circuit) legUsable() leg {
	events := serving(toUsable, scope{})
	if c.known().Want.Edition.ordersFirst() {
		events = putFirst(events, OrderConnectivity)
	}
	return leg{
		goal:   "the circuit is Provisioned and Enabled",
		events: events,
		met: func(s State) bool { // Unknown is enough: some documents never show it
			return s.Usable() != machine.No && s.atRest() && !s.Operation.Broken()
		},
	}
}

// putFirst moves the events of a verb to the front.
func putFirst(events []Event, verb Verb) []Event {
	first := func(e Event) bool { return e.Verb == verb }
	rest := slices.DeleteFunc(slices.Clone(events), first)
	return append(slices.DeleteFunc(events, func(e Event) bool { return !first(e) }), rest...)
}

// legOrder changes the parts of the order that are known to differ from the spec.
func (c *Circuit) legOrder() leg {
	return leg{
		goal:   "tier, bandwidth and billing model are as ordered",
		events: serving(toOrder, scope{}),
		met: func(s State) bool {
			return s.Bandwidth != machine.No && s.Tier != machine.No && s.Billing != machine.No && s.atRest()
		},
	}
}

// legsPresent returns the legs of a wanted peering: it is configured and switched
// on. On a Microsoft peering the prefixes of each family are then validated, and a
// route filter is attached.
func (c *Circuit) legsPresent(t peering.Type) []leg {
	families := wantedFamilies(&c.known().Want.OfPeering(t).Config)
	legs := []leg{{
		goal:   t.String() + " is configured as wanted and switched on",
		events: serving(toRoute, scope{peering: t, families: families}),
		met: func(s State) bool {
			p := s.OfPeering(t)
			on := p.AsWanted == machine.Yes && (p.Operation == peering.Succeeded || p.Operation == 0) && s.atRest()
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
		legs = append(legs, c.legPrefixes(f))
	}
	if c.known().Want.routeFilter() != "" || c.lacksRoutes() {
		legs = append(legs, c.legRouteFilter())
	}
	return legs
}

func wantedFamilies(c *peering.Config) []peering.Family {
	var families []peering.Family
	for _, f := range bothFamilies {
		if !half(c, f).IsZero() {
			families = append(families, f)
		}
	}
	return families
}

func (c *Circuit) legPrefixes(f peering.Family) leg {
	return leg{
		goal:   "the " + f.String() + " prefixes of MicrosoftPeering are Configured",
		events: serving(toValidate, scope{peering: peeringMicrosoft, families: []peering.Family{f}}),
		met:    func(s State) bool { return s.Microsoft.Family(f).Prefixes == prefixes.Configured && s.atRest() },
	}
}

func (c *Circuit) legRouteFilter() leg {
	return leg{
		goal:   "a route filter is attached to MicrosoftPeering",
		events: serving(toFilter, scope{peering: peeringMicrosoft}),
		met:    func(s State) bool { return s.Microsoft.RouteFilter == machine.Yes && s.atRest() },
	}
}

func (c *Circuit) legLink(i int, l Link) leg {
	return leg{
		goal:   l.Network + " is linked",
		events: serving(toLink, scope{link: l}),
		met:    func(s State) bool { return s.linked.has(i) && s.atRest() },
	}
}

// teardownLegs returns the legs that delete the circuit. Today all links,
// authorizations and peerings are removed first, then the provider deprovisions,
// then the circuit is deleted. In 2016 only links had to be removed first.
func (c *Circuit) teardownLegs() []leg {
	var legs []leg
	deleted := c.state.deleting() && !c.state.Operation.Broken() // a failed deletion is repeated
	for i, l := range c.known().links {
		if !deleted {
			legs = append(legs, c.legUnlink(i, l.Link))
		}
	}
	if c.known().Want.Edition.wantsBareCircuit() && !deleted {
		for t := range peering.Types() {
			legs = append(legs, c.legRemove(t))
		}
	}
	return append(legs, c.legGone())
}

// legGone gets the circuit deleted, after the provider has deprovisioned. In 2016
// the customer may also delete first; that takes as many steps, so
// DeprovisioningFinished is put first to prefer it.
func (c *Circuit) legGone() leg {
	return leg{
		goal:   "the circuit is gone",
		events: putFirst(serving(toRetire, scope{}), DeprovisioningFinished),
		met:    func(s State) bool { return s.Status == Gone || s.Status == NotCreated },
		last:   true,
	}
}

func (c *Circuit) legUnlink(i int, l Link) leg {
	return leg{
		goal:   l.Network + " is unlinked and not authorized",
		events: serving(toUnlink, scope{link: l}),
		met:    func(s State) bool { return !s.linked.has(i) && !s.authorized.has(i) },
	}
}

// legRemove removes a peering, after detaching its route filter.
func (c *Circuit) legRemove(t peering.Type) leg {
	return leg{
		goal:   t.String() + " is removed",
		events: serving(toUnroute, scope{peering: t}),
		met:    func(s State) bool { return s.OfPeering(t).Exists() == machine.No && s.atRest() },
	}
}
