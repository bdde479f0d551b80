package request_test

import (
	"net/netip"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/expressroute-go/expressroute/circuit"
	"github.com/expressroute-go/expressroute/circuit/azure"
	"github.com/expressroute-go/expressroute/circuit/azure/internal/azuretest"
	. "github.com/expressroute-go/expressroute/circuit/azure/request"
	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
	"github.com/expressroute-go/expressroute/prefixes"
)

// named has every name that a request can need.
func named() Names {
	return Names{
		Subscription: "5ub", ResourceGroup: "net", Circuit: "north", Location: "westeurope",
		Port: portID, Authorization: "spoke-auth", Gateway: gatewayID, Connection: "hub-north",
		GlobalReach: netip.MustParsePrefix("192.168.30.0/29"), AuthorizationKey: peering.KeyRef{Env: "ER_AUTHORIZATION_KEY"},
	}
}

const (
	portID  = "/subscriptions/s1/resourceGroups/ports/providers/Microsoft.Network/expressRoutePorts/metro"
	madeID  = "/subscriptions/5ub/resourceGroups/net/providers/Microsoft.Network/expressRouteCircuits/north"
	hubPath = "/subscriptions/s1/resourceGroups/hub/providers/Microsoft.Network/connections/hub-north"
)

// supplied is the function that a program gives to Body.
func supplied(ref peering.KeyRef) (machine.Secret, error) {
	switch ref.String() {
	case "env:ER_AUTHORIZATION_KEY":
		return machine.NewSecret(azuretest.AuthorizationKey), nil
	}
	return machine.NewSecret(azuretest.SharedKey), nil
}

// requestFor returns the request for an event, checks that it is silent, and
// returns its body.
func requestFor(t testing.TB, c circuit.Circuit, event, current string, names Names) (Request, []byte) {
	t.Helper()
	e, err := circuit.ParseEvent(event)
	require.NoError(t, err)
	var now []byte
	if current != "" {
		now = []byte(current)
	}
	r, err := For(c, circuit.Step{Event: e}, now, names)
	require.NoError(t, err)
	body, err := r.Body(supplied)
	require.NoError(t, err)
	return r, body
}

// without returns a document without the fields that only Azure writes.
func without(t *testing.T, document string, edit func(d map[string]any)) string {
	t.Helper()
	var strip func(v any)
	strip = func(v any) {
		switch v := v.(type) {
		case map[string]any:
			delete(v, "etag")
			delete(v, "provisioningState")
			for _, e := range v {
				strip(e)
			}
		case []any:
			for _, e := range v {
				strip(e)
			}
		}
	}
	return string(change(t, document, func(d map[string]any) {
		strip(d)
		keyed(d)
		if edit != nil {
			edit(d)
		}
	}))
}

