package peering

import "github.com/expressroute-go/expressroute/machine"

// Needs of a configuration, in the order of figure 2 of the workflow article.
// Those of the two AS numbers are in package bgp, those of the prefixes in
// package prefixes.
const (
	NeedType            machine.Need = "peering-type"                // the type is one of the three
	NeedFamily          machine.Need = "family-configured"           // IPv4 or IPv6 is configured
	NeedBothPaths       machine.Need = "both-paths"                  // a configured family has a subnet for each path
	NeedSubnetFamily    machine.Need = "subnet-family"               // a subnet belongs to the family that it is configured for
	NeedSubnetLength    machine.Need = "subnet-length"               // a subnet is a /30 or a /126
	NeedSubnetCanonical machine.Need = "subnet-canonical"            // a subnet has no host bits
	NeedPathsApart      machine.Need = "paths-apart"                 // the two paths have different subnets
	NeedSubnetPublic    machine.Need = "subnet-public"               // public and Microsoft peering: the subnets are public
	NeedIPv4Only        machine.Need = "ipv4-only"                   // public peering: no IPv6
	NeedVLAN            machine.Need = "vlan-valid"                  // the VLAN ID is 1 to 4094
	NeedKeyRef          machine.Need = "shared-key-reference"        // the reference to the MD5 key names one place
	NeedMicrosoft       machine.Need = "microsoft-peering-only"      // only a Microsoft peering has prefixes, a customer ASN or a registry
	NeedMicrosoftConfig machine.Need = "microsoft-config-given"      // Microsoft peering: IPv4 has prefixes, customer ASN or registry
	NeedAdvertised      machine.Need = "prefixes-advertised"         // Microsoft peering: a configured family has prefixes
	NeedRegistry        machine.Need = "registry-valid"              // the registry is one that Azure knows
	NeedRouteFilterType machine.Need = "route-filter-microsoft-only" // only a Microsoft peering has a route filter
)

// Validate returns everything that is wrong with c as the configuration of a
// peering of type t, in the order of figure 2 of the workflow article. The
// paths are those of [Config.Diff].
//
// Only one of the rules is Enforced, [NeedMicrosoftConfig]. The others are
// Documented or weaker, and Azure was seen to accept configurations that break
// several of them. [machine.Problems.Enforced] returns the enforced ones.
func (c Config) Validate(t Type) machine.Problems {
	return broken(rules, t, subject{Config: c, Type: t}, c.writer())
}

// subject holds what the rules read.
type subject struct {
	Config
	Type Type
}

