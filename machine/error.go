package machine

import (
	"errors"
	"slices"
	"strings"
)

var (
	// ErrNoRule is wrapped in a [*TransitionError] if the table has no rule for
	// that event in that state.
	ErrNoRule = errors.New("the event has no rule in this state")
	// ErrUnmet is wrapped in a [*TransitionError] if there is a rule and some
	// of its guards do not hold.
	ErrUnmet = errors.New("conditions are not met")
)

// TransitionError says why an event was refused. The state has not changed.
//
// errors.Is finds [ErrNoRule] or [ErrUnmet] in it; or the context's error and
// its cause, if the context was done before [Machine.Fire] began; or the error
// of the looplab machine.
type TransitionError struct {
	Machine string  // the machine's name: "circuit"
	Event   string  // the event that was refused
	From    string  // the state that it was refused in
	Unmet   []Unmet // every condition that does not hold, in table order
	Err     error   // ErrNoRule, ErrUnmet or a wrapped error
}

// Error says in one line what was refused, and every reason.
func (e *TransitionError) Error() string {
	var b strings.Builder
	b.WriteString(e.Machine)
	b.WriteString(": ")
	b.WriteString(e.Event)
	b.WriteString(" from ")
	b.WriteString(e.From)
	b.WriteString(": ")
	if e.Err != nil {
		b.WriteString(e.Err.Error())
	}
	for i, u := range e.Unmet {
		if i == 0 {
			b.WriteString(": ")
		} else {
			b.WriteString("; ")
		}
		b.WriteString(u.String())
	}
	return b.String()
}

// Enforced returns the conditions that Azure was seen to enforce. The others
// are advice: Azure may accept the operation all the same.
func (e *TransitionError) Enforced() []Unmet {
	var enforced []Unmet
	for _, u := range e.Unmet {
		if u.Basis == Enforced {
			enforced = append(enforced, u)
		}
	}
	return enforced
}

// Unwrap returns Err.
func (e *TransitionError) Unwrap() error { return e.Err }

// Is makes [Lacks] find the conditions of a refusal that is wrapped or joined
// in another error.
func (e *TransitionError) Is(target error) bool {
	need, ok := target.(lacking)
	return ok && slices.ContainsFunc(e.Unmet, need.is)
}

// Lacks reports whether need is among the conditions that err says are unmet,
// in any [*TransitionError] or [Problems] that it wraps or joins.
func Lacks(err error, need Need) bool { return errors.Is(err, lacking(need)) }

// lacking is the target that Lacks passes to errors.Is.
type lacking Need

func (n lacking) Error() string   { return string(n) }
func (n lacking) is(u Unmet) bool { return u.Need == Need(n) }
