package circuit

import "github.com/expressroute-go/expressroute/machine"

// deprovisioned lets the customer delete a circuit after the provider has
// deprovisioned it. In the edition of 2016 the customer may delete a Provisioned
// circuit: it goes to Disabling and the provider must still deprovision. Since 2017
// Azure refuses that delete.
var deprovisioned = guard{
	Condition: machine.Condition{
		Need: NeedDeprovisioned, Want: "the connectivity provider must have deprovisioned the circuit",
		Basis: machine.Enforced, Source: "github.com/oracle-quickstart/oci-azure-interconnect issue 8: ConflictError, not in Deprovisioned state",
	},
	Who: whoDeprovisions,
	Holds: func(v view) machine.Truth {
		if v.Want.Edition == Edition2016 {
			return machine.Yes
		}
		return v.providerIs(NotProvisioned, NotApplicable)
	},
	Found: foundProvider,
}

const publicRetired = "it was retired on 2024-03-31; use Microsoft peering"

var publicOffered = guard{
	Condition: machine.Condition{
		Need: NeedPublicPeering, Want: "Azure must still offer public peering, or the peering must exist already",
		Actor: machine.Customer, Fix: "configure Microsoft peering instead",
		Basis: machine.Documented, Source: "https://learn.microsoft.com/en-us/azure/expressroute/about-public-peering",
	},
	Holds: func(v view) machine.Truth {
		if v.Want.Edition.offersPublicPeering() || v.of != peeringPublic {
			return machine.Yes
		}
		return v.peering().Exists()
	},
	Found: constant(publicRetired),
}

var microsoftTier = guard{
	Condition: machine.Condition{
		Need: NeedMicrosoftTier, Want: "in 2016, Microsoft peering needs the Premium tier",
		Actor: machine.Customer, Fix: "change the tier to Premium",
		Basis: machine.Enforced, Source: "github.com/Azure/azure-cli issue 1574 (2016); recorded since: InvalidSkuTypeForMicrosoftPeering",
	},
	Holds: func(v view) machine.Truth {
		if v.Want.Edition != Edition2016 || v.of != peeringMicrosoft {
			return machine.Yes
		}
		return v.tierIs(TierPremium)
	},
	Found: func(v view) string { return "tier " + v.order().Tier.String() },
}

var routeFiltersOffered = guard{
	Condition: machine.Condition{
		Need: NeedRouteFiltersOffered, Want: "Azure must offer route filters",
		Actor: machine.Nobody,
		Basis: machine.Documented, Source: "https://learn.microsoft.com/en-us/azure/expressroute/how-to-routefilter-powershell",
	},
	Holds: func(v view) machine.Truth { return machine.TruthOf(v.Want.Edition.hasRouteFilters()) },
	Found: constant("the edition of 2016, which has no route filters"),
}
