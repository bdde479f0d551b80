package circuit

import (
	"fmt"
	"time"

	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
)

// absences is how many reads in a row must answer 404 before the circuit is taken
// for deleted.
//
// Source: github.com/Azure/azure-rest-api-specs issue 10148, and the three
// consecutive reads of github.com/hashicorp/terraform-provider-azurerm
const absences = 3

// observeAbsence handles an answer that there is no such circuit. If the circuit is
// being deleted, one answer is enough, and so is a complete list without a circuit
// whose status is known. Otherwise it takes several answers in a row.
func (c Circuit) observeAbsence(o *Observation, x Explanation) (Circuit, Explanation, error) {
	before := c
	p := *c.known()
	if !o.At.IsZero() && o.At.Before(c.lastThere()) {
		x.Ignored = append(x.Ignored, "the answer at "+o.At.UTC().Format(time.RFC3339)+" that there is no such circuit: a later read shows it")
		return c, x, nil
	}
	p.Seen.Absences++
	put(&p.Have.ID, o.Have.ID)
	c.papers = &p
	deleted := Event{Verb: CircuitDeleted}
	switch {
	case c.state.Status == Gone || c.state.Status == NotCreated:
	case c.Can(deleted):
		c, _ = c.Apply(deleted)
		x.tell(deleted, c)
	case p.Seen.Absences < absences && (!o.Unlisted || c.state.Status == 0):
		x.Ignored = append(x.Ignored, fmt.Sprintf("answer %d of %d in a row that there is no such circuit", p.Seen.Absences, absences))
		return c, x, nil
	case c.state.Status == 0:
		x.Adopted = append(x.Adopted, "circuit")
		c.state.clear()
		c.state.Status, c.state.Operation = Gone, peering.NoResource
	default:
		c = c.gone(&x)
	}
	p.Seen.Circuit = later(p.Seen.Circuit, o.At)
	return c.dated(&before, o.At), x, nil
}

// lastThere returns when the circuit, or an existing peering of it, was last read.
func (c *Circuit) lastThere() time.Time {
	last := c.known().Seen.Circuit
	for t, seen := range c.known().Seen.Peerings() {
		if c.state.Peering(t).Exists() == machine.Yes {
			last = later(last, *seen)
		}
	}
	return last
}

// nowhere reports whether reads found no circuit, and nothing else is known of it.
func (c *Circuit) nowhere() bool { return c.state == State{} && c.known().Seen.Absences > 0 }

// toBeCreated returns the circuit in the state before its creation. Observe uses it
// if earlier reads found no circuit and a document shows one now, so that it
// explains the creation too. No acts are known.
func (c Circuit) toBeCreated(o *Observation) Circuit {
	kind := Partner
	if o.State.Provider == NotApplicable {
		kind = Direct
	}
	c.state = planned(kind)
	c.state.Acts = 0
	return c
}

// gone returns the circuit as deleted, and tells the events that led there.
func (c Circuit) gone(x *Explanation) Circuit {
	var events []Event
	for i := range couplings {
		if row := &couplings[i]; row.Of.shapes&onCircuit != 0 && !row.Spoken && row.Moves != (moves{}) {
			events = append(events, Event{Verb: row.On})
		}
	}
	s := search{circuit: c, rigor: explaining, limit: explainLimit, events: events,
		goal: func(s State) bool { return s.Status == Gone }}
	way, state, found := s.run()
	if !found {
		x.Drift = append(x.Drift, Change{Path: "status", Was: c.state.Status.String(), Is: Gone.String()})
		state = c.state
		state.clear()
		state.Status, state.Operation = Gone, peering.NoResource
	}
	for _, e := range way {
		next, _, err := c.Happened(e)
		if err != nil {
			break // cannot happen: the search made the same move
		}
		c = next
		x.tell(e, c)
	}
	c.state = state
	return c
}
