package refusal

import "strings"

// message is a message that Azure sends with one code only. Tools that print the
// message alone, such as Az PowerShell before it printed ErrorCode, leave the code
// to be told by it.
type message struct {
	says, also string // its parts, in lower case, with single spaces; the second follows the first
	code       string
}

// maxBetween is how far the second part of a message is from the first at most, in
// bytes: there can be a resource ID in between.
const maxBetween = 1 << 10

// messages are such messages. They and their codes are those of the rows with the
// code, and have their sources.
var messages = []message{
	{says: "another operation on this or dependent resource is in progress", code: "AnotherOperationInProgress"},
	{says: "operation on child resource", also: "is blocked because last operation", code: "ParentResourceIsInFailedState"},
	{says: "cannot proceed with operation", also: "is not in succeeded state", code: "ReferencedResourceNotProvisioned"},
	{says: "the resource '", also: "' was not found", code: "ResourceNotFound"},
	{says: "resource /subscriptions/", also: " not found", code: "NotFound"},
	{says: "resource group '", also: "' could not be found", code: "ResourceGroupNotFound"},
	{says: "parent resource '", also: "' not found", code: "ParentResourceNotFound"},
	{says: "is not authorized for creating microsoft peering", code: "UnauthorizedForMicrosoftPeering"},
	{says: "invalid skutype ", also: " for creating microsoft peering", code: "InvalidSkuTypeForMicrosoftPeering"},
	{says: "put global reach connection", also: "is not provisioned", code: "InitiatingCircuitNotProvisioned"},
	{says: "the current cross connection provisioning state", code: "ServiceProviderNotProvisioned"},
	{says: "the service provider ", also: " does not exist", code: "ExpressRouteCircuitServiceProviderDoesNotExist"},
	{says: "the circuit reference cannot be modified", code: "ExpressRouteCircuitReferenceInCrossConnectionCannotBeModified"},
	{says: "the location property is required for this definition", code: "LocationRequired"},
	{says: "connection's peer cannot be changed", code: "ExpressRouteConnectionPeerCannotBeChanged"},
	{says: "expressrouteports ", also: " cannot be created as requested bandwidth", code: "ExpressRoutePortsNotAvailable"},
	{says: "is referencing resource of a wrong type", code: "InvalidJsonReferenceWrongType"},
	{says: "storage entity has changed after the timestamp", code: "UpdateAttemptedWithStaleTimeStamp"},
	{says: "is not available for resource type", code: "LocationNotAvailableForResourceType"},
	{says: "does not have authorization to perform action", code: "AuthorizationFailed"},
	{says: "is not authorized to access linked subscription", code: "LinkedAuthorizationFailed"},
	{says: "following scope(s) are locked", code: "ScopeLocked"},
	{says: "was disallowed by policy", code: "RequestDisallowedByPolicy"},
	{says: "was disallowed by azure", code: "RequestDisallowedByAzure"},
	{says: "is not registered to use namespace", code: "MissingSubscriptionRegistration"},
	{says: "is disabled and therefore marked as read only", code: "ReadOnlyDisabledSubscription"},
	{says: "the access token expiry utc time", code: "ExpiredAuthenticationToken"},
}

// codeOf returns the code that Azure sends with a message, empty if it is not known.
// said is the message in lower case, with single spaces.
func codeOf(said string) string {
	for _, m := range messages {
		_, after, found := strings.Cut(said, m.says)
		if found && strings.Contains(after[:min(len(after), maxBetween)], m.also) {
			return m.code
		}
	}
	return ""
}
