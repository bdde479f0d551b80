package machine

import "strings"

// Need is the stable name of a [Condition], for programs to match.
type Need string

// Condition describes something that must hold. A [Guard] checks it before an
// event, and a validation checks it in a configuration; both report it as
// [Unmet].
type Condition struct {
	Need   Need   // stable name: NeedUsable
	Want   string // "the circuit must be Provisioned and Enabled"
	Actor  Actor  // who can make it hold
	Fix    string // what that actor does, an imperative: "finish provisioning"
	Basis  Basis  // how we know
	Source string // public URL, RFC section or repository path
}

// Citing returns the condition with another basis and source. Use it where
// Azure enforces a condition for one operation and only documents it for
// another.
func (c Condition) Citing(basis Basis, source string) Condition {
	c.Basis, c.Source = basis, source
	return c
}

// Unmet returns the condition as one that does not hold, and what was found
// instead.
func (c Condition) Unmet(found string) Unmet {
	return Unmet{
		Need: c.Need, Want: c.Want, Found: found, Actor: c.Actor, Fix: c.Fix, Basis: c.Basis, Source: c.Source,
	}
}

// At returns the condition as a problem at a place in a configuration.
func (c Condition) At(path, found string) Problem {
	return Problem{Path: path, Unmet: c.Unmet(found)}
}

// Guard is a [Condition] of a rule, with the function that checks it. C holds
// the values that the guard reads. Pass C by value and keep it small: a guard
// then takes about two nanoseconds and does not allocate.
type Guard[C any] struct {
	Condition
	Holds func(C) Truth           // pure; returns Unknown if what it reads was not observed
	Found func(C) string          // what is there instead; called only if Holds does not return Yes
	Who   func(C) (Actor, string) // optional: the actor and the fix, if they depend on C
}

// Citing returns the guard with another basis and source.
func (g Guard[C]) Citing(basis Basis, source string) Guard[C] {
	g.Condition = g.Condition.Citing(basis, source)
	return g
}

// Guards are the preconditions of one rule, in table order.
type Guards[C any] []Guard[C]

// Hold reports whether every guard returns Yes. It does not allocate.
func (g Guards[C]) Hold(c C) bool {
	for i := range g {
		if g[i].Holds(c) != Yes {
			return false
		}
	}
	return true
}

// Unmet returns every guard that does not return Yes, in table order, with what
// was found.
func (g Guards[C]) Unmet(c C) []Unmet {
	var unmet []Unmet
	for i := range g {
		if truth := g[i].Holds(c); truth != Yes {
			if unmet == nil {
				unmet = make([]Unmet, 0, len(g)-i)
			}
			unmet = append(unmet, g[i].unmet(c, truth))
		}
	}
	return unmet
}

func (g *Guard[C]) unmet(c C, truth Truth) Unmet {
	u := g.Condition.Unmet(g.Found(c))
	if g.Who != nil {
		u.Actor, u.Fix = g.Who(c)
	}
	u.Unknown = truth == Unknown
	return u
}

// Unmet is one condition that does not hold, or is not known to hold. It is
// comparable, and its JSON has no secrets.
type Unmet struct {
	Need    Need   `json:"need"`
	Want    string `json:"want"`
	Found   string `json:"found"`
	Actor   Actor  `json:"actor,omitempty"` // who can make it hold
	Fix     string `json:"fix,omitempty"`   // what that actor does
	Basis   Basis  `json:"basis"`
	Source  string `json:"source"`
	Unknown bool   `json:"unknown,omitempty"` // true: not known to hold; false: known not to hold
}

// String returns one sentence: what must hold, what was found, who can act, and
// how we know.
func (u Unmet) String() string {
	var b strings.Builder
	b.WriteString(u.Want)
	b.WriteString(": found ")
	b.WriteString(u.Found)
	if u.Fix != "" {
		b.WriteString("; ")
		b.WriteString(u.Actor.String())
		b.WriteString(" can ")
		b.WriteString(u.Fix)
	}
	b.WriteString(" (")
	b.WriteString(u.Basis.String())
	b.WriteString(": ")
	b.WriteString(u.Source)
	b.WriteString(")")
	return b.String()
}
