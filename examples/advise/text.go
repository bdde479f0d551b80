package main

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/expressroute-go/expressroute/bgp"
	"github.com/expressroute-go/expressroute/circuit"
	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
)

// documents prints the formats of the files.
func (p *printer) documents(list []document) {
	for _, d := range list {
		p.document(d)
	}
	if len(list) > 0 {
		p.printf("\n")
	}
}

func (p *printer) close() error { return p.err }

// document prints the format of a file.
func (p *printer) document(d document) {
	p.printf("%s: %s", d.File, d.Shape)
	switch {
	case d.Parts:
		p.printf(", read in parts")
	case d.Circuits > 1:
		p.printf(", %d circuits", d.Circuits)
	case d.Circuits == 0 && d.failed:
		p.printf(", nothing that can be read")
	case d.Circuits == 0:
		p.printf(", no circuits")
	}
	if d.Next {
		p.printf("; the list has more pages")
	}
	p.printf("\n")
}

// printer writes a report in lines with a label and a text. It keeps the first error.
type printer struct {
	w    io.Writer
	last string // the label of the line before
	err  error  // the first error
}

func (p *printer) printf(format string, args ...any) {
	if p.err == nil {
		_, p.err = fmt.Fprintf(p.w, format, args...)
	}
}

// width is the maximum length of a line, in characters.
const width = 100

// line writes a label and a text. It leaves the label out if the line before has the
// same one. It breaks a long text and indents the further lines like the first one.
func (p *printer) line(label, format string, args ...any) {
	shown := label
	if label == p.last {
		shown = ""
	}
	p.last = label
	text := fmt.Sprintf(format, args...)
	body := strings.TrimLeft(text, " -0123456789.")
	hang := len(text) - len(body)
	for i, part := range broken(body, width-12-hang) {
		if i == 0 {
			part = text[:hang] + part
		} else {
			part = strings.Repeat(" ", hang) + part
		}
		p.printf("  %-9s %s\n", shown, part)
		shown = ""
	}
}

// broken breaks a text at spaces into lines of at most that many bytes. A word that
// is longer stays whole.
func broken(text string, most int) []string {
	var lines []string
	for len(text) > most {
		at := strings.LastIndexByte(text[:most+1], ' ')
		if at <= 0 {
			at = strings.IndexByte(text, ' ')
		}
		if at <= 0 {
			break
		}
		lines = append(lines, text[:at])
		text = text[at+1:]
	}
	return append(lines, text)
}

func (p *printer) report(r *report) {
	p.last = ""
	p.printf("%s: %s\n", r.Name, r.headline())
	if !r.Seen {
		p.part(r)
		return
	}
	p.since(r)
	p.line("order", "%s", r.order())
	p.line("circuit", "provider %s, status %s, last operation %s", r.State.State.Provider, r.State.State.Status, r.State.State.Operation)
	p.port(r.Port)
	for _, peering := range r.Peerings {
		p.peering(peering)
	}
	p.links(r)
	switch {
	case r.Usable && r.State.State.Provider == circuit.NotApplicable:
		p.line("usable", "yes: Enabled, and there is no provider")
	case r.Usable:
		p.line("usable", "yes: Provisioned and Enabled")
	}
	for _, u := range r.Missing {
		p.unmet("usable", mark("no:", u), u)
	}
	for _, u := range r.Carries {
		if r.Usable && u.Need == circuit.NeedAnyPeering {
			p.unmet("traffic", mark("none:", u), u)
		}
	}
	p.plan(r)
	for _, o := range r.Blocked {
		p.line("blocked", "%s", words(o.Event))
		p.lacks("blocked", o.Unmet)
	}
	for _, m := range r.Meters {
		p.meter(m)
	}
	for _, risk := range r.Risks {
		p.line("risk", "%s: %s (found: %s)", risk.Path, risk.Want, risk.Found)
	}
	p.oddities(r)
}

// part prints what was read of the parts of a circuit whose own document was not
// read. It prints nothing about the circuit itself.
func (p *printer) part(r *report) {
	for _, peering := range r.Peerings {
		p.peering(peering)
	}
	p.links(r)
	for _, risk := range r.Risks {
		if !strings.HasPrefix(risk.Path, "circuit") {
			p.line("risk", "%s: %s (found: %s)", risk.Path, risk.Want, risk.Found)
		}
	}
	p.line("unknown", "whether the circuit can be used: its own document would tell")
	p.oddities(r)
}

