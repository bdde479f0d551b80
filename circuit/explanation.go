package circuit

import (
	"iter"

	"github.com/expressroute-go/expressroute/machine"
)

// Explanation says how a circuit got from its known state to the observed one.
type Explanation struct {
	Adopted  []string        `json:"adopted,omitempty"`  // subjects that were observed for the first time: "circuit", "MicrosoftPeering", the BGP session "MicrosoftPeering IPv4 Primary"
	Events   []Event         `json:"events,omitempty"`   // the shortest sequence of events that leads to the observed state
	Changed  []Change        `json:"changed,omitempty"`  // settings that these events changed
	Against  []machine.Unmet `json:"against,omitempty"`  // conditions that Azure enforces and that did not hold at one of these events
	Drift    []Change        `json:"drift,omitempty"`    // changes that no sequence of events explains
	Replaced bool            `json:"replaced,omitempty"` // a new circuit has the resource ID now; what was known of the old one is dropped
	Moved    string          `json:"moved,omitempty"`    // the circuit's previous resource ID
	Ignored  []string        `json:"ignored,omitempty"`  // what was not taken over, and why
	Strange  []Strange       `json:"strange,omitempty"`  // values that this library does not know
	Quirks   []Quirk         `json:"quirks,omitempty"`   // oddities of the document

	steps []Circuit // the circuit after each event
}

// Steps yields each of Events with the circuit after it.
func (x Explanation) Steps() iter.Seq2[Event, Circuit] {
	return func(yield func(Event, Circuit) bool) {
		for i, c := range x.steps {
			if !yield(x.Events[i], c) {
				return
			}
		}
	}
}

// tell appends an event, with the circuit after it.
func (x *Explanation) tell(e Event, after Circuit) {
	x.Events, x.steps = append(x.Events, e), append(x.steps, after)
}
