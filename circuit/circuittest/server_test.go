package circuittest_test

import (
	"net/http"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/expressroute-go/expressroute/bgp"
	"github.com/expressroute-go/expressroute/circuit"
	"github.com/expressroute-go/expressroute/circuit/circuittest"
	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
	"github.com/expressroute-go/expressroute/prefixes"
)

func TestRefusedRequests(t *testing.T) {
	w := start(t, circuittest.Options{})
	w.mustWrite("PUT", north, order)
	tests := []struct {
		name, method, path, body string
		status                   int
		code                     string
	}{
		{"no version", "GET", north + "?x=1", "", 400, "MissingApiVersionParameter"},
		{"a bad version", "GET", north + "?api-version=latest", "", 400, "InvalidApiVersionParameter"},
		{"no such type", "GET", group + "/providers/Microsoft.Network/firewalls/x", "", 404, "InvalidResourceType"},
		{"no such path", "GET", "/", "", 404, "InvalidResourceType"},
		{"no such method", "POST", north, "", 405, "MethodNotAllowed"},
		{"a bad name", "PUT", circuits + "/no%20rth", order, 400, "InvalidResourceName"},
		{"no group", "GET", strings.Replace(north, "edge", "core", 1), "", 404, "ResourceGroupNotFound"},
		{"no circuit", "GET", circuits + "/south", "", 404, "ResourceNotFound"},
		{"no peering", "GET", private, "", 404, "NotFound"},
		{"no authorization", "GET", north + "/authorizations/a1", "", 404, "NotFound"},
		{"no parent", "PUT", circuits + "/south/peerings/AzurePrivatePeering", privateBody, 404, "ParentResourceNotFound"},
		{"no JSON", "PUT", north, "{", 400, "InvalidRequestContent"},
		{"no body", "PUT", north, "", 400, "InvalidRequestContent"},
		{"another kind of JSON", "PUT", private, `{"properties": {"vlanId": "101"}}`, 400, "InvalidRequestContent"},
		{"a VLAN out of range", "PUT", private, `{"properties": {"vlanId": -1}}`, 400, "InvalidRequestContent"},
		{"no location", "PUT", circuits + "/south", "{}", 400, "LocationRequired"},
		{"another location", "PUT", north, strings.Replace(order, "West Europe", "eastus", 1), 409, "InvalidResourceLocation"},
		{"no order", "PUT", circuits + "/south", `{"location": "westeurope"}`, 400, "InvalidRequestFormat"},
		{"an unknown tier", "PUT", circuits + "/south", strings.Replace(order, `"tier": "Standard"`, `"tier": "Gold"`, 1), 400, "InvalidRequestFormat"},
		{"an unknown peering", "PUT", north + "/peerings/Third", privateBody, 400, "InvalidRequestFormat"},
		{"another name", "PUT", msPeering, privateBody, 400, "InvalidRequestFormat"},
		{"no subnet", "PUT", private, strings.Replace(privateBody, "10.1.0.0/30", "10.1.0/30", 1), 400, "InvalidAddressPrefixFormat"},
		{"no Microsoft config", "PUT", msPeering, strings.Replace(privateBody, "AzurePrivatePeering", "MicrosoftPeering", 1), 400, "InvalidRequestFormat"},
		{"no operation", "GET", "/subscriptions/s1/providers/Microsoft.Network/locations/westeurope/operations/x", "", 404, "OperationNotFound"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			r := world{t, w.srv}.send(test.method, test.path, test.body)
			assert.Equal(t, test.status, r.status, r.text)
			assert.Equal(t, test.code, r.at("error.code"))
		})
	}
	assert.Len(t, w.srv.Circuit("north").Journal(), 2, "a refused request moves nothing")
}

