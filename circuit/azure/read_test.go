package azure_test

import (
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/expressroute-go/expressroute/circuit"
	. "github.com/expressroute-go/expressroute/circuit/azure"
	"github.com/expressroute-go/expressroute/circuit/azure/internal/azuretest"
	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
	"github.com/expressroute-go/expressroute/prefixes"
)

const network = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/net/providers/Microsoft.Network/"

// fixture returns the document of that name.
func fixture(t testing.TB, name string) []byte {
	t.Helper()
	document, err := os.ReadFile(filepath.Join("testdata", name+".json"))
	require.NoError(t, err)
	return document
}

// readOne reads the one circuit of a fixture.
func readOne(t testing.TB, name string) circuit.Observation {
	t.Helper()
	circuits, err := Read(fixture(t, name))
	require.NoError(t, err)
	require.Len(t, circuits, 1)
	return circuits[0]
}

// quirkPaths are the paths of the quirks.
func quirkPaths(seen circuit.Observation) []string {
	var paths []string
	for _, q := range seen.Quirks {
		paths = append(paths, q.Path)
	}
	return paths
}

func link4(primary, secondary string) peering.Half {
	return peering.Half{Primary: netip.MustParsePrefix(primary), Secondary: netip.MustParsePrefix(secondary)}
}

// All of an ordinary circuit. A state that nothing is said of is zero.
func TestRead_partner(t *testing.T) {
	microsoft := link4("131.107.0.0/30", "131.107.0.4/30")
	microsoft.Advertised = []prefixes.Prefix{prefixes.MustParsePrefix("131.107.8.0/24"), prefixes.MustParsePrefix("131.107.9.7/24")}
	microsoft.CustomerASN, microsoft.Registry, microsoft.RouteFilter = 3356, "ARIN", network+"routeFilters/office"
	want := circuit.Observation{Have: circuit.Config{ID: network + "expressRouteCircuits/north", Name: "north", Location: "westus", ETag: `W/"0d1f6a52-0000-4000-8000-0000000000aa"`, ServiceKey: machine.NewSecret("5d8e4ac1-0000-4000-8000-000000000001"), Order: circuit.Order{Provider: "Equinix", PeeringLocation: "Silicon Valley", Bandwidth: 200, Tier: circuit.TierPremium, Billing: circuit.MeteredData}, Configs: peering.Configs{Private: peering.Config{
		IPv4: link4("192.168.10.16/30", "192.168.10.20/30"), IPv6: link4("fd00:1::/126", "fd00:1::4/126"),
		VLAN: 100, PeerASN: 4200000001,
	}, Microsoft: peering.Config{IPv4: microsoft, VLAN: 300, PeerASN: 64600}}}, State: circuit.State{Whole: circuit.AllAuthorizations, Provider: circuit.Provisioned, Status: circuit.Enabled, Operation: peering.Succeeded, States: peering.States{Private: peering.State{
		IPv4:      peering.FamilyState{Admin: peering.Enabled, Prefixes: prefixes.NotConfigured},
		IPv6:      peering.FamilyState{Admin: peering.Disabled, Prefixes: prefixes.NotConfigured},
		Operation: peering.Succeeded, ModifiedBy: machine.Customer, RouteFilter: machine.No,
	}, Public: peering.NotThere(), Microsoft: peering.State{
		IPv4:      peering.FamilyState{Admin: peering.Enabled, Prefixes: prefixes.ValidationNeeded},
		IPv6:      peering.FamilyState{Admin: peering.Absent, Prefixes: prefixes.NotConfigured},
		Operation: peering.Updating, ModifiedBy: machine.Provider, RouteFilter: machine.Yes,
	}}}}
	assert.Equal(t, want, readOne(t, "partner"))
}

