package request

import (
	"github.com/expressroute-go/expressroute/circuit/azure/internal/scrub"
	"github.com/expressroute-go/expressroute/machine"
)

// shownFields are the fields of a body that are printed, and false for those whose
// name alone is. Of all others not even the name is: either could be a key.
var shownFields = func() map[string]bool {
	fields := map[string]bool{"serviceKey": false, "sharedKey": false, "authorizationKey": false, "validationId": false, "signature": false, "tags": false}
	for _, name := range []string{
		"id", "name", "type", "location", "sku", "tier", "family", "properties",
		"serviceProviderProperties", "serviceProviderName", "peeringLocation", "bandwidthInMbps",
		"expressRoutePort", "expressRouteLag", "bandwidthInGbps",
		"circuitProvisioningState", "serviceProviderProvisioningState", "provisioningState",
		"allowClassicOperations", "globalReachEnabled", "enableDirectPortRateLimit",
		"peerings", "authorizations", "connections",
		"peeringType", "state", "azureASN", "peerASN", "vlanId", "primaryPeerAddressPrefix", "secondaryPeerAddressPrefix",
		"microsoftPeeringConfig", "advertisedPublicPrefixes", "advertisedPublicPrefixesState", "customerASN",
		"routingRegistryName", "legacyMode", "advertisedPublicPrefixInfo", "prefix",
		"routeFilter", "ipv6PeeringConfig",
		"connectionType", "virtualNetworkGateway1", "peer", "routingWeight",
		"expressRouteCircuit", "expressRouteCircuitPeering", "peerExpressRouteCircuitPeering", "addressPrefix", "ipv6CircuitConnectionConfig",
	} {
		fields[name] = true
	}
	return fields
}()

// plainText returns a text of a field that is shown, without what may be a key.
func plainText(text string) string {
	if len(text) > 0 && text[0] == '/' {
		return scrub.ID(text)
	}
	return scrub.Text(text)
}

// otherFields is printed in place of the fields that are not known.
const otherFields = "other fields"

// show returns a copy of an object to print.
func show(object map[string]any) map[string]any {
	shown := make(map[string]any, len(object))
	for name, value := range object {
		switch plain, known := shownFields[name]; {
		case !known:
			shown[otherFields] = machine.Redacted
		case !plain:
			shown[name] = machine.Redacted
		default:
			shown[name] = showValue(value)
		}
	}
	return shown
}

func showValue(value any) any {
	switch value := value.(type) {
	case map[string]any:
		return show(value)
	case []any:
		list := make([]any, len(value))
		for i := range value {
			list[i] = showValue(value[i])
		}
		return list
	case string:
		return plainText(value)
	}
	return value
}
