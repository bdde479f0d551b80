package request_test

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/expressroute-go/expressroute/circuit/azure"
	"github.com/expressroute-go/expressroute/circuit/azure/internal/azuretest"
	. "github.com/expressroute-go/expressroute/circuit/azure/request"
	"github.com/expressroute-go/expressroute/machine"
)

// whole is a circuit that has every field that a PUT could wipe out.
const whole = `{
	"id": "` + circuitID + `", "name": "north", "location": "westeurope", "etag": "W/\"1\"",
	"type": "Microsoft.Network/expressRouteCircuits",
	"tags": {"cost centre": "canarySharedKey25letters1", "owner": "net"},
	"sku": {"name": "Premium_MeteredData", "tier": "Premium", "family": "MeteredData"},
	"properties": {
		"provisioningState": "Succeeded", "circuitProvisioningState": "Enabled", "serviceProviderProvisioningState": "Provisioned",
		"serviceKey": "` + azuretest.ServiceKey + `", "allowClassicOperations": false, "globalReachEnabled": true,
		"serviceProviderProperties": {"serviceProviderName": "Equinix", "peeringLocation": "Silicon Valley", "bandwidthInMbps": 200},
		"peerings": [` + wholePrivate + `, ` + wholeMicrosoft + `],
		"authorizations": [{"id": "` + circuitID + `/authorizations/spoke", "name": "spoke", "properties": {"authorizationKey": "` + azuretest.AuthorizationKey + `"}}]
	}
}`

const wholePrivate = `{"name": "AzurePrivatePeering", "id": "` + privateID + `", "etag": "W/\"1\"", "type": "Microsoft.Network/expressRouteCircuits/peerings",
	"properties": {"peeringType": "AzurePrivatePeering", "state": "Enabled", "peerASN": 65001, "azureASN": 12076, "vlanId": 100,
		"primaryPeerAddressPrefix": "10.0.0.0/30", "secondaryPeerAddressPrefix": "10.0.0.4/30",
		"connections": [{"name": "west", "id": "` + privateID + `/connections/west", "properties": {"authorizationKey": "` + azuretest.AuthorizationKey + `"}}]}}`

const wholeMicrosoft = `{"name": "MicrosoftPeering", "id": "` + circuitID + `/peerings/MicrosoftPeering", "type": "Microsoft.Network/expressRouteCircuits/peerings",
	"properties": {"peeringType": "MicrosoftPeering", "state": "Disabled", "peerASN": 65001, "vlanId": 200,
		"primaryPeerAddressPrefix": "131.107.0.0/30", "secondaryPeerAddressPrefix": "131.107.0.4/30",
		"microsoftPeeringConfig": {"advertisedPublicPrefixes": ["131.107.8.0/24"], "advertisedPublicPrefixesState": "Configured", "customerASN": 64600, "routingRegistryName": "ARIN", "legacyMode": 0,
			"advertisedPublicPrefixInfo": [{"prefix": "131.107.8.0/24", "validationId": "` + azuretest.ValidationID + `", "signature": "x"}]},
		"routeFilter": {"id": "/subscriptions/s/resourceGroups/rg/providers/Microsoft.Network/routeFilters/crm"},
		"ipv6PeeringConfig": {"state": "Enabled", "primaryPeerAddressPrefix": "2001:db8::/126", "secondaryPeerAddressPrefix": "2001:db8::4/126",
			"microsoftPeeringConfig": {"advertisedPublicPrefixes": ["2001:db8:8::/48"], "routingRegistryName": "NONE"}}}}`

// change returns the document with the edit.
func change(t *testing.T, document string, edit func(d map[string]any)) []byte {
	t.Helper()
	var d map[string]any
	require.NoError(t, json.Unmarshal([]byte(document), &d))
	edit(d)
	b, err := json.Marshal(d)
	require.NoError(t, err)
	return b
}

// in returns the object at a path of names and indices.
func in(d any, path ...any) map[string]any {
	for _, p := range path {
		switch p := p.(type) {
		case string:
			d = d.(map[string]any)[p]
		case int:
			d = d.([]any)[p]
		}
	}
	return d.(map[string]any)
}

func keyed(d map[string]any) {
	peerings, _ := in(d, "properties")["peerings"].([]any)
	for _, p := range peerings {
		in(p, "properties")["sharedKey"] = azuretest.SharedKey
	}
	if _, single := in(d, "properties")["peeringType"]; single {
		in(d, "properties")["sharedKey"] = azuretest.SharedKey
	}
}

