package azure

import (
	"math"

	"github.com/expressroute-go/expressroute/circuit"
	"github.com/expressroute-go/expressroute/circuit/azure/internal/jsondoc"
	"github.com/expressroute-go/expressroute/machine"
)

const terraformPort = "azurerm_express_route_port"

// The attributes of azurerm's port.
//
// Source: github.com/hashicorp/terraform-provider-azurerm,
// internal/services/network/express_route_port_resource.go
var (
	tfPort = fieldsNamed("id", "peering_location", "bandwidth_in_gbps", "encapsulation", "link1", "link2",
		// Left alone.
		"name", "resource_group_name", "location", "tags", "timeouts", "identity", "mtu", "ethertype", "guid", "billing_type")

	tfPortLink = fieldsNamed("admin_enabled",
		// Left alone: the keys of MACsec are names of secrets.
		"id", "router_name", "interface_name", "patch_panel_id", "rack_id", "connector_type",
		"macsec_cipher", "macsec_cak_keyvault_secret_id", "macsec_ckn_keyvault_secret_id", "macsec_sci_enabled")
)

// terraformPort reads a port pair. The state does not have what is provisioned on
// it.
func (r *reader) terraformPort(v jsondoc.Value, _ Options) {
	v = r.object(v, tfPort)
	r.seen.Have.Port = circuit.Port{
		ID:              r.text(r.need(v, "id")),
		PeeringLocation: r.text(r.given(v, "peering_location")),
		Encapsulation:   r.text(r.given(v, "encapsulation")),
		Bandwidth:       circuit.Mbps(r.thousandths(r.given(v, "bandwidth_in_gbps"), math.MaxUint32)),
		Link1:           r.terraformLinkEnabled(v.Member("link1")),
		Link2:           r.terraformLinkEnabled(v.Member("link2")),
	}
}

func (r *reader) terraformLinkEnabled(block jsondoc.Value) machine.Truth {
	return r.truth(r.block(block, tfPortLink).Member("admin_enabled"))
}

// putOnPort gives a circuit the port that it is on, if the state has it.
func (p *Page) putOnPort(seen *circuit.Observation) {
	for _, port := range p.ports {
		if seen.Have.Port.ID != "" && canonicalID(port.ID) == canonicalID(seen.Have.Port.ID) {
			*seen = seen.Then(circuit.Observation{Have: circuit.Config{Port: port}})
		}
	}
}
