package circuit

import (
	"time"

	"github.com/expressroute-go/expressroute/bgp"
	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
)

// NeedRoutes: a Microsoft peering configured since 2017-08-01 receives no routes
// without a route filter.
const NeedRoutes machine.Need = "route-filter"

// Usable returns nil if the circuit can be used: if it is Provisioned and
// Enabled. Otherwise the error is a [*machine.TransitionError] with what is
// missing.
func (c Circuit) Usable() error {
	return c.lacking("use", guards(provisioned, enabled).Unmet(c.view()))
}

// InService returns nil if the peering of that type carries traffic as far as
// Azure's documents can tell: the circuit is usable, a family of the peering is
// switched on with BGP enabled, and a Microsoft peering has a route filter.
// Otherwise the error is a [*machine.TransitionError] with what is missing.
//
// Where both families are configured both must be in service.
func (c Circuit) InService(t peering.Type) error {
	v := c.view()
	v.of = t
	unmet := guards(provisioned, enabled, peeringThere).Unmet(v)
	p := c.state.Peering(t)
	for _, f := range []peering.Family{peering.IPv4, peering.IPv6} {
		if half := p.Family(f); half.Admin != peering.Absent && p.Exists() == machine.Yes {
			unmet = append(unmet, whyDown(v, f, half)...)
		}
	}
	if t == peeringMicrosoft {
		unmet = append(unmet, guards(routesReceived).Unmet(v)...)
	}
	return c.lacking("use "+t.String(), unmet)
}

// whyDown is why BGP is not enabled for one family, less what the circuit lacks.
func whyDown(v view, f peering.Family, half peering.FamilyState) []machine.Unmet {
	e := edge(machine.Yes, v.of, v.peering().Operation, half)
	var unmet []machine.Unmet
	for _, u := range e.Why() {
		switch u.Need {
		case bgp.NeedPrefixes:
			v.family = f
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

var routesReceived = guard{
	Condition: machine.Condition{
		Need: NeedRoutes, Want: "a route filter must be attached for the peering to receive routes",
		Actor: machine.Customer, Fix: "attach a route filter",
		Basis: machine.Documented, Source: sourceRouteFilter,
	},
	Holds: func(v view) machine.Truth {
		if !v.Want.Edition.hasRouteFilters() || beforeRouteFilters(v.Have.Microsoft) || v.Microsoft.Exists() == machine.No {
			return machine.Yes
		}
		return v.Microsoft.RouteFilter
	},
	Found: func(v view) string { return "route filter attached: " + v.Microsoft.RouteFilter.String() },
}

// routeFilterSince is when Microsoft peerings began to need a route filter.
//
// Source: https://learn.microsoft.com/en-us/azure/expressroute/how-to-routefilter-powershell
var routeFilterSince = time.Date(2017, time.August, 1, 0, 0, 0, 0, time.UTC)

func beforeRouteFilters(c peering.Config) bool {
	return !c.Since.IsZero() && c.Since.Before(routeFilterSince)
}

func (c Circuit) lacking(what string, unmet []machine.Unmet) error {
	if len(unmet) == 0 {
		return nil
	}
	return &machine.TransitionError{Machine: "circuit", Event: what, From: c.state.String(), Unmet: unmet, Err: machine.ErrUnmet}
}
