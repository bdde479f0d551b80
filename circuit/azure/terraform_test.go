package azure_test

import (
	"net/netip"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/expressroute-go/expressroute/circuit"
	. "github.com/expressroute-go/expressroute/circuit/azure"
	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
	"github.com/expressroute-go/expressroute/prefixes"
)

// A state's resources are one circuit, and say nothing of what is in flight.
func TestRead_terraform(t *testing.T) {
	seen := readAs(t, Terraform, string(fixture(t, "terraform")), Options{At: noon})
	assert.Equal(t, noon, seen.At)
	assert.Equal(t, north, seen.Have.ID)
	assert.Equal(t, northKey, seen.Have.ServiceKey.Reveal())
	assert.Equal(t, circuit.Order{Provider: "Contoso", PeeringLocation: "Oslo", Bandwidth: 500, Tier: circuit.TierPremium, Billing: circuit.UnlimitedData}, seen.Have.Order)
	assert.Equal(t, circuit.Provisioned, seen.State.Provider)
	assert.Zero(t, seen.State.Status)
	assert.Zero(t, seen.State.Operation)
	assert.Zero(t, seen.State.Private, "no resource of it is no statement about it")
	assert.Equal(t, peering.State{
		IPv4: peering.FamilyState{Admin: peering.Enabled}, IPv6: peering.FamilyState{Admin: peering.Disabled}, RouteFilter: machine.No,
	}, seen.State.Microsoft)
	assert.Equal(t, uint16(300), seen.Have.Microsoft.VLAN)
	assert.Equal(t, "RIPE", seen.Have.Microsoft.IPv4.Registry)
	assert.Equal(t, netip.MustParsePrefix("2001:db8::/126"), seen.Have.Microsoft.IPv6.Primary)
	assert.Len(t, seen.Have.Microsoft.IPv6.Advertised, 1)
	assert.Len(t, seen.Links, 2)
	assert.Len(t, linkedIn(seen), 2)
	assert.Len(t, authorizedIn(seen), 1)
	assert.Zero(t, seen.State.Whole)
	require.Len(t, seen.Quirks, 1)
	assert.Contains(t, seen.Quirks[0].Says, "last read or wrote")
}

// stateFile is the form of terraform.tfstate.
func stateFile(kind, attributes string) string {
	return `{"version": 4, "terraform_version": "1.9.0", "resources": [{"mode": "managed", "type": "` + kind + `", "instances": [
		{"attributes": ` + attributes + `}, {"deposed": "0123", "attributes": {"id": "/gone"}}]}]}`
}

func TestRead_terraformStateFile(t *testing.T) {
	seen := readAs(t, Terraform, stateFile("azurerm_express_route_circuit", `{"id": "/c", "name": "c", "sku": [{"tier": "Local", "family": "UnlimitedData"}],
		"express_route_port_id": "/p", "bandwidth_in_gbps": 2.5, "service_provider_provisioning_state": "Provisioned", "weather": 1}`), Options{})
	assert.Equal(t, circuit.NotApplicable, seen.State.Provider)
	assert.Equal(t, circuit.Mbps(2500), seen.Have.Order.Bandwidth)
	assert.Contains(t, saying(seen), "resources[0].instances[0].attributes.weather: not read")

	id := `"id": "` + north + `/peerings/AzurePrivatePeering", "peering_type": "AzurePrivatePeering", "vlan_id": 100, `
	seen = readAs(t, Terraform, stateFile("azurerm_express_route_circuit_peering", `{`+id+`"primary_peer_address_prefix": "10.0.0.0/30", "ipv4_enabled": true, "ipv6": []}`), Options{})
	assert.Equal(t, peering.FamilyState{Admin: peering.Absent, Prefixes: prefixes.NotConfigured}, seen.State.Private.IPv6)
	assert.Equal(t, peering.Enabled, seen.State.Private.IPv4.Admin)
	seen = readAs(t, Terraform, stateFile("azurerm_express_route_circuit_peering", `{`+id+`"primary_peer_address_prefix": "", "ipv4_enabled": false,
		"ipv6": [{"enabled": true, "primary_peer_address_prefix": "fd00::/126", "secondary_peer_address_prefix": "fd00::4/126"}]}`), Options{})
	assert.Equal(t, peering.Absent, seen.State.Private.IPv4.Admin)
	assert.Equal(t, peering.Enabled, seen.State.Private.IPv6.Admin)
}

