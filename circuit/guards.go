package circuit

import (
	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
)

// The guards of the coupling, in the order of the article; those that differ
// between the editions stand in edition.go.
const (
	NeedOrder                   machine.Need = "order-complete"
	NeedAlive                   machine.Need = "not-deleted"
	NeedProvider                machine.Need = "has-provider"
	NeedConnectivityOrdered     machine.Need = "connectivity-ordered"
	NeedServiceKey              machine.Need = "service-key-handed-over"
	NeedProvisioned             machine.Need = "provisioned"
	NeedEnabled                 machine.Need = "enabled"
	NeedWanted                  machine.Need = "wanted"
	NeedCustomerRouting         machine.Need = "customer-manages-routing"
	NeedProviderRouting         machine.Need = "provider-manages-routing"
	NeedIdle                    machine.Need = "no-operation-in-flight"
	NeedHealthy                 machine.Need = "circuit-not-failed"
	NeedHealthyPeering          machine.Need = "peering-not-failed"
	NeedPeering                 machine.Need = "peering-exists"
	NeedPrivatePeering          machine.Need = "private-peering-configured"
	NeedSameSubscription        machine.Need = "same-subscription"
	NeedOtherSubscription       machine.Need = "other-subscription"
	NeedAuthorization           machine.Need = "authorization"
	NeedNoAuthorization         machine.Need = "not-yet-authorized"
	NeedLinked                  machine.Need = "linked"
	NeedNotLinked               machine.Need = "not-yet-linked"
	NeedLinkRoom                machine.Need = "link-limit"
	NeedPremiumGeography        machine.Need = "premium-for-other-geography"
	NeedBandwidthUp             machine.Need = "bandwidth-up"
	NeedTierChange              machine.Need = "tier-may-change"
	NeedBillingChange           machine.Need = "billing-may-change"
	NeedRouteFilter             machine.Need = "route-filter-named"
	NeedRouteFilterAttached     machine.Need = "route-filter-attached"
	NeedNoRouteFilter           machine.Need = "no-route-filter"
	NeedNoLinks                 machine.Need = "no-links"
	NeedNoAuthorizations        machine.Need = "no-authorizations"
	NeedNoPeerings              machine.Need = "no-peerings"
	NeedDeprovisioningRequested machine.Need = "deprovisioning-requested"
	NeedBuilt                   machine.Need = "something-to-deprovision"
	NeedTakenDown               machine.Need = "taken-down"
	NeedStuck                   machine.Need = "stuck"
	NeedTicket                  machine.Need = "ticket-open"
)

// provisioned and enabled together are "usable": Provisioned and Enabled is the
// only state in which a circuit can be used and routing be configured.
var provisioned = guard{
	Need: NeedProvisioned, Want: "the circuit must be Provisioned", Who: whoProvisions,
	Basis: machine.Article, Source: machine.Article2016,
	Holds: func(v view) machine.Truth { return v.providerIs(Provisioned, NotApplicable) },
	Found: foundProvider,
}

var enabled = guard{
	Need: NeedEnabled, Want: "the circuit must be Enabled", Who: whoEnables,
	Basis: machine.Article, Source: machine.Article2016,
	Holds: func(v view) machine.Truth { return v.statusIs(Enabled) },
	Found: foundStatus,
}

var orderComplete = guard{
	Need: NeedOrder, Want: "the order must name provider, peering location, bandwidth, tier and billing model",
	Actor: machine.Customer, Fix: "complete the order",
	Basis: machine.Article, Source: machine.Article2016,
	Holds: func(v view) machine.Truth { return machine.Is(missingOrder(v) == "") },
	Found: func(v view) string { return "no " + missingOrder(v) },
}

var alive = guard{
	Need: NeedAlive, Want: "the circuit must not be deleted or on its way out",
	Actor: machine.Customer, Fix: "order another circuit",
	Basis: machine.Inferred, Source: machine.Article2016,
	Holds: func(v view) machine.Truth {
		return v.statusIs(Disabling).Or(v.statusIs(Gone)).Or(machine.Is(v.Operation == peering.Deleting)).Not()
	},
	Found: func(v view) string { return foundStatus(v) + ", last operation " + v.Operation.String() },
}

