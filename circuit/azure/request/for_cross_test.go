package request_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/expressroute-go/expressroute/circuit"
	"github.com/expressroute-go/expressroute/circuit/azure"
	"github.com/expressroute-go/expressroute/circuit/azure/internal/azuretest"
	. "github.com/expressroute-go/expressroute/circuit/azure/request"
)

const (
	crossGroup = "/subscriptions/pr0v/resourceGroups/CrossConnection-SiliconValley/providers/Microsoft.Network/expressRouteCrossConnections/"
	crossID    = crossGroup + azuretest.ServiceKey
	crossPath  = crossGroup + "{serviceKey}"

	crossPeering = `{"id": "` + crossID + `/peerings/AzurePrivatePeering", "name": "AzurePrivatePeering", "etag": "W/\"7\"", "properties": {"provisioningState": "Succeeded", "peeringType": "AzurePrivatePeering", "peerASN": 65001, "vlanId": 100, "state": "Enabled", "primaryPeerAddressPrefix": "192.168.15.16/30", "secondaryPeerAddressPrefix": "192.168.15.20/30", "lastModifiedBy": "Provider"}}`
	cross        = `{"id": "` + crossID + `", "name": "` + azuretest.ServiceKey + `", "location": "East US 2", "type": "Microsoft.Network/expressRouteCrossConnections", "etag": "W/\"7\"",
		"properties": {"provisioningState": "Succeeded", "expressRouteCircuit": {"id": "` + circuitID + `"}, "peeringLocation": "Silicon Valley", "bandwidthInMbps": 200, "sTag": 2,
		"serviceProviderProvisioningState": "Provisioning", "serviceProviderNotes": "order 4711", "peerings": [` + crossPeering + `]}}`
)

// atProvider is the circuit as its provider's tool knows it.
func atProvider(t testing.TB) circuit.Circuit {
	t.Helper()
	seen, err := azure.Read([]byte(cross))
	require.NoError(t, err)
	c, err := circuit.Observed(seen[0])
	require.NoError(t, err)
	c, err = c.WithSpec(wanted())
	require.NoError(t, err)
	return c
}

func TestFor_provider(t *testing.T) {
	for event, state := range map[string]string{
		"ProvisioningStarted": "Provisioning", "ProvisioningFinished": "Provisioned", "ProvisioningAbandoned": "NotProvisioned",
		"DeprovisioningStarted": "Deprovisioning", "DeprovisioningFinished": "NotProvisioned",
	} {
		t.Run(event, func(t *testing.T) {
			r, body := requestFor(t, atProvider(t), event, cross, Names{})
			assert.Equal(t, crossPath, r.Path)
			assert.Equal(t, "https://arm"+crossID+"?api-version="+APIVersion, r.URL("https://arm"))
			assert.Equal(t, "https://arm"+crossID+"?api-version="+APIVersion, r.Read().URL("https://arm"))
			assert.Equal(t, `W/"7"`, r.Header.Get("If-Match"))
			assert.JSONEq(t, without(t, cross, func(d map[string]any) {
				in(d, "properties")["serviceProviderProvisioningState"] = state
				delete(in(d, "properties"), "sTag")
				delete(in(d, "properties", "peerings", 0, "properties"), "lastModifiedBy")
			}), string(body))
			assert.Empty(t, r.Wipes)
			azuretest.AssertSilent(t, azuretest.Dumps(t, r)+azuretest.Dumps(t, r.Read()))
		})
	}
}

func TestFor_providersRouting(t *testing.T) {
	c := atProvider(t)
	for _, current := range []string{cross, crossPeering} {
		r, body := requestFor(t, c, "RoutingDisabled AzurePrivatePeering IPv4", current, Names{})
		assert.Equal(t, crossPath+"/peerings/AzurePrivatePeering", r.Path)
		assert.JSONEq(t, without(t, crossPeering, func(d map[string]any) {
			in(d, "properties")["state"] = "Disabled"
			delete(in(d, "properties"), "lastModifiedBy")
		}), string(body))
		azuretest.AssertSilent(t, azuretest.Dumps(t, r))
	}
	r, _ := requestFor(t, c, "RoutingConfigured MicrosoftPeering", cross, Names{})
	assert.Equal(t, crossPath+"/peerings/MicrosoftPeering", r.Path)
	r, _ = requestFor(t, c, "RoutingRemoved AzurePrivatePeering", "", Names{Subscription: "pr0v", ResourceGroup: "CrossConnection-SiliconValley"})
	assert.Equal(t, "DELETE", r.Method)
	assert.Equal(t, "https://arm"+crossID+"/peerings/AzurePrivatePeering?api-version="+APIVersion, r.URL("https://arm"))
}

// Azure refuses a cross connection that does not repeat what it belongs to.
func TestFor_crossIncomplete(t *testing.T) {
	current := change(t, cross, func(d map[string]any) {
		delete(d, "location")
		delete(in(d, "properties"), "peeringLocation")
	})
	_, err := For(atProvider(t), circuit.Step{Event: circuit.Event{Verb: circuit.ProvisioningFinished}}, current, Names{})
	var missing *MissingError
	require.ErrorAs(t, err, &missing)
	assert.Len(t, missing.Missing, 2)
}

// A list shows no peerings of a cross connection: none is written over, and none is
// taken for missing.
func TestFor_crossOfAList(t *testing.T) {
	item := string(change(t, cross, func(d map[string]any) {
		delete(in(d, "properties"), "sTag")
		in(d, "properties")["peerings"] = []any{}
	}))
	_, body := requestFor(t, atProvider(t), "ProvisioningFinished", item, Names{})
	assert.NotContains(t, string(body), "peerings")
	assert.ErrorIs(t, refused(t, atProvider(t), "RoutingConfigured AzurePrivatePeering", item, Names{}), azure.ErrValue)
}
