package main

import (
	"fmt"
	"strings"
)

// placesShown is how many places of one kind of fault are printed.
const placesShown = 3

// judgement prints how correctly changes were reported.
func (t *teller) judgement(j *judgement) {
	acts, events := j.totals()
	if acts.asked == 0 && events.told == 0 {
		return
	}
	t.printf("\nchanges that the customer wrote, and how they were reported\n")
	t.printf("%-22s %6s %8s |", "", "asked", "visible")
	for _, name := range verdictNames {
		t.printf(" %9s", name)
	}
	t.printf(" | %s\n", "only after")
	for _, k := range kinds {
		if c := j.acts[k]; c != nil && c.asked > 0 {
			t.actCount(string(k), *c)
		}
	}
	t.actCount("all", acts)
	t.printf("visible: reads before and after the write show the change; only after: only a read after the write shows it\n")
	t.printf("reported correctly: %s of the visible changes\n", share(acts.told[toldAsSuch], acts.visible))
	t.failedActs(j)

	t.printf("\nevents of the customer that were reported, and whether there is a write\n")
	t.printf("%-22s %8s %8s %8s %8s\n", "", "reported", "written", "failed", "not")
	for _, verb := range sortedKeys(j.events) {
		t.eventCount(verb, *j.events[verb])
	}
	t.eventCount("all", events)
	t.printf("written: %s of the events; for %d of them the write failed, but reads show an effect\n", share(events.written, events.told), events.failed)
	t.places(j)
}

func (t *teller) actCount(name string, c actCount) {
	t.printf("%-22s %6d %8d |", name, c.asked, c.visible)
	for _, n := range c.told {
		t.printf(" %9d", n)
	}
	t.printf(" | %d\n", c.unseen)
}

func (t *teller) eventCount(name string, c eventCount) {
	t.printf("%-22s %8d %8d %8d %8d\n", name, c.told, c.written, c.failed, c.told-c.written)
}

// failedActs prints the numbers of acts and writes that the tables leave out.
func (t *teller) failedActs(j *judgement) {
	var parts []string
	for v, n := range j.failed {
		if n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, verdict(v).title()))
		}
	}
	if len(parts) > 0 {
		t.printf("not counted: changes that reads show although the write failed: %s\n", strings.Join(parts, ", "))
	}
	if j.unknown > 0 {
		t.printf("not counted: writes to resources that no answer had shown before: %d\n", j.unknown)
	}
}

func (t *teller) places(j *judgement) {
	for _, what := range sortedKeys(j.places) {
		list := j.places[what]
		t.printf("\n%s: %d\n", what, len(list))
		for _, place := range list[:min(len(list), placesShown)] {
			t.printf("        %s\n", place)
		}
	}
}

func share(n, of int) string {
	if of == 0 {
		return "0 of 0"
	}
	return fmt.Sprintf("%d of %d (%.1f %%)", n, of, percent(n, of))
}

// percent returns n as a percentage of of, 100 if of is 0.
func percent(n, of int) float64 {
	if of == 0 {
		return 100
	}
	return 100 * float64(n) / float64(of)
}
