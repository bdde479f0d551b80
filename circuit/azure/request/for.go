package request

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/expressroute-go/expressroute/circuit"
	"github.com/expressroute-go/expressroute/circuit/azure"
	"github.com/expressroute-go/expressroute/circuit/azure/internal/jsondoc"
	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
)

// For returns the request that takes a step of a plan of the circuit c: for a step
// of the customer, of the owner of a linked network, or of the connectivity
// provider, who writes cross connections.
//
// A PUT replaces the whole resource, so current must be the JSON of the resource
// that the step changes, as a GET returned it just before. A peering may also come
// in the document of its circuit. What the step does not change stays in the body
// as it is, fields that this package does not know included. The ETag and the
// states of operations, which only Azure writes, are left out. current may be nil
// where nothing exists yet, and for a DELETE.
//
// The MD5 keys of all peerings that the request writes are put in where the spec
// says where they are, because no GET returns them. Wipes of the request lists the
// peerings that would lose theirs.
//
// The error is a [*NoRequestError] for a step that no request takes, a
// [*MissingError] that lists all that is missing, or an [*azure.Error] about the
// current document.
func For(c circuit.Circuit, s circuit.Step, current []byte, names Names) (Request, error) {
	row, sent := requests[s.Event.Verb]
	if !sent || s.Event.Valid() != nil {
		return Request{}, unsendable(c, s)
	}
	have := c.Have()
	m := &maker{order: order{Circuit: c, event: s.Event, id: splitID(have.ID)}, names: names, serviceKey: have.ServiceKey}
	b, err := m.read(row.merge, current)
	if err != nil {
		return Request{}, err
	}
	at := row.at(m)
	if b == nil && row.merge > created {
		m.lack(Missing{Name: "the current document", For: "a PUT replaces the whole resource: GET " + at.path()})
	}
	if b != nil {
		m.sharedKeys(row.merge, b)
		row.write(m, b)
	}
	switch {
	case m.refused != "":
		return Request{}, &NoRequestError{Step: s, Why: m.refused}
	case b != nil && b.err != nil:
		return Request{}, b.err
	case len(m.missing) > 0:
		return Request{}, &MissingError{Event: s.Event, Missing: m.missing}
	}
	r := Request{
		Method: http.MethodDelete, Path: at.path(), APIVersion: APIVersion, Header: http.Header{},
		Follow: []string{"Azure-AsyncOperation", "Location"}, Typical: s.Typical, Ask: s.Ask, serviceKey: m.serviceKey,
	}
	if row.shows != nil {
		r.read = row.shows(m).path()
	}
	return r, r.fill(b)
}

// fill makes the request a PUT of the body, if there is one.
func (r *Request) fill(b *body) error {
	if b == nil {
		return nil
	}
	text, err := encode(b.root)
	if err != nil {
		return err
	}
	r.Method, r.document, r.keys = http.MethodPut, machine.NewSecret(string(text)), b.keys
	r.Header.Set("Content-Type", "application/json")
	if b.etag != "" {
		r.Header.Set("If-Match", b.etag)
	}
	r.Wipes, err = b.wipes(text)
	return err
}

// maker collects what a request is made from.
type maker struct {
	order
	names      Names
	crossID    resourceID     // of the provider's cross connection, if the current document tells it
	serviceKey machine.Secret // of the circuit
	missing    []Missing
	refused    string // why no request takes the step, empty if one does
}

// lack notes that something is missing, once.
func (m *maker) lack(what Missing) {
	for _, known := range m.missing {
		if known.Name == what.Name {
			return
		}
	}
	m.missing = append(m.missing, what)
}

// name returns a name for a path: the one that is known, or else the one that the
// caller gives. If there is neither it notes that the name is missing, unless no
// purpose is given, and returns the field in braces.
func (m *maker) name(field, known, given, purpose string) string {
	value := known
	if value == "" {
		value = given
	}
	switch {
	case sound(value):
		return value
	case purpose != "":
		m.lack(Missing{Name: "Names." + field, For: purpose, Found: quotedOr(value)})
	}
	return "{" + field + "}"
}

// quotedOr returns the text in quotes, nothing if there is none.
func quotedOr(text string) string {
	if text == "" {
		return ""
	}
	return strconv.Quote(plainText(text))
}

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
