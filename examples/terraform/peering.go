package terraform

import (
	"slices"

	"github.com/expressroute-go/expressroute/circuit"
	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
)

// Peering is a resource like azurerm_express_route_circuit_peering: one peering
// of a circuit whose other peerings are none of its business.
type Peering struct {
	Type   peering.Type
	Config peering.Config
}

// Validate returns what is wrong with the configuration.
func (p Peering) Validate() Diagnostics { return fromProblems(p.Config.Validate(p.Type)) }

// Over returns the circuit with this peering wanted and nothing else: its order
// is not cared about, and the other peerings are left alone, there or not.
func (p Peering) Over(c circuit.Circuit) (circuit.Circuit, error) {
	return c.WithSpec(p.spec(peering.WantPresent))
}

// Without returns the circuit with this peering not wanted, and nothing else.
func (p Peering) Without(c circuit.Circuit) (circuit.Circuit, error) {
	return c.WithSpec(p.spec(peering.WantAbsent))
}

// spec waives the rules that Azure was not seen to enforce: Validate has warned
// of them.
func (p Peering) spec(mode peering.Mode) circuit.Spec {
	enforced := func(p machine.Problem) bool { return p.Basis == machine.Enforced }
	spec := circuit.Spec{
		Facts: circuit.Facts{Routing: machine.Customer},
		Waive: slices.DeleteFunc(p.Config.Validate(p.Type), enforced).Needs(),
	}
	return spec.With(p.Type, peering.Want{Mode: mode, Config: p.Config})
}

// Next returns the write that the provider makes now. It is one to this peering:
// whatever else a plan holds, ordering connectivity and opening tickets, is for
// people. Where there is none, the diagnostics say whose turn it is; where there
// is one, they warn of what no document shows.
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
