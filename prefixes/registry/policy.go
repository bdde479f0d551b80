package registry

import (
	"slices"

	"github.com/expressroute-go/expressroute/machine"
)

// Policy holds the choices that Microsoft does not document about how it looks
// prefixes up. The zero value assumes none of them: where the outcome hangs on
// one, a prediction is undecided. To assume an answer is to accept that what
// follows from it is inferred.
type Policy struct {
	// Registries are those that are looked into, besides the one that the
	// request names; nil are the seven that the documentation lists
	// ([Name.Documented]).
	Registries []Name `json:"registries,omitempty"`

	// CoveringCounts says whether a route object for a shorter prefix that
	// contains the advertised one, of the same AS, is as good as one for the
	// prefix itself.
	CoveringCounts machine.Truth `json:"coveringCounts,omitempty"`

	// NamedOnly says whether the registry that the request names is the only
	// one that counts. It means nothing where none is named.
	NamedOnly machine.Truth `json:"namedOnly,omitempty"`
}

// searched returns the registries that count, the named one first.
func (p Policy) searched(named Name) []Name {
	var list []Name
	if named != "" {
		list = append(list, named)
		if p.NamedOnly == machine.Yes {
			return list
		}
	}
	others := p.Registries
	if others == nil {
		others = documented
	}
	for _, n := range others {
		if !slices.Contains(list, n) {
			list = append(list, n)
		}
	}
	return list
}

// documented are the registries that the documentation lists, in its order.
var documented = func() []Name {
	var list []Name
	for n := range Names() {
		if n.Documented() {
			list = append(list, n)
		}
	}
	return list
}()

// match is what kind of route object stands for a prefix: the two choices of a
// policy, made for one object.
type match struct {
	covering  bool // it is for a shorter prefix
	elsewhere bool // it is in another registry than the named one
}

// verdict is what a match makes of a prefix under the policy, the graver of what
// the two choices make of it.
func (p Policy) verdict(m match) Verdict {
	v := Unopposed
	if m.covering {
		v = max(v, verdictIf(p.CoveringCounts))
	}
	if m.elsewhere {
		v = max(v, verdictIf(p.NamedOnly.Not()))
	}
	return v
}

// verdictIf is the verdict on a match that counts, does not, or may.
func verdictIf(counts machine.Truth) Verdict {
	switch counts {
	case machine.Yes:
		return Unopposed
	case machine.No:
		return ActionNeeded
	}
	return Undecided
}
