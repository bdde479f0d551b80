package circuit

import (
	"math"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
)

// dumb is a second planner, as simple as possible, to check the real one. It has all
// states that the events of a leg lead to from those of a world, and for each the number
// of events to the leg's goal. It finds the numbers by lowering them until none can be
// lowered further.
type dumb struct {
	states []State
	index  map[State]int
	next   [][]int
	away   []int
}

const never = math.MaxInt

func newDumb(c Circuit, from []State, l leg) *dumb {
	d := &dumb{index: map[State]int{}}
	add := func(s State) int {
		i, known := d.index[s]
		if !known {
			i = len(d.states)
			d.index[s], d.states = i, append(d.states, s)
		}
		return i
	}
	for _, s := range from {
		add(s)
	}
	for i := 0; i < len(d.states); i++ {
		c.state = d.states[i]
		var next []int
		for _, e := range l.events {
			if s, ok := assumed(c, e); ok {
				next = append(next, add(s))
			}
		}
		d.next = append(d.next, next)
	}
	for _, s := range d.states {
		away := never
		if l.met(s) {
			away = 0
		}
		d.away = append(d.away, away)
	}
	for lowered := true; lowered; {
		lowered = false
		for i, next := range d.next {
			for _, j := range next {
				if d.away[j] != never && d.away[j]+1 < d.away[i] {
					d.away[i], lowered = d.away[j]+1, true
				}
			}
		}
	}
	return d
}

// planWorlds are the worlds that are small enough for dumb.
func planWorlds() []*world {
	var small []*world
	for _, w := range worlds() {
		if len(w.states) < 2000 {
			small = append(small, w)
		}
	}
	return small
}

// checkLegs checks that the search finds a shortest way for every leg from every state.
func checkLegs(t *testing.T, w *world, legs []leg) {
	t.Helper()
	for _, l := range legs {
		d := newDumb(w.start, w.states, l)
		for i, s := range w.states {
			if raced && i%10 != 0 {
				continue
			}
			c := w.at(s)
			search := search{circuit: c, rigor: planning, events: l.events, goal: l.met, limit: searchLimit}
			way, end, found := search.run()
			if d.away[i] == never {
				require.False(t, found, "%s: a way that is none from %s", l.goal, named(c))
				continue
			}
			require.True(t, found, "%s: no way from %s", l.goal, named(c))
			require.Len(t, way, d.away[i], "%s: from %s", l.goal, named(c))
			require.True(t, l.met(end))
			for _, e := range way {
				next, ok := assumed(c, e)
				require.True(t, ok, "%s: %s in %s", l.goal, e, named(c))
				c.state = next
			}
			require.Equal(t, end, c.state)
		}
	}
}

func TestLegsAgainstBackwardSearch(t *testing.T) {
	for _, w := range planWorlds() {
		t.Run(w.name, func(t *testing.T) {
			checkLegs(t, w, w.start.legs())
			checkLegs(t, w, w.start.teardownLegs())
		})
	}
}

// checkWhole checks that a plan consists of the shortest way of each leg, from the state
// in which the leg before ends, and that it names a leg that has no way.
func checkWhole(t *testing.T, w *world, legsOf func(Circuit) []leg, plan func(Circuit) (Plan, error)) {
	t.Helper()
	dumbs := map[string]*dumb{}
	away := func(c Circuit, l leg) int {
		d := dumbs[l.goal]
		if d == nil {
			d = newDumb(w.start, w.states, l)
			dumbs[l.goal] = d
		}
		if _, known := d.index[c.state]; !known { // an earlier leg made an assumption
			d = newDumb(c, []State{c.state}, l)
		}
		return d.away[d.index[c.state]]
	}
	for i, s := range w.states {
		if raced && i%10 != 0 {
			continue
		}
		start := w.at(s)
		p, err := plan(start)
		events, c := planEvents(p), start
		c.state.Acts |= HistoryKnown // a plan takes what is not on record for not done
		var none *NoPlanError
		if err != nil {
			require.ErrorAs(t, err, &none, named(start))
		}
		blocked := 0
		for _, l := range legsOf(start) {
			if l.last && blocked > 0 {
				break
			}
			n := away(c, l)
			if n == never {
				blocked++
				continue
			}
			require.False(t, slices.ContainsFunc(p.Obstacles, func(o Obstacle) bool { return o.Leg == l.goal }), "a way was missed from %s", named(start))
			require.GreaterOrEqual(t, len(events), n, "from %s", named(start))
			for _, e := range events[:n] {
				next, ok := assumed(c, e)
				require.True(t, ok, "%s from %s", e, named(start))
				c.state = next
			}
			require.True(t, l.met(c.state), "%s: not after %v from %s", l.goal, events[:n], named(start))
			events = events[n:]
		}
		require.Equal(t, blocked > 0, len(p.Obstacles) > 0, named(start))
		require.LessOrEqual(t, len(p.Obstacles), blocked, named(start))
		require.Equal(t, none != nil, blocked > 0 && len(p.Steps) == 0, named(start))
		require.Empty(t, events, "more than the legs need, from %s", named(start))
	}
}

