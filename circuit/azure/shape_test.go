package azure_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	. "github.com/expressroute-go/expressroute/circuit/azure"
)

// Every shape is recognised, whether or not it is read.
func TestReadPage_shape(t *testing.T) {
	const state = `"serviceProviderProvisioningState": "Provisioned"`
	for _, c := range []struct {
		name, document string
		want           Shape
	}{
		{"a circuit by its type", `{"type": "microsoft.network/ExpressRouteCircuits"}`, ARMCircuit},
		{"a circuit by its fields", `{"properties": {"circuitProvisioningState": "Enabled", ` + state + `}}`, ARMCircuit},
		{"a circuit on a port", `{"properties": {"expressRoutePort": {}}}`, ARMCircuit},
		{"a list", `{"value": [{"properties": {"circuitProvisioningState": "Enabled"}}]}`, ARMList},
		{"a bare list", `[{"properties": {"circuitProvisioningState": "Enabled"}}]`, ARMList},
		{"an empty list", `{"value": []}`, ARMList},
		{"an empty array", `[]`, ARMList},
		{"a list of several kinds", `{"value": [{"type": "Microsoft.Network/virtualNetworks"}, {"type": "Microsoft.Network/expressRouteCircuits"}]}`, ARMList},
		{"a refusal", `{"error": {"code": "ResourceNotFound", "message": "The Resource was not found."}}`, ARMError},
		{"a peering", `{"name": "AzurePrivatePeering", "type": "Microsoft.Network/expressRouteCircuits/peerings", "properties": {"peeringType": "AzurePrivatePeering"}}`, ARMResource},
		{"a peering, without type", `{"name": "MicrosoftPeering", "properties": {"peeringType": "MicrosoftPeering"}}`, ARMResource},
		{"ports", `{"value": [{"type": "Microsoft.Network/expressRoutePorts", "properties": {}}]}`, ARMResource},
		{"a cross connection", `{"type": "Microsoft.Network/expressRouteCrossConnections", "properties": {` + state + `}}`, CrossConnection},
		{"cross connections, without type", `{"value": [{"properties": {"sTag": 2, ` + state + `}}]}`, CrossConnection},
		{"a route table summary", `{"value": [{"neighbor": "10.0.0.1", "v": 4, "as": 64600, "upDown": "1d14h", "statePfxRcd": "50"}]}`, RouteTable},
		{"the same of a cross connection", `{"value": [{"neighbor": "10.0.0.1", "asn": 64600, "stateOrPrefixesReceived": "Active"}]}`, RouteTable},
		{"az show", `{"type": "Microsoft.Network/expressRouteCircuits", "resourceGroup": "net", "circuitProvisioningState": "Enabled", ` + state + `}`, CLI},
		{"az list", `[{"resourceGroup": "net", ` + state + `}]`, CLI},
		{"a row of Resource Graph", `{"type": "microsoft.network/expressroutecircuits", "tenantId": "t", "subscriptionId": "s", "properties": {` + state + `}}`, ResourceGraph},
		{"rows of Resource Graph", `{"totalRecords": 1, "count": 1, "data": []}`, ResourceGraph},
		{"ConvertTo-Json", `{"Name": "north", "CircuitProvisioningState": "Enabled"}`, PowerShellJSON},
		{"Format-List", "Name                             : north\nProvisioningState                : Succeeded\n", PowerShell},
		{"a state file", `{"version": 4, "terraform_version": "1.9.0", "resources": []}`, Terraform},
		{"something else", `{"a": 1}`, 0},
		{"several of it", `[1, 2]`, 0},
		{"yaml", "circuitProvisioningState: Enabled\n", 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			page, err := ReadPage([]byte(c.document), Options{})
			assert.Equal(t, c.want, page.Shape)
			if c.want == ARMCircuit || c.want == ARMList && !strings.Contains(c.document, "virtualNetworks") {
				require.NoError(t, err)
				return
			}
			var e *Error
			require.ErrorAs(t, err, &e)
			if c.want != 0 && c.want != ARMList {
				assert.ErrorIs(t, err, ErrShape)
				assert.Contains(t, err.Error(), c.want.String())
			}
		})
	}
}

func TestShape_text(t *testing.T) {
	all := slices.Collect(Shapes())
	assert.Len(t, all, 11)
	for _, s := range all {
		text, err := s.MarshalText()
		require.NoError(t, err)
		var back Shape
		require.NoError(t, back.UnmarshalText(text))
		assert.Equal(t, s, back)
		parsed, err := ParseShape(s.String())
		require.NoError(t, err)
		assert.Equal(t, s, parsed)
	}
	assert.Equal(t, "no known shape", Shape(0).String())
}

// The answers in Microsoft's own examples are read if they are of circuits, and
// recognised as something else if not.
func TestReadPage_corpusExamples(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(corpus, "examples", "*.json"))
	require.NoError(t, err)
	if len(files) == 0 {
		t.Skip("no corpus here")
	}
	for _, name := range files {
		text, err := os.ReadFile(name)
		require.NoError(t, err)
		var example struct {
			Responses map[string]struct{ Body json.RawMessage }
		}
		require.NoError(t, json.Unmarshal(text, &example))
		for status, response := range example.Responses {
			if len(response.Body) == 0 {
				continue
			}
			page, err := ReadPage(response.Body, Options{})
			t.Logf("%s %s: %v, %d circuits", filepath.Base(name), status, page.Shape, len(page.Circuits))
			if page.Shape == ARMCircuit || page.Shape == ARMList {
				require.NoError(t, err, name)
				continue
			}
			assert.ErrorIs(t, err, ErrShape, name)
		}
	}
}
