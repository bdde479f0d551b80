package request

import "github.com/expressroute-go/expressroute/circuit"

// provision writes the provider's state. Azure refuses the PUT of a cross
// connection that does not repeat what it belongs to. The empty list of peerings
// that a list shows is left out.
//
// Sources: github.com/Azure/azure-rest-api-specs issue 27436 and
// github.com/Azure/azure-sdk-for-net issue 20546
func provision(state circuit.ProviderState) func(m *maker, b *body) {
	return func(m *maker, b *body) {
		for _, at := range []string{"location", "properties.expressRouteCircuit.id", "properties.peeringLocation", "properties.bandwidthInMbps"} {
			if b.at(at) == nil {
				m.lack(Missing{Name: at + " in the current document", For: "Azure refuses a cross connection without it"})
			}
		}
		if listed(b.shape, b.now) {
			b.remove("properties.peerings")
		}
		b.set("properties.serviceProviderProvisioningState", state.String())
	}
}
