package main

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/expressroute-go/expressroute/circuit"
	"github.com/expressroute-go/expressroute/machine"
)

// teller prints the history, and keeps the first error.
type teller struct {
	w   io.Writer
	err error
}

func (t *teller) printf(format string, args ...any) {
	if t.err == nil {
		_, t.err = fmt.Fprintf(t.w, format, args...)
	}
}

// line prints an actor or a label, and what the actor did or what was seen.
func (t *teller) line(who, format string, args ...any) {
	t.printf("    %-12s %s\n", who, fmt.Sprintf(format, args...))
}

// moment prints what a reading brought, if it brought anything new.
func (t *teller) moment(l *life, m moment) {
	if m.outcome == same && len(m.notes) == 0 && m.after == nil {
		return
	}
	t.printf("%s  %s  (%s)\n", stamp(m.at), l.name, m.where)
	t.adopted(l, m)
	switch {
	case m.Moved != "":
		t.line("moved", "from %s: the same circuit, by its service key", m.Moved)
	case m.Replaced:
		t.line("replaced", "a new circuit has the same name: it has another service key, or the first circuit was deleted")
	}
	for _, e := range m.Events {
		t.line(e.Actor().String(), "%s", e)
	}
	for _, c := range m.changes {
		if !c.obvious() && !m.adopted(c.lane) && !m.driftIn(c.lane) {
			t.line("", "%s %s, was %s", c.lane, c.is, c.was)
		}
	}
	for _, d := range m.Drift {
		t.line("drift", "%s", driftText(d))
	}
	for _, ignored := range folded(m.Ignored) {
		t.line("ignored", "%s", ignored)
	}
	for _, note := range m.notes {
		t.line("odd", "%s", note)
	}
	if m.after != nil {
		t.line("turn", "%s, after %s of %s", m.turn, duration(m.after.lasted()), m.after.value)
	} else if m.outcome == first && len(l.phases) == 1 && m.adopted("circuit") {
		t.line("turn", "%s", m.turn)
	}
}

// obvious reports whether a change only follows from a family being added or removed.
func (c change) obvious() bool {
	return (c.was == "Absent" || c.is == "Absent") && !strings.HasSuffix(c.lane, ".admin")
}

// adopted prints what was seen for the first time.
func (t *teller) adopted(l *life, m moment) {
	var missing []string
	for _, subject := range m.Adopted {
		if e, err := circuit.ParseEvent(circuit.SessionEstablished.String() + " " + subject); err == nil {
			session := circuit.Session{Peering: e.Peering, Family: e.Family}
			t.line("seen first", "BGP session %s: %s", subject, l.circuit.Have().Sessions[session].On(e.Path).Session)
			continue
		}
		if shown := l.shown(subject); shown != "" {
			t.line("seen first", "%s: %s", subject, shown)
		} else {
			missing = append(missing, subject)
		}
	}
	if len(missing) > 0 {
		t.line("", "no %s", strings.Join(missing, ", no "))
	}
}

// folded joins texts that differ only in their subject: "a, b: read before the latest
// known read".
func folded(list []string) []string {
	var out []string
	last := ""
	for _, text := range list {
		subject, says, found := strings.Cut(text, ": ")
		if n := len(out); found && n > 0 && says == last {
			out[n-1] = strings.TrimSuffix(out[n-1], ": "+says) + ", " + subject + ": " + says
		} else {
			out = append(out, text)
		}
		last = says
	}
	return out
}

// adopted reports whether the lane's subject was seen for the first time.
func (m *moment) adopted(lane string) bool {
	subject, _, _ := strings.Cut(lane, ".")
	return slices.Contains(m.Adopted, subject)
}

// shown returns the present values of a subject as text, empty if it does not exist.
func (l *life) shown(subject string) string {
	var parts []string
	for _, of := range l.lanes {
		name, found := strings.CutPrefix(of.name, subject+".")
		if found != (subject != "circuit") || !found && strings.Contains(of.name, ".") || of.idle() {
			continue
		}
		parts = append(parts, name+" "+of.spans[len(of.spans)-1].value)
	}
	return strings.Join(parts, ", ")
}

