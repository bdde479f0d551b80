package circuit

import (
	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
)

// compare sets what is as wanted from the papers.
func (s *State) compare(p *papers) {
	if s.Status == NotCreated {
		s.Bandwidth, s.Tier, s.Billing = machine.No, machine.No, machine.No
	} else {
		want, have := &p.Want.Order, &p.Have.Order
		s.Bandwidth = asWanted(want.Bandwidth, have.Bandwidth)
		s.Tier = asWanted(want.Tier, have.Tier)
		s.Billing = asWanted(want.Billing, have.Billing)
	}
	for t, known := range s.Peerings() {
		known.AsWanted = p.peeringAsWanted(t, known)
	}
}

func (p *papers) peeringAsWanted(t peering.Type, known *peering.State) machine.Truth {
	want := p.Want.OfPeering(t)
	switch there := known.Exists(); {
	case there == machine.Unknown:
		return machine.Unknown
	case there == machine.No || want.Mode != peering.WantPresent:
		return machine.No
	}
	return machine.TruthOf(!p.differs[t])
}

// asWanted compares one part of the order. What is not cared about is as
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

// attest puts on record what the customer attests.
func (s *State) attest(f *Facts) {
	if f.LinksListed == machine.Yes {
		s.Whole |= AllLinks
	}
	if s.Acts.Has(ProvisionedBefore) && s.Provider == NotProvisioned {
		return // what was ordered was taken down since
	}
	if f.Ordered == machine.Yes {
		s.Acts |= ConnectivityOrdered
	}
	if f.KeyHandedOver == machine.Yes {
		s.Acts |= ServiceKeyHandedOver
	}
}
