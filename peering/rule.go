package peering

import (
	"slices"

	"github.com/expressroute-go/expressroute/machine"
)

// rule is one row of a table of requirements on a configuration C: the
// condition, and the function that finds the places where it does not hold. The
// condition has no actor; the actor is the party that configures the peering.
type rule[C any] struct {
	machine.Condition
	on      []Type          // the peerings that must meet the condition; nil means all
	check   func(C, report) // calls report for every place where the condition does not hold
	unknown func(C) bool    // reports whether nobody can tell if the condition holds at these places; nil if it is known not to hold

	// theirs checks rules of another package. If it is set, only on is used
	// besides.
	theirs func(C) machine.Problems
}

// report is called with a path at which a condition does not hold, and what was
// found there.
type report func(path, what string)

// broken returns the rules that c breaks, for a peering of type t, in the order
// of the table. The actor of each problem is by, who configures the peering.
func broken[C any](rules []rule[C], t Type, c C, by machine.Actor) machine.Problems {
	var problems machine.Problems
	for i := range rules {
		if r := &rules[i]; r.on == nil || slices.Contains(r.on, t) {
			problems = append(problems, r.problems(&c)...)
		}
	}
	for i := range problems {
		problems[i].Actor = by
	}
	return problems
}

func (r *rule[C]) problems(c *C) machine.Problems {
	if r.theirs != nil {
		return r.theirs(*c)
	}
	var problems machine.Problems
	r.check(*c, func(path, what string) {
		problem := r.At(path, what)
		problem.Unknown = r.unknown != nil && r.unknown(*c)
		problems = append(problems, problem)
	})
	return problems
}

// writer returns who configures the peering: the provider if ManagedBy says so, else
// the customer.
func (c Config) writer() machine.Actor {
	if c.ManagedBy == machine.Provider {
		return machine.Provider
	}
	return machine.Customer
}
