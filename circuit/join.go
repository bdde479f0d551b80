package circuit

import (
	"maps"
	"slices"

	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
)

// Then joins the observations of two documents about one circuit. Where both show
// a value, the one of the later document counts.
func (o Observation) Then(later Observation) Observation {
	joined := o
	if joined.At.IsZero() {
		joined.At = later.At
	}
	joined.Have = o.Have.clone().overlay(&later)
	joined.joinPeerings(&later)
	for i := range dimensions {
		d := &dimensions[i]
		if v := d.get(&later.State); v != 0 {
			d.set(&joined.State, v)
		}
	}
	joined.State.Acts = o.State.Acts | later.State.Acts
	joined.State.Whole = o.State.Whole | later.State.Whole
	joined.Have.Strange = joinStrange(o.Have.Strange, &later)
	joined.State.forget(later.Have.Strange)
	joined.Links = joinLinks(o.Links, &later)
	joined.Absent = union(o.Absent, later.Absent)
	joined.Quirks = union(o.Quirks, later.Quirks)
	return joined
}

// joinPeerings drops what the earlier document shows of a peering that exists in
// only one of the two documents.
func (o *Observation) joinPeerings(later *Observation) {
	for t, state := range o.State.Peerings() {
		is := later.State.Peering(t)
		if exists := is.Exists(); exists != machine.Unknown && state.Exists() != exists {
			*state, *o.Have.OfPeering(t) = peering.State{}, later.Have.Peering(t).Clone()
		}
	}
}

// joinStrange joins the strange values. It drops an earlier one if the later
// document has a known value in its place.
func joinStrange(list []Strange, later *Observation) []Strange {
	list = slices.DeleteFunc(slices.Clone(list), func(s Strange) bool {
		d := dimensionNamed(s.Field)
		return d != nil && d.get(&later.State) != 0
	})
	return union(list, later.Have.Strange)
}

// joinLinks joins the links. A complete list of authorizations, or of links, in the
// later document replaces the earlier ones; any other list adds to them.
func joinLinks(list []LinkState, later *Observation) []LinkState {
	if len(later.Links) == 0 && later.State.Whole == 0 {
		return list
	}
	known := slices.Clone(list)
	named := make([]bool, len(known))
	added := []LinkState(nil)
	for n, i := range match(known, later.Links) {
		l := later.Links[n]
		if i < 0 {
			added = append(added, l)
			continue
		}
		named[i] = true
		put(&known[i].Linked, l.Linked)
		put(&known[i].Authorized, l.Authorized)
		known[i] = known[i].with(&l)
	}
	joined := known[:0]
	for i, l := range known {
		if named[i] || !later.lacks(&l) {
			joined = append(joined, l)
		}
	}
	return joinNamesakes(append(joined, added...))
}

// lacks reports whether a link that the observation does not name is therefore not
// there: it has a complete list in which the link would be. The connections of
// Global Reach are in the circuit's own document.
func (o *Observation) lacks(l *LinkState) bool {
	switch {
	case l.Authorized != machine.Unknown:
		return o.State.Whole.has(AllAuthorizations)
	case l.Kind == GlobalReachLink:
		return o.State.Whole.has(AllLinks) && o.State.known(peeringPrivate)
	}
	return o.State.Whole.has(AllLinks)
}

// union appends the values of more that are not in the list yet.
func union[T comparable](list, more []T) []T {
	if len(more) == 0 {
		return list
	}
	seen := make(map[T]bool, len(list))
	for _, v := range list {
		seen[v] = true
	}
	list = slices.Clip(list)
	for _, v := range more {
		if !seen[v] {
			seen[v] = true
			list = append(list, v)
		}
	}
	return list
}

// withoutSession returns a copy of the sessions without s.
func withoutSession(sessions Sessions, s Session) Sessions {
	sessions = maps.Clone(sessions)
	delete(sessions, s)
	return sessions
}
