package prefixes

import (
	"iter"

	"github.com/expressroute-go/expressroute/machine"
)

// State is the advertised public prefixes state: how far Microsoft is with the
// prefixes of one address family. It means something on a Microsoft peering
// only; elsewhere Azure shows NotConfigured, or Configured in the classic API,
// and neither says anything. The zero value is not observed.
//
// The workflow article of July 2016 names the states configured, validation
// needed and manual validation; the API names the four that [State.Wire]
// returns.
type State uint8

const (
	_ State = iota

	// NotConfigured: nothing is listed, or the list has only just been written.
	// Turn: Customer to list prefixes, then Microsoft, which goes to
	// Configuring.
	NotConfigured

	// Configuring: the list is being validated and put on Microsoft's edge.
	// Turn: Microsoft, which goes to Configured or to ValidationNeeded. The API
	// has this value; it is in no recorded document.
	Configuring

	// Configured: the prefixes are accepted, and BGP may be enabled. Turn:
	// Nobody. It lasts until the list is written anew or withdrawn.
	Configured

	// ValidationNeeded: the prefixes did not match the AS number in any routing
	// registry, and BGP stays disabled. Turn: Customer, to sign the prefixes, to
	// mend the registry record and write the list anew, or to open a support
	// ticket, which goes to ManualValidation.
	ValidationNeeded

	// ManualValidation: a person decides on proof of ownership. Turn: Support,
	// which goes to Configured or back to ValidationNeeded.
	//
	// The article tells the customer to open a ticket in this state. No API
	// shows it for a list: before and after the ticket the word there is
	// ValidationNeeded. In this library the ticket leads here, and so does an
	// API that asks for manual validation prefix by prefix ([Aggregate]), where
	// the ticket may still have to be opened.
	ManualValidation
)

var states = machine.Spell[State]("prefixes.State", "not observed",
	"NotConfigured", "Configuring", "Configured", "ValidationNeeded", "ManualValidation")

// States yields every state, in the order of the life cycle.
func States() iter.Seq[State] { return states.All() }

func (s State) String() string                { return states.String(s) }
func (s State) MarshalText() ([]byte, error)  { return states.MarshalText(s) }
func (s *State) UnmarshalText(b []byte) error { return states.UnmarshalText(s, b) }

// wires are the words of the API. The first four states have them in common.
var wires = machine.Spell[State]("advertisedPublicPrefixesState", "",
	"NotConfigured", "Configuring", "Configured", "ValidationNeeded")

// Wire returns the state as the API spells it in advertisedPublicPrefixesState.
// ManualValidation is ValidationNeeded there; the zero value, and a value that
// is no state, is empty.
//
// Source: github.com/Azure/azure-rest-api-specs,
// specification/network/resource-manager/Microsoft.Network/stable/2024-05-01/expressRouteCircuit.json
func (s State) Wire() string {
	switch {
	case s == ManualValidation:
		s = ValidationNeeded
	case s > ManualValidation:
		return ""
	}
	return wires.String(s)
}

// ParseWire returns the state that the API's word names, zero for the empty
// word. The error is a [*machine.WordError]; what is not one of the four words
// is no state.
func ParseWire(word string) (State, error) {
	if word == "" {
		return 0, nil
	}
	return wires.Parse(word)
}
