package bgp

import (
	"iter"

	"github.com/expressroute-go/expressroute/machine"
)

// Health is how the two sessions of a peering fare together. Microsoft promises
// availability only where both are up. The zero value is not observed.
//
// Source: https://learn.microsoft.com/en-us/azure/expressroute/expressroute-routing
type Health uint8

const (
	_        Health = iota
	Up              // both sessions are Established; nobody need act
	Degraded        // one is Established and carries everything; Customer or Provider brings the other up
	Down            // neither is Established; see Edge.Why first, then the routers at both ends
)

var healths = machine.Spell[Health]("bgp.Health", "not observed", "Up", "Degraded", "Down")

// Healths yields every health, from the best to the worst.
func Healths() iter.Seq[Health] { return healths.All() }

func (h Health) String() string                { return healths.String(h) }
func (h Health) MarshalText() ([]byte, error)  { return healths.MarshalText(h) }
func (h *Health) UnmarshalText(b []byte) error { return healths.UnmarshalText(h, b) }

// Paths are the two paths of a peering, for one address family.
type Paths struct {
	Primary   Path `json:"primary,omitzero"`   // on the first subnet
	Secondary Path `json:"secondary,omitzero"` // on the second subnet
}

// Health says how the sessions fare. Unless both were observed it is not
// observed: the summary is asked for one path at a time, and one session that is
// up says nothing of the other.
func (p Paths) Health() Health {
	primary, secondary := p.Primary.Session.Up(), p.Secondary.Session.Up()
	switch {
	case primary == machine.Unknown || secondary == machine.Unknown:
		return 0
	case primary != secondary:
		return Degraded
	case primary == machine.Yes:
		return Up
	}
	return Down
}
