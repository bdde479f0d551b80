package circuit

import (
	"time"

	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
	"github.com/expressroute-go/expressroute/prefixes"
)

// coupling is one row of the rule book: what an event needs, and which
// machines it moves, together or not at all.
type coupling struct {
	On     Verb
	By     machine.Actor
	Of     subject
	Moves  moves
	Needs  machine.Guards[view]
	Effect Effect   // on traffic, or on what is there
	Spoken bool     // it is said to somebody, no call of Azure's API
	Fails  bool     // a failure: it happens, and no plan counts on it
	Lasts  duration // typical, if a source tells
	Basis  machine.Basis
	Source string
}

// moves says which machines hear of an event, and by what name.
type moves struct {
	provider, status bool                   // they hear the verb itself
	circuit          peering.OperationEvent // the circuit's resource, if the event is about the circuit
	peering          peering.OperationEvent // the peering's resource, if it is about a peering
	admin            peering.AdminEvent     // the families that the event touches
	others           peering.AdminEvent     // the families that it does not touch
	prefixes         prefixes.Event         // of the families that it touches, on a Microsoft peering
	note             note
}

// duration is how long an act typically takes until it shows.
type duration struct {
	typical time.Duration
	source  string
}

func guards(needs ...guard) machine.Guards[view] { return needs }

