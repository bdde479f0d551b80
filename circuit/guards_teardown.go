package circuit

import (
	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
)

// noLinks lets an event pass if no network and no other circuit is linked. The
// circuit's document does not show links to networks; the gateways of the networks
// do.
var noLinks = guard{
	Condition: machine.Condition{
		Need: NeedNoLinks, Want: "nothing may be linked to the circuit",
		Actor: machine.Customer, Fix: "unlink every network, and attest that no other is linked",
		Basis: machine.Documented, Source: sourceCannotDelete,
	},
	Holds: func(v view) machine.Truth {
		switch {
		case v.of == peeringPublic || v.of == peeringMicrosoft:
			return machine.Yes
		case v.linked.len() > 0:
			return machine.No
		case v.Private.Exists() == machine.No:
			return machine.Yes
		}
		return v.none(&v.linked, AllLinks)
	},
	Found: func(v view) string {
		if first := v.first(&v.linked); first != "" {
			return first
		}
		return foundNoList
	},
}

var noAuthorizations = guard{
	Condition: machine.Condition{
		Need: NeedNoAuthorizations, Want: "no authorization may be left",
		Actor: machine.Customer, Fix: "revoke the authorizations",
		Basis: machine.Documented, Source: sourceCannotDelete,
	},
	Holds: func(v view) machine.Truth {
		if !v.Want.Edition.wantsBareCircuit() {
			return machine.Yes
		}
		return v.none(&v.authorized, AllAuthorizations)
	},
	Found: func(v view) string {
		if first := v.first(&v.authorized); first != "" {
			return first
		}
		return foundNoAuthorizations
	},
}

var noPeerings = guard{
	Condition: machine.Condition{
		Need: NeedNoPeerings, Want: "no peering may be left",
		Basis: machine.Documented, Source: sourceNotDeleted,
	},
	Who: whoRemoves,
	Holds: func(v view) machine.Truth {
		if !v.Want.Edition.wantsBareCircuit() {
			return machine.Yes
		}
		return v.hasPeering().Not()
	},
	Found: foundPeerings,
}

var deprovisioningRequested = guard{
	Condition: machine.Condition{
		Need: NeedDeprovisioningRequested, Want: "the customer must have asked the provider to deprovision",
		Actor: machine.Customer, Fix: "ask the provider to deprovision the circuit",
		Basis: machine.Article, Source: machine.Article2016,
	},
	Holds: func(v view) machine.Truth {
		return v.done(DeprovisioningRequested, v.Provider == Deprovisioning, machine.Unknown)
	},
	Found: constant("no record of a request"),
}

var notBegun = guard{
	Condition: machine.Condition{
		Need: NeedNotBegun, Want: "the provider must not have begun to deprovision",
		Actor: machine.Customer, Fix: "order connectivity again after the provider has finished",
		Basis: machine.Inferred, Source: machine.Article2016,
	},
	Holds: func(v view) machine.Truth { return v.providerIs(Provisioned, Provisioning) },
	Found: foundProvider,
}

var built = guard{
	Condition: machine.Condition{
		Need: NeedBuilt, Want: "there must be something for the provider to take down",
		Actor: machine.Nobody,
		Basis: machine.Inferred, Source: sourceWorkflows,
	},
	Holds: func(v view) machine.Truth { return v.providerIs(NotProvisioned, NotApplicable).Not() },
	Found: foundProvider,
}

var takenDownBefore = guard{
	Condition: machine.Condition{
		Need: NeedDeprovisioned, Want: "the provider must have deprovisioned before Azure deletes the circuit",
		Basis: machine.Documented, Source: sourceBillUntil,
	},
	Who:   whoDeprovisions,
	Holds: func(v view) machine.Truth { return v.providerIs(NotProvisioned, NotApplicable) },
	Found: foundProvider,
}

// whoDeprovisions says whose turn it is until the circuit is deprovisioned: the
// customer's until it has asked the provider, then the provider's.
func whoDeprovisions(v view) (machine.Actor, string) {
	switch {
	case v.Provider == 0:
		return machine.Customer, "read the circuit again"
	case (v.Provider == Provisioned || v.Provider == Provisioning) && deprovisioningRequested.Holds(v) != machine.Yes:
		return deprovisioningRequested.Actor, deprovisioningRequested.Fix
	}
	return machine.Provider, "finish deprovisioning"
}

// whoRemoves says who must remove the peerings: the provider, if it manages one of
// those that exist, else the customer.
func whoRemoves(v view) (machine.Actor, string) {
	for t := range peering.Types() {
		v.of = t
		if v.peering().Exists() == machine.Yes && v.manager() == machine.Provider {
			return machine.Provider, "remove the peerings that it manages"
		}
	}
	return machine.Customer, "remove the peerings"
}
