package circuit

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
)

// Plan is the shortest way from where a circuit is to where it shall be, one
// sub-goal after the other, with who takes each step. Waiting is a step too. A
// plan counts on no failure, and destroys or interrupts nothing that was not
// asked for.
type Plan struct {
	Goal  string
	Steps []Step // empty if the circuit is there
	from  Circuit
}

// Step is one act, and what follows by itself before the next.
type Step struct {
	Event   Event           `json:"event"`
	Actor   machine.Actor   `json:"actor"`
	Leg     string          `json:"leg"`                          // the sub-goal that it serves
	Then    []Event         `json:"then,omitempty"`               // what Microsoft does in answer
	Effect  Effect          `json:"effect"`                       // on what is there already
	Typical time.Duration   `json:"typicalNanoseconds,omitempty"` // until it shows; zero if no source tells
	Source  string          `json:"source"`                       // of the rule, or of the duration if there is one
	Ask     string          `json:"ask,omitempty"`                // whom to tell what
	Assumes []machine.Unmet `json:"assumes,omitempty"`            // what must hold and no document shows: to be checked, then attested
}

// String is who does what: "Customer: ConfigurePeering AzurePrivatePeering".
func (s Step) String() string { return s.Actor.String() + ": " + s.Event.String() }

// Turn returns who acts first, Nobody if there is nothing to do.
func (p Plan) Turn() machine.Actor {
	if len(p.Steps) == 0 {
		return machine.Nobody
	}
	return p.Steps[0].Actor
}

// NoPlanError reports that there is no way to the goal, and what stands in it.
type NoPlanError struct {
	Goal  string          // of the plan
	Leg   string          // the sub-goal that cannot be reached
	State State           // where it could not be reached from
	Unmet []machine.Unmet // what stands in the way, of all the acts that would lead on
}

func (e *NoPlanError) Error() string {
	lines := make([]string, len(e.Unmet))
	for i, u := range e.Unmet {
		lines[i] = u.String()
	}
	if len(lines) == 0 {
		lines = []string{"no act leads on from " + e.State.String()}
	}
	return fmt.Sprintf("circuit: no plan to %s: %s cannot be reached: %s", e.Goal, e.Leg, strings.Join(lines, "; "))
}

// Turn returns who can help first: the customer, who can want something else,
// where nobody can.
func (e *NoPlanError) Turn() machine.Actor {
	for _, u := range e.Unmet {
		if u.Actor != machine.Nobody {
			return u.Actor
		}
	}
	return machine.Customer
}

// Unwrap returns what stands in the way as a refusal, so that errors.As and
// [machine.Lacks] find it.
func (e *NoPlanError) Unwrap() error {
	return &machine.TransitionError{Machine: "circuit", Event: e.Goal, From: e.State.String(), Unmet: e.Unmet, Err: machine.ErrUnmet}
}

// Plan returns the way to the circuit that the spec wants, or to none if it is
// to be retired. The error is a [*NoPlanError].
func (c Circuit) Plan() (Plan, error) {
	if c.known().Want.Retire {
		return c.Teardown()
	}
	if alive.Holds(c.view()) == machine.No {
		return Plan{}, &NoPlanError{Goal: goalInService, Leg: "a circuit", State: c.state, Unmet: guards(alive).Unmet(c.view())}
	}
	if err := c.impossible(); err != nil {
		return Plan{}, err
	}
	return c.plan(goalInService, c.legs())
}

// Teardown returns the way to no circuit. The error is a [*NoPlanError].
func (c Circuit) Teardown() (Plan, error) { return c.plan(goalGone, c.teardownLegs()) }

const (
	goalInService = "the circuit as wanted"
	goalGone      = "no circuit"
)

// Ready returns the steps that may be taken now, in the order of the plan: those
// that are allowed, less what interrupts or destroys before its turn. A first
// step that is not among them assumes what must be attested first.
func (p Plan) Ready() []Step {
	var ready []Step
	for i, s := range p.Steps {
		if p.from.Can(s.Event) && (i == 0 || s.Effect == None) {
			ready = append(ready, s)
		}
	}
	return ready
}

// String numbers the steps, a line each, with whom to tell what.
func (p Plan) String() string {
	var b strings.Builder
	for i, s := range p.Steps {
		fmt.Fprintf(&b, "%d. %s\n", i+1, s)
		if s.Ask != "" {
			fmt.Fprintf(&b, "   %s\n", s.Ask)
		}
	}
	return b.String()
}

// searchLimit bounds the states that one leg expands. None is known to need a
// tenth of it; one that did would be reported as having no plan.
const searchLimit = 20000

