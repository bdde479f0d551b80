package powershell

import (
	"bytes"
	"regexp"
	"unicode/utf8"
)

// maxHeadings is how many columns a table can have.
const maxHeadings = 32

// table is what Format-Table prints of several objects, a row for each.
type table struct {
	at     int // offset of the headings in the text
	names  []string
	starts []int // where each heading begins, in characters; nil if no line of dashes tells
}

// rule matches the line below the headings.
var rule = regexp.MustCompile(`^\s*-+(?:\s+-+)+\s*$`)

var words = regexp.MustCompile(`\S+`)

// tableOf returns the table that a line of dashes begins, nil if the line above
// has no headings to go with it.
func tableOf(headings []byte, at int, dashes []byte) *table {
	if len(dashes) > 1<<12 || !rule.Match(dashes) {
		return nil
	}
	t := &table{at: at}
	under, over := words.FindAllIndex(dashes, -1), words.FindAllIndex(headings, -1)
	if len(under) != len(over) || len(over) > maxHeadings {
		return nil
	}
	for i, w := range over {
		name := headings[w[0]:w[1]]
		if len(name) > maxName || bytes.ContainsFunc(name, func(c rune) bool { return c >= utf8.RuneSelf || !isNameByte(byte(c)) }) {
			return nil
		}
		t.names = append(t.names, string(name))
		t.starts = append(t.starts, under[i][0]) // dashes are ASCII, and so a character each
	}
	return t
}

// ruleless returns the table that a line of headings begins, without dashes below, as
// articles quote some tables; nil unless it is one whose columns are known.
//
// Source: https://learn.microsoft.com/en-us/azure/expressroute/expressroute-troubleshooting-expressroute-overview
func ruleless(headings []byte, at int) *table {
	t := &table{at: at}
	for _, w := range words.FindAll(headings[:min(len(headings), 1<<12)], maxHeadings) {
		t.names = append(t.names, string(w))
	}
	empty := make([][2]int, len(t.names))
	kind := t.block(nil, 0, "", empty).Kind()
	for _, name := range t.names {
		if _, known := kind.columns()[name]; !known {
			return nil
		}
	}
	switch kind {
	case SessionRow, RouteRow, ARPRow:
		return t
	}
	return nil
}

// row returns the block of the next row, which has a column for each heading.
func (t *table) row(text []byte, at int, command string) *Block {
	if t.starts != nil {
		return t.block(text, at, command, t.cells(text))
	}
	cells, whole := t.words(text)
	b := t.block(text, at, command, cells)
	if !whole {
		b.broken = []int{at}
	}
	return b
}

func (t *table) block(text []byte, at int, command string, cells [][2]int) *Block {
	b := &Block{at: at, command: command, stray: -1, group: t.at + 1, inTable: true}
	for i, cell := range cells {
		b.columns = append(b.columns, &column{name: t.names[i], at: at + cell[0]})
		b.add(text[:cell[1]], cell[0], at)
	}
	return b
}

// words returns a word for each heading, the last with what follows it: "Idle (Admin)".
// Where there are fewer words, nobody knows which cell is empty.
func (t *table) words(text []byte) (cells [][2]int, whole bool) {
	cells = make([][2]int, len(t.names))
	list := words.FindAllIndex(text, len(cells))
	if len(list) < len(cells) {
		return cells, false
	}
	for i, w := range list {
		cells[i] = [2]int{w[0], w[1]}
	}
	cells[len(cells)-1][1] = len(text)
	return cells, true
}

// cells returns where the cell of each heading is in a row. It goes by where the
// headings begin, unless the row has lost its blanks on the way.
func (t *table) cells(text []byte) [][2]int {
	starts := byteOffsets(text, t.starts)
	across := false
	for i, at := range starts {
		for at > 0 && at < len(text) && text[at-1] != ' ' && text[at] != ' ' {
			at, across = at-1, true // a number, which is aligned at its right
		}
		starts[i] = at
	}
	cells := make([][2]int, len(starts))
	if list := words.FindAllIndex(text, len(starts)+1); across && len(list) == len(starts) {
		for i, w := range list {
			cells[i] = [2]int{w[0], w[1]}
		}
		return cells
	}
	for i := range starts {
		from, to := min(starts[i], len(text)), len(text)
		if i == 0 {
			from = 0
		}
		if i+1 < len(starts) {
			to = max(from, min(starts[i+1], to))
		}
		cells[i] = [2]int{from, to}
	}
	return cells
}

// byteOffsets returns where in the text the characters of these numbers begin, or
// the end of the text. The numbers ascend.
func byteOffsets(text []byte, characters []int) []int {
	offsets := make([]int, 0, len(characters))
	at, n := 0, 0
	for _, c := range characters {
		for n < c && at < len(text) {
			_, size := utf8.DecodeRune(text[at:])
			at, n = at+size, n+1
		}
		offsets = append(offsets, at)
	}
	return offsets
}
