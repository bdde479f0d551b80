package request_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/expressroute-go/expressroute/circuit"
	"github.com/expressroute-go/expressroute/circuit/azure"
	. "github.com/expressroute-go/expressroute/circuit/azure/request"
	"github.com/expressroute-go/expressroute/peering"
)

// Fields that this package does not know stay at every level, and numbers keep
// their spelling.
func TestFor_keepsStrangers(t *testing.T) {
	const strange = `"future": {"list": [1.50, 12345678901234567890, null, {"deep": "<&>"}], "etag": "kept"}`
	current := strings.NewReplacer(
		`"location"`, strange+`, "location"`,
		`"allowClassicOperations"`, strange+`, "allowClassicOperations"`,
		`"tags": {`, `"tags": {"etag": "kept", "provisioningState": "kept", `,
		`"peeringType"`, strange+`, "peeringType"`,
		`"legacyMode": 0`, strange+`, "legacyMode": 1`,
		`"ipv6PeeringConfig": {`, `"ipv6PeeringConfig": {`+strange+`, `,
		`"serviceProviderName"`, strange+`, "serviceProviderName"`,
		`"authorizationKey"`, strange+`, "authorizationKey"`,
		`"validationId"`, strange+`, "validationId"`,
	).Replace(whole)
	both := adopted(t, wholePrivate+","+wholeMicrosoft, nil)
	for event, count := range map[string]int{"RefreshCircuit": 10, "ChangeBandwidth": 10, "AttachRouteFilter MicrosoftPeering": 4, "DisablePeering AzurePrivatePeering IPv4": 2} {
		r, body := requestFor(t, both, event, current, Names{})
		text := string(body)
		require.Equal(t, count, strings.Count(text, `[1.50,12345678901234567890,null,{"deep":"<&>"}]`), "%s %s", event, text)
		assert.Equal(t, strings.Contains(event, "Circuit") || event == "ChangeBandwidth", strings.Contains(text, `"provisioningState":"kept"`))
		assert.Equal(t, event != "DisablePeering AzurePrivatePeering IPv4", strings.Contains(text, `"legacyMode":1`))
		assert.Empty(t, r.Wipes)
	}
}

// Azure does not keep the case of IDs, nor of the name of a peering.
func TestFor_oddCase(t *testing.T) {
	odd := strings.NewReplacer("resourceGroups/rg", "resourcegroups/RG", "Microsoft.Network/expressRouteCircuits/north", "microsoft.network/ExpressRouteCircuits/North",
		`"peeringType": "AzurePrivatePeering"`, `"peeringType": "azureprivatepeering"`, `peerings/AzurePrivatePeering`, `peerings/azureprivatepeering`)
	both := adopted(t, wholePrivate+","+wholeMicrosoft, nil)
	for _, document := range []string{whole, wholePrivate} {
		r, body := requestFor(t, both, "DisablePeering AzurePrivatePeering IPv4", odd.Replace(document), Names{})
		assert.Equal(t, privateID, r.Path)
		assert.Contains(t, string(body), `"state":"Disabled"`)
		assert.Len(t, r.Wipes, 0)
	}
	seen, err := azure.Read([]byte(odd.Replace(whole)))
	require.NoError(t, err)
	c, err := circuit.Observed(seen[0])
	require.NoError(t, err)
	r, _ := requestFor(t, c, "DeleteCircuit", "", Names{})
	assert.Equal(t, strings.Replace(strings.Replace(circuitID, "/rg/", "/RG/", 1), "/north", "/North", 1), r.Path)
}

// A path has each name as one segment.
func TestFor_names(t *testing.T) {
	r, _ := requestFor(t, planned(t, nil), "CreateCircuit", "", butNames(func(n *Names) { n.ResourceGroup, n.Circuit = "net (west)", "née" }))
	assert.Equal(t, "/subscriptions/5ub/resourceGroups/net%20%28west%29/providers/Microsoft.Network/expressRouteCircuits/n%C3%A9e", r.Path)
	for _, name := range []string{"a/b", `a\b`, "..", ".", "a?b", "a#b", "a%2fb", "a\nb", "{serviceKey}", ""} {
		var missing *MissingError
		require.ErrorAs(t, refused(t, planned(t, nil), "CreateCircuit", "", butNames(func(n *Names) { n.Circuit = name })), &missing, "%q", name)
	}
	r.APIVersion = "2026-01-01"
	assert.True(t, strings.HasSuffix(r.URL("https://management.usgovcloudapi.net"), "?api-version=2026-01-01"))
	assert.True(t, strings.HasSuffix(r.Read().URL(""), "?api-version=2026-01-01"))
}

// An ETag that no header can have is not sent.
func TestFor_etag(t *testing.T) {
	both := adopted(t, wholePrivate, nil)
	for etag, sent := range map[string]bool{`"0"`: true, `W/"a-1"`: true, "": false, "bare": false, "W/\"a\"\r\nX: y": false, `W/"` + strings.Repeat("a", 300) + `"`: false} {
		current := change(t, wholePrivate, func(d map[string]any) { d["etag"] = etag })
		r, body := requestFor(t, both, "DisablePeering AzurePrivatePeering IPv4", string(current), Names{})
		assert.Equal(t, sent, r.Header.Get("If-Match") == etag && etag != "", "%q", etag)
		assert.NotContains(t, string(body), "etag")
	}
}

