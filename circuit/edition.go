package circuit

import "github.com/expressroute-go/expressroute/machine"

// Edition is the Azure whose rules apply. Only the caller chooses it; no
// document's shape implies it. The zero value is EditionToday.
type Edition uint8

const (
	EditionToday Edition = iota // Azure since mid-2017, as documented now
	Edition2016                 // the workflow article of July 2016
)

var editions = machine.SpellAll[Edition]("circuit.Edition", "Today", "2016")

func (e Edition) String() string                { return editions.String(e) }
func (e Edition) MarshalText() ([]byte, error)  { return editions.MarshalText(e) }
func (e *Edition) UnmarshalText(b []byte) error { return editions.UnmarshalText(e, b) }

// What follows, and the guards in guards_edition.go, is all that differs between
// the editions.

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
