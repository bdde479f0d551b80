package circuit

import (
	"errors"

	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
	"github.com/expressroute-go/expressroute/prefixes"
)

// Progress is how far one task of the workflow is.
type Progress uint8

const (
	_               Progress = iota
	ProgressDone             // the task is done
	ProgressCurrent          // it can be done now, or is in progress
	ProgressBlocked          // all earlier tasks are done, but a condition is not met
	ProgressPending          // an earlier task must be done first
)

var progresses = machine.Spell[Progress]("circuit.Progress", "none", "Done", "Current", "Blocked", "Pending")

func (p Progress) String() string                { return progresses.String(p) }
func (p Progress) MarshalText() ([]byte, error)  { return progresses.MarshalText(p) }
func (p *Progress) UnmarshalText(b []byte) error { return progresses.UnmarshalText(p, b) }

// Evidence says how we know whether a task is done. The zero value is
// EvidenceUnknown.
type Evidence uint8

const (
	EvidenceUnknown  Evidence = iota // no document shows it and nobody attested it
	EvidenceObserved                 // a document shows it, or the act was recorded
	EvidenceInferred                 // a document shows a state that is only reached if it was done
	EvidenceAttested                 // the customer attests it in Facts or names it in the spec
)

var evidences = machine.SpellAll[Evidence]("circuit.Evidence", "Unknown", "Observed", "Inferred", "Attested")

func (e Evidence) String() string                { return evidences.String(e) }
func (e Evidence) MarshalText() ([]byte, error)  { return evidences.MarshalText(e) }
func (e *Evidence) UnmarshalText(b []byte) error { return evidences.UnmarshalText(e, b) }

// Stage is one of the stages of the workflow article, with its tasks in order.
type Stage struct {
	Name  string `json:"name"`
	Step  string `json:"step"` // the article's steps and figures that describe the stage
	Tasks []Task `json:"tasks"`
}

// Task is one line of the checklist.
type Task struct {
	Name     string          `json:"name"`
	Progress Progress        `json:"progress"`
	Evidence Evidence        `json:"evidence"`
	Actor    machine.Actor   `json:"actor,omitempty"` // who does the task
	Why      []machine.Unmet `json:"why,omitempty"`   // the conditions that are not met, if Blocked or Pending
}

// task is a line of the checklist before its progress is known, which depends on
// the earlier tasks.
type task struct {
	name     string
	actor    machine.Actor
	done     machine.Truth
	evidence Evidence
	act      Event // the event that does it; zero for a task that is only attested
}

// Workflow returns the workflow of the article as a checklist. The stages are those
// of the article's first figure.
func (c Circuit) Workflow() []Stage {
	stages := []struct {
		name, step string
		tasks      []task
	}{
		{"Ensure that prerequisites are met", "figure 1, stage 1", c.prerequisites()},
		{"Order ExpressRoute circuit", "steps 1 and 2; figure 1, stage 2", c.ordering()},
		{"Service provider provisions connectivity", "step 3; figure 1, stage 3", c.provisioning()},
		{"Start using ExpressRoute circuit", "steps 4 and 5; figure 1, stage 4; figure 2", c.starting()},
	}
	var out []Stage
	earlier := true // all earlier tasks are done
	for _, s := range stages {
		stage := Stage{Name: s.name, Step: s.step}
		for _, t := range s.tasks {
			stage.Tasks = append(stage.Tasks, c.assess(t, earlier))
			earlier = earlier && (t.done == machine.Yes || t.act == (Event{}))
		}
		out = append(out, stage)
	}
	return out
}

func (c Circuit) assess(t task, earlier bool) Task {
	task := Task{Name: t.name, Actor: t.actor, Evidence: t.evidence}
	err := c.Check(t.act)
	var refused *machine.TransitionError
	if t.act != (Event{}) && errors.As(err, &refused) {
		task.Why = refused.Unmet
	}
	switch {
	case t.done == machine.Yes:
		task.Progress, task.Why = ProgressDone, nil
	case t.act == (Event{}) || err == nil || c.underWay(t.act):
		task.Progress, task.Why = ProgressCurrent, nil
	case earlier:
		task.Progress = ProgressBlocked
	default:
		task.Progress = ProgressPending
	}
	return task
}

