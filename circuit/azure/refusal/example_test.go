package refusal_test

import (
	"fmt"

	"github.com/expressroute-go/expressroute/circuit/azure/refusal"
)

// The operation failed, and so its body has the error; the HTTP status is 200.
func ExampleClassify() {
	v := refusal.Classify(200, []byte(`{"status": "Failed", "error": {
		"code": " InvalidSkuTypeForMicrosoftPeering", "message": " Invalid SkuType Standard for creating Microsoft Peering.", "details": []}}`))
	fmt.Println(v.Disposition, v.Actor, v.Need)
	fmt.Println(v.Why)
	// Output:
	// FixRequest Customer premium-for-microsoft-peering
	// Microsoft peering on this circuit requires the Premium tier; the peering exists, and is Failed and Disabled
}

// What az printed when a circuit was to be deleted that its provider had not
// deprovisioned.
func ExampleClassify_printed() {
	v := refusal.Classify(0, []byte(`(ConflictError) The specified dedicated circuit is not in Deprovisioned state.
Please initiate the deprovisioning process with your service provider.`))
	fmt.Println(v.Disposition, v.Actor, v.Need)
	fmt.Println(v.Why)
	// Output:
	// WaitForActor Provider deprovisioned
	// the provider must deprovision the circuit before it can be deleted; nothing has changed; when the provider is done, refresh the circuit, then delete it
}

// What Terraform printed when a subnet was to be deleted in which there is a gateway.
func ExampleClassify_terraform() {
	v := refusal.Classify(0, []byte(`
│ Error: deleting Subnet (Subnet Name: "GatewaySubnet"): performing Delete:
│ unexpected status 400 (400 Bad Request) with error:
│ InUseSubnetCannotBeDeleted: Subnet GatewaySubnet is in use by
│ /subscriptions/x/resourceGroups/rg/providers/Microsoft.Network/virtualNetworkGateways/hub/ipConfigurations/default
│ and cannot be deleted.
│
│   with azurerm_subnet.gateway,
│   on main.tf line 12, in resource "azurerm_subnet" "gateway":
╵`))
	fmt.Println(v.Disposition, v.Actor, v.Code)
	fmt.Println(v.HeldBy)
	// Output:
	// WaitForActor Customer InUseSubnetCannotBeDeleted
	// [/subscriptions/x/resourceGroups/rg/providers/Microsoft.Network/virtualNetworkGateways/hub/ipConfigurations/default]
}

// A deployment failed; what failed is inside of its error.
func ExampleClassify_deployment() {
	v := refusal.Classify(0, []byte(`{"status": "Failed", "error": {"code": "DeploymentFailed", "details": [{"code": "Conflict",
		"message": "{\"error\": {\"code\": \"UpdateAttemptedWithStaleTimeStamp\", \"message\": \"Storage entity has changed.\"}}"}]}}`))
	fmt.Println(v.Disposition, v.Code, v.Outer)
	fmt.Println(v.Why)
	// Output:
	// RefreshResource UpdateAttemptedWithStaleTimeStamp [DeploymentFailed Conflict]
	// another write came between: read the circuit again and write it again; it may be Failed until then
}

// A code that is not known, and an HTTP status that has a meaning on its own.
func ExampleClassifyError() {
	fmt.Println(refusal.ClassifyError(400, "SomethingNew", ""))
	fmt.Println(refusal.ClassifyError(429, "SomethingNew", "").Disposition)
	// Output:
	// not classified: the code "SomethingNew" is not known here, and HTTP status 400 Bad Request alone does not say what is wrong
	// RetryLater
}
