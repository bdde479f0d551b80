package powershell

import (
	"bytes"
	"fmt"
	"iter"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/expressroute-go/expressroute/circuit/azure/internal/jsondoc"
)

// What Format-List prints is a block of columns for each object, with a blank
// line after it:
//
//	Name                             : north
//	Id                               : /subscriptions/00000000-0000-0000-0000-000000000000/resourceGro
//	                                   ups/network/providers/Microsoft.Network/expressRouteCircuits/north
//	Sku                              : {
//	                                     "Name": "Standard_MeteredData",
//
// A value that is too wide for the console goes on below itself. What was pasted
// into an article or a ticket is not always aligned any more, so the columns of
// one block may begin, and their colons stand, at different places.
//
// Source: https://learn.microsoft.com/en-us/powershell/module/microsoft.powershell.utility/format-list

// Block is what was printed of one object.
type Block struct {
	at      int // where it begins in the text
	columns []*column
	below   int    // where the last column's value begins
	command string // the call of a cmdlet above it
	lines   int    // of all columns
	stray   int    // where the last line is that is no part of it, -1 if there is none
	broken  []int  // where there are such lines between columns
	large   error  // why not all of it is here
}

const (
	maxName    = 64      // bytes of a column's name
	maxCommand = 1 << 10 // bytes of a call that are kept
	maxLines   = 1 << 16 // lines of a block
	maxBroken  = 100     // lines between columns that are reported
)

// column is a name and its value, in as many lines as it was printed.
type column struct {
	name  string
	at    int
	below int // where its value begins in the line
	lines []textLine
	scan  jsonScan
}

// textLine is a part of a value.
type textLine struct {
	text     []byte
	at       int
	width    int  // of the whole line
	inString bool // it ends within a string of JSON
}

// column returns the first column of that name.
func (b *Block) column(name string) *column {
	for _, c := range b.columns {
		if c.name == name {
			return c
		}
	}
	return nil
}

// Start is where the block begins in the text.
func (b *Block) Start() int { return b.at }

// Command is the call of a cmdlet above the block.
func (b *Block) Command() string { return b.command }

// Value returns the value of the column of that name, empty if there is none.
func (b *Block) Value(name string) string {
	if c := b.column(name); c != nil {
		return string(b.joined(c).text)
	}
	return ""
}

// Check reports the lines that are neither a column nor the rest of one. It
// returns false if the block is too large to be read.
func (b *Block) Check(report Report) bool {
	for _, at := range b.broken {
		report(at, "", fmt.Errorf("%w: neither a column nor the rest of one", ErrText))
	}
	if b.large != nil {
		report(b.at, "", b.large)
	}
	return b.large == nil
}

// has reports whether the block has any of the columns.
func (b *Block) has(names ...string) bool {
	for _, name := range names {
		if b.column(name) != nil {
			return true
		}
	}
	return false
}

// splitter takes a text apart.
type splitter struct {
	open    *Block // what is being read; nil between blocks
	gap     bool   // the last line was blank, within JSON of the open block
	command string
	stop    func(*Block) bool // reports, of a finished block, whether no more is to be read
	stopped bool
}

// Blocks yields the blocks of the text, in their order.
func (t *Text) Blocks() iter.Seq[*Block] {
	return func(yield func(*Block) bool) {
		s := splitter{stop: func(b *Block) bool { return !yield(b) }}
		for at := 0; at < len(t.text) && !s.stopped; {
			line, _, _ := bytes.Cut(t.text[at:], []byte("\n"))
			s.line(bytes.TrimSuffix(line, []byte("\r")), at)
			at += len(line) + 1
		}
		s.close()
	}
}

func (s *splitter) close() {
	if s.open != nil && !s.stopped {
		s.stopped = s.stop(s.open)
	}
	s.open, s.gap = nil, false
}

// blank ends a block, unless JSON goes on below: where the first word of a line
// is too wide, nothing but what is before it is left there.
func (s *splitter) blank() {
	if b := s.open; b == nil || !b.columns[len(b.columns)-1].scan.open() {
		s.close()
		return
	}
	s.gap = true
}

func (s *splitter) line(line []byte, at int) {
	body := bytes.TrimLeft(line, " \t")
	indent := len(line) - len(body)
	if len(body) == 0 {
		s.blank()
		return
	}
	name, below := columnName(body)
	if s.gap && (name != "" || indent < s.open.below-1) {
		s.close()
	}
	s.gap = false
	switch {
	case name != "" && (s.open == nil || indent < s.open.below):
		s.column(name, line, indent, indent+below, at)
	case s.open != nil && s.open.goesOn(line, indent, at):
	case bytes.IndexByte(body, '-') > 0 && cmdlet.Match(body):
		s.close()
		s.command = strings.TrimSpace(string(body[:min(len(body), maxCommand)]))
	case s.open != nil:
		s.open.stray = at
	}
}

// cmdlet finds the call of one of Azure's cmdlets, behind a prompt or not.
var cmdlet = regexp.MustCompile(`(?i)^(?:PS[^>]*>\s*)?(?:\$\w+\s*=\s*)?[a-z]+-az[a-z]+`)

// columnName returns the name in a line "Name : value", and where the value
// begins; empty for any other line. Format-List always has a blank before the
// colon, and one after it unless there is no value.
func columnName(body []byte) (name string, below int) {
	n := 0
	for n < len(body) && nameByte(body[n]) {
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

// nameByte reports whether a column's name can have that byte.
func nameByte(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c == '_'
}

// column begins the next column. One that is there already and was the first
// begins the next object: the blank line between them was lost.
func (s *splitter) column(name string, line []byte, indent, below, at int) {
	if b := s.open; b != nil && b.columns[0].name == name {
		s.close()
	}
	if s.stopped {
		return
	}
	if s.open == nil {
		s.open = &Block{at: at + indent, command: s.command, stray: -1}
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
	b.below = below
	b.columns = append(b.columns, &column{name: name, at: at + indent, below: below})
	b.add(line, min(below, len(line)), at)
}

// goesOn adds a line to the last column's value, if it belongs there: it is
// below the value, or inside of its JSON, where the alignment is often lost.
func (b *Block) goesOn(line []byte, indent, at int) bool {
	c := b.columns[len(b.columns)-1]
	if b.stray >= 0 || indent < b.below-1 && !c.scan.open() {
		return false
	}
	if !c.scan.inString {
		b.add(line, indent, at)
	} else {
		b.add(line, min(indent, b.below), at) // further blanks are the string's own
	}
	return true
}

// add adds what is in the line from there to the last column.
func (b *Block) add(line []byte, from, at int) {
	switch b.lines++; {
	case b.large != nil:
		return
	case b.lines > maxLines:
		b.large = jsondoc.TooMany(maxLines, "lines of one object")
		return
	}
	c := b.columns[len(b.columns)-1]
	c.scan.pass(line[from:])
	c.lines = append(c.lines, textLine{line[from:], at + from, utf8.RuneCount(line), c.scan.inString})
}

// jsonScan tells whether JSON that goes on below is still open.
type jsonScan struct {
	started, json bool
	depth         int
	inString      bool
	escaped       bool
}

func (j *jsonScan) open() bool { return j.json && (j.depth > 0 || j.inString) }

func (j *jsonScan) pass(line []byte) {
	for _, c := range line {
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
