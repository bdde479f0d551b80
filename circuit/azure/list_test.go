package azure_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/expressroute-go/expressroute/circuit"
	. "github.com/expressroute-go/expressroute/circuit/azure"
	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
)

var nothingThere = peering.States{Private: peering.NotThere(), Public: peering.NotThere(), Microsoft: peering.NotThere()}

// An empty list is an answer, if it is known what it is a list of.
func TestReadPage_emptyList(t *testing.T) {
	for _, c := range []struct {
		name, document string
		of             Options
		shape          Shape
		want           circuit.State
	}{
		{"of peerings", `{"value": []}`, Options{Of: north + "/peerings"}, ARMPart, circuit.State{States: nothingThere}},
		{"of peerings, by its URL", `{"value": [], "nextLink": null}`, Options{Of: management + north + "/peerings" + apiVersion}, ARMPart, circuit.State{States: nothingThere}},
		{"of authorizations", `{"value": []}`, Options{Of: north + "/authorizations"}, ARMPart, circuit.State{Whole: circuit.AllAuthorizations}},
		{"of authorizations, where the circuit is said to be", `{"value": []}`, Options{Circuit: north + "/authorizations"}, ARMPart, circuit.State{Whole: circuit.AllAuthorizations}},
		{"of authorizations, as az prints it", `[]`, Options{Of: north + "/authorizations"}, ARMPart, circuit.State{Whole: circuit.AllAuthorizations}},
		{"of Global Reach connections", `{"value": []}`, Options{Of: north + "/peerings/AzurePrivatePeering/connections"}, ARMPart, circuit.State{}},
		{"of an ARP table", `{"value": []}`, Options{Of: north + "/peerings/AzurePrivatePeering/arpTables/primary"}, ARPTable, circuit.State{}},
		{"of a route table summary", `{"value": []}`, Options{Of: north + "/peerings/AzurePrivatePeering/routeTablesSummary/primary"}, ARMList, circuit.State{}},
		{"of one of the two", `{"value": []}`, Options{Circuit: north, Peering: peering.Private, Path: Primary}, ARMList, circuit.State{}},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.of.At = noon
			seen := readAs(t, c.shape, c.document, c.of)
			assert.Equal(t, north, seen.Have.ID)
			assert.Equal(t, noon, seen.At)
			assert.Equal(t, c.want, seen.State)
			assert.Empty(t, seen.Links)
			if c.want == (circuit.State{}) {
				assert.NotEmpty(t, seen.Quirks, "it says nothing, and does not end in silence")
			}
		})
	}
	for _, o := range []Options{
		{}, {Circuit: north}, {Of: north}, {Of: north + "/weather"}, {Of: "://"}, {Of: "/subscriptions/s/providers/Microsoft.Network/expressRoutePorts/p/authorizations"},
		{Of: management + north + "/authorizations?$skiptoken=2"}, {Of: management + north + "/authorizations?%24skipToken=2"},
	} {
		page, err := ReadPage([]byte(`{"value": []}`), o)
		require.NoError(t, err)
		assert.Empty(t, page.Circuits, "%v", o)
	}
	page, err := ReadPage([]byte(`{"value": [], "nextLink": "more"}`), Options{Of: north + "/authorizations"})
	require.NoError(t, err)
	assert.Empty(t, page.Circuits, "it goes on")
}

// The provider's list of a circuit's peerings is one, too.
func TestReadPage_emptyCrossPeerings(t *testing.T) {
	cross := "/subscriptions/p/resourceGroups/x/providers/Microsoft.Network/expressRouteCrossConnections/" + northKey
	seen := readAs(t, ARMPart, `{"value": []}`, Options{Of: cross + "/peerings", Circuit: north})
	assert.Equal(t, north, seen.Have.ID)
	assert.Equal(t, northKey, seen.Have.ServiceKey.Reveal())
	assert.Equal(t, nothingThere, seen.State.States)
}

