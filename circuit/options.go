package circuit

import (
	"errors"

	"github.com/expressroute-go/expressroute/bgp"
	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
)

// Option is an event that could happen next, and the conditions that block it.
type Option struct {
	Event  Event           `json:"event"`
	Actor  machine.Actor   `json:"actor"`
	Effect Effect          `json:"effect"`          // what it does to traffic and existing resources
	Fails  bool            `json:"fails,omitempty"` // a failure: it can happen, but nobody wants it
	Ask    string          `json:"ask,omitempty"`   // what the actor must say, and to whom
	Unmet  []machine.Unmet `json:"unmet,omitempty"` // empty if ready
}

// Ready reports whether the event may happen now.
func (o Option) Ready() bool { return len(o.Unmet) == 0 }

// Options returns every event that the machines have a rule for in their present
// states, in the order of the rule book, each ready or blocked.
func (c Circuit) Options() []Option {
	var options []Option
	for _, e := range c.events() {
		row, v := c.look(e)
		if row == nil || row.seen() {
			continue
		}
		unmet := row.Needs.Unmet(v)
		if err := row.move(&mover{}, &v); err != nil {
			var of *machine.TransitionError
			if !errors.As(err, &of) || len(of.Unmet) == 0 {
				continue
			}
			unmet = append(unmet, of.Unmet...)
		}
		options = append(options, Option{Event: e, Actor: row.By, Effect: row.effect(v), Fails: row.Fails, Ask: ask(v), Unmet: unmet})
	}
	return options
}

// events returns all events with all subjects that this circuit has.
func (c Circuit) events() []Event {
	var all []Event
	for i := range couplings {
		all = append(all, c.eventsOf(&couplings[i])...)
	}
	return all
}

// seen reports whether documents only show the event: it changes no state, such as
// a BGP session that came up.
func (row *coupling) seen() bool { return row.Moves == (moves{}) && row.Does == nil }

// eventsOf returns the events of a row with all subjects that this circuit has.
func (c *Circuit) eventsOf(row *coupling) []Event {
	of := &row.Of
	var all []Event
	if of.shapes&onCircuit != 0 {
		all = append(all, Event{Verb: row.On})
	}
	for t := range peering.Types() {
		if of.microsoft && t != peeringMicrosoft {
			continue
		}
		if of.shapes&onPeering != 0 {
			all = append(all, Event{Verb: row.On, Peering: t})
		}
		for _, f := range bothFamilies {
			if of.shapes&onFamily != 0 {
				all = append(all, Event{Verb: row.On, Peering: t, Family: f})
			}
			if of.shapes&onPath != 0 {
				all = append(all, Event{Verb: row.On, Peering: t, Family: f, Path: bgp.Primary}, Event{Verb: row.On, Peering: t, Family: f, Path: bgp.Secondary})
			}
		}
	}
	for _, l := range c.known().links {
		if of.has(l.Kind) {
			all = append(all, Event{Verb: row.On, Link: l.Network})
		}
	}
	return all
}
