package circuit

import (
	"encoding"
	"strings"

	"github.com/expressroute-go/expressroute/bgp"
	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
	"github.com/expressroute-go/expressroute/prefixes"
)

// dimension is one value of a [State]. All code that reads, compares, explains or
// writes a State loops over [dimensions].
type dimension struct {
	name  string         // "status", "MicrosoftPeering.ipv4.prefixes"
	of    peering.Type   // the peering that it belongs to, zero for the circuit itself
	half  peering.Family // the family that it belongs to, zero for the whole peering
	role  role
	get   func(*State) uint8
	set   func(*State, uint8)
	last  uint8                            // the last value of the enumeration
	word  func(uint8) string               // spells also values outside the enumeration
	text  func(uint8) (string, error)      // fails for values outside the enumeration
	parse func(text string) (uint8, error) // the inverse of text
	same  func(a, b uint8) bool            // whether documents spell two values alike; nil: only equal ones
}

// role says where the value of a dimension comes from.
type role uint8

const (
	moved    role = iota // documents show it; an event must explain each change
	taken                // documents show it; a change needs no explanation
	followed             // no document shows it: it is recorded, or computed from the other values
)

// dimensions lists all dimensions: first those of the circuit itself, then those of
// each peering and its families.
var dimensions = func() []dimension {
	list := []dimension{
		circuitWide("provider", moved, func(s *State) *ProviderState { return &s.Provider }),
		circuitWide("status", moved, func(s *State) *Status { return &s.Status }),
		circuitWide("operation", moved, func(s *State) *peering.Operation { return &s.Operation }),
		circuitWide("acts", followed, func(s *State) *Acts { return &s.Acts }),
		circuitWide("whole", followed, func(s *State) *Lists { return &s.Whole }),
		circuitWide("order.bandwidthAsWanted", followed, func(s *State) *machine.Truth { return &s.Bandwidth }),
		circuitWide("order.tierAsWanted", followed, func(s *State) *machine.Truth { return &s.Tier }),
		circuitWide("order.billingAsWanted", followed, func(s *State) *machine.Truth { return &s.Billing }),
	}
	for t := range peering.Types() {
		// Route filters and prefixes have a meaning on a Microsoft peering only.
		// On other peerings a change of them needs no explanation.
		microsoft := moved
		if t != peeringMicrosoft {
			microsoft = taken
		}
		list = append(list,
			peeringWide(t, "operation", moved, func(p *peering.State) *peering.Operation { return &p.Operation }),
			peeringWide(t, "routeFilter", microsoft, func(p *peering.State) *machine.Truth { return &p.RouteFilter }),
			peeringWide(t, "modifiedBy", taken, func(p *peering.State) *machine.Actor { return &p.ModifiedBy }),
			peeringWide(t, "asWanted", followed, func(p *peering.State) *machine.Truth { return &p.AsWanted }),
		)
		for f := range prefixes.Families() {
			list = append(list,
				familyWide(t, f, "admin", moved, func(h *peering.FamilyState) *peering.Admin { return &h.Admin }),
				familyWide(t, f, "prefixes", microsoft, func(h *peering.FamilyState) *prefixes.State { return &h.Prefixes }).alike(sameOnTheWire),
				familyWide(t, f, "bgp", followed, func(h *peering.FamilyState) *bgp.State { return &h.BGP }),
			)
		}
	}
	return list
}()

// dimensionNamed returns the dimension of that name, nil if there is none.
func dimensionNamed(name string) *dimension { return dimensionIndex[name] }

var dimensionIndex = func() map[string]*dimension {
	index := make(map[string]*dimension, len(dimensions))
	for i := range dimensions {
		index[dimensions[i].name] = &dimensions[i]
	}
	return index
}()

// spelled is an enumeration that is written as words.
type spelled interface {
	~uint8
	String() string
	MarshalText() ([]byte, error)
}

func circuitWide[T spelled, P interface {
	*T
	encoding.TextUnmarshaler
}](name string, r role, at func(*State) *T) dimension {
	last := uint8(0)
	for last < 255 {
		if _, err := T(last + 1).MarshalText(); err != nil {
			break
		}
		last++
	}
	return dimension{
		name: name, role: r, last: last,
		get:  func(s *State) uint8 { return uint8(*at(s)) },
		set:  func(s *State, v uint8) { *at(s) = T(v) },
		word: func(v uint8) string { return T(v).String() },
		text: func(v uint8) (string, error) {
			text, err := T(v).MarshalText()
			return string(text), err
		},
		parse: func(text string) (uint8, error) {
			var v T
			err := P(&v).UnmarshalText([]byte(text))
			return uint8(v), err
		},
	}
}

func peeringWide[T spelled, P interface {
	*T
	encoding.TextUnmarshaler
}](t peering.Type, name string, r role, at func(*peering.State) *T) dimension {
	d := circuitWide[T, P](t.String()+"."+name, r, func(s *State) *T { return at(s.OfPeering(t)) })
	d.of = t
	return d
}

func familyWide[T spelled, P interface {
	*T
	encoding.TextUnmarshaler
}](t peering.Type, f peering.Family, name string, r role, at func(*peering.FamilyState) *T) dimension {
	d := peeringWide[T, P](t, strings.ToLower(f.String())+"."+name, r, func(p *peering.State) *T { return at(familyOf(p, f)) })
	d.half = f
	return d
}

// familyOf returns a pointer to the state of one family.
func familyOf(p *peering.State, f peering.Family) *peering.FamilyState {
	if f == peering.IPv6 {
		return &p.IPv6
	}
	return &p.IPv4
}

func (d dimension) alike(same func(a, b uint8) bool) dimension {
	d.same = same
	return d
}

// sameOnTheWire reports whether the API spells two prefix states alike. It shows
// ManualValidation as ValidationNeeded.
func sameOnTheWire(a, b uint8) bool { return prefixes.State(a).Wire() == prefixes.State(b).Wire() }

// agrees reports whether the known value is the one that was seen. A value that was
// not seen agrees with every known value.
func (d *dimension) agrees(known, seen *State) bool {
	a, b := d.get(known), d.get(seen)
	return b == 0 || a == b || a != 0 && d.same != nil && d.same(a, b)
}

// known reports whether any state that documents show is known of the subject: of
// a peering, or of the circuit itself if of is zero.
func (s *State) known(of peering.Type) bool {
	for i := range dimensions {
		if d := &dimensions[i]; d.of == of && d.role != followed && d.get(s) != 0 {
			return true
		}
	}
	return false
}
