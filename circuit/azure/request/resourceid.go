package request

import (
	"slices"
	"strings"
)

// The types of the resources that commands name.
const (
	typeCircuit       = "Microsoft.Network/expressRouteCircuits"
	typeAuthorization = typeCircuit + "/authorizations"
	typePeering       = typeCircuit + "/peerings"
	typeGlobalReach   = typePeering + "/connections"     // a connection that this circuit created
	typeReachedByPeer = typePeering + "/peerConnections" // a connection that the other circuit created
	typeGateway       = "Microsoft.Network/virtualNetworkGateways"
	typeConnection    = "Microsoft.Network/connections"                  // between a gateway and a circuit
	typeCross         = "Microsoft.Network/expressRouteCrossConnections" // the circuit as its provider sees it
	typeHubGateway    = "Microsoft.Network/expressRouteGateways"
	typeHubConnection = typeHubGateway + "/expressRouteConnections" // between a hub's gateway and a circuit's private peering
)

// resourceID is a resource ID of Azure, split at its slashes: keys and values
// alternate, and the provider's namespace is the value of "providers".
//
// Source: https://learn.microsoft.com/en-us/azure/azure-resource-manager/management/resource-name-rules
type resourceID []string

// splitID splits a resource ID.
func splitID(id string) resourceID { return strings.Split(strings.Trim(id, "/"), "/") }

// after returns the value after a key, empty if there is none. The case of keys
// does not matter: Azure does not keep it.
func (id resourceID) after(key string) string {
	for i := 0; i+1 < len(id); i += 2 {
		if strings.EqualFold(id[i], key) {
			return id[i+1]
		}
	}
	return ""
}

// last returns the resource's own name.
func (id resourceID) last() string {
	if len(id) == 0 {
		return ""
	}
	return id[len(id)-1]
}

// name returns the resource's own name if the resource is of that type, empty if
// not.
func (id resourceID) name(kind string) string {
	if strings.EqualFold(id.kind(), kind) {
		return id.last()
	}
	return ""
}

// of returns the name of the resource of that type that this one belongs to.
func (id resourceID) of(kind string) string {
	return id.after(kind[strings.LastIndex(kind, "/")+1:])
}

// kind returns the type of the resource.
func (id resourceID) kind() string {
	if len(id) < 8 || !strings.EqualFold(id[4], "providers") {
		return ""
	}
	parts := []string{id[5]}
	for i := 6; i < len(id); i += 2 {
		parts = append(parts, id[i])
	}
	return strings.Join(parts, "/")
}

// group returns the option for the resource group, with the variable otherwise if
// the ID has none, and the option for the subscription if the ID has one.
func (id resourceID) group(otherwise string) []string {
	args := []string{"--resource-group", knownOr(id.after("resourceGroups"), otherwise)}
	if subscription := id.after("subscriptions"); subscription != "" {
		args = append(args, "--subscription", quoted(subscription))
	}
	return args
}

// equal reports whether two IDs are of one resource.
func (id resourceID) equal(other resourceID) bool {
	return slices.EqualFunc(id, other, strings.EqualFold)
}
