package circuit

import (
	"github.com/expressroute-go/expressroute/bgp"
	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
)

// view is what a guard reads: the state, the event and the papers. Guards take it
// by value, up to eight guards for one event, so it is small.
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

// peering returns the state of the event's peering, zero if the event names none.
func (v *view) peering() peering.State { return v.State.Peering(v.of) }

// half returns the facts about one family of the event's peering.
func (v *view) half(f peering.Family) *halfFacts {
	if f == peering.IPv6 {
		return &v.halves[v.of].ipv6
	}
	return &v.halves[v.of].ipv4
}

// hasFamily reports whether the event is about that family. An event that names no
// family is about all families of the configuration.
func (v *view) hasFamily(f peering.Family) bool {
	if v.family != 0 {
		return v.family == f
	}
	return v.half(f).there
}

// link returns the event's link, the zero Link if the event names none.
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

// in says whether the event's link is in a set of links. It is Unknown if the link
// is not in the set and the list that fills the set is not complete.
func (v *view) in(set *linkSet, list Lists) machine.Truth {
	switch {
	case v.at >= 0 && set.has(int(v.at)):
		return machine.Yes
	case v.Whole.has(list) && !(list == AllLinks && v.nameless()):
		return machine.No
	}
	return machine.Unknown
}

// config returns the wanted configuration of the event's peering, or the one that
// was read if none is wanted.
func (v *view) config() *peering.Config { return v.papers.config(v.of) }

// order returns the order that Azure has: what the spec wants where the state says
// that Azure has it as wanted, else what was read.
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

// manager returns who manages the event's peering, from the first source that
// tells: the spec, the configuration that was read, who modified the peering last,
// a circuit without a provider, or what the customer attests.
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

// half returns a pointer to one family of a configuration.
func half(c *peering.Config, f peering.Family) *peering.Half {
	if f == peering.IPv6 {
		return &c.IPv6
	}
	return &c.IPv4
}

var bothFamilies = [...]peering.Family{peering.IPv4, peering.IPv6}
