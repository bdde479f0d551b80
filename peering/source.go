package peering

// The sources of the rules of this package.
const (
	sourceWorkflows     = "https://learn.microsoft.com/en-us/azure/expressroute/expressroute-workflows"
	sourceRouting       = "https://learn.microsoft.com/en-us/azure/expressroute/expressroute-routing"
	sourceHowTo         = "https://learn.microsoft.com/en-us/azure/expressroute/expressroute-howto-routing-portal-resource-manager"
	sourceReset         = "https://learn.microsoft.com/en-us/azure/expressroute/expressroute-howto-reset-peering"
	sourceFilter        = "https://learn.microsoft.com/en-us/azure/expressroute/how-to-routefilter-portal"
	sourcePublicPeering = "https://learn.microsoft.com/en-us/azure/expressroute/about-public-peering"
	sourceARM           = "https://learn.microsoft.com/en-us/azure/azure-resource-manager/management/async-operations"
	sourceIPv6Config    = "github.com/Azure/azure-rest-api-specs, specification/network/resource-manager/Microsoft.Network/stable/2024-05-01/expressRouteCircuit.json, Ipv6ExpressRouteCircuitPeeringConfig"
	sourceTerraform     = "github.com/hashicorp/terraform-provider-azurerm, internal/services/network/express_route_circuit_peering_resource.go"
	sourceTag           = "IEEE 802.1Q, section 9.6: VLAN identifiers 0 and 4095 are reserved"
	sourceKeyRef        = "github.com/expressroute-go/expressroute, peering/key.go"
	sourceNoConfig      = "https://github.com/Azure/azure-cli/issues/1175"
	sourceCanonical     = "recorded: github.com/Azure/azure-cli, azure-powershell and azure-sdk-for-net test sessions, 2015 to 2025: every link subnet in them is canonical"
	sourceLevel3        = "recorded: github.com/Azure/azure-cli, test_network_express_route, 2017-04-14: Azure accepts LEVEL3, which no documentation names"
	sourceRefused       = "recorded: github.com/Azure/azure-cli, test_network_express_route, 2017-09-15: UnauthorizedForMicrosoftPeering leaves Failed/Disabled/NotConfigured"
	sourceStuck         = "recorded: github.com/Azure/azure-powershell, TestExpressRouteCircuitPeeringCRUD, 2015-12-03: a Failed circuit was deleted with its peerings Updating for good"
	sourceSpread        = "recorded: github.com/Azure/azure-sdk-for-python, test_cli_mgmt_network_express_route, 2020-06-18: a failed connection turns circuit, peering and authorization Failed"
)
