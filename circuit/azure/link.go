package azure

import (
	"github.com/expressroute-go/expressroute/circuit"
	"github.com/expressroute-go/expressroute/circuit/azure/internal/jsondoc"
	"github.com/expressroute-go/expressroute/peering"
)

// linkWord is one of the words that say of a link whether it is in use. Nothing
// goes on from them, so they have no type of their own elsewhere.
type linkWord string

func (w linkWord) String() string { return string(w) }

// The schema has Available and InUse, and what was recorded is Used.
const (
	available linkWord = "Available"
	inUse     linkWord = "InUse"
	used      linkWord = "Used"
)

var (
	useWords        = []linkWord{available, inUse, used}
	connectionWords = []linkWord{"Connected", "Connecting", "Disconnected"}
)

// authorizations reads the leave that other subscriptions have to link their
// networks. One that is used goes by the connection that uses it.
func (r *reader) authorizations(list jsondoc.Value) {
	if !list.Absent() {
		r.seen.Authorized = []string{} // and these are all
	}
	for _, v := range r.elements(list) {
		l, linked := r.authorization(v)
		r.link(l, linked)
		if l.Network != "" {
			r.seen.Authorized = append(r.seen.Authorized, l.Network)
		}
	}
}

// authorization reads one, and says whether it is in use.
func (r *reader) authorization(v jsondoc.Value) (l circuit.Link, linked bool) {
	v, p := r.resource(v, childFields, authorizationProperties)
	id, connection := r.text(r.need(v, "id")), r.text(r.member(p, "connectionResourceUri"))
	status := r.need(p, "authorizationUseStatus")
	use := word(r, status, useWords)
	r.operation(p, "the authorization", sourceAuthorization)
	if connection != "" {
		id = connection
		if use == available {
			r.quirk(status, "Available, and a connection uses it", sourceSchema)
		}
	}
	return circuit.Link{Network: id, OtherSubscription: true}, connection != "" || use == inUse || use == used
}

// connections reads those of Global Reach: of this circuit to another, and of
// another to this one. They are in the way of deleting the peering whatever
// their state.
func (r *reader) connections(list jsondoc.Value) {
	for _, v := range r.elements(list) {
		r.connection(v)
	}
}

func (r *reader) connection(v jsondoc.Value) {
	v, p := r.resource(v, childFields, connectionProperties)
	word(r, r.need(p, "circuitConnectionStatus"), connectionWords)
	r.operation(p, "the connection", sourceConnection)
	r.link(circuit.Link{Network: r.text(r.need(v, "id"))}, true)
}

// operation notes a child resource that is in the way of others. That one is
// being written is nothing odd.
func (r *reader) operation(p jsondoc.Value, what, source string) {
	v := r.need(p, "provisioningState")
	if op := word(r, v, operationWords); op.Broken() || op == peering.Deleting {
		r.quirk(v, what+" is "+op.String(), source)
	}
}

// link adds a link. Without an ID, which is listed as absent, there is none to
// speak of.
func (r *reader) link(l circuit.Link, linked bool) {
	if l.Network == "" {
		return
	}
	r.seen.Have.Links = append(r.seen.Have.Links, l)
	if linked {
		r.seen.Linked = append(r.seen.Linked, l.Network)
	}
}
