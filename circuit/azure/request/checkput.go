package request

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/expressroute-go/expressroute/circuit/azure"
	"github.com/expressroute-go/expressroute/circuit/azure/internal/jsondoc"
	"github.com/expressroute-go/expressroute/machine"
)

// CheckPut returns what the PUT of a circuit, or of one of its peerings, would
// wipe out. A PUT replaces the whole resource: what the resource has and the body
// lacks is lost. current is the resource as a GET returned it just before;
// proposed is the body that is to be sent. A value that the body changes is not a
// problem.
//
// The Path of a problem is the place in the current document. One problem is
// reported whatever that document has: no GET returns the MD5 key of a peering, so
// a peering that is written without a key loses the key that it may have.
//
// The error says which of the two documents it is about, and holds an
// [*azure.Error]: the document is not sound, or it is not the JSON of a circuit or
// a peering as the REST API returns it.
func CheckPut(current, proposed []byte) (machine.Problems, error) {
	now, err := readResource(current)
	if err != nil {
		return nil, fmt.Errorf("the current document: %w", err)
	}
	then, err := readResource(proposed)
	if err != nil {
		return nil, fmt.Errorf("the proposed document: %w", err)
	}
	table := circuitLosses
	switch {
	case isPeering(now):
		table = peeringLosses
	case shapeOf(current) != azure.ARMCircuit:
		return nil, fmt.Errorf("the current document: %w", wrongShape(current, now))
	}
	if isPeering(now) != isPeering(then) && (isPeering(then) || shapeOf(proposed) == azure.ARMCircuit) {
		return nil, fmt.Errorf("the proposed document is of another resource: %w", wrongShape(proposed, then))
	}
	c := comparison{lost: map[jsondoc.Value]bool{}}
	c.compare(table, now, then)
	return c.all(), nil
}

// readResource returns the object that a document is.
func readResource(document []byte) (jsondoc.Value, error) {
	doc, err := jsondoc.Index(document)
	if err != nil {
		return jsondoc.Value{}, newError(0, err)
	}
	root := doc.Root()
	for _, f := range root.Faults() {
		return jsondoc.Value{}, newError(shapeOf(document), f.Value.Locate(f.Err))
	}
	if root.Kind() != jsondoc.Object {
		return jsondoc.Value{}, wrongShape(document, root)
	}
	return root, nil
}

// wrongShape returns the error that a document is not what CheckPut compares.
func wrongShape(document []byte, v jsondoc.Value) *azure.Error {
	return newError(shapeOf(document), v.Locate(azure.ErrShape))
}

// newError returns the error of an index as one of package azure.
func newError(s azure.Shape, e *jsondoc.Error) *azure.Error {
	return &azure.Error{Shape: s, Path: e.Path, Line: e.Line, Offset: e.Offset, Err: e.Err}
}

// shapeOf returns the shape of a JSON document.
func shapeOf(document []byte) azure.Shape {
	page, _ := azure.ReadPage(document, azure.Options{}) // it says the shape of what it refuses, too
	return page.Shape
}

// isPeering reports whether a resource is a peering and not a circuit. The body of
// a request may lack the resource's type and ID.
func isPeering(v jsondoc.Value) bool {
	kind := strings.ToLower(v.Member("type").Text())
	return strings.HasSuffix(kind, "/peerings") || kind == "" && !walk(v, "properties.peeringType").Absent()
}

// maxLosses is the largest number of problems that are listed.
const maxLosses = 1000

// comparison compares two documents of one resource.
type comparison struct {
	problems machine.Problems
	more     int                    // problems that are not listed
	lost     map[jsondoc.Value]bool // values that were reported; what they contain is not reported again
}

// compare reports what the resource loses by the rows of the table.
func (c *comparison) compare(table []loss, now, then jsondoc.Value) {
	for i := range table {
		row := &table[i]
		row.check(c, row, now, then)
	}
}

// report adds the problem that the value had, which is at the path at in the
// resource, would be lost.
func (c *comparison) report(row *loss, resource jsondoc.Value, at string, had jsondoc.Value, found string) {
	switch {
	case c.reported(had):
		return
	case len(c.problems) == maxLosses:
		c.more++
		return
	case !had.Absent():
		c.lost[had] = true
	}
	if path := resource.Path(resource.Root()); path != "" {
		at = path + "." + at
	}
	c.problems = append(c.problems, machine.Problem{Path: at, Unmet: machine.Unmet{
		Need: row.need, Want: row.want, Found: found, Actor: machine.Customer, Fix: row.fix,
		Basis: row.basis, Source: row.source, Unknown: row.mayStay || had.Absent(),
	}})
}

// reported reports whether the value, or a value that contains it, was reported.
func (c *comparison) reported(v jsondoc.Value) bool {
	for ; !v.Absent(); v = v.Parent() {
		if c.lost[v] {
			return true
		}
	}
	return false
}

// all returns the problems. The last one says how many are not listed.
func (c *comparison) all() machine.Problems {
	if c.more > 0 {
		last := &c.problems[len(c.problems)-1]
		last.Found += "; and " + strconv.Itoa(c.more) + " more losses that are not listed"
	}
	return c.problems
}

// walk returns the value at a path of plain words, nothing if there is none.
func walk(v jsondoc.Value, path string) jsondoc.Value {
	for name := range strings.SplitSeq(path, ".") {
		v = v.Member(name)
	}
	return v
}
