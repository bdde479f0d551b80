package circuittest

import (
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/expressroute-go/expressroute/circuit"
	"github.com/expressroute-go/expressroute/peering"
)

// connection is a connection of a virtual network gateway to a circuit.
type connection struct {
	doc     connectionDoc
	circuit *circuitResource
	link    string         // what the circuit's machines know it by: the gateway, or the authorization that was redeemed
	through *authorization // nil if the gateway is of the circuit's own subscription
	made    bool           // the link was made
	op      peering.Operation
}

type connectionDoc struct {
	Name       string               `json:"name"`
	ID         string               `json:"id"`
	ETag       string               `json:"etag"`
	Type       string               `json:"type"`
	Location   string               `json:"location"`
	Tags       map[string]string    `json:"tags,omitempty"`
	Properties connectionProperties `json:"properties"`
}

type connectionProperties struct {
	ProvisioningState string     `json:"provisioningState"`
	ResourceGUID      string     `json:"resourceGuid"`
	Gateway           *reference `json:"virtualNetworkGateway1,omitempty"`
	Type              string     `json:"connectionType"`
	RoutingWeight     int        `json:"routingWeight"`
	Peer              *reference `json:"peer,omitempty"`
	EnableBGP         bool       `json:"enableBgp"`
	FastPath          bool       `json:"expressRouteGatewayBypass"`
	AuthorizationKey  string     `json:"authorizationKey,omitempty"` // in requests only
	Status            string     `json:"connectionStatus"`
}

func (q *request) connectionID() string {
	return q.groupID() + network + "/connections/" + q.at["name"]
}

func (s *Server) getConnection(q *request) (answer, error) {
	if c := s.connections[canonical(q.connectionID())]; c != nil {
		return ok(c.document()), nil
	}
	return answer{}, noResource("connections", q.at["name"], q.at["group"])
}

func (s *Server) listConnections(q *request) (answer, error) {
	connections := list[connectionDoc]{Value: []connectionDoc{}}
	for _, id := range slices.Sorted(maps.Keys(s.connections)) {
		if strings.HasPrefix(id, canonical(q.groupID())+"/") {
			connections.Value = append(connections.Value, s.connections[id].document())
		}
	}
	return ok(connections), nil
}

func (c *connection) document() connectionDoc {
	d := c.doc
	d.Properties.ProvisioningState, d.Properties.Status = c.op.String(), "NotConnected"
	d.ETag = c.circuit.etag
	if c.made {
		d.Properties.Status = "Connected"
	}
	return d
}

func (s *Server) putConnection(q *request) (answer, error) {
	var body connectionDoc
	if err := q.decode(&body); err != nil {
		return answer{}, err
	}
	known := s.connections[canonical(q.connectionID())]
	c, err := s.readConnection(q, &body)
	if err != nil {
		return answer{}, err
	}
	if c.circuit.operation != nil {
		return answer{}, busy(q.operationURL(c.circuit.operation, "operations"))
	}
	status := http.StatusCreated
	if known != nil && known.circuit == c.circuit && known.made {
		c.link, c.through, c.made, c.op = known.link, known.through, true, known.op
		status = http.StatusOK
	}
	late, err := s.linkNetwork(q, c)
	if err != nil {
		return answer{}, err
	}
	c.op = next(c.op, peering.Write)
	s.connections[canonical(c.doc.ID)] = c
	o := s.begin(c.circuit, microsoft, func(f *Failure) bool { return s.endConnection(c, f) })
	if late != nil {
		o.failure = late
	}
	a := s.pollable(q, o, false)
	a.status, a.body = status, c.document()
	return a, nil
}

