package request

import (
	"github.com/expressroute-go/expressroute/circuit/azure/internal/jsondoc"
	"github.com/expressroute-go/expressroute/machine"
)

// Needs of a body that replaces a circuit or a peering.
const (
	NeedPeeringsSent        machine.Need = "peerings-sent"         // it has every peering that the circuit has
	NeedAuthorizationsSent  machine.Need = "authorizations-sent"   // it has every authorization
	NeedConnectionsSent     machine.Need = "connections-sent"      // it has every Global Reach connection
	NeedSharedKeySent       machine.Need = "shared-key-sent"       // it has the MD5 key of every peering that it writes
	NeedTagsSent            machine.Need = "tags-sent"             // it has every tag
	NeedRouteFilterSent     machine.Need = "route-filter-sent"     // it has the route filter
	NeedMicrosoftConfigSent machine.Need = "microsoft-config-sent" // it has the prefixes, the AS and the registry of a Microsoft peering
	NeedIPv6Sent            machine.Need = "ipv6-sent"             // it has the IPv6 half of a peering
	NeedPeeringFieldsSent   machine.Need = "peering-fields-sent"   // it has a peering's subnets, VLAN and AS
	NeedStateSent           machine.Need = "peering-state-sent"    // it has the state of a peering that is switched off
	NeedOrderSent           machine.Need = "order-sent"            // it has the SKU, and the provider or port
	NeedSwitchesSent        machine.Need = "switches-sent"         // it has the switches that are on
	NeedFreshETag           machine.Need = "etag-current"          // it was made from the current document
)

// Where it was seen that a PUT wipes out what it lacks, or that it does not.
const (
	sourceCleared   = "https://github.com/hashicorp/terraform-provider-azurerm/issues/2250, fixed by pull 3496: an update of the circuit overwrote its peerings and authorizations"
	sourceKeyLost   = "https://github.com/hashicorp/terraform-provider-azurerm/issues/12148: a PUT of a peering deleted its BGP key, and the activity log did not show it"
	sourceKept      = "recorded: github.com/Azure/azure-powershell, TestExpressRouteCircuitStageCRUD, 2016-12-05 and 2017-08-01: the circuit kept it after a PUT without it"
	sourceWhole     = "github.com/Azure/azure-rest-api-specs, specification/network/resource-manager/Microsoft.Network/stable/2024-10-01/expressRouteCircuit.json: the body of CreateOrUpdate is the whole resource"
	sourceTags      = "https://learn.microsoft.com/en-us/azure/azure-resource-manager/management/tag-resources"
	sourceReset     = "https://learn.microsoft.com/en-us/azure/expressroute/expressroute-howto-reset-peering"
	sourceFilterPut = "https://learn.microsoft.com/en-us/azure/expressroute/how-to-routefilter-cli: a filter is detached by a write of the peering without it"
)

// loss is one row of the tables: a field of a resource, and what it means that
// a body lacks it.
type loss struct {
	at     string                                              // its path in the resource
	check  func(c *putCheck, l *loss, now, then jsondoc.Value) // reports what is lost of the resource
	in     []loss                                              // of a list of resources: the fields of each
	need   machine.Need
	want   string
	fix    string
	basis  machine.Basis
	source string
	unsure bool // Azure may keep it
	mute   bool // its values are not shown
}

// fromCurrent is what mends nearly all of it.
const fromCurrent = "take it over from the current document"