func TestPlansAgainstBackwardSearch(t *testing.T) {
	for _, w := range planWorlds() {
		t.Run(w.name, func(t *testing.T) {
			checkWhole(t, w, func(c Circuit) []leg { return c.legs() }, func(c Circuit) (Plan, error) { return c.plan(goalInService, c.legs()) })
			checkWhole(t, w, func(c Circuit) []leg { return c.teardownLegs() }, Circuit.Teardown)
		})
	}
}

// TestPlansAreShortest checks that planning leg by leg does not make plans longer: from
// the start of a circuit, no sequence of the plan's events is shorter.
func TestPlansAreShortest(t *testing.T) {
	for _, w := range planWorlds() {
		t.Run(w.name, func(t *testing.T) {
			plan, err := w.start.Plan()
			require.NoError(t, err)
			w.start.state.Acts |= HistoryKnown // a plan takes what is not on record for not done
			assert.Equal(t, newDumb(w.start, []State{w.start.state}, whole(w.start.legs())).away[0], flat(plan))

			end := follow(t, w.start, withoutAssumptions(plan))
			down, err := end.Teardown()
			require.NoError(t, err)
			end.state.Acts |= HistoryKnown
			assert.Equal(t, newDumb(end, []State{end.state}, whole(end.teardownLegs())).away[0], flat(down))
		})
	}
}

// whole returns all legs joined into one.
func whole(legs []leg) leg {
	all := leg{met: func(s State) bool {
		for _, l := range legs {
			if !l.met(s) {
				return false
			}
		}
		return true
	}}
	seen := map[Event]bool{}
	for _, l := range legs {
		for _, e := range l.events {
			if !seen[e] {
				seen[e], all.events = true, append(all.events, e)
			}
		}
	}
	return all
}

// withoutAssumptions fails if the plan assumes anything.
func withoutAssumptions(p Plan) Plan {
	for _, s := range p.Steps {
		if len(s.Assumes) > 0 {
			panic("the plan assumes " + s.Assumes[0].String())
		}
	}
	return p
}

// TestPlansAreTheSameEveryTime checks that the plan from a state is always the same.
func TestPlansAreTheSameEveryTime(t *testing.T) {
	for _, w := range planWorlds() {
		t.Run(w.name, func(t *testing.T) {
			stride := 1 + len(w.states)/150
			for c := range w.every(stride) {
				plan, err := c.Plan()
				again, errAgain := c.Plan()
				require.Equal(t, plan, again)
				require.Equal(t, err, errAgain)
				down, err := c.Teardown()
				again, errAgain = c.Teardown()
				require.Equal(t, down, again)
				require.Equal(t, err, errAgain)
			}
		})
	}
}

func planVerbs(p Plan) []Verb {
	var all []Verb
	for _, e := range planEvents(p) {
		all = append(all, e.Verb)
	}
	return all
}

// TestTieBreaks checks which of two plans of the same length is taken.
func TestTieBreaks(t *testing.T) {
	inService := func(s Spec) Circuit {
		c := fresh(s)
		plan, err := c.Plan()
		require.NoError(t, err)
		return follow(t, c, plan)
	}
	for _, tt := range []struct {
		name string
		from Circuit
		want []Verb
	}{
		{"2016: the provider deprovisions first",
			inService(Spec{Edition: Edition2016, Order: fullOrder, Wants: peering.Wants{Private: privateV4}}),
			[]Verb{RequestDeprovisioning, DeprovisioningFinished, DeleteCircuit, CircuitDeleted}},
		{"2016: also while the provider is at work",
			after(t, fresh(Spec{Edition: Edition2016, Order: fullOrder}), CreateCircuit, OperationFinished, OrderConnectivity, HandOverServiceKey, ProvisioningFinished, RequestDeprovisioning, DeprovisioningStarted),
			[]Verb{DeprovisioningFinished, DeleteCircuit, CircuitDeleted}},
		{"2016: nothing was provisioned",
			after(t, fresh(Spec{Edition: Edition2016, Order: fullOrder}), CreateCircuit, OperationFinished),
			[]Verb{DeleteCircuit, CircuitDeleted}},
		{"today: peerings first",
			inService(Spec{Order: fullOrder, Wants: peering.Wants{Private: privateV4}}),
			[]Verb{RemovePeering, PeeringRemoved, RequestDeprovisioning, DeprovisioningFinished, DeleteCircuit, CircuitDeleted}},
		{"Direct: no provider",
			inService(Spec{Kind: Direct, Order: direct(), Wants: peering.Wants{Private: privateV4}}),
			[]Verb{RemovePeering, PeeringRemoved, DeleteCircuit, CircuitDeleted}},
		{"not created", fresh(Spec{Order: fullOrder}), nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			plan, err := tt.from.Teardown()
			require.NoError(t, err)
			assert.Equal(t, tt.want, planVerbs(plan))
		})
	}
}