func TestFor_created(t *testing.T) {
	for _, c := range []struct {
		name, event string
		of          circuit.Circuit
		path, body  string
	}{
		{"", "CreateCircuit", planned(t, nil), madeID,
			`{"location": "westeurope", "sku": {"name": "Premium_UnlimitedData", "tier": "Premium", "family": "UnlimitedData"},
			  "properties": {"serviceProviderProperties": {"serviceProviderName": "Equinix", "peeringLocation": "Silicon Valley", "bandwidthInMbps": 500}}}`},
		{"on a port", "CreateCircuit", planned(t, func(s *circuit.Spec) { s.Kind, s.Order.Provider, s.Order.Bandwidth = circuit.Direct, "", 40000 }), madeID,
			`{"location": "westeurope", "sku": {"name": "Premium_UnlimitedData", "tier": "Premium", "family": "UnlimitedData"},
			  "properties": {"expressRoutePort": {"id": "` + portID + `"}, "bandwidthInGbps": 40}}`},
		{"one family", "ConfigurePeering AzurePrivatePeering", adopted(t, "", nil), circuitID + "/peerings/AzurePrivatePeering",
			`{"name": "AzurePrivatePeering", "properties": {"peeringType": "AzurePrivatePeering", "vlanId": 100, "peerASN": 65001, "sharedKey": "` + azuretest.SharedKey + `",
			  "primaryPeerAddressPrefix": "192.168.15.16/30", "secondaryPeerAddressPrefix": "192.168.15.20/30"}}`},
		{"IPv6 alone", "ConfigurePeering AzurePrivatePeering", adopted(t, "", func(s *circuit.Spec) {
			s.Private.Config.IPv4, s.Private.Config.IPv6 = peering.Half{}, link4("fd00::/126", "fd00::4/126")
		}), circuitID + "/peerings/AzurePrivatePeering",
			`{"name": "AzurePrivatePeering", "properties": {"peeringType": "AzurePrivatePeering", "vlanId": 100, "peerASN": 65001, "sharedKey": "` + azuretest.SharedKey + `",
			  "ipv6PeeringConfig": {"primaryPeerAddressPrefix": "fd00::/126", "secondaryPeerAddressPrefix": "fd00::4/126"}}}`},
		{"both families", "ConfigurePeering MicrosoftPeering", adopted(t, "", nil), circuitID + "/peerings/MicrosoftPeering",
			`{"name": "MicrosoftPeering", "properties": {"peeringType": "MicrosoftPeering", "vlanId": 200, "peerASN": 3598, "sharedKey": "` + azuretest.SharedKey + `",
			  "primaryPeerAddressPrefix": "131.107.0.0/30", "secondaryPeerAddressPrefix": "131.107.0.4/30",
			  "microsoftPeeringConfig": {"advertisedPublicPrefixes": ["131.107.8.0/24", "131.107.9.0/24"], "customerASN": 3598, "routingRegistryName": "ARIN"}, "routeFilter": {"id": "` + filterID + `"},
			  "ipv6PeeringConfig": {"primaryPeerAddressPrefix": "2620:0:30::/126", "secondaryPeerAddressPrefix": "2620:0:30::4/126", "routeFilter": {"id": "` + filterID + `"},
			    "microsoftPeeringConfig": {"advertisedPublicPrefixes": ["2620:0:30:8::/64"], "routingRegistryName": "NONE"}}}}`},
		{"", "CreateAuthorization " + spokeID, adopted(t, "", nil), circuitID + "/authorizations/spoke-auth", `{}`},
		{"by its gateway", "LinkNetwork " + gatewayID, adopted(t, "", nil), hubPath,
			`{"location": "westeurope", "properties": {"connectionType": "ExpressRoute", "virtualNetworkGateway1": {"id": "` + gatewayID + `", "properties": {}}, "peer": {"id": "` + circuitID + `"}}}`},
		{"with an authorization", "NetworkLinked " + spokeID, adopted(t, "", nil), hubPath,
			`{"location": "westeurope", "properties": {"connectionType": "ExpressRoute", "virtualNetworkGateway1": {"id": "` + gatewayID + `", "properties": {}}, "peer": {"id": "` + circuitID + `"}, "authorizationKey": "` + azuretest.AuthorizationKey + `"}}`},
		{"of a hub", "LinkNetwork " + hubGatewayID, adopted(t, "", nil), hubGatewayID + "/expressRouteConnections/hub-north",
			`{"name": "hub-north", "properties": {"expressRouteCircuitPeering": {"id": "` + privateID + `"}}}`},
		{"", "ConnectCircuit " + southID, adopted(t, "", nil), privateID + "/connections/hub-north",
			`{"properties": {"expressRouteCircuitPeering": {"id": "` + privateID + `"}, "peerExpressRouteCircuitPeering": {"id": "` + southID + `/peerings/AzurePrivatePeering"}, "addressPrefix": "192.168.30.0/29"}}`},
		{"of another subscription", "ConnectCircuit " + southID, adopted(t, "", func(s *circuit.Spec) {
			s.Links = []circuit.Link{{Kind: circuit.GlobalReachLink, Network: southID, OtherSubscription: true}}
		}), privateID + "/connections/hub-north",
			`{"properties": {"expressRouteCircuitPeering": {"id": "` + privateID + `"}, "peerExpressRouteCircuitPeering": {"id": "` + southID + `/peerings/AzurePrivatePeering"}, "addressPrefix": "192.168.30.0/29", "authorizationKey": "` + azuretest.AuthorizationKey + `"}}`},
	} {
		t.Run(c.event+" "+c.name, func(t *testing.T) {
			r, body := requestFor(t, c.of, c.event, "", named())
			assert.Equal(t, "PUT", r.Method)
			assert.Equal(t, c.path, r.Path)
			assert.Equal(t, c.path, r.Read().Path)
			assert.Equal(t, "https://management.azure.com"+c.path+"?api-version="+APIVersion, r.URL("https://management.azure.com/"))
			assert.JSONEq(t, c.body, string(body))
			assert.Equal(t, "application/json", r.Header.Get("Content-Type"))
			assert.Empty(t, r.Header.Get("If-Match"))
			assert.Empty(t, r.Wipes)
			azuretest.AssertSilent(t, azuretest.Dumps(t, r))
		})
	}
}

