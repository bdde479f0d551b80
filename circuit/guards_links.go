package circuit

import "github.com/expressroute-go/expressroute/machine"

var privatePeering = guard{
	Condition: machine.Condition{
		Need: NeedPrivatePeering, Want: "Azure private peering must be configured",
		Actor: machine.Customer, Fix: "configure Azure private peering",
		Basis: machine.Documented, Source: sourceLinks,
	},
	Who: func(v view) (machine.Actor, string) {
		v.of = peeringPrivate
		return whoWrites(v)
	},
	Holds: func(v view) machine.Truth { return v.Private.Exists() },
	Found: func(v view) string { return v.Private.Operation.String() },
}

var sameSubscription = guard{
	Condition: machine.Condition{
		Need: NeedSameSubscription, Want: "the network must be in the circuit's subscription",
		Actor: machine.NetworkOwner, Fix: "redeem an authorization",
		Basis: machine.Documented, Source: sourceLinks,
	},
	Holds: func(v view) machine.Truth { return machine.TruthOf(!v.link().OtherSubscription) },
	Found: constant("a network of another subscription"),
}

// ownLink lets the customer unlink a network of the circuit's subscription only:
// the owner of another subscription's network deletes the connection itself.
var ownLink = func() guard {
	own := sameSubscription
	own.Fix = "delete the connection, or have the circuit's owner revoke the authorization"
	return own
}()

var otherSubscription = guard{
	Condition: machine.Condition{
		Need: NeedOtherSubscription, Want: "the network must be in another subscription",
		Actor: machine.Customer, Fix: "link the network directly: it needs no authorization",
		Basis: machine.Documented, Source: sourceLinks,
	},
	Holds: func(v view) machine.Truth { return machine.TruthOf(v.link().OtherSubscription) },
	Found: constant("a network of the circuit's subscription"),
}

var authorization = guard{
	Condition: machine.Condition{
		Need: NeedAuthorization, Want: "the network must have an authorization",
		Actor: machine.Customer, Fix: "create an authorization and give its key to the network's owner",
		Basis: machine.Documented, Source: sourceLinks,
	},
	Holds: func(v view) machine.Truth { return v.in(&v.authorized, AllAuthorizations) },
	Found: func(v view) string { return foundIn(v, &v.authorized, AllAuthorizations, "none") },
}

var noAuthorization = guard{
	Condition: machine.Condition{
		Need: NeedNoAuthorization, Want: "the network must not have an authorization yet",
		Actor: machine.Nobody,
		Basis: machine.Documented, Source: sourceLinks,
	},
	Holds: func(v view) machine.Truth { return v.in(&v.authorized, AllAuthorizations).Not() },
	Found: func(v view) string { return foundIn(v, &v.authorized, AllAuthorizations, "one") },
}

var linked = guard{
	Condition: machine.Condition{
		Need: NeedLinked, Want: "the network must be linked",
		Actor: machine.Nobody,
		Basis: machine.Documented, Source: sourceLinks,
	},
	Holds: func(v view) machine.Truth { return v.in(&v.linked, AllLinks) },
	Found: func(v view) string { return foundIn(v, &v.linked, AllLinks, "no link") },
}

var notLinked = guard{
	Condition: machine.Condition{
		Need: NeedNotLinked, Want: "the network must not be linked yet",
		Actor: machine.Nobody,
		Basis: machine.Documented, Source: sourceLinks,
	},
	Holds: func(v view) machine.Truth { return v.in(&v.linked, AllLinks).Not() },
	Found: func(v view) string { return foundIn(v, &v.linked, AllLinks, "a link") },
}

var linkRoom = guard{
	Condition: machine.Condition{
		Need: NeedLinkRoom, Want: "the circuit must have room for another link at its tier and bandwidth",
		Actor: machine.Customer, Fix: "unlink a network, or raise the tier or the bandwidth",
		Basis: machine.Documented, Source: sourceLimits,
	},
	Holds: func(v view) machine.Truth {
		switch limit := v.order().LinkLimit(); {
		case limit == 0:
			return machine.Unknown
		case v.linked.len() >= limit:
			return machine.No
		case !v.Whole.has(AllLinks):
			return machine.Unknown
		}
		return machine.Yes
	},
	Found: func(v view) string {
		if v.order().LinkLimit() == 0 {
			return "a tier or a bandwidth that was not observed"
		}
		if !v.Whole.has(AllLinks) && v.linked.len() < v.order().LinkLimit() {
			return foundNoList
		}
		return count(v.linked.len(), "link") + " of " + count(v.order().LinkLimit(), "link")
	},
}

var premiumGeography = guard{
	Condition: machine.Condition{
		Need: NeedPremiumGeography, Want: "a network in another geopolitical region needs the Premium tier",
		Actor: machine.Customer, Fix: "change the tier to Premium",
		Basis: machine.Documented, Source: sourceFAQ,
	},
	Who: func(v view) (machine.Actor, string) {
		if v.abroad() == machine.Unknown {
			return machine.Customer, "name the network in the spec, with its region, or change the tier to Premium"
		}
		return machine.Customer, "change the tier to Premium"
	},
	Holds: func(v view) machine.Truth { return v.abroad().Not().Or(v.tierIs(TierPremium)) },
	Found: func(v view) string {
		found := "tier " + v.order().Tier.String()
		if v.abroad() == machine.Unknown {
			found += foundNoRegion
		}
		return found
	},
}

var globalReachOffered = guard{
	Condition: machine.Condition{
		Need: NeedGlobalReach, Want: "the tier must offer Global Reach; Local does not",
		Actor: machine.Customer, Fix: "change the tier to Standard, or to Premium for another geopolitical region",
		Basis: machine.Documented, Source: sourceFAQ,
	},
	Holds: func(v view) machine.Truth { return v.tierIs(TierLocal).Not() },
	Found: func(v view) string { return "tier " + v.order().Tier.String() },
}

// linking has the guards of every new link: to a network and by Global Reach. Both
// count against the same limit.
var linking = guards(enabled, privatePeering, notLinked, linkRoom, premiumGeography, idle, healthy.Citing(machine.Documented, sourceRefresh))

// foundNoList says that no complete list of the links was read.
const foundNoList = "no list of the links: the connections of the virtual network gateways and of the Virtual WAN gateways would tell"

// foundIn returns what if it is known whether the event's link is in the set, else
// which list would tell.
func foundIn(v view, set *linkSet, list Lists, what string) string {
	switch {
	case v.in(set, list) != machine.Unknown:
		return what
	case list == AllAuthorizations:
		return foundNoAuthorizations
	case v.Whole.has(list):
		return "a gateway that is linked and whose network no document names: name the gateway in the spec"
	}
	return foundNoList
}

const foundNoAuthorizations = "no list of the authorizations: the circuit's document, or the list of its authorizations, would tell"
