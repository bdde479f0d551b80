package terraform

import (
	"slices"

	"github.com/expressroute-go/expressroute/circuit"
	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
)

// Peering is a resource like azurerm_express_route_circuit_peering: it manages one
// peering of a circuit, and no other.
type Peering struct {
	Type   peering.Type
	Config peering.Config
}

// Validate returns what is wrong with the configuration.
func (p Peering) Validate() Diagnostics { return fromProblems(p.Config.Validate(p.Type)) }

// Over returns the circuit with a spec that wants this peering and leaves the order
// and the other peerings as they are.
func (p Peering) Over(c circuit.Circuit) (circuit.Circuit, error) {
	return c.WithSpec(p.spec(peering.WantPresent))
}

// Without returns the circuit with a spec that wants this peering removed and leaves
// everything else as it is.
func (p Peering) Without(c circuit.Circuit) (circuit.Circuit, error) {
	return c.WithSpec(p.spec(peering.WantAbsent))
}

// spec returns a spec for this peering only. It waives the rules that Azure was not
// seen to enforce; Validate has warned about them.
func (p Peering) spec(mode peering.Mode) circuit.Spec {
	enforced := func(p machine.Problem) bool { return p.Basis == machine.Enforced }
	spec := circuit.Spec{
		Facts: circuit.Facts{Routing: machine.Customer},
		Waive: slices.DeleteFunc(p.Config.Validate(p.Type), enforced).Needs(),
	}
	return spec.With(p.Type, peering.Want{Mode: mode, Config: p.Config})
}

// Next returns the write that the Terraform provider can make now, always to this
// peering. Other steps of a plan, such as ordering connectivity or opening a ticket,
// are for people. If there is no write, the diagnostics say whose turn it is. If
// there is one, they warn about conditions that no document shows.
func (p Peering) Next(c circuit.Circuit) (write circuit.Event, ok bool, d Diagnostics) {
	plan, err := c.Plan()
	if err != nil {
		return circuit.Event{}, false, FromError(err)
	}
	if plan.Turn() != machine.Customer {
		return circuit.Event{}, false, Applied(c)
	}
	first := plan.Steps[0]
	if first.Event.Peering != p.Type || first.Event.Verb.Spoken() {
		return circuit.Event{}, false, Applied(c)
	}
	d = fromUnmet(first.Assumes)
	return first.Event, !d.HasError(), d
}
