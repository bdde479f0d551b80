package request

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/expressroute-go/expressroute/circuit/azure"
	"github.com/expressroute-go/expressroute/circuit/azure/internal/jsondoc"
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
// The error, which tells the two documents apart, holds an [*azure.Error]: a document
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
	case shapeOf(current) != azure.ARMCircuit:
		return nil, fmt.Errorf("the current document: %w", notPut(current, now))
	}
	if isPeering(now) != isPeering(then) && (isPeering(then) || shapeOf(proposed) == azure.ARMCircuit) {
		return nil, fmt.Errorf("the proposed document is of another resource: %w", notPut(proposed, then))
	}
	c := putCheck{lost: map[jsondoc.Value]bool{}}
	c.compare(table, now, then)
	return c.all(), nil
}

// putDocument returns the resource that a document is.
func putDocument(document []byte) (jsondoc.Value, error) {
	doc, err := jsondoc.Index(document)
	if err != nil {
		return jsondoc.Value{}, newError(0, err)
	}
	root := doc.Root()
	for _, f := range root.Faults() {
		return jsondoc.Value{}, newError(shapeOf(document), f.Value.Locate(f.Err))
	}
	if root.Kind() != jsondoc.Object {
		return jsondoc.Value{}, notPut(document, root)
	}
	return root, nil
}

func notPut(document []byte, v jsondoc.Value) *azure.Error {
	return newError(shapeOf(document), v.Locate(azure.ErrShape))
}

// shapeOf returns the shape of a document that is JSON.
func shapeOf(document []byte) azure.Shape {
	page, _ := azure.ReadPage(document, azure.Options{})
	return page.Shape
}

// newError returns the error of an index as one of package azure.
func newError(s azure.Shape, e *jsondoc.Error) *azure.Error {
	return &azure.Error{Shape: s, Path: e.Path, Line: e.Line, Offset: e.Offset, Err: e.Err}
}

// isPeering tells a peering from a circuit. The body of a request may lack its
// type and its ID.
func isPeering(v jsondoc.Value) bool {
	kind := strings.ToLower(v.Member("type").Text())
	return strings.HasSuffix(kind, "/peerings") || kind == "" && !walk(v, "properties.peeringType").Absent()
}

// maxLosses is how many problems of one body are listed.
const maxLosses = 1000

// putCheck compares two documents of one resource.
type putCheck struct {
	problems machine.Problems
	more     int                    // that are not listed
	lost     map[jsondoc.Value]bool // what was reported, so that what is in it is not
}

// compare reports what the resource loses by each row of the table.
func (c *putCheck) compare(table []loss, now, then jsondoc.Value) {
	for i := range table {
		row := &table[i]
		row.check(c, row, now, then)
	}
}

// report adds a problem: what stands at that path of the resource would be
// lost.
func (c *putCheck) report(row *loss, resource jsondoc.Value, at string, had jsondoc.Value, found string) {
	switch {
	case c.reported(had):
		return
	case len(c.problems) == maxLosses:
		c.more++
		return
	case !had.Absent():
		c.lost[had] = true
	}
	c.problems = append(c.problems, machine.Problem{Path: below(resource, at), Unmet: machine.Unmet{
		Need: row.need, Want: row.want, Found: found, Actor: machine.Customer, Fix: row.fix,
		Basis: row.basis, Source: row.source, Unknown: row.unsure || had.Absent(),
	}})
}

// reported reports whether the value, or what it is in, is lost already.
func (c *putCheck) reported(v jsondoc.Value) bool {
	if v.Absent() {
		return false
	}
	for at := v; !at.Absent(); at = at.Parent() {
		if c.lost[at] {
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
func below(resource jsondoc.Value, at string) string {
	if path := resource.Path(resource.Root()); path != "" {
		return path + "." + at
	}
	return at
}

// walk returns what is at a path of plain words, absent if nothing is.
func walk(v jsondoc.Value, path string) jsondoc.Value {
	for name := range strings.SplitSeq(path, ".") {
		v = v.Member(name)
	}
	return v
}

// empty reports whether nothing would be lost with the value: it is absent, or
// what an absent one is taken for.
func empty(v jsondoc.Value) bool {
	switch v.Kind() {
	case jsondoc.String:
		s := v.Text()
		return s == "" || s == "NONE" // the registry's word for none
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
