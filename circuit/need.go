package circuit

import "github.com/expressroute-go/expressroute/machine"

// What the guards of the coupling need. Those that differ between the editions
// stand in edition.go. The names are part of the API; the wording is not.
const (
	NeedOrder                   machine.Need = "order-complete"              // the order must name provider, peering location, bandwidth, tier and billing model
	NeedAlive                   machine.Need = "not-deleted"                 // the circuit must not be deleted or on its way out
	NeedProvider                machine.Need = "has-provider"                // the circuit must have a connectivity provider
	NeedConnectivityOrdered     machine.Need = "connectivity-ordered"        // connectivity must be ordered from the provider
	NeedServiceKey              machine.Need = "service-key-handed-over"     // the provider must have the service key and what else it needs
	NeedProvisioned             machine.Need = "provisioned"                 // the circuit must be Provisioned
	NeedEnabled                 machine.Need = "enabled"                     // the circuit must be Enabled
	NeedWanted                  machine.Need = "wanted"                      // the spec must want it, or want it otherwise
	NeedCustomerRouting         machine.Need = "customer-manages-routing"    // the customer must be the one who manages the peering
	NeedProviderRouting         machine.Need = "provider-manages-routing"    // the provider must be the one who manages the peering
	NeedIdle                    machine.Need = "no-operation-in-flight"      // no other operation on the circuit may be in flight
	NeedHealthy                 machine.Need = "circuit-not-failed"          // the last operation on the circuit must not have failed
	NeedHealthyPeering          machine.Need = "peering-not-failed"          // the last operation on the peering must not have failed
	NeedPeering                 machine.Need = "peering-exists"              // the peering must be there
	NeedPrivatePeering          machine.Need = "private-peering-configured"  // Azure private peering must be configured
	NeedSameSubscription        machine.Need = "same-subscription"           // the network must be in the circuit's subscription
	NeedOtherSubscription       machine.Need = "other-subscription"          // the network must be in another subscription
	NeedAuthorization           machine.Need = "authorization"               // the network must have an authorization
	NeedNoAuthorization         machine.Need = "not-yet-authorized"          // the network must not have an authorization yet
	NeedLinked                  machine.Need = "linked"                      // the network must be linked
	NeedNotLinked               machine.Need = "not-yet-linked"              // the network must not be linked yet
	NeedLinkRoom                machine.Need = "link-limit"                  // the circuit must have room for another link at its tier and bandwidth
	NeedPremiumGeography        machine.Need = "premium-for-other-geography" // a network in another geopolitical region takes the Premium tier
	NeedBandwidthUp             machine.Need = "bandwidth-up"                // the bandwidth can only be raised
	NeedTierChange              machine.Need = "tier-may-change"             // the tier may change so, with what is linked
	NeedBillingChange           machine.Need = "billing-may-change"          // the billing model may change from metered to unlimited data only
	NeedRouteFilter             machine.Need = "route-filter-named"          // the spec must name a route filter
	NeedRouteFilterAttached     machine.Need = "route-filter-attached"       // a route filter must be attached
	NeedNoRouteFilter           machine.Need = "no-route-filter"             // no route filter may be attached
	NeedNoLinks                 machine.Need = "no-links"                    // nothing may be linked to the circuit
	NeedNoAuthorizations        machine.Need = "no-authorizations"           // no authorization may be left
	NeedNoPeerings              machine.Need = "no-peerings"                 // no peering may be left
	NeedDeprovisioningRequested machine.Need = "deprovisioning-requested"    // the customer must have asked the provider to deprovision
	NeedBuilt                   machine.Need = "something-to-deprovision"    // there must be something for the provider to take down
	NeedTakenDown               machine.Need = "taken-down"                  // the provider must have deprovisioned before the circuit goes
	NeedStuck                   machine.Need = "stuck"                       // the circuit must be stuck: created, not deleted, and not Enabled
	NeedEvidence                machine.Need = "evidence-sent"               // a ticket with evidence about the prefixes must be open
	NeedTicket                  machine.Need = "ticket-open"                 // a support ticket about the circuit must be open
)
