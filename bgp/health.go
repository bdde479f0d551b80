package bgp

import (
	"iter"

	"github.com/expressroute-go/expressroute/machine"
)

// Health says how many of the two sessions of a peering are up. Microsoft
// promises availability only if both are. The zero value is not observed.
//
// Source: https://learn.microsoft.com/en-us/azure/expressroute/expressroute-routing
type Health uint8

const (
	_        Health = iota
	Up              // both sessions are Established; nobody has to act
	Degraded        // one session is Established and carries all traffic; Customer or Provider repairs the other
	Down            // no session is Established; check Edge.Why first, then the routers at both ends
)

var healths = machine.Spell[Health]("bgp.Health", "not observed", "Up", "Degraded", "Down")

// Healths yields every health, from the best to the worst.
func Healths() iter.Seq[Health] { return healths.All() }

func (h Health) String() string                { return healths.String(h) }
func (h Health) MarshalText() ([]byte, error)  { return healths.MarshalText(h) }
func (h *Health) UnmarshalText(b []byte) error { return healths.UnmarshalText(h, b) }

// Paths are the two paths of a peering, for one address family.
type Paths struct {
	Primary   Path `json:"primary,omitzero"`   // the path with the first subnet
	Secondary Path `json:"secondary,omitzero"` // the path with the second subnet
}

// Health returns the health of the peering. It is zero, not observed, unless both
// sessions were observed: a route-table summary shows one path only.
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
