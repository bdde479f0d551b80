package circuit

import "github.com/expressroute-go/expressroute/machine"

// Edition is the Azure whose rules apply. Only the caller chooses it; no
// document's shape implies it. The zero value is Today.
type Edition uint8

const (
	Today       Edition = iota // Azure since mid-2017, as documented now
	Edition2016                // the workflow article of July 2016
)

var editions = machine.SpellAll[Edition]("circuit.Edition", "Today", "2016")

func (e Edition) String() string                { return editions.String(e) }
func (e Edition) MarshalText() ([]byte, error)  { return editions.MarshalText(e) }
func (e *Edition) UnmarshalText(b []byte) error { return editions.UnmarshalText(e, b) }

// What follows is all that differs between the editions: first what is asked
// elsewhere, then guards.

// hasRouteFilters: a Microsoft peering has route filters since August 2017.
//
// Source: https://learn.microsoft.com/en-us/azure/expressroute/how-to-routefilter-powershell
func (e Edition) hasRouteFilters() bool { return e != Edition2016 }

// takesSignatures: the owner of a prefix signs it since API version 2024-10-01.
//
// Source: github.com/Azure/azure-rest-api-specs,
// specification/network/resource-manager/Microsoft.Network/stable/2024-10-01/expressRouteCircuit.json
func (e Edition) takesSignatures() bool { return e != Edition2016 }

// wantsBareCircuit: peerings and authorizations go before the provider takes a
// circuit down and before it is deleted; in 2016 only links stand in the way.
//
// Source: github.com/TheresaLui/SelfHelpContent_v2
// articles/microsoft.networkinsights: exr-circuit-not-deleted
func (e Edition) wantsBareCircuit() bool { return e != Edition2016 }

// ordersFirst: connectivity is ordered before the circuit is created, because
// the circuit bills from its creation. The article creates the circuit first.
//
// Source: https://learn.microsoft.com/en-us/azure/expressroute/expressroute-workflows
func (e Edition) ordersFirst() bool { return e != Edition2016 }

// stopsBillingTakenDown: a circuit that is deleted stops billing when its
// provider has taken it down; today when Azure has deleted it.
//
// Source: github.com/MicrosoftDocs/azure-docs
// articles/expressroute/expressroute-howto-circuit-arm.md @00e161c7 (2016-01-12)
func (e Edition) stopsBillingTakenDown() bool { return e == Edition2016 }

// offersPublicPeering: Azure public peering was retired on 2024-03-31.
//
// Source: https://learn.microsoft.com/en-us/azure/expressroute/about-public-peering
func (e Edition) offersPublicPeering() bool { return e == Edition2016 }

// changesBilling: metered data can become unlimited data; in 2016 the billing
// type could not be changed.
//
// Source: https://learn.microsoft.com/en-us/azure/expressroute/expressroute-circuit-peerings
func (e Edition) changesBilling() bool { return e != Edition2016 }

// In 2016 the customer may delete a circuit that is Provisioned: it goes to
// Disabling and the provider must still deprovision. Since 2017 the same
// operation fails and nothing changes.
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
		Need: NeedPublicPeering, Want: "Azure public peering must still be offered, or be there already",
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
		Need: NeedMicrosoftTier, Want: "Microsoft peering takes the Premium tier in 2016",
		Actor: machine.Customer, Fix: "change the tier to Premium",
		Basis: machine.Enforced, Source: "github.com/Azure/azure-cli issue 1574 (2016); recorded since: InvalidSkuTypeForMicrosoftPeering",
	},
	Holds: func(v view) machine.Truth {
		if v.Want.Edition != Edition2016 || v.of != peeringMicrosoft {
			return machine.Yes
		}
		return v.tierIs(Premium)
	},
	Found: func(v view) string { return "tier " + v.order().Tier.String() },
}

var routeFiltersOffered = guard{
	Condition: machine.Condition{
		Need: NeedRouteFiltersOffered, Want: "route filters must be offered",
		Actor: machine.Nobody,
		Basis: machine.Documented, Source: "https://learn.microsoft.com/en-us/azure/expressroute/how-to-routefilter-powershell",
	},
	Holds: func(v view) machine.Truth { return machine.TruthOf(v.Want.Edition.hasRouteFilters()) },
	Found: constant("the edition of 2016, which knows none"),
}
