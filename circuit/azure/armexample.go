package azure

import "github.com/expressroute-go/expressroute/circuit"

// example reads the answers in one of the examples of Azure's schema: each body
// once, for most have the same one for several statuses. What they show is made
// up, and some of it the service never says.
//
// Source: github.com/Azure/azure-rest-api-specs,
// specification/network/resource-manager/Microsoft.Network/stable/2024-10-01/examples
func (p *Page) example(v value, o Options, failures *failures) {
	if failures.outside(v, ARMExample, func(fault value) bool { return fault.under("body") }) {
		return
	}
	first := len(p.Circuits)
	read := map[string]bool{}
	for response := range v.member("responses").children() {
		body := response.member("body")
		if body.absent() || read[body.source()] {
			continue
		}
		read[body.source()] = true
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
