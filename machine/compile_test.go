package machine_test

import (
	"context"
	"errors"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/looplab/fsm"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/expressroute-go/expressroute/machine"
)

// odd is a state or an event, some with words that cause problems.
type odd uint8

const (
	a odd = 1 + iota
	b
	c
	aAgain    // has the same word as a
	theState  // to looplab it means every state
	theEvent  // to looplab it means every event
	wordless  // to looplab it means none
	eachBreak // has characters that have a meaning in drawings
)

func (o odd) String() string {
	words := []string{"zero", "a", "b", "c", "a", "state", "event", "", "\"q\": #1;\n\\ <<fork>> %%{x}%% &amp;"}
	if int(o) < len(words) {
		return words[o]
	}
	return "odd"
}

type (
	oddTable = machine.Table[odd, odd, Room]
	oddRule  = machine.Rule[odd, odd, Room]
)

// rule returns a rule that Compile accepts.
func rule(on, to odd, from ...odd) oddRule {
	return oddRule{From: from, On: on, To: to, By: machine.Customer, Basis: machine.Article, Source: "here"}
}

// table returns a table that Compile accepts.
func table(rules ...oddRule) oddTable {
	return oddTable{Name: "odd", States: []odd{a, b}, Initial: []odd{a}, Rules: rules}
}

// with returns a table that change has made invalid.
func with(change func(*oddTable)) oddTable {
	t := table(rule(a, b, a))
	change(&t)
	return t
}

// guarded returns a table of one rule, whose second guard change has made
// invalid.
func guarded(change func(*machine.Guard[Room])) oddTable {
	broken := clean
	change(&broken)
	return with(func(t *oddTable) { t.Rules[0].Needs = machine.Guards[Room]{letter, broken} })
}

