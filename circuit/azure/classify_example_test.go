package azure_test

import (
	"fmt"

	"github.com/expressroute-go/expressroute/circuit/azure"
)

// The body of an operation that failed, which came with HTTP 200.
func ExampleClassify() {
	v := azure.Classify(200, []byte(`{"status": "Failed", "error": {
		"code": " InvalidSkuTypeForMicrosoftPeering", "message": " Invalid SkuType Standard for creating Microsoft Peering.", "details": []}}`))
	fmt.Println(v.Disposition, v.Actor, v.Need)
	fmt.Println(v.Why)
	fmt.Println(azure.ClassifyError(400, "SomethingNew", "").Why)
	// Output:
	// FixRequest Customer premium-for-microsoft-peering
	// this circuit takes the Premium tier for Microsoft peering; the peering is there, Failed and Disabled
	// the code "SomethingNew" is not known here; HTTP status 400 Bad Request alone does not tell
}
