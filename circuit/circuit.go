package circuit

import (
	"context"

	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
)

// Circuit is one circuit: its state, what is known of it, and its [Spec]. It is a
// small value: methods return a changed copy and never change the receiver. In
// the zero Circuit nothing is known and nothing is wanted.
type Circuit struct {
	state State
	*papers
}

var noPapers = func() *papers {
	p := newPapers(Spec{}, Config{}, Seen{}, nil)
	p.digest()
	return p
}()

// New returns a circuit that is not created yet. The error is a
// [machine.Problems] with everything that is wrong with the spec, except the
// rules that the spec waives.
func New(spec Spec) (Circuit, error) {
	if err := spec.problems().Err(); err != nil {
		return Circuit{}, err
	}
	c := Circuit{state: planned(spec.Kind), papers: newPapers(spec, Config{}, Seen{}, nil)}
	c.papers.digest()
	c.state.attest(&spec.Facts)
	return c, nil
}

// WithSpec returns the same circuit with another spec. It fails like [New].
func (c Circuit) WithSpec(spec Spec) (Circuit, error) {
	if err := spec.problems().Err(); err != nil {
		return c, err
	}
	p := c.known()
	next := c.onPapers(newPapers(spec, c.Have(), p.Seen, p.links))
	next.papers.digest()
	next.state.attest(&spec.Facts)
	return next, nil
}

// onPapers returns the circuit with other papers. Links keep their state, matched
// by name. It compares the circuit with the spec of the new papers.
func (c Circuit) onPapers(p *papers) Circuit {
	old, next := c.known(), Circuit{state: c.state, papers: p}
	next.state.authorized, next.state.linked = linkSet{}, linkSet{}
	for i, l := range old.links {
		linked, authorized := c.state.linked.has(i), c.state.authorized.has(i)
		if !linked && !authorized {
			continue
		}
		j := p.indexOf(&l)
		if j < 0 {
			l.Wanted = false
			j = p.add(l) // keep it: it is linked or authorized
		}
		next.state.setLink(j, machine.TruthOf(linked), machine.TruthOf(authorized))
	}
	if p.dropped > 0 {
		next.state.Whole = 0
	}
	next.state.compare(p)
	return next
}

// setLink sets the state of the link at index i. A value that is Unknown changes
// nothing, and so does a negative index.
func (s *State) setLink(i int, linked, authorized machine.Truth) {
	if i >= 0 {
		s.linked, s.authorized = s.linked.put(i, linked), s.authorized.put(i, authorized)
	}
}

// State returns the state of all machines of the circuit.
func (c Circuit) State() State { return c.state }

// ID returns the circuit's Azure resource ID, empty if it is not known.
func (c Circuit) ID() string { return c.known().Have.ID }

// Want returns a copy of the spec, which the caller may change.
func (c Circuit) Want() Spec { return c.known().Want.clone() }

// Have returns the configuration that Azure has: what was last read, updated with
// what events have written since. It is a copy, which the caller may change.
func (c Circuit) Have() Config {
	p := c.known()
	have := p.Have.clone()
	v := c.view()
	have.Order = v.order()
	for t, known := range have.Peerings() {
		state, want := c.state.Peering(t), p.Want.Peering(t)
		switch {
		case state.Exists() == machine.No:
			*known = peering.Config{}
		case want.Mode == peering.WantPresent && state.AsWanted == machine.Yes:
			since, manager, legacy := known.Since, known.ManagedBy, known.Legacy
			*known = want.Config.Clone()
			known.Since, known.Legacy = since, legacy
			if known.ManagedBy == machine.Nobody {
				known.ManagedBy = manager
			}
			if state.RouteFilter != machine.Yes {
				known.IPv4.RouteFilter, known.IPv6.RouteFilter = "", ""
			}
		}
	}
	return have
}

// Read returns the configuration as it was last read, without what events have
// written since; see [Circuit.Have]. It is a copy, which the caller may change.
func (c Circuit) Read() Config { return c.known().Have.clone() }

// Seen returns when the circuit and its parts were last observed.
func (c Circuit) Seen() Seen { return c.known().Seen.clone() }

// Links returns the state of all links and authorizations: those of the spec
// first, then those that only documents name.
func (c Circuit) Links() []LinkState {
	p := c.known()
	links := make([]LinkState, len(p.links))
	v := c.view()
	for i := range p.links {
		links[i] = v.linkState(i)
	}
	return links
}

// linkState returns the state of the link at index i.
func (v *view) linkState(i int) LinkState {
	l := v.links[i]
	v.at = int16(i)
	l.Linked, l.Authorized = v.in(&v.linked, AllLinks), v.in(&v.authorized, AllAuthorizations)
	if l.Linked == machine.No {
		l = l.bare()
	}
	return l
}

// view returns what guards read outside an event.
func (c Circuit) view() view { return view{State: c.state, at: -1, papers: c.known()} }

func (c *Circuit) known() *papers {
	if c.papers == nil {
		return noPapers
	}
	return c.papers
}

// Apply returns the circuit after the event. All machines that the event moves
// move together or none does: on error Apply returns the circuit unchanged. The
// error is a [*machine.TransitionError] with every condition that is not met, or
// a [*SubjectError].
func (c Circuit) Apply(e Event) (Circuit, error) { return c.step(&mover{}, e) }

