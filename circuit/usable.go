package circuit

import (
	"github.com/expressroute-go/expressroute/bgp"
	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
)

// Usable returns nil if the circuit is Provisioned and Enabled: then it can be
// used, but it may carry no traffic yet, see [Circuit.InService]. Otherwise the
// error is a [*machine.TransitionError] with the conditions that are not met.
func (c Circuit) Usable() error {
	return c.lacking("use", guards(provisioned, enabled).Unmet(c.view()))
}

// InService returns nil if the peerings of these types carry traffic, as far as
// Azure's documents can tell. Without types it returns nil if the circuit is
// usable, has a peering, and all peerings that exist or are wanted are in service.
// Otherwise the error is a [*machine.TransitionError] with the conditions that are
// not met or not known.
//
// A peering is in service if
//   - the circuit is usable,
//   - each configured address family is switched on and has BGP enabled,
//   - a Microsoft peering has a route filter, if it needs one,
//   - of each family whose BGP sessions were observed, one session is up, and
//   - on a Direct circuit whose port was observed, one link of the port is enabled.
func (c Circuit) InService(types ...peering.Type) error {
	v := c.view()
	if len(types) > 0 {
		unmet := append(guards(provisioned, enabled).Unmet(v), v.portLacks()...)
		for _, t := range types {
			unmet = append(unmet, c.notInService(t)...)
		}
		return c.lacking("use "+types[0].String(), unmet)
	}
	unmet := append(guards(provisioned, enabled, anyPeering).Unmet(v), v.portLacks()...)
	for t := range peering.Types() {
		if c.concerns(t) {
			unmet = append(unmet, c.notInService(t)...)
		}
	}
	return c.lacking("carry traffic", unmet)
}

// notInService returns the conditions that a peering lacks to be in service,
// besides a usable circuit.
func (c *Circuit) notInService(t peering.Type) []machine.Unmet {
	v := c.view()
	v.of = t
	unmet := guards(peeringThere).Unmet(v)
	p := c.state.Peering(t)
	for _, f := range bothFamilies {
		half := p.Family(f)
		if half.Admin == peering.Absent || p.Exists() != machine.Yes {
			continue
		}
		v.family = f
		unmet = append(unmet, whyDown(v, f, half)...)
		if paths, seen := v.Have.Sessions[Session{Peering: t, Family: f}]; seen && paths != (bgp.Paths{}) {
			unmet = append(unmet, guards(sessionUp).Unmet(v)...)
		}
	}
	if t == peeringMicrosoft {
		unmet = append(unmet, guards(routesReceived).Unmet(v)...)
	}
	return unmet
}

// whyDown returns why BGP is not enabled for one family, leaving out what the
// circuit lacks.
func whyDown(v view, f peering.Family, half peering.FamilyState) []machine.Unmet {
	e := edge(machine.Yes, v.of, v.peering().Operation, half)
	var unmet []machine.Unmet
	for _, u := range e.Why() {
		switch u.Need {
		case bgp.NeedPrefixes:
			u.Found = "prefixes " + half.Prefixes.String()
			u.Actor, u.Fix = whoValidates(&v, half.Prefixes)
		case bgp.NeedAdministered, bgp.NeedApplied:
			if v.manager() == machine.Provider {
				u.Actor = machine.Provider
			}
		}
		u.Want = f.String() + ": " + u.Want
		unmet = append(unmet, u)
	}
	return unmet
}

var anyPeering = guard{
	Condition: machine.Condition{
		Need: NeedAnyPeering, Want: "the circuit must have a peering to carry traffic",
		Actor: machine.Customer, Fix: "configure a peering, or retire the circuit: it bills",
		Basis: machine.Article, Source: machine.Article2016,
	},
	Who: func(v view) (machine.Actor, string) {
		if v.hasPeering() == machine.Unknown {
			return machine.Customer, "read the circuit itself, or the list of its peerings"
		}
		return machine.Customer, "configure a peering, or retire the circuit: it bills"
	},
	Holds: func(v view) machine.Truth {
		return v.hasPeering()
	},
	Found: func(v view) string {
		if v.hasPeering() == machine.No {
			return "none"
		}
		return "a document that does not show the peerings: the circuit itself, or the list of its peerings, would tell"
	},
}