var hasProvider = guard{
	Need: NeedProvider, Want: "the circuit must have a connectivity provider", Actor: machine.Nobody,
	Basis: machine.Documented, Source: sourceDirect,
	Holds: func(v view) machine.Truth { return machine.Is(v.Provider != NotApplicable) },
	Found: constant("a circuit on an ExpressRoute Direct port"),
}

var connectivityOrdered = guard{
	Need: NeedConnectivityOrdered, Want: "connectivity must be ordered from the provider",
	Actor: machine.Customer, Fix: "order connectivity from the provider",
	Basis: machine.Article, Source: machine.Article2016,
	Holds: func(v view) machine.Truth {
		return v.done(ConnectivityOrdered, v.providerAtWork(), v.Want.Facts.Ordered)
	},
	Found: constant("no record of an order"),
}

var keyHandedOver = guard{
	Need: NeedServiceKey, Want: "the provider must have the service key and what else it needs",
	Actor: machine.Customer, Fix: "hand the service key over to the provider",
	Basis: machine.Article, Source: machine.Article2016,
	Holds: func(v view) machine.Truth {
		return v.done(ServiceKeyHandedOver, v.providerAtWork(), v.Want.Facts.KeyHandedOver)
	},
	Found: constant("no record that the service key was handed over"),
}

var wanted = guard{
	Need: NeedWanted, Want: "the spec must say how the peering is to be configured",
	Actor: machine.Customer, Fix: "describe the peering in the spec",
	Basis: machine.Inferred, Source: sourceSpec,
	Holds: func(v view) machine.Truth { return machine.Is(v.Want.mode(v.of) == peering.Present) },
	Found: func(v view) string { return "the spec has it " + v.Want.mode(v.of).String() },
}

// customerRouting: where the provider manages Layer 3, Azure takes a customer's
// write all the same, and the provider's settings are lost.
var customerRouting = guard{
	Need: NeedCustomerRouting, Want: "the customer must be the one who manages the peering",
	Actor: machine.Provider, Fix: "change the peering for the customer",
	Basis: machine.Documented, Source: sourceTroubleshoot,
	Holds: func(v view) machine.Truth {
		manager := v.manager()
		if manager == machine.Nobody && v.peering().Exists() != machine.No {
			return machine.Unknown
		}
		return machine.Is(manager != machine.Provider)
	},
	Found: foundManager,
}

var providerRouting = guard{
	Need: NeedProviderRouting, Want: "the provider must be the one who manages the peering",
	Actor: machine.Customer, Fix: "configure the peering, or say that the provider does",
	Basis: machine.Article, Source: machine.Article2016,
	Holds: func(v view) machine.Truth {
		manager := v.manager()
		if manager == machine.Nobody {
			return machine.Unknown
		}
		return machine.Is(manager == machine.Provider)
	},
	Found: foundManager,
}

// idle: one write at a time on a circuit and everything on it.
var idle = guard{
	Need: NeedIdle, Want: "no other operation on the circuit may be in flight",
	Actor: machine.Microsoft, Fix: "finish the operation in flight",
	Basis: machine.Enforced, Source: sourceConflict,
	Holds: func(v view) machine.Truth { return machine.Is(v.inFlight() == "") },
	Found: func(v view) string { return v.inFlight() },
}

var healthy = guard{
	Need: NeedHealthy, Want: "the last operation on the circuit must not have failed",
	Actor: machine.Customer, Fix: "refresh the circuit: write it back unchanged",
	Basis: machine.Enforced, Source: sourceParentFailed,
	Holds: func(v view) machine.Truth { return machine.Is(!v.Operation.Broken()) },
	Found: func(v view) string { return "circuit " + v.Operation.String() },
}

