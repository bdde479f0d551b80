package main

import (
	"path"
	"strconv"
	"strings"

	"github.com/expressroute-go/expressroute/circuit"
	"github.com/expressroute-go/expressroute/machine"
)

// This file copies what package circuit reported about a session into plain texts, so
// that the comparison does not depend on the types of that package.

// event is one event that was reported.
type event struct {
	line    int    // line of the read at which it was reported
	circuit string // ID of the circuit; in lower case, like all texts here except verb and by
	verb    string
	by      string // the actor
	spoken  bool   // one person says it to another; it is no call of Azure's API
	peering string
	family  string
	name    string // name of the link or authorization
}

// difference is one field that was reported as changed.
type difference struct {
	line    int
	circuit string
	path    string
	drift   bool // no event explains the change
}

// account is what was reported about a session.
type account struct {
	events      []event
	differences []difference
}

// moment adds what was reported at one read.
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

// resource returns the ID of the connection that makes a Global Reach link, or the
// link's own ID for other links.
func (l *life) resource(link string) string {
	for _, known := range l.circuit.Links() {
		if known.Network == link && known.Kind == circuit.GlobalReachLink && known.Through != "" {
			return known.Through
		}
	}
	return link
}

// nameOf returns the word of a value in lower case, empty for the zero value.
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

// tellings says how each kind of act can be reported: by which events, and with which
// paths as a difference. PEERING and FIELD stand for the peering and the field of the
// act.
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

// byCustomer reports whether the event is a write of the customer.
func (e event) byCustomer() bool { return e.by == machine.Customer.String() && !e.spoken }

// byAzure reports whether Microsoft makes the event, so that there is no write of it.
func (e event) byAzure() bool {
	return e.by == machine.Microsoft.String() || e.by == machine.Support.String()
}
