package azure_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/expressroute-go/expressroute/circuit"
	. "github.com/expressroute-go/expressroute/circuit/azure"
	"github.com/expressroute-go/expressroute/circuit/azure/internal/azuretest"
)

// everywhere is a circuit with a key in every place that has one.
const everywhere = `"serviceKey": "` + azuretest.ServiceKey + `",
	"authorizationKey": "` + azuretest.AuthorizationKey + `",
	"activationKey": "` + azuretest.ActivationKey + `",
	"authorizations": [{"id": "/authorizations/a", "properties": {"authorizationKey": "` + azuretest.AuthorizationKey + `"}}],
	"peerings": [{"properties": {
		"peeringType": "MicrosoftPeering",
		"sharedKey": "` + azuretest.SharedKey + `",
		"connections": [{"id": "/connections/c", "properties": {"authorizationKey": "` + azuretest.AuthorizationKey + `"}}],
		"microsoftPeeringConfig": {"advertisedPublicPrefixInfo": [{
			"prefix": "131.107.8.0/24", "validationId": "` + azuretest.ValidationID + `", "validationState": "AsnValidationFailed"}]}
	}}]`

// The service key is kept, and given only on demand. The others are not kept.
func TestRead_secrets(t *testing.T) {
	circuits, err := Read([]byte(circuitWith(everywhere)))
	require.NoError(t, err)
	require.Len(t, circuits, 1)
	assert.Equal(t, azuretest.ServiceKey, circuits[0].Have.ServiceKey.Reveal())
	assert.Contains(t, quirkPaths(circuits[0]), "properties.peerings[0].properties.sharedKey")
	azuretest.AssertSilent(t, azuretest.Dumps(t, circuits[0]))
	azuretest.AssertSilent(t, fmt.Sprintf("%v\n%+v\n%#v", circuits, circuits, circuits))
	for v := range circuitValues(circuits[0]) {
		azuretest.AssertSilent(t, v)
	}
}

// circuitValues yields the texts of an observation that its dumps could cut.
func circuitValues(seen circuit.Observation) func(func(string) bool) {
	return func(yield func(string) bool) {
		for _, s := range seen.Have.Strange {
			if !yield(s.Path + " " + s.Value) {
				return
			}
		}
		for _, q := range seen.Quirks {
			if !yield(q.Path + " " + q.Says) {
				return
			}
		}
	}
}

