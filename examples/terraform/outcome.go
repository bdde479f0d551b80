package terraform

import (
	"github.com/expressroute-go/expressroute/circuit"
	"github.com/expressroute-go/expressroute/peering"
)

// Applied says how a create or an update ended, whether its wait arrived or ran
// out of time: nothing if the circuit is as wanted, otherwise warnings that say
// whose turn it is, and what for. None is an error, so what was created stays in
// the state, untainted, and the next run goes on from there.
func Applied(c circuit.Circuit) Diagnostics {
	phase := c.Phase()
	if phase.Kind == circuit.PhaseResting {
		return nil
	}
	d := Diagnostics{{Severity: Warning, Summary: "not in service yet: " + phase.String(), Detail: outlook(c.Next())}}
	want := c.Want()
	for t := range peering.Types() {
		if want.Peering(t).Mode == peering.WantPresent {
			d = append(d, FromError(c.InService(t)).as(Warning)...)
		}
	}
	return d
}

// Destroyed says how the delete of a circuit that is to retire ended. Terraform
// forgets a resource whose delete reports no error, and a circuit that is
// forgotten goes on billing: unless it is gone, this is an error.
func Destroyed(c circuit.Circuit) Diagnostics {
	phase := c.Phase()
	if phase.Kind == circuit.PhaseTerminal {
		return nil
	}
	d := Diagnostics{{Severity: Error, Summary: "not gone yet: " + phase.String(), Detail: outlook(c.Next())}}
	return append(d, FromError(c.Check(circuit.Event{Verb: circuit.DeleteCircuit}))...)
}

// outlook is a plan in words, or why there is none.
func outlook(plan circuit.Plan, err error) string {
	if err != nil {
		return err.Error()
	}
	return plan.String()
}
