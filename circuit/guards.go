package circuit

import (
	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
)

// provisioned and enabled together mean "usable": a circuit can be used, and its
// routing configured, only if it is Provisioned and Enabled.
var provisioned = guard{
	Condition: machine.Condition{
		Need: NeedProvisioned, Want: "the circuit must be Provisioned",
		Basis: machine.Article, Source: machine.Article2016,
	},
	Who:   whoProvisions,
	Holds: func(v view) machine.Truth { return v.providerIs(Provisioned, NotApplicable) },
	Found: foundProvider,
}

var enabled = guard{
	Condition: machine.Condition{
		Need: NeedEnabled, Want: "the circuit must be Enabled",
		Basis: machine.Article, Source: machine.Article2016,
	},
	Who:   whoEnables,
	Holds: func(v view) machine.Truth { return v.statusIs(Enabled) },
	Found: foundStatus,
}

var orderComplete = guard{
	Condition: machine.Condition{
		Need: NeedOrder, Want: "the order must name provider, peering location, bandwidth, tier and billing model",
		Actor: machine.Customer, Fix: "complete the order",
		Basis: machine.Article, Source: machine.Article2016,
	},
	Holds: func(v view) machine.Truth { return machine.TruthOf(missingOrder(v) == "") },
	Found: func(v view) string { return "no " + missingOrder(v) },
}

var alive = guard{
	Condition: machine.Condition{
		Need: NeedAlive, Want: "the circuit must not be deleted or being deleted",
		Actor: machine.Customer, Fix: "order another circuit",
		Basis: machine.Inferred, Source: machine.Article2016,
	},
	Holds: func(v view) machine.Truth {
		return v.statusIs(Gone).Or(v.statusIs(Disabling)).Or(v.operationIs(peering.Deleting)).Not()
	},
	Found: func(v view) string { return foundStatus(v) + ", last operation " + v.Operation.String() },
}

var hasProvider = guard{
	Condition: machine.Condition{
		Need: NeedProvider, Want: "the circuit must have a connectivity provider",
		Actor: machine.Nobody,
		Basis: machine.Documented, Source: sourceDirect,
	},
	Holds: func(v view) machine.Truth { return v.providerIs(NotApplicable, NotApplicable).Not() },
	Found: constant("a circuit on an ExpressRoute Direct port"),
}

var connectivityOrdered = guard{
	Condition: machine.Condition{
		Need: NeedConnectivityOrdered, Want: "connectivity must be ordered from the provider",
		Actor: machine.Customer, Fix: "order connectivity from the provider",
		Basis: machine.Article, Source: machine.Article2016,
	},
	Holds: func(v view) machine.Truth {
		return v.done(ConnectivityOrdered, v.providerAtWork(), v.Want.Facts.Ordered)
	},
	Found: constant("no record of an order"),
}

var keyHandedOver = guard{
	Condition: machine.Condition{
		Need: NeedServiceKey, Want: "the provider must have the service key and what else it needs",
		Actor: machine.Customer, Fix: "hand the service key over to the provider",
		Basis: machine.Article, Source: machine.Article2016,
	},
	Holds: func(v view) machine.Truth {
		return v.done(ServiceKeyHandedOver, v.providerAtWork(), v.Want.Facts.KeyHandedOver)
	},
	Found: constant("no record that the service key was handed over"),
}

// idle lets an event pass if no operation is in flight: Azure takes one write at a
// time on a circuit and its peerings.
var idle = guard{
	Condition: machine.Condition{
		Need: NeedIdle, Want: "no other operation on the circuit may be in flight",
		Actor: machine.Microsoft, Fix: "finish the operation in flight",
		Basis: machine.Enforced, Source: sourceConflict,
	},
	Holds: func(v view) machine.Truth { return v.idle() },
	Found: foundInFlight,
}

// idleOrFailed: the circuit is written back after a failure even where a peering
// stays in flight, for good as it was recorded. See [State.working].
var idleOrFailed = func() guard {
	g := idle
	g.Holds = func(v view) machine.Truth {
		if v.Operation.Broken() {
			return machine.Yes
		}
		return v.idle()
	}
	return g
}()

