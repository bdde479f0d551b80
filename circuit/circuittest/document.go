package circuittest

// The documents of circuits and of what is in them, with the names and the order of
// recorded answers. Requests have the same schema. A nil pointer, and an empty text
// where it is left out, is a field that the document does not have.
//
// Source: github.com/Azure/azure-rest-api-specs,
// specification/network/resource-manager/Microsoft.Network/stable/2024-05-01/expressRouteCircuit.json

type circuitDoc struct {
	Name       string            `json:"name"`
	ID         string            `json:"id"`
	ETag       string            `json:"etag"`
	Type       string            `json:"type"`
	Location   string            `json:"location"`
	Tags       map[string]string `json:"tags,omitempty"`
	Properties circuitProperties `json:"properties"`
	SKU        *skuDoc           `json:"sku,omitempty"`
}

type skuDoc struct {
	Name   string `json:"name"`
	Tier   string `json:"tier"`
	Family string `json:"family"`
}

type circuitProperties struct {
	ProvisioningState       string             `json:"provisioningState"`
	ResourceGUID            string             `json:"resourceGuid"`
	Peerings                []peeringDoc       `json:"peerings"`
	Authorizations          []authorizationDoc `json:"authorizations"`
	Partner                 *partnerDoc        `json:"serviceProviderProperties,omitempty"`
	Port                    *reference         `json:"expressRoutePort,omitempty"`
	BandwidthInGbps         *float64           `json:"bandwidthInGbps,omitempty"`
	Status                  string             `json:"circuitProvisioningState"`
	AllowClassicOperations  *bool              `json:"allowClassicOperations,omitempty"`
	GatewayManagerETag      *string            `json:"gatewayManagerEtag,omitempty"`
	ServiceKey              string             `json:"serviceKey"`
	ProviderState           string             `json:"serviceProviderProvisioningState,omitempty"`
	AllowGlobalReach        *bool              `json:"allowGlobalReach,omitempty"`
	GlobalReachEnabled      *bool              `json:"globalReachEnabled,omitempty"`
	EnableDirectPortLimit   *bool              `json:"enableDirectPortRateLimit,omitempty"`
	STag                    *int               `json:"stag,omitempty"`
	AuthorizationKey        string             `json:"authorizationKey,omitempty"` // in requests only
	ServiceProviderNotes    string             `json:"serviceProviderNotes,omitempty"`
	ExpressRouteAggregation *reference         `json:"expressRouteLag,omitempty"`
}

type partnerDoc struct {
	Name            string `json:"serviceProviderName"`
	PeeringLocation string `json:"peeringLocation"`
	BandwidthInMbps uint32 `json:"bandwidthInMbps"`
}

type reference struct {
	ID string `json:"id"`
}

type peeringDoc struct {
	Name       string            `json:"name"`
	ID         string            `json:"id"`
	ETag       string            `json:"etag,omitempty"`
	Properties peeringProperties `json:"properties"`
	Type       string            `json:"type,omitempty"`
}

type peeringProperties struct {
	ProvisioningState  string        `json:"provisioningState"`
	PeeringType        string        `json:"peeringType"`
	AzureASN           uint32        `json:"azureASN"`
	PeerASN            uint32        `json:"peerASN"`
	Primary            string        `json:"primaryPeerAddressPrefix,omitempty"`
	Secondary          string        `json:"secondaryPeerAddressPrefix,omitempty"`
	PrimaryAzurePort   *string       `json:"primaryAzurePort,omitempty"`
	SecondaryAzurePort *string       `json:"secondaryAzurePort,omitempty"`
	State              string        `json:"state,omitempty"`
	VLAN               uint16        `json:"vlanId"`
	GatewayManagerETag *string       `json:"gatewayManagerEtag,omitempty"`
	LastModifiedBy     *string       `json:"lastModifiedBy,omitempty"`
	Microsoft          *microsoftDoc `json:"microsoftPeeringConfig,omitempty"`
	RouteFilter        *reference    `json:"routeFilter,omitempty"`
	IPv6               *ipv6Doc      `json:"ipv6PeeringConfig,omitempty"`
	SharedKey          string        `json:"sharedKey,omitempty"` // in requests only
	Connections        []reachDoc    `json:"connections,omitzero"`
	PeeredConnections  []reachDoc    `json:"peeredConnections,omitzero"`
}

type ipv6Doc struct {
	Primary     string        `json:"primaryPeerAddressPrefix,omitempty"`
	Secondary   string        `json:"secondaryPeerAddressPrefix,omitempty"`
	Microsoft   *microsoftDoc `json:"microsoftPeeringConfig,omitempty"`
	RouteFilter *reference    `json:"routeFilter,omitempty"`
	State       string        `json:"state,omitempty"`
}

type microsoftDoc struct {
	Prefixes    []string `json:"advertisedPublicPrefixes"`
	Communities []string `json:"advertisedCommunities,omitempty"`
	State       string   `json:"advertisedPublicPrefixesState"`
	CustomerASN uint32   `json:"customerASN"`
	LegacyMode  *int     `json:"legacyMode,omitempty"`
	Registry    string   `json:"routingRegistryName,omitempty"`
}

type authorizationDoc struct {
	Name       string                  `json:"name"`
	ID         string                  `json:"id"`
	ETag       string                  `json:"etag"`
	Properties authorizationProperties `json:"properties"`
	Type       string                  `json:"type,omitempty"`
}

type authorizationProperties struct {
	ProvisioningState string `json:"provisioningState"`
	Key               string `json:"authorizationKey,omitempty"`
	UseStatus         string `json:"authorizationUseStatus"`
	Connection        string `json:"connectionResourceUri,omitempty"`
}
