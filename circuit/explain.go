package circuit

import (
	"strings"

	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
)

// explain finds the shortest account of one subject, or lists what is not as it
// was.
func (c *Circuit) explain(x *Explanation, subject string, events []Event, o Observation, had Config) {
	agrees := func(s State) bool { return len(differing(s, subject, o)) == 0 }
	s := search{circuit: c.unmanaged(had), rigor: explaining, events: events, goal: agrees, limit: explainLimit}
	way, state, found := s.run()
	if found {
		x.Events = append(x.Events, way...)
		c.state = state
		return
	}
	x.Drift = append(x.Drift, differing(c.state, subject, o)...)
	c.state.impose(subject, o)
}

// unmanaged is the circuit with nothing wanted of its peerings: what happened is
// told from what is configured now and was before, not from what was wished.
func (c Circuit) unmanaged(had Config) Circuit {
	p := *c.known()
	p.Want.Private, p.Want.Public, p.Want.Microsoft = peering.Want{}, peering.Want{}, peering.Want{}
	p.look(&had)
	c.papers = &p
	return c
}

var circuitEvents = event(RefreshCircuit, DeleteCircuit, ProvisioningStarted, ProvisioningFinished, ProvisioningAbandoned,
	DeprovisioningStarted, DeprovisioningFinished, OperationFinished, OperationFailed, FailureSpread, CircuitDisabled, CircuitRepaired, CircuitDeleted)

// peeringEvents are the events that can explain one peering.
func peeringEvents(o Observation, t peering.Type) []Event {
	if *o.OfPeering(t) == (peering.State{}) {
		return nil
	}
	writes := eventOn(t, ConfigurePeering, RemovePeering, RoutingConfigured, RoutingRemoved)
	if o.OfPeering(t).ModifiedBy == machine.Provider {
		writes = eventOn(t, RoutingConfigured, RoutingRemoved, ConfigurePeering, RemovePeering)
	}
	events := append(writes, eventOn(t, OperationFinished, OperationFailed, FailureSpread, PeeringRefused, PeeringRemoved)...)
	for _, f := range []peering.Family{peering.IPv4, peering.IPv6} {
		events = append(events, eventOf(t, f, EnablePeering, DisablePeering)...)
		if t == peeringMicrosoft {
			events = append(events, eventOf(t, f, ValidationStarted, PrefixesValidated, PrefixesNotMatched,
				OpenTicket, SignPrefixes, EvidenceAccepted, EvidenceRejected)...)
		}
	}
	if t == peeringMicrosoft {
		events = append(events, eventOn(t, AttachRouteFilter, DetachRouteFilter)...)
	}
	return events
}

// differing lists the dimensions of a subject in which the state is not as
// observed. What was not observed differs from nothing.
func differing(s State, subject string, o Observation) []Drift {
	var drift []Drift
	if subject == "circuit" {
		drift = differ(drift, "provider", s.Provider, o.Provider)
		drift = differ(drift, "status", s.Status, o.Status)
		return differ(drift, "operation", s.Operation, o.Operation)
	}
	t, _ := machine.Parse[peering.Type](subject)
	known, seen := s.Peering(t), o.OfPeering(t)
	drift = differ(drift, subject+".operation", known.Operation, seen.Operation)
	drift = differ(drift, subject+".routeFilter", known.RouteFilter, seen.RouteFilter)
	for _, f := range []peering.Family{peering.IPv4, peering.IPv6} {
		was, is := known.Family(f), seen.Family(f)
		drift = differ(drift, subject+"."+strings.ToLower(f.String())+".admin", was.Admin, is.Admin)
		if t == peeringMicrosoft && was.Prefixes.Wire() != is.Prefixes.Wire() {
			drift = differ(drift, subject+"."+strings.ToLower(f.String())+".prefixes", was.Prefixes, is.Prefixes)
		}
	}
	return drift
}

func differ[T machine.State](drift []Drift, path string, was, is T) []Drift {
	if is == 0 || was == is {
		return drift
	}
	return append(drift, Drift{Path: path, Was: was.String(), Is: is.String()})
}

// impose sets a subject to what was observed.
func (s *State) impose(subject string, o Observation) {
	if subject == "circuit" {
		s.Provider, s.Status, s.Operation = either(o.Provider, s.Provider), either(o.Status, s.Status), either(o.Operation, s.Operation)
		return
	}
	t, _ := machine.Parse[peering.Type](subject)
	known, seen := s.peering(t), o.OfPeering(t)
	known.Operation = either(seen.Operation, known.Operation)
	known.RouteFilter = either(seen.RouteFilter, known.RouteFilter)
	known.IPv4, known.IPv6 = adoptFamily(dropped(seen.IPv4), known.IPv4), adoptFamily(dropped(seen.IPv6), known.IPv6)
}

// dropped is a family as observed, BGP to be settled anew.
func dropped(f peering.FamilyState) peering.FamilyState {
	f.BGP = 0
	return f
}
