package circuit

import (
	"slices"

	"github.com/expressroute-go/expressroute/bgp"
	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
)

const (
	// NeedSeparateEdge: Microsoft peering takes another edge than the Internet's.
	NeedSeparateEdge machine.Need = "separate-edge"
	// NeedBothPaths: both BGP sessions of a peering are up.
	NeedBothPaths machine.Need = "both-paths-up"
	// NeedPublicServices: with a default route over private peering, Azure's
	// public services are reached over another peering.
	NeedPublicServices machine.Need = "public-services-reachable"
)

// Risks returns what is legal and will hurt, or already does: by the place it
// concerns.
func (c Circuit) Risks() machine.Problems {
	v := c.view()
	risks := c.sessionRisks()
	for t := range peering.Types() {
		v.of = t
		if !c.concerns(t) {
			continue
		}
		if c.state.Peering(t).Operation.Broken() {
			risks = append(risks, problemsAt(t.String(), guards(healthyPeering).Unmet(v))...)
		}
		// Whether a route filter is missing is said by InService.
		advice := slices.DeleteFunc(v.config().Advice(t), func(p machine.Problem) bool { return p.Need == peering.NeedRouteFilter })
		risks = append(risks, advice.Within(t.String())...)
	}
	if c.concerns(peeringMicrosoft) {
		risks = append(risks, problemsAt("MicrosoftPeering", guards(separateEdge).Unmet(v))...)
	}
	if c.concerns(peeringPrivate) {
		risks = append(risks, problemsAt("AzurePrivatePeering", guards(publicServices).Unmet(v))...)
	}
	return append(risks, problemsAt("circuit", guards(healthy).Unmet(v))...)
}

// concerns reports whether the peering is wanted or there.
func (c Circuit) concerns(t peering.Type) bool {
	return c.known().Want.Peering(t).Mode == peering.WantPresent || c.state.Peering(t).Exists() == machine.Yes
}

func problemsAt(path string, unmet []machine.Unmet) machine.Problems {
	problems := make(machine.Problems, len(unmet))
	for i, u := range unmet {
		problems[i] = machine.Problem{Path: path, Unmet: u}
	}
	return problems
}

var separateEdge = guard{
	Condition: machine.Condition{
		Need: NeedSeparateEdge, Want: "Microsoft must be reached over another proxy or edge than the Internet",
		Actor: machine.Customer, Fix: "use a separate edge, or attest that you do: one edge for both makes routing asymmetric and causes outages",
		Basis: machine.Article, Source: machine.Article2016,
	},
	Holds: func(v view) machine.Truth { return v.Want.Facts.SeparateEdge },
	Found: func(v view) string {
		if v.Want.Facts.SeparateEdge == machine.No {
			return "one edge for both"
		}
		return "nothing that tells"
	},
}

var publicServices = guard{
	Condition: machine.Condition{
		Need: NeedPublicServices, Want: "with a default route over private peering, Azure's public services must be reachable over public or Microsoft peering",
		Actor: machine.Customer, Fix: "configure Azure public peering, or today Microsoft peering",
		Basis: machine.Article, Source: machine.Article2016,
	},
	Holds: func(v view) machine.Truth {
		if v.Want.Facts.DefaultRoute != machine.Yes {
			return machine.Yes
		}
		if v.Want.Edition.offersPublicPeering() {
			return v.Public.Exists()
		}
		return v.Public.Exists().Or(v.Microsoft.Exists())
	},
	Found: constant("neither"),
}

// sessionRisks: a peering is two BGP sessions, and both are needed for the
// service level agreement.
func (c Circuit) sessionRisks() machine.Problems {
	var risks machine.Problems
	for t := range peering.Types() {
		for _, f := range []peering.Family{peering.IPv4, peering.IPv6} {
			health := c.known().Seen.Sessions[Session{Peering: t, Family: f}].Paths.Health()
			if health != bgp.Degraded && health != bgp.Down {
				continue
			}
			risks = append(risks, machine.Problem{Path: t.String() + "." + f.String(), Unmet: machine.Unmet{
				Need: NeedBothPaths, Want: "both BGP sessions must be up", Found: health.String(),
				Actor: machine.Customer, Fix: "check both edge routers, and the provider's side",
				Basis: machine.Documented, Source: sourceRequirements,
			}})
		}
	}
	return risks
}