func TestFor_merged(t *testing.T) {
	both := adopted(t, wholePrivate+","+wholeMicrosoft, nil)
	ofPrivate := func(edit func(p map[string]any)) func(d map[string]any) {
		return func(d map[string]any) { edit(in(d, "properties")) }
	}
	for _, c := range []struct {
		name, event, current string
		of                   circuit.Circuit
		edit                 func(d map[string]any) // what the step changes
		wipes                []machine.Need
	}{
		{"", "RefreshCircuit", whole, both, nil, nil},
		{"", "ChangeBandwidth", whole, both, func(d map[string]any) { in(d, "properties", "serviceProviderProperties")["bandwidthInMbps"] = 500 }, nil},
		{"", "ChangeTier", whole, both, nil, nil},
		{"", "ChangeBilling", whole, both, func(d map[string]any) {
			in(d, "sku")["family"], in(d, "sku")["name"] = "UnlimitedData", "Premium_UnlimitedData"
		}, nil},
		{"", "ConfigurePeering AzurePrivatePeering", wholePrivate, both, ofPrivate(func(p map[string]any) {
			p["primaryPeerAddressPrefix"], p["secondaryPeerAddressPrefix"] = "192.168.15.16/30", "192.168.15.20/30"
		}), nil},
		{"in the circuit", "ConfigurePeering AzurePrivatePeering", whole, both, ofPrivate(func(p map[string]any) {
			p["primaryPeerAddressPrefix"], p["secondaryPeerAddressPrefix"] = "192.168.15.16/30", "192.168.15.20/30"
		}), nil},
		{"", "EnablePeering MicrosoftPeering IPv4", wholeMicrosoft, both, ofPrivate(func(p map[string]any) { p["state"] = "Enabled" }), nil},
		{"", "DisablePeering MicrosoftPeering IPv6", wholeMicrosoft, both, ofPrivate(func(p map[string]any) { in(p, "ipv6PeeringConfig")["state"] = "Disabled" }), nil},
		{"", "DisablePeering AzurePrivatePeering IPv4", wholePrivate, both, ofPrivate(func(p map[string]any) { p["state"] = "Disabled" }), nil},
		{"", "AttachRouteFilter MicrosoftPeering", wholeMicrosoft, both, ofPrivate(func(p map[string]any) {
			p["routeFilter"] = map[string]any{"id": filterID}
			in(p, "ipv6PeeringConfig")["routeFilter"] = map[string]any{"id": filterID}
		}), nil},
		{"", "DetachRouteFilter MicrosoftPeering", wholeMicrosoft, both, ofPrivate(func(p map[string]any) { delete(p, "routeFilter") }), []machine.Need{NeedRouteFilterSent}},
	} {
		t.Run(c.event+" "+c.name, func(t *testing.T) {
			r, body := requestFor(t, c.of, c.event, c.current, Names{})
			assert.Equal(t, "PUT", r.Method)
			base := c.current
			if strings.Contains(c.event, "Peering") && base == whole {
				base = wholePrivate
			}
			assert.JSONEq(t, without(t, base, c.edit), string(body))
			if c.current != wholeMicrosoft { // which has no ETag
				assert.Equal(t, `W/"1"`, r.Header.Get("If-Match"))
			}
			assert.Equal(t, c.wipes, r.Wipes.Needs())
			azuretest.AssertSilent(t, azuretest.Dumps(t, r))

			problems, err := CheckPut([]byte(base), body)
			require.NoError(t, err)
			assert.Equal(t, c.wipes, problems.Needs())
		})
	}
}

