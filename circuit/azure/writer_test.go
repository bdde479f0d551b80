package azure_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/expressroute-go/expressroute/circuit"
	. "github.com/expressroute-go/expressroute/circuit/azure"
	"github.com/expressroute-go/expressroute/peering"
)

// A circuit of the azapi provider is what its output has of Azure's answer, with the
// order from its body.
func TestRead_azapi(t *testing.T) {
	const body = `"body": {"sku": {"name": "Premium_MeteredData", "tier": "Premium", "family": "MeteredData"}, "properties": {"serviceProviderProperties": {"serviceProviderName": "Contoso", "peeringLocation": "Oslo", "bandwidthInMbps": 200}}}`
	const head = `"type": "Microsoft.Network/expressRouteCircuits@2024-05-01", "id": "` + north + `", "name": "north"`
	seen := readAs(t, Terraform, stateFile("azapi_resource", `{`+head+`, `+body+`, "output": {"properties": {"serviceProviderProvisioningState": "Provisioning", "circuitProvisioningState": "Enabled", "provisioningState": "Succeeded", "serviceKey": "`+northKey+`"}}}`), Options{At: noon})
	assert.Equal(t, north, seen.Have.ID)
	assert.Equal(t, "north", seen.Have.Name)
	assert.Equal(t, circuit.Order{Provider: "Contoso", PeeringLocation: "Oslo", Bandwidth: 200, Tier: circuit.TierPremium, Billing: circuit.MeteredData}, seen.Have.Order)
	assert.Equal(t, circuit.Provisioning, seen.State.Provider)
	assert.Equal(t, circuit.Enabled, seen.State.Status)
	assert.Equal(t, peering.Succeeded, seen.State.Operation)
	assert.Equal(t, northKey, seen.Have.ServiceKey.Reveal())
	assert.Zero(t, seen.State.States, "of peerings nothing is said")
	assert.Zero(t, seen.State.Whole)
	assert.Contains(t, saying(seen), "Terraform's state")

	direct := `{` + head + `, "body": {"properties": {"bandwidthInGbps": 5, "expressRoutePort": {"id": "/p"}}}, "output": {"properties": {"expressRoutePort": {"id": "/p"}, "peerings": []}}}`
	seen = readAs(t, Terraform, stateFile("azapi_update_resource", direct), Options{})
	assert.Equal(t, circuit.NotApplicable, seen.State.Provider)
	assert.Equal(t, circuit.Mbps(5_000), seen.Have.Order.Bandwidth)
	assert.Equal(t, nothingThere, seen.State.States)

	part := `{"type": "Microsoft.Network/expressRouteCircuits/peerings@2024-05-01", "output": ` + partOfNorth("/peerings/AzurePrivatePeering", privateProperties) + `}`
	assert.Equal(t, uint16(100), readAs(t, Terraform, stateFile("azapi_resource", part), Options{}).Have.Private.VLAN)
}

// What cannot be read of azapi is refused, and not passed over in silence.
func TestRead_azapiRefused(t *testing.T) {
	const circuits = `"type": "Microsoft.Network/expressRouteCircuits@2024-05-01", "id": "` + north + `"`
	for _, c := range []struct {
		kind, attributes string
		is               error
	}{
		{"azapi_resource", circuits, ErrShape},
		{"azapi_resource", circuits + `, "output": null`, ErrShape},
		{"azapi_resource", circuits + `, "output": {}`, ErrShape},
		{"azapi_resource", circuits + `, "output": {"state": "Enabled"}`, ErrShape},
		{"azapi_resource", circuits + `, "output": "{\"properties\": {}}"`, ErrShape},
		{"azapi_resource", circuits + `, "output": [1]`, ErrShape},
		{"azapi_resource_action", circuits + `, "output": {"properties": {}}`, ErrShape},
		{"azapi_resource", `"type": "Microsoft.Network/expressRouteCircuits/peerings@2024-05-01", "output": {"properties": {"provisioningState": "Succeeded"}}`, ErrShape},
		{"azapi_resource", circuits + `, "output": {"properties": {"circuitProvisioningState": 1}}`, ErrValue},
		{"azapi_resource", circuits + `, "body": {"sku": []}, "output": {"properties": {}}`, ErrValue},
	} {
		page, err := ReadPage([]byte(stateFile(c.kind, `{`+c.attributes+`}`)), Options{})
		assert.ErrorIs(t, err, c.is, c.attributes)
		if c.is == ErrShape {
			assert.ErrorContains(t, err, "azapi", c.attributes)
			assert.Empty(t, page.Circuits, c.attributes)
		}
	}
	_, err := ReadPage([]byte(stateFile("azapi_resource", `{"type": "Microsoft.Network/virtualNetworks@2024-05-01"}`)), Options{})
	assert.NoError(t, err)
}

