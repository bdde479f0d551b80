package circuit

import (
	"slices"

	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
)

// Spec is the circuit that is wanted. No method changes it. The zero Spec wants
// a circuit of today's Azure, through a provider, and leaves all else alone.
type Spec struct {
	Edition   Edition
	Kind      Kind
	Order     Order        // zero fields are not cared about
	Private   peering.Want // Azure private peering
	Public    peering.Want // Azure public peering
	Microsoft peering.Want // Microsoft peering
	Links     []Link       // networks to be linked, in this order
	Retire    bool         // no circuit is wanted: it shall be taken down and deleted
	Facts     Facts
	Waive     []machine.Need // rules about configuration that the caller has decided to break
}

// Facts are what no document about a circuit says, attested by the customer.
// Zero fields are not known.
type Facts struct {
	Subscription  machine.Truth `json:"subscription,omitempty"`  // an Azure subscription exists
	Relationship  machine.Truth `json:"relationship,omitempty"`  // the connectivity provider is chosen and under contract
	PhysicalPath  machine.Truth `json:"physicalPath,omitempty"`  // physical connectivity with the provider is set up
	DefaultRoute  machine.Truth `json:"defaultRoute,omitempty"`  // a default route is announced over Azure private peering
	SeparateEdge  machine.Truth `json:"separateEdge,omitempty"`  // Microsoft is reached over another proxy or edge than the Internet
	LinksListed   machine.Truth `json:"linksListed,omitempty"`   // the links of the spec are all there are; Azure shows them with the gateways, not with the circuit
	Ordered       machine.Truth `json:"ordered,omitempty"`       // connectivity was ordered from the provider
	KeyHandedOver machine.Truth `json:"keyHandedOver,omitempty"` // the provider has the service key
	Routing       machine.Actor `json:"routing,omitempty"`       // who configures routing where nothing else tells: Customer (Layer 2 provider) or Provider (Layer 3)
	ProviderNeeds []string      `json:"providerNeeds,omitempty"` // what the provider needs with the service key: "VPN ID"
}

// AsConfigured returns the spec that wants what is there: the circuit as it was
// ordered and every peering that was seen, as it is configured. Since it is
// there, whatever rules of configuration it breaks are waived.
func (c Circuit) AsConfigured() Spec {
	have, s := c.Have(), c.Want()
	s.Order, s.Links = have.Order, nil
	if c.state.Provider == NotApplicable {
		s.Kind = Direct
	}
	for t := range peering.Types() {
		*s.peering(t) = peering.Want{}
		switch p := c.state.Peering(t); {
		case p.Operation == peering.Deleting:
			s.peering(t).Mode = peering.WantAbsent
		case p.Exists() == machine.Yes:
			*s.peering(t) = peering.Want{Mode: peering.WantPresent, Config: have.Peering(t)}
		}
	}
	for _, l := range c.Links() {
		if l.Linked && l.OtherSubscription {
			s.Links = append(s.Links, l.Link)
		}
	}
	s.Waive = append(s.Waive, s.Validate().Needs()...)
	return s
}

// With returns the spec with another want for the peering of that type.
func (s Spec) With(t peering.Type, want peering.Want) Spec {
	s = s.clone()
	if p := s.peering(t); p != nil {
		want.Config = want.Config.Clone()
		*p = want
	}
	return s
}

// Peering returns what is wanted of the peering of that type.
func (s Spec) Peering(t peering.Type) peering.Want {
	if want := s.peering(t); want != nil {
		return *want
	}
	return peering.Want{}
}

func (s *Spec) mode(t peering.Type) peering.Mode {
	if want := s.peering(t); want != nil {
		return want.Mode
	}
	return peering.Unmanaged
}

func (s *Spec) peering(t peering.Type) *peering.Want {
	switch t {
	case peeringPrivate:
		return &s.Private
	case peeringPublic:
		return &s.Public
	case peeringMicrosoft:
		return &s.Microsoft
	}
	return nil
}

// clone copies everything that the spec points to.
func (s Spec) clone() Spec {
	s.Links, s.Waive = slices.Clone(s.Links), slices.Clone(s.Waive)
	s.Facts.ProviderNeeds = slices.Clone(s.Facts.ProviderNeeds)
	for t := range peering.Types() {
		want := s.peering(t)
		want.Config = want.Config.Clone()
	}
	return s
}

const (
	// NeedOfferedBandwidth: not every bandwidth can be ordered.
	NeedOfferedBandwidth machine.Need = "offered-bandwidth"
	// NeedDirectOrder: a Direct circuit has no provider, a Partner circuit has one.
	NeedDirectOrder machine.Need = "order-of-its-kind"
	// NeedModelled: what is beyond the model cannot be waived.
	NeedModelled machine.Need = "modelled"
	// NeedOneLink: a network is linked once.
	NeedOneLink machine.Need = "one-link-a-network"
	// NeedPossible: some wants can never be fulfilled.
	NeedPossible machine.Need = "possible"
)

