package circuit

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
)

// newPapers copies what it is given.
func newPapers(want Spec, have Config, seen Seen) *papers {
	p := &papers{Want: want.clone(), Have: have.clone(), Seen: seen}
	p.Seen.Sessions = maps.Clone(seen.Sessions)
	for _, l := range p.Want.Links {
		p.add(knownLink{Link: l, wanted: true})
	}
	for _, l := range p.Have.Links {
		if i := p.linkIndex(l.Network); i >= 0 {
			p.links[i].OtherSubscription = p.links[i].OtherSubscription || l.OtherSubscription
		} else {
			p.add(knownLink{Link: l})
		}
	}
	p.look(nil)
	return p
}

// add returns the index of the link that it adds, -1 if there is no room.
func (p *papers) add(l knownLink) int {
	if len(p.links) == MaxLinks {
		p.dropped++
		return -1
	}
	p.links = append(p.links, l)
	return len(p.links) - 1
}

// digest sums the spec up.
func (p *papers) digest() {
	text, err := json.Marshal(p.Want)
	if err != nil {
		text = nil // a spec that cannot be written is like no other
	}
	sum := sha256.Sum256(text)
	p.wantSum = hex.EncodeToString(sum[:8])
}

// look notes what the machines need to know of the configurations. For an
// explanation, had is what was configured before.
func (p *papers) look(had *Config) {
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
		facts.listed = machine.TruthOf(len(h.Advertised) > 0)
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
		return strings.HasPrefix(path, family+".advertised")
	}
}

// compare sets what is as wanted from the papers.
func (s *State) compare(p *papers) {
	if s.Status == NotCreated {
		s.Bandwidth, s.Tier, s.Billing = machine.No, machine.No, machine.No
	} else {
		s.compareOrder(&p.Want.Order, &p.Have.Order)
	}
	for t := range peering.Types() {
		s.peering(t).AsWanted = s.comparePeering(t, p)
	}
}

func (s *State) compareOrder(want, have *Order) {
	s.Bandwidth = asWanted(want.Bandwidth, have.Bandwidth)
	s.Tier = asWanted(want.Tier, have.Tier)
	s.Billing = asWanted(want.Billing, have.Billing)
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
	return machine.TruthOf(want == have)
}

func (s *State) comparePeering(t peering.Type, p *papers) machine.Truth {
	want := p.Want.peering(t)
	switch there := s.peering(t).Exists(); {
	case there == machine.Unknown:
		return machine.Unknown
	case there == machine.No || want.Mode != peering.WantPresent:
		return machine.No
	}
	have := p.Have.Peering(t)
	differs := slices.ContainsFunc(want.Config.Diff(have), func(path string) bool {
		// Whether a route filter is attached is a dimension of its own.
		none := path == "ipv4.routeFilter" && have.IPv4.RouteFilter == "" || path == "ipv6.routeFilter" && have.IPv6.RouteFilter == ""
		return !none
	})
	return machine.TruthOf(!differs)
}

// problems are those of the spec, less what it waives.
func (s Spec) problems() machine.Problems {
	return slices.DeleteFunc(s.Validate(), func(p machine.Problem) bool {
		return slices.Contains(s.Waive, p.Need) && p.Need != NeedModelled
	})
}

// attest puts on record what the customer attests.
func (s *State) attest(f *Facts) {
	if s.Acts.Has(ProvisionedBefore) && s.Provider == NotProvisioned {
		f = &Facts{LinksListed: f.LinksListed} // what was ordered was taken down since
	}
	if f.Ordered == machine.Yes {
		s.Acts |= ConnectivityOrdered
	}
	if f.KeyHandedOver == machine.Yes {
		s.Acts |= ServiceKeyHandedOver
	}
	overlay(&s.Links, f.LinksListed)
}
