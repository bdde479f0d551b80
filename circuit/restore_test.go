package circuit

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/expressroute-go/expressroute/bgp"
	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
	"github.com/expressroute-go/expressroute/prefixes"
)

// restored returns the circuit after it was stored as text and read back, with
// the same spec.
func restored(t *testing.T, c Circuit) Circuit {
	t.Helper()
	text, err := json.Marshal(c)
	require.NoError(t, err)
	snap, err := ParseSnapshot(text)
	require.NoError(t, err, "%s", text)
	there, err := Restore(c.Want(), snap)
	require.NoError(t, err, "%s", text)
	return there
}

// text returns the JSON form of the circuit's snapshot.
func text(t *testing.T, c Circuit) string {
	t.Helper()
	text, err := json.Marshal(c)
	require.NoError(t, err)
	return string(text)
}

// checkRestored checks that the restored circuit is equal to the stored one, except for
// the service key.
func checkRestored(t *testing.T, want, got Circuit) {
	t.Helper()
	require.Equal(t, want.state, got.state, "%s", named(want))
	have := want.Have()
	have.ServiceKey = machine.Secret{}
	require.Equal(t, have, got.Have(), "%s", named(want))
	require.Equal(t, want.Seen(), got.Seen(), "%s", named(want))
	require.Equal(t, want.Links(), got.Links(), "%s", named(want))
	require.Equal(t, want.Want(), got.Want())
	require.Equal(t, want.Position(), got.Position())
	require.True(t, want.Position().Equal(got.Position()))
	require.Equal(t, want.Phase(), got.Phase(), "%s", named(want))
}

// checkAnswers checks that the restored circuit gives the same answers.
func checkAnswers(t *testing.T, want, got Circuit) {
	t.Helper()
	for _, ask := range []func(Circuit) (Plan, error){Circuit.Plan, Circuit.Teardown} {
		wantPlan, wantErr := ask(want)
		plan, err := ask(got)
		require.Equal(t, fmt.Sprint(wantErr), fmt.Sprint(err), "%s", named(want))
		require.Equal(t, wantPlan.Steps, plan.Steps, "%s", named(want))
		require.Equal(t, wantPlan.Obstacles, plan.Obstacles, "%s", named(want))
		require.Equal(t, wantPlan.Ready(), plan.Ready(), "%s", named(want))
	}
	require.Equal(t, want.Options(), got.Options(), "%s", named(want))
	require.Equal(t, want.Meters(), got.Meters(), "%s", named(want))
	require.Equal(t, want.Workflow(), got.Workflow(), "%s", named(want))
	require.Equal(t, want.Risks(), got.Risks(), "%s", named(want))
	require.Equal(t, want.AsConfigured(), got.AsConfigured(), "%s", named(want))
	require.Equal(t, want.Usable(), got.Usable())
	for p := range peering.Types() {
		require.Equal(t, want.InService(p), got.InService(p), "%s", named(want))
	}
}

// checkMoves checks that the restored circuit moves in the same way.
func checkMoves(t *testing.T, want, got Circuit, events []Event) {
	t.Helper()
	for _, e := range events {
		wantNext, wantUnmet, wantErr := want.Happened(e)
		next, unmet, err := got.Happened(e)
		require.Equal(t, wantErr, err, "%s in %s", e, named(want))
		require.Equal(t, wantUnmet, unmet, "%s in %s", e, named(want))
		require.Equal(t, wantNext.state, next.state, "%s in %s", e, named(want))
		require.Equal(t, want.Can(e), got.Can(e))
	}
}

// A circuit in any reachable state is the same after it was stored and restored. For one
// state in many the test also reads it from JSON and compares all answers.
func TestRestoredInEveryState(t *testing.T) {
	inEveryWorld(t, func(t *testing.T, w *world) {
		want := w.start.Want()
		for c := range w.every(1 + len(w.states)/2000) {
			there, err := Restore(want, c.Snapshot())
			require.NoError(t, err)
			if c.state != there.state || !c.Position().Equal(there.Position()) {
				checkRestored(t, c, there)
			}
		}
		for c := range w.every(1 + len(w.states)/200) {
			checkRestored(t, c, restored(t, c))
		}
		for c := range w.every(1 + len(w.states)/25) {
			there := restored(t, c)
			checkAnswers(t, c, there)
			checkMoves(t, c, there, w.events)
		}
	})
}

// strangeRead returns an observation with everything that a document can show: sessions,
// single prefixes, unknown values, links and authorizations.
func strangeRead(c Circuit, n int) Observation {
	o := shown(c, day(n))
	o.Have.Name, o.Have.Location, o.Have.ETag = "contoso", "westus", fmt.Sprint(n)
	o.Have.ServiceKey = machine.NewSecret("key")
	o.State.Whole = AllAuthorizations
	o.Have.Private.ManagedBy, o.Have.Private.Since = machine.Provider, day(0)
	o.Links = []LinkState{
		{Link: twoLinks[0], Linked: machine.Yes, Connection: Connected},
		{Link: Link{Network: "/authorizations/one", OtherSubscription: true}, Authorized: machine.Yes},
		{Link: Link{Network: "/reach", Kind: GlobalReachLink, OtherGeography: true}, Linked: machine.Yes, Connection: Disconnected},
		{Link: Link{Network: "/hub", Kind: VirtualWANLink}, Linked: machine.No},
	}
	up, down := bgp.Path{Session: bgp.Established, Prefixes: 4}, bgp.Path{Session: bgp.Active}
	o.Have.Sessions = map[Session]bgp.Paths{
		{Peering: peeringPrivate, Family: peering.IPv4}:   {Primary: up, Secondary: down},
		{Peering: peeringMicrosoft, Family: peering.IPv6}: {Primary: up},
	}
	o.Have.Prefixes = []PrefixState{
		{Family: peering.IPv4, Prefix: prefixes.MustParsePrefix("131.107.8.0/24"), State: prefixes.PrefixValidationNeeded, Signed: true},
		{Family: peering.IPv6, Prefix: prefixes.MustParsePrefix("2A01:112::/48"), State: prefixes.PrefixConfigured},
	}
	o.Have.Strange = []Strange{
		{Path: "properties.circuitProvisioningState", Field: "status", Value: "Draining"},
		{Path: "properties.sku.tier", Value: "Ultra\x00 \u2028"},
	}
	o.State.Status = 0
	return o
}

