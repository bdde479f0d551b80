package main

import (
	"maps"
	"slices"
	"strings"
)

// ask collects the acts that one write asks for.
type ask struct {
	exchange
	world   *world
	acts    []*act
	unknown bool // it writes a resource of which nothing was known
}

// actsOf returns the acts that a write asks for, compared with what was known before,
// and the contents of the write.
func actsOf(w *world, x exchange) (ask, contents) {
	a := ask{exchange: x, world: w}
	id, c, named := resourceAt(x.URL)
	var written contents
	switch {
	case c == 0 || !named:
	case x.Method == "DELETE":
		if yes, known := w.there(id); (yes || !known) && x.Status != 204 {
			a.gone(id, c)
		}
	default:
		written.add(id, c, x.written())
		a.puts(id, written)
	}
	return a, written
}

// puts compares what a PUT or PATCH writes with what was known.
func (a *ask) puts(id string, written contents) {
	for _, e := range written.entries {
		a.entry(e)
		for _, child := range children[e.class] {
			collection := e.id + child.under
			if a.Method == "PATCH" && !slices.Contains(written.whole, collection) {
				continue // a PATCH keeps what it leaves out
			}
			for _, id := range a.world.missing(collection, written) {
				a.gone(id, child.class)
			}
		}
	}
	if len(a.acts) == 0 && !a.unknown {
		a.add(noChange, id, "", "", "", "")
	}
}

// gone adds the act of deleting a resource.
func (a *ask) gone(id string, c class) { a.add(ends[c], id, "", existence, "yes", "no") }

// entry adds the acts that the write of one resource asks for.
func (a *ask) entry(e entry) {
	switch yes, known := a.world.there(e.id); {
	case !known && a.Status != 201:
		a.unknown = true
	case !yes:
		a.add(begins[e.class], e.id, "", existence, "no", "yes")
		a.used(e)
	default:
		a.compare(e, a.world.known[e.id])
	}
}

// compare adds the acts for the fields that a write changes.
func (a *ask) compare(e entry, was resource) {
	names := maps.Clone(was)
	maps.Copy(names, e.fields)
	half := was["ipv6"] == e.fields["ipv6"]
	for _, name := range slices.Sorted(maps.Keys(names)) {
		is, written := e.fields[name]
		if !written && (a.Method == "PATCH" || !emptied(name)) || is == was[name] {
			continue
		}
		if strings.HasPrefix(name, "ipv6.") && !half {
			continue // the act is to add or remove IPv6 as a whole
		}
		a.add(kindOf(name, is), e.id, familyOf(name), name, was[name], is)
	}
}

// kindOf returns the kind of act that changes a field, empty if a change of the field
// does not count.
func kindOf(field, is string) kind {
	either := func(yes, no kind) kind {
		if is == "" || is == "disabled" {
			return no
		}
		return yes
	}
	switch _, word, _ := strings.Cut(field, "."); {
	case field == "bandwidth", field == "tier", field == "billing":
		return map[string]kind{"bandwidth": bandwidth, "tier": tier, "billing": billing}[field]
	case field == "use", field == "key", field == "circuit":
		return ""
	case field == "ipv6":
		return either(ipv6Added, ipv6Removed)
	case word == "state":
		return either(switchedOn, switchedOff)
	case word == "routeFilter":
		return either(filterAttached, filterDetached)
	case strings.HasPrefix(word, "signature."):
		return either(signed, "")
	}
	return rewritten
}

// familyOf returns the family of a field if each family has its own event for it, else
// empty.
func familyOf(field string) string {
	family, word, _ := strings.Cut(field, ".")
	if word == "state" || strings.HasPrefix(word, "signature.") {
		return family
	}
	return ""
}

// used adds the act of using an authorization, if a link is made with its key.
func (a *ask) used(link entry) {
	key := link.fields["key"]
	if link.class != aLink || key == "" {
		return
	}
	for id, r := range a.world.known {
		if c, _ := classOf(id); c == anAuthorization && r["key"] == key && r["use"] != "used" {
			a.add(authorizedUsed, id, "", "use", r["use"], "used")
		}
	}
}

// add adds a field to the act of that kind on that resource. It leaves out a field
// that does not count, a state that was not known before, and a connection that is
// not known to lead to a circuit.
func (a *ask) add(k kind, id, family, field, was, is string) {
	circuit := a.circuitOf(id)
	if k == "" || circuit == "" || strings.HasSuffix(field, ".state") && was == "" {
		return
	}
	var of *act
	for _, c := range a.acts {
		if c.kind == k && c.id == id && c.family == family {
			of = c
		}
	}
	if of == nil {
		of = &act{kind: k, line: a.line, id: id, circuit: circuit, family: family, was: resource{}, is: resource{}}
		a.acts = append(a.acts, of)
	}
	if field != "" {
		of.was[field], of.is[field] = was, is
	}
}

// circuitOf returns the circuit that a resource is part of, or that a link leads to.
func (a *ask) circuitOf(id string) string {
	if circuit := circuitIn(id); circuit != "" {
		return circuit
	}
	if a.Method == "DELETE" {
		return circuitIn(a.world.known[id]["circuit"])
	}
	return circuitIn(resourceOf(aLink, a.written())["circuit"])
}
