package circuit

import (
	"time"

	"github.com/expressroute-go/expressroute/bgp"
	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
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

// Quirk is something odd in a document that a reader should know of, though it
// is no error.
type Quirk struct {
	Path   string `json:"path"`   // "properties.peerings[0].properties.azureASN"
	Says   string `json:"says"`   // what is odd
	Source string `json:"source"` // where this was seen before
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
