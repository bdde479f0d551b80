package machine

import "strings"

// Need is the stable name of a guard, the thing for programs to match. Its
// constants stand beside the guards that use them.
type Need string

// Guard is one precondition of a rule, stated positively, over a context C
// that holds what the guard looks at. Pass C by value and keep it small: a
// guard then costs about two nanoseconds and does not allocate.
type Guard[C any] struct {
	Need   Need                    // stable id: NeedUsable
	Want   string                  // "the circuit must be Provisioned and Enabled"
	Actor  Actor                   // who can make it hold
	Fix    string                  // what that actor does, an imperative: "finish provisioning"
	Who    func(C) (Actor, string) // optional: actor and fix where they depend on the context
	Basis  Basis                   // how we know
	Source string                  // public URL, RFC section or repository path
	Holds  func(C) Truth           // pure
	Found  func(C) string          // what is there instead; called only on refusal
}

// Guards are the preconditions of one rule, in table order.
type Guards[C any] []Guard[C]

// Hold reports whether every guard answers Yes. It does not allocate.
func (g Guards[C]) Hold(c C) bool {
	for i := range g {
		if g[i].Holds(c) != Yes {
			return false
		}
	}
	return true
}

// Unmet returns every guard that does not answer Yes, in table order, with
// what was found.
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

// From returns the guard with another basis and source, where one condition is
// enforced for one operation and only documented for another.
func (g Guard[C]) From(basis Basis, source string) Guard[C] {
	g.Basis, g.Source = basis, source
	return g
}

func (g *Guard[C]) unmet(c C, truth Truth) Unmet {
	actor, fix := g.Actor, g.Fix
	if g.Who != nil {
		actor, fix = g.Who(c)
	}
	return Unmet{
		Need: g.Need, Want: g.Want, Found: g.Found(c), Actor: actor, Fix: fix,
		Basis: g.Basis, Source: g.Source, Unknown: truth == Unknown,
	}
}

// Unmet is one condition that does not hold, or is not known to. It is
// comparable, and its JSON carries no secret.
type Unmet struct {
	Need    Need   `json:"need"`
	Want    string `json:"want"`
	Found   string `json:"found"`
	Actor   Actor  `json:"actor,omitempty"` // who can make it hold
	Fix     string `json:"fix,omitempty"`   // what that actor does
	Basis   Basis  `json:"basis"`
	Source  string `json:"source"`
	Unknown bool   `json:"unknown,omitempty"` // not known to hold, rather than known not to
}

// String is one sentence: what must hold, what was found, who can act, and how
// we know.
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
