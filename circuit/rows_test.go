package circuit

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/expressroute-go/expressroute/machine"
)

// How an event comes about.
const (
	acts  = "acts"  // somebody does it, or documents show it
	says  = "says"  // somebody says it to somebody else
	fails = "fails" // it is a failure, which no plan uses
)

// TestRowsAsWritten compares the rule book with a copy, to detect unintended changes.
func TestRowsAsWritten(t *testing.T) {
	rows := []struct {
		on      Verb
		by      machine.Actor
		effect  Effect
		how     string
		serves  purpose
		seconds time.Duration // that it typically takes
		basis   machine.Basis
		needs   string
	}{
		{CreateCircuit, machine.Customer, NoEffect, acts, toUsable, 41, machine.Article, "order-complete"},
		{OrderConnectivity, machine.Customer, NoEffect, says, toUsable, 0, machine.Article, "has-provider, not-deleted"},
		{HandOverServiceKey, machine.Customer, NoEffect, says, toUsable, 0, machine.Article, "has-provider, enabled, connectivity-ordered"},
		{RefreshCircuit, machine.Customer, NoEffect, acts, toRepair, 30, machine.Documented, "no-operation-in-flight"},
		{ChangeBandwidth, machine.Customer, NoEffect, acts, toOrder, 30, machine.Documented, "enabled, wanted, bandwidth-up, no-operation-in-flight, circuit-not-failed"},
		{ChangeTier, machine.Customer, NoEffect, acts, toOrder, 30, machine.Documented, "enabled, wanted, tier-may-change, no-operation-in-flight, circuit-not-failed"},
		{ChangeBilling, machine.Customer, NoEffect, acts, toOrder, 30, machine.Documented, "enabled, wanted, billing-may-change, no-operation-in-flight, circuit-not-failed"},
		{ConfigurePeering, machine.Customer, NoEffect, acts, toRoute, 40, machine.Article, "provisioned, enabled, wanted, customer-manages-routing, no-operation-in-flight, circuit-not-failed, public-peering-offered, premium-for-microsoft-peering"},
		{EnablePeering, machine.Customer, NoEffect, acts, toRoute, 21, machine.Documented, "provisioned, enabled, customer-manages-routing, no-operation-in-flight, circuit-not-failed, peering-not-failed"},
		{DisablePeering, machine.Customer, Interrupts, acts, 0, 21, machine.Documented, "customer-manages-routing, no-operation-in-flight, circuit-not-failed, peering-not-failed"},
		{RemovePeering, machine.Customer, Destroys, acts, toUnroute, 11, machine.Documented, "peering-exists, customer-manages-routing, no-links, no-route-filter, no-operation-in-flight"},
		{AttachRouteFilter, machine.Customer, NoEffect, acts, toFilter, 21, machine.Documented, "route-filters-offered, provisioned, enabled, peering-exists, wanted, no-operation-in-flight, circuit-not-failed"},
		{DetachRouteFilter, machine.Customer, Interrupts, acts, toUnroute, 21, machine.Documented, "route-filters-offered, peering-exists, route-filter-attached, no-operation-in-flight, circuit-not-failed"},
		{OpenTicket, machine.Customer, NoEffect, says, toUsable | toValidate, 0, machine.Article, "stuck, ticket-helps"},
		{SignPrefixes, machine.Customer, NoEffect, acts, toValidate, 21, machine.Documented, "customer-manages-routing, no-operation-in-flight, circuit-not-failed, signature-helps"},
		{CreateAuthorization, machine.Customer, NoEffect, acts, toLink, 11, machine.Documented, "enabled, other-subscription, not-yet-authorized, no-operation-in-flight, circuit-not-failed"},
		{RevokeAuthorization, machine.Customer, Destroys, acts, toUnlink, 11, machine.Documented, "authorization, no-operation-in-flight"},
		{LinkNetwork, machine.Customer, NoEffect, acts, toLink, 0, machine.Article, "provisioned, same-subscription, enabled, private-peering-configured, not-yet-linked, link-limit, premium-for-other-geography, no-operation-in-flight, circuit-not-failed"},
		{UnlinkNetwork, machine.Customer, Destroys, acts, toUnlink, 0, machine.Documented, "linked, same-subscription"},
		{ConnectCircuit, machine.Customer, NoEffect, acts, toLink, 0, machine.Documented, "provisioned, global-reach-offered, enabled, private-peering-configured, not-yet-linked, link-limit, premium-for-other-geography, no-operation-in-flight, circuit-not-failed"},
		{DisconnectCircuit, machine.Customer, Destroys, acts, toUnlink, 0, machine.Documented, "linked"},
		{RequestDeprovisioning, machine.Customer, Destroys, says, toRetire, 0, machine.Article, "has-provider, something-to-deprovision"},
		{WithdrawRequest, machine.Customer, NoEffect, says, 0, 0, machine.Inferred, "deprovisioning-requested, deprovisioning-not-begun"},
		{DeleteCircuit, machine.Customer, Destroys, acts, toRetire, 30, machine.Article, "deprovisioned, no-links, no-authorizations, no-route-filter, no-peerings, no-operation-in-flight"},
		{ProvisioningStarted, machine.Provider, NoEffect, acts, 0, 0, machine.Article, "enabled, service-key-handed-over"},
		{ProvisioningFinished, machine.Provider, NoEffect, acts, toUsable, 0, machine.Article, "enabled, service-key-handed-over"},
		{ProvisioningAbandoned, machine.Provider, NoEffect, fails, 0, 0, machine.Inferred, ""},
		{RoutingConfigured, machine.Provider, NoEffect, acts, toRoute, 0, machine.Article, "provisioned, enabled, provider-manages-routing, service-key-handed-over, no-operation-in-flight, public-peering-offered, premium-for-microsoft-peering"},
		{RoutingEnabled, machine.Provider, NoEffect, acts, toRoute, 0, machine.Documented, "provisioned, enabled, provider-manages-routing, no-operation-in-flight, peering-not-failed"},
		{RoutingDisabled, machine.Provider, Interrupts, acts, 0, 0, machine.Documented, "provider-manages-routing, no-operation-in-flight, peering-not-failed"},
		{RoutingRemoved, machine.Provider, Destroys, acts, toUnroute, 0, machine.Documented, "peering-exists, provider-manages-routing, no-links, no-route-filter, no-operation-in-flight"},
		{DeprovisioningStarted, machine.Provider, Destroys, acts, 0, 0, machine.Inferred, "deprovisioning-requested, no-peerings"},
		{DeprovisioningFinished, machine.Provider, Destroys, acts, toUsable | toRetire, 0, machine.Article, "deprovisioning-requested, no-peerings"},
		{NetworkLinked, machine.NetworkOwner, NoEffect, acts, toLink, 0, machine.Article, "provisioned, authorization, enabled, private-peering-configured, not-yet-linked, link-limit, premium-for-other-geography, no-operation-in-flight, circuit-not-failed"},
		{NetworkUnlinked, machine.NetworkOwner, Destroys, acts, 0, 0, machine.Documented, "linked, other-subscription"},
		{OperationFinished, machine.Microsoft, NoEffect, acts, toWait, 0, machine.Documented, ""},
		{OperationFailed, machine.Microsoft, NoEffect, fails, 0, 0, machine.Observed, ""},
		{FailureSpread, machine.Microsoft, NoEffect, fails, 0, 0, machine.Observed, ""},
		{CircuitDisabled, machine.Microsoft, NoEffect, fails, 0, 0, machine.Observed, ""},
		{PeeringRefused, machine.Microsoft, NoEffect, fails, 0, 0, machine.Observed, ""},
		{PeeringRemoved, machine.Microsoft, NoEffect, acts, toWait, 0, machine.Observed, ""},
		{ValidationStarted, machine.Microsoft, NoEffect, acts, toValidate, 0, machine.Inferred, "peering-exists, prefixes-submitted"},
		{PrefixesValidated, machine.Microsoft, NoEffect, acts, toValidate, 0, machine.Documented, "peering-exists"},
		{PrefixesNotMatched, machine.Microsoft, NoEffect, fails, 0, 0, machine.Article, "peering-exists"},
		{LinkConnected, machine.Microsoft, NoEffect, acts, 0, 0, machine.Observed, ""},
		{LinkDisconnected, machine.Microsoft, NoEffect, fails, 0, 0, machine.Observed, ""},
		{SessionEstablished, machine.Microsoft, NoEffect, acts, 0, 0, machine.Documented, ""},
		{SessionLost, machine.Microsoft, NoEffect, fails, 0, 0, machine.Documented, ""},
		{CircuitDeleted, machine.Microsoft, NoEffect, acts, toRetire, 0, machine.Documented, "deprovisioned"},
		{EvidenceAccepted, machine.Support, NoEffect, acts, toValidate, 0, machine.Inferred, "evidence-sent"},
		{EvidenceRejected, machine.Support, NoEffect, fails, 0, 0, machine.Inferred, "evidence-sent"},
		{CircuitRepaired, machine.Support, NoEffect, acts, toUsable, 0, machine.Inferred, "ticket-open, no-operation-in-flight"},
	}
	require.Len(t, rows, len(couplings))
	for i, want := range rows {
		t.Run(want.on.String(), func(t *testing.T) {
			row := couplings[i]
			assert.Equal(t, want.on, row.On)
			assert.Equal(t, want.by, row.By)
			assert.Equal(t, want.effect, row.Effect)
			assert.Equal(t, want.how == says, row.Spoken)
			assert.Equal(t, want.how == says, want.on.Spoken())
			assert.Equal(t, want.how == fails, row.Fails)
			assert.Equal(t, want.serves, row.Serves)
			assert.Equal(t, want.seconds*time.Second, row.Lasts.typical)
			assert.Equal(t, want.basis, row.Basis)
			assert.Equal(t, want.needs, needNames(row.Needs))
		})
	}
	assert.False(t, Verb(0).Spoken())
	assert.False(t, Verb(255).Spoken())
	assert.Equal(t, machine.Nobody, Verb(0).Actor())
	assert.Equal(t, machine.Nobody, Verb(255).Actor())
}

