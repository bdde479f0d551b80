package circuittest_test

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/expressroute-go/expressroute/circuit"
	"github.com/expressroute-go/expressroute/circuit/azure"
	"github.com/expressroute-go/expressroute/circuit/circuittest"
)

func Example() {
	srv := circuittest.NewServer(circuittest.Options{})
	defer srv.Close()
	url := srv.URL + "/subscriptions/s1/resourceGroups/edge/providers/Microsoft.Network/expressRouteCircuits/north?api-version=2024-05-01"
	order := `{"location": "westeurope", "sku": {"name": "Standard_MeteredData", "tier": "Standard", "family": "MeteredData"},
		"properties": {"serviceProviderProperties": {"serviceProviderName": "Equinix", "peeringLocation": "Amsterdam", "bandwidthInMbps": 200}}}`
	send := func(method, body string) []byte {
		req, _ := http.NewRequest(method, url, strings.NewReader(body))
		resp, err := srv.Client().Do(req)
		if err != nil {
			return nil
		}
		defer resp.Body.Close()
		text, _ := io.ReadAll(resp.Body)
		return text
	}
	read := func() circuit.Observation {
		page, err := azure.ReadPage(send("GET", ""), azure.Options{})
		if err != nil || len(page.Circuits) != 1 {
			fmt.Println(err)
			return circuit.Observation{}
		}
		return page.Circuits[0]
	}

	send("PUT", order)               // the customer creates the circuit,
	srv.Clock().Advance(time.Minute) // Azure creates it within a minute,
	known, _ := circuit.Observed(read())
	_ = srv.Circuit("north").Finish() // and the provider provisions it.
	known, explained, _ := known.Observe(read())
	fmt.Println(known.State())
	for _, e := range explained.Events {
		fmt.Println(e.Actor(), e)
	}
	for _, r := range srv.Circuit("north").Journal() {
		fmt.Println(r.Seq, r.Cause, r.Event)
	}
	// Output:
	// Provisioned/Enabled
	// Provider ProvisioningFinished
	// 1 applied CreateCircuit
	// 2 applied OperationFinished
	// 3 applied OrderConnectivity
	// 4 applied HandOverServiceKey
	// 5 applied ProvisioningFinished
}
