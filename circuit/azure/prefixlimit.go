package azure

import (
	"fmt"

	"github.com/expressroute-go/expressroute/peering"
)

// prefixLimits are how many prefixes Microsoft's router takes in one session. It
// drops a session that has more.
//
// Sources: https://learn.microsoft.com/en-us/azure/expressroute/expressroute-faqs;
// https://learn.microsoft.com/en-us/azure/azure-resource-manager/management/azure-subscription-service-limits#expressroute-limits
var prefixLimits = []struct {
	of                peering.Type
	family            peering.Family
	standard, premium int // without the Premium tier, and with it
}{
	{peering.Private, peering.IPv4, 4_000, 10_000},
	{peering.Private, peering.IPv6, 100, 100},
	{peering.Microsoft, peering.IPv4, 200, 200},
	{peering.Microsoft, peering.IPv6, 200, 200},
}

// nearLimit says how near that many prefixes are to the limit: from nine tenths of it
// on. It is empty below, and where there is no limit. What shows prefixes does not
// show the tier.
func nearLimit(t peering.Type, f peering.Family, n int) string {
	near := func(limit int) bool { return 10*n >= 9*limit }
	for _, l := range prefixLimits {
		if l.of != t || l.family != f {
			continue
		}
		switch {
		case n > l.premium:
			return fmt.Sprintf("%d prefixes: more than the %d that Azure takes, above which it drops the session", n, l.premium)
		case n > l.standard:
			return fmt.Sprintf("%d prefixes: more than the %d that Azure takes without the Premium tier, above which it drops the session; with it, %d", n, l.standard, l.premium)
		case near(l.standard) && l.standard != l.premium:
			return fmt.Sprintf("%d prefixes: near the %d that Azure takes without the Premium tier, above which it drops the session; with it, %d", n, l.standard, l.premium)
		case near(l.standard):
			return fmt.Sprintf("%d prefixes: near the %d that Azure takes, above which it drops the session", n, l.standard)
		}
	}
	return ""
}
