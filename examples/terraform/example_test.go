package terraform_test

import (
	"fmt"
	"os"

	"github.com/expressroute-go/expressroute/circuit"
	"github.com/expressroute-go/expressroute/examples/terraform"
)

// The create of a peering on a circuit that the provider is still provisioning.
func Example() {
	source := terraform.Documents(func() ([]byte, error) { return os.ReadFile("testdata/provisioning.json") })
	watch := terraform.NewWatch(circuit.Circuit{}, source)
	_, state, err := watch.Refresh()
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(state)

	c, err := private.Over(watch.Circuit())
	if err != nil {
		fmt.Println(err)
		return
	}
	_, writes, diagnostics := private.Next(c)
	fmt.Println("writes:", writes, "fails:", diagnostics.HasError())
	fmt.Println(diagnostics[0].Summary)
	fmt.Print(diagnostics[0].Detail)
	fmt.Println(diagnostics[1].Summary)
	// Output:
	// Waiting for Provider
	// writes: false fails: false
	// not in service yet: Waiting for Provider
	// 1. Provider: ProvisioningFinished
	// 2. Customer: ConfigurePeering AzurePrivatePeering
	// the circuit must be Provisioned
}
