package bgp_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	. "github.com/expressroute-go/expressroute/bgp"
	"github.com/expressroute-go/expressroute/machine"
)

// arrows lists all transitions. What is not here has no rule.
var arrows = []string{
	"Disabled->EdgeEnabled->Enabled",
	"Enabled->EdgeDisabled->Disabled",
}

// everything is the Edge for which every guard holds.
var everything = Edge{Usable: machine.Yes, Administered: machine.Yes, Applied: machine.Yes, Prefixes: machine.Yes}

// target returns the state that the arrows lead to, false if there is no arrow.
func target(from State, on Event) (State, bool) {
	for _, arrow := range arrows {
		if to, ok := strings.CutPrefix(arrow, from.String()+"->"+on.String()+"->"); ok {
			s, err := machine.Parse[State](to)
			return s, err == nil
		}
	}
	return 0, false
}

// edges yields every possible Edge: four facts of three values.
func edges(yield func(Edge) bool) {
	truths := []machine.Truth{machine.Unknown, machine.No, machine.Yes}
	for _, usable := range truths {
		for _, administered := range truths {
			for _, applied := range truths {
				for _, prefixes := range truths {
					if !yield(Edge{usable, administered, applied, prefixes}) {
						return
					}
				}
			}
		}
	}
}

// facts returns the four needs, and the facts of e that meet them.
func facts(e Edge) ([]machine.Need, []machine.Truth) {
	return []machine.Need{NeedUsable, NeedAdministered, NeedApplied, NeedPrefixes},
		[]machine.Truth{e.Usable, e.Administered, e.Applied, e.Prefixes}
}

func TestMachine(t *testing.T) {
	moves := 0
	for from := range States() {
		for on := range Events() {
			want, ok := target(from, on)
			name := from.String() + "->" + on.String()
			if ok {
				moves++
				name += "->" + want.String()
			}
			t.Run(name, func(t *testing.T) {
				to, err := Machine().Step(everything, from, on)
				_, hasRule := Machine().Rule(from, on)
				assert.Equal(t, ok, hasRule)
				assert.Equal(t, ok, Machine().Can(everything, from, on))
				if ok {
					require.NoError(t, err)
					assert.Equal(t, want, to)
					return
				}
				require.ErrorIs(t, err, machine.ErrNoRule)
				var refused *machine.TransitionError
				require.ErrorAs(t, err, &refused)
				assert.Equal(t, from, to)
			})
		}
	}
	assert.Len(t, arrows, moves, "every arrow has a known state and event")
}

// A state or event that is not declared has no rule.
func TestMachineUndeclared(t *testing.T) {
	for _, from := range []State{0, Enabled + 1, 255} {
		for _, on := range []Event{0, EdgeEnabled, EdgeDisabled, EdgeDisabled + 1, 255} {
			_, err := Machine().Step(everything, from, on)
			assert.ErrorIs(t, err, machine.ErrNoRule)
		}
	}
}

// The looplab machine and the table agree for every state and event.
func TestMachineIsEngine(t *testing.T) {
	for from := range States() {
		for on := range Events() {
			want, ok := target(from, on)
			engine := Machine().FSM(from, nil)
			assert.Equal(t, ok, engine.Can(on.String()), "%s->%s", from, on)
			err := engine.Event(context.Background(), on.String())
			if !ok {
				assert.Error(t, err, "%s->%s", from, on)
				want = from
			}
			assert.Equal(t, want.String(), engine.Current(), "%s->%s", from, on)

			to, _ := Machine().Fire(context.Background(), everything, from, on)
			assert.Equal(t, want, to, "%s->%s", from, on)
		}
	}
}

// The refusal, Why and Settle agree for every combination of facts.
func TestGuards(t *testing.T) {
	for e := range edges {
		var lacking []machine.Need
		var unknown []bool
		needs, truths := facts(e)
		for i, truth := range truths {
			if truth != machine.Yes {
				lacking = append(lacking, needs[i])
				unknown = append(unknown, truth == machine.Unknown)
			}
		}
		_, err := Machine().Step(e, Disabled, EdgeEnabled)
		why := e.Why()
		require.Len(t, why, len(lacking))
		for i, unmet := range why {
			assert.Equal(t, lacking[i], unmet.Need)
			assert.Equal(t, unknown[i], unmet.Unknown)
			assert.True(t, machine.Lacks(err, unmet.Need))
			assert.NotEmpty(t, unmet.Found)
			assert.NotZero(t, unmet.Actor)
		}
		assert.Equal(t, len(lacking) == 0, err == nil)
		assert.True(t, Machine().Can(e, Enabled, EdgeDisabled), "%+v", e)

		switch {
		case len(lacking) == 0:
			assert.Equal(t, Enabled, Settle(e))
			assert.Nil(t, why)
		case slices.Contains(truths, machine.No):
			assert.Equal(t, Disabled, Settle(e), "%+v", e)
		default:
			assert.Zero(t, Settle(e), "%+v", e)
		}
	}
}

// What is found if a fact is No, and if it is Unknown.
func TestFound(t *testing.T) {
	for _, tc := range []struct {
		need        machine.Need
		no, unknown string
	}{
		{NeedUsable, "a circuit that is not Provisioned or not Enabled", "not observed; read the circuit"},
		{NeedAdministered, "a peering that is not configured or not Enabled", "not observed; read the peering"},
		{NeedApplied, "an operation that has not finished or has failed", "not observed; read the peering"},
		{NeedPrefixes, "prefixes that are not Configured", "not observed; read the peering"},
	} {
		for truth, want := range map[machine.Truth]string{machine.No: tc.no, machine.Unknown: tc.unknown} {
			t.Run(string(tc.need)+" "+truth.String(), func(t *testing.T) {
				e := everything
				switch tc.need {
				case NeedUsable:
					e.Usable = truth
				case NeedAdministered:
					e.Administered = truth
				case NeedApplied:
					e.Applied = truth
				case NeedPrefixes:
					e.Prefixes = truth
				}
				why := e.Why()
				require.Len(t, why, 1)
				assert.Equal(t, tc.need, why[0].Need)
				assert.Equal(t, want, why[0].Found)
			})
		}
	}
}

func TestActors(t *testing.T) {
	for rule := range Machine().Rules() {
		assert.Equal(t, machine.Microsoft, rule.By, "%s", rule.On)
	}
}

// Every rule and guard cites a public source.
func TestSources(t *testing.T) {
	public := func(source string) bool {
		return slices.ContainsFunc([]string{"https://", "github.com/", "recorded: github.com/", "RFC "},
			func(start string) bool { return strings.HasPrefix(source, start) })
	}
	for rule := range Machine().Rules() {
		assert.True(t, public(rule.Source), rule.Source)
	}
	for _, unmet := range (Edge{}).Why() {
		assert.True(t, public(unmet.Source), unmet.Source)
	}
}

func TestSettleDoesNotAllocate(t *testing.T) {
	for e := range edges {
		require.Zero(t, testing.AllocsPerRun(10, func() { _ = Settle(e) }), "%+v", e)
	}
	assert.Zero(t, testing.AllocsPerRun(100, func() { Machine().Can(everything, Disabled, EdgeEnabled) }))
	assert.Zero(t, testing.AllocsPerRun(100, func() { everything.Why() }))
}

func BenchmarkSettle(b *testing.B) {
	for _, bench := range []struct {
		name string
		edge Edge
	}{
		{"Enabled", everything},
		{"Disabled", Edge{Prefixes: machine.No}},
		{"not observed", Edge{}},
	} {
		b.Run(bench.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				_ = Settle(bench.edge)
			}
		})
	}
}
