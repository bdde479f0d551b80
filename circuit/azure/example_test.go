package azure_test

import (
	"errors"
	"fmt"
	"time"

	"github.com/expressroute-go/expressroute/circuit/azure"
	"github.com/expressroute-go/expressroute/peering"
)

// A circuit whose prefixes wait for validation. What is not in the document is
// not observed; what is odd about it is listed.
func ExampleRead() {
	document := []byte(`{
	  "id": "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/net/providers/Microsoft.Network/expressRouteCircuits/north",
	  "name": "north",
	  "properties": {
	    "provisioningState": "Succeeded",
	    "circuitProvisioningState": "Enabled",
	    "serviceProviderProvisioningState": "Provisioned",
	    "serviceKey": "5d8e4ac1-0000-4000-8000-000000000001",
	    "serviceProviderProperties": {"serviceProviderName": "Equinix", "peeringLocation": "Silicon Valley", "bandwidthInMbps": 200},
	    "peerings": [{
	      "name": "MicrosoftPeering",
	      "properties": {
	        "provisioningState": "Succeeded",
	        "peeringType": "MicrosoftPeering",
	        "state": "Enabled",
	        "azureASN": 0,
	        "peerASN": 64600,
	        "vlanId": 300,
	        "primaryPeerAddressPrefix": "131.107.0.0/30",
	        "secondaryPeerAddressPrefix": "131.107.0.4/30",
	        "microsoftPeeringConfig": {
	          "advertisedPublicPrefixes": ["131.107.8.0/24"],
	          "advertisedPublicPrefixesState": "ValidationNeeded"
	        }
	      }
	    }]
	  }
	}`)
	circuits, err := azure.Read(document)
	if err != nil {
		fmt.Println(err)
	}
	for _, seen := range circuits {
		fmt.Println(seen.Have.Name, seen.State.Provider, seen.State.Status, seen.Have.ServiceKey)
		fmt.Println(peering.Microsoft, seen.State.Microsoft.IPv4.Admin, seen.State.Microsoft.IPv4.Prefixes)
		fmt.Println(peering.Private, "exists:", seen.State.Private.Exists())
		for _, q := range seen.Quirks {
			fmt.Println(q.Path, "is", q.Says)
		}
		fmt.Println("not in it:", seen.Absent)
	}
	// Output:
	// north Provisioned Enabled [redacted]
	// MicrosoftPeering Enabled ValidationNeeded
	// AzurePrivatePeering exists: No
	// properties.peerings[0].properties.azureASN is 0: no configuration of this peering was applied yet
	// not in it: [location etag sku properties.authorizations properties.stag]
}

// One circuit that cannot be read does not lose the others of the list.
func ExampleReadPage() {
	document := []byte(`{
	  "value": [
	    {"name": "north", "type": "Microsoft.Network/expressRouteCircuits", "properties": {"serviceProviderProvisioningState": "Provisioning"}},
	    {"name": "south", "type": "Microsoft.Network/expressRouteCircuits", "properties": {"serviceProviderProvisioningState": ["Provisioned"]}}
	  ],
	  "nextLink": "https://management.azure.com/subscriptions/00000000-0000-0000-0000-000000000000/providers/Microsoft.Network/expressRouteCircuits?$skiptoken=2"
	}`)
	page, err := azure.ReadPage(document, azure.Options{At: time.Now()})
	for _, seen := range page.Circuits {
		fmt.Println(seen.Have.Name, seen.State.Provider)
	}
	fmt.Println(err)
	fmt.Println("more:", page.Next != "")
	// Output:
	// north Provisioning
	// azure: ARM circuit, line 4, byte 282: value[1].properties.serviceProviderProvisioningState: not a value of this field: want a string, found an array
	// more: true
}

// A list of a resource group's circuits tells which are no more.
func ExamplePage_Missing() {
	const net = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/net/providers/Microsoft.Network/expressRouteCircuits"
	document := []byte(`{"value": [{"id": "` + net + `/north", "type": "Microsoft.Network/expressRouteCircuits", "properties": {}}]}`)
	page, err := azure.ReadPage(document, azure.Options{Of: net})
	if err != nil {
		fmt.Println(err)
	}
	for _, seen := range page.Missing(net+"/north", net+"/south") {
		fmt.Println(seen.Have.ID == net+"/south", seen.Unlisted)
	}
	// Output:
	// true true
}

// What is not read is named all the same.
func ExampleError() {
	_, err := azure.Read([]byte(`{"type": "Microsoft.Network/virtualNetworkGateways", "name": "gateway", "properties": {"gatewayType": "ExpressRoute"}}`))
	var e *azure.Error
	if errors.As(err, &e) && errors.Is(err, azure.ErrShape) {
		fmt.Println("this is", e.Shape)
	}
	// Output:
	// this is ARM resource
}
