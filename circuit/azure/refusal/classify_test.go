package refusal_test

import (
	"bytes"
	"encoding/json"
	"maps"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/expressroute-go/expressroute/circuit"
	"github.com/expressroute-go/expressroute/circuit/azure/internal/azuretest"
	. "github.com/expressroute-go/expressroute/circuit/azure/refusal"
	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
)

const (
	group     = "/subscriptions/0d0d0d0d-0000-4000-8000-00000000d0d0/resourceGroups/rg/providers/Microsoft.Network/"
	circuitID = group + "expressRouteCircuits/north"
	privateID = circuitID + "/peerings/AzurePrivatePeering"
)

// answers are refusals as they were recorded or reported: Azure's, and those of
// its tools.
var answers = []struct {
	name, code, message string
	status              int
	means               Disposition
	by                  machine.Actor
	need                machine.Need
}{
	// Recorded.
	{"no circuit", "ResourceNotFound", "The Resource 'Microsoft.Network/expressRouteCircuits/north' under resource group 'rg' was not found.",
		404, Final, machine.Nobody, circuit.NeedAlive},
	{"no circuit, with a link", "ResourceNotFound", "The Resource 'Microsoft.Network/expressRouteCircuits/north' under resource group 'rg' was not found. For more details please go to https://aka.ms/ARMResourceNotFoundFix",
		404, Final, machine.Nobody, circuit.NeedAlive},
	{"no circuit, just deleted", "NotFound", "Resource " + circuitID + " not found.",
		404, Final, machine.Nobody, circuit.NeedAlive},
	{"no network", "ResourceNotFound", "The Resource 'Microsoft.Network/virtualNetworks/hub' under resource group 'rg' was not found.",
		404, Final, machine.Nobody, ""},
	{"Global Reach before the provider is done", "InitiatingCircuitNotProvisioned", "Put Global Reach Connection Initiating Circuit Subscription = " + azuretest.AuthorizationKey + ", ServiceKey = " + azuretest.ServiceKey + " is Not Provisioned. Current Status NotProvisioned",
		200, WaitForActor, machine.Provider, circuit.NeedProvisioned},
	{"no peer connection", "NotFound", "Resource " + privateID + "/peerConnections/west not found.",
		404, Final, machine.Nobody, ""},
	{"no private peering", "NotFound", "Resource " + privateID + " not found.",
		404, Final, machine.Nobody, circuit.NeedPeering},
	{"no public peering", "NotFound", "Resource " + circuitID + "/peerings/AzurePublicPeering not found.",
		404, Final, machine.Nobody, circuit.NeedPeering},
	{"no Microsoft peering", "NotFound", "Resource " + circuitID + "/peerings/MicrosoftPeering not found.",
		404, Final, machine.Nobody, circuit.NeedPeering},
	{"no peering of no such type", "NotFound", "Resource " + circuitID + "/peerings/Peering not found.",
		404, Final, machine.Nobody, circuit.NeedPeering},
	{"no authorization", "NotFound", "Resource " + circuitID + "/authorizations/spoke not found.",
		404, Final, machine.Nobody, circuit.NeedAuthorization},
	{"a circuit's operation failed for no reason", "InternalServerError", "An error occured.",
		200, RefreshResource, machine.Customer, circuit.NeedHealthy},
	{"a connection's operation failed for no reason", "InternalServerError", "An error occurred.",
		200, RefreshResource, machine.Customer, circuit.NeedHealthy},
	{"a server's error", "InternalServerError", "An error occurred.",
		500, RetryLater, machine.Microsoft, ""},
	{"Microsoft peering not approved, with spaces", " UnauthorizedForMicrosoftPeering", " The Customer subscription id " + azuretest.AuthorizationKey + " is not authorized for creating Microsoft Peering. Read about requesting approval at https://support.microsoft.com/kb/3181709 ",
		200, WaitForActor, machine.Support, ""},
	{"Microsoft peering on a Standard circuit, with spaces", " InvalidSkuTypeForMicrosoftPeering", " Invalid SkuType Standard for creating Microsoft Peering.",
		200, FixRequest, machine.Customer, circuit.NeedMicrosoftTier},
	{"a gateway linked before the provider is done", "ServiceProviderNotProvisioned", "The current cross connection provisioning state 'NotProvisioned' of this service key '" + azuretest.ServiceKey + "' prevents this operation.",
		200, WaitForActor, machine.Provider, circuit.NeedProvisioned},
	{"under a failed peering", "ParentResourceIsInFailedState", "PUT operation on child resource " + privateID + "/connections/west is blocked because last operation (" + azuretest.AuthorizationKey + ") on parent resource failed leaving it in failed state. Run PUT operation on the parent, then retry operation on the child.",
		400, RepairParent, machine.Customer, circuit.NeedHealthyPeering},
	{"under a failed circuit", "ParentResourceIsInFailedState", "PUT operation on child resource " + privateID + " is blocked because last operation (" + azuretest.AuthorizationKey + ") on parent resource failed leaving it in failed state. Run PUT operation on the parent, then retry operation on the child.",
		400, RepairParent, machine.Customer, circuit.NeedHealthy},
	{"no resource group", "ResourceGroupNotFound", "Resource group 'rg' could not be found.",
		404, FixRequest, machine.Customer, ""},
	{"an old API version", "InvalidResourceType", "The resource type could not be found in the namespace 'Microsoft.Network' for api version '2020-07-01'.",
		404, FixRequest, machine.Customer, ""},
	{"no such provider", "ExpressRouteCircuitServiceProviderDoesNotExist", "The Service Provider FakeProvider specified for Express Route Circuit " + circuitID + " does not exist.",
		400, FixRequest, machine.Customer, ""},

	// Reported.
	{"deleted before the provider is done", "ConflictError", "The specified dedicated circuit is not in Deprovisioned state. Please initiate the deprovisioning process with your service provider.",
		409, WaitForActor, machine.Provider, circuit.NeedDeprovisioned},
	{"no config", "", "Microsoft Peering Config is not specified for Express Route Bgp Peering " + circuitID + "/peerings/MicrosoftPeering.",
		400, FixRequest, machine.Customer, peering.NeedMicrosoftConfig},
	{"no statistics, classic", "ResourceNotFound", "Can not find any subinterface for peering type 'Public' for circuit '" + azuretest.ServiceKey + "'",
		404, FixRequest, machine.Customer, circuit.NeedPeering},
	{"no statistics, PowerShell", "", "Sequence contains no matching element",
		0, FixRequest, machine.Customer, circuit.NeedPeering},
	{"the VLAN of another peering, by az", "", "VLAN ID '200' already in use by peering 'AzurePrivatePeering'",
		0, FixRequest, machine.Customer, peering.NeedVLANUnique},
	{"Microsoft peering on a Standard circuit, 2016", "", "An error occured.",
		0, RefreshResource, machine.Customer, circuit.NeedHealthy},
	{"Microsoft peering on a Standard circuit, by az", "", "MicrosoftPeering cannot be created on a 'Standard' SKU circuit",
		0, FixRequest, machine.Customer, circuit.NeedMicrosoftTier},
	{"Microsoft 365 not approved", "", "The subscription with id '" + azuretest.AuthorizationKey + "' is not authorized for creating route filters for O365 services.",
		400, WaitForActor, machine.Support, ""},
	{"Microsoft 365 in the filter", "", "The circuit (400) is not compatible with the route filter. The route filter includes Office 365 communities. The circuit does not have access to Office365.",
		400, FixRequest, machine.Customer, ""},
	{"less bandwidth, 2015", "InternalError", "",
		200, RefreshResource, machine.Customer, circuit.NeedHealthy},
	{"a cross connection without location", "LocationRequired", "The location property is required for this definition.",
		400, FixRequest, machine.Provider, ""},
	{"a cross connection without circuit", "ExpressRouteCircuitReferenceInCrossConnectionCannotBeModified", "The circuit reference cannot be modified from " + circuitID + " to null.",
		400, FixRequest, machine.Provider, ""},
	{"a cross connection without peering location", "", "The Peering Location for an Express Route Cross Connection " + azuretest.ServiceKey + " cannot be modified from Silicon Valley to .",
		400, FixRequest, machine.Provider, ""},
	{"taken down while a peering is there", "", "VXC 1 has an attached peering connection that must be removed in Azure first",
		400, WaitForActor, machine.Customer, circuit.NeedNoPeerings},
	{"another write", "AnotherOperationInProgress", "Another operation on this or dependent resource is in progress.",
		409, RetryLater, machine.Microsoft, circuit.NeedIdle},
	{"another write, elsewhere", "Conflict", "",
		409, RetryLater, machine.Microsoft, circuit.NeedIdle},
	{"a dependency that is being written", "ReferencedResourceNotProvisioned", "Cannot proceed with operation because resource used by it is not in Succeeded state.",
		429, RetryLater, machine.Microsoft, circuit.NeedIdle},
	{"another write came between", "UpdateAttemptedWithStaleTimeStamp", "Storage entity has changed after the timestamp:  specified in the operation",
		200, RefreshResource, machine.Customer, circuit.NeedHealthy},
	{"a gateway of Virtual WAN in a network's connection", "InvalidJsonReferenceWrongType", "Reference Id " + group + "expressRouteGateways/hub is referencing resource of a wrong type. The Id is expected to reference resources of type virtualNetworkGateways. Path properties.virtualNetworkGateway1.",
		400, FixRequest, machine.Customer, ""},
	{"a network's gateway in a connection of Virtual WAN", "InvalidJsonReferenceWrongType", "Reference Id " + group + "virtualNetworkGateways/hub is referencing resource of a wrong type. The Id is expected to reference resources of type expressRouteGateways. Path properties.expressRouteGateway.",
		400, FixRequest, machine.Customer, ""},
	{"an ID of another type", "InvalidJsonReferenceWrongType", "Reference Id " + group + "routeTables/r is referencing resource of a wrong type. The Id is expected to reference resources of type routeFilters. Path properties.routeFilter.",
		400, FixRequest, machine.Customer, ""},
	{"a network's gateway in a connection of Virtual WAN, by Terraform", "", "parsing \"" + group + "virtualNetworkGateways/hub\": ID was missing the `expressRouteGateways` element",
		0, FixRequest, machine.Customer, ""},
	{"a gateway of Virtual WAN in a network's connection, by Terraform", "", "parsing \"" + group + "expressRouteGateways/hub\": ID was missing the `virtualNetworkGateways` element",
		0, FixRequest, machine.Customer, ""},
	{"in another language", "LocationRequired", "Die Eigenschaft \"location\" ist für diese Definition erforderlich.",
		400, FixRequest, machine.Provider, ""},
	{"no gateway of Virtual WAN", "ResourceNotFound", "The Resource 'Microsoft.Network/expressRouteGateways/hub' under resource group 'rg' was not found.",
		404, Final, machine.Nobody, ""},
	{"a connection with another peer", "ExpressRouteConnectionPeerCannotBeChanged", "Connection's peer cannot be changed. Please use " + group + "virtualNetworkGateways/hub and " + circuitID + " as endpoints.",
		400, FixRequest, machine.Customer, ""},
	{"a shared key of a connection", "BadRequest", "Shared Key cannot be set for Connection of type expressRoute",
		400, FixRequest, machine.Customer, ""},
	{"a shared key of a connection, by az", "", "--shared-key cannot be used with an ExpressRoute connection.",
		0, FixRequest, machine.Customer, ""},
	{"no ports", "ExpressRoutePortsNotAvailable", "ExpressRoutePorts " + group + "expressRoutePorts/p cannot be created as requested bandwidth 100 is not available at peering location Somewhere-2.",
		400, FixRequest, machine.Customer, ""},
	{"an IP address of the Basic SKU", "PublicIpWithBasicSkuNotAllowedOnExpressRouteGateways", "Basic IP configuration is not supported.",
		400, FixRequest, machine.Customer, ""},
	{"a gateway without IP address", "PublicIpForGatewayIsRequired", "Public IP address reference is required.",
		400, FixRequest, machine.Customer, ""},
	{"a gateway without subnet", "SubnetIsRequired", "Subnet reference is required.",
		400, FixRequest, machine.Customer, ""},
	{"communities as one text", "", "Community name 12076:5010,12076:5040 of route filter rule " + group + "routeFilters/f/routeFilterRules/allow is invalid. The name must contain colon (:).",
		400, FixRequest, machine.Customer, ""},
	{"no Microsoft peering, by a cmdlet", "", "Microsoft peering is not configured on the circuit",
		0, FixRequest, machine.Customer, circuit.NeedPeering},
	{"a prefix that is not advertised, by a cmdlet", "", "Prefix 203.0.113.0/24 is not part of advertised public prefixes",
		0, FixRequest, machine.Customer, ""},
	{"no prefixes, by a cmdlet", "", "AdvertisedPublicPrefixInfo is empty in peering config",
		0, FixRequest, machine.Customer, ""},
	{"no such prefix, by a cmdlet", "", "PrefixInfo does not exist for this prefix",
		0, FixRequest, machine.Customer, ""},
	{"no part of a cross connection", "NotFound", "Resource /subscriptions/x/resourceGroups/CrossConnection-London/providers/Microsoft.Network/expressRouteCrossConnections/" + azuretest.ServiceKey + "/peerings/AzurePrivatePeering not found.",
		404, Final, machine.Nobody, ""},
	{"no connection of Virtual WAN", "NotFound", "Resource " + group + "expressRouteGateways/hub/expressRouteConnections/c not found.",
		404, Final, machine.Nobody, ""},
	{"no port", "NotFound", "Resource " + group + "expressRoutePorts/p not found.",
		404, Final, machine.Nobody, ""},
	{"no resource", "ResourceNotFound", "Resource " + group + "expressRoutePorts/p not found.",
		404, Final, machine.Nobody, ""},
	{"no parent", "ParentResourceNotFound", "Can not perform requested operation on nested resource. Parent resource 'north' not found.",
		404, Final, machine.Nobody, ""},

	// Of Resource Manager, of the network's other resources, and of tools.
	{"no right", "AuthorizationFailed", "The client 'x' with object id 'x' does not have authorization to perform action 'Microsoft.Network/expressRouteCircuits/write' over scope '" + circuitID + "' or the scope is invalid.",
		403, WaitForActor, machine.Customer, ""},
	{"no right to what is linked", "LinkedAuthorizationFailed", "The client has permission to perform action 'x' on scope 'y'; however, the current tenant 'a' is not authorized to access linked subscription 'b'.",
		403, WaitForActor, machine.Customer, ""},
	{"a lock", "ScopeLocked", "The scope '" + circuitID + "' cannot perform delete operation because following scope(s) are locked: '/subscriptions/x/resourceGroups/rg'. Please remove the lock and try again.",
		409, WaitForActor, machine.Customer, ""},
	{"not registered", "MissingSubscriptionRegistration", "The subscription is not registered to use namespace 'Microsoft.Network'.",
		409, WaitForActor, machine.Customer, ""},
	{"not registered, elsewhere", "SubscriptionNotRegistered", "Subscription is not registered.",
		409, WaitForActor, machine.Customer, ""},
	{"registration under way", "InvalidSubscriptionRegistrationState", "No.",
		400, WaitForActor, machine.Customer, ""},
	{"a disabled subscription", "ReadOnlyDisabledSubscription", "The subscription is disabled and therefore marked as read only.",
		409, WaitForActor, machine.Customer, ""},
	{"a group that is being deleted", "ResourceGroupBeingDeleted", "The resource group 'rg' is in deprovisioning state and cannot perform this operation.",
		409, WaitForActor, machine.Microsoft, ""},
	{"a subnet in use", "InUseSubnetCannotBeDeleted", "Subnet GatewaySubnet is in use by " + group + "virtualNetworkGateways/hub/ipConfigurations/default and cannot be deleted.",
		400, WaitForActor, machine.Customer, ""},
	{"an IP address in use", "PublicIPAddressCannotBeDeleted", "Public IP address " + group + "publicIPAddresses/a can not be deleted since it is still allocated to resource " + group + "virtualNetworkGateways/hub/ipConfigurations/default.",
		400, WaitForActor, machine.Customer, ""},
	{"a classic network in use", "BadRequest", "Cannot delete or modify virtual network while in use 'hub'.",
		400, WaitForActor, machine.Customer, ""},
	{"a classic subnet in use", "BadRequest", "Cannot delete or modify subnet while in use 'GatewaySubnet'.",
		400, WaitForActor, machine.Customer, ""},
	{"a policy", "RequestDisallowedByPolicy", "Resource 'north' was disallowed by policy.",
		403, FixRequest, machine.Customer, ""},
	{"a region that Azure closed", "RequestDisallowedByAzure", "Resource 'north' was disallowed by Azure.",
		403, FixRequest, machine.Customer, ""},
	{"a region without circuits", "LocationNotAvailableForResourceType", "The provided location 'x' is not available for resource type 'Microsoft.Network/expressRouteCircuits'.",
		400, FixRequest, machine.Customer, ""},
	{"a region without groups", "LocationNotAvailableForResourceGroup", "The provided location 'x' is not available for resource group.",
		400, FixRequest, machine.Customer, ""},
	{"a region of others", "DisallowedLocation", "The provided location 'x' is not permitted for subscription.",
		400, FixRequest, machine.Customer, ""},
	{"a full region", "", "The selected region is currently not accepting new customers: https://aka.ms/locationineligible",
		403, FixRequest, machine.Customer, ""},
	{"a region or version without that type", "NoRegisteredProviderFound", "No registered resource provider found for location 'x' and API version 'y' for type 'z'.",
		400, FixRequest, machine.Customer, ""},
	{"a region without registration", "MissingRegistrationForLocation", "No.", 409, FixRequest, machine.Customer, ""},
	{"a region without room", "RegionDoesNotAllowProvisioning", "No.", 400, FixRequest, machine.Customer, ""},
	{"no SKU", "SkuNotAvailable", "No.", 409, FixRequest, machine.Customer, ""},
	{"a quota", "QuotaExceeded", "No.", 409, FixRequest, machine.Customer, ""},
	{"another quota", "ResourceQuotaExceeded", "No.", 409, FixRequest, machine.Customer, ""},
	{"a quota, by another code", "OperationNotAllowed", "Operation could not be completed as it results in exceeding approved quota.",
		409, FixRequest, machine.Customer, ""},
	{"too many requests, by another code", "OperationNotAllowed", "The server rejected the request because too many requests have been received for this subscription.",
		0, RetryLater, machine.Microsoft, ""},
	{"too many requests, with the status", "OperationNotAllowed", "Slow down.", 429, RetryLater, machine.Microsoft, ""},
	{"another write, by another code", "OperationNotAllowed", "Operation is not allowed: Another operation (Updating) is in progress.",
		409, RetryLater, machine.Microsoft, circuit.NeedIdle},
	{"no token", "InvalidAuthenticationToken", "The access token is invalid.", 401, FixRequest, machine.Customer, ""},
	{"an old token", "ExpiredAuthenticationToken", "The access token expiry UTC time is earlier than current UTC time.", 401, FixRequest, machine.Customer, ""},
	{"a token of another tenant", "InvalidAuthenticationTokenTenant", "The access token is from the wrong issuer.", 401, FixRequest, machine.Customer, ""},
	{"no login", "", "AADSTS700082: The refresh token has expired due to inactivity.", 0, FixRequest, machine.Customer, ""},
	{"no subscription", "SubscriptionNotFound", "The subscription could not be found.", 404, FixRequest, machine.Customer, ""},
	{"a reference to nothing", "InvalidResourceReference", "Resource " + group + "routeFilters/f referenced by resource " + privateID + " was not found.",
		400, FixRequest, machine.Customer, ""},
	{"a reference that is no ID", "InvalidJsonReferenceFormat", "Reference Id f is not formatted correctly.", 400, FixRequest, machine.Customer, ""},
	{"a part of an ID", "LinkedInvalidPropertyId", "Property id 'f' at path 'properties.routeFilter.id' is invalid.", 400, FixRequest, machine.Customer, ""},
	{"a member of a later version", "InvalidJson", "Could not find member 'x' on object of type 'ExpressRouteConnectionProperties'.", 400, FixRequest, machine.Customer, ""},
	{"a value", "InvalidParameter", "No.", 400, FixRequest, machine.Customer, ""},
	{"a fixed property", "PropertyChangeNotAllowed", "No.", 409, FixRequest, machine.Customer, ""},
	{"it exists, by Terraform", "", "A resource with the ID \"" + circuitID + "\" already exists - to be managed via Terraform this resource needs to be imported into the State.",
		0, FixRequest, machine.Customer, ""},
	{"an old API version, by an SDK", "", "The resource type could not be found in the namespace 'Microsoft.Network' for api version '2020-05-01'.",
		404, FixRequest, machine.Customer, ""},
	{"a dependency that is Failed", "ReferencedResourceNotProvisioned", "Cannot proceed with operation because resource " + group + "publicIPAddresses/a used by resource " + group + "virtualNetworkGateways/hub is not in Succeeded state. Resource is in Failed state and the last operation that updated/is updating the resource is PutPublicIpAddressOperation.",
		429, RepairParent, machine.Customer, ""},
	{"another write took its place", "CanceledAndSupersededDueToAnotherOperation", "Operation PutA was canceled and superseded by operation PutB.",
		200, RefreshResource, machine.Customer, ""},
	{"changed since, without a status", "PreconditionFailed", "No.", 0, RefreshResource, machine.Customer, ""},
	{"the tool stopped waiting", "", "creating/updating Resource: context deadline exceeded", 0, RefreshResource, machine.Customer, ""},
	{"to be sent again", "RetryableError", "A retryable error occurred.", 429, RetryLater, machine.Microsoft, ""},
	{"another deployment", "DeploymentActiveAndUneditable", "No.", 409, RetryLater, machine.Microsoft, ""},
	{"too many requests, without a status", "TooManyRequests", "No.", 0, RetryLater, machine.Microsoft, ""},
	{"too many requests of a subscription", "SubscriptionRequestsThrottled", "Please try again after '6' seconds.", 0, RetryLater, machine.Microsoft, ""},
	{"unavailable, without a status", "ServiceUnavailable", "No.", 0, RetryLater, machine.Microsoft, ""},
	{"gateway timeout, without a status", "GatewayTimeout", "No.", 0, RetryLater, machine.Microsoft, ""},
	{"another write, elsewhere, with a message", "Conflict", "Another operation is pending on the specified resource.",
		409, RetryLater, machine.Microsoft, circuit.NeedIdle},

	// Of HTTP.
	{"too many requests", "TooManyRequests", "", 429, RetryLater, machine.Microsoft, ""},
	{"too slow", "", "", 408, RetryLater, machine.Microsoft, ""},
	{"bad gateway", "", "", 502, RetryLater, machine.Microsoft, ""},
	{"unavailable", "ServerUnavailable", "", 503, RetryLater, machine.Microsoft, ""},
	{"gateway timeout", "GatewayTimeout", "", 504, RetryLater, machine.Microsoft, ""},
	{"changed since", "PreconditionFailed", "", 412, RefreshResource, machine.Customer, ""},
}

