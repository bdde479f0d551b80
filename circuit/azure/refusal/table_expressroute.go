package refusal

import (
	"net/http"
	"slices"

	"github.com/expressroute-go/expressroute/circuit"
	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
)

// Where the refusals were recorded or reported.
const (
	sourceUnauthorized  = "recorded: github.com/Azure/azure-cli, test_network_express_route, 2017-09-15: UnauthorizedForMicrosoftPeering"
	sourceGlobalReach   = "recorded: github.com/Azure/azure-cli, test_network_express_route_global_reach, 2018-10-30: the connection, its peering and the circuit turned Failed"
	sourceConnectionER  = "recorded: github.com/Azure/azure-cli, test_network_express_route_connection_routing_configuration, 2020-09-10"
	sourceParent        = "recorded: github.com/Azure/azure-sdk-for-python, test_cli_mgmt_network_express_route, 2020-06-18: 400 on a PUT under a failed resource; GET, DELETE and PATCH of it worked"
	sourceTierRefused   = "recorded: github.com/Azure/azure-cli, test_network_express_route, 2017-09-15, and https://github.com/Azure/azure-cli/issues/1574"
	sourceNoReason      = "recorded: github.com/Azure/azure-powershell, TestExpressRouteCircuitPeeringCRUD, 2015-12-03: the circuit turned Failed and Disabled, its peerings stayed Updating"
	sourceDowngrade     = "https://github.com/Azure/azure-xplat-cli/issues/566, https://github.com/hashicorp/terraform-provider-azurerm/issues/1039"
	sourceNotFound      = "recorded: 404 in test sessions of Microsoft's own tools, 2015-2025; a GET may answer so right after a create: https://github.com/Azure/azure-rest-api-specs/issues/10148"
	sourceNoProvider    = "recorded: 400 on the PUT of a circuit, test sessions of Microsoft's own tools: Equinix where it is not offered, FakeProvider"
	sourceNoType        = "recorded: github.com/Azure/azure-cli, POST generateLoa, api-version 2020-07-01"
	sourceDeprovision   = "https://github.com/oracle-quickstart/oci-azure-interconnect/issues/8"
	sourceNoConfig      = "https://github.com/Azure/azure-cli/issues/1175"
	sourceO365          = "https://reticent.net.nz/tag/express-route"
	sourceClientChecks  = "https://github.com/Azure/azure-cli/pull/1579"
	sourceTroubleshoot  = "https://learn.microsoft.com/en-us/azure/expressroute/expressroute-troubleshooting-expressroute-overview"
	sourceProviderPut   = "https://github.com/Azure/azure-rest-api-specs/issues/27436"
	sourceLocation      = "https://github.com/Azure/azure-sdk-for-net/issues/20546, https://github.com/Azure/azure-sdk-for-python/issues/35073"
	sourceWrongType     = "https://github.com/hashicorp/terraform-provider-azurerm/issues/9757, https://github.com/hashicorp/terraform-provider-azurerm/issues/9596"
	sourceWrongGateway  = "https://github.com/hashicorp/terraform-provider-azurerm/issues/19778"
	sourceNoERGateway   = "https://github.com/Azure/azure-cli/issues/24984"
	sourceOtherPeer     = "https://github.com/Azure/azure-cli/issues/9447"
	sourceSharedKey     = "https://github.com/Azure/ResourceModules/issues/1046"
	sourceNoSharedKey   = "https://github.com/Azure/azure-cli/issues/2054"
	sourceNoPorts       = "https://github.com/hashicorp/terraform-provider-azurerm/pull/18909, https://github.com/MicrosoftDocs/azure-docs/issues/104820"
	sourceCommunities   = "https://github.com/MicrosoftDocs/azure-docs/pull/31228, https://github.com/MicrosoftDocs/azure-docs/issues/15998"
	sourcePrefixCmdlets = "github.com/Azure/azure-powershell src/Network/Network, the cmdlets named AzExpressRouteCircuitMicrosoftPeeringPrefixConfig"
	sourceStale         = "https://github.com/MicrosoftDocs/azure-docs/issues/23320: the circuit was Failed until it was refreshed"
	sourceCrossNotFound = "https://github.com/Azure/azure-sdk-for-java/issues/44667: 404 right after the create of a peering"
	sourceMegaport      = "https://github.com/megaport/terraform-provider-megaport/issues/43"
)