// A circuit on the customer's own ports has no provider, whatever is shown.
func TestRead_direct(t *testing.T) {
	seen := readOne(t, "direct")
	assert.Equal(t, circuit.NotApplicable, seen.State.Provider)
	assert.Equal(t, circuit.Order{Bandwidth: 2500, Tier: circuit.TierLocal, Billing: circuit.UnlimitedData}, seen.Have.Order)
	assert.Equal(t, machine.Yes, circuit.State{Provider: seen.State.Provider, Status: seen.State.Status}.Usable())
	assert.Empty(t, seen.Quirks)
	assert.Equal(t, []string{"etag"}, seen.Absent)
}

// The peering's own state is that of the IPv4 half, which is not configured
// here; "Disabled" does not say that.
func TestRead_ipv6Only(t *testing.T) {
	seen := readOne(t, "ipv6_only")
	assert.Equal(t, peering.State{
		IPv4:      peering.FamilyState{Admin: peering.Absent, Prefixes: prefixes.NotConfigured},
		IPv6:      peering.FamilyState{Admin: peering.Enabled, Prefixes: prefixes.Configured},
		Operation: peering.Succeeded, ModifiedBy: machine.Customer, RouteFilter: machine.No,
	}, seen.State.Microsoft)
	half := seen.Have.Microsoft.IPv6
	require.Len(t, half.Advertised, 1)
	assert.Equal(t, "2A01:0112::0/48", half.Advertised[0].String(), "as it was typed")
	assert.True(t, seen.Have.Microsoft.IPv4.IsZero())
	require.Len(t, seen.Quirks, 1, "its state is Disabled, which is that of the IPv4 half")
	assert.True(t, strings.HasSuffix(seen.Quirks[0].Path, ".properties.state"))
}

// The answer to a write is told by the caller, and failing that by what it
// shows.
func TestReadPage_echo(t *testing.T) {
	at := time.Date(2026, 2, 1, 12, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		name, fixture string
		says          machine.Truth
		want          bool
		quirk         bool
	}{
		{"nothing said, telltale", "echo", machine.Unknown, true, true},
		{"a read, telltale", "echo", machine.No, false, false},
		{"an answer, telltale", "echo", machine.Yes, true, false},
		{"nothing said", "partner", machine.Unknown, false, false},
		{"an answer", "partner", machine.Yes, true, false},
		{"a failed circuit", "failed", machine.Unknown, false, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			page, err := ReadPage(fixture(t, c.fixture), Options{At: at, Echo: c.says})
			require.NoError(t, err)
			require.Len(t, page.Circuits, 1)
			seen := page.Circuits[0]
			assert.Equal(t, ARMCircuit, page.Shape)
			assert.Equal(t, at, seen.At)
			assert.Equal(t, c.want, seen.Echo)
			assert.Equal(t, c.quirk, assert.ObjectsAreEqual("properties.circuitProvisioningState", lastQuirk(seen).Path))
		})
	}
	seen := readOne(t, "echo")
	assert.Equal(t, machine.Nobody, seen.State.Private.ModifiedBy)
	assert.Equal(t, peering.Disabled, seen.State.Private.IPv4.Admin)
	assert.Contains(t, quirkPaths(seen), "properties.peerings[0].properties.azureASN")
}

func lastQuirk(seen circuit.Observation) circuit.Quirk {
	if len(seen.Quirks) == 0 {
		return circuit.Quirk{}
	}
	return seen.Quirks[len(seen.Quirks)-1]
}

