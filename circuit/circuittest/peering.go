package circuittest

import (
	"net/http"
	"net/netip"
	"slices"
	"strings"

	"github.com/expressroute-go/expressroute/bgp"
	"github.com/expressroute-go/expressroute/circuit"
	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
	"github.com/expressroute-go/expressroute/prefixes"
)

// peeringResource is what the server has of a peering beside the states of its
// machines. It has no MD5 key: Azure never shows one.
type peeringResource struct {
	doc     peeringProperties // as written
	applied bool              // a write was applied
}

func (p *peeringResource) write(in *peeringIn) { p.doc = in.doc }

func (s *Server) listPeerings(q *request) (answer, error) {
	c, err := s.find(q)
	if err != nil {
		return answer{}, err
	}
	docs := c.peeringDocs()
	for i := range docs {
		docs[i] = docs[i].forVersion(q.version)
	}
	return ok(list[peeringDoc]{Value: docs}), nil
}

// peeringInPath returns the type of the peering in the path of the request, zero if
// there is no such type.
func (q *request) peeringInPath() peering.Type {
	for t := range peering.Types() {
		if strings.EqualFold(t.String(), q.at["peering"]) {
			return t
		}
	}
	return 0
}

func (s *Server) getPeering(q *request) (answer, error) {
	c, err := s.find(q)
	if err != nil {
		return answer{}, err
	}
	t := q.peeringInPath()
	if t == 0 || c.now().State().Peering(t).Exists() != machine.Yes {
		return answer{}, noPart(c.id + "/peerings/" + q.at["peering"])
	}
	return ok(c.peeringDoc(t).forVersion(q.version)), nil
}

func (s *Server) putPeering(q *request) (answer, error) {
	var body peeringDoc
	if err := q.decode(&body); err != nil {
		return answer{}, err
	}
	c, err := s.findIdle(q)
	if err != nil {
		return answer{}, err
	}
	in, err := readPeering(&body, q.at["peering"])
	if err != nil {
		return answer{}, err
	}
	return s.writePeering(q, c, in, byCustomer)
}

// byCustomer leaves the events as they are: the customer's.
func byCustomer(events []circuit.Event) []circuit.Event { return events }

// writePeering does the PUT of a peering; by turns the events into those of the writer.
func (s *Server) writePeering(q *request, c *circuitResource, in *peeringIn, by func([]circuit.Event) []circuit.Event) (answer, error) {
	exists := c.now().State().Peering(in.of).Exists() == machine.Yes
	if c.operation != nil {
		return answer{}, busy(q.operationURL(c.operation, "operations"))
	}
	if err := q.unchanged(c.id, c.etagIf(exists)); err != nil {
		return answer{}, err
	}
	start, err := s.wanting(c.now(), func(spec *circuit.Spec) {
		*spec.OfPeering(in.of) = peering.Want{Mode: peering.WantPresent, Config: in.config}
	})
	if err != nil {
		return answer{}, badRequest("%s", configurationMessage(c.id, err))
	}
	r, err := s.rehearse(q, c, start, by(in.events(start))...)
	if err != nil {
		return answer{}, err
	}
	c.peerings.OfPeering(in.of).write(in)
	c.follow(start)
	s.perform(c, r.steps)
	return s.peeringWritten(q, c, in.of, r.late, exists), nil
}

// peeringWritten begins the operation of a PUT, and answers the PUT.
func (s *Server) peeringWritten(q *request, c *circuitResource, t peering.Type, late *Failure, exists bool) answer {
	lasts := peered
	if t == peering.Microsoft {
		lasts = microsoft
	}
	o := s.begin(c, lasts, func(f *Failure) bool {
		s.endWrite(c, f, t)
		return true
	})
	if late != nil {
		o.failure = late
	}
	a := s.pollable(q, o, false)
	a.status, a.body = http.StatusCreated, c.peeringEcho(t).forVersion(q.version)
	if exists {
		a.status = http.StatusOK
	}
	return a
}

// etagIf returns the circuit's ETag, which is also that of its parts, or nothing.
func (c *circuitResource) etagIf(exists bool) string {
	if exists {
		return c.etag
	}
	return ""
}