func driftText(d circuit.Change) string {
	text := fmt.Sprintf("%s is %s, was %s", d.Path, short(d.Is), short(d.Was))
	if d.By != machine.Nobody {
		text += "; last written by " + d.By.String()
	}
	return text
}

// short returns a value in a short form: the last part of a resource ID.
func short(value string) string {
	switch {
	case value == "":
		return "none"
	case strings.HasPrefix(value, "/"):
		return path.Base(value)
	}
	return value
}

// account prints a summary of one circuit.
func (t *teller) account(l *life) {
	t.printf("\n%s: %s\n", l.name, l.extent())
	for i, s := range l.phases {
		t.printf("    %-24s %-16s from %s\n", s.value, l.lasted(i), stamp(s.from))
	}
	for _, of := range append(slices.Clone(l.lanes), l.found.named("the circuit")) {
		for _, f := range of.stretches() {
			t.printf("    %s flapped: %s; %d changes in %s\n", of.name, valuesOf(f), len(f)-1, duration(f[len(f)-1].from.Sub(f[1].from)))
		}
	}
	t.printf("    turns: %s\n", l.turns())
	t.printf("    reads: %s\n", l.reads())
}

// turns returns for how long it was whose turn, the longest first.
func (l *life) turns() string {
	sums := map[string]time.Duration{}
	for _, s := range l.phases {
		sums[whose(s.turn)] += s.lasted()
	}
	who := slices.Collect(maps.Keys(sums))
	slices.SortFunc(who, func(a, b string) int { return cmp.Or(cmp.Compare(sums[b], sums[a]), strings.Compare(a, b)) })
	for i, name := range who {
		who[i] = name + " " + duration(sums[name])
	}
	return strings.Join(who, ", ")
}

// whose returns the name of the actor whose turn it is in a phase.
func whose(p circuit.Phase) string {
	switch p.Kind {
	case circuit.PhaseResting:
		return "nobody"
	case circuit.PhaseTransient:
		return machine.Microsoft.String()
	case circuit.PhaseWaiting:
		return p.For.String()
	case circuit.PhaseTerminal:
		return "gone"
	}
	return "unclear"
}

func valuesOf(list []span) string {
	words := make([]string, len(list))
	for i, s := range list {
		words[i] = s.value
	}
	if len(words) > 6 {
		words = append(words[:6], fmt.Sprintf("and %d more", len(words)-6))
	}
	return strings.Join(words, ", ")
}

// extent returns the times of the first and the last read.
func (l *life) extent() string {
	if len(l.phases) == 0 {
		return "never read; only answers to writes were seen"
	}
	from, to := l.phases[0].from, l.phases[len(l.phases)-1].to
	return fmt.Sprintf("%s to %s, %s", stamp(from), stamp(to), duration(to.Sub(from)))
}

// reads returns how many readings brought what.
func (l *life) reads() string {
	var parts []string
	for o, says := range []string{
		first: "showed something for the first time", same: "showed nothing new", explained: "explained by events", drifted: "with drift",
		echo: "answers to writes", late: "older than the latest known read", absent: "without a circuit",
	} {
		if n := l.tally[outcome(o)]; n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, says))
		}
	}
	return strings.Join(parts, ", ")
}

// stamp returns a time in UTC, to the second.
func stamp(at time.Time) string { return at.UTC().Format("2006-01-02 15:04:05Z") }

// duration returns a duration in its two largest units: "2d3h", "5m10s".
func duration(d time.Duration) string {
	d = d.Round(time.Second)
	units := []struct {
		of   time.Duration
		name string
	}{{24 * time.Hour, "d"}, {time.Hour, "h"}, {time.Minute, "m"}, {time.Second, "s"}}
	for i, u := range units {
		if d < u.of {
			continue
		}
		text := fmt.Sprintf("%d%s", d/u.of, u.name)
		if i+1 < len(units) && d%u.of >= units[i+1].of {
			text += fmt.Sprintf("%d%s", d%u.of/units[i+1].of, units[i+1].name)
		}
		return text
	}
	return "0s"
}
