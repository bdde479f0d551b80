package azure

import (
	"math"

	"github.com/expressroute-go/expressroute/circuit"
	"github.com/expressroute-go/expressroute/circuit/azure/internal/jsondoc"
	"github.com/expressroute-go/expressroute/machine"
)

// The attributes of azurerm's resources for links.
//
// Source: github.com/hashicorp/terraform-provider-azurerm, internal/services/network
var (
	tfAuthorization = fieldsNamed("id", "authorization_use_status",
		// Left alone.
		"name", "express_route_circuit_name", "resource_group_name", "authorization_key", "timeouts")

	tfGlobalReach = fieldsNamed("id",
		// Left alone.
		"name", "peering_id", "peer_peering_id", "address_prefix_ipv4", "address_prefix_ipv6", "authorization_key", "timeouts")

	tfGatewayConnection = fieldsNamed("id", "type", "virtual_network_gateway_id", "express_route_circuit_id", "authorization_key",
		"routing_weight", "express_route_gateway_bypass",
		// Left alone.
		"name", "location", "resource_group_name", "tags", "timeouts", "connection_mode", "connection_protocol",
		"custom_bgp_addresses", "dpd_timeout_seconds", "egress_bytes_transferred", "egress_nat_rule_ids", "enable_bgp",
		"bgp_enabled", "ingress_bytes_transferred", "ingress_nat_rule_ids", "ipsec_policy", "local_azure_ip_address_enabled",
		"local_network_gateway_id", "peer_virtual_network_gateway_id", "private_link_fast_path_enabled", "resource_guid",
		"shared_key", "traffic_selector_policy", "use_policy_based_traffic_selectors", "private_link_fast_path")

	tfHubConnection = fieldsNamed("id", "express_route_gateway_id", "express_route_circuit_peering_id", "authorization_key",
		"routing_weight", "express_route_gateway_bypass_enabled",
		// Left alone.
		"name", "enable_internet_security", "internet_security_enabled", "private_link_fast_path_enabled", "routing", "timeouts")
)

func (r *reader) terraformAuthorization(v jsondoc.Value, o Options) {
	v = r.object(v, tfAuthorization)
	l := circuit.LinkState{Authorized: machine.Yes}
	l.Network, l.OtherSubscription = r.text(r.need(v, "id")), true
	l.Authorization = l.Network
	if use := word(r, r.given(v, "authorization_use_status"), useWords); use != "" {
		l.Linked = machine.TruthOf(use != available)
	}
	r.ofCircuit(l.Network, o)
	r.link(l)
}

// terraformGlobalReach reads a connection to another circuit.
func (r *reader) terraformGlobalReach(v jsondoc.Value, o Options) {
	l := circuit.LinkState{Linked: machine.Yes}
	l.Kind, l.Network = circuit.GlobalReachLink, r.text(r.need(r.object(v, tfGlobalReach), "id"))
	r.ofCircuit(l.Network, o)
	r.link(l)
}

// terraformGatewayConnection reads a connection of a virtual network gateway. A
// state has no status of it.
func (r *reader) terraformGatewayConnection(v jsondoc.Value, o Options) {
	v = r.object(v, tfGatewayConnection)
	if r.otherType(r.need(v, "type")) {
		r.linksNothing = true
		return
	}
	gateway := r.text(r.need(v, "virtual_network_gateway_id"))
	r.terraformLink(v, o, r.text(r.need(v, "express_route_circuit_id")), circuit.LinkState{
		Gateway: gateway, Link: circuit.Link{Kind: circuit.GatewayLink, Network: gateway},
		FastPath: r.truth(r.given(v, "express_route_gateway_bypass")),
	})
}

// terraformHubConnection reads a connection of the gateway of a Virtual WAN hub.
func (r *reader) terraformHubConnection(v jsondoc.Value, o Options) {
	v = r.object(v, tfHubConnection)
	gateway := r.text(r.need(v, "express_route_gateway_id"))
	r.terraformLink(v, o, r.text(r.need(v, "express_route_circuit_peering_id")), circuit.LinkState{
		Gateway: gateway, Link: circuit.Link{Kind: circuit.VirtualWANLink, Network: gateway},
		FastPath: r.truth(r.given(v, "express_route_gateway_bypass_enabled")),
	})
}

// terraformLink reads what both have.
func (r *reader) terraformLink(v jsondoc.Value, o Options, peer string, l circuit.LinkState) {
	l.RoutingWeight = uint16(r.whole(r.given(v, "routing_weight"), math.MaxUint16))
	r.connected(v, o.Circuit, peer, r.text(r.given(v, "authorization_key")) != "", l)
}
