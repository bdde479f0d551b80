package main

import (
	"slices"
	"strings"
)

// tells reports whether the event is the right report of the act.
func (e event) tells(a *act) bool {
	if e.circuit != a.circuit || !slices.Contains(tellings[a.kind].verbs, e.verb) || !e.sameSubject(a) {
		return false
	}
	return e.family == "" || a.family == "" || e.family == a.family
}

// sameSubject reports whether event and act are about the same peering or link, or
// both about the circuit itself. For a link any name will do, because an event may
// name the network instead of the connection.
func (e event) sameSubject(a *act) bool {
	switch c, _ := classOf(a.id); c {
	case aPeering:
		return e.peering == a.peering()
	case anAuthorization, aReach:
		return e.name == a.name()
	case aLink:
		return e.name != ""
	}
	return e.peering == "" && e.name == ""
}

// of reports whether the act explains the difference.
func (d difference) of(a *act) bool {
	if d.circuit != a.circuit {
		return false
	}
	c, _ := classOf(a.id)
	for _, pattern := range tellings[a.kind].paths {
		for field := range a.is {
			prefix := strings.NewReplacer("PEERING", a.peering(), "FIELD", strings.ToLower(field)).Replace(pattern)
			named := c == aCircuit || c == aPeering || c == aLink || strings.HasSuffix(d.path, "/"+a.name())
			if named && strings.HasPrefix(d.path, prefix) {
				return true
			}
		}
	}
	return false
}
