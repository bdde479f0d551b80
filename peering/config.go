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

// Half is what one address family of a peering is configured with. The zero
// Half is a family that is not configured.
type Half struct {
	Primary     netip.Prefix      `json:"primary,omitzero"`      // path 1: a /30, or a /126
	Secondary   netip.Prefix      `json:"secondary,omitzero"`    // path 2: likewise
	Advertised  []prefixes.Prefix `json:"advertised,omitempty"`  // Microsoft peering: the public prefixes that are announced to Microsoft
	CustomerASN bgp.ASN           `json:"customerASN,omitzero"`  // Microsoft peering: the AS that the prefixes are registered to, if it is not PeerASN; 0 none
	Registry    string            `json:"registry,omitempty"`    // Microsoft peering: where they are registered, "ARIN"; "" or "NONE" not given
	RouteFilter string            `json:"routeFilter,omitempty"` // Microsoft peering: resource ID of the route filter; "" none
}

// IsZero reports whether the family is not configured. A registry of "NONE"
// configures nothing: ARM shows it on private peerings.
func (h Half) IsZero() bool {
	return !h.Primary.IsValid() && !h.Secondary.IsValid() &&
		len(h.Advertised) == 0 && h.CustomerASN == 0 && registry(h.Registry) == "" && h.RouteFilter == ""
}

// Config is what a peering is configured with: the data that figure 2 of the
// workflow article asks for. The Microsoft edge's own AS is always
// [bgp.Microsoft] and no part of it.
//
// Source: https://learn.microsoft.com/en-us/azure/expressroute/expressroute-workflows
type Config struct {
	IPv4      Half          `json:"ipv4,omitzero"`
	IPv6      Half          `json:"ipv6,omitzero"`
	VLAN      uint16        `json:"vlan,omitzero"`      // 802.1Q tag, 1 to 4094; the same on both paths
	PeerASN   bgp.ASN       `json:"peerASN,omitzero"`   // the AS on the customer's side of the session
	SharedKey KeyRef        `json:"sharedKey,omitzero"` // MD5 key: where to find it, never the key itself
	ManagedBy machine.Actor `json:"managedBy,omitzero"` // who writes this peering: Customer, Provider, or Nobody if not known
	Since     time.Time     `json:"since,omitzero"`     // when it was configured; zero if not known

	// Legacy is whether Azure shows the Microsoft peering to be in legacy mode.
	// The schema has legacyMode as a number and does not say what it means; 0 is
	// not legacy, and the rest is inferred: a peering from before route filters,
	// which receives routes without one.
	//
	// Source: github.com/Azure/azure-rest-api-specs,
	// specification/network/resource-manager/Microsoft.Network/stable/2024-10-01/expressRouteCircuit.json
	Legacy bool `json:"legacy,omitempty"`
}

// Half returns the half of that family, the zero half for no family.
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

// half is one family of a configuration and its place there.
type half struct {
	Half
	family Family
	path   string // "ipv4"
}

// halves returns both families, configured or not.
func (c Config) halves() [2]half {
	return [2]half{{c.IPv4, IPv4, "ipv4"}, {c.IPv6, IPv6, "ipv6"}}
}

// at is the path of a field of the half: "ipv4.primary".
func (h half) at(field string) string { return h.path + "." + field }

// Diff returns the paths, in the order of [Config.Validate], at which have is
// not what c wants: "vlan", "ipv4.primary". Spelling does not count: prefixes
// are compared without host bits, registries and resource IDs without case,
// and a customer ASN that repeats the peer ASN is none. Nor does the order of
// the advertised prefixes: "ipv4.advertised[1]" is a wanted prefix, by its
// index in c, that have lacks, and "ipv4.advertised" says that have holds
// prefixes which c does not want.
//
// SharedKey, ManagedBy, Since and Legacy are not compared: no reading returns a
// key, and the others are known, not wanted.
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

// Field returns what stands at a path that [Config.Diff] returned, in words.
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

// registeredTo returns the customer ASN, 0 if it says no more than the peer
// ASN does.
func (h Half) registeredTo(peer bgp.ASN) bgp.ASN {
	if h.CustomerASN == peer {
		return 0
	}
	return h.CustomerASN
}
