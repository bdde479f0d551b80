package circuit

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
	"github.com/expressroute-go/expressroute/prefixes"
)

// TestReady checks that Ready returns the permitted steps in the order of the plan, and
// a step that interrupts or destroys only if it is the first.
func TestReady(t *testing.T) {
	ready := func(p Plan) []string {
		var all []string
		for _, s := range p.Ready() {
			all = append(all, s.Event.String())
		}
		return all
	}
	both := Spec{Order: fullOrder, Wants: peering.Wants{Private: privateV4, Microsoft: filtered()}}
	rewritten := with(seenAs(Spec{Order: smallOrder, Wants: peering.Wants{Private: privateV4}}), func(s *State) { s.Private.AsWanted = no })
	larger, err := rewritten.WithSpec(Spec{Order: Order{Bandwidth: 500}, Wants: peering.Wants{Private: rewriteVLAN(privateV4)}})
	require.NoError(t, err)
	for _, tt := range []struct {
		name string
		c    Circuit
		down bool
		want []string
	}{
		{"today, from the beginning", fresh(both), false, []string{"OrderConnectivity", "CreateCircuit"}},
		{"both peerings", provisionedBy(t, both), false, []string{"ConfigurePeering AzurePrivatePeering", "ConfigurePeering MicrosoftPeering"}},
		{"what interrupts waits for its turn", larger, false, []string{"ChangeBandwidth"}},
		{"what destroys comes one by one", underWay(t, EditionToday), true, []string{"UnlinkNetwork /vnet1"}},
		{"an operation in flight", after(t, fresh(both), CreateCircuit), false, []string{"OperationFinished", "OrderConnectivity"}},
		{"nothing", seenAs(Spec{Order: fullOrder, Wants: peering.Wants{Private: privateV4}}), false, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			plan, err := tt.c.Plan()
			if tt.down {
				plan, err = tt.c.Teardown()
			}
			require.NoError(t, err)
			assert.Equal(t, tt.want, ready(plan))
		})
	}
	// A step with assumptions is not ready.
	blind := with(seenAs(Spec{Order: fullOrder, Links: twoLinks[:1], Wants: peering.Wants{Private: privateV4}}), func(s *State) { s.Whole = 0 })
	plan := must(t, blind)
	require.NotEmpty(t, plan.Steps)
	assert.NotEmpty(t, plan.Steps[0].Assumes)
	assert.Empty(t, plan.Ready())
	assert.Equal(t, []machine.Need{NeedNotLinked, NeedLinkRoom}, needsOf(plan.Steps[0].Assumes))
}

func rewriteVLAN(w peering.Want) peering.Want {
	w.Config = w.Config.Clone()
	w.Config.VLAN = 777
	return w
}

// TestNoPlanSaysWhy checks that the error names the goal, the sub-goals and the unmet
// conditions, and that errors.As finds a refusal in it.
func TestNoPlanSaysWhy(t *testing.T) {
	lower := seenOrdered(fullOrder, Spec{Order: Order{Bandwidth: 50}, Wants: peering.Wants{Private: privateV4}})
	_, err := lower.Plan()
	var none *NoPlanError
	require.ErrorAs(t, err, &none)
	assert.Contains(t, err.Error(), "no plan for the goal \"the circuit as wanted\": tier, bandwidth and billing model are as ordered cannot be reached: ")
	assert.Contains(t, err.Error(), "from 200Mbps to 50Mbps")
	assert.NotContains(t, err.Error(), "no act leads on")
	assert.Equal(t, machine.Customer, none.Turn())
	assert.True(t, machine.Lacks(err, NeedBandwidthUp))
	var refused *machine.TransitionError
	require.ErrorAs(t, errors.Unwrap(err), &refused)
	assert.Equal(t, "the circuit as wanted", refused.Event)

	bare := &NoPlanError{Plan: Plan{Goal: goalGone}, State: State{Provider: Provisioned, Status: Enabled}}
	assert.Equal(t, "circuit: no plan for the goal \"no circuit\": no event leads from Provisioned/Enabled towards it", bare.Error())
	assert.Equal(t, machine.Nobody, bare.Turn())

	_, err = seenOrdered(fullOrder, Spec{Order: Order{Provider: "Megaport", PeeringLocation: "Dublin"}}).Plan()
	require.ErrorAs(t, err, &none)
	require.Len(t, none.Unmet(), 2)
	assert.Equal(t, "the circuit must have the wanted provider, which cannot be changed", none.Unmet()[0].Want)
	assert.Equal(t, "the circuit must have the wanted peering location, which cannot be changed", none.Unmet()[1].Want)
	assert.Equal(t, `"Equinix", not "Megaport"`, none.Unmet()[0].Found)
	_, err = seenOrdered(fullOrder, Spec{Order: Order{Provider: "EQUINIX", PeeringLocation: "silicon valley"}, Wants: peering.Wants{Private: privateV4}}).Plan()
	assert.NoError(t, err, "Azure does not keep the case")
}

