package azure_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/expressroute-go/expressroute/circuit"
	. "github.com/expressroute-go/expressroute/circuit/azure"
	"github.com/expressroute-go/expressroute/machine"
)

const (
	portID         = networkProvider + "/expressRoutePorts/seattle"
	portProperties = `"provisioningState": "Succeeded", "peeringLocation": "Equinix-Seattle-SE2", "bandwidthInGbps": 100,
		"provisionedBandwidthInGbps": 120.5, "encapsulation": "Dot1Q", "mtu": "1500", "etherType": "0x8100", "billingType": "MeteredData"`
	portCircuits = `"circuits": [{"id": "` + linkedID + `"}, {"id": "` + linkedID + `2"}]`
)

// portLinksWith are the links as ARM shows them, or flattened as az does.
func portLinksWith(flat bool, states ...string) string {
	var links []string
	for i, state := range states {
		properties := `"adminState": "` + state + `", "routerName": "r", "interfaceName": "x", "macSecConfig": {"cipher": "GcmAes256"}`
		if !flat {
			properties = `"properties": {` + properties + `}`
		}
		name := "link" + string(rune('1'+i))
		links = append(links, `{"id": "`+portID+`/links/`+name+`", "name": "`+name+`", `+properties+`}`)
	}
	return `"links": [` + strings.Join(links, ", ") + `]`
}

func armPort(states ...string) string {
	return `{"id": "` + portID + `", "name": "seattle", "type": "Microsoft.Network/expressRoutePorts", "location": "westus2", "etag": "e",
		"properties": {` + portProperties + `, ` + portLinksWith(false, states...) + `, ` + portCircuits + `}}`
}

// A port, as each tool shows it, says something of each circuit that is on it.
func TestRead_ports(t *testing.T) {
	want := circuit.Port{
		ID: portID, PeeringLocation: "Equinix-Seattle-SE2", Encapsulation: "Dot1Q", Bandwidth: 100000, Provisioned: 120500,
		Link1: machine.Yes, Link2: machine.No,
	}
	for name, document := range map[string]string{
		"ARM":      armPort("Enabled", "Disabled"),
		"ARM list": `{"value": [` + armPort("Enabled", "Disabled") + `]}`,
		"az": `{"id": "` + portID + `", "type": "Microsoft.Network/expressRoutePorts", "resourceGroup": "g", ` + portProperties + `, ` +
			portLinksWith(true, "Enabled", "Disabled") + `, ` + portCircuits + `}`,
		"Resource Graph": `{"data": [{"id": "` + portID + `", "type": "microsoft.network/expressrouteports", "tenantId": "t",
			"properties": {` + portProperties + `, ` + portLinksWith(false, "Enabled", "Disabled") + `, ` + portCircuits + `}}]}`,
		"Format-List": "Name : seattle\nId : " + portID + "\nProvisioningState : Succeeded\nPeeringLocation : Equinix-Seattle-SE2\nBandwidthInGbps : 100\n" +
			"ProvisionedBandwidthInGbps : 120.5\nEncapsulation : Dot1Q\nMtu : 1500\nLinks : [{\"Name\": \"link1\", \"AdminState\": \"Enabled\"}, {\"Name\": \"link2\", \"AdminState\": \"Disabled\"}]\n" +
			"Circuits : [{\"Id\": \"" + linkedID + "\"}, {\"Id\": \"" + linkedID + "2\"}]\n",
		"ConvertTo-Json": `{"Id": "` + portID + `", "PeeringLocation": "Equinix-Seattle-SE2", "BandwidthInGbps": 100, "ProvisionedBandwidthInGbps": 120.5,
			"Encapsulation": "Dot1Q", "ProvisioningState": "Succeeded", "Links": [{"AdminState": "Enabled"}, {"AdminState": "Disabled"}],
			"Circuits": [{"Id": "` + linkedID + `"}, {"Id": "` + linkedID + `2"}]}`,
	} {
		t.Run(name, func(t *testing.T) {
			page, err := ReadPage([]byte(document), Options{})
			require.NoError(t, err)
			require.Len(t, page.Circuits, 2)
			for i, seen := range page.Circuits {
				assert.Equal(t, linkedID+[]string{"", "2"}[i], seen.Have.ID)
				assert.Equal(t, want, seen.Have.Port)
				assert.Empty(t, seen.Have.Strange)
				for _, q := range seen.Quirks {
					assert.NotContains(t, q.Says, "not read", "%s", q.Path)
				}
			}
		})
	}
	for name, document := range map[string]string{
		"a LAG":         strings.Replace(armPort("Enabled", "Enabled"), "Microsoft.Network/expressRoutePorts", "Microsoft.Network/expressRouteLags", 1),
		"a strange one": strings.Replace(armPort("Asleep", "Enabled"), "\"Dot1Q\"", "\"Dot9\"", 1),
	} {
		page, err := ReadPage([]byte(document), Options{})
		require.NoError(t, err, name)
		assert.Len(t, page.Circuits, 2, name)
	}
	page, err := ReadPage([]byte(strings.Replace(armPort("Enabled"), "120.5", `"a lot"`, 1)), Options{})
	assert.ErrorIs(t, err, ErrValue)
	assert.Empty(t, page.Circuits)
}

