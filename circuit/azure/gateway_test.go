package azure_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/expressroute-go/expressroute/circuit"
	. "github.com/expressroute-go/expressroute/circuit/azure"
	"github.com/expressroute-go/expressroute/circuit/azure/internal/azuretest"
	"github.com/expressroute-go/expressroute/machine"
)

const (
	networkProvider = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Network"
	otherNetwork    = "/subscriptions/other/resourceGroups/g/providers/Microsoft.Network"
	linkedID        = networkProvider + "/expressRouteCircuits/linked"
	gatewayID       = networkProvider + "/virtualNetworkGateways/spoke"
	connectionID    = networkProvider + "/connections/spoke-linked"
	hubID           = networkProvider + "/virtualHubs/hub"
	hubGateway      = networkProvider + "/expressRouteGateways/hub-gw"
	hubLinkID       = hubGateway + "/expressRouteConnections/hub-linked"
)

// gatewayLink and hubLink are what the documents below show.
func gatewayLink() circuit.LinkState {
	return circuit.LinkState{
		Link: circuit.Link{Network: gatewayID}, Gateway: gatewayID, Through: connectionID, Linked: machine.Yes,
		Connection: circuit.Connected, RoutingWeight: 10, FastPath: machine.No, Resource: true,
	}
}

func hubLink() circuit.LinkState {
	return circuit.LinkState{
		Link: circuit.Link{Kind: circuit.VirtualWANLink, Network: hubGateway}, Gateway: hubGateway, Through: hubLinkID, Linked: machine.Yes,
		RoutingWeight: 5, FastPath: machine.Yes, Resource: true,
	}
}

const (
	gatewayProperties = `"provisioningState": "Succeeded", "connectionType": "ExpressRoute", "connectionStatus": "Connected",
		"routingWeight": 10, "expressRouteGatewayBypass": false, "enableBgp": false, "egressBytesTransferred": 0,
		"virtualNetworkGateway1": {"id": "` + gatewayID + `"}, "peer": {"id": "` + linkedID + `"}`
	hubProperties = `"provisioningState": "Provisioned", "routingWeight": 5, "expressRouteGatewayBypass": true, "enableInternetSecurity": false,
		"expressRouteCircuitPeering": {"id": "` + linkedID + `/peerings/AzurePrivatePeering"}`
)

func armConnection(properties string) string {
	return `{"name": "spoke-linked", "id": "` + connectionID + `", "etag": "e", "type": "Microsoft.Network/connections", "location": "westus", "properties": {` + properties + `}}`
}

func armHubConnection(properties string) string {
	return `{"name": "hub-linked", "id": "` + hubLinkID + `", "properties": {` + properties + `}}`
}

func armHubGateway(connections ...string) string {
	return `{"name": "hub-gw", "id": "` + hubGateway + `", "type": "Microsoft.Network/expressRouteGateways", "location": "westus", "etag": "e",
		"properties": {"provisioningState": "Succeeded", "virtualHub": {"id": "` + hubID + `"}, "autoScaleConfiguration": {"bounds": {"min": 1}},
		"allowNonVirtualWanTraffic": false, "expressRouteConnections": [` + strings.Join(connections, ", ") + `]}}`
}