// sessionUp holds if one BGP session of the view's peering and family is up.
var sessionUp = guard{
	Condition: machine.Condition{
		Need: NeedSessionUp, Want: "a BGP session must be up",
		Basis: machine.Documented, Source: sourceTroubleshoot,
	},
	Who: func(v view) (machine.Actor, string) {
		if v.manager() == machine.Provider {
			return machine.Provider, "check the edge routers: VLAN ID, addresses, AS numbers, MD5 key"
		}
		return machine.Customer, "check the edge routers: VLAN ID, addresses, AS numbers, MD5 key; and ask the provider about its side"
	},
	Holds: func(v view) machine.Truth {
		paths := v.sessions()
		return paths.Primary.Session.Up().Or(paths.Secondary.Session.Up())
	},
	Found: func(v view) string { return foundSessions(v) },
}

// bothSessionsUp holds if both BGP sessions of the view's peering and family are up.
// The service level agreement requires both.
var bothSessionsUp = guard{
	Condition: machine.Condition{
		Need: NeedBothPaths, Want: "the BGP sessions of both paths must be up",
		Basis: machine.Documented, Source: sourceRequirements,
	},
	Who: func(v view) (machine.Actor, string) { return sessionUp.Who(v) },
	Holds: func(v view) machine.Truth {
		paths := v.sessions()
		return paths.Primary.Session.Up().And(paths.Secondary.Session.Up())
	},
	Found: func(v view) string { return foundSessions(v) },
}

// sessions returns the BGP sessions of the view's peering and family.
func (v *view) sessions() bgp.Paths { return v.Have.Sessions[Session{Peering: v.of, Family: v.family}] }

func foundSessions(v view) string {
	paths := v.sessions()
	return v.family.String() + ": primary " + paths.Primary.Session.String() + ", secondary " + paths.Secondary.Session.String()
}

var routesReceived = guard{
	Condition: machine.Condition{
		Need: NeedRouteFilter, Want: "a route filter must be attached for the peering to receive routes",
		Actor: machine.Customer, Fix: "attach a route filter",
		Basis: machine.Documented, Source: sourceRouteFilter,
	},
	Holds: func(v view) machine.Truth {
		have := &v.Have.Microsoft
		switch {
		case !v.Want.Edition.hasRouteFilters(), have.PredatesRouteFilters() == machine.Yes, v.Microsoft.Exists() == machine.No:
			return machine.Yes
		case have.Legacy:
			// Inferred: no Azure document says that a peering in legacy mode needs
			// a filter, and peerings from before August 2017 need none.
			return machine.Yes
		}
		return v.Microsoft.RouteFilter
	},
	Found: func(v view) string { return "route filter attached: " + v.Microsoft.RouteFilter.String() },
}

// lacksRoutes reports whether the Microsoft peering is wanted and receives no routes
// because it has no route filter.
func (c *Circuit) lacksRoutes() bool {
	return c.known().Want.mode(peeringMicrosoft) == peering.WantPresent && routesReceived.Holds(c.view()) == machine.No
}

// concerns reports whether the peering is wanted or exists.
func (c *Circuit) concerns(t peering.Type) bool {
	return c.known().Want.mode(t) == peering.WantPresent || c.state.OfPeering(t).Exists() == machine.Yes
}

func (c *Circuit) lacking(what string, unmet []machine.Unmet) error {
	if len(unmet) == 0 {
		return nil
	}
	return &machine.TransitionError{Machine: "circuit", Event: what, From: c.state.String(), Unmet: unmet, Err: machine.ErrUnmet}
}
