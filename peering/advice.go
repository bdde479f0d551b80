package peering

import (
	"fmt"
	"time"

	"github.com/expressroute-go/expressroute/machine"
)

// Needs of a peering that works without a person's help. A configuration may
// do without; [Config.Advice] says what that costs.
const (
	NeedPublicASN          machine.Need = "public-asn"              // a public AS stands for the prefixes
	NeedRegistryNamed      machine.Need = "registry-named"          // the registry is named
	NeedRegistryDocumented machine.Need = "registry-documented"     // the registry is one that the documentation names
	NeedRouteFilter        machine.Need = "route-filter-configured" // a route filter is configured
)

// filtersSince is the day from which a new Microsoft peering receives no
// routes until a route filter is attached.
//
// Source: https://learn.microsoft.com/en-us/azure/expressroute/expressroute-howto-routing-portal-resource-manager
var filtersSince = time.Date(2017, time.August, 1, 0, 0, 0, 0, time.UTC)

// Advice returns what is allowed in c as the configuration of a peering of type
// t, and will hurt: a validation that will need a person, a peering that will
// receive no routes. What is wrong with c is for [Config.Validate] to say.
func (c Config) Advice(t Type) machine.Problems {
	return broken(advice, t, subject{Config: c, Type: t}, c.writer())
}

// advice are the rules that may be broken, at a price.
var advice = []rule[subject]{
	{need: NeedPublicASN, on: []Type{Microsoft}, check: checkPublicASN,
		want: "prefixes must be announced or registered by a public AS, or Microsoft validates them by hand", fix: "give the public AS number that the prefixes are registered to",
		basis: machine.Documented, source: sourceRequired},
	{need: NeedRegistryNamed, on: []Type{Microsoft}, check: checkRegistryNamed,
		want: "the registry of the prefixes should be named", fix: "name the registry that has the prefixes",
		basis: machine.Documented, source: sourceRouting},
	{need: NeedRegistryDocumented, on: []Type{Microsoft}, check: checkRegistryDocumented,
		want: "the registry should be one that Azure's documentation names", fix: "name the registry that has the prefixes",
		basis: machine.Observed, source: "recorded: github.com/Azure/azure-cli, test_network_express_route, 2017-04-14: Azure accepts LEVEL3, which no documentation names"},
	{need: NeedRouteFilter, on: []Type{Microsoft}, check: checkRouteFilter,
		want: "a route filter must be attached, or Microsoft announces no routes", fix: "attach a route filter",
		basis: machine.Documented, source: sourceRouting},
	{need: NeedRouteFilter, on: []Type{Microsoft}, check: checkRouteFilterUndated, unknown: true,
		want: "a route filter must be attached, or Microsoft announces no routes", fix: "attach a route filter",
		basis: machine.Documented, source: sourceRouting},
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
	if !s.Since.IsZero() && !s.Since.Before(filtersSince) {
		unfiltered(s, "none, and the peering was configured on "+s.Since.Format(time.DateOnly), found)
	}
}

func checkRouteFilterUndated(s subject, found report) {
	if s.Since.IsZero() {
		unfiltered(s, "none, and not known when the peering was configured", found)
	}
}

// unfiltered finds the families without a route filter.
func unfiltered(s subject, what string, found report) {
	for _, h := range s.halves() {
		if !h.IsZero() && h.RouteFilter == "" {
			found(h.at("routeFilter"), what)
		}
	}
}
