package azure_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/expressroute-go/expressroute/circuit"
	. "github.com/expressroute-go/expressroute/circuit/azure"
	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
)

const (
	noNorth    = "The Resource 'Microsoft.Network/expressRouteCircuits/north' under resource group 'net' was not found. For more details please go to https://aka.ms/ARMResourceNotFoundFix"
	management = "https://management.azure.com"
	apiVersion = "?api-version=2024-05-01"
)

// Every form in which Azure says that something is not there, with what was asked
// for.
func TestRead_absenceOf(t *testing.T) {
	for _, c := range []struct {
		name, code, message, of string
		want                    string // "circuit", a peering, a link, or nothing
	}{
		{"a circuit", "ResourceNotFound", noNorth, north, "circuit"},
		{"by its URL", "ResourceNotFound", noNorth, management + north + apiVersion, "circuit"},
		{"in another case", "ResourceNotFound", strings.ToUpper(noNorth), strings.ToLower(north) + "/", "circuit"},
		{"a part of it was asked for", "ResourceNotFound", noNorth, north + "/peerings/AzurePrivatePeering", "circuit"},
		{"a list in it", "ResourceNotFound", noNorth, north + "/authorizations", "circuit"},
		{"another circuit", "ResourceNotFound", noNorth, north + "2", ""},
		{"a circuit of that name in another group", "ResourceNotFound", noNorth, strings.Replace(north, "/net/", "/network/", 1), ""},
		{"not known of what subscription", "ResourceNotFound", noNorth, "", ""},
		{"its parent", "ParentResourceNotFound", "Can not perform requested operation on nested resource. Parent resource 'north' not found.", north + "/peerings/AzurePrivatePeering", "circuit"},
		{"another parent", "ParentResourceNotFound", "Can not perform requested operation on nested resource. Parent resource 'south' not found.", north + "/peerings/AzurePrivatePeering", ""},
		{"the peering that it is in", "ParentResourceNotFound", "Parent resource 'north/AzurePrivatePeering' not found.", north + "/peerings/AzurePrivatePeering/connections/x", "AzurePrivatePeering"},
		{"more parents than there are", "ParentResourceNotFound", "Parent resource 'north/AzurePrivatePeering/x/y' not found.", north + "/peerings/AzurePrivatePeering/connections/x", ""},
		{"its group", "ResourceGroupNotFound", "Resource group 'NET' could not be found.", north + "/authorizations/a", "circuit"},
		{"another group", "ResourceGroupNotFound", "Resource group 'app' could not be found.", north, ""},
		{"a peering", "NotFound", "Resource " + north + "/peerings/MicrosoftPeering not found.", "", "MicrosoftPeering"},
		{"a peering, of the front end", "ResourceNotFound", "The Resource 'Microsoft.Network/expressRouteCircuits/north/peerings/MicrosoftPeering' under resource group 'net' was not found.", north + "/peerings/MicrosoftPeering", "MicrosoftPeering"},
		{"an authorization", "NotFound", "Resource " + north + "/authorizations/a not found.", "", north + "/authorizations/a"},
		{"a Global Reach connection", "NotFound", "Resource " + north + "/peerings/AzurePrivatePeering/connections/x not found.", "", north + "/peerings/AzurePrivatePeering/connections/x"},
		{"one that the other side made", "ResourceNotFound", "Resource " + north + "/peerings/AzurePrivatePeering/peerConnections/x not found.", "", north + "/peerings/AzurePrivatePeering/peerConnections/x"},
		{"something else", "NotFound", "Resource " + network + "routeFilters/f not found.", north, ""},
		{"nothing in particular", "NotFound", "Nothing.", north, ""},
		{"another refusal", "AuthorizationFailed", noNorth, north, ""},
		{"the subscription", "SubscriptionNotFound", "The subscription 's' could not be found.", north, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			page, err := ReadPage([]byte(said(c.code, c.message)), Options{At: noon, Of: c.of})
			if c.want == "" {
				assert.ErrorIs(t, err, ErrShape)
				assert.Empty(t, page.Circuits)
				return
			}
			require.NoError(t, err)
			require.Len(t, page.Circuits, 1)
			assertAbsent(t, c.want, page.Circuits[0])
		})
	}
}

