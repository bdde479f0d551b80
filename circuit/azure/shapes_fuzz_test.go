package azure_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/expressroute-go/expressroute/circuit"
	. "github.com/expressroute-go/expressroute/circuit/azure"
	"github.com/expressroute-go/expressroute/circuit/azure/internal/azuretest"
	"github.com/expressroute-go/expressroute/peering"
)

// seeds are documents of every shape but those of circuits, which FuzzRead has.
func seeds(t testing.TB) map[string][]byte {
	const part = "/subscriptions/s/resourceGroups/net/providers/Microsoft.Network/expressRouteCircuits/north"
	return map[string][]byte{
		"cli":       fixture(t, "cli"),
		"terraform": fixture(t, "terraform"),
		"state":     []byte(stateFile("azurerm_express_route_circuit", `{"id": "`+part+`", "sku": [], "bandwidth_in_mbps": 50, "service_provider_name": "Contoso"}`)),
		"azapi":     []byte(stateFile("azapi_resource", `{"type": "Microsoft.Network/expressRouteCircuits@2024-05-01", "id": "`+part+`", "body": {"sku": {"tier": "Local"}, "properties": {"bandwidthInGbps": 1}}, "output": {"properties": {"circuitProvisioningState": "Enabled", "peerings": []}}}`)),
		"remarks":   []byte(`{"id": "` + part + `", "properties": {"circuitProvisioningState": "Enabled", "allowClassicOperations": true, "peerings": [{"properties": {"peeringType": "MicrosoftPeering", "microsoftPeeringConfig": {"advertisedCommunities": ["12076:5010"]}}}], "authorizations": [{"name": "lab"}]}}`),
		"cross":     []byte(crossConnection),
		"peerings":  []byte(`{"value": [` + partOfNorth("/peerings/AzurePrivatePeering", privateProperties) + `]}`),
		"part":      []byte(`[` + partOfNorth("/authorizations/a", `"authorizationUseStatus": "Used"`) + `, ` + partOfNorth("/peerings/AzurePrivatePeering/connections/c", `"circuitConnectionStatus": "Connected"`) + `]`),
		"routes":    []byte(`{"value": [{"neighbor": "10.0.0.5", "v": 4, "as": 64601, "upDown": "1d14h", "statePfxRcd": "50"}]}`),
		"arp":       []byte(`{"value": [{"age": 10, "interface": "On-Prem", "ipAddress": "10.0.0.1", "macAddress": "Incomplete"}]}`),
		"table":     []byte(`{"value": [{"network": "10.0.0.0/8", "nextHop": "10.0.0.1*", "locPrf": "", "weight": 0, "path": "64601 ?"}, {"network": "fd00::/48", "nextHop": "fd00::1", "locPrf": null, "weight": 0, "path": "64601"}]}`),
		"graph":     []byte(`{"count": 1, "skip_token": null, "data": [{"type": "microsoft.network/expressroutecircuits", "tenantId": "t", "id": "` + part + `", "properties": {"serviceProviderProvisioningState": "Provisioned"}}]}`),
		"example":   []byte(`{"responses": {"200": {"body": {"id": "/c", "properties": {"circuitProvisioningState": "Enabled", "peerings": []}}}}}`),
		"cmdlet":    []byte(`{"Name": "north", "Id": "/c", "CircuitProvisioningState": "Enabled", "Peerings": [{"PeeringType": "AzurePrivatePeering", "VlanId": 100}]}`),
		"absence":   []byte(`{"error": {"code": "NotFound", "message": "Resource ` + part + `/peerings/AzurePrivatePeering not found."}}`),
	}
}

// No document of any shape makes ReadPage or Join panic, and none shows a key.
func FuzzReadPage(f *testing.F) {
	for _, document := range seeds(f) {
		f.Add(document, uint8(1), uint8(1))
	}
	for _, document := range []string{
		`{"$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#", "metadata": {"_generator": {"name": "bicep"}}}`,
		`{"version": 3, "deployment": {"manifest": {}, "resources": []}}`, `{"apiVersion": "v1", "kind": "List", "items": [{"apiVersion": "network.azure.com/v1", "kind": "X"}]}`,
	} {
		f.Add([]byte(document), uint8(0), uint8(0))
	}
	f.Fuzz(checkPage)
}

