package circuit

import (
	"slices"

	"github.com/expressroute-go/expressroute/bgp"
	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
)

// explainLimit bounds the states that the account of one subject expands.
const explainLimit = 2000

// account explains, subject by subject, how the circuit came to be as it was
// observed. An account is a plan that was carried out: the shortest way to the
// circuit that was read, over the events that the machines have rules for. It
// asks no guard, since what has happened needs no permission.
//
// c has adopted what is new; before is the circuit as it was known.
func (c *Circuit) account(x *Explanation, before *Circuit, o *Observation) {
	had := before.Have()
	a := accountant{to: c, x: x, before: before, o: o, had: &had}
	order, lost := orderChanges(had.Order, c.Have().Order)
	x.Drift = append(x.Drift, lost...)
	if before.state.Status == NotCreated {
		a.subject(0, order)
	}
	for t := range peering.Types() {
		if o.State.known(t) {
			a.subject(t, peeringChanges(t, had.Peering(t), c.papers.Have.Peering(t), o.State.Peering(t).ModifiedBy))
		}
	}
	if before.state.Status != NotCreated {
		a.subject(0, order)
	}
	if !before.state.Acts.Has(HistoryKnown) {
		c.state.Acts &^= HistoryKnown // that it was created was seen, not what else was done
	}
	a.links()
	a.signatures()
	a.sessions()
	c.state.take(&o.State)
}

type accountant struct {
	to     *Circuit // as it is to be explained
	x      *Explanation
	before *Circuit
	o      *Observation
	had    *Config
}

// subject accounts for one peering, or for the circuit itself.
func (a *accountant) subject(of peering.Type, configured []Change) {
	seen := a.o.State
	if a.to.state.agrees(&seen, of) && len(configured) == 0 {
		return
	}
	if a.takenAlong(of, configured) {
		a.to.state.impose(&seen, of)
		return
	}
	base := a.wanting(of, &seen)
	base.state.pending(&seen, of)
	s := search{circuit: base, rigor: explaining, events: a.events(&base, of), limit: explainLimit,
		goal: func(s State) bool { return s.agrees(&seen, of) && base.asConfigured(&s, of) }}
	way, state, found := s.run()
	if !found {
		a.x.Drift = append(a.x.Drift, disagreeing(&a.to.state, &seen, of)...)
		a.x.Drift = append(a.x.Drift, configured...)
		a.to.state.impose(&seen, of)
		return
	}
	a.tell(base, way)
	a.x.Changed = append(a.x.Changed, configured...)
	state.impose(&a.o.State, of)
	state.compare(a.to.papers)
	a.to.state = state
}

// takenAlong reports whether nothing of a peering moved but that it is being
// written, while the circuit or another peering changed too: a write of the whole
// circuit takes its peerings along.
//
// Source: recorded, github.com/Azure/azure-powershell,
// TestExpressRouteCircuitPeeringCRUD, 2015-12-03
func (a *accountant) takenAlong(of peering.Type, configured []Change) bool {
	if of == 0 || len(configured) > 0 || !a.o.State.Peering(of).Operation.InFlight() {
		return false
	}
	if changes := disagreeing(&a.to.state, &a.o.State, of); len(changes) != 1 || a.to.state.Peering(of).Operation != peering.Succeeded {
		return false
	}
	for t := range peering.Types() {
		if t != of && !a.before.state.agrees(&a.o.State, t) {
			return true
		}
	}
	return !a.before.state.agrees(&a.o.State, 0)
}

// pending: while a new peering is being written, Azure shows it Disabled, whatever
// it will be.
//
// Source: github.com/MicrosoftDocs/azure-docs
// articles/expressroute/cross-connections-api-development.md, and recorded
func (s *State) pending(seen *State, of peering.Type) {
	known, is := s.OfPeering(of), seen.OfPeering(of)
	if of == 0 {
		return
	}
	for _, f := range bothFamilies {
		was, now := familyOf(known, f), familyOf(is, f)
		switch {
		case is.Operation.InFlight() && was.Admin == peering.Absent && now.Admin == peering.Disabled:
			now.Admin = peering.Enabled
		case known.Operation.InFlight() && was.Admin == peering.Disabled && now.Admin == peering.Enabled:
			was.Admin = peering.Enabled
		}
	}
}

// asConfigured reports whether nothing that was configured remains to be
// written. Whether a write that failed took effect is not known.
func (c *Circuit) asConfigured(s *State, of peering.Type) bool {
	if of == 0 {
		return s.Bandwidth != machine.No && s.Tier != machine.No && s.Billing != machine.No
	}
	p := s.OfPeering(of)
	return c.known().Want.mode(of) != peering.WantPresent || p.AsWanted == machine.Yes ||
		p.AsWanted == machine.Unknown && p.Operation.Broken()
}