// underWay reports whether the act is already in progress.
func (c Circuit) underWay(act Event) bool {
	switch act.Verb {
	case CreateCircuit:
		return c.state.Status == Enabling
	case ProvisioningFinished:
		return c.state.Provider == Provisioning
	case ConfigurePeering, RoutingConfigured:
		return c.state.Peering(act.Peering).Operation.InFlight()
	}
	return false
}

// prerequisites returns the tasks that come before the order. No document shows
// them. A circuit that was created or provisioned implies them.
func (c Circuit) prerequisites() []task {
	facts := c.known().Want.Facts
	created := c.state.Status != 0 && c.state.Status != NotCreated
	subscription := attested("Azure subscription exists", facts.Subscription, created)
	if c.state.Provider == NotApplicable {
		return append([]task{subscription}, c.portTasks()...)
	}
	v := c.view()
	return []task{
		subscription,
		attested("connectivity provider identified, relationship set up", facts.Relationship, v.providerAtWork()),
		attested("physical connectivity with the provider set up", facts.PhysicalPath, c.state.Provider == Provisioned),
	}
}

// portTasks are what is done before a circuit can carry traffic on a port of the
// customer's own. A BGP session that is up shows that its link works.
//
// Source: https://learn.microsoft.com/en-us/azure/expressroute/expressroute-workflows,
// since 2023
func (c Circuit) portTasks() []task {
	v := c.view()
	port, facts := &v.Have.Port, &v.Want.Facts
	reserved := attested("reserve the port pair", machine.Unknown, c.created() == machine.Yes)
	if port.ID != "" {
		reserved.done, reserved.evidence = machine.Yes, EvidenceObserved
	}
	primary, secondary := c.pathsUp()
	return []task{
		reserved,
		attested("get the letter of authorization and order the cross connections", facts.PhysicalPath, primary && secondary),
		seenTask(task{name: "set the admin state of both links to Enabled", actor: machine.Customer, done: port.Link1.And(port.Link2)}),
		attested("see light on both links", machine.Unknown, primary && secondary),
	}
}

// pathsUp reports on which paths a BGP session was seen up.
func (c *Circuit) pathsUp() (primary, secondary bool) {
	for _, paths := range c.known().Have.Sessions {
		primary = primary || paths.Primary.Session.Up() == machine.Yes
		secondary = secondary || paths.Secondary.Session.Up() == machine.Yes
	}
	return primary, secondary
}

func attested(name string, fact machine.Truth, implied bool) task {
	t := task{name: name, actor: machine.Customer, done: fact}
	switch {
	case fact != machine.Unknown:
		t.evidence = EvidenceAttested
	case implied:
		t.done, t.evidence = machine.Yes, EvidenceInferred
	}
	return t
}

func (c Circuit) ordering() []task {
	v := c.view()
	order, want := v.order(), v.Want.Order
	chosen := func(name string, have, want bool) task {
		t := task{name: "select " + name, actor: machine.Customer, done: machine.TruthOf(have || want)}
		if have {
			t.evidence = EvidenceObserved
		} else if want {
			t.evidence = EvidenceAttested
		}
		return t
	}
	tasks := []task{}
	if v.Provider != NotApplicable {
		tasks = append(tasks, chosen("service provider", order.Provider != "", want.Provider != ""),
			chosen("peering location", order.PeeringLocation != "", want.PeeringLocation != ""))
	}
	tasks = append(tasks,
		chosen("bandwidth", order.Bandwidth != 0, want.Bandwidth != 0),
		chosen("billing model", order.Billing != 0, want.Billing != 0),
		chosen("standard or premium add-on", order.Tier != 0, want.Tier != 0),
		c.acted("create the circuit", machine.Customer, CreateCircuit, c.created()))
	if v.Provider != NotApplicable {
		tasks = append(tasks, c.recorded("order connectivity from the service provider", OrderConnectivity, ConnectivityOrdered, v.Want.Facts.Ordered, connectivityOrdered))
	}
	return tasks
}

func (c Circuit) created() machine.Truth {
	switch c.state.Status {
	case 0:
		return machine.Unknown
	case NotCreated, Enabling:
		return machine.No
	}
	return machine.Yes
}

