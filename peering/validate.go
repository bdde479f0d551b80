package peering

import (
	"fmt"
	"math"

	"github.com/expressroute-go/expressroute/machine"
)

// Needs of a configuration, in the order in which figure 2 of the workflow
// article asks for the data.
const (
	NeedType              machine.Need = "peering-type"                // it is one of the three types
	NeedFamily            machine.Need = "family-configured"           // IPv4 or IPv6 is configured
	NeedBothPaths         machine.Need = "both-paths"                  // a configured family has a subnet for each path
	NeedSubnetFamily      machine.Need = "subnet-family"               // a subnet is of the family that it is configured for
	NeedSubnetLength      machine.Need = "subnet-length"               // a subnet is a /30 or a /126
	NeedSubnetCanonical   machine.Need = "subnet-canonical"            // no bits are set beyond its length
	NeedPathsApart        machine.Need = "paths-apart"                 // the two paths have different subnets
	NeedSubnetPublic      machine.Need = "subnet-public"               // public and Microsoft peering: the subnets are public
	NeedIPv4Only          machine.Need = "ipv4-only"                   // public peering: no IPv6
	NeedVLAN              machine.Need = "vlan-valid"                  // the VLAN ID is 1 to 4094
	NeedPeerASN           machine.Need = "peer-asn-given"              // the peer ASN is given
	NeedPeerASNUnreserved machine.Need = "peer-asn-unreserved"         // it is none of those that Azure keeps for itself
	NeedPeerASNUsable     machine.Need = "peer-asn-usable"             // it is neither reserved by a standard nor Microsoft's
	NeedPeerASNAssigned   machine.Need = "peer-asn-assigned"           // Microsoft peering: it is not for documentation
	NeedKeyRef            machine.Need = "shared-key-reference"        // the reference to the MD5 key names one place
	NeedMicrosoft         machine.Need = "microsoft-peering-only"      // prefixes, customer ASN and registry are on a Microsoft peering
	NeedMicrosoftConfig   machine.Need = "microsoft-config-given"      // Microsoft peering: IPv4 has prefixes, customer ASN or registry
	NeedAdvertised        machine.Need = "prefixes-advertised"         // Microsoft peering: a configured family has prefixes
	NeedCustomerASNPublic machine.Need = "customer-asn-public"         // the customer ASN is public
	NeedCustomerASNInt32  machine.Need = "customer-asn-int32"          // the customer ASN fits the field
	NeedRegistry          machine.Need = "registry-valid"              // the registry is one that Azure knows
	NeedRouteFilterType   machine.Need = "route-filter-microsoft-only" // the route filter is on a Microsoft peering
)

const (
	sourceArticle     = "https://learn.microsoft.com/en-us/azure/expressroute/expressroute-workflows"
	sourceRequired    = "https://learn.microsoft.com/en-us/azure/expressroute/expressroute-routing"
	sourcePublic      = "https://learn.microsoft.com/en-us/azure/expressroute/about-public-peering"
	sourceFilter      = "https://learn.microsoft.com/en-us/azure/expressroute/how-to-routefilter-portal"
	sourceTerraform   = "github.com/hashicorp/terraform-provider-azurerm, internal/services/network/express_route_circuit_peering_resource.go"
	sourceIPv6Config  = "github.com/Azure/azure-rest-api-specs, specification/network/resource-manager/Microsoft.Network/stable/2024-05-01/expressRouteCircuit.json, Ipv6ExpressRouteCircuitPeeringConfig"
	sourceCanonical   = "recorded: github.com/Azure/azure-cli, azure-powershell and azure-sdk-for-net test sessions, 2015 to 2025: every link subnet in them is canonical"
	sourceTag         = "IEEE 802.1Q, section 9.6: VLAN identifiers 0 and 4095 are reserved"
	sourceASNs        = "RFC 6793 section 9 (23456), RFC 7300 (65535, 4294967295); 12076 is the other end"
	sourceKeyRef      = "github.com/expressroute-go/expressroute, peering/key.go"
	sourceNoConfig    = "https://github.com/Azure/azure-cli/issues/1175"
	sourceCustomerASN = "https://github.com/MicrosoftDocs/azure-docs/pull/116823"
	sourceInt32       = "github.com/Azure/azure-sdk-for-go, sdk/resourcemanager/network/armnetwork/models.go, ExpressRouteCircuitPeeringConfig.CustomerASN"
)

// Validate returns everything that is wrong with c as the configuration of a
// peering of type t, in the order of figure 2 of the workflow article. Paths
// are those of [Config.Diff].
//
// One rule here is Enforced, [NeedMicrosoftConfig]. The others are documented or
// weaker, and Azure was seen to accept the contrary of several:
// [machine.Unmet.Basis] tells how each is known.
func (c Config) Validate(t Type) machine.Problems {
	return broken(rules, t, subject{Config: c, Type: t}, c.writer())
}

// subject is what the rules look at.
type subject struct {
	Config
	Type Type
}

