package main

import (
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"
)

// kind is what a write asks for.
type kind string

const (
	created        kind = "circuit created"
	deleted        kind = "circuit deleted"
	bandwidth      kind = "bandwidth"
	tier           kind = "tier"
	billing        kind = "billing model"
	configured     kind = "peering configured"
	rewritten      kind = "peering rewritten"
	switchedOn     kind = "peering switched on"
	switchedOff    kind = "peering switched off"
	removed        kind = "peering removed"
	ipv6Added      kind = "IPv6 half added"
	ipv6Removed    kind = "IPv6 half removed"
	filterAttached kind = "route filter attached"
	filterDetached kind = "route filter detached"
	signed         kind = "prefixes signed"
	authorized     kind = "authorization created"
	authorizedUsed kind = "authorization used"
	unauthorized   kind = "authorization revoked"
	linkMade       kind = "link made"
	linkBroken     kind = "link broken"
	reachAdded     kind = "Global Reach added"
	reachRemoved   kind = "Global Reach removed"
	noChange       kind = "no visible change"
	existence           = "exists" // the field that says whether a resource is there
)

// kinds are all kinds in the order in which they are printed.
var kinds = []kind{
	created, deleted, bandwidth, tier, billing, configured, rewritten, switchedOn, switchedOff, removed,
	ipv6Added, ipv6Removed, filterAttached, filterDetached, signed, authorized, authorizedUsed, unauthorized,
	linkMade, linkBroken, reachAdded, reachRemoved, noChange,
}

// begins and ends are the kinds of a resource that appears and disappears.
var (
	begins = map[class]kind{aCircuit: created, aPeering: configured, anAuthorization: authorized, aReach: reachAdded, aLink: linkMade}
	ends   = map[class]kind{aCircuit: deleted, aPeering: removed, anAuthorization: unauthorized, aReach: reachRemoved, aLink: linkBroken}
)

// act is one thing that a write asks for.
type act struct {
	kind
	line    int
	id      string // the resource's
	circuit string // the ID of the circuit that it is of, or is linked to
	family  string // of what has one
	was, is resource

	failed bool     // the write did
	before resource // what reads had shown of the fields, those that were known
	shown  int      // the line of the read that first shows it
	closed bool     // written again before a read showed it
}

// visible reports whether reads show the act: one before it as it was, and
// one after it as it is.
func (a *act) visible() bool { return a.shown != 0 && len(a.before) > 0 }

// peering is the name of the peering that the act is on, if it is on one.
func (a *act) peering() string {
	_, rest, _ := strings.Cut(a.id, "/peerings/")
	name, _, _ := strings.Cut(rest, "/")
	return name
}

// name is the last part of the resource's ID.
func (a *act) name() string { return path.Base(a.id) }

// String is the circuit, the resource within it, and what changed, but for keys
// and signatures.
func (a *act) String() string {
	text := path.Base(a.circuit)
	if a.id != a.circuit {
		within, found := strings.CutPrefix(a.id, a.circuit+"/")
		if !found {
			_, within, _ = strings.Cut(a.id, network)
		}
		text += " " + within
	}
	for _, field := range sortedKeys(a.is) {
		switch {
		case strings.Contains(field, "signature"):
			text += ", " + field
		case field != existence:
			text += ", " + field + " " + short(a.was[field]) + " -> " + short(a.is[field])
		}
	}
	return text
}

// where is where an act was written and shown, and what it is.
func (a *act) where(file string) string {
	return fmt.Sprintf("%s:%d, shown by :%d  %s", file, a.line, a.shown, a)
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
