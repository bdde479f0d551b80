package circuit

import (
	"slices"

	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
)

// Spec describes the circuit that is wanted. No method changes it. The zero Spec
// wants a circuit through a provider, by the rules of today's Azure, and leaves
// everything else as it is.
type Spec struct {
	Edition       Edition
	Kind          Kind
	Order         Order  // a zero field means that any value will do
	peering.Wants        // Private, Public and Microsoft: what is wanted of each peering
	Links         []Link // links to make, in this order
	Retire        bool   // no circuit is wanted: plan to have it deprovisioned and deleted
	Facts         Facts
	Waive         []machine.Need // rules of configuration that the caller chooses to break
}

// Facts are facts about a circuit that no document shows. The customer attests
// them. Zero fields are not known.
type Facts struct {
	Subscription  machine.Truth `json:"subscription,omitempty"`  // an Azure subscription exists
	Relationship  machine.Truth `json:"relationship,omitempty"`  // the connectivity provider is chosen and under contract
	PhysicalPath  machine.Truth `json:"physicalPath,omitempty"`  // physical connectivity with the provider is set up
	DefaultRoute  machine.Truth `json:"defaultRoute,omitempty"`  // a default route is announced over Azure private peering
	SeparateEdge  machine.Truth `json:"separateEdge,omitempty"`  // Microsoft is reached over another proxy or edge than the Internet
	LinksListed   machine.Truth `json:"linksListed,omitempty"`   // the circuit has no other links than those of the spec; the circuit's document does not show links
	Ordered       machine.Truth `json:"ordered,omitempty"`       // connectivity was ordered from the provider
	KeyHandedOver machine.Truth `json:"keyHandedOver,omitempty"` // the provider has the service key
	Routing       machine.Actor `json:"routing,omitempty"`       // who manages a peering if nothing else tells: Customer (Layer 2 provider) or Provider (Layer 3)
	ProviderNeeds []string      `json:"providerNeeds,omitempty"` // what the provider needs with the service key: "VPN ID"
}

// With returns a copy of the spec in which the peering of type t has this want.
func (s Spec) With(t peering.Type, want peering.Want) Spec {
	s = s.clone()
	if p := s.OfPeering(t); p != nil {
		want.Config = want.Config.Clone()
		*p = want
	}
	return s
}

func (s *Spec) mode(t peering.Type) peering.Mode {
	if want := s.OfPeering(t); want != nil {
		return want.Mode
	}
	return peering.Unmanaged
}

// clone returns a copy that shares no memory with s.
func (s Spec) clone() Spec {
	s.Links, s.Waive = slices.Clone(s.Links), slices.Clone(s.Waive)
	s.Facts.ProviderNeeds = slices.Clone(s.Facts.ProviderNeeds)
	for _, want := range s.Peerings() {
		want.Config = want.Config.Clone()
	}
	return s
}

// truths returns the facts that are true or false.
func (f *Facts) truths() []machine.Truth {
	return []machine.Truth{f.Subscription, f.Relationship, f.PhysicalPath, f.DefaultRoute, f.SeparateEdge, f.LinksListed, f.Ordered, f.KeyHandedOver}
}
