package machine_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/expressroute-go/expressroute/machine"
)

// ready is a Room for which every guard holds.
var ready = Room{Letter: machine.Yes, Clean: machine.Yes, Rolled: machine.Yes, Paid: machine.Yes}

// rooms yields every possible Room: four facts of three values each.
func rooms(yield func(Room) bool) {
	truths := []machine.Truth{machine.Unknown, machine.No, machine.Yes}
	for _, a := range truths {
		for _, b := range truths {
			for _, c := range truths {
				for _, d := range truths {
					if !yield(Room{a, b, c, d}) {
						return
					}
				}
			}
		}
	}
}

// arrows repeats the transitions of crossConnect, written by hand.
var arrows = map[Fibre]map[Act]Fibre{
	Ordered: {Patch: Patched, Remove: Removed},
	Patched: {Light: Lit, Remove: Removed},
	Lit:     {Measure: Lit, Cut: Patched},
}

func TestStepEveryStateAndEvent(t *testing.T) {
	for s := range 256 {
		for e := range 256 {
			from, on := Fibre(s), Act(e)
			to, err := fibre.Step(ready, from, on)
			want, declared := arrows[from][on]
			if !declared {
				assert.ErrorIs(t, err, machine.ErrNoRule, "%s->%s", from, on)
				assert.Equal(t, from, to, "(refused) %s->%s", from, on)
				continue
			}
			assert.NoError(t, err, "%s->%s->%s", from, on, want)
			assert.Equal(t, want, to, "%s->%s->%s", from, on, want)
		}
	}
}

// Can, Check, Step and Events agree.
func TestMethodsAgree(t *testing.T) {
	for room := range rooms {
		for s := range 7 {
			from := Fibre(s)
			var permitted []Act
			for e := range 8 {
				on := Act(e)
				to, err := fibre.Step(room, from, on)
				assert.Equal(t, err == nil, fibre.Can(room, from, on))
				assert.Equal(t, err, fibre.Check(room, from, on))
				if err != nil {
					assert.Equal(t, from, to, "on error the state is unchanged")
					continue
				}
				permitted = append(permitted, on)
			}
			assert.ElementsMatch(t, permitted, slices.Collect(fibre.Events(room, from)))
		}
	}
}

func TestGuardsAreThreeValued(t *testing.T) {
	const u, n, y = machine.Unknown, machine.No, machine.Yes
	lacks := func(need machine.Need, unknown bool) machine.Unmet {
		return machine.Unmet{Need: need, Unknown: unknown}
	}
	for _, row := range []struct {
		clean, rolled machine.Truth
		want          []machine.Unmet
	}{
		{y, y, nil},
		{y, n, []machine.Unmet{lacks(NeedRolled, false)}},
		{y, u, []machine.Unmet{lacks(NeedRolled, true)}},
		{n, y, []machine.Unmet{lacks(NeedClean, false)}},
		{u, y, []machine.Unmet{lacks(NeedClean, true)}},
		{n, n, []machine.Unmet{lacks(NeedClean, false), lacks(NeedRolled, false)}},
		{n, u, []machine.Unmet{lacks(NeedClean, false), lacks(NeedRolled, true)}},
		{u, n, []machine.Unmet{lacks(NeedClean, true), lacks(NeedRolled, false)}},
		{u, u, []machine.Unmet{lacks(NeedClean, true), lacks(NeedRolled, true)}},
	} {
		t.Run(row.clean.String()+","+row.rolled.String(), func(t *testing.T) {
			to, err := fibre.Step(Room{Clean: row.clean, Rolled: row.rolled}, Patched, Light)
			if row.want == nil {
				require.NoError(t, err)
				assert.Equal(t, Lit, to)
				return
			}
			assert.Equal(t, Patched, to)
			require.ErrorIs(t, err, machine.ErrUnmet)
			var refused *machine.TransitionError
			require.ErrorAs(t, err, &refused)
			var got []machine.Unmet
			for _, unmet := range refused.Unmet {
				got = append(got, machine.Unmet{Need: unmet.Need, Unknown: unmet.Unknown})
			}
			assert.Equal(t, row.want, got, "all unmet guards, in table order")
		})
	}
}