// rules has the rules for the configuration of one peering, in the order of
// figure 2 of the workflow article.
//
// Three rules of 2016 are different or missing here: the AS number of a public
// peering had to be public in 2016 and later not; "not 65515" has become a
// range; and no source gives the range of a VLAN ID.
var rules = []rule[subject]{
	{check: checkType, Condition: machine.Condition{
		Need: NeedType, Want: "the peering must be AzurePrivatePeering, AzurePublicPeering or MicrosoftPeering",
		Fix: "give the type of the peering", Basis: machine.Documented, Source: sourceWorkflows,
	}},

	// Peering subnet for path 1, peering subnet for path 2.
	{check: checkFamily, Condition: machine.Condition{
		Need: NeedFamily, Want: "at least one address family must be configured",
		Fix: "give a subnet for each of the two paths", Basis: machine.Documented, Source: sourceRouting,
	}},
	{check: checkBothPaths, Condition: machine.Condition{
		Need: NeedBothPaths, Want: "both paths must have a subnet",
		Fix: "give the missing subnet", Basis: machine.Documented, Source: sourceTerraform,
	}},
	{check: checkSubnetFamily, Condition: machine.Condition{
		Need: NeedSubnetFamily, Want: "the subnet must be of the address family that it is configured for",
		Fix: "move the subnet to the family that it belongs to", Basis: machine.Documented, Source: sourceIPv6Config,
	}},
	{check: checkSubnetLength, Condition: machine.Condition{
		Need: NeedSubnetLength, Want: "the subnet of one path must be an IPv4 /30 or an IPv6 /126",
		Fix: "give each path one half of the /29 or /125", Basis: machine.Documented, Source: sourceRouting,
	}},
	{check: checkSubnetCanonical, Condition: machine.Condition{
		Need: NeedSubnetCanonical, Want: "the subnet must have no host bits",
		Fix: "give the first address of the subnet", Basis: machine.Observed, Source: sourceCanonical,
	}},
	{check: checkPathsApart, Condition: machine.Condition{
		Need: NeedPathsApart, Want: "the subnets of the two paths must not overlap",
		Fix: "give each path its own subnet", Basis: machine.Documented, Source: sourceRouting,
	}},
	{on: []Type{Public, Microsoft}, check: checkSubnetPublic, Condition: machine.Condition{
		Need: NeedSubnetPublic, Want: "the subnet must be public",
		Fix: "give a subnet of public addresses that are registered to you", Basis: machine.Documented, Source: sourceRouting,
	}},
	{on: []Type{Public}, check: checkIPv4Only, Condition: machine.Condition{
		Need: NeedIPv4Only, Want: "a public peering must have IPv4 only",
		Fix: "remove IPv6", Basis: machine.Documented, Source: sourcePublicPeering,
	}},

	// VLAN ID for peering.
	{check: checkVLAN, Condition: machine.Condition{
		Need: NeedVLAN, Want: "the VLAN ID must be 1 to 4094",
		Fix: "give the VLAN ID of both paths", Basis: machine.Inferred, Source: sourceTag,
	}},

	// ASN for peering.
	{theirs: checkPeerASN},

	// MD5 hash.
	{check: checkKeyRef, Condition: machine.Condition{
		Need: NeedKeyRef, Want: "the reference to the MD5 key must be one environment variable or one file",
		Fix: "name one environment variable or one file", Basis: machine.Inferred, Source: sourceKeyRef,
	}},

	// Advertised prefixes, and what else only a Microsoft peering has.
	{on: []Type{Private, Public}, check: checkMicrosoft, Condition: machine.Condition{
		Need: NeedMicrosoft, Want: "prefixes, customer ASN and registry must be on a Microsoft peering only",
		Fix: "remove it", Basis: machine.Article, Source: machine.Article2016,
	}},
	{on: []Type{Microsoft}, check: checkMicrosoftConfig, Condition: machine.Condition{
		Need: NeedMicrosoftConfig, Want: "the IPv4 family of a Microsoft peering must have prefixes, a customer ASN or a registry",
		Fix: "list the prefixes, and give their registry", Basis: machine.Enforced, Source: sourceNoConfig,
	}},
	{on: []Type{Microsoft}, check: checkAdvertised, Condition: machine.Condition{
		Need: NeedAdvertised, Want: "the prefixes that are advertised must be listed",
		Fix: "list at least one public prefix of the family", Basis: machine.Documented, Source: sourceHowTo,
	}},
	{on: []Type{Microsoft}, theirs: checkPrefixes},

	// Customer ASN.
	{on: []Type{Microsoft}, theirs: checkCustomerASN},

	// RIR or IRR for the validation of addresses and AS.
	{on: []Type{Microsoft}, check: checkRegistry, Condition: machine.Condition{
		Need: NeedRegistry, Want: "the registry must be ARIN, APNIC, AFRINIC, LACNIC, RIPENCC, RADB or ALTDB",
		Fix: "give the registry that has the prefixes", Basis: machine.Documented, Source: sourceRouting,
	}},

	// Not in the figure: route filters exist since 2017.
	{on: []Type{Private, Public}, check: checkRouteFilterType, Condition: machine.Condition{
		Need: NeedRouteFilterType, Want: "a route filter must be on a Microsoft peering only",
		Fix: "remove it", Basis: machine.Documented, Source: sourceFilter,
	}},
}
