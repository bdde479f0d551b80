package circuittest

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/expressroute-go/expressroute/circuit"
	"github.com/expressroute-go/expressroute/circuit/journal"
	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
	"github.com/expressroute-go/expressroute/prefixes"
)

// ErrNoCircuit is wrapped by the error of an act on a circuit that the server does not
// have, or has several of.
var ErrNoCircuit = errors.New("circuittest: no such circuit")

// Circuit is a circuit in the server, for the test to act on as the connectivity
// provider and as Microsoft. It is found by its name each time, so that it can be
// taken before the circuit is created.
//
// An act moves the circuit at once, under the rules of package circuit. The error is a
// [*machine.TransitionError] if they do not permit it; then nothing has moved. It wraps
// [ErrNoCircuit] if there is no such circuit.
type Circuit struct {
	server *Server
	name   string
}

// Circuit returns the circuit of that name, or of that resource ID.
func (s *Server) Circuit(name string) Circuit { return Circuit{s, name} }

// find returns the circuit; if it was deleted, the last one of that name. The caller
// holds the lock.
func (c Circuit) find() (*circuitResource, error) {
	for _, circuits := range []map[string]*circuitResource{c.server.circuits, c.server.deleted} {
		var found *circuitResource
		for _, r := range circuits {
			if !strings.EqualFold(r.name, c.name) && !strings.EqualFold(r.id, c.name) {
				continue
			}
			if found != nil {
				return nil, fmt.Errorf("%w: several circuits are named %q: give the resource ID", ErrNoCircuit, c.name)
			}
			found = r
		}
		if found != nil {
			return found, nil
		}
	}
	return nil, fmt.Errorf("%w: %q", ErrNoCircuit, c.name)
}

// Now returns the circuit as it is, with its configuration. It is the zero Circuit if
// there is none.
func (c Circuit) Now() circuit.Circuit {
	c.server.mu.Lock()
	defer c.server.mu.Unlock()
	found, err := c.find()
	if err != nil {
		return circuit.Circuit{}
	}
	return found.now()
}

// Journal returns everything that has happened to the circuit, oldest first.
func (c Circuit) Journal() []journal.Record {
	c.server.mu.Lock()
	defer c.server.mu.Unlock()
	found, err := c.find()
	if err != nil {
		return nil
	}
	return found.journal()
}

// Do makes an event happen, if the rules permit it.
func (c Circuit) Do(e circuit.Event) error { return c.do(false, e) }

// Happen makes an event happen that breaks a rule, such as a provider that deprovisions
// unasked. The machines must have a rule for it.
func (c Circuit) Happen(e circuit.Event) error { return c.do(true, e) }

// do makes the events happen, all or none.
func (c Circuit) do(anyway bool, events ...circuit.Event) error {
	c.server.mu.Lock()
	defer c.server.mu.Unlock()
	found, err := c.find()
	if err != nil {
		return err
	}
	next := found.now()
	for _, e := range events {
		if anyway {
			next, _, err = next.Happened(e)
		} else {
			next, err = next.Apply(e)
		}
		if err != nil {
			return err
		}
	}
	for _, e := range events {
		if anyway {
			_, _, err = found.tracker.Happened(c.server.now, e)
		} else {
			_, err = found.tracker.Fire(context.Background(), c.server.now, e)
		}
		if err != nil {
			return err
		}
	}
	found.etag = c.server.etag()
	return nil
}

// told returns the acts of the customer that come before those of the provider: no
// document shows them, so that the provider's act implies them.
func told(now circuit.Circuit, acts ...circuit.Verb) []circuit.Event {
	var events []circuit.Event
	for _, verb := range acts {
		e := circuit.Event{Verb: verb}
		if next, err := now.Apply(e); err == nil && next.State().Acts != now.State().Acts {
			events, now = append(events, e), next
		}
	}
	return events
}

// Start: the provider begins to provision the circuit.
func (c Circuit) Start() error { return c.provision(circuit.ProvisioningStarted) }

// Finish: the provider has provisioned the circuit.
func (c Circuit) Finish() error { return c.provision(circuit.ProvisioningFinished) }

func (c Circuit) provision(verb circuit.Verb) error {
	return c.do(false, append(told(c.Now(), circuit.OrderConnectivity, circuit.HandOverServiceKey), circuit.Event{Verb: verb})...)
}

// Abandon: the provider gives up provisioning the circuit.
func (c Circuit) Abandon() error {
	return c.do(false, circuit.Event{Verb: circuit.ProvisioningAbandoned})
}

// Deprovision: the provider takes the circuit down, at the customer's request. It
// refuses while a peering is left; a provider that does not is made by [Circuit.Happen].
func (c Circuit) Deprovision() error {
	return c.do(false, append(told(c.Now(), circuit.RequestDeprovisioning), circuit.Event{Verb: circuit.DeprovisioningFinished})...)
}

// Validate: Microsoft checks the prefixes of the Microsoft peering again and accepts
// them.
func (c Circuit) Validate() error { return c.examine(circuit.PrefixesValidated, prefixes.Configured) }

// NeedValidation: Microsoft checks the prefixes of the Microsoft peering again, and
// they do not match the AS number.
func (c Circuit) NeedValidation() error {
	return c.examine(circuit.PrefixesNotMatched, prefixes.ValidationNeeded)
}

// AcceptEvidence: the customer opens a support ticket about the prefixes that need
// validation, and Microsoft Support accepts them.
func (c Circuit) AcceptEvidence() error {
	return c.ofFamilies(false, func(f prefixes.State) []circuit.Verb {
		switch f {
		case prefixes.ValidationNeeded:
			return []circuit.Verb{circuit.OpenTicket, circuit.EvidenceAccepted}
		case prefixes.ManualValidation:
			return []circuit.Verb{circuit.EvidenceAccepted}
		}
		return nil
	})
}

// examine: Microsoft can check prefixes at any time, also if the customer did not submit
// them again; so no guard is asked.
func (c Circuit) examine(verdict circuit.Verb, leads prefixes.State) error {
	return c.ofFamilies(true, func(f prefixes.State) []circuit.Verb {
		if f == leads {
			return nil
		}
		return []circuit.Verb{circuit.ValidationStarted, verdict}
	})
}

// ofFamilies makes the acts happen that are due in the families of the Microsoft
// peering. If there is no Microsoft peering, the error says so.
func (c Circuit) ofFamilies(anyway bool, acts func(prefixes.State) []circuit.Verb) error {
	state := c.Now().State().Microsoft
	var events []circuit.Event
	for _, f := range families {
		if state.Family(f).Exists() == machine.No && (f == peering.IPv6 || state.Exists() == machine.Yes) {
			continue
		}
		for _, verb := range acts(state.Family(f).Prefixes) {
			events = append(events, circuit.Event{Verb: verb, Peering: peering.Microsoft, Family: f})
		}
	}
	return c.do(anyway, events...)
}

// FailOperation lets the operation in flight on the circuit, or on a part of it, fail
// when it ends. If none is in flight, the next one fails.
func (c Circuit) FailOperation(f Failure) error {
	c.server.mu.Lock()
	defer c.server.mu.Unlock()
	found, err := c.find()
	switch {
	case err != nil:
		return err
	case found.operation != nil:
		found.operation.failure = &f
	default:
		found.failures = append(found.failures, &f)
	}
	return nil
}
