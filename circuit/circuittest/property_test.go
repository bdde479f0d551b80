package circuittest_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/expressroute-go/expressroute/circuit"
	"github.com/expressroute-go/expressroute/circuit/azure"
	"github.com/expressroute-go/expressroute/circuit/circuittest"
	"github.com/expressroute-go/expressroute/circuit/journal"
	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
)

// A step of a random script: a request of the customer or an act of somebody else. All
// may be refused.
type act struct {
	name string
	do   func(world)
}

func request(method, path, body string) act {
	return act{method + " " + path[len(circuits):] + " " + body, func(w world) { w.send(method, path, body) }}
}

func script(name string, do func(circuittest.Circuit) error) act {
	return act{name, func(w world) { _ = do(w.srv.Circuit("north")) }}
}

var dualStack = strings.Replace(microsoftBody, `"vlanId"`,
	`"ipv6PeeringConfig": {"primaryPeerAddressPrefix": "2001:db9::/126", "secondaryPeerAddressPrefix": "2001:db9::4/126", "microsoftPeeringConfig": {"advertisedPublicPrefixes": ["2001:db9:1::/48"]}}, "vlanId"`, 1)

var acts = []act{
	request("PUT", north, order),
	request("PUT", north, strings.Replace(order, "200", "500", 1)),
	request("PUT", north, strings.Replace(order, "200", "50", 1)),
	request("PUT", north, strings.ReplaceAll(order, "Standard", "Premium")),
	request("PUT", north, strings.ReplaceAll(order, "Metered", "Unlimited")),
	{"PUT back", func(w world) {
		if r := w.send("GET", north, ""); r.status == 200 {
			w.send("PUT", north, r.text)
		}
	}},
	request("PATCH", north, `{"tags": {"a": "b"}}`),
	request("DELETE", north, ""),
	request("PUT", private, privateBody),
	request("PUT", private, strings.Replace(privateBody, "101", "201", 1)),
	request("PUT", private, strings.Replace(privateBody, `"vlanId"`, `"state": "Disabled", "vlanId"`, 1)),
	request("PUT", private, strings.Replace(privateBody, `"vlanId"`, `"state": "Enabled", "vlanId"`, 1)),
	request("DELETE", private, ""),
	request("PUT", msPeering, microsoftBody),
	request("PUT", msPeering, dualStack),
	request("PUT", msPeering, strings.Replace(microsoftBody, `"vlanId"`, `"routeFilter": {"id": "`+group+`/providers/Microsoft.Network/routeFilters/f1"}, "vlanId"`, 1)),
	request("PUT", msPeering, strings.Replace(microsoftBody, "131.107.9.0", "131.107.10.0", 1)),
	request("DELETE", msPeering, ""),
	request("PUT", north+"/authorizations/a1", "{}"),
	request("PUT", north+"/authorizations/a2", "{}"),
	request("DELETE", north+"/authorizations/a1", ""),
	request("PUT", north+"/peerings/AzurePrivatePeering/connections/g1", reachBody),
	request("DELETE", north+"/peerings/AzurePrivatePeering/connections/g1", ""),
	{"link", func(w world) { w.send("PUT", link, linkBody) }},
	{"unlink", func(w world) { w.send("DELETE", link, "") }},
	{"redeem", func(w world) {
		key, _ := w.send("GET", north+"/authorizations/a1", "").at("properties.authorizationKey").(string)
		w.send("PUT", link, strings.Replace(linkBody, `"peer"`, `"authorizationKey": "`+key+`", "peer"`, 1))
	}},
	script("Start", circuittest.Circuit.Start),
	script("Finish", circuittest.Circuit.Finish),
	script("Abandon", circuittest.Circuit.Abandon),
	script("Deprovision", circuittest.Circuit.Deprovision),
	script("Validate", circuittest.Circuit.Validate),
	script("NeedValidation", circuittest.Circuit.NeedValidation),
	script("AcceptEvidence", circuittest.Circuit.AcceptEvidence),
	script("FailOperation", func(c circuittest.Circuit) error {
		return c.FailOperation(circuittest.Failure{Code: "InternalServerError", Message: "An error occurred.", Spreads: true})
	}),
	script("FailOperation", func(c circuittest.Circuit) error {
		return c.FailOperation(circuittest.Failure{Code: "InternalServerError", Message: "An error occurred.", Disables: true})
	}),
	{"Advance", func(w world) { w.srv.Clock().Advance(time.Minute) }},
	{"Advance", func(w world) { w.srv.Clock().Advance(time.Minute) }},
	{"Advance a little", func(w world) { w.srv.Clock().Advance(15 * time.Second) }},
}

