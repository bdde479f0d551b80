package machine

import (
	"iter"
	"slices"
	"sync"
)

// Machine is a compiled [Table]. It is immutable and safe for concurrent use.
// It has no current state: the caller passes a state in and gets a state back.
type Machine[S, E State, C any] struct {
	table      Table[S, E, C]
	stateWords []string // index: the state's integer
	eventWords []string // index: the event's integer
	next       []cell   // index: state*len(eventWords)+event; where looplab went
	events     []E      // every event of the table, in table order
	engines    sync.Pool
}

// cell says where an event leads from a state.
type cell struct {
	rule uint16 // index into the table's rules plus one; zero is no rule
	to   uint8
}

// Name returns the table's name.
func (m *Machine[S, E, C]) Name() string { return m.table.Name }

// States yields every state, in the order of the table.
func (m *Machine[S, E, C]) States() iter.Seq[S] { return slices.Values(m.table.States) }

// Rules yields the rules in table order.
func (m *Machine[S, E, C]) Rules() iter.Seq[Rule[S, E, C]] {
	return func(yield func(Rule[S, E, C]) bool) {
		for _, r := range m.table.Rules {
			if !yield(r.clone()) {
				return
			}
		}
	}
}

// Step returns the state that the event leads to. It is pure. On error it
// returns from, and a [*TransitionError] that lists every unmet condition.
func (m *Machine[S, E, C]) Step(c C, from S, on E) (S, error) {
	at := m.at(from, on)
	if at.rule == 0 {
		return from, m.refusal(from, on, ErrNoRule, nil)
	}
	needs := m.table.Rules[at.rule-1].Needs
	if !needs.Hold(c) {
		return from, m.refusal(from, on, ErrUnmet, needs.Unmet(c))
	}
	return S(at.to), nil
}

// Can reports whether Step would succeed. It does not allocate.
func (m *Machine[S, E, C]) Can(c C, from S, on E) bool {
	at := m.at(from, on)
	return at.rule != 0 && m.table.Rules[at.rule-1].Needs.Hold(c)
}

// Check returns the error that Step would return.
func (m *Machine[S, E, C]) Check(c C, from S, on E) error {
	_, err := m.Step(c, from, on)
	return err
}

// Events yields the events that are permitted now, in table order.
func (m *Machine[S, E, C]) Events(c C, from S) iter.Seq[E] {
	return func(yield func(E) bool) {
		for _, on := range m.events {
			if m.Can(c, from, on) && !yield(on) {
				return
			}
		}
	}
}

// Rule returns the rule for the event in that state, whether its guards hold or
// not.
func (m *Machine[S, E, C]) Rule(from S, on E) (Rule[S, E, C], bool) {
	at := m.at(from, on)
	if at.rule == 0 {
		return Rule[S, E, C]{}, false
	}
	return m.table.Rules[at.rule-1].clone(), true
}

func (m *Machine[S, E, C]) at(from S, on E) cell {
	if int(from) >= len(m.stateWords) || int(on) >= len(m.eventWords) {
		return cell{}
	}
	return m.next[int(from)*len(m.eventWords)+int(on)]
}

func (m *Machine[S, E, C]) refusal(from S, on E, err error, unmet []Unmet) error {
	return &TransitionError{Machine: m.table.Name, Event: on.String(), From: from.String(), Unmet: unmet, Err: err}
}