// links prints the links that exist, and the authorizations.
func (p *printer) links(r *report) {
	for _, l := range r.State.Links {
		name := lastOf(l.Network)
		switch {
		case l.Linked == machine.Yes && l.Connection != 0:
			p.line("link", "%s, %s: %s", name, l.Kind, l.Connection)
		case l.Linked == machine.Yes:
			p.line("link", "%s, %s", name, l.Kind)
		case l.Authorized == machine.Yes:
			p.line("link", "%s, an authorization that nobody uses", name)
		}
	}
}

func (p *printer) oddities(r *report) {
	for _, s := range r.Strange {
		p.line("strange", "%s is %q, an unknown value, which was ignored", s.Path, s.Value)
	}
	for _, q := range r.Quirks {
		p.line("odd", "%s%s", strings.TrimPrefix(q.Path+": ", ": "), q.Says)
	}
	p.printf("\n")
}

// mark returns no for a condition that does not hold, or "not known:".
func mark(no string, u machine.Unmet) string {
	if u.Unknown {
		return "not known:"
	}
	return no
}

// headline returns the most important fact in a few words.
func (r *report) headline() string {
	switch {
	case !r.Seen:
		return "only parts of the circuit were read, not the circuit itself"
	case r.InService && !r.retire && machine.Lacks(r.Risks, circuit.NeedBothPaths):
		return "in service, but not every BGP session is up"
	case r.InService && !r.retire:
		return "in service"
	case len(r.Plan) == 0 && r.unknown():
		return "not known whether it is in service: " + r.Obstacles[0].Unmet[0].Want
	case len(r.Plan) == 0 && r.yours() != "":
		return "your turn: " + r.yours()
	case len(r.Plan) == 0 && len(r.Obstacles) > 0:
		return "stuck; " + r.Turn.String() + " can help"
	case len(r.Plan) == 0 && r.retire:
		return "deleted"
	case len(r.Plan) == 0 && allUnknown(r.Carries):
		return "not known whether it is in service: " + r.lacks()
	case len(r.Plan) == 0:
		return "not in service: " + r.lacks()
	case r.Turn == machine.Customer:
		return "your turn: " + words(r.Plan[0].Event)
	}
	return "waiting for " + r.Turn.String() + ": " + words(r.Plan[0].Event)
}

// allUnknown reports whether there are conditions, and none is known not to hold.
func allUnknown(unmet []machine.Unmet) bool {
	known := func(u machine.Unmet) bool { return !u.Unknown }
	return len(unmet) > 0 && !slices.ContainsFunc(unmet, known)
}

// yours is what the customer can do about the first obstacle, where it is known to
// stand in the way.
func (r *report) yours() string {
	if len(r.Obstacles) == 0 || len(r.Obstacles[0].Unmet) == 0 {
		return ""
	}
	if u := r.Obstacles[0].Unmet[0]; u.Actor == machine.Customer && !u.Unknown {
		return u.Fix
	}
	return ""
}

// unknown reports whether all conditions of the obstacles are unknown.
func (r *report) unknown() bool {
	for _, o := range r.Obstacles {
		for _, u := range o.Unmet {
			if !u.Unknown {
				return false
			}
		}
	}
	return len(r.Obstacles) > 0 && len(r.Obstacles[0].Unmet) > 0
}

// lacks returns the first condition that the circuit lacks to be in service, although
// its plan has no steps.
func (r *report) lacks() string {
	for _, p := range r.Peerings {
		for _, u := range p.Missing {
			return p.Type.String() + ": " + u.Want
		}
	}
	for _, u := range r.Carries {
		return u.Want
	}
	return "a condition that no document shows"
}

// words returns an event as text, with the last part of a resource ID.
func words(e circuit.Event) string {
	if e.Link != "" {
		e.Link = lastOf(e.Link)
	}
	return e.String()
}

func (r *report) order() string {
	o, parts := r.Order, []string{}
	for _, part := range []string{o.Provider, o.PeeringLocation} {
		if part != "" {
			parts = append(parts, part)
		}
	}
	if o.Bandwidth != 0 {
		parts = append(parts, o.Bandwidth.String())
	}
	parts = append(parts, "tier "+o.Tier.String(), o.Billing.String())
	if r.State.Have.Resiliency != "" {
		parts = append(parts, "resiliency "+r.State.Have.Resiliency)
	}
	return strings.Join(parts, ", ")
}

