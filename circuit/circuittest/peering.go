package circuittest

import (
	"net/http"
	"net/netip"
	"slices"
	"strings"

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
