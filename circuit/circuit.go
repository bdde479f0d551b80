package circuit

import (
	"encoding/json"
	"maps"

	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
)

// Circuit is one circuit: where it is, what is known of it, and what is wanted.
// It is a small value; every verb returns another and leaves the old one as it
// was. The zero Circuit is one of which nothing is known and nothing wanted.
type Circuit struct {
	state State
	*papers
}

var noPapers = func() *papers {
	p := newPapers(Spec{}, Config{}, Seen{})
	p.digest()
	return p
}()

// New returns a circuit that is not created yet. The error is a
// [machine.Problems] with everything that is wrong with the spec, less what the
// spec waives.
func New(spec Spec) (Circuit, error) {
	if err := spec.problems().Err(); err != nil {
		return Circuit{}, err
	}
	c := Circuit{state: planned(spec.Kind), papers: newPapers(spec, Config{}, Seen{})}
	c.papers.digest()
	c.state.attest(&spec.Facts)
	return c, nil
}

// Wanting returns the circuit with another spec: the same circuit, other
// wishes. The error is as that of [New].
func (c Circuit) Wanting(spec Spec) (Circuit, error) {
	if err := spec.problems().Err(); err != nil {
		return c, err
	}
	next := c.onPapers(newPapers(spec, c.Have(), c.Seen()))
	next.papers.digest()
	next.state.attest(&spec.Facts)
	return next, nil
}

// onPapers moves the circuit to other papers: links keep their state by name,
// and what is as wanted is compared anew.
func (c Circuit) onPapers(p *papers) Circuit {
	old, next := c.known(), Circuit{state: c.state, papers: p}
	next.state.authorized, next.state.linked = linkSet{}, linkSet{}
	for i, l := range old.links {
		linked, authorized := c.state.linked.has(i), c.state.authorized.has(i)
		if !linked && !authorized {
			continue
		}
		j := p.linkIndex(l.Network)
		if j < 0 {
			j = p.add(knownLink{Link: l.Link}) // what is linked is not forgotten
		}
		next.state.setLink(j, LinkState{Linked: linked, Authorized: authorized})
	}
	if p.dropped > 0 {
		next.state.Links = machine.No
	}
	next.state.compare(p)
	return next
}

// MarshalJSON writes the circuit's [Snapshot]. There is no way back from it alone:
// see [Restore].
func (c Circuit) MarshalJSON() ([]byte, error) { return json.Marshal(c.Snapshot()) }

// State returns where the circuit is.
func (c Circuit) State() State { return c.state }

// Want returns the spec. The caller may change the copy.
func (c Circuit) Want() Spec { return c.known().Want.clone() }

// Have returns what Azure has: as it was read, and as it was written since. The
// caller may change the copy.
func (c Circuit) Have() Config {
	p := c.known()
	have := p.Have.clone()
	v := c.view()
	have.Order = v.order()
	for t := range peering.Types() {
		known, state, want := have.OfPeering(t), c.state.Peering(t), p.Want.peering(t)
		switch {
		case state.Exists() == machine.No:
			*known = peering.Config{}
		case want.Mode == peering.WantPresent && state.AsWanted == machine.Yes:
			since := known.Since
			*known = want.Config.Clone()
			known.Since = since
			if state.RouteFilter != machine.Yes {
				known.IPv4.RouteFilter, known.IPv6.RouteFilter = "", ""
			}
		}
	}
	return have
}

// Seen returns when each subject was last observed. The caller may change the
// copy.
func (c Circuit) Seen() Seen {
	seen := c.known().Seen
	seen.Sessions = maps.Clone(seen.Sessions)
	return seen
}

// Links returns the networks that the spec and the documents name, in that
// order, each with whether it is linked.
func (c Circuit) Links() []LinkState {
	p := c.known()
	links := make([]LinkState, len(p.links))
	for i, l := range p.links {
		links[i] = LinkState{Link: l.Link, Wanted: l.wanted, Linked: c.state.linked.has(i), Authorized: c.state.authorized.has(i)}
	}
	return links
}

