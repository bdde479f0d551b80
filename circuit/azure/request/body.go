package request

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"

	"github.com/expressroute-go/expressroute/circuit/azure"
	"github.com/expressroute-go/expressroute/circuit/azure/internal/jsondoc"
	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
)

// merge says what a body is made from.
type merge uint8

const (
	deleted         merge = iota // there is no body
	created                      // from the spec alone
	circuitDocument              // from the current circuit
	crossDocument                // from the current cross connection
	peeringDocument              // from the current peering
	peeringOrNone                // from the current peering, or from the spec alone if there is none
)

var (
	errElsewhere = fmt.Errorf("%w: it is that of another resource than the one to be written", azure.ErrValue)
	errNoPeering = fmt.Errorf("%w: the peering that is to be written is not among them", azure.ErrValue)
)

// body is a body in the making.
type body struct {
	root  map[string]any
	now   jsondoc.Value // what it is made from; nothing if it is made from the spec alone
	shape azure.Shape
	etag  string
	keys  []keyAt
	table []loss // what now can lose
	err   error  // the first value of now that cannot be changed as the step wants
}

func newBody() *body { return &body{root: map[string]any{}} }

// bodyOf returns the body that has everything that the resource has, except what
// only Azure writes.
func (m *maker) bodyOf(kind merge, shape azure.Shape, text []byte, v jsondoc.Value) (*body, error) {
	b := &body{now: v, shape: shape, etag: etagOf(v), table: peeringLosses}
	text = bytes.TrimPrefix(text, []byte("\ufeff"))
	if err := decode(text[v.Start():v.End()], &b.root); err != nil {
		return nil, newError(b.shape, v.Locate(azure.ErrShape))
	}
	readOnly := peeringReadOnly
	switch kind {
	case circuitDocument:
		readOnly, b.table = circuitReadOnly, append(circuitLosses[:len(circuitLosses):len(circuitLosses)], keyLoss)
	case crossDocument:
		readOnly, b.table = circuitReadOnly, crossLosses
	}
	strip(b.root, readOnly)
	return b, nil
}

// entityTag matches an ETag that a header can have.
//
// Source: RFC 9110 section 8.8.3
var entityTag = regexp.MustCompile(`^(W/)?"[\x21\x23-\x7e]{0,256}"$`)

// etagOf returns the ETag of a resource, empty if there is none.
func etagOf(v jsondoc.Value) string {
	if etag := v.Member("etag").Text(); entityTag.MatchString(etag) {
		return etag
	}
	return ""
}

// sharedKeys puts in the MD5 keys of the peerings that the body writes.
func (m *maker) sharedKeys(kind merge, b *body) {
	switch {
	case kind >= peeringDocument:
		m.sharedKey(b)
	case kind > created:
		m.embeddedKeys(b)
	}
}

// sharedKey puts in the MD5 key of the peering of the event.
func (m *maker) sharedKey(b *body) {
	if ref := m.Want().Peering(m.event.Peering).Config.SharedKey; !ref.IsZero() {
		b.secret("properties.sharedKey", ref, true)
	}
}

// embeddedKeys puts in the MD5 keys of the peerings of a circuit.
func (m *maker) embeddedKeys(b *body) {
	properties, _ := b.root["properties"].(map[string]any)
	list, _ := properties["peerings"].([]any)
	wants := m.Want()
	for i, p := range walk(b.now, "properties.peerings").Elements() {
		for t := range peering.Types() {
			ref := wants.Peering(t).Config.SharedKey
			element, _ := list[i].(map[string]any)
			fields, _ := element["properties"].(map[string]any)
			if equalNames(nameOf(p), t) && !ref.IsZero() && fields != nil {
				fields["sharedKey"] = machine.Redacted
				b.keys = append(b.keys, keyAt{[]any{"properties", "peerings", i, "properties", "sharedKey"}, ref, true})
			}
		}
	}
}

// set writes the value at a path of plain words. It makes the objects on the way.
func (b *body) set(path string, value any) {
	at, name := b.parent(path, true)
	if at != nil {
		at[name] = value
	}
}

// remove removes what is at a path.
func (b *body) remove(path string) {
	if at, name := b.parent(path, false); at != nil {
		delete(at, name)
	}
}

// secret marks the place of a key.
func (b *body) secret(path string, ref peering.KeyRef, md5 bool) {
	b.set(path, machine.Redacted)
	if b.err != nil {
		return
	}
	var at []any
	for name := range strings.SplitSeq(path, ".") {
		at = append(at, name)
	}
	b.keys = append(b.keys, keyAt{at, ref, md5})
}

