package prefixes

import (
	"iter"

	"github.com/expressroute-go/expressroute/machine"
)

// State is the advertised public prefixes state: the progress of the validation
// of the prefixes of one address family. It has a meaning on a Microsoft
// peering only; on other peerings Azure shows NotConfigured, or Configured in
// the classic API, without a meaning. The zero value is not observed.
//
// The workflow article of July 2016 names the states configured, validation
// needed and manual validation; the API has the four that [State.Wire] returns.
//
// [ParseWire] reads the words of the API.
type State uint8

const (
	_ State = iota

	// NotConfigured: no prefix is listed, or validation of the list has not
	// begun. Turn: Customer if no prefix is listed, to list them; otherwise
	// Microsoft. Goes to Configuring.
	NotConfigured

	// Configuring: Microsoft validates the list and configures its edge. Turn:
	// Microsoft. Goes to Configured or to ValidationNeeded. The API has this
	// value; no recorded document shows it.
	Configuring

	// Configured: the prefixes are accepted, and BGP can be enabled. Turn:
	// Nobody. Goes to NotConfigured when the list is written again or deleted,
	// and to Configuring when Microsoft validates it again.
	Configured

	// ValidationNeeded: the prefixes did not match the AS number in any routing
	// registry, and BGP stays disabled. Turn: Customer. Goes to Configuring
	// when the customer signs the prefixes, to NotConfigured when the customer
	// corrects the registry record and writes the list again, and to
	// ManualValidation when the customer opens a support ticket.
	ValidationNeeded

	// ManualValidation: a person at Microsoft reads the proof of ownership.
	// Turn: Support. Goes to Configured or back to ValidationNeeded.
	//
	// The article tells the customer to open a ticket in this state. No API
	// shows the state for a list: before and after the ticket it shows
	// ValidationNeeded. In this library the ticket leads here. A list is also
	// in this state if the API asks for manual validation of one of its
	// prefixes ([Aggregate]); the customer may still have to open the ticket
	// then.
	ManualValidation
)

var states = machine.Spell[State]("prefixes.State", "not observed",
	"NotConfigured", "Configuring", "Configured", "ValidationNeeded", "ManualValidation")

// States yields every state, in the order of the life cycle.
func States() iter.Seq[State] { return states.All() }

func (s State) String() string                { return states.String(s) }
func (s State) MarshalText() ([]byte, error)  { return states.MarshalText(s) }
func (s *State) UnmarshalText(b []byte) error { return states.UnmarshalText(s, b) }

// wires are the words of the API, which are those of the first four states.
var wires = machine.Spell[State]("advertisedPublicPrefixesState", "",
	"NotConfigured", "Configuring", "Configured", "ValidationNeeded")

// Wire returns the word of the API, in the field advertisedPublicPrefixesState:
// ValidationNeeded for ManualValidation, and the empty word for the zero value
// and for a value that is no state.
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

// ParseWire reads a word of the API. The empty word is the zero value. For a word
// that is not one of the four, the error is a [*machine.WordError].
func ParseWire(word string) (State, error) {
	if word == "" {
		return 0, nil
	}
	return wires.Parse(word)
}
