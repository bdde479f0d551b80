package circuit

import "github.com/expressroute-go/expressroute/machine"

// Edition says which version of Azure's rules applies. The caller chooses it; no
// document implies it. The zero value is EditionToday.
type Edition uint8

const (
	EditionToday Edition = iota // the rules since mid-2017, as documented now
	Edition2016                 // the rules of the workflow article of July 2016
)

var editions = machine.SpellAll[Edition]("circuit.Edition", "Today", "2016")

func (e Edition) String() string                { return editions.String(e) }
func (e Edition) MarshalText() ([]byte, error)  { return editions.MarshalText(e) }
func (e *Edition) UnmarshalText(b []byte) error { return editions.UnmarshalText(e, b) }

// The methods below, and the guards in guards_edition.go, are all differences
// between the editions.

// hasRouteFilters reports whether a Microsoft peering can have a route filter. It can
// since August 2017.
//
// Source: https://learn.microsoft.com/en-us/azure/expressroute/how-to-routefilter-powershell
func (e Edition) hasRouteFilters() bool { return e != Edition2016 }

// takesSignatures reports whether the owner of a prefix can sign it. It can since API
// version 2024-10-01.
//
// Source: github.com/Azure/azure-rest-api-specs,
// specification/network/resource-manager/Microsoft.Network/stable/2024-10-01/expressRouteCircuit.json
func (e Edition) takesSignatures() bool { return e != Edition2016 }

// wantsBareCircuit reports whether all peerings and authorizations must be removed
// before the provider deprovisions a circuit and before it is deleted. In 2016 only
// links had to be removed.
//
// Source: github.com/TheresaLui/SelfHelpContent_v2
// articles/microsoft.networkinsights: exr-circuit-not-deleted
func (e Edition) wantsBareCircuit() bool { return e != Edition2016 }

// ordersFirst reports whether a plan orders connectivity before it creates the
// circuit, because the circuit bills from its creation. In the article the circuit
// is created first.
//
// Source: https://learn.microsoft.com/en-us/azure/expressroute/expressroute-workflows
func (e Edition) ordersFirst() bool { return e != Edition2016 }

// stopsBillingTakenDown reports whether a deleted circuit stops billing when its
// provider has deprovisioned it. Today it stops when Azure has deleted it.
//
// Source: github.com/MicrosoftDocs/azure-docs
// articles/expressroute/expressroute-howto-circuit-arm.md @00e161c7 (2016-01-12)
func (e Edition) stopsBillingTakenDown() bool { return e == Edition2016 }

// offersPublicPeering reports whether Azure public peering can be configured. It was
// retired on 2024-03-31.
//
// Source: https://learn.microsoft.com/en-us/azure/expressroute/about-public-peering
func (e Edition) offersPublicPeering() bool { return e == Edition2016 }

// changesBilling reports whether the billing model can change, from metered to
// unlimited data. In 2016 it could not.
//
// Source: https://learn.microsoft.com/en-us/azure/expressroute/expressroute-circuit-peerings
func (e Edition) changesBilling() bool { return e != Edition2016 }