// One circuit that cannot be read does not lose the others, and every error
// says where it is. What is shown in a list is read, not answered.
func TestReadPage_listOneBroken(t *testing.T) {
	page, err := ReadPage(fixture(t, "list_one_broken"), Options{})
	assert.Equal(t, ARMList, page.Shape)
	assert.Equal(t, "https://management.azure.com/next", page.Next)
	require.Len(t, page.Circuits, 2)
	assert.Equal(t, "first", page.Circuits[0].Have.Name)
	assert.Equal(t, "last", page.Circuits[1].Have.Name)
	assert.False(t, page.Circuits[1].Echo)

	all := errorsIn(t, err)
	require.Len(t, all, 3)
	assert.Equal(t, "value[1].properties.serviceProviderProperties.bandwidthInMbps", all[0].Path)
	assert.ErrorIs(t, all[0], ErrValue)
	assert.Equal(t, 4, all[0].Line)
	assert.Equal(t, "value[2].name", all[1].Path)
	assert.ErrorIs(t, all[1], ErrBroken)
	assert.Equal(t, "value[3]", all[2].Path)
	assert.Equal(t, ARMResource, all[2].Shape)
	assert.ErrorIs(t, all[2], ErrShape)
}

// errorsIn are the errors that Read joined.
func errorsIn(t testing.TB, err error) []*Error {
	t.Helper()
	joined, ok := err.(interface{ Unwrap() []error })
	require.True(t, ok, "%v", err)
	var all []*Error
	for _, err := range joined.Unwrap() {
		var e *Error
		require.ErrorAs(t, err, &e)
		all = append(all, e)
	}
	return all
}

// linkedIn are the networks that the observation shows to be linked.
func linkedIn(seen circuit.Observation) (networks []string) {
	for _, l := range seen.Links {
		if l.Linked == machine.Yes {
			networks = append(networks, l.Network)
		}
	}
	return networks
}

// authorizedIn are the links that it shows to be authorized.
func authorizedIn(seen circuit.Observation) (networks []string) {
	for _, l := range seen.Links {
		if l.Authorized == machine.Yes {
			networks = append(networks, l.Network)
		}
	}
	return networks
}

// An authorization goes by its own ID, also where a connection uses it.
func TestRead_authorizations(t *testing.T) {
	seen := readOne(t, "authorizations")
	id := network + "expressRouteCircuits/north/authorizations/"
	connection := "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/app/providers/Microsoft.Network/connections/app"
	assert.Equal(t, []circuit.LinkState{
		{Link: circuit.Link{Network: id + "free", OtherSubscription: true}, Authorization: id + "free", Linked: machine.No, Authorized: machine.Yes},
		{Link: circuit.Link{Network: id + "taken", OtherSubscription: true}, Authorization: id + "taken", Linked: machine.Yes, Authorized: machine.Yes, Through: connection},
		{Link: circuit.Link{Network: id + "recorded", OtherSubscription: true}, Authorization: id + "recorded", Linked: machine.Yes, Authorized: machine.Yes},
	}, seen.Links)
	assert.Equal(t, circuit.AllAuthorizations, seen.State.Whole)
	assert.Equal(t, []string{"properties.authorizations[2].properties.provisioningState"}, quirkPaths(seen))
}

// Global Reach, from this circuit and to it: by the other circuit where it is
// shown, and by the connection where it is not.
func TestRead_globalReach(t *testing.T) {
	seen := readOne(t, "global_reach")
	id := network + "expressRouteCircuits/north/peerings/AzurePrivatePeering/"
	assert.Equal(t, []circuit.LinkState{
		{Link: circuit.Link{Kind: circuit.GlobalReachLink, Network: network + "expressRouteCircuits/south"}, Linked: machine.Yes,
			Connection: circuit.ConnectionFailed, Through: id + "connections/south"},
		{Link: circuit.Link{Kind: circuit.GlobalReachLink, Network: id + "peerConnections/east"}, Linked: machine.Yes,
			Connection: circuit.Disconnected, Through: id + "peerConnections/east"},
	}, seen.Links)
	assert.Zero(t, seen.State.Whole)
	assert.Equal(t, []string{"properties.peerings[0].properties.connections[0].properties.provisioningState"}, quirkPaths(seen))
}