func TestRead_terraformData(t *testing.T) {
	seen := readAs(t, Terraform, stateFile("azurerm_express_route_circuit", `{"id": "/c", "name": "c", "sku": [], "service_provider_provisioning_state": "Asleep",
		"service_provider_properties": [{"service_provider_name": "Contoso", "peering_location": "Oslo", "bandwidth_in_mbps": 50}],
		"peerings": [{"peering_type": "AzurePrivatePeering", "vlan_id": 100, "peer_asn": 64601}]}`), Options{})
	assert.Equal(t, circuit.Order{Provider: "Contoso", PeeringLocation: "Oslo", Bandwidth: 50}, seen.Have.Order)
	assert.Equal(t, uint16(100), seen.Have.Private.VLAN)
	require.Len(t, seen.Have.Strange, 1)
	assert.Equal(t, "provider", seen.Have.Strange[0].Field)
}

// The data source lists all peerings of the circuit, the resource none.
func TestRead_terraformPeerings(t *testing.T) {
	of := func(peerings string) circuit.Observation {
		return readAs(t, Terraform, stateFile("azurerm_express_route_circuit", `{"id": "/c", "name": "c", "sku": []`+peerings+`}`), Options{})
	}
	assert.Equal(t, nothingThere, of(`, "peerings": []`).State.States)
	assert.Zero(t, of(``).State.States)
	assert.Zero(t, of(`, "peerings": null`).State.States)
	seen := of(`, "peerings": [{"peering_type": "AzurePrivatePeering", "vlan_id": 100, "peer_asn": 64601}]`)
	assert.Equal(t, peering.NotThere(), seen.State.Microsoft)
	assert.Equal(t, uint16(100), seen.Have.Private.VLAN)
	assert.Zero(t, of(`, "peerings": [{"peering_type": "AzureSecretPeering"}]`).State.States, "it could be any")
}

func TestRead_terraformPlan(t *testing.T) {
	state := string(fixture(t, "terraform"))
	values := state[strings.Index(state, `"values"`) : len(state)-2]
	seen := readAs(t, Terraform, `{"format_version": "1.2", "terraform_version": "1.9.0", "planned_values": {"root_module": {}}, "prior_state": {`+values+`}}`, Options{})
	assert.Equal(t, north, seen.Have.ID)
}

func TestRead_terraformBroken(t *testing.T) {
	page, err := ReadPage([]byte(strings.Replace(string(fixture(t, "terraform")), `"vlan_id": 300`, `"vlan_id": -1`, 1)), Options{})
	require.Len(t, page.Circuits, 1, "one bad resource does not lose the others")
	assert.Zero(t, page.Circuits[0].State.Microsoft)
	e := errorsIn(t, err)[0]
	assert.Equal(t, Terraform, e.Shape)
	assert.Equal(t, "values.root_module.child_modules[0].resources[0].values.vlan_id", e.Path)
	for _, document := range []string{
		`{"terraform_version": "0.11.0", "version": 3, "modules": []}`,
		`{"terraform_version": "1.9.0", "resources": {}}`,
		`{"terraform_version": "1.9.0", "resources": [{"instances": 1}]}`,
		`{"terraform_version": "1.9.0", "serial": 1, "serial": 2}`,
		stateFile("azurerm_express_route_circuit", `{"id": "/c", "sku": [{}, {}]}`),
		stateFile("azurerm_express_route_circuit", `{"id": "/c", "id": "/d"}`),
	} {
		page, err := ReadPage([]byte(document), Options{})
		assert.Error(t, err, document)
		assert.Empty(t, page.Circuits, document)
	}
	page, err = ReadPage([]byte(`{"format_version": "1.0"}`), Options{})
	require.NoError(t, err, "an empty state")
	assert.Empty(t, page.Circuits)
}