// The same link, as each tool shows it.
func TestRead_gatewayConnections(t *testing.T) {
	hub := hubLink()
	hub.Network = hubID
	withoutFastPath, withoutStatus := gatewayLink(), gatewayLink()
	withoutFastPath.FastPath = machine.Unknown
	withoutStatus.Connection, withoutStatus.FastPath, withoutStatus.Resource = 0, machine.Unknown, false
	hubState := hubLink()
	hubState.Resource = false
	for _, c := range []struct {
		name, document string
		want           circuit.LinkState
	}{
		{"ARM", armConnection(gatewayProperties), gatewayLink()},
		{"ARM list", `{"value": [` + armConnection(gatewayProperties) + `]}`, gatewayLink()},
		{"az", `{"name": "spoke-linked", "id": "` + connectionID + `", "resourceGroup": "g", "type": "Microsoft.Network/connections", ` +
			strings.ReplaceAll(gatewayProperties, `"}`, `", "resourceGroup": "g"}`) + `}`, gatewayLink()},
		{"az list", `[{"id": "` + connectionID + `", "type": "Microsoft.Network/connections", ` + gatewayProperties + `}]`, gatewayLink()},
		{"Resource Graph", `{"count": 1, "data": [{"id": "` + connectionID + `", "tenantId": "t", "subscriptionId": "s", "resourceGroup": "g",
			"type": "microsoft.network/connections", "properties": {` + gatewayProperties + `}}]}`, gatewayLink()},
		{"ConvertTo-Json", `{"Name": "spoke-linked", "Id": "` + connectionID + `", "ConnectionType": "ExpressRoute", "ConnectionStatus": "Connected",
			"RoutingWeight": 10, "ExpressRouteGatewayBypass": false, "ProvisioningState": "Succeeded",
			"VirtualNetworkGateway1": {"Id": "` + gatewayID + `"}, "Peer": {"Id": "` + linkedID + `"}, "PeerText": "{}"}`, gatewayLink()},
		{"Format-List", "Name : spoke-linked\nId : " + connectionID + "\nProvisioningState : Succeeded\nAuthorizationKey :\nVirtualNetworkGateway1 : \"" +
			gatewayID + "\"\nLocalNetworkGateway2 :\nPeer : \"" + linkedID + "\"\nRoutingWeight : 10\nSharedKey :\nConnectionStatus : Connected\n", withoutFastPath},
		{"Terraform", stateFile("azurerm_virtual_network_gateway_connection", `{"id": "`+connectionID+`", "type": "ExpressRoute",
			"virtual_network_gateway_id": "`+gatewayID+`", "express_route_circuit_id": "`+linkedID+`", "routing_weight": 10}`), withoutStatus},

		{"hub, ARM", armHubConnection(hubProperties), hubLink()},
		{"hub, ARM list", `{"value": [` + armHubConnection(hubProperties) + `]}`, hubLink()},
		{"hub, az", `{"id": "` + hubLinkID + `", "type": "Microsoft.Network/expressRouteGateways/expressRouteConnections", "resourceGroup": "g", ` + hubProperties + `}`, hubLink()},
		{"hub, ConvertTo-Json", `{"Id": "` + hubLinkID + `", "ProvisioningState": "Succeeded", "RoutingWeight": 5, "ExpressRouteGatewayBypass": true,
			"ExpressRouteCircuitPeeringId": {"Id": "` + linkedID + `/peerings/AzurePrivatePeering"}}`, hubLink()},
		{"hub, Terraform", stateFile("azurerm_express_route_connection", `{"id": "`+hubLinkID+`", "express_route_gateway_id": "`+hubGateway+`",
			"express_route_circuit_peering_id": "`+linkedID+`/peerings/AzurePrivatePeering", "routing_weight": 5, "express_route_gateway_bypass_enabled": true}`), hubState},
		{"gateway of a hub", armHubGateway(armHubConnection(hubProperties)), hub},
		{"gateways of hubs", `{"value": [` + armHubGateway() + `, ` + armHubGateway(armHubConnection(hubProperties)) + `]}`, hub},
	} {
		t.Run(c.name, func(t *testing.T) {
			page, err := ReadPage([]byte(c.document), Options{})
			require.NoError(t, err)
			require.Len(t, page.Circuits, 1)
			seen := page.Circuits[0]
			assert.Equal(t, linkedID, seen.Have.ID)
			assert.Equal(t, []circuit.LinkState{c.want}, seen.Links)
			assert.Empty(t, seen.Have.Strange)
			assert.Zero(t, seen.State.Whole)
			for _, q := range seen.Quirks {
				assert.NotContains(t, q.Says, "not read", "%s", q.Path)
			}
		})
	}
}

// A circuit that names the hub's connection of its private peering.
func TestRead_peeringOfAHub(t *testing.T) {
	circuitOfHub := strings.Replace(peeringWith(`"expressRouteConnection": {"id": %q}`), "%q", `"`+hubLinkID+`"`, 1)
	seen := readAs(t, ARMCircuit, circuitOfHub, Options{})
	require.Len(t, seen.Links, 1)
	assert.Equal(t, circuit.LinkState{
		Link: circuit.Link{Kind: circuit.VirtualWANLink, Network: hubGateway}, Gateway: hubGateway, Through: hubLinkID, Linked: machine.Yes,
	}, seen.Links[0])
}

func TestRead_gatewayConnectionStates(t *testing.T) {
	for _, c := range []struct {
		is, want string // connectionStatus and provisioningState
		link     circuit.Connection
		strange  int
	}{
		{"Connected", "Succeeded", circuit.Connected, 0},
		{"Connecting", "Updating", circuit.Connecting, 0},
		{"NotConnected", "Succeeded", circuit.Disconnected, 0},
		{"Unknown", "Succeeded", circuit.ConnectionUnknown, 0},
		{"Connected", "Failed", circuit.ConnectionFailed, 0},
		{"Sleeping", "Succeeded", 0, 1},
	} {
		properties := strings.Replace(strings.Replace(gatewayProperties, `"Connected"`, `"`+c.is+`"`, 1), `"Succeeded"`, `"`+c.want+`"`, 1)
		seen := readAs(t, ARMPart, armConnection(properties), Options{})
		require.Len(t, seen.Links, 1, c.is)
		assert.Equal(t, machine.Yes, seen.Links[0].Linked, c.is)
		assert.Equal(t, c.link, seen.Links[0].Connection, c.is)
		assert.Len(t, seen.Have.Strange, c.strange, c.is)
	}
}

