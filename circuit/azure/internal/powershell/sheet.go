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

// Sheet makes a JSON object of a block. The columns are its members, a column with
// JSON is the JSON, and a value that somebody has masked is left out.
//
// A column that cannot be read is dropped, which costs that column and not the
// block.
type Sheet struct {
	block   *Block
	known   columns
	report  Report
	dropped map[string]bool // members that are left out
	json    traced          // the last document
	notes   []Note          // on the last document
}

// Report is called with an error, the offset in the text that the error is about,
// and the path of the value in the block, if it is about a value.
type Report func(at int, path string, err error)

// Note is something odd in a column.
type Note struct {
	Path string // of the value: "Peerings[0].VlanId"
	Says string
}

// NewSheet returns the sheet of a block. It drops and reports the columns that
// occur twice.
func NewSheet(b *Block, report Report) *Sheet {
	s := &Sheet{block: b, known: b.Kind().columns(), report: report, dropped: map[string]bool{}}
	for _, c := range b.columns {
		if b.column(c.name) != c && !s.dropped[s.member(c)] {
			s.drop(s.member(c), jsondoc.JoinPath("", c.name), c.at, fmt.Errorf("%w: the column occurs twice", ErrText))
		}
	}
	return s
}

// Len returns the number of columns that the block has.
func (s *Sheet) Len() int { return len(s.block.columns) }

// Document returns the JSON object of the columns that are not dropped. It reports
// the columns that it has to drop, and returns nil if nothing can be read.
func (s *Sheet) Document() *jsondoc.Document {
	s.json, s.notes = traced{}, nil
	s.json.add([]byte("{"), s.block.at)
	for _, c := range s.block.columns {
		if !s.dropped[s.member(c)] {
			s.write(c)
		}
	}
	s.json.add([]byte("}"), s.block.at)
	doc, err := jsondoc.Index(s.json.text)
	if err != nil {
		s.report(s.json.origin(int(err.Offset)), "", err.Err)
		return nil
	}
	return doc
}

// Notes returns what was odd in the last [Sheet.Document].
func (s *Sheet) Notes() []Note { return s.notes }

// Drop drops the column with the value at that path and offset of the last
// [Sheet.Document], and reports why. It returns false if the column was dropped
// before.
func (s *Sheet) Drop(path string, offset int64, err error) bool {
	name := path
	if end := strings.IndexAny(name, ".["); end >= 0 {
		name = name[:end]
	}
	isNew := name != "" && !s.dropped[name]
	s.drop(name, path, s.json.origin(int(offset)), err)
	return isNew
}

// drop drops a member and reports why.
func (s *Sheet) drop(name, path string, at int, err error) {
	s.dropped[name] = true
	s.report(at, path, err)
}

// note adds a note on the value at path.
func (s *Sheet) note(path, says string) {
	s.notes = append(s.notes, Note{Path: path, Says: says})
}

// member returns the name of the member for a column. In views other than the
// cmdlets' own, the JSON is in a column with "Text" after its name.
func (s *Sheet) member(c *column) string {
	if name, found := strings.CutSuffix(c.name, "Text"); found && s.known[name] >= jsonColumn {
		return name
	}
	return c.name
}

// write writes a column, unless it has no value or nothing about the states of a
// circuit.
func (s *Sheet) write(c *column) {
	name := s.member(c)
	kind, known := s.known[name]
	if !known {
		if whole := s.cutOff(c.name); whole != "" {
			s.drop(c.name, c.name, c.at, fmt.Errorf("%w: the beginning of %s is cut off", ErrText, whole))
			return
		}
	}
	value := s.block.value(c)
	masked := Masked(value.text)
	switch {
	case kind == jsonColumn && isNull(value.text) && !s.twice(c):
		s.writeMember(c, traced{text: []byte("null"), pieces: []piece{{0, c.at}}})
	case isNull(value.text) || kind == ignoredColumn:
	case kind == jsonColumn || kind == listColumn:
		s.writeJSON(c, kind, value)
	case masked && name != "Id":
		s.note(name, "masked, and not read")
	case kind == numberColumn && json.Valid(value.text):
		s.writeMember(c, value)
	default:
		if masked {
			s.note(name, "masked: several circuits may have this ID")
		}
		s.writeMember(c, quoted(value))
	}
}

