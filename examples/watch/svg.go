package main

import (
	"fmt"
	"html"
	"strings"
	"unicode"

	"github.com/expressroute-go/expressroute/machine"
)

// Sizes in the picture, in pixels.
const (
	margin    = 20
	gutter    = 190 // width for the names of the lanes
	laneHigh  = 22
	laneStep  = 26
	turnHigh  = 36
	headHigh  = 86 // height of title, dates and marks above the lanes
	lineHigh  = 18 // height of a line of the list below the lanes
	charWide  = 6.7
	narrowest = 12
	widest    = 4200 // maximum width of the lanes; more times are drawn closer together
)

// Colour-blind people can distinguish these colours too.
//
// Source: M. Okabe and K. Ito, https://jfly.uni-koeln.de/color/
const (
	ink     = "#1f2933"
	faint   = "#7b8794"
	hairs   = "#cbd2d9"
	alarm   = "#d55e00"
	alarmed = "#fdeee4"
)

var colours = map[string]string{
	machine.Customer.String():     "#0072b2",
	machine.Provider.String():     "#e69f00",
	machine.Microsoft.String():    "#009e73",
	machine.Support.String():      "#a6558a",
	machine.NetworkOwner.String(): "#56b4e9",
	"nobody":                      "#9aa5b1",
	"gone":                        "#3e4c59",
	"unclear":                     "#dde2e7",
}

// legend has the texts that explain the colours, in order.
var legend = []struct{ who, says string }{
	{machine.Customer.String(), "the customer's turn"},
	{machine.Provider.String(), "the provider's"},
	{machine.Microsoft.String(), "Microsoft's platform's"},
	{machine.Support.String(), "Microsoft Support's"},
	{machine.NetworkOwner.String(), "the network owner's"},
	{"nobody", "nobody's: at rest"},
	{"gone", "gone"},
	{"unclear", "unclear"},
}

// picture collects the elements of an SVG.
type picture struct {
	strings.Builder
	high, wide float64
}

// draw draws one panel for each circuit, one above the other.
func draw(lives []*life) []byte {
	var p picture
	p.high, p.wide = margin, 900
	p.legend(lives)
	for _, l := range lives {
		if len(l.phases) > 0 {
			p.panel(newAxis(l), l)
		}
	}
	var out strings.Builder
	fmt.Fprintf(&out, `<svg xmlns="http://www.w3.org/2000/svg" width="%.0f" height="%.0f" viewBox="0 0 %.0f %.0f" font-family="DejaVu Sans, Verdana, sans-serif" font-size="11" fill="%s" role="img">`+"\n",
		p.wide, p.high, p.wide, p.high, ink)
	out.WriteString("<title>What happened to the circuits, and whose turn it was</title>\n")
	fmt.Fprintf(&out, `<rect width="%.0f" height="%.0f" fill="#fff"/>`+"\n", p.wide, p.high)
	out.WriteString(p.String())
	out.WriteString("</svg>\n")
	return []byte(out.String())
}

func (p *picture) add(format string, args ...any) { fmt.Fprintf(p, format+"\n", args...) }

// text writes words at a position. more has further attributes of the element.
func (p *picture) text(x, y float64, words, more string) {
	p.add(`<text x="%.1f" y="%.1f" %s>%s</text>`, x, y, more, escaped(words))
}

// escaped returns text for XML: escaped, and without control characters.
func escaped(text string) string {
	printable := func(r rune) rune {
		if unicode.IsPrint(r) {
			return r
		}
		return '\ufffd'
	}
	return html.EscapeString(strings.Map(printable, text))
}

// legend writes the explanations of the colours and signs that the picture has.
func (p *picture) legend(lives []*life) {
	x, y := float64(margin), p.high
	entry := func(says string, sign func()) {
		sign()
		p.text(x+20, y+11, says, "")
		x += 20 + float64(len(says))*6.2 + 22
	}
	occurs := occurring(lives)
	for _, one := range legend {
		if occurs[one.who] {
			entry(one.says, func() {
				p.add(`<rect x="%.1f" y="%.1f" width="14" height="14" rx="3" fill="%s"/>`, x, y, colours[one.who])
			})
		}
	}
	if occurs["drift"] {
		entry("drift: no event explains it", func() { p.diamond(x+7, y+7) })
	}
	if occurs["flap"] {
		entry("flapping", func() { p.wave(x, x+15, y+9) })
	}
	entry("a read; hollow: not taken", func() {
		p.read(x+3, y+7, true)
		p.read(x+11, y+7, false)
	})
	p.wide = max(p.wide, x+margin)
	p.high += 34
}

