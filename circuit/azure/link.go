package azure

import (
	"strings"

	"github.com/expressroute-go/expressroute/circuit"
	"github.com/expressroute-go/expressroute/circuit/azure/internal/jsondoc"
	"github.com/expressroute-go/expressroute/circuit/azure/internal/powershell"
	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
)

// useWord is one of the words that say of an authorization whether it is used.
// Nothing goes on from them, so they have no type of their own elsewhere.
type useWord string

func (w useWord) String() string { return string(w) }

// The schema has Available and InUse, and what was recorded is Used.
const (
	available useWord = "Available"
	inUse     useWord = "InUse"
	used      useWord = "Used"
)

var (
	useWords        = []useWord{available, inUse, used}
	connectionWords = []circuit.Connection{circuit.Connected, circuit.Connecting, circuit.Disconnected}
)

// authorizations reads the list of a circuit's authorizations, which is whole,
// unless there is one without an ID, which could be any.
func (r *reader) authorizations(list jsondoc.Value) {
	elements, before := r.elements(list), len(r.seen.Links)
	for _, v := range elements {
		r.authorization(v)
	}
	if named := len(r.seen.Links) - before; !list.Absent() && named == len(elements) {
		r.seen.State.Whole |= circuit.AllAuthorizations
	}
}

// authorization reads one, and the connection that uses it.
func (r *reader) authorization(v jsondoc.Value) {
	v, p := r.resource(v, childFields, authorizationProperties)
	l := circuit.LinkState{Authorized: machine.Yes, Through: r.text(r.member(p, "connectionResourceUri"))}
	l.Network, l.OtherSubscription = r.authorizationID(v), true
	l.Authorization = l.Network
	status := r.need(p, "authorizationUseStatus")
	use := word(r, status, useWords)
	r.operation(p, "the authorization", sourceAuthorization)
	switch {
	case l.Through != "" || use == inUse || use == used:
		l.Linked = machine.Yes
	case use == available:
		l.Linked = machine.No
	}
	if l.Through != "" && use == available {
		r.quirk(status, "Available, and a connection uses it", sourceSchema)
	}
	r.link(l)
}

// authorizationID returns the resource ID, which the circuit's and the name make
// where only the name is shown.
func (r *reader) authorizationID(v jsondoc.Value) string {
	if id := r.seen.Have.ID; id != "" && r.named(v) && !powershell.Masked([]byte(id)) {
		return id + "/authorizations/" + r.text(r.member(v, "name"))
	}
	return r.text(r.need(v, "id"))
}

// connections reads those of Global Reach: of this circuit to another, and of
// another to this one. They are in the way of deleting the peering whatever
// their state.
func (r *reader) connections(list jsondoc.Value) {
	for _, v := range r.elements(list) {
		r.connection(v)
	}
}

// connection reads one. The link goes by the other circuit's ID, where it is
// shown, as a spec names it.
func (r *reader) connection(v jsondoc.Value) {
	v, p := r.resource(v, childFields, connectionProperties)
	l := circuit.LinkState{Linked: machine.Yes, Through: r.text(r.need(v, "id"))}
	l.Kind, l.Connection = circuit.GlobalReachLink, word(r, r.need(p, "circuitConnectionStatus"), connectionWords)
	if op := r.operation(p, "the connection", sourceConnection); op.Broken() {
		l.Connection = circuit.ConnectionFailed
	}
	own, _ := cutID(l.Through)
	for _, end := range []string{"peerExpressRouteCircuitPeering", "expressRouteCircuitPeering"} {
		other, _ := cutID(r.text(r.member(r.member(p, end), "id")))
		if other != "" && !strings.EqualFold(other, own) {
			l.Network = other
			break
		}
	}
	if l.Network == "" {
		l.Network = l.Through
	}
	r.link(l)
}

// operation notes a child resource that is in the way of others. That one is
// being written is nothing odd.
func (r *reader) operation(p jsondoc.Value, what, source string) peering.Operation {
	v := r.need(p, "provisioningState")
	op := word(r, v, operationWords)
	if op.Broken() || op == peering.Deleting {
		r.quirk(v, what+" is "+op.String(), source)
	}
	return op
}

// link adds a link. Without an ID, which is listed as absent, there is none to
// speak of.
func (r *reader) link(l circuit.LinkState) {
	for _, id := range []string{l.Network, l.Through} {
		if _, under := cutID(id); strings.HasPrefix(under, underCross) {
			return
		}
	}
	if l.Network != "" {
		r.seen.Links = append(r.seen.Links, l)
	}
}