// wanting is the circuit as an account is sought for it: it wants what was read,
// and has what was known before.
//
// Which route filter is attached is in the configuration. Where nothing else was
// changed, seen says whether one is attached.
func (a *accountant) wanting(of peering.Type, seen *State) Circuit {
	p := *a.to.papers
	p.Want = Spec{Edition: p.Want.Edition, Kind: p.Want.Kind, Facts: p.Want.Facts, Order: p.Have.Order}
	for t, want := range p.Want.Peerings() {
		if is := p.Have.Peering(t); configured(&is) {
			*want = peering.Want{Mode: peering.WantPresent, Config: is}
		}
	}
	p.Have = *a.had
	p.look()
	c := Circuit{state: a.to.state, papers: &p}
	c.state.compare(&p)
	if of == 0 {
		if c.state.Operation.InFlight() {
			p.Have.Order = a.before.known().Have.Order // which it is again, should the write have failed
		}
		return c
	}
	was, is := a.had.OfPeering(of), &p.Want.OfPeering(of).Config
	known := c.state.OfPeering(of)
	switch {
	case known.Exists() == machine.Yes && !configured(was):
		known.AsWanted = machine.Yes // it was there, and not known how
	case a.onlyFilter(of):
		attached := machine.TruthOf(filterOf(is) != "")
		put(&attached, seen.OfPeering(of).RouteFilter)
		known.AsWanted, known.RouteFilter, seen.OfPeering(of).RouteFilter = machine.Yes, attached.Not(), attached
	}
	return c
}

// onlyFilter reports whether the route filter is all of a peering's
// configuration that was changed.
func (a *accountant) onlyFilter(of peering.Type) bool {
	was, is := a.had.OfPeering(of), a.to.papers.Have.OfPeering(of)
	if of != peeringMicrosoft || !configured(was) {
		return false
	}
	paths := is.Diff(*was)
	other := func(path string) bool { return path != "ipv4.routeFilter" && path != "ipv6.routeFilter" }
	return len(paths) > 0 && !slices.ContainsFunc(paths, other)
}

// events are those that can account for a subject: all that the rule book has
// for it, less what is only said to somebody. Those of whoever wrote last come
// first.
func (a *accountant) events(base *Circuit, of peering.Type) []Event {
	v := base.view()
	v.of = of
	writer := machine.Customer
	if by := a.o.State.Peering(of).ModifiedBy; by == machine.Provider || by != machine.Customer && v.manager() == machine.Provider {
		writer = machine.Provider
	}
	var first, events []Event
	for i := range couplings {
		row := &couplings[i]
		if row.Spoken || row.Moves == (moves{}) {
			continue
		}
		for _, e := range base.eventsOf(row) {
			switch {
			case e.Peering != of || e.Link != "" || e.Family != 0 && !a.concerns(base, of, e.Family):
			case writer == machine.Provider && row.By == writer:
				first = append(first, e)
			default:
				events = append(events, e)
			}
		}
	}
	events = append(first, events...)
	if a.onlyFilter(of) {
		events = putFirst(putFirst(events, DetachRouteFilter), AttachRouteFilter)
	}
	return events
}

// concerns reports whether a family of a peering is not as it was, or has its
// prefixes validated anew.
func (a *accountant) concerns(base *Circuit, of peering.Type, f peering.Family) bool {
	v := base.view()
	if v.of = of; v.half(f).resubmits {
		return true
	}
	for i := range dimensions {
		if d := &dimensions[i]; d.of == of && d.half == f && d.role == moved && !d.agrees(&a.to.state, &a.o.State) {
			return true
		}
	}
	return false
}

// tell adds a way to the account, and what the rules would have said to it.
func (a *accountant) tell(base Circuit, way []Event) {
	for _, e := range way {
		next, against, err := base.Happened(e)
		if err != nil {
			return // cannot be: the search made the same move
		}
		for _, u := range against {
			if u.Basis == machine.Enforced && !u.Unknown {
				a.x.Against = append(a.x.Against, u)
			}
		}
		base = next
		step := Circuit{state: next.state, papers: a.to.papers}
		step.state.compare(step.papers)
		step.state.settle(0)
		a.x.tell(e, step)
	}
}

// links accounts for every link and authorization that is not as it was. One of
// which nothing was known is taken as it is.
func (a *accountant) links() {
	seen := a.seenLinks()
	was := a.before.view()
	for i, l := range a.to.links {
		is, told := seen[i]
		if !told {
			continue
		}
		was.at = int16(was.indexOf(&l))
		linked, authorized := was.in(&was.linked, AllLinks), was.in(&was.authorized, AllAuthorizations)
		known := a.to.state
		known.setLink(i, linked, authorized)
		wants := known
		wants.setLink(i, is.Linked, is.Authorized)
		unknown := linked == machine.Unknown && is.Linked == machine.Yes || authorized == machine.Unknown && is.Authorized == machine.Yes
		if wants != known && !unknown {
			a.link(l, wants)
		}
		a.to.state.setLink(i, is.Linked, is.Authorized)
		a.connection(l, was.at, is.Connection)
	}
}

