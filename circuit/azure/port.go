package azure

import (
	"math"
	"strconv"
	"strings"

	"github.com/expressroute-go/expressroute/circuit"
	"github.com/expressroute-go/expressroute/circuit/azure/internal/jsondoc"
	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
)

// The fields of ExpressRoute Direct ports, of link aggregation groups, and of
// their links.
//
// Sources: github.com/Azure/azure-rest-api-specs,
// specification/network/resource-manager/Microsoft.Network/stable/2024-10-01/expressRoutePort.json;
// https://learn.microsoft.com/en-us/javascript/api/@azure/arm-network/ for the groups
var (
	portFields = fieldsNamed("id", "name", "type", "properties",
		// Left alone.
		"location", "etag", "tags", "identity", "sku")

	portProperties = fieldsNamed("peeringLocation", "bandwidthInGbps", "provisionedBandwidthInGbps", "encapsulation", "links",
		"circuits", "provisioningState",
		// Left alone.
		"mtu", "etherType", "allocationDate", "resourceGuid", "billingType")

	portLinkFields = fieldsNamed("id", "name", "type", "etag", "properties")

	portLinkProperties = fieldsNamed("adminState",
		// Left alone.
		"provisioningState", "routerName", "interfaceName", "patchPanelId", "rackId", "coloLocation", "connectorType", "macSecConfig", "members")
)

// onPort reads a port, which says something of each circuit that is on it.
func (p *Page) onPort(r *reader, v jsondoc.Value) {
	circuits := r.port(v)
	if len(circuits) > MaxCircuits {
		r.fail(v, jsondoc.TooMany(MaxCircuits, "circuits"))
		return
	}
	for _, id := range circuits {
		of := *r
		of.seen = r.seen.Then(circuit.Observation{Have: circuit.Config{ID: id}})
		p.take(&of)
	}
}

// port reads a port, and returns the resource IDs of the circuits on it.
func (r *reader) port(v jsondoc.Value) (circuits []string) {
	v, properties := r.resource(v, portFields, portProperties)
	port := &r.seen.Have.Port
	*port = circuit.Port{
		ID:              r.text(r.need(v, "id")),
		PeeringLocation: r.text(r.need(properties, "peeringLocation")),
		Encapsulation:   r.text(r.need(properties, "encapsulation")),
		Bandwidth:       circuit.Mbps(r.thousandths(r.need(properties, "bandwidthInGbps"), math.MaxUint32)),
		Provisioned:     circuit.Mbps(r.thousandths(r.need(properties, "provisionedBandwidthInGbps"), math.MaxUint32)),
	}
	r.operation(properties, "the port", sourceDirect)
	r.portLinks(r.need(properties, "links"), port)
	for _, reference := range r.elements(r.need(properties, "circuits")) {
		if id := r.idIn(reference); id != "" {
			circuits = append(circuits, id)
		}
	}
	return circuits
}

// portLink reads a link of a port on its own, which is the first or the second
// one by its name.
func (r *reader) portLink(v jsondoc.Value) {
	v, properties := r.resource(v, portLinkFields, portLinkProperties)
	enabled, port := r.adminState(r.need(properties, "adminState")), &r.seen.Have.Port
	id := r.text(r.need(v, "id"))
	port.ID, _ = cutID(id)
	setLink(port, id[strings.LastIndex(id, "/")+1:], enabled)
	if r.seen.Have.ID == "" {
		r.fail(v, errNoCircuit)
	}
}

// portLinks reads the admin states of a port's links, each by its name, or by its
// place if it has none.
func (r *reader) portLinks(list jsondoc.Value, port *circuit.Port) {
	for i, link := range r.elements(list) {
		v, properties := r.resource(link, portLinkFields, portLinkProperties)
		enabled := r.adminState(r.need(properties, "adminState"))
		name := r.text(r.member(v, "name"))
		if name == "" && i < 2 {
			name = "link" + strconv.Itoa(i+1)
		}
		setLink(port, name, enabled)
	}
}

// setLink notes the admin state of the link of that name.
func setLink(port *circuit.Port, name string, enabled machine.Truth) {
	switch strings.ToLower(name) {
	case "link1":
		port.Link1 = enabled
	case "link2":
		port.Link2 = enabled
	}
}

// adminState says whether a link is Enabled.
func (r *reader) adminState(v jsondoc.Value) machine.Truth {
	switch word(r, v, adminWords) {
	case peering.Enabled:
		return machine.Yes
	case peering.Disabled:
		return machine.No
	}
	return machine.Unknown
}
