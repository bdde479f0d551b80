package prefixes

import (
	"iter"

	"github.com/expressroute-go/expressroute/machine"
)

// Event moves the state of a list of prefixes. The zero value is no event.
type Event uint8

const (
	_                 Event = iota
	Submitted               // Customer wrote the list, or the AS number or registry it is validated against
	ValidationStarted       // Microsoft took the list up
	Validated               // Microsoft found every prefix in a registry, or its signature good
	NotMatched              // Microsoft found a prefix that does not match the AS number in any registry
	TicketOpened            // Customer asked for manual validation, with proof of ownership
	EvidenceAccepted        // Support took the proof
	EvidenceRejected        // Support did not take the proof
	Signed                  // Customer handed in the owner's signature on the prefixes
	Withdrawn               // Customer deleted the list, or the peering with it
)

var events = machine.Spell[Event]("prefixes.Event", "no event",
	"Submitted", "ValidationStarted", "Validated", "NotMatched", "TicketOpened",
	"EvidenceAccepted", "EvidenceRejected", "Signed", "Withdrawn")

// Events yields every event.
func Events() iter.Seq[Event] { return events.All() }

func (e Event) String() string                { return events.String(e) }
func (e Event) MarshalText() ([]byte, error)  { return events.MarshalText(e) }
func (e *Event) UnmarshalText(b []byte) error { return events.UnmarshalText(e, b) }
