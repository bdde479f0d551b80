package azure

import (
	"bytes"
	"iter"
	"strings"

	"github.com/expressroute-go/expressroute/machine"
)

// Shape is the form in which one of Azure's tools shows circuits and what is
// around them. Only [ARMCircuit] and [ARMList] are read by [Read]; the others
// are recognised, so that an error can name them. The zero value is none of
// them.
type Shape uint8

const (
	_               Shape = iota
	ARMCircuit            // one circuit, as the REST API and az rest show it
	ARMList               // several of them, in "value" or in a bare array
	ARMError              // Azure's refusal: {"error": {"code": ...}}
	ARMResource           // a resource that is no circuit: a peering, a port, a gateway
	CrossConnection       // the circuit as its connectivity provider sees it
	RouteTable            // the summary of a route table: the sessions of one path
	CLI                   // az network express-route: without "properties"
	ResourceGraph         // rows of az graph query or its REST API
	PowerShell            // what the Az or the classic cmdlets print
	PowerShellJSON        // the same through ConvertTo-Json
	Terraform             // a state file, or terraform show -json
)

var shapes = machine.Spell[Shape]("azure.Shape", "no known shape",
	"ARM circuit", "ARM list", "ARM error", "ARM resource", "cross connection", "route table summary",
	"az CLI output", "Resource Graph rows", "PowerShell text", "PowerShell JSON", "Terraform state")

// Shapes yields every shape.
func Shapes() iter.Seq[Shape] { return shapes.All() }

// ParseShape returns the shape that the words name. The error is a
// [*machine.WordError].
func ParseShape(words string) (Shape, error) { return shapes.Parse(words) }

func (s Shape) String() string                { return shapes.String(s) }
func (s Shape) MarshalText() ([]byte, error)  { return shapes.MarshalText(s) }
func (s *Shape) UnmarshalText(b []byte) error { return shapes.UnmarshalText(s, b) }

// marks are the fields that tell shapes apart. The first that is there decides.
// Circuits come last, because others hold some of their fields too.
var marks = []struct {
	in, field string
	shape     Shape
}{
	{"", "error", ARMError},
	{"", "terraform_version", Terraform},
	{"", "statePfxRcd", RouteTable},
	{"", "stateOrPrefixesReceived", RouteTable},
	{"", "CircuitProvisioningState", PowerShellJSON},
	{"", "tenantId", ResourceGraph},
	{"", "subscriptionId", ResourceGraph},
	{"properties", "sTag", CrossConnection},
	{"properties", "expressRouteCircuit", CrossConnection},
	{"", "circuitProvisioningState", CLI},
	{"", "serviceProviderProvisioningState", CLI},
	{"properties", "circuitProvisioningState", ARMCircuit},
	{"properties", "serviceProviderProvisioningState", ARMCircuit},
	{"properties", "serviceProviderProperties", ARMCircuit},
	{"properties", "expressRoutePort", ARMCircuit},
}

const (
	typeCircuit         = "Microsoft.Network/expressRouteCircuits"
	typeCrossConnection = "Microsoft.Network/expressRouteCrossConnections"
)

// shapeOf recognises a document, or an element of a list, by its fields.
func shapeOf(v value) Shape {
	switch {
	case v.kind() == array || v.member("value").kind() == array:
		return shapeOfList(listed(v))
	case v.member("data").kind() == array:
		return ResourceGraph
	}
	resource := v.member("type").text()
	if strings.EqualFold(resource, typeCrossConnection) {
		return CrossConnection
	}
	for _, m := range marks {
		in := v
		if m.in != "" {
			in = v.member(m.in)
		}
		if !in.member(m.field).absent() && (m.shape != ARMCircuit || resource == "") {
			return m.shape
		}
	}
	switch {
	case strings.EqualFold(resource, typeCircuit):
		return ARMCircuit
	case strings.Contains(resource, "/") || !v.member("properties").absent():
		return ARMResource
	}
	return 0
}

// shapeOfList is that of the first element, unless there are circuits in the
// list, or nothing.
func shapeOfList(list value) Shape {
	first := ARMList
	for i, v := range list.elements() {
		shape := shapeOf(v)
		if shape == ARMCircuit {
			return ARMList
		}
		if i == 0 {
			first = shape
		}
	}
	return first
}

// listed is where the elements of a list are.
func listed(v value) value {
	if v.kind() == array {
		return v
	}
	return v.member("value")
}

// shapeOfText recognises what is no JSON. The cmdlets print lines such as
// "ServiceProviderProvisioningState : Provisioned".
func shapeOfText(document []byte) Shape {
	_, after, _ := bytes.Cut(document, []byte("ProvisioningState "))
	if bytes.HasPrefix(bytes.TrimLeft(after, " "), []byte(": ")) {
		return PowerShell
	}
	return 0
}
