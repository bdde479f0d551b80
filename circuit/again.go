package circuit

import (
	"slices"

	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
)

// showsNothingNew reports whether everything that was observed was already known:
// the common case for a program that polls.
func (c *Circuit) showsNothingNew(o *Observation) bool {
	p := c.known()
	for i := range dimensions {
		d := &dimensions[i]
		seen := d.get(&o.State)
		switch {
		case seen == 0 || d.get(&c.state) == seen:
		case d.role == moved && d.agrees(&c.state, &o.State):
		case d.role == followed && d.get(&c.state)&seen == seen: // acts and lists
		default:
			return false
		}
	}
	return p.Have.shows(&o.Have) && c.asRead(&o.Have) && c.showsLinks(o)
}

// asRead reports whether no event since the last read has changed the order or the
// configuration of a peering that the document shows.
func (c *Circuit) asRead(seen *Config) bool {
	p, read := c.known(), c.state
	read.compare(p)
	order := seen.Order
	if order.Bandwidth != 0 && read.Bandwidth != c.state.Bandwidth || order.Tier != 0 && read.Tier != c.state.Tier ||
		order.Billing != 0 && read.Billing != c.state.Billing {
		return false
	}
	for t := range peering.Types() {
		if configured(seen.OfPeering(t)) && read.OfPeering(t).AsWanted != c.state.OfPeering(t).AsWanted {
			return false
		}
	}
	return true
}

// shows reports whether everything in seen is already in c.
func (c *Config) shows(seen *Config) bool {
	if !known(c.ID, seen.ID) || !known(c.Name, seen.Name) || !known(c.Location, seen.Location) || !known(c.ETag, seen.ETag) || !known(c.Resiliency, seen.Resiliency) ||
		!known(c.ServiceKey, seen.ServiceKey) || !known(c.Birth, seen.Birth) || c.Order.overlay(seen.Order) != c.Order || c.Port.overlay(seen.Port) != c.Port ||
		!slices.Equal(c.Strange, seen.Strange) || seen.Prefixes != nil && !slices.Equal(c.Prefixes, seen.Prefixes) {
		return false
	}
	for t := range peering.Types() {
		if is := seen.OfPeering(t); configured(is) && !sameSettings(c.OfPeering(t), is) {
			return false
		}
	}
	for session, paths := range seen.Sessions {
		if overlayPaths(c.Sessions[session], paths) != c.Sessions[session] {
			return false
		}
	}
	return true
}

// known reports whether a value that was read is the known one. A zero value was
// not read.
func known[T comparable](was, is T) bool {
	var unread T
	return is == unread || was == is
}

// sameSettings reports whether two configurations are equal in all that documents
// show, including the spelling of IDs.
func sameSettings(a, b *peering.Config) bool {
	return a.VLAN == b.VLAN && a.PeerASN == b.PeerASN && a.Legacy == b.Legacy && sameHalf(&a.IPv4, &b.IPv4) && sameHalf(&a.IPv6, &b.IPv6)
}

func sameHalf(a, b *peering.Half) bool {
	return a.Primary == b.Primary && a.Secondary == b.Secondary && a.CustomerASN == b.CustomerASN &&
		a.Registry == b.Registry && a.RouteFilter == b.RouteFilter && slices.Equal(a.Advertised, b.Advertised)
}

// showsLinks reports whether each observed link is known in the state that is
// shown, and, for a complete list, whether it names all known links.
func (c *Circuit) showsLinks(o *Observation) bool {
	p := c.known()
	for _, l := range o.Links {
		i := p.indexOf(&l)
		if i < 0 && l.gone() {
			continue
		}
		if i < 0 || !p.links[i].Shown || p.links[i] != p.links[i].with(&l) ||
			l.Linked != machine.Unknown && machine.TruthOf(c.state.linked.has(i)) != l.Linked ||
			l.Authorized != machine.Unknown && machine.TruthOf(c.state.authorized.has(i)) != l.Authorized {
			return false
		}
	}
	if o.State.Whole == 0 {
		return true
	}
	for i := range p.links {
		named := func(l LinkState) bool { return p.indexOf(&l) == i }
		if (c.state.linked.has(i) || c.state.authorized.has(i)) && !slices.ContainsFunc(o.Links, named) {
			return false
		}
	}
	return true
}

// seenAgain returns the same circuit, with the times of the new observation.
func (c Circuit) seenAgain(o *Observation) Circuit {
	p := *c.known()
	p.Seen = p.Seen.at(o)
	c.papers = &p
	return c
}
