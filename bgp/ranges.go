package bgp

// Is4Byte reports whether a needs four bytes, which both ends of a session must
// then support (RFC 6793). Microsoft's do.
func (a ASN) Is4Byte() bool { return a > 65535 }

// IsPrivate reports whether a is for private use: 64512 to 65534 and
// 4200000000 to 4294967294 (RFC 6996 section 5). On a Microsoft peering such a
// peer ASN makes manual validation necessary.
//
// Source: https://learn.microsoft.com/en-us/azure/expressroute/expressroute-routing
func (a ASN) IsPrivate() bool { return a.in(64512, 65534) || a.in(4200000000, 4294967294) }

// IsDocumentation reports whether a is for examples: 64496 to 64511 and 65536
// to 65551 (RFC 5398 section 4).
func (a ASN) IsDocumentation() bool { return a.in(64496, 64511) || a.in(65536, 65551) }

// IsReserved reports whether a standard keeps a from use: 0 (RFC 7607), 23456,
// which stands for any number of four bytes (RFC 6793 section 9), and the last
// number of either size, 65535 and 4294967295 (RFC 7300).
func (a ASN) IsReserved() bool {
	switch a {
	case 0, 23456, 65535, 4294967295:
		return true
	}
	return false
}

// IsExpressRoute reports whether a is one of the private numbers that Azure
// keeps for itself, 65515 to 65520. No peering may use them.
//
// Source: https://learn.microsoft.com/en-us/azure/expressroute/expressroute-routing
func (a ASN) IsExpressRoute() bool { return a.in(65515, 65520) }

// IsPublic reports whether a registry may have assigned a to a network: it is
// not private, not for documentation, not reserved, and not one of 65552 to
// 131071, which IANA holds back
// (https://www.iana.org/assignments/as-numbers). That it is assigned, and to
// whom, only the registry knows.
func (a ASN) IsPublic() bool {
	return !a.IsPrivate() && !a.IsDocumentation() && !a.IsReserved() && !a.in(65552, 131071)
}

func (a ASN) in(first, last ASN) bool { return first <= a && a <= last }
