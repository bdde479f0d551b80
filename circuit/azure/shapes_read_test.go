package azure_test

import (
	"net/netip"
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

const northKey = "00000000-0000-4000-8000-00000000c0de"

// readAs reads a document of one circuit, which is of that shape.
func readAs(t testing.TB, shape Shape, document string, o Options) circuit.Observation {
	t.Helper()
	page, err := ReadPage([]byte(document), o)
	require.NoError(t, err)
	assert.Equal(t, shape, page.Shape)
	require.Len(t, page.Circuits, 1)
	return page.Circuits[0]
}

func saying(seen circuit.Observation) string {
	var b strings.Builder
	for _, q := range seen.Quirks {
		b.WriteString(q.Path + ": " + q.Says + "\n")
	}
	return b.String()
}

// az lifts properties up and prints null: the circuit is the same.
func TestRead_cli(t *testing.T) {
	seen := readAs(t, CLI, string(fixture(t, "cli")), Options{})
	assert.Equal(t, north, seen.Have.ID)
	assert.Equal(t, circuit.Provisioned, seen.State.Provider)
	assert.Equal(t, circuit.Enabled, seen.State.Status)
	assert.Equal(t, peering.Succeeded, seen.State.Operation)
	assert.Equal(t, northKey, seen.Have.ServiceKey.Reveal())
	assert.Equal(t, circuit.Order{Provider: "Contoso", PeeringLocation: "Oslo", Bandwidth: 200, Tier: circuit.TierPremium, Billing: circuit.MeteredData}, seen.Have.Order)
	assert.Equal(t, bgp.ASN(64601), seen.Have.Microsoft.PeerASN)
	assert.Equal(t, bgp.ASN(64602), seen.Have.Microsoft.IPv4.CustomerASN)
	assert.Equal(t, prefixes.ValidationNeeded, seen.State.Microsoft.IPv4.Prefixes)
	assert.Equal(t, peering.Absent, seen.State.Microsoft.IPv6.Admin)
	assert.Equal(t, peering.NotThere(), seen.State.Private)
	assert.Contains(t, seen.Absent, "stag", "null is absent")
	assert.Empty(t, seen.Quirks)
	assert.Empty(t, seen.Have.Strange)
}

// A peering as az prints it, and what a query picks of circuits.
func TestRead_cliPieces(t *testing.T) {
	seen := readAs(t, CLI, string(fixture(t, "cli_peering")), Options{})
	assert.True(t, strings.HasSuffix(seen.Have.ID, "/expressRouteCircuits/north"))
	assert.Equal(t, peering.Config{VLAN: 100, PeerASN: 64601, IPv4: link4("192.168.10.16/30", "192.168.10.20/30")}, seen.Have.Private)
	assert.Equal(t, peering.Enabled, seen.State.Private.IPv4.Admin)
	assert.Zero(t, seen.State.Microsoft)
	assert.Empty(t, seen.Quirks)

	page, err := ReadPage(fixture(t, "cli_query"), Options{})
	require.NoError(t, err)
	assert.Equal(t, CLI, page.Shape)
	require.Len(t, page.Circuits, 2)
	assert.Equal(t, "north", page.Circuits[0].Have.Name)
	assert.Equal(t, circuit.Provisioned, page.Circuits[0].State.Provider)
	assert.Equal(t, circuit.NotProvisioned, page.Circuits[1].State.Provider)
	assert.Zero(t, page.Circuits[0].State.States, "nothing is said of peerings")
	assert.Zero(t, page.Circuits[0].State.Whole)
	assert.Contains(t, page.Circuits[0].Absent, "peerings")
}

func TestRead_cliOdd(t *testing.T) {
	seen := readAs(t, CLI, `{"id": "/c", "circuitProvisioningState": "Parked", "peerings": [
		{"name": "MicrosoftPeering", "peeringType": "MicrosoftPeering", "azureAsn": 0, "state": "Asleep", "weather": 1}]}`, Options{})
	assert.Equal(t, []circuit.Strange{
		{Path: "circuitProvisioningState", Field: "status", Value: "Parked"},
		{Path: "peerings[0].state", Field: "MicrosoftPeering.ipv4.admin", Value: "Asleep"},
	}, seen.Have.Strange)
	assert.Contains(t, saying(seen), "peerings[0].azureAsn: 0: no configuration")
	assert.Contains(t, saying(seen), "peerings[0].weather: not read")

	page, err := ReadPage([]byte(`[{"id": "/a", "circuitProvisioningState": 1}, {"id": "/b", "circuitProvisioningState": "Enabled"}]`), Options{})
	assert.Equal(t, "/b", page.Circuits[0].Have.ID, "one that cannot be read does not lose the other")
	e := errorsIn(t, err)[0]
	assert.Equal(t, CLI, e.Shape)
	assert.Equal(t, "[0].circuitProvisioningState", e.Path)
}

// The document that az network express-route show printed of a write that is
// under way.
func TestRead_cliEcho(t *testing.T) {
	seen := readAs(t, CLI, `{"id": "/c", "provisioningState": "Updating", "circuitProvisioningState": "Disabled", "serviceProviderProvisioningState": "NotProvisioned"}`, Options{})
	assert.True(t, seen.Echo)
}

func TestRead_powerShellJSON(t *testing.T) {
	seen := readAs(t, PowerShellJSON, `{"Name": "north", "Id": "`+north+`", "CircuitProvisioningState": "Enabled", "SkuText": "{}", "TagsTable": "x",
		"ServiceProviderProvisioningState": "Sleeping", "ServiceKey": "`+northKey+`",
		"Peerings": [{"Name": "AzurePrivatePeering", "PeeringType": "AzurePrivatePeering", "ProvisioningState": "Succeeded", "State": "Enabled", "VlanId": 100, "PeerASN": 64601}]}`, Options{})
	assert.Equal(t, circuit.Enabled, seen.State.Status)
	assert.Equal(t, uint16(100), seen.Have.Private.VLAN)
	assert.Equal(t, peering.Enabled, seen.State.Private.IPv4.Admin)
	assert.Equal(t, []circuit.Strange{{Path: "ServiceProviderProvisioningState", Field: "provider", Value: "Sleeping"}}, seen.Have.Strange)
	assert.Empty(t, seen.Quirks)

	_, err := Read([]byte(`{"Id": "/c", "CircuitProvisioningState": "Enabled", "Peerings": ["Microsoft.Azure.Commands.Network.Models.PSPeering"]}`))
	assert.ErrorIs(t, err, ErrValue, "cut off for want of -Depth")
}

func TestRead_graph(t *testing.T) {
	row := `{"id": "` + north + `", "name": "north", "type": "microsoft.network/expressroutecircuits", "tenantId": "t", "subscriptionId": "s", "kind": "",
		"managedBy": "", "location": "norwayeast", "sku": {"name": "Standard_MeteredData", "tier": "Standard", "family": "MeteredData"},
		"properties": {"circuitProvisioningState": "Enabled", "serviceProviderProvisioningState": "Provisioning", "provisioningState": "Succeeded",
		"serviceKey": "` + northKey + `", "peerings": [], "authorizations": [], "stag": 3,
		"serviceProviderProperties": {"serviceProviderName": "Contoso", "peeringLocation": "Oslo", "bandwidthInMbps": 50}}}`
	page, err := ReadPage([]byte(`{"totalRecords": 3, "count": 3, "$skipToken": "next", "data": [`+row+`,
		{"id": "/v", "type": "microsoft.network/virtualnetworks", "tenantId": "t", "properties": {}}, {"name": "north", "state": "Enabled"}]}`), Options{})
	assert.Equal(t, ResourceGraph, page.Shape)
	assert.Equal(t, "next", page.Next)
	require.Len(t, page.Circuits, 1)
	seen := page.Circuits[0]
	assert.Equal(t, circuit.Provisioning, seen.State.Provider)
	assert.Empty(t, seen.Absent, "a row never has an etag")
	require.Len(t, seen.Quirks, 1)
	assert.Contains(t, seen.Quirks[0].Says, "index")
	failed := errorsIn(t, err)
	require.Len(t, failed, 2)
	assert.Equal(t, ARMResource, failed[0].Shape)
	assert.Equal(t, "data[2]", failed[1].Path)
	assert.ErrorContains(t, failed[1], "chosen columns")

	_, err = Read([]byte(`{"count": 1, "data": {"columns": [{"name": "id"}], "rows": [["/c"]]}}`))
	assert.ErrorContains(t, err, "objectArray")

	assert.Len(t, Join(readAs(t, ResourceGraph, row, Options{}), seen), 1)
}

func TestRead_example(t *testing.T) {
	body := `{"id": "/c", "properties": {"circuitProvisioningState": "Enabled"}}`
	page, err := ReadPage([]byte(`{"parameters": {}, "responses": {"200": {"body": `+body+`}, "201": {"body": `+body+`}, "202": {}, "404": {"body": {"type": "a/b"}}}}`), Options{})
	assert.Equal(t, ARMExample, page.Shape)
	require.Len(t, page.Circuits, 1, "the same body twice")
	assert.Contains(t, saying(page.Circuits[0]), "example")
	failed := errorsIn(t, err)
	require.Len(t, failed, 1)
	assert.Equal(t, "responses.404.body", failed[0].Path)

	_, err = Read([]byte(`{"parameters": {"a": 1, "a": 2}, "responses": {"200": {"body": ` + body + `}}}`))
	assert.ErrorIs(t, err, ErrBroken, "a key that occurs twice")
}

const crossConnection = `{"id": "/subscriptions/p/resourceGroups/x/providers/Microsoft.Network/expressRouteCrossConnections/` + northKey + `",
	"name": "` + northKey + `", "type": "Microsoft.Network/expressRouteCrossConnections", "location": "norwayeast", "etag": "W/1", "properties": {
	"provisioningState": "Succeeded", "expressRouteCircuit": {"id": "` + north + `"}, "peeringLocation": "Oslo", "bandwidthInMbps": 200,
	"serviceProviderProvisioningState": "Provisioned", "sTag": 12, "primaryAzurePort": "a", "secondaryAzurePort": "b", "peerings": []}}`

func TestRead_cross(t *testing.T) {
	seen := readAs(t, CrossConnection, crossConnection, Options{})
	assert.Equal(t, north, seen.Have.ID)
	assert.Equal(t, northKey, seen.Have.ServiceKey.Reveal())
	assert.Equal(t, circuit.Provisioned, seen.State.Provider)
	assert.Equal(t, circuit.Order{PeeringLocation: "Oslo", Bandwidth: 200}, seen.Have.Order)
	assert.Zero(t, seen.State.Operation, "that of the cross connection is not the circuit's")
	assert.Zero(t, seen.Have.ETag)
	assert.Zero(t, seen.State.Status)
	assert.Equal(t, peering.NotThere(), seen.State.Private)
	assert.Empty(t, seen.Quirks)

	row := strings.Replace(crossConnection, `"sTag": 12, `, "", 1)
	seen = readAs(t, CrossConnection, `{"value": [`+row+`]}`, Options{})
	assert.Zero(t, seen.State.Private, "a list shows less")

	echo := strings.NewReplacer(`"Succeeded"`, `"Updating"`, `"sTag": 12`, `"sTag": 0`).Replace(crossConnection)
	assert.True(t, readAs(t, CrossConnection, echo, Options{}).Echo)
	assert.False(t, readAs(t, CrossConnection, echo, Options{Echo: machine.No}).Echo)

	odd := strings.NewReplacer(`"Succeeded"`, `"Enabled"`, `"Provisioned"`, `"Asleep"`).Replace(crossConnection)
	assert.Equal(t, []circuit.Strange{
		{Path: "properties.serviceProviderProvisioningState", Field: "provider", Value: "Asleep"},
		{Path: "properties.provisioningState", Value: "Enabled"},
	}, readAs(t, CrossConnection, odd, Options{}).Have.Strange)

	flat := `{"name": "` + northKey + `", "type": "Microsoft.Network/expressRouteCrossConnections", "resourceGroup": "x", "sTag": 3,
		"expressRouteCircuit": {"id": "` + north + `", "resourceGroup": "net"}, "serviceProviderProvisioningState": "Deprovisioning", "provisioningState": "Failed", "peerings": []}`
	seen = readAs(t, CrossConnection, flat, Options{})
	assert.Equal(t, circuit.Deprovisioning, seen.State.Provider)
	assert.Equal(t, "provisioningState: the cross connection is Failed\n", saying(seen))
}

func partOfNorth(under, properties string) string {
	return `{"id": "` + north + under + `", "name": "` + under[strings.LastIndex(under, "/")+1:] + `", "etag": "W/1", "properties": {` + properties + `}}`
}

const privateProperties = `"peeringType": "AzurePrivatePeering", "provisioningState": "Succeeded", "state": "Enabled", "azureASN": 12076, "peerASN": 64601,
	"vlanId": 100, "primaryPeerAddressPrefix": "10.0.0.0/30", "secondaryPeerAddressPrefix": "10.0.0.4/30", "lastModifiedBy": "Provider", "connections": []`

func TestRead_peering(t *testing.T) {
	seen := readAs(t, ARMPart, partOfNorth("/peerings/AzurePrivatePeering", privateProperties), Options{At: noon})
	assert.Equal(t, noon, seen.At)
	assert.Equal(t, north, seen.Have.ID)
	assert.Equal(t, peering.Succeeded, seen.State.Private.Operation)
	assert.Equal(t, peering.Enabled, seen.State.Private.IPv4.Admin)
	assert.Equal(t, machine.Provider, seen.State.Private.ModifiedBy)
	assert.Equal(t, peering.Config{VLAN: 100, PeerASN: 64601, IPv4: link4("10.0.0.0/30", "10.0.0.4/30")}, seen.Have.Private)
	assert.Zero(t, seen.Have.ETag, "it is the peering's")
	assert.Zero(t, seen.State.Microsoft, "nothing is said of the others")
	assert.Zero(t, seen.State.Whole)

	echo := strings.NewReplacer(`"Succeeded"`, `"Updating"`, "12076", "0").Replace(privateProperties)
	assert.True(t, readAs(t, ARMPart, partOfNorth("/peerings/AzurePrivatePeering", echo), Options{}).Echo)
	assert.True(t, readAs(t, ARMPart, partOfNorth("/peerings/AzurePrivatePeering", privateProperties), Options{Echo: machine.Yes}).Echo)

	flat := `{"id": "` + north + `/peerings/AzurePrivatePeering", "resourceGroup": "net", "azureAsn": 12076, "peerAsn": 64601, "vlanId": 100, "peeringType": "AzurePrivatePeering", "state": "Disabled", "routeFilter": null}`
	seen = readAs(t, CLI, flat, Options{})
	assert.Equal(t, bgp.ASN(64601), seen.Have.Private.PeerASN)
	assert.Equal(t, peering.Disabled, seen.State.Private.IPv4.Admin)
	assert.Empty(t, seen.Quirks)

	seen = readAs(t, CLI, strings.ReplaceAll(flat, "AzurePrivatePeering", "AzureMicrosoftPeering"), Options{})
	assert.Equal(t, "AzureMicrosoftPeering", seen.Have.Strange[0].Value)
	assert.Zero(t, seen.State.Private)
	assert.Zero(t, seen.State.Microsoft)
}

// The provider's view of a peering does not say of which circuit it is, but for
// the service key.
func TestRead_crossPeering(t *testing.T) {
	part := `{"id": "/subscriptions/p/resourceGroups/x/providers/Microsoft.Network/expressRouteCrossConnections/` + northKey + `/peerings/AzurePrivatePeering", "properties": {` + privateProperties + `}}`
	seen := readAs(t, ARMPart, part, Options{})
	assert.Zero(t, seen.Have.ID)
	assert.Equal(t, northKey, seen.Have.ServiceKey.Reveal())
	joined := Join(seen, readAs(t, CrossConnection, crossConnection, Options{}))
	require.Len(t, joined, 1)
	assert.Equal(t, north, joined[0].Have.ID)
	assert.Equal(t, north, readAs(t, ARMPart, part, Options{Circuit: north}).Have.ID)
}

func TestRead_parts(t *testing.T) {
	seen := readAs(t, ARMPart, partOfNorth("/authorizations/a", `"provisioningState": "Failed", "authorizationUseStatus": "Used", "authorizationKey": "`+northKey+`"`), Options{})
	assert.Equal(t, north, seen.Have.ID)
	assert.Equal(t, []circuit.LinkState{
		{Link: circuit.Link{Network: north + "/authorizations/a", OtherSubscription: true}, Authorization: north + "/authorizations/a", Linked: machine.Yes, Authorized: machine.Yes},
	}, seen.Links)
	assert.Zero(t, seen.State.Whole, "it does not say that it is the only one")
	assert.Contains(t, saying(seen), "the authorization is Failed")

	reach := partOfNorth("/peerings/AzurePrivatePeering/connections/x", `"provisioningState": "Succeeded", "circuitConnectionStatus": "Connected", "addressPrefix": "10.9.0.0/29"`)
	seen = readAs(t, ARMPart, reach, Options{})
	assert.Equal(t, north, seen.Have.ID)
	assert.Equal(t, []string{north + "/peerings/AzurePrivatePeering/connections/x"}, linkedIn(seen))
	assert.Equal(t, circuit.Connected, seen.Links[0].Connection)
	assert.Zero(t, seen.State.Private)
}

// A list of peerings that is whole says which are not there. A bare array may be
// anybody's selection.
func TestRead_partLists(t *testing.T) {
	private := partOfNorth("/peerings/AzurePrivatePeering", privateProperties)
	microsoft := partOfNorth("/peerings/MicrosoftPeering", `"peeringType": "MicrosoftPeering", "provisioningState": "Succeeded", "state": "Asleep", "vlanId": 200, "peerASN": 64601`)
	seen := readAs(t, ARMPart, `{"value": [`+private+`]}`, Options{})
	assert.Equal(t, peering.Succeeded, seen.State.Private.Operation)
	assert.Equal(t, peering.NotThere(), seen.State.Microsoft)
	assert.Equal(t, peering.NotThere(), seen.State.Public)

	seen = readAs(t, ARMPart, `[`+private+`, `+microsoft+`]`, Options{})
	assert.Equal(t, uint16(200), seen.Have.Microsoft.VLAN)
	assert.Zero(t, seen.State.Public)
	assert.Equal(t, "[1].properties.state", seen.Have.Strange[0].Path)

	assert.Zero(t, readAs(t, ARMPart, `{"value": [`+private+`], "nextLink": "more"}`, Options{}).State.Public)

	page, err := ReadPage([]byte(`{"value": [`+private+`, `+strings.Replace(microsoft, "200", `"200"`, 1)+`]}`), Options{})
	assert.ErrorIs(t, err, ErrValue)
	require.Len(t, page.Circuits, 1)
	assert.Equal(t, peering.Succeeded, page.Circuits[0].State.Private.Operation)
	assert.Zero(t, page.Circuits[0].State.Microsoft, "it is there, and was not read")

	other := strings.ReplaceAll(private, "/north/", "/south/")
	page, err = ReadPage([]byte(`{"value": [`+private+`, `+other+`]}`), Options{})
	require.NoError(t, err)
	assert.Len(t, page.Circuits, 2)
}

func TestRead_routes(t *testing.T) {
	o := Options{Circuit: north, Peering: peering.Private, Path: Secondary}
	seen := readAs(t, RouteTable, `{"value": [{"neighbor": "10.0.0.5", "v": 4, "as": 64601, "upDown": "1d14h", "statePfxRcd": "50"},
		{"neighbor": "fd00::5", "v": 6, "as": 64601, "upDown": "never", "statePfxRcd": "Active"},
		{"neighbor": "10.0.0.9", "v": 4, "as": 64601, "statePfxRcd": "Idle"}]}`, o)
	assert.Equal(t, north, seen.Have.ID)
	assert.Equal(t, circuit.Sessions{
		{Peering: peering.Private, Family: peering.IPv4}: {Secondary: bgp.Path{Session: bgp.Established, Prefixes: 50, Neighbor: netip.MustParseAddr("10.0.0.5")}},
		{Peering: peering.Private, Family: peering.IPv6}: {Secondary: bgp.Path{Session: bgp.Active, Neighbor: netip.MustParseAddr("fd00::5")}},
	}, seen.Have.Sessions)
	assert.Contains(t, saying(seen), "value[2]: not read: another IPv4 session")

	o.Path = Primary
	seen = readAs(t, RouteTable, `[{"neighbor": "10.0.0.1", "asn": 64601, "upDown": "8w4d", "stateOrPrefixesReceived": "1"}]`, o)
	assert.Equal(t, 1, seen.Have.Sessions[circuit.Session{Peering: peering.Private, Family: peering.IPv4}].Primary.Prefixes)

	seen = readAs(t, RouteTable, `[{"neighbor": "nowhere", "statePfxRcd": "Asleep"}]`, o)
	assert.Empty(t, seen.Have.Sessions)
	assert.Len(t, seen.Have.Strange, 2)

	_, err := ReadPage([]byte(`[{"neighbor": "10.0.0.1", "statePfxRcd": "Idle"}]`), Options{Circuit: north})
	assert.ErrorIs(t, err, ErrOptions)
	_, err = ReadPage([]byte(`[{"neighbor": 1, "statePfxRcd": "Idle"}]`), o)
	assert.ErrorIs(t, err, ErrValue)
}

// Two summaries of a peering, one a path: whether it carries traffic.
func TestRead_routesTogether(t *testing.T) {
	up := `{"value": [{"neighbor": "192.168.10.17", "v": 4, "as": 64601, "upDown": "2w1d", "statePfxRcd": "12"}]}`
	down := `{"value": [{"neighbor": "192.168.10.21", "v": 4, "as": 64601, "upDown": "never", "statePfxRcd": "Active"}]}`
	whole := readText(t, strings.Replace(circuitWith(`"circuitProvisioningState": "Enabled", "serviceProviderProvisioningState": "Provisioned", "provisioningState": "Succeeded",
		"peerings": [{"properties": {`+privateProperties+`}}]`), `{`, `{"id": "`+north+`", `, 1))
	for _, c := range []struct {
		primary, secondary string
		want               bgp.Health
		lacks              bool
	}{
		{up, up, bgp.Up, false}, {up, down, bgp.Degraded, false}, {down, up, bgp.Degraded, false}, {down, down, bgp.Down, true},
	} {
		primary := readAs(t, RouteTable, c.primary, Options{Of: north + "/peerings/AzurePrivatePeering/routeTablesSummary/primary"})
		secondary := readAs(t, RouteTable, c.secondary, Options{Of: north + "/peerings/AzurePrivatePeering/routeTablesSummary/secondary"})
		joined := Join(whole, primary, secondary)
		require.Len(t, joined, 1)
		assert.Equal(t, c.want, joined[0].Have.Sessions[circuit.Session{Peering: peering.Private, Family: peering.IPv4}].Health())
		seen, err := circuit.Observed(joined[0])
		require.NoError(t, err)
		assert.Equal(t, c.lacks, machine.Lacks(seen.InService(peering.Private), circuit.NeedSessionUp))
	}
}

func TestPath_text(t *testing.T) {
	for p := range Paths() {
		back, err := ParsePath(p.String())
		require.NoError(t, err)
		assert.Equal(t, p, back)
		text, err := p.MarshalText()
		require.NoError(t, err)
		var q Path
		require.NoError(t, q.UnmarshalText(text))
		assert.Equal(t, p, q)
	}
	assert.Equal(t, "no path", Path(0).String())
}

func TestRead_arp(t *testing.T) {
	o := Options{Circuit: north}
	up := `{"value": [{"age": 10, "interface": "On-Prem", "ipAddress": "10.0.0.1", "macAddress": "0000.5e00.5301"}, {"age": 0, "interface": "Microsoft", "ipAddress": "10.0.0.2", "macAddress": "0000.5e00.5302"}]}`
	seen := readAs(t, ARPTable, up, o)
	assert.Equal(t, north, seen.Have.ID)
	assert.Empty(t, seen.Quirks)
	seen = readAs(t, ARPTable, strings.Replace(up, "0000.5e00.5301", "Incomplete", 1), o)
	assert.Contains(t, saying(seen), "On-Prem does not answer to ARP")
	seen = readAs(t, ARPTable, `[{"interface": "`+northKey+`", "macAddress": "Incomplete"}]`, o)
	assert.Contains(t, saying(seen), "no On-Prem row")
	assert.Contains(t, saying(seen), "no Microsoft row")
	assert.NotContains(t, saying(seen), northKey)
	assert.Len(t, seen.Have.Strange, 1)
}

func said(code, message string) string {
	return `{"error": {"code": "` + code + `", "message": "` + message + `"}}`
}

func TestRead_absence(t *testing.T) {
	whole := said("ResourceNotFound", "The Resource 'Microsoft.Network/expressRouteCircuits/north' under resource group 'net' was not found.")
	seen := readAs(t, ARMError, whole, Options{Circuit: north})
	assert.True(t, seen.NotFound)
	assert.Equal(t, north, seen.Have.ID)
	seen = readAs(t, ARMError, said("NotFound", "Resource "+north+" not found."), Options{})
	assert.True(t, seen.NotFound)
	seen = readAs(t, ARMError, said("NotFound", "Resource "+north+"/peerings/AzurePrivatePeering not found."), Options{})
	assert.False(t, seen.NotFound)
	assert.Equal(t, peering.NotThere(), seen.State.Private)
	for _, document := range []string{
		whole, said("Conflict", "Resource "+north+" not found."), said("NotFound", "Resource "+north+"/peerings/Peering not found."), said("NotFound", "Nothing."),
	} {
		_, err := ReadPage([]byte(document), Options{})
		assert.ErrorIs(t, err, ErrShape, document)
	}
	_, err := ReadPage([]byte(whole), Options{Circuit: strings.Replace(north, "/north", "/south", 1)})
	assert.ErrorIs(t, err, ErrShape)
}

// A list of authorizations says that these are all only if all were asked for,
// and nothing says that it goes on.
func TestReadPage_wholeList(t *testing.T) {
	for _, c := range []struct {
		name, document, of string
		whole              bool
	}{
		{"all", `{"value": []}`, north + "/authorizations", true},
		{"all, with the version of the API", `{"value": [], "nextLink": null}`, north + "/authorizations?api-version=2024-05-01", true},
		{"some", `{"value": []}`, north + "/authorizations?$filter=x", false},
		{"a later page", `{"value": []}`, north + "/authorizations?$skiptoken=1", false},
		{"goes on", `{"value": [], "@odata.nextLink": "more"}`, north + "/authorizations", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			page, err := ReadPage([]byte(c.document), Options{Of: c.of})
			require.NoError(t, err)
			whole := len(page.Circuits) == 1 && page.Circuits[0].State.Whole == circuit.AllAuthorizations
			assert.Equal(t, c.whole, whole)
		})
	}
}
