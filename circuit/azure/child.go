package azure

import (
	"strings"

	"github.com/expressroute-go/expressroute/circuit/azure/internal/jsondoc"
	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
)

// part is a resource that Azure shows on its own and that says something of a
// circuit: one within it, or one that it is linked to.
type part uint8

const (
	noPart part = iota
	peeringPart
	authorizationPart
	connectionPart        // of Global Reach
	gatewayConnectionPart // of a virtual network gateway
	hubConnectionPart     // of the gateway of a Virtual WAN hub
	hubGatewayPart        // that gateway, with its connections
	portLinkPart          // one of the two links of a port
	portPart              // what a Direct circuit is on: a port pair or a link aggregation group
)

type partType struct {
	under string
	field string
	part  part
}

// parts are the types of these resources, as the path of collections that their
// IDs have, and the fields that tell one that has neither a type nor an ID.
var parts = []partType{
	{underPeerings, "peeringType", peeringPart},
	{underAuthorizations, "authorizationUseStatus", authorizationPart},
	{underConnections, "circuitConnectionStatus", connectionPart},
	{underReached, "", connectionPart},
	{underCross + "/peerings", "", peeringPart},
	{underGatewayConnections, "virtualNetworkGateway1", gatewayConnectionPart},
	{underHubConnections, "expressRouteCircuitPeering", hubConnectionPart},
	{underHubGateways, "expressRouteConnections", hubGatewayPart},
	{underPorts, "provisionedBandwidthInGbps", portPart},
	{underLAGs, "", portPart},
	{underPorts + "/links", "", portLinkPart},
}

// partOf tells what part of a circuit the resource is, if it is one. A type or
// an ID decides; ports have authorizations too.
func partOf(v jsondoc.Value, d *dialect) part {
	under := strings.ToLower(d.member(v, "type").Text())
	if i := strings.Index(under, "/"); i >= 0 {
		under = under[i:] // without the namespace
	} else if _, below := cutID(d.member(v, "id").Text()); below != "" {
		under = below
	}
	for _, p := range parts {
		switch {
		case p.under == under:
			return p.part
		case under == "" && p.field != "" && !d.member(d.properties(v), p.field).Absent():
			return p.part
		}
	}
	return noPart
}

// cutID splits the ID of a circuit, or of anything within it, into the
// circuit's and the path of collections, in lower case: "/expressroutecircuits",
// "/expressroutecircuits/peerings". A cross connection's is split the same way.
func cutID(id string) (parent, under string) {
	through, below, found := cutProvider(id)
	if !found {
		return "", ""
	}
	segments := strings.Split(strings.Trim(below, "/"), "/")
	for i := 0; i < len(segments); i += 2 {
		under += "/" + strings.ToLower(segments[i])
	}
	if len(segments) < 2 {
		return "", under
	}
	return through + segments[0] + "/" + segments[1], under
}

// cutProvider splits a resource ID after its provider, Microsoft.Network. An ID
// whose length changes in lower case is none of Azure's.
func cutProvider(id string) (through, below string, found bool) {
	const provider = "/providers/microsoft.network/"
	lower := strings.ToLower(id)
	at := strings.LastIndex(lower, provider) + len(provider)
	if at < len(provider) || len(lower) != len(id) {
		return "", "", false
	}
	return id[:at], id[at:], true
}

// child reads a part of a circuit on its own. Name and etag are the part's own. An authorization says nothing of the
// others, and so does not say that these are all.
func (r *reader) child(v jsondoc.Value, o Options) {
	r.ofCircuit(r.text(r.need(v, "id")), o)
	echo := o.Echo == machine.Yes
	switch partOf(v, r.dialect) {
	case peeringPart:
		r.peering(v)
		p := r.properties(v)
		if o.Echo == machine.Unknown && r.neverApplied(p) {
			echo = true
			r.quirk(r.member(p, "provisioningState"), "taken for the answer to a write: Updating, and nothing applied yet", sourcePeeringEcho)
		}
	case authorizationPart:
		r.authorization(v)
	case connectionPart:
		r.connection(v)
	case gatewayConnectionPart:
		r.gatewayConnection(v)
	case hubConnectionPart:
		r.hubConnection(v)
	case portLinkPart:
		r.portLink(v)
	}
	r.seen.Echo = echo
}

// neverApplied reports whether a peering shows what the answer to its first
// write does, and no read of a peering that was ever finished.
func (r *reader) neverApplied(p jsondoc.Value) bool {
	asn := r.member(p, "azureASN")
	return r.member(p, "provisioningState").Text() == peering.Updating.String() && asn.Kind() == jsondoc.Number && string(asn.Bytes()) == "0"
}

// answers notes which circuit the caller says that the document is of.
func (r *reader) answers(o Options) {
	r.seen.Have.ID = o.Circuit
	if !o.key.IsZero() {
		r.seen.Have.ServiceKey = o.key
	}
}

// ofCircuit notes which circuit a part of one belongs to: the one that its ID
// begins with, or the one whose service key names the cross connection.
func (r *reader) ofCircuit(id string, o Options) {
	parent, under := cutID(id)
	switch {
	case strings.HasPrefix(under, underCross):
		r.answers(o)
		r.seen.Have.ServiceKey = keyIn(parent[strings.LastIndex(parent, "/")+1:])
	case strings.HasPrefix(under, underCircuit):
		r.seen.Have.ID = parent
	default:
		r.answers(o)
	}
}
