package request

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"

	"github.com/expressroute-go/expressroute/circuit/azure"
	"github.com/expressroute-go/expressroute/circuit/azure/internal/jsondoc"
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
