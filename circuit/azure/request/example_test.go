package request_test

import (
	"fmt"

	"github.com/expressroute-go/expressroute/circuit/azure/request"
)

// A tag is added to a circuit by a PUT of what the program knows of it.
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
	// take it over from the current document - Observed
}
