package terraform

import (
	"strings"

	"github.com/expressroute-go/expressroute/peering"
)

// attributes maps the paths of the library to the attributes of the azurerm
// provider.
var attributes = map[string]string{
	"ipv4.primary":     "primary_peer_address_prefix",
	"ipv4.secondary":   "secondary_peer_address_prefix",
	"ipv4.advertised":  "microsoft_peering_config[0].advertised_public_prefixes",
	"ipv4.customerASN": "microsoft_peering_config[0].customer_asn",
	"ipv4.registry":    "microsoft_peering_config[0].routing_registry_name",
	"ipv4.routeFilter": "route_filter_id",
	"ipv6":             "ipv6",
	"ipv6.primary":     "ipv6[0].primary_peer_address_prefix",
	"ipv6.secondary":   "ipv6[0].secondary_peer_address_prefix",
	"ipv6.advertised":  "ipv6[0].microsoft_peering[0].advertised_public_prefixes",
	"ipv6.customerASN": "ipv6[0].microsoft_peering[0].customer_asn",
	"ipv6.registry":    "ipv6[0].microsoft_peering[0].routing_registry_name",
	"ipv6.routeFilter": "ipv6[0].route_filter_id",
	"vlan":             "vlan_id",
	"peerASN":          "peer_asn",
	"sharedKey":        "shared_key",

	"order.provider":        "service_provider_name",
	"order.peeringLocation": "peering_location",
	"order.bandwidthInMbps": "bandwidth_in_mbps",
	"order.tier":            "sku[0].tier",
	"order.billing":         "sku[0].family",
}

// attribute returns the attribute for a path of the library. It is empty, which means
// the whole resource, if the provider has no such attribute.
func attribute(path string) string {
	for t := range peering.Types() {
		path = strings.TrimPrefix(path, t.String()+".")
	}
	field, index := path, ""
	if i := strings.IndexByte(path, '['); i >= 0 {
		field, index = path[:i], path[i:]
	}
	if name, ok := attributes[field]; ok {
		return name + index
	}
	return ""
}