// rules are what Azure asks of the configuration of one peering, in the order
// of figure 2 of the workflow article.
//
// Three rules of its time are not here: the AS of a public peering had to be
// public in 2016, and later not; "not 65515" has become a range; and no source
// tells the range of a VLAN ID.
var rules = []rule[subject]{
	{need: NeedType, check: checkType,
		want: "the peering must be AzurePrivatePeering, AzurePublicPeering or MicrosoftPeering", fix: "say which peering it is",
		basis: machine.Documented, source: sourceArticle},

	// Peering subnet for path 1, peering subnet for path 2.
	{need: NeedFamily, check: checkFamily,
		want: "at least one address family must be configured", fix: "give a subnet for each of the two paths",
		basis: machine.Documented, source: sourceRequired},
	{need: NeedBothPaths, check: checkBothPaths,
		want: "both paths must have a subnet", fix: "give the missing subnet",
		basis: machine.Documented, source: sourceTerraform},
	{need: NeedSubnetFamily, check: checkSubnetFamily,
		want: "the subnet must be of the address family that it is configured for", fix: "put the subnet where its family is configured",
		basis: machine.Documented, source: sourceIPv6Config},
	{need: NeedSubnetLength, check: checkSubnetLength,
		want: "the subnet of one path must be an IPv4 /30 or an IPv6 /126", fix: "give each path its half of the /29 or /125",
		basis: machine.Documented, source: sourceRequired},
	{need: NeedSubnetCanonical, check: checkSubnetCanonical,
		want: "the subnet must have no host bits", fix: "give the first address of the subnet",
		basis: machine.Observed, source: sourceCanonical},
	{need: NeedPathsApart, check: checkPathsApart,
		want: "the subnets of the two paths must not overlap", fix: "give each path its own subnet",
		basis: machine.Documented, source: sourceRequired},
	{need: NeedSubnetPublic, on: []Type{Public, Microsoft}, check: checkSubnetPublic,
		want: "the subnet must be public", fix: "give a subnet of public addresses that are registered to you",
		basis: machine.Documented, source: sourceRequired},
	{need: NeedIPv4Only, on: []Type{Public}, check: checkIPv4Only,
		want: "a public peering must be IPv4 alone", fix: "leave IPv6 away",
		basis: machine.Documented, source: sourcePublic},

	// VLAN ID for peering.
	{need: NeedVLAN, check: checkVLAN,
		want: "the VLAN ID must be 1 to 4094", fix: "give the VLAN ID that both paths are tagged with",
		basis: machine.Inferred, source: sourceTag},

	// ASN for peering, beside ExpressRoute's own 12076.
	{need: NeedPeerASN, check: checkPeerASN,
		want: "the peer ASN must be given", fix: "give the AS number of the router at the other end",
		basis: machine.Documented, source: sourceRouting},
	{need: NeedPeerASNUnreserved, check: checkPeerASNUnreserved,
		want: "the peer ASN must not be of 65515 to 65520, which Azure keeps for itself", fix: "give another AS number",
		basis: machine.Documented, source: sourceRequired},
	{need: NeedPeerASNUsable, check: checkPeerASNUsable,
		want: "the peer ASN must be one that a router of the customer can have", fix: "give the AS number of the router at the other end",
		basis: machine.Inferred, source: sourceASNs},
	{need: NeedPeerASNAssigned, on: []Type{Microsoft}, check: checkPeerASNAssigned,
		want: "the peer ASN must not be reserved for documentation", fix: "give the AS number of the router at the other end",
		basis: machine.Documented, source: sourceRequired},

	// MD5 hash.
	{need: NeedKeyRef, check: checkKeyRef,
		want: "the reference to the MD5 key must be one environment variable or one file", fix: "name the one place where the key is",
		basis: machine.Inferred, source: sourceKeyRef},

	// Advertised prefixes, and the rest that is for a Microsoft peering alone.
	{need: NeedMicrosoft, on: []Type{Private, Public}, check: checkMicrosoft,
		want: "prefixes, customer ASN and registry must be on a Microsoft peering alone", fix: "leave it away",
		basis: machine.Article, source: machine.Article2016},
	{need: NeedMicrosoftConfig, on: []Type{Microsoft}, check: checkMicrosoftConfig,
		want: "the IPv4 family of a Microsoft peering must say what is advertised", fix: "list the prefixes, and name their registry",
		basis: machine.Enforced, source: sourceNoConfig},
	{need: NeedAdvertised, on: []Type{Microsoft}, check: checkAdvertised,
		want: "the prefixes that are advertised must be listed", fix: "list at least one public prefix of the family",
		basis: machine.Documented, source: sourceRouting},
	{on: []Type{Microsoft}, theirs: checkPrefixes},

	// Customer ASN.
	{need: NeedCustomerASNPublic, on: []Type{Microsoft}, check: checkCustomerASNPublic,
		want: "the customer ASN must be public", fix: "give the AS number that the prefixes are registered to, or none",
		basis: machine.Documented, source: sourceCustomerASN},
	{need: NeedCustomerASNInt32, on: []Type{Microsoft}, check: checkCustomerASNInt32,
		want: fmt.Sprintf("the customer ASN must be at most %d: the field is a signed 32-bit integer", math.MaxInt32), fix: "register the prefixes to an AS with a lower number",
		basis: machine.Documented, source: sourceInt32},

	// RIR or IRR for the validation of addresses and AS.
	{need: NeedRegistry, on: []Type{Microsoft}, check: checkRegistry,
		want: "the registry must be ARIN, APNIC, AFRINIC, LACNIC, RIPENCC, RADB or ALTDB", fix: "name the registry that has the prefixes",
		basis: machine.Documented, source: sourceRequired},

	// Since 2017, after the figure was drawn.
	{need: NeedRouteFilterType, on: []Type{Private, Public}, check: checkRouteFilterType,
		want: "a route filter must be on a Microsoft peering alone", fix: "leave it away",
		basis: machine.Documented, source: sourceFilter},
}
