package azure

import (
	"time"

	"github.com/expressroute-go/expressroute/circuit"
	"github.com/expressroute-go/expressroute/machine"
)

const (
	// MaxDocument is the size of the largest document that is read, in bytes. A
	// circuit takes about 5,000.
	MaxDocument = 16 << 20

	// MaxCircuits is how many circuits of one document are read.
	MaxCircuits = 10_000
)

// Options are what a document does not say of itself.
type Options struct {
	At   time.Time     // when it was read
	Echo machine.Truth // it is the answer to a write: to a PUT or PATCH, and not to a GET
}

// Page is what one document shows.
type Page struct {
	Shape    Shape
	Circuits []circuit.Observation // in the order of the document
	Next     string                // a list's nextLink: where it goes on; empty if this is all
}

// Read returns what a document shows: an observation of one circuit, or of each
// in a list. The error joins an [*Error] for each value that could not be read,
// as [errors.Join] does. The circuits without such a value are returned beside
// it.
//
// Azure hands out long lists in parts. [ReadPage] tells whether there is more.
func Read(document []byte) ([]circuit.Observation, error) {
	page, err := ReadPage(document, Options{})
	return page.Circuits, err
}

// ReadPage is Read for one who knows when, and in answer to what, the document
// was read, and who has to know where a list goes on. Errors are as those of
// Read.
func ReadPage(document []byte, o Options) (Page, error) {
	doc, err := index(document)
	if err != nil {
		return Page{Shape: err.Shape}, err
	}
	root := doc.root()
	page := Page{Shape: shapeOf(root)}
	var failures failures
	switch page.Shape {
	case ARMCircuit:
		page.one(root, o, &failures)
	case ARMList:
		page.list(root, o, &failures)
	default:
		failures.add(root, page.Shape, ErrShape)
	}
	return page, failures.join()
}

func (p *Page) one(v value, o Options, failures *failures) {
	if seen, ok := readCircuit(v, o, failures); ok {
		p.Circuits = append(p.Circuits, seen)
	}
}

// list reads the circuits of a list. A list is not the answer to a write. What
// is wrong with the list itself leaves none of it readable.
func (p *Page) list(root value, o Options, failures *failures) {
	if o.Echo == machine.Unknown {
		o.Echo = machine.No
	}
	list := listed(root)
	for _, f := range root.doc.faults {
		if f.node == list.i || !list.within(f.node) {
			failures.add(value{root.doc, f.node}, ARMList, f.err)
		}
	}
	if failures.list != nil {
		return
	}
	for i, v := range list.elements() {
		if i == MaxCircuits {
			failures.add(v, ARMList, tooMany(MaxCircuits, "circuits"))
			break
		}
		if shape := shapeOf(v); shape != ARMCircuit {
			failures.add(v, shape, ErrShape)
			continue
		}
		p.one(v, o, failures)
	}
	next := root.member("nextLink")
	if !next.absent() && next.kind() != text {
		failures.add(next, ARMList, wants(text.String(), next.kind().String()))
	}
	p.Next = next.text()
}