func TestFor_deleted(t *testing.T) {
	const reached = `{"properties": {"peeringType": "AzurePrivatePeering", "state": "Enabled", "connections": [{"id": "` + privateID + `/connections/west", "properties": {"circuitConnectionStatus": "Connected", "peerExpressRouteCircuitPeering": {"id": "` + southID + `/peerings/AzurePrivatePeering"}}}]}}`
	none := adopted(t, "", nil)
	for _, c := range []struct {
		event       string
		of          circuit.Circuit
		path, shows string
	}{
		{"DeleteCircuit", none, circuitID, circuitID},
		{"RemovePeering AzurePublicPeering", none, circuitID + "/peerings/AzurePublicPeering", circuitID},
		{"RevokeAuthorization " + circuitID + "/authorizations/spoke", none, circuitID + "/authorizations/spoke", circuitID},
		{"RevokeAuthorization " + spokeID, none, circuitID + "/authorizations/spoke-auth", circuitID},
		{"UnlinkNetwork " + gatewayID, none, hubPath, hubPath},
		{"UnlinkNetwork " + hubPath, none, hubPath, hubPath},
		{"NetworkUnlinked " + spokeID, none, hubPath, hubPath},
		{"UnlinkNetwork " + hubGatewayID + "/expressRouteConnections/north", none, hubGatewayID + "/expressRouteConnections/north", hubGatewayID + "/expressRouteConnections/north"},
		{"DisconnectCircuit " + southID, adopted(t, reached, nil), privateID + "/connections/west", circuitID},
	} {
		t.Run(c.event, func(t *testing.T) {
			r, body := requestFor(t, c.of, c.event, "", named())
			assert.Equal(t, "DELETE", r.Method)
			assert.Equal(t, c.path, r.Path)
			assert.Equal(t, c.shows, r.Read().Path)
			assert.Equal(t, "GET", r.Read().Method)
			assert.Nil(t, body)
			assert.Empty(t, r.Header)
		})
	}
}

// The body of a peering, as its GET would show it, shows what the spec wants.
func TestFor_roundTrip(t *testing.T) {
	for _, current := range []string{"", wholePrivate, `{"name": "AzurePrivatePeering", "properties": {"peeringType": "AzurePrivatePeering", "vlanId": 9, "state": "Disabled", "ipv6PeeringConfig": {"state": "Enabled", "primaryPeerAddressPrefix": "fd00::/126"}}}`} {
		c := adopted(t, current, nil)
		_, body := requestFor(t, c, "ConfigurePeering AzurePrivatePeering", current, Names{})
		shown := change(t, string(body), func(d map[string]any) {
			d["id"], d["type"] = privateID, "Microsoft.Network/expressRouteCircuits/peerings"
		})
		page, err := azure.ReadPage(shown, azure.Options{})
		require.NoError(t, err)
		require.Len(t, page.Circuits, 1)
		assert.Empty(t, c.Want().Private.Config.Diff(page.Circuits[0].Have.Private))
	}
	c := adopted(t, wholeMicrosoft, nil)
	_, body := requestFor(t, c, "ConfigurePeering MicrosoftPeering", wholeMicrosoft, Names{})
	page, err := azure.ReadPage(body, azure.Options{})
	require.NoError(t, err)
	assert.Empty(t, c.Want().Microsoft.Config.Diff(page.Circuits[0].Have.Microsoft))
}

func TestFor_signPrefixes(t *testing.T) {
	both := adopted(t, wholeMicrosoft, nil)
	names := Names{Signatures: []Signature{
		{Prefix: prefixes.MustParsePrefix("131.107.8.0/24"), Signature: "bmV3"},
		{Prefix: prefixes.MustParsePrefix("131.107.9.0/24"), ValidationID: machine.NewSecret(azuretest.ValidationID), Signature: "bW9yZQ=="},
		{Prefix: prefixes.MustParsePrefix("2620:0:30:8::/64"), Signature: "djY="},
	}}
	r, body := requestFor(t, both, "SignPrefixes MicrosoftPeering IPv4", wholeMicrosoft, names)
	assert.JSONEq(t, without(t, wholeMicrosoft, func(d map[string]any) {
		in(d, "properties", "microsoftPeeringConfig")["advertisedPublicPrefixInfo"] = []any{
			map[string]any{"prefix": "131.107.8.0/24", "validationId": azuretest.ValidationID, "signature": "bmV3"},
			map[string]any{"prefix": "131.107.9.0/24", "validationId": azuretest.ValidationID, "signature": "bW9yZQ=="},
		}
	}), string(body))
	azuretest.AssertSilent(t, azuretest.Dumps(t, r))

	_, err := For(both, circuit.Step{Event: circuit.Event{Verb: circuit.SignPrefixes, Peering: peering.Microsoft, Family: peering.IPv6}}, []byte(wholeMicrosoft), names)
	var missing *MissingError
	require.ErrorAs(t, err, &missing)
	require.Len(t, missing.Missing, 1)
	assert.Contains(t, missing.Missing[0].Name, "2620:0:30:8::/64")
}

// butNames returns the names with an edit.
func butNames(edit func(n *Names)) Names {
	n := named()
	edit(&n)
	return n
}
