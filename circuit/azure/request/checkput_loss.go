package request

import (
	"strconv"
	"strings"

	"github.com/expressroute-go/expressroute/circuit/azure/internal/jsondoc"
	"github.com/expressroute-go/expressroute/circuit/azure/internal/scrub"
	"github.com/expressroute-go/expressroute/machine"
)

// whole reports a field that the resource has and the body lacks.
func whole(c *comparison, l *loss, now, then jsondoc.Value) {
	had := walk(now, l.at)
	if sent := walk(then, l.at); !empty(had) && empty(sent) {
		c.report(l, now, l.at, had, absentOrEmpty(sent)+" in the body; now "+summary(had))
	}
}

// members reports an object that the body lacks, or else each member of the object
// that the body lacks.
func members(c *comparison, l *loss, now, then jsondoc.Value) {
	whole(c, l, now, then)
	had, sent := walk(now, l.at), walk(then, l.at)
	if had.Kind() != jsondoc.Object || empty(sent) {
		return
	}
	for m := range had.Children() {
		key := string(m.Key())
		if empty(m) || writtenByAzure[key] || !empty(sent.Member(key)) {
			continue
		}
		found := absentOrEmpty(sent.Member(key)) + " in the body"
		if !l.hideValues {
			found += "; now " + summary(m)
		}
		c.report(l, now, jsondoc.JoinPath(l.at, key), m, found)
	}
}

// writtenByAzure are the members of such objects that only Azure writes.
var writtenByAzure = map[string]bool{"advertisedPublicPrefixesState": true}

// elements reports a list that the body lacks, or else each element of the list
// that the body lacks. It compares the fields of the elements that both have.
func elements(c *comparison, l *loss, now, then jsondoc.Value) {
	had, sent := walk(now, l.at), walk(then, l.at)
	if empty(had) {
		return
	}
	if sent.Absent() {
		c.report(l, now, l.at, had, "absent in the body; now "+summary(had))
		return
	}
	kept := map[string]jsondoc.Value{}
	for _, s := range sent.Elements() {
		kept[strings.ToLower(nameOf(s))] = s
	}
	for i, e := range had.Elements() {
		same, found := kept[strings.ToLower(nameOf(e))]
		if !found {
			c.report(l, now, l.at+"["+strconv.Itoa(i)+"]", e, "not in the body: "+scrub.Text(nameOf(e)))
			continue
		}
		c.compare(l.in, e, same)
	}
}

// nameOf returns the name of an element of a list: the type of a peering, the
// name of anything else, or the last part of its ID.
func nameOf(v jsondoc.Value) string {
	for _, at := range []string{"properties.peeringType", "name"} {
		if name := walk(v, at).Text(); name != "" {
			return name
		}
	}
	id := strings.TrimSuffix(v.Member("id").Text(), "/")
	return id[strings.LastIndex(id, "/")+1:]
}

// secret reports a key that the body lacks, whether or not the document shows that
// the resource has one.
func secret(c *comparison, l *loss, now, then jsondoc.Value) {
	if !empty(walk(then, l.at)) {
		return
	}
	found := "none in the body; no GET shows whether the peering has one"
	if !empty(walk(now, l.at)) {
		found = "none in the body; the peering has one"
	}
	row := *l
	if now != now.Root() {
		row.basis = machine.Inferred // the loss was observed after the PUT of a peering, not of a circuit
	}
	c.report(&row, now, l.at, walk(now, l.at), found)
}

// switchedOff reports a peering that is Disabled and that the body writes without
// its state: Azure enables a peering that is written without one.
func switchedOff(c *comparison, l *loss, now, then jsondoc.Value) {
	if walk(now, l.at).Text() == "Disabled" {
		whole(c, l, now, then)
	}
}

// stale reports a body with the ETag of another version of the resource.
func stale(c *comparison, l *loss, now, then jsondoc.Value) {
	had, sent := walk(now, l.at).Text(), walk(then, l.at).Text()
	if had != "" && sent != "" && had != sent {
		c.report(l, now, l.at, walk(now, l.at), "another ETag in the body")
	}
}

// empty reports whether nothing is lost with the value: it is absent, or Azure
// treats it like an absent one.
func empty(v jsondoc.Value) bool {
	switch v.Kind() {
	case jsondoc.String:
		s := v.Text()
		return s == "" || s == "NONE" // Azure's word for no routing registry
	case jsondoc.Array, jsondoc.Object:
		for range v.Children() {
			return false
		}
		return true
	case jsondoc.Bool, jsondoc.Number:
		s := string(v.Bytes())
		return s == "false" || s == "0"
	}
	return true
}

// absentOrEmpty says which of the two the value is.
func absentOrEmpty(v jsondoc.Value) string {
	if v.Absent() {
		return "absent"
	}
	return "empty"
}

// summary returns a text or number, the names of the elements of a list, or the
// names of the members of an object. It does not return the values of members,
// because one may be a key.
func summary(v jsondoc.Value) string {
	var names []string
	switch v.Kind() {
	case jsondoc.Array:
		for _, e := range v.Elements() {
			if name := nameOf(e) + e.Text(); name != "" {
				names = append(names, name)
			}
		}
		if len(names) == 0 {
			return "a list of " + strconv.Itoa(len(v.Elements()))
		}
	case jsondoc.Object:
		if id := v.Member("id").Text(); id != "" {
			return scrub.Text(id)
		}
		for m := range v.Children() {
			names = append(names, string(m.Key()))
		}
	default:
		return scrub.Text(string(v.Bytes()))
	}
	return scrub.Text(strings.Join(names, ", "))
}
