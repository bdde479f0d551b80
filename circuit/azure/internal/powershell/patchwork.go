package powershell

import (
	"bytes"
	"sort"
	"unicode/utf8"
)

// patchwork is a text put together from pieces of another one, of which it
// knows where they were there.
type patchwork struct {
	text  []byte
	marks []mark
}

// mark says that what is at that place was from there on at another.
type mark struct{ at, from int }

// add adds a piece that was at that place.
func (p *patchwork) add(piece []byte, from int) {
	p.marks = append(p.marks, mark{len(p.text), from})
	p.text = append(p.text, piece...)
}

// addAll adds what is from one place to the other in q.
func (p *patchwork) addAll(q patchwork, from, to int) {
	p.marks = append(p.marks, mark{len(p.text), q.from(from)})
	for _, m := range q.marks {
		if m.at > from && m.at < to {
			p.marks = append(p.marks, mark{len(p.text) + m.at - from, m.from})
		}
	}
	p.text = append(p.text, q.text[from:to]...)
}

// from tells where what is at that place was.
func (p *patchwork) from(at int) int {
	i := sort.Search(len(p.marks), func(i int) bool { return p.marks[i].at > at })
	if i == 0 {
		return 0
	}
	return p.marks[i-1].from + at - p.marks[i-1].at
}

// trim returns the text without blanks around it.
func (p patchwork) trim() patchwork {
	right := len(bytes.TrimRight(p.text, " \t\n"))
	left := right - len(bytes.TrimLeft(p.text[:right], " \t\n"))
	var q patchwork
	q.addAll(p, left, right)
	return q
}

// joined returns a column's value in one piece. Format-List goes on below with
// the next word, and breaks no word but one that is wider than the console. The
// blank after a word is at the end of the line, where most editors remove it.
//
// Source: github.com/PowerShell/PowerShell,
// src/System.Management.Automation/FormatAndOutput/common/ILineOutput.cs
func (b *Block) joined(c *column) patchwork {
	var p patchwork
	width, begins := b.width(), 0
	for i, line := range c.lines {
		if i > 0 {
			above := c.lines[i-1]
			switch {
			case c.scan.json && !above.inString:
				p.text = append(p.text, '\n')
			case bytes.HasSuffix(p.text, []byte(" ")) || ofOneWord(p.text[begins:]):
			case above.width < width || wordAcross(above.text, line.text) <= width-c.below:
				p.text = append(p.text, ' ')
			}
		}
		if quote := bytes.LastIndexByte(line.text, '"'); quote >= 0 && c.scan.json {
			begins = len(p.text) + quote + 1
		}
		p.add(line.text, line.at)
	}
	return p.trim()
}

// wordAcross is how wide the word is that two lines would make where they meet,
// with the blank after it, which counts.
func wordAcross(above, below []byte) int {
	word, _, more := bytes.Cut(below, []byte(" "))
	width := utf8.RuneCount(above[bytes.LastIndexByte(above, ' ')+1:]) + utf8.RuneCount(word)
	if more {
		width++
	}
	return width
}

// width is that of the widest line, which where lines are broken is that of the
// console.
func (b *Block) width() int {
	widest := 0
	for _, c := range b.columns {
		for _, line := range c.lines {
			widest = max(widest, line.width)
		}
	}
	return widest
}

// ofOneWord reports whether what begins so holds no blanks: a resource ID or an
// entity tag.
func ofOneWord(s []byte) bool {
	s = bytes.TrimLeft(s, " ")
	return bytes.HasPrefix(s, []byte("/")) || bytes.HasPrefix(s, []byte("W/"))
}
