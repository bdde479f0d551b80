package powershell

import (
	"bytes"
	"iter"
	"regexp"
	"strings"

	"github.com/expressroute-go/expressroute/circuit/azure/internal/jsondoc"
)

const (
	maxName    = 64      // bytes of a column's name
	maxCommand = 1 << 10 // bytes of a call that are kept
)

// splitter splits a text into blocks.
type splitter struct {
	open    *Block // the block that is being read; nil between blocks
	gap     bool   // the last line was blank, inside the JSON of the open block
	command string // the last call of a cmdlet
	called  int    // the offset after it
	table   *table // the table that is being read; nil outside of one
	above   line   // the line above, if it was not blank
	yield   func(*Block) bool
	stopped bool // yield has returned false
}

// Blocks yields the blocks of the text, in their order.
func (t *Text) Blocks() iter.Seq[*Block] {
	return func(yield func(*Block) bool) {
		s := splitter{yield: yield}
		for at := 0; at < len(t.text) && !s.stopped; {
			text, _, _ := bytes.Cut(t.text[at:], []byte("\n"))
			s.line(bytes.TrimSuffix(text, []byte("\r")), at)
			at += len(text) + 1
		}
		s.close()
	}
}

// close ends the open block and yields it.
func (s *splitter) close() {
	if s.open != nil && !s.stopped {
		s.stopped = !s.yield(s.open)
	}
	s.open, s.gap = nil, false
}

// line reads the next line, at the offset at.
func (s *splitter) line(text []byte, at int) {
	body := bytes.TrimLeft(text, " \t")
	indent := len(text) - len(body)
	above := s.above
	s.above = line{text: text, at: at}
	switch {
	case len(body) == 0:
		s.above, s.table = line{}, nil
		s.blank()
		return
	case s.inTable(above, text, body, at):
		return
	}
	name, below := columnName(body)
	if s.gap && (name != "" || indent < s.open.indent-1) {
		s.close()
	}
	s.gap = false
	switch {
	case name != "" && (s.open == nil || indent < s.open.indent):
		s.column(name, text, indent, indent+below, at)
	case s.open != nil && s.open.continueValue(text, indent, at):
	case bytes.IndexByte(body, '-') > 0 && cmdlet.Match(body):
		s.close()
		s.command, s.called = strings.TrimSpace(string(body[:min(len(body), maxCommand)])), at+len(text)
	case s.open != nil:
		s.open.stray = at
	}
}

// inTable reads a line that is part of a table: the one below the headings, or a
// row.
func (s *splitter) inTable(above line, text, body []byte, at int) bool {
	switch {
	case s.table != nil && cmdlet.Match(body):
		s.table = nil
		return false
	case s.table != nil:
		s.yieldRow(s.table.row(text, at, s.command))
		return true
	case body[0] != '-' && s.open == nil && len(above.text) > 0:
		if s.table = ruleless(above.text, above.at); s.table == nil {
			return false
		}
		s.yieldRow(s.table.row(text, at, s.command))
		return true
	case body[0] != '-' || s.open != nil && s.open.last().scan.open():
		return false
	}
	if s.table = tableOf(above.text, above.at, text); s.table == nil {
		return false
	}
	if s.open != nil {
		s.open.stray = -1 // the headings are no part of the block above
	}
	s.close()
	return true
}

// yieldRow yields a row of a table.
func (s *splitter) yieldRow(b *Block) {
	if !s.stopped {
		s.stopped = !s.yield(b)
	}
}

// blank reads a blank line. It ends the open block, unless JSON continues below:
// Format-List prints a blank line inside of JSON where the first word of a line is
// too wide for the console.
func (s *splitter) blank() {
	if s.open == nil || !s.open.last().scan.open() {
		s.close()
		return
	}
	s.gap = true
}

// cmdlet matches the call of a cmdlet of Azure's, with or without a prompt.
var cmdlet = regexp.MustCompile(`(?i)^(?:PS[^>]*>\s*)?(?:\$\w+\s*=\s*)?[a-z]+-az[a-z]+`)

// columnName returns the name in a line "Name : value", and where the value
// begins; empty for any other line. Format-List always prints a blank before the
// colon, and one after the colon unless there is no value.
func columnName(body []byte) (name string, below int) {
	n := 0
	for n < len(body) && isNameByte(body[n]) {
		n++
	}
	colon := n
	for colon < len(body) && body[colon] == ' ' {
		colon++
	}
	if n == 0 || n > maxName || colon == n || colon == len(body) || body[colon] != ':' {
		return "", 0
	}
	if colon+1 < len(body) && body[colon+1] != ' ' {
		return "", 0
	}
	return string(body[:n]), colon + 2
}

// isNameByte reports whether a column's name can have that byte.
func isNameByte(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c == '_'
}

// column begins the next column of the open block, or a new block. It begins a new
// block, too, where the first column of the open block occurs again: the blank
// line between two objects was lost.
func (s *splitter) column(name string, text []byte, indent, below, at int) {
	if b := s.open; b != nil && b.columns[0].name == name {
		s.close()
	}
	if s.stopped {
		return
	}
	if s.open == nil {
		s.open = &Block{at: at + indent, command: s.command, group: s.called, stray: -1}
	}
	b := s.open
	if b.stray >= 0 && len(b.broken) < maxBroken {
		b.broken = append(b.broken, b.stray)
	}
	b.stray = -1
	if len(b.columns) == jsondoc.MaxMembers && b.large == nil {
		b.large = jsondoc.TooMany(jsondoc.MaxMembers, "columns")
	}
	if b.large != nil {
		return
	}
	b.indent = below
	b.columns = append(b.columns, &column{name: name, at: at + indent, indent: below})
	b.add(text, min(below, len(text)), at)
}

// jsonScan follows a value that may be JSON, to tell whether the JSON continues on
// the next line.
type jsonScan struct {
	started, json bool
	depth         int // objects and arrays that are open
	inString      bool
	escaped       bool // the last byte was a backslash in a string
}

// open reports whether the JSON is not complete.
func (j *jsonScan) open() bool { return j.json && (j.depth > 0 || j.inString) }

// pass reads the next line of the value.
func (j *jsonScan) pass(text []byte) {
	for _, c := range text {
		switch {
		case !j.started && c == ' ':
		case !j.started:
			j.started, j.json = true, c == '{' || c == '['
			j.depth = 1
		case !j.json:
			return
		case j.escaped:
			j.escaped = false
		case j.inString && c == '\\':
			j.escaped = true
		case c == '"':
			j.inString = !j.inString
		case j.inString:
		case c == '{' || c == '[':
			j.depth++
		case c == '}' || c == ']':
			j.depth--
		}
	}
}
