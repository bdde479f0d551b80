package main

import (
	"fmt"
	"strings"
)

// placesShown is how many places of one failure are printed.
const placesShown = 3

// judgement prints how truly changes were told.
func (t *teller) judgement(j *judgement) {
	acts, events := j.totals()
	if acts.asked == 0 && events.told == 0 {
		return
	}
	t.printf("\nchanges that the customer wrote, and how they were told\n")
	t.printf("%-22s %6s %8s |", "", "asked", "visible")
	for _, name := range verdictNames {
		t.printf(" %9s", name)
	}
	t.printf(" | %s\n", "not seen before")
	for _, k := range kinds {
		if c := j.acts[k]; c != nil && c.asked > 0 {
			t.actCount(string(k), *c)
		}
	}
	t.actCount("all", acts)
	t.printf("visible: reads before and after the write show the change; not seen before: only one after it does\n")
	t.printf("told as such: %s of the visible\n", share(acts.told[toldAsSuch], acts.visible))
	t.failedActs(j)

	t.printf("\nevents of the customer that were told, and whether there is a write\n")
	t.printf("%-22s %6s %8s %8s %8s\n", "", "told", "written", "failed", "not")
	for _, verb := range sortedKeys(j.events) {
		t.eventCount(verb, *j.events[verb])
	}
	t.eventCount("all", events)
	t.printf("true: %s of the events; the write of %d of them failed, and reads show something of it\n", share(events.written, events.told), events.failed)
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
	t.printf("%-22s %6d %8d %8d %8d\n", name, c.told, c.written, c.failed, c.told-c.written)
}

// failedActs prints what is not counted.
func (t *teller) failedActs(j *judgement) {
	var parts []string
	for v, n := range j.failed {
		if n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, verdict(v).title()))
		}
	}
	if len(parts) > 0 {
		t.printf("not counted, of writes that failed and that reads show all the same: %s\n", strings.Join(parts, ", "))
	}
	if j.unknown > 0 {
		t.printf("not counted, of writes to what nothing had shown before: %d\n", j.unknown)
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

// percent is a share, and all if there is nothing to share.
func percent(n, of int) float64 {
	if of == 0 {
		return 100
	}
	return 100 * float64(n) / float64(of)
}
