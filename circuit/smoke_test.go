package circuit

import (
	"net/netip"

	"github.com/expressroute-go/expressroute/peering"
	"github.com/expressroute-go/expressroute/prefixes"
)

// smokeSpec is what quick_test.go measures.
func smokeSpec(ed Edition) Spec {
	half := func(a, b string, adv ...string) peering.Half {
		h := peering.Half{Primary: netip.MustParsePrefix(a), Secondary: netip.MustParsePrefix(b)}
		for _, x := range adv {
			h.Advertised = append(h.Advertised, prefixes.MustParsePrefix(x))
			h.Registry = "ARIN"
		}
		return h
	}
	s := Spec{Edition: ed, Order: Order{Provider: "Equinix", PeeringLocation: "Silicon Valley", Bandwidth: 200, Tier: Premium, Billing: MeteredData}}
	s.Private = peering.Want{Mode: peering.Present, Config: peering.Config{IPv4: half("192.168.15.16/30", "192.168.15.20/30"), VLAN: 100, PeerASN: 65001}}
	ms := half("131.107.0.0/30", "131.107.0.4/30", "131.107.8.0/24")
	s.Microsoft = peering.Want{Mode: peering.Present, Config: peering.Config{IPv4: ms, VLAN: 300, PeerASN: 3356}}
	if ed == Edition2016 {
		s.Public = peering.Want{Mode: peering.Present, Config: peering.Config{IPv4: half("131.107.1.0/30", "131.107.1.4/30"), VLAN: 200, PeerASN: 3356}}
	} else {
		s.Private.Config.IPv6 = half("fd00:1::/126", "fd00:1::4/126")
		s.Microsoft.Config.IPv6 = half("2a01:111::/126", "2a01:111::4/126", "2a01:112::/48")
		s.Microsoft.Config.IPv4.RouteFilter = "/rf"
		s.Links = []Link{{Network: "/vnet1"}, {Network: "/vnet2", OtherSubscription: true}}
	}
	return s
}
