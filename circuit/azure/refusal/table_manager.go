package refusal

import (
	"net/http"

	"github.com/expressroute-go/expressroute/circuit"
	"github.com/expressroute-go/expressroute/machine"
)

// Where the refusals of Resource Manager, of the network's other resources and of
// the tools were documented or reported.
const (
	sourceCommon       = "https://learn.microsoft.com/en-us/azure/azure-resource-manager/troubleshooting/common-deployment-errors"
	sourceParentAbsent = "https://learn.microsoft.com/en-us/azure/azure-resource-manager/troubleshooting/error-parent-resource"
	sourceQuota        = "https://learn.microsoft.com/en-us/azure/azure-resource-manager/troubleshooting/error-resource-quota"
	sourceLogin        = "https://learn.microsoft.com/en-us/entra/identity-platform/reference-error-codes"
	sourceLinked       = "https://github.com/Azure/azure-cli/issues/27201"
	sourceLocked       = "https://github.com/hashicorp/terraform-provider-azurerm/issues/17478"
	sourceDisabled     = "https://github.com/microsoft/vscode-azureappservice/issues/1646"
	sourceTokenExpired = "https://github.com/hashicorp/terraform-provider-azurerm/issues/20867"
	sourceByAzure      = "https://github.com/microsoft/foundry-toolkit/issues/649"
	sourceNotHere      = "https://github.com/Azure/azure-quickstart-templates/issues/7689"
	sourceNotPermitted = "github.com/p2p-way/p2p-agent-infra terraform/azure/readme.md, Known issues"
	sourceInUse        = "https://github.com/hashicorp/terraform-provider-azurerm/issues/688"
	sourceClassicInUse = "https://github.com/Azure/azure-sdk-for-node/issues/980, https://github.com/MicrosoftLearning/20533-ImplementingMicrosoftAzureInfrastructureSolutions/issues/130"
	sourceRetryable    = "https://github.com/hashicorp/terraform/issues/7986, https://github.com/pulumi/pulumi-azure-native/issues/1450"
	sourceReferFailed  = "github.com/kubernetes-sigs/cloud-provider-azure, TestCreateOrUpdateLB"
	sourceSuperseded   = "github.com/kubernetes-sigs/cloud-provider-azure pkg/consts, OperationCanceledErrorMessage: it reads the resource again, and writes again"
	sourceMember       = "https://github.com/hashicorp/terraform/issues/35169"
	sourceReference    = "https://github.com/MSOpenTech/azure-xplat-cli/issues/497"
	sourceImport       = "https://github.com/crossplane-contrib/provider-upjet-azure/issues/1091"
	sourceInProgress   = "https://github.com/hashicorp/terraform-provider-azurerm/issues/10582, https://github.com/Azure/Azure-Landing-Zones/issues/4134"
	sourceConflict     = "https://github.com/Azure/azure-service-operator/issues/4650"
	sourceReferenced   = "https://github.com/pulumi/pulumi-azure-native/issues/4340"
	sourceThrottled    = "https://learn.microsoft.com/en-us/azure/azure-resource-manager/management/request-limits-and-throttling"
	sourcePrecondition = "RFC 9110 section 15.5.13"
	sourceUnavailable  = "RFC 9110 sections 15.5.9, 15.6.3, 15.6.4 and 15.6.5"
	sourceDeadline     = "https://github.com/Azure/Azure-Landing-Zones/issues/297"
)

