package circuit

import (
	"slices"

	"github.com/expressroute-go/expressroute/machine"
)

// rigor says how strictly a search applies the guards.
type rigor uint8

const (
	planning   rigor = iota // a guard stops an event if it does not hold; Unknown passes, and the plan lists it as an assumption
	explaining              // no guard is asked: the events have already happened
)

func (r rigor) permits(needs machine.Guards[view], v view) bool {
	if r == explaining {
		return true
	}
	for i := range needs {
		if needs[i].Holds(v) == machine.No {
			return false
		}
	}
	return true
}

// search finds the shortest sequence of events to a state that meets the goal, by
// breadth-first search. Of two shortest sequences it takes the one with events
// that stand earlier in events.
type search struct {
	circuit Circuit
	rigor   rigor
	events  []Event
	goal    func(State) bool
	limit   int    // how many states to expand at most
	nodes   []node // the states reached; the first is the start
}

// node is a state that the search reached, with the event that led to it.
type node struct {
	state State
	event int // index into the search's events
	from  int // index of the node before, -1 at the start
}

// run returns the events of the shortest sequence and the state at its end. The
// last result is false if the search found none within the limit.
func (s *search) run() ([]Event, State, bool) {
	start := s.circuit.state
	if s.goal(start) {
		return nil, start, true
	}
	rows := make([]*coupling, len(s.events))
	views := make([]view, len(s.events))
	for i, e := range s.events {
		rows[i], views[i] = s.circuit.look(e)
	}
	s.nodes = []node{{state: start, from: -1}}
	seen := map[State]struct{}{start: {}}
	for at := 0; at < len(s.nodes) && at < s.limit; at++ {
		for i, row := range rows {
			if row == nil {
				continue
			}
			v := views[i]
			v.State = s.nodes[at].state
			if !s.rigor.permits(row.Needs, v) {
				continue
			}
			m := mover{quiet: true}
			if row.move(&m, &v) != nil {
				continue
			}
			next := m.state
			if _, known := seen[next]; known {
				continue
			}
			seen[next] = struct{}{}
			s.nodes = append(s.nodes, node{state: next, event: i, from: at})
			if s.goal(next) {
				return s.way(), next, true
			}
		}
	}
	return nil, start, false
}

// way returns the events that lead from the start to the last node.
func (s *search) way() []Event {
	var way []Event
	for at := len(s.nodes) - 1; s.nodes[at].from >= 0; at = s.nodes[at].from {
		way = append(way, s.events[s.nodes[at].event])
	}
	slices.Reverse(way)
	return way
}
