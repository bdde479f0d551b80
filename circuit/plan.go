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
// sub-goal after the other, with who takes each step. Waiting is a step too.
// Where a sub-goal cannot be reached, or is not known to be, the plan has the
// steps to the others and says what stands in the way or was not read. A plan counts on no failure, and destroys or
// interrupts nothing that was not asked for.
type Plan struct {
	Goal      string     `json:"goal"`
	Steps     []Step     `json:"steps,omitempty"`     // empty if there is nothing to do, or nothing that can be done
	Obstacles []Obstacle `json:"obstacles,omitempty"` // the sub-goals that cannot be reached, or are not known to be
	from      Circuit
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

// Done reports whether there is nothing to do. It is false while anything that
// the circuit is measured by was not read, which is an obstacle.
func (p Plan) Done() bool { return len(p.Steps) == 0 && len(p.Obstacles) == 0 }

// Turn returns who acts first: of the first step, or else of the first obstacle,
// or Nobody if there is nothing to do.
func (p Plan) Turn() machine.Actor {
	switch {
	case len(p.Steps) > 0:
		return p.Steps[0].Actor
	case len(p.Obstacles) > 0:
		return p.Obstacles[0].Turn()
	}
	return machine.Nobody
}

// NoPlanError reports that no step leads towards the goal.
type NoPlanError struct {
	Plan  Plan  // without steps; its obstacles say what stands in the way
	State State // where it could not be reached from
}

func (e *NoPlanError) Error() string {
	var lines []string
	for _, o := range e.Plan.Obstacles {
		for _, u := range o.Unmet {
			lines = append(lines, o.Leg+" cannot be reached: "+u.String())
		}
	}
	if len(lines) == 0 {
		lines = []string{"no act leads on from " + e.State.String()}
	}
	return fmt.Sprintf("circuit: no plan to %s: %s", e.Plan.Goal, strings.Join(lines, "; "))
}

// Turn returns who can help first.
func (e *NoPlanError) Turn() machine.Actor { return e.Plan.Turn() }

// Unwrap returns what stands in the way as a refusal, so that errors.As and
// [machine.Lacks] find it.
func (e *NoPlanError) Unwrap() error {
	return &machine.TransitionError{Machine: "circuit", Event: e.Plan.Goal, From: e.State.String(), Unmet: e.Unmet(), Err: machine.ErrUnmet}
}

// Unmet returns what stands in the way of all the sub-goals.
func (e *NoPlanError) Unmet() []machine.Unmet {
	var unmet []machine.Unmet
	for _, o := range e.Plan.Obstacles {
		unmet = append(unmet, o.Unmet...)
	}
	return unmet
}

// Plan returns the way to the circuit that the spec wants, or to none if it is
// to be retired. The error is a [*NoPlanError], if nothing can be done towards a
// goal that is not reached.
func (c Circuit) Plan() (Plan, error) {
	if c.known().Want.Retire {
		return c.Teardown()
	}
	if unmet := c.outOfReach(); len(unmet) > 0 {
		plan := Plan{Goal: goalInService, Obstacles: []Obstacle{{Leg: "the circuit as ordered", Unmet: unmet}}, from: c}
		return plan, &NoPlanError{Plan: plan, State: c.state}
	}
	return c.plan(goalInService, c.legs())
}

// Teardown returns the way to no circuit. The error is that of Plan.
func (c Circuit) Teardown() (Plan, error) { return c.plan(goalGone, c.teardownLegs()) }

// Next returns the plan that the circuit is on: its teardown once the customer
// has deleted it or has asked the provider to take it down, else the way to its
// spec. The error is that of Plan.
func (c Circuit) Next() (Plan, error) {
	if c.Leaving() {
		return c.Teardown()
	}
	return c.Plan()
}

// Leaving reports whether the circuit is on its way out because the customer
// said so: by deleting it, or by asking the provider to take it down.
func (c Circuit) Leaving() bool {
	s := c.state
	return s.Status == Gone || s.deleting() || s.Acts.Has(DeprovisioningRequested)
}

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
		if p.from.Can(s.Event) && (i == 0 || s.Effect == NoEffect) {
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

// plan goes leg by leg. It takes what is not on record of the customer's acts
// for not done, and plans them: doing them again harms nobody, and what was done
// can be attested.
func (c Circuit) plan(goal string, legs []leg) (Plan, error) {
	plan := Plan{Goal: goal, from: c}
	c.state.Acts |= HistoryKnown
	for _, l := range legs {
		if l.last && len(plan.Obstacles) > 0 {
			break
		}
		s := search{circuit: c, rigor: planning, events: l.events, goal: l.met, limit: searchLimit}
		way, _, found := s.run()
		if !found {
			plan.obstacle(l.goal, s.obstacles())
			continue
		}
		for _, e := range way {
			c = plan.take(c, e, l.goal)
		}
	}
	if goal == goalInService {
		for _, o := range c.unread() {
			plan.obstacle(o.Leg, o.Unmet)
		}
		if v := c.view(); v.Want.wantsUse() && len(v.portLacks()) > 0 {
			plan.obstacle("the port carries traffic", v.portLacks())
		}
	}
	if len(plan.Steps) == 0 && len(plan.Obstacles) > 0 {
		return plan, &NoPlanError{Plan: plan, State: plan.from.state}
	}
	return plan, nil
}

// obstacle notes a leg that cannot be reached, less what stands in the way of an
// earlier one already.
func (p *Plan) obstacle(leg string, unmet []machine.Unmet) {
	total := len(unmet)
	for _, o := range p.Obstacles {
		unmet = slices.DeleteFunc(unmet, func(u machine.Unmet) bool { return slices.Contains(o.Unmet, u) })
	}
	if len(unmet) > 0 || total == 0 {
		p.Obstacles = append(p.Obstacles, Obstacle{Leg: leg, Unmet: unmet})
	}
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

// obstacles says what stands in the way: of every act of the leg that a machine
// has a rule for somewhere, wherever the search came.
func (s *search) obstacles() []machine.Unmet {
	var unmet []machine.Unmet
	for _, event := range s.events {
		unmet = addObstacles(unmet, s.standing(event))
	}
	for _, u := range s.unknowns() {
		if len(unmet) == 0 || u.Need == NeedObserved {
			unmet = append(unmet, u)
		}
	}
	return unmet
}

// standing are the conditions of an act that hold nowhere that the search came:
// no act of the leg brings them about.
func (s *search) standing(event Event) []machine.Unmet {
	row, v := s.circuit.look(event)
	if row == nil {
		return nil
	}
	var unmet []machine.Unmet
	for i, first := 0, true; i < len(s.nodes) && (first || len(unmet) > 0); i++ {
		v.State = s.nodes[i].state
		if row.move(&mover{quiet: true}, &v) != nil {
			continue
		}
		here := row.Needs.Unmet(v)
		if first {
			unmet, first = here, false
			continue
		}
		unmet = slices.DeleteFunc(unmet, func(u machine.Unmet) bool {
			return !slices.ContainsFunc(here, func(h machine.Unmet) bool { return h.Need == u.Need })
		})
	}
	return unmet
}

// beside are the conditions of acts that nobody wants, or that are of no use for
// this circuit or this network.
var beside = []machine.Need{NeedWanted, NeedStuck, NeedProvider, NeedSameSubscription, NeedOtherSubscription}

// addObstacles adds what stands in the way of one act, if it is of any use.
func addObstacles(known, unmet []machine.Unmet) []machine.Unmet {
	if slices.ContainsFunc(unmet, func(u machine.Unmet) bool { return slices.Contains(beside, u.Need) }) {
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

// outOfReach says what no plan can change: a circuit that is deleted, one that
// has another provider or peering location than is wanted, and a choice that is
// the customer's.
func (c Circuit) outOfReach() []machine.Unmet {
	v := c.view()
	if alive.Holds(v) == machine.No {
		return guards(alive).Unmet(v)
	}
	want, have := v.Want.Order, v.Have.Order
	var unmet []machine.Unmet
	for _, fixed := range []struct{ name, want, have string }{
		{"provider", want.Provider, have.Provider},
		{"peering location", want.PeeringLocation, have.PeeringLocation},
	} {
		if fixed.want != "" && fixed.have != "" && !strings.EqualFold(fixed.want, fixed.have) {
			u := unchangeable.Unmet(quoted(fixed.have) + ", not " + quoted(fixed.want))
			u.Want = "the circuit must have the wanted " + fixed.name + ", which cannot be changed"
			unmet = append(unmet, u)
		}
	}
	if len(unmet) == 0 && c.state.Provider == Deprovisioning && !c.state.Acts.Has(DeprovisioningRequested) && v.Want.wantsUse() {
		return []machine.Unmet{choice.Unmet("the provider is deprovisioning, and no record that it was asked to")}
	}
	return unmet
}

var unchangeable = machine.Condition{
	Need: NeedPossible, Want: "the circuit must have the wanted provider and peering location, which cannot be changed",
	Actor: machine.Customer, Fix: "order another circuit",
	Basis: machine.Documented, Source: sourceCrossConnection,
}

// choice: the provider takes down a circuit that is still wanted. The article
// leaves it to the customer to have it provisioned again, or to delete it.
var choice = machine.Condition{
	Need: NeedChoice, Want: "the customer must choose whether the circuit is to be used again or to be deleted",
	Actor: machine.Customer, Fix: "ask the provider why; then order connectivity again, or retire the circuit",
	Basis: machine.Article, Source: machine.Article2016,
}
