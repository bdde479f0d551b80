package circuit

import (
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
)

// bgpInvariants lists the invariants that hold even if guards are ignored: BGP always
// follows from the other states.
func bgpInvariants(c Circuit) string {
	for _, invariant := range invariants {
		if (strings.HasPrefix(invariant.name, "no BGP") || strings.HasPrefix(invariant.name, "BGP is")) && !invariant.holds(c) {
			return invariant.name
		}
	}
	return ""
}

// TestHappened checks that Happened leads to the same circuit as Apply. If only guards
// refuse the event, Happened returns their conditions. If a machine has no rule, it
// returns an error and the circuit does not change.
func TestHappened(t *testing.T) {
	inEveryWorld(t, func(t *testing.T, w *world) {
		stride := 1 + len(w.states)/100
		for c := range w.every(stride) {
			before := dump(c)
			for _, e := range c.events() {
				row, v := c.look(e)
				want, err := c.Apply(e)
				after, unmet, failed := c.Happened(e)
				require.Equal(t, c.papers, after.papers)
				if failed == nil && bgpInvariants(after) != "" {
					require.Failf(t, bgpInvariants(after), "after %s in %s", e, named(c))
				}
				if err == nil {
					require.NoError(t, failed, "%s in %s", e, named(c))
					require.Empty(t, unmet, "%s in %s", e, named(c))
					require.Equal(t, want.state, after.state, "%s in %s", e, named(c))
					continue
				}
				var refused *machine.TransitionError
				require.ErrorAs(t, err, &refused)
				var m mover
				if moveErr := row.move(&m, &v); moveErr == nil {
					require.NoError(t, failed, "%s in %s", e, named(c))
					require.ErrorIs(t, err, machine.ErrUnmet, "%s in %s", e, named(c))
					require.Equal(t, refused.Unmet, unmet, "%s in %s", e, named(c))
					require.Equal(t, m.state, after.state, "%s in %s", e, named(c))
					continue
				}
				require.Error(t, failed, "%s in %s", e, named(c))
				require.Equal(t, c, after, "%s in %s", e, named(c))
				require.Empty(t, unmet, "%s in %s", e, named(c))
				if row.Needs.Hold(v) || errors.Is(err, machine.ErrNoRule) {
					require.Equal(t, err, failed, "%s in %s", e, named(c))
				}
			}
			require.Equal(t, before, dump(c), "the input changed")
		}
	})
}

// TestHappenedAgainstTheRules checks that Happened accepts events that guards would have
// refused.
func TestHappenedAgainstTheRules(t *testing.T) {
	linked := seenAs(Spec{Order: fullOrder, Links: twoLinks[:1], Wants: peering.Wants{Private: privateV4}})
	blind := linked
	blind.state.Whole = 0
	fresh := fresh(Spec{Order: fullOrder, Wants: peering.Wants{Private: privateV4}})
	created := after(t, fresh, CreateCircuit, OperationFinished)
	on := func(verb Verb) Event { return Event{Verb: verb, Peering: peeringPrivate} }
	for _, tt := range []struct {
		name   string
		from   Circuit
		events []Event
		needs  []machine.Need // of the first
		is     func(State) bool
	}{
		{"a peering is removed while the links are not known", blind, []Event{on(RemovePeering), on(PeeringRemoved)},
			[]machine.Need{NeedNoLinks}, func(s State) bool {
				return s.Private.Exists() == machine.No && s.Private.Operation == peering.NoResource
			}},
		{"a network is linked while nobody lists the links", blind, []Event{{Verb: LinkNetwork, Link: "/vnet1"}},
			[]machine.Need{NeedNotLinked, NeedLinkRoom}, func(s State) bool { return s.linked.has(0) }},
		{"a peering is configured before the circuit is Provisioned", created, []Event{on(ConfigurePeering), on(OperationFinished)},
			[]machine.Need{NeedProvisioned}, func(s State) bool { return s.Private.Exists() == machine.Yes && s.Usable() == machine.No }},
		{"the provider is done without a key on record", created, []Event{{Verb: ProvisioningFinished}},
			[]machine.Need{NeedServiceKey}, func(s State) bool { return s.Usable() == machine.Yes && s.Acts.Has(ProvisionedBefore) }},
		{"the provider takes the circuit down unasked, with a peering on it", linked, []Event{{Verb: DeprovisioningStarted}, {Verb: DeprovisioningFinished}},
			[]machine.Need{NeedDeprovisioningRequested, NeedNoPeerings}, func(s State) bool {
				return s.Provider == NotProvisioned && s.Acts.Has(ProvisionedBefore) && s.Private.Exists() == machine.Yes
			}},
		{"a circuit is deleted with a peering on it", created, []Event{on(ConfigurePeering), on(OperationFinished), {Verb: DeleteCircuit}, {Verb: CircuitDeleted}},
			[]machine.Need{NeedProvisioned}, func(s State) bool {
				return s.Status == Gone && s.Private == peering.NotThere()
			}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := tt.from
			for i, e := range tt.events {
				next, unmet, err := c.Happened(e)
				require.NoError(t, err, "%s", e)
				if i == 0 {
					assert.Equal(t, tt.needs, needsOf(unmet))
					assert.False(t, c.Can(e))
				}
				c = next
			}
			assert.True(t, tt.is(c.state), "%s", named(c))
		})
	}
}

