package azure_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/expressroute-go/expressroute/circuit"
	. "github.com/expressroute-go/expressroute/circuit/azure"
)

// Canaries: keys as Azure makes them, which nothing may show.
const (
	serviceKey       = "5eC2e7a1-ca0a-4000-8000-5e2b1ce0ca0a"
	authorizationKey = "a0782a71-ca0a-4000-8000-0a11e5b1c0de"
	activationKey    = "Y2FuYXJ5LWFjdGl2YXRpb24ta2V5"
	sharedKey        = "canarySharedKey25letters1"
	validationID     = "Azure-SKEY|" + serviceKey + "|131.107.8.0/24|ASN-64600"
)

// dumps are the ways in which something is written out by accident.
func dumps(t *testing.T, v any) string {
	t.Helper()
	marshaled, err := json.Marshal(v)
	require.NoError(t, err)
	return fmt.Sprintf("%v\n%+v\n%#v\n%s", v, v, v, marshaled)
}

func assertSilent(t *testing.T, text string) {
	t.Helper()
	text = strings.ToLower(text)
	for _, canary := range []string{serviceKey, authorizationKey, activationKey, sharedKey} {
		assert.NotContains(t, text, strings.ToLower(canary))
		assert.NotContains(t, text, strings.ToLower(canary[:16]), "a part of it")
	}
}

// everywhere is a circuit with a key in every place that has one.
const everywhere = `"serviceKey": "` + serviceKey + `",
	"authorizationKey": "` + authorizationKey + `",
	"activationKey": "` + activationKey + `",
	"authorizations": [{"id": "/authorizations/a", "properties": {"authorizationKey": "` + authorizationKey + `"}}],
	"peerings": [{"properties": {
		"peeringType": "MicrosoftPeering",
		"sharedKey": "` + sharedKey + `",
		"connections": [{"id": "/connections/c", "properties": {"authorizationKey": "` + authorizationKey + `"}}],
		"microsoftPeeringConfig": {"advertisedPublicPrefixInfo": [{
			"prefix": "131.107.8.0/24", "validationId": "` + validationID + `", "validationState": "AsnValidationFailed"}]}
	}}]`

// The service key is kept, and given only on demand. The others are not kept.
func TestRead_secrets(t *testing.T) {
	circuits, err := Read([]byte(circuitWith(everywhere)))
	require.NoError(t, err)
	require.Len(t, circuits, 1)
	assert.Equal(t, serviceKey, circuits[0].Have.ServiceKey.Reveal())
	assert.Contains(t, quirkPaths(circuits[0]), "properties.peerings[0].properties.sharedKey")
	circuits[0].Sessions = nil // keys of a map that encoding/json cannot write
	assertSilent(t, dumps(t, circuits[0].Have))
	assertSilent(t, dumps(t, circuits[0].Quirks))
	assertSilent(t, dumps(t, circuits[0].Absent))
	assertSilent(t, fmt.Sprintf("%v\n%+v\n%#v", circuits, circuits, circuits))
	for v := range circuitValues(circuits[0]) {
		assertSilent(t, v)
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
	compact := strings.ReplaceAll(serviceKey, "-", "")
	for _, c := range []struct{ name, document string }{
		{"for a state", circuitWith(`"circuitProvisioningState": "` + serviceKey + `"`)},
		{"for a state, without hyphens", circuitWith(`"circuitProvisioningState": "` + compact + `"`)},
		{"after a long text", circuitWith(`"circuitProvisioningState": "` + strings.Repeat("x", 240) + serviceKey + `"`)},
		{"cut after another", circuitWith(`"circuitProvisioningState": "` + serviceKey + strings.Repeat("x", 215) + serviceKey + `"`)},
		{"cut, after many others", circuitWith(`"circuitProvisioningState": "` + strings.Repeat(serviceKey, 14) + serviceKey + `"`)},
		{"for a prefix", peeringWith(`"primaryPeerAddressPrefix": "` + validationID + `"`)},
		{"for a prefix, not a GUID", peeringWith(`"primaryPeerAddressPrefix": "azure-skey|` + sharedKey + `|1.2.3.0/24|ASN-1"`)},
		{"for the name of a field", circuitWith(`"` + serviceKey + `": 1`)},
		{"for the name of a field, without hyphens", circuitWith(`"` + compact + `": 1`)},
		{"for the name of a field twice", circuitWith(`"` + serviceKey + `": 1, "` + serviceKey + `": 1`)},
		{"for the name of a SKU", `{"type": "Microsoft.Network/expressRouteCircuits", "sku": {"name": "` + serviceKey + `", "tier": "Local", "family": "MeteredData"}}`},
		{"for the name of a peering", circuitWith(`"peerings": [{"name": "` + serviceKey + `", "properties": {"peeringType": "MicrosoftPeering"}}]`)},
		{"of a wrong type", circuitWith(`"serviceKey": ["` + serviceKey + `"]`)},
		{"as a number", circuitWith(`"peerings": [{"properties": {"peeringType": "MicrosoftPeering", "vlanId": 5000000000004000800050000000000000000001}}]`)},
		{"in a broken document", circuitWith(everywhere) + serviceKey},
		{"in a truncated document", circuitWith(everywhere)[:200]},
		{"in another shape", `{"serviceKey": "` + serviceKey + `", "circuitProvisioningState": "Enabled"}`},
		{"in a refusal", `{"error": {"code": "ServiceProviderNotProvisioned", "message": "The service key '` + serviceKey + `' prevents this."}}`},
		{"in what PowerShell prints", "ProvisioningState : Succeeded\nServiceKey : " + serviceKey},
	} {
		t.Run(c.name, func(t *testing.T) {
			page, err := ReadPage([]byte(c.document), Options{})
			assertSilent(t, fmt.Sprintf("%v\n%+v\n%#v", page, page, page))
			if err != nil {
				assertSilent(t, fmt.Sprintf("%v\n%+v\n%#v", err, err, err))
			}
			for _, seen := range page.Circuits {
				for v := range circuitValues(seen) {
					assertSilent(t, v)
					assert.NotContains(t, strings.ToLower(v), strings.ToLower(compact[:16]))
				}
			}
		})
	}
}
