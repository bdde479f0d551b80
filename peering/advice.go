package peering

import (
	"fmt"
	"time"

	"github.com/expressroute-go/expressroute/machine"
)

// Needs that a configuration does not have to meet. [Config.Advice] says what
// happens if it does not.
const (
	NeedPublicASN          machine.Need = "public-asn"              // the prefixes belong to a public AS number
	NeedRegistryNamed      machine.Need = "registry-named"          // the registry is given
	NeedRegistryDocumented machine.Need = "registry-documented"     // the registry is one that the documentation names
	NeedRouteFilter        machine.Need = "route-filter-configured" // a route filter is configured
)

// PredatesRouteFilters says whether the peering was configured before
// 2017-08-01. A Microsoft peering that was configured on that day or later
// receives no routes until a route filter is attached. Unknown if Since is
// zero.
//
// Source: https://learn.microsoft.com/en-us/azure/expressroute/expressroute-howto-routing-portal-resource-manager
func (c Config) PredatesRouteFilters() machine.Truth {
	if c.Since.IsZero() {
		return machine.Unknown
	}
	return machine.TruthOf(c.Since.Before(filtersSince))
}

var filtersSince = time.Date(2017, time.August, 1, 0, 0, 0, 0, time.UTC)

// Advice returns the settings of c that are allowed for a peering of type t, but
// have a disadvantage: prefixes that a person has to validate, a peering that
// receives no routes. [Config.Validate] returns what is wrong with c.
func (c Config) Advice(t Type) machine.Problems {
	return broken(advice, t, subject{Config: c, Type: t}, c.writer())
}

// advice has the rules that a configuration may break, at a disadvantage.
var advice = []rule[subject]{
	{on: []Type{Microsoft}, check: checkPublicASN, Condition: machine.Condition{
		Need: NeedPublicASN, Want: "prefixes must be announced or registered by a public AS, or Microsoft validates them by hand",
		Fix: "give the public AS number that the prefixes are registered to", Basis: machine.Documented, Source: sourceRouting,
	}},
	{on: []Type{Microsoft}, check: checkRegistryNamed, Condition: machine.Condition{
		Need: NeedRegistryNamed, Want: "the registry of the prefixes should be given",
		Fix: "give the registry that has the prefixes", Basis: machine.Documented, Source: sourceHowTo,
	}},
	{on: []Type{Microsoft}, check: checkRegistryDocumented, Condition: machine.Condition{
		Need: NeedRegistryDocumented, Want: "the registry should be one that Azure's documentation names",
		Fix: "give the registry that has the prefixes", Basis: machine.Observed, Source: sourceLevel3,
	}},
	{on: []Type{Microsoft}, check: checkRouteFilter, unknown: undated, Condition: machine.Condition{
		Need: NeedRouteFilter, Want: "a route filter must be attached, or Microsoft announces no routes",
		Fix: "attach a route filter", Basis: machine.Documented, Source: sourceHowTo,
	}},
}

func checkPublicASN(s subject, found report) {
	for _, h := range s.halves() {
		if !h.IsZero() && s.PeerASN.IsPrivate() && !h.CustomerASN.IsPublic() {
			found(h.at("customerASN"), fmt.Sprintf("no public AS number, and peer ASN %s is private", s.PeerASN))
		}
	}
}

func checkRegistryNamed(s subject, found report) {
	for _, h := range s.halves() {
		if !h.IsZero() && registry(h.Registry) == "" {
			found(h.at("registry"), "none")
		}
	}
}

func checkRegistryDocumented(s subject, found report) {
	for _, h := range s.halves() {
		if name := registry(h.Registry); name == level3 {
			found(h.at("registry"), name)
		}
	}
}

func checkRouteFilter(s subject, found report) {
	if s.Legacy {
		return
	}
	what := "none, and the peering was configured on " + s.Since.Format(time.DateOnly)
	switch s.PredatesRouteFilters() {
	case machine.Yes:
		return
	case machine.Unknown:
		what = "none, and it is not known when the peering was configured"
	}
	for _, h := range s.halves() {
		if !h.IsZero() && h.RouteFilter == "" {
			found(h.at("routeFilter"), what)
		}
	}
}

// undated reports whether it is not known when the peering was configured.
func undated(s subject) bool { return s.PredatesRouteFilters() == machine.Unknown }