// A peering that has one family alone gets the other, switched on, and loses the
// one that the spec does not want.
func TestFor_families(t *testing.T) {
	alone6 := `{"id": "` + privateID + `", "name": "AzurePrivatePeering", "properties": {"peeringType": "AzurePrivatePeering", "state": "Disabled", "vlanId": 100, "peerASN": 65001,
		"ipv6PeeringConfig": {"state": "Disabled", "primaryPeerAddressPrefix": "fd00::/126", "secondaryPeerAddressPrefix": "fd00::4/126"}}}`
	dual := func(s *circuit.Spec) { s.Private.Config.IPv6 = link4("fd00::/126", "fd00::4/126") }
	only6 := func(s *circuit.Spec) { dual(s); s.Private.Config.IPv4 = peering.Half{} }
	for _, c := range []struct {
		name, current string
		edit          func(s *circuit.Spec)
		want          string
	}{
		{"IPv4 is added", alone6, dual, `{"state": "Enabled", "primaryPeerAddressPrefix": "192.168.15.16/30", "secondaryPeerAddressPrefix": "192.168.15.20/30",
			"ipv6PeeringConfig": {"state": "Disabled", "primaryPeerAddressPrefix": "fd00::/126", "secondaryPeerAddressPrefix": "fd00::4/126"}}`},
		{"IPv6 stays", alone6, only6, `{"state": "Disabled", "ipv6PeeringConfig": {"state": "Disabled", "primaryPeerAddressPrefix": "fd00::/126", "secondaryPeerAddressPrefix": "fd00::4/126"}}`},
		{"IPv4 for IPv6", alone6, nil, `{"state": "Enabled", "primaryPeerAddressPrefix": "192.168.15.16/30", "secondaryPeerAddressPrefix": "192.168.15.20/30"}`},
		{"IPv6 for IPv4", wholePrivate, only6, `{"ipv6PeeringConfig": {"primaryPeerAddressPrefix": "fd00::/126", "secondaryPeerAddressPrefix": "fd00::4/126"}}`},
		{"null for IPv6", `{"properties": {"peeringType": "AzurePrivatePeering", "state": "Disabled", "primaryPeerAddressPrefix": "10.0.0.0/30", "ipv6PeeringConfig": null}}`, dual,
			`{"state": "Disabled", "primaryPeerAddressPrefix": "192.168.15.16/30", "secondaryPeerAddressPrefix": "192.168.15.20/30",
			"ipv6PeeringConfig": {"primaryPeerAddressPrefix": "fd00::/126", "secondaryPeerAddressPrefix": "fd00::4/126"}}`},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, body := requestFor(t, adopted(t, c.current, c.edit), "ConfigurePeering AzurePrivatePeering", c.current, Names{})
			var sent struct{ Properties map[string]any }
			require.NoError(t, json.Unmarshal(body, &sent))
			for _, common := range []string{"peeringType", "vlanId", "peerASN", "azureASN", "sharedKey", "connections"} {
				delete(sent.Properties, common)
			}
			text, err := json.Marshal(sent.Properties)
			require.NoError(t, err)
			assert.JSONEq(t, c.want, string(text))
		})
	}
}

// Prefixes that are no longer advertised lose their proof, and a value that the
// spec does not want is replaced by Azure's word for none.
func TestFor_advertised(t *testing.T) {
	c := adopted(t, wholeMicrosoft, func(s *circuit.Spec) {
		half := &s.Microsoft.Config.IPv4
		half.Advertised, half.CustomerASN, half.Registry = half.Advertised[1:], 0, ""
	})
	r, body := requestFor(t, c, "ConfigurePeering MicrosoftPeering", wholeMicrosoft, Names{})
	var sent struct {
		Properties struct{ MicrosoftPeeringConfig map[string]any }
	}
	require.NoError(t, json.Unmarshal(body, &sent))
	assert.Equal(t, map[string]any{
		"advertisedPublicPrefixes": []any{"131.107.9.0/24"}, "advertisedPublicPrefixesState": "Configured",
		"customerASN": 0.0, "routingRegistryName": "NONE", "legacyMode": 0.0,
	}, sent.Properties.MicrosoftPeeringConfig)
	assert.NotEmpty(t, r.Wipes, "the proof")
}

// A large document is refused, or is made into a request, in bounded time.
func TestFor_large(t *testing.T) {
	both := adopted(t, wholePrivate, nil)
	list := strings.Repeat(`{"name": "x", "properties": {"peeringType": "x"}},`, 20_000)
	current := `{"type": "Microsoft.Network/expressRouteCircuits", "properties": {"peerings": [` + list + wholePrivate + `]}}`
	_, body := requestFor(t, both, "DisablePeering AzurePrivatePeering IPv4", current, Names{})
	assert.Less(t, len(body), 2000)
	_, body = requestFor(t, both, "RefreshCircuit", current, Names{})
	assert.Greater(t, len(body), 500_000)
	deep := strings.Replace(whole, `"location"`, `"deep": `+strings.Repeat("[", 90)+strings.Repeat("]", 90)+`, "location"`, 1)
	assert.ErrorIs(t, refused(t, both, "RefreshCircuit", deep, Names{}), azure.ErrTooLarge)
}
