package azure

import (
	"github.com/expressroute-go/expressroute/circuit"
	"github.com/expressroute-go/expressroute/circuit/azure/internal/jsondoc"
)

// example reads the answers in one of the examples of Azure's schema: each body
// once, for most have the same one for several statuses. What they show is made
// up, and some of it the service never says.
//
// Source: github.com/Azure/azure-rest-api-specs,
// specification/network/resource-manager/Microsoft.Network/stable/2024-10-01/examples
func (p *Page) example(v jsondoc.Value, o Options, failures *failures) {
	if failures.addOutside(v, ARMExample, func(fault jsondoc.Value) bool { return fault.In("body") }) {
		return
	}
	first := len(p.Circuits)
	read := map[string]bool{}
	for response := range v.Member("responses").Children() {
		body := response.Member("body")
		if body.Absent() || read[body.Source()] {
			continue
		}
		read[body.Source()] = true
		p.read(body, shapeOf(body), o, failures)
	}
	for i := range p.Circuits[first:] {
		seen := &p.Circuits[first+i]
		seen.Quirks = append(seen.Quirks, circuit.Quirk{
			Says:   "from an example: it shows the form of a document, and not the state of a circuit",
			Source: sourceExamples,
		})
	}
}
