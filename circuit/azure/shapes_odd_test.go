package azure_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/expressroute-go/expressroute/bgp"
	"github.com/expressroute-go/expressroute/circuit"
	. "github.com/expressroute-go/expressroute/circuit/azure"
	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
	"github.com/expressroute-go/expressroute/prefixes"
)

// Odd values of a summary: a number that is no string, an empty neighbor, no
// state, a count that is none.
func TestRead_routesOdd(t *testing.T) {
	o := Options{Peering: peering.Microsoft, Path: Primary}
	seen := readAs(t, RouteTable, `[{"neighbor": "", "v": 6, "statePfxRcd": 12}, {"neighbor": "192.0.2.1"}]`, o)
	assert.Equal(t, circuit.Sessions{
		{Peering: peering.Microsoft, Family: peering.IPv6}: {Primary: bgp.Path{Session: bgp.Established, Prefixes: 12}},
	}, seen.Have.Sessions)
	assert.Equal(t, []string{"[1].statePfxRcd"}, seen.Absent)
	for _, state := range []string{`-1`, `1e999`, `{}`, `["Idle"]`, `true`} {
		page, err := ReadPage([]byte(`[{"neighbor": "192.0.2.1", "statePfxRcd": `+state+`}]`), o)
		assert.ErrorIs(t, err, ErrValue, state)
		assert.Empty(t, page.Circuits)
	}
}

func TestRead_terraformOdd(t *testing.T) {
	for _, c := range []struct{ kind, attributes, strange string }{
		{"azurerm_express_route_circuit_peering", `{"id": "/p", "peering_type": "AzureSecretPeering"}`, "AzureSecretPeering"},
		{"azurerm_express_route_circuit_authorization", `{"id": "/a", "authorization_use_status": "Lost"}`, "Lost"},
		{"azurerm_express_route_circuit", `{"id": "/c", "sku": [{"tier": "Gold"}]}`, "Gold"},
	} {
		seen := readAs(t, Terraform, stateFile(c.kind, c.attributes), Options{})
		require.Len(t, seen.Have.Strange, 1)
		assert.Equal(t, c.strange, seen.Have.Strange[0].Value)
	}
	page, err := ReadPage([]byte(stateFile("azurerm_express_route_circuit_of_tomorrow", `{"id": 1}`)), Options{})
	require.NoError(t, err)
	assert.Empty(t, page.Circuits)
}

// The caller's word on what a document answers counts in every shape.
func TestReadPage_echoSaid(t *testing.T) {
	for _, document := range []string{crossConnection, partOfNorth("/peerings/AzurePrivatePeering", privateProperties), string(fixture(t, "cli"))} {
		page, err := ReadPage([]byte(document), Options{Echo: machine.Yes})
		require.NoError(t, err)
		assert.True(t, page.Circuits[0].Echo)
		page, err = ReadPage([]byte(document), Options{Echo: machine.No})
		require.NoError(t, err)
		assert.False(t, page.Circuits[0].Echo)
	}
}

// Each state for which a strange value can be found, and a field that is none.
func TestJoin_strangeStates(t *testing.T) {
	known := observed(noon, north)
	known.State.Provider, known.State.Status, known.State.Operation = circuit.Provisioned, circuit.Enabled, peering.Succeeded
	known.State.Private = peering.State{
		Operation: peering.Succeeded,
		IPv4:      peering.FamilyState{Admin: peering.Enabled, Prefixes: prefixes.Configured},
		IPv6:      peering.FamilyState{Admin: peering.Enabled, Prefixes: prefixes.Configured},
	}
	for field, state := range map[string]func(circuit.Observation) uint8{
		"provider":                          func(o circuit.Observation) uint8 { return uint8(o.State.Provider) },
		"status":                            func(o circuit.Observation) uint8 { return uint8(o.State.Status) },
		"operation":                         func(o circuit.Observation) uint8 { return uint8(o.State.Operation) },
		"AzurePrivatePeering.operation":     func(o circuit.Observation) uint8 { return uint8(o.State.Private.Operation) },
		"AzurePrivatePeering.ipv4.admin":    func(o circuit.Observation) uint8 { return uint8(o.State.Private.IPv4.Admin) },
		"AzurePrivatePeering.ipv6.admin":    func(o circuit.Observation) uint8 { return uint8(o.State.Private.IPv6.Admin) },
		"AzurePrivatePeering.ipv4.prefixes": func(o circuit.Observation) uint8 { return uint8(o.State.Private.IPv4.Prefixes) },
		"AzurePrivatePeering.ipv6.prefixes": func(o circuit.Observation) uint8 { return uint8(o.State.Private.IPv6.Prefixes) },
	} {
		strange := observed(later, north)
		strange.Have.Strange = []circuit.Strange{{Field: field, Value: "?"}}
		joined := Join(known, strange)[0]
		assert.Zero(t, state(joined), field)
		strange.At = noon.Add(-1)
		joined = Join(known, strange)[0]
		assert.NotZero(t, state(joined), field)
		assert.Empty(t, joined.Have.Strange, field)
	}
	for _, field := range []string{"weather", "AzurePrivatePeering.weather", "NoPeering.operation"} {
		strange := observed(noon, north)
		strange.Have.Strange = []circuit.Strange{{Field: field}}
		assert.Len(t, Join(strange, known)[0].Have.Strange, 1)
	}
}

// What others hand in is not taken for more than it is.
func TestReadPage_nothingOfCircuits(t *testing.T) {
	for _, document := range []string{
		`{"tenantId": "t", "id": "s", "name": "az account show"}`, `{"data": 1}`, `{"value": 1}`, `{"responses": []}`, `{"data": {"rows": 1}}`,
		`{"id": "/subscriptions/s/providers/Microsoft.Network/", "properties": {}}`, `{"value": [[1]]}`, `{"id": "` + north + `/weather/today", "properties": {}}`,
	} {
		page, err := ReadPage([]byte(document), Options{Circuit: north, Peering: peering.Private, Path: Primary})
		assert.ErrorIs(t, err, ErrShape, document)
		assert.Empty(t, page.Circuits, document)
	}
	_, err := Read([]byte(strings.Replace(`{"value": [], "nextLink": 1}`, "value", "data", 1)))
	assert.ErrorIs(t, err, ErrValue)
}
