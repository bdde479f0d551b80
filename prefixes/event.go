package prefixes

import (
	"iter"

	"github.com/expressroute-go/expressroute/machine"
)

// Event is an event in the validation of a list of prefixes. The zero value is
// no event.
type Event uint8

const (
	_                 Event = iota
	Submitted               // Customer wrote the list, or its AS number or registry
	ValidationStarted       // Microsoft began to validate the list
	Validated               // Microsoft found every prefix in a registry, or verified its signature
	NotMatched              // Microsoft found no match of a prefix and the AS number in any registry
	TicketOpened            // Customer asked for manual validation, with proof of ownership
	EvidenceAccepted        // Support accepted the proof
	EvidenceRejected        // Support rejected the proof
	Signed                  // Customer submitted the owner's signatures on the prefixes
	Withdrawn               // Customer deleted the list or the whole peering
)

var events = machine.Spell[Event]("prefixes.Event", "no event",
	"Submitted", "ValidationStarted", "Validated", "NotMatched", "TicketOpened",
	"EvidenceAccepted", "EvidenceRejected", "Signed", "Withdrawn")

// Events yields every event.
func Events() iter.Seq[Event] { return events.All() }

func (e Event) String() string                { return events.String(e) }
func (e Event) MarshalText() ([]byte, error)  { return events.MarshalText(e) }
func (e *Event) UnmarshalText(b []byte) error { return events.UnmarshalText(e, b) }