// Every known refusal is classified by its code and message, and in every form of
// body and printed error.
func TestClassify(t *testing.T) {
	for _, c := range answers {
		t.Run(c.name, func(t *testing.T) {
			check := func(v Verdict, within string) {
				assert.Equal(t, c.means, v.Disposition, within)
				assert.Equal(t, c.by, v.Actor, within)
				assert.Equal(t, c.need, v.Need, within)
				assert.NotEmpty(t, v.Why, within)
				assert.NotEmpty(t, v.Source, within)
				assert.NotZero(t, v.Basis, within)
				assert.Equal(t, strings.TrimSpace(c.code), v.Code, within)
				azuretest.AssertSilent(t, azuretest.Dumps(t, v))
			}
			check(ClassifyError(c.status, c.code, c.message), "code and message")
			capitals := ClassifyError(c.status, strings.ToUpper(c.code), strings.ToUpper(c.message))
			assert.Equal(t, c.means, capitals.Disposition)
			for form, body := range bodies(t, c.code, c.message) {
				check(Classify(c.status, []byte(body)), form)
			}
		})
	}
}

// bodies returns the forms in which an error arrives.
func bodies(t *testing.T, code, message string) map[string]string {
	if code == "" && message == "" {
		return map[string]string{"empty": ""}
	}
	forms := documents(t, code, message)
	if code == "" {
		forms["text"] = message
		forms["PowerShell without a code"] = "Set-AzExpressRouteCircuit : " + message + "\nStatusCode: 400\nReasonPhrase: Bad Request\nOperationID : 'x'"
	}
	if code != "" && message != "" {
		maps.Copy(forms, printedForms(t, code, message))
	}
	return forms
}

