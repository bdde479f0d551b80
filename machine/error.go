package machine

import (
	"errors"
	"slices"
	"strings"
)

var (
	// ErrNoRule is inside a [*TransitionError] when no rule leads from that
	// state by that event.
	ErrNoRule = errors.New("no rule leads on from here")
	// ErrUnmet is inside a [*TransitionError] when a rule exists and some of
	// its guards do not hold.
	ErrUnmet = errors.New("conditions are not met")
)

// TransitionError says why an event was refused. Nothing has moved.
//
// errors.Is finds [ErrNoRule] or [ErrUnmet] in it, or the context's error and
// its cause when [Machine.Fire] was not begun, or the error of the looplab
// machine.
type TransitionError struct {
	Machine string  // the machine's name: "circuit"
	Event   string  // what was asked
	From    string  // the state it was asked in
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

// Enforced returns the conditions that Azure was seen to insist on. The others
// are advice: Azure may take the operation all the same.
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

// Is lets [Lacks] look into every refusal that an error holds.
func (e *TransitionError) Is(target error) bool {
	need, ok := target.(lacking)
	return ok && slices.ContainsFunc(e.Unmet, need.is)
}

// Lacks reports whether need is among the conditions that err says are unmet,
// in any [*TransitionError] or [Problems] that it wraps or joins.
func Lacks(err error, need Need) bool { return errors.Is(err, lacking(need)) }

// lacking is what Lacks has errors.Is look for.
type lacking Need

func (n lacking) Error() string   { return string(n) }
func (n lacking) is(u Unmet) bool { return u.Need == Need(n) }
