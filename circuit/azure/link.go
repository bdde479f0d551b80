package azure

import (
	"github.com/expressroute-go/expressroute/circuit"
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
func (r *reader) authorizations(list value) {
	if !list.absent() {
		r.seen.Authorized = []string{} // and these are all
	}
	for _, v := range r.elements(list) {
		v = r.object(v, childFields)
		p := r.object(r.need(v, "properties"), authorizationProperties)
		id, connection := r.text(r.need(v, "id")), r.text(p.member("connectionResourceUri"))
		status := r.need(p, "authorizationUseStatus")
		use := word(r, status, useWords)
		r.operation(p, "the authorization", sourceAuthorization)
		if connection != "" {
			id = connection
			if use == available {
				r.quirk(status, "Available, and a connection uses it", sourceSchema)
			}
		}
		linked := connection != "" || use == inUse || use == used
		r.link(circuit.Link{Network: id, OtherSubscription: true}, linked, true)
	}
}

// connections reads those of Global Reach: of this circuit to another, and of
// another to this one. They are in the way of deleting the peering whatever
// their state.
func (r *reader) connections(list value) {
	for _, v := range r.elements(list) {
		v = r.object(v, childFields)
		p := r.object(r.need(v, "properties"), connectionProperties)
		word(r, r.need(p, "circuitConnectionStatus"), connectionWords)
		r.operation(p, "the connection", sourceConnection)
		r.link(circuit.Link{Network: r.text(r.need(v, "id"))}, true, false)
	}
}

// operation notes a child resource that is in the way of others. That one is
// being written is nothing odd.
func (r *reader) operation(p value, what, source string) {
	v := r.need(p, "provisioningState")
	if op := word(r, v, operationWords); op.Broken() || op == peering.Deleting {
		r.quirk(v, what+" is "+op.String(), source)
	}
}

// link adds a link. Without an ID, which is listed as absent, there is none to
// speak of.
func (r *reader) link(l circuit.Link, linked, authorized bool) {
	if l.Network == "" {
		return
	}
	r.seen.Have.Links = append(r.seen.Have.Links, l)
	if linked {
		r.seen.Linked = append(r.seen.Linked, l.Network)
	}
	if authorized {
		r.seen.Authorized = append(r.seen.Authorized, l.Network)
	}
}
