package circuittest_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/expressroute-go/expressroute/circuit"
	"github.com/expressroute-go/expressroute/circuit/azure"
	"github.com/expressroute-go/expressroute/circuit/azure/refusal"
	"github.com/expressroute-go/expressroute/circuit/circuittest"
	"github.com/expressroute-go/expressroute/machine"
)

func TestFaultsThatRefuse(t *testing.T) {
	tests := []struct {
		kind   circuittest.FaultKind
		method string
		status int
		means  refusal.Disposition
	}{
		{circuittest.NotFound, "GET", 404, refusal.Final},
		{circuittest.Busy, "PUT", 409, refusal.RetryLater},
		{circuittest.Throttled, "GET", 429, refusal.RetryLater},
		{circuittest.ServerError, "PUT", 500, refusal.RetryLater},
	}
	for _, test := range tests {
		t.Run(test.kind.String(), func(t *testing.T) {
			w := start(t, circuittest.Options{})
			w.mustWrite("PUT", north, order)
			w.srv.Inject(circuittest.Fault{Kind: test.kind, Method: test.method, Path: "/NORTH"})
			assert.Equal(t, 200, w.send("GET", circuits, "").status, "another path")
			r := w.send(test.method, north, order)
			assert.Equal(t, test.status, r.status)
			assert.Equal(t, test.means, refusal.Classify(r.status, []byte(r.text)).Disposition)
			assert.Equal(t, 200, w.send(test.method, north, order).status, "it meets one request")
		})
	}
}

func TestThrottledSaysWhen(t *testing.T) {
	w := start(t, circuittest.Options{RetryAfter: 7 * time.Second})
	w.srv.Inject(circuittest.Fault{Kind: circuittest.Throttled, Times: -1})
	for range 3 {
		assert.Equal(t, "7", w.send("GET", north, "").header.Get("Retry-After"))
	}
	w.srv.Heal()
	assert.Equal(t, 404, w.send("GET", north, "").status)
}

func TestStaleRead(t *testing.T) {
	w := start(t, circuittest.Options{})
	w.mustWrite("PUT", north, order)
	old := w.send("GET", north, "").text
	require.NoError(t, w.srv.Circuit("north").Finish())
	w.srv.Inject(circuittest.Fault{Kind: circuittest.StaleRead})
	assert.Equal(t, old, w.send("GET", north, "").text)
	assert.NotEqual(t, old, w.send("GET", north, "").text)
}

func TestLostAnswer(t *testing.T) {
	w := start(t, circuittest.Options{})
	w.srv.Inject(circuittest.Fault{Kind: circuittest.LostAnswer, Method: "PUT"})
	req, err := http.NewRequest("PUT", w.srv.URL+north+version, strings.NewReader(order))
	require.NoError(t, err)
	resp, err := w.srv.Client().Do(req)
	if err == nil {
		resp.Body.Close()
	}
	require.Error(t, err)
	assert.Equal(t, 200, w.send("GET", north, "").status, "the write took effect")
}

func TestNeverEnding(t *testing.T) {
	w := start(t, circuittest.Options{})
	w.srv.Inject(circuittest.Fault{Kind: circuittest.NeverEnding})
	_, ended := w.write("PUT", north, order)
	assert.Equal(t, "InProgress", ended.at("status"))
	w.srv.Clock().Advance(1000 * time.Hour)
	assert.Equal(t, 409, w.send("PUT", north, order).status)
	w.srv.Heal()
	w.srv.Clock().Advance(time.Minute)
	assert.Equal(t, "Succeeded", w.send("GET", north, "").at("properties.provisioningState"))
}

func TestProviders(t *testing.T) {
	w := start(t, circuittest.Options{Providers: []azure.Offer{{Provider: "Equinix", Locations: []string{"London"}, Bandwidths: []circuit.Mbps{50}}}})
	refused := w.send("PUT", north, order)
	assert.Equal(t, "ExpressRouteCircuitServiceProviderDoesNotExist", refused.at("error.code"))
	w.mustWrite("PUT", north, strings.Replace(order, "Amsterdam", "London", 1))
	listed, err := azure.ReadProviders([]byte(w.send("GET", "/subscriptions/s1/providers/Microsoft.Network/expressRouteServiceProviders", "").text))
	require.NoError(t, err)
	require.Len(t, listed.Offers, 1)
	assert.Equal(t, []circuit.Mbps{50}, listed.Offers[0].Bandwidths)
}

func TestPort(t *testing.T) {
	w := start(t, circuittest.Options{})
	port := group + "/providers/Microsoft.Network/expressRoutePorts/pair"
	body := `{"location": "westeurope", "properties": {"peeringLocation": "Amsterdam", "bandwidthInGbps": 10, "encapsulation": "QinQ",
		"links": [{"name": "link1", "properties": {"adminState": "Enabled"}}]}}`
	assert.Equal(t, 201, w.send("PUT", port, body).status)
	w.mustWrite("PUT", north, `{"location": "westeurope", "sku": {"name": "Standard_MeteredData", "tier": "Standard", "family": "MeteredData"},
		"properties": {"expressRoutePort": {"id": "`+port+`"}, "bandwidthInGbps": 2}}`)
	assert.Equal(t, circuit.NotApplicable, w.read().State.Provider)
	assert.Equal(t, circuit.Mbps(2000), w.read().Have.Order.Bandwidth)
	page, err := azure.ReadPage([]byte(w.send("GET", port, "").text), azure.Options{})
	require.NoError(t, err)
	require.Len(t, page.Circuits, 1)
	assert.Equal(t, north, page.Circuits[0].Have.ID)
	assert.Equal(t, "Enabled", w.send("GET", port+"/links/link1", "").at("properties.adminState"))
	assert.Equal(t, "Disabled", w.send("GET", port+"/links/link2", "").at("properties.adminState"))
	assert.Equal(t, 404, w.send("GET", port+"/links/link3", "").status)
	w.mustWrite("DELETE", north, "")
}

func TestLogin(t *testing.T) {
	w := start(t, circuittest.Options{})
	assert.Equal(t, w.srv.URL, w.send("GET", "/metadata/endpoints", "").at("resourceManager"))
	assert.Equal(t, w.srv.URL+"/t1/oauth2/v2.0/token", w.send("GET", "/t1/v2.0/.well-known/openid-configuration", "").at("token_endpoint"))
	for _, path := range []string{"/t1/oauth2/v2.0/token", "/adfs/oauth2/token", "/msi/token"} {
		token, _ := w.send("POST", path, "resource=x").at("access_token").(string)
		assert.Len(t, strings.Split(token, "."), 3, path)
	}
}

func TestAsAHandler(t *testing.T) {
	srv := circuittest.NewHandler(circuittest.Options{})
	w := httptest.NewRecorder()
	srv.ServeHTTP(w, httptest.NewRequest("PUT", north+version, strings.NewReader(order)))
	assert.Equal(t, 201, w.Code)
	assert.Empty(t, srv.URL)
	assert.Contains(t, w.Header().Get("Azure-AsyncOperation"), "http://example.com/subscriptions/s1/providers/")
	srv.Clock().Advance(time.Minute)
	assert.Equal(t, machine.No, srv.Circuit("north").Now().State().Usable())
	srv.Close()
}
