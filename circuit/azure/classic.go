package azure

import (
	"math"

	"github.com/expressroute-go/expressroute/circuit"
	"github.com/expressroute-go/expressroute/circuit/azure/internal/powershell"
	"github.com/expressroute-go/expressroute/machine"
)

// No circuit was created in the classic deployment model since 1 March 2017.
// What its cmdlets printed is still in runbooks and tickets.
//
// Source: https://learn.microsoft.com/en-us/previous-versions/azure/expressroute/expressroute-howto-routing-classic

var (
	classicCircuitFields = fieldsNamed(powershell.ClassicCircuit.Columns()...)

	classicCircuitStates = map[string]string{
		"ServiceProviderProvisioningState": "provider",
		"Status":                           "status",
	}
)

// classicCircuit reads a circuit of the classic model. It has no resource, and
// no peerings: those are printed on their own. Its location is that of the
// peering.
func (r *reader) classicCircuit(o Options) {
	v, have := r.object(r.root, classicCircuitFields), &r.seen.Have
	r.props, r.states = v, classicCircuitStates
	have.Name = r.text(r.need(v, "CircuitName"))
	have.ServiceKey = machine.NewSecret(r.text(r.need(v, "ServiceKey")))
	have.Order.Bandwidth = circuit.Mbps(r.whole(r.need(v, "Bandwidth"), math.MaxInt32))
	have.Order.Billing = word(r, r.member(v, "BillingType"), billingWords)
	have.Order.PeeringLocation = r.text(r.need(v, "Location"))
	have.Order.Provider = r.text(r.need(v, "ServiceProviderName"))
	have.Order.Tier = word(r, r.need(v, "Sku"), tierWords)
	r.seen.State.Provider = r.provider(r.need(v, "ServiceProviderProvisioningState"))
	r.seen.State.Status = word(r, r.need(v, "Status"), statusWords)
	r.seen.Echo = o.Echo == machine.Yes
}