func TestCompileRefuses(t *testing.T) {
	for _, row := range []struct {
		name  string
		table oddTable
		want  []string // all lines of the error after the first
	}{
		{"nothing at all", oddTable{}, []string{"no states, or no initial state"}},
		{"no initial state", oddTable{States: []odd{a}}, []string{
			"no states, or no initial state", "state a: no rule reaches it and it is not declared as observed"}},
		{"second rule", table(rule(a, b, a), rule(b, a, b), rule(a, a, b, a)), []string{
			"rule 3, on a: a second rule from a"}},
		{"one state twice in a rule", table(rule(a, b, a, a)), []string{
			"rule 1, on a: a second rule from a"}},
		{"two events of one word", table(rule(a, b, a), rule(aAgain, a, b)), []string{
			"rule 2, on a: another event has the same word"}},
		{"two states of one word", with(func(t *oddTable) {
			t.States = append(t.States, aAgain)
			t.Observed = []odd{aAgain}
		}), []string{"state a: another state has the same word"}},
		{"a state twice", with(func(t *oddTable) { t.States = append(t.States, b) }), []string{
			"state b: another state has the same word"}},
		{"undeclared target", table(rule(a, b, a), rule(b, c, a)), []string{
			"rule 2, on b: state c is not declared"}},
		{"undeclared source", table(rule(a, b, a), rule(b, b, c)), []string{
			"rule 2, on b: state c is not declared"}},
		{"undeclared initial state", with(func(t *oddTable) { t.Initial = append(t.Initial, c) }), []string{
			"state c: not declared"}},
		{"undeclared observed state", with(func(t *oddTable) { t.Observed = []odd{c} }), []string{
			"state c: not declared"}},
		{"unreachable state", with(func(t *oddTable) { t.States = append(t.States, c) }), []string{
			"state c: no rule reaches it and it is not declared as observed"}},
		{"reached only from itself", with(func(t *oddTable) {
			t.States = append(t.States, c)
			t.Rules = append(t.Rules, rule(c, c, c))
		}), []string{"state c: no rule reaches it and it is not declared as observed"}},
		{"two states that reach only each other", oddTable{
			Name: "odd", States: []odd{a, b, c}, Initial: []odd{a},
			Rules: []oddRule{rule(a, b, c), rule(b, c, b)},
		}, []string{
			"state b: no rule reaches it and it is not declared as observed",
			"state c: no rule reaches it and it is not declared as observed",
		}},
		{"a state with a word that means all states to looplab", with(func(t *oddTable) {
			t.States, t.Observed = append(t.States, theState), []odd{theState}
		}), []string{`state "state": looplab uses that word itself`}},
		{"a state with a word that means all events to looplab", with(func(t *oddTable) {
			t.States, t.Observed = append(t.States, theEvent), []odd{theEvent}
		}), []string{`state "event": looplab uses that word itself`}},
		{"a state without a word", with(func(t *oddTable) {
			t.States, t.Observed = append(t.States, wordless), []odd{wordless}
		}), []string{`state "": looplab uses that word itself`}},
		{"an event with a word that means all events to looplab", table(rule(theEvent, b, a)), []string{
			"rule 1, on event: looplab uses that word itself"}},
		{"an event with a word that means all states to looplab", table(rule(theState, b, a)), []string{
			"rule 1, on state: looplab uses that word itself"}},
		{"an event without a word", table(rule(wordless, b, a)), []string{
			"rule 1, on : looplab uses that word itself"}},
		{"zero state", with(func(t *oddTable) { t.States, t.Observed = append(t.States, 0), []odd{0} }), []string{
			"state zero: zero means not observed and cannot be a state"}},
		{"zero event", table(rule(0, b, a)), []string{"rule 1, on zero: zero is not an event"}},
		{"zero target", table(rule(a, b, a), rule(b, 0, a)), []string{"rule 2, on b: state zero is not declared"}},
		{"no source state", table(rule(a, b, a), rule(b, a)), []string{"rule 2, on b: no state in From"}},
		{"no actor", with(func(t *oddTable) { t.Rules[0].By = machine.Nobody }), []string{"rule 1, on a: no actor"}},
		{"no basis", with(func(t *oddTable) { t.Rules[0].Basis = 0 }), []string{"rule 1, on a: no basis"}},
		{"no source", with(func(t *oddTable) { t.Rules[0].Source = "" }), []string{"rule 1, on a: no source"}},
		{"guard without Need", guarded(func(g *machine.Guard[Room]) { g.Need = "" }), []string{
			"rule 1, on a: guard 2 () has no Need"}},
		{"guard without Want", guarded(func(g *machine.Guard[Room]) { g.Want = "" }), []string{
			"rule 1, on a: guard 2 (NeedClean) has no Want"}},
		{"guard without Basis", guarded(func(g *machine.Guard[Room]) { g.Basis = 0 }), []string{
			"rule 1, on a: guard 2 (NeedClean) has no Basis"}},
		{"guard without Source", guarded(func(g *machine.Guard[Room]) { g.Source = "" }), []string{
			"rule 1, on a: guard 2 (NeedClean) has no Source"}},
		{"guard without Holds", guarded(func(g *machine.Guard[Room]) { g.Holds = nil }), []string{
			"rule 1, on a: guard 2 (NeedClean) has no Holds"}},
		{"guard without Found", guarded(func(g *machine.Guard[Room]) { g.Found = nil }), []string{
			"rule 1, on a: guard 2 (NeedClean) has no Found"}},
		{"an empty guard", guarded(func(g *machine.Guard[Room]) { *g = machine.Guard[Room]{} }), []string{
			"rule 1, on a: guard 2 () has no Need", "rule 1, on a: guard 2 () has no Want",
			"rule 1, on a: guard 2 () has no Basis", "rule 1, on a: guard 2 () has no Source",
			"rule 1, on a: guard 2 () has no Holds", "rule 1, on a: guard 2 () has no Found"}},
		{"an empty rule", table(rule(a, b, a), oddRule{}), []string{
			"rule 2, on zero: zero is not an event", "rule 2, on zero: no state in From",
			"rule 2, on zero: state zero is not declared", "rule 2, on zero: no actor",
			"rule 2, on zero: no basis", "rule 2, on zero: no source"}},
		{"everything at once", oddTable{
			Name: "odd", States: []odd{a, b, 0, theEvent}, Initial: []odd{c}, Observed: []odd{theEvent},
			Rules: []oddRule{rule(a, b, a), {From: []odd{a}, On: a, To: c, Needs: machine.Guards[Room]{{Condition: machine.Condition{Need: "half"}}}}},
		}, []string{
			"state zero: zero means not observed and cannot be a state",
			`state "event": looplab uses that word itself`,
			"state c: not declared",
			"rule 2, on a: state c is not declared", "rule 2, on a: no actor",
			"rule 2, on a: no basis", "rule 2, on a: no source",
			"rule 2, on a: guard 1 (half) has no Want", "rule 2, on a: guard 1 (half) has no Basis",
			"rule 2, on a: guard 1 (half) has no Source", "rule 2, on a: guard 1 (half) has no Holds",
			"rule 2, on a: guard 1 (half) has no Found",
			"rule 2, on a: a second rule from a",
			"state a: no rule reaches it and it is not declared as observed",
			"state b: no rule reaches it and it is not declared as observed",
			"state zero: no rule reaches it and it is not declared as observed",
		}},
	} {
		t.Run(row.name, func(t *testing.T) {
			m, err := machine.Compile(row.table)
			require.ErrorIs(t, err, machine.ErrTable)
			assert.Nil(t, m)
			lines := strings.Split(err.Error(), "\n")
			assert.Equal(t, `machine "`+row.table.Name+`": the table is invalid:`, lines[0])
			assert.Equal(t, row.want, lines[1:])
			assert.PanicsWithError(t, err.Error(), func() { machine.MustCompile(row.table) })
		})
	}
}