func (p *printer) peering(r peeringReport) {
	state := "in service"
	if !r.InService {
		state = "not known to be in service"
	}
	for _, u := range r.Missing {
		if !u.Unknown {
			state = "not in service"
		}
	}
	p.line(shortName(r.Type), "VLAN %d, ASN %s, last operation %s: %s", r.VLAN, r.PeerASN, r.State.Operation, state)
	for _, f := range []peering.Family{peering.IPv4, peering.IPv6} {
		half := r.State.Family(f)
		if half.Admin == peering.Absent {
			continue
		}
		text := fmt.Sprintf("%s %s, BGP %s", f, half.Admin, half.BGP)
		if r.Type == peering.Microsoft {
			text += ", prefixes " + half.Prefixes.String()
		}
		p.line(shortName(r.Type), "%s", text)
	}
	for _, s := range r.Sessions {
		p.line(shortName(r.Type), "%s BGP sessions: primary %s, secondary %s", s.Family, path(s.Primary), path(s.Secondary))
	}
	p.lacks(shortName(r.Type), withoutCircuit(r.Missing))
}

// path returns a session as text.
func path(s bgp.Path) string {
	if s.Session == bgp.Established {
		return fmt.Sprintf("%s with %d prefixes", s.Session, s.Prefixes)
	}
	return s.Session.String()
}

// withoutCircuit leaves out the conditions of the circuit, which are printed once for
// all peerings.
func withoutCircuit(unmet []machine.Unmet) []machine.Unmet {
	var own []machine.Unmet
	for _, u := range unmet {
		if u.Need != circuit.NeedProvisioned && u.Need != circuit.NeedEnabled {
			own = append(own, u)
		}
	}
	return own
}

func shortName(t peering.Type) string {
	switch t {
	case peering.Private:
		return "private"
	case peering.Public:
		return "public"
	}
	return "microsoft"
}

func (p *printer) lacks(label string, unmet []machine.Unmet) {
	for _, u := range unmet {
		p.unmet(label, "-", u)
	}
}

func (p *printer) unmet(label, mark string, u machine.Unmet) {
	p.line(label, "%s %s (found: %s) [%s]", mark, u.Want, u.Found, u.Basis)
	if u.Fix != "" {
		p.line(label, "  %s: %s", u.Actor, u.Fix)
	}
}

func (p *printer) plan(r *report) {
	p.line("goal", "%s", r.Goal)
	for _, o := range r.Obstacles {
		label, says := "stuck", "cannot be reached"
		if (&report{Obstacles: []circuit.Obstacle{o}}).unknown() {
			label, says = "unknown", "not known"
		}
		p.line(label, "%s: %s", o.Leg, says)
		p.lacks(label, o.Unmet)
	}
	for i, s := range r.Plan {
		p.line("plan", "%d. %s: %s%s%s", i+1, s.Actor, words(s.Event), effect(s), wait(s))
		if s.Ask != "" {
			p.line("plan", "   %s", s.Ask)
		}
		p.command(s.Command)
		for _, e := range s.Then {
			if e.Verb == circuit.PrefixesValidated {
				p.line("plan", "   then Microsoft validates the %s prefixes; no source says how long that takes", e.Family)
			}
		}
		for _, u := range s.Assumes {
			p.line("plan", "   make sure first: %s (found: %s)", u.Want, u.Found)
		}
	}
}

// command writes a command in lines that a shell reads as one.
func (p *printer) command(text string) {
	if text == "" {
		return
	}
	lines := broken(text, width-20)
	for i, line := range lines {
		mark, more := "    ", " \\"
		if i == 0 {
			mark = "  $ "
		}
		if i == len(lines)-1 {
			more = ""
		}
		p.printf("  %-9s    %s%s%s\n", "", mark, line, more)
	}
}

func effect(s step) string {
	switch s.Effect {
	case circuit.Interrupts:
		return " (may interrupt traffic)"
	case circuit.Destroys:
		return " (destructive)"
	}
	return ""
}

func wait(s step) string {
	if s.Typical == 0 {
		return ""
	}
	return ", then wait about " + s.Typical.Round(time.Second).String()
}

func (p *printer) meter(m circuit.Meter) {
	bills := map[machine.Truth]string{machine.Yes: "bills", machine.No: "does not bill", machine.Unknown: "may bill"}[m.Bills]
	text := string(m.Name) + " " + bills + ": " + m.Why
	if m.Bills != machine.No && m.Stops != "" {
		text += "; stopped by " + m.Stops
	}
	if m.Disputed {
		text += " (the sources contradict one another: " + strings.Join(m.Sources, "; ") + ")"
	}
	p.line("billing", "%s", text)
}
