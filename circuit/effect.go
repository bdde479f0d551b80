package circuit

import "github.com/expressroute-go/expressroute/machine"

// Effect is what a step does to what is there already.
type Effect uint8

const (
	None       Effect = iota // nothing that runs is touched
	Interrupts               // traffic may be interrupted
	Destroys                 // something is taken away
)

var effects = machine.Spell[Effect]("circuit.Effect", "None", "Interrupts", "Destroys")

// ParseEffect returns the effect that word names.
func ParseEffect(word string) (Effect, error) {
	if word == None.String() {
		return None, nil
	}
	return effects.Parse(word)
}

func (e Effect) String() string                { return effects.String(e) }
func (e Effect) MarshalText() ([]byte, error)  { return []byte(e.String()), nil }
func (e *Effect) UnmarshalText(b []byte) error { return unmarshalZero(e, b, ParseEffect) }
