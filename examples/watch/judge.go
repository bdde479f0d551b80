package main

import (
	"fmt"
	"math"
	"path"
	"slices"
)

// judgement adds up how the acts of all sessions were told, and of how many of
// the events that were told there is a write.
type judgement struct {
	acts    map[kind]*actCount
	events  map[string]*eventCount // of the customer, by verb
	unknown int                    // writes to what no answer before had shown
	failed  [verdicts]int          // of acts whose write failed, and that reads show all the same
	places  map[string][]string    // of what went wrong, by what it is
}

type actCount struct {
	asked, visible, unseen int // unseen before, and shown by a read: there is nothing to tell from
	told                   [verdicts]int
}

type eventCount struct{ told, written, failed int }

func newJudgement() *judgement {
	return &judgement{acts: map[kind]*actCount{}, events: map[string]*eventCount{}, places: map[string][]string{}}
}

// compare compares what was told of one session with the truth.
func (j *judgement) compare(t truth, a account, file string) {
	j.unknown += t.unknown
	var others []event // that tell none of the acts
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

// writesOf are the acts that an event tells: those before it that may still be
// told, and since it was told the last time.
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

// until is the line up to which an act may be told: that of the next write to
// the circuit after a read showed the act.
func (t *truth) until(of *act) int {
	for _, next := range t.acts {
		if of.shown != 0 && next.circuit == of.circuit && next.line > of.shown {
			return next.line
		}
	}
	return math.MaxInt
}

// event counts an event of the customer's. One of a write that failed counts as
// written: the customer did it, and reads show something of it.
func (j *judgement) event(e event, writes []*act, file string) {
	count := j.events[e.verb]
	if count == nil {
		count = &eventCount{}
		j.events[e.verb] = count
	}
	count.told++
	if len(writes) == 0 {
		j.place("told, and not written", fmt.Sprintf("%s:%d  %s", file, e.line, e))
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

// act counts an act, and how it was told.
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
		j.place("write failed, and "+v.title()+": "+string(a.kind), a.where(file)+says)
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

// place keeps where something went wrong.
func (j *judgement) place(what, where string) { j.places[what] = append(j.places[what], where) }

// totals are the sums over all kinds, and over all events.
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
