package circuit

import (
	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
	"github.com/expressroute-go/expressroute/prefixes"
)

// view is what a guard looks at: the state, the event, and the papers. Guards
// take it by value, eight of them for a peering, so it is kept small.
type view struct {
	State
	verb   Verb
	of     peering.Type // the event's peering
	family peering.Family
	plans  bool  // it is looked at for a plan
	at     int16 // the index of the event's link, -1 if it names none
	*papers
}

func (v *view) event() Event {
	e := Event{Verb: v.verb, Peering: v.of, Family: v.family}
	if v.at >= 0 {
		e.Link = v.links[v.at].Network
	}
	return e
}

type guard = machine.Guard[view]

// papers are all that is known about a circuit and does not move with it. They
// are shared by the circuits that follow from one another and never changed.
type papers struct {
	Want  Spec
	Have  Config
	Seen  Seen
	links []knownLink
	// halves is what the machines need to know of a peering's configuration:
	// the wanted one where there is one, and else the one that was seen.
	halves   [peeringMicrosoft + 1]struct{ ipv4, ipv6 halfFacts }
	explains bool   // what is looked at has happened
	dropped  int    // links for which there was no room
	wantSum  string // of the spec, so that a snapshot knows which it was of
}

// halfFacts is what the machines need to know of one half of a peering.
type halfFacts struct {
	there     bool          // it is configured; of a peering of which nothing is known, IPv4 is taken to be
	listed    machine.Truth // it has advertised prefixes
	resubmits bool          // writing it as wanted changes what its prefixes are validated by
}

func (v *view) half(f peering.Family) *halfFacts {
	if f == peering.IPv6 {
		return &v.halves[v.of].ipv6
	}
	return &v.halves[v.of].ipv4
}

// knownLink is a link that the spec or a document names.
type knownLink struct {
	Link
	wanted bool
}

func (p *papers) linkIndex(id string) int {
	for i := range p.links {
		if p.links[i].Network == id {
			return i
		}
	}
	for i := range p.links {
		if sameResource(p.links[i].Network, id) {
			return i
		}
	}
	return -1
}

// peering is the state of the event's peering, zero if it names none.
func (v *view) peering() peering.State {
	if p := v.State.peering(v.of); p != nil {
		return *p
	}
	return peering.State{}
}

func (v *view) has(links *linkSet) bool { return v.at >= 0 && links.has(int(v.at)) }

// config is the wanted configuration of the event's peering where there is
// one, and else the one that was seen.
func (v *view) config() *peering.Config {
	if want := v.Want.peering(v.of); want != nil && want.Mode == peering.WantPresent {
		return &want.Config
	}
	return v.Have.OfPeering(v.of)
}

// order is the order in force: as wanted where the state says so, else as seen.
func (v *view) order() Order {
	order := v.Have.Order
	if v.Acts.Has(CreatedHere) && v.Status != NotCreated {
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

// hasFamily says whether the event touches that family: the one it names, or
// all that the configuration has.
func (v *view) hasFamily(f peering.Family) bool {
	if v.family != 0 {
		return v.family == f
	}
	return v.half(f).there
}

// half points to that family's half.
func half(c *peering.Config, f peering.Family) *peering.Half {
	if f == peering.IPv6 {
		return &c.IPv6
	}
	return &c.IPv4
}

func (v *view) link() knownLink {
	if v.at < 0 {
		return knownLink{}
	}
	return v.links[v.at]
}

// manager is who writes the event's peering: as the spec says, as the document
// says, by whose hand it was last written, or as the customer attests.
func (v *view) manager() machine.Actor {
	t := v.of
	if want := v.Want.peering(t); want != nil && want.Config.ManagedBy != machine.Nobody {
		return want.Config.ManagedBy
	}
	have := v.Have.OfPeering(t)
	if have == nil {
		return machine.Nobody
	}
	switch modified := v.peering().ModifiedBy; {
	case have.ManagedBy != machine.Nobody:
		return have.ManagedBy
	case modified == machine.Customer || modified == machine.Provider:
		return modified
	case v.Provider == NotApplicable || v.Want.Kind == Direct:
		return machine.Customer
	}
	return v.Want.Facts.Routing
}

// prefixesTaken says whether the family's prefixes let BGP be enabled: only a
// Microsoft peering's must be Configured.
func prefixesTaken(t peering.Type, f peering.FamilyState) machine.Truth {
	switch {
	case t != peeringMicrosoft:
		return machine.Yes
	case f.Prefixes == 0:
		return machine.Unknown
	}
	return machine.TruthOf(f.Prefixes == prefixes.Configured)
}