func quoted(t *testing.T, v any) string {
	b, err := json.Marshal(v)
	require.NoError(t, err)
	return string(b)
}

type object = map[string]any

// documents returns the forms that are JSON.
func documents(t *testing.T, code, message string) map[string]string {
	bare := object{"code": code, "message": message}
	whole := quoted(t, object{"error": bare})
	deployment := func(inner any) object {
		return object{"status": "Failed", "error": object{"code": "DeploymentFailed", "message": "At least one resource deployment operation failed.", "details": []any{inner}}}
	}
	failure := object{"status": "Failed", "error": object{"code": "ResourceDeploymentFailure", "message": "The operation ended.", "details": []any{bare}}}
	once := deployment(object{"code": "Conflict", "message": quoted(t, failure)})
	return map[string]string{
		"whole":                           whole,
		"whole, with a mark":              "\ufeff  " + whole,
		"of an operation":                 quoted(t, object{"status": "Failed", "error": object{"code": code, "message": message, "details": []any{}}}),
		"bare":                            quoted(t, bare),
		"with capitals":                   quoted(t, object{"Code": code, "Message": message}),
		"in a list of details":            quoted(t, object{"error": object{"code": "MultipleErrorsOccurred", "message": "See details.", "details": []any{nil, "x", bare}}}),
		"in details of details":           quoted(t, object{"error": object{"code": "DeploymentFailed", "details": []any{object{"code": "ResourceDeploymentFailure", "details": []any{bare}}}}}),
		"in a message":                    quoted(t, object{"error": object{"code": "BadRequest", "message": " " + whole}}),
		"in an inner error":               quoted(t, object{"error": object{"code": "Wrapped", "innererror": bare}}),
		"in a text":                       quoted(t, object{"error": whole}),
		"in a deployment":                 quoted(t, once),
		"in two deployments":              quoted(t, deployment(object{"code": "Conflict", "message": quoted(t, once)})),
		"in an operation of a deployment": quoted(t, []any{object{"properties": object{"provisioningState": "Failed", "statusMessage": object{"error": bare}}}}),
		"in the message of a deployment":  quoted(t, object{"properties": object{"statusMessage": whole}}),
	}
}

