package main

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/expressroute-go/expressroute/circuit"
	"github.com/expressroute-go/expressroute/circuit/azure/request"
	"github.com/expressroute-go/expressroute/circuit/circuittest"
	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
)

var update = flag.Bool("update", false, "write the golden files")

// both is a circuit with both peerings, of which the Microsoft peering waits for the
// validation of its prefixes.
const both = `{"v": 1,
  "order": {"provider": "Equinix", "peeringLocation": "Oslo", "bandwidthInMbps": 200, "tier": "Standard", "billing": "MeteredData"},
  "AzurePrivatePeering": {"ipv4": {"primary": "192.168.10.0/30", "secondary": "192.168.10.4/30"}, "vlan": 100, "peerASN": 65010},
  "MicrosoftPeering": {"ipv4": {"primary": "131.107.0.0/30", "secondary": "131.107.0.4/30", "advertised": ["131.107.8.0/24"], "customerASN": 3598, "registry": "ARIN",
    "routeFilter": "/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/routeFilters/f"}, "vlan": 200, "peerASN": 3598}}`

// provisioning returns a loop on a demo, and what it prints.
func provisioning(t *testing.T, text string) (*provisioner, *demo, *bytes.Buffer) {
	t.Helper()
	spec, err := circuit.ParseSpec([]byte(text))
	require.NoError(t, err)
	c, err := circuit.New(spec)
	require.NoError(t, err)
	var out bytes.Buffer
	p := &provisioner{circuit: c, out: &out, names: request.Names{Subscription: "s", ResourceGroup: "network", Circuit: "er-oslo", Location: "norwayeast"}}
	d := newDemo("er-oslo")
	p.play(d)
	t.Cleanup(p.close)
	return p, d, &out
}

// retire wants the circuit gone.
func (p *provisioner) retire(t *testing.T) {
	t.Helper()
	spec := p.circuit.Want()
	spec.Retire = true
	c, err := p.circuit.WithSpec(spec)
	require.NoError(t, err)
	p.circuit = c
}

// TestWholeLife: from nothing into service, and back to nothing.
func TestWholeLife(t *testing.T) {
	p, d, out := provisioning(t, both)
	require.NoError(t, p.run(t.Context()), "%s", out)
	assert.NoError(t, p.circuit.InService())
	assert.NoError(t, d.circuit.Now().InService(), "the server agrees")
	p.retire(t)
	require.NoError(t, p.run(t.Context()), "%s", out)
	assert.Equal(t, circuit.Gone, p.circuit.State().Status)
	golden(t, "life.txt", out.String())
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		require.NoError(t, os.WriteFile(file, []byte(got), 0o644))
	}
	want, err := os.ReadFile(file)
	require.NoError(t, err)
	assert.Equal(t, string(want), got, "run: go test ./examples/provision -update")
}

// TestFaults: whatever goes wrong for a while, the circuit is built and taken down.
func TestFaults(t *testing.T) {
	for _, kind := range []circuittest.FaultKind{
		circuittest.StaleRead, circuittest.NotFound, circuittest.Busy, circuittest.Throttled, circuittest.ServerError, circuittest.LostAnswer,
	} {
		for _, method := range []string{"GET", "PUT", "DELETE"} {
			t.Run(fmt.Sprint(kind, " ", method), func(t *testing.T) {
				p, d, out := provisioning(t, both)
				for range 3 {
					d.server.Inject(circuittest.Fault{Kind: kind, Method: method})
				}
				require.NoError(t, p.run(t.Context()), "%s", out)
				assert.NoError(t, d.circuit.Now().InService())
				p.retire(t)
				require.NoError(t, p.run(t.Context()), "%s", out)
				assert.Equal(t, circuit.Gone, p.circuit.State().Status)
			})
		}
	}
}

// TestNothingIsWrittenUnread: a circuit that exists, and that cannot be read at first, is
// not written over by a run that knows nothing of it.
func TestNothingIsWrittenUnread(t *testing.T) {
	p, d, out := provisioning(t, both)
	require.NoError(t, p.run(t.Context()), "%s", out)
	for _, kind := range []circuittest.FaultKind{circuittest.ServerError, circuittest.Throttled, circuittest.LostAnswer} {
		for range 3 {
			d.server.Inject(circuittest.Fault{Kind: kind, Method: "GET"})
		}
		out.Reset()
		c, err := circuit.New(p.circuit.Want())
		require.NoError(t, err)
		p.circuit, p.document = c, nil
		require.NoError(t, p.read(t.Context()), "%s", out)
		assert.NotEmpty(t, p.circuit.Have().ID, "%s: planned only once it was read", kind)
		assert.NotEmpty(t, out.String(), "%s: the fault was met", kind)
	}
	p.azure.base = "http://127.0.0.1:1"
	assert.Error(t, p.run(t.Context()), "it is never read")
	assert.NotContains(t, out.String(), "PUT")
}

// TestAssumed: what no document shows is checked by a person before the circuit is taken
// down.
func TestAssumed(t *testing.T) {
	p, d, out := provisioning(t, both)
	require.NoError(t, p.run(t.Context()), "%s", out)
	p.retire(t)
	p.world = &silent{d}
	plan, err := p.circuit.Next()
	require.NoError(t, err)
	plan.Steps[0].Assumes = []machine.Unmet{{Want: "nothing is linked", Unknown: true}}
	out.Reset()
	assert.True(t, isWaiting(p.take(t.Context(), plan)))
	assert.Contains(t, out.String(), "nothing is linked")
	assert.NotContains(t, out.String(), "DELETE")
	p.done = true
	require.NoError(t, p.take(t.Context(), plan))
	assert.Contains(t, out.String(), "DELETE")
}

