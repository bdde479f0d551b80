package circuittest_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/expressroute-go/expressroute/circuit"
	"github.com/expressroute-go/expressroute/circuit/azure"
	"github.com/expressroute-go/expressroute/circuit/circuittest"
	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
)

const (
	gateway   = group + "/providers/Microsoft.Network/virtualNetworkGateways/gw"
	link      = group + "/providers/Microsoft.Network/connections/link"
	linkBody  = `{"location": "westeurope", "properties": {"connectionType": "ExpressRoute", "virtualNetworkGateway1": {"id": "` + gateway + `"}, "peer": {"id": "` + north + `"}}}`
	reachBody = `{"properties": {"peerExpressRouteCircuitPeering": {"id": "` + circuits + `/south/peerings/AzurePrivatePeering"}, "addressPrefix": "10.9.0.0/29"}}`
)

// usable creates a circuit that is in service, and a gateway.
func usable(t *testing.T) world {
	w := start(t, circuittest.Options{})
	w.mustWrite("PUT", north, order)
	require.NoError(t, w.srv.Circuit("north").Finish())
	w.mustWrite("PUT", private, privateBody)
	require.Equal(t, 201, w.send("PUT", gateway, `{"location": "westeurope"}`).status)
	return w
}

func TestLinkNetwork(t *testing.T) {
	w := usable(t)
	begun, ended := w.write("PUT", link, linkBody)
	assert.Equal(t, 201, begun.status)
	assert.Equal(t, "Succeeded", ended.at("status"))
	page, err := azure.ReadPage([]byte(w.send("GET", link, "").text), azure.Options{})
	require.NoError(t, err)
	require.Len(t, page.Circuits, 1)
	assert.Equal(t, north, page.Circuits[0].Have.ID)
	require.Len(t, page.Circuits[0].Links, 1)
	assert.Equal(t, machine.Yes, page.Circuits[0].Links[0].Linked)
	assert.Equal(t, circuit.Connected, page.Circuits[0].Links[0].Connection)
	assert.Empty(t, page.Circuits[0].Quirks)

	assert.Equal(t, 409, w.send("DELETE", private, "").status, "a network is linked")
	again, _ := w.write("PUT", link, strings.Replace(linkBody, `"peer"`, `"routingWeight": 10, "peer"`, 1))
	assert.Equal(t, 200, again.status)
	assert.EqualValues(t, 10, w.send("GET", link, "").at("properties.routingWeight"))
	w.mustWrite("DELETE", link, "")
	assert.Equal(t, 404, w.send("GET", link, "").status)
	w.mustWrite("DELETE", private, "")
}

func TestLinkNeedsTheProvider(t *testing.T) {
	w := start(t, circuittest.Options{})
	w.mustWrite("PUT", north, order)
	w.mustWrite("PUT", private, privateBody)
	require.Equal(t, 201, w.send("PUT", gateway, `{"location": "westeurope"}`).status)
	begun, ended := w.write("PUT", link, linkBody)
	assert.Equal(t, 201, begun.status)
	assert.Equal(t, "ServiceProviderNotProvisioned", ended.at("error.code"))
	assert.Equal(t, "Failed", w.send("GET", link, "").at("properties.provisioningState"))
	require.NoError(t, w.srv.Circuit("north").Finish())
	w.mustWrite("PUT", link, linkBody)
}

func TestLinkOfAnotherSubscription(t *testing.T) {
	w := usable(t)
	theirs := strings.NewReplacer("/s1/", "/s2/")
	require.Equal(t, 201, w.send("PUT", theirs.Replace(gateway), `{"location": "westeurope"}`).status)
	body := strings.Replace(linkBody, gateway, theirs.Replace(gateway), 1)
	assert.Equal(t, "LinkedAuthorizationFailed", w.send("PUT", theirs.Replace(link), body).at("error.code"))
	auth := north + "/authorizations/a1"
	w.mustWrite("PUT", auth, "{}")
	key, _ := w.send("GET", auth, "").at("properties.authorizationKey").(string)
	body = strings.Replace(body, `"peer"`, `"authorizationKey": "`+key+`", "peer"`, 1)
	w.mustWrite("PUT", theirs.Replace(link), body)
	assert.NotContains(t, w.send("GET", theirs.Replace(link), "").text, key)
	assert.Equal(t, "InUse", w.send("GET", auth, "").at("properties.authorizationUseStatus"))
	w.mustWrite("DELETE", auth, "")
	assert.Equal(t, 404, w.send("GET", theirs.Replace(link), "").status)
}

