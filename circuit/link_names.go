package circuit

import (
	"slices"
	"strings"

	"github.com/expressroute-go/expressroute/machine"
)

// names are the resource IDs by which documents know the link, the surest first. A
// gateway has one connection to a circuit.
func (l *LinkState) names() [4]string {
	return [4]string{l.Through, l.Authorization, l.Gateway, l.Network}
}

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

// linkNamed returns the index of the link that has this resource ID, -1 if there is
// none.
func (p *papers) linkNamed(id string) int {
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
		if i := p.linkNamed(id); i >= 0 {
			return i
		}
	}
	return -1
}

// linkNames holds the indices of links by their resource IDs in canonical form.
type linkNames map[string]int

func namesOf(list []LinkState) linkNames {
	index := make(linkNames, 2*len(list))
	for i := range list {
		index.note(&list[i], i)
	}
	return index
}

// note adds the IDs of a link, unless an earlier link has them.
func (x linkNames) note(l *LinkState, i int) {
	for _, name := range l.names() {
		if _, taken := x[canonical(name)]; !taken && name != "" {
			x[canonical(name)] = i
		}
	}
}

// find returns the index of the link that has an ID in common with l, the surest ID
// first.
func (x linkNames) find(l *LinkState) (i int, known bool) {
	for _, name := range l.names() {
		if i, known = x[canonical(name)]; known && name != "" {
			return i, true
		}
	}
	return 0, false
}

// match finds for each of the links that were seen the known one that it is, -1 if
// it is none of them. The same connection, or the same authorization, makes the
// same link before a gateway or a network does: a gateway's connection can be made
// anew.
func match(known, seen []LinkState) []int {
	index := namesOf(known)
	found, claimed := make([]int, len(seen)), make([]bool, len(known))
	for n := range seen {
		found[n] = -1
		sure := LinkState{Through: seen[n].Through, Authorization: seen[n].Authorization}
		if i, ok := index.find(&sure); ok {
			found[n], claimed[i] = i, true
		}
	}
	for n := range seen {
		if i, ok := index.find(&seen[n]); found[n] < 0 && ok && !claimed[i] {
			found[n], claimed[i] = i, true
		}
	}
	return found
}

// linksWith returns the known links together with those of the observation, but for
// new ones that the observation shows as absent. Where there are too many, those that
// exist no longer make room. A document can show that two links with different IDs
// are one.
func (c *Circuit) linksWith(o *Observation) []LinkState {
	known := c.living(len(o.Links))
	links := slices.Clone(known)
	for n, i := range match(known, o.Links) {
		l := o.Links[n]
		l.Linked, l.Authorized, l.Shown = machine.Unknown, machine.Unknown, true
		switch {
		case i >= 0:
			links[i] = links[i].with(&l)
		case !o.Links[n].gone():
			links = append(links, l)
		}
	}
	return joinNamesakes(links)
}

// living are the known links. One that exists no longer, and that nobody wants, makes
// room for new ones.
func (c *Circuit) living(more int) []LinkState {
	links := c.known().links
	if len(links)+more <= MaxLinks {
		return links
	}
	var list []LinkState
	for i, l := range links {
		if l.Wanted || c.state.linked.has(i) || c.state.authorized.has(i) {
			list = append(list, l)
		}
	}
	return list
}

// forgetUnlinked drops what documents showed of links that do not exist: it is not
// known of their successors. The circuit must have papers of its own.
func (c *Circuit) forgetUnlinked() {
	v := c.view()
	for i := range c.papers.links {
		if v.at = int16(i); v.in(&v.linked, AllLinks) == machine.No {
			c.papers.links[i] = c.papers.links[i].bare()
		}
	}
}

// bare is the link without what documents showed of it while it existed, but for the
// names of its ends.
func (l LinkState) bare() LinkState {
	return LinkState{Link: l.Link, Wanted: l.Wanted, Shown: l.Shown, Gateway: l.Gateway, Authorization: l.Authorization, Linked: l.Linked, Authorized: l.Authorized}
}

// with returns the link with what a document shows of it. Where it is linked and
// authorized stands in the State.
func (l LinkState) with(seen *LinkState) LinkState {
	l = l.renamed(seen)
	remade := seen.Through != "" && !sameResource(l.Through, seen.Through)
	l.Shown = l.Shown || seen.Shown
	put(&l.Authorization, seen.Authorization)
	put(&l.Through, seen.Through)
	put(&l.Gateway, seen.Gateway)
	if !seen.Resource {
		l.OtherSubscription = l.OtherSubscription || seen.OtherSubscription
		put(&l.Kind, seen.Kind)
		put(&l.Connection, seen.Connection)
		put(&l.RoutingWeight, seen.RoutingWeight)
		put(&l.FastPath, seen.FastPath)
		return l
	}
	if remade || l.Connection == ConnectionFailed { // which its document would show
		l.Connection = 0
	}
	put(&l.Connection, seen.Connection)
	l.Resource, l.Kind = true, seen.Kind
	l.OtherSubscription = seen.OtherSubscription || l.OtherSubscription && (l.Wanted || l.Authorization != "")
	l.RoutingWeight, l.FastPath = seen.RoutingWeight, seen.FastPath
	return l
}

// renamed returns the link by the name of its network, if the document knows it
// better, or by its new gateway, if its connection has another one now. The spec's
// name stays.
func (l LinkState) renamed(seen *LinkState) LinkState {
	moved := seen.Resource && l.Gateway != "" && seen.Gateway != "" && !sameResource(l.Gateway, seen.Gateway)
	if !l.Wanted && seen.Network != "" && (moved || seen.rank() > l.rank()) {
		l.Network = seen.Network
	}
	return l
}

// rank says how well the link is named: by a network or another circuit, by the
// gateway, or by the connection or the authorization alone.
func (l *LinkState) rank() int {
	switch {
	case l.Through != "" && sameResource(l.Network, l.Through), l.Authorization != "" && sameResource(l.Network, l.Authorization):
		return 0
	case l.Gateway != "" && sameResource(l.Network, l.Gateway):
		return 1
	}
	return 2
}

// joinNamesakes makes one link of those that have a connection, an authorization, a
// gateway or the network in common.
func joinNamesakes(links []LinkState) []LinkState {
	index := make(linkNames, 2*len(links))
	joined := links[:0:0]
	for _, l := range links {
		i, known := index.find(&l)
		if !known {
			index.note(&l, len(joined))
			joined = append(joined, l)
			continue
		}
		other := &joined[i]
		linked, authorized, wanted := l.Linked, l.Authorized, l.Wanted
		*other = other.with(&l)
		put(&other.Linked, linked)
		put(&other.Authorized, authorized)
		other.Wanted = other.Wanted || wanted
		index.note(other, i)
	}
	return joined
}

// nameless reports whether the event's link can be one that a document knows by
// its gateway: the spec names the network, and no document says which network the
// gateway of another link belongs to.
func (v *view) nameless() bool {
	if v.at < 0 || int(v.at) >= len(v.links) {
		return false
	}
	l := &v.links[v.at]
	if !l.Wanted || l.Shown || !v.gateways[l.Kind] || !l.isNetwork() {
		return false
	}
	for i := range v.links {
		if other := &v.links[i]; other.Kind == l.Kind && other.unnamedGateway() && v.linked.has(i) {
			return true
		}
	}
	return false
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
