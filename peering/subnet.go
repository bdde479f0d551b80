package peering

import (
	"fmt"
	"net/netip"
)

// Split divides the /29 or /125 of a peering into the subnets of its two paths,
// two /30 or two /126. The lower one is for the primary path. The error is a
// [*SubnetError].
//
// Source: https://learn.microsoft.com/en-us/azure/expressroute/expressroute-routing
func Split(subnet netip.Prefix) (primary, secondary netip.Prefix, err error) {
	if !sized(subnet, 29, 125) {
		return netip.Prefix{}, netip.Prefix{}, &SubnetError{Subnet: subnet, Want: "an IPv4 /29 or an IPv6 /125 without host bits"}
	}
	first := subnet.Addr()
	return netip.PrefixFrom(first, subnet.Bits()+1), netip.PrefixFrom(after(first, 4), subnet.Bits()+1), nil
}

// Addresses returns the addresses of the two routers in the /30 or /126 of one
// path. The router of the customer (or of the provider) has the first usable
// address, Microsoft's router the second. The error is a [*SubnetError].
//
// Source: https://learn.microsoft.com/en-us/azure/expressroute/expressroute-routing
func Addresses(subnet netip.Prefix) (customer, microsoft netip.Addr, err error) {
	if !sized(subnet, 30, 126) {
		return netip.Addr{}, netip.Addr{}, &SubnetError{Subnet: subnet, Want: "an IPv4 /30 or an IPv6 /126 without host bits"}
	}
	return after(subnet.Addr(), 1), after(subnet.Addr(), 2), nil
}

// sized reports whether the subnet has the length for its family, and no host
// bits. It refuses IPv4-mapped IPv6.
func sized(subnet netip.Prefix, bits4, bits6 int) bool {
	bits := bits6
	if subnet.Addr().Is4() {
		bits = bits4
	}
	return subnet.IsValid() && subnet.Bits() == bits && !subnet.Addr().Is4In6() && subnet == subnet.Masked()
}

// after returns the address n after addr.
func after(addr netip.Addr, n int) netip.Addr {
	for range n {
		addr = addr.Next()
	}
	return addr
}

// SubnetError reports a subnet of the wrong size, or with host bits.
type SubnetError struct {
	Subnet netip.Prefix // what was given
	Want   string       // what would have been valid
}

func (e *SubnetError) Error() string {
	return fmt.Sprintf("peering: subnet %s: want %s", e.Subnet, e.Want)
}
