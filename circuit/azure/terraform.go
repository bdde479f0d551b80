package azure

import (
	"fmt"
	"math"

	"github.com/expressroute-go/expressroute/bgp"
	"github.com/expressroute-go/expressroute/circuit"
	"github.com/expressroute-go/expressroute/circuit/azure/internal/jsondoc"
	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
	"github.com/expressroute-go/expressroute/prefixes"
)

// The attributes of azurerm's resources and data sources.
//
// Source: github.com/hashicorp/terraform-provider-azurerm, internal/services/network
var (
	tfCircuit = fieldsNamed("id", "name", "location", "sku", "service_key", "service_provider_provisioning_state",
		"service_provider_name", "peering_location", "bandwidth_in_mbps", "express_route_port_id", "bandwidth_in_gbps",
		"service_provider_properties", "peerings",
		// Left alone.
		"resource_group_name", "allow_classic_operations", "rate_limiting_enabled", "authorization_key", "tags", "timeouts")

	tfPartner = fieldsNamed("service_provider_name", "peering_location", "bandwidth_in_mbps")

	tfPeering = fieldsNamed("id", "peering_type", "primary_peer_address_prefix", "secondary_peer_address_prefix", "ipv4_enabled",
		"vlan_id", "peer_asn", "microsoft_peering_config", "ipv6", "route_filter_id", "azure_asn",
		// Left alone.
		"express_route_circuit_name", "resource_group_name", "shared_key", "primary_azure_port", "secondary_azure_port",
		"gateway_manager_etag", "timeouts")

	tfIPv6 = fieldsNamed("enabled", "primary_peer_address_prefix", "secondary_peer_address_prefix", "microsoft_peering", "route_filter_id")

	tfMicrosoft = fieldsNamed("advertised_public_prefixes", "customer_asn", "routing_registry_name",
		// Left alone.
		"advertised_communities")

	tfStates = map[string]string{"service_provider_provisioning_state": "provider"}
)

// errOldState: the form of state files before Terraform 0.12.
var errOldState = fmt.Errorf("%w: a state file of before Terraform 0.12, want terraform show -json", ErrShape)

// terraform reads the circuits, and the parts of circuits, in the output of
// terraform show -json, for a state or a plan, and in a state file. It has the
// circuits as Terraform last saw them, and nothing of what is in flight.
//
// Sources: https://developer.hashicorp.com/terraform/internals/json-format;
// github.com/hashicorp/terraform, internal/states/statefile/version4.go
func (p *Page) terraform(v jsondoc.Value, o Options, failures *failures) {
	if v.Member("modules").Kind() == jsondoc.Array {
		failures.add(v.Member("modules"), Terraform, errOldState)
		return
	}
	if failures.addOutside(v, Terraform, func(fault jsondoc.Value) bool { return fault.In("resources") }) {
		return
	}
	first := len(p.Circuits)
	for _, state := range []jsondoc.Value{v, v.Member("prior_state")} {
		p.terraformModule(state.Member("values").Member("root_module"), o, failures)
	}
	for _, resource := range arrayIn(v, "resources", failures) {
		for _, instance := range arrayIn(resource, "instances", failures) {
			if instance.Member("deposed").Absent() { // of what is about to be destroyed
				p.terraformResource(resource.Member("type").Text(), instance.Member("attributes"), o, failures)
			}
		}
	}
	p.Circuits = append(p.Circuits[:first], Join(p.Circuits[first:]...)...)
	for i := range p.Circuits[first:] {
		seen := &p.Circuits[first+i]
		p.putOnPort(seen)
		seen.Quirks = append(seen.Quirks, circuit.Quirk{
			Says:   "from Terraform's state: as it was when Terraform last read or wrote it",
			Source: sourceTerraform,
		})
	}
}

// terraformModule reads a module and those in it.
func (p *Page) terraformModule(module jsondoc.Value, o Options, failures *failures) {
	for _, resource := range arrayIn(module, "resources", failures) {
		p.terraformResource(resource.Member("type").Text(), resource.Member("values"), o, failures)
	}
	for _, child := range arrayIn(module, "child_modules", failures) {
		p.terraformModule(child, o, failures)
	}
}

// arrayIn returns the elements of a member, which has to be an array if it is
// there.
func arrayIn(v jsondoc.Value, name string, failures *failures) []jsondoc.Value {
	list := v.Member(name)
	if !list.Absent() && list.Kind() != jsondoc.Array {
		failures.add(list, Terraform, wants(jsondoc.Array.String(), list.Kind().String()))
	}
	return list.Elements()
}

// terraformResource reads one, if it is of a kind that has to do with circuits.
func (p *Page) terraformResource(kind string, v jsondoc.Value, o Options, failures *failures) {
	if p.azapi(kind, v, o, failures) {
		return
	}
	read := terraformKinds[kind]
	if read == nil || v.Kind() == jsondoc.Nothing {
		return
	}
	r := newReader(v, Terraform, o, failures)
	r.root, r.dialect = v.Root(), &dialect{flat: true}
	read(r, v, o)
	if kind == terraformPort && !r.failed {
		p.ports = append(p.ports, r.seen.Have.Port)
		return
	}
	p.take(r)
}

// terraformKinds are the resources and data sources that are read. Of a gateway a
// state does not say what it is connected to.
var terraformKinds = map[string]func(r *reader, v jsondoc.Value, o Options){
	"azurerm_express_route_circuit":               (*reader).terraformCircuit,
	"azurerm_express_route_circuit_peering":       (*reader).terraformPeeringAlone,
	"azurerm_express_route_circuit_authorization": (*reader).terraformAuthorization,
	"azurerm_express_route_circuit_connection":    (*reader).terraformGlobalReach,
	"azurerm_virtual_network_gateway_connection":  (*reader).terraformGatewayConnection,
	"azurerm_express_route_connection":            (*reader).terraformHubConnection,
	terraformPort:                                 (*reader).terraformPort,
}

