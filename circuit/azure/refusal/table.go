package refusal

import (
	"net/http"
	"strings"

	"github.com/expressroute-go/expressroute/circuit"
	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
)

// row is one row of a table: an answer, and what it means. An empty field of the
// answer matches everything.
type row struct {
	status int    // the HTTP status
	code   string // the error's code, in any case
	says   string // a part of the message, in lower case, with single spaces
	silent bool   // there is no message

	means  Disposition
	by     machine.Actor
	need   machine.Need
	why    string
	basis  machine.Basis
	source string
}

// matches reports whether the row is about that answer. said is the message in
// lower case, with single spaces.
func (r *row) matches(status int, code, said string) bool {
	return (r.status == 0 || r.status == status) &&
		(r.code == "" || strings.EqualFold(r.code, code)) &&
		strings.Contains(said, r.says) && (!r.silent || said == "")
}

// tells reports whether the row knows more than a code that only says that
// something was refused.
func (r *row) tells() bool { return r.says != "" || !isWrapper(r.code) }

// Where the refusals were recorded or reported.
const (
	sourceUnauthorized = "recorded: github.com/Azure/azure-cli, test_network_express_route, 2017-09-15: UnauthorizedForMicrosoftPeering"
	sourceGlobalReach  = "recorded: github.com/Azure/azure-cli, test_network_express_route_global_reach, 2018-10-30: the connection, its peering and the circuit turned Failed"
	sourceConnectionER = "recorded: github.com/Azure/azure-cli, test_network_express_route_connection_routing_configuration, 2020-09-10"
	sourceParent       = "recorded: github.com/Azure/azure-sdk-for-python, test_cli_mgmt_network_express_route, 2020-06-18: 400 on a PUT under a failed resource; GET, DELETE and PATCH of it worked"
	sourceTierRefused  = "recorded: github.com/Azure/azure-cli, test_network_express_route, 2017-09-15, and https://github.com/Azure/azure-cli/issues/1574"
	sourceNoReason     = "recorded: github.com/Azure/azure-powershell, TestExpressRouteCircuitPeeringCRUD, 2015-12-03: the circuit turned Failed and Disabled, its peerings stayed Updating"
	sourceDowngrade    = "https://github.com/Azure/azure-xplat-cli/issues/566, https://github.com/hashicorp/terraform-provider-azurerm/issues/1039"
	sourceNotFound     = "recorded: 404 in test sessions of Microsoft's own tools, 2015-2025; a GET may answer so right after a create: https://github.com/Azure/azure-rest-api-specs/issues/10148"
	sourceNoProvider   = "recorded: 400 on the PUT of a circuit, test sessions of Microsoft's own tools: Equinix where it is not offered, FakeProvider"
	sourceNoType       = "recorded: github.com/Azure/azure-cli, POST generateLoa, api-version 2020-07-01"
	sourceDeprovision  = "https://github.com/oracle-quickstart/oci-azure-interconnect/issues/8"
	sourceNoConfig     = "https://github.com/Azure/azure-cli/issues/1175"
	sourceO365         = "https://reticent.net.nz/tag/express-route"
	sourceClientChecks = "https://github.com/Azure/azure-cli/pull/1579"
	sourceTroubleshoot = "https://learn.microsoft.com/en-us/azure/expressroute/expressroute-troubleshooting-expressroute-overview"
	sourceProviderPut  = "https://github.com/Azure/azure-rest-api-specs/issues/27436"
	sourceLocation     = "https://github.com/Azure/azure-sdk-for-net/issues/20546, https://github.com/Azure/azure-sdk-for-python/issues/35073"
	sourceMegaport     = "https://github.com/megaport/terraform-provider-megaport/issues/43"
	sourceInProgress   = "https://github.com/hashicorp/terraform-provider-azurerm/issues/10582, https://github.com/Azure/Azure-Landing-Zones/issues/4134"
	sourceConflict     = "https://github.com/Azure/azure-service-operator/issues/4650"
	sourceReferenced   = "https://github.com/pulumi/pulumi-azure-native/issues/4340"
	sourceThrottled    = "https://learn.microsoft.com/en-us/azure/azure-resource-manager/management/request-limits-and-throttling"
	sourcePrecondition = "RFC 9110 section 15.5.13"
	sourceUnavailable  = "RFC 9110 sections 15.5.9, 15.6.3, 15.6.4 and 15.6.5"
)

// refusals are the known answers. The first row that matches decides. Azure puts
// a space before some codes and messages; the spaces around a code are removed
// before it is compared.
//
// There is no row for a peering that was written too early: no such answer of
// Azure is published.
var refusals = []row{
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

	// Something is broken and must be repaired first.
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
		code: "NotFound", says: "connections/",
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
		code: "ResourceNotFound", says: "under resource group",
		means: Final,
		why:   "there is no such resource",
		basis: machine.Observed, source: sourceNotFound,
	},

	// Nothing is wrong: Azure is busy.
	{
		code:  "AnotherOperationInProgress",
		means: RetryLater, by: machine.Microsoft, need: circuit.NeedIdle,
		why:   "Azure does one write at a time on a circuit or gateway and everything that belongs to it",
		basis: machine.Enforced, source: sourceInProgress,
	},
	{
		code:  "ReferencedResourceNotProvisioned",
		means: RetryLater, by: machine.Microsoft, need: circuit.NeedIdle,
		why:   "a resource that the request names is still being written",
		basis: machine.Enforced, source: sourceReferenced,
	},
	{
		code:  "Conflict",
		means: RetryLater, by: machine.Microsoft, need: circuit.NeedIdle,
		why:   "another write is in progress",
		basis: machine.Observed, source: sourceConflict,
	},
}

// statuses are the HTTP statuses that have a meaning on their own, whatever the
// code. 400, 404 and 409 are not among them: Azure sends each for wrong requests
// and for resources in a wrong state alike.
var statuses = []row{
	{
		status: http.StatusTooManyRequests,
		means:  RetryLater, by: machine.Microsoft,
		why:   "too many requests: wait as many seconds as the Retry-After header says",
		basis: machine.Documented, source: sourceThrottled,
	},
	{
		status: http.StatusRequestTimeout,
		means:  RetryLater, by: machine.Microsoft,
		why:   "the request did not arrive in time",
		basis: machine.Documented, source: sourceUnavailable,
	},
	{
		status: http.StatusBadGateway,
		means:  RetryLater, by: machine.Microsoft,
		why:   "a server between you and Azure got no valid answer; a write may have taken effect: read the resource first",
		basis: machine.Documented, source: sourceUnavailable,
	},
	{
		status: http.StatusServiceUnavailable,
		means:  RetryLater, by: machine.Microsoft,
		why:   "the service is overloaded or down for a short time",
		basis: machine.Documented, source: sourceUnavailable,
	},
	{
		status: http.StatusGatewayTimeout,
		means:  RetryLater, by: machine.Microsoft,
		why:   "a server between you and Azure got no answer in time; a write may have taken effect: read the resource first",
		basis: machine.Documented, source: sourceUnavailable,
	},
	{
		status: http.StatusPreconditionFailed,
		means:  RefreshResource, by: machine.Customer,
		why:   "the resource has changed since you read it: read it again, and make your change to the new version",
		basis: machine.Documented, source: sourcePrecondition,
	},
}
