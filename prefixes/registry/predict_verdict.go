package registry

import (
	"iter"

	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/prefixes"
)

// Verdict is the result of a prediction, or what one reason contributes to it.
// The values go from the best to the worst. The zero value is no verdict: a
// reason with it changes nothing.
type Verdict uint8

const (
	_            Verdict = iota
	Unopposed            // nothing is known against it; not certain, because Microsoft checks more than registry data shows
	Undecided            // it depends on something that Microsoft does not document, or on data that was not loaded
	ActionNeeded         // Microsoft will ask for something: Customer signs, corrects the record, or opens a ticket
	Refused              // it cannot be advertised as it is: Customer changes the configuration
)

var verdicts = machine.Spell[Verdict]("registry.Verdict", "no verdict", "Unopposed", "Undecided", "ActionNeeded", "Refused")

// Verdicts yields every verdict, the worst last.
func Verdicts() iter.Seq[Verdict] { return verdicts.All() }

func (v Verdict) String() string                { return verdicts.String(v) }
func (v Verdict) MarshalText() ([]byte, error)  { return verdicts.MarshalText(v) }
func (v *Verdict) UnmarshalText(b []byte) error { return verdicts.UnmarshalText(v, b) }

// likely returns the state that Azure is expected to show for a prefix.
func (v Verdict) likely(manual bool) prefixes.Validation {
	switch {
	case v == Unopposed:
		return prefixes.PrefixConfigured
	case v == ActionNeeded && manual:
		return prefixes.PrefixManualValidationNeeded
	case v == ActionNeeded:
		return prefixes.PrefixValidationNeeded
	case v == Refused:
		return prefixes.PrefixValidationFailed
	}
	return 0
}
