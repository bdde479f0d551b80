package circuit

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/expressroute-go/expressroute/peering"
)

// ErrOtherCircuit reports an observation of another circuit.
var ErrOtherCircuit = errors.New("circuit: the observation is of another circuit")

// Observe returns the circuit as a document shows it, and an explanation of what
// changed. It adopts the first observation of the circuit or a peering. It
// explains each later one by the events that lead from the known state to the
// observed one; what no events explain, it lists as drift, and takes over too.
//
// Observe ignores the answer to a write, and what was read before the latest
// known read. One answer that there is no such circuit is not enough to take the
// circuit for deleted.
//
// The service key identifies a circuit. A circuit with another key under the same
// resource ID has replaced the known one. The same key under another ID is the
// same circuit, moved. The error is [ErrOtherCircuit] if the document is about
// another circuit; the circuit is then returned unchanged.
func (c Circuit) Observe(o Observation) (Circuit, Explanation, error) {
	p := c.known()
	if o.Have.Birth == "" && !o.Have.ServiceKey.IsZero() && o.Have.ServiceKey == p.Have.ServiceKey {
		o.Have.Birth = p.Have.Birth
	}
	o = o.readable()
	x := Explanation{Strange: slices.Clone(o.Have.Strange), Quirks: slices.Clone(o.Quirks)}
	if err := c.identify(&o, &x); err != nil {
		return c, Explanation{}, err
	}
	switch {
	case o.Echo:
		x.Ignored = append(x.Ignored, "the answer to a write: it shows what Azure is about to do, not the present state")
		return c, x, nil
	case o.NotFound || o.Unlisted:
		return c.observeAbsence(&o, x)
	}
	if c.otherBirth(&o) && !o.At.IsZero() && o.At.Before(p.Seen.Circuit) {
		x.Ignored = append(x.Ignored, "a circuit that another one has replaced: read at "+o.At.UTC().Format(time.RFC3339)+", before the latest known read")
		return c, x, nil
	}
	c.withoutStale(&o, &x)
	looked := c.nowhere() || c.state.Status == Gone && p.Have.Birth == ""
	appeared := o.showsCircuit() && (looked || c.state.Status == NotCreated || c.state.Status == Gone)
	switch {
	case looked && appeared:
		c = c.toBeCreated(&o) // earlier reads did not find it
	case c.succeeded(&o):
		c = c.replaced(&o, &x)
	case c.state.Status == Gone && appeared:
		c.state.onlyShown(&State{}, &p.Seen) // it was taken for deleted, but still exists
	case c.showsNothingNew(&o):
		return c.seenAgain(&o), x, nil
	}
	next := c.adopt(&o, &x)
	next.account(&x, &c, &o)
	if appeared {
		next.state.onlyShown(&o.State, &p.Seen)
	}
	next = next.dated(&c, o.At)
	next.papers.Have = c.known().Have.overlay(&o).clone() // only what was read, not what events wrote
	next.papers.look()
	next.forgetUnlinked()
	return next, x, nil
}

// identify checks that the document is about this circuit, by resource ID and
// service key. It sets x.Moved if the circuit has another ID now. The error wraps
// [ErrOtherCircuit].
func (c *Circuit) identify(o *Observation, x *Explanation) error {
	have := &c.known().Have
	sameID := have.ID == "" || o.Have.ID == "" || sameResource(have.ID, o.Have.ID)
	switch {
	case !sameID && have.Birth != "" && have.Birth == o.Have.Birth && !o.NotFound && !o.Unlisted:
		if o.At.IsZero() || !o.At.Before(c.known().Seen.Circuit) {
			x.Moved = have.ID
		}
	case !sameID, c.otherBirth(o) && (o.Have.ID == "" || have.ID == ""):
		return fmt.Errorf("%w: %s, not %s", ErrOtherCircuit, quoted(o.Have.ID), quoted(have.ID))
	}
	return nil
}

// otherBirth reports whether the document is about a circuit with another service
// key.
func (c *Circuit) otherBirth(o *Observation) bool {
	have := &c.known().Have
	return have.Birth != "" && o.Have.Birth != "" && have.Birth != o.Have.Birth
}

// succeeded reports whether the document is about a new circuit in the place of
// the known one: it has another service key, or it exists although the known
// circuit is gone.
func (c *Circuit) succeeded(o *Observation) bool {
	same := c.known().Have.Birth != "" && c.known().Have.Birth == o.Have.Birth
	return c.otherBirth(o) || c.state.Status == Gone && o.showsTrace() && !same
}

