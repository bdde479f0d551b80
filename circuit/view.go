package circuit

import (
	"github.com/expressroute-go/expressroute/bgp"
	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
)

// view is what a guard looks at: the state, the event, and the papers. Guards
// take it by value, eight of them for a peering, so it is kept small.
type view struct {
	State
	verb   Verb
	of     peering.Type // the event's peering
	family peering.Family
	path   bgp.DevicePath
	at     int16 // the index of the event's link, -1 if it names none
	*papers
}

type guard = machine.Guard[view]

// peering is the state of the event's peering, zero if it names none.
func (v *view) peering() peering.State { return v.State.Peering(v.of) }

// half is what the machines need to know of that half of the event's peering.
func (v *view) half(f peering.Family) *halfFacts {
	if f == peering.IPv6 {
		return &v.halves[v.of].ipv6
	}
	return &v.halves[v.of].ipv4
}

// hasFamily says whether the event touches that family: the one it names, or
// all that the configuration has.
func (v *view) hasFamily(f peering.Family) bool {
	if v.family != 0 {
		return v.family == f
	}
	return v.half(f).there
}

// link is the event's link, the zero link if it names none.
func (v *view) link() Link {
	if v.at < 0 {
		return Link{}
	}
	return v.links[v.at].Link
}

// abroad says whether the event's link leads to another geopolitical region.
func (v *view) abroad() machine.Truth {
	if v.at < 0 {
		return machine.Unknown
	}
	return v.links[v.at].abroad()
}

// in says whether the event's link is in a set of which the list is whole or
// not: what is not in a list that is not whole is not known.
func (v *view) in(set *linkSet, list Lists) machine.Truth {
	switch {
	case v.at >= 0 && set.has(int(v.at)):
		return machine.Yes
	case v.Whole.has(list) && !(list == AllLinks && v.nameless()):
		return machine.No
	}
	return machine.Unknown
}

// config is the wanted configuration of the event's peering where there is
// one, and else the one that was seen.
func (v *view) config() *peering.Config { return v.papers.config(v.of) }

// order is the order in force: as wanted where the state says so, else as seen.
func (v *view) order() Order {
	order := v.Have.Order
	if v.Acts.Has(HistoryKnown) && v.Status != NotCreated {
		fill(&order.Provider, v.Want.Order.Provider)
		fill(&order.PeeringLocation, v.Want.Order.PeeringLocation)
	}
	if v.Bandwidth == machine.Yes && v.Want.Order.Bandwidth != 0 {
		order.Bandwidth = v.Want.Order.Bandwidth
	}
	if v.Tier == machine.Yes && v.Want.Order.Tier != 0 {
		order.Tier = v.Want.Order.Tier
	}
	if v.Billing == machine.Yes && v.Want.Order.Billing != 0 {
		order.Billing = v.Want.Order.Billing
	}
	return order
}

func fill(known *string, wanted string) {
	if *known == "" {
		*known = wanted
	}
}

func (v *view) tierIs(want Tier) machine.Truth {
	tier := v.order().Tier
	if tier == 0 {
		return machine.Unknown
	}
	return machine.TruthOf(tier == want)
}

// manager is who writes the event's peering: as the spec says, as the document
// says, by whose hand it was last written, or as the customer attests.
func (v *view) manager() machine.Actor {
	t := v.of
	if want := v.Want.OfPeering(t); want != nil && want.Config.ManagedBy != machine.Nobody {
		return want.Config.ManagedBy
	}
	have := v.Have.OfPeering(t)
	if have == nil {
		return machine.Nobody
	}
	switch modified := v.State.OfPeering(t).ModifiedBy; {
	case have.ManagedBy != machine.Nobody:
		return have.ManagedBy
	case modified == machine.Customer || modified == machine.Provider:
		return modified
	case v.Provider == NotApplicable || v.Want.Kind == Direct:
		return machine.Customer
	}
	return v.Want.Facts.Routing
}

// half points to that family's half of a configuration.
func half(c *peering.Config, f peering.Family) *peering.Half {
	if f == peering.IPv6 {
		return &c.IPv6
	}
	return &c.IPv4
}

var bothFamilies = [...]peering.Family{peering.IPv4, peering.IPv6}