func TestCreateCircuit(t *testing.T) {
	w := start(t, circuittest.Options{})
	r := w.send("PUT", north, order)
	assert.Equal(t, http.StatusCreated, r.status)
	assert.Equal(t, "Updating", r.at("properties.provisioningState"))
	assert.Equal(t, "Disabled", r.at("properties.circuitProvisioningState"))
	assert.Equal(t, "00000000-0000-0000-0000-000000000000", r.at("properties.serviceKey"))
	assert.NotContains(t, r.text, "stag")
	assert.Empty(t, r.header.Get("Location"))
	assert.NotEmpty(t, r.header.Get("Retry-After"))

	poll := r.header.Get("Azure-AsyncOperation")
	assert.Equal(t, "InProgress", w.send("GET", poll, "").at("status"))
	busy := w.send("PUT", north, order)
	assert.Equal(t, http.StatusConflict, busy.status)
	assert.Equal(t, "AnotherOperationInProgress", busy.at("error.code"))
	assert.Equal(t, "Succeeded", w.send("GET", poll, "").at("status"), "the second poll ends it")

	got := w.send("GET", strings.ToUpper(north)+"/", "")
	assert.Equal(t, "Succeeded", got.at("properties.provisioningState"))
	assert.Equal(t, "Enabled", got.at("properties.circuitProvisioningState"))
	assert.Equal(t, "westeurope", got.at("location"))
	assert.Equal(t, north, got.at("id"))
	assert.Regexp(t, `^[0-9a-f-]{36}$`, got.at("properties.serviceKey"))
	assert.NotEqual(t, r.at("etag"), got.at("etag"))
	for _, listed := range []string{circuits, "/subscriptions/s1/providers/Microsoft.Network/expressRouteCircuits"} {
		assert.Equal(t, north, w.send("GET", listed, "").at("value.id"))
	}
}

func TestSeedDecidesKeys(t *testing.T) {
	key := func(seed uint64) any {
		w := start(t, circuittest.Options{Seed: seed})
		w.mustWrite("PUT", north, order)
		return w.send("GET", north, "").at("properties.serviceKey")
	}
	assert.Equal(t, key(7), key(7))
	assert.NotEqual(t, key(7), key(8))
}

func TestOnlyTheClock(t *testing.T) {
	w := start(t, circuittest.Options{Polls: -1})
	poll := w.send("PUT", north, order).header.Get("Azure-AsyncOperation")
	for range 5 {
		assert.Equal(t, "InProgress", w.send("GET", poll, "").at("status"))
	}
	w.srv.Clock().Advance(40 * time.Second)
	assert.Equal(t, "InProgress", w.send("GET", poll, "").at("status"))
	w.srv.Clock().Advance(time.Second)
	assert.Equal(t, "Succeeded", w.send("GET", poll, "").at("status"))
	assert.Equal(t, time.Date(2026, 1, 1, 0, 0, 41, 0, time.UTC), w.srv.Clock().Now())
}

func TestETags(t *testing.T) {
	w := start(t, circuittest.Options{})
	assert.Equal(t, 412, w.send("PUT", north, order, "If-Match", "*").status)
	w.mustWrite("PUT", north, order)
	old, _ := w.send("GET", north, "").at("etag").(string)
	assert.Equal(t, 412, w.send("PUT", north, order, "If-None-Match", "*").status)
	require.Equal(t, 200, w.send("PATCH", north, `{"tags": {"a": "b"}}`, "If-Match", old).status)
	for _, write := range [][2]string{{"PUT", order}, {"PATCH", "{}"}, {"DELETE", ""}} {
		r := w.send(write[0], north, write[1], "If-Match", old)
		assert.Equal(t, 412, r.status, write[0])
		assert.Equal(t, "PreconditionFailed", r.at("error.code"))
	}
}

