package bgp

// Is4Byte reports whether a needs four bytes. Both ends of the session must
// support such numbers (RFC 6793); Microsoft's edge does.
func (a ASN) Is4Byte() bool { return a > 65535 }

// IsPrivate reports whether a is for private use: 64512 to 65534 and 4200000000
// to 4294967294 (RFC 6996 section 5). A private peer ASN on a Microsoft peering
// requires manual validation.
//
// Source: https://learn.microsoft.com/en-us/azure/expressroute/expressroute-routing
func (a ASN) IsPrivate() bool { return a.in(64512, 65534) || a.in(4200000000, 4294967294) }

// IsDocumentation reports whether a is for examples: 64496 to 64511 and 65536
// to 65551 (RFC 5398 section 4).
func (a ASN) IsDocumentation() bool { return a.in(64496, 64511) || a.in(65536, 65551) }

// IsReserved reports whether a standard reserves a: 0 (RFC 7607); 23456, which
// replaces numbers of four bytes on old routers (RFC 6793 section 9); and the
// last numbers of two and of four bytes, 65535 and 4294967295 (RFC 7300).
func (a ASN) IsReserved() bool {
	switch a {
	case 0, 23456, 65535, 4294967295:
		return true
	}
	return false
}

// IsExpressRoute reports whether a is one of the private numbers that Azure
// reserves for itself, 65515 to 65520. A peering cannot use them.
//
// Source: https://learn.microsoft.com/en-us/azure/expressroute/expressroute-routing
func (a ASN) IsExpressRoute() bool { return a.in(65515, 65520) }

// IsPublic reports whether a registry can assign a to a network: it is not private,
// not for documentation, not reserved, and not one of 65552 to 131071, which IANA
// reserves (https://www.iana.org/assignments/as-numbers). Whether the number is
// assigned, and to whom, is only in the registries.
func (a ASN) IsPublic() bool {
	return !a.IsPrivate() && !a.IsDocumentation() && !a.IsReserved() && !a.in(65552, 131071)
}

func (a ASN) in(first, last ASN) bool { return first <= a && a <= last }
