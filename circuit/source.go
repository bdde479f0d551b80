package circuit

// Where the rules were read.
const (
	// Article2016 is the article on which the library is built: "ExpressRoute
	// workflows for circuit provisioning and circuit states", 2016-07-19.
	Article2016 = "github.com/MicrosoftDocs/azure-docs articles/expressroute/expressroute-workflows.md @0a5ee3db (2016-07-19)"

	sourceWorkflows       = "https://learn.microsoft.com/en-us/azure/expressroute/expressroute-workflows"
	sourceCrossConnection = "github.com/MicrosoftDocs/azure-docs articles/expressroute/cross-connections-api-development.md"
	sourceClassicCross    = "github.com/Azure/azure-sdk-for-net src/ExpressRouteManagement/Generated/ICrossConnectionOperations.cs"
	sourceClassicCircuit  = "github.com/Azure/azure-sdk-for-net src/ServiceManagement/ExpressRoute/ExpressRouteManagement/Generated/Models/AzureDedicatedCircuit.cs"
	sourceBillUntil       = "github.com/MicrosoftDocs/azure-docs articles/expressroute/expressroute-howto-circuit-arm.md @00e161c7 (2016-01-12)"
	sourceCircuitHowTo    = "https://learn.microsoft.com/en-us/azure/expressroute/expressroute-howto-circuit-arm"
	sourceRefresh         = "github.com/TheresaLui/SelfHelpContent_v2 articles/microsoft.networkinsights: expressroutereconciliationissuedetectedinsight"
	sourceCannotDelete    = "github.com/TheresaLui/SelfHelpContent_v2 articles/microsoft.networkinsights: exr-cannot-delete-circuit-diag"
	sourceFailed          = "recorded: github.com/Azure/azure-powershell, TestExpressRouteCircuitCRUD, 2015-12-03: a failed update left Failed/Disabled/NotProvisioned"
	sourceTroubleshoot    = "https://learn.microsoft.com/en-us/azure/expressroute/expressroute-troubleshooting-expressroute-overview"
	sourceRouting         = "https://learn.microsoft.com/en-us/azure/expressroute/expressroute-howto-routing-portal-resource-manager"
	sourceRequirements    = "https://learn.microsoft.com/en-us/azure/expressroute/expressroute-routing"
	sourceReset           = "https://learn.microsoft.com/en-us/azure/expressroute/expressroute-howto-reset-peering"
	sourceLinks           = "https://learn.microsoft.com/en-us/azure/expressroute/expressroute-howto-linkvnet-arm"
	sourceLimits          = "https://learn.microsoft.com/en-us/azure/azure-resource-manager/management/azure-subscription-service-limits#expressroute-limits"
	sourceRouteFilter     = "https://learn.microsoft.com/en-us/azure/expressroute/how-to-routefilter-powershell"
	sourceFAQ             = "https://learn.microsoft.com/en-us/azure/expressroute/expressroute-faqs"
	sourceSKU             = "https://learn.microsoft.com/en-us/azure/expressroute/expressroute-circuit-peerings"
	sourceConflict        = "github.com/Azure/Azure-Landing-Zones issue 4134: AnotherOperationInProgress"
	sourceParentFailed    = "recorded: github.com/Azure/azure-cli, test_network_express_route_global_reach, 2023-07-12: ParentResourceIsInFailedState"
	sourceNotProvisioned  = "recorded: github.com/Azure/azure-cli, test_network_express_route_connection_routing_configuration, 2020-09-10: ServiceProviderNotProvisioned"
	sourceDirect          = "https://learn.microsoft.com/en-us/azure/expressroute/expressroute-erdirect-about"
	sourceTiming          = "recorded operations of Microsoft's own test suites, 2015-2025 (median)"
	sourceMegaport        = "github.com/megaport/terraform-provider-megaport issue 43"
	sourceDowngrade       = "github.com/Azure/azure-xplat-cli issue 566"
	sourceRefused         = "recorded: github.com/Azure/azure-cli, test_network_express_route, 2017-09-15: UnauthorizedForMicrosoftPeering leaves Failed/Disabled/NotConfigured"
	sourceSpec            = "the spec of the circuit"
)
