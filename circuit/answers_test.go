package circuit_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/expressroute-go/expressroute/bgp"
	"github.com/expressroute-go/expressroute/circuit"
	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
	"github.com/expressroute-go/expressroute/prefixes"
)

// seen returns a circuit without peerings after a full read, with a spec.
func seen(t *testing.T, provider circuit.ProviderState, spec circuit.Spec) circuit.Circuit {
	t.Helper()
	c, err := circuit.Observed(circuit.Observation{At: epoch, State: circuit.State{Provider: provider, Status: circuit.Enabled, Operation: peering.Succeeded, States: peering.States{Private: peering.NotThere(), Public: peering.NotThere(), Microsoft: peering.NotThere()}}})
	require.NoError(t, err)
	c, err = c.WithSpec(spec)
	require.NoError(t, err)
	return c
}

// An unknown value satisfies no guard. The known value before it does not count any
// more.
func TestStrangeStatusIsNotTheLastKnown(t *testing.T) {
	t.Parallel()
	strange := []circuit.Strange{{Path: "properties.circuitProvisioningState", Field: "status", Value: "Draining"}}
	c, told, err := seen(t, circuit.Provisioned, circuit.Spec{}).Observe(circuit.Observation{Have: circuit.Config{Strange: strange}, State: circuit.State{Provider: circuit.Provisioned, Operation: peering.Succeeded}})
	require.NoError(t, err)
	assert.Equal(t, strange, told.Strange)
	assert.NotEqual(t, circuit.Enabled, c.State().Status)
	unmet := lacks(t, c.Usable(), circuit.NeedEnabled)
	assert.True(t, unmet[0].Unknown)
}

