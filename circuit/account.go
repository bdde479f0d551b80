package circuit

import (
	"slices"

	"github.com/expressroute-go/expressroute/bgp"
	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
)

// explainLimit is how many states the search for the explanation of one subject may
// expand.
const explainLimit = 2000

// account finds the events that lead from the known circuit to the observed one,
// and sets c to the observed state. It does so for the circuit itself, each
// peering and each link. It searches the shortest sequence of events that the
// machines have rules for, and asks no guards, because the events have already
// happened.
//
// c is the circuit after adopt; before is the circuit as it was known.
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
		c.state.Acts &^= HistoryKnown // documents show that it was created, but not all acts since
	}
	a.links()
	a.x.Changed = append(a.x.Changed, portChanges(had.Port, c.papers.Have.Port)...)
	a.signatures()
	a.sessions()
	c.state.take(&o.State)
}

type accountant struct {
	to     *Circuit     // moved event by event to the observed state
	x      *Explanation // gets the events and the drift
	before *Circuit     // as it was known
	o      *Observation
	had    *Config // the configuration before the observation
}

// subject explains one peering, or the circuit itself if of is zero. configured are
// the settings that changed.
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

// takenAlong reports whether a peering shows an operation in flight and no other
// change, while the circuit or another peering changed too. A write of the whole
// circuit puts all its peerings in flight.
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

// pending corrects the administrative state of a new peering. While Azure writes
// it, Azure shows it Disabled, even if it will be Enabled.
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

// asConfigured reports whether the state has the configuration that was read: the
// search for an explanation has told all writes that led to it. After a failed
// write Unknown is enough, because nobody knows whether the write took effect.
func (c *Circuit) asConfigured(s *State, of peering.Type) bool {
	if of == 0 {
		return s.Bandwidth != machine.No && s.Tier != machine.No && s.Billing != machine.No
	}
	p := s.OfPeering(of)
	return c.known().Want.mode(of) != peering.WantPresent || p.AsWanted == machine.Yes ||
		p.AsWanted == machine.Unknown && p.Operation.Broken()
}

// wanting returns the circuit that the search for an explanation starts from: its
// spec is the configuration that was read, and its configuration is the one that
// was known before. If only the route filter changed, wanting sets seen to whether
// one is attached, so that the search finds AttachRouteFilter or DetachRouteFilter.
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
			p.Have.Order = a.before.known().Have.Order // the order again, if the write failed
		}
		return c
	}
	was, is := a.had.OfPeering(of), &p.Want.OfPeering(of).Config
	known := c.state.OfPeering(of)
	switch {
	case known.Exists() == machine.Yes && !configured(was):
		known.AsWanted = machine.Yes // it existed, but its configuration was not known
	case a.onlyFilter(of):
		attached := machine.TruthOf(filterOf(is) != "")
		put(&attached, seen.OfPeering(of).RouteFilter)
		known.AsWanted, known.RouteFilter, seen.OfPeering(of).RouteFilter = machine.Yes, attached.Not(), attached
	}
	return c
}

// onlyFilter reports whether the route filter is the only setting of the peering
// that changed.
func (a *accountant) onlyFilter(of peering.Type) bool {
	was, is := a.had.OfPeering(of), a.to.papers.Have.OfPeering(of)
	if of != peeringMicrosoft || !configured(was) {
		return false
	}
	paths := is.Diff(*was)
	other := func(path string) bool { return path != "ipv4.routeFilter" && path != "ipv6.routeFilter" }
	return len(paths) > 0 && !slices.ContainsFunc(paths, other)
}

// events returns the events that can explain a change of the subject: all events of
// the rule book about it, except spoken ones. If the provider wrote the peering
// last, the events of the provider come first.
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

// concerns reports whether a family of a peering changed, or has its prefixes
// validated again.
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

// tell adds the events of a way to the explanation, and the conditions that Azure
// enforces and that did not hold.
func (a *accountant) tell(base Circuit, way []Event) {
	for _, e := range way {
		next, against, err := base.Happened(e)
		if err != nil {
			return // cannot happen: the search made the same move
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

// links explains every link and authorization that changed. It takes over without
// events what was not known before.
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
		if was.at >= 0 && a.before.links[was.at].Resource && a.before.state.linked.has(int(was.at)) {
			a.x.Changed = append(a.x.Changed, linkSettings(&a.before.links[was.at], &l)...)
		}
	}
}

// link explains the change of one link to its state in wants. If its authorization
// did not change, no authorization was created or revoked.
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
		a.x.Drift = append(a.x.Drift, linkChanges(l.Network, a.to.linkNamed(l.Network), &a.to.state, &wants)...)
		return
	}
	a.tell(*a.to, way)
}

// connection tells LinkConnected or LinkDisconnected if the connection of a link
// came up or went down. at is the index of the link in the circuit before.
func (a *accountant) connection(l LinkState, at int16, is Connection) {
	if at < 0 || is == 0 || is == ConnectionUnknown || !a.before.state.linked.has(int(at)) {
		return
	}
	was := a.before.links[at].Connection
	e := Event{Verb: LinkConnected, Link: l.Network}
	if is != Connected {
		e.Verb = LinkDisconnected
	}
	if was != 0 && was != ConnectionUnknown && (was == Connected) != (is == Connected) {
		a.tell(*a.to, []Event{e})
	}
}

// seenLinks returns the links of the observation by their index. If the observation
// has a complete list, known links that the list does not name are absent.
func (a *accountant) seenLinks() map[int]LinkState {
	seen, authorizations := map[int]LinkState{}, false
	for n, i := range match(a.to.links, a.o.Links) {
		l := a.o.Links[n]
		authorizations = authorizations || l.Authorized == machine.Yes
		if i >= 0 {
			seen[i] = l
		}
	}
	for i, l := range a.to.links {
		if _, named := seen[i]; named {
			continue
		}
		is := LinkState{Link: l.Link}
		// A list of authorizations does not name networks. A network that only the
		// spec names certainly has no authorization if the list is empty.
		if a.o.State.Whole.has(AllAuthorizations) && (l.Shown || !authorizations) && a.to.state.authorized.has(i) {
			is.Authorized, is.Linked = machine.No, machine.No
		}
		l.Authorized = machine.Unknown
		switch {
		case !a.to.state.linked.has(i) || !a.o.lacks(&l):
		case a.to.state.authorized.has(i) && l.Through == "":
			// Used by a connection that is not known: it can be any of those listed.
		default:
			is.Linked = machine.No
		}
		if is.Authorized != machine.Unknown || is.Linked != machine.Unknown {
			seen[i] = is
		}
	}
	return seen
}

// signatures tells SignPrefixes if a prefix has a signature now that had none before.
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

// sessions tells SessionEstablished or SessionLost for each BGP session that came up
// or went down.
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