// The rule book: one row an event, in the order of [Verb].
//
// Routing only when Provisioned and Enabled; links only on a configured private
// peering; one write at a time; a failed circuit is refreshed first; delete by
// edition.
var couplings = []coupling{
	// The customer.
	{
		On: CreateCircuit, By: machine.Customer, Of: ofCircuit,
		Moves: moves{status: true, circuit: peering.Write, note: creation},
		Needs: guards(orderComplete),
		Lasts: duration{41 * time.Second, sourceTiming},
		Basis: machine.Article, Source: machine.Article2016,
	},
	{
		On: OrderConnectivity, By: machine.Customer, Of: ofCircuit, Spoken: true,
		Moves: moves{note: connectivityOrdering},
		Needs: guards(hasProvider, alive),
		Basis: machine.Article, Source: machine.Article2016,
	},
	{
		On: HandOverServiceKey, By: machine.Customer, Of: ofCircuit, Spoken: true,
		Moves: moves{note: keyHandover},
		Needs: guards(hasProvider, enabled, connectivityOrdered),
		Basis: machine.Article, Source: machine.Article2016,
	},
	{
		On: RefreshCircuit, By: machine.Customer, Of: ofCircuit,
		Moves: moves{status: true, circuit: peering.Write},
		Needs: guards(idle),
		Lasts: duration{30 * time.Second, sourceTiming},
		Basis: machine.Documented, Source: sourceRefresh,
	},
	{
		On: ChangeBandwidth, By: machine.Customer, Of: ofCircuit,
		Moves: moves{circuit: peering.Write, note: bandwidthWritten},
		Needs: guards(enabled, otherBandwidth, bandwidthUp, idle, healthy.Citing(machine.Documented, sourceRefresh)),
		Lasts: duration{30 * time.Second, sourceTiming},
		Basis: machine.Documented, Source: sourceCircuitHowTo,
	},
	{
		On: ChangeTier, By: machine.Customer, Of: ofCircuit,
		Moves: moves{circuit: peering.Write, note: tierWritten},
		Needs: guards(enabled, otherTier, tierMayChange, idle, healthy.Citing(machine.Documented, sourceRefresh)),
		Lasts: duration{30 * time.Second, sourceTiming},
		Basis: machine.Documented, Source: sourceSKU,
	},
	{
		On: ChangeBilling, By: machine.Customer, Of: ofCircuit,
		Moves: moves{circuit: peering.Write, note: billingWritten},
		Needs: guards(enabled, otherBilling, billingMayChange, idle, healthy.Citing(machine.Documented, sourceRefresh)),
		Lasts: duration{30 * time.Second, sourceTiming},
		Basis: machine.Documented, Source: sourceSKU,
	},
	{ // No routing before Provisioned and Enabled.
		On: ConfigurePeering, By: machine.Customer, Of: ofPeering,
		Moves: moves{peering: peering.Write, admin: peering.Configure, others: peering.Remove, prefixes: prefixes.Submitted, note: peeringWritten},
		Needs: guards(provisioned, enabled, wanted, customerRouting, idle, healthy, publicOffered, microsoftTier),
		Lasts: duration{40 * time.Second, sourceTiming}, // Microsoft peering; a private one 11 s
		Basis: machine.Article, Source: machine.Article2016,
	},
	{
		On: EnablePeering, By: machine.Customer, Of: ofFamily,
		Moves: moves{peering: peering.Write, admin: peering.Enable, note: peeringSwitched},
		Needs: guards(provisioned, enabled, customerRouting, idle, healthy, healthyPeering),
		Lasts: duration{21 * time.Second, sourceTiming},
		Basis: machine.Documented, Source: sourceReset,
	},
	{
		On: DisablePeering, By: machine.Customer, Of: ofFamily,
		Moves:  moves{peering: peering.Write, admin: peering.Disable, note: peeringSwitched},
		Needs:  guards(customerRouting.Citing(machine.Inferred, sourceTroubleshoot), idle, healthy, healthyPeering),
		Effect: Interrupts,
		Lasts:  duration{21 * time.Second, sourceTiming},
		Basis:  machine.Documented, Source: sourceReset,
	},
	{
		On: RemovePeering, By: machine.Customer, Of: ofPeering,
		Moves:  moves{peering: peering.Delete},
		Needs:  guards(peeringThere, customerRouting.Citing(machine.Inferred, sourceTroubleshoot), noLinks.Citing(machine.Documented, sourceRouting), noRouteFilter.Citing(machine.Inferred, sourceRouteFilter), idle.Citing(machine.Documented, sourceRouting)),
		Effect: Destroys,
		Lasts:  duration{11 * time.Second, sourceTiming},
		Basis:  machine.Documented, Source: sourceRouting,
	},
	{ // The one thing that a customer writes on a peering that the provider manages.
		On: AttachRouteFilter, By: machine.Customer, Of: ofFilter,
		Moves: moves{peering: peering.Write, note: filterAttached},
		Needs: guards(routeFiltersOffered, provisioned.Citing(machine.Documented, sourceRouteFilter), enabled.Citing(machine.Documented, sourceRouteFilter), peeringThere, routeFilterNamed, idle, healthy),
		Lasts: duration{21 * time.Second, sourceTiming},
		Basis: machine.Documented, Source: sourceRouteFilter,
	},
	{
		On: DetachRouteFilter, By: machine.Customer, Of: ofFilter,
		Moves:  moves{peering: peering.Write, note: filterDetached},
		Needs:  guards(routeFiltersOffered, peeringThere, routeFilterAttached, idle, healthy),
		Effect: Interrupts,
		Lasts:  duration{21 * time.Second, sourceTiming},
		Basis:  machine.Documented, Source: sourceRouteFilter,
	},
	{
		On: OpenTicket, By: machine.Customer, Of: ofTicket, Spoken: true,
		Moves: moves{prefixes: prefixes.TicketOpened, note: ticketOpening},
		Needs: guards(stuck),
		Basis: machine.Article, Source: machine.Article2016,
	},
	{
		On: SignPrefixes, By: machine.Customer, Of: ofPrefixes,
		Moves: moves{peering: peering.Write, prefixes: prefixes.Signed},
		Needs: guards(customerRouting, idle, healthy),
		Lasts: duration{21 * time.Second, sourceTiming},
		Basis: machine.Documented, Source: sourceRouting,
	},
	{
		On: CreateAuthorization, By: machine.Customer, Of: ofLink,
		Moves: moves{note: authorized},
		Needs: guards(enabled, otherSubscription, noAuthorization, idle, healthy),
		Lasts: duration{11 * time.Second, sourceTiming},
		Basis: machine.Documented, Source: sourceLinks,
	},
	{ // Revoking an authorization deletes the connection that was made with it.
		On: RevokeAuthorization, By: machine.Customer, Of: ofLink,
		Moves:  moves{note: revoked},
		Needs:  guards(authorization, idle),
		Effect: Destroys,
		Lasts:  duration{11 * time.Second, sourceTiming},
		Basis:  machine.Documented, Source: sourceLinks,
	},
	{
		On: LinkNetwork, By: machine.Customer, Of: ofLink,
		Moves: moves{note: networkLinked},
		Needs: guards(provisioned.Citing(machine.Enforced, sourceNotProvisioned), enabled, privatePeering, sameSubscription, notLinked, linkRoom, premiumGeography, idle, healthy.Citing(machine.Documented, sourceRefresh)),
		Basis: machine.Article, Source: machine.Article2016,
	},
	{
		On: UnlinkNetwork, By: machine.Customer, Of: ofLink,
		Moves:  moves{note: networkUnlinked},
		Needs:  guards(linked, ownLink),
		Effect: Destroys,
		Basis:  machine.Documented, Source: sourceLinks,
	},
	{
		On: RequestDeprovisioning, By: machine.Customer, Of: ofCircuit, Spoken: true,
		Moves:  moves{note: deprovisioningAsked},
		Needs:  guards(hasProvider, built),
		Effect: Destroys,
		Basis:  machine.Article, Source: machine.Article2016,
	},
	{ // Today only after the provider; in 2016 also before it: see edition.go.
		On: DeleteCircuit, By: machine.Customer, Of: ofCircuit,
		Moves:  moves{status: true, circuit: peering.Delete},
		Needs:  guards(deprovisioned, noLinks, noAuthorizations, noRouteFilter, noPeerings, idle.Citing(machine.Inferred, sourceConflict)),
		Effect: Destroys,
		Lasts:  duration{30 * time.Second, sourceTiming},
		Basis:  machine.Article, Source: machine.Article2016,
	},

	// The connectivity provider.
	{
		On: ProvisioningStarted, By: machine.Provider, Of: ofCircuit,
		Moves: moves{provider: true},
		Needs: guards(enabled, keyHandedOver),
		Basis: machine.Article, Source: machine.Article2016,
	},
	{
		On: ProvisioningFinished, By: machine.Provider, Of: ofCircuit,
		Moves: moves{provider: true, note: provisionedOnce},
		Needs: guards(enabled, keyHandedOver),
		Basis: machine.Article, Source: machine.Article2016,
	},
	{
		On: ProvisioningAbandoned, By: machine.Provider, Of: ofCircuit,
		Moves: moves{provider: true, status: true, note: takenDownAgain},
		Fails: true,
		Basis: machine.Inferred, Source: sourceAbandoned,
	},
	{ // The same where the provider manages Layer 3.
		On: RoutingConfigured, By: machine.Provider, Of: ofPeering,
		Moves: moves{peering: peering.Write, admin: peering.Configure, others: peering.Remove, prefixes: prefixes.Submitted, note: peeringWritten},
		Needs: guards(provisioned, enabled, providerRouting, keyHandedOver, idle, publicOffered, microsoftTier),
		Basis: machine.Article, Source: machine.Article2016,
	},
	{
		On: RoutingRemoved, By: machine.Provider, Of: ofPeering,
		Moves:  moves{peering: peering.Delete},
		Needs:  guards(peeringThere, providerRouting, noLinks.Citing(machine.Documented, sourceRouting), noRouteFilter.Citing(machine.Inferred, sourceRouteFilter), idle.Citing(machine.Documented, sourceRouting)),
		Effect: Destroys,
		Basis:  machine.Documented, Source: sourceCrossConnection,
	},
	{
		On: DeprovisioningStarted, By: machine.Provider, Of: ofCircuit,
		Moves:  moves{provider: true},
		Needs:  guards(deprovisioningRequested, noPeerings.Citing(machine.Observed, sourceMegaport)),
		Effect: Destroys,
		Basis:  machine.Inferred, Source: sourceDeprovisioning,
	},
	{
		On: DeprovisioningFinished, By: machine.Provider, Of: ofCircuit,
		Moves:  moves{provider: true, status: true, note: takenDownAgain},
		Needs:  guards(deprovisioningRequested, noPeerings.Citing(machine.Observed, sourceMegaport)),
		Effect: Destroys,
		Basis:  machine.Article, Source: machine.Article2016,
	},

	// The owner of a network in another subscription.
	{
		On: NetworkLinked, By: machine.NetworkOwner, Of: ofLink,
		Moves: moves{note: networkLinked},
		Needs: guards(provisioned.Citing(machine.Enforced, sourceNotProvisioned), enabled, privatePeering, authorization, notLinked, linkRoom, premiumGeography, idle, healthy.Citing(machine.Documented, sourceRefresh)),
		Basis: machine.Article, Source: machine.Article2016,
	},
	{
		On: NetworkUnlinked, By: machine.NetworkOwner, Of: ofLink,
		Moves:  moves{note: networkUnlinked},
		Needs:  guards(linked, otherSubscription),
		Effect: Destroys,
		Basis:  machine.Documented, Source: sourceLinks,
	},

	// Microsoft's platform.
	{
		On: OperationFinished, By: machine.Microsoft, Of: ofCircuitPeering,
		Moves: moves{status: true, circuit: peering.Finish, peering: peering.Finish, note: finished},
		Basis: machine.Documented, Source: sourceCrossConnection,
	},
	{
		On: OperationFailed, By: machine.Microsoft, Of: ofCircuitPeering,
		Moves: moves{status: true, circuit: peering.Fail, peering: peering.Fail, note: failed},
		Fails: true,
		Basis: machine.Observed, Source: sourceFailed,
	},
	{
		On: FailureSpread, By: machine.Microsoft, Of: ofCircuitPeering,
		Moves: moves{circuit: peering.Spread, peering: peering.Spread},
		Fails: true,
		Basis: machine.Observed, Source: sourceParentFailed,
	},
	{
		On: CircuitDisabled, By: machine.Microsoft, Of: ofCircuit,
		Moves: moves{status: true, circuit: peering.Spread},
		Fails: true,
		Basis: machine.Observed, Source: sourceFailed,
	},
	{
		On: PeeringRefused, By: machine.Microsoft, Of: ofPeering,
		Moves: moves{peering: peering.Fail, admin: peering.Refuse, note: failed},
		Fails: true,
		Basis: machine.Observed, Source: sourceRefused,
	},
	{
		On: PeeringRemoved, By: machine.Microsoft, Of: ofPeering,
		Moves: moves{peering: peering.Vanish, admin: peering.Remove, others: peering.Remove, prefixes: prefixes.Withdrawn, note: peeringGone},
		Basis: machine.Observed, Source: sourceTiming,
	},
	{
		On: ValidationStarted, By: machine.Microsoft, Of: ofPrefixes,
		Moves: moves{prefixes: prefixes.ValidationStarted},
		Needs: guards(familyThere),
		Basis: machine.Inferred, Source: sourceRouting,
	},
	{
		On: PrefixesValidated, By: machine.Microsoft, Of: ofPrefixes,
		Moves: moves{prefixes: prefixes.Validated},
		Needs: guards(familyThere),
		Basis: machine.Documented, Source: sourceRouting,
	},
	{
		On: PrefixesNotMatched, By: machine.Microsoft, Of: ofPrefixes,
		Moves: moves{prefixes: prefixes.NotMatched},
		Needs: guards(familyThere),
		Fails: true,
		Basis: machine.Article, Source: machine.Article2016,
	},
	{
		On: CircuitDeleted, By: machine.Microsoft, Of: ofCircuit,
		Moves: moves{status: true, circuit: peering.Vanish, note: circuitGone},
		Needs: guards(takenDown),
		Basis: machine.Documented, Source: sourceBillUntil,
	},

	// Microsoft Support.
	{
		On: EvidenceAccepted, By: machine.Support, Of: ofPrefixes,
		Moves: moves{prefixes: prefixes.EvidenceAccepted, note: evidenceExamined},
		Needs: guards(evidenceGiven),
		Basis: machine.Inferred, Source: sourceRouting,
	},
	{
		On: EvidenceRejected, By: machine.Support, Of: ofPrefixes,
		Moves: moves{prefixes: prefixes.EvidenceRejected, note: evidenceExamined},
		Needs: guards(evidenceGiven),
		Fails: true,
		Basis: machine.Inferred, Source: machine.Article2016,
	},
	{
		On: CircuitRepaired, By: machine.Support, Of: ofCircuit,
		Moves: moves{status: true, note: repaired},
		Needs: guards(ticketOpen, idle.Citing(machine.Inferred, sourceTroubleshoot)),
		Basis: machine.Inferred, Source: sourceTroubleshoot,
	},
}

// ruleFor returns the row of a verb, nil if there is no such verb.
func ruleFor(v Verb) *coupling {
	if i := int(v) - 1; i >= 0 && i < len(couplings) {
		return &couplings[i]
	}
	return nil
}