// Whose link it is: the circuit's subscription or another's.
func TestRead_linksOfOtherSubscriptions(t *testing.T) {
	for name, c := range map[string]struct {
		document string
		want     bool
	}{
		"the same":              {armConnection(gatewayProperties), false},
		"of another case":       {strings.Replace(armConnection(gatewayProperties), `/subscriptions/s/`, `/subscriptions/S/`, 1), false},
		"another":               {strings.Replace(armConnection(gatewayProperties), connectionID, otherNetwork+"/connections/x", 1), true},
		"with an authorization": {armConnection(gatewayProperties + `, "authorizationKey": "` + azuretest.AuthorizationKey + `"`), true},
	} {
		t.Run(name, func(t *testing.T) {
			seen := readAs(t, ARMPart, c.document, Options{})
			require.Len(t, seen.Links, 1)
			assert.Equal(t, c.want, seen.Links[0].OtherSubscription)
			azuretest.AssertSilent(t, azuretest.Dumps(t, seen))
		})
	}
}

// What is not a link to a circuit is passed over in a list, and refused alone.
func TestRead_otherConnections(t *testing.T) {
	vpn := armConnection(strings.Replace(gatewayProperties, `"ExpressRoute"`, `"IPsec"`, 1))
	page, err := ReadPage([]byte(vpn), Options{})
	assert.ErrorIs(t, err, ErrShape)
	assert.Empty(t, page.Circuits)
	page, err = ReadPage([]byte(`{"value": [`+vpn+`, `+armConnection(gatewayProperties)+`]}`), Options{})
	require.NoError(t, err)
	require.Len(t, page.Circuits, 1)
	assert.Len(t, page.Circuits[0].Links, 1)

	text := "Name : vpn\nId : " + connectionID + "\nProvisioningState : Succeeded\nVirtualNetworkGateway1 : \"" + gatewayID + "\"\nLocalNetworkGateway2 : \"" + networkProvider + "/localNetworkGateways/office\"\nPeer :\nConnectionStatus : Connected\n"
	page, err = ReadPage([]byte(text), Options{})
	assert.ErrorIs(t, err, ErrShape)
	assert.Empty(t, page.Circuits)
	text = "Name : hub\nId : " + hubLinkID + "\nProvisioningState : Succeeded\nExpressRouteCircuitPeeringId : Microsoft.Azure.Commands.Network.Models.PSResourceId\nRoutingWeight : 20\n"
	_, err = ReadPage([]byte(text), Options{})
	assert.ErrorIs(t, err, ErrOptions)
	page, err = ReadPage([]byte(text), Options{Circuit: linkedID})
	require.NoError(t, err)
	require.Len(t, page.Circuits, 1)
	assert.Equal(t, linkedID, page.Circuits[0].Have.ID)

	for name, properties := range map[string]string{
		"without type and peer": `"provisioningState": "Succeeded", "virtualNetworkGateway1": {"id": "` + gatewayID + `"}`,
		"of no known type":      strings.Replace(strings.Replace(gatewayProperties, `"ExpressRoute"`, `"expressroute"`, 1), linkedID, "", 1),
		"to another gateway":    strings.Replace(gatewayProperties, linkedID, gatewayID, 1),
	} {
		page, err = ReadPage([]byte(`{"value": [`+armConnection(properties)+`]}`), Options{})
		assert.Error(t, err, name)
		assert.False(t, page.Complete(), name)
	}
	page, err = ReadPage([]byte(armConnection(strings.Replace(gatewayProperties, `"ExpressRoute"`, `"ExpressRouteV2"`, 1))), Options{})
	require.NoError(t, err)
	require.Len(t, page.Circuits, 1)
	assert.Len(t, page.Circuits[0].Links, 1, "a type that is not known, and a circuit at the other end")
	assert.Len(t, page.Circuits[0].Have.Strange, 1)
	_, err = ReadPage([]byte(`{"id": null, "type": "Microsoft.Network/connections", "properties": {"connectionType": "ExpressRoute", "virtualNetworkGateway1": null, "peer": {"id": "`+linkedID+`"}}}`), Options{})
	assert.ErrorIs(t, err, ErrValue, "a link without a name")

	nowhere := armConnection(strings.Replace(gatewayProperties, linkedID, "", 1))
	page, err = ReadPage([]byte(nowhere), Options{})
	assert.ErrorIs(t, err, ErrOptions)
	assert.Empty(t, page.Circuits)
	page, err = ReadPage([]byte(nowhere), Options{Circuit: linkedID})
	require.NoError(t, err)
	require.Len(t, page.Circuits, 1)
	assert.Equal(t, linkedID, page.Circuits[0].Have.ID)
}

