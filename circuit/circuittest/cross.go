package circuittest

import (
	"net/http"
	"strings"

	"github.com/expressroute-go/expressroute/circuit"
	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
)

// The provider's view of a circuit: a cross connection, named after the service key, in
// the provider's subscription. Any subscription of a request is the provider's.
//
// Source: github.com/MicrosoftDocs/azure-docs
// articles/expressroute/cross-connections-api-development.md @02a27b3c

type crossDoc struct {
	Name       string          `json:"name"`
	ID         string          `json:"id"`
	ETag       string          `json:"etag"`
	Type       string          `json:"type"`
	Location   string          `json:"location"`
	Properties crossProperties `json:"properties"`
}

type crossProperties struct {
	ProvisioningState  string       `json:"provisioningState"`
	Circuit            *reference   `json:"expressRouteCircuit,omitempty"`
	PeeringLocation    string       `json:"peeringLocation"`
	BandwidthInMbps    uint32       `json:"bandwidthInMbps"`
	ProviderState      string       `json:"serviceProviderProvisioningState"`
	PrimaryAzurePort   *string      `json:"primaryAzurePort,omitempty"`
	SecondaryAzurePort *string      `json:"secondaryAzurePort,omitempty"`
	STag               *int         `json:"sTag,omitempty"`
	Peerings           []peeringDoc `json:"peerings"`
}

// findCross returns the circuit of the cross connection in the path of the request.
func (s *Server) findCross(q *request) (*circuitResource, error) {
	for _, c := range s.circuits {
		if c.ready && c.doc.Partner != nil && strings.EqualFold(c.key, q.at["cross"]) {
			return c, nil
		}
	}
	return nil, noResource("expressRouteCrossConnections", q.at["cross"], q.at["group"])
}

func (c *circuitResource) crossID(q *request) string {
	group := "CrossConnection-" + strings.ReplaceAll(c.doc.Partner.PeeringLocation, " ", "")
	return "/subscriptions/" + q.at["subscription"] + "/resourceGroups/" + group + network + "/expressRouteCrossConnections/" + c.key
}

// crossDoc returns the cross connection. A list shows less of it than a GET.
func (c *circuitResource) crossDoc(q *request, whole bool) crossDoc {
	state := c.now().State()
	d := crossDoc{
		Name: c.key, ID: c.crossID(q), ETag: c.etag, Type: "Microsoft.Network/expressRouteCrossConnections", Location: c.location,
		Properties: crossProperties{
			ProvisioningState: peering.Succeeded.String(), Circuit: &reference{c.id}, PeeringLocation: c.doc.Partner.PeeringLocation,
			BandwidthInMbps: c.doc.Partner.BandwidthInMbps, ProviderState: state.Provider.String(), Peerings: []peeringDoc{},
		},
	}
	if whole {
		p := &d.Properties
		p.PrimaryAzurePort, p.SecondaryAzurePort, p.STag = port("1-PRI-A"), port("2-SEC-A"), &c.stag
		for _, doc := range c.peeringDocs() {
			p.Peerings = append(p.Peerings, doc.under(d.ID))
		}
	}
	return d
}

// under returns the peering as a part of the cross connection with that ID. It is shown
// without an ETag and a type.
func (d peeringDoc) under(cross string) peeringDoc {
	d.ID, d.ETag, d.Type = cross+"/peerings/"+d.Name, "", ""
	d.Properties.Connections, d.Properties.PeeredConnections = nil, nil
	return d
}

func (s *Server) listCrosses(q *request) (answer, error) {
	crosses := list[crossDoc]{Value: []crossDoc{}}
	for _, c := range s.circuitsIn("/") {
		if c.ready && c.doc.Partner != nil && (q.at["group"] == "" || strings.HasPrefix(canonical(c.crossID(q)), canonical(q.groupID())+"/")) {
			crosses.Value = append(crosses.Value, c.crossDoc(q, false))
		}
	}
	return ok(crosses), nil
}

func (s *Server) getCross(q *request) (answer, error) {
	c, err := s.findCross(q)
	if err != nil {
		return answer{}, err
	}
	return ok(c.crossDoc(q, true)), nil
}

// crossMoves are the acts of the provider, by the state that it writes and the state
// that the circuit is in. One act leads from NotProvisioned to Provisioned.
var crossMoves = []struct {
	from, to circuit.ProviderState
	verb     circuit.Verb
}{
	{circuit.NotProvisioned, circuit.Provisioning, circuit.ProvisioningStarted},
	{circuit.NotProvisioned, circuit.Provisioned, circuit.ProvisioningFinished},
	{circuit.Provisioning, circuit.Provisioned, circuit.ProvisioningFinished},
	{circuit.Provisioning, circuit.NotProvisioned, circuit.ProvisioningAbandoned},
	{circuit.Provisioned, circuit.Deprovisioning, circuit.DeprovisioningStarted},
	{circuit.Provisioned, circuit.NotProvisioned, circuit.DeprovisioningFinished},
	{circuit.Deprovisioning, circuit.NotProvisioned, circuit.DeprovisioningFinished},
}

