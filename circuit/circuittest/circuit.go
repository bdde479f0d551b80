package circuittest

import (
	"maps"
	"net/http"
	"time"

	"github.com/expressroute-go/expressroute/circuit"
	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
)

// How long operations take: the medians of recordings.
//
// Source: recorded: github.com/Azure/azure-cli and others, 2015-2025
const (
	creating  = 41 * time.Second
	updating  = 30 * time.Second
	deleting  = 30 * time.Second
	peered    = 11 * time.Second // a private peering, or an authorization
	microsoft = 40 * time.Second
)

func (s *Server) listCircuits(q *request) (answer, error) {
	prefix := "/subscriptions/" + q.at["subscription"] + "/"
	if q.at["group"] != "" {
		prefix = q.groupID() + "/"
		if s.groups[canonical(q.groupID())] == nil {
			return answer{}, noGroup(q.at["group"])
		}
	}
	circuits := list[circuitDoc]{Value: []circuitDoc{}}
	for _, c := range s.circuitsIn(prefix) {
		circuits.Value = append(circuits.Value, c.document(q.version))
	}
	return ok(circuits), nil
}

func (s *Server) getCircuit(q *request) (answer, error) {
	c, err := s.find(q)
	if err != nil {
		return answer{}, err
	}
	return ok(c.document(q.version)), nil
}

func (s *Server) putCircuit(q *request) (answer, error) {
	var body circuitDoc
	if err := q.decode(&body); err != nil {
		return answer{}, err
	}
	c := s.circuits[canonical(q.circuitID())]
	if c == nil {
		return s.createCircuit(q, &body)
	}
	switch {
	case c.operation != nil:
		return answer{}, busy(q.operationURL(c.operation, "operations"))
	case body.Location == "":
		return answer{}, noLocation()
	case normalLocation(body.Location) != c.location:
		return answer{}, otherLocation(c.name, c.location, body.Location)
	}
	if err := q.unchanged(c.id, c.etag); err != nil {
		return answer{}, err
	}
	return s.writeCircuit(q, c, &body, false)
}

func (s *Server) createCircuit(q *request, body *circuitDoc) (answer, error) {
	if body.Location == "" {
		return answer{}, noLocation()
	}
	if err := q.unchanged(q.circuitID(), ""); err != nil {
		return answer{}, err
	}
	g, err := s.groupFor(q, body.Location)
	if err != nil {
		return answer{}, err
	}
	c := &circuitResource{
		id:   g.ID + network + "/expressRouteCircuits/" + q.at["circuit"],
		name: q.at["circuit"], group: g.Name, location: normalLocation(body.Location),
		guid: s.guid(), key: s.guid(), stag: 1 + s.random.IntN(4094),
	}
	return s.writeCircuit(q, c, body, true)
}

// planned returns the circuit before it is created.
func (s *Server) planned(c *circuitResource, change func(*circuit.Spec)) (circuit.Circuit, error) {
	spec := circuit.Spec{Edition: s.options.Edition}
	change(&spec)
	if !s.options.Strict {
		spec.Waive = notEnforced(spec.Validate())
	}
	fresh, err := circuit.New(spec)
	if err != nil {
		return fresh, err
	}
	snapshot := fresh.Snapshot()
	snapshot.Have = circuit.Config{ID: c.id, Name: c.name, Location: c.location, ServiceKey: machine.NewSecret(c.key)}
	return circuit.Restore(spec, snapshot)
}

// writeCircuit does the PUT of a circuit. What the body lacks, the circuit loses: its
// peerings and authorizations, too. Only the order and the SKU stay.
//
// Sources: https://github.com/hashicorp/terraform-provider-azurerm/issues/2250; recorded:
// github.com/Azure/azure-powershell, TestExpressRouteCircuitStageCRUD, 2016-12-05
func (s *Server) writeCircuit(q *request, c *circuitResource, body *circuitDoc, create bool) (answer, error) {
	in, err := s.readCircuit(c, body)
	if err != nil {
		return answer{}, err
	}
	if err := s.offered(c.id, in.order); err != nil {
		return answer{}, err
	}
	start, err := s.startOf(c, in, create)
	if err != nil {
		return answer{}, badRequest("%s", configurationMessage(c.id, err))
	}
	r, err := s.rehearse(q, c, start, s.circuitEvents(c, start, in, create)...)
	if err != nil {
		return answer{}, err
	}
	if create {
		s.circuits[canonical(c.id)] = c
	}
	c.tags, c.doc, c.sku = body.Tags, in.doc, in.sku
	for t, p := range c.peerings.Peerings() {
		if in.peerings[t] != nil {
			p.write(in.peerings[t])
		}
	}
	s.keepAuthorizations(c, in.authorizations)
	c.follow(start)
	s.perform(c, r.steps)
	return s.circuitWritten(q, c, body, r.late, create), nil
}

