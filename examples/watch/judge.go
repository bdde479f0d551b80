package main

import (
	"fmt"
	"math"
	"path"
	"slices"
)

// judgement counts, over all sessions, how the acts of the customer were reported,
// and for how many of the reported events there is a write.
type judgement struct {
	acts    map[kind]*actCount
	events  map[string]*eventCount // events of the customer, by verb
	unknown int                    // writes to resources that no earlier answer had shown
	failed  [verdicts]int          // acts with a failed write, which reads show nevertheless
	places  map[string][]string    // where each kind of fault occurred
}

type actCount struct {
	asked   int // written, and the write did not fail
	visible int // reads before and after the write show the change
	unseen  int // only a read after the write shows it, so nothing can be reported
	told    [verdicts]int
}

type eventCount struct{ told, written, failed int }

func newJudgement() *judgement {
	return &judgement{acts: map[kind]*actCount{}, events: map[string]*eventCount{}, places: map[string][]string{}}
}

// compare compares what was reported about one session with what was written.
func (j *judgement) compare(t truth, a account, file string) {
	j.unknown += t.unknown
	var others []event // events that report none of the acts
	since := map[event]int{}
	for _, e := range a.events {
		if e.byAzure() || e.spoken {
			continue
		}
		writes := t.writesOf(e, since)
		if len(writes) == 0 {
			others = append(others, e)
		}
		if e.byCustomer() {
			j.event(e, writes, file)
		}
	}
	for _, act := range t.acts {
		j.act(act, a, others, t.until(act), file)
	}
}

// writesOf returns the acts that an event reports: the matching ones before it, since
// the same event was reported the last time. since has the line of that for each
// event.
func (t *truth) writesOf(e event, since map[event]int) []*act {
	same := e
	same.line = 0
	after := since[same]
	since[same] = e.line
	var list []*act
	for _, act := range t.acts {
		if act.line > after && act.line < e.line && e.line < t.until(act) && e.tells(act) {
			list = append(list, act)
		}
	}
	return list
}

// until returns the line before which an act must be reported: that of the next write
// to the circuit after a read showed the act.
func (t *truth) until(of *act) int {
	for _, next := range t.acts {
		if of.shown != 0 && next.circuit == of.circuit && next.line > of.shown {
			return next.line
		}
	}
	return math.MaxInt
}

// event counts an event of the customer. An event with a failed write counts as
// written too: the customer did write, and reads show an effect.
func (j *judgement) event(e event, writes []*act, file string) {
	count := j.events[e.verb]
	if count == nil {
		count = &eventCount{}
		j.events[e.verb] = count
	}
	count.told++
	if len(writes) == 0 {
		j.place("reported, but not written", fmt.Sprintf("%s:%d  %s", file, e.line, e))
		return
	}
	count.written++
	if !slices.ContainsFunc(writes, func(a *act) bool { return !a.failed }) {
		count.failed++
	}
}

func (e event) String() string {
	text := e.verb
	for _, word := range []string{e.peering, e.family, e.name} {
		if word != "" {
			text += " " + word
		}
	}
	return path.Base(e.circuit) + ": " + e.by + " " + text
}

// act counts an act and how it was reported.
func (j *judgement) act(a *act, told account, others []event, until int, file string) {
	count := j.acts[a.kind]
	if count == nil {
		count = &actCount{}
		j.acts[a.kind] = count
	}
	v, says := told.verdict(a, others, until)
	switch {
	case a.failed && a.visible():
		j.failed[v]++
		j.place("write failed, but "+v.title()+": "+string(a.kind), a.where(file)+says)
	case a.failed:
	case a.visible():
		count.asked++
		count.visible++
		count.told[v]++
		if v != toldAsSuch {
			j.place(v.title()+": "+string(a.kind), a.where(file)+says)
		}
	default:
		count.asked++
		if a.shown != 0 {
			count.unseen++
		}
	}
}

// place records where a fault occurred.
func (j *judgement) place(what, where string) { j.places[what] = append(j.places[what], where) }

// totals returns the sums over all kinds of acts, and over all events. Acts of kind
// noChange count as asked only.
func (j *judgement) totals() (acts actCount, events eventCount) {
	for k, c := range j.acts {
		if k == noChange {
			acts.asked += c.asked
			continue
		}
		acts.asked, acts.visible, acts.unseen = acts.asked+c.asked, acts.visible+c.visible, acts.unseen+c.unseen
		for v, n := range c.told {
			acts.told[v] += n
		}
	}
	for _, c := range j.events {
		events.told, events.written, events.failed = events.told+c.told, events.written+c.written, events.failed+c.failed
	}
	return acts, events
}
