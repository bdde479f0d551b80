package circuit

import (
	"slices"
	"time"

	"github.com/expressroute-go/expressroute/machine"
)

// Observation is what one document, or several that were read together, says
// about one circuit. What the document does not say is zero: absent is not
// empty. Package circuit/azure makes observations from what Azure shows.
type Observation struct {
	At       time.Time   `json:"at,omitzero"`        // when it was read; zero if not known
	Echo     bool        `json:"echo,omitempty"`     // the answer to a write, not a read: it shows what Azure is about to do, not what is
	NotFound bool        `json:"notFound,omitempty"` // Azure answered that there is no such circuit
	Unlisted bool        `json:"unlisted,omitempty"` // a list that is whole does not name it: there is no such circuit
	State    State       `json:"state"`              // what moves; BGP, acts but ProvisionedBefore, and AsWanted are not read
	Have     Config      `json:"have"`               // identity and configuration
	Links    []LinkState `json:"links,omitempty"`    // links and authorizations; State.Whole says which of them are all there are
	Absent   []string    `json:"absent,omitempty"`   // fields that such a document has and this one has not
	Quirks   []Quirk     `json:"quirks,omitempty"`   // what is odd about it
}

// Quirk is something odd in a document that a reader should know of, though it
// is no error.
type Quirk struct {
	Path   string `json:"path"`   // "properties.peerings[0].properties.azureASN"
	Says   string `json:"says"`   // what is odd
	Source string `json:"source"` // where this was seen before
}

// readable returns the observation without values that have no word, which it
// lists as strange, without what documents do not show, without links beyond all
// that can be modelled, and without BGP sessions of which no state was seen.
func (o Observation) readable() Observation {
	for i := range dimensions {
		d := &dimensions[i]
		switch v := d.get(&o.State); {
		case d.role == followed && d.of != 0:
			d.set(&o.State, 0)
		case v > d.last:
			o.Have.Strange = append(slices.Clip(o.Have.Strange), Strange{Path: d.name, Field: d.name, Value: d.word(v)})
			d.set(&o.State, 0)
		}
	}
	o.State.Bandwidth, o.State.Tier, o.State.Billing = 0, 0, 0
	o.State.Acts &= ProvisionedBefore
	o.State.Whole &= AllLinks | AllAuthorizations
	if o.Have.Birth == "" {
		o.Have.Birth = fingerprint(o.Have.ServiceKey)
	}
	for session, paths := range o.Have.Sessions {
		if paths.Primary.Session == 0 && paths.Secondary.Session == 0 {
			o.Have.Sessions = withoutSession(o.Have.Sessions, session)
		}
	}
	if len(o.Links) > 2*MaxLinks {
		o.Links = o.Links[:2*MaxLinks]
	}
	return o
}

// tellsCircuit reports whether the observation says anything of the circuit itself.
func (o *Observation) tellsCircuit() bool {
	return o.State.known(0) || o.Have.Order != (Order{}) || o.Have.ETag != "" || len(o.Links) > 0 || o.State.Whole != 0
}

// showsCircuit reports whether the document shows the state of a circuit that is
// there.
func (o *Observation) showsCircuit() bool { return o.State.known(0) && o.showsTrace() }

// showsTrace reports whether the document shows anything that only a circuit
// that is there has.
func (o *Observation) showsTrace() bool {
	if o.State.Status == Gone || o.State.Status == NotCreated {
		return false
	}
	return o.State.known(0) || o.Have.ETag != "" || o.Have.Order != (Order{}) || o.State.hasPeering() == machine.Yes
}