// printedForms returns the forms that tools print.
func printedForms(t *testing.T, code, message string) map[string]string {
	whole, trimmed := quoted(t, object{"error": object{"code": code, "message": message, "details": []any{}}}), strings.TrimSpace(code)
	line := strings.Join(strings.Fields(message), " ")
	azcore := "PUT https://management.azure.com/x\n" + strings.Repeat("-", 80) + "\nRESPONSE 400: 400 Bad Request\nERROR CODE: " + trimmed + "\n" +
		strings.Repeat("-", 80) + "\n" + indented(t, whole) + "\n" + strings.Repeat("-", 80)
	autorest := `network.ExpressRouteCircuitsClient#Delete: Failure sending request: StatusCode=0 -- Original Error: Code="` + code + `" Message="` + message + `" Details=[]`
	terraform := "creating/updating Peering (Subscription: \"x\"\nResource Group Name: \"rg\"): performing CreateOrUpdate: unexpected status 400 (400 Bad Request) with error: " + trimmed + ": " + line
	az := "(" + trimmed + ") " + line + "\nCode: " + trimmed + "\nMessage: " + line
	powershell := "Set-AzExpressRouteCircuit : " + line + "\nStatusCode: 400\nReasonPhrase: Bad Request\nErrorCode: " + trimmed + "\nErrorMessage: " + line +
		"\nOperationID : x\nAt line:1 char:1\n+ Set-AzExpressRouteCircuit -ExpressRouteCircuit $c\n+ ~~~~~~~\n    + CategoryInfo : CloseError: (:) [Set-AzExpressRouteCircuit], NetworkCloudException"
	return map[string]string{
		"XML":                    `<Error xmlns="x"><Code>` + code + "</Code><Message>" + message + "</Message></Error>",
		"Go, autorest":           autorest,
		"Go, an old autorest":    `autorest/azure: Service returned an error. Status=<nil> Code="` + code + `" Message="` + message + `"`,
		"Go, autorest, details":  `StatusCode=400 -- Original Error: Code="InvalidRequestFormat" Message="See details." Details=[` + quoted(t, object{"code": code, "message": message}) + `]`,
		"Go, azcore":             azcore,
		"Go, azcore, escaped":    `"error"=` + quoted(t, azcore),
		"Terraform, azcore":      boxed("Error: Failed to create/update resource\n\n" + azcore),
		"Terraform":              boxed("Error: " + wrapped(terraform, 78) + "\n\n  with azurerm_express_route_circuit_peering.private,\n  on main.tf line 3, in resource \"x\" \"y\":\n   3: resource \"x\" \"y\" {"),
		"Terraform, autorest":    boxed("Error: waiting for the deletion: " + autorest),
		"Terraform, poller":      boxed("Error: polling after CreateOrUpdate: polling failed: the Azure API returned the following error:\n\nStatus: \"Failed\"\nCode: \"" + trimmed + "\"\nMessage: " + quoted(t, line) + "\nActivity Id: \"\"\n\n---\n\nAPI Response:\n\n----[start]----\n{\"status\":\"Failed\",\"error\":" + quoted(t, object{"code": code, "message": message}) + "}\n-----[end]-----"),
		"Pulumi":                 "azure-native:network:ExpressRouteCircuitPeering (private):\n    error: 1 error occurred:\n    \t* Code=\"" + code + "\" Message=\"" + message + "\"",
		"az":                     az,
		"az, with a mark":        "ERROR: " + az,
		"az, details":            "(InvalidTemplateDeployment) See inner errors for details.\nCode: InvalidTemplateDeployment\nMessage: See inner errors for details.\nException Details:\t(" + trimmed + ") " + line + "\n\tCode: " + trimmed + "\n\tMessage: " + line,
		"az, a deployment":       "ERROR: Deployment failed. Correlation ID: x. " + indented(t, whole),
		"Python":                 "Traceback (most recent call last):\n  File \"x.py\", line 3, in <module>\nazure.core.exceptions.ResourceExistsError: " + az,
		"Python, msrestazure":    "msrestazure.azure_exceptions.CloudError: Azure Error: " + trimmed + "\nMessage: " + line,
		".NET":                   "Azure.RequestFailedException: " + line + "\nStatus: 400 (Bad Request)\nErrorCode: " + trimmed + "\n\nContent:\n" + whole + "\n\nHeaders:\nCache-Control: no-cache\n",
		"Java":                   `com.azure.core.management.exception.ManagementException: Status code 400, "` + whole + `": ` + line,
		"JavaScript":             "RestError: " + line + "\n {\n  name: 'RestError',\n  code: '" + trimmed + "',\n  statusCode: 400,\n  message: " + quoted(t, line) + "\n}",
		"PowerShell":             powershell,
		"PowerShell, wrapped":    cutAt(powershell, 120),
		"PowerShell, in colours": "\x1b[31;1m" + strings.ReplaceAll(powershell, "\n", "\x1b[0m\n\x1b[31;1m") + "\x1b[0m",
		"PowerShell 7":           "Set-AzExpressRouteCircuit: \nLine |\n   2 |  Set-AzExpressRouteCircuit -ExpressRouteCircuit $c\n     |  ~~~~~~~~~\n" + prefixed("     | ", line+"\nStatusCode: 400\nReasonPhrase: Bad Request\nErrorCode: "+trimmed+"\nErrorMessage: "+line),
		"PowerShell, deployment": "New-AzResourceGroupDeployment : 8:40:46 PM - The deployment 'x' failed with error(s). Showing 1 out of 1 error(s).\nStatus Message: See details. (Code: InvalidTemplateDeployment)\n - " + line + " (Code:" + trimmed + ")\nCorrelationId: x",
		"PowerShell, classic":    "Remove-AzureDedicatedCircuit : " + trimmed + " : " + line,
		"classic":                trimmed + ": " + message,
		"Ansible":                `fatal: [localhost]: FAILED! => ` + quoted(t, object{"changed": false, "msg": "Error deleting the ExpressRouteCircuit instance: " + az}),
		"Ansible, document":      quoted(t, object{"changed": false, "msg": "Error attempting to delete the ExpressRouteCircuit instance: " + az}),
		"Ansible, Python":        `{'changed': False, 'msg': "Error attempting to delete: Azure Error: ` + trimmed + `\nMessage: ` + line + `"}`,
		"kubectl describe":       "Status:\n  Conditions:\n    Last Transition Time:  2026-01-02T03:04:05Z\n    Message:               " + line + "\n    Reason:                " + trimmed + "\n    Status:                False\n    Type:                  Ready",
		"Crossplane, YAML":       "status:\n  conditions:\n  - lastTransitionTime: \"2026-01-02T03:04:05Z\"\n    message: 'create failed: " + autorest + "'\n    reason: ReconcileError\n    status: \"False\"\n    type: Synced\n  - reason: Creating\n    status: \"False\"\n    type: Ready",
		"Crossplane":             quoted(t, object{"kind": "Circuit", "status": object{"conditions": []any{object{"type": "Synced", "status": "False", "reason": "ReconcileError", "message": "create failed: " + terraform}}}}),
		"Azure Service Operator": quoted(t, object{"items": []any{object{"status": object{"conditions": []any{object{"type": "Ready", "status": "False", "severity": "Warning", "reason": trimmed, "message": line + ": " + azcore}}}}}}),
		"kubectl get":            "NAME  READY  SEVERITY  REASON  MESSAGE\nnorth  False  Warning  " + trimmed + "  " + line,
	}
}