func lines(problems machine.Problems) []string {
	list := []string{}
	for _, p := range problems {
		list = append(list, fmt.Sprintf("%s %s: %s", p.Need, p.Path, p.Found))
	}
	return list
}

const (
	atPeering0 = "properties.peerings[0]."
	atPeering1 = "properties.peerings[1]."
)

func TestCheckPut_circuit(t *testing.T) {
	for _, c := range []struct {
		name string
		edit func(d map[string]any)
		want []string
	}{
		{"nothing, with the keys", func(d map[string]any) {}, nil},
		{"only changes", func(d map[string]any) {
			in(d, "sku")["tier"] = "Standard"
			in(d, "properties", "serviceProviderProperties")["bandwidthInMbps"] = 500
			in(d, "properties", "peerings", 0, "properties")["vlanId"] = 101
			in(d, "properties", "peerings", 1, "properties")["state"] = "Enabled"
			in(d, "properties")["authorizations"] = append(in(d, "properties")["authorizations"].([]any), map[string]any{"name": "other"})
		}, nil},
		{"what only Azure writes", func(d map[string]any) {
			delete(in(d, "properties"), "provisioningState")
			delete(in(d, "properties"), "serviceKey")
			delete(in(d, "properties", "peerings", 0, "properties"), "azureASN")
			delete(in(d, "properties", "peerings", 1, "properties", "microsoftPeeringConfig"), "advertisedPublicPrefixesState")
			delete(d, "etag")
		}, nil},
		{"names in another case", func(d map[string]any) {
			in(d, "properties", "peerings", 0, "properties")["peeringType"] = "azureprivatepeering"
			in(d, "properties", "authorizations", 0)["name"] = "SPOKE"
		}, nil},
		{"the peerings", func(d map[string]any) { delete(in(d, "properties"), "peerings") },
			[]string{"peerings-sent properties.peerings: absent in the body; now AzurePrivatePeering, MicrosoftPeering"}},
		{"the peerings, emptied", func(d map[string]any) { in(d, "properties")["peerings"] = []any{} },
			[]string{"peerings-sent properties.peerings[0]: not in the body: AzurePrivatePeering", "peerings-sent properties.peerings[1]: not in the body: MicrosoftPeering"}},
		{"one peering", func(d map[string]any) { in(d, "properties")["peerings"] = in(d, "properties")["peerings"].([]any)[1:] },
			[]string{"peerings-sent properties.peerings[0]: not in the body: AzurePrivatePeering"}},
		{"the authorizations", func(d map[string]any) { in(d, "properties")["authorizations"] = nil },
			[]string{"authorizations-sent properties.authorizations: absent in the body; now spoke"}},
		{"an authorization", func(d map[string]any) { in(d, "properties", "authorizations", 0)["name"] = "other" },
			[]string{"authorizations-sent properties.authorizations[0]: not in the body: spoke"}},
		{"the keys", func(d map[string]any) {
			delete(in(d, "properties", "peerings", 0, "properties"), "sharedKey")
			in(d, "properties", "peerings", 1, "properties")["sharedKey"] = ""
		}, []string{
			"shared-key-sent " + atPeering0 + "properties.sharedKey: none in the body; no GET shows whether the peering has one",
			"shared-key-sent " + atPeering1 + "properties.sharedKey: none in the body; no GET shows whether the peering has one"}},
		{"the tags", func(d map[string]any) { delete(d, "tags") },
			[]string{"tags-sent tags: absent in the body; now cost centre, owner"}},
		{"a tag", func(d map[string]any) { delete(in(d, "tags"), "cost centre") },
			[]string{`tags-sent tags["cost centre"]: absent in the body`}},
		{"the order", func(d map[string]any) {
			delete(d, "sku")
			delete(in(d, "properties"), "serviceProviderProperties")
		}, []string{
			"order-sent sku: absent in the body; now name, tier, family",
			"order-sent properties.serviceProviderProperties: absent in the body; now serviceProviderName, peeringLocation, bandwidthInMbps"}},
		{"a part of the order", func(d map[string]any) { delete(in(d, "properties", "serviceProviderProperties"), "peeringLocation") },
			[]string{"order-sent properties.serviceProviderProperties.peeringLocation: absent in the body; now Silicon Valley"}},
		{"a switch", func(d map[string]any) { delete(in(d, "properties"), "globalReachEnabled") },
			[]string{"switches-sent properties.globalReachEnabled: absent in the body; now true"}},
		{"the route filter of an embedded peering", func(d map[string]any) { delete(in(d, "properties", "peerings", 1, "properties"), "routeFilter") },
			[]string{"route-filter-sent " + atPeering1 + "properties.routeFilter: absent in the body; now /subscriptions/s/resourceGroups/rg/providers/Microsoft.Network/routeFilters/crm"}},
		{"another document", func(d map[string]any) { d["etag"] = `W/"0"` },
			[]string{"etag-current etag: another ETag in the body"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			proposed := change(t, whole, func(d map[string]any) { keyed(d); c.edit(d) })
			problems, err := CheckPut([]byte(whole), proposed)
			require.NoError(t, err)
			if c.want == nil {
				c.want = []string{}
			}
			assert.Equal(t, c.want, lines(problems))
			checkProblems(t, problems)
		})
	}
}

