package circuit

import "github.com/expressroute-go/expressroute/machine"

// Effect is what a step does to what is there already.
type Effect uint8

const (
	NoEffect   Effect = iota // nothing that runs is touched
	Interrupts               // traffic may be interrupted
	Destroys                 // something is taken away
)

var effects = machine.SpellAll[Effect]("circuit.Effect", "None", "Interrupts", "Destroys")

func (e Effect) String() string                { return effects.String(e) }
func (e Effect) MarshalText() ([]byte, error)  { return effects.MarshalText(e) }
func (e *Effect) UnmarshalText(b []byte) error { return effects.UnmarshalText(e, b) }