// crossEvents returns what a write of the provider's state does, with what the customer
// must have said to the provider before.
func crossEvents(now circuit.Circuit, to circuit.ProviderState) ([]circuit.Event, error) {
	from := now.State().Provider
	for _, m := range crossMoves {
		if m.from == from && m.to == to {
			said := told(now, circuit.OrderConnectivity, circuit.HandOverServiceKey)
			if from == circuit.Provisioned {
				said = told(now, circuit.RequestDeprovisioning)
			}
			return append(said, circuit.Event{Verb: m.verb}), nil
		}
	}
	if from == to {
		return nil, nil
	}
	return nil, badRequest("serviceProviderProvisioningState cannot go from %s to %s.", from, to)
}

func (s *Server) putCross(q *request) (answer, error) {
	var body crossDoc
	if err := q.decode(&body); err != nil {
		return answer{}, err
	}
	c, err := s.findCross(q)
	if err != nil {
		return answer{}, err
	}
	if err := c.crossRefused(q, &body); err != nil {
		return answer{}, err
	}
	var to circuit.ProviderState
	if err := to.UnmarshalText([]byte(body.Properties.ProviderState)); err != nil {
		return answer{}, badRequest("%s", err)
	}
	events, err := crossEvents(c.now(), to)
	if err != nil {
		return answer{}, err
	}
	after := c.now()
	for _, e := range events {
		if after, err = after.Apply(e); err != nil {
			return answer{}, ruleNotMet(err)
		}
	}
	o := s.begin(c, updating, func(f *Failure) bool {
		if f == nil {
			s.perform(c, events)
		}
		return true
	})
	d := c.crossDoc(q, true)
	d.Properties.ProvisioningState, d.Properties.ProviderState = peering.Updating.String(), to.String()
	d.Properties.PrimaryAzurePort, d.Properties.SecondaryAzurePort, d.Properties.STag = new(string), new(string), new(int)
	a := s.pollable(q, o, false)
	a.status, a.body = http.StatusOK, d
	return a, nil
}

// crossRefused checks what a PUT of a cross connection must have.
//
// Source: https://github.com/Azure/azure-rest-api-specs/issues/27436
func (c *circuitResource) crossRefused(q *request, body *crossDoc) error {
	switch {
	case body.Location == "":
		return noLocation()
	case !strings.EqualFold(referenced(body.Properties.Circuit), c.id):
		return &armError{http.StatusBadRequest, "ExpressRouteCircuitReferenceInCrossConnectionCannotBeModified", "The circuit reference cannot be modified in the cross connection."}
	case c.operation != nil:
		return busy(q.operationURL(c.operation, "operations"))
	}
	return q.unchanged(c.crossID(q), c.etag)
}

// providerVerbs are the provider's verbs for what the customer does to a peering.
var providerVerbs = map[circuit.Verb]circuit.Verb{
	circuit.ConfigurePeering: circuit.RoutingConfigured,
	circuit.EnablePeering:    circuit.RoutingEnabled,
	circuit.DisablePeering:   circuit.RoutingDisabled,
	circuit.RemovePeering:    circuit.RoutingRemoved,
}

func byProvider(events []circuit.Event) []circuit.Event {
	for i, e := range events {
		if verb, provider := providerVerbs[e.Verb]; provider {
			events[i].Verb = verb
		}
	}
	return events
}

func (s *Server) getCrossPeering(q *request) (answer, error) {
	c, err := s.findCross(q)
	if err != nil {
		return answer{}, err
	}
	t := q.peeringInPath()
	if t == 0 || c.now().State().Peering(t).Exists() != machine.Yes {
		return answer{}, noPart(c.crossID(q) + "/peerings/" + q.at["peering"])
	}
	return ok(c.peeringDoc(t).under(c.crossID(q))), nil
}

func (s *Server) putCrossPeering(q *request) (answer, error) {
	var body peeringDoc
	if err := q.decode(&body); err != nil {
		return answer{}, err
	}
	c, err := s.findCross(q)
	if err != nil {
		return answer{}, err
	}
	in, err := readPeering(&body, q.at["peering"])
	if err != nil {
		return answer{}, err
	}
	in.config.ManagedBy = machine.Provider
	a, err := s.writePeering(q, c, in, byProvider)
	if err == nil {
		a.body = c.peeringEcho(in.of).under(c.crossID(q))
	}
	return a, err
}

func (s *Server) deleteCrossPeering(q *request) (answer, error) {
	c, err := s.findCross(q)
	if err != nil {
		return answer{}, err
	}
	return s.removePeering(q, c, byProvider)
}
