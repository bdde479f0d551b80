package circuit

import (
	"maps"
	"time"

	"github.com/expressroute-go/expressroute/peering"
)

// Seen says when a circuit and its parts were last observed. A zero time means never.
type Seen struct {
	Circuit       time.Time             `json:"circuit,omitzero"` // when the circuit itself was last read
	peering.Times                       // when each peering was last read
	Sessions      map[Session]time.Time `json:"sessions,omitempty"`  // when each pair of BGP sessions was last read
	Since         map[string]time.Time  `json:"since,omitempty"`     // since when each state has its value, by name ("status")
	Links         time.Time             `json:"links,omitzero"`      // when links were last read in other documents than the circuit's
	Port          time.Time             `json:"port,omitzero"`       // when the port's own document was last read
	PhaseSince    time.Time             `json:"phaseSince,omitzero"` // since when the circuit is in its phase
	Absences      int                   `json:"absences,omitempty"`  // how many reads in a row found no circuit
}

// clone returns a copy that shares no memory with s.
func (s Seen) clone() Seen {
	s.Sessions, s.Since = maps.Clone(s.Sessions), maps.Clone(s.Since)
	return s
}

// at returns the times updated with those of an observation.
func (s Seen) at(o *Observation) Seen {
	if o.showsTrace() {
		s.Absences = 0
	}
	switch {
	case o.tellsCircuit():
		s.Circuit = later(s.Circuit, o.At)
	case o.tellsLinks():
		s.Links = later(s.Links, o.At)
	}
	if o.Have.Port.linksSeen() {
		s.Port = later(s.Port, o.At)
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

// portReadBefore returns when the port was last read: when its own document was, or,
// if the circuit was found to be on another port, when the circuit was.
func (s *Seen) portReadBefore(o *Observation, have *Config) time.Time {
	if have.Port.ID != "" && !sameResource(have.Port.ID, o.Have.Port.ID) {
		return later(s.Port, s.Circuit)
	}
	return s.Port
}

// changed returns s with Since set to at for each dimension whose value changed.
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
