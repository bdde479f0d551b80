package machine

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/looplab/fsm"
)

// ErrTable is wrapped in every error that [Compile] returns.
var ErrTable = errors.New("the table is invalid")

// Compile checks the table and builds its machine. The error lists every
// problem of the table: two rules for one state and event, two states or events
// with one word, states that are not declared, states that no rule reaches and
// that are not declared as observed, words that mean something else to looplab,
// rules without an actor, a basis or a source, and guards without a Need, Want,
// Basis, Source or function.
func Compile[S, E State, C any](t Table[S, E, C]) (*Machine[S, E, C], error) {
	m := &Machine[S, E, C]{table: t.clone()}
	if problems := m.table.problems(); len(problems) > 0 {
		return nil, fmt.Errorf("machine %q: %w:\n%w", t.Name, ErrTable, errors.Join(problems...))
	}
	m.spell()
	if err := m.askLooplab(); err != nil {
		return nil, err
	}
	m.engines.New = func() any { return m.newEngine() }
	return m, nil
}

// MustCompile is Compile for tables that are part of the program. It panics on
// error.
func MustCompile[S, E State, C any](t Table[S, E, C]) *Machine[S, E, C] {
	m, err := Compile(t)
	if err != nil {
		panic(err)
	}
	return m
}

// clone copies the table, so that the caller cannot change the machine through
// its slices.
func (t Table[S, E, C]) clone() Table[S, E, C] {
	t.States, t.Initial, t.Observed = slices.Clone(t.States), slices.Clone(t.Initial), slices.Clone(t.Observed)
	t.Rules = slices.Clone(t.Rules)
	for i, r := range t.Rules {
		t.Rules[i] = r.clone()
	}
	return t
}

func (r Rule[S, E, C]) clone() Rule[S, E, C] {
	r.From, r.Needs = slices.Clone(r.From), slices.Clone(r.Needs)
	return r
}

func (t *Table[S, E, C]) problems() []error {
	problems := t.stateProblems()
	seen := map[[2]uint8]bool{}
	words := map[string]E{}
	for i, r := range t.Rules {
		for _, problem := range t.ruleProblems(r) {
			problems = append(problems, fmt.Errorf("rule %d, on %s: %s", i+1, r.On, problem))
		}
		if first, ok := words[r.On.String()]; ok && first != r.On {
			problems = append(problems, fmt.Errorf("rule %d, on %s: another event has the same word", i+1, r.On))
		}
		words[r.On.String()] = r.On
		for _, from := range r.From {
			key := [2]uint8{uint8(from), uint8(r.On)}
			if seen[key] {
				problems = append(problems, fmt.Errorf("rule %d, on %s: a second rule from %s", i+1, r.On, from))
			}
			seen[key] = true
		}
	}
	reached := t.reached()
	for _, s := range t.States {
		if !reached[s] {
			problems = append(problems, fmt.Errorf("state %s: no rule reaches it and it is not declared as observed", s))
		}
	}
	return problems
}

func (t *Table[S, E, C]) stateProblems() []error {
	var problems []error
	words := map[string]bool{}
	for _, s := range t.States {
		switch {
		case s == 0:
			problems = append(problems, fmt.Errorf("state %s: zero means not observed and cannot be a state", s))
		case words[s.String()]:
			problems = append(problems, fmt.Errorf("state %s: another state has the same word", s))
		case reserved(s.String()):
			problems = append(problems, fmt.Errorf("state %q: looplab uses that word itself", s))
		}
		words[s.String()] = true
	}
	if len(t.States) == 0 || len(t.Initial) == 0 {
		problems = append(problems, errors.New("no states, or no initial state"))
	}
	for _, s := range slices.Concat(t.Initial, t.Observed) {
		if !slices.Contains(t.States, s) {
			problems = append(problems, fmt.Errorf("state %s: not declared", s))
		}
	}
	return problems
}

// reserved reports whether a state or an event cannot have this word: looplab
// calls a callback for "state" or "event" on every state or event, and takes
// the empty word for none.
func reserved(word string) bool { return word == "" || word == "state" || word == "event" }

