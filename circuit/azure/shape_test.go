package azure_test

import (
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
		{"a peering", `{"name": "AzurePrivatePeering", "type": "Microsoft.Network/expressRouteCircuits/peerings", "properties": {"peeringType": "AzurePrivatePeering"}}`, ARMPart},
		{"a peering, without type", `{"name": "MicrosoftPeering", "properties": {"peeringType": "MicrosoftPeering"}}`, ARMPart},
		{"an authorization", `{"name": "a", "properties": {"authorizationUseStatus": "Available"}}`, ARMPart},
		{"an authorization of a port", `{"type": "Microsoft.Network/expressRoutePorts/authorizations", "properties": {"authorizationUseStatus": "Available"}}`, ARMResource},
		{"the same by its ID", `{"id": "/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/expressRoutePorts/p/authorizations/a", "properties": {"authorizationUseStatus": "Available"}}`, ARMResource},
		{"a Global Reach connection", `{"id": "/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/expressRouteCircuits/c/peerings/AzurePrivatePeering/connections/x", "properties": {}}`, ARMPart},
		{"a gateway's connection", `{"type": "Microsoft.Network/connections", "id": "/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/connections/x", "properties": {"connectionType": "ExpressRoute", "peer": {"id": "/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/expressRouteCircuits/c"}}}`, ARMPart},
		{"a gateway of a hub", `{"type": "Microsoft.Network/expressRouteGateways", "properties": {"expressRouteConnections": []}}`, ARMPart},
		{"a gateway of a network", `{"type": "Microsoft.Network/virtualNetworkGateways", "properties": {}}`, ARMResource},
		{"a peering as az prints it", `{"peeringType": "AzurePrivatePeering", "azureAsn": 12076}`, CLI},
		{"peerings", `{"value": [{"properties": {"peeringType": "MicrosoftPeering"}}]}`, ARMPart},
		{"a cross connection as az prints it", `{"sTag": 3, ` + state + `}`, CrossConnection},
		{"an ARP table", `{"value": [{"age": 0, "interface": "Microsoft", "ipAddress": "10.0.0.2", "macAddress": "0000.5e00.5301"}]}`, ARPTable},
		{"a route table", `{"value": [{"network": "10.0.0.0/8", "nextHop": "10.0.0.1", "locPrf": "", "weight": 0, "path": "65001"}]}`, Routes},
		{"an example", `{"parameters": {}, "responses": {"200": {}}}`, ARMExample},
		{"an empty state", `{"format_version": "1.0"}`, Terraform},
		{"a row of chosen columns", `{"data": [{"id": "/c", "properties": {` + state + `}}]}`, ResourceGraph},
		{"ports", `{"value": [{"type": "Microsoft.Network/expressRoutePorts", "properties": {}}]}`, ARMPart},
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
			if refused := slices.Contains([]Shape{0, ARMError, ARMResource, PowerShell}, c.want); !refused {
				if c.want != RouteTable && c.want != Routes && !strings.Contains(c.document, "virtualNetworks") {
					require.NoError(t, err)
				}
				return
			}
			var e *Error
			require.ErrorAs(t, err, &e)
			if c.want != 0 {
				assert.ErrorIs(t, err, ErrShape)
				assert.Contains(t, err.Error(), c.want.String())
			}
		})
	}
}

func TestShape_text(t *testing.T) {
	all := slices.Collect(Shapes())
	assert.Len(t, all, 16)
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
