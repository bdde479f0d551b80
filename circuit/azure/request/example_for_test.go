package request_test

import (
	"bytes"
	"errors"
	"fmt"
	"net/http"
	"net/netip"

	"github.com/expressroute-go/expressroute/circuit"
	"github.com/expressroute-go/expressroute/circuit/azure"
	"github.com/expressroute-go/expressroute/circuit/azure/request"
	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
)

// A program moves a private peering to other subnets, and keeps what else the
// peering has. The MD5 key comes from the program's vault at the last moment.
func ExampleFor() {
	document := []byte(`{
		"id": "/subscriptions/0000/resourceGroups/net/providers/Microsoft.Network/expressRouteCircuits/er-oslo",
		"type": "Microsoft.Network/expressRouteCircuits", "etag": "W/\"21\"",
		"properties": {
			"circuitProvisioningState": "Enabled", "serviceProviderProvisioningState": "Provisioned", "provisioningState": "Succeeded",
			"serviceKey": "11111111-2222-3333-4444-555555555555",
			"peerings": [{"name": "AzurePrivatePeering", "etag": "W/\"21\"", "properties": {
				"peeringType": "AzurePrivatePeering", "provisioningState": "Succeeded", "state": "Enabled", "vlanId": 100, "peerASN": 64900,
				"primaryPeerAddressPrefix": "10.0.0.0/30", "secondaryPeerAddressPrefix": "10.0.0.4/30", "gatewayManagerEtag": "103"}}]
		}
	}`)
	seen, err := azure.Read(document)
	if err != nil {
		fmt.Println(err)
		return
	}
	c, err := circuit.Observed(seen[0])
	if err != nil {
		fmt.Println(err)
		return
	}
	c, err = c.WithSpec(circuit.Spec{}.With(peering.Private, peering.Want{Mode: peering.WantPresent, Config: peering.Config{
		IPv4: peering.Half{Primary: netip.MustParsePrefix("10.0.8.0/30"), Secondary: netip.MustParsePrefix("10.0.8.4/30")},
		VLAN: 100, PeerASN: 64900, SharedKey: peering.KeyRef{Env: "OSLO_MD5"},
	}}))
	if err != nil {
		fmt.Println(err)
		return
	}
	plan, err := c.Plan()
	if err != nil {
		fmt.Println(err)
		return
	}
	r, err := request.For(c, plan.Steps[0], document, request.Names{})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(r) // without the key

	vault := func(peering.KeyRef) (machine.Secret, error) { return machine.NewSecret("aKeyOfTheVault"), nil }
	body, err := r.Body(vault)
	if err != nil {
		fmt.Println(err)
		return
	}
	send, err := http.NewRequest(r.Method, r.URL("https://management.azure.com"), bytes.NewReader(body))
	if err != nil {
		fmt.Println(err)
		return
	}
	send.Header = r.Header
	fmt.Println(send.Method, send.URL.Host, send.ContentLength, send.Header.Get("If-Match"))
	fmt.Println("follow", r.Follow[0], "typically for", r.Typical)
	fmt.Println("then", r.Read())
	// The same from a shell, with the body in a file that nobody else can read:
	fmt.Printf("az rest --method %s --uri '%s' --headers 'If-Match=%s' --body @peering.json\n", r.Method, r.URL("https://management.azure.com"), r.Header.Get("If-Match"))
	// Output:
	// PUT /subscriptions/0000/resourceGroups/net/providers/Microsoft.Network/expressRouteCircuits/er-oslo/peerings/AzurePrivatePeering?api-version=2025-05-01 {"name":"AzurePrivatePeering","properties":{"other fields":"[redacted]","peerASN":64900,"peeringType":"AzurePrivatePeering","primaryPeerAddressPrefix":"10.0.8.0/30","secondaryPeerAddressPrefix":"10.0.8.4/30","sharedKey":"[redacted]","state":"Enabled","vlanId":100}}
	// PUT management.azure.com 268 W/"21"
	// follow Azure-AsyncOperation typically for 40s
	// then GET /subscriptions/0000/resourceGroups/net/providers/Microsoft.Network/expressRouteCircuits/er-oslo/peerings/AzurePrivatePeering?api-version=2025-05-01
	// az rest --method PUT --uri 'https://management.azure.com/subscriptions/0000/resourceGroups/net/providers/Microsoft.Network/expressRouteCircuits/er-oslo/peerings/AzurePrivatePeering?api-version=2025-05-01' --headers 'If-Match=W/"21"' --body @peering.json
}

// A step that a person takes comes back with the text to send, and a request that
// lacks something says what it is for.
func ExampleFor_spoken() {
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
		if s.Actor != machine.Customer {
			continue
		}
		r, err := request.For(c, s, nil, request.Names{Subscription: "0000", ResourceGroup: "net", Circuit: "er-sv"})
		var none *request.NoRequestError
		var missing *request.MissingError
		switch {
		case err == nil:
			fmt.Println(r.Method, r.Path)
		case errors.As(err, &none):
			fmt.Println("to", none.To+":", none.Step.Ask)
		case errors.As(err, &missing):
			for _, m := range missing.Missing {
				fmt.Println("needs", m.Name+":", m.For)
			}
		}
	}
	// Output:
	// to Equinix: ask Equinix for 200Mbps to Microsoft at Silicon Valley
	// needs Names.Location: the Azure region of the circuit's resource
	// to Equinix: give Equinix the service key
}
