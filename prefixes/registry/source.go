package registry

// Where the reasons were read.
const (
	sourceRouting  = "https://learn.microsoft.com/en-us/azure/expressroute/expressroute-routing"
	sourceHowTo    = "https://learn.microsoft.com/en-us/azure/expressroute/expressroute-howto-routing-portal-resource-manager"
	sourceLevel3   = "recorded: github.com/Azure/azure-cli, test_network_express_route, 2017-04-14: Azure accepts LEVEL3, which no documentation names"
	sourceMatching = "no source says whether Microsoft accepts a covering object, or one in a registry that was not named"
	sourceBlock    = "https://github.com/MicrosoftDocs/azure-docs/issues/45214: customers have a whole block validated and advertise parts of it, up to /32; " + sourceMatching
	sourceNAT      = "https://learn.microsoft.com/en-us/azure/expressroute/expressroute-nat"
	sourceRecords  = sourceRouting + " wants the owner of the prefix and of the AS number; no source says whether Microsoft looks at address records"
	sourceOrigin   = "RFC 2622 section 4 says what a route object states; " + sourceHowTo + " says that the prefix must be assigned to you"
	sourceROV      = "RFC 6811 section 2; no documentation asks for a ROA or says that Microsoft checks the RPKI"
	sourceData     = "the loaded data"
)
