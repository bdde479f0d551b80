package azure

// fields are the names that an object of Azure's schema has: those that are
// read, and those that say nothing of a circuit's states and are left alone.
// Any other is noted. Names are exact; the schema's are, too.
//
// Sources: github.com/Azure/azure-rest-api-specs,
// specification/network/resource-manager/Microsoft.Network/stable/2024-10-01/expressRouteCircuit.json;
// for 2025-09-01 and 2026-01-01
// https://learn.microsoft.com/en-us/javascript/api/@azure/arm-network/expressroutecircuit.
// resourceGuid and allowGlobalReach are in no schema and in most recorded
// answers.
type fields map[string]bool

var (
	circuitFields = fieldsNamed("id", "name", "type", "location", "etag", "tags", "sku", "properties")

	skuFields = fieldsNamed("name", "tier", "family")

	circuitProperties = fieldsNamed(
		"provisioningState", "circuitProvisioningState", "serviceProviderProvisioningState",
		"serviceKey", "serviceProviderProperties", "expressRoutePort", "expressRouteLag", "bandwidthInGbps",
		"stag", "peerings", "authorizations", "allowClassicOperations", "resiliencyLevel",
		// Left alone: identities of other systems, free text, keys, and switches that
		// move no state.
		"resourceGuid", "gatewayManagerEtag", "serviceProviderNotes",
		"allowGlobalReach", "globalReachEnabled", "enableDirectPortRateLimit", "authorizationKey",
		"authorizationStatus", "activationKey", "partnerAccountId")

	partnerFields = fieldsNamed("serviceProviderName", "peeringLocation", "bandwidthInMbps")

	// Peerings, authorizations and connections.
	childFields = fieldsNamed("id", "name", "type", "etag", "properties")

	referenceFields = fieldsNamed("id")

	peeringProperties = fieldsNamed(
		"provisioningState", "peeringType", "state", "azureASN", "peerASN", "vlanId", "lastModifiedBy",
		"primaryPeerAddressPrefix", "secondaryPeerAddressPrefix", "microsoftPeeringConfig", "routeFilter",
		"ipv6PeeringConfig", "sharedKey", "connections", "peeredConnections", "expressRouteConnection",
		// Left alone: names of Microsoft's routers, and counters. The S-tag is the
		// circuit's, and read there; az shows it with a peering, too.
		"primaryAzurePort", "secondaryAzurePort", "gatewayManagerEtag", "stats", "stag")

	ipv6Fields = fieldsNamed("state", "primaryPeerAddressPrefix", "secondaryPeerAddressPrefix", "microsoftPeeringConfig", "routeFilter")

	microsoftFields = fieldsNamed(
		"advertisedPublicPrefixes", "advertisedPublicPrefixInfo", "advertisedPublicPrefixesState", "customerASN", "routingRegistryName",
		"legacyMode", "advertisedCommunities")

	prefixFields = fieldsNamed("prefix", "validationState", "signature",
		// Left alone: it holds the service key.
		"validationId")

	authorizationProperties = fieldsNamed("provisioningState", "authorizationUseStatus", "connectionResourceUri",
		// Left alone.
		"authorizationKey")

	connectionProperties = fieldsNamed("provisioningState", "circuitConnectionStatus",
		"expressRouteCircuitPeering", "peerExpressRouteCircuitPeering",
		// Left alone.
		"addressPrefix", "ipv6CircuitConnectionConfig",
		"authorizationKey", "authResourceGuid", "connectionName")
)

func fieldsNamed(names ...string) fields {
	f := make(fields, len(names))
	for _, name := range names {
		f[name] = true
	}
	return f
}