// TestWhatIsServedIsExplained runs random scripts. After each step, package azure reads
// what the server shows, and knows all of it; and package circuit explains each change.
func TestWhatIsServedIsExplained(t *testing.T) {
	scripts := 60
	if testing.Short() {
		scripts = 10
	}
	for seed := range scripts {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			random := rand.New(rand.NewPCG(uint64(seed), 1))
			w := start(t, circuittest.Options{Seed: uint64(seed)})
			w.mustWrite("PUT", north, order)
			require.Equal(t, 201, w.send("PUT", gateway, `{"location": "westeurope"}`).status)
			reader := poller{world: w}
			for range 40 {
				a := acts[random.IntN(len(acts))]
				a.do(w)
				reader.done = append(reader.done, a.name)
				reader.poll()
			}
			requireContinuous(t, w.srv.Circuit("north").Journal())
		})
	}
}

// TestStrictAppliesAll runs random scripts against a strict server: the rules permit every
// event of the customer and the provider, apart from what Azure takes and then fails.
func TestStrictAppliesAll(t *testing.T) {
	for seed := range 20 {
		random := rand.New(rand.NewPCG(uint64(seed), 2))
		w := start(t, circuittest.Options{Seed: uint64(seed), Strict: true})
		w.mustWrite("PUT", north, order)
		for range 60 {
			acts[random.IntN(len(acts))].do(w)
		}
		for _, r := range w.srv.Circuit("north").Journal() {
			switch {
			case r.Cause == journal.CauseApplied, r.Actor == machine.Microsoft:
			case r.Event.Verb == circuit.ChangeBandwidth: // Azure accepts less of it, and then fails
			case r.From.State.Operation == peering.Updating: // a peering in the PUT of a circuit
			default:
				require.Fail(t, "a rule is broken", "%d: %v", r.Seq, r.Event)
			}
		}
	}
}

// requireContinuous requires that each record begins where the one before it ended,
// apart from how the circuit compares with its spec, which each write changes.
func requireContinuous(t *testing.T, records []journal.Record) {
	var before circuit.State
	for i, r := range records {
		require.EqualValues(t, i+1, r.Seq)
		from := machines(r.From.State)
		if i > 0 {
			require.Equal(t, before, from, "%d: %v", r.Seq, r.Event)
		}
		before = machines(r.To.State)
	}
}

// machines returns the states of the machines alone.
func machines(s circuit.State) circuit.State {
	alone := circuit.State{Provider: s.Provider, Status: s.Status, Operation: s.Operation, Acts: s.Acts, States: s.States}
	for _, p := range alone.Peerings() {
		p.AsWanted = 0
	}
	return alone
}

// poller reads the circuit again and again, as a monitoring program does.
type poller struct {
	world
	known circuit.Circuit
	done  []string
}

func (p *poller) poll() {
	p.Helper()
	r := p.send("GET", north, "")
	page, err := azure.ReadPage([]byte(r.text), azure.Options{At: p.srv.Clock().Now(), Of: north, Echo: machine.No})
	require.NoError(p, err, r.text)
	require.Len(p, page.Circuits, 1)
	seen := page.Circuits[0]
	require.Empty(p, seen.Have.Strange, r.text)
	for _, q := range seen.Quirks {
		require.NotContains(p, q.Says, "no such field", r.text)
	}
	if p.known.ID() == "" {
		p.known, err = circuit.Observed(seen)
		require.NoError(p, err)
		return
	}
	known, explained, err := p.known.Observe(seen)
	require.NoError(p, err)
	require.Empty(p, explained.Drift, "%s\n%s\n%+v", strings.Join(p.done, "\n"), r.text, explained)
	p.known = known
	p.parts()
}

// parts reads the documents of what is in the circuit, and of what is linked to it.
func (p *poller) parts() {
	p.Helper()
	key, _ := p.send("GET", north, "").at("properties.serviceKey").(string)
	cross := "/subscriptions/p1/resourceGroups/CrossConnection-Amsterdam/providers/Microsoft.Network/expressRouteCrossConnections/" + key
	for _, url := range []string{circuits, private, msPeering, north + "/peerings", north + "/authorizations", private + "/connections", link, cross} {
		r := p.send("GET", url, "")
		if strings.Contains(url, "CrossConnection") && r.status == 404 {
			continue // not created yet
		}
		page, err := azure.ReadPage([]byte(r.text), azure.Options{Of: url, Circuit: north})
		require.NoError(p, err, "%s: %s", url, r.text)
		for _, seen := range page.Circuits {
			require.Empty(p, seen.Have.Strange, r.text)
			for _, q := range seen.Quirks {
				require.NotContains(p, q.Says, "no such field", r.text)
			}
		}
	}
}