var healthyPeering = guard{
	Need: NeedHealthyPeering, Want: "the last operation on the peering must not have failed",
	Actor: machine.Customer, Fix: "write the peering again",
	Basis: machine.Enforced, Source: sourceParentFailed,
	Holds: func(v view) machine.Truth { return machine.Is(!v.peering().Operation.Broken()) },
	Found: func(v view) string { return "peering " + v.peering().Operation.String() },
}

var peeringThere = guard{
	Need: NeedPeering, Want: "the peering must be there",
	Actor: machine.Customer, Fix: "configure the peering",
	Basis: machine.Documented, Source: sourceRouting,
	Holds: func(v view) machine.Truth { return v.peering().Exists() },
	Found: func(v view) string { return "peering " + v.peering().Operation.String() },
}

// familyThere: there is something to validate once the family was written.
var familyThere = guard{
	Need: NeedPeering, Want: "the address family of the peering must be there",
	Actor: machine.Customer, Fix: "configure the peering",
	Basis: machine.Documented, Source: sourceCrossConnection,
	Holds: func(v view) machine.Truth { return v.peering().Family(v.family).Exists() },
	Found: func(v view) string { return v.peering().Family(v.family).Admin.String() },
}

var privatePeering = guard{
	Need: NeedPrivatePeering, Want: "Azure private peering must be configured",
	Actor: machine.Customer, Fix: "configure Azure private peering",
	Basis: machine.Documented, Source: sourceLinks,
	Holds: func(v view) machine.Truth { return v.Private.Exists() },
	Found: func(v view) string { return v.Private.Operation.String() },
}

var sameSubscription = guard{
	Need: NeedSameSubscription, Want: "the network must be in the circuit's subscription",
	Actor: machine.NetworkOwner, Fix: "redeem an authorization",
	Basis: machine.Documented, Source: sourceLinks,
	Holds: func(v view) machine.Truth { return machine.Is(!v.link().OtherSubscription) },
	Found: constant("a network of another subscription"),
}

var otherSubscription = guard{
	Need: NeedOtherSubscription, Want: "the network must be in another subscription",
	Actor: machine.Customer, Fix: "link the network itself: it takes no authorization",
	Basis: machine.Documented, Source: sourceLinks,
	Holds: func(v view) machine.Truth { return machine.Is(v.link().OtherSubscription) },
	Found: constant("a network of the circuit's subscription"),
}

var authorization = guard{
	Need: NeedAuthorization, Want: "the network must have an authorization",
	Actor: machine.Customer, Fix: "create an authorization and give its key to the network's owner",
	Basis: machine.Documented, Source: sourceLinks,
	Holds: func(v view) machine.Truth { return machine.Is(v.has(&v.authorized)) },
	Found: constant("none"),
}

var noAuthorization = guard{
	Need: NeedNoAuthorization, Want: "the network must not have an authorization yet",
	Actor: machine.Nobody, Basis: machine.Documented, Source: sourceLinks,
	Holds: func(v view) machine.Truth { return machine.Is(!v.has(&v.authorized)) },
	Found: constant("one"),
}

var linked = guard{
	Need: NeedLinked, Want: "the network must be linked",
	Actor: machine.Nobody, Basis: machine.Documented, Source: sourceLinks,
	Holds: func(v view) machine.Truth { return machine.Is(v.has(&v.linked)) },
	Found: constant("no link"),
}

var notLinked = guard{
	Need: NeedNotLinked, Want: "the network must not be linked yet",
	Actor: machine.Nobody, Basis: machine.Documented, Source: sourceLinks,
	Holds: func(v view) machine.Truth { return machine.Is(!v.has(&v.linked)) },
	Found: constant("a link"),
}

var linkRoom = guard{
	Need: NeedLinkRoom, Want: "the circuit must have room for another link at its tier and bandwidth",
	Actor: machine.Customer, Fix: "unlink a network, or raise the tier or the bandwidth",
	Basis: machine.Documented, Source: sourceLimits,
	Holds: func(v view) machine.Truth {
		limit := v.order().LinkLimit()
		if limit == 0 {
			return machine.Unknown
		}
		return machine.Is(v.linked.len() < limit)
	},
	Found: func(v view) string {
		return count(v.linked.len(), "link") + " of " + count(v.order().LinkLimit(), "link")
	},
}