var healthy = guard{
	Condition: machine.Condition{
		Need: NeedHealthy, Want: "the last operation on the circuit must not have failed",
		Actor: machine.Customer, Fix: "refresh the circuit: write it back unchanged",
		Basis: machine.Enforced, Source: sourceParentFailed,
	},
	Holds: func(v view) machine.Truth { return unbroken(v.Operation) },
	Found: func(v view) string { return "circuit " + v.Operation.String() },
}

// otherOrder returns a guard that refuses to change a part of the order that
// already is as the spec wants it. dimension names the part.
func otherOrder(dimension string, asWanted func(v *view) machine.Truth) guard {
	return guard{
		Condition: machine.Condition{
			Need: NeedWanted, Want: "the spec must want another " + dimension,
			Actor: machine.Customer, Fix: "name it in the spec",
			Basis: machine.Inferred, Source: sourceSpec,
		},
		Holds: func(v view) machine.Truth { return asWanted(&v).Not() },
		Found: constant("the " + dimension + " is as wanted"),
	}
}

var (
	otherBandwidth = otherOrder("bandwidth", func(v *view) machine.Truth { return v.Bandwidth })
	otherTier      = otherOrder("tier", func(v *view) machine.Truth { return v.Tier })
	otherBilling   = otherOrder("billing model", func(v *view) machine.Truth { return v.Billing })
)

var bandwidthUp = guard{
	Condition: machine.Condition{
		Need: NeedBandwidthUp, Want: "the bandwidth can only be raised",
		Actor: machine.Customer, Fix: "order another circuit for less bandwidth",
		Basis: machine.Enforced, Source: sourceDowngrade,
	},
	Holds: func(v view) machine.Truth {
		have, want := v.order().Bandwidth, v.Want.Order.Bandwidth
		if have == 0 || want == 0 {
			return machine.Unknown
		}
		return machine.TruthOf(want >= have)
	},
	Found: func(v view) string {
		if v.order().Bandwidth == 0 {
			return "a bandwidth that was not observed"
		}
		return "from " + v.order().Bandwidth.String() + " to " + v.Want.Order.Bandwidth.String()
	},
}

// tierMayChange lets the tier change between Standard and Premium, and from Local
// to either. No circuit can change to Local. A change to Standard needs fewer than
// ten links, none of them to another geopolitical region.
var tierMayChange = guard{
	Condition: machine.Condition{
		Need: NeedTierChange, Want: "Azure must allow the change of tier with the networks that are linked",
		Basis: machine.Documented, Source: sourceCircuitHowTo,
	},
	Who: func(v view) (machine.Actor, string) {
		if v.Want.Order.Tier == TierLocal {
			return machine.Customer, "order another circuit: no circuit can change to Local"
		}
		if v.linkedAbroad() == machine.Unknown {
			return machine.Customer, "name every linked network in the spec, with its region; unlink the networks beyond ten, and those in other geopolitical regions"
		}
		return machine.Customer, "unlink the networks beyond ten, and those in other geopolitical regions"
	},
	Holds: func(v view) machine.Truth {
		to := v.Want.Order.Tier
		may := tierChange(v.order().Tier, to)
		switch n := v.linked.len(); {
		case to == TierPremium || may == machine.No:
			return may
		case n > 10 || v.linkedAbroad() == machine.Yes:
			return machine.No
		case n == 10 || !v.Whole.has(AllLinks) || v.linkedAbroad() == machine.Unknown:
			return machine.Unknown // exactly 10: the how-to says "less than 10", but the limit is 10
		}
		return may
	},
	Found: func(v view) string {
		found := "from " + v.order().Tier.String() + " to " + v.Want.Order.Tier.String() + " with " + count(v.linked.len(), "link")
		if v.linkedAbroad() == machine.Unknown {
			found += foundNoRegion
		}
		return found
	},
}

