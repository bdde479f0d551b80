package terraform

import (
	"github.com/expressroute-go/expressroute/circuit"
	"github.com/expressroute-go/expressroute/machine"
)

// Wait has the Pending and Target states of a StateChangeConf. In a state that is in
// neither list the wait must fail.
type Wait struct{ Pending, Target []string }

// Applying returns the wait of a create or an update: it ends when the circuit is as
// wanted or somebody has to act. [Applied] reports who.
func Applying() Wait {
	return until(func(p circuit.Phase) bool { return p.Kind == circuit.PhaseResting || p.Kind == circuit.PhaseWaiting })
}

// InService returns the wait of a data source: it ends when the circuit is as wanted
// or the customer has to act.
func InService() Wait {
	return until(func(p circuit.Phase) bool {
		return p.Kind == circuit.PhaseResting || p.Kind == circuit.PhaseWaiting && p.For == machine.Customer
	})
}

// Destroying returns the wait of a delete: it ends when the circuit is deleted or
// somebody has to act. [Destroyed] tells which.
func Destroying() Wait {
	return until(func(p circuit.Phase) bool { return p.Kind == circuit.PhaseTerminal || p.Kind == circuit.PhaseWaiting })
}

// until sorts all phases into the lists. PhaseTerminal is in neither list if it is not
// the target: the circuit is deleted, but was wanted.
func until(arrived func(circuit.Phase) bool) Wait {
	var w Wait
	for p := range circuit.Phases() {
		switch {
		case arrived(p):
			w.Target = append(w.Target, p.String())
		case p.Kind != circuit.PhaseTerminal:
			w.Pending = append(w.Pending, p.String())
		}
	}
	return w
}