func (c Circuit) plan(goal string, legs []leg) (Plan, error) {
	plan := Plan{Goal: goal, from: c}
	for _, l := range legs {
		s := search{circuit: c, rigor: planning, events: l.events, goal: l.met, limit: searchLimit}
		way, _, found := s.run()
		if !found {
			return Plan{}, s.noPlan(goal, l)
		}
		for _, e := range way {
			c = plan.take(c, e, l.goal)
		}
	}
	return plan, nil
}

// take appends an event to the plan and returns the circuit after it. What
// Microsoft does in answer to a step is folded into it.
func (p *Plan) take(c Circuit, e Event, leg string) Circuit {
	row, v := c.look(e)
	var m mover
	if row.move(&m, &v) != nil {
		return c // cannot be: the search made the same move
	}
	c.state = m.state
	if row.By == machine.Microsoft && len(p.Steps) > 0 {
		last := &p.Steps[len(p.Steps)-1]
		last.Then = append(last.Then, e)
		return c
	}
	p.Steps = append(p.Steps, row.step(v, leg))
	return c
}

func (row *coupling) step(v view, leg string) Step {
	s := Step{
		Event: v.event(), Actor: row.By, Leg: leg, Effect: row.effect(v),
		Typical: row.Lasts.typical, Source: row.Source, Ask: ask(v),
	}
	if row.Lasts.source != "" {
		s.Source = row.Lasts.source
	}
	for _, u := range row.Needs.Unmet(v) {
		if u.Unknown {
			s.Assumes = append(s.Assumes, u)
		}
	}
	return s
}

// effect: writing a peering that is there may interrupt it.
func (row *coupling) effect(v view) Effect {
	if row.Moves.admin == peering.Configure && v.peering().Exists() != machine.No {
		return Interrupts
	}
	return row.Effect
}

// noPlan says what stands in the way: of every act of the leg that a machine has
// a rule for, wherever the search came.
func (s *search) noPlan(goal string, l leg) error {
	e := &NoPlanError{Goal: goal, Leg: l.goal, State: s.circuit.state}
	for _, reached := range s.nodes {
		for _, event := range s.events {
			row, v := s.circuit.look(event)
			if row == nil {
				continue
			}
			v.State, v.plans = reached.state, true
			if row.move(&mover{quiet: true}, &v) != nil {
				continue
			}
			e.Unmet = obstacles(e.Unmet, row.Needs.Unmet(v))
		}
	}
	for _, u := range s.unknowns() {
		if len(e.Unmet) == 0 || u.Need == NeedObserved {
			e.Unmet = append(e.Unmet, u)
		}
	}
	return e
}

// obstacles adds what stands in the way of one act, if anybody wants the act.
func obstacles(known, unmet []machine.Unmet) []machine.Unmet {
	if slices.ContainsFunc(unmet, func(u machine.Unmet) bool { return u.Need == NeedWanted || u.Need == NeedStuck }) {
		return known
	}
	for _, u := range unmet {
		if !u.Unknown && u.Need != NeedIdle && !slices.Contains(known, u) {
			known = append(known, u)
		}
	}
	return known
}

// unknowns are the conditions that are not known to hold, where none is known
// not to.
func (s *search) unknowns() []machine.Unmet {
	var unmet []machine.Unmet
	for _, event := range s.events {
		var refused *machine.TransitionError
		if !errors.As(s.circuit.Check(event), &refused) {
			continue
		}
		for _, u := range refused.Unmet {
			if u.Unknown && !slices.Contains(unmet, u) {
				unmet = append(unmet, u)
			}
		}
	}
	unread := slices.DeleteFunc(slices.Clone(unmet), func(u machine.Unmet) bool { return u.Need != NeedObserved })
	if len(unread) > 0 {
		return unread // nothing can be said before it is read
	}
	return unmet
}

// impossible says what no plan can change: a circuit keeps its provider and its
// peering location.
func (c Circuit) impossible() error {
	want, have := c.known().Want.Order, c.known().Have.Order
	var unmet []machine.Unmet
	for _, fixed := range []struct{ name, want, have string }{
		{"provider", want.Provider, have.Provider},
		{"peering location", want.PeeringLocation, have.PeeringLocation},
	} {
		if fixed.want != "" && fixed.have != "" && !strings.EqualFold(fixed.want, fixed.have) {
			unmet = append(unmet, machine.Unmet{
				Need: NeedPossible, Want: "the circuit must have the wanted " + fixed.name + ", which cannot be changed",
				Found: quoted(fixed.have) + ", not " + quoted(fixed.want), Actor: machine.Customer, Fix: "order another circuit",
				Basis: machine.Documented, Source: sourceCrossConnection,
			})
		}
	}
	if len(unmet) == 0 {
		return nil
	}
	return &NoPlanError{Goal: goalInService, Leg: "the circuit as ordered", State: c.state, Unmet: unmet}
}
