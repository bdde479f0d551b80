package powershell

// columnKind is what a column holds.
type columnKind uint8

const (
	textColumn    columnKind = iota // a text, and every column that is not known
	numberColumn                    // a number
	ignoredColumn                   // nothing about the states of a circuit
	jsonColumn                      // a JSON object
	listColumn                      // a JSON array
)

// columns are the known columns of one kind of object, by name.
type columns map[string]columnKind

// circuitColumns are the columns of Get-AzExpressRouteCircuit, in the cmdlet's own
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
	"ExpressRouteLag":                  jsonColumn,
	"Peerings":                         listColumn,
	"Authorizations":                   listColumn,
	"ResourceGroupName":                ignoredColumn,
	"ResourceGuid":                     ignoredColumn,
	"Type":                             ignoredColumn,
	"Tag":                              ignoredColumn,
	"TagsTable":                        ignoredColumn,
	"ServiceProviderNotes":             ignoredColumn,
	"AllowClassicOperations":           textColumn,
	"GatewayManagerEtag":               ignoredColumn,
	"GlobalReachEnabled":               ignoredColumn,
	"AllowGlobalReach":                 ignoredColumn,
	"EnableDirectPortRateLimit":        ignoredColumn,
	"AuthorizationKey":                 ignoredColumn,
	"AuthorizationStatus":              ignoredColumn,
	"ActivationKey":                    ignoredColumn,
	"PartnerAccountId":                 ignoredColumn,
	"ResiliencyLevel":                  textColumn,
}

// partColumns are the columns of Get-AzExpressRouteCircuitPeeringConfig,
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

// linkColumns are the columns of Get-AzVirtualNetworkGatewayConnection and of
// Get-AzExpressRouteConnection. The latter prints the name of a type where the
// circuit's peering would be.
//
// Sources: https://learn.microsoft.com/en-us/powershell/module/az.network/get-azvirtualnetworkgatewayconnection,
// https://learn.microsoft.com/en-us/powershell/module/az.network/get-azexpressrouteconnection
var linkColumns = columns{
	"Name": textColumn, "Id": textColumn, "Etag": textColumn,
	"ProvisioningState":            textColumn,
	"ConnectionType":               textColumn,
	"ConnectionStatus":             textColumn,
	"RoutingWeight":                numberColumn,
	"VirtualNetworkGateway1":       textColumn,
	"Peer":                         textColumn,
	"ExpressRouteCircuitPeeringId": textColumn,
	"ExpressRouteGatewayBypass":    ignoredColumn,
	"EnablePrivateLinkFastPath":    ignoredColumn,
	"EnableInternetSecurity":       ignoredColumn,
	"RoutingConfiguration":         ignoredColumn,
	"AuthorizationKey":             ignoredColumn,
	"SharedKey":                    ignoredColumn,
	"ResourceGroupName":            ignoredColumn,
	"ResourceGuid":                 ignoredColumn,
	"Location":                     ignoredColumn,
	"Type":                         ignoredColumn,
	"Tag":                          ignoredColumn,
	"Tags":                         ignoredColumn,
	"TagsTable":                    ignoredColumn,
	"VirtualNetworkGateway2":       textColumn,
	"LocalNetworkGateway2":         textColumn,
	"EgressBytesTransferred":       ignoredColumn,
	"IngressBytesTransferred":      ignoredColumn,
	"TunnelConnectionStatus":       ignoredColumn,
	"IpsecPolicies":                ignoredColumn,
	"TrafficSelectorPolicies":      ignoredColumn,
}

// portColumns are the columns of Get-AzExpressRoutePort.
//
// Source: https://learn.microsoft.com/en-us/powershell/module/az.network/get-azexpressrouteport
var portColumns = columns{
	"Name": textColumn, "Id": textColumn, "Etag": textColumn,
	"ProvisioningState":          textColumn,
	"PeeringLocation":            textColumn,
	"Encapsulation":              textColumn,
	"BandwidthInGbps":            numberColumn,
	"ProvisionedBandwidthInGbps": numberColumn,
	"Links":                      listColumn,
	"Circuits":                   listColumn,
	"ResourceGroupName":          ignoredColumn,
	"ResourceGuid":               ignoredColumn,
	"Location":                   ignoredColumn,
	"Type":                       ignoredColumn,
	"Tag":                        ignoredColumn,
	"TagsTable":                  ignoredColumn,
	"Mtu":                        ignoredColumn,
	"EtherType":                  ignoredColumn,
	"AllocationDate":             ignoredColumn,
	"Identity":                   ignoredColumn,
	"BillingType":                ignoredColumn,
}

