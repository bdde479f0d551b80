package circuit

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
)

// ErrOtherCircuit reports an observation of another circuit.
var ErrOtherCircuit = errors.New("circuit: the observation is of another circuit")

// absences is how many reads in a row must find no circuit before it is taken
// for gone: one 404 is not.
//
// Source: github.com/Azure/azure-rest-api-specs issue 10148, and the three
// consecutive reads of github.com/hashicorp/terraform-provider-azurerm
const absences = 3

// explainLimit bounds the states that an explanation expands.
const explainLimit = 2000

// Explanation says how a circuit came from where it was known to be to where it
// was observed.
type Explanation struct {
	Adopted []string  `json:"adopted,omitempty"` // subjects that were observed for the first time: "circuit", "MicrosoftPeering"
	Events  []Event   `json:"events,omitempty"`  // the shortest account of what moved
	Changed []Drift   `json:"changed,omitempty"` // what is configured otherwise than it was, by one of the events
	Drift   []Drift   `json:"drift,omitempty"`   // what no account was found for, and what is configured otherwise by no event that shows
	Ignored []string  `json:"ignored,omitempty"` // what was not taken, and why
	Strange []Strange `json:"strange,omitempty"` // values that are not known
	Quirks  []Quirk   `json:"quirks,omitempty"`  // what is odd in the document
}

// Observed returns a circuit as it was observed first, with nothing wanted.
func Observed(o Observation) (Circuit, error) {
	c, _, err := Circuit{}.Observe(o)
	return c, err
}

// Adopt returns the circuit that is wanted, as it was observed first: a planned
// one if Azure has none, the living one otherwise. The error is as that of [New].
func Adopt(spec Spec, o Observation) (Circuit, Explanation, error) {
	if o.NotFound {
		c, err := New(spec)
		if err == nil {
			c.papers.Have.ID, c.papers.Seen.Circuit = o.Have.ID, o.At
		}
		return c, Explanation{}, err
	}
	c, err := Circuit{}.Wanting(spec)
	if err != nil {
		return Circuit{}, Explanation{}, err
	}
	return c.Observe(o)
}

// Observe takes what a document says. The first observation of a subject is
// adopted; a later one is explained by events or listed as drift. The answer to
// a write is not a read, an older read never undoes a newer one, and one answer
// that there is no circuit does not make it gone. The circuit is then as
// observed, whatever could be explained.
//
// The error is [ErrOtherCircuit] for another circuit's document, and then
// nothing is taken.
func (c Circuit) Observe(o Observation) (Circuit, Explanation, error) {
	p := c.known()
	if p.Have.ID != "" && o.Have.ID != "" && !sameResource(p.Have.ID, o.Have.ID) {
		return c, Explanation{}, fmt.Errorf("%w: %s, not %s", ErrOtherCircuit, quoted(o.Have.ID), quoted(p.Have.ID))
	}
	o = o.readable()
	x := Explanation{Strange: slices.Clone(o.Have.Strange), Quirks: slices.Clone(o.Quirks)}
	switch {
	case o.Echo:
		x.Ignored = append(x.Ignored, "the answer to a write: it shows what is about to be, not what is")
		return c, x, nil
	case o.NotFound:
		return c.observeAbsence(o, x)
	}
	o = c.withoutStale(o, &x)
	want := p.Want
	if o.Direct == machine.Yes {
		o.Provider = NotApplicable // an old API shows Provisioned, a newer one nothing
		if c.papers == nil {
			want.Kind = Direct
		}
	}
	next := c.onPapers(newPapers(want, c.merged(o), p.Seen.at(o)))
	if next.papers.wantSum = p.wantSum; want.Kind != p.Want.Kind {
		next.papers.digest()
	}
	if n := next.papers.dropped; n > 0 {
		x.Ignored = append(x.Ignored, count(n, "link")+" more than a circuit can be modelled with")
	}
	next.state.forget(o.Have.Strange)
	next.state = next.adopt(o, c.state, &x)
	configured := c.configDrift(next, o)
	for t := range peering.Types() {
		next.explain(&x, t.String(), peeringEvents(o, t), o, c.Have())
	}
	next.explain(&x, "circuit", circuitEvents, o, c.Have())
	x.sort(configured)
	next.unlinkUnlisted(p.Have.Links, o, &x)
	next.takeRest(o)
	return next, x, nil
}

// observeAbsence: expected once the circuit is being deleted; otherwise only
// after several in a row.
func (c Circuit) observeAbsence(o Observation, x Explanation) (Circuit, Explanation, error) {
	p := *c.known()
	if !o.At.IsZero() && o.At.Before(p.Seen.Circuit) {
		x.Ignored = append(x.Ignored, "an answer of "+o.At.UTC().Format(time.RFC3339)+" that there is no such circuit, from before it was seen")
		return c, x, nil
	}
	p.Seen.Absences++
	c.papers = &p
	switch {
	case c.state.Status == Gone || c.state.Status == NotCreated || c.state.Status == 0:
	case c.Can(Event{Verb: CircuitDeleted}):
		x.Events = event(CircuitDeleted)
		c, _ = c.Apply(x.Events[0])
	case p.Seen.Absences < absences:
		x.Ignored = append(x.Ignored, fmt.Sprintf("answer %d of %d in a row that there is no such circuit", p.Seen.Absences, absences))
		return c, x, nil
	default:
		c = c.gone(&x)
	}
	p.Seen.Circuit = later(p.Seen.Circuit, o.At)
	return c, x, nil
}

