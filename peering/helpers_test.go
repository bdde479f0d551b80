package peering

import (
	"fmt"
	"net/netip"

	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/prefixes"
)

// place is the part of a problem that tests compare: the need and the path. The
// wording may change.
type place struct {
	need machine.Need
	path string
}

func places(problems machine.Problems) []place {
	var out []place
	for _, p := range problems {
		out = append(out, place{p.Need, p.Path})
	}
	return out
}

func subnet(text string) netip.Prefix {
	if text == "" {
		return netip.Prefix{}
	}
	return netip.MustParsePrefix(text)
}

func present(c Config) Want { return Want{Mode: WantPresent, Config: c} }

func listed(texts ...string) []prefixes.Prefix {
	var out []prefixes.Prefix
	for _, text := range texts {
		out = append(out, prefixes.MustParsePrefix(text))
	}
	return out
}

// many returns n public prefixes.
func many(n int) []prefixes.Prefix {
	var out []prefixes.Prefix
	for i := range n {
		out = append(out, listed(fmt.Sprintf("123.1.%d.0/24", i))...)
	}
	return out
}

// good returns a configuration of both families that sets every field and
// breaks no rule for that type of peering.
func good(t Type) Config {
	c := Config{
		IPv4:      Half{Primary: subnet("10.0.0.0/30"), Secondary: subnet("10.0.0.4/30")},
		IPv6:      Half{Primary: subnet("fd00::/126"), Secondary: subnet("fd00::4/126")},
		VLAN:      100,
		PeerASN:   64600,
		SharedKey: KeyRef{Env: "PEERING_KEY"},
		ManagedBy: machine.Customer,
	}
	switch t {
	case Public:
		c.IPv4.Primary, c.IPv4.Secondary = subnet("124.0.0.0/30"), subnet("124.0.0.4/30")
		c.IPv6 = Half{}
		c.VLAN = 200
	case Microsoft:
		c.IPv4 = Half{Primary: subnet("104.0.0.0/30"), Secondary: subnet("104.0.0.4/30"), Advertised: listed("123.1.0.0/24", "123.2.0.0/24"),
			CustomerASN: 10000, Registry: "ARIN", RouteFilter: "/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/routeFilters/f"}
		c.IPv6 = Half{Primary: subnet("2620:0:100::/126"), Secondary: subnet("2620:0:100::4/126"), Advertised: listed("2620:0:200::/48"),
			CustomerASN: 10000, Registry: "RIPENCC", RouteFilter: "/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/routeFilters/f"}
		c.VLAN = 300
	}
	return c
}
