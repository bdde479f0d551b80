package peering

import (
	"fmt"
	"net/netip"
	"slices"

	"github.com/expressroute-go/expressroute/bgp"
	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/prefixes"
)

func checkType(s subject, found report) {
	if !slices.Contains(slices.Collect(Types()), s.Type) {
		found("type", s.Type.String())
	}
}

func checkFamily(s subject, found report) {
	if s.IPv4.IsZero() && s.IPv6.IsZero() {
		found("ipv4", "neither IPv4 nor IPv6")
	}
}

func checkBothPaths(s subject, found report) {
	for _, p := range s.paths() {
		if !s.Half(p.family).IsZero() && !p.subnet.IsValid() {
			found(p.at, "none")
		}
	}
}

func checkSubnetFamily(s subject, found report) {
	for _, p := range s.paths() {
		mapped := p.subnet.Addr().Is4In6()
		if p.subnet.IsValid() && (mapped || prefixes.FamilyOf(p.subnet) != p.family) {
			found(p.at, p.subnet.String())
		}
	}
}

func checkSubnetLength(s subject, found report) {
	for _, p := range s.paths() {
		if p.subnet.IsValid() && p.subnet.Bits() != p.subnet.Addr().BitLen()-2 {
			found(p.at, p.subnet.String())
		}
	}
}

func checkSubnetCanonical(s subject, found report) {
	for _, p := range s.paths() {
		if masked := p.subnet.Masked(); p.subnet != masked {
			found(p.at, fmt.Sprintf("%s, not %s", p.subnet, masked))
		}
	}
}

func checkPathsApart(s subject, found report) {
	for _, h := range s.halves() {
		if h.Primary.Overlaps(h.Secondary) {
			found(h.at("secondary"), fmt.Sprintf("%s, which overlaps %s", h.Secondary, h.Primary))
		}
	}
}

func checkSubnetPublic(s subject, found report) {
	for _, p := range s.paths() {
		if block, special := prefixes.Special(p.subnet); special {
			found(p.at, fmt.Sprintf("%s in %s", p.subnet, block))
		}
	}
}

func checkIPv4Only(s subject, found report) {
	if !s.IPv6.IsZero() {
		found("ipv6", "IPv6")
	}
}

func checkVLAN(s subject, found report) {
	if s.VLAN < 1 || s.VLAN > 4094 {
		found("vlan", fmt.Sprint(s.VLAN))
	}
}

// checkPeerASN ignores NeedPeerASNAssigned on a peering that is not a Microsoft
// peering.
func checkPeerASN(s subject) machine.Problems {
	return slices.DeleteFunc(bgp.CheckPeerASN(s.PeerASN), func(p machine.Problem) bool {
		return p.Need == bgp.NeedPeerASNAssigned && s.Type != Microsoft
	})
}

func checkKeyRef(s subject, found report) {
	if !s.SharedKey.IsZero() && !s.SharedKey.valid() {
		found("sharedKey", "a reference that names two places, or has characters that are not allowed")
	}
}

func checkMicrosoft(s subject, found report) {
	for _, h := range s.halves() {
		if n := len(h.Advertised); n > 0 {
			found(h.at("advertised"), fmt.Sprintf("%d prefixes", n))
		}
		if h.CustomerASN != 0 {
			found(h.at("customerASN"), h.CustomerASN.String())
		}
		if registry(h.Registry) != "" {
			found(h.at("registry"), quoted(h.Registry))
		}
	}
}

// checkMicrosoftConfig finds a configuration that Azure refuses with "Microsoft
// Peering Config is not specified": IPv4 without prefixes, customer ASN and
// registry. The registry "NONE" counts as one. Azure accepted a peering with only
// IPv6 without these fields.
func checkMicrosoftConfig(s subject, found report) {
	h := s.IPv4
	if !h.IsZero() && len(h.Advertised) == 0 && h.CustomerASN == 0 && h.Registry == "" {
		found("ipv4.advertised", "neither prefixes nor customer ASN nor registry")
	}
}

func checkAdvertised(s subject, found report) {
	for _, h := range s.halves() {
		if !h.IsZero() && len(h.Advertised) == 0 {
			found(h.at("advertised"), "none")
		}
	}
}

func checkPrefixes(s subject) machine.Problems {
	var problems machine.Problems
	for _, h := range s.halves() {
		problems = append(problems, prefixes.Check(h.Advertised, h.family).Within(h.path)...)
	}
	return problems
}

func checkCustomerASN(s subject) machine.Problems {
	var problems machine.Problems
	for _, h := range s.halves() {
		problems = append(problems, bgp.CheckCustomerASN(h.CustomerASN).Within(h.path)...)
	}
	return problems
}

func checkRegistry(s subject, found report) {
	for _, h := range s.halves() {
		name := registry(h.Registry)
		if name != "" && name != level3 && !slices.Contains(documentedRegistries, name) {
			found(h.at("registry"), quoted(h.Registry))
		}
	}
}

func checkRouteFilterType(s subject, found report) {
	for _, h := range s.halves() {
		if h.RouteFilter != "" {
			found(h.at("routeFilter"), quoted(h.RouteFilter))
		}
	}
}

// path is one path of a peering, for one address family.
type path struct {
	family Family
	subnet netip.Prefix
	at     string // the path of its subnet in the configuration: "ipv4.primary"
}

// paths returns the two paths of both families, configured or not.
func (c Config) paths() [4]path {
	return [4]path{
		{IPv4, c.IPv4.Primary, "ipv4.primary"}, {IPv4, c.IPv4.Secondary, "ipv4.secondary"},
		{IPv6, c.IPv6.Primary, "ipv6.primary"}, {IPv6, c.IPv6.Secondary, "ipv6.secondary"},
	}
}

// quoted quotes at most the first 64 characters of a text.
func quoted(text string) string { return fmt.Sprintf("%.64q", text) }
