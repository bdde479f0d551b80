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
	existence           = "exists" // the field that says whether a resource exists
)

// kinds lists all kinds in the order in which they are printed.
var kinds = []kind{
	created, deleted, bandwidth, tier, billing, configured, rewritten, switchedOn, switchedOff, removed,
	ipv6Added, ipv6Removed, filterAttached, filterDetached, signed, authorized, authorizedUsed, unauthorized,
	linkMade, linkBroken, reachAdded, reachRemoved, noChange,
}

// begins and ends have the kind of act that creates and deletes a resource of each
// class.
var (
	begins = map[class]kind{aCircuit: created, aPeering: configured, anAuthorization: authorized, aReach: reachAdded, aLink: linkMade}
	ends   = map[class]kind{aCircuit: deleted, aPeering: removed, anAuthorization: unauthorized, aReach: reachRemoved, aLink: linkBroken}
)

// act is one change that a write asks for.
type act struct {
	kind
	line    int      // line of the write
	id      string   // ID of the resource
	circuit string   // ID of the circuit that the resource is part of, or linked to
	family  string   // address family, empty if the act is not about one
	was, is resource // the fields that change, before and after

	failed bool     // the write failed
	before resource // the values of the fields that reads had shown before the write
	shown  int      // line of the first read that shows the change, 0 if none does
	closed bool     // another write replaced it before a read showed it
}

// visible reports whether reads show the change: one before the write shows the old
// values, and one after it the new ones.
func (a *act) visible() bool { return a.shown != 0 && len(a.before) > 0 }

// peering returns the name of the peering that the act changes, empty if none.
func (a *act) peering() string {
	_, rest, _ := strings.Cut(a.id, "/peerings/")
	name, _, _ := strings.Cut(rest, "/")
	return name
}

// name returns the last part of the resource's ID.
func (a *act) name() string { return path.Base(a.id) }

// String returns the circuit, the resource within it, and the changes, without the
// values of keys and signatures.
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

// where returns the lines at which an act was written and shown, and the act.
func (a *act) where(file string) string {
	return fmt.Sprintf("%s:%d, shown by :%d  %s", file, a.line, a.shown, a)
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
