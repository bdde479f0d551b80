package azure

import (
	"strings"

	"github.com/expressroute-go/expressroute/bgp"
	"github.com/expressroute-go/expressroute/circuit"
	"github.com/expressroute-go/expressroute/circuit/azure/internal/jsondoc"
	"github.com/expressroute-go/expressroute/circuit/azure/internal/powershell"
	"github.com/expressroute-go/expressroute/peering"
)

// psTable is a table of one path of a peering. The cmdlets print a row as an
// object of its own.
type psTable struct {
	kind  powershell.Kind
	group int
	of    Options
	at    int // where its observation is among those of the text
	ends  arpEnds
	from  receivedRoutes
	more  int // notes that are not listed
}

// unnamed reports whether nothing says which path it is of, where that has to be
// known. An ARP table says the same of every path.
func (table *psTable) unnamed() bool {
	return table.kind != powershell.ARPRow && (table.of.Peering == 0 || table.of.Path == 0)
}

// row reads a row of a table. All rows of one table make one observation.
func (t *psText) row(b *powershell.Block) {
	o := called(t.options, b)
	if t.table == nil || t.table.kind != b.Kind() || t.table.group != b.Group() || t.table.of != o {
		t.closeTable()
		t.table = &psTable{kind: b.Kind(), group: b.Group(), of: o, at: len(t.found), from: receivedRoutes{}}
		if t.table.unnamed() {
			t.fail(b.Start(), "", errPath)
		}
	}
	table := t.table
	if table.unnamed() {
		return // said once
	}
	t.read(b, powerShellJSON, func(r *reader) {
		r.answers(o)
		switch table.kind {
		case powershell.SessionRow:
			r.routes([]jsondoc.Value{r.root}, o)
		case powershell.RouteRow:
			table.from.see(r, r.root)
		default:
			table.ends.see(r, r.root)
		}
	})
	for _, row := range t.found[min(table.at+1, len(t.found)):] {
		table.add(&t.found[table.at], row)
	}
	t.found = t.found[:min(table.at+1, len(t.found))]
}

// closeTable finishes the table that is being read, if there is one.
func (t *psText) closeTable() {
	table := t.table
	if t.table = nil; table == nil || table.at >= len(t.found) {
		return
	}
	seen := &t.found[table.at]
	switch table.kind {
	case powershell.ARPRow:
		table.add(seen, circuit.Observation{Quirks: table.ends.missing()})
	case powershell.RouteRow:
		table.add(seen, circuit.Observation{Quirks: table.from.tell(seen, table.of)})
	}
	if table.more > 0 {
		seen.Quirks = append(seen.Quirks, moreNotes(table.more))
	}
}

// add adds what another row of the table says.
func (table *psTable) add(seen *circuit.Observation, row circuit.Observation) {
	for session, paths := range row.Have.Sessions {
		if seen.Have.Sessions[session] != (bgp.Paths{}) {
			row.Quirks = append(row.Quirks, sessionTwice(session))
			continue
		}
		seen.Have.Sessions[session] = paths
	}
	room := maxNotes - len(seen.Have.Strange) - len(seen.Absent) - len(seen.Quirks)
	table.more += addNotes(&seen.Have.Strange, row.Have.Strange, &room)
	table.more += addNotes(&seen.Absent, row.Absent, &room)
	table.more += addNotes(&seen.Quirks, row.Quirks, &room)
}

// addNotes adds as many notes as there is room for, and returns how many there
// were not.
func addNotes[T any](list *[]T, notes []T, room *int) int {
	taken := min(len(notes), max(*room, 0))
	*list = append(*list, notes[:taken]...)
	*room -= taken
	return len(notes) - taken
}

// called returns the options with what the call above a table says: which peering
// and which path. It counts, for a text can have several tables.
func called(o Options, b *powershell.Block) Options {
	kind, path := b.Argument("PeeringType"), b.Argument("DevicePath")
	if access := b.Argument("AccessType"); access != "" { // of the classic cmdlets
		kind, path = access, b.Argument("Path")
	}
	for t := range peering.Types() {
		if strings.EqualFold(kind, t.String()) || strings.EqualFold(kind, classicNames[t]) {
			o.Peering = t
		}
	}
	if p, err := ParsePath(strings.ToLower(path)); err == nil {
		o.Path = p
	}
	return o
}