func TestUpdateEchoesNothingLive(t *testing.T) {
	w := start(t, circuittest.Options{})
	w.mustWrite("PUT", north, order)
	require.NoError(t, w.srv.Circuit("north").Finish())
	r := w.send("PUT", north, strings.Replace(order, "200", "500", 1))
	assert.Equal(t, http.StatusOK, r.status)
	assert.Equal(t, "NotProvisioned", r.at("properties.serviceProviderProvisioningState"))
	assert.Equal(t, "Disabled", r.at("properties.circuitProvisioningState"))
	live := w.send("GET", north, "")
	assert.Equal(t, "Updating", live.at("properties.provisioningState"))
	assert.Equal(t, "Provisioned", live.at("properties.serviceProviderProvisioningState"))
	w.srv.Clock().Advance(time.Minute)
	assert.Equal(t, circuit.Mbps(500), w.read().Have.Order.Bandwidth)
}

func TestPeerings(t *testing.T) {
	w := start(t, circuittest.Options{})
	w.mustWrite("PUT", north, order)
	begun, ended := w.write("PUT", private, privateBody)
	assert.Equal(t, 201, begun.status, "Azure takes a peering on a NotProvisioned circuit")
	assert.Equal(t, "Updating", begun.at("properties.provisioningState"))
	assert.EqualValues(t, 0, begun.at("properties.azureASN"))
	assert.Equal(t, "", begun.at("properties.lastModifiedBy"))
	assert.Equal(t, "Succeeded", ended.at("status"))
	got := w.send("GET", private, "")
	assert.EqualValues(t, 12076, got.at("properties.azureASN"))
	assert.Equal(t, "Customer", got.at("properties.lastModifiedBy"))
	assert.NotContains(t, begun.text+got.text, "sharedKey")

	w.mustWrite("PUT", private, strings.Replace(privateBody, `"vlanId"`, `"state": "Disabled", "vlanId"`, 1))
	assert.Equal(t, peering.Disabled, w.read().State.Private.IPv4.Admin)
	w.mustWrite("PUT", private, strings.Replace(privateBody, `"vlanId"`, `"state": "Enabled", "vlanId"`, 1))
	assert.Equal(t, peering.Enabled, w.read().State.Private.IPv4.Admin)

	deleted, _ := w.write("DELETE", private, "")
	assert.Equal(t, 202, deleted.status)
	assert.Equal(t, 204, w.send("GET", deleted.header.Get("Location"), "").status)
	assert.Equal(t, 404, w.send("GET", private, "").status)
	assert.Equal(t, 204, w.send("DELETE", private, "").status)
	assert.Contains(t, w.send("GET", north+"/peerings", "").text, `"value":[]`)
}

func TestPrefixesAreValidated(t *testing.T) {
	w := start(t, circuittest.Options{})
	w.mustWrite("PUT", north, order)
	w.mustWrite("PUT", msPeering, microsoftBody)
	north := w.srv.Circuit("north")
	assert.Equal(t, prefixes.ValidationNeeded, w.read().State.Microsoft.IPv4.Prefixes)
	require.NoError(t, north.Validate())
	assert.Equal(t, prefixes.Configured, w.read().State.Microsoft.IPv4.Prefixes)
	w.mustWrite("PUT", msPeering, microsoftBody)
	assert.Equal(t, prefixes.Configured, w.read().State.Microsoft.IPv4.Prefixes, "the same prefixes stay valid")
	w.mustWrite("PUT", msPeering, strings.Replace(microsoftBody, "131.107.9.0", "131.107.10.0", 1))
	assert.Equal(t, prefixes.ValidationNeeded, w.read().State.Microsoft.IPv4.Prefixes)
	require.NoError(t, north.AcceptEvidence())
	assert.Equal(t, prefixes.Configured, w.read().State.Microsoft.IPv4.Prefixes)
	require.NoError(t, north.NeedValidation())
	assert.Equal(t, prefixes.ValidationNeeded, w.read().State.Microsoft.IPv4.Prefixes)
}