// after applies verbs about the circuit.
func after(t *testing.T, c Circuit, verbs ...Verb) Circuit {
	t.Helper()
	for _, v := range verbs {
		next, err := c.Apply(Event{Verb: v})
		require.NoError(t, err)
		c = next
	}
	return c
}

// TestPlanWaitsRatherThanWrites checks that a plan waits for an operation in flight.
func TestPlanWaitsRatherThanWrites(t *testing.T) {
	c := fresh(Spec{Order: fullOrder, Wants: peering.Wants{Private: privateV4}})
	c = after(t, c, CreateCircuit)
	plan, err := c.Plan()
	require.NoError(t, err)
	assert.Equal(t, OperationFinished, plan.Steps[0].Event.Verb)
	assert.Equal(t, machine.Microsoft, plan.Turn())
}

// TestPlanStopsAtGone checks that a deleted circuit has no plan to come back.
func TestPlanStopsAtGone(t *testing.T) {
	c := after(t, fresh(Spec{Order: fullOrder, Wants: peering.Wants{Private: privateV4}}), CreateCircuit, OperationFinished, DeleteCircuit, CircuitDeleted)
	_, err := c.Plan()
	var none *NoPlanError
	require.ErrorAs(t, err, &none)
	require.Len(t, none.Unmet(), 1)
	assert.Equal(t, NeedAlive, none.Unmet()[0].Need)
	assert.Equal(t, machine.Customer, none.Unmet()[0].Actor)
	plan, err := c.Teardown()
	require.NoError(t, err)
	assert.Empty(t, plan.Steps)
}

// TestPlanImpossible checks that the error names what cannot be changed.
func TestPlanImpossible(t *testing.T) {
	order := fullOrder
	order.Provider, order.PeeringLocation = "Megaport", "Dublin"
	base := seenAs(Spec{Order: fullOrder, Wants: peering.Wants{Private: privateV4}})
	c, err := base.WithSpec(Spec{Order: order, Wants: peering.Wants{Private: privateV4}})
	require.NoError(t, err)
	_, err = c.Plan()
	var none *NoPlanError
	require.ErrorAs(t, err, &none)
	assert.Len(t, none.Unmet(), 2)
	for _, u := range none.Unmet() {
		assert.Equal(t, NeedPossible, u.Need)
	}

	lower := fullOrder
	lower.Bandwidth = 50
	c, err = base.WithSpec(Spec{Order: lower, Wants: peering.Wants{Private: privateV4}})
	require.NoError(t, err)
	_, err = c.Plan()
	require.ErrorAs(t, err, &none)
	assert.Equal(t, []machine.Need{NeedBandwidthUp}, needsOf(none.Unmet()))
}

func needsOf(unmet []machine.Unmet) []machine.Need {
	var needs []machine.Need
	for _, u := range unmet {
		needs = append(needs, u.Need)
	}
	return needs
}

// TestPlanLeavesUnmanagedAlone checks that a plan has no event about a peering that the
// spec does not manage.
func TestPlanLeavesUnmanagedAlone(t *testing.T) {
	base := fresh(Spec{Order: fullOrder, Wants: peering.Wants{Private: privateV4, Microsoft: filtered()}})
	plan, err := base.Plan()
	require.NoError(t, err)
	c := follow(t, base, plan)
	for _, want := range []Spec{
		{Order: fullOrder, Wants: peering.Wants{Private: privateV4}},
		{Order: fullOrder, Wants: peering.Wants{Private: peering.Want{Mode: peering.WantAbsent}}},
		{Order: fullOrder},
	} {
		c, err := c.WithSpec(want)
		require.NoError(t, err)
		plan, err := c.Plan()
		require.NoError(t, err)
		for _, e := range planEvents(plan) {
			assert.NotEqual(t, peeringMicrosoft, e.Peering, "%s", e)
		}
		assert.Equal(t, want.Private.Mode != peering.WantAbsent, len(plan.Steps) == 0, "%v", planEvents(plan))
	}
}