func occurring(lives []*life) map[string]bool {
	occurs := map[string]bool{}
	for _, l := range lives {
		for _, s := range l.phases {
			occurs[whose(s.turn)] = true
		}
		for _, m := range l.moments {
			for _, e := range m.Events {
				occurs[e.Actor().String()] = true
			}
			occurs["drift"] = occurs["drift"] || len(m.Drift) > 0
		}
		for _, of := range l.lanes {
			occurs["flap"] = occurs["flap"] || len(of.stretches()) > 0
		}
	}
	return occurs
}

func (p *picture) diamond(x, y float64) {
	p.add(`<path d="M%.1f %.1fl7 7l-7 7l-7 -7z" fill="%s"/>`, x, y-7, alarm)
}

func (p *picture) read(x, y float64, taken bool) {
	fill := "#fff"
	if taken {
		fill = ink
	}
	p.add(`<circle cx="%.1f" cy="%.1f" r="2.5" fill="%s" stroke="%s"/>`, x, y, fill, ink)
}

// wave draws a wave under a stretch that flaps.
func (p *picture) wave(from, to, y float64) {
	var path strings.Builder
	fmt.Fprintf(&path, "M%.1f %.1f", from, y)
	for x, up := from, true; x+5 <= to; x, up = x+5, !up {
		path.WriteString(map[bool]string{true: "q2.5 -5 5 0", false: "q2.5 5 5 0"}[up])
	}
	p.add(`<path d="%s" fill="none" stroke="%s" stroke-width="2"/>`, path.String(), alarm)
}

// drawn returns the lanes to draw.
func (l *life) drawn() []*lane {
	var list []*lane
	for _, of := range l.lanes {
		if !of.idle() {
			list = append(list, of)
		}
	}
	return list
}

// panel draws one circuit.
func (p *picture) panel(a *axis, l *life) {
	top, end := p.high, a.x[len(a.x)-1]
	p.wide = max(p.wide, end+margin+60)
	p.text(margin, top+16, l.name, `font-size="16" font-weight="bold"`)
	p.text(margin+gutter, top+16, l.extent()+". Times are UTC, and of the reads. Intervals are not to scale.", fmt.Sprintf(`fill="%s"`, faint))

	lanes := l.drawn()
	turns := top + headHigh
	high := float64(turnHigh + 8)
	y := turns + high
	ys := make([]float64, len(lanes))
	group := ""
	for i, of := range lanes {
		if g := groupOf(of.name); g != group {
			group = g
			y += lineHigh + 2
		}
		ys[i] = y
		y += laneStep
	}
	bottom := y + 2

	p.bands(a, l, turns, bottom)
	p.dates(a, top+34, bottom)
	p.turnLane(a, l, turns)
	group = ""
	for i, of := range lanes {
		if g := groupOf(of.name); g != group {
			group = g
			p.text(margin, ys[i]-5, g, `font-weight="bold"`)
			p.add(`<path d="M%d %.1fH%.1f" stroke="%s"/>`, margin, ys[i]-lineHigh, end, hairs)
		}
		p.lane(a, of, ys[i])
	}
	p.reads(a, l, bottom+6)
	p.high = bottom + 30
	p.happenings(a, l, turns)
	p.high += 26
}

func groupOf(name string) string {
	if subject, _, found := strings.Cut(name, "."); found {
		return subject
	}
	return "Circuit"
}

// labelOf returns the lane's name within its group: "IPv4 BGP".
func labelOf(name string) string {
	_, rest, found := strings.Cut(name, ".")
	if !found {
		rest = name
	}
	return strings.NewReplacer("ipv4.", "IPv4 ", "ipv6.", "IPv6 ", "bgp", "BGP").Replace(rest)
}

// bands draws the background, which shows whose turn it was.
func (p *picture) bands(a *axis, l *life, top, bottom float64) {
	for i, s := range l.phases {
		from := a.of(s.from)
		p.add(`<rect x="%.1f" y="%.1f" width="%.1f" height="%.1f" fill="%s" fill-opacity="0.16"/>`,
			from, top, a.until(s, i == len(l.phases)-1)-from, bottom-top, colours[whose(s.turn)])
	}
}

// dates writes the times of the axis. It writes the day if it is another one than
// before, and as much of the time as there is room for.
func (p *picture) dates(a *axis, y, bottom float64) {
	day, free := "", 0.0
	for i, at := range a.at {
		x := a.x[i]
		if i > 0 && at.Equal(a.at[i-1]) {
			continue // only room for spans that began with the last read
		}
		p.add(`<path d="M%.1f %.1fV%.1f" stroke="%s" stroke-dasharray="2 3"/>`, x, y+16, bottom, hairs)
		if x < free {
			continue
		}
		if d := at.UTC().Format("2006-01-02"); d != day {
			p.text(x, y, d, `font-size="10" font-weight="bold"`)
			day = d
			free = x + 10*6.6
		}
		p.text(x, y+13, at.UTC().Format("15:04:05"), `font-size="10"`)
		free = max(free, x+8*6.6)
	}
}

