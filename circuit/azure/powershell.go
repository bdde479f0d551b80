package azure

import (
	"errors"
	"fmt"
	"strings"

	"github.com/expressroute-go/expressroute/circuit"
	"github.com/expressroute-go/expressroute/circuit/azure/internal/jsondoc"
	"github.com/expressroute-go/expressroute/circuit/azure/internal/powershell"
	"github.com/expressroute-go/expressroute/machine"
)

// ErrText is inside an [*Error]: this is not how the cmdlets print an object.
var ErrText = powershell.ErrText

// Where what people do to the texts of cmdlets was seen.
const sourceMasked = "seen in what the cmdlets print as articles and tickets quote it, such as https://learn.microsoft.com/en-us/azure/expressroute/expressroute-troubleshooting-expressroute-overview"

// shapeOfPowerShell recognises what cmdlets print, of circuits or of anything
// else.
func shapeOfPowerShell(document []byte) Shape {
	if t, err := powershell.Decode(document); err == nil && !t.IsJSON() {
		for b := range t.Blocks() {
			if b.Kind() != powershell.Prose {
				return PowerShell
			}
		}
	}
	return 0
}

// readPowerShell returns an observation of each circuit, and of each classic
// peering, that a text shows. The text may be that of a whole session, with
// calls and prose between.
//
// A column that cannot be read is an error, with the line in which it stands.
// It costs the column, which counts as absent then, and not the circuit: such
// texts pass through many hands. Errors are joined as those of [Read] are.
func readPowerShell(document []byte, o Options) ([]circuit.Observation, error) {
	text, err := powershell.Decode(document)
	if err != nil {
		return nil, newError(PowerShell, err)
	}
	t := &psText{text: text, options: o}
	circuits, objects := 0, 0
	for b := range text.Blocks() {
		if b.Kind() == powershell.AzCircuit || b.Kind() == powershell.ClassicCircuit {
			circuits++
		}
	}
	if circuits > 1 && o.Echo == machine.Unknown {
		t.options.Echo = machine.No // several are not the answer to a write
	}
	for b := range text.Blocks() {
		if b.Kind() == powershell.Prose {
			continue
		}
		if objects++; objects > MaxCircuits {
			t.fail(b.Start(), "", jsondoc.TooMany(MaxCircuits, "objects"))
			break
		}
		t.object(b)
	}
	t.closeTable()
	if objects == 0 {
		t.fail(0, "", ErrShape)
	}
	return t.found, t.failures.join()
}

// psText is a text that is being read.
type psText struct {
	text     *powershell.Text
	options  Options
	found    []circuit.Observation
	table    *psTable // whose rows are being read; nil outside of one
	failures failures
}

func (t *psText) fail(at int, path string, err error) {
	if len(t.failures.list) == maxErrors {
		t.failures.more++
		return
	}
	t.failures.list = append(t.failures.list, newError(PowerShell, t.text.Error(at, path, err)))
}

// object reads one object.
func (t *psText) object(b *powershell.Block) {
	if !b.Check(t.fail) {
		return
	}
	switch b.Kind() {
	case powershell.SessionRow, powershell.RouteRow, powershell.ARPRow:
		t.row(b)
		return
	}
	t.closeTable()
	switch b.Kind() {
	case powershell.AzCircuit:
		t.read(b, powerShellJSON, func(r *reader) { r.circuit(r.root, t.options) })
	case powershell.AzPart, powershell.AzLink:
		t.read(b, powerShellJSON, func(r *reader) { r.powerShellPart(t.options) })
	case powershell.AzPort:
		t.port(b)
	case powershell.ClassicCircuit:
		t.read(b, nil, func(r *reader) { r.classicCircuit(t.options) })
	case powershell.ClassicPeering:
		t.classicPeering(b)
	default:
		t.fail(b.Start(), "", fmt.Errorf("%w: neither a circuit nor a part of one", ErrShape))
	}
}

// read reads the block with that function, and once more without the columns
// that hold values which it refuses.
func (t *psText) read(b *powershell.Block, d *dialect, with func(*reader)) {
	sheet := powershell.NewSheet(b, t.fail)
	for range sheet.Len() + 1 {
		doc := sheet.Document()
		if doc == nil {
			return
		}
		var refused failures
		r := newReader(doc.Root(), PowerShell, t.options, &refused)
		r.dialect = d
		with(r)
		if !r.failed && r.linksNothing {
			t.fail(b.Start(), "", errOtherConnection)
			return
		}
		if !r.failed {
			t.keep(r, sheet.Notes())
			return
		}
		dropped := false
		for _, err := range refused.list {
			if e := new(Error); errors.As(err, &e) {
				dropped = sheet.Drop(e.Path, e.Offset, e.Err) || dropped
			}
		}
		t.failures.more += refused.more
		if !dropped {
			return
		}
	}
}

// keep adds what was read, with what is absent named as the columns are.
func (t *psText) keep(r *reader, notes []powershell.Note) {
	for _, n := range notes {
		if r.note() {
			r.seen.Quirks = append(r.seen.Quirks, circuit.Quirk{Path: n.Path, Says: n.Says, Source: sourceMasked})
		}
	}
	for i, path := range r.seen.Absent {
		if last := strings.LastIndexByte(path, '.') + 1; r.dialect != nil {
			r.seen.Absent[i] = path[:last] + r.dialect.spelled(path[last:])
		}
	}
	r.closeNotes()
	t.found = append(t.found, r.seen)
}

// powerShellPart reads a part of a circuit. An authorization of a port looks
// like one.
func (r *reader) powerShellPart(o Options) {
	if partOf(r.root, r.dialect) == noPart {
		r.fail(r.root, ErrShape)
		return
	}
	r.child(r.root, o)
}

// port reads a port, which says something of each circuit that is on it.
func (t *psText) port(b *powershell.Block) {
	before, ids := len(t.found), []string(nil)
	t.read(b, powerShellJSON, func(r *reader) { ids = r.port(r.root) })
	if len(t.found) == before {
		return
	}
	seen := t.found[before]
	t.found = t.found[:before]
	for _, id := range ids {
		t.found = append(t.found, seen.Then(circuit.Observation{Have: circuit.Config{ID: id}}))
	}
}
