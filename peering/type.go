package peering

import (
	"iter"

	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/prefixes"
)

// Type is the type of a peering. A circuit has at most one peering of each
// type, and Azure names the peering after its type. The zero value is no type.
//
// Source: github.com/Azure/azure-rest-api-specs,
// specification/network/resource-manager/Microsoft.Network/stable/2024-05-01/expressRouteCircuit.json
type Type uint8

const (
	_         Type = iota
	Private        // AzurePrivatePeering: virtual networks
	Public         // AzurePublicPeering: Azure services on public addresses; retired 2024-03-31
	Microsoft      // MicrosoftPeering: Microsoft 365, and public services since 2018
)

var types = machine.Spell[Type]("peering.Type", "no peering", "AzurePrivatePeering", "AzurePublicPeering", "MicrosoftPeering")

// Types yields the three types, in the order of the workflow article.
func Types() iter.Seq[Type] { return types.All() }

func (t Type) String() string                { return types.String(t) }
func (t Type) MarshalText() ([]byte, error)  { return types.MarshalText(t) }
func (t *Type) UnmarshalText(b []byte) error { return types.UnmarshalText(t, b) }

// Family is an address family. Each has its own half of a peering.
type Family = prefixes.Family

const (
	IPv4 = prefixes.IPv4
	IPv6 = prefixes.IPv6
)