// isNull reports whether a column is printed of what is not set.
func isNull(value []byte) bool { return len(value) == 0 || string(value) == "null" }

// twice reports whether the JSON of the column is in another column, which has
// "Text" after its name.
func (s *Sheet) twice(c *column) bool {
	name := s.member(c)
	return name == c.name && s.block.has(name+"Text")
}

// writeMember writes the name of a column and the value.
func (s *Sheet) writeMember(c *column, value traced) {
	if len(s.json.text) > 1 {
		s.json.add([]byte(","), c.at)
	}
	s.json.add([]byte(`"`+s.member(c)+`":`), c.at)
	s.json.addPart(value, 0, len(value.text))
}

// writeJSON writes a column whose value is JSON, which is how the cmdlets' own view
// prints it. Other views print the name of a class there, or the elements of a list
// in braces.
//
// Source: github.com/Azure/azure-powershell, src/Network/Network/Models/PSPeering.cs;
// for Format-List * pull request 6094 there.
func (s *Sheet) writeJSON(c *column, kind columnKind, value traced) {
	name := s.member(c)
	inside := bytes.TrimLeft(bytes.TrimPrefix(value.text, []byte("{")), " \n\t")
	switch {
	case s.twice(c) || bytes.HasPrefix(value.text, []byte("Microsoft.")):
		return
	case kind == listColumn && string(inside) == "}":
		s.writeMember(c, traced{text: []byte("[]"), pieces: []piece{{0, value.origin(0)}}})
		return
	case kind == listColumn && areNames(value.text):
		s.note(name, "shortened to names: Format-List without * shows all of it")
		s.writeMember(c, named(value))
		return
	case value.text[0] == '{' && len(inside) > 0 && inside[0] != '"' && inside[0] != '}':
		s.note(name, "shortened, and not read: Format-List without * shows all of it")
		return
	}
	doc, err := jsondoc.Index(value.text)
	if err != nil {
		s.drop(name, name, value.origin(int(err.Offset)), err.Err)
		return
	}
	for _, f := range doc.Root().Faults() {
		s.drop(name, columnPath(name, f.Value), value.origin(f.Value.Start()), f.Err)
	}
	if !s.dropped[name] {
		s.writeUnmasked(c, value, doc)
	}
}

// writeUnmasked writes JSON with null in the place of masked values.
func (s *Sheet) writeUnmasked(c *column, value traced, doc *jsondoc.Document) {
	var unmasked traced
	done := 0
	for v := range doc.Root().All() {
		if v.Kind() != jsondoc.String || !Masked(v.Bytes()) || string(v.Key()) == "Id" {
			continue
		}
		s.note(columnPath(s.member(c), v), "masked, and not read")
		unmasked.addPart(value, done, v.Start())
		unmasked.add([]byte("null"), value.origin(v.Start()))
		done = v.End()
	}
	unmasked.addPart(value, done, len(value.text))
	s.writeMember(c, unmasked)
}

// columnPath returns the path of a value in the JSON of a column.
func columnPath(name string, v jsondoc.Value) string {
	path := v.Path(v.Root())
	if path == "" || path[0] == '[' {
		return name + path
	}
	return name + "." + path
}

// cutOff returns the known column whose name ends in name, if it is missing in the
// block and name is the first column. People who copy text often miss its first
// letters.
func (s *Sheet) cutOff(name string) string {
	if s.block.columns[0].name != name || len(name) < 3 {
		return ""
	}
	for _, whole := range slices.Sorted(maps.Keys(s.known)) {
		if lost := len(whole) - len(name); lost > 0 && lost <= 3 && strings.HasSuffix(whole, name) && !s.block.has(whole) {
			return whole
		}
	}
	return ""
}

// Masked reports whether somebody has put signs in the place of a value, or of a
// part of it.
func Masked(s []byte) bool {
	for _, sign := range []string{"***", "###", "&&&", "@@@"} {
		if bytes.Contains(s, []byte(sign)) {
			return true
		}
	}
	return false
}

// quoted returns a text as a JSON string. Bytes that are not UTF-8 stay, so that
// the index finds them.
func quoted(p traced) traced {
	q := traced{}
	q.add([]byte(`"`), p.origin(0))
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