// TestToken: the access token goes to Azure Resource Manager and to no other host.
func TestToken(t *testing.T) {
	var got []string
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { got = append(got, r.Header.Get("Authorization")) }))
	defer server.Close()
	for _, base := range []string{server.URL, server.URL + "/", "https://management.azure.com"} {
		_, err := client{base: base, http: server.Client(), token: "t"}.send(t.Context(), "GET", server.URL+"/operation", nil, nil)
		require.NoError(t, err)
	}
	assert.Equal(t, []string{"Bearer t", "Bearer t", ""}, got)
}

// TestKeys: the end of the line in a file is not part of the key, and a key that is
// missing is an error.
func TestKeys(t *testing.T) {
	file := filepath.Join(t.TempDir(), "key")
	require.NoError(t, os.WriteFile(file, []byte("k e y\r\n"), 0o600))
	t.Setenv("PROVISION_TEST_KEY", "key\n")
	key, err := secret(peering.KeyRef{File: file})
	require.NoError(t, err)
	assert.Equal(t, "k e y", key.Reveal())
	key, err = secret(peering.KeyRef{Env: "PROVISION_TEST_KEY"})
	require.NoError(t, err)
	assert.Equal(t, "key\n", key.Reveal())
	_, err = secret(peering.KeyRef{Env: "PROVISION_TEST_NO_KEY"})
	assert.Error(t, err)
	_, err = secret(peering.KeyRef{File: file + "2"})
	assert.Error(t, err)
}

// TestFailedOperation: a circuit whose creation failed is refreshed.
func TestFailedOperation(t *testing.T) {
	p, d, out := provisioning(t, both)
	_ = d.circuit.FailOperation(circuittest.Failure{Code: "InternalServerError", Message: "An error occurred."})
	require.NoError(t, p.run(t.Context()), "%s", out)
	assert.NoError(t, d.circuit.Now().InService())
}

// TestRestart: a run that is broken off at any point is taken up by the next one, from
// the file alone.
func TestRestart(t *testing.T) {
	for stop := 1; stop < 30; stop++ {
		p, d, out := provisioning(t, both)
		p.state = filepath.Join(t.TempDir(), "state.json")
		ctx, cancel := context.WithCancel(t.Context())
		p.world = &stopping{demo: d, left: stop, stop: cancel}
		p.azure.wait = p.world.pass
		err := p.run(ctx)
		p.world, p.azure.wait = d, d.pass
		text, readErr := os.ReadFile(p.state)
		require.NoError(t, readErr)
		assert.NotContains(t, string(text), "serviceKey")
		p.circuit, readErr = restored(p.circuit.Want(), p.state)
		require.NoError(t, readErr)
		require.NoError(t, p.run(t.Context()), "%s", out)
		assert.NoError(t, d.circuit.Now().InService())
		if err == nil {
			return // it came to its end before it was stopped
		}
	}
}

// stopping is a demo that ends the run after some waits.
type stopping struct {
	*demo
	left int
	stop func()
}

func (s *stopping) pass(ctx context.Context, d time.Duration) error {
	if s.left--; s.left <= 0 {
		s.stop()
	}
	return s.demo.pass(ctx, d)
}

// TestNothingIsDestroyedUnasked: a provider that deprovisions by itself stops the run.
func TestNothingIsDestroyedUnasked(t *testing.T) {
	p, d, out := provisioning(t, both)
	require.NoError(t, p.run(t.Context()), "%s", out)
	require.NoError(t, d.circuit.Happen(circuit.Event{Verb: circuit.DeprovisioningStarted}))
	err := p.run(t.Context())
	require.Error(t, err)
	assert.NotZero(t, d.circuit.Now().State().Private.Exists())
	assert.NotContains(t, out.String(), "DELETE")
}

// TestCommandLine: the program with its own Azure, and without one.
func TestCommandLine(t *testing.T) {
	for name, c := range map[string]struct {
		args []string
		code int
		says string
	}{
		"the sample":      {nil, asWanted, "Provisioned/Enabled"},
		"nothing to take": {[]string{"-retire"}, asWanted, "no circuit"},
		"no such spec":    {[]string{"-spec", "none.json"}, badInput, ""},
		"a bad spec":      {[]string{"-spec", "main.go"}, badInput, ""},
		"no such flag":    {[]string{"-frobnicate"}, badInput, ""},
		"no names":        {[]string{"-azure", "https://127.0.0.1:1"}, badInput, "-azure needs -spec; -azure needs -subscription"},
		"no TLS": {[]string{"-azure", "http://127.0.0.1:1", "-spec", "testdata/spec.json", "-subscription", "s", "-group", "g",
			"-circuit", "c", "-location", "l"}, badInput, "want an https URL"},
	} {
		t.Run(name, func(t *testing.T) {
			var stdout, stderr strings.Builder
			assert.Equal(t, c.code, run(t.Context(), c.args, &stdout, &stderr), "%s", &stderr)
			assert.Contains(t, stdout.String()+stderr.String(), c.says)
		})
	}
}

// TestSpokenSteps: on a real Azure the run ends where a person has to say something.
func TestSpokenSteps(t *testing.T) {
	p, d, out := provisioning(t, both)
	p.world = &silent{d}
	assert.True(t, isWaiting(p.run(t.Context())))
	assert.Contains(t, out.String(), "ask Equinix")
	for range 5 {
		p.done = true
		if err := p.run(t.Context()); err == nil {
			break
		} else if !isWaiting(err) {
			require.NoError(t, err)
		}
	}
	assert.NoError(t, d.circuit.Now().InService())
}

// silent is a demo in which nothing is said by itself.
type silent struct{ *demo }

func (silent) done(circuit.Step) bool { return false }
