package terraform

import (
	"errors"
	"fmt"
	"slices"

	"github.com/expressroute-go/expressroute/machine"
)

// Severity says whether a diagnostic stops the run. The zero value is an error.
type Severity uint8

const (
	Error Severity = iota
	Warning
)

// Diagnostic is one remark of a provider.
type Diagnostic struct {
	Severity  Severity
	Attribute string // path of the attribute, empty for the whole resource
	Summary   string
	Detail    string
	Need      machine.Need // of the rule, for tests and suppressions; empty if there is none
}

// Diagnostics are all the remarks of one operation.
type Diagnostics []Diagnostic

// HasError reports whether the run must stop.
func (d Diagnostics) HasError() bool {
	return slices.ContainsFunc(d, func(one Diagnostic) bool { return one.Severity == Error })
}

// as returns the diagnostics with that severity.
func (d Diagnostics) as(s Severity) Diagnostics {
	d = slices.Clone(d)
	for i := range d {
		d[i].Severity = s
	}
	return d
}

// FromError returns a diagnostic for every rule that the error says is broken:
// problems with a configuration, and conditions that are not met. Any other
// error is one diagnostic.
func FromError(err error) Diagnostics {
	var problems machine.Problems
	var refusal *machine.TransitionError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &problems):
		return fromProblems(problems)
	case errors.As(err, &refusal) && len(refusal.Unmet) > 0:
		return fromUnmet(refusal.Unmet)
	}
	return Diagnostics{{Severity: Error, Summary: err.Error()}}
}

func fromProblems(problems machine.Problems) Diagnostics {
	var d Diagnostics
	for _, p := range problems {
		d = append(d, diagnostic(attribute(p.Path), p.Unmet))
	}
	return d
}

func fromUnmet(unmet []machine.Unmet) Diagnostics {
	var d Diagnostics
	for _, u := range unmet {
		d = append(d, diagnostic("", u))
	}
	return d
}

// diagnostic: only what Azure was seen to refuse stops a run.
func diagnostic(attribute string, u machine.Unmet) Diagnostic {
	d := Diagnostic{
		Severity: Warning, Attribute: attribute, Summary: u.Want, Need: u.Need,
		Detail: fmt.Sprintf("Found: %s.", u.Found),
	}
	if u.Basis == machine.Enforced {
		d.Severity = Error
	}
	if u.Fix != "" {
		d.Detail += fmt.Sprintf(" To be done by %s: %s.", u.Actor, u.Fix)
	}
	d.Detail += fmt.Sprintf(" (%s: %s)", u.Basis, u.Source)
	return d
}