// parent returns the object that has the last name of a path, and that name; nil
// if there is no such object. It is an error if something else is in its place.
func (b *body) parent(path string, make bool) (map[string]any, string) {
	names := strings.Split(path, ".")
	at := b.root
	for i, name := range names[:len(names)-1] {
		switch next := at[name].(type) {
		case map[string]any:
			at = next
		case nil:
			if !make {
				return nil, ""
			}
			fresh := map[string]any{}
			at[name], at = fresh, fresh
		default:
			b.fail(strings.Join(names[:i+1], "."), errNoObject)
			return nil, ""
		}
	}
	return at, names[len(names)-1]
}

var errNoObject = fmt.Errorf("%w: want an object", azure.ErrValue)

// fail keeps the first error about the current document.
func (b *body) fail(path string, err error) {
	if b.err == nil {
		v := b.now
		for name := range strings.SplitSeq(path, ".") {
			if next := v.Member(name); !next.Absent() {
				v = next
			}
		}
		if v.Absent() {
			b.err = err
			return
		}
		b.err = newError(b.shape, v.Locate(err))
	}
}

// at returns what is at a path, nil if there is nothing or null.
func (b *body) at(path string) any {
	var v any = b.root
	for name := range strings.SplitSeq(path, ".") {
		object, _ := v.(map[string]any)
		v = object[name]
	}
	return v
}

// text returns the text at a path, empty if there is none.
func (b *body) text(path string) string {
	text, _ := b.at(path).(string)
	return text
}

// wipes returns what the resource loses if the body is written.
func (b *body) wipes(text []byte) (machine.Problems, error) {
	if b.now.Absent() {
		return nil, nil
	}
	then, err := readResource(text)
	if err != nil {
		return nil, err
	}
	c := comparison{lost: map[jsondoc.Value]bool{}}
	c.compare(b.table, b.now, then)
	return c.all(), nil
}

// crossLosses are what a cross connection can lose.
var crossLosses = []loss{
	{at: "properties.peerings", check: elements, in: peeringLosses, need: NeedPeeringsSent,
		want: "the body must have the peering", fix: fromCurrent,
		basis: machine.Inferred, source: sourceCleared},
}

// keyLoss is the key of an authorization. Up to API version 2025-05-01 a GET shows
// it; since 2026-01-01 there is listKeys.
//
// Source: github.com/Azure/azure-sdk-for-js, sdk/network/arm-network 39.0.0
var keyLoss = loss{at: "properties.authorizations", check: unsentKeys, need: NeedAuthorizationKeySent, mayStay: true,
	want: "the body must have the key of the authorization", fix: "put the key that listKeys returns into the current document",
	basis: machine.Inferred, source: sourceWhole}

// unsentKeys reports the authorizations that are written without their key.
func unsentKeys(c *comparison, l *loss, now, then jsondoc.Value) {
	for i, a := range walk(then, l.at).Elements() {
		if empty(walk(a, "properties.authorizationKey")) {
			c.report(l, now, fmt.Sprintf("%s[%d].properties.authorizationKey", l.at, i), jsondoc.Value{}, "none in the current document, nor in the body")
		}
	}
}

// readOnlyFields are the fields of a resource that only Azure writes, and the lists
// of resources within it.
type readOnlyFields struct {
	own, properties []string
	lists           map[string]*readOnlyFields
}

// What is left out of a body. Azure ignores it, and the ETag goes into a header.
//
// Source: github.com/Azure/azure-rest-api-specs,
// specification/network/resource-manager/Microsoft.Network/stable/2024-05-01/expressRouteCircuit.json:
// readOnly
var (
	childReadOnly   = &readOnlyFields{own: []string{"etag"}, properties: []string{"provisioningState"}}
	peeringReadOnly = &readOnlyFields{
		own: []string{"etag"}, properties: []string{"provisioningState", "lastModifiedBy", "peeredConnections"},
		lists: map[string]*readOnlyFields{"connections": childReadOnly},
	}
	circuitReadOnly = &readOnlyFields{
		own: []string{"etag"}, properties: []string{"provisioningState", "authorizationStatus", "stag", "sTag"},
		lists: map[string]*readOnlyFields{"peerings": peeringReadOnly, "authorizations": childReadOnly},
	}
)

// strip removes what only Azure writes.
func strip(resource map[string]any, fields *readOnlyFields) {
	for _, name := range fields.own {
		delete(resource, name)
	}
	properties, _ := resource["properties"].(map[string]any)
	for _, name := range fields.properties {
		delete(properties, name)
	}
	for name, in := range fields.lists {
		list, _ := properties[name].([]any)
		for _, e := range list {
			if element, _ := e.(map[string]any); element != nil {
				strip(element, in)
			}
		}
	}
}