// gone explains that the circuit is no more, if it could be deleted from where
// it was known to be.
func (c Circuit) gone(x *Explanation) Circuit {
	s := search{
		circuit: c.unmanaged(c.Have()), rigor: explaining, limit: explainLimit,
		events: event(OperationFinished, DeprovisioningFinished, DeleteCircuit, CircuitDeleted),
		goal:   func(s State) bool { return s.Status == Gone },
	}
	way, state, found := s.run()
	if !found {
		x.Drift = append(x.Drift, Drift{Path: "status", Was: c.state.Status.String(), Is: Gone.String()})
		state = c.state
		state.clear()
		state.Status, state.Operation = Gone, peering.NoResource
	}
	x.Events = append(x.Events, way...)
	c.state = state
	return c
}

// withoutStale drops the subjects that were observed later than this.
func (c Circuit) withoutStale(o Observation, x *Explanation) Observation {
	seen := c.Seen()
	stale := func(subject string, last time.Time) bool {
		if o.At.IsZero() || !o.At.Before(last) {
			return false
		}
		x.Ignored = append(x.Ignored, subject+": read at "+o.At.UTC().Format(time.RFC3339)+", before what is known")
		return true
	}
	for t := range peering.Types() {
		if *o.OfPeering(t) != (peering.State{}) && stale(t.String(), *seen.peering(t)) {
			*o.OfPeering(t), *o.Have.OfPeering(t) = peering.State{}, peering.Config{}
			o.Have.Strange = slices.DeleteFunc(slices.Clone(o.Have.Strange), func(s Strange) bool {
				return strings.HasPrefix(s.Field, t.String()+".")
			})
		}
	}
	if o.tellsCircuit() && stale("circuit", seen.Circuit) {
		o.Provider, o.Status, o.Operation = 0, 0, 0
		have := o.Have
		o.Have = Config{ID: have.ID, Private: have.Private, Public: have.Public, Microsoft: have.Microsoft}
		o.Have.Strange = slices.DeleteFunc(slices.Clone(have.Strange), func(s Strange) bool { return !strings.Contains(s.Field, ".") })
		o.Linked, o.Authorized = nil, nil
	}
	return o
}

// tellsCircuit reports whether the observation says anything of the circuit
// itself.
func (o *Observation) tellsCircuit() bool {
	return o.Provider != 0 || o.Status != 0 || o.Operation != 0 ||
		o.Have.Order != (Order{}) || o.Have.ETag != "" || len(o.Have.Links) > 0 || o.Authorized != nil
}

// merged lays what was observed over what was known.
func (c Circuit) merged(o Observation) Config {
	have := c.Have()
	overlay(&have.ID, o.Have.ID)
	overlay(&have.Name, o.Have.Name)
	overlay(&have.Location, o.Have.Location)
	overlay(&have.ETag, o.Have.ETag)
	overlay(&have.ServiceKey, o.Have.ServiceKey)
	overlay(&have.Order.Provider, o.Have.Order.Provider)
	overlay(&have.Order.PeeringLocation, o.Have.Order.PeeringLocation)
	overlay(&have.Order.Bandwidth, o.Have.Order.Bandwidth)
	overlay(&have.Order.Tier, o.Have.Order.Tier)
	overlay(&have.Order.Billing, o.Have.Order.Billing)
	for t := range peering.Types() {
		switch o.OfPeering(t).Exists() {
		case machine.Yes:
			mergePeering(have.OfPeering(t), o.Have.Peering(t))
		case machine.No:
			*have.OfPeering(t) = peering.Config{}
		}
	}
	if o.Status != 0 || o.Provider != 0 || len(o.Have.Strange) > 0 {
		have.Strange = o.Have.Strange
	}
	if o.Authorized != nil {
		have.Links = nil // the document lists them all
	}
	for _, l := range o.Have.Links {
		known := func(other Link) bool { return sameResource(other.Network, l.Network) }
		if !slices.ContainsFunc(have.Links, known) {
			have.Links = append(have.Links, l)
		}
	}
	return have
}

// mergePeering takes a configuration as it was read. A document that shows none
// says nothing of it, and no document shows a key.
func mergePeering(known *peering.Config, seen peering.Config) {
	if len(seen.Diff(peering.Config{})) == 0 {
		return
	}
	overlay(&seen.SharedKey, known.SharedKey)
	overlay(&seen.Since, known.Since)
	overlay(&seen.ManagedBy, known.ManagedBy)
	*known = seen
}

func overlay[T comparable](known *T, observed T) {
	var zero T
	if observed != zero {
		*known = observed
	}
}

