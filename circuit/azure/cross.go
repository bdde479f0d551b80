package azure

import (
	"math"

	"github.com/expressroute-go/expressroute/circuit"
	"github.com/expressroute-go/expressroute/circuit/azure/internal/jsondoc"
	"github.com/expressroute-go/expressroute/circuit/azure/internal/scrub"
	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
)

// The fields of a cross connection.
//
// Source: github.com/Azure/azure-rest-api-specs,
// specification/network/resource-manager/Microsoft.Network/stable/2024-10-01/expressRouteCrossConnection.json
var (
	crossFields = fieldsNamed("id", "name", "type", "location", "etag", "tags", "properties")

	crossProperties = fieldsNamed(
		"provisioningState", "expressRouteCircuit", "serviceProviderProvisioningState",
		"peeringLocation", "bandwidthInMbps", "sTag", "peerings",
		// Left alone.
		"primaryAzurePort", "secondaryAzurePort", "serviceProviderNotes")

	// The cross connection's own provisioningState is not the circuit's.
	crossStates = map[string]string{"serviceProviderProvisioningState": "provider"}
)

// cross reads a cross connection: the circuit as its connectivity provider sees
// it. Name, location, etag and provisioningState are the cross connection's own
// and say nothing of the circuit's. Its name is the circuit's service key.
func (r *reader) cross(root jsondoc.Value, o Options) {
	v, p := r.resource(root, crossFields, crossProperties)
	r.props, r.states = p, crossStates
	have, order := &r.seen.Have, &r.seen.Have.Order
	have.ID = r.text(r.need(r.object(r.need(p, "expressRouteCircuit"), referenceFields), "id"))
	have.ServiceKey = keyIn(r.text(r.member(v, "name")))
	order.PeeringLocation = r.text(r.need(p, "peeringLocation"))
	order.Bandwidth = circuit.Mbps(r.whole(r.need(p, "bandwidthInMbps"), math.MaxInt32))
	r.seen.State.Provider = r.provider(r.need(p, "serviceProviderProvisioningState"))
	state := r.need(p, "provisioningState")
	op := word(r, state, operationWords)
	if op.Broken() {
		r.quirk(state, "the cross connection is "+op.String(), sourceSchema)
	}
	r.crossPeerings(p)
	r.crossEcho(o, p, op)
	r.contradictions()
}

// crossPeerings: what a list shows of a cross connection lacks ports and S-tag,
// and an empty list of peerings in it is not taken for none.
func (r *reader) crossPeerings(p jsondoc.Value) {
	list := r.need(p, "peerings")
	if r.is(list, jsondoc.Array) && len(list.Elements()) == 0 && r.member(p, "sTag").Absent() {
		r.quirk(list, "not taken for no peerings: a list shows less of a cross connection than there is", sourceCrossConnection)
		return
	}
	r.peerings(list)
}

// crossEcho: the answer to the write of a cross connection has no S-tag and no
// ports, whatever was there before.
func (r *reader) crossEcho(o Options, p jsondoc.Value, op peering.Operation) {
	tag := r.member(p, "sTag")
	none := !tag.Absent() && r.whole(tag, math.MaxInt32) == 0
	if none {
		r.quirk(tag, "0: the outer VLAN tag is not given out yet, or not shown in the answer to a write", sourceCrossConnection)
	}
	switch {
	case o.Echo == machine.Yes:
		r.seen.Echo = true
	case o.Echo == machine.Unknown && none && op == peering.Updating:
		r.seen.Echo = true
		r.quirk(tag, "taken for the answer to a write: Updating, with an S-tag of 0", sourceCrossConnection)
	}
}

// keyIn returns the service key that a cross connection is named after, none if
// the name is not of that form.
func keyIn(name string) machine.Secret {
	if !scrub.IsKey(name) {
		return machine.Secret{}
	}
	return machine.NewSecret(name)
}