// TestObstacleTurn checks that Turn returns the first actor who can meet a condition, or
// the customer.
func TestObstacleTurn(t *testing.T) {
	for _, tt := range []struct {
		actors []machine.Actor
		want   machine.Actor
	}{
		{nil, machine.Customer},
		{[]machine.Actor{machine.Nobody}, machine.Customer},
		{[]machine.Actor{machine.Nobody, machine.Support}, machine.Support},
		{[]machine.Actor{machine.Provider, machine.Support}, machine.Provider},
	} {
		var o Obstacle
		for _, a := range tt.actors {
			o.Unmet = append(o.Unmet, machine.Unmet{Actor: a})
		}
		assert.Equal(t, tt.want, o.Turn(), "%v", tt.actors)
		assert.Equal(t, tt.want, Plan{Obstacles: []Obstacle{o}}.Turn())
		assert.False(t, Plan{Obstacles: []Obstacle{o}}.Done())
	}
	assert.True(t, Plan{}.Done())
	assert.Equal(t, machine.Nobody, Plan{}.Turn())
}

// TestObstaclesStandBesideSteps checks that a plan has steps for the sub-goals that can
// be reached, and obstacles for the others, each condition once.
func TestObstaclesStandBesideSteps(t *testing.T) {
	c := seenOrdered(fullOrder, Spec{Order: Order{Bandwidth: 50}, Links: twoLinks[:1], Wants: peering.Wants{Private: privateV4}})
	plan := must(t, c)
	assert.Equal(t, []Verb{LinkNetwork}, planVerbs(plan))
	require.Len(t, plan.Obstacles, 1)
	assert.Equal(t, "tier, bandwidth and billing model are as ordered", plan.Obstacles[0].Leg)
	assert.Equal(t, []machine.Need{NeedBandwidthUp}, needsOf(plan.Obstacles[0].Unmet))

	// A prefix with a fault that neither a ticket nor a signature can solve.
	full := fullCircuit(t)
	p := *full.papers
	p.Have.Prefixes = []PrefixState{{Family: peering.IPv4, Prefix: prefixes.MustParsePrefix("131.107.8.0/24"), State: prefixes.PrefixAsnValidationFailed}}
	stuck := with(Circuit{state: full.state, papers: &p}, func(s *State) {
		s.Microsoft.IPv4.Prefixes = prefixes.ValidationNeeded
		s.settle(0)
	})
	_, err := stuck.Plan()
	var none *NoPlanError
	require.ErrorAs(t, err, &none)
	assert.Equal(t, []machine.Need{NeedTicketHelps, NeedSignable, NeedSubmitted}, needsOf(none.Unmet()))

	// The state must be read first.
	unread := with(full, func(s *State) { s.Microsoft.IPv4.Prefixes = 0 })
	_, err = unread.Plan()
	require.ErrorAs(t, err, &none)
	assert.Equal(t, NeedObserved, none.Unmet()[0].Need)
	assert.True(t, none.Unmet()[0].Unknown)
}

