package request_test

import (
	"encoding/json"
	"errors"
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
)

func refused(t *testing.T, c circuit.Circuit, event, current string, names Names) error {
	t.Helper()
	e, err := circuit.ParseEvent(event)
	require.NoError(t, err)
	var now []byte
	if current != "" {
		now = []byte(current)
	}
	r, err := For(c, circuit.Step{Event: e}, now, names)
	require.Error(t, err)
	assert.Empty(t, r)
	azuretest.AssertSilent(t, azuretest.Dumps(t, err)+err.Error())
	return err
}

// Everything that is missing is said at once.
func TestFor_missing(t *testing.T) {
	for _, c := range []struct {
		event string
		of    circuit.Circuit
		names Names
		want  []string
	}{
		{"CreateCircuit", planned(t, func(s *circuit.Spec) { s.Order = circuit.Order{} }), Names{}, []string{
			"Names.Subscription", "Names.ResourceGroup", "Names.Circuit", "Names.Location", "Spec.Order.Tier", "Spec.Order.Billing",
			"Spec.Order.Provider", "Spec.Order.PeeringLocation", "Spec.Order.Bandwidth"}},
		{"CreateCircuit", planned(t, func(s *circuit.Spec) { s.Kind, s.Order.Provider, s.Order.Bandwidth = circuit.Direct, "", 0 }), butNames(func(n *Names) { n.Port = "" }),
			[]string{"Names.Port", "Spec.Order.Bandwidth"}},
		{"CreateCircuit", planned(t, nil), butNames(func(n *Names) { n.ResourceGroup, n.Circuit = "a/b", ".." }), []string{"Names.ResourceGroup", "Names.Circuit"}},
		{"RefreshCircuit", planned(t, nil), Names{}, []string{"Names.Subscription", "Names.ResourceGroup", "Names.Circuit", "the current document"}},
		{"RefreshCircuit", adopted(t, "", nil), Names{}, []string{"the current document"}},
		{"EnablePeering AzurePrivatePeering IPv4", adopted(t, "", nil), Names{}, []string{"the current document"}},
		{"ConfigurePeering AzurePrivatePeering", adopted(t, wholePrivate, nil), Names{}, []string{"the current document"}},
		{"CreateAuthorization ..", adopted(t, "", nil), Names{}, []string{"Names.Authorization"}},
		{"RevokeAuthorization " + spokeID, adopted(t, "", nil), Names{}, []string{"Names.Authorization"}},
		{"LinkNetwork " + gatewayID, adopted(t, "", nil), Names{}, []string{"Names.Connection", "Names.Location"}},
		{"LinkNetwork " + spokeID, adopted(t, "", func(s *circuit.Spec) { s.Links = nil }), Names{}, []string{"Names.Gateway", "Names.Connection", "Names.Location"}},
		{"LinkNetwork " + spokeID, adopted(t, "", func(s *circuit.Spec) { s.Links = nil }), Names{Gateway: spokeID}, []string{"Names.Gateway", "Names.Connection", "Names.Location"}},
		{"NetworkLinked " + spokeID, adopted(t, "", nil), Names{}, []string{"Names.Gateway", "Names.Connection", "Names.AuthorizationKey", "Names.Location"}},
		{"UnlinkNetwork " + spokeID, adopted(t, "", nil), Names{}, []string{"Names.Gateway", "Names.Connection"}},
		{"ConnectCircuit " + southID, adopted(t, "", nil), Names{}, []string{"Names.Connection", "Names.GlobalReach"}},
		{"ConnectCircuit south", adopted(t, "", nil), named(), []string{"the other circuit"}},
		{"DisconnectCircuit " + southID, planned(t, nil), Names{}, []string{"Names.Subscription", "Names.ResourceGroup", "Names.Circuit", "Names.Connection"}},
		{"ProvisioningFinished", planned(t, nil), Names{}, []string{"the service key", "Names.Subscription", "Names.ResourceGroup", "the current document"}},
	} {
		t.Run(c.event+" "+strings.Join(c.want, " "), func(t *testing.T) {
			var missing *MissingError
			require.ErrorAs(t, refused(t, c.of, c.event, "", c.names), &missing)
			names := []string{}
			for _, m := range missing.Missing {
				names = append(names, m.Name)
				assert.NotEmpty(t, m.For)
			}
			assert.Equal(t, c.want, names)
		})
	}
}

