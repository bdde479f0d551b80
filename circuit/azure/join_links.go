package azure

import "github.com/expressroute-go/expressroute/circuit"

// links are those of the documents of one circuit, joined.
type links struct {
	known, linked, authorized ids
	of                        map[string]circuit.Link
	whole                     bool // some document lists all authorizations
}

// overlay: a document that lists all authorizations replaces what was known of
// links; another one adds to it.
func (l *links) overlay(o circuit.Observation) {
	if o.Authorized != nil {
		*l = links{whole: true}
	}
	for _, link := range o.Have.Links {
		l.linked.remove(link.Network)
		if l.known.add(link.Network) {
			if l.of == nil {
				l.of = map[string]circuit.Link{}
			}
			l.of[link.Network] = link
		}
		if o.Authorized == nil && link.OtherSubscription {
			l.authorized.add(link.Network)
		}
	}
	for _, id := range o.Linked {
		l.linked.add(id)
	}
	for _, id := range o.Authorized {
		l.authorized.add(id)
	}
}

// into writes them down. That an authorization is held cannot be said unless all
// are listed.
func (l *links) into(o *circuit.Observation) {
	for _, id := range l.known.all() {
		o.Have.Links = append(o.Have.Links, l.of[id])
	}
	o.Linked = l.linked.all()
	if l.whole {
		o.Authorized = append([]string{}, l.authorized.all()...)
	}
}

// ids is a set of resource IDs in the order in which they were added. The case
// of an ID does not matter.
type ids struct {
	list []string
	at   map[string]bool
}

// add reports whether the ID is a new one.
func (s *ids) add(id string) bool {
	if s.at == nil {
		s.at = map[string]bool{}
	}
	_, known := s.at[canonicalID(id)]
	s.at[canonicalID(id)] = true
	if !known {
		s.list = append(s.list, id)
	}
	return !known
}

func (s *ids) remove(id string) {
	if _, known := s.at[canonicalID(id)]; known {
		s.at[canonicalID(id)] = false
	}
}

// all returns those that were not removed since.
func (s *ids) all() []string {
	var list []string
	for _, id := range s.list {
		if s.at[canonicalID(id)] {
			list = append(list, id)
		}
	}
	return list
}
