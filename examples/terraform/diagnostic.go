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

// Diagnostic is one error or warning of a provider.
type Diagnostic struct {
	Severity  Severity
	Attribute string // path of the attribute, empty for the whole resource
	Summary   string
	Detail    string
	Need      machine.Need // the rule that is broken, for programs to match; empty if none is
}

// Diagnostics are all diagnostics of one operation.
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

// FromError returns a diagnostic for every problem of a configuration, or for every
// unmet condition, in the error. Any other error becomes one diagnostic.
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

// diagnostic returns an error for a rule that Azure was seen to enforce, and a warning
// for any other.
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