// armRefusals are the answers of Resource Manager, and others that are not about
// circuits alone.
var armRefusals = []row{
	// Somebody else has to act first.
	{
		code:  "AuthorizationFailed",
		means: WaitForActor, by: machine.Customer,
		why:   "whoever sent the request may not do this there: an owner must assign the role, at the scope that the message names; after that, log in again",
		basis: machine.Documented, source: sourceCommon,
	},
	{
		code:  "LinkedAuthorizationFailed",
		means: WaitForActor, by: machine.Customer,
		why:   "whoever sent the request may not use a resource that it names: an owner of that one must assign the role; one of another tenant needs a login there too",
		basis: machine.Documented, source: sourceCommon + ", " + sourceLinked,
	},
	{
		code:  "ScopeLocked",
		means: WaitForActor, by: machine.Customer,
		why:   "a lock is on the resource, or on what it is in: an owner must remove the lock first",
		basis: machine.Enforced, source: sourceLocked,
	},
	{
		code:  "MissingSubscriptionRegistration",
		means: WaitForActor, by: machine.Customer,
		why:   "the subscription must be registered for the provider of that type of resource first: az provider register --namespace Microsoft.Network",
		basis: machine.Documented, source: sourceCommon,
	},
	{
		code:  "SubscriptionNotRegistered",
		means: WaitForActor, by: machine.Customer,
		why:   "the subscription must be registered for the provider of that type of resource first: az provider register --namespace Microsoft.Network",
		basis: machine.Documented, source: sourceCommon,
	},
	{
		code:  "InvalidSubscriptionRegistrationState",
		means: WaitForActor, by: machine.Customer,
		why:   "the subscription must be registered for the provider of that type of resource first: az provider register --namespace Microsoft.Network",
		basis: machine.Documented, source: sourceCommon,
	},
	{
		code:  "ReadOnlyDisabledSubscription",
		means: WaitForActor, by: machine.Customer,
		why:   "the subscription is disabled, and takes no writes until its owner has enabled it again",
		basis: machine.Enforced, source: sourceDisabled,
	},
	{
		code:  "ResourceGroupBeingDeleted",
		means: WaitForActor, by: machine.Microsoft,
		why:   "the resource group is being deleted: when it is gone, create it again, or take another",
		basis: machine.Documented, source: sourceCommon,
	},
	{ // InUseSubnetCannotBeDeleted and others
		says:  "is in use by",
		means: WaitForActor, by: machine.Customer,
		why:   "other resources use this one: remove them, or take it out of them, first",
		basis: machine.Enforced, source: sourceInUse,
	},
	{ // PublicIPAddressCannotBeDeleted
		says:  "still allocated to resource",
		means: WaitForActor, by: machine.Customer,
		why:   "another resource uses this one: remove that, or take this one out of it, first",
		basis: machine.Enforced, source: sourceInUse,
	},
	{ // BadRequest of the classic API
		says:  "cannot delete or modify virtual network while in use",
		means: WaitForActor, by: machine.Customer,
		why:   "the classic virtual network has a gateway, a link or machines: remove them first; a configuration that leaves the network out counts as its deletion",
		basis: machine.Enforced, source: sourceClassicInUse,
	},
	{ // BadRequest of the classic API
		says:  "cannot delete or modify subnet while in use",
		means: WaitForActor, by: machine.Customer,
		why:   "the subnet of the classic virtual network has a gateway or machines: remove them first; a configuration that leaves the subnet out counts as its deletion",
		basis: machine.Enforced, source: sourceClassicInUse,
	},

	// The request is wrong.
	{
		code:  "RequestDisallowedByPolicy",
		means: FixRequest, by: machine.Customer,
		why:   "a policy of the subscription forbids what the request asks for: the message names the policy; change the request, or have its owner exempt it",
		basis: machine.Documented, source: sourceCommon,
	},
	{
		code:  "RequestDisallowedByAzure",
		means: FixRequest, by: machine.Customer,
		why:   "the subscription may not use that region: take another one, or ask Microsoft's support for this one",
		basis: machine.Enforced, source: sourceByAzure,
	},
	{
		code:  "LocationNotAvailableForResourceType",
		means: FixRequest, by: machine.Customer,
		why:   "the region does not have that type of resource: take one of the regions that the message lists",
		basis: machine.Enforced, source: sourceNotHere,
	},
	{
		code:  "LocationNotAvailableForResourceGroup",
		means: FixRequest, by: machine.Customer,
		why:   "the region has no resource groups: take one of the regions that the message lists",
		basis: machine.Enforced, source: sourceNotPermitted,
	},
	{
		code:  "DisallowedLocation",
		means: FixRequest, by: machine.Customer,
		why:   "the subscription may not use that region: take one of those that the message lists, or ask Microsoft's support for this one",
		basis: machine.Enforced, source: sourceNotPermitted,
	},
	{
		says:  "is currently not accepting new customers",
		means: FixRequest, by: machine.Customer,
		why:   "the region takes no new customers: take another one, or ask Microsoft's support for access to this one",
		basis: machine.Documented, source: "https://learn.microsoft.com/en-us/azure/azure-resource-manager/troubleshooting/error-region-access-policy",
	},
	{
		code:  "NoRegisteredProviderFound",
		means: FixRequest, by: machine.Customer,
		why:   "the region or the API version does not have that type of resource, or the subscription is not registered for its provider: the message lists the regions and versions that do",
		basis: machine.Documented, source: sourceCommon,
	},
	{
		code:  "MissingRegistrationForLocation",
		means: FixRequest, by: machine.Customer,
		why:   "the provider of that type of resource is not registered for that region: take another one, or register it",
		basis: machine.Documented, source: sourceCommon,
	},
	{
		code:  "RegionDoesNotAllowProvisioning",
		means: FixRequest, by: machine.Customer,
		why:   "the region takes no new resources of that kind: take another one, or ask Microsoft's support for access to this one",
		basis: machine.Documented, source: sourceCommon,
	},
	{
		code:  "SkuNotAvailable",
		means: FixRequest, by: machine.Customer,
		why:   "the region does not have that SKU: take another SKU or another region",
		basis: machine.Documented, source: sourceCommon,
	},
	{
		code:  "QuotaExceeded",
		means: FixRequest, by: machine.Customer,
		why:   "the subscription has as many as its quota allows: delete what is not needed, or ask Microsoft's support for more",
		basis: machine.Documented, source: sourceQuota,
	},
	{
		code:  "ResourceQuotaExceeded",
		means: FixRequest, by: machine.Customer,
		why:   "the subscription has as many as its quota allows: delete what is not needed, or ask Microsoft's support for more",
		basis: machine.Documented, source: sourceCommon,
	},
	{
		code: "OperationNotAllowed", status: http.StatusTooManyRequests,
		means: RetryLater, by: machine.Microsoft,
		why:   "too many requests: wait as many seconds as the Retry-After header says",
		basis: machine.Documented, source: sourceThrottled,
	},
	{
		code: "OperationNotAllowed", says: "too many requests",
		means: RetryLater, by: machine.Microsoft,
		why:   "too many requests: wait as many seconds as the Retry-After header says",
		basis: machine.Documented, source: sourceThrottled,
	},
	{
		code: "OperationNotAllowed", says: "in progress",
		means: RetryLater, by: machine.Microsoft, need: circuit.NeedIdle,
		why:   "another write is in progress",
		basis: machine.Observed, source: "https://github.com/Azure/terraform-azurerm-avm-ptn-aks-production/pull/25",
	},
	{
		code: "OperationNotAllowed", says: "quota",
		means: FixRequest, by: machine.Customer,
		why:   "the subscription has as many as its quota allows: delete what is not needed, or ask Microsoft's support for more",
		basis: machine.Documented, source: sourceQuota,
	},
	{
		code:  "InvalidAuthenticationToken",
		means: FixRequest, by: machine.Customer,
		why:   "the token of the request is not valid: log in again, and send the request with the new token",
		basis: machine.Observed, source: sourceTokenExpired,
	},
	{
		code:  "ExpiredAuthenticationToken",
		means: FixRequest, by: machine.Customer,
		why:   "the token of the request has expired: log in again; an operation that was under way goes on, so read the resource before you write it again",
		basis: machine.Enforced, source: sourceTokenExpired,
	},
	{
		code:  "InvalidAuthenticationTokenTenant",
		means: FixRequest, by: machine.Customer,
		why:   "the token is of another tenant than the subscription: log in to the tenant of the subscription",
		basis: machine.Documented, source: sourceCommon,
	},
	{
		says:  "aadsts",
		means: FixRequest, by: machine.Customer,
		why:   "the login was refused: the number after AADSTS in the message says why; nothing was sent to the resource",
		basis: machine.Documented, source: sourceLogin,
	},
	{
		code:  "SubscriptionNotFound",
		means: FixRequest, by: machine.Customer,
		why:   "there is no such subscription, or none that this login may see",
		basis: machine.Documented, source: sourceCommon,
	},
	{
		code:  "InvalidResourceReference",
		means: FixRequest, by: machine.Customer,
		why:   "a resource that the request names does not exist, or not yet: create it first, or correct its ID",
		basis: machine.Documented, source: sourceCommon,
	},
	{
		code:  "InvalidJsonReferenceFormat",
		means: FixRequest, by: machine.Customer,
		why:   "an ID in the request is not a resource ID: the message says of which type it must be, and where it stands",
		basis: machine.Enforced, source: sourceReference,
	},
	{
		code:  "LinkedInvalidPropertyId",
		means: FixRequest, by: machine.Customer,
		why:   "an ID in the request is not a whole resource ID",
		basis: machine.Documented, source: sourceCommon,
	},
	{
		code:  "InvalidJson",
		means: FixRequest, by: machine.Customer,
		why:   "the body of the request does not fit the API version: the message names the member; take a later version, or leave the member out",
		basis: machine.Enforced, source: sourceMember,
	},
	{
		code:  "InvalidParameter",
		means: FixRequest, by: machine.Customer,
		why:   "a value in the request is not allowed: the message says which",
		basis: machine.Documented, source: sourceCommon,
	},
	{
		code:  "PropertyChangeNotAllowed",
		means: FixRequest, by: machine.Customer,
		why:   "a property of the resource cannot be changed: the message says which; send the value that the resource has",
		basis: machine.Documented, source: sourceCommon,
	},
	{
		says:  "to be managed via terraform this resource needs to be imported into the state",
		means: FixRequest, by: machine.Customer,
		why:   "the resource exists already: import it; Terraform sent nothing to Azure",
		basis: machine.Observed, source: sourceImport,
	},
	{
		says:  "the resource type could not be found in the namespace",
		means: FixRequest, by: machine.Customer,
		why:   "the API version does not have that type of resource: use a later one",
		basis: machine.Enforced, source: "https://github.com/MicrosoftDocs/azure-docs/issues/67503",
	},

	// Something is broken, or has changed, and must be read or repaired first.
	{
		code: "ReferencedResourceNotProvisioned", says: "resource is in failed state",
		means: RepairParent, by: machine.Customer,
		why:   "a resource that the request names is Failed: write that one back unchanged, then send the request again",
		basis: machine.Observed, source: sourceReferFailed,
	},
	{
		code:  "CanceledAndSupersededDueToAnotherOperation",
		means: RefreshResource, by: machine.Customer,
		why:   "a later write took the place of yours: read the resource again, and make your change to the new version",
		basis: machine.Observed, source: sourceSuperseded,
	},
	{
		code:  "PreconditionFailed",
		means: RefreshResource, by: machine.Customer,
		why:   "the resource has changed since you read it: read it again, and make your change to the new version",
		basis: machine.Documented, source: sourcePrecondition,
	},
	{
		says:  "context deadline exceeded",
		means: RefreshResource, by: machine.Customer,
		why:   "the tool has stopped waiting, and Azure has not: read the resource to see how the operation ended",
		basis: machine.Observed, source: sourceDeadline,
	},

	// The resource does not exist.
	{
		code:  "ParentResourceNotFound",
		means: Final,
		why:   "what the resource would be in does not exist: create that first; right after its create, ask again",
		basis: machine.Documented, source: sourceParentAbsent,
	},
	{
		code: "ResourceNotFound", says: "not found",
		means: Final,
		why:   "there is no such resource",
		basis: machine.Observed, source: sourceNotFound,
	},
	{
		code: "NotFound", says: "/providers/",
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
		code:  "RetryableError",
		means: RetryLater, by: machine.Microsoft,
		why:   "Azure says that the request can be sent again",
		basis: machine.Observed, source: sourceRetryable,
	},
	{
		code:  "DeploymentActiveAndUneditable",
		means: RetryLater, by: machine.Microsoft,
		why:   "another deployment to the resource group is in progress",
		basis: machine.Documented, source: sourceCommon,
	},
	{
		code:  "TooManyRequests",
		means: RetryLater, by: machine.Microsoft,
		why:   "too many requests: wait as many seconds as the Retry-After header says",
		basis: machine.Documented, source: sourceThrottled,
	},
	{
		code:  "SubscriptionRequestsThrottled",
		means: RetryLater, by: machine.Microsoft,
		why:   "too many requests: wait as many seconds as the Retry-After header or the message says",
		basis: machine.Documented, source: sourceCommon,
	},
	{
		code:  "ServiceUnavailable",
		means: RetryLater, by: machine.Microsoft,
		why:   "the service is overloaded or down for a short time",
		basis: machine.Documented, source: sourceUnavailable,
	},
	{
		code:  "GatewayTimeout",
		means: RetryLater, by: machine.Microsoft,
		why:   "a server between you and Azure got no answer in time; a write may have taken effect: read the resource first",
		basis: machine.Documented, source: sourceUnavailable,
	},
	{
		code: "Conflict", says: "another operation",
		means: RetryLater, by: machine.Microsoft, need: circuit.NeedIdle,
		why:   "another write is in progress",
		basis: machine.Observed, source: sourceConflict,
	},
	{
		code: "Conflict", silent: true,
		means: RetryLater, by: machine.Microsoft, need: circuit.NeedIdle,
		why:   "another write is in progress",
		basis: machine.Observed, source: sourceConflict,
	},
}