// circuitLosses are the writable fields of a circuit.
var circuitLosses = []loss{
	{at: "etag", check: stale, need: NeedFreshETag,
		want: "the body must be made from the current document", fix: "read the resource again, and make the change to that",
		basis: machine.Inferred, source: sourceCleared},
	{at: "tags", check: members, need: NeedTagsSent, mute: true,
		want: "the body must have the tags", fix: fromCurrent,
		basis: machine.Documented, source: sourceTags},
	{at: "sku", check: members, need: NeedOrderSent, unsure: true,
		want: "the body must have the SKU", fix: fromCurrent,
		basis: machine.Observed, source: sourceKept},
	{at: "properties.serviceProviderProperties", check: members, need: NeedOrderSent, unsure: true,
		want: "the body must have the provider, the peering location and the bandwidth", fix: fromCurrent,
		basis: machine.Observed, source: sourceKept},
	{at: "properties.expressRoutePort", check: whole, need: NeedOrderSent,
		want: "the body must have the port", fix: fromCurrent,
		basis: machine.Inferred, source: sourceWhole},
	{at: "properties.bandwidthInGbps", check: whole, need: NeedOrderSent,
		want: "the body must have the bandwidth", fix: fromCurrent,
		basis: machine.Inferred, source: sourceWhole},
	{at: "properties.allowClassicOperations", check: whole, need: NeedSwitchesSent,
		want: "the body must have the switch that is on", fix: fromCurrent,
		basis: machine.Inferred, source: sourceWhole},
	{at: "properties.globalReachEnabled", check: whole, need: NeedSwitchesSent,
		want: "the body must have the switch that is on", fix: fromCurrent,
		basis: machine.Inferred, source: sourceWhole},
	{at: "properties.enableDirectPortRateLimit", check: whole, need: NeedSwitchesSent,
		want: "the body must have the switch that is on", fix: fromCurrent,
		basis: machine.Inferred, source: sourceWhole},
	{at: "properties.peerings", check: elements, in: peeringLosses, need: NeedPeeringsSent,
		want: "the body must have the peering", fix: fromCurrent,
		basis: machine.Observed, source: sourceCleared},
	{at: "properties.authorizations", check: elements, need: NeedAuthorizationsSent,
		want: "the body must have the authorization", fix: fromCurrent,
		basis: machine.Observed, source: sourceCleared},
}

// peeringLosses are the writable fields of a peering, on its own and within a
// circuit.
var peeringLosses = []loss{
	{at: "etag", check: stale, need: NeedFreshETag,
		want: "the body must be made from the current document", fix: "read the resource again, and make the change to that",
		basis: machine.Inferred, source: sourceCleared},
	{at: "properties.sharedKey", check: secret, need: NeedSharedKeySent,
		want: "the body must have the MD5 key, if the peering has one", fix: "put the key in; it is the customer's to know",
		basis: machine.Observed, source: sourceKeyLost},
	{at: "properties.primaryPeerAddressPrefix", check: whole, need: NeedPeeringFieldsSent,
		want: "the body must have the subnet of path 1", fix: fromCurrent,
		basis: machine.Inferred, source: sourceWhole},
	{at: "properties.secondaryPeerAddressPrefix", check: whole, need: NeedPeeringFieldsSent,
		want: "the body must have the subnet of path 2", fix: fromCurrent,
		basis: machine.Inferred, source: sourceWhole},
	{at: "properties.vlanId", check: whole, need: NeedPeeringFieldsSent,
		want: "the body must have the VLAN ID", fix: fromCurrent,
		basis: machine.Inferred, source: sourceWhole},
	{at: "properties.peerASN", check: whole, need: NeedPeeringFieldsSent,
		want: "the body must have the peer ASN", fix: fromCurrent,
		basis: machine.Inferred, source: sourceWhole},
	{at: "properties.state", check: switchedOff, need: NeedStateSent,
		want: "the body must have the state of a peering that is switched off", fix: fromCurrent,
		basis: machine.Inferred, source: sourceReset},
	{at: "properties.microsoftPeeringConfig", check: members, need: NeedMicrosoftConfigSent,
		want: "the body must have the Microsoft peering config", fix: fromCurrent,
		basis: machine.Inferred, source: sourceWhole},
	{at: "properties.routeFilter", check: whole, need: NeedRouteFilterSent,
		want: "the body must have the route filter", fix: fromCurrent,
		basis: machine.Documented, source: sourceFilterPut},
	{at: "properties.ipv6PeeringConfig", check: members, need: NeedIPv6Sent,
		want: "the body must have the IPv6 half", fix: fromCurrent,
		basis: machine.Inferred, source: sourceWhole},
	{at: "properties.ipv6PeeringConfig.microsoftPeeringConfig", check: members, need: NeedMicrosoftConfigSent,
		want: "the body must have the Microsoft peering config of the IPv6 half", fix: fromCurrent,
		basis: machine.Inferred, source: sourceWhole},
	{at: "properties.connections", check: elements, need: NeedConnectionsSent,
		want: "the body must have the Global Reach connection", fix: fromCurrent,
		basis: machine.Inferred, source: sourceWhole},
}
