package azure

import (
	"fmt"
	"math"
	"strings"

	"github.com/expressroute-go/expressroute/circuit"
	"github.com/expressroute-go/expressroute/circuit/azure/internal/jsondoc"
)

// errAzapi: "output" is what somebody chose of the answer to the last write or read,
// and before version 2 of the provider a text.
var errAzapi = fmt.Errorf(`%w: a resource of the azapi provider without "properties" in its output, want the circuit itself, a resource of azurerm, or response_export_values = ["*"]`, ErrShape)

// errAzapiType: a connection or a port, which is linked to a circuit.
var errAzapiType = fmt.Errorf("%w: a connection or a port of the azapi provider, want the resource itself, or one of azurerm", ErrShape)

// azapi reads a resource of Terraform's azapi provider: what its output has of Azure's
// answer, and the order from its body. It reports whether the resource is one of
// azapi's, of whatever type.
//
// Source: https://registry.terraform.io/providers/Azure/azapi/latest/docs/resources/resource
func (p *Page) azapi(kind string, v jsondoc.Value, o Options, failures *failures) bool {
	if !strings.HasPrefix(kind, "azapi_") {
		return false
	}
	of, _, _ := strings.Cut(strings.ToLower(v.Member("type").Text()), "@")
	under, network := strings.CutPrefix(of, "microsoft.network")
	switch {
	case network && (under == underGatewayConnections || strings.HasPrefix(under, underHubGateways) || strings.HasPrefix(under, underPorts)):
		failures.add(v, Terraform, errAzapiType)
		return true
	case !network || under != underCircuit && !strings.HasPrefix(under, underCircuit+"/"):
		return true
	}
	output := v.Member("output")
	r := newReader(v, Terraform, o, failures)
	r.root = v.Root()
	switch {
	case kind == "azapi_resource_action" || output.Member("properties").Kind() != jsondoc.Object:
		r.fail(v, errAzapi)
	case of == "microsoft.network"+underCircuit:
		p.azapiBody(v, o, failures)
		r.circuit(output, o)
		r.seen.Have.ID, r.seen.Have.Name = r.text(v.Member("id")), r.text(v.Member("name"))
	case partOf(output, nil) != noPart:
		r.child(output, o)
	default:
		r.fail(v, errAzapi)
	}
	p.take(r)
	return true
}

// azapiBody reads the order from the body that was written: an output has the fields
// alone that only Azure writes, if nothing else was asked for.
func (p *Page) azapiBody(v jsondoc.Value, o Options, failures *failures) {
	body := v.Member("body")
	if body.Kind() != jsondoc.Object {
		return // a text, before version 2 of the provider
	}
	r := newReader(body, Terraform, o, failures)
	r.root, r.seen.Have.ID = v.Root(), v.Member("id").Text()
	r.sku(body.Member("sku"))
	properties := body.Member("properties")
	r.partner(properties)
	if gbps := properties.Member("bandwidthInGbps"); !gbps.Absent() {
		r.seen.Have.Order.Bandwidth = circuit.Mbps(r.thousandths(gbps, math.MaxUint32))
	}
	r.seen.Absent = nil // a body has what was to be written
	p.take(r)
}