var premiumGeography = guard{
	Need: NeedPremiumGeography, Want: "a network in another geopolitical region takes the Premium tier",
	Actor: machine.Customer, Fix: "change the tier to Premium",
	Basis: machine.Documented, Source: sourceFAQ,
	Holds: func(v view) machine.Truth {
		if !v.link().OtherGeography {
			return machine.Yes
		}
		return v.tierIs(Premium)
	},
	Found: func(v view) string { return "tier " + v.order().Tier.String() },
}

// otherOrder: what is as the spec wants it needs no change.
func otherOrder(dimension string, asWanted func(v *view) machine.Truth) guard {
	return guard{
		Need: NeedWanted, Want: "the spec must want another " + dimension,
		Actor: machine.Customer, Fix: "name it in the spec",
		Basis: machine.Inferred, Source: sourceSpec,
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
	Need: NeedBandwidthUp, Want: "the bandwidth can only be raised",
	Actor: machine.Customer, Fix: "order another circuit for less bandwidth",
	Basis: machine.Enforced, Source: sourceDowngrade,
	Holds: func(v view) machine.Truth {
		have, want := v.order().Bandwidth, v.Want.Order.Bandwidth
		if have == 0 || want == 0 {
			return machine.Unknown
		}
		return machine.Is(want >= have)
	},
	Found: func(v view) string {
		return "from " + v.order().Bandwidth.String() + " to " + v.Want.Order.Bandwidth.String()
	},
}

// tierMayChange: to Premium and back, if what is linked fits a Standard
// circuit; away from Local, never to it.
var tierMayChange = guard{
	Need: NeedTierChange, Want: "the tier may change so, with what is linked",
	Who: func(v view) (machine.Actor, string) {
		if v.Want.Order.Tier == Local {
			return machine.Customer, "order another circuit: none becomes Local"
		}
		return machine.Customer, "unlink networks beyond ten and in other geographies"
	},
	Basis: machine.Documented, Source: sourceSKU,
	Holds: func(v view) machine.Truth {
		to := v.Want.Order.Tier
		if to != Premium && (v.linked.len() > 10 || v.linkedAbroad()) {
			return machine.No
		}
		return tierChange(v.order().Tier, to)
	},
	Found: func(v view) string {
		return "from " + v.order().Tier.String() + " to " + v.Want.Order.Tier.String() + " with " + count(v.linked.len(), "link")
	},
}

var billingMayChange = guard{
	Need: NeedBillingChange, Want: "the billing model may change from metered to unlimited data only",
	Actor: machine.Customer, Fix: "order another circuit",
	Basis: machine.Documented, Source: sourceSKU,
	Holds: func(v view) machine.Truth { return billingChange(v.order().Billing, v.Want.Order.Billing) },
	Found: func(v view) string {
		return "from " + v.order().Billing.String() + " to " + v.Want.Order.Billing.String()
	},
}

var routeFilterNamed = guard{
	Need: NeedRouteFilter, Want: "the spec must name a route filter",
	Actor: machine.Customer, Fix: "name one",
	Basis: machine.Inferred, Source: sourceSpec,
	Holds: func(v view) machine.Truth { return machine.Is(v.Want.wantsRouteFilter()) },
	Found: constant("none"),
}

var routeFilterAttached = guard{
	Need: NeedRouteFilterAttached, Want: "a route filter must be attached",
	Actor: machine.Nobody, Basis: machine.Documented, Source: sourceRouteFilter,
	Holds: func(v view) machine.Truth { return v.Microsoft.RouteFilter },
	Found: constant("none"),
}

var noRouteFilter = guard{
	Need: NeedNoRouteFilter, Want: "no route filter may be attached",
	Actor: machine.Customer, Fix: "detach the route filter",
	Basis: machine.Documented, Source: sourceRouteFilter,
	Holds: func(v view) machine.Truth {
		if v.Want.Edition == Edition2016 || v.of == peeringPrivate || v.of == peeringPublic {
			return machine.Yes
		}
		return v.Microsoft.RouteFilter.Not()
	},
	Found: func(v view) string { return "route filter attached: " + v.Microsoft.RouteFilter.String() },
}

// noLinks also covers Global Reach connections. Links are shown with the
// networks' gateways, not with the circuit.
var noLinks = guard{
	Need: NeedNoLinks, Want: "nothing may be linked to the circuit",
	Actor: machine.Customer, Fix: "unlink every network, and attest that no other is linked",
	Basis: machine.Documented, Source: sourceCannotDelete,
	Holds: func(v view) machine.Truth {
		switch {
		case v.of == peeringPublic || v.of == peeringMicrosoft:
			return machine.Yes
		case v.linked.len() > 0:
			return machine.No
		case v.Private.Exists() == machine.No:
			return machine.Yes
		}
		return v.State.Links
	},
	Found: func(v view) string {
		if first := v.first(&v.linked); first != "" {
			return first
		}
		return "no list of the links: the connections of the virtual network gateways would tell"
	},
}

var noAuthorizations = guard{
	Need: NeedNoAuthorizations, Want: "no authorization may be left",
	Actor: machine.Customer, Fix: "revoke the authorizations",
	Basis: machine.Documented, Source: sourceCannotDelete,
	Holds: func(v view) machine.Truth {
		return machine.Is(v.Want.Edition == Edition2016 || v.authorized.len() == 0)
	},
	Found: func(v view) string { return v.first(&v.authorized) },
}

var noPeerings = guard{
	Need: NeedNoPeerings, Want: "no peering may be left",
	Actor: machine.Customer, Fix: "remove the peerings",
	Basis: machine.Documented, Source: sourceCannotDelete,
	Holds: func(v view) machine.Truth {
		if v.Want.Edition == Edition2016 {
			return machine.Yes
		}
		return v.Private.Exists().Or(v.Public.Exists()).Or(v.Microsoft.Exists()).Not()
	},
	Found: foundPeerings,
}

var deprovisioningRequested = guard{
	Need: NeedDeprovisioningRequested, Want: "the customer must have asked the provider to deprovision",
	Actor: machine.Customer, Fix: "ask the provider to deprovision the circuit",
	Basis: machine.Article, Source: machine.Article2016,
	Holds: func(v view) machine.Truth {
		return v.done(DeprovisioningRequested, v.Provider == Deprovisioning, machine.Unknown)
	},
	Found: constant("no record of a request"),
}

var built = guard{
	Need: NeedBuilt, Want: "there must be something for the provider to take down",
	Actor: machine.Nobody, Basis: machine.Inferred, Source: sourceWorkflows,
	Holds: func(v view) machine.Truth { return v.providerIs(NotProvisioned, NotApplicable).Not() },
	Found: foundProvider,
}

var takenDown = guard{
	Need: NeedTakenDown, Want: "the provider must have deprovisioned before the circuit goes", Who: whoDeprovisions,
	Basis: machine.Documented, Source: sourceBillUntil,
	Holds: func(v view) machine.Truth { return v.providerIs(NotProvisioned, NotApplicable) },
	Found: foundProvider,
}

var stuck = guard{
	Need: NeedStuck, Want: "the circuit must be stuck: created, not deleted, and not Enabled",
	Actor: machine.Nobody, Basis: machine.Documented, Source: sourceTroubleshoot,
	Holds: func(v view) machine.Truth {
		if v.of != 0 {
			return machine.Yes
		}
		return v.statusIs(Enabling).Or(v.statusIs(Disabled))
	},
	Found: foundStatus,
}

var ticketOpen = guard{
	Need: NeedTicket, Want: "a support ticket about the circuit must be open",
	Actor: machine.Customer, Fix: "open a support ticket",
	Basis: machine.Documented, Source: sourceTroubleshoot,
	Holds: func(v view) machine.Truth { return v.done(TicketOpened, false, machine.Unknown) },
	Found: constant("no record of a ticket"),
}