func TestAuthorizations(t *testing.T) {
	w := start(t, circuittest.Options{})
	w.mustWrite("PUT", north, order)
	auth := north + "/authorizations/partner"
	begun, _ := w.write("PUT", auth, "{}")
	assert.Equal(t, 201, begun.status)
	got := w.send("GET", auth, "")
	assert.Equal(t, "Succeeded", got.at("properties.provisioningState"))
	assert.Equal(t, "Available", got.at("properties.authorizationUseStatus"))
	assert.Equal(t, begun.at("properties.authorizationKey"), got.at("properties.authorizationKey"))
	again, _ := w.write("PUT", auth, "{}")
	assert.Equal(t, 200, again.status)
	assert.Equal(t, got.at("properties.authorizationKey"), again.at("properties.authorizationKey"))
	w.mustWrite("DELETE", auth, "")
	assert.Contains(t, w.send("GET", north+"/authorizations", "").text, `"value":[]`)
	w.mustWrite("PUT", auth, "{}")
	assert.NotEqual(t, got.at("properties.authorizationKey"), w.send("GET", auth, "").at("properties.authorizationKey"))
}

func TestPutOfCircuitWipesOut(t *testing.T) {
	w := start(t, circuittest.Options{})
	w.mustWrite("PUT", north, order)
	w.mustWrite("PUT", private, privateBody)
	w.mustWrite("PUT", north+"/authorizations/partner", "{}")
	whole := w.send("GET", north, "").text
	w.mustWrite("PUT", north, whole)
	assert.Equal(t, peering.Succeeded, w.read().State.Private.Operation)
	assert.Len(t, w.read().Links, 1)
	w.mustWrite("PUT", north, order)
	assert.Equal(t, peering.NoResource, w.read().State.Private.Operation)
	assert.Empty(t, w.read().Links)
	w.mustWrite("PUT", north, `{"location": "westeurope"}`)
	assert.Equal(t, "Equinix", w.read().Have.Order.Provider, "the order stays")
}

func TestProviderHasToDeprovision(t *testing.T) {
	w := start(t, circuittest.Options{})
	w.mustWrite("PUT", north, order)
	provider := w.srv.Circuit("north")
	require.NoError(t, provider.Start())
	assert.Equal(t, circuit.Provisioning, w.read().State.Provider)
	require.NoError(t, provider.Finish())
	refused := w.send("DELETE", north, "")
	assert.Equal(t, 409, refused.status)
	assert.Equal(t, "ConflictError", refused.at("error.code"))
	w.mustWrite("PUT", private, privateBody)
	require.ErrorIs(t, provider.Deprovision(), machine.ErrUnmet, "a peering is left")
	w.mustWrite("DELETE", private, "")
	require.NoError(t, provider.Deprovision())
	w.mustWrite("DELETE", north, "")
	assert.Equal(t, 404, w.send("GET", north, "").status)
	assert.Equal(t, 204, w.send("DELETE", north, "").status)
	assert.Equal(t, circuit.Gone, provider.Now().State().Status)
}

func TestDeleteInTheEditionOf2016(t *testing.T) {
	w := start(t, circuittest.Options{Edition: circuit.Edition2016})
	w.mustWrite("PUT", north, order)
	require.NoError(t, w.srv.Circuit("north").Finish())
	_, ended := w.write("DELETE", north, "")
	assert.Equal(t, "InProgress", ended.at("status"))
	assert.Equal(t, "Disabling", w.send("GET", north, "").at("properties.circuitProvisioningState"))
	require.NoError(t, w.srv.Circuit("north").Deprovision())
	w.srv.Clock().Advance(time.Minute)
	assert.Equal(t, 404, w.send("GET", north, "").status)
}

