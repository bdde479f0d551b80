package terraform

import (
	"github.com/expressroute-go/expressroute/circuit"
	"github.com/expressroute-go/expressroute/peering"
)

// Applied says how a create or an update ended, after its wait has finished or timed
// out. It returns nothing if the circuit is as wanted, else warnings that say whose
// turn it is, and what to do. None is an error, so that Terraform keeps the resource
// in its state without tainting it, and the next run continues from there.
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

// Destroyed says how the delete of a circuit ended. It returns an error unless the
// circuit is deleted: without an error Terraform forgets the resource, and the
// circuit would continue to bill.
func Destroyed(c circuit.Circuit) Diagnostics {
	phase := c.Phase()
	if phase.Kind == circuit.PhaseTerminal {
		return nil
	}
	d := Diagnostics{{Severity: Error, Summary: "not gone yet: " + phase.String(), Detail: outlook(c.Next())}}
	return append(d, FromError(c.Check(circuit.Event{Verb: circuit.DeleteCircuit}))...)
}

// outlook returns a plan as text, or why there is none.
func outlook(plan circuit.Plan, err error) string {
	if err != nil {
		return err.Error()
	}
	return plan.String()
}
