package azure

import (
	"math"

	"github.com/expressroute-go/expressroute/circuit/azure/internal/jsondoc"
)

// The fields of a circuit's stats, and of a peering's.
//
// Source: github.com/Azure/azure-rest-api-specs,
// specification/network/resource-manager/Microsoft.Network/stable/2024-10-01/expressRouteCircuit.json:
// ExpressRouteCircuitStats
var trafficFields = fieldsNamed("primaryBytesIn", "primaryBytesOut", "secondaryBytesIn", "secondaryBytesOut")

// traffic reads how many bytes each path has carried. It moves no state: a path
// without any may be up, and one with many may be down by now. The document does
// not say of which circuit it is.
func (r *reader) traffic(v jsondoc.Value, o Options) {
	r.answers(o)
	v = r.object(v, trafficFields)
	for _, path := range []string{"primary", "secondary"} {
		in, out := r.need(v, path+"BytesIn"), r.need(v, path+"BytesOut")
		none := r.whole(in, math.MaxInt64)+r.whole(out, math.MaxInt64) == 0
		if !in.Absent() && !out.Absent() && none {
			r.quirk(in, "0, in and out: no traffic was counted on the "+path+" path", sourceStats)
		}
	}
}
