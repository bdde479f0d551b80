package circuit

import (
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/expressroute-go/expressroute/bgp"
	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
)

// TestAsConfigured checks that the spec wants exactly what exists, so that there is
// nothing to do.
func TestAsConfigured(t *testing.T) {
	served := underWay(t, EditionToday)
	direct := seenOrdered(direct(), Spec{Kind: Direct, Order: direct(), Wants: peering.Wants{Private: privateV4}})
	unknownKind, err := direct.WithSpec(Spec{})
	require.NoError(t, err)
	removing := with(served, func(s *State) { s.Private.Operation = peering.Deleting; s.linked = linkSet{} })
	bare := with(served, func(s *State) { s.States, s.linked, s.authorized = nothingThere, linkSet{}, linkSet{} })
	odd := seenWithoutSpec(t)
	o := shown(odd, day(1))
	o.Have.Private.VLAN, o.Have.Private.IPv4.Primary = 4095, mustHalf("8.8.8.0/30", "8.8.8.4/30").Primary
	odd, _ = mustObserve(t, odd, o)
	for _, tt := range []struct {
		name    string
		c       Circuit
		kind    Kind
		private peering.Mode
		links   int
	}{
		{"in service", served, Partner, peering.WantPresent, 2},
		{"on a port", direct, Direct, peering.WantPresent, 0},
		{"found on a port", unknownKind, Direct, peering.WantPresent, 0},
		{"a peering is being removed", removing, Partner, peering.WantAbsent, 0},
		{"bare", bare, Partner, peering.Unmanaged, 0},
		{"configured against the rules", odd, Partner, peering.WantPresent, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := tt.c.AsConfigured()
			assert.Equal(t, tt.kind, s.Kind)
			assert.Equal(t, tt.private, s.Private.Mode)
			assert.Equal(t, peering.Unmanaged, s.Microsoft.Mode)
			assert.Len(t, s.Links, tt.links)
			assert.Equal(t, tt.c.Have().Order, s.Order)
			if tt.private == peering.WantPresent {
				assert.Equal(t, tt.c.Have().Private, s.Private.Config)
			}
			next, err := tt.c.WithSpec(s)
			require.NoError(t, err)
			plan, err := next.Plan()
			require.NoError(t, err)
			for _, step := range plan.Steps {
				assert.Equal(t, machine.Microsoft, step.Actor, "%s", step)
			}
		})
	}
}

// TestHaveIsWhatWasWritten checks that Have is what was read, updated with what events
// have written since.
func TestHaveIsWhatWasWritten(t *testing.T) {
	since := time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)
	spec := Spec{Order: fullOrder, Wants: peering.Wants{Private: privateV4, Microsoft: filtered()}}
	c := follow(t, fresh(spec), must(t, fresh(spec)))
	assert.Equal(t, privateV4.Config, c.Have().Private)
	assert.Equal(t, filtered().Config, c.Have().Microsoft)
	assert.Equal(t, fullOrder, c.Have().Order)
	p := *c.papers
	p.Have.Microsoft = filtered().Config
	p.Have.Microsoft.VLAN, p.Have.Microsoft.Since = 7, since
	c.papers = &p
	want := filtered().Config
	want.Since = since
	assert.Equal(t, want, c.Have().Microsoft, "since when is not written")
	bare := with(c, func(s *State) { s.Microsoft.RouteFilter = no })
	assert.Empty(t, bare.Have().Microsoft.IPv4.RouteFilter)
	unknown := with(c, func(s *State) { s.Microsoft.AsWanted = 0 })
	assert.EqualValues(t, 7, unknown.Have().Microsoft.VLAN, "as it was read")
	gone := with(c, func(s *State) { s.Microsoft = peering.NotThere() })
	assert.Equal(t, peering.Config{}, gone.Have().Microsoft)
	other, err := c.WithSpec(Spec{Order: fullOrder, Wants: peering.Wants{Microsoft: rewriteVLAN(filtered())}})
	require.NoError(t, err)
	assert.Equal(t, no, other.state.Microsoft.AsWanted)
	assert.Equal(t, want, other.Have().Microsoft, "another want is not written yet")
}

