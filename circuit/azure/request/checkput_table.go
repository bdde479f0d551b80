package request

import (
	"github.com/expressroute-go/expressroute/circuit/azure/internal/jsondoc"
	"github.com/expressroute-go/expressroute/machine"
)

// The needs that [CheckPut] reports: what the body of a PUT of a circuit or peering
// must have.
const (
	NeedPeeringsSent        machine.Need = "peerings-sent"         // every peering that the circuit has
	NeedAuthorizationsSent  machine.Need = "authorizations-sent"   // every authorization that the circuit has
	NeedConnectionsSent     machine.Need = "connections-sent"      // every Global Reach connection that the peering has
	NeedSharedKeySent       machine.Need = "shared-key-sent"       // the MD5 key of every peering that the body writes
	NeedTagsSent            machine.Need = "tags-sent"             // every tag that the circuit has
	NeedRouteFilterSent     machine.Need = "route-filter-sent"     // the route filter that the peering has
	NeedMicrosoftConfigSent machine.Need = "microsoft-config-sent" // the prefixes, the customer's ASN and the routing registry of a Microsoft peering
	NeedIPv6Sent            machine.Need = "ipv6-sent"             // the IPv6 configuration that the peering has
	NeedPeeringFieldsSent   machine.Need = "peering-fields-sent"   // the subnets, the VLAN ID and the peer ASN of the peering
	NeedStateSent           machine.Need = "peering-state-sent"    // the state of a peering that is Disabled
	NeedOrderSent           machine.Need = "order-sent"            // the SKU, and the provider or the port, of the circuit
	NeedSwitchesSent        machine.Need = "switches-sent"         // the settings of the circuit that are on, such as Global Reach
	NeedFreshETag           machine.Need = "etag-current"          // no ETag, or that of the current document
)

// NeedAuthorizationKeySent is only reported by a [Request]: the body must have the
// key of each authorization of the circuit.
const NeedAuthorizationKeySent machine.Need = "authorization-key-sent"

// Where it was seen or written that a PUT wipes out what it lacks, or does not.
const (
	sourceCleared   = "https://github.com/hashicorp/terraform-provider-azurerm/issues/2250, fixed by pull 3496: an update of the circuit overwrote its peerings and authorizations"
	sourceKeyLost   = "https://github.com/hashicorp/terraform-provider-azurerm/issues/12148: a PUT of a peering deleted its BGP key, and the activity log did not show it"
	sourceKept      = "recorded: github.com/Azure/azure-powershell, TestExpressRouteCircuitStageCRUD, 2016-12-05 and 2017-08-01: the circuit kept it after a PUT without it"
	sourceWhole     = "github.com/Azure/azure-rest-api-specs, specification/network/resource-manager/Microsoft.Network/stable/2024-10-01/expressRouteCircuit.json: the body of CreateOrUpdate is the whole resource"
	sourceTags      = "https://learn.microsoft.com/en-us/azure/azure-resource-manager/management/tag-resources"
	sourceReset     = "https://learn.microsoft.com/en-us/azure/expressroute/expressroute-howto-reset-peering"
	sourceFilterPut = "https://learn.microsoft.com/en-us/azure/expressroute/how-to-routefilter-cli: a filter is detached by a write of the peering without it"
)

// loss is one row of the tables: a field of a resource, and the problem if the
// body lacks it.
type loss struct {
	at     string                                                // the path of the field in the resource
	check  func(c *comparison, l *loss, now, then jsondoc.Value) // reports what the resource loses
	in     []loss                                                // of a list of resources: the fields of each
	need   machine.Need
	want   string
	fix    string
	basis  machine.Basis
	source string

	mayStay    bool // Azure may keep what the body lacks
	hideValues bool // the values are not shown
}

// The two ways to mend a body.
const (
	fromCurrent = "copy it from the current document"
	readAgain   = "read the resource again, and make the change to the new version"
)

