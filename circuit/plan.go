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

// Plan is the shortest way from the state of a circuit to its goal, one sub-goal
// after the other. It says who takes each step; waiting is a step too. If a
// sub-goal cannot be reached, or it is unknown whether it is reached, the plan has
// an [Obstacle] for it and still has the steps to the other sub-goals. A plan
// assumes that no operation fails. It destroys or interrupts only what the goal
// asks for.
type Plan struct {
	Goal      string     `json:"goal"`
	Steps     []Step     `json:"steps,omitempty"`     // empty if there is nothing to do, or nothing that can be done
	Obstacles []Obstacle `json:"obstacles,omitempty"` // the sub-goals that cannot be reached, or that may not be reached
	from      Circuit    // the circuit that the plan starts from
}

// Step is one act of one actor, with what Microsoft then does by itself.
type Step struct {
	Event   Event           `json:"event"`
	Actor   machine.Actor   `json:"actor"`
	Leg     string          `json:"leg"`                          // the sub-goal that the step leads to
	Then    []Event         `json:"then,omitempty"`               // what Microsoft does after it, in order
	Effect  Effect          `json:"effect"`                       // what it does to traffic and existing resources
	Typical time.Duration   `json:"typicalNanoseconds,omitempty"` // typical time until documents show the result; zero if no source tells
	Source  string          `json:"source"`                       // of the duration if there is one, else of the rule
	Ask     string          `json:"ask,omitempty"`                // what the actor must say, and to whom
	Assumes []machine.Unmet `json:"assumes,omitempty"`            // conditions that no document shows: check them, then attest them
}

// String says who does what: "Customer: ConfigurePeering AzurePrivatePeering".
func (s Step) String() string { return s.Actor.String() + ": " + s.Event.String() }

// Done reports whether the goal is reached: no steps and no obstacles. A value that
// was not read, but is needed to tell, is an obstacle too.
func (p Plan) Done() bool { return len(p.Steps) == 0 && len(p.Obstacles) == 0 }

// Turn returns who must act first: the actor of the first step, or who can remove
// the first obstacle, or Nobody if the plan is done.
func (p Plan) Turn() machine.Actor {
	switch {
	case len(p.Steps) > 0:
		return p.Steps[0].Actor
	case len(p.Obstacles) > 0:
		return p.Obstacles[0].Turn()
	}
	return machine.Nobody
}

// NoPlanError reports that the goal is not reached and no step leads towards it.
type NoPlanError struct {
	Plan  Plan  // has no steps; its obstacles say why
	State State // the state that the plan started from
}

func (e *NoPlanError) Error() string {
	var lines []string
	for _, o := range e.Plan.Obstacles {
		for _, u := range o.Unmet {
			lines = append(lines, o.Leg+" cannot be reached: "+u.String())
		}
	}
	if len(lines) == 0 {
		lines = []string{"no event leads from " + e.State.String() + " towards it"}
	}
	return fmt.Sprintf("circuit: no plan for the goal %q: %s", e.Plan.Goal, strings.Join(lines, "; "))
}

// Turn returns who can remove the first obstacle.
func (e *NoPlanError) Turn() machine.Actor { return e.Plan.Turn() }

// Unwrap returns the unmet conditions as a [*machine.TransitionError], for
// errors.As and [machine.Lacks].
func (e *NoPlanError) Unwrap() error {
	return &machine.TransitionError{Machine: "circuit", Event: e.Plan.Goal, From: e.State.String(), Unmet: e.Unmet(), Err: machine.ErrUnmet}
}

// Unmet returns the unmet conditions of all obstacles.
func (e *NoPlanError) Unmet() []machine.Unmet {
	var unmet []machine.Unmet
	for _, o := range e.Plan.Obstacles {
		unmet = append(unmet, o.Unmet...)
	}
	return unmet
}

// Plan returns the steps to the circuit that the spec wants, or those of
// [Circuit.Teardown] if the spec retires the circuit. The error is a
// [*NoPlanError] if the goal is not reached and no step leads towards it.
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

// Teardown returns the steps after which the circuit is deleted. The error is that
// of [Circuit.Plan].
func (c Circuit) Teardown() (Plan, error) { return c.plan(goalGone, c.teardownLegs()) }

// Next returns the plan that fits the circuit: that of [Circuit.Teardown] if the
// customer has deleted the circuit or has asked the provider to take it down, else
// that of [Circuit.Plan]. The error is that of [Circuit.Plan].
func (c Circuit) Next() (Plan, error) {
	if c.Leaving() {
		return c.Teardown()
	}
	return c.Plan()
}

