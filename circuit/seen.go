package circuit

import (
	"maps"
	"time"

	"github.com/expressroute-go/expressroute/peering"
)

// Seen says when a circuit was observed. Times are zero for never.
type Seen struct {
	Circuit       time.Time             `json:"circuit,omitzero"` // the circuit itself
	peering.Times                       // each peering
	Sessions      map[Session]time.Time `json:"sessions,omitempty"`  // each pair of BGP sessions
	Since         map[string]time.Time  `json:"since,omitempty"`     // each dimension, by its name: when it was first read as it is now
	PhaseSince    time.Time             `json:"phaseSince,omitzero"` // the phase: when it was first found as it is now
	Absences      int                   `json:"absences,omitempty"`  // how many reads in a row found no circuit
}

// clone shares no memory with s.
func (s Seen) clone() Seen {
	s.Sessions, s.Since = maps.Clone(s.Sessions), maps.Clone(s.Since)
	return s
}

// at returns when each subject was last seen, after an observation.
func (s Seen) at(o *Observation) Seen {
	if o.tellsCircuit() || o.showsTrace() {
		s.Absences = 0
	}
	if o.tellsCircuit() {
		s.Circuit = later(s.Circuit, o.At)
	}
	for t, last := range s.Peerings() {
		if o.State.known(t) {
			*last = later(*last, o.At)
		}
	}
	if len(o.Have.Sessions) > 0 {
		s.Sessions = maps.Clone(s.Sessions)
		if s.Sessions == nil {
			s.Sessions = map[Session]time.Time{}
		}
		for session := range o.Have.Sessions {
			s.Sessions[session] = later(s.Sessions[session], o.At)
		}
	}
	return s
}

// changed notes since when the dimensions that are otherwise than before are as
// they are.
func (s Seen) changed(before, now *State, at time.Time) Seen {
	if at.IsZero() {
		return s
	}
	cloned := false
	for i := range dimensions {
		d := &dimensions[i]
		if d.role == followed || d.get(before) == d.get(now) {
			continue
		}
		if !cloned {
			s.Since, cloned = maps.Clone(s.Since), true
			if s.Since == nil {
				s.Since = map[string]time.Time{}
			}
		}
		s.Since[d.name] = at
	}
	return s
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