// A link on its own does not say of which circuit it is.
func TestRead_portLinks(t *testing.T) {
	list := `{"value": ` + strings.TrimPrefix(portLinksWith(false, "Disabled", "Enabled"), `"links": `) + `}`
	_, err := ReadPage([]byte(list), Options{})
	assert.ErrorIs(t, err, ErrOptions)
	page, err := ReadPage([]byte(list), Options{Circuit: linkedID})
	require.NoError(t, err)
	joined := Join(page.Circuits...)
	require.Len(t, joined, 1)
	assert.Equal(t, circuit.Port{ID: portID, Link1: machine.No, Link2: machine.Yes}, joined[0].Have.Port)
}

// The links of a port are told by their names, in whatever order they come.
func TestRead_portLinksSwapped(t *testing.T) {
	swapped := strings.NewReplacer("link1", "link2", "link2", "link1").Replace(armPort("Disabled", "Enabled"))
	page, err := ReadPage([]byte(swapped), Options{})
	require.NoError(t, err)
	require.NotEmpty(t, page.Circuits)
	assert.Equal(t, machine.Yes, page.Circuits[0].Have.Port.Link1)
	assert.Equal(t, machine.No, page.Circuits[0].Have.Port.Link2)
}

// What one document may be of is bounded.
func TestRead_tooManyOnOne(t *testing.T) {
	circuits := strings.Repeat(`{"id": "`+linkedID+`"}, `, MaxCircuits)
	for name, document := range map[string]string{
		"circuits of a port":           strings.Replace(armPort("Enabled"), `"circuits": [`, `"circuits": [`+circuits, 1),
		"connections of a hub gateway": armHubGateway(strings.Repeat(armHubConnection(hubProperties)+", ", MaxCircuits) + armHubConnection(hubProperties)),
	} {
		page, err := ReadPage([]byte(document), Options{})
		assert.ErrorIs(t, err, ErrTooLarge, name)
		assert.Empty(t, page.Circuits, name)
	}
}

