package azure

import (
	"fmt"

	"github.com/expressroute-go/expressroute/circuit"
)

// resourceGraph is how Azure Resource Graph shows a resource: the resource's own
// properties, in a row that has no etag and lower-case types.
//
// Source: https://learn.microsoft.com/en-us/azure/governance/resource-graph/concepts/query-language
var resourceGraph = &dialect{
	extra: fieldsNamed("tenantId", "subscriptionId", "resourceGroup", "ResourceId", "kind", "managedBy", "plan", "identity", "zones",
		"extendedLocation", "apiVersion"),
	hidden: fieldsNamed("etag"),
}

var (
	// errTable: each row is an array there, and the columns' names stand aside.
	errTable = fmt.Errorf("%w: the rows are a table, want resultFormat objectArray", ErrShape)

	// errColumns: a query can give any names to what it picks.
	errColumns = fmt.Errorf("%w: a row of chosen columns, want id, type and properties", ErrShape)
)

// trustGraph notes that a row is not a read of the circuit.
func trustGraph(seen *circuit.Observation) {
	seen.Quirks = append(seen.Quirks, circuit.Quirk{
		Says:   "a row of Resource Graph, which is an index: it may show the circuit as it was some time before",
		Source: sourceGraph,
	})
}