func checkProblems(t *testing.T, problems machine.Problems) {
	t.Helper()
	for _, p := range problems {
		assert.NotEmpty(t, p.Want)
		assert.NotEmpty(t, p.Fix)
		assert.NotEmpty(t, p.Source)
		assert.NotZero(t, p.Basis)
		assert.Equal(t, machine.Customer, p.Actor)
	}
	azuretest.AssertSilent(t, azuretest.Dumps(t, problems)+problems.Error())
}

// A problem says how the loss is known: Azure was seen to keep the SKU, and a
// peering may have no key.
func TestCheckPut_basis(t *testing.T) {
	problems, err := CheckPut([]byte(whole), []byte(`{"location": "westeurope", "properties": {"serviceKey": "x", "peerings": [], "authorizations": []}}`))
	require.NoError(t, err)
	known := map[machine.Need]machine.Problem{}
	for _, p := range problems {
		known[p.Need] = p
	}
	assert.True(t, known[NeedOrderSent].Unknown)
	assert.Equal(t, machine.Observed, known[NeedOrderSent].Basis)
	assert.False(t, known[NeedPeeringsSent].Unknown)
	assert.Equal(t, machine.Observed, known[NeedPeeringsSent].Basis)
	assert.Equal(t, machine.Documented, known[NeedTagsSent].Basis)
	assert.True(t, machine.Lacks(problems.Err(), NeedAuthorizationsSent))

	problems, err = CheckPut([]byte(wholePrivate), []byte(wholePrivate))
	require.NoError(t, err)
	require.Len(t, problems, 1)
	assert.Equal(t, machine.Observed, problems[0].Basis)
	assert.True(t, problems[0].Unknown)

	problems, err = CheckPut([]byte(whole), []byte(whole))
	require.NoError(t, err)
	require.Len(t, problems, 2)
	assert.Equal(t, machine.Inferred, problems[0].Basis)
}

