package azure

import (
	"iter"
	"strings"

	"github.com/expressroute-go/expressroute/circuit/azure/internal/jsondoc"
	"github.com/expressroute-go/expressroute/machine"
)

// Shape is the form in which one of Azure's tools shows circuits and what is
// around them. [ARMError] and [ARMResource] are not read, but only recognised, so
// that an error can name them. The zero value is none of them.
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
	ARMExample            // an example of Azure's schema: {"responses": {"200": {"body": ...}}}
	ARMPart               // what belongs to circuits, on its own or in a list of one kind: a peering, an authorization, a connection of Global Reach or of a gateway
	ARPTable              // the ARP table of one path
	Routes                // a route table itself: the routes of one path
	Traffic               // the bytes of a circuit, or of a peering, on each path: its stats
)

var shapes = machine.Spell[Shape]("azure.Shape", "no known shape",
	"ARM circuit", "ARM list", "ARM error", "ARM resource", "cross connection", "route table summary",
	"az CLI output", "Resource Graph rows", "PowerShell text", "PowerShell JSON", "Terraform state",
	"ARM example", "part of a circuit", "ARP table", "route table", "traffic statistics")

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
	{"", "format_version", Terraform},
	{"", "statePfxRcd", RouteTable},
	{"", "stateOrPrefixesReceived", RouteTable},
	{"", "macAddress", ARPTable},
	{"", "StatePfxRcd", RouteTable},
	{"", "MacAddress", ARPTable},
	{"", "locPrf", Routes},
	{"", "primaryBytesIn", Traffic},
	{"", "PrimaryBytesIn", Traffic},
	{"", "LocPrf", Routes},
	{"", "nextHop", Routes},
	{"", "NextHop", Routes},
	{"", "CircuitProvisioningState", PowerShellJSON},
	{"", "PeeringType", PowerShellJSON},
	{"", "AuthorizationUseStatus", PowerShellJSON},
	{"", "CircuitConnectionStatus", PowerShellJSON},
	{"", "VirtualNetworkGateway1", PowerShellJSON},
	{"", "ExpressRouteCircuitPeeringId", PowerShellJSON},
	{"", "ExpressRouteConnections", PowerShellJSON},
	{"", "ProvisionedBandwidthInGbps", PowerShellJSON},
	{"properties", "sTag", CrossConnection},
	{"properties", "expressRouteCircuit", CrossConnection},
	{"", "sTag", CrossConnection},
	{"", "expressRouteCircuit", CrossConnection},
	{"", "circuitProvisioningState", CLI},
	{"", "serviceProviderProvisioningState", CLI},
	{"properties", "circuitProvisioningState", ARMCircuit},
	{"properties", "serviceProviderProvisioningState", ARMCircuit},
	{"properties", "serviceProviderProperties", ARMCircuit},
	{"properties", "expressRoutePort", ARMCircuit},
	{"properties", "expressRouteLag", ARMCircuit},
}

const (
	typeCircuit         = "Microsoft.Network/expressRouteCircuits"
	typeCrossConnection = "Microsoft.Network/expressRouteCrossConnections"
)

// shapeOf recognises a document, or an element of a list, by its fields.
func shapeOf(v jsondoc.Value) Shape {
	switch {
	case v.Member("data").Kind() == jsondoc.Array, v.Member("data").Member("rows").Kind() == jsondoc.Array:
		return ResourceGraph
	case !listed(v).Absent():
		return shapeOfList(listed(v))
	case v.Member("responses").Kind() == jsondoc.Object:
		return ARMExample
	}
	resource := v.Member("type").Text()
	if _, under := cutID(v.Member("id").Text()); under == underCross || strings.EqualFold(resource, typeCrossConnection) {
		return CrossConnection
	}
	for _, m := range marks {
		in := v
		if m.in != "" {
			in = v.Member(m.in)
		}
		switch {
		case in.Member(m.field).Absent() || m.shape == ARMCircuit && resource != "" || m.shape == ARPTable && !isARPRow(v) ||
			m.shape == Routes && !isRouteRow(v):
		case m.shape == ARMCircuit && isRow(v):
			return ResourceGraph
		default:
			return m.shape
		}
	}
	flat := v.Member("properties").Absent()
	switch {
	case strings.EqualFold(resource, typeCircuit) && isRow(v):
		return ResourceGraph
	case strings.EqualFold(resource, typeCircuit):
		return ARMCircuit
	case flat && partOf(v, cli) != noPart:
		return CLI
	case !flat && partOf(v, nil) != noPart && isRow(v):
		return ResourceGraph
	case !flat && partOf(v, nil) != noPart:
		return ARMPart
	case strings.Contains(resource, "/") || !v.Member("properties").Absent():
		return ARMResource
	case v.Member("code").Kind() == jsondoc.String && v.Member("message").Kind() == jsondoc.String:
		return ARMError // without "error" around it
	}
	return 0
}

// isARPRow tells a row of an ARP table from a network interface.
func isARPRow(v jsondoc.Value) bool {
	for _, name := range []string{"interface", "interfaceProperty"} {
		if !v.Member(name).Absent() || !v.Member(jsondoc.Capitalized(name)).Absent() {
			return true
		}
	}
	return false
}

// isRouteRow tells a row of a circuit's route table from a route of a gateway's.
func isRouteRow(v jsondoc.Value) bool {
	network := v.Member("network").Absent() && v.Member("Network").Absent()
	return !network && v.Member("sourcePeer").Absent() && v.Member("SourcePeer").Absent()
}

// isRow tells a resource in a row of Resource Graph from one that ARM shows.
func isRow(v jsondoc.Value) bool {
	return !v.Member("tenantId").Absent() || !v.Member("subscriptionId").Absent()
}

// shapeOfList is that of the first element, unless there are circuits in the
// list, or nothing.
func shapeOfList(list jsondoc.Value) Shape {
	first := ARMList
	for i, v := range list.Elements() {
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

// listed is where the elements of a list are, absent if it is no list.
func listed(v jsondoc.Value) jsondoc.Value {
	if v.Kind() == jsondoc.Array {
		return v
	}
	for _, name := range []string{"value", "data"} {
		if list := v.Member(name); list.Kind() == jsondoc.Array {
			return list
		}
	}
	return jsondoc.Value{}
}