var billingMayChange = guard{
	Condition: machine.Condition{
		Need: NeedBillingChange, Want: "the billing model can only change from metered to unlimited data; in 2016 it could not change",
		Actor: machine.Customer, Fix: "order another circuit",
		Basis: machine.Documented, Source: sourceSKU,
	},
	Holds: func(v view) machine.Truth {
		have, want := v.order().Billing, v.Want.Order.Billing
		may := billingChange(have, want)
		if may == machine.Yes && !v.Want.Edition.changesBilling() {
			return machine.TruthOf(have == want)
		}
		return may
	},
	Found: func(v view) string {
		return "from " + v.order().Billing.String() + " to " + v.Want.Order.Billing.String()
	},
}

var stuck = guard{
	Condition: machine.Condition{
		Need: NeedStuck, Want: "the circuit must be stuck: created, not deleted, and not Enabled",
		Actor: machine.Nobody,
		Basis: machine.Documented, Source: sourceTroubleshoot,
	},
	Holds: func(v view) machine.Truth {
		if v.of != 0 {
			return machine.Yes
		}
		return v.statusIs(Enabling).Or(v.statusIs(Disabling)).Or(v.statusIs(Disabled))
	},
	Found: foundStatus,
}

var ticketOpen = guard{
	Condition: machine.Condition{
		Need: NeedTicket, Want: "a support ticket about the circuit must be open",
		Actor: machine.Customer, Fix: "open a support ticket",
		Basis: machine.Documented, Source: sourceTroubleshoot,
	},
	Holds: func(v view) machine.Truth { return v.done(TicketOpened, false, machine.Unknown) },
	Found: constant("no record of a ticket"),
}

// evidenceGiven lets Support decide only if a ticket with evidence is open.
var evidenceGiven = guard{
	Condition: machine.Condition{
		Need: NeedEvidence, Want: "a support ticket with evidence about the prefixes must be open",
		Actor: machine.Customer, Fix: "open a support ticket with proof that the prefixes and the AS number are yours",
		Basis: machine.Article, Source: machine.Article2016,
	},
	Holds: func(v view) machine.Truth { return v.done(evidenceSent(v.family), false, machine.Unknown) },
	Found: constant("no record of a ticket"),
}

// whoProvisions says whose turn it is until the circuit is Provisioned, and what to
// do. The provider can only act after the customer has ordered connectivity and
// handed over the service key.
func whoProvisions(v view) (machine.Actor, string) {
	switch {
	case v.Provider == 0:
		return machine.Customer, "read the circuit again"
	case v.Status == NotCreated:
		return machine.Customer, "create the circuit"
	case v.Provider == Provisioning:
		return machine.Provider, "finish provisioning"
	case v.Provider == Deprovisioning:
		return machine.Provider, "finish deprovisioning; then order connectivity again"
	case connectivityOrdered.Holds(v) != machine.Yes:
		return connectivityOrdered.Actor, connectivityOrdered.Fix
	case keyHandedOver.Holds(v) != machine.Yes:
		return keyHandedOver.Actor, keyHandedOver.Fix
	}
	return machine.Provider, "provision the circuit"
}

// whoEnables says whose turn it is until the circuit is Enabled, and what to do.
func whoEnables(v view) (machine.Actor, string) {
	switch {
	case v.Status == NotCreated:
		return machine.Customer, "create the circuit"
	case v.Status == Enabling:
		return machine.Microsoft, "finish enabling"
	case v.Status == Disabled && v.Operation.Broken():
		return machine.Customer, "refresh the circuit, and open a support ticket if that does not help"
	case v.Status == Disabled:
		return machine.Support, "repair the circuit"
	case v.Status == 0:
		return machine.Customer, "read the circuit again"
	}
	return machine.Customer, "order another circuit"
}

// missingOrder names the first part that the order lacks, empty if it is complete.
func missingOrder(v view) string {
	o := v.Want.Order
	switch {
	case o.Provider == "" && v.Want.Kind == Partner:
		return "provider"
	case o.PeeringLocation == "" && v.Want.Kind == Partner:
		return "peering location"
	case o.Bandwidth == 0:
		return "bandwidth"
	case o.Tier == 0:
		return "tier"
	case o.Billing == 0:
		return "billing model"
	}
	return ""
}
