package circuit

import (
	"slices"
	"strings"

	"github.com/expressroute-go/expressroute/bgp"
	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
)

// Risks returns what is allowed but can cause trouble, or already does: each with
// the peering or the place in the spec. It includes the rules that the spec waives.
func (c Circuit) Risks() machine.Problems {
	v := c.view()
	risks := c.pathRisks()
	for t := range peering.Types() {
		v.of = t
		if !c.concerns(t) {
			continue
		}
		if c.state.Peering(t).Operation.Broken() {
			risks = append(risks, problemsAt(t.String(), guards(healthyPeering).Unmet(v))...)
		}
		// InService reports a missing route filter.
		advice := slices.DeleteFunc(v.config().Advice(t), func(p machine.Problem) bool { return p.Need == peering.NeedRouteFilter })
		risks = append(risks, advice.Within(t.String())...)
	}
	if c.concerns(peeringMicrosoft) {
		risks = append(risks, problemsAt("MicrosoftPeering", guards(separateEdge).Unmet(v))...)
	}
	if c.concerns(peeringPrivate) {
		risks = append(risks, problemsAt("AzurePrivatePeering", guards(publicServices).Unmet(v))...)
	}
	risks = append(risks, problemsAt("circuit", guards(healthy).Unmet(v))...)
	want := &c.known().Want
	return append(risks, slices.DeleteFunc(want.waived(), want.unread)...)
}

// unread reports whether a problem is only that a value was not read: Azure has no
// peering without it.
func (s *Spec) unread(p machine.Problem) bool {
	switch p.Need {
	case bgp.NeedPeerASN, peering.NeedFamily, peering.NeedBothPaths:
		return true
	case peering.NeedVLAN:
		name, _, _ := strings.Cut(p.Path, ".")
		t, err := machine.Parse[peering.Type](name)
		return err == nil && s.Peering(t).Config.VLAN == 0
	}
	return false
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
		return "not attested"
	},
}

var publicServices = guard{
	Condition: machine.Condition{
		Need: NeedPublicServices, Want: "with a default route over private peering, Azure's public services must be reachable over public or Microsoft peering",
		Actor: machine.Customer, Fix: "configure Microsoft peering (in 2016, Azure public peering)",
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

// pathRisks returns a risk for each peering with a BGP session down, because the
// service level agreement requires both sessions, and for each link that carries no
// traffic.
func (c Circuit) pathRisks() machine.Problems {
	var risks machine.Problems
	v := c.view()
	for t := range peering.Types() {
		for _, f := range bothFamilies {
			v.of, v.family = t, f
			if bothSessionsUp.Holds(v) == machine.No {
				risks = append(risks, problemsAt(t.String()+"."+f.String(), guards(bothSessionsUp).Unmet(v))...)
			}
		}
	}
	v = c.view()
	if v.Provider == NotApplicable && bothPortLinksUp.Holds(v) == machine.No {
		risks = append(risks, problemsAt("port", guards(bothPortLinksUp).Unmet(v))...)
	}
	for i, l := range v.links {
		if c.state.linked.has(i) && l.Connection.down() {
			risks = append(risks, linkConnected.At("AzurePrivatePeering", l.Connection.String()+": "+l.Network))
		}
	}
	return risks
}

// down reports whether the connection is known to carry nothing.
func (c Connection) down() bool { return c == Disconnected || c == ConnectionFailed }

// brokenLinks are the wanted links that exist and carry nothing. They are not taken
// away and made again unasked.
func (c *Circuit) brokenLinks() []Obstacle {
	var list []Obstacle
	for i, l := range c.known().links {
		if l.Wanted && c.state.linked.has(i) && l.Connection.down() {
			list = append(list, Obstacle{l.Network + " is linked", []machine.Unmet{linkConnected.Unmet(l.Connection.String())}})
		}
	}
	return list
}

var linkConnected = machine.Condition{
	Need: NeedConnected, Want: "an existing link must carry traffic",
	Actor: machine.Customer, Fix: "repair the other side, or delete the link and make it again",
	Basis: machine.Documented, Source: sourceGlobalReach,
}