// Whatever is said to have been asked for, an answer is read or refused.
func FuzzReadPage_of(f *testing.F) {
	for _, of := range []string{north, inNet, inAll, north + "/peerings/x/arpTables/", north + "/peerings/x/routeTables/primary", "://", "/\u023a\u023a\u023a\u023a" + north, north + "\u023a", "/subscriptions//providers/microsoft.network/expressRouteCircuits", "/subscriptions/s/resourceGroups/net"} {
		f.Add(of, "The Resource 'Microsoft.Network/expressRouteCircuits/north' under resource group 'net' was not found.")
		f.Add(of, "Parent resource 'north/AzurePrivatePeering' not found.")
		f.Add(of, "Resource group 'net' could not be found.")
	}
	f.Fuzz(func(t *testing.T, of, message string) {
		for _, code := range []string{"ResourceNotFound", "NotFound", "ParentResourceNotFound", "ResourceGroupNotFound"} {
			document, err := json.Marshal(map[string]any{"error": map[string]string{"code": code, "message": message}})
			require.NoError(t, err)
			page, err := ReadPage(document, Options{Of: of})
			assert.LessOrEqual(t, len(page.Circuits), 1)
			for _, e := range allErrors(err) {
				checkError(t, e, document)
			}
		}
		page, err := ReadPage([]byte(`{"value": []}`), Options{Of: of})
		require.NoError(t, err)
		assert.LessOrEqual(t, len(page.Circuits), 1)
		page.Missing(of, north)
	})
}

// The same, with one name or value put in another's place.
func FuzzReadPage_value(f *testing.F) {
	all := seeds(f)
	var documents [][]byte
	for _, name := range []string{"cli", "terraform", "state", "cross", "peerings", "part", "routes", "arp", "table", "azapi", "remarks", "graph", "example", "cmdlet", "absence"} {
		documents = append(documents, all[name])
	}
	for i, value := range []string{`"Enabled"`, `null`, `-1`, `1e999`, `0.5`, `[]`, `{"id": "x"}`, `"\ud83d"`, `true`, `"00000000-0000-4000-8000-00000000c0de"`, `{}`, `"/"`} {
		f.Add(uint8(i), uint16(3*i), value)
	}
	scalar := regexp.MustCompile(`"[^"\\]*"|[0-9]+|\[\]`)
	f.Fuzz(func(t *testing.T, which uint8, at uint16, value string) {
		document := documents[int(which)%len(documents)]
		places := scalar.FindAllIndex(document, -1)
		place := places[int(at)%len(places)]
		checkPage(t, slices.Concat(document[:place[0]], []byte(value), document[place[1]:]), uint8(at), uint8(which))
	})
}

func checkPage(t *testing.T, document []byte, of, path uint8) {
	before := bytes.Clone(document)
	o := Options{At: time.Unix(1, 0), Circuit: north, Peering: peering.Type(of % 4), Path: Path(path % 3)}
	if of >= 128 {
		o.Of = [...]string{north, north + "/authorizations", north + "/peerings", inNet, inAll, north + "/peerings/MicrosoftPeering/arpTables/primary"}[path%6]
	}
	page, err := ReadPage(document, o)
	assert.Equal(t, before, document)
	for _, seen := range page.Missing(north, south) {
		assert.NotContains(t, page.Circuits, seen)
	}
	for _, e := range allErrors(err) {
		checkError(t, e, document)
	}
	for _, seen := range page.Circuits {
		checkQuotes(t, seen)
	}
	joined := Join(page.Circuits...)
	assert.LessOrEqual(t, len(joined), len(page.Circuits))
	for _, seen := range joined {
		checkQuotes(t, seen)
		assert.LessOrEqual(t, len(seen.Quirks)+len(seen.Absent)+len(seen.Have.Strange), 3*256+2)
		if _, _, err := (circuit.Circuit{}).Observe(seen); err != nil {
			t.Fatal(err)
		}
	}
	assert.Len(t, Join(joined...), len(joined), "what is joined stays as it is")
}

func checkQuotes(t *testing.T, seen circuit.Observation) {
	for _, q := range seen.Quirks {
		assert.NotRegexp(t, azuretest.GUID, q.Path+" "+q.Says)
	}
	for _, s := range seen.Have.Strange {
		assert.NotRegexp(t, azuretest.GUID, s.Path+" "+s.Value)
	}
	for _, path := range seen.Absent {
		assert.NotRegexp(t, azuretest.GUID, path)
	}
}

// Every shape is refused as every other one is where it is cut off.
func TestReadPage_truncated(t *testing.T) {
	for name, document := range seeds(t) {
		for end := range len(document) - 1 {
			page, err := ReadPage(document[:end], Options{Peering: peering.Private, Path: Primary})
			require.Error(t, err, "%s at %d", name, end)
			assert.Empty(t, page.Circuits, "%s at %d", name, end)
		}
	}
}

// No key of any shape is to be seen in what is read of it, but as a sealed secret.
func TestReadPage_secrets(t *testing.T) {
	for _, name := range []string{"cli", "terraform", "cross", "part"} {
		page, err := ReadPage(seeds(t)[name], Options{})
		require.NoError(t, err)
		for _, secret := range []string{"c0de", "c0df", "c0d0", "c0d1"} {
			assert.NotContains(t, fmt.Sprintf("%v %+v %#v", page.Circuits, page.Circuits, page.Circuits), "00000000-0000-4000-8000-00000000"+secret, name)
		}
	}
}