// The same, made by the other side, whichever way round it is shown.
func TestRead_globalReachReached(t *testing.T) {
	seen := readOne(t, "global_reach_reached")
	assert.Equal(t, []string{network + "expressRouteCircuits/east", network + "expressRouteCircuits/west"}, linkedIn(seen))
	for i, want := range []circuit.Connection{circuit.Connecting, circuit.Connected} {
		assert.Equal(t, circuit.GlobalReachLink, seen.Links[i].Kind)
		assert.Equal(t, want, seen.Links[i].Connection)
		assert.Contains(t, seen.Links[i].Through, "/peerConnections/")
	}
	assert.Empty(t, seen.Quirks)
}

// An empty list is an answer. A list that is not there is none.
func TestRead_noPeerings(t *testing.T) {
	seen := readOne(t, "no_peerings")
	assert.Equal(t, nothingThere, seen.State.States)
	assert.Equal(t, circuit.AllAuthorizations, seen.State.Whole)
	assert.Empty(t, seen.Links)
	without := strings.NewReplacer(`"peerings": [],`, "", `"authorizations": []`, `"stag": 1`).Replace(string(fixture(t, "no_peerings")))
	seen = readText(t, without)
	assert.Zero(t, seen.State.States)
	assert.Zero(t, seen.State.Whole)
	assert.Subset(t, seen.Absent, []string{"properties.peerings", "properties.authorizations"})
}

// Only the prefixes tell that the list needs a person.
func TestRead_manualValidation(t *testing.T) {
	seen := readOne(t, "manual_validation")
	assert.Equal(t, prefixes.ManualValidation, seen.State.Microsoft.IPv4.Prefixes)
	require.Len(t, seen.Quirks, 1)
	assert.Equal(t, "131.107.9.0/24 is ManualValidationNeeded", seen.Quirks[0].Says)
}

// Each prefix of either family is kept with its state, and without what is
// signed. A word that is not known leaves that state not observed, and the
// list's own word counts.
func TestRead_prefixStates(t *testing.T) {
	seen := readOne(t, "prefix_states")
	assert.Equal(t, []circuit.PrefixState{
		{Family: peering.IPv4, Prefix: prefixes.MustParsePrefix("131.107.8.0/24"), State: prefixes.PrefixConfigured, Signed: true},
		{Family: peering.IPv4, Prefix: prefixes.MustParsePrefix("131.107.9.0/24")},
		{Family: peering.IPv6, Prefix: prefixes.MustParsePrefix("2a01:112::/48"), State: prefixes.PrefixAsnValidationFailed},
	}, seen.Have.Prefixes)
	assert.Equal(t, prefixes.Configured, seen.State.Microsoft.IPv4.Prefixes)
	assert.Equal(t, prefixes.ValidationNeeded, seen.State.Microsoft.IPv6.Prefixes)
	require.Len(t, seen.Have.Strange, 1)
	assert.Equal(t, "VerifiedByHand", seen.Have.Strange[0].Value)
	assert.True(t, strings.HasSuffix(seen.Have.Strange[0].Path, "advertisedPublicPrefixInfo[1].validationState"))
	azuretest.AssertSilent(t, azuretest.Dumps(t, seen))
	assert.NotContains(t, azuretest.Dumps(t, seen), "5d8e4ac1")

	seen = readText(t, microsoftWith(`"advertisedPublicPrefixInfo": [], "advertisedPublicPrefixesState": "NotConfigured"`))
	assert.NotNil(t, seen.Have.Prefixes, "none is an answer")
	seen = readText(t, microsoftWith(`"advertisedPublicPrefixInfo": [{"prefix": "all", "validationState": "Configured"}]`))
	assert.Empty(t, seen.Have.Prefixes)
	assert.Equal(t, []circuit.Strange{{Path: microsoftPath + "advertisedPublicPrefixInfo[0].prefix", Value: "all"}}, seen.Have.Strange)
	assert.Nil(t, readOne(t, "partner").Have.Prefixes, "its document does not show them")
}