// The error says which GET gives the document.
func TestFor_saysTheGET(t *testing.T) {
	var missing *MissingError
	require.ErrorAs(t, refused(t, adopted(t, "", nil), "DisablePeering MicrosoftPeering IPv6", "", Names{}), &missing)
	assert.Contains(t, missing.Missing[0].For, "GET "+circuitID+"/peerings/MicrosoftPeering")
}

// A document that is not that of the resource, or that is not what it should be,
// is refused with its place.
func TestFor_documents(t *testing.T) {
	other := strings.ReplaceAll(whole, "/north", "/south")
	both := adopted(t, wholePrivate+","+wholeMicrosoft, nil)
	edited := func(document string, edit func(d map[string]any)) string { return string(change(t, document, edit)) }
	for _, c := range []struct {
		name, event, current string
		is                   error
	}{
		{"nothing", "RefreshCircuit", " ", azure.ErrEmpty},
		{"truncated", "RefreshCircuit", whole[:300], azure.ErrBroken},
		{"a key twice", "RefreshCircuit", strings.Replace(whole, `"location"`, `"name": "x", "location"`, 1), azure.ErrBroken},
		{"a list", "RefreshCircuit", `{"value": [` + whole + `]}`, azure.ErrShape},
		{"an array", "RefreshCircuit", `[` + whole + `]`, azure.ErrShape},
		{"az", "RefreshCircuit", `{"circuitProvisioningState": "Enabled", "peerings": []}`, azure.ErrShape},
		{"a peering", "RefreshCircuit", wholePrivate, azure.ErrShape},
		{"another circuit", "RefreshCircuit", other, azure.ErrValue},
		{"another service key", "RefreshCircuit", strings.ReplaceAll(whole, azuretest.ServiceKey, "99999999-ca0a-4000-8000-5e2b1ce0ca0a"), azure.ErrValue},
		{"an ID of something else", "RefreshCircuit", edited(whole, func(d map[string]any) { d["id"] = portID }), azure.ErrValue},
		{"an ID that is no text", "RefreshCircuit", edited(whole, func(d map[string]any) { d["id"] = 5 }), azure.ErrValue},
		{"another peering", "EnablePeering MicrosoftPeering IPv4", wholePrivate, azure.ErrValue},
		{"the peering of another circuit", "EnablePeering AzurePrivatePeering IPv4", strings.ReplaceAll(wholePrivate, "/north", "/south"), azure.ErrValue},
		{"no such peering", "EnablePeering AzurePublicPeering IPv4", whole, azure.ErrValue},
		{"no such family", "EnablePeering AzurePrivatePeering IPv6", wholePrivate, azure.ErrValue},
		{"IPv4 of IPv6 alone", "EnablePeering MicrosoftPeering IPv4", `{"name": "MicrosoftPeering", "properties": {"peeringType": "MicrosoftPeering", "state": "Disabled", "ipv6PeeringConfig": {"primaryPeerAddressPrefix": "2620:0:30::/126"}}}`, azure.ErrValue},
		{"a number for an object", "EnablePeering MicrosoftPeering IPv6", `{"name": "MicrosoftPeering", "properties": {"peeringType": "MicrosoftPeering", "ipv6PeeringConfig": 6}}`, azure.ErrValue},
		{"a text for an object", "ChangeBandwidth", edited(whole, func(d map[string]any) { in(d, "properties")["serviceProviderProperties"] = "x" }), azure.ErrValue},
		{"a text for the SKU", "ChangeTier", edited(whole, func(d map[string]any) { d["sku"] = "Premium" }), azure.ErrValue},
		{"no peerings shown", "ConfigurePeering AzurePrivatePeering", `{"type": "Microsoft.Network/expressRouteCircuits", "properties": {}}`, azure.ErrShape},
		{"a cross connection", "RefreshCircuit", cross, azure.ErrValue},
	} {
		t.Run(c.name, func(t *testing.T) {
			err := refused(t, both, c.event, c.current, Names{})
			require.ErrorIs(t, err, c.is)
			var e *azure.Error
			assert.ErrorAs(t, err, &e)
		})
	}
}