// A list of authorizations names all of them where it is said to be that list.
func TestReadPage_authorizations(t *testing.T) {
	one := partOfNorth("/authorizations/a", `"provisioningState": "Succeeded", "authorizationUseStatus": "Available"`)
	whole := Options{Of: north + "/authorizations"}
	seen := readAs(t, ARMPart, `{"value": [`+one+`]}`, whole)
	assert.Equal(t, circuit.AllAuthorizations, seen.State.Whole)
	assert.Len(t, seen.Links, 1)
	assert.Zero(t, seen.State.Private, "nothing is said of peerings")
	assert.Equal(t, circuit.AllAuthorizations, readAs(t, ARMPart, `[`+one+`]`, whole).State.Whole)
	assert.Zero(t, readAs(t, ARMPart, `{"value": [`+one+`]}`, Options{}).State.Whole, "it can be a page of one")
	assert.Zero(t, readAs(t, ARMPart, `{"value": [`+one+`]}`, Options{Of: whole.Of + "?$skiptoken=2"}).State.Whole, "it is")
	assert.Zero(t, readAs(t, ARMPart, `{"value": [`+one+`], "nextLink": "more"}`, whole).State.Whole)
	assert.Zero(t, readAs(t, ARMPart, `{"value": [`+one+`, {"properties": {"authorizationUseStatus": "Used"}}]}`, Options{Of: whole.Of, Circuit: north}).State.Whole, "one of them could be any")

	seen = readText(t, circuitWith(`"authorizations": [{"id": "/a", "properties": {}}, {"properties": {}}]`))
	assert.Zero(t, seen.State.Whole, "one of them could be any")
}

// A peering that is listed without its properties is there.
func TestReadPage_peeringNamed(t *testing.T) {
	seen := readAs(t, ARMPart, `{"value": [{"id": "`+north+`/peerings/MicrosoftPeering", "name": "MicrosoftPeering", "properties": {}}]}`, Options{})
	assert.Equal(t, machine.Unknown, seen.State.Microsoft.Exists())
	assert.Equal(t, peering.NotThere(), seen.State.Private)
}

// What a URL says need not be said again.
func TestOptions_of(t *testing.T) {
	table := `{"value": [{"neighbor": "10.0.0.5", "v": 4, "as": 64601, "upDown": "1d14h", "statePfxRcd": "50"}]}`
	for _, of := range []string{"/peerings/AzurePrivatePeering/routeTablesSummary/secondary", "/peerings/azureprivatepeering/routetablessummary/Secondary"} {
		seen := readAs(t, RouteTable, table, Options{Of: management + north + of + apiVersion})
		assert.Equal(t, north, seen.Have.ID)
		assert.NotZero(t, seen.Have.Sessions[circuit.Session{Peering: peering.Private, Family: peering.IPv4}].Secondary)
	}
	_, err := ReadPage([]byte(table), Options{Of: north + "/peerings/Weather/routeTablesSummary/secondary"})
	assert.ErrorIs(t, err, ErrOptions)
	seen := readAs(t, RouteTable, table, Options{Of: north + "/peerings/AzurePrivatePeering/routeTablesSummary/secondary", Circuit: "/other", Peering: peering.Microsoft, Path: Primary})
	assert.Equal(t, "/other", seen.Have.ID, "what is said counts")
	assert.NotZero(t, seen.Have.Sessions[circuit.Session{Peering: peering.Microsoft, Family: peering.IPv4}].Primary)
}

const (
	inNet     = "/subscriptions/s/resourceGroups/net/providers/Microsoft.Network/expressRouteCircuits"
	inAll     = "/subscriptions/s/providers/Microsoft.Network/expressRouteCircuits"
	south     = inNet + "/south"
	elsewhere = "/subscriptions/s/resourceGroups/app/providers/Microsoft.Network/expressRouteCircuits/east"
	far       = "/subscriptions/t/resourceGroups/net/providers/Microsoft.Network/expressRouteCircuits/west"
)

func listOf(next string, ids ...string) string {
	list := ""
	for i, id := range ids {
		if i > 0 {
			list += ", "
		}
		list += `{"id": "` + id + `", "type": "Microsoft.Network/expressRouteCircuits", "properties": {"circuitProvisioningState": "Enabled"}}`
	}
	return `{"value": [` + list + `], "nextLink": "` + next + `"}`
}