func TestCheckPut_peering(t *testing.T) {
	for _, c := range []struct {
		name, current string
		edit          func(p map[string]any)
		want          []string
	}{
		{"an empty Microsoft peering config, and no key", wholePrivate, func(p map[string]any) {
			delete(p, "sharedKey")
			p["microsoftPeeringConfig"] = map[string]any{"advertisedPublicPrefixes": []any{}}
		}, []string{"shared-key-sent properties.sharedKey: none in the body; no GET shows whether the peering has one"}},
		{"the Global Reach connections", wholePrivate, func(p map[string]any) { delete(p, "connections") },
			[]string{"connections-sent properties.connections: absent in the body; now west"}},
		{"a Global Reach connection", wholePrivate, func(p map[string]any) { p["connections"] = []any{} },
			[]string{"connections-sent properties.connections[0]: not in the body: west"}},
		{"subnets, VLAN and AS", wholePrivate, func(p map[string]any) {
			for _, name := range []string{"primaryPeerAddressPrefix", "secondaryPeerAddressPrefix", "vlanId", "peerASN", "state"} {
				delete(p, name)
			}
		}, []string{
			"peering-fields-sent properties.primaryPeerAddressPrefix: absent in the body; now 10.0.0.0/30",
			"peering-fields-sent properties.secondaryPeerAddressPrefix: absent in the body; now 10.0.0.4/30",
			"peering-fields-sent properties.vlanId: absent in the body; now 100",
			"peering-fields-sent properties.peerASN: absent in the body; now 65001"}},
		{"the state of one that is off", wholeMicrosoft, func(p map[string]any) { delete(p, "state") },
			[]string{"peering-state-sent properties.state: absent in the body; now Disabled"}},
		{"the Microsoft peering config", wholeMicrosoft, func(p map[string]any) { p["microsoftPeeringConfig"] = map[string]any{} },
			[]string{"microsoft-config-sent properties.microsoftPeeringConfig: empty in the body; now advertisedPublicPrefixes, advertisedPublicPrefixesState, customerASN, routingRegistryName, legacyMode, advertisedPublicPrefixInfo"}},
		{"parts of it", wholeMicrosoft, func(p map[string]any) {
			p["microsoftPeeringConfig"] = map[string]any{"advertisedPublicPrefixes": []any{}, "customerASN": 0, "routingRegistryName": "ARIN"}
		}, []string{
			"microsoft-config-sent properties.microsoftPeeringConfig.advertisedPublicPrefixes: empty in the body; now 131.107.8.0/24",
			"microsoft-config-sent properties.microsoftPeeringConfig.customerASN: empty in the body; now 64600",
			"microsoft-config-sent properties.microsoftPeeringConfig.advertisedPublicPrefixInfo: absent in the body; now a list of 1"}},
		{"the route filter", wholeMicrosoft, func(p map[string]any) { p["routeFilter"] = nil },
			[]string{"route-filter-sent properties.routeFilter: absent in the body; now /subscriptions/s/resourceGroups/rg/providers/Microsoft.Network/routeFilters/crm"}},
		{"IPv6", wholeMicrosoft, func(p map[string]any) { delete(p, "ipv6PeeringConfig") },
			[]string{"ipv6-sent properties.ipv6PeeringConfig: absent in the body; now state, primaryPeerAddressPrefix, secondaryPeerAddressPrefix, microsoftPeeringConfig"}},
		{"the prefixes of IPv6", wholeMicrosoft, func(p map[string]any) { delete(p["ipv6PeeringConfig"].(map[string]any), "microsoftPeeringConfig") },
			[]string{"ipv6-sent properties.ipv6PeeringConfig.microsoftPeeringConfig: absent in the body; now advertisedPublicPrefixes, routingRegistryName"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			proposed := change(t, c.current, func(d map[string]any) { keyed(d); c.edit(in(d, "properties")) })
			problems, err := CheckPut([]byte(c.current), proposed)
			require.NoError(t, err)
			assert.Equal(t, c.want, lines(problems))
			checkProblems(t, problems)
		})
	}
}

// A key that the document has is not quoted.
func TestCheckPut_keyThatIsThere(t *testing.T) {
	current := change(t, wholePrivate, keyed)
	problems, err := CheckPut(current, []byte(wholePrivate))
	require.NoError(t, err)
	require.Equal(t, []string{"shared-key-sent properties.sharedKey: none in the body; the peering has one"}, lines(problems))
	assert.False(t, problems[0].Unknown)
	checkProblems(t, problems)
}

func TestCheckPut_refused(t *testing.T) {
	for _, c := range []struct {
		name, current, proposed string
		is                      error
		says                    string
	}{
		{"nothing now", "", whole, azure.ErrEmpty, "the current document: azure: line 1"},
		{"nothing proposed", whole, "", azure.ErrEmpty, "the proposed document: azure: line 1"},
		{"truncated", whole, whole[:200], azure.ErrBroken, "the proposed document"},
		{"a key twice", `{"properties": {"peeringType": "MicrosoftPeering", "vlanId": 1, "vlanId": 2}}`, whole, azure.ErrBroken, "properties.vlanId"},
		{"a list", `{"value": []}`, whole, azure.ErrShape, "the current document: azure: ARM list"},
		{"an array", whole, "[]", azure.ErrShape, "the proposed document"},
		{"az", `{"circuitProvisioningState": "Enabled"}`, whole, azure.ErrShape, "az CLI output"},
		{"a peering for a circuit", whole, wholePrivate, azure.ErrShape, "of another resource"},
		{"a circuit for a peering", wholePrivate, whole, azure.ErrShape, "of another resource"},
	} {
		t.Run(c.name, func(t *testing.T) {
			problems, err := CheckPut([]byte(c.current), []byte(c.proposed))
			require.ErrorIs(t, err, c.is)
			assert.Contains(t, err.Error(), c.says)
			assert.Nil(t, problems)
			var e *azure.Error
			assert.ErrorAs(t, err, &e)
			azuretest.AssertSilent(t, err.Error())
		})
	}
}