// The document tells who manages a peering, by who wrote it last.
func TestProvidersWriteIsTheProviders(t *testing.T) {
	t.Parallel()
	spec := wanted(circuit.EditionToday)
	spec.Microsoft, spec.Links, spec.Facts.Routing = peering.Want{}, nil, machine.Nobody
	o := circuit.Observation{State: circuit.State{Provider: circuit.Provisioned, Status: circuit.Enabled, Operation: peering.Succeeded}}
	o.Have.Private, o.Have.Order = spec.Private.Config, spec.Order
	o.State.Private = peering.State{
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

// A plan is not done while a value that it needs was not read. Somebody has to read
// it.
func TestNothingUnreadIsDone(t *testing.T) {
	t.Parallel()
	spec := wanted(circuit.EditionToday)
	spec.Microsoft, spec.Links = peering.Want{}, nil
	c := inService(t, spec)
	whole := circuit.Observation{State: c.State(), Have: c.Have()}
	for name, unread := range map[string]func(*circuit.Observation){
		"nothing":                            func(*circuit.Observation) {},
		"bandwidth":                          func(o *circuit.Observation) { o.Have.Order.Bandwidth = 0 },
		"tier":                               func(o *circuit.Observation) { o.Have.Order.Tier = 0 },
		"billing model":                      func(o *circuit.Observation) { o.Have.Order.Billing = 0 },
		"status":                             func(o *circuit.Observation) { o.State.Status = 0 },
		"the last operation on the circuit":  func(o *circuit.Observation) { o.State.Operation = 0 },
		"the last operation on AzurePrivate": func(o *circuit.Observation) { o.State.Private.Operation = 0 },
		"what an operation's strange word says": func(o *circuit.Observation) {
			o.State.Operation = 0
			o.Have.Strange = []circuit.Strange{{Path: "properties.provisioningState", Field: "operation", Value: "Pondering"}}
		},
	} {
		t.Run(name, func(t *testing.T) {
			o := whole
			unread(&o)
			c, err := circuit.Observed(o)
			require.NoError(t, err)
			c, err = c.WithSpec(spec)
			require.NoError(t, err)
			plan, err := c.Plan()
			if name == "nothing" {
				require.NoError(t, err)
				assert.True(t, plan.Done())
				assert.Equal(t, circuit.PhaseResting, c.Phase().Kind)
				return
			}
			var none *circuit.NoPlanError
			require.ErrorAs(t, err, &none)
			assert.False(t, plan.Done())
			assert.Equal(t, machine.Customer, plan.Turn())
			for _, u := range none.Unmet() {
				assert.True(t, u.Unknown, u.Need)
			}
			if len(o.Have.Strange) > 0 {
				assert.Contains(t, none.Unmet()[0].Found, "Pondering", "the word is quoted")
			}
			assert.Equal(t, circuit.PhaseUnclear, c.Phase().Kind)
		})
	}
}

// A spec that only wants a peering absent is not fulfilled if the peering does not
// exist, but the operation on the circuit is not known.
func TestRemovedWithAnUnknownOperation(t *testing.T) {
	t.Parallel()
	var spec circuit.Spec
	spec.Private.Mode = peering.WantAbsent
	for op, done := range map[peering.Operation]bool{0: false, peering.Succeeded: true} {
		o := circuit.Observation{State: circuit.State{Provider: circuit.Provisioned, Status: circuit.Enabled, Operation: op, States: peering.States{
			Private: peering.NotThere(), Public: peering.NotThere(), Microsoft: peering.NotThere()}}}
		c, err := circuit.Observed(o)
		require.NoError(t, err)
		c, err = c.WithSpec(spec)
		require.NoError(t, err)
		plan, err := c.Plan()
		assert.Equal(t, done, err == nil)
		assert.Equal(t, done, plan.Done())
		assert.Equal(t, done, c.Phase().Kind == circuit.PhaseResting)
	}
}

// A read that shows only states says nothing about the configuration.
func TestReadOfStatesIsNoDrift(t *testing.T) {
	t.Parallel()
	c := inService(t, wanted(circuit.EditionToday))
	var o circuit.Observation
	o.State.Provider, o.State.Status, o.State.Operation = circuit.Provisioned, circuit.Enabled, peering.Succeeded
	o.State.Microsoft.Operation = peering.Succeeded
	o.State.Microsoft.IPv4 = peering.FamilyState{Admin: peering.Enabled, Prefixes: prefixes.Configured}
	after, told, err := c.Observe(o)
	require.NoError(t, err)
	assert.Empty(t, told.Drift)
	assert.Empty(t, told.Events)
	assert.Equal(t, machine.Yes, after.State().Microsoft.AsWanted)
	assert.Equal(t, c.Phase(), after.Phase())
}

// A change by somebody else is reported with both values, and the next plan changes it
// back.
func TestChangesShowBothValues(t *testing.T) {
	t.Parallel()
	spec := wanted(circuit.EditionToday)
	c := inService(t, spec)
	o := circuit.Observation{State: circuit.State{Provider: circuit.Provisioned, Status: circuit.Enabled, Operation: peering.Succeeded}}
	o.Have.Private = spec.Private.Config.Clone()
	o.Have.Private.VLAN = 777
	o.State.Private = c.State().Private
	c, told, err := c.Observe(o)
	require.NoError(t, err)
	require.Len(t, told.Changed, 1)
	assert.Equal(t, "AzurePrivatePeering.vlan", told.Changed[0].Path)
	assert.Equal(t, "100", told.Changed[0].Was)
	assert.Equal(t, "777", told.Changed[0].Is)
	assert.Equal(t, circuit.Event{Verb: circuit.ConfigurePeering, Peering: peering.Private}, told.Events[0])
	assert.Empty(t, told.Drift)
	plan, err := c.Plan()
	require.NoError(t, err)
	require.NotEmpty(t, plan.Steps)
	assert.Equal(t, "ConfigurePeering AzurePrivatePeering", plan.Steps[0].Event.String())
	assert.Equal(t, circuit.Interrupts, plan.Steps[0].Effect)
}

// A Direct circuit has no provider, in no task, meter or ready option.
func TestDirectSpeaksOfNoProvider(t *testing.T) {
	t.Parallel()
	spec := circuit.Spec{Kind: circuit.Direct, Order: circuit.Order{Bandwidth: 10000, Tier: circuit.TierPremium, Billing: circuit.MeteredData}}
	c := apply(t, begun(t, spec), created...)
	assert.NoError(t, c.Usable())
	assert.Empty(t, c.Workflow()[2].Tasks, "nobody provisions it")
	for _, task := range c.Workflow()[0].Tasks {
		assert.NotContains(t, task.Name, "provider")
	}
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

// The error for a goal without a plan has the conditions in the way, and no others.
func TestNoPlanNamesWhatStandsInTheWay(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		have, want circuit.Order
		need       machine.Need
	}{
		"bandwidth down":    {circuit.Order{Bandwidth: 500}, circuit.Order{Bandwidth: 100}, circuit.NeedBandwidthUp},
		"to Local":          {circuit.Order{Tier: circuit.TierStandard}, circuit.Order{Tier: circuit.TierLocal}, circuit.NeedTierChange},
		"unlimited no more": {circuit.Order{Billing: circuit.UnlimitedData}, circuit.Order{Billing: circuit.MeteredData}, circuit.NeedBillingChange},
		"another provider":  {circuit.Order{Provider: "Equinix"}, circuit.Order{Provider: "Telco"}, circuit.NeedPossible},
		"in another place":  {circuit.Order{PeeringLocation: "Silicon Valley"}, circuit.Order{PeeringLocation: "London"}, circuit.NeedPossible},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c, err := circuit.Observed(circuit.Observation{Have: circuit.Config{Order: row.have}, State: circuit.State{Provider: circuit.Provisioned, Status: circuit.Enabled, Operation: peering.Succeeded, States: peering.States{Private: peering.NotThere(), Public: peering.NotThere(), Microsoft: peering.NotThere()}}})
			require.NoError(t, err)
			c, err = c.WithSpec(circuit.Spec{Order: row.want})
			require.NoError(t, err)
			_, err = c.Plan()
			var none *circuit.NoPlanError
			require.ErrorAs(t, err, &none)
			require.Len(t, none.Unmet(), 1)
			assert.Equal(t, row.need, none.Unmet()[0].Need)
		})
	}
}