// A whole list of circuits says which are not there, as far as it goes.
func TestPage_missing(t *testing.T) {
	known := []string{north, south + "/", elsewhere, far, north + "/peerings/AzurePrivatePeering", "", "/other"}
	for _, c := range []struct {
		name, document, of string
		want               []string
	}{
		{"of a subscription", listOf("", north), inAll, []string{south + "/", elsewhere}},
		{"of a group", listOf("", north), management + inNet + apiVersion, []string{south + "/"}},
		{"empty", listOf(""), inNet, []string{north, south + "/"}},
		{"in another case", listOf("", "/SUBSCRIPTIONS/S/resourcegroups/NET/providers/microsoft.network/expressroutecircuits/NORTH"), inNet, []string{south + "/"}},
		{"as az prints it", `[{"id": "` + north + `", "circuitProvisioningState": "Enabled"}]`, inNet, []string{south + "/"}},
		{"one that cannot be read is there", `{"value": [{"id": "` + north + `", "type": "Microsoft.Network/expressRouteCircuits", "properties": 1}]}`, inNet, []string{south + "/"}},
		{"a group that is not there", said("ResourceGroupNotFound", "Resource group 'net' could not be found."), inNet, []string{north, south + "/"}},
		{"not known of what", listOf("", north), "", nil},
		{"of the parts of one", listOf("", north), north + "/peerings", nil},
		{"goes on", listOf("more", north), inNet, nil},
		{"a later page", listOf("", north), inNet + "?$skiptoken=2", nil},
		{"a later page, in other words", listOf("", north), inNet + "?api-version=2024-05-01&%24skip=10", nil},
		{"some that were asked for", listOf("", north), inNet + "?api-version=2024-05-01&$filter=name%20eq%20'north'", nil},
		{"so many that were asked for", listOf("", north), inAll + "?$top=1", nil},
		{"a query that cannot be read", listOf("", north), inAll + "?api-version=%zz", nil},
		{"goes on in a way that cannot be read", `{"value": [], "nextLink": 5}`, inNet, nil},
		{"goes on in another way", `{"value": [], "@odata.nextLink": "more"}`, inNet, nil},
		{"with an error", `{"value": [], "error": {"code": "Incomplete", "message": "."}}`, inNet, nil},
		{"one without a name could be any", `{"value": [{"type": "Microsoft.Network/expressRouteCircuits", "properties": {}}]}`, inNet, nil},
		{"an index", `{"count": 0, "data": []}`, inNet, nil},
		{"of another group", said("ResourceGroupNotFound", "Resource group 'app' could not be found."), inNet, nil},
		{"no list", said("AuthorizationFailed", "No."), inNet, nil},
		{"broken", `{"value": [], "value": []}`, inNet, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			page, _ := ReadPage([]byte(c.document), Options{At: noon, Of: c.of})
			var ids []string
			for _, o := range page.Missing(known...) {
				assert.True(t, o.Unlisted)
				assert.Equal(t, noon, o.At)
				ids = append(ids, o.Have.ID)
			}
			assert.Equal(t, c.want, ids)
		})
	}
}

// Of a list in two pages, both say it together.
func TestPage_then(t *testing.T) {
	first, err := ReadPage([]byte(listOf(inNet+"?$skiptoken=2", north)), Options{At: later, Of: inNet})
	require.NoError(t, err)
	last, err := ReadPage([]byte(listOf("", south)), Options{At: noon, Of: first.Next})
	require.NoError(t, err)
	both := first.Then(last)
	assert.Len(t, both.Circuits, 2)
	assert.Empty(t, both.Next)
	missing := both.Missing(north, south, inNet+"/east")
	require.Len(t, missing, 1)
	assert.Equal(t, inNet+"/east", missing[0].Have.ID)
	assert.Equal(t, noon, missing[0].At, "as old as the older page")
	assert.Len(t, first.Circuits, 1)

	assert.Empty(t, last.Then(first).Missing(elsewhere, inNet+"/east"), "in the wrong order")
	stranger, err := ReadPage([]byte(listOf("", south)), Options{})
	require.NoError(t, err)
	assert.Empty(t, first.Then(stranger).Missing(inNet+"/east"), "not known of what")
}

// Three such answers in a row, and the circuit is gone.
func TestPage_missingObserved(t *testing.T) {
	c, err := circuit.Observed(readText(t, `{"id": "`+north+`", "properties": {"circuitProvisioningState": "Enabled", "serviceProviderProvisioningState": "NotProvisioned", "provisioningState": "Succeeded"}}`))
	require.NoError(t, err)
	for range 3 {
		page, err := ReadPage([]byte(listOf("")), Options{Of: inAll})
		require.NoError(t, err)
		for _, o := range page.Missing(north) {
			c, _, err = c.Observe(o)
			require.NoError(t, err)
		}
	}
	assert.Equal(t, circuit.Gone, c.State().Status)
	assert.Equal(t, machine.No, c.State().Usable())
}