// link accounts for one link, from where it is to where it is to be. Where its
// authorization stays as it is, no authorization was created or revoked.
func (a *accountant) link(l LinkState, wants State) {
	authorized := a.to.state.authorized != wants.authorized
	var events, others []Event
	for i := range couplings {
		row := &couplings[i]
		if !authorized && (row.On == CreateAuthorization || row.On == RevokeAuthorization) {
			continue
		}
		if row.Of.shapes&onLink != 0 && row.Does != nil && row.Of.has(l.Kind) {
			e := Event{Verb: row.On, Link: l.Network}
			if l.OtherSubscription && row.By == machine.NetworkOwner {
				events = append(events, e)
			} else {
				others = append(others, e)
			}
		}
	}
	events = putFirst(append(events, others...), CreateAuthorization) // before it is redeemed
	s := search{circuit: *a.to, rigor: explaining, events: events, limit: explainLimit,
		goal: func(s State) bool { return s.linked == wants.linked && s.authorized == wants.authorized }}
	way, _, found := s.run()
	if !found {
		a.x.Drift = append(a.x.Drift, linkChanges(l.Network, a.to.linkIndex(l.Network), &a.to.state, &wants)...)
		return
	}
	a.tell(*a.to, way)
}

// connection tells that a link came up or went down.
func (a *accountant) connection(l LinkState, at int16, is Connection) {
	if at < 0 || is == 0 {
		return
	}
	was := a.before.links[at].Connection
	e := Event{Verb: LinkConnected, Link: l.Network}
	if is != Connected {
		e.Verb = LinkDisconnected
	}
	if was != 0 && (was == Connected) != (is == Connected) {
		a.tell(*a.to, []Event{e})
	}
}

// seenLinks are the links of the observation by their index; in a list that is
// whole, what is not named is not there.
func (a *accountant) seenLinks() map[int]LinkState {
	seen, authorizations := map[int]LinkState{}, false
	for _, l := range a.o.Links {
		authorizations = authorizations || l.Authorized == machine.Yes
		if i := a.to.indexOf(&l); i >= 0 {
			seen[i] = l
		}
	}
	for i, l := range a.to.links {
		if _, named := seen[i]; named {
			continue
		}
		is := LinkState{Link: l.Link}
		// A network that only the spec names goes by another name in a list of
		// authorizations: it has none if nothing is listed at all.
		if a.o.State.Whole.has(AllAuthorizations) && (l.Shown || !authorizations) && a.to.state.authorized.has(i) {
			is.Authorized, is.Linked = machine.No, machine.No
		}
		if a.o.State.Whole.has(AllLinks) && a.to.state.linked.has(i) {
			is.Linked = machine.No
		}
		if is.Authorized != machine.Unknown || is.Linked != machine.Unknown {
			seen[i] = is
		}
	}
	return seen
}

// signatures tells of signatures that were not there before.
func (a *accountant) signatures() {
	for _, f := range bothFamilies {
		e := Event{Verb: SignPrefixes, Peering: peeringMicrosoft, Family: f}
		signed := func(p PrefixState) bool {
			return p.Family == f && p.Signed && slices.ContainsFunc(a.had.Prefixes, func(was PrefixState) bool {
				return was.Family == f && was.Prefix == p.Prefix && !was.Signed
			})
		}
		if slices.ContainsFunc(a.o.Have.Prefixes, signed) && !slices.Contains(a.x.Events, e) {
			a.x.tell(e, *a.to)
		}
	}
}

// sessions tells of BGP sessions that came up or went down.
func (a *accountant) sessions() {
	for t := range peering.Types() {
		for _, f := range bothFamilies {
			session := Session{Peering: t, Family: f}
			was, is := a.had.Sessions[session], a.o.Have.Sessions[session]
			for _, path := range []bgp.DevicePath{bgp.Primary, bgp.Secondary} {
				before, now := was.On(path).Session.Up(), is.On(path).Session.Up()
				e := Event{Verb: SessionEstablished, Peering: t, Family: f, Path: path}
				if now == machine.No {
					e.Verb = SessionLost
				}
				switch {
				case now == machine.Unknown || now == before:
				case before == machine.Unknown:
					a.x.Adopted = append(a.x.Adopted, session.String()+" "+path.String())
				default:
					a.tell(*a.to, []Event{e})
				}
			}
		}
	}
}
