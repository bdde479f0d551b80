package circuit

import (
	"slices"
	"strings"
)

// names are the resource IDs by which documents know the link. A gateway has one
// connection to a circuit.
func (l *LinkState) names() [3]string { return [3]string{l.Network, l.Through, l.Gateway} }

// goesBy reports whether a resource ID is one of the link's.
func (l *LinkState) goesBy(id string) bool {
	for _, name := range l.names() {
		if name != "" && sameResource(name, id) {
			return true
		}
	}
	return false
}

// add adds a link and returns its index, -1 if there are MaxLinks already.
func (p *papers) add(l LinkState) int {
	if len(p.links) == MaxLinks {
		p.dropped++
		return -1
	}
	p.links = append(p.links, l)
	return len(p.links) - 1
}

// linkIndex returns the index of the link that has this resource ID, -1 if there is
// none.
func (p *papers) linkIndex(id string) int {
	for i := range p.links {
		if p.links[i].Network == id {
			return i
		}
	}
	for i := range p.links {
		if p.links[i].goesBy(id) {
			return i
		}
	}
	return -1
}

// indexOf returns the index of the link that has a resource ID in common with l, -1
// if there is none.
func (p *papers) indexOf(l *LinkState) int {
	for _, id := range l.names() {
		if id == "" {
			continue
		}
		if i := p.linkIndex(id); i >= 0 {
			return i
		}
	}
	return -1
}

// linksWith returns the known links together with those of the observation. It
// leaves out new ones that the observation shows as absent. A document can show
// that two links with different IDs are one.
func (p *papers) linksWith(o *Observation) []LinkState {
	links, named := slices.Clone(p.links), false
	for _, l := range o.Links {
		i := p.indexOf(&l)
		switch {
		case i < 0 && l.gone():
		case i < 0:
			l.Shown = true
			links = append(links, l)
		default:
			named = named || !known(links[i].Through, l.Through) || !known(links[i].Gateway, l.Gateway)
			links[i] = links[i].with(&l)
			links[i].Shown = true
		}
	}
	if named {
		return joinNamesakes(links)
	}
	return links
}

// with returns the link with what a document shows of it. Where it is linked and
// authorized stands in the State.
func (l LinkState) with(seen *LinkState) LinkState {
	l.Shown = l.Shown || seen.Shown
	l.OtherSubscription = l.OtherSubscription || seen.OtherSubscription
	put(&l.Kind, seen.Kind)
	put(&l.Connection, seen.Connection)
	put(&l.Through, seen.Through)
	put(&l.Gateway, seen.Gateway)
	put(&l.RoutingWeight, seen.RoutingWeight)
	put(&l.FastPath, seen.FastPath)
	return l
}

// joinNamesakes makes one link of those that have a resource ID in common.
func joinNamesakes(links []LinkState) []LinkState {
	var joined papers
	for _, l := range links {
		if i := joined.indexOf(&l); i >= 0 {
			joined.links[i] = joined.links[i].with(&l)
		} else {
			joined.links = append(joined.links, l)
		}
	}
	return joined.links
}

// nameless reports whether the event's link can be one that a document knows by
// its gateway: the spec names the network, and no document says which network the
// gateway of another link belongs to.
func (v *view) nameless() bool {
	if v.at < 0 || int(v.at) >= len(v.links) {
		return false
	}
	l := &v.links[v.at]
	return l.Wanted && !l.Shown && v.gateways[l.Kind] && l.isNetwork()
}

// isNetwork reports whether the link goes by a virtual network or hub, which
// connections do not name.
func (l *LinkState) isNetwork() bool {
	id := canonical(l.Network)
	return strings.Contains(id, "/virtualnetworks/") || strings.Contains(id, "/virtualhubs/")
}

// unnamedGateway reports whether a document shows the link by a gateway whose
// network it does not name.
func (l *LinkState) unnamedGateway() bool {
	return l.Shown && !l.Wanted && l.Gateway != "" && sameResource(l.Gateway, l.Network)
}
