package circuit

import (
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
)

const (
	yes, no, unknown = machine.Yes, machine.No, machine.Unknown
)

// ordering returns a circuit in service with the order have and a spec with the order
// want. It has no peerings and no links.
func ordering(t *testing.T, edition Edition, have, want Order) Circuit {
	t.Helper()
	c, err := Observed(Observation{Have: Config{ID: "/circuit", Order: have}, State: State{
		Provider: Provisioned, Status: Enabled, Operation: peering.Succeeded, Whole: AllLinks | AllAuthorizations, States: nothingThere,
	}})
	require.NoError(t, err)
	c, err = c.WithSpec(Spec{Edition: edition, Order: want, Waive: []machine.Need{NeedPossible}})
	require.NoError(t, err)
	return c
}

// TestBillingMayChange checks all changes of the billing model, in both editions. A model
// that is not known cannot be changed.
func TestBillingMayChange(t *testing.T) {
	for edition, table := range map[Edition]map[[2]Billing]machine.Truth{
		EditionToday: {
			{0, 0}: unknown, {0, MeteredData}: unknown, {0, UnlimitedData}: unknown,
			{MeteredData, 0}: unknown, {MeteredData, MeteredData}: yes, {MeteredData, UnlimitedData}: yes,
			{UnlimitedData, 0}: unknown, {UnlimitedData, MeteredData}: no, {UnlimitedData, UnlimitedData}: yes,
		},
		Edition2016: {
			{0, 0}: unknown, {0, MeteredData}: unknown, {0, UnlimitedData}: unknown,
			{MeteredData, 0}: unknown, {MeteredData, MeteredData}: yes, {MeteredData, UnlimitedData}: no,
			{UnlimitedData, 0}: unknown, {UnlimitedData, MeteredData}: no, {UnlimitedData, UnlimitedData}: yes,
		},
	} {
		for change, want := range table {
			c := ordering(t, edition, Order{Billing: change[0]}, Order{Billing: change[1]})
			assert.Equal(t, want, billingMayChange.Holds(c.view()), "%s: from %s to %s", edition, change[0], change[1])
			if edition == EditionToday {
				assert.Equal(t, want, billingChange(change[0], change[1]), "from %s to %s", change[0], change[1])
			}
		}
	}
}

// TestLinkLimits checks Azure's table of limits, also for bandwidths between the offered
// ones.
func TestLinkLimits(t *testing.T) {
	for tier, limits := range map[Tier]map[Mbps]int{
		0:              {0: 0, 50: 0, 1000: 0, 100000: 0},
		TierLocal:      {0: 10, 1: 10, 1000: 10, 100000: 10},
		TierStandard:   {0: 10, 50: 10, 100: 10, 10000: 10, 100000: 10},
		TierBasic:      {0: 0, 50: 0, 1000: 0},
		TierMultiCloud: {0: 0, 50: 0, 1000: 0},
		TierPremium: {
			0: 0, 1: 20, 50: 20, 99: 20, 100: 25, 200: 25, 499: 25, 500: 40, 999: 40, 1000: 50, 1999: 50,
			2000: 60, 4999: 60, 5000: 75, 9999: 75, 10000: 100, 40000: 100, 100000: 100,
		},
	} {
		for bandwidth, want := range limits {
			assert.Equal(t, want, Order{Tier: tier, Bandwidth: bandwidth}.LinkLimit(), "%s at %s", tier, bandwidth)
		}
	}
}

func TestMbps(t *testing.T) {
	for b, want := range map[Mbps]string{0: "0Mbps", 50: "50Mbps", 500: "500Mbps", 999: "999Mbps", 1000: "1Gbps", 1500: "1500Mbps", 2000: "2Gbps", 100000: "100Gbps"} {
		assert.Equal(t, want, b.String())
	}
}

// TestOfferedBandwidths checks that a spec with another bandwidth is refused.
func TestOfferedBandwidths(t *testing.T) {
	offered := map[Kind][]Mbps{
		Partner: {50, 100, 200, 500, 1000, 2000, 5000, 10000},
		Direct:  {1000, 2000, 5000, 10000, 40000, 100000},
	}
	for kind, list := range offered {
		for _, b := range []Mbps{0, 1, 49, 50, 100, 150, 200, 300, 500, 999, 1000, 2000, 5000, 10000, 20000, 40000, 100000} {
			problems := Spec{Kind: kind, Order: Order{Bandwidth: b}}.Validate()
			assert.Equal(t, b != 0 && !slices.Contains(list, b), slices.Contains(problems.Needs(), NeedOfferedBandwidth), "%s at %s", kind, b)
			_, err := New(Spec{Kind: kind, Order: Order{Bandwidth: b}})
			assert.Equal(t, len(problems) > 0, err != nil)
		}
	}
}

