package circuit

import (
	"encoding"
	"strings"

	"github.com/expressroute-go/expressroute/bgp"
	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
	"github.com/expressroute-go/expressroute/prefixes"
)

// dimension is one thing that is known, or not known, about where a circuit is.
// Whatever reads, compares, explains or writes a State goes over [dimensions].
type dimension struct {
	name  string         // "status", "MicrosoftPeering.ipv4.prefixes"
	of    peering.Type   // the peering that it belongs to, none for the circuit's own
	half  peering.Family // the family that it belongs to, none for the whole peering
	role  role
	get   func(*State) uint8
	set   func(*State, uint8)
	last  uint8                            // the last value that has a word
	word  func(uint8) string               // also of a value that is none of the enumeration
	text  func(uint8) (string, error)      // refuses such a value
	parse func(text string) (uint8, error) // the inverse of text
	same  func(a, b uint8) bool            // whether documents show the two alike; nil if only what is equal
}

// role says where the value of a dimension comes from.
type role uint8

const (
	moved    role = iota // documents show it, and an event accounts for every change
	taken                // documents show it, and it is taken as it is read
	followed             // no document shows it: acts on record, and what follows from the rest
)

// dimensions are all of them: the circuit's own, then those of each peering and
// of each of its families.
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
		// Route filters and prefixes mean something on a Microsoft peering only;
		// what documents show of them elsewhere needs no account.
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

// dimensionNamed finds a dimension, nil if there is none of that name.
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

// familyOf points to that family's half.
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

// sameOnTheWire: the API shows manual validation as ValidationNeeded.
func sameOnTheWire(a, b uint8) bool { return prefixes.State(a).Wire() == prefixes.State(b).Wire() }

// agrees reports whether the state is as the other shows it, where the other
// shows anything.
func (d *dimension) agrees(known, seen *State) bool {
	a, b := d.get(known), d.get(seen)
	return b == 0 || a == b || a != 0 && d.same != nil && d.same(a, b)
}

// known reports whether anything that documents show of the subject is known:
// of that peering, or of the circuit itself.
func (s *State) known(of peering.Type) bool {
	for i := range dimensions {
		if d := &dimensions[i]; d.of == of && d.role != followed && d.get(s) != 0 {
			return true
		}
	}
	return false
}
