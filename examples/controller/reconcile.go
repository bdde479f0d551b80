package controller

import (
	"cmp"
	"context"
	"errors"
	"time"

	"github.com/expressroute-go/expressroute/circuit"
	"github.com/expressroute-go/expressroute/machine"
)

// World is what the controller sees and does.
type World interface {
	// Read reads the circuit: a GET, and what package azure makes of it.
	Read(context.Context) (circuit.Observation, error)

	// Write calls Azure's API.
	Write(context.Context, circuit.Step) error

	// Tell gets a person to do what no API does: order, ask, open a ticket.
	Tell(context.Context, circuit.Step) error
}

// Reconciler brings circuits to where their resources want them.
type Reconciler struct {
	World World
	Soon  time.Duration // until the next look while Azure is at work
	Poll  time.Duration // while a person is
}

// Result says when to reconcile again, zero for not before something changes,
// and what has happened meanwhile.
type Result struct {
	RequeueAfter time.Duration
	Happened     circuit.Explanation
}

// Reconcile observes, plans and acts. Whatever it returns, the status of the
// resource is to be stored: it holds what was done.
func (r Reconciler) Reconcile(ctx context.Context, resource *Resource, now time.Time) (Result, error) {
	seen, err := r.World.Read(ctx)
	if err != nil {
		return Result{}, err
	}
	c, happened, err := resource.observe(seen)
	if err != nil {
		return Result{}, err
	}
	c, after, err := r.act(ctx, c)
	if resource.Deleting && gone(c) {
		resource.Finalizer, after = false, 0
	}
	resource.Status.Circuit = c.Snapshot()
	resource.Status.Conditions = Conditions(resource, c, now)
	return Result{RequeueAfter: after, Happened: happened}, err
}

// act takes the customer's steps, one after the other and each by a plan of its
// own, until it is somebody else's turn. It returns the circuit after them, and
// when to look again.
func (r Reconciler) act(ctx context.Context, c circuit.Circuit) (circuit.Circuit, time.Duration, error) {
	var typical time.Duration // of the step taken last, zero if no source tells
	for {
		plan, err := c.Next()
		var stuck *circuit.NoPlanError
		if errors.As(err, &stuck) {
			return c, cmp.Or(typical, r.Poll), nil
		}
		if err != nil {
			return c, 0, err
		}
		step, ok := mine(plan)
		if !ok {
			return c, cmp.Or(typical, r.wait(plan)), nil
		}
		if err := r.do(ctx, step); err != nil {
			return c, 0, err
		}
		if c, err = c.Apply(step.Event); err != nil {
			return c, 0, err
		}
		typical = step.Typical
	}
}

func (r Reconciler) do(ctx context.Context, step circuit.Step) error {
	if step.Event.Verb.Spoken() {
		return r.World.Tell(ctx, step)
	}
	return r.World.Write(ctx, step)
}

// mine returns the step that the controller takes now: the first one, if it is
// the customer's and assumes nothing that somebody has to attest.
func mine(plan circuit.Plan) (circuit.Step, bool) {
	if plan.Turn() != machine.Customer || len(plan.Steps[0].Assumes) > 0 {
		return circuit.Step{}, false
	}
	return plan.Steps[0], true
}

// wait is how long a step of somebody else's may take before it is worth a look.
func (r Reconciler) wait(plan circuit.Plan) time.Duration {
	if plan.Turn() == machine.Microsoft {
		return r.Soon
	}
	return r.Poll
}