// A Microsoft peering in legacy mode needs no route filter, as far as anybody
// says.
func TestRead_legacyMode(t *testing.T) {
	seen := readOne(t, "legacy_mode")
	assert.True(t, seen.Have.Microsoft.Legacy)
	assert.False(t, seen.Have.Private.Legacy, "it means nothing there")
	assert.False(t, readOne(t, "partner").Have.Microsoft.Legacy, "0")
	assert.True(t, readText(t, microsoftWith(`"legacyMode": 2`)).Have.Microsoft.Legacy)

	c, err := circuit.Observed(seen)
	require.NoError(t, err)
	require.NoError(t, c.InService(peering.Microsoft))
	modern := strings.Replace(string(fixture(t, "legacy_mode")), `"legacyMode": 1,`, `"legacyMode": 0,`, 1)
	c, err = circuit.Observed(readText(t, modern))
	require.NoError(t, err)
	assert.True(t, machine.Lacks(c.InService(peering.Microsoft), circuit.NeedRouteFilter))
}

// Everything that is odd about a circuit that failed.
func TestRead_failed(t *testing.T) {
	seen := readOne(t, "failed")
	assert.Equal(t, peering.Failed, seen.State.Operation)
	assert.Equal(t, circuit.Disabled, seen.State.Status)
	assert.Equal(t, peering.Deleting, seen.State.Public.Operation)
	assert.Equal(t, prefixes.NotConfigured, seen.State.Private.IPv4.Prefixes)
	assert.Equal(t, circuit.TierPremium, seen.Have.Order.Tier)
	assert.Equal(t, circuit.UnlimitedData, seen.Have.Order.Billing)
	assert.Equal(t, []string{
		"sku.name",
		"properties.peerings[0].properties.azureASN",
		"properties.peerings[1].properties.microsoftPeeringConfig.advertisedPublicPrefixesState",
		"properties.stag",
		"properties.peerings[1]",
		"properties.peerings[0].properties.vlanId",
		"properties.peerings[0].properties.provisioningState",
		"properties.peerings[0]",
	}, quirkPaths(seen))
	for _, q := range seen.Quirks {
		assert.NotEmpty(t, q.Says)
		assert.NotEmpty(t, q.Source)
	}
}

// Words that Azure does not have, the library's own and known ones in another
// case among them, are kept and taken for none that it has. A peering of a type
// that is not known could be any of those that are not listed.
func TestRead_strangers(t *testing.T) {
	seen := readOne(t, "strangers")
	assert.Equal(t, []circuit.Strange{
		{Path: "sku.tier", Value: "Ultra"},
		{Path: "sku.family", Value: "metereddata"},
		{Path: "properties.serviceProviderProvisioningState", Field: "provider", Value: "NotApplicable"},
		{Path: "properties.provisioningState", Field: "operation", Value: "NoResource"},
		{Path: "properties.circuitProvisioningState", Field: "status", Value: "enabled"},
		{Path: "properties.peerings[0].properties.peeringType", Value: "AzureMicrosoftPeering"},
		{Path: "properties.peerings[1].properties.provisioningState", Field: "AzurePrivatePeering.operation", Value: ""},
		{Path: "properties.peerings[1].properties.lastModifiedBy", Value: "someone@example.com"},
		{Path: "properties.peerings[1].properties.azureASN", Value: "64512"},
		{Path: "properties.peerings[1].properties.primaryPeerAddressPrefix", Value: "192.168.10.16"},
		{Path: "properties.peerings[1].properties.state", Field: "AzurePrivatePeering.ipv4.admin", Value: "Absent"},
		{Path: "properties.authorizations[0].properties.authorizationUseStatus", Value: "Expired"},
	}, seen.Have.Strange)
	assert.Zero(t, seen.State.Provider)
	assert.Zero(t, seen.State.Status)
	assert.Zero(t, seen.State.Operation)
	assert.Zero(t, seen.State.Microsoft, "it may be there")
	assert.Zero(t, seen.State.Public)
	assert.Zero(t, seen.State.Private.IPv4.Admin)
	assert.Zero(t, seen.Have.Order.Tier)
	assert.Empty(t, linkedIn(seen))
	assert.Equal(t, []string{
		"zones", "properties.resilience", "sku.name", "properties.peerings[1].properties.vrf",
	}, quirkPaths(seen), "fields that are not known are not read, and not dropped in silence")
}