func TestFailedOperations(t *testing.T) {
	failure := circuittest.Failure{Code: " UnauthorizedForMicrosoftPeering", Message: "not authorized"}
	w := start(t, circuittest.Options{})
	w.mustWrite("PUT", north, order)
	handle := w.srv.Circuit("north")
	require.NoError(t, handle.FailOperation(failure))
	begun, ended := w.write("PUT", msPeering, microsoftBody)
	assert.Equal(t, 201, begun.status)
	assert.Equal(t, 200, ended.status)
	assert.Equal(t, "Failed", ended.at("status"))
	assert.Equal(t, failure.Code, ended.at("error.code"))
	got := w.send("GET", msPeering, "")
	assert.Equal(t, "Failed", got.at("properties.provisioningState"))
	assert.Equal(t, "Disabled", got.at("properties.state"))
	assert.EqualValues(t, 0, got.at("properties.azureASN"))
	w.mustWrite("PUT", msPeering, microsoftBody)

	failure.Spreads = true
	require.NoError(t, handle.FailOperation(failure))
	_, _ = w.write("PUT", private, privateBody)
	assert.Equal(t, peering.Failed, w.read().State.Operation)
	blocked := w.send("PUT", private, privateBody)
	assert.Equal(t, 400, blocked.status)
	assert.Equal(t, "ParentResourceIsInFailedState", blocked.at("error.code"))
	assert.Equal(t, 200, w.send("PATCH", north, `{"tags": {}}`).status)
	w.mustWrite("PUT", north, w.send("GET", north, "").text)
	assert.Equal(t, peering.Succeeded, w.read().State.Operation)
}

func TestReducedBandwidthFails(t *testing.T) {
	w := start(t, circuittest.Options{})
	w.mustWrite("PUT", north, order)
	begun, ended := w.write("PUT", north, strings.Replace(order, "200", "50", 1))
	assert.Equal(t, 200, begun.status)
	assert.Equal(t, "InternalError", ended.at("error.code"))
	assert.Equal(t, peering.Failed, w.read().State.Operation)
}

func TestStrict(t *testing.T) {
	w := start(t, circuittest.Options{Strict: true})
	w.mustWrite("PUT", north, order)
	refused := w.send("PUT", private, privateBody)
	assert.Equal(t, 409, refused.status)
	assert.Equal(t, "RuleNotMet", refused.at("error.code"))
	require.NoError(t, w.srv.Circuit("north").Finish())
	w.mustWrite("PUT", private, privateBody)
	w.mustWrite("PUT", private, strings.Replace(privateBody, "101", "103", 1))
	w.mustWrite("PUT", north, w.send("GET", north, "").text)
}

func TestResourceGroups(t *testing.T) {
	w := start(t, circuittest.Options{RequireGroups: true})
	assert.Equal(t, "ResourceGroupNotFound", w.send("PUT", north, order).at("error.code"))
	assert.Equal(t, 404, w.send("HEAD", group, "").status)
	assert.Equal(t, 201, w.send("PUT", group, `{"location": "westeurope"}`).status)
	assert.Equal(t, 200, w.send("PUT", group, `{"location": "westeurope"}`).status)
	assert.Equal(t, 204, w.send("HEAD", group, "").status)
	w.mustWrite("PUT", north, order)
	require.NoError(t, w.srv.Circuit("north").Finish())
	assert.Equal(t, "ConflictError", w.send("DELETE", group, "").at("error.code"))
	require.NoError(t, w.srv.Circuit("north").Deprovision())
	assert.Equal(t, 200, w.send("DELETE", group, "").status)
	assert.Equal(t, 404, w.send("GET", north, "").status)
	assert.Equal(t, "/subscriptions/s1", w.send("GET", "/subscriptions/s1", "").at("id"))
}

func TestNoSuchCircuit(t *testing.T) {
	w := start(t, circuittest.Options{})
	south := w.srv.Circuit("south")
	require.ErrorIs(t, south.Finish(), circuittest.ErrNoCircuit)
	require.ErrorIs(t, south.Validate(), circuittest.ErrNoCircuit)
	require.ErrorIs(t, south.FailOperation(circuittest.Failure{}), circuittest.ErrNoCircuit)
	assert.Empty(t, south.Journal())
	for _, g := range []string{"a", "b"} {
		w.mustWrite("PUT", strings.Replace(north, "edge", g, 1), order)
	}
	require.ErrorIs(t, w.srv.Circuit("north").Finish(), circuittest.ErrNoCircuit, "two of that name")
	require.NoError(t, w.srv.Circuit(strings.Replace(north, "edge", "a", 1)).Finish())
}