// TestAttestedFactsAreOnRecord checks that attested acts are recorded, unless the
// provider has taken the circuit down since.
func TestAttestedFactsAreOnRecord(t *testing.T) {
	for _, tt := range []struct {
		facts Facts
		c     Circuit
		acts  Acts
		whole Lists
	}{
		{Facts{}, ordering(t, EditionToday, fullOrder, Order{}), ProvisionedBefore, AllAuthorizations},
		{Facts{Ordered: yes, KeyHandedOver: yes, LinksListed: yes}, ordering(t, EditionToday, fullOrder, Order{}), ProvisionedBefore | ConnectivityOrdered | ServiceKeyHandedOver, AllLinks | AllAuthorizations},
		{Facts{Ordered: no, KeyHandedOver: no, LinksListed: no}, ordering(t, EditionToday, fullOrder, Order{}), ProvisionedBefore, AllAuthorizations},
		{Facts{Ordered: yes}, ordering(t, EditionToday, fullOrder, Order{}), ProvisionedBefore | ConnectivityOrdered, AllAuthorizations},
		{Facts{KeyHandedOver: yes}, ordering(t, EditionToday, fullOrder, Order{}), ProvisionedBefore | ServiceKeyHandedOver, AllAuthorizations},
		{Facts{Ordered: yes, KeyHandedOver: yes, LinksListed: yes}, with(ordering(t, EditionToday, fullOrder, Order{}), func(s *State) { s.Provider = NotProvisioned }), ProvisionedBefore, AllLinks | AllAuthorizations},
		{Facts{Ordered: yes}, with(ordering(t, EditionToday, fullOrder, Order{}), func(s *State) { s.Provider, s.Acts = NotProvisioned, 0 }), ConnectivityOrdered, AllAuthorizations},
	} {
		c := with(tt.c, func(s *State) { s.Whole = AllAuthorizations })
		c, err := c.WithSpec(Spec{Order: fullOrder, Facts: tt.facts})
		require.NoError(t, err)
		assert.Equal(t, tt.acts, c.state.Acts, "%+v", tt.facts)
		assert.Equal(t, tt.whole, c.state.Whole, "%+v", tt.facts)
	}
}

// TestWithAnotherPeering checks that With does not change the spec.
func TestWithAnotherPeering(t *testing.T) {
	s := Spec{Wants: peering.Wants{Private: privateV4}}
	next := s.With(peeringMicrosoft, filtered())
	assert.Equal(t, peering.Unmanaged, s.Microsoft.Mode)
	assert.Equal(t, filtered(), next.Microsoft)
	assert.Equal(t, privateV4, next.Private)
	assert.Equal(t, s, s.With(0, filtered()), "of no type")
}

// TestWordsOfASpec checks that a value outside its enumeration is refused, even if its
// rule is waived.
func TestWordsOfASpec(t *testing.T) {
	for name, change := range map[string]func(*Spec){
		"edition":      func(s *Spec) { s.Edition = Edition2016 + 1 },
		"kind":         func(s *Spec) { s.Kind = Direct + 1 },
		"tier":         func(s *Spec) { s.Order.Tier = TierMultiCloud + 1 },
		"billing":      func(s *Spec) { s.Order.Billing = UnlimitedData + 1 },
		"mode":         func(s *Spec) { s.Private.Mode = peering.WantAbsent + 1 },
		"managed by":   func(s *Spec) { s.Public.Config.ManagedBy = machine.NetworkOwner + 1 },
		"link kind":    func(s *Spec) { s.Links = []Link{{Network: "/a", Kind: GlobalReachLink + 1}} },
		"routing":      func(s *Spec) { s.Facts.Routing = machine.NetworkOwner + 1 },
		"subscription": func(s *Spec) { s.Facts.Subscription = yes + 1 },
		"relationship": func(s *Spec) { s.Facts.Relationship = yes + 1 },
		"path":         func(s *Spec) { s.Facts.PhysicalPath = yes + 1 },
		"route":        func(s *Spec) { s.Facts.DefaultRoute = yes + 1 },
		"edge":         func(s *Spec) { s.Facts.SeparateEdge = yes + 1 },
		"links":        func(s *Spec) { s.Facts.LinksListed = yes + 1 },
		"ordered":      func(s *Spec) { s.Facts.Ordered = yes + 1 },
		"key":          func(s *Spec) { s.Facts.KeyHandedOver = yes + 1 },
		"too many": func(s *Spec) {
			for i := range MaxLinks + 1 {
				s.Links = append(s.Links, Link{Network: "/" + strconv.Itoa(i)})
			}
		},
	} {
		s := Spec{}
		change(&s)
		assert.Contains(t, s.Validate().Needs(), NeedModelled, name)
		s.Waive = []machine.Need{NeedModelled} // it cannot be waived
		_, err := New(s)
		assert.True(t, machine.Lacks(err, NeedModelled), name)
	}
	last := Spec{Edition: Edition2016, Kind: Direct, Order: Order{Tier: TierMultiCloud, Billing: UnlimitedData}, Facts: Facts{Routing: machine.NetworkOwner, Ordered: yes},
		Links: []Link{{Network: "/a", Kind: GlobalReachLink}}, Wants: peering.Wants{Public: peering.Want{Mode: peering.WantAbsent, Config: peering.Config{ManagedBy: machine.NetworkOwner}}}}
	assert.NotContains(t, last.Validate().Needs(), NeedModelled, "the last words are words")
	full := Spec{}
	for i := range MaxLinks {
		full.Links = append(full.Links, Link{Network: "/" + strconv.Itoa(i)})
	}
	assert.Empty(t, full.Validate())
}

