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
	return until(func(p circuit.Phase) bool { return p.Kind == circuit.PhaseResting || p.Kind == circuit.PhaseWaiting })
}

// InService is the wait of a data source: through everybody else's turn, until
// the circuit is as wanted or the customer has to act.
func InService() Wait {
	return until(func(p circuit.Phase) bool {
		return p.Kind == circuit.PhaseResting || p.Kind == circuit.PhaseWaiting && p.For == machine.Customer
	})
}

// Destroying is the wait of a delete: until the circuit is gone, or it is
// somebody's turn. Only [Destroyed] may say that it is gone.
func Destroying() Wait {
	return until(func(p circuit.Phase) bool { return p.Kind == circuit.PhaseTerminal || p.Kind == circuit.PhaseWaiting })
}

// until sorts the phases. What is gone and was to stay is in neither list.
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
