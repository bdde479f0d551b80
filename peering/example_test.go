package peering_test

import (
	"fmt"
	"net/netip"

	"github.com/expressroute-go/expressroute/peering"
	"github.com/expressroute-go/expressroute/prefixes"
)

// The addresses of both links, from one /29.
func ExampleSplit() {
	primary, secondary, err := peering.Split(netip.MustParsePrefix("192.168.100.128/29"))
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, link := range []netip.Prefix{primary, secondary} {
		customer, microsoft, err := peering.Addresses(link)
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Printf("%s: customer %s, Microsoft %s\n", link, customer, microsoft)
	}
	// Output:
	// 192.168.100.128/30: customer 192.168.100.129, Microsoft 192.168.100.130
	// 192.168.100.132/30: customer 192.168.100.133, Microsoft 192.168.100.134
}

// Validate reports every problem at once, with what was found and how the rule
// is known. Azure would accept this peering, without effect.
func ExampleConfig_Validate() {
	c := peering.Config{
		IPv4: peering.Half{
			Primary:    netip.MustParsePrefix("192.168.1.0/30"),
			Secondary:  netip.MustParsePrefix("104.0.0.4/30"),
			Advertised: []prefixes.Prefix{prefixes.MustParsePrefix("123.1.0.0/24")},
			Registry:   "RIPE",
		},
		VLAN:    4095,
		PeerASN: 65515,
	}
	for _, p := range c.Validate(peering.Microsoft) {
		fmt.Printf("%-12s %s\n             found %s (%s)\n", p.Path, p.Want, p.Found, p.Basis)
	}
	// Output:
	// ipv4.primary the subnet must be public
	//              found 192.168.1.0/30 in 192.168.0.0/16 (private use, RFC 1918) (Documented)
	// vlan         the VLAN ID must be 1 to 4094
	//              found 4095 (Inferred)
	// peerASN      the peer ASN must not be one of 65515 to 65520, which Azure reserves for itself
	//              found 65515 (Documented)
}

// The paths at which Azure has something else than was wanted. The spelling
// does not matter.
func ExampleConfig_Diff() {
	want := peering.Config{VLAN: 100, PeerASN: 64600, IPv4: peering.Half{
		Primary:    netip.MustParsePrefix("104.0.0.0/30"),
		Secondary:  netip.MustParsePrefix("104.0.0.4/30"),
		Advertised: []prefixes.Prefix{prefixes.MustParsePrefix("123.1.0.0/24"), prefixes.MustParsePrefix("123.2.0.0/24")},
		Registry:   "RIPE",
	}}
	have := want.Clone()
	have.VLAN = 200
	have.IPv4.Registry = "ripencc"
	have.IPv4.Advertised = have.IPv4.Advertised[:1]
	fmt.Println(want.Diff(have))
	// Output: [vlan ipv4.advertised[1]]
}

// A configuration that Azure accepts, and whose prefixes a person has to
// validate.
func ExampleConfig_Advice() {
	c := peering.Config{VLAN: 100, PeerASN: 64600, IPv4: peering.Half{
		Primary:     netip.MustParsePrefix("104.0.0.0/30"),
		Secondary:   netip.MustParsePrefix("104.0.0.4/30"),
		Advertised:  []prefixes.Prefix{prefixes.MustParsePrefix("123.1.0.0/24")},
		Registry:    "ARIN",
		RouteFilter: "/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/routeFilters/f",
	}}
	for _, a := range c.Advice(peering.Microsoft) {
		fmt.Println(a.Need, "at", a.Path)
	}
	// Output: public-asn at ipv4.customerASN
}