// forget makes the dimensions unknown in which a value was seen that is not
// known here: it satisfies no guard.
func (s *State) forget(strange []Strange) {
	for _, value := range strange {
		switch value.Field {
		case "provider":
			s.Provider = 0
		case "status":
			s.Status = 0
		case "operation":
			s.Operation = 0
		}
		for t := range peering.Types() {
			forgetPeering(s.peering(t), t.String(), value.Field)
		}
	}
}

func forgetPeering(p *peering.State, name, field string) {
	switch field {
	case name + ".operation":
		p.Operation = 0
	case name + ".ipv4.admin":
		p.IPv4.Admin = 0
	case name + ".ipv6.admin":
		p.IPv6.Admin = 0
	case name + ".ipv4.prefixes":
		p.IPv4.Prefixes = 0
	case name + ".ipv6.prefixes":
		p.IPv6.Prefixes = 0
	}
}

// adopt sets every dimension that was not known, and keeps the others.
func (c Circuit) adopt(o Observation, was State, x *Explanation) State {
	s := c.state
	if was.Provider == 0 && was.Status == 0 && was.Operation == 0 && (o.Provider != 0 || o.Status != 0 || o.Operation != 0) {
		x.Adopted = append(x.Adopted, "circuit")
	}
	s.Provider, s.Status, s.Operation = either(s.Provider, o.Provider), either(s.Status, o.Status), either(s.Operation, o.Operation)
	for t := range peering.Types() {
		seen, known := o.OfPeering(t), s.peering(t)
		if *seen != (peering.State{}) && *was.peering(t) == (peering.State{}) {
			x.Adopted = append(x.Adopted, t.String())
		}
		known.Operation = either(known.Operation, seen.Operation)
		known.IPv4, known.IPv6 = adoptFamily(known.IPv4, seen.IPv4), adoptFamily(known.IPv6, seen.IPv6)
		known.RouteFilter = either(known.RouteFilter, seen.RouteFilter)
	}
	return s
}

func adoptFamily(known, seen peering.FamilyState) peering.FamilyState {
	known.Admin, known.Prefixes = either(known.Admin, seen.Admin), either(known.Prefixes, seen.Prefixes)
	return known
}

func either[T ~uint8](known, seen T) T {
	if known == 0 {
		return seen
	}
	return known
}

// unlinkUnlisted: what a complete list of the authorizations does not name any
// more is gone, and the link that was made with it. A link that only the spec
// names goes by another name there: it is gone if nothing is listed at all.
func (c *Circuit) unlinkUnlisted(shown []Link, o Observation, x *Explanation) {
	if o.Authorized == nil {
		return
	}
	for i, l := range c.links {
		names := func(other Link) bool { return sameResource(other.Network, l.Network) }
		known := slices.ContainsFunc(shown, names) || len(o.Have.Links) == 0 && c.state.authorized.has(i)
		if !known || slices.ContainsFunc(o.Have.Links, names) || !c.state.linked.has(i) && !c.state.authorized.has(i) {
			continue
		}
		x.Drift = append(x.Drift, Drift{Path: "links." + l.Network, Was: "linked or authorized", Is: "not listed any more"})
		c.state.linked, c.state.authorized = c.state.linked.without(i), c.state.authorized.without(i)
	}
}

// takeRest sets what no event moves: who wrote last, and the links that are
// listed. Then BGP follows, and what is as wanted is compared.
func (c *Circuit) takeRest(o Observation) {
	s := &c.state
	for t := range peering.Types() {
		known, seen := s.peering(t), o.OfPeering(t)
		known.ModifiedBy = either(seen.ModifiedBy, known.ModifiedBy)
		known.RouteFilter = either(seen.RouteFilter, known.RouteFilter)
	}
	for _, id := range o.Linked {
		if i := c.linkIndex(id); i >= 0 {
			s.linked = s.linked.with(i)
		}
	}
	for _, id := range o.Authorized {
		if i := c.linkIndex(id); i >= 0 {
			s.authorized = s.authorized.with(i)
		}
	}
	if s.Provider == Provisioned || s.Provider == Deprovisioning {
		s.Acts |= ProvisionedBefore
	}
	s.settle()
	s.compare(c.papers)
}

// at returns when each subject was last seen, after an observation.
func (s Seen) at(o Observation) Seen {
	if o.tellsCircuit() {
		s.Absences = 0
		s.Circuit = later(s.Circuit, o.At)
	}
	for t := range peering.Types() {
		if *o.OfPeering(t) != (peering.State{}) {
			*s.peering(t) = later(*s.peering(t), o.At)
		}
	}
	s.Sessions = maps.Clone(s.Sessions)
	for session, paths := range o.Sessions {
		if s.Sessions == nil {
			s.Sessions = map[Session]SessionSeen{}
		}
		if known, ok := s.Sessions[session]; !ok || !o.At.Before(known.At) {
			s.Sessions[session] = SessionSeen{Paths: paths, At: o.At}
		}
	}
	return s
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
