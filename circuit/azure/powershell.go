package azure

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/expressroute-go/expressroute/circuit"
	"github.com/expressroute-go/expressroute/circuit/azure/internal/jsondoc"
	"github.com/expressroute-go/expressroute/machine"
)

// ErrText is inside an [*Error]: this is not how the cmdlets print an object.
var ErrText = errors.New("not as Format-List prints it")

// objectKind is what a block of text shows.
type objectKind uint8

const (
	noObject       objectKind = iota // prose that looks like a column
	otherObject                      // anything else that a cmdlet prints
	azCircuit                        // Get-AzExpressRouteCircuit, Get-AzureRmExpressRouteCircuit
	azPart                           // a part of a circuit: Get-AzExpressRouteCircuitPeeringConfig, -Authorization, -ConnectionConfig
	classicCircuit                   // Get-AzureDedicatedCircuit, Get-AzureAuthorizedDedicatedCircuit
	classicPeering                   // Get-AzureBGPPeering
)

// kind recognises an object by its columns. The documentation cuts circuits down
// to two of them.
func (b *block) kind() objectKind {
	switch {
	case b.has("PrimaryPeerSubnet", "SecondaryPeerSubnet", "CustomerAutonomousSystemNumber"):
		return classicPeering
	case b.has("CircuitProvisioningState"):
		return azCircuit
	case b.has("PeeringType", "AuthorizationUseStatus", "CircuitConnectionStatus"):
		return azPart
	case b.has("ServiceProviderProvisioningState"):
		if b.has("CircuitName", "Status", "Bandwidth", "ServiceProviderName") {
			return classicCircuit
		}
		return azCircuit
	case slices.ContainsFunc(b.columns, tellsOperation), len(b.columns) >= 3:
		return otherObject
	}
	return noObject
}

// tellsOperation: every resource has this column.
func tellsOperation(c *column) bool { return strings.HasSuffix(c.name, "ProvisioningState") }

// shapeOfPowerShell recognises what cmdlets print, of circuits or of anything
// else.
func shapeOfPowerShell(document []byte) Shape {
	var shape Shape
	if t, err := newText(document, Options{}); err == nil && !t.isJSON() {
		split(t.text, func(b *block) bool {
			if b.kind() != noObject {
				shape = PowerShell
			}
			return shape == 0
		})
	}
	return shape
}

// readPowerShell returns an observation of each circuit, and of each classic
// peering, that a text shows. The text may be that of a whole session, with
// calls and prose between.
//
// A column that cannot be read is an error, with the line in which it stands.
// It costs the column, which counts as absent then, and not the circuit: such
// texts pass through many hands. Errors are joined as those of [Read] are.
func readPowerShell(document []byte, o Options) ([]circuit.Observation, error) {
	t, err := newText(document, o)
	if err != nil {
		return nil, err
	}
	circuits, objects := 0, 0
	split(t.text, func(b *block) bool {
		switch b.kind() {
		case azCircuit, classicCircuit:
			circuits++
		}
		return true
	})
	if circuits > 1 && t.options.Echo == machine.Unknown {
		t.options.Echo = machine.No // several are not the answer to a write
	}
	split(t.text, func(b *block) bool {
		if b.kind() == noObject {
			return true
		}
		if objects++; objects > MaxCircuits {
			t.fail(b.at, "", jsondoc.TooMany(MaxCircuits, "objects"))
			return false
		}
		t.object(b)
		return true
	})
	if objects == 0 {
		t.fail(0, "", ErrShape)
	}
	return t.found, t.failures.join()
}

// psText is a text that is being read.
type psText struct {
	text     []byte // UTF-8
	before   int    // bytes of the byte order mark
	wide     bool   // the document is UTF-16
	options  Options
	found    []circuit.Observation
	failures failures
}

// newText makes a document readable. What Windows PowerShell redirects into a
// file is UTF-16.
//
// Source: https://learn.microsoft.com/en-us/powershell/module/microsoft.powershell.core/about/about_character_encoding
func newText(document []byte, o Options) (*psText, *Error) {
	if len(document) > MaxDocument {
		return nil, &Error{Shape: PowerShell, Line: 1, Err: jsondoc.TooMany(MaxDocument, "bytes")}
	}
	t := &psText{text: bytes.TrimPrefix(document, []byte("\ufeff")), options: o}
	t.before = len(document) - len(t.text)
	if order := byteOrder(document); order != nil {
		t.text, t.before, t.wide = decodeWide(document[2:], order), 2, true
	}
	if len(bytes.TrimSpace(t.text)) == 0 {
		return nil, t.error(0, "", ErrEmpty)
	}
	return t, nil
}

// byteOrder is told by the mark that UTF-16 begins with.
func byteOrder(b []byte) binary.ByteOrder {
	switch {
	case bytes.HasPrefix(b, []byte("\xff\xfe")):
		return binary.LittleEndian
	case bytes.HasPrefix(b, []byte("\xfe\xff")):
		return binary.BigEndian
	}
	return nil
}

