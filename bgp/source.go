package bgp

import "github.com/expressroute-go/expressroute/machine"

// Where the rules of this package were read.
const (
	sourceArticle = machine.Article2016
	sourceUsable  = sourceArticle + ": When connectivity provider has completed the provisioning process"
	sourceSession = sourceArticle + ": Routing session configuration state"
	sourceReset   = "https://learn.microsoft.com/en-us/azure/expressroute/expressroute-howto-reset-peering"
	sourceRefused = "recorded: github.com/Azure/azure-cli, test_network_express_route, 2017-09-15: a refused peering stays Failed and Disabled, without Microsoft's AS number"
)