// Fire does what [Circuit.Apply] does, and makes each move on a looplab machine.
// If ctx is done before Fire starts, Fire returns its cause as the error and moves
// nothing. Cancelling ctx later has no effect, so all machines of the event still
// move together.
func (c Circuit) Fire(ctx context.Context, e Event) (Circuit, error) {
	if ctx == nil {
		ctx = context.Background()
	}
	if ctx.Err() != nil {
		return c, context.Cause(ctx)
	}
	return c.step(&mover{ctx: context.WithoutCancel(ctx)}, e)
}

// Happened returns the circuit after an event that has already happened in Azure.
// It does not ask the guards, and returns the conditions that Apply would have
// refused the event for. The error is that of [Circuit.Apply] if the machines have
// no rule for the event in their states, or if a state that it moves was never
// observed.
func (c Circuit) Happened(e Event) (Circuit, []machine.Unmet, error) {
	row, v := c.look(e)
	if row == nil {
		return c, nil, c.subjectError(e)
	}
	var m mover
	if err := row.move(&m, &v); err != nil {
		return c, nil, row.because(v, err)
	}
	c.state = m.state
	return c, row.Needs.Unmet(v), nil
}

// Can reports whether Apply would succeed.
func (c Circuit) Can(e Event) bool {
	row, v := c.look(e)
	if row == nil || !row.Needs.Hold(v) {
		return false
	}
	return row.move(&mover{quiet: true}, &v) == nil
}

// Check returns the error that Apply would return.
func (c Circuit) Check(e Event) error {
	_, err := c.step(&mover{}, e)
	return err
}

func (c Circuit) step(m *mover, e Event) (Circuit, error) {
	row, v := c.look(e)
	if row == nil {
		return c, c.subjectError(e)
	}
	if !row.Needs.Hold(v) {
		return c, row.refusal(v)
	}
	if err := row.move(m, &v); err != nil {
		return c, row.because(v, err)
	}
	c.state = m.state
	return c, nil
}

// look returns the event's row, and the view that its guards read. The row is nil
// if the event has no rule, a wrong subject, or names a link that this circuit
// does not know.
func (c *Circuit) look(e Event) (row *coupling, v view) {
	v = view{State: c.state, verb: e.Verb, of: e.Peering, family: e.Family, path: e.Path, at: -1, papers: c.known()}
	row = rowOf(e.Verb)
	if row == nil || e.misses(row) != "" {
		return nil, v
	}
	if e.Link != "" {
		if v.at = int16(v.linkNamed(e.Link)); v.at < 0 || !row.Of.has(v.link().Kind) {
			return nil, v
		}
	}
	return row, v
}

// has reports whether the verb can be about a link of that kind.
func (s *subject) has(kind LinkKind) bool {
	for _, k := range s.kinds {
		if k == kind {
			return true
		}
	}
	return false
}

// event returns the event that the view was made for.
func (v *view) event() Event {
	return Event{Verb: v.verb, Peering: v.of, Family: v.family, Path: v.path, Link: v.link().Network}
}

func (c *Circuit) subjectError(e Event) error {
	row := rowOf(e.Verb)
	want := e.misses(row)
	if want == "" {
		want = row.Of.want
	}
	return &SubjectError{Event: e, Want: want}
}

// refusal returns the error for an event that may not happen. It reports the
// machine that has no rule for the event, or else every guard that does not hold,
// including the guards of the machines.
func (row *coupling) refusal(v view) error {
	unmet := row.Needs.Unmet(v)
	if row.move(&mover{quiet: true}, &v) != nil {
		err := row.move(&mover{}, &v)
		of, refused := err.(*machine.TransitionError)
		if refused && of.Err == machine.ErrNoRule && v.inFlight() == "" {
			return row.because(v, err)
		}
		if refused {
			unmet = append(unmet, of.Unmet...)
		}
	}
	return &machine.TransitionError{Machine: "circuit", Event: v.event().String(), From: v.State.String(), Unmet: unmet, Err: machine.ErrUnmet}
}

// because turns the refusal of one machine into one of the circuit: it adds the
// circuit's state, and names the event with its subject. It changes err, which
// nobody else holds.
func (row *coupling) because(v view, err error) error {
	if of, refused := err.(*machine.TransitionError); refused {
		of.From = v.State.String() + ", " + of.Machine + " " + of.From
		of.Machine, of.Event = "circuit", v.event().String()
	}
	return err
}

// AsConfigured returns a spec that wants the circuit as it is: the order, every
// peering that exists, with its configuration, and every link. A peering that is
// being deleted is wanted absent. The spec waives all rules that the existing
// configuration breaks; [Circuit.Risks] lists them.
func (c Circuit) AsConfigured() Spec {
	have, s := c.Have(), c.Want()
	s.Order, s.Links = have.Order, nil
	if c.state.Provider == NotApplicable {
		s.Kind = Direct
	}
	for t, want := range s.Peerings() {
		*want = peering.Want{}
		switch p := c.state.Peering(t); {
		case p.Operation == peering.Deleting:
			want.Mode = peering.WantAbsent
		case p.Exists() == machine.Yes:
			*want = peering.Want{Mode: peering.WantPresent, Config: have.Peering(t)}
		}
	}
	for _, l := range c.Links() {
		if l.Linked == machine.Yes {
			s.Links = append(s.Links, l.Link)
		}
	}
	s.Waive = append(s.Waive, s.Validate().Needs()...)
	return s
}