func (c Circuit) provisioning() []task {
	v := c.view()
	if v.Provider == NotApplicable {
		return nil
	}
	tasks := []task{}
	for _, need := range providerNeeds(v) {
		tasks = append(tasks, c.recorded("give the provider "+need, HandOverServiceKey, ServiceKeyHandedOver, v.Want.Facts.KeyHandedOver, keyHandedOver))
	}
	return append(tasks, c.acted("the provider provisions the circuit", machine.Provider, ProvisioningFinished,
		c.state.providerIs(Provisioned, NotApplicable)))
}

// recorded returns the task of an act that no document shows. Whether it is done
// says the guard by, see [view.done]. fact is what the customer attests.
func (c Circuit) recorded(name string, verb Verb, act Acts, fact machine.Truth, by guard) task {
	v := c.view()
	t := task{name: name, actor: machine.Customer, done: by.Holds(v), act: Event{Verb: verb}}
	switch {
	case t.done == machine.Unknown:
	case t.done == fact:
		t.evidence = EvidenceAttested
	case c.state.Acts.Has(act) || t.done == machine.No:
		t.evidence = EvidenceObserved
	default:
		t.evidence = EvidenceInferred
	}
	return t
}

func (c Circuit) acted(name string, actor machine.Actor, verb Verb, done machine.Truth) task {
	return seenTask(task{name: name, actor: actor, done: done, act: Event{Verb: verb}})
}

// seenTask returns the task with EvidenceObserved, if it is known whether it is done.
func seenTask(t task) task {
	if t.done != machine.Unknown {
		t.evidence = EvidenceObserved
	}
	return t
}

// starting returns the tasks of each peering that is wanted or exists, and of each
// link that is wanted or made.
func (c Circuit) starting() []task {
	var tasks []task
	for t := range peering.Types() {
		if c.concerns(t) {
			tasks = append(tasks, c.routing(t)...)
		}
	}
	for _, l := range c.Links() {
		if !l.Wanted && l.Linked != machine.Yes {
			continue
		}
		act := Event{Verb: LinkNetwork, Link: l.Network}
		switch {
		case l.Kind == GlobalReachLink:
			act.Verb = ConnectCircuit
		case l.OtherSubscription:
			act.Verb = NetworkLinked
		}
		tasks = append(tasks, seenTask(task{name: "link " + l.Network, actor: act.Actor(), done: l.Linked, act: act}))
	}
	return tasks
}

func (c Circuit) routing(t peering.Type) []task {
	v := c.view()
	v.of = t
	act := Event{Verb: ConfigurePeering, Peering: t}
	if v.manager() == machine.Provider {
		act.Verb = RoutingConfigured
	}
	p := c.state.Peering(t)
	done := p.Exists()
	if p.Operation == 0 {
		done = done.And(machine.Unknown)
	} else {
		done = done.And(machine.TruthOf(p.Operation == peering.Succeeded))
	}
	if c.known().Want.Peering(t).Mode == peering.WantPresent {
		done = done.And(p.AsWanted)
	}
	tasks := []task{seenTask(task{name: "configure " + t.String(), actor: act.Actor(), done: done, act: act})}
	if t != peeringMicrosoft {
		return tasks
	}
	for _, f := range bothFamilies {
		if half := p.Family(f); half.Admin != peering.Absent && half.Admin != 0 {
			v.family = f
			tasks = append(tasks, validationTask(&v, half.Prefixes))
		}
	}
	return tasks
}

// validationTask returns the task of validating the prefixes of the view's family,
// with the actor whose turn it is and that actor's event.
func validationTask(v *view, s prefixes.State) task {
	actor, _ := whoValidates(v, s)
	verb := PrefixesValidated
	switch s {
	case prefixes.NotConfigured:
		verb = ValidationStarted
	case prefixes.ValidationNeeded:
		verb = OpenTicket
	case prefixes.ManualValidation:
		verb = EvidenceAccepted
		if actor == machine.Customer {
			verb = OpenTicket
		}
	}
	return seenTask(task{
		name: "the " + v.family.String() + " prefixes are validated", actor: actor,
		done: prefixesTaken(peeringMicrosoft, peering.FamilyState{Prefixes: s}),
		act:  Event{Verb: verb, Peering: peeringMicrosoft, Family: v.family},
	})
}