func assertAbsent(t *testing.T, what string, seen circuit.Observation) {
	t.Helper()
	assert.True(t, strings.EqualFold(north, seen.Have.ID), seen.Have.ID)
	assert.Equal(t, noon, seen.At)
	assert.Equal(t, what == "circuit", seen.NotFound)
	for p, state := range seen.State.Peerings() {
		want := peering.State{}
		if p.String() == what {
			want = peering.NotThere()
		}
		assert.Equal(t, want, *state)
	}
	if !strings.HasPrefix(what, "/") {
		assert.Empty(t, seen.Links)
		return
	}
	require.Len(t, seen.Links, 1)
	assert.Equal(t, what, seen.Links[0].Network)
	assert.Equal(t, machine.No, seen.Links[0].Linked)
	assert.Equal(t, machine.No, seen.Links[0].Authorized)
}

// The same in other bodies.
func TestRead_absenceForms(t *testing.T) {
	for _, document := range []string{
		`{"code": "ResourceNotFound", "message": "` + noNorth + `"}`,
		`{"error": {"code": " ResourceNotFound", "message": " ` + noNorth + `", "details": []}}`,
		`{"error": {"code": "NotFound", "message": "See below.", "details": [{"code": "ResourceNotFound", "message": "` + noNorth + `"}]}}`,
		`{"error": {"code": "NotFound", "message": "See below.", "innererror": {"code": "ResourceNotFound", "message": "` + noNorth + `"}}}`,
		`{"status": "Failed", "error": {"Code": "ResourceNotFound", "Message": "` + noNorth + `"}}`,
		`{"error": {"code": "DeploymentFailed", "message": "{\"error\": {\"code\": \"ResourceNotFound\", \"message\": \"` + noNorth + `\"}}"}}`,
	} {
		seen := readAs(t, ARMError, document, Options{Of: north})
		assert.True(t, seen.NotFound, document)
		seen = readAs(t, ARMError, document, Options{Circuit: north})
		assert.True(t, seen.NotFound, document)
	}
}

// A Global Reach connection that is gone is the link to the circuit that it went
// to.
func TestRead_absenceOfLink(t *testing.T) {
	was := readText(t, circuitWith(`"peerings": [{"properties": {"peeringType": "AzurePrivatePeering", "state": "Enabled", "connections": [
		{"id": "`+north+`/peerings/AzurePrivatePeering/connections/x", "properties": {"circuitConnectionStatus": "Connected",
		"peerExpressRouteCircuitPeering": {"id": "/subscriptions/s/resourceGroups/net/providers/Microsoft.Network/expressRouteCircuits/south/peerings/AzurePrivatePeering"}}}]}}]`))
	was.Have.ID = north
	gone := readAs(t, ARMError, said("NotFound", "Resource "+north+"/peerings/AzurePrivatePeering/connections/x not found."), Options{})

	joined := Join(was, gone)
	require.Len(t, joined, 1)
	require.Len(t, joined[0].Links, 1)
	assert.Equal(t, machine.No, joined[0].Links[0].Linked)

	c, err := circuit.Observed(was)
	require.NoError(t, err)
	c, told, err := c.Observe(gone)
	require.NoError(t, err)
	require.Len(t, told.Events, 1)
	assert.Equal(t, circuit.DisconnectCircuit, told.Events[0].Verb)
	require.Len(t, c.Links(), 1)
	assert.NotEqual(t, machine.Yes, c.Links()[0].Linked)
	_, told, err = c.Observe(readAs(t, ARMError, said("NotFound", "Resource "+north+"/authorizations/never not found."), Options{}))
	require.NoError(t, err)
	assert.Empty(t, told.Events)
	assert.Len(t, c.Links(), 1, "one that was never there is no link")
}
