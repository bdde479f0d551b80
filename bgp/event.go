package bgp

import (
	"iter"

	"github.com/expressroute-go/expressroute/machine"
)

// Event is an event in BGP provisioning. The zero value is no event.
type Event uint8

const (
	_            Event = iota
	EdgeEnabled        // Microsoft's edge enabled BGP
	EdgeDisabled       // Microsoft's edge disabled BGP
)

var events = machine.Spell[Event]("bgp.Event", "no event", "EdgeEnabled", "EdgeDisabled")

// Events yields both events.
func Events() iter.Seq[Event] { return events.All() }

func (e Event) String() string                { return events.String(e) }
func (e Event) MarshalText() ([]byte, error)  { return events.MarshalText(e) }
func (e *Event) UnmarshalText(b []byte) error { return events.UnmarshalText(e, b) }
