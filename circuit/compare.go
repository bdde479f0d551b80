package circuit

import (
	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
)

// compare sets the values of the state that say whether the order and each peering
// are as the spec wants them.
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

// asWanted compares one part of the order. It is Yes if the spec does not say what
// it wants, and Unknown if Azure's value was not read.
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

// attest records what the customer attests.
func (s *State) attest(f *Facts) {
	if f.LinksListed == machine.Yes {
		s.Whole |= AllLinks
	}
	if s.Acts.Has(ProvisionedBefore) && s.Provider == NotProvisioned {
		return // the provider has since taken down what was ordered
	}
	if f.Ordered == machine.Yes {
		s.Acts |= ConnectivityOrdered
	}
	if f.KeyHandedOver == machine.Yes {
		s.Acts |= ServiceKeyHandedOver
	}
}
