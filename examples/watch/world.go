package main

import (
	"maps"
	"slices"
	"strings"
)

// world is what is known about resources at one point of a session.
type world struct {
	known map[string]resource // by ID; nil for a resource that is known not to exist
	whole map[string]bool     // collections of which all resources are known
}

func newWorld() *world { return &world{known: map[string]resource{}, whole: map[string]bool{}} }

// there reports whether a resource exists, and whether that is known.
func (w *world) there(id string) (yes, known bool) {
	if r, ok := w.known[id]; ok {
		return r != nil, true
	}
	for collection := range w.whole {
		if covers(collection, id) {
			return false, true
		}
	}
	if owner := ownerOf(id); owner != "" {
		yes, known := w.there(owner)
		return false, known && !yes
	}
	return false, false
}

// value returns the value of a field, and whether it is known. The field "exists" is
// yes or no. Other fields are known only of an existing resource.
func (w *world) value(id, field string) (value string, known bool) {
	yes, known := w.there(id)
	switch {
	case field != existence:
		return w.known[id][field], known && yes
	case yes:
		return "yes", known
	}
	return "no", known
}

// remove records that a resource and all resources within it do not exist.
func (w *world) remove(id string) {
	within := func(other string) bool { return strings.HasPrefix(other, id+"/") }
	maps.DeleteFunc(w.known, func(other string, _ resource) bool { return within(other) })
	maps.DeleteFunc(w.whole, func(other string, _ bool) bool { return within(other) })
	w.known[id] = nil
}

// missing returns the resources of a collection that are known to exist and that the
// document does not show.
func (w *world) missing(collection string, shown contents) []string {
	var ids []string
	for id, r := range w.known {
		if r != nil && covers(collection, id) && !shown.has(id) {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	return ids
}

// list removes the resources that a document does not show, of the collections that
// it lists completely.
func (w *world) list(shown contents) {
	for _, collection := range shown.whole {
		for _, id := range w.missing(collection, shown) {
			w.remove(id)
		}
		w.whole[collection] = true
	}
}

// read updates the world from the answer to a GET. It reports whether the answer says
// anything about the resources.
func (w *world) read(x exchange) bool {
	id, c, named := resourceAt(x.URL)
	switch {
	case x.Method != "GET" || c == 0:
		return false
	case named && x.Status == 404:
		w.remove(id)
		return true
	case x.Status != 200:
		return false
	}
	var shown contents
	document := decoded(x.Response)
	if named {
		shown.add(id, c, document)
	} else {
		shown.addList(id, c, document)
	}
	w.list(shown)
	for _, e := range shown.entries {
		w.known[e.id] = e.fields
	}
	return true
}

// addList adds the resources of a list. A list with more pages is not complete.
func (s *contents) addList(collection string, c class, document map[string]any) {
	list, listed := document["value"].([]any)
	if listed && textAt(document, "nextLink") == "" {
		s.whole = append(s.whole, collection)
	}
	for _, one := range list {
		document, _ := one.(map[string]any)
		if id := strings.TrimRight(textAt(document, "id"), "/"); id != "" {
			s.add(id, c, document)
		}
	}
}

// write updates the world from a PUT or PATCH. A field that the write leaves out keeps
// its value, unless a PUT empties it.
func (w *world) write(method string, shown contents) {
	w.list(shown)
	for _, e := range shown.entries {
		r := resource{}
		for name, value := range w.known[e.id] {
			if method == "PATCH" || !emptied(name) {
				r[name] = value
			}
		}
		maps.Copy(r, e.fields)
		w.known[e.id] = r
	}
}

// emptied reports whether a PUT that leaves a field out empties it.
func emptied(field string) bool {
	return strings.HasPrefix(field, "ipv6") || strings.HasSuffix(field, ".routeFilter")
}