func TestCompileTakes(t *testing.T) {
	for name, table := range map[string]oddTable{
		"one rule":                       table(rule(a, b, a)),
		"no rule":                        {States: []odd{a}, Initial: []odd{a}},
		"a state that is observed only":  with(func(t *oddTable) { t.States, t.Observed = append(t.States, c), []odd{c} }),
		"reached from an observed state": {States: []odd{a, b, c}, Initial: []odd{a}, Observed: []odd{b}, Rules: []oddRule{rule(a, c, b)}},
		"a ring":                         {States: []odd{a, b, c}, Initial: []odd{a}, Rules: []oddRule{rule(c, a, c), rule(b, c, b), rule(a, b, a)}},
		"states and events with the same words, and several initial states": {States: []odd{a, b}, Initial: []odd{a, b}, Rules: []oddRule{rule(b, b, a)}},
		"a word with characters that have a meaning in drawings":            {States: []odd{eachBreak}, Initial: []odd{eachBreak}, Rules: []oddRule{rule(eachBreak, eachBreak, eachBreak)}},
		"the largest integers": {States: []odd{255}, Initial: []odd{255}, Rules: []oddRule{rule(255, 255, 255)}},
	} {
		t.Run(name, func(t *testing.T) {
			m, err := machine.Compile(table)
			require.NoError(t, err)
			for _, r := range table.Rules {
				for _, from := range r.From {
					to, err := m.Fire(context.Background(), Room{}, from, r.On)
					assert.NoError(t, err)
					assert.Equal(t, r.To, to)
				}
			}
		})
	}
}

func TestGuardsProblems(t *testing.T) {
	assert.Empty(t, machine.Guards[Room](nil).Problems())
	assert.Empty(t, machine.Guards[Room]{letter, clean, rolled, paid}.Problems())
	assert.Len(t, machine.Guards[Room]{letter, {}}.Problems(), 6)
}

// Step agrees with looplab for every state and event, also for those that are
// not declared.
func TestTableIsLooplab(t *testing.T) {
	for s := range 8 {
		for e := range 9 {
			from, on := Fibre(s), Act(e)
			engine := fibre.FSM(from, nil)
			assert.Equal(t, from.String(), engine.Current())
			err := engine.Event(context.Background(), on.String())
			var same fsm.NoTransitionError
			if errors.As(err, &same) && same.Err == nil {
				err = nil
			}
			to, stepErr := fibre.Step(ready, from, on)
			assert.Equal(t, err == nil, stepErr == nil, "%s->%s", from, on)
			assert.Equal(t, engine.Current(), to.String(), "%s->%s", from, on)
			_, declared := fibre.Rule(from, on)
			assert.Equal(t, fibre.FSM(from, nil).Can(on.String()), declared, "%s->%s", from, on)
		}
	}
}

