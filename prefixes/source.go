package prefixes

import "github.com/expressroute-go/expressroute/machine"

// The sources of the rules of this package.
const (
	sourceSession    = machine.Article2016 + ": Routing session configuration state"
	sourceRouting    = "https://learn.microsoft.com/en-us/azure/expressroute/expressroute-routing"
	sourceHowTo      = "https://learn.microsoft.com/en-us/azure/expressroute/expressroute-howto-routing-portal-resource-manager"
	sourceCross      = "https://learn.microsoft.com/en-us/azure/expressroute/cross-connections-api-development"
	sourceStates     = "github.com/Azure/azure-rest-api-specs, specification/network/resource-manager/Microsoft.Network/stable/2024-05-01/expressRouteCircuit.json"
	sourceSignatures = "github.com/Azure/azure-rest-api-specs, specification/network/resource-manager/Microsoft.Network/stable/2024-10-01/expressRouteCircuit.json"
	sourceSigning    = "https://learn.microsoft.com/en-us/powershell/module/az.network/add-azexpressroutecircuitmicrosoftpeeringprefixconfig"
	sourceHostBits   = "recorded: github.com/Azure/azure-powershell, TestExpressRouteCircuitMicrosoftPeeringCRUD, 2016-12-05: 11.2.3.4/30 was accepted; trailing bits mean nothing, RFC 4271 section 4.3"
)
