package circuit

import (
	"slices"
	"time"

	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
	"github.com/expressroute-go/expressroute/prefixes"
)

// couplings is the rule book. It has one row for each verb, in the order of [Verb].
// The main rules: routing is configured only when the circuit is Provisioned and
// Enabled; networks are linked only to a configured private peering; Azure takes
// one write at a time; a failed circuit must be refreshed first; whether a
// Provisioned circuit may be deleted depends on the edition.
var couplings = []coupling{
	// The customer.
	{
		On: CreateCircuit, By: machine.Customer, Of: ofCircuit,
		Moves:  moves{status: true, circuit: peering.Write},
		Does:   createdAsOrdered,
		Needs:  guards(orderComplete),
		Lasts:  duration{41 * time.Second, sourceTiming},
		Serves: toUsable,
		Basis:  machine.Article, Source: machine.Article2016,
	},
	{
		On: OrderConnectivity, By: machine.Customer, Of: ofCircuit, Spoken: true,
		Does:   record(ConnectivityOrdered),
		Needs:  guards(hasProvider, alive),
		Serves: toUsable,
		Basis:  machine.Article, Source: machine.Article2016,
	},
	{
		On: HandOverServiceKey, By: machine.Customer, Of: ofCircuit, Spoken: true,
		Does:   record(ServiceKeyHandedOver),
		Needs:  guards(hasProvider, enabled, connectivityOrdered),
		Serves: toUsable,
		Basis:  machine.Article, Source: machine.Article2016,
	},
	{
		On: RefreshCircuit, By: machine.Customer, Of: ofCircuit,
		Moves:  moves{status: true, circuit: peering.Write},
		Needs:  guards(idleOrFailed),
		Lasts:  duration{30 * time.Second, sourceTiming},
		Serves: toRepair,
		Basis:  machine.Documented, Source: sourceRefresh,
	},
	{
		On: ChangeBandwidth, By: machine.Customer, Of: ofCircuit,
		Moves:  moves{circuit: peering.Write},
		Does:   bandwidthWritten,
		Needs:  guards(enabled, otherBandwidth, bandwidthUp, idle, healthy.Citing(machine.Documented, sourceRefresh)),
		Lasts:  duration{30 * time.Second, sourceTiming},
		Serves: toOrder,
		Basis:  machine.Documented, Source: sourceCircuitHowTo,
	},
	{
		On: ChangeTier, By: machine.Customer, Of: ofCircuit,
		Moves:  moves{circuit: peering.Write},
		Does:   tierWritten,
		Needs:  guards(enabled, otherTier, tierMayChange, idle, healthy.Citing(machine.Documented, sourceRefresh)),
		Lasts:  duration{30 * time.Second, sourceTiming},
		Serves: toOrder,
		Basis:  machine.Documented, Source: sourceSKU,
	},
	{
		On: ChangeBilling, By: machine.Customer, Of: ofCircuit,
		Moves:  moves{circuit: peering.Write},
		Does:   billingWritten,
		Needs:  guards(enabled, otherBilling, billingMayChange, idle, healthy.Citing(machine.Documented, sourceRefresh)),
		Lasts:  duration{30 * time.Second, sourceTiming},
		Serves: toOrder,
		Basis:  machine.Documented, Source: sourceSKU,
	},
	{ // No routing before Provisioned and Enabled.
		On: ConfigurePeering, By: machine.Customer, Of: ofPeering,
		Moves:  moves{peering: peering.Write, admin: peering.Configure, others: peering.Remove, prefixes: prefixes.Submitted},
		Does:   peeringWritten(machine.Customer),
		Needs:  guards(provisioned, enabled, wanted, customerRouting, idle, healthy, publicOffered, microsoftTier),
		Lasts:  duration{40 * time.Second, sourceTiming}, // Microsoft peering; a private one 11 s
		Serves: toRoute,
		Basis:  machine.Article, Source: machine.Article2016,
	},
	{
		On: EnablePeering, By: machine.Customer, Of: ofFamily,
		Moves:  moves{peering: peering.Write, admin: peering.Enable},
		Does:   peeringSwitched(machine.Customer),
		Needs:  guards(provisioned, enabled, customerRouting, idle, healthy, healthyPeering),
		Lasts:  duration{21 * time.Second, sourceTiming},
		Serves: toRoute,
		Basis:  machine.Documented, Source: sourceReset,
	},
	{
		On: DisablePeering, By: machine.Customer, Of: ofFamily,
		Moves:  moves{peering: peering.Write, admin: peering.Disable},
		Does:   peeringSwitched(machine.Customer),
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
		Serves: toUnroute,
		Basis:  machine.Documented, Source: sourceRouting,
	},
	{ // No customerRouting: the customer attaches filters also if the provider manages the peering.
		On: AttachRouteFilter, By: machine.Customer, Of: ofFilter,
		Moves:  moves{peering: peering.Write},
		Does:   routeFilter(machine.Yes),
		Needs:  guards(routeFiltersOffered, provisioned.Citing(machine.Documented, sourceRouteFilter), enabled.Citing(machine.Documented, sourceRouteFilter), peeringThere, otherFilter, idle, healthy),
		Lasts:  duration{21 * time.Second, sourceTiming},
		Serves: toFilter,
		Basis:  machine.Documented, Source: sourceRouteFilter,
	},
	{
		On: DetachRouteFilter, By: machine.Customer, Of: ofFilter,
		Moves:  moves{peering: peering.Write},
		Does:   routeFilter(machine.No),
		Needs:  guards(routeFiltersOffered, peeringThere, routeFilterAttached, idle, healthy),
		Effect: Interrupts,
		Lasts:  duration{21 * time.Second, sourceTiming},
		Serves: toUnroute,
		Basis:  machine.Documented, Source: sourceRouteFilter,
	},
	{
		On: OpenTicket, By: machine.Customer, Of: ofTicket, Spoken: true,
		Moves:  moves{prefixes: prefixes.TicketOpened},
		Does:   ticketOpened,
		Needs:  guards(stuck, ticketHelps),
		Serves: toUsable | toValidate,
		Basis:  machine.Article, Source: machine.Article2016,
	},
	{
		On: SignPrefixes, By: machine.Customer, Of: ofPrefixes,
		Moves:  moves{peering: peering.Write, prefixes: prefixes.Signed},
		Needs:  guards(customerRouting, idle, healthy, signatureHelps),
		Lasts:  duration{21 * time.Second, sourceTiming},
		Serves: toValidate,
		Basis:  machine.Documented, Source: sourceRouting,
	},
	{
		On: CreateAuthorization, By: machine.Customer, Of: ofNetwork,
		Does:   authorized,
		Needs:  guards(enabled, otherSubscription, noAuthorization, idle, healthy),
		Lasts:  duration{11 * time.Second, sourceTiming},
		Serves: toLink,
		Basis:  machine.Documented, Source: sourceLinks,
	},
	{ // Revoking an authorization deletes the connection that was made with it.
		On: RevokeAuthorization, By: machine.Customer, Of: ofNetwork,
		Does:   revoked,
		Needs:  guards(authorization, idle),
		Effect: Destroys,
		Lasts:  duration{11 * time.Second, sourceTiming},
		Serves: toUnlink,
		Basis:  machine.Documented, Source: sourceLinks,
	},
	{
		On: LinkNetwork, By: machine.Customer, Of: ofNetwork,
		Does:   linkMade,
		Needs:  slices.Concat(guards(provisioned.Citing(machine.Enforced, sourceNotProvisioned), sameSubscription), linking),
		Serves: toLink,
		Basis:  machine.Article, Source: machine.Article2016,
	},
	{
		On: UnlinkNetwork, By: machine.Customer, Of: ofNetwork,
		Does:   linkBroken,
		Needs:  guards(linked, ownLink),
		Effect: Destroys,
		Serves: toUnlink,
		Basis:  machine.Documented, Source: sourceLinks,
	},
	{
		On: ConnectCircuit, By: machine.Customer, Of: ofOtherCircuit,
		Does:   linkMade,
		Needs:  slices.Concat(guards(provisioned.Citing(machine.Documented, sourceGlobalReach), globalReachOffered), linking),
		Serves: toLink,
		Basis:  machine.Documented, Source: sourceGlobalReach,
	},
	{
		On: DisconnectCircuit, By: machine.Customer, Of: ofOtherCircuit,
		Does:   linkBroken,
		Needs:  guards(linked),
		Serves: toUnlink,
		Effect: Destroys,
		Basis:  machine.Documented, Source: sourceGlobalReach,
	},
	{
		On: RequestDeprovisioning, By: machine.Customer, Of: ofCircuit, Spoken: true,
		Does:   record(DeprovisioningRequested),
		Needs:  guards(hasProvider, built),
		Effect: Destroys,
		Serves: toRetire,
		Basis:  machine.Article, Source: machine.Article2016,
	},
	{
		On: WithdrawRequest, By: machine.Customer, Of: ofCircuit, Spoken: true,
		Does:  withdrawn(DeprovisioningRequested),
		Needs: guards(deprovisioningRequested, notBegun),
		Basis: machine.Inferred, Source: machine.Article2016,
	},
	{ // Today only after the provider has deprovisioned, in 2016 also before: see guards_edition.go.
		On: DeleteCircuit, By: machine.Customer, Of: ofCircuit,
		Moves:  moves{status: true, circuit: peering.Delete},
		Needs:  guards(deprovisioned, noLinks, noAuthorizations, noRouteFilter, noPeerings, idle.Citing(machine.Inferred, sourceConflict)),
		Effect: Destroys,
		Lasts:  duration{30 * time.Second, sourceTiming},
		Serves: toRetire,
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
		Moves:  moves{provider: true},
		Does:   record(ProvisionedBefore),
		Needs:  guards(enabled, keyHandedOver),
		Serves: toUsable,
		Basis:  machine.Article, Source: machine.Article2016,
	},
	{
		On: ProvisioningAbandoned, By: machine.Provider, Of: ofCircuit,
		Moves: moves{provider: true, status: true},
		Does:  takenDown,
		Fails: true,
		Basis: machine.Inferred, Source: sourceAbandoned,
	},
	{ // ConfigurePeering, if the provider manages Layer 3.
		On: RoutingConfigured, By: machine.Provider, Of: ofPeering,
		Moves:  moves{peering: peering.Write, admin: peering.Configure, others: peering.Remove, prefixes: prefixes.Submitted},
		Does:   peeringWritten(machine.Provider),
		Needs:  guards(provisioned, enabled, providerRouting, keyHandedOver, idle, publicOffered, microsoftTier),
		Serves: toRoute,
		Basis:  machine.Article, Source: machine.Article2016,
	},
	{
		On: RoutingEnabled, By: machine.Provider, Of: ofFamily,
		Moves:  moves{peering: peering.Write, admin: peering.Enable},
		Does:   peeringSwitched(machine.Provider),
		Needs:  guards(provisioned, enabled, providerRouting, idle, healthyPeering),
		Serves: toRoute,
		Basis:  machine.Documented, Source: sourceCrossConnection,
	},
	{
		On: RoutingDisabled, By: machine.Provider, Of: ofFamily,
		Moves:  moves{peering: peering.Write, admin: peering.Disable},
		Does:   peeringSwitched(machine.Provider),
		Needs:  guards(providerRouting, idle, healthyPeering),
		Effect: Interrupts,
		Basis:  machine.Documented, Source: sourceCrossConnection,
	},
	{
		On: RoutingRemoved, By: machine.Provider, Of: ofPeering,
		Moves:  moves{peering: peering.Delete},
		Needs:  guards(peeringThere, providerRouting, noLinks.Citing(machine.Documented, sourceRouting), noRouteFilter.Citing(machine.Inferred, sourceRouteFilter), idle.Citing(machine.Documented, sourceRouting)),
		Effect: Destroys,
		Serves: toUnroute,
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
		Moves:  moves{provider: true, status: true},
		Does:   takenDown,
		Needs:  guards(deprovisioningRequested, noPeerings.Citing(machine.Observed, sourceMegaport)),
		Effect: Destroys,
		Serves: toUsable | toRetire,
		Basis:  machine.Article, Source: machine.Article2016,
	},

	// The owner of a network in another subscription.
	{
		On: NetworkLinked, By: machine.NetworkOwner, Of: ofNetwork,
		Does:   linkMade,
		Needs:  slices.Concat(guards(provisioned.Citing(machine.Enforced, sourceNotProvisioned), authorization), linking),
		Serves: toLink,
		Basis:  machine.Article, Source: machine.Article2016,
	},
	{
		On: NetworkUnlinked, By: machine.NetworkOwner, Of: ofNetwork,
		Does:   linkBroken,
		Needs:  guards(linked, otherSubscription),
		Effect: Destroys,
		Basis:  machine.Documented, Source: sourceLinks,
	},

	// Microsoft's platform.
	{
		On: OperationFinished, By: machine.Microsoft, Of: ofCircuitPeering,
		Moves:  moves{status: true, circuit: peering.Finish, peering: peering.Finish},
		Does:   operationFinished,
		Serves: toWait,
		Basis:  machine.Documented, Source: sourceCrossConnection,
	},
	{
		On: OperationFailed, By: machine.Microsoft, Of: ofCircuitPeering,
		Moves: moves{status: true, circuit: peering.Fail, peering: peering.Fail},
		Does:  operationFailed,
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
		Moves: moves{peering: peering.Fail, admin: peering.Refuse},
		Does:  operationFailed,
		Fails: true,
		Basis: machine.Observed, Source: sourceRefused,
	},
	{
		On: PeeringRemoved, By: machine.Microsoft, Of: ofPeering,
		Moves:  moves{peering: peering.Vanish, admin: peering.Remove, others: peering.Remove, prefixes: prefixes.Withdrawn},
		Does:   peeringGone,
		Serves: toWait,
		Basis:  machine.Observed, Source: sourceTiming,
	},
	{
		On: ValidationStarted, By: machine.Microsoft, Of: ofPrefixes,
		Moves:  moves{prefixes: prefixes.ValidationStarted},
		Needs:  guards(familyThere, submitted),
		Serves: toValidate,
		Basis:  machine.Inferred, Source: sourceRouting,
	},
	{
		On: PrefixesValidated, By: machine.Microsoft, Of: ofPrefixes,
		Moves:  moves{prefixes: prefixes.Validated},
		Needs:  guards(familyThere),
		Serves: toValidate,
		Basis:  machine.Documented, Source: sourceRouting,
	},
	{
		On: PrefixesNotMatched, By: machine.Microsoft, Of: ofPrefixes,
		Moves: moves{prefixes: prefixes.NotMatched},
		Needs: guards(familyThere),
		Fails: true,
		Basis: machine.Article, Source: machine.Article2016,
	},
	{
		On: LinkConnected, By: machine.Microsoft, Of: ofLink,
		Basis: machine.Observed, Source: sourceGlobalReach,
	},
	{
		On: LinkDisconnected, By: machine.Microsoft, Of: ofLink,
		Fails: true,
		Basis: machine.Observed, Source: sourceGlobalReach,
	},
	{ // The route-table summary shows sessions. No event of this table brings them up or down.
		On: SessionEstablished, By: machine.Microsoft, Of: ofSession,
		Basis: machine.Documented, Source: sourceRequirements,
	},
	{
		On: SessionLost, By: machine.Microsoft, Of: ofSession,
		Fails: true,
		Basis: machine.Documented, Source: sourceRequirements,
	},
	{
		On: CircuitDeleted, By: machine.Microsoft, Of: ofCircuit,
		Moves:  moves{status: true, circuit: peering.Vanish},
		Does:   circuitGone,
		Needs:  guards(takenDownBefore),
		Serves: toRetire,
		Basis:  machine.Documented, Source: sourceBillUntil,
	},

	// Microsoft Support.
	{
		On: EvidenceAccepted, By: machine.Support, Of: ofPrefixes,
		Moves:  moves{prefixes: prefixes.EvidenceAccepted},
		Does:   evidenceExamined,
		Needs:  guards(evidenceGiven),
		Serves: toValidate,
		Basis:  machine.Inferred, Source: sourceRouting,
	},
	{
		On: EvidenceRejected, By: machine.Support, Of: ofPrefixes,
		Moves: moves{prefixes: prefixes.EvidenceRejected},
		Does:  evidenceExamined,
		Needs: guards(evidenceGiven),
		Fails: true,
		Basis: machine.Inferred, Source: machine.Article2016,
	},
	{
		On: CircuitRepaired, By: machine.Support, Of: ofCircuit,
		Moves:  moves{status: true},
		Does:   ticketClosed,
		Needs:  guards(ticketOpen, idle.Citing(machine.Inferred, sourceTroubleshoot)),
		Serves: toUsable,
		Basis:  machine.Inferred, Source: sourceTroubleshoot,
	},
}

// rowOf returns the row of a verb, nil if there is no such verb.
func rowOf(v Verb) *coupling {
	if int(v) < len(rows) {
		return rows[v]
	}
	return nil
}

// rows has the row of each verb, by the verb's number.
var rows = func() []*coupling {
	rows := make([]*coupling, CircuitRepaired+1)
	for i := range couplings {
		rows[couplings[i].On] = &couplings[i]
	}
	return rows
}()
