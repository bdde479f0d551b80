package peering

import (
	"iter"

	"github.com/expressroute-go/expressroute/machine"
)

// Mode is what is wanted of a peering. The zero value is Unmanaged.
type Mode uint8

const (
	Unmanaged Mode = iota // leave it alone, whatever it is
	Present               // it shall be there, configured as said
	Gone                  // it shall not be there
)

var modes = machine.Spell[Mode]("peering.Mode", "Unmanaged", "Present", "Gone")

// Modes yields Present and Gone.
func Modes() iter.Seq[Mode] { return modes.All() }

func (m Mode) String() string                { return modes.String(m) }
func (m Mode) MarshalText() ([]byte, error)  { return modes.MarshalText(m) }
func (m *Mode) UnmarshalText(b []byte) error { return modes.UnmarshalText(m, b) }

// Want is what is wanted of one peering. The zero value leaves it alone.
type Want struct {
	Mode   Mode
	Config Config // how, if it shall be Present
}
