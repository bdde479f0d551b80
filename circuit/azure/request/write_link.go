package request

import (
	"net/netip"

	"github.com/expressroute-go/expressroute/circuit"
	"github.com/expressroute-go/expressroute/peering"
)

// linkNetwork makes the connection between the gateway of the network, or of the
// hub, and the circuit.
//
// Sources: https://learn.microsoft.com/en-us/azure/templates/microsoft.network/connections
// and https://learn.microsoft.com/en-us/azure/templates/microsoft.network/expressroutegateways/expressrouteconnections
func linkNetwork(m *maker, b *body) {
	if m.reaches() {
		m.refused = "Global Reach makes the link: the verb is ConnectCircuit"
		return
	}
	m.authorizationKey(b)
	if m.link().Kind == circuit.VirtualWANLink {
		b.set("name", resourceID(m.linkPlace()).last())
		b.set("properties.expressRouteCircuitPeering.id", m.privatePlace().id())
		return
	}
	gateway := m.gateway()
	b.set("location", m.value("Names.Location", m.names.Location, "the Azure region of the gateway"))
	b.set("properties.connectionType", "ExpressRoute")
	b.set("properties.virtualNetworkGateway1", map[string]any{"id": place(gateway).id(), "properties": map[string]any{}}) // the schema requires both
	b.set("properties.peer.id", m.circuitPlace().id())
}

// authorizationKey puts in the key that the owner of the other subscription's
// circuit gave.
func (m *maker) authorizationKey(b *body) {
	if !m.link().OtherSubscription && m.event.Verb != circuit.NetworkLinked {
		return
	}
	if m.names.AuthorizationKey.IsZero() {
		m.lack(Missing{Name: "Names.AuthorizationKey", For: "where the key is that the owner of the circuit gave"})
		return
	}
	b.secret("properties.authorizationKey", m.names.AuthorizationKey, false)
}

// connectCircuit makes a Global Reach connection between the two private peerings.
//
// Source: https://learn.microsoft.com/en-us/azure/templates/microsoft.network/expressroutecircuits/peerings/connections
func connectCircuit(m *maker, b *body) {
	other := splitID(m.event.Link)
	if other.name(typeCircuit) == "" {
		m.lack(Missing{Name: "the other circuit", For: "its resource ID, as the link", Found: quotedOr(m.event.Link)})
	}
	m.authorizationKey(b)
	b.set("properties.expressRouteCircuitPeering.id", m.privatePlace().id())
	b.set("properties.peerExpressRouteCircuitPeering.id", place(other).under("peerings", peering.Private.String()).id())
	b.set("properties.addressPrefix", m.subnet("GlobalReach", m.names.GlobalReach, 29, "the two ends of the connection: a /29 that neither network uses"))
	if p := m.names.GlobalReachIPv6; p != (netip.Prefix{}) {
		b.set("properties.ipv6CircuitConnectionConfig.addressPrefix", m.subnet("GlobalReachIPv6", p, 125, "the same for IPv6: a /125"))
	}
}

// subnet returns a subnet of that length as text.
func (m *maker) subnet(name string, p netip.Prefix, bits int, purpose string) string {
	if !p.IsValid() || p.Bits() != bits || p.Addr().Is4() != (bits == 29) {
		found := ""
		if p != (netip.Prefix{}) {
			found = p.String()
		}
		m.lack(Missing{Name: "Names." + name, For: purpose, Found: found})
	}
	return p.String()
}
