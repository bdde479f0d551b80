package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/expressroute-go/expressroute/circuit"
	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
)

// teller prints what happens to a circuit.
type teller struct {
	page
	circuit circuit.Circuit
	meter   circuit.Meter              // the circuit's own meter, as it was last printed
	steps   int                        // how many events were printed
	endings map[string]circuit.Circuit // the circuits at the end of chapters, by chapter.to
}

// tell returns the text of the chapters.
func tell(chapters []chapter) (string, error) {
	c, err := circuit.New(order2016())
	if err != nil {
		return "", err
	}
	t := &teller{circuit: c, endings: map[string]circuit.Circuit{}}
	t.preface()
	for _, ch := range chapters {
		if err := t.chapter(ch); err != nil {
			return "", fmt.Errorf("%s: %w", ch.title, err)
		}
	}
	t.footnotes()
	return t.String(), nil
}

func (t *teller) chapter(ch chapter) error {
	if ch.from != "" {
		t.circuit = t.endings[ch.from]
	}
	t.meter = t.circuit.Meters()[0]
	t.heading(ch.title, ch.says)
	for _, line := range ch.lines {
		if err := line(t); err != nil {
			return err
		}
	}
	if ch.to != "" {
		t.endings[ch.to] = t.circuit
	}
	return nil
}

// does applies an event and prints the circuit after it.
func (t *teller) does(e circuit.Event) error {
	before, ask := t.circuit, t.ask(e)
	after, err := before.Apply(e)
	if err != nil {
		return err
	}
	t.circuit = after
	t.steps++
	t.row(fmt.Sprint(t.steps), e.Actor(), words(e), t.columns())
	t.detail(ask)
	for p := range peering.Types() {
		if now := after.State().Peering(p); now != before.State().Peering(p) {
			t.peering(p, now)
		}
	}
	if m := after.Meters()[0]; meterText(m) != meterText(t.meter) {
		t.meter = m
		t.bill(m)
	}
	return nil
}

// refused tries an event that the rules must refuse.
func (t *teller) refused(e circuit.Event) error {
	return t.refusal(e.Actor(), words(e), t.circuit.Check(e))
}

// unusable tries to use a peering that must not be in service yet.
func (t *teller) unusable(p peering.Type) error {
	return t.refusal(machine.Customer, "use "+p.String(), t.circuit.InService(p))
}

// refusal prints a refusal with every condition that is not met.
func (t *teller) refusal(who machine.Actor, what string, err error) error {
	var refusal *machine.TransitionError
	if !errors.As(err, &refusal) {
		return fmt.Errorf("%s: want a refusal, got %v", what, err)
	}
	t.row("x", who, what, "REFUSED in "+refusal.From)
	if errors.Is(refusal, machine.ErrNoRule) {
		t.detail(refusal.Err.Error())
	}
	for _, u := range refusal.Unmet {
		t.unmet(u)
	}
	return nil
}

// under gives the circuit another spec.
func (t *teller) under(s circuit.Spec) error {
	c, err := t.circuit.WithSpec(s)
	t.circuit = c
	return err
}

// standing prints everything about the circuit: states, links, checklist and meters.
func (t *teller) standing() error {
	s := t.circuit.State()
	t.row("=", machine.Nobody, "the circuit now", t.columns())
	t.fact("history", history(s))
	for p := range peering.Types() {
		t.peering(p, s.Peering(p))
	}
	for _, l := range t.circuit.Links() {
		t.fact("link", fmt.Sprintf("%-10slinked %-5sauthorized %s", byName.Replace(l.Network), l.Linked, l.Authorized))
	}
	for _, stage := range t.circuit.Workflow() {
		t.fact("checklist", progress(stage))
	}
	for _, m := range t.circuit.Meters() {
		t.bill(m)
	}
	return nil
}

// history says whether the circuit was provisioned before. The document of a fresh
// circuit is the same as that of a deprovisioned one.
func history(s circuit.State) string {
	switch s.Fresh() {
	case machine.Yes:
		return "fresh: never provisioned"
	case machine.No:
		return "provisioned before"
	}
	return "not known"
}

// columns returns the columns with the states of the circuit, whose turn it is, and
// whether it bills.
func (t *teller) columns() string {
	s := t.circuit.State()
	return columns(s.String(), s.Operation.String(), t.turn().String(), bills(t.circuit.Meters()[0]))
}

// turn returns who has to act next.
func (t *teller) turn() machine.Actor {
	plan, err := t.circuit.Next()
	if err != nil {
		return machine.Nobody
	}
	return plan.Turn()
}

// ask returns what the actor of an event must say to somebody else.
func (t *teller) ask(e circuit.Event) string {
	options := t.circuit.Options()
	i := slices.IndexFunc(options, func(o circuit.Option) bool { return o.Event == e })
	if i < 0 {
		return ""
	}
	return options[i].Ask
}

// progress says how many tasks of a stage of the article's workflow are done, and
// which one is next.
func progress(s circuit.Stage) string {
	var open []string
	for _, task := range s.Tasks {
		if task.Progress != circuit.ProgressDone {
			open = append(open, byName.Replace(task.Name))
		}
	}
	text := fmt.Sprintf("%-41s%d of %d", s.Name, len(s.Tasks)-len(open), len(s.Tasks))
	if len(open) > 0 {
		text += ", then " + open[0]
	}
	return text
}

// byName replaces the resource IDs of the networks by their names.
var byName = strings.NewReplacer(office, "office", partner, "partner")

func words(e circuit.Event) string { return byName.Replace(e.String()) }