// What the port's links say of a circuit that is in service otherwise.
func TestCircuitOnAPort(t *testing.T) {
	direct := `{"id": "` + linkedID + `", "type": "Microsoft.Network/expressRouteCircuits", "sku": {"tier": "Standard", "family": "MeteredData"}, "properties": {
		"provisioningState": "Succeeded", "circuitProvisioningState": "Enabled", "expressRoutePort": {"id": "` + portID + `"}, "bandwidthInGbps": 10,
		"authorizations": [], "peerings": [{"name": "AzurePrivatePeering", "properties": {"peeringType": "AzurePrivatePeering", "state": "Enabled",
		"provisioningState": "Succeeded", "azureASN": 12076, "peerASN": 64600, "vlanId": 10,
		"primaryPeerAddressPrefix": "10.0.0.0/30", "secondaryPeerAddressPrefix": "10.0.0.4/30", "connections": [], "peeredConnections": []}}]}}`
	for name, c := range map[string]struct {
		states    []string
		inService bool
		risk      bool
	}{
		"not read":      {nil, true, false},
		"both enabled":  {[]string{"Enabled", "Enabled"}, true, false},
		"one disabled":  {[]string{"Enabled", "Disabled"}, true, true},
		"both disabled": {[]string{"Disabled", "Disabled"}, false, true},
		"one not known": {[]string{"Asleep", "Disabled"}, false, true},
		"one is enough": {[]string{"Asleep", "Enabled"}, true, false},
	} {
		t.Run(name, func(t *testing.T) {
			documents := []string{direct}
			if c.states != nil {
				documents = append(documents, armPort(c.states...))
			}
			var seen []circuit.Observation
			for _, document := range documents {
				page, err := ReadPage([]byte(document), Options{})
				require.NoError(t, err)
				seen = append(seen, page.Circuits...)
			}
			joined := Join(seen...)
			of, err := circuit.Observed(joined[0])
			require.NoError(t, err)
			of, err = of.WithSpec(of.AsConfigured())
			require.NoError(t, err)
			assert.Equal(t, portID, of.Have().Port.ID)
			lacks := of.InService()
			assert.Equal(t, !c.inService, machine.Lacks(lacks, circuit.NeedPortLink))
			assert.Equal(t, c.risk, machine.Lacks(of.Risks(), circuit.NeedBothPortLinks))
			if plan, err := of.Plan(); !c.inService {
				assert.Equal(t, machine.Customer, plan.Turn())
				assert.True(t, machine.Lacks(err, circuit.NeedPortLink))
			} else {
				assert.NoError(t, err)
			}
			restored, err := circuit.Restore(of.Want(), of.Snapshot())
			require.NoError(t, err)
			assert.Equal(t, of.Have().Port, restored.Have().Port)
		})
	}
}

// Terraform's state has the circuits with their ports, in any order.
func TestRead_terraformPorts(t *testing.T) {
	port := `{"type": "azurerm_express_route_port", "instances": [{"attributes": {"id": "` + strings.ToUpper(portID) + `", "peering_location": "Equinix-Seattle-SE2",
		"bandwidth_in_gbps": 10, "encapsulation": "Dot1Q", "link1": [{"admin_enabled": true}], "link2": [{"admin_enabled": false}]}}]}`
	one := `{"type": "azurerm_express_route_circuit", "instances": [{"attributes": {"id": "` + linkedID + `", "name": "linked", "sku": [{"tier": "Standard", "family": "MeteredData"}],
		"express_route_port_id": "` + portID + `", "bandwidth_in_gbps": 5}}]}`
	for _, resources := range []string{port + ", " + one, one + ", " + port} {
		page, err := ReadPage([]byte(`{"version": 4, "terraform_version": "1.9.0", "resources": [`+resources+`]}`), Options{})
		require.NoError(t, err)
		require.Len(t, page.Circuits, 1)
		assert.Equal(t, circuit.NotApplicable, page.Circuits[0].State.Provider)
		assert.Equal(t, "Dot1Q", page.Circuits[0].Have.Port.Encapsulation)
		assert.Equal(t, machine.Yes, page.Circuits[0].Have.Port.Link1)
		assert.Equal(t, machine.No, page.Circuits[0].Have.Port.Link2)
	}
	page, err := ReadPage([]byte(`{"version": 4, "terraform_version": "1.9.0", "resources": [`+port+`]}`), Options{})
	require.NoError(t, err)
	assert.Empty(t, page.Circuits)
}
