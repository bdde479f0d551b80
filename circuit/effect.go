package circuit

import "github.com/expressroute-go/expressroute/machine"

// Effect is what an event does to traffic and to existing resources.
type Effect uint8

const (
	NoEffect   Effect = iota // it changes nothing that carries traffic
	Interrupts               // it may interrupt traffic
	Destroys                 // it deletes a resource, or has it deleted
)

var effects = machine.SpellAll[Effect]("circuit.Effect", "None", "Interrupts", "Destroys")

func (e Effect) String() string                { return effects.String(e) }
func (e Effect) MarshalText() ([]byte, error)  { return effects.MarshalText(e) }
func (e *Effect) UnmarshalText(b []byte) error { return effects.UnmarshalText(e, b) }
