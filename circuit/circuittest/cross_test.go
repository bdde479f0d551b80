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
)

// cross returns the path of the cross connection of the circuit north.
func (w world) cross() string {
	w.Helper()
	key, _ := w.send("GET", north, "").at("properties.serviceKey").(string)
	return "/subscriptions/p1/resourceGroups/CrossConnection-Amsterdam/providers/Microsoft.Network/expressRouteCrossConnections/" + key
}

func crossBody(state circuit.ProviderState) string {
	return `{"location": "westeurope", "properties": {"serviceProviderProvisioningState": "` + state.String() + `", "expressRouteCircuit": {"id": "` + north + `"}}}`
}

func TestCrossConnection(t *testing.T) {
	w := start(t, circuittest.Options{})
	w.mustWrite("PUT", north, order)
	cross := w.cross()
	listed := w.send("GET", "/subscriptions/p1/providers/Microsoft.Network/expressRouteCrossConnections", "")
	assert.Equal(t, cross, listed.at("value.id"))
	page, err := azure.ReadPage([]byte(w.send("GET", cross, "").text), azure.Options{})
	require.NoError(t, err)
	require.Len(t, page.Circuits, 1)
	assert.Equal(t, north, page.Circuits[0].Have.ID)
	assert.Equal(t, circuit.NotProvisioned, page.Circuits[0].State.Provider)

	for _, state := range []circuit.ProviderState{circuit.Provisioning, circuit.NotProvisioned, circuit.Provisioned, circuit.Deprovisioning, circuit.NotProvisioned, circuit.Provisioned} {
		begun, _ := w.write("PUT", cross, crossBody(state))
		assert.Equal(t, state.String(), begun.at("properties.serviceProviderProvisioningState"))
		assert.EqualValues(t, 0, begun.at("properties.sTag"))
		assert.Equal(t, state, w.read().State.Provider)
	}
	assert.Equal(t, "LocationRequired", w.send("PUT", cross, "{}").at("error.code"))
	assert.Equal(t, "ExpressRouteCircuitReferenceInCrossConnectionCannotBeModified", w.send("PUT", cross, `{"location": "westeurope"}`).at("error.code"))
	assert.Equal(t, 400, w.send("PUT", cross, crossBody(circuit.Provisioning)).status, "a circuit is not built twice")
}

func TestProviderRoutes(t *testing.T) {
	w := start(t, circuittest.Options{Strict: true})
	w.mustWrite("PUT", north, order)
	cross := w.cross()
	w.mustWrite("PUT", cross, crossBody(circuit.Provisioned))
	begun, _ := w.write("PUT", cross+"/peerings/AzurePrivatePeering", privateBody)
	assert.Equal(t, 201, begun.status)
	assert.Equal(t, machine.Provider, w.read().State.Private.ModifiedBy)
	assert.Equal(t, "Provider", w.send("GET", cross+"/peerings/AzurePrivatePeering", "").at("properties.lastModifiedBy"))
	w.mustWrite("PUT", cross+"/peerings/AzurePrivatePeering", strings.Replace(privateBody, `"vlanId"`, `"state": "Disabled", "vlanId"`, 1))
	assert.Equal(t, 409, w.send("PUT", cross, crossBody(circuit.NotProvisioned)).status, "a peering is left")
	w.mustWrite("DELETE", cross+"/peerings/AzurePrivatePeering", "")
	w.mustWrite("PUT", cross, crossBody(circuit.NotProvisioned))
}
