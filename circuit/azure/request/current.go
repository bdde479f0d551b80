package request

import (
	"strings"

	"github.com/expressroute-go/expressroute/circuit"
	"github.com/expressroute-go/expressroute/circuit/azure"
	"github.com/expressroute-go/expressroute/circuit/azure/internal/jsondoc"
	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
)

// read returns the body that is made from the current document, nil for a DELETE
// and if a document is needed and there is none.
func (m *maker) read(kind merge, current []byte) (*body, error) {
	none := kind == peeringOrNone && m.State().Peering(m.event.Peering).Exists() == machine.No
	switch {
	case current != nil:
		return m.readCurrent(kind, current)
	case none || kind == created:
		return newBody(), nil
	}
	return nil, nil
}

// readCurrent reads the current document. A DELETE, and the PUT of something new,
// only need it to tell which circuit it is.
func (m *maker) readCurrent(kind merge, current []byte) (*body, error) {
	root, err := readResource(current)
	if err != nil {
		return nil, err
	}
	shape := shapeOf(current)
	if err := m.identify(shape, root); err != nil {
		return nil, err
	}
	switch {
	case kind == deleted:
		return nil, nil
	case m.event.Verb == circuit.CreateCircuit:
		m.refused = "the circuit exists, and a PUT of the order alone would wipe out what it has"
		return nil, nil
	case kind == created:
		return newBody(), nil
	}
	v, err := m.part(kind, shape, root)
	if err != nil {
		return nil, err
	}
	if v.Absent() {
		return newBody(), nil
	}
	return m.bodyOf(kind, shape, current, v)
}

// part returns the resource in a document: the document itself, or the peering in
// the document of its circuit. It returns nothing if the circuit has no such
// peering and the step creates one.
func (m *maker) part(kind merge, shape azure.Shape, root jsondoc.Value) (jsondoc.Value, error) {
	whole := azure.ARMCircuit
	if m.event.Actor() == machine.Provider {
		whole = azure.CrossConnection
	}
	single, list := isPeering(root), walk(root, "properties.peerings")
	switch ofCircuit := shape == whole && !single; {
	case kind < peeringDocument && ofCircuit:
		return root, nil
	case kind >= peeringDocument && single && !equalNames(nameOf(root), m.event.Peering):
		return jsondoc.Value{}, newError(shape, root.Locate(errElsewhere))
	case kind >= peeringDocument && single:
		return root, nil
	case kind < peeringDocument || !ofCircuit || list.Kind() != jsondoc.Array:
		return jsondoc.Value{}, newError(shape, root.Locate(azure.ErrShape))
	}
	for _, p := range list.Elements() {
		if equalNames(nameOf(p), m.event.Peering) {
			return p, nil
		}
	}
	if kind == peeringOrNone && !listed(shape, root) {
		return jsondoc.Value{}, nil
	}
	return jsondoc.Value{}, newError(shape, list.Locate(errNoPeering))
}

// listed reports whether a cross connection may be one of a list, which shows no
// peerings.
//
// Source: https://learn.microsoft.com/en-us/azure/expressroute/cross-connections-api-development
func listed(shape azure.Shape, root jsondoc.Value) bool {
	return shape == azure.CrossConnection && walk(root, "properties.sTag").Absent() && empty(walk(root, "properties.peerings"))
}

// identify checks that a document is of this circuit, and takes its ID if the
// circuit's is not known yet.
func (m *maker) identify(shape azure.Shape, root jsondoc.Value) error {
	v := root.Member("id")
	id := splitID(v.Text())
	if len(id) > 8 {
		id = id[:8] // without the peering
	}
	if m.event.Actor() == machine.Provider {
		return m.identifyCross(shape, root, id)
	}
	switch {
	case id.name(typeCircuit) == "":
		if !v.Absent() {
			return newError(shape, v.Locate(errElsewhere))
		}
	case m.id.name(typeCircuit) == "":
		m.id = id
	case !m.id.equal(id):
		return newError(shape, v.Locate(errElsewhere))
	}
	key := walk(root, "properties.serviceKey")
	if known := m.serviceKey; !known.IsZero() && key.Text() != "" && !sameKey(known, key.Text()) {
		return newError(shape, key.Locate(errElsewhere))
	}
	return nil
}

// identifyCross does the same for a cross connection, whose name is the service
// key.
func (m *maker) identifyCross(shape azure.Shape, root jsondoc.Value, id resourceID) error {
	v := root.Member("id")
	key := id.name(typeCross)
	switch {
	case v.Absent():
		return nil
	case key == "", !m.serviceKey.IsZero() && !sameKey(m.serviceKey, key):
		return newError(shape, v.Locate(errElsewhere))
	}
	m.crossID, m.serviceKey = id, machine.NewSecret(key)
	return nil
}

// equalNames reports whether a name is that of a peering of type t.
func equalNames(name string, t peering.Type) bool { return strings.EqualFold(name, t.String()) }

// sameKey reports whether a text is the service key.
func sameKey(key machine.Secret, text string) bool { return strings.EqualFold(key.Reveal(), text) }
