package machine

import (
	"slices"
	"strings"
)

// Problem is one thing wrong with a configuration: the [Unmet] rule, and the
// place in the configuration that breaks it.
type Problem struct {
	Path string `json:"path"` // "ipv4.primary"; with a subject before it where several are checked: "MicrosoftPeering.vlan"
	Unmet
}

// String is the place and the rule.
func (p Problem) String() string { return p.Path + ": " + p.Unmet.String() }

// Problems are all the things wrong with a configuration, in the order in
// which its documentation names the fields. As an error it is found with
// errors.As; use [Problems.Err] to return it.
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

// Is lets [Lacks] look into the problems.
func (p Problems) Is(target error) bool {
	need, ok := target.(lacking)
	return ok && slices.ContainsFunc(p, func(problem Problem) bool { return need.is(problem.Unmet) })
}

// Within returns the problems with subject before their paths.
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

// Enforced returns the problems that Azure was seen to refuse. The others are
// advice: Azure may accept such a configuration all the same.
func (p Problems) Enforced() Problems {
	var out Problems
	for _, problem := range p {
		if problem.Basis == Enforced {
			out = append(out, problem)
		}
	}
	return out
}
