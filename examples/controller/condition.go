package controller

import (
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/expressroute-go/expressroute/circuit"
	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
)

// Condition has the shape of metav1.Condition.
type Condition struct {
	Type               string
	Status             string // "True", "False", "Unknown"
	Reason             string // who has to act: "WaitingForProvider"
	Message            string // what is not met, and what that actor does
	LastTransitionTime time.Time
}

// Conditions returns the conditions of a resource: Provisioned, one for each wanted
// peering, and Ready, which says whose turn it is. LastTransitionTime changes only if
// Status does.
func Conditions(r *Resource, c circuit.Circuit, now time.Time) []Condition {
	conditions := []Condition{condition("Provisioned", c.Usable())}
	for t := range peering.Types() {
		if r.Spec.Peering(t).Mode == peering.WantPresent {
			conditions = append(conditions, condition(t.String(), c.InService(t)))
		}
	}
	conditions = append(conditions, ready(r, c))
	for i := range conditions {
		conditions[i].LastTransitionTime = since(r.Status.Conditions, conditions[i], now)
	}
	return conditions
}

// since returns the time since when the condition has its status.
func since(before []Condition, c Condition, now time.Time) time.Time {
	i := slices.IndexFunc(before, func(b Condition) bool { return b.Type == c.Type && b.Status == c.Status })
	if i < 0 {
		return now
	}
	return before[i].LastTransitionTime
}

// condition returns a condition that is True if err is nil, else one with what is not
// met.
func condition(kind string, err error) Condition {
	var refusal *machine.TransitionError
	switch {
	case err == nil:
		return Condition{Type: kind, Status: "True", Reason: "AsWanted"}
	case errors.As(err, &refusal) && len(refusal.Unmet) > 0:
		return unmet(kind, refusal.Unmet)
	}
	return Condition{Type: kind, Status: "Unknown", Reason: "Error", Message: err.Error()}
}

// unmet returns a condition that waits for the actor who can meet the first unmet
// one. Its status is Unknown if all of them are unknown, else False.
func unmet(kind string, conditions []machine.Unmet) Condition {
	c := Condition{Type: kind, Status: "Unknown", Reason: waitingFor(conditions[0].Actor)}
	lines := make([]string, len(conditions))
	for i, u := range conditions {
		if !u.Unknown {
			c.Status = "False"
		}
		lines[i] = u.String()
	}
	c.Message = strings.Join(lines, "\n")
	return c
}

// ready returns the condition Ready, which says whose turn it is.
func ready(r *Resource, c circuit.Circuit) Condition {
	plan, err := c.Next()
	var stuck *circuit.NoPlanError
	switch {
	case errors.As(err, &stuck) && len(stuck.Unmet()) > 0:
		return unmet("Ready", stuck.Unmet())
	case err != nil:
		return condition("Ready", err)
	case len(plan.Steps) == 0 && r.Deleting:
		return Condition{Type: "Ready", Status: "False", Reason: "Gone", Message: "there is no circuit"}
	case len(plan.Steps) == 0 && r.Spec.Retire:
		return condition("Ready", nil)
	case len(plan.Steps) == 0:
		return condition("Ready", c.InService())
	}
	return turn(plan.Steps[0])
}

// turn returns the condition Ready for the next step of a plan. It asks for the
// conditions that the step assumes, if somebody has to attest them first.
func turn(next circuit.Step) Condition {
	if len(next.Assumes) > 0 {
		return unmet("Ready", next.Assumes)
	}
	c := Condition{Type: "Ready", Status: "False", Reason: waitingFor(next.Actor), Message: next.String()}
	if next.Ask != "" {
		c.Message += ": " + next.Ask
	}
	return c
}

func waitingFor(a machine.Actor) string { return "WaitingFor" + a.String() }
