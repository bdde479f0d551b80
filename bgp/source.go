package bgp

import "github.com/expressroute-go/expressroute/machine"

// The sources of the rules of this package.
const (
	sourceUsable      = machine.Article2016 + ": When connectivity provider has completed the provisioning process"
	sourceSession     = machine.Article2016 + ": Routing session configuration state"
	sourceRouting     = "https://learn.microsoft.com/en-us/azure/expressroute/expressroute-routing"
	sourceHowTo       = "https://learn.microsoft.com/en-us/azure/expressroute/expressroute-howto-routing-portal-resource-manager"
	sourceReset       = "https://learn.microsoft.com/en-us/azure/expressroute/expressroute-howto-reset-peering"
	sourcePath        = "https://github.com/MicrosoftDocs/azure-docs/pull/69978"
	sourceCustomerASN = "https://github.com/MicrosoftDocs/azure-docs/pull/116823"
	sourceReserved    = "RFC 6793 section 9 (23456), RFC 7300 (65535, 4294967295); 12076 is the other end"
	sourceInt32       = "github.com/Azure/azure-sdk-for-go, sdk/resourcemanager/network/armnetwork/models.go, ExpressRouteCircuitPeeringConfig.CustomerASN"
	sourceRefused     = "recorded: github.com/Azure/azure-cli, test_network_express_route, 2017-09-15: a refused peering stays Failed and Disabled, without Microsoft's AS number"
)
