package circuit

import (
	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
)

var wanted = guard{
	Condition: machine.Condition{
		Need: NeedWanted, Want: "the spec must say how the peering is to be configured",
		Actor: machine.Customer, Fix: "describe the peering in the spec",
		Basis: machine.Inferred, Source: sourceSpec,
	},
	Holds: func(v view) machine.Truth { return machine.TruthOf(v.Want.mode(v.of) == peering.WantPresent) },
	Found: func(v view) string { return "the spec has it " + v.Want.mode(v.of).String() },
}

// customerRouting: where the provider manages Layer 3, Azure takes a customer's
// write all the same, and the provider's settings are lost.
var customerRouting = guard{
	Condition: machine.Condition{
		Need: NeedCustomerRouting, Want: "the customer must be the one who manages the peering",
		Basis: machine.Documented, Source: sourceTroubleshoot,
	},
	Who: func(v view) (machine.Actor, string) {
		if v.manager() == machine.Nobody {
			return machine.Customer, "say who manages the peering"
		}
		return machine.Provider, "change the peering for the customer"
	},
	Holds: func(v view) machine.Truth {
		manager := v.manager()
		if manager == machine.Nobody && v.peering().Exists() != machine.No {
			return machine.Unknown
		}
		return machine.TruthOf(manager != machine.Provider)
	},
	Found: foundManager,
}

var providerRouting = guard{
	Condition: machine.Condition{
		Need: NeedProviderRouting, Want: "the provider must be the one who manages the peering",
		Actor: machine.Customer, Fix: "configure the peering, or say that the provider does",
		Basis: machine.Article, Source: machine.Article2016,
	},
	Holds: func(v view) machine.Truth {
		manager := v.manager()
		if manager == machine.Nobody {
			return machine.Unknown
		}
		return machine.TruthOf(manager == machine.Provider)
	},
	Found: foundManager,
}

var healthyPeering = guard{
	Condition: machine.Condition{
		Need: NeedHealthyPeering, Want: "the last operation on the peering must not have failed",
		Basis: machine.Inferred, Source: sourceParentFailed,
	},
	Who:   whoWrites,
	Holds: func(v view) machine.Truth { return machine.TruthOf(!v.peering().Operation.Broken()) },
	Found: func(v view) string { return "peering " + v.peering().Operation.String() },
}

var peeringThere = guard{
	Condition: machine.Condition{
		Need: NeedPeering, Want: "the peering must be there",
		Basis: machine.Documented, Source: sourceRouting,
	},
	Who:   whoWrites,
	Holds: func(v view) machine.Truth { return v.peering().Exists() },
	Found: func(v view) string { return "peering " + v.peering().Operation.String() },
}

// familyThere: there is something to validate once the family was written.
var familyThere = guard{
	Condition: machine.Condition{
		Need: NeedPeering, Want: "the address family of the peering must be there",
		Basis: machine.Documented, Source: sourceCrossConnection,
	},
	Who:   whoWrites,
	Holds: func(v view) machine.Truth { return v.peering().Family(v.family).Exists() },
	Found: func(v view) string { return v.peering().Family(v.family).Admin.String() },
}

var routeFilterNamed = guard{
	Condition: machine.Condition{
		Need: NeedRouteFilter, Want: "the spec must name a route filter",
		Actor: machine.Customer, Fix: "name one",
		Basis: machine.Inferred, Source: sourceSpec,
	},
	Holds: func(v view) machine.Truth { return machine.TruthOf(v.Want.wantsRouteFilter()) },
	Found: constant("none"),
}

var routeFilterAttached = guard{
	Condition: machine.Condition{
		Need: NeedRouteFilterAttached, Want: "a route filter must be attached",
		Actor: machine.Nobody,
		Basis: machine.Documented, Source: sourceRouteFilter,
	},
	Holds: func(v view) machine.Truth { return v.Microsoft.RouteFilter },
	Found: constant("none"),
}

var noRouteFilter = guard{
	Condition: machine.Condition{
		Need: NeedNoRouteFilter, Want: "no route filter may be attached",
		Actor: machine.Customer, Fix: "detach the route filter",
		Basis: machine.Documented, Source: sourceNotDeleted,
	},
	Holds: func(v view) machine.Truth {
		if !v.Want.Edition.hasRouteFilters() || v.of == peeringPrivate || v.of == peeringPublic {
			return machine.Yes
		}
		return v.Microsoft.RouteFilter.Not()
	},
	Found: func(v view) string { return "route filter attached: " + v.Microsoft.RouteFilter.String() },
}