// circuitWritten begins the operation of a PUT, and answers the PUT.
func (s *Server) circuitWritten(q *request, c *circuitResource, body *circuitDoc, late *Failure, create bool) answer {
	lasts, status := updating, http.StatusOK
	if create {
		lasts, status = creating, http.StatusCreated
	}
	o := s.begin(c, lasts, func(f *Failure) bool {
		s.endWrite(c, f, 0)
		return true
	})
	if late != nil {
		o.failure = late
	}
	a := s.pollable(q, o, false)
	a.header["Azure-AsyncNotification"] = "Enabled"
	a.status, a.body = status, c.echo(q.version, body)
	return a
}

// endWrite ends the operation on the circuit, and on the peerings that are being
// written. Only is the peering that the operation is on, zero for the circuit.
func (s *Server) endWrite(c *circuitResource, f *Failure, only peering.Type) {
	for t := range peering.Types() {
		if only == t || only == 0 && (f == nil || !f.Disables) {
			s.endPeering(c, t, f)
		}
	}
	switch {
	case only == 0:
		s.endCircuit(c, f)
	case f != nil && f.Spreads:
		s.perform(c, []circuit.Event{{Verb: circuit.FailureSpread}})
	}
}

func (s *Server) endCircuit(c *circuitResource, f *Failure) {
	for _, a := range c.authorizations {
		a.end(f)
	}
	verb := circuit.OperationFinished
	switch {
	case f == nil:
		c.ready = true
	case f.Disables && c.now().State().Status == circuit.Enabled:
		verb = circuit.CircuitDisabled
	default:
		verb = circuit.OperationFailed
	}
	s.perform(c, []circuit.Event{{Verb: verb}})
}

func (s *Server) patchCircuit(q *request) (answer, error) {
	c, err := s.find(q)
	if err != nil {
		return answer{}, err
	}
	var body struct {
		Tags map[string]string `json:"tags"`
	}
	if err := q.decode(&body); err != nil {
		return answer{}, err
	}
	if err := q.unchanged(c.id, c.etag); err != nil {
		return answer{}, err
	}
	c.tags, c.etag = maps.Clone(body.Tags), s.etag()
	return ok(c.document(q.version)), nil
}

func (s *Server) deleteCircuit(q *request) (answer, error) {
	c := s.circuits[canonical(q.circuitID())]
	if c == nil {
		return answer{status: http.StatusNoContent}, nil
	}
	if c.operation != nil {
		return answer{}, busy(q.operationURL(c.operation, "operations"))
	}
	if err := q.unchanged(c.id, c.etag); err != nil {
		return answer{}, err
	}
	r, err := s.rehearse(q, c, c.now(), circuit.Event{Verb: circuit.DeleteCircuit})
	if err != nil {
		return answer{}, err
	}
	s.perform(c, r.steps)
	o := s.begin(c, deleting, func(f *Failure) bool { return s.endDelete(c, f) })
	a := s.pollable(q, o, true)
	a.header["Azure-AsyncNotification"] = "Enabled"
	a.status = http.StatusAccepted
	return a, nil
}

// endDelete deletes the circuit, unless the provider has to deprovision it first.
func (s *Server) endDelete(c *circuitResource, f *Failure) bool {
	if f != nil {
		return s.perform(c, []circuit.Event{{Verb: circuit.OperationFailed}})
	}
	gone := circuit.Event{Verb: circuit.CircuitDeleted}
	if !c.now().Can(gone) || !s.perform(c, []circuit.Event{gone}) {
		return false
	}
	s.forget(c)
	return true
}