// What other programs write of circuits is refused by the program's name.
func TestRead_otherWriters(t *testing.T) {
	const resources = `"resources": [{"type": "Microsoft.Network/expressRouteCircuits", "apiVersion": "2024-05-01", "name": "north", "location": "norwayeast", "properties": {"peerings": []}}]`
	for _, c := range []struct{ name, document string }{
		{"ARM template", `{"$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#", "contentVersion": "1.0.0.0", ` + resources + `}`},
		{"ARM template", `{"$schema": "https://schema.management.azure.com/schemas/2018-05-01/subscriptionDeploymentTemplate.json#", "resources": []}`},
		{"ARM template", `{"$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentParameters.json#", "parameters": {}}`},
		{"Bicep", `{"$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#", "languageVersion": "2.0", "metadata": {"_generator": {"name": "bicep", "version": "0.30.3"}}, "resources": {"er": {"type": "Microsoft.Network/expressRouteCircuits"}}}`},
		{"Pulumi", `{"version": 3, "deployment": {"manifest": {"time": "2025-01-01T00:00:00Z"}, "resources": [{"urn": "urn:pulumi:dev::net::azure-native:network:ExpressRouteCircuit::north", "type": "azure-native:network:ExpressRouteCircuit", "outputs": {"circuitProvisioningState": "Enabled"}}]}}`},
		{"Pulumi", `{"version": 3, "checkpoint": {"stack": "dev", "latest": {"manifest": {}, "resources": []}}}`},
		{"Crossplane", `{"apiVersion": "network.azure.upbound.io/v1beta1", "kind": "ExpressRouteCircuit", "metadata": {"name": "north"}, "status": {"atProvider": {"serviceProviderProvisioningState": "Provisioned"}}}`},
		{"Crossplane", `{"apiVersion": "v1", "kind": "List", "items": [{"apiVersion": "network.azure.crossplane.io/v1alpha3", "kind": "ExpressRouteCircuit"}]}`},
		{"Azure Service Operator", `{"apiVersion": "network.azure.com/v1api20240301", "kind": "ExpressRouteCircuit", "metadata": {"name": "north"}, "spec": {}, "status": {"circuitProvisioningState": "Enabled"}}`},
		{"Kubernetes", `{"apiVersion": "v1", "kind": "ConfigMap", "data": {"circuit": "{}"}}`},
	} {
		page, err := ReadPage([]byte(c.document), Options{Circuit: north})
		require.ErrorIs(t, err, ErrShape, c.document)
		assert.ErrorContains(t, err, c.name)
		assert.ErrorContains(t, err, "az network express-route show", "what would be read instead")
		assert.Empty(t, page.Circuits)
		assert.Len(t, errorsIn(t, err), 1)
	}
	for _, document := range []string{`{"apiVersion": "v1"}`, `{"kind": "ExpressRouteCircuit"}`, `{"$schema": 1}`, `{"deployment": []}`} {
		_, err := Read([]byte(document))
		require.ErrorIs(t, err, ErrShape)
		assert.True(t, strings.HasSuffix(err.Error(), ErrShape.Error()), document)
	}
}
