package circuittest

import (
	"net/http"
	"slices"
	"strings"

	"github.com/expressroute-go/expressroute/circuit"
	"github.com/expressroute-go/expressroute/peering"
)

// reach is a Global Reach connection of a circuit's private peering to another
// circuit's.
type reach struct {
	doc   reachDoc
	other string // the ID of the other circuit
	made  bool   // the circuits are connected
	op    peering.Operation
}

type reachDoc struct {
	Name       string          `json:"name"`
	ID         string          `json:"id"`
	ETag       string          `json:"etag"`
	Properties reachProperties `json:"properties"`
	Type       string          `json:"type,omitempty"`
}

type reachProperties struct {
	ProvisioningState string     `json:"provisioningState"`
	Own               *reference `json:"expressRouteCircuitPeering,omitempty"`
	Other             *reference `json:"peerExpressRouteCircuitPeering,omitempty"`
	AddressPrefix     string     `json:"addressPrefix,omitempty"`
	IPv6              *reachIPv6 `json:"ipv6CircuitConnectionConfig,omitempty"`
	AuthorizationKey  string     `json:"authorizationKey,omitempty"` // in requests only
	Status            string     `json:"circuitConnectionStatus"`
}

type reachIPv6 struct {
	AddressPrefix string `json:"addressPrefix"`
	Status        string `json:"circuitConnectionStatus,omitempty"`
}

// document returns the connection as a GET shows it. One whose operation failed was
// recorded as Failed and Connected.
//
// Source: recorded: github.com/Azure/azure-cli, test_network_express_route_global_reach,
// 2020-09-10
func (r *reach) document(c *circuitResource) reachDoc {
	d := r.doc
	d.ETag, d.Properties.ProvisioningState, d.Properties.Status = c.etag, r.op.String(), circuit.Disconnected.String()
	if r.made && r.op == peering.Succeeded || r.op.Broken() {
		d.Properties.Status = circuit.Connected.String()
	}
	return d
}

func (c *circuitResource) reachNamed(name string) *reach {
	for _, r := range c.reaches {
		if strings.EqualFold(r.doc.Name, name) {
			return r
		}
	}
	return nil
}

func (c *circuitResource) reachDocs() []reachDoc {
	docs := []reachDoc{}
	for _, r := range c.reaches {
		docs = append(docs, r.document(c))
	}
	return docs
}

// findReach returns the circuit in the path, and its connection, nil if there is none.
func (s *Server) findReach(q *request) (*circuitResource, *reach, error) {
	c, err := s.find(q)
	if err != nil {
		return nil, nil, err
	}
	if q.peeringInPath() != peering.Private {
		return c, nil, nil
	}
	return c, c.reachNamed(q.at["connection"]), nil
}

func (s *Server) listReaches(q *request) (answer, error) {
	c, _, err := s.findReach(q)
	switch {
	case err != nil:
		return answer{}, err
	case q.peeringInPath() != peering.Private:
		return ok(list[reachDoc]{Value: []reachDoc{}}), nil
	}
	return ok(list[reachDoc]{Value: c.reachDocs()}), nil
}

func (s *Server) getReach(q *request) (answer, error) {
	c, r, err := s.findReach(q)
	if err != nil {
		return answer{}, err
	}
	if r == nil {
		return answer{}, noPart(c.id + "/peerings/" + q.at["peering"] + "/connections/" + q.at["connection"])
	}
	return ok(r.document(c)), nil
}

func (s *Server) putReach(q *request) (answer, error) {
	var body reachDoc
	if err := q.decode(&body); err != nil {
		return answer{}, err
	}
	c, err := s.findIdle(q)
	if err != nil {
		return answer{}, err
	}
	if q.peeringInPath() != peering.Private || c.now().State().Private.Operation == peering.NoResource {
		return answer{}, noParent(q.at["circuit"] + "/" + q.at["peering"])
	}
	other, _, _ := strings.Cut(referenced(body.Properties.Other), "/peerings/")
	r, status := c.reachNamed(q.at["connection"]), http.StatusOK
	switch {
	case other == "" || strings.EqualFold(other, c.id):
		return answer{}, badRequest("A Global Reach connection needs the peerExpressRouteCircuitPeering of another circuit.")
	case r == nil:
		r, status = &reach{op: peering.NoResource}, http.StatusCreated
	case r.made && !strings.EqualFold(r.other, other):
		return answer{}, &armError{http.StatusBadRequest, "ExpressRouteConnectionPeerCannotBeChanged", "The connection's peer cannot be changed."}
	}
	late, err := s.connect(q, c, r, other)
	if err != nil {
		return answer{}, err
	}
	r.doc, r.other = body, other
	r.doc.Name, r.doc.ID = q.at["connection"], c.id+"/peerings/AzurePrivatePeering/connections/"+q.at["connection"]
	r.doc.Type, r.doc.Properties.AuthorizationKey = "Microsoft.Network/expressRouteCircuits/peerings/connections", ""
	r.op = next(r.op, peering.Write)
	if status == http.StatusCreated {
		c.reaches = append(c.reaches, r)
	}
	o := s.begin(c, peered, func(f *Failure) bool { return s.endReach(c, r, f) })
	if late != nil {
		o.failure = late
	}
	a := s.pollable(q, o, false)
	a.status, a.body = status, r.document(c)
	return a, nil
}

