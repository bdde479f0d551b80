package request_test

import (
	"fmt"

	"github.com/expressroute-go/expressroute/circuit"
	"github.com/expressroute-go/expressroute/circuit/azure/request"
)

// A program adds a tag with a PUT of the fields that it knows.
func ExampleCheckPut() {
	current := []byte(`{
		"type": "Microsoft.Network/expressRouteCircuits", "tags": {"owner": "net"},
		"properties": {
			"circuitProvisioningState": "Enabled",
			"peerings": [{"name": "AzurePrivatePeering", "properties": {"peeringType": "AzurePrivatePeering", "vlanId": 100}}]
		}
	}`)
	proposed := []byte(`{"tags": {"owner": "net", "cost": "42"}, "properties": {}}`)

	problems, err := request.CheckPut(current, proposed)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, p := range problems {
		fmt.Println(p.Path+":", p.Found)
		fmt.Println(p.Fix, "-", p.Basis)
	}
	// Output:
	// properties.peerings: absent in the body; now AzurePrivatePeering
	// copy it from the current document - Observed
}

// The az commands for the customer's steps of a plan, and who takes the others.
func ExampleCommand() {
	c, err := circuit.New(circuit.Spec{Order: circuit.Order{
		Provider: "Equinix", PeeringLocation: "Silicon Valley", Bandwidth: 200, Tier: circuit.TierStandard, Billing: circuit.MeteredData,
	}})
	if err != nil {
		fmt.Println(err)
		return
	}
	plan, err := c.Plan()
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, s := range plan.Steps {
		if command, ok := request.Command(c, s); ok {
			fmt.Println(command)
		} else {
			fmt.Println("#", s.Actor, s.Event)
		}
	}
	// Output:
	// # Customer OrderConnectivity
	// az network express-route create --resource-group "$ER_RESOURCE_GROUP" --name "$ER_CIRCUIT" --bandwidth 200 Mbps --provider Equinix --peering-location 'Silicon Valley' --sku-tier Standard --sku-family MeteredData
	// # Customer HandOverServiceKey
	// # Provider ProvisioningFinished
}
