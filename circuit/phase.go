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
	PhaseUnclear   PhaseKind = iota // too little was observed to tell
	PhaseResting                    // as wanted; nothing moves by itself
	PhaseTransient                  // Microsoft's platform is at work; read again soon
	PhaseWaiting                    // for somebody to act, which may take days
	PhaseTerminal                   // gone; it never moves again
)

var phases = machine.SpellAll[PhaseKind]("circuit.PhaseKind", "Unclear", "Resting", "Transient", "Waiting", "Terminal")

func (k PhaseKind) String() string                { return phases.String(k) }
func (k PhaseKind) MarshalText() ([]byte, error)  { return phases.MarshalText(k) }
func (k *PhaseKind) UnmarshalText(b []byte) error { return phases.UnmarshalText(k, b) }

// Phase is where a program that waits for a circuit stands.
type Phase struct {
	Kind    PhaseKind     `json:"kind"`
	For     machine.Actor `json:"for,omitempty"`                // whom it waits for, if Waiting
	Since   time.Time     `json:"since,omitzero"`               // when it was first found in this phase; zero if not known
	Typical time.Duration `json:"typicalNanoseconds,omitempty"` // how long the step that it waits for typically takes; zero if no source tells
}

// Phases yields every phase that a circuit can be in, Waiting once for each
// actor.
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

// late is how many times as long as it typically takes a step may take before it
// is overdue. Recorded operations took up to eight times their median.
const late = 10

// Overdue says whether the circuit has been in its phase for much longer than
// the step that it waits for typically takes. It is Unknown where either is.
func (p Phase) Overdue(now time.Time) machine.Truth {
	if p.Since.IsZero() || p.Typical == 0 || now.IsZero() {
		return machine.Unknown
	}
	return machine.TruthOf(now.Sub(p.Since) > late*p.Typical)
}

// Phase sorts the circuit. A circuit that is being deleted, or whose provider
// was asked to take it down, is measured by its teardown, any other by its spec.
// One that is wanted and carries no traffic is not resting.
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

// longestWrite is how long the longest of Azure's writes typically takes. Which
// write is in flight no document tells.
var longestWrite = func() time.Duration {
	longest := time.Duration(0)
	for i := range couplings {
		longest = max(longest, couplings[i].Lasts.typical)
	}
	return longest
}()

// restingPhase: nothing is to be done, as far as the plan goes. But a peering
// that is wanted and carries nothing is not at rest, and neither is a circuit of
// which no peering is wanted, if it carries nothing: it bills.
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

// unknown reports whether what stands in the way first is not known.
func (p *Plan) unknown() bool {
	return len(p.Obstacles) == 0 || len(p.Obstacles[0].Unmet) == 0 || p.Obstacles[0].Unmet[0].Unknown
}

// typical is how long the first step typically takes, zero if not known.
func (p *Plan) typical() time.Duration {
	if len(p.Steps) == 0 {
		return 0
	}
	return p.Steps[0].Typical
}

// waitsForProvider: in 2016 a circuit that was deleted first stays in flight
// until its provider has taken it down.
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

// dated finishes what an observation changed: BGP follows, what is as wanted is
// compared, and the times are noted.
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