// TestTierChange checks all pairs of tiers: Standard to Premium and back, and Local to
// either, but no tier to Local. Changes of other tiers are unknown.
func TestTierChange(t *testing.T) {
	want := map[[2]Tier]machine.Truth{
		{TierLocal, TierStandard}: yes, {TierLocal, TierPremium}: yes,
		{TierStandard, TierPremium}: yes, {TierPremium, TierStandard}: yes,
		{TierStandard, TierLocal}: no, {TierPremium, TierLocal}: no, {TierBasic, TierLocal}: no, {TierMultiCloud, TierLocal}: no,
	}
	for from := Tier(0); from <= TierMultiCloud; from++ {
		for to := Tier(0); to <= TierMultiCloud; to++ {
			truth, known := want[[2]Tier{from, to}]
			if from == to && from != 0 {
				truth, known = yes, true
			}
			if !known {
				truth = unknown
			}
			assert.Equal(t, truth, tierChange(from, to), "from %s to %s", from, to)
		}
	}
}

// linkedTo returns a Premium circuit in service with that many links, whose spec wants
// another tier. One link may lead to another geopolitical region, and the list of links
// may be complete.
func linkedTo(t *testing.T, links int, abroad, whole bool, to Tier) Circuit {
	t.Helper()
	var states []LinkState
	for i := range links {
		states = append(states, LinkState{Link: Link{Network: fmt.Sprintf("/vnet%d", i), OtherGeography: abroad && i == 0}, Linked: yes})
	}
	s := State{Provider: Provisioned, Status: Enabled, Operation: peering.Succeeded, States: nothingThere}
	s.Private = seenAs(Spec{Order: fullOrder, Wants: peering.Wants{Private: privateV4}}).state.Private
	if whole {
		s.Whole = AllLinks | AllAuthorizations
	}
	order := fullOrder
	order.Bandwidth = 50
	c, err := Observed(Observation{Have: Config{ID: "/circuit", Order: order, Configs: peering.Configs{Private: privateV4.Config}}, Links: states, State: s})
	require.NoError(t, err)
	order.Tier = to
	spec := Spec{Order: order, Wants: peering.Wants{Private: privateV4}}
	for _, l := range states {
		spec.Links = append(spec.Links, l.Link)
	}
	spec.Waive = spec.Validate().Needs()
	c, err = c.WithSpec(spec)
	require.NoError(t, err)
	return c
}

// TestTierOfUnknownRegions checks that the tier cannot change if only a document names a
// linked network, because no document tells its region.
func TestTierOfUnknownRegions(t *testing.T) {
	c := linkedTo(t, 1, false, true, TierStandard)
	spec := c.Want()
	spec.Links = nil
	c, err := c.WithSpec(spec)
	require.NoError(t, err)
	require.Equal(t, 1, c.state.linked.len())
	assert.Equal(t, unknown, tierMayChange.Holds(c.view()))
	u := unmetOf(t, c, Event{Verb: ChangeTier})[NeedTierChange]
	assert.True(t, u.Unknown)
	assert.Contains(t, u.Found, foundNoRegion)
	assert.Contains(t, u.Fix, "name every linked network in the spec")
	v := c.view()
	v.at = 0
	assert.Equal(t, yes, premiumGeography.Holds(v), "it is Premium still")
	c.papers.Have.Order.Tier = TierStandard
	assert.Equal(t, unknown, premiumGeography.Holds(v))
	assert.Contains(t, premiumGeography.Found(v), foundNoRegion)
	_, fix := premiumGeography.Who(v)
	assert.Contains(t, fix, "name the network in the spec")
	v.at = -1
	assert.Equal(t, unknown, premiumGeography.Holds(v), "no link is named")
}

// TestTierMayChange checks that a circuit can only change to Standard with at most ten
// links, none of them to another geopolitical region.
func TestTierMayChange(t *testing.T) {
	for _, tt := range []struct {
		links         int
		abroad, whole bool
		to            Tier
		want          machine.Truth
	}{
		{0, false, true, TierStandard, yes},
		{9, false, true, TierStandard, yes},
		{10, false, true, TierStandard, unknown},
		{11, false, true, TierStandard, no},
		{1, true, true, TierStandard, no},
		{0, false, false, TierStandard, unknown},
		{9, false, false, TierStandard, unknown},
		{11, false, false, TierStandard, no},
		{1, true, false, TierStandard, no},
		{11, true, false, TierPremium, yes},
		{0, false, true, TierPremium, yes},
		{0, false, true, TierLocal, no},
		{11, false, true, TierLocal, no},
		{0, false, true, TierBasic, unknown},
		{0, false, true, 0, unknown},
	} {
		t.Run(fmt.Sprintf("%d links, abroad %t, whole %t, to %s", tt.links, tt.abroad, tt.whole, tt.to), func(t *testing.T) {
			c := linkedTo(t, tt.links, tt.abroad, tt.whole, tt.to)
			assert.Equal(t, tt.want, tierMayChange.Holds(c.view()))
			if tt.want == yes {
				return
			}
			u := unmetOf(t, c, Event{Verb: ChangeTier})[NeedTierChange]
			assert.Equal(t, tt.want == unknown, u.Unknown)
			assert.Equal(t, "from Premium to "+tt.to.String()+" with "+count(tt.links, "link"), u.Found)
			assert.Equal(t, machine.Customer, u.Actor)
			if tt.to == TierLocal {
				assert.Contains(t, u.Fix, "another circuit")
			} else {
				assert.Contains(t, u.Fix, "unlink")
			}
		})
	}
}

