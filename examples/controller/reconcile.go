package controller

import (
	"cmp"
	"context"
	"errors"
	"time"

	"github.com/expressroute-go/expressroute/circuit"
	"github.com/expressroute-go/expressroute/machine"
)

// World is the interface of the controller to Azure and to people.
type World interface {
	// Read reads the circuit with a GET, and decodes it with package azure.
	Read(context.Context) (circuit.Observation, error)

	// Write takes a step by a call of Azure's API.
	Write(context.Context, circuit.Step) error

	// Tell asks a person to take a step that no API can take: order connectivity,
	// hand over the service key, open a ticket.
	Tell(context.Context, circuit.Step) error
}

// Reconciler brings circuits to the spec of their resources.
type Reconciler struct {
	World World
	Soon  time.Duration // the time to the next read while Azure is at work
	Poll  time.Duration // the time to the next read while a person has to act
}

// Result says when to reconcile again, and what has happened since the last time.
type Result struct {
	RequeueAfter time.Duration // zero: only when the resource changes
	Happened     circuit.Explanation
}

// Reconcile observes the circuit, plans and acts. The caller must store the status of
// the resource also if Reconcile returns an error: it records what was done.
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

// act takes the customer's steps one after the other, with a new plan for each, until
// it is somebody else's turn. It returns the circuit after them, and the time to the
// next read.
func (r Reconciler) act(ctx context.Context, c circuit.Circuit) (circuit.Circuit, time.Duration, error) {
	var typical time.Duration // typical duration of the last step, zero if no source tells
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

// mine returns the step that the controller can take now: the first step of the plan,
// if it is the customer's and has no conditions that somebody has to attest.
func mine(plan circuit.Plan) (circuit.Step, bool) {
	if plan.Turn() != machine.Customer || len(plan.Steps[0].Assumes) > 0 {
		return circuit.Step{}, false
	}
	return plan.Steps[0], true
}

// wait returns the time to the next read while somebody else takes a step.
func (r Reconciler) wait(plan circuit.Plan) time.Duration {
	if plan.Turn() == machine.Microsoft {
		return r.Soon
	}
	return r.Poll
}