// terraformCircuit reads the circuit. Its peerings are resources of their own,
// and a state that has none of them says nothing of peerings.
func (r *reader) terraformCircuit(v jsondoc.Value, _ Options) {
	v = r.object(v, tfCircuit)
	r.props, r.states = v, tfStates
	have, order := &r.seen.Have, &r.seen.Have.Order
	have.ID, have.Name = r.text(r.need(v, "id")), r.text(r.need(v, "name"))
	have.Location = r.text(r.given(v, "location"))
	have.ServiceKey = machine.NewSecret(r.text(r.given(v, "service_key")))
	sku := r.block(r.need(v, "sku"), skuFields)
	order.Tier = word(r, r.given(sku, "tier"), tierWords)
	order.Billing = word(r, r.given(sku, "family"), billingWords)
	if list := v.Member("peerings"); !list.Absent() { // of the data source
		for _, e := range r.elements(list) {
			r.terraformPeering(r.object(e, tfPeering))
		}
		r.othersNotThere()
	}
	if port := r.given(v, "express_route_port_id"); !port.Absent() {
		have.Port.ID = r.text(port)
		r.seen.State.Provider = circuit.NotApplicable
		order.Bandwidth = circuit.Mbps(r.thousandths(r.need(v, "bandwidth_in_gbps"), math.MaxUint32))
		return
	}
	partner := v
	if block := v.Member("service_provider_properties"); !block.Absent() { // of the data source
		partner = r.block(block, tfPartner)
	}
	order.Provider = r.text(r.given(partner, "service_provider_name"))
	order.PeeringLocation = r.text(r.given(partner, "peering_location"))
	order.Bandwidth = circuit.Mbps(r.whole(r.given(partner, "bandwidth_in_mbps"), math.MaxInt32))
	r.seen.State.Provider = r.provider(r.given(v, "service_provider_provisioning_state"))
}

// terraformPeeringAlone reads a peering that is a resource of its own.
func (r *reader) terraformPeeringAlone(v jsondoc.Value, o Options) {
	v = r.object(v, tfPeering)
	r.ofCircuit(r.text(r.need(v, "id")), o)
	r.terraformPeering(v)
}

// terraformPeering reads a peering. Its operation and the validation of its
// prefixes are in no state.
func (r *reader) terraformPeering(v jsondoc.Value) {
	t := word(r, r.need(v, "peering_type"), typeWords)
	if r.at[t] = v; t == 0 {
		return
	}
	state, config := r.seen.State.OfPeering(t), r.seen.Have.OfPeering(t)
	config.VLAN = uint16(r.whole(r.need(v, "vlan_id"), math.MaxUint16))
	config.PeerASN = bgp.ASN(r.whole(r.given(v, "peer_asn"), math.MaxUint32))
	r.azureASN(v.Member("azure_asn"))
	r.terraformHalf(v, "ipv4_enabled", "microsoft_peering_config", &config.IPv4, &state.IPv4)
	list := v.Member("ipv6")
	if v6 := r.block(list, tfIPv6); !v6.Absent() {
		r.terraformHalf(v6, "enabled", "microsoft_peering", &config.IPv6, &state.IPv6)
		if linked(config.IPv6) && !linked(config.IPv4) {
			state.IPv4 = notConfigured
		}
	} else if list.Kind() == jsondoc.Array {
		state.IPv6 = notConfigured
	}
	if t != peering.Microsoft {
		state.IPv4.Prefixes, state.IPv6.Prefixes, state.RouteFilter = prefixes.NotConfigured, prefixes.NotConfigured, machine.No
		return
	}
	if filter := v.Member("route_filter_id"); filter.Kind() == jsondoc.String {
		state.RouteFilter = machine.TruthOf(config.IPv4.RouteFilter != "" || config.IPv6.RouteFilter != "")
	}
}

// terraformHalf reads what both families have.
func (r *reader) terraformHalf(v jsondoc.Value, enabled, config string, half *peering.Half, state *peering.FamilyState) {
	half.Primary = r.prefix(r.given(v, "primary_peer_address_prefix"))
	half.Secondary = r.prefix(r.given(v, "secondary_peer_address_prefix"))
	half.RouteFilter = r.text(r.given(v, "route_filter_id"))
	if on := v.Member(enabled); r.is(on, jsondoc.Bool) {
		state.Admin = peering.Disabled
		if string(on.Bytes()) == "true" {
			state.Admin = peering.Enabled
		}
	}
	c := r.block(v.Member(config), tfMicrosoft)
	for _, e := range r.elements(c.Member("advertised_public_prefixes")) {
		half.Advertised = r.appendPrefix(half.Advertised, e)
	}
	half.CustomerASN = bgp.ASN(r.whole(c.Member("customer_asn"), math.MaxUint32))
	half.Registry = r.text(r.given(c, "routing_registry_name"))
}

// given returns the member of an object, absent if it is an empty string: what a
// state has for an attribute that is not set.
func (r *reader) given(v jsondoc.Value, name string) jsondoc.Value {
	m := v.Member(name)
	if m.Kind() == jsondoc.String && len(m.Bytes()) == 0 {
		return jsondoc.Value{}
	}
	return m
}

// block returns the one element of a nested block, absent if there is none.
func (r *reader) block(list jsondoc.Value, known fields) jsondoc.Value {
	elements := r.elements(list)
	if len(elements) > 1 {
		r.fail(list, wants("at most one block", fmt.Sprintf("%d", len(elements))))
	}
	if len(elements) == 0 {
		return jsondoc.Value{}
	}
	return r.object(elements[0], known)
}