// replaced returns a new circuit, of which nothing is known yet, in place of the
// old one. It tells the events by which the old circuit was deleted and the new
// one created.
func (c Circuit) replaced(o *Observation, x *Explanation) Circuit {
	x.Replaced = true
	if c.state.Status != 0 && c.state.Status != Gone && c.state.Status != NotCreated {
		c = c.gone(x)
	}
	p := newPapers(c.known().Want, Config{ID: c.known().Have.ID}, Seen{}, nil)
	p.wantSum = c.known().wantSum
	next := Circuit{papers: p}
	created := next
	created.state.impose(&o.State, 0)
	created.state.compare(p)
	created.state.settle(0)
	x.tell(Event{Verb: CreateCircuit}, created)
	return next
}

// withoutStale drops from the observation each part of which a later read is
// known: the circuit itself, each peering, each pair of BGP sessions.
func (c *Circuit) withoutStale(o *Observation, x *Explanation) {
	seen := &c.known().Seen
	stale := func(subject string, last time.Time) bool {
		if o.At.IsZero() || !o.At.Before(last) {
			return false
		}
		x.Ignored = append(x.Ignored, subject+": read at "+o.At.UTC().Format(time.RFC3339)+", before the latest known read")
		return true
	}
	strangeOf := func(of peering.Type) func(Strange) bool {
		return func(s Strange) bool {
			d := dimensionNamed(s.Field)
			return d != nil && d.of == of || d == nil && of != 0 && strings.HasPrefix(s.Field, of.String()+".") || d == nil && of == 0 && !strings.Contains(s.Field, ".")
		}
	}
	gone := time.Time{}
	if c.state.Status == Gone {
		gone = seen.Circuit
	}
	for t, last := range seen.Peerings() {
		if o.State.known(t) && stale(t.String(), later(*last, gone)) {
			o.State.without(t)
			*o.Have.OfPeering(t) = peering.Config{}
			o.Have.Strange = slices.DeleteFunc(slices.Clone(o.Have.Strange), strangeOf(t))
			if t == peeringMicrosoft {
				o.Have.Prefixes = nil
			}
		}
	}
	if !o.tellsCircuit() && o.tellsLinks() && stale("links", seen.Links) {
		o.Links, o.State.Whole = nil, 0
	}
	if last := seen.portReadBefore(o, &c.known().Have); o.Have.Port.linksSeen() && stale("port", last) {
		o.Have.Port = Port{}
	}
	if o.tellsCircuit() && stale("circuit", seen.Circuit) {
		o.State.without(0)
		have := o.Have
		o.Have = Config{Birth: have.Birth, Configs: have.Configs, Prefixes: have.Prefixes, Sessions: have.Sessions}
		if have.Port.linksSeen() {
			o.Have.Port = have.Port
		}
		o.Have.Strange = slices.DeleteFunc(slices.Clone(have.Strange), strangeOf(0))
		o.Links = nil
	}
	for session := range o.Have.Sessions {
		if !o.At.IsZero() && o.At.Before(seen.Sessions[session]) {
			o.Have.Sessions = withoutSession(o.Have.Sessions, session)
		}
	}
}

// adopt returns the circuit with the state that was observed for the first time,
// the newest configuration and the observed links. Known states do not change.
func (c Circuit) adopt(o *Observation, x *Explanation) Circuit {
	p := c.known()
	want := p.Want
	if o.State.Provider == NotApplicable && p.wantSum == noPapers.wantSum { // the spec is empty, so its Kind is not a choice
		want.Kind = Direct
	}
	next := c.onPapers(newPapers(want, c.Have().overlay(o), p.Seen.at(o), c.linksWith(o)))
	if next.papers.wantSum = p.wantSum; want.Kind != p.Want.Kind {
		next.papers.digest()
	}
	if n := next.papers.dropped; n > 0 {
		x.Ignored = append(x.Ignored, count(n, "link")+" beyond the most that can be modelled, "+strconv.Itoa(MaxLinks))
	}
	if !c.state.known(0) && o.State.known(0) {
		x.Adopted = append(x.Adopted, "circuit")
	}
	for t := range peering.Types() {
		if !c.state.known(t) && o.State.known(t) {
			x.Adopted = append(x.Adopted, t.String())
		}
	}
	next.state.forget(o.Have.Strange)
	next.state.adopt(&o.State)
	next.state.Acts |= o.State.Acts
	if next.papers.dropped == 0 {
		next.state.Whole |= o.State.Whole
	}
	return next
}

// Observed returns a circuit from its first observation, with an empty spec. See
// [Circuit.WithSpec]. The error is that of [Circuit.Observe].
func Observed(o Observation) (Circuit, error) {
	c, _, err := Circuit{}.Observe(o)
	return c, err
}