func TestConnectionsOfNothing(t *testing.T) {
	w := usable(t)
	for name, body := range map[string]string{
		"no gateway": strings.Replace(linkBody, "/gw", "/other", 1),
		"no circuit": strings.Replace(linkBody, "/north", "/other", 1),
		"IPsec":      strings.Replace(linkBody, `"ExpressRoute"`, `"IPsec"`, 1),
		"no body":    `{"location": "westeurope"}`,
	} {
		assert.Equal(t, 400, w.send("PUT", link, body).status, name)
	}
	assert.Equal(t, 204, w.send("DELETE", link, "").status)
}

func TestGlobalReach(t *testing.T) {
	w := usable(t)
	reach := private + "/connections/g1"
	begun, ended := w.write("PUT", reach, reachBody)
	assert.Equal(t, 201, begun.status)
	assert.Equal(t, "Disconnected", begun.at("properties.circuitConnectionStatus"))
	assert.Equal(t, "Succeeded", ended.at("status"))
	seen := w.read()
	require.Len(t, seen.Links, 1)
	assert.Equal(t, circuit.GlobalReachLink, seen.Links[0].Kind)
	assert.Equal(t, circuit.Connected, seen.Links[0].Connection)
	assert.Equal(t, "g1", w.send("GET", private+"/connections", "").at("value.name"))
	w.mustWrite("DELETE", reach, "")
	assert.Equal(t, 404, w.send("GET", reach, "").status)
}

func TestGlobalReachNeedsTheProvider(t *testing.T) {
	w := start(t, circuittest.Options{})
	w.mustWrite("PUT", north, order)
	w.mustWrite("PUT", private, privateBody)
	_, ended := w.write("PUT", private+"/connections/g1", reachBody)
	assert.Equal(t, "InitiatingCircuitNotProvisioned", ended.at("error.code"))
	got := w.send("GET", private+"/connections/g1", "")
	assert.Equal(t, "Failed", got.at("properties.provisioningState"))
	assert.Equal(t, "Connected", got.at("properties.circuitConnectionStatus"))
	seen := w.read()
	assert.Equal(t, peering.Failed, seen.State.Operation)
	assert.Equal(t, peering.Failed, seen.State.Private.Operation)
	blocked := w.send("PUT", private+"/connections/g1", reachBody)
	assert.Equal(t, "ParentResourceIsInFailedState", blocked.at("error.code"))
}

func TestPlainResources(t *testing.T) {
	w := start(t, circuittest.Options{})
	network := group + "/providers/Microsoft.Network/virtualNetworks/hub"
	assert.Equal(t, "ResourceNotFound", w.send("GET", network, "").at("error.code"))
	assert.Equal(t, 201, w.send("PUT", network, `{"location": "West Europe", "properties": {"addressSpace": {"addressPrefixes": ["10.0.0.0/16"]}}}`).status)
	assert.Equal(t, 201, w.send("PUT", network+"/subnets/GatewaySubnet", `{"properties": {"addressPrefix": "10.0.0.0/26"}}`).status)
	assert.Equal(t, "NotFound", w.send("GET", network+"/subnets/other", "").at("error.code"))
	got := w.send("GET", network, "")
	assert.Equal(t, "Succeeded", got.at("properties.provisioningState"))
	assert.Equal(t, "westeurope", got.at("location"))
	assert.Equal(t, network, w.send("GET", group+"/providers/Microsoft.Network/virtualNetworks", "").at("value.id"))
	assert.Equal(t, 200, w.send("DELETE", network, "").status)
	assert.Equal(t, 404, w.send("GET", network+"/subnets/GatewaySubnet", "").status)
	assert.Equal(t, 204, w.send("DELETE", network, "").status)
}
