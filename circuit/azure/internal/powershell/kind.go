package powershell

import (
	"maps"
	"slices"
	"strings"
)

// Kind is what a block shows.
type Kind uint8

const (
	Prose          Kind = iota // no object: a line of text that looks like a column
	Other                      // an object that is neither a circuit nor a part of one
	AzCircuit                  // Get-AzExpressRouteCircuit, Get-AzureRmExpressRouteCircuit
	AzPart                     // a peering, an authorization or a Global Reach connection: Get-AzExpressRouteCircuitPeeringConfig, -Authorization, -ConnectionConfig
	AzLink                     // a connection of a network's gateway or of a hub's: Get-AzVirtualNetworkGatewayConnection, Get-AzExpressRouteConnection
	AzPort                     // Get-AzExpressRoutePort
	ClassicCircuit             // Get-AzureDedicatedCircuit, Get-AzureAuthorizedDedicatedCircuit
	ClassicPeering             // Get-AzureBGPPeering
	SessionRow                 // of the summary of a route table: Get-AzExpressRouteCircuitRouteTableSummary, Get-AzureDedicatedCircuitPeeringRouteTableSummary
	RouteRow                   // of a route table: Get-AzExpressRouteCircuitRouteTable, Get-AzureDedicatedCircuitPeeringRouteTableInfo
	ARPRow                     // of an ARP table: Get-AzExpressRouteCircuitARPTable, Get-AzureDedicatedCircuitPeeringArpInfo
)

// Kind recognises an object by its columns. Two columns of a circuit are enough,
// because the documentation cuts circuits down to two.
func (b *Block) Kind() Kind {
	switch {
	case b.has("StatePfxRcd"):
		return SessionRow
	case b.has("Network") && b.has("NextHop") && b.has("LocPrf", "Path"):
		return RouteRow
	case b.has("MacAddress") && b.has("InterfaceProperty", "Interface"):
		return ARPRow
	case b.has("PrimaryPeerSubnet", "SecondaryPeerSubnet", "CustomerAutonomousSystemNumber"):
		return ClassicPeering
	case b.has("CircuitProvisioningState"):
		return AzCircuit
	case b.has("PeeringType", "AuthorizationUseStatus", "CircuitConnectionStatus"):
		return AzPart
	case b.has("VirtualNetworkGateway1", "ExpressRouteCircuitPeeringId"):
		return AzLink
	case b.has("ProvisionedBandwidthInGbps"):
		return AzPort
	case b.has("ServiceProviderProvisioningState"):
		if b.has("CircuitName", "Status", "Bandwidth", "ServiceProviderName") {
			return ClassicCircuit
		}
		return AzCircuit
	case b.inTable:
		return Prose // tables of what is none of these are in between
	case slices.ContainsFunc(b.columns, isProvisioningState), len(b.columns) >= 3:
		return Other
	}
	return Prose
}

// isProvisioningState reports whether the column is the operation state that every
// resource has.
func isProvisioningState(c *column) bool { return strings.HasSuffix(c.name, "ProvisioningState") }

// columns returns the known columns of such an object.
func (k Kind) columns() columns {
	switch k {
	case AzCircuit:
		return circuitColumns
	case AzPart:
		return partColumns
	case AzLink:
		return linkColumns
	case AzPort:
		return portColumns
	case ClassicCircuit:
		return classicCircuitColumns
	case ClassicPeering:
		return classicPeeringColumns
	case SessionRow:
		return sessionColumns
	case RouteRow:
		return routeColumns
	case ARPRow:
		return arpColumns
	}
	return nil
}

// Columns returns the names of the known columns of such an object, sorted.
func (k Kind) Columns() []string { return slices.Sorted(maps.Keys(k.columns())) }
