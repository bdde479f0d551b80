package main

import (
	"net/netip"

	"github.com/expressroute-go/expressroute/circuit"
	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
	"github.com/expressroute-go/expressroute/prefixes"
)

const (
	office  = "/subscriptions/main/resourceGroups/er/providers/Microsoft.Network/virtualNetworks/office"
	partner = "/subscriptions/partner/resourceGroups/er/providers/Microsoft.Network/virtualNetworks/partner"
)

// order2016 returns the spec of the circuit in the story, with everything that the
// article mentions, in the edition of 2016.
func order2016() circuit.Spec {
	return circuit.Spec{Edition: circuit.Edition2016, Order: circuit.Order{
		Provider: "Equinix", PeeringLocation: "Silicon Valley",
		Bandwidth: 200, Tier: circuit.TierPremium, Billing: circuit.MeteredData,
	}, Links: []circuit.Link{{Network: office}, {Network: partner, OtherSubscription: true}}, Facts: circuit.Facts{
		Subscription: machine.Yes, Relationship: machine.Yes, PhysicalPath: machine.Yes,
		DefaultRoute: machine.Yes, SeparateEdge: machine.Yes,
		Routing: machine.Customer, ProviderNeeds: []string{"a VPN ID"},
	}, Wants: peering.Wants{Private: present(privatePeering()), Public: present(publicPeering()), Microsoft: present(microsoftPeering())}}
}

// orderToday returns the same spec in today's edition. It does not want the public
// peering, which Azure no longer offers, and leaves an existing one as it is.
func orderToday() circuit.Spec {
	spec := order2016()
	spec.Edition = circuit.EditionToday
	spec.Public = peering.Want{}
	return spec
}

// retired returns the same spec for a circuit that is to be taken down.
func retired(spec circuit.Spec) circuit.Spec {
	spec.Retire = true
	return spec
}

func present(c peering.Config) peering.Want {
	return peering.Want{Mode: peering.WantPresent, Config: c}
}

func privatePeering() peering.Config {
	return peering.Config{
		IPv4: paths("192.168.15.16/30", "192.168.15.20/30"),
		VLAN: 100, PeerASN: 65001, SharedKey: peering.KeyRef{Env: "PRIVATE_PEERING_MD5"},
	}
}

func publicPeering() peering.Config {
	return peering.Config{IPv4: paths("131.107.0.0/30", "131.107.0.4/30"), VLAN: 200, PeerASN: 1234}
}

func microsoftPeering() peering.Config {
	half := paths("131.107.0.8/30", "131.107.0.12/30")
	half.Advertised = []prefixes.Prefix{prefixes.MustParsePrefix("123.1.0.0/24")}
	half.Registry = "ARIN"
	return peering.Config{IPv4: half, VLAN: 300, PeerASN: 1234}
}

// paths returns a family with the subnets of the primary and the secondary path.
func paths(primary, secondary string) peering.Half {
	return peering.Half{Primary: netip.MustParsePrefix(primary), Secondary: netip.MustParsePrefix(secondary)}
}
