package circuit

import "github.com/expressroute-go/expressroute/machine"

// The names of the conditions of a circuit's rules. The names are part of the API;
// the wording of a [machine.Condition] is not.
const (
	// Before everything else.
	NeedObserved machine.Need = "observed"    // the state must be known
	NeedAlive    machine.Need = "not-deleted" // the circuit must not be deleted or being deleted
	NeedWanted   machine.Need = "wanted"      // the spec must want the peering, or another value than the present one

	// Order and provisioning.
	NeedOrder                   machine.Need = "order-complete"           // the order must name provider, peering location, bandwidth, tier and billing model
	NeedProvider                machine.Need = "has-provider"             // the circuit must have a connectivity provider
	NeedConnectivityOrdered     machine.Need = "connectivity-ordered"     // connectivity must be ordered from the provider
	NeedServiceKey              machine.Need = "service-key-handed-over"  // the provider must have the service key and what else it needs
	NeedProvisioned             machine.Need = "provisioned"              // the circuit must be Provisioned
	NeedEnabled                 machine.Need = "enabled"                  // the circuit must be Enabled
	NeedBandwidthUp             machine.Need = "bandwidth-up"             // the bandwidth can only be raised
	NeedTierChange              machine.Need = "tier-may-change"          // Azure must allow the change of tier with the networks that are linked
	NeedBillingChange           machine.Need = "billing-may-change"       // the billing model can only change from metered to unlimited data
	NeedDeprovisioningRequested machine.Need = "deprovisioning-requested" // the customer must have asked the provider to deprovision
	NeedNotBegun                machine.Need = "deprovisioning-not-begun" // the provider must not have begun to deprovision
	NeedBuilt                   machine.Need = "something-to-deprovision" // there must be something for the provider to take down
	NeedDeprovisioned           machine.Need = "deprovisioned"            // the provider must have deprovisioned the circuit
	NeedChoice                  machine.Need = "choice"                   // the customer must choose whether to order again or to delete

	// Operations.
	NeedIdle           machine.Need = "no-operation-in-flight" // no other operation on the circuit may be in flight
	NeedHealthy        machine.Need = "circuit-not-failed"     // the last operation on the circuit must not have failed
	NeedHealthyPeering machine.Need = "peering-not-failed"     // the last operation on the peering must not have failed
	NeedStuck          machine.Need = "stuck"                  // the circuit must be stuck: created, not deleted, and not Enabled
	NeedTicket         machine.Need = "ticket-open"            // a support ticket about the circuit must be open

	// Peerings.
	NeedCustomerRouting     machine.Need = "customer-manages-routing"      // the customer must manage the peering
	NeedProviderRouting     machine.Need = "provider-manages-routing"      // the provider must manage the peering
	NeedPeering             machine.Need = "peering-exists"                // the peering, or its address family, must exist
	NeedAnyPeering          machine.Need = "any-peering"                   // the circuit must have a peering to carry traffic
	NeedNoPeerings          machine.Need = "no-peerings"                   // no peering may be left
	NeedPublicPeering       machine.Need = "public-peering-offered"        // Azure must still offer public peering, retired on 2024-03-31, or the peering must exist
	NeedMicrosoftTier       machine.Need = "premium-for-microsoft-peering" // in 2016, Microsoft peering needs the Premium tier
	NeedEvidence            machine.Need = "evidence-sent"                 // a ticket with evidence about the prefixes must be open
	NeedSubmitted           machine.Need = "prefixes-submitted"            // the prefixes must have been submitted since they were refused
	NeedTicketHelps         machine.Need = "ticket-helps"                  // every fault of the prefixes must be one that a support ticket can solve
	NeedSignable            machine.Need = "signature-helps"               // every fault of the prefixes must be one that a signature can solve
	NeedRouteFilter         machine.Need = "route-filter-attached"         // a route filter must be attached
	NeedNoRouteFilter       machine.Need = "no-route-filter"               // no route filter may be attached
	NeedRouteFiltersOffered machine.Need = "route-filters-offered"         // Azure must offer route filters, as it does since August 2017
	NeedSessionUp           machine.Need = "session-up"                    // a BGP session must be up
	NeedBothPaths           machine.Need = "both-paths-up"                 // the BGP sessions of both paths must be up
	NeedPortLink            machine.Need = "port-link-enabled"             // a link of the port pair must be enabled
	NeedBothPortLinks       machine.Need = "both-port-links-enabled"       // both links of the port pair must be enabled
	NeedSeparateEdge        machine.Need = "separate-edge"                 // Microsoft must be reached over another edge than the Internet
	NeedPublicServices      machine.Need = "public-services-reachable"     // with a default route over private peering, public services must be reached over another peering

	// Links.
	NeedPrivatePeering    machine.Need = "private-peering-configured"  // Azure private peering must be configured
	NeedSameSubscription  machine.Need = "same-subscription"           // the network must be in the circuit's subscription
	NeedOtherSubscription machine.Need = "other-subscription"          // the network must be in another subscription
	NeedAuthorization     machine.Need = "authorization"               // the network must have an authorization
	NeedNoAuthorization   machine.Need = "not-yet-authorized"          // the network must not have an authorization yet
	NeedLinked            machine.Need = "linked"                      // the network must be linked
	NeedNotLinked         machine.Need = "not-yet-linked"              // the network must not be linked yet
	NeedLinkRoom          machine.Need = "link-limit"                  // the links must be within the limit of tier and bandwidth
	NeedPremiumGeography  machine.Need = "premium-for-other-geography" // a network in another geopolitical region needs the Premium tier
	NeedGlobalReach       machine.Need = "global-reach-offered"        // the tier must offer Global Reach
	NeedConnected         machine.Need = "link-connected"              // a link must carry traffic
	NeedNoLinks           machine.Need = "no-links"                    // nothing may be linked to the circuit
	NeedNoAuthorizations  machine.Need = "no-authorizations"           // no authorization may be left

	// The spec.
	NeedOfferedBandwidth machine.Need = "offered-bandwidth"  // the bandwidth must be one that is offered
	NeedDirectOrder      machine.Need = "order-of-its-kind"  // a Direct circuit has no provider
	NeedModelled         machine.Need = "modelled"           // the value must be one that can be modelled; cannot be waived
	NeedLinkKind         machine.Need = "kind-of-link"       // the kind of a link must be that of the resource that it names
	NeedOneLink          machine.Need = "one-link-a-network" // a network is linked once
	NeedPossible         machine.Need = "possible"           // the want must be one that can be fulfilled
)
