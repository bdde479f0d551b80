package registry

import (
	"slices"

	"github.com/expressroute-go/expressroute/machine"
)

// Policy answers questions about Microsoft's search for prefixes that Microsoft
// does not document. The zero value answers none of them: if the result depends
// on an answer, the prediction is Undecided. If the policy gives the answer,
// what follows from it is inferred.
type Policy struct {
	// Registries are the registries that Microsoft searches, besides the one
	// that the request names. If it is nil, these are the seven that the
	// documentation lists ([Name.Documented]).
	Registries []Name `json:"registries,omitempty"`

	// CoveringCounts says whether Microsoft accepts a route object of the AS
	// for a shorter prefix that contains the advertised one.
	CoveringCounts machine.Truth `json:"coveringCounts,omitempty"`

	// NamedOnly says whether Microsoft searches only the registry that the
	// request names. It has no meaning if the request names none.
	NamedOnly machine.Truth `json:"namedOnly,omitempty"`
}

// searched returns the registries that are searched, the named one first.
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

// documented lists the registries that the documentation names, in its order.
var documented = func() []Name {
	var list []Name
	for n := range Names() {
		if n.Documented() {
			list = append(list, n)
		}
	}
	return list
}()

// match says how a route object of the AS matches a prefix, for the two
// questions of a policy.
type match struct {
	covering  bool // the object is for a shorter prefix
	elsewhere bool // the object is in another registry than the named one
}

// verdict returns the verdict for a match under the policy: the worse of the
// verdicts for the two questions.
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

// verdictIf returns the verdict for a match, given whether it counts.
func verdictIf(counts machine.Truth) Verdict {
	switch counts {
	case machine.Yes:
		return Unopposed
	case machine.No:
		return ActionNeeded
	}
	return Undecided
}
