package circuittest

import (
	"net/http"
	"slices"
	"strings"

	"github.com/expressroute-go/expressroute/circuit"
	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
)

// authorization is an authorization of a circuit. The circuit's machines know that it
// exists; the state of its resource is its own.
type authorization struct {
	name, key  string
	op         peering.Operation
	connection string // resource ID of the connection that was made with it, empty if there is none
}

func (a *authorization) id(c *circuitResource) string { return authorizationID(c.id, a.name) }

func authorizationID(circuit, name string) string { return circuit + "/authorizations/" + name }

// end ends the write of the authorization, if there is one in flight.
func (a *authorization) end(f *Failure) {
	event := peering.Finish
	if f != nil {
		event = peering.Fail
	}
	if a.op.InFlight() {
		a.op = next(a.op, event)
	}
}

// addAuthorization makes the spec know the authorization as a link of a network in
// another subscription: nobody knows the network before it is linked.
func addAuthorization(spec *circuit.Spec, circuitID, name string) {
	id := authorizationID(circuitID, name)
	if !slices.ContainsFunc(spec.Links, func(l circuit.Link) bool { return strings.EqualFold(l.Network, id) }) {
		spec.Links = append(spec.Links, circuit.Link{Network: id, OtherSubscription: true})
	}
}

// authorization returns the authorization of that name, nil if there is none.
func (c *circuitResource) authorization(name string) *authorization {
	for _, a := range c.authorizations {
		if strings.EqualFold(a.name, name) {
			return a
		}
	}
	return nil
}

// keepAuthorizations makes the authorizations those of the names. Those that stay keep
// their keys.
func (s *Server) keepAuthorizations(c *circuitResource, names []string) {
	kept := make([]*authorization, 0, len(names))
	for _, name := range names {
		a := c.authorization(name)
		if a == nil {
			a = &authorization{name: name, key: s.guid(), op: peering.NoResource}
		}
		if !slices.Contains(kept, a) {
			kept = append(kept, a)
		}
		a.op = next(a.op, peering.Write)
	}
	c.authorizations = kept
}

func (s *Server) listAuthorizations(q *request) (answer, error) {
	c, err := s.find(q)
	if err != nil {
		return answer{}, err
	}
	docs := c.authorizationDocs()
	for i := range docs {
		docs[i] = docs[i].forVersion(q.version)
	}
	return ok(list[authorizationDoc]{Value: docs}), nil
}

func (s *Server) getAuthorization(q *request) (answer, error) {
	c, err := s.find(q)
	if err != nil {
		return answer{}, err
	}
	a := c.authorization(q.at["authorization"])
	if a == nil {
		return answer{}, noPart(authorizationID(c.id, q.at["authorization"]))
	}
	return ok(a.document(c).forVersion(q.version)), nil
}

func (s *Server) putAuthorization(q *request) (answer, error) {
	var body authorizationDoc
	if err := q.decode(&body); err != nil {
		return answer{}, err
	}
	c, err := s.findIdle(q)
	if err != nil {
		return answer{}, err
	}
	name := q.at["authorization"]
	a, status := c.authorization(name), http.StatusOK
	if err := q.unchanged(c.id, c.etagIf(a != nil)); err != nil {
		return answer{}, err
	}
	if a == nil {
		start, err := s.wanting(c.now(), func(spec *circuit.Spec) { addAuthorization(spec, c.id, name) })
		if err != nil {
			return answer{}, badRequest("%s", err)
		}
		r, err := s.rehearse(q, c, start, circuit.Event{Verb: circuit.CreateAuthorization, Link: authorizationID(c.id, name)})
		if err != nil {
			return answer{}, err
		}
		c.follow(start)
		s.perform(c, r.steps)
		a, status = &authorization{name: name, key: s.guid(), op: peering.NoResource}, http.StatusCreated
		c.authorizations = append(c.authorizations, a)
	}
	a.op = next(a.op, peering.Write)
	c.etag = s.etag()
	o := s.begin(c, peered, func(f *Failure) bool { return s.endAuthorization(c, a, f) })
	w := s.pollable(q, o, false)
	w.status, w.body = status, a.document(c).forVersion(q.version)
	return w, nil
}

func (s *Server) endAuthorization(c *circuitResource, a *authorization, f *Failure) bool {
	a.end(f)
	if f != nil && f.Spreads {
		s.perform(c, []circuit.Event{{Verb: circuit.FailureSpread}})
	}
	return true
}

func (s *Server) deleteAuthorization(q *request) (answer, error) {
	c, err := s.findIdle(q)
	if err != nil {
		return answer{}, err
	}
	a := c.authorization(q.at["authorization"])
	if a == nil {
		return answer{status: http.StatusNoContent}, nil
	}
	if err := q.unchanged(c.id, c.etag); err != nil {
		return answer{}, err
	}
	// Revoking it deletes the connection that was made with it:
	// https://learn.microsoft.com/en-us/azure/expressroute/expressroute-howto-linkvnet-arm
	revoke := circuit.Event{Verb: circuit.RevokeAuthorization, Link: a.id(c)}
	if _, err := s.rehearse(q, c, c.now(), revoke); err != nil {
		return answer{}, err
	}
	a.op = next(a.op, peering.Delete)
	c.etag = s.etag()
	o := s.begin(c, peered, func(f *Failure) bool {
		if f != nil {
			return s.endAuthorization(c, a, f)
		}
		c.authorizations = slices.DeleteFunc(c.authorizations, func(other *authorization) bool { return other == a })
		delete(s.connections, canonical(a.connection))
		return s.perform(c, []circuit.Event{revoke})
	})
	w := s.pollable(q, o, true)
	w.status = http.StatusAccepted
	return w, nil
}

// dropRevoked removes from the spec the links that no longer exist.
func dropRevoked(spec *circuit.Spec, now circuit.Circuit) {
	spec.Links = nil
	for _, l := range now.Links() {
		if l.Linked == machine.Yes || l.Authorized == machine.Yes {
			spec.Links = append(spec.Links, l.Link)
		}
	}
}
