package powershell

import (
	"bytes"
	"sort"
)

// traced is a text made of pieces of another text. It knows where in the other
// text each piece comes from, so that an error in it can name that place.
type traced struct {
	text   []byte
	pieces []piece // in the order of at
}

// piece says that the text from at on comes from the offset origin.
type piece struct{ at, origin int }

// add appends a piece that comes from the offset origin.
func (p *traced) add(text []byte, origin int) {
	p.pieces = append(p.pieces, piece{len(p.text), origin})
	p.text = append(p.text, text...)
}

// addPart appends the part of q between two offsets, with its origins.
func (p *traced) addPart(q traced, from, to int) {
	p.pieces = append(p.pieces, piece{len(p.text), q.origin(from)})
	for _, m := range q.pieces {
		if m.at > from && m.at < to {
			p.pieces = append(p.pieces, piece{len(p.text) + m.at - from, m.origin})
		}
	}
	p.text = append(p.text, q.text[from:to]...)
}

// origin returns the offset in the other text that the offset at comes from.
func (p *traced) origin(at int) int {
	i := sort.Search(len(p.pieces), func(i int) bool { return p.pieces[i].at > at })
	if i == 0 {
		return 0
	}
	return p.pieces[i-1].origin + at - p.pieces[i-1].at
}

// trim returns the text without the blanks around it.
func (p traced) trim() traced {
	right := len(bytes.TrimRight(p.text, " \t\n"))
	left := right - len(bytes.TrimLeft(p.text[:right], " \t\n"))
	var q traced
	q.addPart(p, left, right)
	return q
}