// TestLinksOfASpec checks the rules about the links of a spec: each once, and within the
// tier and the limit of the order.
func TestLinksOfASpec(t *testing.T) {
	for _, tt := range []struct {
		name string
		spec Spec
		want []machine.Need
	}{
		{"two", Spec{Links: twoLinks}, nil},
		{"twice", Spec{Links: []Link{{Network: "/a"}, {Network: "/A/"}}}, []machine.Need{NeedOneLink}},
		{"to nothing", Spec{Links: []Link{{}}}, []machine.Need{NeedOneLink}},
		{"of a kind that its ID tells", Spec{Links: []Link{{Network: "/s/expressRouteGateways/hub"}, {Kind: GlobalReachLink, Network: "/s/expressRouteCircuits/other"}}}, nil},
		{"of another kind than its ID tells", Spec{Links: []Link{{Kind: VirtualWANLink, Network: "/s/virtualNetworkGateways/hub"}}}, []machine.Need{NeedLinkKind}},
		{"abroad on Standard", Spec{Order: Order{Tier: TierStandard}, Links: []Link{{Network: "/a", OtherGeography: true}}}, []machine.Need{NeedPremiumGeography}},
		{"abroad on Premium", Spec{Order: Order{Tier: TierPremium}, Links: []Link{{Network: "/a", OtherGeography: true}}}, nil},
		{"abroad, no tier", Spec{Links: []Link{{Network: "/a", OtherGeography: true}}}, nil},
		{"Global Reach on Local", Spec{Order: Order{Tier: TierLocal}, Links: []Link{{Network: "/a", Kind: GlobalReachLink}}}, []machine.Need{NeedGlobalReach}},
		{"a gateway on Local", Spec{Order: Order{Tier: TierLocal}, Links: []Link{{Network: "/a"}}}, nil},
		{"Global Reach on Standard", Spec{Order: Order{Tier: TierStandard}, Links: []Link{{Network: "/a", Kind: GlobalReachLink}}}, nil},
		{"without private peering", Spec{Links: twoLinks, Wants: peering.Wants{Private: peering.Want{Mode: peering.WantAbsent}}}, []machine.Need{NeedPrivatePeering}},
		{"Local with metered data", Spec{Order: Order{Tier: TierLocal, Billing: MeteredData}}, []machine.Need{NeedPossible}},
		{"Local with unlimited data", Spec{Order: Order{Tier: TierLocal, Billing: UnlimitedData}}, nil},
		{"a provider on a port", Spec{Kind: Direct, Order: Order{Provider: "P"}}, []machine.Need{NeedDirectOrder}},
		{"public peering today", Spec{Wants: peering.Wants{Public: publicV4}}, []machine.Need{NeedPublicPeering}},
		{"public peering in 2016", Spec{Edition: Edition2016, Wants: peering.Wants{Public: publicV4}}, nil},
	} {
		assert.Equal(t, tt.want, tt.spec.Validate().Needs(), tt.name)
	}
	many := Spec{Order: Order{Tier: TierStandard}}
	for i := range 10 {
		many.Links = append(many.Links, Link{Network: "/" + string(rune('a'+i))})
	}
	assert.Empty(t, many.Validate())
	many.Links = append(many.Links, Link{Network: "/z"})
	require.Equal(t, []machine.Need{NeedLinkRoom}, many.Validate().Needs())
	assert.Equal(t, "links[10]", many.Validate()[0].Path)
	assert.Equal(t, "11 links of 10 links", many.Validate()[0].Found)
}

// TestWaivedRuleIsKnown checks that Waive accepts only names of rules that a spec can
// break.
func TestWaivedRuleIsKnown(t *testing.T) {
	for _, need := range waivable {
		_, err := New(Spec{Waive: []machine.Need{need}})
		assert.NoError(t, err, need)
	}
	for _, need := range []machine.Need{"", "peering-exist", NeedProvisioned, NeedMicrosoftTier} {
		spec := Spec{Waive: []machine.Need{NeedPossible, need}}
		_, err := New(spec)
		var problems machine.Problems
		require.ErrorAs(t, err, &problems, need)
		require.Len(t, problems, 1)
		assert.Equal(t, "waive[1]", problems[0].Path)
		assert.Equal(t, NeedModelled, problems[0].Need)
		text, err := spec.MarshalJSON()
		require.NoError(t, err)
		_, err = ParseSpec(text)
		assert.ErrorAs(t, err, &problems)
	}
}

// TestNoRiskInWhatWasNotRead: a document that does not show a VLAN ID, an AS number or
// an address is no peering without them.
func TestNoRiskInWhatWasNotRead(t *testing.T) {
	var o Observation
	o.Have.ID = "/circuit"
	o.State.Private.IPv4.Admin = peering.Enabled
	c, _ := mustObserve(t, Circuit{}, o)
	c, err := c.WithSpec(c.AsConfigured())
	require.NoError(t, err)
	require.Equal(t, peering.WantPresent, c.Want().Private.Mode)
	for _, need := range []machine.Need{peering.NeedVLAN, peering.NeedFamily, peering.NeedBothPaths, bgp.NeedPeerASN} {
		assert.False(t, machine.Lacks(c.Risks(), need), need)
	}
	o.Have.Private = peering.Config{VLAN: 5000, PeerASN: 65001}
	c, _ = mustObserve(t, Circuit{}, o)
	c, err = c.WithSpec(c.AsConfigured())
	require.NoError(t, err)
	assert.True(t, machine.Lacks(c.Risks(), peering.NeedVLAN), "one that was read")
}