func TestUnmetCarriesTheGuard(t *testing.T) {
	unmet := machine.Guards[Room]{clean, rolled}.Unmet(Room{Clean: machine.No, Rolled: machine.Yes})
	assert.Equal(t, []machine.Unmet{{
		Need: NeedClean, Want: "the connectors must be clean", Found: "dust",
		Actor: machine.Provider, Fix: "clean them",
		Basis: machine.Documented, Source: houseRules,
	}}, unmet)
	assert.Nil(t, machine.Guards[Room]{clean}.Unmet(ready))
	assert.True(t, machine.Guards[Room](nil).Hold(Room{}), "without guards all of them hold")
}

// looplab calls no leave_ callback for a transition from a state to itself; the
// guards are called all the same.
func TestGuardsOfASelfTransition(t *testing.T) {
	to, err := fibre.Step(Room{Clean: machine.Yes}, Lit, Measure)
	require.NoError(t, err)
	assert.Equal(t, Lit, to)
	assert.True(t, machine.Lacks(fibre.Check(Room{}, Lit, Measure), NeedClean))
}

func TestFoundAndWhoAreCalledOnRefusalOnly(t *testing.T) {
	var calls []string
	guard := letter
	guard.Holds = func(r Room) machine.Truth { return r.Letter }
	guard.Found = func(Room) string { calls = append(calls, "Found"); return "nothing" }
	guard.Who = func(r Room) (machine.Actor, string) {
		calls = append(calls, "Who")
		return machine.Support, "send it"
	}
	m := machine.MustCompile(machine.Table[Fibre, Act, Room]{
		Name: "letter", States: []Fibre{Ordered, Patched}, Initial: []Fibre{Ordered},
		Rules: []machine.Rule[Fibre, Act, Room]{{
			From: []Fibre{Ordered}, On: Patch, To: Patched, By: machine.Provider,
			Needs: machine.Guards[Room]{guard}, Basis: machine.Enforced, Source: houseRules,
		}},
	})
	for range 3 {
		assert.NoError(t, m.Check(ready, Ordered, Patch))
		assert.True(t, m.Can(ready, Ordered, Patch))
		assert.False(t, m.Can(Room{}, Ordered, Patch), "Can returns no reasons")
		assert.Empty(t, slices.Collect(m.Events(Room{}, Ordered)))
	}
	m.Mermaid(Ordered)
	assert.Empty(t, calls)

	var refused *machine.TransitionError
	require.ErrorAs(t, m.Check(Room{}, Ordered, Patch), &refused)
	assert.ElementsMatch(t, []string{"Found", "Who"}, calls)
	require.Len(t, refused.Unmet, 1)
	assert.Equal(t, machine.Support, refused.Unmet[0].Actor)
	assert.Equal(t, "send it", refused.Unmet[0].Fix)
}

func TestGuardCiting(t *testing.T) {
	other := clean.Citing(machine.Enforced, "another source")
	assert.Equal(t, machine.Enforced, other.Basis)
	assert.Equal(t, "another source", other.Source)
	assert.Equal(t, machine.Documented, clean.Basis, "the original guard is unchanged")
	assert.Equal(t, clean.Need, other.Need)
}

// Events does not use looplab's AvailableTransitions, whose order changes with
// every call and which calls no guard.
func TestEventsAreInTableOrder(t *testing.T) {
	for range 100 {
		assert.Equal(t, []Act{Patch, Remove}, slices.Collect(fibre.Events(ready, Ordered)))
		assert.Equal(t, []Act{Measure, Cut}, slices.Collect(fibre.Events(ready, Lit)))
	}
	assert.Equal(t, []Act{Cut}, slices.Collect(fibre.Events(Room{}, Lit)))
	assert.Empty(t, slices.Collect(fibre.Events(ready, Removed)))
	assert.Empty(t, slices.Collect(fibre.Events(ready, 0)))
	assert.Empty(t, slices.Collect(fibre.Events(ready, 255)))
	shared := machine.MustCompile(table(rule(b, b, a), rule(a, b, a), rule(b, a, b), rule(c, a, b)))
	assert.Equal(t, []odd{b, a}, slices.Collect(shared.Events(ready, a)))
	assert.Equal(t, []odd{b, c}, slices.Collect(shared.Events(ready, b)), "an event with two rules is yielded once")
	for on := range fibre.Events(ready, Ordered) {
		assert.Equal(t, Patch, on)
		break
	}
}

