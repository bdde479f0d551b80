package circuit

import (
	"slices"
	"strings"
	"time"

	"github.com/expressroute-go/expressroute/bgp"
	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
	"github.com/expressroute-go/expressroute/prefixes"
)

// Observation is what one document, or several that were read together, says
// about one circuit. What the document does not say is zero: absent is not
// empty. Package circuit/azure makes observations from what Azure shows.
type Observation struct {
	At       time.Time // when it was read; zero if not known
	Echo     bool      // the answer to a write, not a read: it shows what Azure is about to do, not what is
	NotFound bool      // Azure answered that there is no such circuit
	Direct   machine.Truth
	Have     Config // identity and configuration, as far as the document says

	Provider  ProviderState
	Status    Status
	Operation peering.Operation
	Private   peering.State // BGP and AsWanted are not read
	Public    peering.State
	Microsoft peering.State

	Linked     []string // networks, authorizations or connections of Have.Links that are in use
	Authorized []string // those of Have.Links that hold an authorization; if not nil, Have.Links are all that Azure shows

	Sessions map[Session]bgp.Paths // BGP sessions as the route-table summary shows them
	Absent   []string              // fields that such a document has and this one has not
	Quirks   []Quirk               // what is odd about it
}

// Session names one BGP session of a circuit.
type Session struct {
	Peering peering.Type
	Family  peering.Family
}

// String is the peering and the family: "MicrosoftPeering IPv4".
func (s Session) String() string { return s.Peering.String() + " " + s.Family.String() }

// MarshalText writes what String returns, so that sessions can be the keys of a
// JSON object.
func (s Session) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalText is the inverse of MarshalText.
func (s *Session) UnmarshalText(text []byte) error {
	name, word, _ := strings.Cut(string(text), " ")
	t, err := machine.Parse[peering.Type](name)
	if err != nil {
		return err
	}
	f, err := machine.Parse[prefixes.Family](word)
	if err != nil {
		return err
	}
	*s = Session{Peering: t, Family: f}
	return nil
}

// Quirk is something odd in a document that a reader should know of, though it
// is no error.
type Quirk struct {
	Path   string `json:"path"`   // "properties.peerings[0].properties.azureASN"
	Says   string `json:"says"`   // what is odd
	Source string `json:"source"` // where this was seen before
}

// readable returns the observation without values that have no word, which it
// lists as strange, and without links beyond all that can be modelled.
func (o Observation) readable() Observation {
	o.Have.Strange = slices.Clone(o.Have.Strange)
	strange := func(field, word string) {
		o.Have.Strange = append(o.Have.Strange, Strange{Path: field, Field: field, Value: word})
	}
	wordless(&o.Provider, NotApplicable, "provider", strange)
	wordless(&o.Status, Gone, "status", strange)
	wordless(&o.Operation, peering.Deleting, "operation", strange)
	for t := range peering.Types() {
		p, name := o.OfPeering(t), t.String()
		wordless(&p.Operation, peering.Deleting, name+".operation", strange)
		wordless(&p.ModifiedBy, machine.NetworkOwner, name+".modifiedBy", strange)
		wordless(&p.RouteFilter, machine.Yes, name+".routeFilter", strange)
		wordless(&p.IPv4.Admin, peering.Enabled, name+".ipv4.admin", strange)
		wordless(&p.IPv6.Admin, peering.Enabled, name+".ipv6.admin", strange)
		wordless(&p.IPv4.Prefixes, prefixes.ManualValidation, name+".ipv4.prefixes", strange)
		wordless(&p.IPv6.Prefixes, prefixes.ManualValidation, name+".ipv6.prefixes", strange)
	}
	if len(o.Have.Links) > 2*MaxLinks {
		o.Have.Links = o.Have.Links[:2*MaxLinks]
	}
	return o
}

func wordless[T machine.State](v *T, last T, field string, strange func(field, word string)) {
	if *v > last {
		strange(field, (*v).String())
		*v = 0
	}
}

// OfPeering points to what was observed of the peering of that type, nil for no
// type.
func (o *Observation) OfPeering(t peering.Type) *peering.State {
	switch t {
	case peeringPrivate:
		return &o.Private
	case peeringPublic:
		return &o.Public
	case peeringMicrosoft:
		return &o.Microsoft
	}
	return nil
}
