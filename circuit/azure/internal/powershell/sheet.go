package powershell

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/expressroute-go/expressroute/circuit/azure/internal/jsondoc"
)

// Sheet turns a block into one object of JSON with the columns as its fields,
// for the reader to read.
type Sheet struct {
	*Block
	known   columns
	report  Report
	dropped map[string]bool // columns that cannot be read
	json    patchwork
	notes   []Note
}

// Report takes an error about a place in the text, in the value at a path.
type Report func(at int, path string, err error)

// Note is something odd in a column.
type Note struct{ Path, Says string }

// NewSheet returns the sheet of a block without columns that are there twice,
// which it reports.
func NewSheet(b *Block, report Report) *Sheet {
	s := &Sheet{Block: b, known: b.Kind().columns(), report: report, dropped: map[string]bool{}}
	s.dropDoubles()
	return s
}

// Len is how many columns the block has.
func (s *Sheet) Len() int { return len(s.columns) }

// Notes are those on the last document.
func (s *Sheet) Notes() []Note { return s.notes }

// Document returns the columns that are not dropped as an object of JSON. It is
// nil, and the reason is reported, if they are not sound.
func (s *Sheet) Document() *jsondoc.Document {
	s.write()
	doc, err := jsondoc.Index(s.json.text)
	if err != nil {
		s.report(s.json.from(int(err.Offset)), "", err.Err)
		return nil
	}
	return doc
}

// Drop drops the column in which the value at the path of the last document is,
// and reports why. It reports whether the column was not dropped before.
func (s *Sheet) Drop(path string, offset int64, err error) bool {
	name := path
	if end := strings.IndexAny(name, ".["); end >= 0 {
		name = name[:end]
	}
	dropped := name != "" && !s.dropped[name]
	s.drop(name, path, s.json.from(int(offset)), err)
	return dropped
}

// drop gives a column up, and says why.
func (s *Sheet) drop(name, path string, at int, err error) {
	s.dropped[name] = true
	s.report(at, path, err)
}

func (s *Sheet) note(path, says string) {
	s.notes = append(s.notes, Note{Path: path, Says: says})
}

// dropDoubles drops columns that are there twice. Neither counts.
func (s *Sheet) dropDoubles() {
	for _, c := range s.columns {
		if s.column(c.name) != c && !s.dropped[s.field(c)] {
			s.drop(s.field(c), c.name, c.at, fmt.Errorf("%w: the column occurs twice", ErrText))
		}
	}
}

// write writes the columns that are not dropped.
func (s *Sheet) write() {
	s.json, s.notes = patchwork{}, nil
	s.json.add([]byte("{"), s.at)
	for _, c := range s.columns {
		if !s.dropped[s.field(c)] {
			s.writeColumn(c)
		}
	}
	s.json.add([]byte("}"), s.at)
}

func (s *Sheet) writeColumn(c *column) {
	name := s.field(c)
	kind, known := s.known[name]
	if !known {
		if whole := s.cutOff(c.name); whole != "" {
			s.drop(c.name, c.name, c.at, fmt.Errorf("%w: the beginning of %s is cut off", ErrText, whole))
			return
		}
	}
	value := s.joined(c)
	hidden := Masked(value.text)
	switch {
	case len(value.text) == 0 || string(value.text) == "null" || kind == ignoredColumn:
	case kind == jsonColumn || kind == listColumn:
		s.writeJSON(c, kind, value)
	case hidden && name != "Id":
		s.note(name, "masked, and not read")
	case kind == numberColumn && json.Valid(value.text):
		s.writeField(c, value)
	default:
		if hidden {
			s.note(name, "masked: it may be another circuit's as well")
		}
		s.writeField(c, quoted(value))
	}
}

// field is the name of what the column holds. In other views than the cmdlets'
// own the JSON is in a column with "Text" after its name.
func (s *Sheet) field(c *column) string {
	if name, found := strings.CutSuffix(c.name, "Text"); found && s.known[name] >= jsonColumn {
		return name
	}
	return c.name
}