// turnLane draws the lane of phases: whose turn it was, and for how long.
func (p *picture) turnLane(a *axis, l *life, y float64) {
	p.text(margin, y+15, "whose turn", `font-weight="bold"`)
	p.text(margin, y+29, "and how long", fmt.Sprintf(`fill="%s"`, faint))
	for i, s := range l.phases {
		last := i == len(l.phases)-1
		from, to := a.of(s.from), a.until(s, last)
		who, lasted := whose(s.turn), l.lasted(i)
		p.add(`<g><title>%s: %s from %s</title>`, escaped(s.value), lasted, stamp(s.from))
		p.add(`<rect x="%.1f" y="%.1f" width="%.1f" height="%d" rx="4" fill="%s"/>`, from+1, y, max(to-from-2, 1), turnHigh, colours[who])
		more := `fill="` + onColour(who) + `"`
		p.fitted(from+6, to, y+15, who, more+` font-weight="bold"`)
		p.fitted(from+6, to, y+29, lasted, more)
		p.add(`</g>`)
	}
}

// lasted returns how long a phase lasted, as text.
func (l *life) lasted(phase int) string {
	text := duration(l.phases[phase].lasted())
	if phase == len(l.phases)-1 {
		text += " so far"
	}
	return text
}

// onColour returns the colour of text on the colour of an actor.
func onColour(who string) string {
	switch who {
	case machine.Provider.String(), machine.NetworkOwner.String(), "nobody", "unclear":
		return ink
	}
	return "#fff"
}

// fitted writes as much of the text as there is room for.
func (p *picture) fitted(x, to, y float64, words, more string) {
	room := int((to - x - 3) / charWide)
	if len(words) > room {
		if room < 3 {
			return
		}
		words = words[:room-1] + "…"
	}
	p.text(x, y, words, more)
}

// lane draws one lane.
func (p *picture) lane(a *axis, of *lane, y float64) {
	p.text(margin+12, y+15, labelOf(of.name), "")
	for i, s := range of.spans {
		last := i == len(of.spans)-1
		from, to := a.of(s.from), a.until(s, last)
		p.add(`<g><title>%s %s from %s</title>`, escaped(of.name), escaped(s.value), stamp(s.from))
		style, words := styleOf(s)
		if style == "" {
			p.add(`<path d="M%.1f %.1fH%.1f" stroke="%s" stroke-dasharray="1 4" stroke-linecap="round"/>`, from+4, y+laneHigh/2, to-2, faint)
		} else {
			p.add(`<rect x="%.1f" y="%.1f" width="%.1f" height="%d" rx="4" %s/>`, from+1.5, y, max(to-from-3, 1), laneHigh, style)
			p.fitted(from+6, to, y+15, s.value, words)
		}
		p.add(`</g>`)
	}
	for _, f := range of.stretches() {
		p.wave(a.of(f[1].from)-8, a.of(f[len(f)-1].from)+12, y+laneHigh+1)
	}
}

// styleOf returns the style of a value and of its text: good values in bold, values of
// a running operation in italics, bad values in the colour of alarm, and a dotted line
// for nothing.
func styleOf(s span) (box, words string) {
	stroke := fmt.Sprintf(`fill="#fff" stroke="%s"`, faint)
	if s.drifted {
		stroke = fmt.Sprintf(`fill="#fff" stroke="%s" stroke-width="2.5"`, alarm)
	}
	switch s.value {
	case "Absent", "NoResource", "not observed":
		if s.drifted {
			return stroke, fmt.Sprintf(`fill="%s"`, faint)
		}
		return "", ""
	case "Failed", "Canceled":
		return fmt.Sprintf(`fill="%s" stroke="%s"`, alarmed, alarm), fmt.Sprintf(`fill="%s" font-weight="bold"`, "#a34700")
	case "Provisioned", "Enabled", "Succeeded", "Configured", "NotApplicable":
		return stroke, `font-weight="bold"`
	case "Provisioning", "Deprovisioning", "Enabling", "Disabling", "Creating", "Updating", "Deleting", "Configuring":
		if !s.drifted {
			stroke += ` stroke-dasharray="4 2"`
		}
		return stroke, `font-style="italic"`
	}
	return stroke, ""
}

// reads draws a dot for each reading.
func (p *picture) reads(a *axis, l *life, y float64) {
	p.text(margin, y+4, "reads", fmt.Sprintf(`fill="%s"`, faint))
	for _, m := range l.moments {
		p.add(`<g><title>%s, %s</title>`, stamp(m.at), escaped(m.where))
		p.read(a.of(m.at), y, m.outcome != echo && m.outcome != late && m.outcome != absent)
		p.add(`</g>`)
	}
}