// Leaving reports whether the circuit is deleted or being deleted, or the customer
// has asked the provider to take it down.
func (c Circuit) Leaving() bool {
	s := c.state
	return s.Status == Gone || s.deleting() || s.Acts.Has(DeprovisioningRequested)
}

const (
	goalInService = "the circuit as wanted"
	goalGone      = "no circuit"
)

// Ready returns the steps that the rules permit now, in the order of the plan. A
// step that interrupts or destroys something is only ready if it is the first. If
// the first step is not ready, it has conditions in Assumes that must be attested
// before.
func (p Plan) Ready() []Step {
	var ready []Step
	for i, s := range p.Steps {
		if p.from.Can(s.Event) && (i == 0 || s.Effect == NoEffect) {
			ready = append(ready, s)
		}
	}
	return ready
}

// String lists the steps with their numbers, one to a line, each followed by its
// Ask.
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

// searchLimit is how many states the search of one leg may expand. All known legs
// need less than a tenth of it. A leg that needs more becomes an obstacle.
const searchLimit = 20000

// plan searches the legs one after the other. It treats acts of the customer that
// are not on record as not done, and plans them: to do them twice harms nobody, and
// the customer can attest what was done.
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
		for _, o := range c.brokenLinks() {
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

// obstacle adds an obstacle for a leg. It leaves out the conditions that an earlier
// obstacle already has.
func (p *Plan) obstacle(leg string, unmet []machine.Unmet) {
	total := len(unmet)
	for _, o := range p.Obstacles {
		unmet = slices.DeleteFunc(unmet, func(u machine.Unmet) bool { return slices.Contains(o.Unmet, u) })
	}
	if len(unmet) > 0 || total == 0 {
		p.Obstacles = append(p.Obstacles, Obstacle{Leg: leg, Unmet: unmet})
	}
}

// take appends an event to the plan and returns the circuit after it. An event of
// Microsoft goes into the Then of the last step, if there is one.
func (p *Plan) take(c Circuit, e Event, leg string) Circuit {
	row, v := c.look(e)
	var m mover
	if row.move(&m, &v) != nil {
		return c // cannot happen: the search made the same move
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

// effect returns the effect of the event. To configure a peering that exists, or may
// exist, interrupts it.
func (row *coupling) effect(v view) Effect {
	if row.Moves.admin == peering.Configure && v.peering().Exists() != machine.No {
		return Interrupts
	}
	return row.Effect
}

// obstacles returns the conditions that keep the search from its goal: for each
// event of the leg, those that hold in no state that the search reached. If there
// are none, it returns the conditions that are unknown.
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

// standing returns the conditions of an event that hold in none of the reached
// states in which the machines have a rule for it.
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

// pointless lists the conditions that mark an event as not wanted, or of no use for
// this circuit or this network. Such an event is no obstacle.
var pointless = []machine.Need{NeedWanted, NeedStuck, NeedProvider, NeedSameSubscription, NeedOtherSubscription}

// addObstacles adds the unmet conditions of one event, except those that are
// unknown or that end by themselves. It adds none if the event is pointless.
func addObstacles(known, unmet []machine.Unmet) []machine.Unmet {
	if slices.ContainsFunc(unmet, func(u machine.Unmet) bool { return slices.Contains(pointless, u.Need) }) {
		return known
	}
	for _, u := range unmet {
		if !u.Unknown && u.Need != NeedIdle && !slices.Contains(known, u) {
			known = append(known, u)
		}
	}
	return known
}

// unknowns returns the conditions of the leg's events that are Unknown. If a state
// was not observed, it returns only that.
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
		return unread // read these first; the rest depends on them
	}
	return unmet
}

// outOfReach returns the conditions that no plan can change: the circuit is deleted
// or being deleted; it has another provider or peering location than the spec wants;
// or the customer must choose what to do with a circuit that its provider takes
// down.
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
		return []machine.Unmet{choice.Unmet("the provider is deprovisioning, and there is no record of a request")}
	}
	return unmet
}

var unchangeable = machine.Condition{
	Need: NeedPossible, Want: "the circuit must have the wanted provider and peering location, which cannot be changed",
	Actor: machine.Customer, Fix: "order another circuit",
	Basis: machine.Documented, Source: sourceCrossConnection,
}

// choice is unmet if the provider takes down a circuit that is still wanted. By the
// article the customer chooses to have it provisioned again, or to delete it.
var choice = machine.Condition{
	Need: NeedChoice, Want: "the customer must choose whether the circuit is to be used again or to be deleted",
	Actor: machine.Customer, Fix: "ask the provider why; then order connectivity again, or retire the circuit",
	Basis: machine.Article, Source: machine.Article2016,
}
