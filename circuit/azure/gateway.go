package azure

import (
	"fmt"
	"math"
	"strings"

	"github.com/expressroute-go/expressroute/circuit"
	"github.com/expressroute-go/expressroute/circuit/azure/internal/jsondoc"
	"github.com/expressroute-go/expressroute/circuit/azure/internal/scrub"
	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
)

// The fields of what links networks to circuits.
//
// Sources: github.com/Azure/azure-rest-api-specs,
// specification/network/resource-manager/Microsoft.Network/stable/2024-10-01/virtualNetworkGateway.json
// and virtualWan.json
var (
	gatewayConnectionProperties = fieldsNamed(
		"provisioningState", "connectionType", "connectionStatus", "peer", "virtualNetworkGateway1", "routingWeight",
		"expressRouteGatewayBypass", "authorizationKey",
		// Left alone.
		"enablePrivateLinkFastPath", "resourceGuid", "virtualNetworkGateway2", "localNetworkGateway2", "egressBytesTransferred",
		"ingressBytesTransferred", "enableBgp", "enableBGP", "usePolicyBasedTrafficSelectors", "ipsecPolicies", "trafficSelectorPolicies",
		"sharedKey", "connectionProtocol", "connectionMode", "dpdTimeoutSeconds", "useLocalAzureIpAddress",
		"tunnelConnectionStatus", "tunnelProperties", "gatewayCustomBgpIpAddresses", "ingressNatRules", "egressNatRules",
		"packetCaptureDiagnosticState", "authenticationType", "certificateAuthentication")

	hubConnectionProperties = fieldsNamed("provisioningState", "expressRouteCircuitPeering", "routingWeight",
		"expressRouteCircuitPeeringId", // of PowerShell
		"expressRouteGatewayBypass", "authorizationKey",
		// Left alone.
		"enablePrivateLinkFastPath", "enableInternetSecurity", "routingConfiguration", "resourceGuid")

	hubGatewayProperties = fieldsNamed("provisioningState", "virtualHub", "expressRouteConnections",
		// Left alone.
		"autoScaleConfiguration", "allowNonVirtualWanTraffic")
)

var (
	// errNoCircuit: nothing in a connection says which circuit it is of.
	errNoCircuit = fmt.Errorf("%w: want the resource ID of the circuit", ErrOptions)

	// errOtherConnection: a connection to another network or to a VPN device.
	errOtherConnection = fmt.Errorf("%w: a connection that is of no circuit, want one of connectionType ExpressRoute", ErrShape)
)

// gatewayConnectionWords are the words of connectionStatus.
var gatewayConnectionWords = map[string]circuit.Connection{
	"Unknown": circuit.ConnectionUnknown, "Connecting": circuit.Connecting, "Connected": circuit.Connected, "NotConnected": circuit.Disconnected,
}

// gatewayConnection reads a connection of a virtual network gateway. One of
// another type, to another network or to a VPN device, is of no circuit.
func (r *reader) gatewayConnection(v jsondoc.Value) {
	v, p := r.resource(v, circuitFields, gatewayConnectionProperties)
	kind, peer := r.member(p, "connectionType"), r.need(p, "peer")
	if r.otherType(kind) || r.endsElsewhere(p) {
		r.linksNothing = true // to a circuit
		return
	}
	gateway := r.idIn(r.need(p, "virtualNetworkGateway1"))
	l := circuit.LinkState{Gateway: gateway, Link: circuit.Link{Kind: circuit.GatewayLink, Network: gateway}}
	status := r.member(p, "connectionStatus")
	if word := r.text(status); word != "" {
		connection, known := gatewayConnectionWords[word]
		if l.Connection = connection; !known {
			r.strange(status)
		}
	}
	r.networkLink(v, p, peer, l)
}

// otherType reports whether a connection is known to be of another type than
// ExpressRoute. A type that is not known is strange, and the connection is taken for
// what its peer says.
func (r *reader) otherType(kind jsondoc.Value) bool {
	switch r.text(kind) {
	case "ExpressRoute", "":
	case "IPsec", "Vnet2Vnet", "VPNClient":
		return true
	default:
		r.strange(kind)
	}
	return false
}

// endsElsewhere reports whether a connection without a type, as PowerShell prints it,
// has another end than a circuit.
func (r *reader) endsElsewhere(p jsondoc.Value) bool {
	other := r.idIn(r.member(p, "localNetworkGateway2")) + r.idIn(r.member(p, "virtualNetworkGateway2"))
	return other != "" && r.idIn(r.member(p, "peer")) == ""
}