// readConnection reads the body of a PUT, and finds what it refers to.
func (s *Server) readConnection(q *request, body *connectionDoc) (*connection, error) {
	p := &body.Properties
	if body.Location == "" {
		return nil, noLocation()
	}
	if p.Gateway == nil || p.Peer == nil || !strings.EqualFold(p.Type, "ExpressRoute") {
		return nil, badRequest("A connection to a circuit has the connectionType ExpressRoute, a virtualNetworkGateway1 and the circuit as its peer.")
	}
	held := s.circuits[canonical(p.Peer.ID)]
	if held == nil {
		return nil, noReference(p.Peer.ID, q.connectionID())
	}
	if s.plain[canonical(p.Gateway.ID)] == nil {
		return nil, noReference(p.Gateway.ID, q.connectionID())
	}
	g, err := s.groupFor(q, body.Location)
	if err != nil {
		return nil, err
	}
	c := &connection{circuit: held, link: p.Gateway.ID, op: peering.NoResource, doc: *body}
	for _, a := range held.authorizations {
		if p.AuthorizationKey != "" && a.key == p.AuthorizationKey && (a.connection == "" || strings.EqualFold(a.connection, q.connectionID())) {
			c.link, c.through = a.id(held), a
		}
	}
	if c.through == nil && (p.AuthorizationKey != "" || !strings.EqualFold(split(p.Gateway.ID)[1], split(held.id)[1])) {
		return nil, &armError{http.StatusForbidden, "LinkedAuthorizationFailed", "The client is not authorized to access linked subscription: the connection has no authorization of the circuit that can be redeemed."}
	}
	c.doc.ID, c.doc.Name, c.doc.Type = g.ID+network+"/connections/"+q.at["name"], q.at["name"], "Microsoft.Network/connections"
	c.doc.Location = normalLocation(body.Location)
	c.doc.Properties.ResourceGUID, c.doc.Properties.AuthorizationKey = s.guid(), ""
	return c, nil
}

// noReference: https://learn.microsoft.com/en-us/azure/azure-resource-manager/troubleshooting/common-deployment-errors
func noReference(id, by string) error {
	return &armError{http.StatusBadRequest, "InvalidResourceReference", "Resource " + id + " referenced by resource " + by + " was not found. Please make sure that the referenced resource exists, and that both resources are in the same region."}
}

// linkNetwork links the network, unless it is linked. Where Azure accepts the request
// and then fails, nothing is linked.
func (s *Server) linkNetwork(q *request, c *connection) (*Failure, error) {
	if c.made {
		return nil, nil
	}
	verb, change := circuit.NetworkLinked, func(*circuit.Spec) {}
	if c.through == nil {
		verb, change = circuit.LinkNetwork, func(spec *circuit.Spec) {
			spec.Links = append(spec.Links, circuit.Link{Network: c.link})
		}
	}
	start, err := s.wanting(c.circuit.now(), change)
	if err != nil {
		return nil, badRequest("%s", err)
	}
	r, err := s.rehearse(q, c.circuit, start, circuit.Event{Verb: verb, Link: c.link})
	if err != nil || r.late != nil {
		return r.late, err
	}
	c.circuit.follow(start)
	s.perform(c.circuit, r.steps)
	c.made = true
	if c.through != nil {
		c.through.connection = c.doc.ID
	}
	return nil, nil
}

func (s *Server) endConnection(c *connection, f *Failure) bool {
	event := peering.Finish
	if f != nil {
		event = peering.Fail
		s.unlink(c)
	}
	c.op = next(c.op, event)
	return true
}

// unlink removes the link that the connection has made.
func (s *Server) unlink(c *connection) {
	verb := circuit.UnlinkNetwork
	if c.through != nil {
		verb, c.through.connection = circuit.NetworkUnlinked, ""
	}
	if c.made {
		s.perform(c.circuit, []circuit.Event{{Verb: verb, Link: c.link}})
	}
	c.made = false
}

func (s *Server) deleteConnection(q *request) (answer, error) {
	c := s.connections[canonical(q.connectionID())]
	if c == nil {
		return answer{status: http.StatusNoContent}, nil
	}
	if c.circuit.operation != nil {
		return answer{}, busy(q.operationURL(c.circuit.operation, "operations"))
	}
	c.op = next(c.op, peering.Delete)
	o := s.begin(c.circuit, deleting, func(f *Failure) bool {
		if f != nil {
			c.op = next(c.op, peering.Fail)
			return true
		}
		s.unlink(c)
		delete(s.connections, canonical(c.doc.ID))
		return true
	})
	a := s.pollable(q, o, true)
	a.status = http.StatusAccepted
	return a, nil
}

// next returns the state of a resource after an event, or the same state if its machine
// does not allow the event.
func next(op peering.Operation, e peering.OperationEvent) peering.Operation {
	if after, err := peering.ResourceOperation().Step(struct{}{}, op, e); err == nil {
		return after
	}
	return op
}
