package main

import (
	"path"
	"strconv"
	"strings"

	"github.com/expressroute-go/expressroute/circuit"
	"github.com/expressroute-go/expressroute/machine"
)

// This file writes down in plain words what package circuit told of a session,
// so that the comparison does not depend on how the package says it.

// event is one event that was told.
type event struct {
	line    int    // of the read at which it was told
	circuit string // the circuit's ID; like all words here but the verb and the actor, in lower case
	verb    string
	by      string
	spoken  bool // it is said to somebody, and no call of Azure's API
	peering string
	family  string
	name    string // of the link or authorization
}

// difference is one field that was told to be otherwise, with an event or
// without: that is drift.
type difference struct {
	line    int
	circuit string
	path    string
	drift   bool
}

// account is what was told of a session.
type account struct {
	events      []event
	differences []difference
}

// moment adds what one read brought.
func (a *account) moment(l *life, m moment) {
	line, _ := strconv.Atoi(m.line())
	of := strings.ToLower(l.id)
	for _, e := range m.Events {
		a.events = append(a.events, event{
			line: line, circuit: of, verb: e.Verb.String(), by: e.Actor().String(), spoken: e.Verb.Spoken(),
			peering: nameOf(e.Peering), family: nameOf(e.Family), name: lastOf(l.resource(e.Link)),
		})
	}
	for _, d := range m.Changed {
		a.differences = append(a.differences, difference{line, of, strings.ToLower(d.Path), false})
	}
	for _, d := range m.Drift {
		a.differences = append(a.differences, difference{line, of, strings.ToLower(d.Path), true})
	}
}

// resource is the ID of the connection that makes a link by Global Reach, else
// the link's own.
func (l *life) resource(link string) string {
	for _, known := range l.circuit.Links() {
		if known.Network == link && known.Kind == circuit.GlobalReachLink && known.Through != "" {
			return known.Through
		}
	}
	return link
}

// nameOf is a word in lower case, empty for the zero value.
func nameOf[T interface {
	~uint8
	String() string
}](v T) string {
	if v == 0 {
		return ""
	}
	return strings.ToLower(v.String())
}

func lastOf(id string) string {
	if id == "" {
		return ""
	}
	return strings.ToLower(path.Base(id))
}

// tellings say how each kind of act is told: by which events, and under which
// paths if it is listed as a difference. PEERING and FIELD stand for the act's.
var tellings = map[kind]struct{ verbs, paths []string }{
	created:        {of(circuit.CreateCircuit), []string{"status"}},
	deleted:        {of(circuit.DeleteCircuit), []string{"status"}},
	bandwidth:      {of(circuit.ChangeBandwidth), []string{"order.FIELD"}},
	tier:           {of(circuit.ChangeTier), []string{"order.FIELD"}},
	billing:        {of(circuit.ChangeBilling), []string{"order.FIELD"}},
	configured:     {of(circuit.ConfigurePeering), []string{"PEERING.ipv4.admin", "PEERING.ipv6.admin", "PEERING.operation", "PEERING.vlan"}},
	rewritten:      {of(circuit.ConfigurePeering), []string{"PEERING.FIELD"}},
	switchedOn:     {of(circuit.EnablePeering), []string{"PEERING.ipv4.admin", "PEERING.ipv6.admin"}},
	switchedOff:    {of(circuit.DisablePeering), []string{"PEERING.ipv4.admin", "PEERING.ipv6.admin"}},
	removed:        {of(circuit.RemovePeering), []string{"PEERING.ipv4.admin", "PEERING.ipv6.admin", "PEERING.operation"}},
	ipv6Added:      {of(circuit.ConfigurePeering), []string{"PEERING.ipv6."}},
	ipv6Removed:    {of(circuit.ConfigurePeering), []string{"PEERING.ipv6."}},
	filterAttached: {of(circuit.AttachRouteFilter), []string{"PEERING.routefilter", "PEERING.ipv4.routefilter", "PEERING.ipv6.routefilter"}},
	filterDetached: {of(circuit.DetachRouteFilter), []string{"PEERING.routefilter", "PEERING.ipv4.routefilter", "PEERING.ipv6.routefilter"}},
	signed:         {of(circuit.SignPrefixes), []string{"PEERING.ipv4.prefixes", "PEERING.ipv6.prefixes"}},
	authorized:     {of(circuit.CreateAuthorization), []string{"links.", "authorizations."}},
	authorizedUsed: {of(circuit.NetworkLinked), []string{"links.", "authorizations."}},
	unauthorized:   {of(circuit.RevokeAuthorization), []string{"links.", "authorizations."}},
	linkMade:       {of(circuit.LinkNetwork, circuit.NetworkLinked), []string{"links."}},
	linkBroken:     {of(circuit.UnlinkNetwork, circuit.NetworkUnlinked), []string{"links."}},
	reachAdded:     {of(circuit.ConnectCircuit), []string{"links.", "connections."}},
	reachRemoved:   {of(circuit.DisconnectCircuit), []string{"links.", "connections."}},
	noChange:       {of(circuit.RefreshCircuit, circuit.ConfigurePeering), nil},
}

func of(verbs ...circuit.Verb) []string {
	words := make([]string, len(verbs))
	for i, v := range verbs {
		words[i] = v.String()
	}
	return words
}

// byCustomer reports whether the event is the customer's, and a write.
func (e event) byCustomer() bool { return e.by == machine.Customer.String() && !e.spoken }

// byAzure reports whether the event is Azure's own, and so nobody's write.
func (e event) byAzure() bool {
	return e.by == machine.Microsoft.String() || e.by == machine.Support.String()
}
