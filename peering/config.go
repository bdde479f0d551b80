package peering

import (
	"fmt"
	"net/netip"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/expressroute-go/expressroute/bgp"
	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/prefixes"
)

// Half is the configuration of one address family of a peering. The zero Half
// is a family that is not configured.
type Half struct {
	Primary     netip.Prefix      `json:"primary,omitzero"`      // subnet of path 1: a /30 or a /126
	Secondary   netip.Prefix      `json:"secondary,omitzero"`    // subnet of path 2: a /30 or a /126
	Advertised  []prefixes.Prefix `json:"advertised,omitempty"`  // Microsoft peering: the public prefixes that are announced to Microsoft
	CustomerASN bgp.ASN           `json:"customerASN,omitzero"`  // Microsoft peering: the AS number that the prefixes are registered to, if it is not PeerASN; 0 if not given
	Registry    string            `json:"registry,omitempty"`    // Microsoft peering: where the prefixes are registered, "ARIN"; "" or "NONE" if not given
	RouteFilter string            `json:"routeFilter,omitempty"` // Microsoft peering: resource ID of the route filter; "" if there is none
}

// IsZero reports whether the family is not configured. A registry of "NONE"
// does not count, because ARM shows it on private peerings.
func (h Half) IsZero() bool {
	return !h.Primary.IsValid() && !h.Secondary.IsValid() &&
		len(h.Advertised) == 0 && h.CustomerASN == 0 && registry(h.Registry) == "" && h.RouteFilter == ""
}

// Config is the configuration of a peering: the data that figure 2 of the
// workflow article asks for. It does not include the AS number of Microsoft's
// edge, which is always [bgp.Microsoft].
//
// Source: https://learn.microsoft.com/en-us/azure/expressroute/expressroute-workflows
type Config struct {
	IPv4      Half          `json:"ipv4,omitzero"`
	IPv6      Half          `json:"ipv6,omitzero"`
	VLAN      uint16        `json:"vlan,omitzero"`      // 802.1Q tag, 1 to 4094, the same on both paths
	PeerASN   bgp.ASN       `json:"peerASN,omitzero"`   // the AS number on the customer's side of the session
	SharedKey KeyRef        `json:"sharedKey,omitzero"` // where the MD5 key is, never the key itself
	ManagedBy machine.Actor `json:"managedBy,omitzero"` // who configures this peering: Customer, Provider, or Nobody if not known
	Since     time.Time     `json:"since,omitzero"`     // when it was configured; zero if not known

	// Legacy says whether Azure shows the Microsoft peering in legacy mode. The
	// schema has the number legacyMode and does not say what it means. 0 is not
	// legacy. We infer that another number means a peering from before route
	// filters, which receives routes without one.
	//
	// Source: github.com/Azure/azure-rest-api-specs,
	// specification/network/resource-manager/Microsoft.Network/stable/2024-10-01/expressRouteCircuit.json
	Legacy bool `json:"legacy,omitempty"`
}

// Half returns the configuration of that family, or the zero Half if f is not a
// family.
func (c Config) Half(f Family) Half {
	switch f {
	case IPv4:
		return c.IPv4
	case IPv6:
		return c.IPv6
	}
	return Half{}
}

// Clone returns a copy that shares no memory with c.
func (c Config) Clone() Config {
	c.IPv4.Advertised = slices.Clone(c.IPv4.Advertised)
	c.IPv6.Advertised = slices.Clone(c.IPv6.Advertised)
	return c
}

// half is one family of a configuration, with its path.
type half struct {
	Half
	family Family
	path   string // "ipv4"
}

// halves returns both families, configured or not.
func (c Config) halves() [2]half {
	return [2]half{{c.IPv4, IPv4, "ipv4"}, {c.IPv6, IPv6, "ipv6"}}
}

// at returns the path of a field of the half: "ipv4.primary".
func (h half) at(field string) string { return h.path + "." + field }

// Diff returns the paths at which have differs from c, the wanted
// configuration, in the order of [Config.Validate]: "vlan", "ipv4.primary".
//
// The spelling does not matter: Diff compares prefixes without host bits,
// registries and resource IDs without upper and lower case, and treats a
// customer ASN that equals the peer ASN as not given. The order of the
// advertised prefixes does not matter either: "ipv4.advertised[1]" is a wanted
// prefix that have lacks, by its index in c, and "ipv4.advertised" means that
// have has prefixes that c has not.
//
// Diff does not compare SharedKey, because Azure never returns a key, nor
// ManagedBy, Since and Legacy, which describe a peering and are not wanted
// values.
func (c Config) Diff(have Config) []string {
	var d diff
	had := have.paths()
	for i, want := range c.paths() {
		d.add(want.subnet.Masked() != had[i].subnet.Masked(), want.at)
	}
	d.add(c.VLAN != have.VLAN, "vlan")
	d.add(c.PeerASN != have.PeerASN, "peerASN")
	theirs := have.halves()
	for i, want := range c.halves() {
		d.addAdvertised(want, theirs[i])
		d.add(want.registeredTo(c.PeerASN) != theirs[i].registeredTo(have.PeerASN), want.at("customerASN"))
		d.add(registry(want.Registry) != registry(theirs[i].Registry), want.at("registry"))
		d.add(!strings.EqualFold(want.RouteFilter, theirs[i].RouteFilter), want.at("routeFilter"))
	}
	return d
}

// Field returns the value at a path that [Config.Diff] returned, as text.
func (c Config) Field(path string) string {
	switch path {
	case "vlan":
		return strconv.Itoa(int(c.VLAN))
	case "peerASN":
		return c.PeerASN.String()
	}
	family, field, _ := strings.Cut(path, ".")
	h := c.IPv4
	if family == "ipv6" {
		h = c.IPv6
	}
	field, _, _ = strings.Cut(field, "[")
	switch field {
	case "primary":
		return subnetText(h.Primary)
	case "secondary":
		return subnetText(h.Secondary)
	case "advertised":
		return fmt.Sprint(h.Advertised)
	case "customerASN":
		return h.CustomerASN.String()
	case "registry":
		return h.Registry
	case "routeFilter":
		return h.RouteFilter
	}
	return ""
}

func subnetText(p netip.Prefix) string {
	if !p.IsValid() {
		return "none"
	}
	return p.String()
}

// diff collects the paths that differ.
type diff []string

func (d *diff) add(differs bool, path string) {
	if differs {
		*d = append(*d, path)
	}
}

func (d *diff) addAdvertised(want, have half) {
	wanted, had := ranges(want.Advertised), ranges(have.Advertised)
	for i, p := range want.Advertised {
		d.add(!had[p.Prefix().Masked()], fmt.Sprintf("%s[%d]", want.at("advertised"), i))
	}
	unwanted := func(p prefixes.Prefix) bool { return !wanted[p.Prefix().Masked()] }
	d.add(slices.ContainsFunc(have.Advertised, unwanted), want.at("advertised"))
}

// ranges returns the prefixes without their host bits, as a set.
func ranges(list []prefixes.Prefix) map[netip.Prefix]bool {
	set := make(map[netip.Prefix]bool, len(list))
	for _, p := range list {
		set[p.Prefix().Masked()] = true
	}
	return set
}

// registeredTo returns the customer ASN, or 0 if it equals the peer ASN.
func (h Half) registeredTo(peer bgp.ASN) bgp.ASN {
	if h.CustomerASN == peer {
		return 0
	}
	return h.CustomerASN
}