// A step that is said, and not done, comes back with the text, whom to tell, and
// what goes with it.
func TestFor_spoken(t *testing.T) {
	c := adopted(t, "", nil)
	for _, s := range []struct {
		verb   circuit.Verb
		to     string
		attach []string
	}{
		{circuit.OrderConnectivity, "Equinix", []string{"the circuit's resource ID"}},
		{circuit.HandOverServiceKey, "Equinix", []string{"the circuit's resource ID", "the service key"}},
		{circuit.RequestDeprovisioning, "Equinix", []string{"the circuit's resource ID", "the service key"}},
		{circuit.WithdrawRequest, "Equinix", []string{"the circuit's resource ID", "the service key"}},
		{circuit.OpenTicket, "Microsoft Support", []string{"the circuit's resource ID", "the service key"}},
	} {
		_, err := For(c, circuit.Step{Event: circuit.Event{Verb: s.verb}, Ask: "the text"}, nil, Names{})
		var none *NoRequestError
		require.ErrorAs(t, err, &none)
		assert.Equal(t, s.to, none.To)
		assert.Equal(t, "the text", none.Step.Ask)
		names := []string{}
		for _, a := range none.Attach {
			names = append(names, a.Name)
			assert.NotEmpty(t, a.Text+a.Secret.Reveal())
		}
		assert.Equal(t, s.attach, names)
		azuretest.AssertSilent(t, azuretest.Dumps(t, err)+err.Error())
	}
}

// Every verb of every actor has a request, or a typed reason why not.
func TestFor_total(t *testing.T) {
	c := adopted(t, wholePrivate, nil)
	sent := 0
	for v := range circuit.Verbs() {
		for _, e := range []circuit.Event{{}, {Peering: peering.Microsoft}, {Peering: peering.Microsoft, Family: peering.IPv4}, {Link: gatewayID}, {Link: southID}} {
			e.Verb = v
			r, err := For(c, circuit.Step{Event: e}, nil, named())
			var none *NoRequestError
			var missing *MissingError
			switch {
			case err == nil:
				sent++
				assert.NotEmpty(t, r.Method)
			case errors.As(err, &none):
				assert.NotEmpty(t, none.Why)
				assert.Equal(t, v.Spoken() && e.Valid() == nil, none.To != "", "%s", e)
			default:
				require.ErrorAs(t, err, &missing, "%s", e)
			}
		}
	}
	assert.Greater(t, sent, 10)
	for v := range circuit.Verbs() {
		for _, current := range [][]byte{nil, {}, []byte(`{"properties": null}`), []byte(whole), []byte(cross)} {
			for _, e := range []circuit.Event{{}, {Peering: 99}, {Peering: peering.Private, Family: 99}, {Link: "/"}, {Link: strings.Repeat("/x", 5000)}} {
				e.Verb = v
				assert.NotPanics(t, func() { _, _ = For(circuit.Circuit{}, circuit.Step{Event: e}, current, Names{}) })
			}
		}
	}
	_, err := For(circuit.Circuit{}, circuit.Step{}, nil, Names{})
	require.Error(t, err)
}

