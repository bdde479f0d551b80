package registry

import (
	"net/netip"

	"github.com/expressroute-go/expressroute/bgp"
	"github.com/expressroute-go/expressroute/machine"
)

// Validity is the result of origin validation (RFC 6811 section 2). The zero
// value is not checked: no VRPs were read, or the prefix is not of interest.
type Validity uint8

const (
	_        Validity = iota
	NotFound          // no VRP covers the prefix
	Invalid           // VRPs cover the prefix, and none allows this AS to originate it: many networks drop the route
	Valid             // a VRP allows this AS to originate the prefix
)

var validities = machine.Spell[Validity]("registry.Validity", "not checked", "NotFound", "Invalid", "Valid")

func (v Validity) String() string                { return validities.String(v) }
func (v Validity) MarshalText() ([]byte, error)  { return validities.MarshalText(v) }
func (v *Validity) UnmarshalText(b []byte) error { return validities.UnmarshalText(v, b) }

// Validate validates the origin a of a route to p, by RFC 6811 section 2. All
// VRPs that cover p count, not only the longest. A VRP of AS0 covers but never
// matches. It does not allocate.
func (s *Snapshot) Validate(p netip.Prefix, a bgp.ASN) Validity {
	if !s.checks || !p.IsValid() || !s.OfInterest(p) {
		return 0
	}
	validity := NotFound
	for _, number := range s.vrps.table.Supernets(p) {
		for _, v := range s.vrps.at(number) {
			if v.asn == a && a != 0 && p.Bits() <= int(v.maxLength) {
				return Valid
			}
		}
		validity = Invalid
	}
	return validity
}
