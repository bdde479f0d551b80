package request

// readOnlyFields are the fields of a resource that only Azure writes, and the lists
// of resources within it.
type readOnlyFields struct {
	own, properties []string
	lists           map[string]*readOnlyFields
}

// What is left out of a body. Azure ignores it, and the ETag goes into a header.
//
// Source: github.com/Azure/azure-rest-api-specs,
// specification/network/resource-manager/Microsoft.Network/stable/2024-05-01/expressRouteCircuit.json:
// readOnly
var (
	childReadOnly   = &readOnlyFields{own: []string{"etag"}, properties: []string{"provisioningState"}}
	peeringReadOnly = &readOnlyFields{
		own: []string{"etag"}, properties: []string{"provisioningState", "lastModifiedBy", "peeredConnections"},
		lists: map[string]*readOnlyFields{"connections": childReadOnly},
	}
	circuitReadOnly = &readOnlyFields{
		own: []string{"etag"}, properties: []string{"provisioningState", "authorizationStatus", "stag", "sTag"},
		lists: map[string]*readOnlyFields{"peerings": peeringReadOnly, "authorizations": childReadOnly},
	}
)

// strip removes what only Azure writes.
func strip(resource map[string]any, fields *readOnlyFields) {
	for _, name := range fields.own {
		delete(resource, name)
	}
	properties, _ := resource["properties"].(map[string]any)
	for _, name := range fields.properties {
		delete(properties, name)
	}
	for name, in := range fields.lists {
		list, _ := properties[name].([]any)
		for _, e := range list {
			if element, _ := e.(map[string]any); element != nil {
				strip(element, in)
			}
		}
	}
}
