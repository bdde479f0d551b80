package machine

import (
	"slices"
	"strings"
)

// Problem is one thing that is wrong with a configuration: the [Unmet]
// condition, and the place in the configuration where it does not hold.
type Problem struct {
	Path string `json:"path"` // "ipv4.primary", or "MicrosoftPeering.vlan" where several peerings are checked
	Unmet
}

// String returns the place and the condition.
func (p Problem) String() string { return p.Path + ": " + p.Unmet.String() }

// Problems lists everything that is wrong with a configuration, in the order in
// which Azure's documentation names the fields. Use [Problems.Err] to return it
// as an error, and errors.As to find it in one.
type Problems []Problem

// Err returns the problems as an error, nil if there are none.
func (p Problems) Err() error {
	if len(p) == 0 {
		return nil
	}
	return p
}

// Error lists every problem.
func (p Problems) Error() string {
	lines := make([]string, len(p))
	for i, problem := range p {
		lines[i] = problem.String()
	}
	return strings.Join(lines, "\n")
}

// Is makes [Lacks] find the conditions of problems that are wrapped or joined
// in another error.
func (p Problems) Is(target error) bool {
	need, ok := target.(lacking)
	return ok && slices.ContainsFunc(p, func(problem Problem) bool { return need.is(problem.Unmet) })
}

// Within returns the problems with subject and a dot before their paths.
func (p Problems) Within(subject string) Problems {
	out := make(Problems, len(p))
	for i, problem := range p {
		problem.Path = subject + "." + problem.Path
		out[i] = problem
	}
	return out
}

// Needs returns the needs of the problems, each once.
func (p Problems) Needs() []Need {
	var needs []Need
	for _, problem := range p {
		if !slices.Contains(needs, problem.Need) {
			needs = append(needs, problem.Need)
		}
	}
	return needs
}

// Enforced returns the problems for which Azure was seen to refuse a
// configuration. The others are advice: Azure may accept it all the same.
func (p Problems) Enforced() Problems {
	var out Problems
	for _, problem := range p {
		if problem.Basis == Enforced {
			out = append(out, problem)
		}
	}
	return out
}
