package terraform

import (
	"github.com/expressroute-go/expressroute/circuit"
	"github.com/expressroute-go/expressroute/machine"
)

// Wait is the Pending and the Target of a StateChangeConf. A state in neither is
// one that the wait can never end well from.
type Wait struct{ Pending, Target []string }

// Applying is the wait of a create or an update: while Azure is at work, until
// it is somebody's turn. Whose, [Applied] reports.
func Applying() Wait {
	return Wait{
		Pending: phases(circuit.Transient, circuit.Unclear),
		Target:  append(phases(circuit.Resting), turns(everybody)...),
	}
}

// InService is the wait of a data source: through everybody else's turn, until
// the circuit is as wanted or the customer has to act.
func InService() Wait {
	return Wait{
		Pending: append(phases(circuit.Transient, circuit.Unclear), turns(others)...),
		Target:  append(phases(circuit.Resting), turns(customer)...),
	}
}

// Destroying is the wait of a delete: until the circuit is gone, or it is
// somebody's turn. Only [Destroyed] may say that it is gone.
func Destroying() Wait {
	return Wait{
		Pending: phases(circuit.Transient, circuit.Unclear, circuit.Resting),
		Target:  append(phases(circuit.Terminal), turns(everybody)...),
	}
}

func phases(kinds ...circuit.PhaseKind) []string {
	var states []string
	for _, kind := range kinds {
		states = append(states, circuit.Phase{Kind: kind}.String())
	}
	return states
}

// turns are the states in which the circuit waits for one of those actors.
func turns(of func(machine.Actor) bool) []string {
	var states []string
	for actor := range machine.Actors() {
		if of(actor) {
			states = append(states, circuit.Phase{Kind: circuit.Waiting, For: actor}.String())
		}
	}
	if of(machine.Nobody) {
		states = append(states, phases(circuit.Waiting)...)
	}
	return states
}

func everybody(machine.Actor) bool  { return true }
func customer(a machine.Actor) bool { return a == machine.Customer || a == machine.Nobody }
func others(a machine.Actor) bool   { return !customer(a) }