// TestHappenedHasNoRule checks that Happened refuses an event that the machines have no
// rule for, or that moves a state that was never observed.
func TestHappenedHasNoRule(t *testing.T) {
	c := fullCircuit(t)
	for _, e := range []Event{{Verb: CreateCircuit}, {Verb: OperationFinished}, {Verb: PeeringRemoved, Peering: peeringPrivate}, {Verb: CircuitDeleted}} {
		after, unmet, err := c.Happened(e)
		assert.ErrorIs(t, err, machine.ErrNoRule, "%s", e)
		assert.Empty(t, unmet)
		assert.Equal(t, c, after)
	}
	after, _, err := Circuit{}.Happened(Event{Verb: DeleteCircuit})
	assert.ErrorIs(t, err, machine.ErrUnmet)
	assert.True(t, machine.Lacks(err, NeedObserved))
	assert.Equal(t, Circuit{}, after)
	var subject *SubjectError
	_, _, err = c.Happened(Event{Verb: ConfigurePeering})
	assert.ErrorAs(t, err, &subject)
	_, _, err = c.Happened(Event{Verb: LinkNetwork, Link: "/nowhere"})
	assert.ErrorAs(t, err, &subject)
}

// TestFireCommits checks that Fire leads to the same circuit as Apply, for each event of
// a plan, and that the BGP machines move on looplab too.
func TestFireCommits(t *testing.T) {
	for _, spec := range []Spec{
		{Order: fullOrder, Links: twoLinks, Wants: peering.Wants{Private: dualPrivate(), Microsoft: dualMicrosoft()}},
		{Edition: Edition2016, Order: fullOrder, Wants: peering.Wants{Public: publicV4, Microsoft: microsoftV4}},
	} {
		c := fresh(spec)
		for range 2 {
			plan, err := c.Next()
			require.NoError(t, err)
			for _, e := range planEvents(plan) {
				stepped, err := c.Apply(e)
				require.NoError(t, err)
				fired, err := c.Fire(t.Context(), e)
				require.NoError(t, err, "%s", e)
				require.Equal(t, stepped, fired, "%s", e)
				require.NotEqual(t, c.state, fired.state, "%s", e)
				c = fired
			}
			spec.Retire = true
			c, err = c.WithSpec(spec)
			require.NoError(t, err)
		}
		assert.Equal(t, Gone, c.state.Status)
	}
	// A refusal is the same.
	c := fullCircuit(t)
	for _, e := range []Event{{Verb: CreateCircuit}, {Verb: DeleteCircuit}, {Verb: OperationFinished}} {
		_, want := c.Apply(e)
		after, err := c.Fire(t.Context(), e)
		assert.Equal(t, want, err, "%s", e)
		assert.Equal(t, c, after)
	}
}
