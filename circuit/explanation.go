package circuit

import (
	"iter"

	"github.com/expressroute-go/expressroute/machine"
)

// Explanation says how a circuit came from where it was known to be to where it
// was observed.
type Explanation struct {
	Adopted  []string        `json:"adopted,omitempty"`  // subjects that were observed for the first time: "circuit", "MicrosoftPeering", the BGP session "MicrosoftPeering IPv4 Primary"
	Events   []Event         `json:"events,omitempty"`   // the shortest account of what happened
	Changed  []Change        `json:"changed,omitempty"`  // what is configured otherwise than it was, by these events
	Against  []machine.Unmet `json:"against,omitempty"`  // the rules that would have refused them, by Azure's documentation or by ours
	Drift    []Change        `json:"drift,omitempty"`    // what no act of any actor accounts for
	Replaced bool            `json:"replaced,omitempty"` // another circuit is under the same resource ID: what was known of the old one is gone with it
	Moved    string          `json:"moved,omitempty"`    // the resource ID under which the circuit was before
	Ignored  []string        `json:"ignored,omitempty"`  // what was not taken, and why
	Strange  []Strange       `json:"strange,omitempty"`  // values that are not known
	Quirks   []Quirk         `json:"quirks,omitempty"`   // what is odd in the document

	steps []Circuit // the circuit after each event
}

// Steps yields each event of the account with the circuit after it.
func (x Explanation) Steps() iter.Seq2[Event, Circuit] {
	return func(yield func(Event, Circuit) bool) {
		for i, c := range x.steps {
			if !yield(x.Events[i], c) {
				return
			}
		}
	}
}

// tell appends an event to the account, with the circuit after it.
func (x *Explanation) tell(e Event, after Circuit) {
	x.Events, x.steps = append(x.Events, e), append(x.steps, after)
}
