package azure

import (
	"errors"
	"time"

	"github.com/expressroute-go/expressroute/circuit"
	"github.com/expressroute-go/expressroute/circuit/azure/internal/jsondoc"
	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
)

const (
	// MaxDocument is the size of the largest document that is read, in bytes. A
	// circuit takes about 5,000.
	MaxDocument = jsondoc.MaxText

	// MaxCircuits is how many circuits of one document are read.
	MaxCircuits = 10_000
)

// Options are what a document does not say of itself.
type Options struct {
	At   time.Time     // when it was read
	Echo machine.Truth // it is the answer to a write: to a PUT or PATCH, and not to a GET

	// Of is the URL of the request that the document answers, or its path: of a
	// circuit, of a part of one, of a list of either, or of a table. An answer that
	// something is not there, and a list that is empty, do not say it. For a page
	// that is not a list's first it is the nextLink. What of the following it says
	// too may be left out.
	Of string

	// Of a route table, its summary or an ARP table. A part of a cross connection
	// does not say either of which circuit it is, nor do the connections of hubs
	// as PowerShell prints them.
	Circuit string       // resource ID
	Peering peering.Type // neither a route table nor its summary is read without it
	Path    Path         // nor without this

	key machine.Secret // the service key, if Circuit names a cross connection
}

// Page is what one document shows.
type Page struct {
	Shape    Shape
	Circuits []circuit.Observation // in the order of the document
	Next     string                // a list's nextLink, or Resource Graph's token: where it goes on; empty if this is all

	of         target
	names      census
	incomplete bool           // something in it could not be read, or it does not say that it is all
	ports      []circuit.Port // of Terraform's state, which names the circuits on them with the circuits
}

// Complete reports whether all that the document has was read, and nothing in it says
// that there is more elsewhere. Whoever knows that such documents have all the links of
// a circuit can add [circuit.AllLinks] to the State.Whole of what they were joined to:
// no document says so, for Azure has no list of a circuit's links.
func (p Page) Complete() bool { return p.Next == "" && !p.incomplete }

// Read returns what a document shows: an observation of one circuit, or of each
// in a list. What is known of a part of a circuit is an observation of that
// circuit, in which all else is not observed. The error joins an [*Error] for each value that could not be read,
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
	of := o.resolve()
	doc, broken := jsondoc.Index(document)
	if broken != nil && !errors.Is(broken, ErrTooLarge) && shapeOfPowerShell(document) == PowerShell {
		page := Page{Shape: PowerShell}
		var err error
		page.Circuits, err = readPowerShell(document, o)
		page.incomplete = err != nil
		return page, err
	}
	if broken != nil {
		return Page{}, newError(0, broken)
	}
	root := doc.Root()
	page := Page{Shape: shapeOf(root), of: of}
	var failures failures
	page.read(root, page.Shape, o, &failures)
	page.incomplete = page.incomplete || len(failures.list) > 0
	page.of = target{} // the path of a cross connection has the service key in it
	return page, failures.join()
}

// read reads a document, or one within another.
func (p *Page) read(v jsondoc.Value, shape Shape, o Options, failures *failures) {
	list := listed(v)
	switch {
	case shape == ARMError:
		p.absence(v, o, failures)
	case shape == Terraform:
		p.terraform(v, o, failures)
	case shape == ARMExample:
		p.example(v, o, failures)
	case shape == RouteTable || shape == ARPTable || shape == Routes || shape == Traffic:
		p.rows(v, shape, o, failures)
	case shape == ResourceGraph && !v.Member("data").Absent() && list.Absent():
		failures.add(v.Member("data"), shape, errTable)
	case !list.Absent():
		p.list(v, list, shape, o, failures)
	default:
		p.one(v, shape, o, failures)
	}
}

// one reads a resource.
func (p *Page) one(v jsondoc.Value, shape Shape, o Options, failures *failures) {
	r := newReader(v, shape, o, failures)
	r.dialect = dialectOf(v, shape)
	p.resource(r, v, o)
	if r.linksNothing {
		failures.add(v, shape, errOtherConnection)
	}
}

// resource reads it with a reader for it.
func (p *Page) resource(r *reader, v jsondoc.Value, o Options) {
	switch r.shape {
	case ARMCircuit:
		r.circuit(v, o)
	case CrossConnection:
		r.cross(v, o)
	case ARMPart, CLI, PowerShellJSON, ResourceGraph:
		switch partOf(v, r.dialect) {
		case hubGatewayPart:
			p.hubGateway(r, v, o)
			return
		case portPart:
			p.onPort(r, v)
			return
		case noPart:
			r.circuit(v, o)
		default:
			r.child(v, o)
		}
	default:
		r.failures.add(v, r.shape, errUnread(v))
		return
	}
	p.take(r)
}

// take adds what was read, unless something in it could not be.
func (p *Page) take(r *reader) {
	if r.shape == ResourceGraph {
		trustGraph(&r.seen)
	}
	if r.closeNotes(); !r.failed && !r.linksNothing {
		p.Circuits = append(p.Circuits, r.seen)
	}
}

// rows reads a table, of which each row says something of one circuit. One row is
// a table, too: ConvertTo-Json prints a list of one as its element.
func (p *Page) rows(v jsondoc.Value, shape Shape, o Options, failures *failures) {
	r := newReader(v, shape, o, failures)
	rows := []jsondoc.Value{v}
	if list := listed(v); !list.Absent() {
		rows = list.Elements()
	}
	for _, name := range []string{"StatePfxRcd", "MacAddress", "NextHop", "PrimaryBytesIn"} {
		if len(rows) > 0 && !rows[0].Member(name).Absent() {
			r.dialect = powerShellJSON
		}
	}
	switch shape {
	case RouteTable:
		r.routes(rows, o)
	case Routes:
		r.routeTable(rows, o)
	case Traffic:
		r.traffic(v, o)
	default:
		r.arp(rows, o)
	}
	p.take(r)
}