func (t *Table[S, E, C]) ruleProblems(r Rule[S, E, C]) []string {
	var problems []string
	say := func(bad bool, problem string) {
		if bad {
			problems = append(problems, problem)
		}
	}
	say(r.On == 0, "zero is not an event")
	say(reserved(r.On.String()), "looplab uses that word itself")
	say(len(r.From) == 0, "no state in From")
	for _, s := range append([]S{r.To}, r.From...) {
		say(!slices.Contains(t.States, s), "state "+s.String()+" is not declared")
	}
	say(r.By == Nobody, "no actor")
	say(r.Basis == 0, "no basis")
	say(r.Source == "", "no source")
	return append(problems, r.Needs.Problems()...)
}

// Problems lists the fields that are missing from the guards. It is for
// packages that compile tables of another form.
func (g Guards[C]) Problems() []string {
	var problems []string
	for i, guard := range g {
		for _, part := range []struct {
			missing bool
			name    string
		}{
			{guard.Need == "", "Need"}, {guard.Want == "", "Want"}, {guard.Basis == 0, "Basis"},
			{guard.Source == "", "Source"}, {guard.Holds == nil, "Holds"}, {guard.Found == nil, "Found"},
		} {
			if part.missing {
				problems = append(problems, fmt.Sprintf("guard %d (%s) has no %s", i+1, guard.Need, part.name))
			}
		}
	}
	return problems
}

// reached returns the initial and the observed states, and the states that the
// rules lead to from these. States that lead only to each other are not
// reached.
func (t *Table[S, E, C]) reached() map[S]bool {
	reached := map[S]bool{}
	for _, s := range slices.Concat(t.Initial, t.Observed) {
		reached[s] = true
	}
	for grown := true; grown; {
		grown = false
		for _, r := range t.Rules {
			if !reached[r.To] && slices.ContainsFunc(r.From, func(s S) bool { return reached[s] }) {
				reached[r.To], grown = true, true
			}
		}
	}
	return reached
}

// spell stores the words by their integers, and the events in table order.
func (m *Machine[S, E, C]) spell() {
	for _, s := range m.table.States {
		m.stateWords = place(m.stateWords, s)
	}
	for _, r := range m.table.Rules {
		m.eventWords = place(m.eventWords, r.On)
		if !slices.Contains(m.events, r.On) {
			m.events = append(m.events, r.On)
		}
	}
}

func place[T State](words []string, v T) []string {
	for len(words) <= int(v) {
		words = append(words, "")
	}
	words[v] = v.String()
	return words
}

// askLooplab fires each event that looplab offers in each state, and stores the
// state that looplab goes to.
func (m *Machine[S, E, C]) askLooplab() error {
	m.next = make([]cell, len(m.stateWords)*len(m.eventWords))
	engine := m.FSM(m.table.Initial[0], nil)
	for _, from := range m.table.States {
		engine.SetState(m.stateWords[from])
		for _, word := range engine.AvailableTransitions() {
			engine.SetState(m.stateWords[from])
			if err := engine.Event(context.Background(), word); err != nil && !stayed(err) {
				return fmt.Errorf("machine %q: looplab refuses %s from %s: %w", m.table.Name, word, from, err)
			}
			on := slices.Index(m.eventWords, word)
			to := slices.Index(m.stateWords, engine.Current())
			m.next[int(from)*len(m.eventWords)+on] = cell{rule: m.ruleOf(from, E(on)), to: uint8(to)}
		}
	}
	return nil
}

func (m *Machine[S, E, C]) ruleOf(from S, on E) uint16 {
	return uint16(1 + slices.IndexFunc(m.table.Rules, func(r Rule[S, E, C]) bool {
		return r.On == on && slices.Contains(r.From, from)
	}))
}

// stayed reports whether err is the error that looplab returns for a declared
// transition from a state to itself.
func stayed(err error) bool {
	same, ok := err.(fsm.NoTransitionError) // looplab returns it bare
	return ok && same.Err == nil
}
