package circuittest_test

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/expressroute-go/expressroute/circuit"
	"github.com/expressroute-go/expressroute/circuit/azure"
	"github.com/expressroute-go/expressroute/circuit/circuittest"
	"github.com/expressroute-go/expressroute/machine"
)

const (
	group     = "/subscriptions/s1/resourceGroups/edge"
	circuits  = group + "/providers/Microsoft.Network/expressRouteCircuits"
	north     = circuits + "/north"
	private   = north + "/peerings/AzurePrivatePeering"
	msPeering = north + "/peerings/MicrosoftPeering"
	version   = "?api-version=2024-05-01"

	order = `{"location": "West Europe", "tags": {"site": "ams"}, "sku": {"name": "Standard_MeteredData", "tier": "Standard", "family": "MeteredData"},
		"properties": {"serviceProviderProperties": {"serviceProviderName": "Equinix", "peeringLocation": "Amsterdam", "bandwidthInMbps": 200}}}`
	privateBody   = `{"properties": {"peeringType": "AzurePrivatePeering", "peerASN": 65010, "primaryPeerAddressPrefix": "10.1.0.0/30", "secondaryPeerAddressPrefix": "10.1.0.4/30", "vlanId": 101, "sharedKey": "canarySharedKey25letters1"}}`
	microsoftBody = `{"properties": {"peerASN": 64601, "primaryPeerAddressPrefix": "131.107.8.0/30", "secondaryPeerAddressPrefix": "131.107.8.4/30", "vlanId": 102,
		"microsoftPeeringConfig": {"advertisedPublicPrefixes": ["131.107.9.0/24"], "customerASN": 0, "routingRegistryName": "RIPENCC"}}}`
)

// world is a server and a client of it.
type world struct {
	*testing.T
	srv *circuittest.Server
}

func start(t *testing.T, o circuittest.Options) world {
	srv := circuittest.NewServer(o)
	t.Cleanup(srv.Close)
	return world{t, srv}
}

// reply is an answer of the server.
type reply struct {
	status int
	header http.Header
	text   string
	body   map[string]any
}

// at returns the value at a path of names and, in lists, of the first element.
func (r reply) at(path string) any { return at(r.body, path) }

func at(v any, path string) any {
	for _, name := range strings.Split(path, ".") {
		if l, ok := v.([]any); ok && len(l) > 0 {
			v = l[0]
		}
		m, _ := v.(map[string]any)
		v = m[name]
	}
	return v
}

// send sends a request. A path without a query gets an api-version.
func (w world) send(method, path, body string, headers ...string) reply {
	w.Helper()
	url := path
	if !strings.HasPrefix(url, "https://") {
		url = w.srv.URL + url
	}
	if !strings.Contains(url, "?") {
		url += version
	}
	req, err := http.NewRequest(method, url, strings.NewReader(body))
	require.NoError(w, err)
	for i := 0; i < len(headers); i += 2 {
		req.Header.Set(headers[i], headers[i+1])
	}
	resp, err := w.srv.Client().Do(req)
	require.NoError(w, err)
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	require.NoError(w, err)
	r := reply{status: resp.StatusCode, header: resp.Header, text: string(text)}
	if len(text) > 0 {
		require.NoError(w, json.Unmarshal(text, &r.body), string(text))
	}
	return r
}

// write sends a request that begins an operation, lets it end and returns how it
// ended.
func (w world) write(method, path, body string) (begun, ended reply) {
	w.Helper()
	begun = w.send(method, path, body)
	require.Contains(w, []int{200, 201, 202}, begun.status, begun.text)
	w.srv.Clock().Advance(time.Minute)
	return begun, w.send("GET", begun.header.Get("Azure-AsyncOperation"), "")
}

// mustWrite is write for an operation that succeeds.
func (w world) mustWrite(method, path, body string) {
	w.Helper()
	_, ended := w.write(method, path, body)
	require.Equal(w, "Succeeded", ended.at("status"), ended.text)
}

// read reads the circuit with package azure.
func (w world) read() circuit.Observation {
	w.Helper()
	r := w.send("GET", north, "")
	page, err := azure.ReadPage([]byte(r.text), azure.Options{Of: north, Echo: machine.No})
	require.NoError(w, err, r.text)
	require.Len(w, page.Circuits, 1)
	return page.Circuits[0]
}