// All that came with API version 2026-01-01: a circuit to another cloud, which its
// provider has taken down.
func TestRead_multicloud(t *testing.T) {
	seen := readOne(t, "multicloud")
	assert.Empty(t, seen.Have.Strange)
	assert.Equal(t, circuit.NotProvisioned, seen.State.Provider)
	assert.Equal(t, circuit.ProvisionedBefore, seen.State.Acts)
	assert.NotContains(t, azuretest.Dumps(t, seen), "c2VjcmV0", "the activation key")
	assert.Equal(t, circuit.TierMultiCloud, seen.Have.Order.Tier)
	assert.Equal(t, "Maximum", seen.Have.Resiliency)
	assert.Empty(t, seen.Quirks)
	assert.Equal(t, []string{"etag", "properties.peerings", "properties.stag"}, seen.Absent)
	assert.Zero(t, seen.State.Private, "not observed, which is not absent")
}

// DeProvisioned is NotProvisioned of a circuit that is not fresh, in every shape.
func TestRead_deprovisioned(t *testing.T) {
	for shape, document := range map[Shape]string{
		ARMCircuit:      circuitWith(`"serviceProviderProvisioningState": "DeProvisioned", "circuitProvisioningState": "Enabled"`),
		CLI:             `{"id": "/c", "serviceProviderProvisioningState": "DeProvisioned", "activationKey": "x", "resiliencyLevel": "High", "partnerAccountId": "1"}`,
		ResourceGraph:   `{"type": "microsoft.network/expressroutecircuits", "tenantId": "t", "properties": {"serviceProviderProvisioningState": "DeProvisioned"}}`,
		PowerShellJSON:  `{"Id": "/c", "CircuitProvisioningState": "Enabled", "ServiceProviderProvisioningState": "DeProvisioned", "ResiliencyLevel": "High"}`,
		PowerShell:      "Name : n\nCircuitProvisioningState : Enabled\nServiceProviderProvisioningState : DeProvisioned\nActivationKey : x\nPartnerAccountId : 1\nResiliencyLevel : High\n",
		CrossConnection: strings.Replace(crossConnection, `"Provisioned"`, `"DeProvisioned"`, 1),
		Terraform:       stateFile("azurerm_express_route_circuit", `{"id": "/c", "name": "c", "sku": [], "service_provider_provisioning_state": "DeProvisioned"}`),
	} {
		seen := readAs(t, shape, document, Options{})
		assert.Equal(t, circuit.NotProvisioned, seen.State.Provider, shape)
		assert.Equal(t, circuit.ProvisionedBefore, seen.State.Acts, shape)
		assert.Empty(t, seen.Have.Strange, shape)
		assert.NotContains(t, saying(seen), "not read", shape)
		c, err := circuit.Observed(seen)
		require.NoError(t, err)
		assert.Equal(t, machine.No, c.State().Fresh(), shape)
	}
	seen := readText(t, circuitWith(`"serviceProviderProvisioningState": "DeProvisioned", "circuitProvisioningState": "Disabled", "provisioningState": "Updating"`))
	assert.False(t, seen.Echo, "the answer to a write says NotProvisioned")
	for _, word := range []string{"Deprovisioned", "deprovisioned", "DeProvisioned "} {
		seen := readText(t, circuitWith(`"serviceProviderProvisioningState": "`+word+`"`))
		assert.Len(t, seen.Have.Strange, 1, "no spelling of Azure's")
		assert.Zero(t, seen.State.Acts)
	}
}