// TestBandwidthUp checks that the bandwidth can only be raised, and only if both
// bandwidths are known.
func TestBandwidthUp(t *testing.T) {
	for _, tt := range []struct {
		have, want Mbps
		is         machine.Truth
		found      string
	}{
		{200, 500, yes, ""},
		{200, 200, yes, ""},
		{500, 200, no, "from 500Mbps to 200Mbps"},
		{0, 200, unknown, "a bandwidth that was not observed"},
		{200, 0, unknown, "from 200Mbps to 0Mbps"},
		{50, 10000, yes, ""},
	} {
		c := ordering(t, EditionToday, Order{Bandwidth: tt.have}, Order{Bandwidth: tt.want})
		assert.Equal(t, tt.is, bandwidthUp.Holds(c.view()), "from %s to %s", tt.have, tt.want)
		if tt.is != yes {
			u := unmetOf(t, c, Event{Verb: ChangeBandwidth})[NeedBandwidthUp]
			assert.Equal(t, tt.found, u.Found)
			assert.Equal(t, tt.is == unknown, u.Unknown)
		}
	}
}

// TestOrderIsChanged checks that a plan changes the parts of the order that are known to
// differ from the spec, and no others.
func TestOrderIsChanged(t *testing.T) {
	for _, tt := range []struct {
		name       string
		edition    Edition
		have, want Order
		after      Order
		verbs      []Verb
	}{
		{"all", EditionToday, smallOrder, largeOrder, largeOrder, []Verb{ChangeBandwidth, OperationFinished, ChangeTier, OperationFinished, ChangeBilling, OperationFinished}},
		{"nothing", EditionToday, smallOrder, smallOrder, smallOrder, nil},
		{"what is not cared about", EditionToday, smallOrder, Order{Tier: TierPremium},
			Order{Provider: "Equinix", PeeringLocation: "Silicon Valley", Bandwidth: 200, Tier: TierPremium, Billing: MeteredData}, []Verb{ChangeTier, OperationFinished}},
		{"what was not read", EditionToday, Order{Tier: TierStandard}, largeOrder, Order{Tier: TierPremium}, []Verb{ChangeTier, OperationFinished}},
		{"2016", Edition2016, smallOrder, Order{Bandwidth: 500, Tier: TierPremium, Billing: MeteredData},
			Order{Provider: "Equinix", PeeringLocation: "Silicon Valley", Bandwidth: 500, Tier: TierPremium, Billing: MeteredData}, []Verb{ChangeBandwidth, OperationFinished, ChangeTier, OperationFinished}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := ordering(t, tt.edition, tt.have, tt.want)
			plan, err := c.Plan()
			require.NoError(t, err)
			assert.Equal(t, tt.verbs, planVerbs(plan))
			c = follow(t, c, plan)
			assert.Equal(t, tt.after, c.Have().Order)
			rest, err := c.Plan()
			assert.Equal(t, tt.name != "what was not read", err == nil && rest.Done(), "what was not read is not known to be as ordered")
		})
	}
}

// TestOrderIsComplete checks that a circuit can only be created with a complete order,
// and that the refusal names the missing part.
func TestOrderIsComplete(t *testing.T) {
	whole := map[Kind]Order{Partner: fullOrder, Direct: direct()}
	for kind, order := range whole {
		require.NoError(t, fresh(Spec{Kind: kind, Order: order}).Check(Event{Verb: CreateCircuit}))
	}
	for _, tt := range []struct {
		kind  Kind
		found string
		leave func(*Order)
	}{
		{Partner, "no provider", func(o *Order) { o.Provider = "" }},
		{Partner, "no peering location", func(o *Order) { o.PeeringLocation = "" }},
		{Partner, "no bandwidth", func(o *Order) { o.Bandwidth = 0 }},
		{Partner, "no tier", func(o *Order) { o.Tier = 0 }},
		{Partner, "no billing model", func(o *Order) { o.Billing = 0 }},
		{Direct, "no bandwidth", func(o *Order) { o.Bandwidth = 0 }},
		{Direct, "no tier", func(o *Order) { o.Tier = 0 }},
		{Direct, "no billing model", func(o *Order) { o.Billing = 0 }},
	} {
		order := whole[tt.kind]
		tt.leave(&order)
		c := fresh(Spec{Kind: tt.kind, Order: order})
		u := unmetOf(t, c, Event{Verb: CreateCircuit})[NeedOrder]
		assert.Equal(t, tt.found, u.Found)
		assert.False(t, u.Unknown)
		plan, err := c.Plan()
		if tt.kind == Direct {
			assert.True(t, lacksNeed(err, NeedOrder))
		} else {
			require.NotEmpty(t, plan.Obstacles)
		}
	}
}
