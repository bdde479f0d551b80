package circuit

import (
	"github.com/expressroute-go/expressroute/bgp"
	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
	"github.com/expressroute-go/expressroute/prefixes"
)

// settle updates the BGP states of one peering, or of all if of is zero. Microsoft's
// edge has BGP enabled exactly while the guards of package bgp hold.
func (s *State) settle(of peering.Type) {
	usable := s.usable()
	for t := peeringPrivate; t <= peeringMicrosoft; t++ {
		if of != 0 && of != t {
			continue
		}
		p := s.OfPeering(t)
		settleFamily(usable, t, p.Operation, &p.IPv4)
		settleFamily(usable, t, p.Operation, &p.IPv6)
	}
}

func settleFamily(usable machine.Truth, t peering.Type, op peering.Operation, f *peering.FamilyState) {
	if f.Admin == peering.Absent {
		f.BGP = bgp.Disabled
	} else {
		f.BGP = bgp.Settle(edge(usable, t, op, *f))
	}
}

// edge returns what decides whether Microsoft's edge enables BGP for one family of a
// peering.
func edge(usable machine.Truth, t peering.Type, op peering.Operation, f peering.FamilyState) bgp.Edge {
	return bgp.Edge{Usable: usable, Administered: administered(f), Applied: applied(op, f), Prefixes: prefixesTaken(t, f)}
}

func administered(f peering.FamilyState) machine.Truth {
	if f.Admin == 0 {
		return machine.Unknown
	}
	return machine.TruthOf(f.Admin == peering.Enabled)
}

// applied says whether a configuration of the peering is in effect. A configuration
// stays in effect while Azure writes the next one, and while the resource is
// Failed: "traffic is not impacted".
//
// Source: github.com/TheresaLui/SelfHelpContent_v2
// articles/microsoft.networkinsights: expressroutereconciliationissuedetectedinsight
func applied(op peering.Operation, f peering.FamilyState) machine.Truth {
	switch {
	case op == peering.Succeeded || f.BGP == bgp.Enabled:
		return machine.Yes
	case op == 0 || f.BGP == 0:
		return machine.Unknown
	}
	return machine.No
}

// prefixesTaken says whether BGP can be enabled with the family's prefixes. On a
// Microsoft peering they must be Configured; other peerings need none.
func prefixesTaken(t peering.Type, f peering.FamilyState) machine.Truth {
	switch {
	case t != peeringMicrosoft:
		return machine.Yes
	case f.Prefixes == 0:
		return machine.Unknown
	}
	return machine.TruthOf(f.Prefixes == prefixes.Configured)
}
