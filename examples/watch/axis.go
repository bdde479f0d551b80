package main

import (
	"math"
	"slices"
	"time"
)

// axis is the time axis: it has a position for each time at which something changed.
// Intervals last from seconds to weeks, so an interval is as wide as the logarithm of
// its length, or wider if a word needs the room.
type axis struct {
	at []time.Time // in order
	x  []float64   // the position of each, in pixels
}

func newAxis(l *life) *axis {
	a := &axis{}
	note := func(at time.Time) {
		if i, found := slices.BinarySearchFunc(a.at, at, time.Time.Compare); !found {
			a.at = slices.Insert(a.at, i, at)
		}
	}
	shown := slices.Clone(l.phases)
	for _, of := range l.drawn() {
		shown = append(shown, of.spans...)
	}
	for _, s := range shown {
		note(s.from)
	}
	for _, m := range l.moments {
		if len(m.Events) > 0 || len(m.Drift) > 0 {
			note(m.at)
		}
	}
	note(l.phases[len(l.phases)-1].to)
	a.at = append(a.at, a.at[len(a.at)-1]) // room for spans that began with the last read
	a.place(l, shown)
	return a
}

// place sets the width of every interval.
func (a *axis) place(l *life, shown []span) {
	wide := make([]float64, len(a.at)-1)
	for i := range len(wide) - 1 {
		wide[i] = 48 + 14*math.Log10(1+a.at[i+1].Sub(a.at[i]).Seconds())
	}
	room := func(s span, need float64) {
		from, to := a.index(s.from), a.index(s.to)
		if to <= from {
			to = from + 1
		}
		have := 0.0
		for _, w := range wide[from:to] {
			have += w
		}
		for i := from; i < to && have < need; i++ {
			wide[i] += (need - have) / float64(to-from)
		}
	}
	for _, s := range shown {
		room(s, float64(len(s.value))*charWide+12)
	}
	for i, s := range l.phases {
		room(s, float64(max(len(whose(s.turn)), len(l.lasted(i))))*charWide+16)
	}
	sum := 0.0
	for _, w := range wide {
		sum += w
	}
	shrink := min(1, widest/sum)
	a.x = []float64{margin + gutter}
	for i, w := range wide {
		if i < len(wide)-1 || w > 0 {
			w = max(narrowest, w*shrink)
		}
		a.x = append(a.x, a.x[len(a.x)-1]+w)
	}
}

func (a *axis) index(at time.Time) int {
	i, _ := slices.BinarySearchFunc(a.at, at, time.Time.Compare)
	return min(i, len(a.at)-1)
}

// of returns the position of a time, in proportion between the two times next to it.
func (a *axis) of(at time.Time) float64 {
	i, found := slices.BinarySearchFunc(a.at, at, time.Time.Compare)
	switch {
	case found, i == 0:
		return a.x[min(i, len(a.x)-1)]
	case i == len(a.at):
		return a.x[i-1]
	}
	share := float64(at.Sub(a.at[i-1])) / float64(a.at[i].Sub(a.at[i-1]))
	return a.x[i-1] + share*(a.x[i]-a.x[i-1])
}

// until returns the position at which a span ends: the end of the axis for the last
// one.
func (a *axis) until(s span, last bool) float64 {
	if last {
		return a.x[len(a.x)-1]
	}
	return a.of(s.to)
}
