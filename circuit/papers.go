package circuit

import (
	"slices"

	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
)

// newPapers copies what it is given.
func newPapers(want Spec, have Config, seen Seen) *papers {
	p := &papers{Want: want.clone(), Have: have.clone(), Seen: seen}
	for _, l := range p.Want.Links {
		p.links = append(p.links, knownLink{Link: l, wanted: true})
	}
	for _, l := range p.Have.Links {
		if i := p.linkIndex(l.Network); i >= 0 {
			p.links[i].OtherSubscription = p.links[i].OtherSubscription || l.OtherSubscription
		} else if len(p.links) < MaxLinks {
			p.links = append(p.links, knownLink{Link: l})
		}
	}
	p.digest(nil)
	return p
}

// digest notes what the machines need to know of the configurations. For an
// explanation, had is what was configured before.
func (p *papers) digest(had *Config) {
	p.explains = had != nil
	for t := range peering.Types() {
		v := view{of: t, papers: p}
		config := v.config()
		before := &p.Have
		if p.explains {
			before = had
		}
		diff := config.Diff(before.Peering(t))
		p.halves[t].ipv4 = factsOf(&config.IPv4, slices.ContainsFunc(diff, revalidates("ipv4")))
		p.halves[t].ipv6 = factsOf(&config.IPv6, slices.ContainsFunc(diff, revalidates("ipv6")))
		if !p.halves[t].ipv6.there {
			p.halves[t].ipv4.there = true
		}
	}
}

func factsOf(h *peering.Half, resubmits bool) halfFacts {
	facts := halfFacts{there: !h.IsZero(), resubmits: resubmits}
	if facts.there {
		facts.listed = machine.Is(len(h.Advertised) > 0)
	}
	return facts
}

// revalidates says whether a difference at that path has the family's prefixes
// validated anew: the prefixes themselves, the AS numbers, the registry.
func revalidates(family string) func(path string) bool {
	return func(path string) bool {
		switch path {
		case "peerASN", family + ".customerASN", family + ".registry":
			return true
		}
		list := family + ".advertised"
		return len(path) >= len(list) && path[:len(list)] == list
	}
}

// compare sets what is as wanted from the papers.
func (s *State) compare(p *papers) {
	want, have := p.Want.Order, p.Have.Order
	s.Bandwidth = asWanted(want.Bandwidth, have.Bandwidth)
	s.Tier = asWanted(want.Tier, have.Tier)
	s.Billing = asWanted(want.Billing, have.Billing)
	for t := range peering.Types() {
		s.peering(t).AsWanted = s.comparePeering(t, p)
	}
}

// asWanted compares one dimension of the order. What is not cared about is as
// wanted.
func asWanted[T comparable](want, have T) machine.Truth {
	var zero T
	switch {
	case want == zero:
		return machine.Yes
	case have == zero:
		return machine.Unknown
	}
	return machine.Is(want == have)
}

func (s *State) comparePeering(t peering.Type, p *papers) machine.Truth {
	want := p.Want.peering(t)
	switch there := s.peering(t).Exists(); {
	case there == machine.Unknown:
		return machine.Unknown
	case there == machine.No || want.Mode != peering.Present:
		return machine.No
	}
	have := p.Have.Peering(t)
	differs := slices.ContainsFunc(want.Config.Diff(have), func(path string) bool {
		// Whether a route filter is attached is a dimension of its own.
		none := path == "ipv4.routeFilter" && have.IPv4.RouteFilter == "" || path == "ipv6.routeFilter" && have.IPv6.RouteFilter == ""
		return !none
	})
	return machine.Is(!differs)
}

// problems are those of the spec, less what it waives.
func (s Spec) problems() machine.Problems {
	return slices.DeleteFunc(s.Validate(), func(p machine.Problem) bool {
		return slices.Contains(s.Waive, p.Need)
	})
}

// attest puts on record what the customer attests.
func (s *State) attest(f *Facts) {
	if f.Ordered == machine.Yes {
		s.Acts |= ConnectivityOrdered
	}
	if f.KeyHandedOver == machine.Yes {
		s.Acts |= ServiceKeyHandedOver
	}
	overlay(&s.Links, f.LinksListed)
}
