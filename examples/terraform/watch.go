package terraform

import (
	"fmt"

	"github.com/expressroute-go/expressroute/circuit"
	"github.com/expressroute-go/expressroute/circuit/azure"
	"github.com/expressroute-go/expressroute/machine"
)

// Source reads a circuit once.
type Source func() (circuit.Observation, error)

// Documents returns a source that reads the JSON of a circuit, in the form that Azure
// returns to a GET or that an SDK's MarshalJSON writes. get returns nil for 404.
func Documents(get func() ([]byte, error)) Source {
	return func() (circuit.Observation, error) {
		document, err := get()
		if err != nil {
			return circuit.Observation{}, err
		}
		if document == nil {
			return circuit.Observation{NotFound: true}, nil
		}
		page, err := azure.ReadPage(document, azure.Options{Echo: machine.No})
		if err == nil && len(page.Circuits) != 1 {
			err = fmt.Errorf("want one circuit, got %d", len(page.Circuits))
		}
		if err != nil {
			return circuit.Observation{}, err
		}
		return page.Circuits[0], nil
	}
}

// Watch follows a circuit from one read to the next. It keeps the last state, for
// [Applied] and [Destroyed] after a wait has timed out.
type Watch struct {
	read Source
	last circuit.Circuit
}

// NewWatch returns a watch of a circuit. known has the spec of the resource and what
// is known so far.
func NewWatch(known circuit.Circuit, read Source) *Watch {
	return &Watch{read: read, last: known}
}

// Refresh reads the circuit; it is a StateRefreshFunc. The result is a
// [circuit.Circuit], the state is its phase: "Transient", "Waiting for Provider".
func (w *Watch) Refresh() (result any, state string, err error) {
	seen, err := w.read()
	if err != nil {
		return nil, "", err
	}
	if w.last, _, err = w.last.Observe(seen); err != nil {
		return nil, "", err
	}
	return w.last, w.last.Phase().String(), nil
}

// Circuit returns the circuit after the last read.
func (w *Watch) Circuit() circuit.Circuit { return w.last }
