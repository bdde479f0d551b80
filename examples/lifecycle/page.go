package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/expressroute-go/expressroute/circuit"
	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
)

const (
	width  = 120                   // characters in a line
	indent = "                   " // before the details of a row
)

// page formats the story in columns, with its sources as footnotes.
type page struct {
	strings.Builder
	sources []string
}

func (p *page) preface() {
	fmt.Fprintf(p, "The life of an ExpressRoute circuit, as the workflow article of July 2016 tells it %s\n\n", p.note(machine.Article2016))
	p.say("Each numbered line is an event: who makes it happen, then the states after it: provider and status, the last operation " +
		"on the circuit, whose turn it is, and whether the circuit bills. Below it are the peerings that it moved. " +
		"x marks an act that is refused, with every condition that is not met, who can meet it, and how we know. = marks a list of everything about the circuit.")
}

func (p *page) heading(title string, quotes []string) {
	fmt.Fprintf(p, "\n%s\n%s\n", title, strings.Repeat("=", len(title)))
	for _, quote := range quotes {
		p.say("\"" + quote + "\" " + p.note(machine.Article2016))
	}
	fmt.Fprintf(p, "\n%4s  %-13s%-41s%s\n", "", "who", "what", columns("provider/status", "operation", "turn", "bills"))
}

func columns(state, operation, turn, bills string) string {
	return fmt.Sprintf("%-25s%-12s%-13s%s", state, operation, turn, bills)
}

// row prints one event, with its number or a mark.
func (p *page) row(mark string, who machine.Actor, what, rest string) {
	name := who.String()
	if who == machine.Nobody {
		name = ""
	}
	fmt.Fprintf(p, "%4s  %-13s%-41s%s\n", mark, name, what, rest)
}

// say prints running text.
func (p *page) say(text string) { p.wrap("", text) }

// detail prints running text that belongs to a row.
func (p *page) detail(text string) {
	if text != "" {
		p.wrap(indent, text)
	}
}

func (p *page) fact(name, text string) {
	fmt.Fprintf(p, "%s%-11s%s\n", indent, name, text)
}

// peering prints the state of one peering: of IPv4 only, which is all that 2016 has.
func (p *page) peering(t peering.Type, s peering.State) {
	text := fmt.Sprintf("%-10sBGP %-10s%s", s.IPv4.Admin, s.IPv4.BGP, s.Operation)
	if t == peering.Microsoft {
		text = fmt.Sprintf("%-35s prefixes %s", text, s.IPv4.Prefixes)
	}
	p.fact(strings.TrimSuffix(strings.TrimPrefix(t.String(), "Azure"), "Peering"), text)
}

// unmet prints one condition: its name, what was found, and who can meet it.
func (p *page) unmet(u machine.Unmet) {
	p.detail(fmt.Sprintf("%s: %s", u.Need, u.Want))
	text := "found " + u.Found
	if u.Fix != "" {
		text += fmt.Sprintf("; %s can %s", u.Actor, u.Fix)
	}
	p.wrap(indent+"  ", fmt.Sprintf("%s (%s %s)", text, u.Basis, p.note(u.Source)))
}

func (p *page) bill(m circuit.Meter) {
	p.detail(fmt.Sprintf("meter: %s %s", meterText(m), p.note(m.Sources...)))
}

// meterText returns a meter as one line of text.
func meterText(m circuit.Meter) string {
	text := fmt.Sprintf("%s, bills %s: %s", m.Name, bills(m), m.Why)
	if m.Stops != "" {
		text += fmt.Sprintf("; stopped by %s (%s)", m.Stops, m.Actor)
	}
	return text
}

func bills(m circuit.Meter) string {
	if m.Disputed {
		return m.Bills.String() + ", disputed"
	}
	return m.Bills.String()
}

// note returns the numbers of the footnotes that hold the sources.
func (p *page) note(sources ...string) string {
	var text strings.Builder
	for _, source := range sources {
		i := slices.Index(p.sources, source)
		if i < 0 {
			i = len(p.sources)
			p.sources = append(p.sources, source)
		}
		fmt.Fprintf(&text, "[%d]", i+1)
	}
	return text.String()
}

func (p *page) footnotes() {
	p.WriteString("\nSources\n=======\n")
	for i, source := range p.sources {
		fmt.Fprintf(p, "%4s %s\n", fmt.Sprintf("[%d]", i+1), source)
	}
}

// wrap prints text in lines, broken at spaces, each with the margin before it.
func (p *page) wrap(margin, text string) {
	line := margin
	for _, word := range strings.Fields(text) {
		if line != margin && len(line)+1+len(word) > width {
			fmt.Fprintln(p, line)
			line = margin
		}
		if line != margin {
			line += " "
		}
		line += word
	}
	fmt.Fprintln(p, line)
}
