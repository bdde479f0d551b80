package azure

// Where the oddities were seen.
const (
	sourceSchema          = "github.com/Azure/azure-rest-api-specs, specification/network/resource-manager/Microsoft.Network/stable/2024-10-01/expressRouteCircuit.json"
	sourceCrossConnection = "github.com/MicrosoftDocs/azure-docs, articles/expressroute/cross-connections-api-development.md"
	sourceDirect          = "https://learn.microsoft.com/en-us/azure/expressroute/expressroute-workflows"
	sourcePrefixes        = "https://learn.microsoft.com/en-us/azure/expressroute/expressroute-howto-reset-peering"
	sourceEcho            = "recorded: github.com/Azure/azure-cli and others, 2015-2025: 57 of 61 answers to a PUT show this, whatever the circuit's state"
	sourceSKU             = "recorded: github.com/Azure/azure-powershell, TestExpressRouteCircuitCRUD, 2016-12-05: Standard_MeteredData with Premium and UnlimitedData"
	sourceTooEarly        = "recorded: github.com/Azure/azure-cli, test_network_express_route, 2017-04-14: Azure took peerings on NotProvisioned circuits"
	sourceRefused         = "recorded: github.com/Azure/azure-cli, test_network_express_route, 2017-09-15: UnauthorizedForMicrosoftPeering"
	sourceSameVLAN        = "recorded: github.com/Azure/azure-powershell, TestExpressRouteCircuitPeeringCRUD, 2015-12-03: two peerings on VLAN 200 left the circuit Failed"
	sourceStuck           = "recorded: github.com/Azure/azure-cli, test_network_express_route, 2017-09-15: a bystander's peerings Deleting; github.com/Azure/azure-powershell, TestExpressRouteCircuitPeeringCRUD, 2015-12-03: Updating for good"
	sourceIPv6Only        = "recorded: github.com/Azure/azure-cli, test_network_express_route_ipv6_peering2, 2021-02-25"
	sourceConnection      = "recorded: github.com/Azure/azure-cli, test_network_express_route_global_reach, 2020-09-10: Failed and Connected"
	sourceAuthorization   = "recorded: github.com/Azure/azure-sdk-for-python, test_cli_mgmt_network_express_route, 2020-06-18: Failed with its circuit"
	sourceGraph           = "https://learn.microsoft.com/en-us/azure/governance/resource-graph/overview#how-resource-graph-is-kept-current"
	sourceExamples        = "github.com/Azure/azure-rest-api-specs, specification/network/resource-manager/Microsoft.Network/stable/2024-10-01/examples"
	sourcePeeringEcho     = "recorded: github.com/Azure/azure-cli and others, 2017-2025: every answer to the first PUT of a peering is Updating with azureASN 0"
	sourceUpDown          = "https://learn.microsoft.com/en-us/javascript/api/@azure/arm-network/expressroutecircuitroutestablesummary; recorded: github.com/Azure/azure-powershell, TestExpressRouteCircuitPrivatePublicPeeringCRUD, 2017-08-01"
	sourceClassicLinks    = "https://learn.microsoft.com/en-us/azure/expressroute/expressroute-move"
	sourceLimits          = "https://learn.microsoft.com/en-us/azure/expressroute/expressroute-faqs; https://learn.microsoft.com/en-us/azure/azure-resource-manager/management/azure-subscription-service-limits#expressroute-limits"
	sourceTroubleshooting = "https://learn.microsoft.com/en-us/azure/expressroute/expressroute-troubleshooting-expressroute-overview"
	sourceARP             = "https://learn.microsoft.com/en-us/azure/expressroute/expressroute-troubleshooting-arp-resource-manager"
	sourceVirtualWAN      = "github.com/Azure/azure-rest-api-specs, specification/network/resource-manager/Microsoft.Network/stable/2024-10-01/virtualWan.json"
	sourceTerraform       = "https://developer.hashicorp.com/terraform/language/state/purpose"
	sourceTerraformSchema = "github.com/hashicorp/terraform-provider-azurerm, internal/services/network/express_route_circuit_resource.go and _peering_, _authorization_, _connection_"
)