func TestRule(t *testing.T) {
	rule, ok := fibre.Rule(Patched, Remove)
	require.True(t, ok)
	assert.Equal(t, Removed, rule.To)
	assert.Equal(t, machine.Customer, rule.By)
	assert.Equal(t, []Fibre{Ordered, Patched}, rule.From)
	for s := range 256 {
		for e := range 256 {
			rule, ok := fibre.Rule(Fibre(s), Act(e))
			want, declared := arrows[Fibre(s)][Act(e)]
			assert.Equal(t, declared, ok)
			assert.Equal(t, want, rule.To)
		}
	}
}

func TestRulesAndStates(t *testing.T) {
	assert.Equal(t, "cross-connect", fibre.Name())
	assert.Equal(t, []Fibre{Ordered, Patched, Lit, Removed}, slices.Collect(fibre.States()))
	var order []Act
	for rule := range fibre.Rules() {
		order = append(order, rule.On)
	}
	assert.Equal(t, []Act{Patch, Light, Measure, Cut, Remove}, order)
}

// behaviour returns everything that a machine answers, to compare it before and
// after a change.
func behaviour(m *machine.Machine[Fibre, Act, Room]) []string {
	out := []string{m.Mermaid(Lit), m.DOT(0)}
	for room := range rooms {
		for s := range 6 {
			for e := range 7 {
				to, err := m.Step(room, Fibre(s), Act(e))
				out = append(out, to.String())
				if err != nil {
					out = append(out, err.Error())
				}
			}
		}
	}
	return out
}

// spoil overwrites everything that the rules point to.
func spoil(rules []machine.Rule[Fibre, Act, Room]) {
	for i := range rules {
		for j := range rules[i].From {
			rules[i].From[j] = Removed
		}
		for j := range rules[i].Needs {
			rules[i].Needs[j] = machine.Guard[Room]{
				Condition: machine.Condition{
					Need: "spoilt",
				},
			}
		}
	}
	clear(rules)
}

func TestChangingTheTableDoesNotChangeTheMachine(t *testing.T) {
	table := crossConnect
	table.States, table.Initial = slices.Clone(table.States), slices.Clone(table.Initial)
	table.Observed = []Fibre{Lit}
	table.Rules = slices.Clone(table.Rules)
	for i := range table.Rules {
		table.Rules[i].From = slices.Clone(table.Rules[i].From)
		table.Rules[i].Needs = slices.Clone(table.Rules[i].Needs)
	}
	m := machine.MustCompile(table)
	before := behaviour(m)
	clear(table.States)
	clear(table.Initial)
	clear(table.Observed)
	spoil(table.Rules)
	assert.Equal(t, before, behaviour(m))
	assert.Equal(t, []Fibre{Ordered, Patched, Lit, Removed}, slices.Collect(m.States()))
}

func TestChangingAReturnedRuleDoesNotChangeTheMachine(t *testing.T) {
	m := machine.MustCompile(crossConnect)
	before := behaviour(m)
	rule, _ := m.Rule(Ordered, Remove)
	spoil([]machine.Rule[Fibre, Act, Room]{rule})
	spoil(slices.Collect(m.Rules()))
	assert.Equal(t, before, behaviour(m))
}

func TestAllocations(t *testing.T) {
	var to Fibre
	var ok bool
	var err error
	assert.Zero(t, testing.AllocsPerRun(100, func() { to, err = fibre.Step(ready, Patched, Light) }))
	assert.NoError(t, err)
	assert.Equal(t, Lit, to)
	assert.Zero(t, testing.AllocsPerRun(100, func() { ok = fibre.Can(ready, Patched, Light) }))
	assert.True(t, ok)
	assert.Zero(t, testing.AllocsPerRun(100, func() { ok = fibre.Can(Room{}, Patched, Light) }))
	assert.False(t, ok)
	assert.LessOrEqual(t, testing.AllocsPerRun(100, func() { err = fibre.Check(Room{}, Patched, Light) }), 3.0)
	assert.ErrorIs(t, err, machine.ErrUnmet)
	assert.LessOrEqual(t, testing.AllocsPerRun(100, func() { err = fibre.Check(Room{}, Removed, Light) }), 3.0)
	assert.ErrorIs(t, err, machine.ErrNoRule)
}
