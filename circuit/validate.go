package circuit

import (
	"slices"

	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
)

// Validate returns all rules that the spec breaks: in the order, in each peering, in
// the peerings together, in the links and in Waive. A rule that a guard checks too
// has the guard's condition.
func (s Spec) Validate() machine.Problems {
	problems := append(s.wordProblems(), s.orderProblems()...)
	for t, want := range s.Peerings() {
		if want.Mode == peering.WantPresent {
			problems = append(problems, want.Config.Validate(t).Within(t.String())...)
		}
	}
	if !s.Edition.offersPublicPeering() && s.Public.Mode == peering.WantPresent {
		problems = append(problems, publicOffered.At("AzurePublicPeering", publicRetired))
	}
	problems = append(problems, peering.ValidateTogether(s.Wants)...)
	problems = append(problems, s.linkProblems()...)
	return append(problems, s.waiveProblems(problems)...)
}

// problems returns the rules that the spec breaks and does not waive. NeedModelled
// cannot be waived.
func (s Spec) problems() machine.Problems {
	return slices.DeleteFunc(s.Validate(), func(p machine.Problem) bool {
		return slices.Contains(s.Waive, p.Need) && p.Need != NeedModelled
	})
}

// waived returns the rules that the spec breaks and waives. Azure was seen to accept
// some of these, but the consequences are not known.
func (s Spec) waived() machine.Problems {
	return slices.DeleteFunc(s.Validate(), func(p machine.Problem) bool {
		return !slices.Contains(s.Waive, p.Need)
	})
}

// Conditions that only a spec can break.
var (
	modelled = machine.Condition{
		Need: NeedModelled, Want: "the value must be in its enumeration, and the number of links within the limit of this library",
		Actor: machine.Customer, Fix: "change the spec", Basis: machine.Inferred, Source: sourceSpec,
	}
	offeredBandwidth = machine.Condition{
		Need: NeedOfferedBandwidth, Want: "the bandwidth must be one that is offered",
		Actor: machine.Customer, Fix: "name a bandwidth that is offered", Basis: machine.Documented, Source: sourceFAQ,
	}
	directOrder = machine.Condition{
		Need: NeedDirectOrder, Want: "a circuit on an ExpressRoute Direct port must have no provider",
		Actor: machine.Customer, Fix: "remove the provider", Basis: machine.Documented, Source: sourceDirect,
	}
	localUnlimited = machine.Condition{
		Need: NeedPossible, Want: "the Local tier must have unlimited data",
		Actor: machine.Customer, Fix: "choose unlimited data, or another tier", Basis: machine.Documented, Source: sourceCircuitHowTo,
	}
	kindOfLink = machine.Condition{
		Need: NeedLinkKind, Want: "the kind of a link must be that of the resource that it names",
		Actor: machine.Customer, Fix: "leave the kind out: the resource ID tells it", Basis: machine.Documented, Source: sourceVirtualWAN,
	}
	oneLink = machine.Condition{
		Need: NeedOneLink, Want: "a link must name a network, each network once",
		Actor: machine.Customer, Fix: "change the spec", Basis: machine.Documented, Source: sourceLinks,
	}
)

// wordProblems returns a problem for each value outside its enumeration.
func (s Spec) wordProblems() machine.Problems {
	var problems machine.Problems
	check := func(path, word string, known bool) {
		if !known {
			problems = append(problems, modelled.At(path, word))
		}
	}
	check("edition", s.Edition.String(), s.Edition <= Edition2016)
	check("kind", s.Kind.String(), s.Kind <= Direct)
	check("order.tier", s.Order.Tier.String(), s.Order.Tier <= TierMultiCloud)
	check("order.billing", s.Order.Billing.String(), s.Order.Billing <= UnlimitedData)
	for t, want := range s.Peerings() {
		check(t.String()+".mode", want.Mode.String(), want.Mode <= peering.WantAbsent)
		check(t.String()+".managedBy", want.Config.ManagedBy.String(), want.Config.ManagedBy <= machine.NetworkOwner)
	}
	for i, l := range s.Links {
		check(index("links", i)+".kind", l.Kind.String(), l.Kind <= GlobalReachLink)
	}
	for _, fact := range s.Facts.truths() {
		check("facts", fact.String(), fact <= machine.Yes)
	}
	check("facts.routing", s.Facts.Routing.String(), s.Facts.Routing <= machine.NetworkOwner)
	return problems
}

func (s Spec) orderProblems() machine.Problems {
	var problems machine.Problems
	offered, source := bandwidths, sourceFAQ
	if s.Kind == Direct {
		offered, source = directBandwidths, sourceDirect
	}
	if b := s.Order.Bandwidth; b != 0 && !slices.Contains(offered, b) {
		problems = append(problems, offeredBandwidth.Citing(machine.Documented, source).At("order.bandwidthInMbps", b.String()))
	}
	if s.Kind == Direct && s.Order.Provider != "" {
		problems = append(problems, directOrder.At("order.provider", quoted(s.Order.Provider)))
	}
	if s.Order.Tier == TierLocal && s.Order.Billing == MeteredData {
		problems = append(problems, localUnlimited.At("order.billing", s.Order.Billing.String()))
	}
	return problems
}

func (s Spec) linkProblems() machine.Problems {
	var problems machine.Problems
	if len(s.Links) > MaxLinks {
		problems = append(problems, modelled.At("links", count(len(s.Links), "link")+" of "+count(MaxLinks, "link")))
	}
	if limit := s.Order.LinkLimit(); limit > 0 && len(s.Links) > limit {
		problems = append(problems, linkRoom.At(index("links", limit), count(len(s.Links), "link")+" of "+count(limit, "link")))
	}
	if len(s.Links) > 0 && s.Private.Mode == peering.WantAbsent {
		problems = append(problems, privatePeering.At("links", "the spec removes it"))
	}
	for i, l := range s.Links {
		if l.OtherGeography && s.Order.Tier != 0 && s.Order.Tier != TierPremium {
			problems = append(problems, premiumGeography.At(index("links", i), "tier "+s.Order.Tier.String()))
		}
		if l.Kind == GlobalReachLink && s.Order.Tier == TierLocal {
			problems = append(problems, globalReachOffered.At(index("links", i), "tier "+s.Order.Tier.String()))
		}
		if kind, told := kindOf(l.Network); told && l.Kind != GatewayLink && l.Kind != kind {
			problems = append(problems, kindOfLink.At(index("links", i)+".kind", l.Kind.String()+" for "+quoted(l.Network)))
		}
		same := func(other Link) bool { return sameResource(l.Network, other.Network) }
		if l.Network == "" || slices.IndexFunc(s.Links, same) != i {
			problems = append(problems, oneLink.At(index("links", i), quoted(l.Network)))
		}
	}
	return problems
}
