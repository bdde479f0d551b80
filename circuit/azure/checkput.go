package azure

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/expressroute-go/expressroute/machine"
)

// CheckPut says what the PUT of a circuit, or of one of its peerings, would wipe
// out: what the resource has now, as a GET of it returned, and the body that is
// to be sent lacks. A PUT replaces the whole resource. A change of a value is
// what a PUT is for, and no problem.
//
// The path of a problem is the place in the current document. One is reported
// whatever that says: no GET returns a peering's MD5 key, so a peering that is
// written without one loses it if it has one.
//
// The error, which tells the two documents apart, holds an [*Error]: a document
// is not sound, or not the JSON of a circuit or a peering as the REST API has
// it.
func CheckPut(current, proposed []byte) (machine.Problems, error) {
	now, err := putDocument(current)
	if err != nil {
		return nil, fmt.Errorf("the current document: %w", err)
	}
	then, err := putDocument(proposed)
	if err != nil {
		return nil, fmt.Errorf("the proposed document: %w", err)
	}
	table := circuitLosses
	switch {
	case isPeering(now):
		table = peeringLosses
	case shapeOf(now) != ARMCircuit:
		return nil, fmt.Errorf("the current document: %w", notPut(now))
	}
	if isPeering(now) != isPeering(then) && (isPeering(then) || shapeOf(then) == ARMCircuit) {
		return nil, fmt.Errorf("the proposed document is of another resource: %w", notPut(then))
	}
	c := putCheck{lost: map[int32]bool{}}
	c.compare(table, now, then)
	return c.all(), nil
}

// putDocument returns the resource that a document is.
func putDocument(document []byte) (value, error) {
	doc, err := index(document)
	if err != nil {
		return value{}, err
	}
	root := doc.root()
	for _, f := range doc.faults {
		v := value{doc, f.node}
		e := doc.error(shapeOf(root), v.start(), f.err)
		e.Path = v.path(root)
		return value{}, e
	}
	if root.kind() != object {
		return value{}, notPut(root)
	}
	return root, nil
}

func notPut(v value) *Error { return v.doc.error(shapeOf(v), v.start(), ErrShape) }

// isPeering tells a peering from a circuit. The body of a request may lack its
// type and its ID.
func isPeering(v value) bool {
	kind := strings.ToLower(v.member("type").text())
	return strings.HasSuffix(kind, "/peerings") || kind == "" && !v.walk("properties.peeringType").absent()
}

// maxLosses is how many problems of one body are listed.
const maxLosses = 1000

// putCheck compares two documents of one resource.
type putCheck struct {
	problems machine.Problems
	more     int            // that are not listed
	lost     map[int32]bool // what was reported, so that what is in it is not
}

// compare reports what the resource loses by each row of the table.
func (c *putCheck) compare(table []loss, now, then value) {
	for i := range table {
		row := &table[i]
		row.check(c, row, now, then)
	}
}

// report adds a problem: what stands at that path of the resource would be
// lost.
func (c *putCheck) report(row *loss, resource value, at string, had value, found string) {
	switch {
	case c.reported(had):
		return
	case len(c.problems) == maxLosses:
		c.more++
		return
	case !had.absent():
		c.lost[had.i] = true
	}
	c.problems = append(c.problems, machine.Problem{Path: below(resource, at), Unmet: machine.Unmet{
		Need: row.need, Want: row.want, Found: found, Actor: machine.Customer, Fix: row.fix,
		Basis: row.basis, Source: row.source, Unknown: row.unsure || had.absent(),
	}})
}

// reported reports whether the value, or what it is in, is lost already.
func (c *putCheck) reported(v value) bool {
	if v.absent() {
		return false
	}
	for i := v.i; i >= 0; i = v.doc.nodes[i].parent {
		if c.lost[i] {
			return true
		}
	}
	return false
}

// all returns the problems. The last says how many there was no room for.
func (c *putCheck) all() machine.Problems {
	if c.more > 0 {
		last := &c.problems[len(c.problems)-1]
		last.Found += "; and " + strconv.Itoa(c.more) + " more losses that are not listed"
	}
	return c.problems
}

// below is the path of a field of the resource: that of the resource before it.
func below(resource value, at string) string {
	if path := resource.path(resource.doc.root()); path != "" {
		return path + "." + at
	}
	return at
}

// walk returns what is at a path of plain words, absent if nothing is.
func (v value) walk(path string) value {
	for name := range strings.SplitSeq(path, ".") {
		v = v.member(name)
	}
	return v
}

// empty reports whether nothing would be lost with the value: it is absent, or
// what an absent one is taken for.
func (v value) empty() bool {
	switch v.kind() {
	case text:
		s := v.text()
		return s == "" || s == "NONE" // the registry's word for none
	case array, object:
		for range v.children() {
			return false
		}
		return true
	case boolean, number:
		s := string(v.bytes())
		return s == "false" || s == "0"
	}
	return true
}