// TestObstaclesAreWhatNothingMends checks that a condition is no obstacle if another
// event of the same leg meets it, or if it is about another kind of network.
func TestObstaclesAreWhatNothingMends(t *testing.T) {
	abroad := func(other bool) Circuit {
		return seenOrdered(smallOrder, Spec{Links: []Link{{Network: "/abroad", OtherSubscription: other, OtherGeography: true}}, Wants: peering.Wants{Private: privateV4}})
	}
	local := seenOrdered(Order{Bandwidth: 1000, Tier: TierLocal, Billing: UnlimitedData}, Spec{Links: []Link{{Kind: GlobalReachLink, Network: "/other"}}, Wants: peering.Wants{Private: privateV4}})
	for _, tt := range []struct {
		name string
		c    Circuit
		want []machine.Need
		turn machine.Actor
	}{
		{"a network of one's own abroad", abroad(false), []machine.Need{NeedPremiumGeography, NeedAuthorization}, machine.Customer},
		{"another's network abroad", abroad(true), []machine.Need{NeedPremiumGeography}, machine.Customer},
		{"Global Reach of a Local circuit", local, []machine.Need{NeedGlobalReach}, machine.Customer},
		{"no status was read", with(seenAs(Spec{Order: fullOrder, Wants: peering.Wants{Private: privateV4}}), func(s *State) { s.Status = 0 }), []machine.Need{NeedEnabled}, machine.Customer},
		{"an incomplete order on a port", fresh(Spec{Kind: Direct}), []machine.Need{NeedOrder, NeedEnabled}, machine.Customer},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := tt.c.Plan()
			var none *NoPlanError
			require.ErrorAs(t, err, &none)
			assert.Equal(t, tt.want, needsOf(none.Unmet()))
			assert.Equal(t, tt.turn, none.Turn())
		})
	}
	assert.Equal(t, Phase{Kind: PhaseWaiting, For: machine.Customer}, abroad(true).Phase())
}

// TestWantsUse checks that the plan of a spec that only removes a peering creates no
// circuit.
func TestWantsUse(t *testing.T) {
	gone := peering.Want{Mode: peering.WantAbsent}
	for _, tt := range []struct {
		name string
		spec Spec
		want bool
	}{
		{"nothing", Spec{}, true},
		{"a peering to go", Spec{Wants: peering.Wants{Private: gone}}, false},
		{"a peering to go, and an order", Spec{Order: fullOrder, Wants: peering.Wants{Private: gone}}, true},
		{"a peering to go, and a part of an order", Spec{Order: Order{Tier: TierPremium}, Wants: peering.Wants{Private: gone}}, true},
		{"a peering to go, and another wanted", Spec{Wants: peering.Wants{Microsoft: filtered(), Private: gone}}, true},
		{"a peering to go, and a link", Spec{Links: twoLinks[:1], Wants: peering.Wants{Microsoft: gone}}, true},
		{"a peering wanted", Spec{Wants: peering.Wants{Private: privateV4}}, true},
		{"a link", Spec{Links: twoLinks}, true},
	} {
		assert.Equal(t, tt.want, tt.spec.wantsUse(), tt.name)
	}
	plan := must(t, fresh(Spec{Wants: peering.Wants{Private: gone}}))
	assert.True(t, plan.Done())
}

// TestStepsCite checks that the source of a step is that of its duration if it has one,
// else that of its rule.
func TestStepsCite(t *testing.T) {
	for _, s := range must(t, fresh(Spec{Order: fullOrder, Wants: peering.Wants{Private: privateV4}})).Steps {
		row := rowOf(s.Event.Verb)
		assert.Equal(t, row.Lasts.typical, s.Typical, "%s", s)
		if s.Typical > 0 {
			assert.Equal(t, sourceTiming, s.Source, "%s", s)
		} else {
			assert.Equal(t, row.Source, s.Source, "%s", s)
		}
	}
}

// TestRewritingInterrupts checks that to configure an existing peering interrupts it, and
// to configure a new one does not.
func TestRewritingInterrupts(t *testing.T) {
	there := with(seenAs(Spec{Order: fullOrder, Wants: peering.Wants{Private: privateV4}}), func(s *State) { s.Private.AsWanted = no })
	for name, c := range map[string]struct {
		c    Circuit
		want Effect
	}{
		"there":    {there, Interrupts},
		"not read": {with(there, func(s *State) { s.Private.IPv4.Admin, s.Private.IPv6.Admin = 0, 0 }), Interrupts},
		"missing":  {with(there, func(s *State) { s.Private = peering.NotThere() }), NoEffect},
	} {
		row, v := c.c.look(Event{Verb: ConfigurePeering, Peering: peeringPrivate})
		assert.Equal(t, c.want, row.effect(v), name)
	}
}