// A key in a place where none belongs is not shown either.
func TestRead_misplacedSecrets(t *testing.T) {
	compact := strings.ReplaceAll(azuretest.ServiceKey, "-", "")
	for _, c := range []struct{ name, document string }{
		{"for a state", circuitWith(`"circuitProvisioningState": "` + azuretest.ServiceKey + `"`)},
		{"for a state, without hyphens", circuitWith(`"circuitProvisioningState": "` + compact + `"`)},
		{"after a long text", circuitWith(`"circuitProvisioningState": "` + strings.Repeat("x", 240) + azuretest.ServiceKey + `"`)},
		{"cut after another", circuitWith(`"circuitProvisioningState": "` + azuretest.ServiceKey + strings.Repeat("x", 215) + azuretest.ServiceKey + `"`)},
		{"cut, after many others", circuitWith(`"circuitProvisioningState": "` + strings.Repeat(azuretest.ServiceKey, 14) + azuretest.ServiceKey + `"`)},
		{"for a prefix", peeringWith(`"primaryPeerAddressPrefix": "` + azuretest.ValidationID + `"`)},
		{"for a prefix, not a GUID", peeringWith(`"primaryPeerAddressPrefix": "azure-skey|` + azuretest.SharedKey + `|1.2.3.0/24|ASN-1"`)},
		{"for the name of a field", circuitWith(`"` + azuretest.ServiceKey + `": 1`)},
		{"for the name of a field, without hyphens", circuitWith(`"` + compact + `": 1`)},
		{"for the name of a field twice", circuitWith(`"` + azuretest.ServiceKey + `": 1, "` + azuretest.ServiceKey + `": 1`)},
		{"for the name of a SKU", `{"type": "Microsoft.Network/expressRouteCircuits", "sku": {"name": "` + azuretest.ServiceKey + `", "tier": "Local", "family": "MeteredData"}}`},
		{"for the name of a peering", circuitWith(`"peerings": [{"name": "` + azuretest.ServiceKey + `", "properties": {"peeringType": "MicrosoftPeering"}}]`)},
		{"of a wrong type", circuitWith(`"serviceKey": ["` + azuretest.ServiceKey + `"]`)},
		{"as a number", circuitWith(`"peerings": [{"properties": {"peeringType": "MicrosoftPeering", "vlanId": 5000000000004000800050000000000000000001}}]`)},
		{"in a broken document", circuitWith(everywhere) + azuretest.ServiceKey},
		{"in a truncated document", circuitWith(everywhere)[:200]},
		{"in another shape", `{"serviceKey": "` + azuretest.ServiceKey + `", "circuitProvisioningState": "Enabled"}`},
		{"in a refusal", `{"error": {"code": "ServiceProviderNotProvisioned", "message": "The service key '` + azuretest.ServiceKey + `' prevents this."}}`},
		{"in what PowerShell prints", "ProvisioningState : Succeeded\nServiceKey : " + azuretest.ServiceKey},
	} {
		t.Run(c.name, func(t *testing.T) {
			page, err := ReadPage([]byte(c.document), Options{})
			azuretest.AssertSilent(t, fmt.Sprintf("%v\n%+v\n%#v", page, page, page))
			if err != nil {
				azuretest.AssertSilent(t, fmt.Sprintf("%v\n%+v\n%#v", err, err, err))
			}
			for _, seen := range page.Circuits {
				for v := range circuitValues(seen) {
					azuretest.AssertSilent(t, v)
					assert.NotContains(t, strings.ToLower(v), strings.ToLower(compact[:16]))
				}
			}
		})
	}
}

// A provider's path to a cross connection ends with the service key. What was
// asked for, what a list names, and what a link leads to may be such a path.
func TestRead_crossConnectionPaths(t *testing.T) {
	const all = "/subscriptions/p/resourceGroups/net/providers/Microsoft.Network/expressRouteCrossConnections"
	const cross = all + "/" + azuretest.ServiceKey
	for _, c := range []struct{ name, of, document string }{
		{"asked for", cross, `{"id": "` + cross + `", "name": "` + azuretest.ServiceKey + `", "type": "Microsoft.Network/expressRouteCrossConnections", "properties": {"serviceProviderProvisioningState": "Provisioned"}}`},
		{"its peerings", cross + "/peerings", `{"value": []}`},
		{"not there", cross, `{"error": {"code": "NotFound", "message": "Resource ` + cross + ` not found."}}`},
		{"in a list of circuits", inNet, `{"value": [{"id": "` + cross + `", "properties": {"serviceProviderProvisioningState": "Provisioned"}}]}`},
		{"linked", "", circuitWith(`"peerings": [{"properties": {"peeringType": "AzurePrivatePeering", "connections": [{"id": "` + cross + `/peerings/AzurePrivatePeering/connections/c"}]}}]`)},
		{"a column twice in PowerShell", "", "ProvisioningState : Succeeded\n" + strings.Repeat(azuretest.ServiceKey+" : 1\n", 2)},
	} {
		t.Run(c.name, func(t *testing.T) {
			page, err := ReadPage([]byte(c.document), Options{Of: c.of})
			azuretest.AssertSilent(t, fmt.Sprintf("%v\n%+v\n%#v", page, page, page))
			assert.Empty(t, page.Missing(north), "the list is not one of circuits alone")
			named, errNamed := ReadPage([]byte(c.document), Options{Circuit: c.of})
			azuretest.AssertSilent(t, fmt.Sprintf("%v\n%+v\n%#v", named, named, named))
			for _, e := range append(allErrors(err), allErrors(errNamed)...) {
				azuretest.AssertSilent(t, fmt.Sprintf("%v\n%+v\n%#v", e, e, e))
			}
		})
	}
}
