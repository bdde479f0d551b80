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
	named := indexLinks(later.Links)
	list = slices.DeleteFunc(slices.Clone(list), func(l LinkState) bool {
		if _, still := named.find(&l); still {
			return false
		}
		return later.State.Whole.has(AllAuthorizations) && l.Authorized != machine.Unknown ||
			later.State.Whole.has(AllLinks) && l.Authorized == machine.Unknown
	})
	index := indexLinks(list)
	for _, l := range later.Links {
		i, known := index.find(&l)
		if !known {
			index.note(&l, len(list))
			list = append(list, l)
			continue
		}
		put(&list[i].Linked, l.Linked)
		put(&list[i].Authorized, l.Authorized)
		list[i] = list[i].with(&l)
		index.note(&list[i], i)
	}
	return list
}

// linkIndex holds the indices of links by their resource IDs in canonical form.
type linkIndex map[string]int

func indexLinks(list []LinkState) linkIndex {
	index := make(linkIndex, 2*len(list))
	for i := range list {
		index.note(&list[i], i)
	}
	return index
}

// note adds the IDs of a link, unless an earlier link has them.
func (x linkIndex) note(l *LinkState, i int) {
	for _, name := range l.names() {
		if _, taken := x[canonical(name)]; !taken && name != "" {
			x[canonical(name)] = i
		}
	}
}

// find returns the index of the link that has an ID in common with l.
func (x linkIndex) find(l *LinkState) (i int, known bool) {
	for _, name := range l.names() {
		if i, known = x[canonical(name)]; known && name != "" {
			return i, true
		}
	}
	return 0, false
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