// A part of the order that was not read is not known to be as wanted.
func TestOrderNotSeenIsNotAsWanted(t *testing.T) {
	t.Parallel()
	c := seen(t, circuit.Provisioned, circuit.Spec{Order: circuit.Order{Bandwidth: 500, Tier: circuit.TierPremium, Billing: circuit.UnlimitedData}})
	assert.Equal(t, machine.Unknown, c.State().Bandwidth)
	assert.Equal(t, machine.Unknown, c.State().Tier)
	assert.Equal(t, machine.Unknown, c.State().Billing)
	assert.NotEqual(t, circuit.PhaseResting, c.Phase().Kind)
}

// A task has EvidenceObserved only if a document or an event showed it.
func TestWorkflowEvidenceTakesADocument(t *testing.T) {
	t.Parallel()
	spec := circuit.Spec{Order: wanted(circuit.EditionToday).Order}
	for _, task := range seen(t, circuit.Provisioning, spec).Workflow()[1].Tasks[:5] {
		assert.NotEqual(t, circuit.EvidenceObserved, task.Evidence, task.Name)
	}
}

// The BGP sessions are not part of the state, but they count: with one path down there
// is a risk, and with both down the peering is not in service.
func TestSessionsCount(t *testing.T) {
	t.Parallel()
	c := inService(t, wanted(circuit.EditionToday))
	private := circuit.Session{Peering: peering.Private, Family: peering.IPv4}
	up, down := bgp.Path{Session: bgp.Established, Prefixes: 4}, bgp.Path{Session: bgp.Active}
	for _, row := range []struct {
		paths bgp.Paths
		risk  bool
		down  bool
	}{
		{bgp.Paths{Primary: up, Secondary: up}, false, false},
		{bgp.Paths{Primary: up, Secondary: down}, true, false},
		{bgp.Paths{Primary: down, Secondary: down}, true, true},
	} {
		after, _, err := c.Observe(circuit.Observation{At: epoch, Have: circuit.Config{Sessions: map[circuit.Session]bgp.Paths{private: row.paths}}})
		require.NoError(t, err)
		assert.Equal(t, c.State(), after.State())
		err = after.InService(peering.Private)
		assert.Equal(t, row.down, err != nil)
		assert.Equal(t, row.down, machine.Lacks(err, circuit.NeedSessionUp))
		assert.Equal(t, row.risk, machine.Lacks(after.Risks(), circuit.NeedBothPaths), row.paths)
		assert.Equal(t, row.paths, after.Have().Sessions[private])
	}
}

// epoch is the time at which the tests begin.
var epoch = time.Date(2016, 7, 19, 9, 0, 0, 0, time.UTC)
