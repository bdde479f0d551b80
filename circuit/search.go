package circuit

import (
	"slices"

	"github.com/expressroute-go/expressroute/machine"
)

// rigor is how much a search asks of the guards.
type rigor uint8

const (
	planning   rigor = iota // none is known not to hold: a plan states what it assumes
	explaining              // nothing: what has happened needs no permission
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

// search finds the shortest way over the states of a circuit by breadth-first
// search. Of two ways equally short it takes the one whose events come first.
type search struct {
	circuit Circuit
	rigor   rigor
	events  []Event
	goal    func(State) bool
	limit   int    // states expanded at the most
	nodes   []node // what was reached, the start first
}

// node is a state that was reached, by which event and from where.
type node struct {
	state State
	event int // index into the search's events
	from  int // index into the nodes, -1 at the start
}

// run returns the events of the shortest way and the state at its end, and
// whether there is one within the limit.
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

// way walks back from the last node.
func (s *search) way() []Event {
	var way []Event
	for at := len(s.nodes) - 1; s.nodes[at].from >= 0; at = s.nodes[at].from {
		way = append(way, s.events[s.nodes[at].event])
	}
	slices.Reverse(way)
	return way
}
