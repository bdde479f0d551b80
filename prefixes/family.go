package prefixes

import (
	"iter"
	"net/netip"

	"github.com/expressroute-go/expressroute/machine"
)

// Family is an address family. In every peering each family has its own
// configuration, prefix state and pair of BGP sessions. The zero value is no
// family.
type Family uint8

const (
	_    Family = iota
	IPv4        // 32-bit addresses; configured in the peering's own fields
	IPv6        // 128-bit addresses; configured under ipv6PeeringConfig
)

var families = machine.Spell[Family]("prefixes.Family", "no family", "IPv4", "IPv6")

// Families yields both families.
func Families() iter.Seq[Family] { return families.All() }

func (f Family) String() string                { return families.String(f) }
func (f Family) MarshalText() ([]byte, error)  { return families.MarshalText(f) }
func (f *Family) UnmarshalText(b []byte) error { return families.UnmarshalText(f, b) }

// FamilyOf returns the family of p, zero if p is not valid. IPv4 addresses
// written as IPv6 ("::ffff:192.0.2.0/120") are IPv6, as they are in netip.
func FamilyOf(p netip.Prefix) Family {
	switch {
	case !p.IsValid():
		return 0
	case p.Addr().Is4():
		return IPv4
	}
	return IPv6
}