// decodeWide returns UTF-16 as UTF-8. Half a character, and half a unit at the
// end, become a byte that is none, for the reader to find.
func decodeWide(b []byte, order binary.ByteOrder) []byte {
	out := make([]byte, 0, len(b)/2+1)
	for len(b) >= 2 {
		r := rune(order.Uint16(b))
		b = b[2:]
		if utf16.IsSurrogate(r) && len(b) >= 2 {
			if pair := utf16.DecodeRune(r, rune(order.Uint16(b))); pair != utf8.RuneError {
				r, b = pair, b[2:]
			}
		}
		if utf16.IsSurrogate(r) {
			out = append(out, 0xff)
			continue
		}
		out = utf8.AppendRune(out, r)
	}
	if len(b) > 0 {
		out = append(out, 0xff)
	}
	return out
}

// isJSON reports whether the text begins as JSON does.
func (t *psText) isJSON() bool {
	return strings.IndexByte(`{["`, bytes.TrimLeft(t.text, " \t\r\n")[0]) >= 0
}

// error is an error about what is at that place.
func (t *psText) error(at int, path string, err error) *Error {
	at = min(at, len(t.text))
	offset := at
	if t.wide {
		offset = 2 * units(t.text[:at])
	}
	return &Error{
		Shape: PowerShell, Path: path, Err: err,
		Line: 1 + bytes.Count(t.text[:at], []byte("\n")), Offset: int64(t.before + offset),
	}
}

// units is how long a text is in UTF-16.
func units(s []byte) int {
	n := 0
	for len(s) > 0 {
		r, size := utf8.DecodeRune(s)
		s = s[size:]
		n += max(1, utf16.RuneLen(r))
	}
	return n
}

func (t *psText) fail(at int, path string, err error) {
	if len(t.failures.list) == maxErrors {
		t.failures.more++
		return
	}
	t.failures.list = append(t.failures.list, t.error(at, path, err))
}

// object reads one object.
func (t *psText) object(b *block) {
	for _, at := range b.broken {
		t.fail(at, "", fmt.Errorf("%w: neither a column nor the rest of one", ErrText))
	}
	if b.large != nil {
		t.fail(b.at, "", b.large)
		return
	}
	s := &sheet{block: b, psText: t, dropped: make(map[string]bool)}
	switch b.kind() {
	case azCircuit:
		s.known = circuitColumns
		s.read(powerShellJSON, func(r *reader) { r.circuit(r.root, t.options) })
	case azPart:
		s.known = partColumns
		s.read(powerShellJSON, func(r *reader) { r.powerShellPart(t.options) })
	case classicCircuit:
		s.known = classicCircuitColumns
		s.read(nil, func(r *reader) { r.classicCircuit(t.options) })
	case classicPeering:
		s.known = classicPeeringColumns
		s.classicPeering()
	default:
		t.fail(b.at, "", fmt.Errorf("%w: neither a circuit nor a part of one", ErrShape))
	}
}

// read reads the block with that function, and once more without the columns
// that hold values which it refuses.
func (s *sheet) read(d *dialect, with func(*reader)) {
	s.dropDoubles()
	for range len(s.columns) + 1 {
		s.write()
		doc, err := jsondoc.Index(s.json.text)
		if err != nil {
			s.fail(s.json.from(int(err.Offset)), "", err.Err)
			return
		}
		var refused failures
		r := newReader(doc.Root(), PowerShell, s.options, &refused)
		r.dialect = d
		with(r)
		if !r.failed {
			s.keep(r)
			return
		}
		if !s.refuse(&refused) {
			return
		}
	}
}

// keep adds what was read, with what is absent named as the columns are.
func (s *sheet) keep(r *reader) {
	for _, n := range s.notes {
		if r.note() {
			r.seen.Quirks = append(r.seen.Quirks, n)
		}
	}
	for i, path := range r.seen.Absent {
		if last := strings.LastIndexByte(path, '.') + 1; r.dialect != nil {
			r.seen.Absent[i] = path[:last] + r.dialect.spelled(path[last:])
		}
	}
	r.closeNotes()
	s.found = append(s.found, r.seen)
}

// refuse drops the columns in which something was refused, and reports whether
// there are any.
func (s *sheet) refuse(refused *failures) (dropped bool) {
	for _, err := range refused.list {
		var e *Error
		if !errors.As(err, &e) {
			continue
		}
		name := e.Path
		if end := strings.IndexAny(name, ".["); end >= 0 {
			name = name[:end]
		}
		dropped = dropped || name != "" && !s.dropped[name]
		s.drop(name, e.Path, s.json.from(int(e.Offset)), e.Err)
	}
	s.failures.more += refused.more
	return dropped
}
