package circuit

import (
	"slices"
	"time"

	"github.com/expressroute-go/expressroute/machine"
)

// Observation is what one document says about one circuit, or several documents
// that were read together. A field that the document does not show is zero, which
// means "not observed", not "empty". Package circuit/azure makes observations from
// Azure's documents.
type Observation struct {
	At       time.Time   `json:"at,omitzero"`        // when it was read; zero if not known
	Echo     bool        `json:"echo,omitempty"`     // the answer to a write, not a read: it shows what Azure is about to do, not the present state
	NotFound bool        `json:"notFound,omitempty"` // Azure answered that there is no such circuit
	Unlisted bool        `json:"unlisted,omitempty"` // a complete list of circuits does not contain it: there is no such circuit
	State    State       `json:"state"`              // the states of the machines; Observe ignores BGP, AsWanted, and all Acts except ProvisionedBefore
	Have     Config      `json:"have"`               // identity and configuration
	Links    []LinkState `json:"links,omitempty"`    // links and authorizations; State.Whole says which of the two lists are complete
	Absent   []string    `json:"absent,omitempty"`   // fields that documents of this type have, but this document lacks
	Quirks   []Quirk     `json:"quirks,omitempty"`   // oddities of the document
}

// Quirk is an oddity in a document. It is not an error, but can mislead a reader.
type Quirk struct {
	Path   string `json:"path"`   // "properties.peerings[0].properties.azureASN"
	Says   string `json:"says"`   // what is odd
	Source string `json:"source"` // where this was seen before
}

// readable returns the observation without what Observe cannot use. It moves
// values outside their enumeration to Have.Strange, clears what documents do not
// show (BGP, AsWanted, acts), and drops links after the first 2*MaxLinks and BGP
// sessions whose state was not read. It adds the fingerprint of the service key.
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
	if more := len(o.Links) - 2*MaxLinks; more > 0 {
		o.Links, o.State.Whole = o.Links[:2*MaxLinks], 0
		o.Quirks = append(slices.Clip(o.Quirks), Quirk{Says: count(more, "link") + " more than can be modelled were ignored", Source: sourceLimits})
	}
	return o
}

// tellsCircuit reports whether the observation says anything about the circuit
// itself, rather than about a part of it or what is linked to it.
func (o *Observation) tellsCircuit() bool {
	return o.State.known(0) || o.Have.Order != (Order{}) || o.Have.ETag != ""
}

// tellsLinks reports whether the observation says anything about links.
func (o *Observation) tellsLinks() bool { return len(o.Links) > 0 || o.State.Whole != 0 }

// showsCircuit reports whether the document shows the state of a circuit that
// exists.
func (o *Observation) showsCircuit() bool { return o.State.known(0) && o.showsTrace() }

// showsTrace reports whether the document shows anything that only an existing
// circuit has: a state, an ETag, an order or a peering.
func (o *Observation) showsTrace() bool {
	if o.State.Status == Gone || o.State.Status == NotCreated {
		return false
	}
	return o.State.known(0) || o.Have.ETag != "" || o.Have.Order != (Order{}) || o.State.hasPeering() == machine.Yes
}