// endPeering ends the operation on a peering, if there is one.
func (s *Server) endPeering(c *circuitResource, t peering.Type, f *Failure) {
	p, verb := c.peerings.OfPeering(t), circuit.OperationFinished
	op := c.now().State().Peering(t).Operation
	switch {
	case !op.InFlight():
		return
	case f != nil && op != peering.Deleting && !p.applied:
		verb = circuit.PeeringRefused
	case f != nil:
		verb = circuit.OperationFailed
	case op == peering.Deleting:
		verb = circuit.PeeringRemoved
	}
	s.perform(c, []circuit.Event{{Verb: verb, Peering: t}})
	switch verb {
	case circuit.PeeringRemoved:
		*p = peeringResource{}
	case circuit.OperationFinished:
		p.applied = true
		s.examine(c, t)
	case circuit.OperationFailed, circuit.PeeringRefused:
		c.keepWritten(t)
	}
}

// keepWritten makes the configuration of a peering what was written last, also if its
// write has failed: that is what Azure goes on to show.
func (c *circuitResource) keepWritten(t peering.Type) {
	spec, snapshot := c.now().Want(), c.now().Snapshot()
	want := spec.Peering(t)
	if want.Mode != peering.WantPresent {
		return
	}
	*snapshot.Have.OfPeering(t), snapshot.Read = want.Config, nil
	if next, err := circuit.Restore(spec, snapshot); err == nil {
		c.follow(next)
	}
}

// examine lets Microsoft check the prefixes of a Microsoft peering that were just
// written.
func (s *Server) examine(c *circuitResource, t peering.Type) {
	if t != peering.Microsoft {
		return
	}
	config := c.now().Have().Microsoft
	for _, f := range families {
		half := config.Half(f)
		if c.now().State().Microsoft.Family(f).Prefixes != prefixes.NotConfigured || len(half.Advertised) == 0 {
			continue
		}
		verdict := circuit.PrefixesValidated
		if slices.ContainsFunc(half.Advertised, func(p prefixes.Prefix) bool { return !s.registered(config, half, p.Prefix()) }) {
			verdict = circuit.PrefixesNotMatched
		}
		s.perform(c, []circuit.Event{
			{Verb: circuit.ValidationStarted, Peering: t, Family: f},
			{Verb: verdict, Peering: t, Family: f},
		})
	}
}

var families = [...]peering.Family{peering.IPv4, peering.IPv6}

func (s *Server) registered(config peering.Config, half peering.Half, p netip.Prefix) bool {
	asn := half.CustomerASN
	if asn == 0 {
		asn = config.PeerASN
	}
	return s.options.Registered != nil && s.options.Registered(asn, p)
}

func (s *Server) deletePeering(q *request) (answer, error) {
	c, err := s.findIdle(q)
	if err != nil {
		return answer{}, err
	}
	return s.removePeering(q, c, byCustomer)
}

// removePeering does the DELETE of a peering.
func (s *Server) removePeering(q *request, c *circuitResource, by func([]circuit.Event) []circuit.Event) (answer, error) {
	t := q.peeringInPath()
	if t == 0 || c.now().State().Peering(t).Exists() != machine.Yes {
		return answer{status: http.StatusNoContent}, nil
	}
	if c.operation != nil {
		return answer{}, busy(q.operationURL(c.operation, "operations"))
	}
	if err := q.unchanged(c.id, c.etag); err != nil {
		return answer{}, err
	}
	start, err := s.wanting(c.now(), func(spec *circuit.Spec) {
		*spec.OfPeering(t) = peering.Want{Mode: peering.WantAbsent}
	})
	if err != nil {
		return answer{}, badRequest("%s", err)
	}
	r, err := s.rehearse(q, c, start, by([]circuit.Event{{Verb: circuit.RemovePeering, Peering: t}})...)
	if err != nil {
		return answer{}, err
	}
	c.follow(start)
	s.perform(c, r.steps)
	o := s.begin(c, peered, func(f *Failure) bool {
		s.endWrite(c, f, t)
		return true
	})
	a := s.pollable(q, o, true)
	a.status = http.StatusAccepted
	return a, nil
}

// peeringIn is what the body of a PUT says of a peering.
type peeringIn struct {
	of     peering.Type
	doc    peeringProperties
	config peering.Config
}

// readPeering reads a peering in the body of a PUT. The name is that in the path, empty
// for a peering in the body of a circuit. A peering is named after its type.
func readPeering(body *peeringDoc, name string) (*peeringIn, error) {
	in := &peeringIn{doc: body.Properties}
	for _, word := range []string{in.doc.PeeringType, name, body.Name} {
		if word == "" {
			continue
		}
		for t := range peering.Types() {
			if strings.EqualFold(word, t.String()) && in.of == 0 {
				in.of = t
			}
		}
		if in.of == 0 || !strings.EqualFold(word, in.of.String()) {
			return nil, badRequest("%q is no type of peering, or not that of the peering's name; the types are AzurePrivatePeering, AzurePublicPeering and MicrosoftPeering.", word)
		}
	}
	if in.of == 0 {
		return nil, badRequest("A peering has no peeringType.")
	}
	in.doc.SharedKey = ""
	return in, in.read()
}

