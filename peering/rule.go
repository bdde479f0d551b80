package peering

import (
	"slices"

	"github.com/expressroute-go/expressroute/machine"
)

// rule is one row of a table of requirements on a configuration C: the condition,
// and the function that finds the places where it does not hold. The condition
// has no actor: that is whoever writes the peering.
type rule[C any] struct {
	machine.Condition
	on      []Type          // the peerings that must meet it; nil is every one
	check   func(C, report) // calls report for every place
	unknown func(C) bool    // reports that the places are not known to break the rule; nil: they are known to

	// theirs takes the place of all of the above but on, where another package
	// has the rules.
	theirs func(C) machine.Problems
}

// report takes a place that breaks a rule, and what is there.
type report func(path, what string)

// broken returns what is wrong with c by the rules for a peering of type t, in
// the order of the table. It is for by, who writes the configuration, to mend.
func broken[C any](rules []rule[C], t Type, c C, by machine.Actor) machine.Problems {
	var problems machine.Problems
	for _, r := range rules {
		if r.on == nil || slices.Contains(r.on, t) {
			problems = append(problems, r.problems(c)...)
		}
	}
	for i := range problems {
		problems[i].Actor = by
	}
	return problems
}

func (r rule[C]) problems(c C) machine.Problems {
	if r.theirs != nil {
		return r.theirs(c)
	}
	var problems machine.Problems
	r.check(c, func(path, what string) {
		problem := r.At(path, what)
		problem.Unknown = r.unknown != nil && r.unknown(c)
		problems = append(problems, problem)
	})
	return problems
}

// writer returns who writes the peering: the provider if it is known to, the
// customer otherwise.
func (c Config) writer() machine.Actor {
	if c.ManagedBy == machine.Provider {
		return machine.Provider
	}
	return machine.Customer
}