// hubConnection reads a connection of the gateway of a Virtual WAN hub.
func (r *reader) hubConnection(v jsondoc.Value) {
	v, p := r.resource(v, circuitFields, hubConnectionProperties)
	gateway, _ := cutID(r.text(r.need(v, "id")))
	l := circuit.LinkState{Gateway: gateway, Link: circuit.Link{Kind: circuit.VirtualWANLink, Network: gateway}}
	if r.hub != "" {
		l.Network = r.hub
	}
	peer := r.member(p, "expressRouteCircuitPeeringId")
	if peer.Absent() {
		peer = r.need(p, "expressRouteCircuitPeering")
	}
	r.networkLink(v, p, peer, l)
}

// hubReference reads the ID of a hub's connection, which the circuit's private
// peering has. In examples it is a string.
func (r *reader) hubReference(v jsondoc.Value) {
	id := r.idIn(v)
	gateway, under := cutID(id)
	if under != underHubConnections {
		return
	}
	r.link(circuit.LinkState{
		Link: circuit.Link{Kind: circuit.VirtualWANLink, Network: gateway}, Gateway: gateway, Through: id, Linked: machine.Yes,
	})
}

// networkLink reads what both have.
func (r *reader) networkLink(v, p, peer jsondoc.Value, l circuit.LinkState) {
	l.Resource, l.RoutingWeight = true, uint16(r.whole(r.member(p, "routingWeight"), math.MaxUint16))
	l.FastPath = r.truth(r.member(p, "expressRouteGatewayBypass"))
	if r.linkOperation(p).Broken() {
		l.Connection = circuit.ConnectionFailed
	}
	authorized := r.text(r.member(p, "authorizationKey")) != ""
	r.connected(v, r.seen.Have.ID, r.idIn(peer), authorized, l)
}

// connected notes the link that a connection makes to the circuit of that ID, or
// to that of a part of it. One that was made with an authorization, or from
// another subscription, has another owner.
func (r *reader) connected(v jsondoc.Value, otherwise, peer string, authorized bool, l circuit.LinkState) {
	l.Linked, l.Through = machine.Yes, r.text(r.need(v, "id"))
	if l.Network == "" {
		l.Network = l.Through
	}
	if l.Network == "" {
		r.fail(v, wants("a connection with an ID, or with its gateway's", "neither"))
		return
	}
	of, under := cutID(peer)
	if of != "" && !strings.HasPrefix(under, underCircuit) {
		r.fail(v, wants("the resource ID of a circuit, or of its peering, at the other end", scrub.Text(peer)))
		return
	}
	own, its := subscriptionOf(l.Through), subscriptionOf(of)
	l.OtherSubscription = authorized || own != "" && its != "" && own != its
	if r.seen.Have.ID = of; of == "" {
		r.seen.Have.ID = otherwise
	}
	if r.seen.Have.ID == "" {
		r.fail(v, errNoCircuit)
		return
	}
	r.link(l)
}

// linkOperation reads the operation of a connection. The connections of hubs have
// a word of their own for one that succeeded.
func (r *reader) linkOperation(p jsondoc.Value) peering.Operation {
	if state := r.member(p, "provisioningState"); state.Text() == "Provisioned" {
		return peering.Succeeded
	}
	return r.operation(p, "the connection", sourceVirtualWAN)
}

// hubGateway reads the connections of a hub's gateway, each of its circuit.
func (p *Page) hubGateway(r *reader, v jsondoc.Value, o Options) {
	_, properties := r.resource(v, circuitFields, hubGatewayProperties)
	hub := r.text(r.member(r.member(properties, "virtualHub"), "id"))
	connections := r.elements(r.need(properties, "expressRouteConnections"))
	if r.failed {
		return
	}
	if len(connections) > MaxCircuits {
		r.fail(v, jsondoc.TooMany(MaxCircuits, "connections"))
		return
	}
	p.incomplete = p.incomplete || r.member(properties, "expressRouteConnections").Absent()
	for _, connection := range connections {
		of := newReader(connection, r.shape, o, r.failures)
		of.dialect, of.root, of.hub = r.dialect, r.root, hub
		of.child(connection, o)
		p.take(of)
	}
}

// idIn reads a reference to a resource: an object with its ID, or in what
// PowerShell prints a text, with quotes or without.
func (r *reader) idIn(v jsondoc.Value) string {
	if v.Kind() != jsondoc.String {
		if !r.is(v, jsondoc.Object) {
			return ""
		}
		v = r.member(v, "id")
	}
	return strings.Trim(r.text(v), `"`)
}

// truth reads a boolean; absent is not known.
func (r *reader) truth(v jsondoc.Value) machine.Truth {
	if !r.is(v, jsondoc.Bool) {
		return machine.Unknown
	}
	return machine.TruthOf(string(v.Bytes()) == "true")
}

// subscriptionOf is the subscription of a resource, in lower case.
func subscriptionOf(id string) string {
	const before = "/subscriptions/"
	id = strings.ToLower(id)
	if !strings.HasPrefix(id, before) {
		return ""
	}
	of, _, _ := strings.Cut(id[len(before):], "/")
	return of
}
