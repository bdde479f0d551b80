package circuit

import (
	"fmt"
	"net/netip"
	"testing"
	"time"

	"github.com/expressroute-go/expressroute/peering"
	"github.com/expressroute-go/expressroute/prefixes"
)

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

func TestSmoke(t *testing.T) {
	for _, ed := range []Edition{Edition2016, Today} {
		c, err := New(smokeSpec(ed))
		if err != nil {
			t.Fatal(err)
		}
		t0 := time.Now()
		p, err := c.Plan()
		d := time.Since(t0)
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range p.Steps {
			fmt.Println(s, s.Effect, s.Then, s.Ask, len(s.Assumes))
			if c, err = c.Apply(s.Event); err != nil {
				t.Fatal(err)
			}
			for _, e := range s.Then {
				if c, err = c.Apply(e); err != nil {
					t.Fatal(err)
				}
			}
		}
		fmt.Println(d, c.State(), c.Usable(), c.InService(peering.Private), c.InService(peering.Microsoft))
		t0 = time.Now()
		p, err = c.Teardown()
		fmt.Println(time.Since(t0), err)
		for _, s := range p.Steps {
			fmt.Println(s, s.Effect, s.Then, s.Ask, len(s.Assumes))
			if c, err = c.Apply(s.Event); err != nil {
				t.Fatal(err)
			}
			for _, e := range s.Then {
				if c, err = c.Apply(e); err != nil {
					t.Fatal(err)
				}
			}
		}
		fmt.Println(c.State())
	}
}