func referenced(r *reference) string {
	if r == nil {
		return ""
	}
	return r.ID
}

// connect connects the circuit to the other one, unless it is connected.
func (s *Server) connect(q *request, c *circuitResource, r *reach, other string) (*Failure, error) {
	if r.made {
		return nil, nil
	}
	start, err := s.wanting(c.now(), func(spec *circuit.Spec) {
		spec.Links = append(spec.Links, circuit.Link{Kind: circuit.GlobalReachLink, Network: other})
	})
	if err != nil {
		return nil, badRequest("%s", err)
	}
	w, err := s.rehearse(q, c, start, circuit.Event{Verb: circuit.ConnectCircuit, Link: other})
	if err != nil || w.late != nil {
		return w.late, err
	}
	c.follow(start)
	s.perform(c, w.steps)
	r.made = true
	return nil, nil
}

// endReach: a connection that fails makes the peering, the circuit and its
// authorizations Failed, too.
//
// Source: recorded: github.com/Azure/azure-sdk-for-python,
// test_cli_mgmt_network_express_route, 2020-06-18
func (s *Server) endReach(c *circuitResource, r *reach, f *Failure) bool {
	if f == nil {
		r.op = next(r.op, peering.Finish)
		return s.perform(c, []circuit.Event{{Verb: circuit.LinkConnected, Link: r.other}})
	}
	if r.made {
		s.perform(c, []circuit.Event{{Verb: circuit.DisconnectCircuit, Link: r.other}})
	}
	r.made, r.op = false, next(r.op, peering.Fail)
	if f.Spreads {
		s.perform(c, []circuit.Event{{Verb: circuit.FailureSpread, Peering: peering.Private}, {Verb: circuit.FailureSpread}})
		for _, a := range c.authorizations {
			a.op = next(a.op, peering.Spread)
		}
	}
	return true
}

func (s *Server) deleteReach(q *request) (answer, error) {
	c, err := s.findIdle(q)
	if err != nil {
		return answer{}, err
	}
	r := c.reachNamed(q.at["connection"])
	if r == nil || q.peeringInPath() != peering.Private {
		return answer{status: http.StatusNoContent}, nil
	}
	r.op = next(r.op, peering.Delete)
	o := s.begin(c, peered, func(f *Failure) bool {
		if f != nil {
			r.op = next(r.op, peering.Fail)
			return true
		}
		if r.made {
			s.perform(c, []circuit.Event{{Verb: circuit.DisconnectCircuit, Link: r.other}})
		}
		c.reaches = slices.DeleteFunc(c.reaches, func(other *reach) bool { return other == r })
		return true
	})
	a := s.pollable(q, o, true)
	a.status = http.StatusAccepted
	return a, nil
}

// peered returns the Global Reach connections that other circuits have made to this
// one, as it shows them.
func (s *Server) peered(c *circuitResource) []reachDoc {
	docs := []reachDoc{}
	for _, other := range s.circuitsIn("/") {
		for _, r := range other.reaches {
			if !r.made || !strings.EqualFold(r.other, c.id) {
				continue
			}
			d := r.document(other)
			d.ID = c.id + "/peerings/AzurePrivatePeering/peerConnections/" + d.Name
			d.ETag, d.Type = c.etag, "Microsoft.Network/expressRouteCircuits/peerings/peerConnections"
			d.Properties.Own = &reference{c.id + "/peerings/AzurePrivatePeering"}
			d.Properties.Other = &reference{other.id + "/peerings/AzurePrivatePeering"}
			docs = append(docs, d)
		}
	}
	return docs
}

func (s *Server) listPeered(q *request) (answer, error) {
	c, err := s.find(q)
	if err != nil {
		return answer{}, err
	}
	docs := []reachDoc{}
	if q.peeringInPath() == peering.Private {
		docs = s.peered(c)
	}
	return ok(list[reachDoc]{Value: docs}), nil
}

func (s *Server) getPeered(q *request) (answer, error) {
	c, err := s.find(q)
	if err != nil {
		return answer{}, err
	}
	for _, d := range s.peered(c) {
		if strings.EqualFold(d.Name, q.at["connection"]) && q.peeringInPath() == peering.Private {
			return ok(d), nil
		}
	}
	return answer{}, noPart(c.id + "/peerings/" + q.at["peering"] + "/peerConnections/" + q.at["connection"])
}
