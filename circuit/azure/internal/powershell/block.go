package powershell

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/expressroute-go/expressroute/circuit/azure/internal/jsondoc"
)

const (
	maxLines  = 1 << 16 // lines of a block
	maxBroken = 100     // lines of a block that are reported because they are no part of it
)

// Block is the text of one object.
type Block struct {
	at      int // offset of the block in the text
	columns []*column
	indent  int    // indent of the last column's value
	command string // the call of a cmdlet above the block
	group   int    // of the blocks that one call, or one table, printed: the same in all of them
	inTable bool   // a row of a table, and not a list of columns
	lines   int    // of all columns
	stray   int    // offset of the last line that is not part of a column, -1 if no such line follows the last column
	broken  []int  // offsets of lines between columns that are not part of a column
	large   error  // why the block is not complete; nil if it is
}

// column is a name and the lines of its value.
type column struct {
	name   string
	at     int // offset of the name in the text
	indent int // indent of the value
	lines  []line
	scan   jsonScan
}

// line is one line of a value.
type line struct {
	text     []byte
	at       int  // offset of text
	width    int  // of the whole line, in characters
	inString bool // the line ends inside a string of JSON
}

// Start returns the offset of the block in the text.
func (b *Block) Start() int { return b.at }

// Command returns the last call of a cmdlet above the block, empty if there is
// none.
func (b *Block) Command() string { return b.command }

// Group tells what was printed together: it is the same in all blocks below one
// call of a cmdlet, and in all rows of one table.
func (b *Block) Group() int { return b.group }

// Argument returns the value of an argument of [Block.Command], empty if it has no
// such argument or the value is a variable.
func (b *Block) Argument(name string) string {
	words := strings.Fields(b.command)
	for i, word := range words {
		option, value, joined := strings.Cut(word, ":")
		if !strings.EqualFold(option, "-"+name) {
			continue
		}
		if (!joined || value == "") && i+1 < len(words) {
			value = words[i+1]
		}
		if value = strings.Trim(value, `"'`); !strings.HasPrefix(value, "$") {
			return value
		}
	}
	return ""
}

// Value returns the value of a column, empty if the block has no such column.
func (b *Block) Value(name string) string {
	if c := b.column(name); c != nil {
		return string(b.value(c).text)
	}
	return ""
}

// Check reports the lines between the columns that are not part of a column. It
// reports a block that is too large, and then returns false.
func (b *Block) Check(report Report) bool {
	for _, at := range b.broken {
		report(at, "", fmt.Errorf("%w: this line is not a column, and not the rest of a value", ErrText))
	}
	if b.large != nil {
		report(b.at, "", b.large)
	}
	return b.large == nil
}

// column returns the first column of that name, nil if there is none.
func (b *Block) column(name string) *column {
	for _, c := range b.columns {
		if c.name == name {
			return c
		}
	}
	return nil
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

// last returns the last column.
func (b *Block) last() *column { return b.columns[len(b.columns)-1] }

// continueValue adds a line to the value of the last column, if the line belongs
// to it: the line has the indent of the value, or is inside the value's JSON, where
// the indent is often lost.
func (b *Block) continueValue(text []byte, indent, at int) bool {
	c := b.last()
	if b.stray >= 0 || indent < b.indent-1 && !c.scan.open() {
		return false
	}
	if !c.scan.inString {
		b.add(text, indent, at)
	} else {
		b.add(text, min(indent, b.indent), at) // further blanks are part of the string
	}
	return true
}

// add adds the part of a line from the byte from on to the last column.
func (b *Block) add(text []byte, from, at int) {
	switch b.lines++; {
	case b.large != nil:
		return
	case b.lines > maxLines:
		b.large = jsondoc.TooMany(maxLines, "lines of one object")
		return
	}
	c := b.last()
	c.scan.pass(text[from:])
	c.lines = append(c.lines, line{text[from:], at + from, utf8.RuneCount(text), c.scan.inString})
}

// value returns a column's value in one piece. Format-List continues a value on
// the next line with the next word. It breaks a word only if the word is wider
// than the console. It leaves the blank between two words at the end of the line,
// where most editors remove it.
//
// Source: github.com/PowerShell/PowerShell,
// src/System.Management.Automation/FormatAndOutput/common/ILineOutput.cs
func (b *Block) value(c *column) traced {
	var p traced
	width, begins := b.width(), 0 // begins: where the text that may be one word begins in p
	for i, l := range c.lines {
		if i > 0 {
			above := c.lines[i-1]
			switch {
			case c.scan.json && !above.inString:
				p.text = append(p.text, '\n')
			case bytes.HasSuffix(p.text, []byte(" ")) || hasNoBlanks(p.text[begins:]):
			case above.width < width || wordAcross(above.text, l.text) <= width-c.indent:
				p.text = append(p.text, ' ')
			}
		}
		if quote := bytes.LastIndexByte(l.text, '"'); quote >= 0 && c.scan.json {
			begins = len(p.text) + quote + 1
		}
		p.add(l.text, l.at)
	}
	return p.trim()
}

// wordAcross returns the width of the word that two lines make where they meet,
// with the blank after the word, which Format-List counts.
func wordAcross(above, below []byte) int {
	word, _, more := bytes.Cut(below, []byte(" "))
	width := utf8.RuneCount(above[bytes.LastIndexByte(above, ' ')+1:]) + utf8.RuneCount(word)
	if more {
		width++
	}
	return width
}

// width returns the width of the widest line. If Format-List has broken lines,
// that is the width of the console.
func (b *Block) width() int {
	widest := 0
	for _, c := range b.columns {
		for _, l := range c.lines {
			widest = max(widest, l.width)
		}
	}
	return widest
}

// hasNoBlanks reports whether the text begins like a value that has no blanks: a
// resource ID or an entity tag.
func hasNoBlanks(s []byte) bool {
	s = bytes.TrimLeft(s, " ")
	return bytes.HasPrefix(s, []byte("/")) || bytes.HasPrefix(s, []byte("W/"))
}
