package circuit

import (
	"slices"
	"strconv"
	"strings"

	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
	"github.com/expressroute-go/expressroute/prefixes"
)

// ask returns what the actor of an event must say, and to whom; empty if nothing.
func ask(v view) string {
	switch v.verb {
	case OrderConnectivity:
		return "ask " + v.provider() + " for " + v.wantedBandwidth() + " to Microsoft" + at(v.location())
	case HandOverServiceKey:
		return "give " + v.provider() + " " + strings.Join(providerNeeds(v), ", ")
	case ChangeBandwidth:
		if v.Provider != NotApplicable {
			return "tell " + v.provider() + " to raise its side to " + v.wantedBandwidth() + "; the new rate bills from then"
		}
	case RequestDeprovisioning:
		return "ask " + v.provider() + " to deprovision the circuit and to say when that is done"
	case CreateAuthorization:
		return "give the network's owner the authorization key and the circuit's resource ID"
	case OpenTicket:
		if v.of == 0 {
			return "ask Microsoft support to repair the circuit: give them its resource ID and service key"
		}
		return ticketEvidence + ": " + v.claims()
	}
	return ""
}

// ticketEvidence is what a ticket about manual validation must show.
//
// Source: the article of 2016, and
// https://learn.microsoft.com/en-us/azure/expressroute/expressroute-howto-routing-portal-resource-manager
const ticketEvidence = "show Microsoft support that you own the advertised prefixes and the AS number: the registry's entry for each, or a letter of authorization from whoever holds them"

// claims lists the prefixes that Azure has not accepted yet, and the AS number, for
// a ticket.
func (v *view) claims() string {
	config := v.config()
	h := half(config, v.family)
	asn := h.CustomerASN
	if asn == 0 {
		asn = config.PeerASN
	}
	var list []string
	for _, p := range h.Advertised {
		accepted := func(s PrefixState) bool {
			return s.Family == v.family && s.Prefix == p && s.State == prefixes.PrefixConfigured
		}
		if !slices.ContainsFunc(v.Have.Prefixes, accepted) {
			list = append(list, p.String())
		}
	}
	return strings.Join(append(list, "AS"+asn.String()), ", ")
}

// routingDetails lists what the provider needs to configure a peering: subnets,
// VLAN ID and AS number.
func routingDetails(c *peering.Config) string {
	var details []string
	for _, f := range wantedFamilies(c) {
		h := half(c, f)
		details = append(details, h.Primary.String(), h.Secondary.String())
	}
	return strings.Join(append(details, "VLAN "+strconv.Itoa(int(c.VLAN)), "AS"+c.PeerASN.String()), ", ")
}

func (v *view) provider() string {
	if name := v.order().Provider; name != "" {
		return name
	}
	if name := v.Want.Order.Provider; name != "" {
		return name
	}
	return "the connectivity provider"
}

func (v *view) wantedBandwidth() string {
	if b := v.Want.Order.Bandwidth; b != 0 {
		return b.String()
	}
	if b := v.order().Bandwidth; b != 0 {
		return b.String()
	}
	return "the circuit's bandwidth"
}

// location returns the peering location of the spec, or the one that was read.
func (v *view) location() string {
	if location := v.Want.Order.PeeringLocation; location != "" {
		return location
	}
	return v.order().PeeringLocation
}

func at(location string) string {
	if location == "" {
		return ""
	}
	return " at " + location
}

// providerNeeds lists what the provider needs to provision the circuit: the service
// key, what else it asks for, and the routing details of peerings that it manages.
func providerNeeds(v view) []string {
	needs := append([]string{"the service key"}, v.Want.Facts.ProviderNeeds...)
	for t := range peering.Types() {
		v.of = t
		if v.Want.OfPeering(t).Mode == peering.WantPresent && v.manager() == machine.Provider {
			needs = append(needs, "the routing of "+t.String()+" ("+routingDetails(v.config())+")")
		}
	}
	return needs
}