// Step, Fire and looplab agree on random tables.
func TestRandomTablesAreLooplab(t *testing.T) {
	random := rand.New(rand.NewPCG(2016, 7))
	words := machine.Spell[letters]("letters", strings.Split("0abcdefghijklmnopqrstuvwxyz", "")...)
	spelling = words
	taken := 0
	for range 60 {
		states := 1 + random.IntN(20)
		table := machine.Table[letters, letters, Room]{Name: "random"}
		for s := range states {
			table.States = append(table.States, letters(s+1))
		}
		table.Initial, table.Observed = table.States[:1], table.States
		used := map[[2]letters]bool{}
		for range random.IntN(60) {
			r := machine.Rule[letters, letters, Room]{
				On: letters(1 + random.IntN(26)), To: letters(1 + random.IntN(states)),
				By: machine.Customer, Basis: machine.Inferred, Source: "random",
			}
			for range 1 + random.IntN(3) {
				from := letters(1 + random.IntN(states))
				if !used[[2]letters{from, r.On}] {
					used[[2]letters{from, r.On}] = true
					r.From = append(r.From, from)
				}
			}
			if r.From != nil {
				table.Rules = append(table.Rules, r)
			}
		}
		m, err := machine.Compile(table)
		require.NoError(t, err)
		taken++
		at := table.Initial[0]
		engine := m.FSM(at, nil)
		for range 200 {
			on := letters(random.IntN(27))
			next, err := m.Step(Room{}, at, on)
			if e := engine.Event(context.Background(), on.String()); !errors.Is(e, fsm.NoTransitionError{}) {
				assert.Equal(t, e == nil, err == nil)
			} else {
				assert.NoError(t, err)
			}
			assert.Equal(t, engine.Current(), next.String())
			fired, fireErr := m.Fire(context.Background(), Room{}, at, on)
			assert.Equal(t, next, fired)
			assert.Equal(t, err, fireErr)
			at = next
		}
	}
	assert.Equal(t, 60, taken)
}

type letters uint8

var spelling machine.Words[letters]

func (l letters) String() string { return spelling.String(l) }

func TestFSMCallsBack(t *testing.T) {
	var calls []string
	say := func(name string) fsm.Callback {
		return func(_ context.Context, e *fsm.Event) { calls = append(calls, name+" "+e.Src+">"+e.Dst) }
	}
	callbacks := fsm.Callbacks{}
	for _, name := range []string{"before_Light", "before_event", "leave_Patched", "leave_state",
		"enter_Lit", "enter_state", "after_Light", "after_event"} {
		callbacks[name] = say(name)
	}
	engine := fibre.FSM(Patched, callbacks)
	require.NoError(t, engine.Event(context.Background(), "Light"))
	assert.Equal(t, []string{"before_Light Patched>Lit", "before_event Patched>Lit",
		"leave_Patched Patched>Lit", "leave_state Patched>Lit", "enter_Lit Patched>Lit",
		"enter_state Patched>Lit", "after_Light Patched>Lit", "after_event Patched>Lit"}, calls)

	other := fibre.FSM(Ordered, nil)
	assert.Equal(t, "Ordered", other.Current(), "FSM returns a new looplab machine on each call")
	names := other.AvailableTransitions()
	slices.Sort(names)
	assert.Equal(t, []string{"Patch", "Remove"}, names)
	assert.ErrorAs(t, other.Event(context.Background(), "Cut"), new(fsm.InvalidEventError))
	assert.ErrorAs(t, other.Event(context.Background(), "Sing"), new(fsm.UnknownEventError))
	assert.ErrorAs(t, fibre.FSM(0, nil).Event(context.Background(), "Patch"), new(fsm.InvalidEventError))
}
