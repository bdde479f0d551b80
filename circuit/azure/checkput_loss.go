package azure

import (
	"strconv"
	"strings"

	"github.com/expressroute-go/expressroute/machine"
)

// whole reports a field that is there, and would not be.
func whole(c *putCheck, l *loss, now, then value) {
	had := now.walk(l.at)
	if sent := then.walk(l.at); !had.empty() && sent.empty() {
		c.report(l, now, l.at, had, lacks(sent)+" in the body; now "+briefly(had))
	}
}

// members reports an object that is there and would not be, or else what it has
// and would not have.
func members(c *putCheck, l *loss, now, then value) {
	whole(c, l, now, then)
	had, sent := now.walk(l.at), then.walk(l.at)
	if had.kind() != object || sent.empty() {
		return
	}
	for m := range had.children() {
		key := string(m.key())
		if !m.empty() && !serviceOutput[key] && sent.member(key).empty() {
			found := lacks(sent.member(key)) + " in the body"
			if !l.mute {
				found += "; now " + briefly(m)
			}
			c.report(l, now, dotted(l.at, key), m, found)
		}
	}
}

// serviceOutput are fields of such objects that only Azure writes.
var serviceOutput = map[string]bool{"advertisedPublicPrefixesState": true}

// elements reports a list that is there and would not be, or else those of its
// elements that would not be there. Of the others it compares the fields.
func elements(c *putCheck, l *loss, now, then value) {
	had, sent := now.walk(l.at), then.walk(l.at)
	if had.empty() {
		return
	}
	if sent.absent() {
		c.report(l, now, l.at, had, "absent in the body; now "+briefly(had))
		return
	}
	kept := map[string]value{}
	for _, s := range sent.elements() {
		kept[strings.ToLower(nameOf(s))] = s
	}
	for i, e := range had.elements() {
		same, found := kept[strings.ToLower(nameOf(e))]
		if !found {
			c.report(l, now, l.at+"["+strconv.Itoa(i)+"]", e, "not in the body: "+shown(nameOf(e)))
			continue
		}
		c.compare(l.in, e, same)
	}
}

// nameOf is the name of an element of a list: that of a peering is its type, and
// any is the end of its ID.
func nameOf(v value) string {
	for _, at := range []string{"properties.peeringType", "name"} {
		if name := v.walk(at).text(); name != "" {
			return name
		}
	}
	id := strings.TrimSuffix(v.member("id").text(), "/")
	return id[strings.LastIndex(id, "/")+1:]
}

// secret reports a key that is not sent, whether or not the document shows that
// there is one.
func secret(c *putCheck, l *loss, now, then value) {
	if !then.walk(l.at).empty() {
		return
	}
	found := "none in the body; whether the peering has one, no GET tells"
	if !now.walk(l.at).empty() {
		found = "none in the body; now there is one"
	}
	row := *l
	if now.i != 0 {
		row.basis = machine.Inferred // seen of the PUT of a peering itself
	}
	c.report(&row, now, l.at, now.walk(l.at), found)
}

// switchedOff reports a peering that is Disabled, and is written without its
// state: a new one is Enabled.
func switchedOff(c *putCheck, l *loss, now, then value) {
	if now.walk(l.at).text() == "Disabled" {
		whole(c, l, now, then)
	}
}

// stale reports a body with the ETag of another document.
func stale(c *putCheck, l *loss, now, then value) {
	had, sent := now.walk(l.at).text(), then.walk(l.at).text()
	if had != "" && sent != "" && had != sent {
		c.report(l, now, l.at, now.walk(l.at), "another ETag in the body")
	}
}

func lacks(sent value) string {
	if sent.kind() <= null {
		return "absent"
	}
	return "empty"
}

// briefly is what stands there: a text or number, the names in a list, or those
// of the fields. What is in them is not shown: it may be a key.
func briefly(v value) string {
	var names []string
	switch v.kind() {
	case array:
		for _, e := range v.elements() {
			if name := nameOf(e) + e.text(); name != "" {
				names = append(names, name)
			}
		}
		if len(names) == 0 {
			return "a list of " + strconv.Itoa(len(v.elements()))
		}
	case object:
		if id := v.member("id").text(); id != "" {
			return shown(id)
		}
		for m := range v.children() {
			names = append(names, string(m.key()))
		}
	default:
		return shown(string(v.bytes()))
	}
	return shown(strings.Join(names, ", "))
}
