package circuittest

import (
	"math"
	"slices"
	"strings"

	"github.com/expressroute-go/expressroute/circuit"
	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
)

// circuitIn is what the body of a PUT of a circuit says.
type circuitIn struct {
	doc            circuitProperties
	sku            *skuDoc
	kind           circuit.Kind
	order          circuit.Order
	peerings       map[peering.Type]*peeringIn
	authorizations []string // their names
}

func (s *Server) readCircuit(c *circuitResource, body *circuitDoc) (*circuitIn, error) {
	in := &circuitIn{doc: body.Properties, sku: body.SKU, peerings: make(map[peering.Type]*peeringIn)}
	if in.sku == nil {
		in.sku = c.sku
	}
	if in.doc.Partner == nil && in.doc.Port == nil {
		in.doc.Partner, in.doc.Port, in.doc.BandwidthInGbps = c.doc.Partner, c.doc.Port, c.doc.BandwidthInGbps
	}
	if err := in.readOrder(); err != nil {
		return nil, err
	}
	for i := range body.Properties.Peerings {
		p, err := readPeering(&body.Properties.Peerings[i], "")
		if err != nil {
			return nil, err
		}
		in.peerings[p.of] = p
	}
	for _, a := range body.Properties.Authorizations {
		if !validName.MatchString(a.Name) {
			return nil, badName(a.Name)
		}
		in.authorizations = append(in.authorizations, a.Name)
	}
	in.doc.Peerings, in.doc.Authorizations, in.doc.AuthorizationKey = nil, nil, ""
	return in, nil
}

func (in *circuitIn) readOrder() error {
	if in.sku != nil {
		if err := in.order.Tier.UnmarshalText([]byte(in.sku.Tier)); err != nil {
			return badRequest("%s", err)
		}
		if err := in.order.Billing.UnmarshalText([]byte(in.sku.Family)); err != nil {
			return badRequest("%s", err)
		}
	}
	switch {
	case in.doc.Port != nil:
		in.kind = circuit.Direct
		if gbps := in.doc.BandwidthInGbps; gbps != nil && *gbps > 0 && *gbps < 1000 {
			in.order.Bandwidth = circuit.Mbps(math.Round(*gbps * 1000))
		}
	case in.doc.Partner != nil:
		in.order.Provider, in.order.PeeringLocation = in.doc.Partner.Name, in.doc.Partner.PeeringLocation
		in.order.Bandwidth = circuit.Mbps(in.doc.Partner.BandwidthInMbps)
	}
	return nil
}

// startOf returns the circuit before the write, with the spec that the body describes.
func (s *Server) startOf(c *circuitResource, in *circuitIn, create bool) (circuit.Circuit, error) {
	change := func(spec *circuit.Spec) {
		spec.Kind, spec.Order = in.kind, in.order
		for t, want := range spec.Peerings() {
			*want = peering.Want{Mode: peering.WantAbsent}
			if p := in.peerings[t]; p != nil {
				*want = peering.Want{Mode: peering.WantPresent, Config: p.config}
			}
		}
		for _, name := range in.authorizations {
			addAuthorization(spec, c.id, name)
		}
	}
	if create {
		return s.planned(c, change)
	}
	return s.wanting(c.now(), change)
}

// circuitEvents returns what a PUT of a circuit does. start is the circuit before it.
func (s *Server) circuitEvents(c *circuitResource, start circuit.Circuit, in *circuitIn, create bool) []circuit.Event {
	events := orderEvents(start, in.order)
	if create {
		events = []circuit.Event{{Verb: circuit.CreateCircuit}}
	}
	for _, a := range c.authorizations {
		if !slices.ContainsFunc(in.authorizations, func(name string) bool { return strings.EqualFold(name, a.name) }) {
			events = append(events, circuit.Event{Verb: circuit.RevokeAuthorization, Link: a.id(c)})
		}
	}
	for _, name := range in.authorizations {
		if c.authorization(name) == nil {
			events = append(events, circuit.Event{Verb: circuit.CreateAuthorization, Link: authorizationID(c.id, name)})
		}
	}
	for t := range peering.Types() {
		if p := in.peerings[t]; p != nil {
			events = append(events, p.events(start)...)
		} else if start.State().Peering(t).Exists() == machine.Yes {
			events = append(events, circuit.Event{Verb: circuit.RemovePeering, Peering: t})
		}
	}
	return events
}

// orderEvents returns the events that write the circuit itself. A circuit that is not
// as it should be is repaired by any write.
func orderEvents(start circuit.Circuit, order circuit.Order) []circuit.Event {
	var events []circuit.Event
	have, state := start.Have().Order, start.State()
	if state.Operation.Broken() || state.Status != circuit.Enabled {
		events = append(events, circuit.Event{Verb: circuit.RefreshCircuit})
	}
	if order.Bandwidth != have.Bandwidth {
		events = append(events, circuit.Event{Verb: circuit.ChangeBandwidth})
	}
	if order.Tier != have.Tier {
		events = append(events, circuit.Event{Verb: circuit.ChangeTier})
	}
	if order.Billing != have.Billing {
		events = append(events, circuit.Event{Verb: circuit.ChangeBilling})
	}
	if len(events) == 0 {
		events = append(events, circuit.Event{Verb: circuit.RefreshCircuit})
	}
	return events
}
