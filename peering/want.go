package peering

import (
	"iter"

	"github.com/expressroute-go/expressroute/machine"
)

// Mode says whether a peering is wanted. The zero value is Unmanaged. Two names
// begin with Want, because [Absent] is the name of a state: a peering that is
// WantAbsent is removed when both its families are [Absent].
type Mode uint8

const (
	Unmanaged   Mode = iota // leave the peering as it is
	WantPresent             // create the peering, or bring it to the wanted configuration
	WantAbsent              // remove the peering
)

var modes = machine.Spell[Mode]("peering.Mode", "Unmanaged", "Present", "Absent")

// Modes yields WantPresent and WantAbsent.
func Modes() iter.Seq[Mode] { return modes.All() }

func (m Mode) String() string                { return modes.String(m) }
func (m Mode) MarshalText() ([]byte, error)  { return modes.MarshalText(m) }
func (m *Mode) UnmarshalText(b []byte) error { return modes.UnmarshalText(m, b) }

// Want is what is wanted of one peering. The zero value leaves the peering as
// it is.
type Want struct {
	Mode   Mode
	Config Config // the wanted configuration, if Mode is WantPresent
}