// LinkState is where one link is.
type LinkState struct {
	Link
	Wanted     bool `json:"-"` // the spec names it
	Linked     bool `json:"linked,omitempty"`
	Authorized bool `json:"authorized,omitempty"`
}

// view is what guards look at that concern no event.
func (c Circuit) view() view { return view{State: c.state, at: -1, papers: c.known()} }

func (c *Circuit) known() *papers {
	if c.papers == nil {
		return noPapers
	}
	return c.papers
}

// Apply returns the circuit after the event. All machines that the event
// concerns move together or none does: on error the circuit is returned as it
// was, and the error is a [*machine.TransitionError] with every condition that
// is not met, or a [*SubjectError].
func (c Circuit) Apply(e Event) (Circuit, error) {
	var m mover
	if err := c.step(&m, e); err != nil {
		return c, err
	}
	c.state = m.state
	return c, nil
}

// Can reports whether Apply would succeed.
func (c Circuit) Can(e Event) bool {
	rule, v := c.look(e)
	if rule == nil || !rule.Needs.Hold(v) {
		return false
	}
	return rule.move(&mover{quiet: true}, &v) == nil
}

// Check returns the error that Apply would return.
func (c Circuit) Check(e Event) error {
	return c.step(&mover{}, e)
}

// step leaves the state after the event in m.
func (c *Circuit) step(m *mover, e Event) error {
	rule, v := c.look(e)
	if rule == nil {
		return c.subjectError(e)
	}
	if !rule.Needs.Hold(v) {
		return rule.refusal(v)
	}
	if err := rule.move(m, &v); err != nil {
		return rule.because(v, err)
	}
	return nil
}

// look finds the event's row and what its guards look at. The row is nil if the
// event is not one of this circuit's.
func (c *Circuit) look(e Event) (rule *coupling, v view) {
	v = view{State: c.state, verb: e.Verb, of: e.Peering, family: e.Family, at: -1, papers: c.known()}
	rule = ruleFor(e.Verb)
	if rule == nil || e.misses(rule) != "" {
		return nil, v
	}
	if e.Link != "" {
		if v.at = int16(v.linkIndex(e.Link)); v.at < 0 {
			return nil, v
		}
	}
	return rule, v
}

func (c *Circuit) subjectError(e Event) error {
	rule := ruleFor(e.Verb)
	want := e.misses(rule)
	if want == "" {
		want = subjects[rule.Of].want
	}
	return &SubjectError{Event: e, Want: want}
}

// refusal lists everything that stands in the way: the machine that has no rule
// for the event, or else every guard that does not hold, those of the machines
// included.
func (rule *coupling) refusal(v view) error {
	unmet := rule.Needs.Unmet(v)
	if rule.move(&mover{quiet: true}, &v) != nil {
		err := rule.move(&mover{}, &v)
		of, refused := err.(*machine.TransitionError)
		if refused && of.Err == machine.ErrNoRule && idle.Holds(v) == machine.Yes {
			return rule.because(v, err)
		}
		if refused {
			unmet = append(unmet, of.Unmet...)
		}
	}
	return &machine.TransitionError{Machine: "circuit", Event: v.event().String(), From: v.State.String(), Unmet: unmet, Err: machine.ErrUnmet}
}

// because dresses a machine's refusal, which nobody else has, as the circuit's.
func (rule *coupling) because(v view, err error) error {
	if of, refused := err.(*machine.TransitionError); refused {
		of.From = v.State.String() + ", " + of.Machine + " " + of.From
		of.Machine, of.Event = "circuit", v.event().String()
	}
	return err
}

// String is the pair of states that the article shows: "Provisioned/Enabled".
func (s State) String() string {
	if s.Provider <= NotApplicable && s.Status <= Gone {
		return pairs[s.Provider][s.Status]
	}
	return s.Provider.String() + "/" + s.Status.String()
}

// pairs are spelled once, because every refusal has one.
var pairs = func() (pairs [NotApplicable + 1][Gone + 1]string) {
	for p := range pairs {
		for s := range pairs[p] {
			pairs[p][s] = ProviderState(p).String() + "/" + Status(s).String()
		}
	}
	return pairs
}()
