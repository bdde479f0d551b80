package request

import (
	"net/http"
	"strconv"

	"github.com/expressroute-go/expressroute/circuit"
	"github.com/expressroute-go/expressroute/machine"
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
// [*MissingError] that lists all that is missing, or an *azure.Error about the
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