// An observed circuit is the same after it was stored and restored: it gives the same
// answers, moves in the same way, and explains the next read in the same way.
func TestRestoredAfterObservations(t *testing.T) {
	full := fullCircuit(t)
	linked := fresh(Spec{Order: fullOrder, Links: twoLinks, Facts: Facts{Ordered: machine.Yes, KeyHandedOver: machine.Yes, ProviderNeeds: []string{"VPN ID"}}, Wants: peering.Wants{Private: dualPrivate(), Microsoft: managedBy(machine.Provider, dualMicrosoft())}})
	plan, err := linked.Plan()
	require.NoError(t, err)
	inUse := linked
	for _, e := range planEvents(plan) {
		inUse, _, err = inUse.Happened(e)
		require.NoError(t, err)
	}
	replaced := shown(full, day(3))
	replaced.Have.ServiceKey = machine.NewSecret("another key")
	moved := shown(full, day(3))
	moved.Have.ServiceKey, moved.Have.ID = machine.NewSecret("key"), "/moved"
	direct := shown(full, day(3))
	direct.State.Provider = NotApplicable
	reads := map[string][]Observation{
		"one":          {strangeRead(full, 1)},
		"two":          {strangeRead(full, 1), shown(full, day(2))},
		"parts":        parts(strangeRead(full, 1)),
		"absences":     {strangeRead(full, 1), notFound(day(2)), notFound(day(3))},
		"gone":         {strangeRead(full, 1), notFound(day(2)), notFound(day(3)), notFound(day(4))},
		"replaced":     {strangeRead(full, 1), replaced},
		"moved":        {strangeRead(full, 1), moved},
		"direct":       {direct, direct},
		"not in order": {strangeRead(full, 2), shown(full, day(1))},
		"without time": {{Have: strangeRead(full, 1).Have, Links: strangeRead(full, 1).Links}},
	}
	for name, start := range map[string]Circuit{"nothing": {}, "fresh": linked, "in service": inUse, "full": full} {
		for kind, list := range reads {
			t.Run(name+", "+kind, func(t *testing.T) {
				c := start
				for _, o := range list {
					there := restored(t, c)
					next, x := mustObserve(t, c, o)
					again, y := mustObserve(t, there, o)
					x.steps, y.steps = nil, nil
					require.Equal(t, x, y)
					require.Equal(t, text(t, next), text(t, again))
					c = next
					there = restored(t, c)
					checkRestored(t, c, there)
					checkAnswers(t, c, there)
					checkMoves(t, c, there, c.events())
				}
			})
		}
	}
}

// document returns an observation that can be written as JSON: all values of its links
// and sessions are in their enumerations.
func (d dice) document() Observation {
	o := d.observation()
	for i := range o.Links {
		o.Links[i].Kind, o.Links[i].Connection = o.Links[i].Kind%(GlobalReachLink+1), o.Links[i].Connection%(ConnectionFailed+1)
	}
	for session := range o.Have.Sessions {
		if session.Peering == 0 || session.Family == 0 {
			delete(o.Have.Sessions, session)
		}
	}
	return o
}

// The same is true for any circuit after random observations and events.
func TestRestoredAfterAnything(t *testing.T) {
	circuits := totalSpecs(t)
	d := dice{seeded("restored"), 0}
	for i := range rounds(120) {
		c := circuits[i%len(circuits)]
		for n := range 8 {
			if d.IntN(2) == 0 {
				events := c.events()
				if len(events) > 0 {
					c, _, _ = c.Happened(events[d.IntN(len(events))])
				}
			} else {
				o := d.document()
				o.At = day(n)
				c, _ = mustObserve(t, c, o)
			}
			there := restored(t, c)
			checkRestored(t, c, there)
			checkMoves(t, c, there, c.events())
			o := d.document()
			next, x := mustObserve(t, c, o)
			again, y := mustObserve(t, there, o)
			x.steps, y.steps = nil, nil
			require.Equal(t, x, y, "%s", named(c))
			require.Equal(t, text(t, next), text(t, again), "%s", named(c))
		}
		checkAnswers(t, c, restored(t, c))
	}
}

// What the documents show about who manages a peering is kept if a new spec does not
// say who manages it.
func TestManagerOutlivesTheSpec(t *testing.T) {
	full := fullCircuit(t)
	o := shown(full, day(1))
	o.Have.Private.ManagedBy = machine.Provider
	c, _ := mustObserve(t, full, o)
	require.Equal(t, machine.Yes, c.state.Private.AsWanted)
	assert.Equal(t, machine.Provider, c.Have().Private.ManagedBy)
	assert.Equal(t, machine.Provider, restored(t, c).Have().Private.ManagedBy)
	want := c.Check(Event{Verb: DisablePeering, Peering: peeringPrivate, Family: peering.IPv4})
	c, _ = mustObserve(t, c, Observation{At: day(2), State: State{Status: Enabled}, Have: Config{Name: "renamed"}})
	assert.Equal(t, want, c.Check(Event{Verb: DisablePeering, Peering: peeringPrivate, Family: peering.IPv4}))
}
