package azure_test

import (
	"fmt"

	"github.com/expressroute-go/expressroute/circuit"
	"github.com/expressroute-go/expressroute/circuit/azure"
)

// An order is checked against what az network express-route list-service-providers
// printed.
func ExampleReadProviders() {
	providers, err := azure.ReadProviders([]byte(`[{"name": "Contoso Net", "peeringLocations": ["Oslo", "Stavanger"],
		"bandwidthsOffered": [{"offerName": "50Mbps", "valueInMbps": 50}, {"offerName": "1Gbps", "valueInMbps": 1000}]}]`))
	if err != nil {
		fmt.Println(err)
		return
	}
	order := circuit.Order{Provider: "contoso net", PeeringLocation: "Olso", Bandwidth: 500}
	for _, p := range providers.Check(order) {
		fmt.Printf("%s: %s: found %s; %s\n", p.Path, p.Want, p.Found, p.Fix)
	}
	// Output:
	// order.peeringLocation: the provider must offer the peering location: found "Olso"; order Oslo, which has a name close to it
	// order.bandwidthInMbps: the provider must offer the bandwidth: found 500Mbps; order one of 50Mbps, 1Gbps
}
