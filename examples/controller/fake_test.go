package controller_test

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/expressroute-go/expressroute/circuit"
	"github.com/expressroute-go/expressroute/peering"
)

// world simulates Azure, a provider and a support engineer for one circuit. They react to
// a step as answers says, some time after it.
type world struct {
	circuit circuit.Circuit
	due     []happening
	did     []circuit.Event // what the controller did
	reads   int
	fail    error // the error of the next call
	absent  bool  // reads are stale and answer 404
}

// happening is an event at a future time.
type happening struct {
	at    time.Time
	event circuit.Event
}

// answer is what somebody does after a step, and how long after it.
type answer struct {
	after time.Duration
	event circuit.Event
}

const day = 24 * time.Hour

func newWorld(c circuit.Circuit) *world { return &world{circuit: c} }

// answers has the reactions to each step.
func answers(step circuit.Event) []answer {
	on := func(v circuit.Verb) circuit.Event { return circuit.Event{Verb: v} }
	of := func(v circuit.Verb) circuit.Event { return circuit.Event{Verb: v, Peering: step.Peering} }
	prefixes := func(v circuit.Verb) circuit.Event {
		return circuit.Event{Verb: v, Peering: peering.Microsoft, Family: peering.IPv4}
	}
	switch step.Verb {
	case circuit.CreateCircuit:
		return []answer{{40 * time.Second, on(circuit.OperationFinished)}}
	case circuit.HandOverServiceKey:
		return []answer{{1 * day, on(circuit.ProvisioningStarted)}, {3 * day, on(circuit.ProvisioningFinished)}}
	case circuit.ConfigurePeering:
		written := []answer{{35 * time.Second, of(circuit.OperationFinished)}}
		if step.Peering != peering.Microsoft {
			return written
		}
		return append(written, answer{time.Minute, prefixes(circuit.ValidationStarted)}, answer{time.Hour, prefixes(circuit.PrefixesNotMatched)})
	case circuit.OpenTicket:
		return []answer{{2 * day, prefixes(circuit.EvidenceAccepted)}}
	case circuit.DetachRouteFilter:
		return []answer{{20 * time.Second, of(circuit.OperationFinished)}}
	case circuit.RemovePeering:
		return []answer{{10 * time.Second, of(circuit.PeeringRemoved)}}
	case circuit.RequestDeprovisioning:
		return []answer{{1 * day, on(circuit.DeprovisioningFinished)}}
	case circuit.DeleteCircuit:
		return []answer{{30 * time.Second, on(circuit.CircuitDeleted)}}
	}
	return nil
}

func (w *world) Write(_ context.Context, step circuit.Step) error { return w.take(step, false) }
func (w *world) Tell(_ context.Context, step circuit.Step) error  { return w.take(step, true) }

// take takes a step, if the rules of the world allow it.
func (w *world) take(step circuit.Step, told bool) error {
	if told == (step.Ask == "") {
		return fmt.Errorf("%s: told %t, to ask %q", step, told, step.Ask)
	}
	if err := w.pass(); err != nil {
		return err
	}
	next, err := w.circuit.Apply(step.Event)
	if err != nil {
		return err
	}
	w.circuit = next
	w.did = append(w.did, step.Event)
	for _, a := range answers(step.Event) {
		w.due = append(w.due, happening{time.Now().Add(a.after), a.event})
	}
	return nil
}

// Read returns what Azure shows: no acts between people, and no BGP.
func (w *world) Read(context.Context) (circuit.Observation, error) {
	if err := w.pass(); err != nil {
		return circuit.Observation{}, err
	}
	w.reads++
	s := w.circuit.State()
	if w.absent || s.Status == circuit.NotCreated || s.Status == circuit.Gone {
		return circuit.Observation{At: time.Now(), NotFound: true}, nil
	}
	have := w.circuit.Have()
	have.ID = "/subscriptions/1/resourceGroups/er/providers/Microsoft.Network/expressRouteCircuits/er1"
	return circuit.Observation{At: time.Now(), Have: have, State: circuit.State{Provider: s.Provider, Status: s.Status, Operation: s.Operation, Whole: circuit.AllAuthorizations, States: s.States}}, nil
}

// pass applies all events that are due. It returns the error fail once.
func (w *world) pass() error {
	slices.SortStableFunc(w.due, func(a, b happening) int { return a.at.Compare(b.at) })
	for len(w.due) > 0 && !w.due[0].at.After(time.Now()) {
		next, err := w.circuit.Apply(w.due[0].event)
		if err != nil {
			return err
		}
		w.circuit, w.due = next, w.due[1:]
	}
	err := w.fail
	w.fail = nil
	return err
}

// failingWrites is a world that takes no step.
type failingWrites struct {
	*world
	err error
}

func (f *failingWrites) Write(context.Context, circuit.Step) error { return f.err }
func (f *failingWrites) Tell(context.Context, circuit.Step) error  { return f.err }
