package circuit

import (
	"maps"
	"slices"

	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
)

// Then returns what two documents about one circuit say together, where the
// later one counts. What only one of them says is kept.
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

// joinPeerings takes a peering from the later document alone, where it is there
// in one of the documents and not in the other.
func (o *Observation) joinPeerings(later *Observation) {
	for t, state := range o.State.Peerings() {
		is := later.State.Peering(t)
		if exists := is.Exists(); exists != machine.Unknown && state.Exists() != exists {
			*state, *o.Have.OfPeering(t) = peering.State{}, later.Have.Peering(t).Clone()
		}
	}
}

// joinStrange drops the strange values that the later document knows better.
func joinStrange(list []Strange, later *Observation) []Strange {
	list = slices.DeleteFunc(slices.Clone(list), func(s Strange) bool {
		d := dimensionNamed(s.Field)
		return d != nil && d.get(&later.State) != 0
	})
	return union(list, later.Have.Strange)
}

// joinLinks: a document that lists all authorizations, or all links, replaces
// those that were known; another one adds to them.
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

// linkIndex finds links by their names in canonical form.
type linkIndex map[string]int

func indexLinks(list []LinkState) linkIndex {
	index := make(linkIndex, 2*len(list))
	for i := range list {
		index.note(&list[i], i)
	}
	return index
}

// note adds the names of a link that no link before it has.
func (x linkIndex) note(l *LinkState, i int) {
	for _, name := range l.names() {
		if _, taken := x[canonical(name)]; !taken && name != "" {
			x[canonical(name)] = i
		}
	}
}

func (x linkIndex) find(l *LinkState) (i int, known bool) {
	for _, name := range l.names() {
		if i, known = x[canonical(name)]; known && name != "" {
			return i, true
		}
	}
	return 0, false
}

// union appends what is not in the list yet.
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

// withoutSession returns the sessions without one of them.
func withoutSession(sessions Sessions, s Session) Sessions {
	sessions = maps.Clone(sessions)
	delete(sessions, s)
	return sessions
}
