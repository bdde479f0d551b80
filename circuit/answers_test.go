package circuit_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/expressroute-go/expressroute/bgp"
	"github.com/expressroute-go/expressroute/circuit"
	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
	"github.com/expressroute-go/expressroute/prefixes"
)

// seen is a circuit as a full read shows it, with no peerings, and with a spec.
func seen(t *testing.T, provider circuit.ProviderState, spec circuit.Spec) circuit.Circuit {
	t.Helper()
	c, err := circuit.Observed(circuit.Observation{
		At: epoch, Provider: provider, Status: circuit.Enabled, Operation: peering.Succeeded,
		Private: peering.NotThere(), Public: peering.NotThere(), Microsoft: peering.NotThere(),
	})
	require.NoError(t, err)
	c, err = c.Wanting(spec)
	require.NoError(t, err)
	return c
}

// A value that no version of Azure has satisfies no guard: not even as the
// value that stood there before.
func TestStrangeStatusIsNotTheLastKnown(t *testing.T) {
	t.Parallel()
	strange := []circuit.Strange{{Path: "properties.circuitProvisioningState", Field: "status", Value: "Draining"}}
	c, told, err := seen(t, circuit.Provisioned, circuit.Spec{}).Observe(circuit.Observation{
		Provider: circuit.Provisioned, Operation: peering.Succeeded, Have: circuit.Config{Strange: strange},
	})
	require.NoError(t, err)
	assert.Equal(t, strange, told.Strange)
	assert.NotEqual(t, circuit.Enabled, c.State().Status)
	unmet := lacks(t, c.Usable(), circuit.NeedEnabled)
	assert.True(t, unmet[0].Unknown)
}

// A document that says who wrote a peering is believed.
func TestProvidersWriteIsTheProviders(t *testing.T) {
	t.Parallel()
	spec := wanted(circuit.Today)
	spec.Microsoft, spec.Links, spec.Facts.Routing = peering.Want{}, nil, machine.Nobody
	o := circuit.Observation{Provider: circuit.Provisioned, Status: circuit.Enabled, Operation: peering.Succeeded}
	o.Have.Private = spec.Private.Config
	o.Private = peering.State{
		IPv4:      peering.FamilyState{Admin: peering.Enabled},
		IPv6:      peering.NotThere().IPv6,
		Operation: peering.Succeeded, ModifiedBy: machine.Provider,
	}
	c, told, err := seen(t, circuit.Provisioned, spec).Observe(o)
	require.NoError(t, err)
	assert.Contains(t, told.Events, circuit.Event{Verb: circuit.RoutingConfigured, Peering: peering.Private})
	assert.NotContains(t, told.Events, circuit.Event{Verb: circuit.ConfigurePeering, Peering: peering.Private})
	plan, err := c.Plan()
	require.NoError(t, err)
	assert.Empty(t, plan.Steps, "it is as wanted")
}

// A read of states alone says nothing of the configuration.
func TestReadOfStatesIsNoDrift(t *testing.T) {
	t.Parallel()
	c := inService(t, wanted(circuit.Today))
	var o circuit.Observation
	o.Provider, o.Status, o.Operation = circuit.Provisioned, circuit.Enabled, peering.Succeeded
	o.Microsoft.Operation = peering.Succeeded
	o.Microsoft.IPv4 = peering.FamilyState{Admin: peering.Enabled, Prefixes: prefixes.Configured}
	after, told, err := c.Observe(o)
	require.NoError(t, err)
	assert.Empty(t, told.Drift)
	assert.Empty(t, told.Events)
	assert.Equal(t, machine.Yes, after.State().Microsoft.AsWanted)
	assert.Equal(t, c.Phase(), after.Phase())
}

// What was changed by others is drift, with both values, and the next plan sets
// it right.
func TestDriftShowsBothValues(t *testing.T) {
	t.Parallel()
	spec := wanted(circuit.Today)
	c := inService(t, spec)
	o := circuit.Observation{Provider: circuit.Provisioned, Status: circuit.Enabled, Operation: peering.Succeeded}
	o.Have.Private = spec.Private.Config.Clone()
	o.Have.Private.VLAN = 777
	o.Private = c.State().Private
	c, told, err := c.Observe(o)
	require.NoError(t, err)
	require.Len(t, told.Drift, 1)
	assert.Equal(t, "AzurePrivatePeering.vlan", told.Drift[0].Path)
	assert.Equal(t, "100", told.Drift[0].Was)
	assert.Equal(t, "777", told.Drift[0].Is)
	plan, err := c.Plan()
	require.NoError(t, err)
	require.NotEmpty(t, plan.Steps)
	assert.Equal(t, "ConfigurePeering AzurePrivatePeering", plan.Steps[0].Event.String())
	assert.Equal(t, circuit.Interrupts, plan.Steps[0].Effect)
}

