package circuit

import (
	"errors"
	"iter"

	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/prefixes"
)

// PhaseKind sorts the states of a circuit for programs that wait. The zero
// value is Unclear.
type PhaseKind uint8

const (
	Unclear   PhaseKind = iota // too little was observed to tell
	Resting                    // as wanted; nothing moves by itself
	Transient                  // Microsoft's platform is at work; read again soon
	Waiting                    // for somebody to act, which may take days
	Terminal                   // gone; it never moves again
)

var phases = machine.SpellAll[PhaseKind]("circuit.PhaseKind", "Unclear", "Resting", "Transient", "Waiting", "Terminal")

// ParsePhaseKind returns the kind that word names.
func ParsePhaseKind(word string) (PhaseKind, error) { return phases.Parse(word) }

func (k PhaseKind) String() string                { return phases.String(k) }
func (k PhaseKind) MarshalText() ([]byte, error)  { return phases.MarshalText(k) }
func (k *PhaseKind) UnmarshalText(b []byte) error { return phases.UnmarshalText(k, b) }

// Phase is where a program that waits for a circuit stands.
type Phase struct {
	Kind PhaseKind     `json:"kind"`
	For  machine.Actor `json:"for,omitempty"` // whom it waits for, if Waiting
}

// Phases yields every phase that a circuit can be in, Waiting once for each
// actor.
func Phases() iter.Seq[Phase] {
	return func(yield func(Phase) bool) {
		for kind := Unclear; kind <= Terminal; kind++ {
			if kind != Waiting {
				if !yield(Phase{Kind: kind}) {
					return
				}
				continue
			}
			for actor := range machine.Actors() {
				if !yield(Phase{Kind: Waiting, For: actor}) {
					return
				}
			}
		}
	}
}

// String is "Waiting for Provider", or the kind.
func (p Phase) String() string {
	if p.Kind == Waiting && p.For != machine.Nobody {
		return "Waiting for " + p.For.String()
	}
	return p.Kind.String()
}

// Phase sorts the circuit. A circuit that is being deleted, or whose provider
// was asked to take it down, is measured by its teardown, any other by its spec.
func (c Circuit) Phase() Phase {
	s := c.state
	switch {
	case s.Status == Gone:
		return Phase{Kind: Terminal}
	case s.Status == 0 || s.Provider == 0:
		return Phase{Kind: Unclear}
	case !s.atRest() && !c.waitsForProvider() || s.validating():
		return Phase{Kind: Transient}
	}
	plan, err := c.Next()
	var stuck *NoPlanError
	switch {
	case errors.As(err, &stuck) && len(stuck.Unmet) > 0 && !stuck.Unmet[0].Unknown:
		return Phase{Kind: Waiting, For: stuck.Turn()}
	case err != nil:
		return Phase{Kind: Unclear}
	case plan.Turn() == machine.Nobody && s.orderUnread():
		return Phase{Kind: Unclear}
	case plan.Turn() == machine.Nobody:
		return Phase{Kind: Resting}
	case plan.Turn() == machine.Microsoft:
		return Phase{Kind: Transient}
	}
	return Phase{Kind: Waiting, For: plan.Turn()}
}

// Next returns the plan that the circuit is on: its teardown once it is to be
// retired, or is being deleted or deprovisioned, else the way to its spec.
func (c Circuit) Next() (Plan, error) {
	if c.Leaving() {
		return c.Teardown()
	}
	return c.Plan()
}

// Leaving reports whether the circuit is on its way out: the customer deleted
// it, or asked the provider to take it down.
func (c Circuit) Leaving() bool {
	s := c.state
	return s.Status == Gone || s.deleting() ||
		s.Acts.Has(DeprovisioningRequested) || s.Provider == Deprovisioning
}

// waitsForProvider: in 2016 a circuit that was deleted first stays in flight
// until its provider has taken it down.
func (c Circuit) waitsForProvider() bool {
	return c.state.Status == Disabling && takenDown.Holds(c.view()) == machine.No
}

// orderUnread reports whether the spec cares about what was not read.
func (s *State) orderUnread() bool {
	return s.Bandwidth == machine.Unknown || s.Tier == machine.Unknown || s.Billing == machine.Unknown
}

// validating reports whether prefixes are being checked.
func (s *State) validating() bool {
	for _, f := range []prefixes.State{s.Microsoft.IPv4.Prefixes, s.Microsoft.IPv6.Prefixes} {
		if f == prefixes.Configuring {
			return true
		}
	}
	return false
}