// The keys are asked for when the body is made, and a body without them is not
// made.
func TestRequest_Body(t *testing.T) {
	c := adopted(t, "", nil)
	r, _ := requestFor(t, c, "ConfigurePeering AzurePrivatePeering", "", Names{})
	failure := errors.New("the vault is closed")
	for _, f := range []struct {
		name   string
		secret func(peering.KeyRef) (machine.Secret, error)
		is     error
	}{
		{"nobody to ask", nil, nil},
		{"an error", func(peering.KeyRef) (machine.Secret, error) { return machine.Secret{}, failure }, failure},
		{"nothing", func(peering.KeyRef) (machine.Secret, error) { return machine.Secret{}, nil }, nil},
		{"a key that Azure does not take", func(peering.KeyRef) (machine.Secret, error) {
			return machine.NewSecret("canarySharedKey25letters1 is too long"), nil
		}, nil},
	} {
		t.Run(f.name, func(t *testing.T) {
			body, err := r.Body(f.secret)
			require.Error(t, err)
			assert.Nil(t, body)
			if f.is != nil {
				assert.ErrorIs(t, err, f.is)
			}
			assert.Contains(t, err.Error(), "env:ER_MD5_KEY")
			azuretest.AssertSilent(t, err.Error())
		})
	}
	first, err := r.Body(supplied)
	require.NoError(t, err)
	again, err := r.Body(supplied)
	require.NoError(t, err)
	assert.Equal(t, first, again)
}

// A peering whose key nobody supplies would lose it, and the request says so.
func TestFor_wipesTheKey(t *testing.T) {
	c := adopted(t, wholePrivate, func(s *circuit.Spec) { s.Private.Config.SharedKey = peering.KeyRef{} })
	r, body := requestFor(t, c, "DisablePeering AzurePrivatePeering IPv4", wholePrivate, Names{})
	assert.Equal(t, []machine.Need{NeedSharedKeySent}, r.Wipes.Needs())
	assert.NotContains(t, string(body), "sharedKey")

	c = adopted(t, wholePrivate+","+wholeMicrosoft, func(s *circuit.Spec) { s.Microsoft.Config.SharedKey = peering.KeyRef{} })
	r, _ = requestFor(t, c, "RefreshCircuit", whole, Names{})
	require.Len(t, r.Wipes, 1)
	assert.Contains(t, r.Wipes[0].Path, "peerings[1]")
	r, _ = requestFor(t, c, "ConfigurePeering AzurePrivatePeering", withIPv6(t, wholePrivate), Names{})
	assert.Equal(t, []machine.Need{NeedIPv6Sent}, r.Wipes.Needs(), "the family that the spec does not want")
}

// The key of an authorization that Azure did not show is not in the body.
func TestFor_wipesAuthorizationKeys(t *testing.T) {
	both := adopted(t, wholePrivate+","+wholeMicrosoft, nil)
	current := change(t, whole, func(d map[string]any) { delete(in(d, "properties", "authorizations", 0), "properties") })
	r, body := requestFor(t, both, "RefreshCircuit", string(current), Names{})
	assert.Equal(t, []machine.Need{NeedAuthorizationKeySent}, r.Wipes.Needs())
	problems, err := CheckPut(current, body)
	require.NoError(t, err)
	assert.Empty(t, problems)
}

// withIPv6 returns the peering with IPv6.
func withIPv6(t *testing.T, document string) string {
	return string(change(t, document, func(d map[string]any) {
		in(d, "properties")["ipv6PeeringConfig"] = map[string]any{"primaryPeerAddressPrefix": "fd00::/126", "secondaryPeerAddressPrefix": "fd00::4/126"}
	}))
}

// What a program prints of a request inside its own types has no key either.
func TestRequest_print(t *testing.T) {
	both := adopted(t, wholePrivate+","+wholeMicrosoft, nil)
	strange := string(change(t, whole, func(d map[string]any) {
		in(d, "properties")["futureField"] = azuretest.SharedKey
		in(d, "properties")["future"] = map[string]any{"key": azuretest.AuthorizationKey, azuretest.SharedKey: 1}
		in(d, "properties", "peerings", 0, "properties")["sharedKey"] = azuretest.SharedKey
		d[azuretest.SharedKey] = true
	}))
	r, body := requestFor(t, both, "RefreshCircuit", strange, Names{})
	assert.Contains(t, string(body), azuretest.ServiceKey)
	inside := struct {
		request Request
		list    []Request
		of      map[string]*Request
	}{r, []Request{r}, map[string]*Request{"x": &r}}
	azuretest.AssertSilent(t, azuretest.Dumps(t, r)+azuretest.Dumps(t, inside))
	var shown struct{ Body map[string]any }
	text, err := json.Marshal(r)
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(text, &shown))
	assert.Equal(t, machine.Redacted, in(shown.Body, "properties")["serviceKey"])
	assert.Equal(t, "Silicon Valley", in(shown.Body, "properties", "serviceProviderProperties")["peeringLocation"])
}

