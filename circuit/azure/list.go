package azure

import (
	"github.com/expressroute-go/expressroute/circuit"
	"github.com/expressroute-go/expressroute/circuit/azure/internal/jsondoc"
	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
)

// contents is what was found in a list.
type contents struct {
	parts    bool                        // parts of circuits
	peerings [peering.Microsoft + 1]bool // the peerings among them, by type; at 0 one of a type that is not known
	unnamed  bool                        // one without an ID
}

// list reads the elements of a list. A list is not the answer to a write. What
// is wrong with the list itself leaves none of it readable.
func (p *Page) list(v, list jsondoc.Value, shape Shape, o Options, failures *failures) {
	if o.Echo == machine.Unknown {
		o.Echo = machine.No
	}
	before := len(failures.list)
	if failures.addOutside(v, shape, func(fault jsondoc.Value) bool { return fault != list && list.Contains(fault) }) {
		return
	}
	first := len(p.Circuits)
	found := p.elements(list, shape, o, failures)
	complete := p.next(v, shape, failures) && p.Next == "" && len(failures.list) == before
	switch {
	case len(list.Elements()) == 0 && complete && shape == ARMList:
		p.empty(list, o, failures)
	case found.parts:
		joined := Join(p.Circuits[first:]...)
		p.Circuits = append(p.Circuits[:first], joined...)
		if complete && len(joined) == 1 && (p.of.ofParts() || v.Kind() == jsondoc.Object && !p.of.partial()) {
			p.notListed(&p.Circuits[first], found)
		}
	}
}

// elements reads each element by its own shape.
func (p *Page) elements(list jsondoc.Value, shape Shape, o Options, failures *failures) (found contents) {
	p.names.begin(p.of, shape, o)
	for i, e := range list.Elements() {
		if i == MaxCircuits {
			failures.add(e, shape, jsondoc.TooMany(MaxCircuits, "circuits"))
			p.names.add("")
			break
		}
		of := shapeOf(e)
		switch {
		case shape == ResourceGraph && of == 0:
			failures.add(e, shape, errColumns)
			continue
		case shape == ResourceGraph && (of == ARMCircuit || of == ARMPart): // of a query that left columns out
			of = ResourceGraph
		}
		r := newReader(e, of, o, failures)
		r.dialect = dialectOf(e, of)
		id := r.dialect.member(e, "id").Text()
		p.names.add(id)
		kind := partOf(e, r.dialect)
		if kind != noPart {
			found.parts, r.root = true, e.Root() // several are joined, and so are their paths
			found.unnamed = found.unnamed || id == ""
		}
		p.resource(r, e, o)
		for t := range found.peerings {
			found.peerings[t] = found.peerings[t] || kind == peeringPart && !r.at[t].Absent()
		}
	}
	return found
}

// notListed says of the circuit what a whole list of its parts lacks. A list of
// authorizations is not known to be whole by itself: it can be a page of one.
func (p *Page) notListed(seen *circuit.Observation, found contents) {
	peerings := found.peerings != [peering.Microsoft + 1]bool{}
	for t := range peering.Types() {
		if peerings && !found.peerings[0] && !found.peerings[t] {
			*seen.State.OfPeering(t) = peering.NotThere()
		}
	}
	if p.of.ofParts() && p.of.under == underAuthorizations && !found.unnamed {
		seen.State.Whole |= circuit.AllAuthorizations
	}
}

// empty reads a list in which nothing is. It says something if it is known what it
// is a list of.
func (p *Page) empty(list jsondoc.Value, o Options, failures *failures) {
	r := newReader(list, p.Shape, o, failures)
	r.ofCircuit(p.of.id, o)
	switch table := p.of.table(); {
	case table == tableARP:
		p.Shape = ARPTable
		r.arp(nil, o)
	case table == tableRoutes:
		p.Shape = Routes
		r.routeTable(nil, o)
	case table == tableSummary, !p.of.ofParts() && o.Path != 0 && o.Circuit != "":
		r.quirk(list, "no rows: nothing is known from this of the path's session", sourceTroubleshooting)
	case !p.of.ofParts():
		return
	case p.of.under == underAuthorizations:
		p.Shape = ARMPart
		r.seen.State.Whole = circuit.AllAuthorizations
	case p.of.under == underPeerings, p.of.under == underCross+"/peerings":
		p.Shape = ARMPart
		for t := range peering.Types() {
			*r.seen.State.OfPeering(t) = peering.NotThere()
		}
	default:
		p.Shape = ARMPart
		r.quirk(list, "no Global Reach connections here: those that the other side made are in a list of their own", sourceSchema)
	}
	p.take(r)
}

// next reads where the list goes on. It reports whether that can be told: a list
// with anything beside its elements may go on in a way that is not known here.
func (p *Page) next(v jsondoc.Value, shape Shape, failures *failures) (told bool) {
	if v.Kind() == jsondoc.Array {
		return true
	}
	told = true
	for member := range v.Children() {
		switch string(member.Key()) {
		case "nextLink", "$skipToken", "skip_token":
			if !member.Absent() && member.Kind() != jsondoc.String {
				failures.add(member, shape, wants(jsondoc.String.String(), member.Kind().String()))
				told = false
			}
			if next := member.Text(); next != "" {
				p.Next = next
			}
		case "value":
		default:
			told = false
		}
	}
	if !told {
		p.names.add("")
		p.incomplete = true
	}
	return told
}