// A body without types and IDs, which is what tools send, is compared, too.
func TestCheckPut_bareBody(t *testing.T) {
	problems, err := CheckPut([]byte(wholePrivate), []byte(`{"properties": {"peerASN": 65001, "primaryPeerAddressPrefix": "10.0.0.0/30", "secondaryPeerAddressPrefix": "10.0.0.4/30", "vlanId": 100}}`))
	require.NoError(t, err)
	assert.Equal(t, []machine.Need{NeedSharedKeySent, NeedConnectionsSent}, problems.Needs())
}

// The list of problems is bounded, and so is the time for it.
func TestCheckPut_bounds(t *testing.T) {
	var list strings.Builder
	for i := range 50_000 {
		fmt.Fprintf(&list, `{"name": "a%d", "properties": {"peeringType": "a%d"}},`, i, i)
	}
	many := strings.TrimSuffix(list.String(), ",")
	lists := `{"type": "Microsoft.Network/expressRouteCircuits", "properties": {"peerings": [` + many + `], "authorizations": [`
	problems, err := CheckPut([]byte(lists+many+"]}}"), []byte(lists+"]}}"))
	require.NoError(t, err)
	require.Len(t, problems, 1000)
	assert.True(t, strings.HasSuffix(problems[999].Found, "; and 99000 more losses that are not listed"), problems[999].Found)
}

// No two documents make CheckPut panic, and no problem has a key. The fuzzer
// replaces one name or value of a document, because most changes of random bytes
// do not leave JSON.
func FuzzCheckPut(f *testing.F) {
	for i, value := range []string{`null`, `-1`, `1e999`, `[]`, `{"id": "x"}`, `"peerings"`, `"` + azuretest.ValidationID + `"`, `""`, `"NONE"`, `[{}, null, 5]`} {
		f.Add(uint8(i), uint16(7*i), value)
	}
	documents := []string{whole, wholePrivate, wholeMicrosoft, `{"properties": {}}`, `{"properties": {"peerings": [{}, null, 5], "peeringType": 3}}`}
	scalar := regexp.MustCompile(`"[^"\\]*"|[0-9]+`)
	f.Fuzz(func(t *testing.T, which uint8, at uint16, value string) {
		if !utf8.ValidString(value) {
			return // quoted with escapes, which look like a part of a key
		}
		document := documents[int(which)%len(documents)]
		places := scalar.FindAllStringIndex(document, -1)
		place := places[int(at)%len(places)]
		changed := document[:place[0]] + value + document[place[1]:]
		for _, other := range documents {
			checkPut(t, []byte(other), []byte(changed))
			checkPut(t, []byte(changed), []byte(other))
		}
	})
}

func checkPut(t *testing.T, current, proposed []byte) {
	problems, err := CheckPut(current, proposed)
	if err != nil {
		assert.NotRegexp(t, azuretest.GUID, err.Error())
		return
	}
	for _, p := range problems {
		assert.NotRegexp(t, azuretest.GUID, p.Path+" "+p.Found)
		assert.LessOrEqual(t, len(p.Found), 400)
		assert.False(t, strings.HasPrefix(p.Path, "."))
	}
}

// A PUT of a recorded circuit or peering as it is loses nothing, except maybe a
// key. The test logs what one reading has and the next has not.
func TestCheckPut_corpus(t *testing.T) {
	needs, last := azuretest.Count{}, map[string][]byte{}
	for _, i := range azuretest.Recorded(t) {
		url, _, _ := strings.Cut(strings.ToLower(i.URL), "?")
		_, after, found := strings.Cut(url, "/expressroutecircuits/")
		segments := strings.Split(strings.Trim(after, "/"), "/")
		peering := len(segments) == 3 && segments[1] == "peerings"
		if !found || i.Status != 200 || i.Method != "GET" || len(segments) != 1 && !peering {
			continue
		}
		problems, err := CheckPut(i.Response, i.Response)
		require.NoError(t, err, "%s %s", i.Method, i.URL)
		assert.LessOrEqual(t, len(problems.Needs()), 1, "only keys: %s", problems)
		if before := last[url]; before != nil {
			problems, err = CheckPut(before, i.Response)
			require.NoError(t, err)
			for _, p := range problems {
				needs[string(p.Need)]++
			}
		}
		last[url] = i.Response
	}
	t.Logf("\n%s", needs)
}