// refusals are the known answers. The first row that matches decides. Azure puts
// a space before some codes and messages; the spaces around a code are removed
// before it is compared.
//
// There is no row for a peering that was written too early, for a link before the
// private peering, or for a circuit that is deleted with something left in it: no
// such answer of Azure is published.
var refusals = slices.Concat(expressRouteRefusals, armRefusals)

// expressRouteRefusals are the answers about circuits and what belongs to them.
var expressRouteRefusals = []row{
	// Somebody else has to act first.
	{
		code:  "InitiatingCircuitNotProvisioned",
		means: WaitForActor, by: machine.Provider, need: circuit.NeedProvisioned,
		why:   "Global Reach requires that the provider has provisioned the circuit; this failure may have made the circuit and its peering Failed too: refresh them",
		basis: machine.Enforced, source: sourceGlobalReach,
	},
	{
		code:  "ServiceProviderNotProvisioned",
		means: WaitForActor, by: machine.Provider, need: circuit.NeedProvisioned,
		why:   "a network can be linked only after the provider has provisioned the circuit",
		basis: machine.Enforced, source: sourceConnectionER,
	},
	{ // ConflictError
		says:  "not in deprovisioned state",
		means: WaitForActor, by: machine.Provider, need: circuit.NeedDeprovisioned,
		why:   "the provider must deprovision the circuit before it can be deleted; nothing has changed; when the provider is done, refresh the circuit, then delete it",
		basis: machine.Enforced, source: sourceDeprovision,
	},
	{
		code:  "UnauthorizedForMicrosoftPeering",
		means: WaitForActor, by: machine.Support,
		why:   "Microsoft must approve the subscription for Microsoft peering; the peering exists, and is Failed and Disabled",
		basis: machine.Enforced, source: sourceUnauthorized,
	},
	{
		says:  "not authorized for creating route filters for o365",
		means: WaitForActor, by: machine.Support,
		why:   "Microsoft must approve the subscription for Microsoft 365 over ExpressRoute",
		basis: machine.Enforced, source: sourceO365,
	},
	{
		says:  "has an attached peering connection that must be removed in azure first",
		means: WaitForActor, by: machine.Customer, need: circuit.NeedNoPeerings,
		why:   "the provider can remove its connection only after the customer has removed the peerings",
		basis: machine.Observed, source: sourceMegaport,
	},

	// The request is wrong.
	{
		code:  "InvalidSkuTypeForMicrosoftPeering",
		means: FixRequest, by: machine.Customer, need: circuit.NeedMicrosoftTier,
		why:   "Microsoft peering on this circuit requires the Premium tier; the peering exists, and is Failed and Disabled",
		basis: machine.Enforced, source: sourceTierRefused,
	},
	{
		says:  "microsoftpeering cannot be created on a 'standard' sku circuit",
		means: FixRequest, by: machine.Customer, need: circuit.NeedMicrosoftTier,
		why:   "az requires the Premium tier for Microsoft peering; it sent nothing to Azure",
		basis: machine.Observed, source: sourceClientChecks,
	},
	{
		says:  "already in use by peering",
		means: FixRequest, by: machine.Customer, need: peering.NeedVLANUnique,
		why:   "another peering of the circuit has this VLAN ID; az sent nothing to Azure",
		basis: machine.Observed, source: sourceClientChecks,
	},
	{
		says:  "microsoft peering config is not specified",
		means: FixRequest, by: machine.Customer, need: peering.NeedMicrosoftConfig,
		why:   "a Microsoft peering with IPv4 subnets requires a microsoftPeeringConfig",
		basis: machine.Enforced, source: sourceNoConfig,
	},
	{
		says:  "is not compatible with the route filter",
		means: FixRequest, by: machine.Customer,
		why:   "the route filter has communities that the circuit has no access to: remove them, or have Microsoft approve the circuit for Microsoft 365",
		basis: machine.Enforced, source: sourceO365,
	},
	{
		code:  "ExpressRouteCircuitServiceProviderDoesNotExist",
		means: FixRequest, by: machine.Customer,
		why:   "there is no provider of that name: az network express-route list-service-providers lists those that there are",
		basis: machine.Enforced, source: sourceNoProvider,
	},
	{
		code:  "InvalidResourceType",
		means: FixRequest, by: machine.Customer,
		why:   "the API version does not have that type of resource: use a later one",
		basis: machine.Enforced, source: sourceNoType,
	},
	{
		code:  "ResourceGroupNotFound",
		means: FixRequest, by: machine.Customer,
		why:   "the subscription has no such resource group",
		basis: machine.Enforced, source: sourceNotFound,
	},
	{
		says:  "can not find any subinterface for peering type",
		means: FixRequest, by: machine.Customer, need: circuit.NeedPeering,
		why:   "the circuit has no peering of that type, and so no statistics for it",
		basis: machine.Documented, source: sourceTroubleshoot,
	},
	{
		says:  "sequence contains no matching element",
		means: FixRequest, by: machine.Customer, need: circuit.NeedPeering,
		why:   "the cmdlet found no peering of that name in the circuit",
		basis: machine.Documented, source: sourceTroubleshoot,
	},
	{
		code:  "LocationRequired",
		means: FixRequest, by: machine.Provider,
		why:   "a PUT of the cross connection requires its location: send the one that the GET returned",
		basis: machine.Enforced, source: sourceProviderPut,
	},
	{
		code:  "ExpressRouteCircuitReferenceInCrossConnectionCannotBeModified",
		means: FixRequest, by: machine.Provider,
		why:   "a PUT of the cross connection requires its expressRouteCircuit: send the one that the GET returned",
		basis: machine.Enforced, source: sourceProviderPut,
	},
	{
		says:  "the peering location for an express route cross connection",
		means: FixRequest, by: machine.Provider,
		why:   "a PUT of the cross connection requires its peeringLocation: send the one that the GET returned",
		basis: machine.Enforced, source: sourceLocation,
	},

	{
		code: "InvalidJsonReferenceWrongType", says: "expected to reference resources of type virtualnetworkgateways",
		means: FixRequest, by: machine.Customer,
		why:   "a connection of a virtual network needs a virtualNetworkGateway; for a Virtual WAN gateway, an expressRouteGateway, create an ExpressRoute connection of that gateway instead",
		basis: machine.Enforced, source: sourceWrongType,
	},
	{
		code: "InvalidJsonReferenceWrongType", says: "expected to reference resources of type expressroutegateways",
		means: FixRequest, by: machine.Customer,
		why:   "an ExpressRoute connection of Virtual WAN needs an expressRouteGateway; for a virtualNetworkGateway, create a connection of that network instead",
		basis: machine.Inferred, source: sourceWrongType,
	},
	{
		code:  "InvalidJsonReferenceWrongType",
		means: FixRequest, by: machine.Customer,
		why:   "an ID in the request is of a resource of another type: the message says which type belongs there, and where it stands",
		basis: machine.Enforced, source: sourceWrongType,
	},
	{
		says:  "id was missing the `expressroutegateways` element",
		means: FixRequest, by: machine.Customer,
		why:   "an ExpressRoute connection of Virtual WAN needs an expressRouteGateway; for a virtualNetworkGateway, create a connection of that network instead; Terraform sent nothing to Azure",
		basis: machine.Observed, source: sourceWrongGateway,
	},
	{
		says:  "id was missing the `virtualnetworkgateways` element",
		means: FixRequest, by: machine.Customer,
		why:   "a connection of a virtual network needs a virtualNetworkGateway; for a Virtual WAN gateway, an expressRouteGateway, create an ExpressRoute connection of that gateway instead; Terraform sent nothing to Azure",
		basis: machine.Observed, source: "https://github.com/hashicorp/terraform-provider-azurerm/issues/11162",
	},
	{
		code:  "ExpressRouteConnectionPeerCannotBeChanged",
		means: FixRequest, by: machine.Customer,
		why:   "a connection of that name links another gateway or circuit: delete that one first, or take another name",
		basis: machine.Enforced, source: sourceOtherPeer,
	},
	{
		says:  "shared key cannot be set for connection of type expressroute",
		means: FixRequest, by: machine.Customer,
		why:   "a connection to a circuit has no shared key: leave it out",
		basis: machine.Enforced, source: sourceSharedKey,
	},
	{
		says:  "--shared-key cannot be used with an expressroute connection",
		means: FixRequest, by: machine.Customer,
		why:   "a connection to a circuit has no shared key: leave it out; az sent nothing to Azure",
		basis: machine.Observed, source: sourceNoSharedKey,
	},
	{
		code:  "ExpressRoutePortsNotAvailable",
		means: FixRequest, by: machine.Customer,
		why:   "the peering location has no ports of that bandwidth: take another bandwidth or location, or ask Microsoft's support for ports there",
		basis: machine.Enforced, source: sourceNoPorts,
	},
	{
		code:  "PublicIpWithBasicSkuNotAllowedOnExpressRouteGateways",
		means: FixRequest, by: machine.Customer,
		why:   "an ExpressRoute gateway takes a public IP address of the Standard SKU",
		basis: machine.Enforced, source: "https://github.com/oracle-quickstart/oci-azure-interconnect/issues/6",
	},
	{
		code:  "PublicIpForGatewayIsRequired",
		means: FixRequest, by: machine.Customer,
		why:   "the gateway needs a public IP address: name one in its IP configuration",
		basis: machine.Enforced, source: "https://github.com/hashicorp/terraform-provider-azurerm/pull/6548",
	},
	{
		code:  "SubnetIsRequired",
		means: FixRequest, by: machine.Customer,
		why:   "the gateway needs a subnet, named GatewaySubnet: name it in its IP configuration",
		basis: machine.Enforced, source: "https://github.com/MicrosoftDocs/azure-docs/issues/52229",
	},
	{
		says:  "of route filter rule",
		means: FixRequest, by: machine.Customer,
		why:   "a community of the route filter's rule is not valid: each is one AS number and one value, 12076:51004; give several as a list and not as one text",
		basis: machine.Enforced, source: sourceCommunities,
	},
	{
		says:  "microsoft peering is not configured on the circuit",
		means: FixRequest, by: machine.Customer, need: circuit.NeedPeering,
		why:   "the circuit has no Microsoft peering; the cmdlet sent nothing to Azure",
		basis: machine.Observed, source: sourcePrefixCmdlets,
	},
	{
		says:  "is not part of advertised public prefixes",
		means: FixRequest, by: machine.Customer,
		why:   "only an advertised public prefix of the peering can be validated; the cmdlet sent nothing to Azure",
		basis: machine.Observed, source: sourcePrefixCmdlets,
	},
	{
		says:  "advertisedpublicprefixinfo is empty in peering config",
		means: FixRequest, by: machine.Customer,
		why:   "the peering has no prefix with a validation; the cmdlet sent nothing to Azure",
		basis: machine.Observed, source: sourcePrefixCmdlets,
	},
	{
		says:  "prefixinfo does not exist for this prefix",
		means: FixRequest, by: machine.Customer,
		why:   "the peering has no validation of that prefix; the cmdlet sent nothing to Azure",
		basis: machine.Observed, source: sourcePrefixCmdlets,
	},

	// Something is broken, or has changed, and must be read or repaired first.
	{
		code:  "UpdateAttemptedWithStaleTimeStamp",
		means: RefreshResource, by: machine.Customer, need: circuit.NeedHealthy,
		why:   "another write came between: read the circuit again and write it again; it may be Failed until then",
		basis: machine.Observed, source: sourceStale,
	},
	{
		code: "ParentResourceIsInFailedState", says: "/connections/",
		means: RepairParent, by: machine.Customer, need: circuit.NeedHealthyPeering,
		why:   "the peering is Failed: write it back, with its MD5 key, then send the request again",
		basis: machine.Enforced, source: sourceParent,
	},
	{
		code:  "ParentResourceIsInFailedState",
		means: RepairParent, by: machine.Customer, need: circuit.NeedHealthy,
		why:   "the circuit is Failed: write it back unchanged, then send the request again",
		basis: machine.Enforced, source: sourceParent,
	},
	{
		code:  "InternalError",
		means: RefreshResource, by: machine.Customer, need: circuit.NeedHealthy,
		why:   "Azure gives no reason, and the circuit may be Failed; this was seen when the bandwidth of a circuit was reduced",
		basis: machine.Observed, source: sourceDowngrade,
	},
	{
		code: "InternalServerError", status: http.StatusInternalServerError,
		means: RetryLater, by: machine.Microsoft,
		why:   "Azure gives no reason; the request may have taken effect: read the resource before you send it again",
		basis: machine.Inferred, source: sourceNoReason,
	},
	{
		code:  "InternalServerError",
		means: RefreshResource, by: machine.Customer, need: circuit.NeedHealthy,
		why:   "Azure gives no reason, and the circuit may be Failed; this was seen when two peerings had the same VLAN ID, and with Microsoft peering on the Standard tier",
		basis: machine.Observed, source: sourceNoReason,
	},
	{
		says:  "an error occured.", // Azure's spelling
		means: RefreshResource, by: machine.Customer, need: circuit.NeedHealthy,
		why:   "Azure gives no reason, and the circuit may be Failed; this was seen with Microsoft peering on the Standard tier",
		basis: machine.Observed, source: sourceTierRefused,
	},

	// The resource does not exist.
	{
		code: "NotFound", says: "/authorizations/",
		means: Final, need: circuit.NeedAuthorization,
		why:   "there is no such authorization",
		basis: machine.Observed, source: sourceNotFound,
	},
	{
		code: "NotFound", says: "/expressroutecrossconnections/",
		means: Final,
		why:   "there is no such cross connection, or no such part of it; right after a create, ask again",
		basis: machine.Observed, source: sourceCrossNotFound,
	},
	{
		code: "NotFound", says: "/connections/",
		means: Final,
		why:   "there is no such connection",
		basis: machine.Observed, source: sourceNotFound,
	},
	{
		code: "NotFound", says: "/peerconnections/",
		means: Final,
		why:   "there is no such connection",
		basis: machine.Observed, source: sourceNotFound,
	},
	{
		code: "NotFound", says: "/expressrouteconnections/",
		means: Final,
		why:   "there is no such connection",
		basis: machine.Observed, source: sourceNotFound,
	},
	{
		code: "NotFound", says: "/peerings/",
		means: Final, need: circuit.NeedPeering,
		why:   "the circuit has no such peering",
		basis: machine.Observed, source: sourceNotFound,
	},
	{
		code: "NotFound", says: "/expressroutecircuits/",
		means: Final, need: circuit.NeedAlive,
		why:   "there is no such circuit, or it was deleted; right after a create, ask again",
		basis: machine.Observed, source: sourceNotFound,
	},
	{
		code: "ResourceNotFound", says: "microsoft.network/expressroutecircuits/",
		means: Final, need: circuit.NeedAlive,
		why:   "there is no such circuit, or it was deleted; right after a create, ask again",
		basis: machine.Observed, source: sourceNotFound,
	},
	{
		code: "ResourceNotFound", says: "microsoft.network/expressroutegateways/",
		means: Final,
		why:   "there is no such gateway of Virtual WAN; the ExpressRoute gateway of a virtual network is a virtualNetworkGateway",
		basis: machine.Observed, source: sourceNoERGateway,
	},
	{
		code: "ResourceNotFound", says: "under resource group",
		means: Final,
		why:   "there is no such resource",
		basis: machine.Observed, source: sourceNotFound,
	},
}
