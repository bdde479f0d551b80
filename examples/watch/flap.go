package main

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// A value flaps if it goes there and back and there again within a day, or was
// found, not found and found again. What an operation shows while it runs is no
// value of its own, so that one write after the other is no flapping.
const flapWithin = 24 * time.Hour

// passing are the values of a running operation.
var passing = []string{"Creating", "Updating", "Deleting", "Enabling", "Configuring"}

// flapping returns the last spans of a lane that flap together, nil if none do.
func (l *lane) flapping() []span {
	if strings.HasSuffix(l.name, ".bgp") {
		return nil // it follows from the others
	}
	resting := l.resting()
	const turns = 4 // there and back, and there again
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

// resting are the spans of a lane less those that pass, neighbours of one value
// as one.
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

// flaps says of each lane that flaps at this moment how it does.
func (l *life) flaps(at time.Time) []string {
	var says []string
	for _, of := range append(slices.Clone(l.lanes), l.found.named("the circuit")) {
		if f := of.flapping(); f != nil && f[len(f)-1].from.Equal(at) {
			says = append(says, fmt.Sprintf("%s flaps between %s and %s: of what is told here, some may not have happened", of.name, f[0].value, f[1].value))
		}
	}
	return says
}

func (l lane) named(name string) *lane {
	l.name = name
	return &l
}

// stretches are all stretches of a lane that flap, for the account and the
// picture.
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