// A circuit that exists is not created again: the PUT would wipe it out.
func TestFor_createsNoneTwice(t *testing.T) {
	var none *NoRequestError
	require.ErrorAs(t, refused(t, adopted(t, "", nil), "CreateCircuit", whole, named()), &none)
	assert.ErrorIs(t, refused(t, adopted(t, "", nil), "DeleteCircuit", strings.ReplaceAll(whole, "/north", "/south"), named()), azure.ErrValue)
}

// There is no request for what the spec does not want, nor for what belongs to the
// other circuit.
func TestFor_noRequest(t *testing.T) {
	both := adopted(t, wholePrivate+","+wholeMicrosoft, func(s *circuit.Spec) {
		s.Microsoft.Config.IPv4.RouteFilter, s.Microsoft.Config.IPv6.RouteFilter = "", ""
	})
	for event, current := range map[string]string{
		"ConfigurePeering AzurePublicPeering":                      whole,
		"AttachRouteFilter MicrosoftPeering":                       wholeMicrosoft,
		"DisconnectCircuit " + privateID + "/peerConnections/west": "",
		"UnlinkNetwork " + privateID + "/peerConnections/west":     "",
		"LinkNetwork " + southID:                                   "",
		"LinkNetwork " + privateID + "/connections/west":           "",
		"SessionLost AzurePrivatePeering IPv4 Primary":             "",
		"EvidenceAccepted MicrosoftPeering IPv4":                   wholeMicrosoft,
	} {
		t.Run(event, func(t *testing.T) {
			var none *NoRequestError
			require.ErrorAs(t, refused(t, both, event, current, named()), &none)
			assert.NotEmpty(t, none.Why)
			assert.Empty(t, none.To)
		})
	}
}

// An ID that is no path, and a subnet of the wrong size, are refused.
func TestFor_unsound(t *testing.T) {
	c := adopted(t, "", nil)
	for event, names := range map[string]Names{
		"UnlinkNetwork /subscriptions/../resourceGroups/hub/providers/Microsoft.Network/connections/x":   named(),
		"UnlinkNetwork /subscriptions/s1/resourceGroups/hub/providers/Microsoft.Network/connections/a?b": named(),
		"ConnectCircuit " + southID: butNames(func(n *Names) { n.GlobalReach = netip.MustParsePrefix("192.168.30.0/28") }),
	} {
		var missing *MissingError
		require.ErrorAs(t, refused(t, c, event, "", names), &missing)
		assert.NotEmpty(t, missing.Missing[0].Found)
	}
	_, body := requestFor(t, c, "ConnectCircuit "+southID, "", butNames(func(n *Names) { n.GlobalReachIPv6 = netip.MustParsePrefix("fd00:30::/125") }))
	assert.Contains(t, string(body), `"ipv6CircuitConnectionConfig":{"addressPrefix":"fd00:30::/125"}`)
}

// A circuit on a port has its bandwidth in Gbit/s.
func TestFor_bandwidthOfAPort(t *testing.T) {
	for _, on := range []string{"expressRoutePort", "expressRouteLag"} {
		current := `{"id": "` + circuitID + `", "type": "Microsoft.Network/expressRouteCircuits", "properties": {"` + on + `": {"id": "` + portID + `"}, "bandwidthInGbps": 0.2}}`
		_, body := requestFor(t, adopted(t, "", nil), "ChangeBandwidth", current, Names{})
		assert.JSONEq(t, strings.Replace(current, "0.2", "0.5", 1), string(body))
	}
}