func TestMicrosoftPeeringOnStandardIn2016(t *testing.T) {
	w := start(t, circuittest.Options{Edition: circuit.Edition2016})
	w.mustWrite("PUT", north, order)
	_, ended := w.write("PUT", msPeering, microsoftBody)
	assert.Equal(t, " InvalidSkuTypeForMicrosoftPeering", ended.at("error.code"))
	assert.Equal(t, "Failed", w.send("GET", msPeering, "").at("properties.provisioningState"))
	assert.Equal(t, "Disabled", w.send("GET", msPeering, "").at("properties.state"))
}

func TestRegisteredPrefixes(t *testing.T) {
	w := start(t, circuittest.Options{Registered: func(asn bgp.ASN, p netip.Prefix) bool {
		return asn == 64601 && p == netip.MustParsePrefix("131.107.9.0/24")
	}})
	w.mustWrite("PUT", north, order)
	w.mustWrite("PUT", msPeering, microsoftBody)
	assert.Equal(t, prefixes.Configured, w.read().State.Microsoft.IPv4.Prefixes)
	w.mustWrite("PUT", msPeering, strings.Replace(microsoftBody, "131.107.9.0", "131.107.10.0", 1))
	assert.Equal(t, prefixes.ValidationNeeded, w.read().State.Microsoft.IPv4.Prefixes)
}

func TestRouteFilter(t *testing.T) {
	w := start(t, circuittest.Options{})
	w.mustWrite("PUT", north, order)
	w.mustWrite("PUT", msPeering, microsoftBody)
	assert.Equal(t, machine.No, w.read().State.Microsoft.RouteFilter)
	with := strings.Replace(microsoftBody, `"vlanId"`, `"routeFilter": {"id": "`+group+`/providers/Microsoft.Network/routeFilters/f1"}, "vlanId"`, 1)
	w.mustWrite("PUT", msPeering, with)
	assert.Equal(t, machine.Yes, w.read().State.Microsoft.RouteFilter)
	w.mustWrite("PUT", msPeering, microsoftBody)
	assert.Equal(t, machine.No, w.read().State.Microsoft.RouteFilter)
	var verbs []circuit.Verb
	for _, r := range w.srv.Circuit("north").Journal() {
		verbs = append(verbs, r.Event.Verb)
	}
	assert.Contains(t, verbs, circuit.AttachRouteFilter)
	assert.Contains(t, verbs, circuit.DetachRouteFilter)
}

func TestIPv6Alone(t *testing.T) {
	w := start(t, circuittest.Options{})
	w.mustWrite("PUT", north, order)
	begun, _ := w.write("PUT", private, `{"properties": {"peerASN": 65010, "vlanId": 101,
		"ipv6PeeringConfig": {"primaryPeerAddressPrefix": "2001:db9::/126", "secondaryPeerAddressPrefix": "2001:db9::4/126"}}}`)
	assert.Equal(t, "Enabled", begun.at("properties.state"))
	assert.Equal(t, "Disabled", w.send("GET", private, "").at("properties.state"))
	assert.Equal(t, peering.Absent, w.read().State.Private.IPv4.Admin)
	assert.Equal(t, peering.Enabled, w.read().State.Private.IPv6.Admin)
}

func TestOldVersionsHaveLess(t *testing.T) {
	w := start(t, circuittest.Options{})
	w.mustWrite("PUT", north, order)
	w.mustWrite("PUT", private, privateBody)
	old := w.send("GET", north+"?api-version=2015-06-15", "").text
	for _, field := range []string{"stag", "lastModifiedBy", "peeredConnections", "globalReachEnabled", "gatewayManagerEtag"} {
		assert.NotContains(t, old, field)
		assert.Contains(t, w.send("GET", north, "").text, field)
	}
}