// Validate returns everything that is wrong with the spec, with its peerings
// alone and with its peerings together.
func (s Spec) Validate() machine.Problems {
	problems := append(s.wordProblems(), s.orderProblems()...)
	for t := range peering.Types() {
		want := s.Peering(t)
		if want.Mode == peering.WantPresent {
			problems = append(problems, want.Config.Validate(t).Within(t.String())...)
		}
	}
	if !s.Edition.offersPublicPeering() && s.Public.Mode == peering.WantPresent {
		problems = append(problems, problem("AzurePublicPeering", NeedPublicPeering,
			"Azure public peering must still be offered", "it was retired on 2024-03-31; use Microsoft peering",
			machine.Documented, "https://learn.microsoft.com/en-us/azure/expressroute/about-public-peering"))
	}
	problems = append(problems, peering.ValidateTogether(peering.Wants{Private: s.Private, Public: s.Public, Microsoft: s.Microsoft})...)
	return append(problems, s.linkProblems()...)
}

// wordProblems are values that have no word: those of no enumeration.
func (s Spec) wordProblems() machine.Problems {
	var problems machine.Problems
	for _, v := range []struct {
		path, word string
		known      bool
	}{
		{"edition", s.Edition.String(), s.Edition <= Edition2016},
		{"kind", s.Kind.String(), s.Kind <= Direct},
		{"order.tier", s.Order.Tier.String(), s.Order.Tier <= MultiCloud},
		{"order.billing", s.Order.Billing.String(), s.Order.Billing <= UnlimitedData},
		{"AzurePrivatePeering.mode", s.Private.Mode.String(), s.Private.Mode <= peering.WantAbsent},
		{"AzurePublicPeering.mode", s.Public.Mode.String(), s.Public.Mode <= peering.WantAbsent},
		{"MicrosoftPeering.mode", s.Microsoft.Mode.String(), s.Microsoft.Mode <= peering.WantAbsent},
	} {
		if !v.known {
			problems = append(problems, problem(v.path, NeedModelled, "the value must be one of its enumeration", v.word, machine.Inferred, sourceSpec))
		}
	}
	return problems
}

func (s Spec) orderProblems() machine.Problems {
	var problems machine.Problems
	offered, source := bandwidths, sourceFAQ
	if s.Kind == Direct {
		offered, source = directBandwidths, sourceDirect
	}
	if b := s.Order.Bandwidth; b != 0 && !slices.Contains(offered, b) {
		problems = append(problems, problem("order.bandwidthInMbps", NeedOfferedBandwidth,
			"the bandwidth must be one that is offered", b.String(), machine.Documented, source))
	}
	if s.Kind == Direct && s.Order.Provider != "" {
		problems = append(problems, problem("order.provider", NeedDirectOrder,
			"a circuit on an ExpressRoute Direct port must have no provider", s.Order.Provider, machine.Documented, sourceDirect))
	}
	if s.Order.Tier == Local && s.Order.Billing == MeteredData {
		problems = append(problems, problem("order.billing", NeedPossible,
			"the Local tier must have unlimited data", s.Order.Billing.String(), machine.Documented, sourceCircuitHowTo))
	}
	return problems
}

func (s Spec) linkProblems() machine.Problems {
	var problems machine.Problems
	if len(s.Links) > MaxLinks {
		problems = append(problems, problem("links", NeedModelled, "a circuit must have no more links than can be modelled: "+count(MaxLinks, "link"),
			count(len(s.Links), "link"), machine.Documented, sourceLimits))
	}
	limit := s.Order.LinkLimit()
	if limit > 0 && len(s.Links) > limit {
		problems = append(problems, problem(index("links", limit), NeedLinkRoom,
			"the links must be within the limit of tier and bandwidth", count(len(s.Links), "link")+" of "+count(limit, "link"),
			machine.Documented, sourceLimits))
	}
	if len(s.Links) > 0 && s.Private.Mode == peering.WantAbsent {
		problems = append(problems, problem("links", NeedPrivatePeering,
			"links must have Azure private peering", "the spec has it removed", machine.Documented, sourceLinks))
	}
	for i, l := range s.Links {
		if l.OtherGeography && s.Order.Tier != 0 && s.Order.Tier != Premium {
			problems = append(problems, problem(index("links", i), NeedPremiumGeography,
				"a network in another geopolitical region takes the Premium tier", s.Order.Tier.String(), machine.Documented, sourceFAQ))
		}
		same := func(other Link) bool { return sameResource(l.Network, other.Network) }
		if l.Network == "" || slices.IndexFunc(s.Links, same) != i {
			problems = append(problems, problem(index("links", i), NeedOneLink,
				"a link must name a network, each network once", quoted(l.Network), machine.Documented, sourceLinks))
		}
	}
	return problems
}

func problem(path string, need machine.Need, want, found string, basis machine.Basis, source string) machine.Problem {
	return machine.Problem{Path: path, Unmet: machine.Unmet{
		Need: need, Want: want, Found: found, Actor: machine.Customer, Fix: "change the spec", Basis: basis, Source: source,
	}}
}
