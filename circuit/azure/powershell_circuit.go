package azure

// Where what people do to the texts of cmdlets was seen.
const sourceMasked = "seen in what the cmdlets print as articles and tickets quote it, such as https://learn.microsoft.com/en-us/azure/expressroute/expressroute-troubleshooting-expressroute-overview"

// circuitColumns are those of Get-AzExpressRouteCircuit, in the cmdlets' own
// view and in Format-List *.
//
// Sources: https://learn.microsoft.com/en-us/powershell/module/az.network/get-azexpressroutecircuit;
// github.com/Azure/azure-powershell, class PSExpressRouteCircuit
// and pull request 6094 there.
var circuitColumns = columns{
	"Name": textColumn, "Location": textColumn, "Id": textColumn, "Etag": textColumn,
	"ProvisioningState":                textColumn,
	"CircuitProvisioningState":         textColumn,
	"ServiceProviderProvisioningState": textColumn,
	"ServiceKey":                       textColumn,
	"BandwidthInGbps":                  numberColumn,
	"Stag":                             numberColumn,
	"Sku":                              jsonColumn,
	"ServiceProviderProperties":        jsonColumn,
	"ExpressRoutePort":                 jsonColumn,
	"Peerings":                         listColumn,
	"Authorizations":                   listColumn,
	"ResourceGroupName":                ignoredColumn,
	"ResourceGuid":                     ignoredColumn,
	"Type":                             ignoredColumn,
	"Tag":                              ignoredColumn,
	"TagsTable":                        ignoredColumn,
	"ServiceProviderNotes":             ignoredColumn,
	"AllowClassicOperations":           ignoredColumn,
	"GatewayManagerEtag":               ignoredColumn,
	"GlobalReachEnabled":               ignoredColumn,
	"AllowGlobalReach":                 ignoredColumn,
	"EnableDirectPortRateLimit":        ignoredColumn,
	"AuthorizationKey":                 ignoredColumn,
	"AuthorizationStatus":              ignoredColumn,
}