// indented returns a JSON text on several lines.
func indented(t *testing.T, text string) string {
	var b bytes.Buffer
	require.NoError(t, json.Indent(&b, []byte(text), "", "  "))
	return b.String()
}

// boxed returns what Terraform draws around an error.
func boxed(text string) string { return "╷\n" + prefixed("│ ", text) + "\n╵" }

func prefixed(with, text string) string {
	return with + strings.ReplaceAll(text, "\n", "\n"+with)
}

// wrapped breaks lines between words.
func wrapped(text string, width int) string {
	var b strings.Builder
	at := 0
	for word := range strings.FieldsSeq(text) {
		if at > 0 && at+len(word) > width {
			b.WriteByte('\n')
			at = 0
		}
		b.WriteString(word + " ")
		at += len(word) + 1
	}
	return b.String()
}

// cutAt breaks lines where the console ends.
func cutAt(text string, width int) string {
	var lines []string
	for line := range strings.SplitSeq(text, "\n") {
		for len(line) > width {
			lines, line = append(lines, line[:width]), line[width:]
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}

// Why says whether a refusal is not known, or the answer is not an error.
func TestClassify_unknown(t *testing.T) {
	for _, c := range []struct {
		name   string
		status int
		body   string
		says   string
	}{
		{"a code", 400, `{"error": {"code": "UnheardOf", "message": "No."}}`, `the code "UnheardOf" is not known here, and HTTP status 400 Bad Request alone does not say what is wrong`},
		{"no code", 409, `{"error": {"message": "No."}}`, "there is no known code or message, and HTTP status 409 Conflict alone does not say what is wrong"},
		{"no body", 404, "", "there is no known code or message, and HTTP status 404 Not Found alone does not say what is wrong"},
		{"nothing", 0, "", "there is no known code or message, and an unknown HTTP status alone does not say what is wrong"},
		{"an odd status", 999, "", "there is no known code or message, and HTTP status 999 alone does not say what is wrong"},
		{"an operation that failed", 200, `{"status": "Failed"}`, "the operation is Failed and does not say why: read the resource"},
		{"an operation that failed, with nothing", 200, `{"status": "Failed", "error": {}}`, "the operation is Failed and does not say why: read the resource"},
		{"an operation that was canceled", 200, `{"status": "Canceled"}`, "the operation is Canceled and does not say why: read the resource"},
		{"an operation that succeeded", 200, `{"status": "Succeeded"}`, "no error: the operation is Succeeded"},
		{"an operation under way", 200, `{"status": "InProgress"}`, "no error: the operation is InProgress"},
		{"a circuit", 200, `{"type": "Microsoft.Network/expressRouteCircuits", "properties": {"provisioningState": "Failed"}}`, "no error in the body"},
		{"a list", 200, "[]", "no error in the body"},
		{"nothing, with 200", 200, "", "no error: HTTP status 200 OK"},
		{"truncated", 400, `{"error": {"code": "NotF`, "the body cannot be read: line 1, byte 24: not sound JSON: unexpected end of JSON input"},
		{"two codes", 400, `{"error": {"code": "Conflict", "code": "NotFound"}}`, "the body cannot be read: error.code: not sound JSON: the key occurs twice"},
		{"a code of another kind", 400, `{"error": {"code": 5, "message": ["x"]}}`, "no error in the body"},
		{"too deep", 400, strings.Repeat(`{"error":`, 20) + `{"code": "Conflict"}` + strings.Repeat("}", 20), "no error in the body"},
	} {
		t.Run(c.name, func(t *testing.T) {
			v := Classify(c.status, []byte(c.body))
			assert.Equal(t, Unclassified, v.Disposition)
			assert.Equal(t, machine.Nobody, v.Actor)
			assert.Empty(t, v.Source)
			assert.Equal(t, c.says, v.Why)
		})
	}
}

// Of several errors the one with the highest disposition decides.
func TestClassify_highest(t *testing.T) {
	v := Classify(409, []byte(`{"error": {"code": "DeploymentFailed", "details": [
		{"code": "AnotherOperationInProgress"}, {"code": "UnheardOf"}, {"code": "LocationRequired"}, {"code": "Conflict"}]}}`))
	assert.Equal(t, FixRequest, v.Disposition)
	assert.Equal(t, "LocationRequired", v.Code)

	v = Classify(429, []byte(`{"error": {"code": "Wrapped", "details": [{"code": "UnheardOf"}]}}`))
	assert.Equal(t, RetryLater, v.Disposition)
}

// What a verdict quotes of an answer is bounded, and has no key.
func TestClassify_quotes(t *testing.T) {
	v := ClassifyError(400, azuretest.ServiceKey, strings.Repeat("x", 500)+azuretest.ServiceKey+strings.Repeat(azuretest.ServiceKey, 1000))
	assert.LessOrEqual(t, len(v.Message), 256)
	assert.Equal(t, machine.Redacted, v.Code)
	azuretest.AssertSilent(t, azuretest.Dumps(t, v)+v.String())

	v = Classify(200, []byte(`{"status": "`+azuretest.ServiceKey+`"}`))
	azuretest.AssertSilent(t, azuretest.Dumps(t, v)+v.String())
	v = Classify(400, []byte(`{"`+azuretest.ServiceKey+`": 1, "`+azuretest.ServiceKey+`": 2}`))
	azuretest.AssertSilent(t, azuretest.Dumps(t, v)+v.String())

	many := Classify(400, []byte(`{"error": {"code": "X", "details": [`+strings.Repeat(`{"code": "Y"},`, 10_000)+`{"code": "LocationRequired"}]}}`))
	assert.Equal(t, Unclassified, many.Disposition, "the error is the 10,001st of the body")
}

func TestVerdict_String(t *testing.T) {
	v := ClassifyError(429, "TooManyRequests", "")
	assert.Equal(t, "RetryLater by Microsoft: too many requests: wait as many seconds as the Retry-After header says (Documented: https://learn.microsoft.com/en-us/azure/azure-resource-manager/management/request-limits-and-throttling)", v.String())
	assert.Equal(t, "not classified: no error: HTTP status 200 OK", ClassifyError(200, "", "").String())
	marshaled, err := json.Marshal(v)
	require.NoError(t, err)
	assert.Contains(t, string(marshaled), `"disposition":"RetryLater","actor":"Microsoft","code":"TooManyRequests"`)
}

func TestDisposition_text(t *testing.T) {
	for d := range Dispositions() {
		text, err := d.MarshalText()
		require.NoError(t, err)
		var back Disposition
		require.NoError(t, back.UnmarshalText(text))
		assert.Equal(t, d, back)
		parsed, err := ParseDisposition(d.String())
		require.NoError(t, err)
		assert.Equal(t, d, parsed)
	}
	assert.Equal(t, "not classified", Unclassified.String())
}

// Every disposition has an answer in the table of the test.
func TestClassify_allDispositions(t *testing.T) {
	seen := map[Disposition]bool{}
	for _, c := range answers {
		seen[c.means] = true
	}
	for d := range Dispositions() {
		assert.True(t, seen[d], d)
	}
}

// Every recorded error is classified.
func TestClassify_corpus(t *testing.T) {
	seen := azuretest.Count{}
	for _, i := range azuretest.Recorded(t) {
		var body struct{ Error json.RawMessage }
		if json.Unmarshal(i.Response, &body) != nil || body.Error == nil {
			continue
		}
		v := Classify(i.Status, i.Response)
		seen[v.Code+": "+v.Disposition.String()]++
		assert.NotEqual(t, Unclassified, v.Disposition, "%d %s", i.Status, i.Response)
	}
	t.Logf("\n%s", seen)
}

// No body makes Classify panic. The verdict is bounded, and has no key.
func FuzzClassify(f *testing.F) {
	for _, c := range answers {
		f.Add(c.status, []byte(`{"error": {"code": "`+c.code+`", "message": "x"}}`))
		f.Add(c.status, []byte(c.code+": "+c.message))
	}
	f.Fuzz(func(t *testing.T, status int, body []byte) {
		v := Classify(status, body)
		assert.NotEmpty(t, v.Why)
		assert.Equal(t, v.Disposition == Unclassified, v.Source == "")
		assert.NotRegexp(t, azuretest.GUID, v.String())
		assert.NotRegexp(t, azuretest.GUID, v.Code+" "+v.Message)
		assert.LessOrEqual(t, len(v.Code), 256)
		assert.LessOrEqual(t, len(v.Message), 256)
	})
}