// One broken connection of a gateway costs that connection.
func TestRead_brokenConnectionOfAHub(t *testing.T) {
	broken := armHubConnection(strings.Replace(hubProperties, `"routingWeight": 5`, `"routingWeight": "five"`, 1))
	page, err := ReadPage([]byte(armHubGateway(broken, armHubConnection(hubProperties))), Options{})
	var e *Error
	require.ErrorAs(t, err, &e)
	assert.Equal(t, "properties.expressRouteConnections[0].properties.routingWeight", e.Path)
	require.Len(t, page.Circuits, 1)
}

// A document is complete if all of it was read and it does not go on elsewhere.
func TestPage_complete(t *testing.T) {
	one := armConnection(gatewayProperties)
	for name, c := range map[string]struct {
		document string
		complete bool
	}{
		"a connection":         {one, true},
		"a list":               {`{"value": [` + one + `]}`, true},
		"an empty list":        {`[]`, true},
		"a page":               {`{"value": [` + one + `], "nextLink": "https://x/y"}`, false},
		"another kind of page": {`{"value": [` + one + `], "@odata.nextLink": "https://x/y"}`, false},
		"an error beside it":   {`{"value": [` + one + `], "error": {"code": "X"}}`, false},
		"rows that are cut":    {`{"data": [{"id": "` + connectionID + `", "type": "microsoft.network/connections", "properties": {` + gatewayProperties + `}}], "totalRecords": 200}`, false},
		"one that is not read": {`{"value": [` + one + `, {"type": "Microsoft.Network/connections", "properties": 1}]}`, false},
		"a gateway without":    {`{"id": "` + hubGateway + `", "type": "Microsoft.Network/expressRouteGateways", "properties": {}}`, false},
		"a text":               {"PeeringType : AzurePrivatePeering\nId : " + linkedID + "/peerings/AzurePrivatePeering\n", true},
		"a broken text":        {"PeeringType : AzurePrivatePeering\nVlanId : many\n", false},
	} {
		t.Run(name, func(t *testing.T) {
			page, _ := ReadPage([]byte(c.document), Options{})
			assert.Equal(t, c.complete, page.Complete())
		})
	}
}

// A connection that is gone, of which the caller knows the circuit.
func TestReadPage_connectionNotFound(t *testing.T) {
	refusal := func(id string) []byte {
		return []byte(`{"error": {"code": "NotFound", "message": "Resource ` + id + ` not found."}}`)
	}
	for _, id := range []string{connectionID, hubLinkID} {
		page, err := ReadPage(refusal(id), Options{Circuit: linkedID, Of: id})
		require.NoError(t, err)
		require.Len(t, page.Circuits, 1)
		require.Len(t, page.Circuits[0].Links, 1)
		assert.Equal(t, machine.No, page.Circuits[0].Links[0].Linked)
		assert.Equal(t, id, page.Circuits[0].Links[0].Through)
		_, err = ReadPage(refusal(id), Options{Of: id})
		assert.Error(t, err)
	}
}

// A circuit and its gateways' connections, joined and taken down.
func TestTeardownWithAllLinks(t *testing.T) {
	one, err := Read([]byte(`{"id": "` + linkedID + `", "type": "Microsoft.Network/expressRouteCircuits", "properties": {"provisioningState": "Succeeded",
		"circuitProvisioningState": "Enabled", "serviceProviderProvisioningState": "NotProvisioned", "serviceProviderProperties": {}, "peerings": [], "authorizations": []}}`))
	require.NoError(t, err)
	for name, c := range map[string]struct {
		links  string
		linked machine.Truth
	}{
		"none":                 {`[]`, machine.No},
		"one":                  {armConnection(gatewayProperties), machine.Yes},
		"one through a hub":    {armHubGateway(armHubConnection(hubProperties)), machine.Yes},
		"one that is repeated": {`[` + armConnection(gatewayProperties) + `, ` + armConnection(gatewayProperties) + `]`, machine.Yes},
	} {
		t.Run(name, func(t *testing.T) {
			page, err := ReadPage([]byte(c.links), Options{})
			require.NoError(t, err)
			require.True(t, page.Complete())
			joined := Join(append(append([]circuit.Observation{}, one...), page.Circuits...)...)
			require.Len(t, joined, 1)
			joined[0].State.Whole |= circuit.AllLinks
			c0, err := circuit.Observed(joined[0])
			require.NoError(t, err)
			unmet := c0.Check(circuit.Event{Verb: circuit.DeleteCircuit})
			assert.Equal(t, c.linked == machine.Yes, machine.Lacks(unmet, circuit.NeedNoLinks))
			if c.linked == machine.Yes {
				require.Len(t, c0.Links(), 1)
				assert.Equal(t, machine.Yes, c0.Links()[0].Linked)
			}
		})
	}
}
