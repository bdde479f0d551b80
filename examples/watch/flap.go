package main

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// flapWithin is the time within which a value must change three times between the
// same two values to count as flapping. Values that only a running operation shows do
// not count, so that several writes in a row are no flapping.
const flapWithin = 24 * time.Hour

// passing lists the values that only a running operation shows.
var passing = []string{"Creating", "Updating", "Deleting", "Enabling", "Configuring"}

// flapping returns the last spans of a lane that flap together, nil if none do.
func (l *lane) flapping() []span {
	if strings.HasSuffix(l.name, ".bgp") {
		return nil // BGP follows from the other lanes
	}
	resting := l.resting()
	const turns = 4 // A, B, A, B
	n := len(resting)
	if n < turns {
		return nil
	}
	last := resting[n-turns:]
	if last[0].value != last[2].value || last[1].value != last[3].value || last[3].from.Sub(last[1].from) > flapWithin {
		return nil
	}
	first := n - turns
	for first > 0 && resting[first-1].value == resting[first+1].value && resting[first+1].from.Sub(resting[first].from) <= flapWithin {
		first--
	}
	return resting[first:]
}

// resting returns the spans of a lane without passing values. It joins neighbours with
// the same value.
func (l *lane) resting() []span {
	var list []span
	for _, s := range l.spans {
		n := len(list)
		switch {
		case slices.Contains(passing, s.value):
		case n > 0 && list[n-1].value == s.value:
			list[n-1].to = s.to
		default:
			list = append(list, s)
		}
	}
	return list
}

// flaps returns a text for each lane that flaps at this moment.
func (l *life) flaps(at time.Time) []string {
	var says []string
	for _, of := range append(slices.Clone(l.lanes), l.found.named("the circuit")) {
		if f := of.flapping(); f != nil && f[len(f)-1].from.Equal(at) {
			says = append(says, fmt.Sprintf("%s flaps between %s and %s: some of these changes may not have happened", of.name, f[0].value, f[1].value))
		}
	}
	return says
}

func (l lane) named(name string) *lane {
	l.name = name
	return &l
}

// stretches returns all stretches of a lane in which it flaps.
func (l *lane) stretches() [][]span {
	var all [][]span
	upTo := lane{name: l.name}
	for _, s := range l.spans {
		upTo.spans = append(upTo.spans, s)
		f := upTo.flapping()
		if f == nil {
			continue
		}
		if n := len(all); n > 0 && all[n-1][0].from.Equal(f[0].from) {
			all[n-1] = f
		} else {
			all = append(all, f)
		}
	}
	return all
}
