package azure

import (
	"github.com/expressroute-go/expressroute/circuit"
	"github.com/expressroute-go/expressroute/circuit/azure/internal/jsondoc"
)

var providerWords = []circuit.ProviderState{circuit.NotProvisioned, circuit.Provisioning, circuit.Provisioned, circuit.Deprovisioning}

// deprovisioned is NotProvisioned of a circuit that was provisioned before: API
// version 2026-01-01 tells a circuit that its provider has taken down from a
// fresh one, and no version before does. The capital P is Azure's.
//
// Source: github.com/Azure/azure-sdk-for-js, sdk/network/arm-network, package
// @azure/arm-network 39.0.0: ServiceProviderProvisioningState
const deprovisioned = "DeProvisioned"

// provider reads the service provider's provisioning state.
func (r *reader) provider(v jsondoc.Value) circuit.ProviderState {
	if v.Kind() == jsondoc.String && v.Text() == deprovisioned {
		r.seen.State.Acts |= circuit.ProvisionedBefore
		return circuit.NotProvisioned
	}
	return word(r, v, providerWords)
}