// circuitLosses are the writable fields of a circuit.
var circuitLosses = []loss{
	{at: "etag", check: stale, need: NeedFreshETag,
		want: "the body must be made from the current document", fix: readAgain,
		basis: machine.Inferred, source: sourceCleared},
	{at: "tags", check: members, need: NeedTagsSent, hideValues: true,
		want: "the body must have the tags", fix: fromCurrent,
		basis: machine.Documented, source: sourceTags},
	{at: "sku", check: members, need: NeedOrderSent, mayStay: true,
		want: "the body must have the SKU", fix: fromCurrent,
		basis: machine.Observed, source: sourceKept},
	{at: "properties.serviceProviderProperties", check: members, need: NeedOrderSent, mayStay: true,
		want: "the body must have the provider, the peering location and the bandwidth", fix: fromCurrent,
		basis: machine.Observed, source: sourceKept},
	{at: "properties.expressRoutePort", check: whole, need: NeedOrderSent,
		want: "the body must have the port", fix: fromCurrent,
		basis: machine.Inferred, source: sourceWhole},
	{at: "properties.expressRouteLag", check: whole, need: NeedOrderSent,
		want: "the body must have the LAG", fix: fromCurrent,
		basis: machine.Inferred, source: sourceWhole},
	{at: "properties.bandwidthInGbps", check: whole, need: NeedOrderSent,
		want: "the body must have the bandwidth", fix: fromCurrent,
		basis: machine.Inferred, source: sourceWhole},
	{at: "properties.allowClassicOperations", check: whole, need: NeedSwitchesSent,
		want: "the body must have the setting that is on", fix: fromCurrent,
		basis: machine.Inferred, source: sourceWhole},
	{at: "properties.globalReachEnabled", check: whole, need: NeedSwitchesSent,
		want: "the body must have the setting that is on", fix: fromCurrent,
		basis: machine.Inferred, source: sourceWhole},
	{at: "properties.enableDirectPortRateLimit", check: whole, need: NeedSwitchesSent,
		want: "the body must have the setting that is on", fix: fromCurrent,
		basis: machine.Inferred, source: sourceWhole},
	{at: "properties.peerings", check: elements, in: peeringLosses, need: NeedPeeringsSent,
		want: "the body must have the peering", fix: fromCurrent,
		basis: machine.Observed, source: sourceCleared},
	{at: "properties.authorizations", check: elements, need: NeedAuthorizationsSent,
		want: "the body must have the authorization", fix: fromCurrent,
		basis: machine.Observed, source: sourceCleared},
}

// peeringLosses are the writable fields of a peering, in a document of its own and
// in the document of a circuit.
var peeringLosses = []loss{
	{at: "etag", check: stale, need: NeedFreshETag,
		want: "the body must be made from the current document", fix: readAgain,
		basis: machine.Inferred, source: sourceCleared},
	{at: "properties.sharedKey", check: secret, need: NeedSharedKeySent,
		want: "the body must have the MD5 key, if the peering has one", fix: "add the key; only the customer knows it",
		basis: machine.Observed, source: sourceKeyLost},
	{at: "properties.primaryPeerAddressPrefix", check: whole, need: NeedPeeringFieldsSent,
		want: "the body must have the subnet of the primary path", fix: fromCurrent,
		basis: machine.Inferred, source: sourceWhole},
	{at: "properties.secondaryPeerAddressPrefix", check: whole, need: NeedPeeringFieldsSent,
		want: "the body must have the subnet of the secondary path", fix: fromCurrent,
		basis: machine.Inferred, source: sourceWhole},
	{at: "properties.vlanId", check: whole, need: NeedPeeringFieldsSent,
		want: "the body must have the VLAN ID", fix: fromCurrent,
		basis: machine.Inferred, source: sourceWhole},
	{at: "properties.peerASN", check: whole, need: NeedPeeringFieldsSent,
		want: "the body must have the peer ASN", fix: fromCurrent,
		basis: machine.Inferred, source: sourceWhole},
	{at: "properties.state", check: switchedOff, need: NeedStateSent,
		want: "the body must have the state of a peering that is Disabled", fix: fromCurrent,
		basis: machine.Inferred, source: sourceReset},
	{at: "properties.microsoftPeeringConfig", check: members, need: NeedMicrosoftConfigSent,
		want: "the body must have the Microsoft peering config", fix: fromCurrent,
		basis: machine.Inferred, source: sourceWhole},
	{at: "properties.routeFilter", check: whole, need: NeedRouteFilterSent,
		want: "the body must have the route filter", fix: fromCurrent,
		basis: machine.Documented, source: sourceFilterPut},
	{at: "properties.ipv6PeeringConfig", check: members, need: NeedIPv6Sent,
		want: "the body must have the IPv6 configuration", fix: fromCurrent,
		basis: machine.Inferred, source: sourceWhole},
	{at: "properties.ipv6PeeringConfig.microsoftPeeringConfig", check: members, need: NeedMicrosoftConfigSent,
		want: "the body must have the Microsoft peering config of IPv6", fix: fromCurrent,
		basis: machine.Inferred, source: sourceWhole},
	{at: "properties.connections", check: elements, need: NeedConnectionsSent,
		want: "the body must have the Global Reach connection", fix: fromCurrent,
		basis: machine.Inferred, source: sourceWhole},
}