func (in *peeringIn) read() error {
	d, c := &in.doc, &in.config
	c.VLAN, c.PeerASN = d.VLAN, bgp.ASN(d.PeerASN)
	c.Legacy = d.Microsoft != nil && d.Microsoft.LegacyMode != nil && *d.Microsoft.LegacyMode != 0 && in.of == peering.Microsoft
	if err := readHalf(&c.IPv4, d.Primary, d.Secondary, d.RouteFilter, d.Microsoft, in.of); err != nil {
		return err
	}
	if d.IPv6 == nil {
		return nil
	}
	return readHalf(&c.IPv6, d.IPv6.Primary, d.IPv6.Secondary, d.IPv6.RouteFilter, d.IPv6.Microsoft, in.of)
}

func readHalf(half *peering.Half, primary, secondary string, filter *reference, m *microsoftDoc, of peering.Type) error {
	var err error
	if half.Primary, err = readSubnet(primary); err != nil {
		return err
	}
	if half.Secondary, err = readSubnet(secondary); err != nil {
		return err
	}
	if filter != nil {
		half.RouteFilter = filter.ID
	}
	if m == nil || of != peering.Microsoft {
		return nil
	}
	half.CustomerASN, half.Registry = bgp.ASN(m.CustomerASN), m.Registry
	for _, text := range m.Prefixes {
		p, err := prefixes.ParsePrefix(text)
		if err != nil {
			return badPrefix(text)
		}
		half.Advertised = append(half.Advertised, p)
	}
	return nil
}

func readSubnet(text string) (netip.Prefix, error) {
	if text == "" {
		return netip.Prefix{}, nil
	}
	p, err := netip.ParsePrefix(text)
	if err != nil {
		return p, badPrefix(text)
	}
	return p, nil
}

func badPrefix(text string) error {
	return &armError{http.StatusBadRequest, "InvalidAddressPrefixFormat", "Address prefix " + text + " is not formatted correctly. It should follow CIDR notation, for example 10.0.0.0/24."}
}

// events returns what the write does. start is the circuit before it, with the spec
// that wants the peering as it is written.
func (in *peeringIn) events(start circuit.Circuit) []circuit.Event {
	state := start.State().Peering(in.of)
	diff := in.config.Diff(start.Have().Peering(in.of))
	onlyFilter := len(diff) > 0 && !slices.ContainsFunc(diff, func(path string) bool { return !strings.HasSuffix(path, ".routeFilter") })
	var events []circuit.Event
	switches := in.switches(state)
	if state.Exists() != machine.Yes || !onlyFilter && (len(diff) > 0 || len(switches) == 0) {
		events = append(events, circuit.Event{Verb: circuit.ConfigurePeering, Peering: in.of})
	}
	return append(append(events, in.filterEvents(state, onlyFilter)...), switches...)
}

// filterEvents attach or detach the route filter. Configuring a peering attaches it,
// too.
func (in *peeringIn) filterEvents(state peering.State, only bool) []circuit.Event {
	filter := in.config.IPv4.RouteFilter + in.config.IPv6.RouteFilter
	switch {
	case in.of != peering.Microsoft:
	case filter == "" && state.RouteFilter == machine.Yes:
		return []circuit.Event{{Verb: circuit.DetachRouteFilter, Peering: in.of}}
	case filter != "" && only:
		return []circuit.Event{{Verb: circuit.AttachRouteFilter, Peering: in.of}}
	}
	return nil
}

// switches returns the events that switch the families of the peering on or off. A
// state that the body lacks stays as it is; a new family is Enabled.
func (in *peeringIn) switches(state peering.State) []circuit.Event {
	asked := [...]string{in.doc.State, ""}
	if in.doc.IPv6 != nil {
		asked[1] = in.doc.IPv6.State
	}
	var events []circuit.Event
	for i, f := range families {
		now := state.Family(f).Admin
		if in.config.Half(f).IsZero() {
			continue
		}
		switch {
		case strings.EqualFold(asked[i], "Disabled") && now != peering.Disabled:
			events = append(events, circuit.Event{Verb: circuit.DisablePeering, Peering: in.of, Family: f})
		case strings.EqualFold(asked[i], "Enabled") && now == peering.Disabled:
			events = append(events, circuit.Event{Verb: circuit.EnablePeering, Peering: in.of, Family: f})
		}
	}
	return events
}
