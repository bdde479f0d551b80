package peering

import (
	"slices"

	"github.com/expressroute-go/expressroute/machine"
)

// rule is one row of a table of requirements on a configuration C: what must
// be so, how we know, and the function that finds the places where it is not.
type rule[C any] struct {
	need    machine.Need
	want    string // stated positively: "the VLAN ID must be 1 to 4094"
	fix     string // what whoever writes the peering does, an imperative
	basis   machine.Basis
	source  string          // public URL, RFC section or repository path
	on      []Type          // the peerings that must meet it; nil is every one
	unknown bool            // the places found are not known to break it
	check   func(C, report) // calls report for every place

	// theirs takes the place of all of the above but on, where another package
	// keeps the rules.
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
		problems = append(problems, machine.Problem{Path: path, Unmet: machine.Unmet{
			Need: r.need, Want: r.want, Found: what, Fix: r.fix,
			Basis: r.basis, Source: r.source, Unknown: r.unknown,
		}})
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
