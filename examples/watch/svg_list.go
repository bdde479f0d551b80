package main

import (
	"fmt"
	"strings"

	"github.com/expressroute-go/expressroute/circuit"
	"github.com/expressroute-go/expressroute/machine"
)

// maxListed is how many happenings are listed below the lanes at most.
const maxListed = 60

// happenings writes a number above the lanes for each moment at which something
// happened, and lists the events and drifts of these moments below the lanes.
func (p *picture) happenings(a *axis, l *life, turns float64) {
	n, more := 0, 0
	for _, m := range l.moments {
		if len(m.Events) == 0 && len(m.Drift) == 0 {
			continue
		}
		if n++; n > maxListed {
			more++
			continue
		}
		x := a.of(m.at)
		p.mark(x+9, turns-13, n, m)
		p.mark(margin+9, p.high, n, m)
		p.text(margin+26, p.high+4, stamp(m.at), fmt.Sprintf(`fill="%s"`, faint))
		p.said(margin+gutter, m)
	}
	if more > 0 {
		p.text(margin+26, p.high+4, fmt.Sprintf("and %d more", more), "")
		p.high += lineHigh
	}
}

// mark draws the number of a happening, in the colour of the actor of its first event.
func (p *picture) mark(x, y float64, n int, m moment) {
	fill, on := alarm, "#fff"
	if len(m.Events) > 0 {
		who := m.Events[0].Actor().String()
		fill, on = colours[who], onColour(who)
	}
	if len(m.Drift) > 0 {
		p.add(`<path d="M%.1f %.1fl10 10l-10 10l-10 -10z" fill="%s"/>`, x, y-10, alarm)
		on = "#fff"
	} else {
		p.add(`<circle cx="%.1f" cy="%.1f" r="8.5" fill="%s"/>`, x, y, fill)
	}
	p.text(x, y+3.5, fmt.Sprint(n), fmt.Sprintf(`fill="%s" font-size="10" font-weight="bold" text-anchor="middle"`, on))
}

// said writes the events and drifts of a moment: who did what. It breaks a text that
// is too long into several lines.
func (p *picture) said(x float64, m moment) {
	var parts []string
	last := machine.Nobody
	for _, e := range m.Events {
		text := eventText(e)
		if by := e.Actor(); by != last {
			text, last = by.String()+": "+text, by
		}
		parts = append(parts, text)
	}
	for _, d := range m.Drift {
		parts = append(parts, "drift: "+driftText(d))
	}
	for i, part := range parts {
		if i < len(parts)-1 {
			parts[i] = part + ";"
		}
	}
	room := (max(p.wide, 1100) - x - margin) / charWide
	for len(parts) > 0 {
		n, long := 1, len(parts[0])
		for n < len(parts) && float64(long+1+len(parts[n])) <= room {
			long += 1 + len(parts[n])
			n++
		}
		p.text(x, p.high+4, strings.Join(parts[:n], " "), "")
		p.wide = max(p.wide, x+float64(long)*charWide+margin)
		p.high += lineHigh
		parts = parts[n:]
	}
}

func eventText(e circuit.Event) string {
	if e.Link != "" {
		e.Link = e.Link[strings.LastIndexByte(e.Link, '/')+1:]
	}
	return e.String()
}
