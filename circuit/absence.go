package circuit

import (
	"fmt"
	"time"

	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
)

// absences is how many reads in a row must find no circuit before it is taken
// for gone: one 404 is not.
//
// Source: github.com/Azure/azure-rest-api-specs issue 10148, and the three
// consecutive reads of github.com/hashicorp/terraform-provider-azurerm
const absences = 3

// observeAbsence: expected once the circuit is being deleted; otherwise only
// after several in a row.
func (c Circuit) observeAbsence(o *Observation, x Explanation) (Circuit, Explanation, error) {
	before := c
	p := *c.known()
	if !o.At.IsZero() && o.At.Before(c.lastThere()) {
		x.Ignored = append(x.Ignored, "an answer of "+o.At.UTC().Format(time.RFC3339)+" that there is no such circuit, from before it was seen")
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

// lastThere is when the circuit, or a peering of it, was last seen.
func (c *Circuit) lastThere() time.Time {
	last := c.known().Seen.Circuit
	for t, seen := range c.known().Seen.Peerings() {
		if c.state.Peering(t).Exists() == machine.Yes {
			last = later(last, *seen)
		}
	}
	return last
}

// nowhere reports whether nothing is known of the circuit but that it was not
// found.
func (c *Circuit) nowhere() bool { return c.state == State{} && c.known().Seen.Absences > 0 }

// toBeCreated is the circuit before it was created, where a document shows one
// that was not there when it was looked for. What was done meanwhile, but for
// what documents show, is not known.
func (c Circuit) toBeCreated(o *Observation) Circuit {
	kind := Partner
	if o.State.Provider == NotApplicable {
		kind = Direct
	}
	c.state = planned(kind)
	c.state.Acts = 0
	return c
}

// gone tells that the circuit is no more.
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
			break // cannot be: the search made the same move
		}
		c = next
		x.tell(e, c)
	}
	c.state = state
	return c
}