// classicCircuitColumns are the columns of Get-AzureDedicatedCircuit, and of
// Get-AzureAuthorizedDedicatedCircuit, which shows a circuit to those who may link
// a network to it.
//
// Sources: https://learn.microsoft.com/en-us/azure/expressroute/expressroute-howto-circuit-classic,
// https://learn.microsoft.com/en-us/azure/expressroute/expressroute-howto-linkvnet-classic
var classicCircuitColumns = columns{
	"Bandwidth":                        numberColumn,
	"BillingType":                      textColumn,
	"CircuitName":                      textColumn,
	"Location":                         textColumn,
	"ServiceKey":                       textColumn,
	"ServiceProviderName":              textColumn,
	"ServiceProviderProvisioningState": textColumn,
	"Sku":                              textColumn,
	"Status":                           textColumn,
	"MaximumAllowedLinks":              ignoredColumn,
	"UsedLinks":                        ignoredColumn,
}

// classicPeeringColumns are the columns of Get-AzureBGPPeering. No text with IPv6
// columns is known; these have the names of the cmdlet's parameters.
//
// Sources: https://learn.microsoft.com/en-us/azure/expressroute/expressroute-howto-routing-classic;
// github.com/Azure/azure-powershell, Commands.ExpressRoute, SetAzureBGPPeeringCommand
var classicPeeringColumns = columns{
	"AzureAsn":                           numberColumn,
	"PeerAsn":                            numberColumn,
	"VlanId":                             numberColumn,
	"State":                              textColumn,
	"PrimaryPeerSubnet":                  textColumn,
	"SecondaryPeerSubnet":                textColumn,
	"AdvertisedPublicPrefixes":           textColumn,
	"AdvertisedPublicPrefixesState":      textColumn,
	"CustomerAutonomousSystemNumber":     numberColumn,
	"RoutingRegistryName":                textColumn,
	"PrimaryPeerSubnetIpv6":              textColumn,
	"SecondaryPeerSubnetIpv6":            textColumn,
	"AdvertisedPublicPrefixesIpv6":       textColumn,
	"CustomerAutonomousSystemNumberIpv6": numberColumn,
	"RoutingRegistryNameIpv6":            textColumn,
	"PrimaryAzurePort":                   ignoredColumn,
	"SecondaryAzurePort":                 ignoredColumn,
}

// sessionColumns are the columns of a route table's summary: a row is one BGP
// session of a path.
//
// Source: https://learn.microsoft.com/en-us/powershell/module/az.network/get-azexpressroutecircuitroutetablesummary
var sessionColumns = columns{
	"Neighbor":    textColumn,
	"StatePfxRcd": textColumn,
	"V":           numberColumn,
	"AsProperty":  ignoredColumn,
	"As":          ignoredColumn,
	"AS":          ignoredColumn,
	"UpDown":      textColumn,
}

// routeColumns are the columns of a route table: a row is one route of a path.
//
// Source: https://learn.microsoft.com/en-us/powershell/module/az.network/get-azexpressroutecircuitroutetable
var routeColumns = columns{
	"Network": textColumn,
	"NextHop": textColumn,
	"Path":    textColumn,
	"LocPrf":  ignoredColumn,
	"Weight":  ignoredColumn,
}

// arpColumns are the columns of an ARP table: a row is one end of a path.
//
// Source: https://learn.microsoft.com/en-us/azure/expressroute/expressroute-troubleshooting-arp-resource-manager
var arpColumns = columns{
	"InterfaceProperty": textColumn,
	"Interface":         textColumn,
	"MacAddress":        textColumn,
	"IpAddress":         ignoredColumn,
	"Age":               ignoredColumn,
}