// writeField writes a name and the value.
func (s *Sheet) writeField(c *column, value patchwork) {
	if len(s.json.text) > 1 {
		s.json.add([]byte(","), c.at)
	}
	s.json.add([]byte(`"`+s.field(c)+`":`), c.at)
	s.json.addAll(value, 0, len(value.text))
}

// writeJSON writes a column that is JSON already, as the cmdlets' own view has
// it. Other views name a class there, or the list's elements in braces.
//
// Source: github.com/Azure/azure-powershell, src/Network/Network/Models/PSPeering.cs;
// for Format-List * pull request 6094 there.
func (s *Sheet) writeJSON(c *column, kind columnKind, value patchwork) {
	name := s.field(c)
	inside := bytes.TrimLeft(bytes.TrimPrefix(value.text, []byte("{")), " \n\t")
	switch {
	case name == c.name && s.has(name+"Text") || bytes.HasPrefix(value.text, []byte("Microsoft.")):
		return
	case kind == listColumn && string(inside) == "}":
		s.writeField(c, patchwork{text: []byte("[]"), marks: []mark{{0, value.from(0)}}})
		return
	case value.text[0] == '{' && len(inside) > 0 && inside[0] != '"' && inside[0] != '}':
		s.note(name, "in short, and not read: Format-List without * shows all of it")
		return
	}
	doc, err := jsondoc.Index(value.text)
	if err != nil {
		s.drop(name, name, value.from(int(err.Offset)), err.Err)
		return
	}
	for _, f := range doc.Root().Faults() {
		s.drop(name, columnPath(name, f.Value), value.from(f.Value.Start()), f.Err)
	}
	if !s.dropped[name] {
		s.writeUnMasked(c, value, doc)
	}
}

// writeUnmasked writes JSON without the values that somebody has masked.
func (s *Sheet) writeUnMasked(c *column, value patchwork, doc *jsondoc.Document) {
	var clear patchwork
	done := 0
	for v := range doc.Root().All() {
		if v.Kind() != jsondoc.String || !Masked(v.Bytes()) || string(v.Key()) == "Id" {
			continue
		}
		s.note(columnPath(s.field(c), v), "masked, and not read")
		clear.addAll(value, done, v.Start())
		clear.add([]byte("null"), value.from(v.Start()))
		done = v.End()
	}
	clear.addAll(value, done, len(value.text))
	s.writeField(c, clear)
}

// columnPath is the path of a value in a column.
func columnPath(name string, v jsondoc.Value) string {
	path := v.Path(v.Root())
	if path == "" || path[0] == '[' {
		return name + path
	}
	return name + "." + path
}

// cutOff returns the column that is missing in the block and ends in that name.
// Who copies a text misses its first letters.
func (s *Sheet) cutOff(name string) string {
	if s.columns[0].name != name || len(name) < 3 {
		return ""
	}
	for _, whole := range slices.Sorted(maps.Keys(s.known)) {
		if lost := len(whole) - len(name); lost > 0 && lost <= 3 && strings.HasSuffix(whole, name) && !s.has(whole) {
			return whole
		}
	}
	return ""
}

// Masked reports whether somebody has put signs in the place of a value, or of
// a part of it.
func Masked(s []byte) bool {
	for _, sign := range []string{"***", "###", "&&&", "@@@"} {
		if bytes.Contains(s, []byte(sign)) {
			return true
		}
	}
	return false
}

// quoted returns a text as a string of JSON. What is not UTF-8 in it stays as
// it is, for the index to find.
func quoted(p patchwork) patchwork {
	q := patchwork{}
	q.add([]byte(`"`), p.from(0))
	for _, c := range p.text {
		switch {
		case c == '"' || c == '\\':
			q.text = append(q.text, '\\', c)
		case c < ' ':
			q.text = fmt.Appendf(q.text, `\u%04x`, c)
		default:
			q.text = append(q.text, c)
		}
	}
	q.text = append(q.text, '"')
	return q
}
