package request

import (
	"strconv"
	"strings"

	"github.com/expressroute-go/expressroute/circuit/azure/internal/jsondoc"
	"github.com/expressroute-go/expressroute/circuit/azure/internal/scrub"
	"github.com/expressroute-go/expressroute/machine"
)

// whole reports a field that is there, and would not be.
func whole(c *putCheck, l *loss, now, then jsondoc.Value) {
	had := walk(now, l.at)
	if sent := walk(then, l.at); !empty(had) && empty(sent) {
		c.report(l, now, l.at, had, lacks(sent)+" in the body; now "+briefly(had))
	}
}

// members reports an object that is there and would not be, or else what it has
// and would not have.
func members(c *putCheck, l *loss, now, then jsondoc.Value) {
	whole(c, l, now, then)
	had, sent := walk(now, l.at), walk(then, l.at)
	if had.Kind() != jsondoc.Object || empty(sent) {
		return
	}
	for m := range had.Children() {
		key := string(m.Key())
		if !empty(m) && !serviceOutput[key] && empty(sent.Member(key)) {
			found := lacks(sent.Member(key)) + " in the body"
			if !l.mute {
				found += "; now " + briefly(m)
			}
			c.report(l, now, jsondoc.JoinPath(l.at, key), m, found)
		}
	}
}

// serviceOutput are fields of such objects that only Azure writes.
var serviceOutput = map[string]bool{"advertisedPublicPrefixesState": true}

// elements reports a list that is there and would not be, or else those of its
// elements that would not be there. Of the others it compares the fields.
func elements(c *putCheck, l *loss, now, then jsondoc.Value) {
	had, sent := walk(now, l.at), walk(then, l.at)
	if empty(had) {
		return
	}
	if sent.Absent() {
		c.report(l, now, l.at, had, "absent in the body; now "+briefly(had))
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

// nameOf is the name of an element of a list: that of a peering is its type, and
// any is the end of its ID.
func nameOf(v jsondoc.Value) string {
	for _, at := range []string{"properties.peeringType", "name"} {
		if name := walk(v, at).Text(); name != "" {
			return name
		}
	}
	id := strings.TrimSuffix(v.Member("id").Text(), "/")
	return id[strings.LastIndex(id, "/")+1:]
}

// secret reports a key that is not sent, whether or not the document shows that
// there is one.
func secret(c *putCheck, l *loss, now, then jsondoc.Value) {
	if !empty(walk(then, l.at)) {
		return
	}
	found := "none in the body; whether the peering has one, no GET tells"
	if !empty(walk(now, l.at)) {
		found = "none in the body; now there is one"
	}
	row := *l
	if now != now.Root() {
		row.basis = machine.Inferred // seen of the PUT of a peering itself
	}
	c.report(&row, now, l.at, walk(now, l.at), found)
}

// switchedOff reports a peering that is Disabled, and is written without its
// state: a new one is Enabled.
func switchedOff(c *putCheck, l *loss, now, then jsondoc.Value) {
	if walk(now, l.at).Text() == "Disabled" {
		whole(c, l, now, then)
	}
}

// stale reports a body with the ETag of another document.
func stale(c *putCheck, l *loss, now, then jsondoc.Value) {
	had, sent := walk(now, l.at).Text(), walk(then, l.at).Text()
	if had != "" && sent != "" && had != sent {
		c.report(l, now, l.at, walk(now, l.at), "another ETag in the body")
	}
}

func lacks(sent jsondoc.Value) string {
	if sent.Kind() <= jsondoc.Null {
		return "absent"
	}
	return "empty"
}

// briefly is what stands there: a text or number, the names in a list, or those
// of the fields. What is in them is not shown: it may be a key.
func briefly(v jsondoc.Value) string {
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
