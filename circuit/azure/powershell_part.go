package azure

// partColumns are those of Get-AzExpressRouteCircuitPeeringConfig,
// Get-AzExpressRouteCircuitAuthorization and
// Get-AzExpressRouteCircuitConnectionConfig.
//
// Source: the pages of these cmdlets under
// https://learn.microsoft.com/en-us/powershell/module/az.network/, and what they
// print in Microsoft's documentation
var partColumns = columns{
	"Name": textColumn, "Id": textColumn, "Etag": textColumn,
	"ProvisioningState":              textColumn,
	"PeeringType":                    textColumn,
	"State":                          textColumn,
	"AzureASN":                       numberColumn,
	"PeerASN":                        numberColumn,
	"VlanId":                         numberColumn,
	"PrimaryPeerAddressPrefix":       textColumn,
	"SecondaryPeerAddressPrefix":     textColumn,
	"SharedKey":                      textColumn,
	"LastModifiedBy":                 textColumn,
	"MicrosoftPeeringConfig":         jsonColumn,
	"Ipv6PeeringConfig":              jsonColumn,
	"RouteFilter":                    jsonColumn,
	"Connections":                    listColumn,
	"PeeredConnections":              listColumn,
	"AuthorizationUseStatus":         textColumn,
	"ConnectionResourceUri":          textColumn,
	"CircuitConnectionStatus":        textColumn,
	"Type":                           ignoredColumn,
	"PrimaryAzurePort":               ignoredColumn,
	"SecondaryAzurePort":             ignoredColumn,
	"GatewayManagerEtag":             ignoredColumn,
	"AuthorizationKey":               ignoredColumn,
	"AddressPrefix":                  ignoredColumn,
	"IPv6CircuitConnectionConfig":    ignoredColumn,
	"ExpressRouteCircuitPeering":     ignoredColumn,
	"PeerExpressRouteCircuitPeering": ignoredColumn,
}

// powerShellPart reads a part of a circuit. An authorization of a port looks
// like one.
func (r *reader) powerShellPart(o Options) {
	if partOf(r.root, r.dialect) == noPart {
		r.fail(r.root, ErrShape)
		return
	}
	r.child(r.root, o)
}