// TestNeedsAsCited checks that a refusal has the basis and the source that the row gives
// to a condition.
func TestNeedsAsCited(t *testing.T) {
	for verb, cited := range map[Verb]map[machine.Need]machine.Basis{
		LinkNetwork:            {NeedProvisioned: machine.Enforced, NeedHealthy: machine.Documented, NeedIdle: machine.Enforced, NeedEnabled: machine.Article},
		NetworkLinked:          {NeedProvisioned: machine.Enforced, NeedHealthy: machine.Documented},
		ConnectCircuit:         {NeedProvisioned: machine.Documented},
		ChangeTier:             {NeedHealthy: machine.Documented},
		ChangeBilling:          {NeedHealthy: machine.Documented},
		ChangeBandwidth:        {NeedHealthy: machine.Documented, NeedBandwidthUp: machine.Enforced},
		DisablePeering:         {NeedCustomerRouting: machine.Inferred},
		EnablePeering:          {NeedCustomerRouting: machine.Documented, NeedHealthy: machine.Enforced},
		RemovePeering:          {NeedCustomerRouting: machine.Inferred, NeedNoLinks: machine.Documented, NeedNoRouteFilter: machine.Inferred, NeedIdle: machine.Documented},
		RoutingRemoved:         {NeedNoLinks: machine.Documented, NeedNoRouteFilter: machine.Inferred, NeedIdle: machine.Documented},
		AttachRouteFilter:      {NeedProvisioned: machine.Documented, NeedEnabled: machine.Documented},
		DeleteCircuit:          {NeedDeprovisioned: machine.Enforced, NeedIdle: machine.Inferred, NeedNoLinks: machine.Documented},
		CircuitDeleted:         {NeedDeprovisioned: machine.Documented},
		DeprovisioningStarted:  {NeedNoPeerings: machine.Observed},
		DeprovisioningFinished: {NeedNoPeerings: machine.Observed},
		CircuitRepaired:        {NeedIdle: machine.Inferred},
	} {
		row := rowOf(verb)
		for need, basis := range cited {
			i := slices.IndexFunc(row.Needs, func(g guard) bool { return g.Need == need })
			require.GreaterOrEqual(t, i, 0, "%s of %s", need, verb)
			assert.Equal(t, basis, row.Needs[i].Basis, "%s of %s", need, verb)
		}
	}
}