// A Direct circuit has no provider, in no task, meter or ready option.
func TestDirectSpeaksOfNoProvider(t *testing.T) {
	t.Parallel()
	spec := circuit.Spec{Kind: circuit.Direct, Order: circuit.Order{Bandwidth: 10000, Tier: circuit.Premium, Billing: circuit.MeteredData}}
	c := apply(t, begun(t, spec), created...)
	partner := apply(t, begun(t, circuit.Spec{Order: wanted(circuit.Today).Order}), created...)
	assert.NoError(t, c.Usable())
	assert.Empty(t, c.Workflow()[2].Tasks, "nobody provisions it")
	assert.Less(t, len(c.Workflow()[0].Tasks), len(partner.Workflow()[0].Tasks), "no relationship with a provider")
	for _, m := range c.Meters() {
		assert.NotEqual(t, machine.Provider, m.Actor, m.Name)
	}
	for _, o := range c.Options() {
		assert.False(t, o.Ready() && o.Actor == machine.Provider, o.Event)
	}
	plan, err := c.Teardown()
	require.NoError(t, err)
	require.Len(t, plan.Steps, 1)
	assert.Equal(t, circuit.DeleteCircuit, plan.Steps[0].Event.Verb)
}

// A plan that cannot be made says what stands in its way, and no more.
func TestNoPlanNamesWhatStandsInTheWay(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		have, want circuit.Order
		need       machine.Need
	}{
		"bandwidth down":    {circuit.Order{Bandwidth: 500}, circuit.Order{Bandwidth: 100}, circuit.NeedBandwidthUp},
		"to Local":          {circuit.Order{Tier: circuit.Standard}, circuit.Order{Tier: circuit.Local}, circuit.NeedTierChange},
		"unlimited no more": {circuit.Order{Billing: circuit.UnlimitedData}, circuit.Order{Billing: circuit.MeteredData}, circuit.NeedBillingChange},
		"another provider":  {circuit.Order{Provider: "Equinix"}, circuit.Order{Provider: "Telco"}, circuit.NeedPossible},
		"in another place":  {circuit.Order{PeeringLocation: "Silicon Valley"}, circuit.Order{PeeringLocation: "London"}, circuit.NeedPossible},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c, err := circuit.Observed(circuit.Observation{
				Provider: circuit.Provisioned, Status: circuit.Enabled, Operation: peering.Succeeded, Have: circuit.Config{Order: row.have},
				Private: peering.NotThere(), Public: peering.NotThere(), Microsoft: peering.NotThere(),
			})
			require.NoError(t, err)
			c, err = c.Wanting(circuit.Spec{Order: row.want})
			require.NoError(t, err)
			_, err = c.Plan()
			var none *circuit.NoPlanError
			require.ErrorAs(t, err, &none)
			require.Len(t, none.Unmet, 1)
			assert.Equal(t, row.need, none.Unmet[0].Need)
		})
	}
}

// What of the order was not seen is not known to be as wanted.
func TestOrderNotSeenIsNotAsWanted(t *testing.T) {
	t.Parallel()
	c := seen(t, circuit.Provisioned, circuit.Spec{Order: circuit.Order{Bandwidth: 500, Tier: circuit.Premium, Billing: circuit.UnlimitedData}})
	assert.Equal(t, machine.Unknown, c.State().Bandwidth)
	assert.Equal(t, machine.Unknown, c.State().Tier)
	assert.Equal(t, machine.Unknown, c.State().Billing)
	assert.NotEqual(t, circuit.Resting, c.Phase().Kind)
}

// A task is on record only if a document, or an act, showed it.
func TestWorkflowEvidenceTakesADocument(t *testing.T) {
	t.Parallel()
	spec := circuit.Spec{Order: wanted(circuit.Today).Order}
	for _, task := range seen(t, circuit.Provisioning, spec).Workflow()[1].Tasks[:5] {
		assert.NotEqual(t, circuit.OnRecord, task.Evidence, task.Name)
	}
}

// The health of the sessions is told apart from the state: one path down is a
// risk, both up is none.
func TestSessionsAreRisksNotStates(t *testing.T) {
	t.Parallel()
	c := inService(t, wanted(circuit.Today))
	private := circuit.Session{Peering: peering.Private, Family: peering.IPv4}
	up, down := bgp.Path{Session: bgp.Established, Prefixes: 4}, bgp.Path{Session: bgp.Active}
	for _, row := range []struct {
		paths bgp.Paths
		risk  bool
	}{
		{bgp.Paths{Primary: up, Secondary: up}, false},
		{bgp.Paths{Primary: up, Secondary: down}, true},
		{bgp.Paths{Primary: down, Secondary: down}, true},
	} {
		after, _, err := c.Observe(circuit.Observation{At: epoch, Sessions: map[circuit.Session]bgp.Paths{private: row.paths}})
		require.NoError(t, err)
		assert.Equal(t, c.State(), after.State())
		assert.NoError(t, after.InService(peering.Private))
		assert.Equal(t, row.risk, machine.Lacks(after.Risks(), circuit.NeedBothPaths), row.paths)
		assert.Equal(t, row.paths, after.Seen().Sessions[private].Paths)
	}
}
