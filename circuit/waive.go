package circuit

import (
	"slices"

	"github.com/expressroute-go/expressroute/bgp"
	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
	"github.com/expressroute-go/expressroute/prefixes"
)

// waivable lists the rules of configuration that a spec may waive.
var waivable = []machine.Need{
	NeedOfferedBandwidth, NeedDirectOrder, NeedPossible,
	NeedPublicPeering,
	NeedOneLink, NeedLinkRoom, NeedPrivatePeering, NeedPremiumGeography, NeedGlobalReach,

	peering.NeedType, peering.NeedFamily, peering.NeedBothPaths,
	peering.NeedSubnetFamily, peering.NeedSubnetLength, peering.NeedSubnetCanonical, peering.NeedPathsApart, peering.NeedSubnetPublic,
	peering.NeedIPv4Only, peering.NeedVLAN, peering.NeedKeyRef, peering.NeedMicrosoft, peering.NeedMicrosoftConfig,
	peering.NeedAdvertised, peering.NeedRegistry, peering.NeedRouteFilterType,
	peering.NeedVLANUnique, peering.NeedSubnetsUnique,

	bgp.NeedPeerASN, bgp.NeedPeerASNUnreserved, bgp.NeedPeerASNUsable, bgp.NeedPeerASNAssigned,
	bgp.NeedCustomerASNPublic, bgp.NeedCustomerASNInt32,

	prefixes.NeedValid, prefixes.NeedFamily, prefixes.NeedCanonical, prefixes.NeedSpecific,
	prefixes.NeedPublic, prefixes.NeedDistinct, prefixes.NeedLimit,
}

// waiveProblems returns a problem for each name in Waive that is neither a known rule
// of configuration nor a rule that the spec breaks.
func (s Spec) waiveProblems(broken machine.Problems) machine.Problems {
	var problems machine.Problems
	for i, need := range s.Waive {
		breaks := func(p machine.Problem) bool { return p.Need == need }
		if !slices.Contains(waivable, need) && !slices.ContainsFunc(broken, breaks) {
			problems = append(problems, waivableRule.At(index("waive", i), quoted(string(need))))
		}
	}
	return problems
}

var waivableRule = machine.Condition{
	Need: NeedModelled, Want: "waive must name rules of configuration",
	Actor: machine.Customer, Fix: "remove the name, or use the need of a problem that the validation reports",
	Basis: machine.Inferred, Source: sourceSpec,
}
