package circuit

import (
	"errors"
	"iter"
	"time"

	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
	"github.com/expressroute-go/expressroute/prefixes"
)

// PhaseKind sorts the states of a circuit for programs that wait. The zero
// value is PhaseUnclear.
type PhaseKind uint8

const (
	PhaseUnclear   PhaseKind = iota // too little was observed to tell; read more documents
	PhaseResting                    // the circuit is as wanted, and nothing changes by itself
	PhaseTransient                  // Microsoft's platform is at work; read again soon
	PhaseWaiting                    // somebody must act, which may take days
	PhaseTerminal                   // the circuit is deleted and never changes again
)

var phases = machine.SpellAll[PhaseKind]("circuit.PhaseKind", "Unclear", "Resting", "Transient", "Waiting", "Terminal")

func (k PhaseKind) String() string                { return phases.String(k) }
func (k PhaseKind) MarshalText() ([]byte, error)  { return phases.MarshalText(k) }
func (k *PhaseKind) UnmarshalText(b []byte) error { return phases.UnmarshalText(k, b) }

// Phase tells a program that waits for a circuit what to wait for.
type Phase struct {
	Kind    PhaseKind     `json:"kind"`
	For     machine.Actor `json:"for,omitempty"`                // whom it waits for, if Waiting
	Since   time.Time     `json:"since,omitzero"`               // when the circuit was first observed in this phase; zero if not known
	Typical time.Duration `json:"typicalNanoseconds,omitempty"` // typical duration of the step that it waits for; zero if no source tells
}

// Phases yields every phase that a circuit can be in. PhaseWaiting comes once for
// each actor.
func Phases() iter.Seq[Phase] {
	return func(yield func(Phase) bool) {
		for kind := PhaseUnclear; kind <= PhaseTerminal; kind++ {
			if kind != PhaseWaiting {
				if !yield(Phase{Kind: kind}) {
					return
				}
				continue
			}
			for actor := range machine.Actors() {
				if !yield(Phase{Kind: PhaseWaiting, For: actor}) {
					return
				}
			}
		}
	}
}

// String is "Waiting for Provider", or the kind.
func (p Phase) String() string {
	if p.Kind == PhaseWaiting && p.For != machine.Nobody {
		return "Waiting for " + p.For.String()
	}
	return p.Kind.String()
}

// late is the multiple of its typical duration after which a step is overdue.
// Recorded operations took up to eight times their median.
const late = 10

// Overdue says whether the circuit has been in its phase for more than ten times
// the typical duration of the step that it waits for. It is Unknown if Since,
// Typical or now is zero.
func (p Phase) Overdue(now time.Time) machine.Truth {
	if p.Since.IsZero() || p.Typical == 0 || now.IsZero() {
		return machine.Unknown
	}
	return machine.TruthOf(now.Sub(p.Since) > late*p.Typical)
}

// Phase returns the phase of the circuit. For a circuit that is being deleted, or
// that the provider was asked to take down, the goal is the teardown; for any other
// it is the spec. A circuit that is wanted and carries no traffic is not resting.
func (c Circuit) Phase() Phase {
	p := c.phase()
	p.Since = c.known().Seen.PhaseSince
	return p
}

func (c Circuit) phase() Phase {
	s := c.state
	switch {
	case s.Status == Gone:
		return Phase{Kind: PhaseTerminal}
	case s.Status == 0 || s.Provider == 0:
		return Phase{Kind: PhaseUnclear}
	case s.validating():
		return Phase{Kind: PhaseTransient} // no source says how long that takes
	case s.working() && !c.waitsForProvider():
		return Phase{Kind: PhaseTransient, Typical: longestWrite}
	}
	plan, err := c.Next()
	switch turn := plan.Turn(); {
	case err != nil && plan.unknown():
		return Phase{Kind: PhaseUnclear}
	case turn == machine.Nobody:
		return c.restingPhase()
	case turn == machine.Microsoft:
		return Phase{Kind: PhaseTransient, Typical: plan.typical()}
	default:
		return Phase{Kind: PhaseWaiting, For: turn, Typical: plan.typical()}
	}
}

// longestWrite is the longest of the typical durations of Azure's writes. No
// document tells which write is in flight.
var longestWrite = func() time.Duration {
	longest := time.Duration(0)
	for i := range couplings {
		longest = max(longest, couplings[i].Lasts.typical)
	}
	return longest
}()

// restingPhase returns the phase of a circuit whose plan is done. The circuit is
// resting only if its wanted peerings carry traffic, or, if the spec wants no
// peering, if the circuit carries traffic: it bills in any case.
func (c *Circuit) restingPhase() Phase {
	want := &c.known().Want
	if c.Leaving() || want.Retire || !want.wantsUse() {
		return Phase{Kind: PhaseResting}
	}
	var wanted []peering.Type
	for t := range peering.Types() {
		if want.mode(t) == peering.WantPresent {
			wanted = append(wanted, t)
		}
	}
	var refused *machine.TransitionError
	if !errors.As(c.InService(wanted...), &refused) {
		return Phase{Kind: PhaseResting}
	}
	for _, u := range refused.Unmet {
		if u.Unknown {
			return Phase{Kind: PhaseUnclear}
		}
	}
	return Phase{Kind: PhaseWaiting, For: Obstacle{Unmet: refused.Unmet}.Turn()}
}

// unknown reports whether the first condition of the first obstacle is Unknown, or
// there is none.
func (p *Plan) unknown() bool {
	return len(p.Obstacles) == 0 || len(p.Obstacles[0].Unmet) == 0 || p.Obstacles[0].Unmet[0].Unknown
}

// typical returns the typical duration of the first step, zero if not known.
func (p *Plan) typical() time.Duration {
	if len(p.Steps) == 0 {
		return 0
	}
	return p.Steps[0].Typical
}

// waitsForProvider reports whether the deletion of the circuit waits for the
// provider: in 2016 a circuit that is deleted before the provider has deprovisioned
// stays in flight until then.
func (c Circuit) waitsForProvider() bool {
	return c.state.Status == Disabling && takenDownBefore.Holds(c.view()) == machine.No
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

// dated finishes an observation: it updates BGP, compares the circuit with the
// spec, and sets the times of what changed.
func (c Circuit) dated(before *Circuit, at time.Time) Circuit {
	if c.state.Provider == Provisioned || c.state.Provider == Deprovisioning {
		c.state.Acts |= ProvisionedBefore
	}
	c.state.settle(0)
	c.state.compare(c.papers)
	c.papers.Seen = c.papers.Seen.changed(&before.state, &c.state, at)
	if before.state != c.state && !at.IsZero() && before.phase() != c.phase() {
		c.papers.Seen.PhaseSince = at
	}
	return c
}
