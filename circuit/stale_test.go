package circuit

import (
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/expressroute-go/expressroute/bgp"
	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
	"github.com/expressroute-go/expressroute/prefixes"
)

// TestOldReadOfOnePart checks that a document that is too old for one part still updates
// the other parts, with their settings and their strange values.
func TestOldReadOfOnePart(t *testing.T) {
	full := fullCircuit(t)
	list := []PrefixState{{Family: peering.IPv4, Prefix: prefixes.MustParsePrefix("131.107.8.0/24"), State: prefixes.PrefixConfigured}}
	strange := []Strange{
		{Path: "circuit", Field: "status", Value: "Odd"},
		{Path: "circuit", Value: "Odd"},
		{Path: "private", Field: "AzurePrivatePeering.ipv4.prefixes", Value: "Odd"},
		{Path: "private", Field: "AzurePrivatePeering.vlan", Value: "Odd"},
		{Path: "microsoft", Field: "MicrosoftPeering.ipv4.bgp", Value: "Odd"},
	}
	old := func() Observation {
		o := shown(full, day(5))
		o.Have.ETag, o.Have.Order.Bandwidth = "old", 500
		o.Have.Private.VLAN, o.Have.Public.VLAN, o.Have.Microsoft.VLAN = 11, 12, 13
		o.Have.Prefixes, o.Have.Strange = list, strange
		o.Links = []LinkState{{Link: Link{Network: "/old"}, Linked: yes}}
		return o
	}
	paths := func(c Circuit) (all []string) {
		for _, s := range c.Have().Strange {
			all = append(all, s.Path)
		}
		return all
	}
	for _, tt := range []struct {
		newer   int // which of the documents of a moment was read later: the circuit's own, then the peerings'
		ignored string
		taken   func(c Circuit) bool
		left    func(c Circuit) bool
		strange []string
	}{
		{0, "circuit", func(c Circuit) bool {
			return c.Have().Private.VLAN == 11 && c.Have().Microsoft.VLAN == 13 && len(c.Have().Prefixes) == 1
		}, func(c Circuit) bool {
			return c.Have().ETag == "" && c.Have().Order.Bandwidth == 200 && letters(c) == ","
		},
			[]string{"private", "private", "microsoft"}},
		{1, "AzurePrivatePeering", func(c Circuit) bool {
			return c.Have().ETag == "old" && c.Have().Microsoft.VLAN == 13 && len(c.Have().Prefixes) == 1 && letters(c) == "o,"
		}, func(c Circuit) bool { return c.Have().Private.VLAN == 100 }, []string{"circuit", "circuit", "microsoft"}},
		{3, "MicrosoftPeering", func(c Circuit) bool { return c.Have().ETag == "old" && c.Have().Private.VLAN == 11 },
			func(c Circuit) bool { return c.Have().Microsoft.VLAN == 300 && c.Have().Prefixes == nil }, []string{"circuit", "circuit", "private", "private"}},
	} {
		t.Run(tt.ignored, func(t *testing.T) {
			known, _ := mustObserve(t, full, shown(full, day(1)))
			known, _ = mustObserve(t, known, parts(shown(full, day(9)))[tt.newer])
			c, x := mustObserve(t, known, old())
			require.Len(t, x.Ignored, 1)
			assert.Contains(t, x.Ignored[0], tt.ignored+": read at 2024-01-06")
			assert.True(t, tt.taken(c), "%+v", c.Have())
			assert.True(t, tt.left(c), "%+v", c.Have())
			assert.Equal(t, tt.strange, paths(c))
		})
	}
}

// TestStrangeValuesAreForgotten checks that strange values are dropped when a document
// shows the circuit without them.
func TestStrangeValuesAreForgotten(t *testing.T) {
	strange := []Strange{{Path: "p", Value: "Odd"}}
	read := func(s State, list []Strange) Observation {
		return Observation{Have: Config{ID: "/circuit", Strange: list}, State: s}
	}
	c, _ := mustObserve(t, Circuit{}, read(State{Provider: Provisioned, Status: Enabled}, strange))
	require.Equal(t, strange, c.Have().Strange)
	for _, tt := range []struct {
		name string
		o    Observation
		want []Strange
	}{
		{"a document of a peering", read(State{States: peering.States{Private: peering.NotThere()}}, nil), strange},
		{"one of the status", read(State{Status: Enabled}, nil), nil},
		{"one of the provider's side", read(State{Provider: Provisioned}, nil), nil},
		{"another value", read(State{}, []Strange{{Path: "q", Value: "Odder"}}), []Strange{{Path: "q", Value: "Odder"}}},
	} {
		next, _ := mustObserve(t, c, tt.o)
		assert.Equal(t, tt.want, next.Have().Strange, tt.name)
	}
}

// TestWhatIsValidatedAnew checks that writing a peering restarts the validation of a
// family's prefixes if the prefixes, the AS numbers or the registry change.
func TestWhatIsValidatedAnew(t *testing.T) {
	full := fullCircuit(t)
	read, _ := mustObserve(t, full, shown(full, day(1)))
	for _, tt := range []struct {
		name   string
		change func(*peering.Config)
		v4, v6 bool
	}{
		{"nothing", func(*peering.Config) {}, false, false},
		{"VLAN", func(c *peering.Config) { c.VLAN = 7 }, false, false},
		{"subnet", func(c *peering.Config) { c.IPv4.Primary, c.IPv4.Secondary = c.IPv4.Secondary, c.IPv4.Primary }, false, false},
		{"route filter", func(c *peering.Config) { c.IPv4.RouteFilter = "/other" }, false, false},
		{"peer ASN", func(c *peering.Config) { c.PeerASN = 8075 }, true, true},
		{"customer ASN", func(c *peering.Config) { c.IPv4.CustomerASN = 8075 }, true, false},
		{"customer ASN of IPv6", func(c *peering.Config) { c.IPv6.CustomerASN = 8075 }, false, true},
		{"registry", func(c *peering.Config) { c.IPv4.Registry = "RIPENCC" }, true, false},
		{"registry of IPv6", func(c *peering.Config) { c.IPv6.Registry = "RIPENCC" }, false, true},
		{"prefixes", func(c *peering.Config) {
			c.IPv4.Advertised = append(c.IPv4.Advertised, prefixes.MustParsePrefix("131.107.9.0/24"))
		}, true, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			spec := rewritten(full.Want(), peeringMicrosoft, tt.change)
			spec.Waive = spec.Validate().Needs()
			c, err := read.WithSpec(spec)
			require.NoError(t, err)
			c, err = c.Apply(Event{Verb: ConfigurePeering, Peering: peeringMicrosoft})
			require.NoError(t, err)
			for f, anew := range map[peering.Family]bool{peering.IPv4: tt.v4, peering.IPv6: tt.v6} {
				want := prefixes.Configured
				if anew {
					want = prefixes.NotConfigured
				}
				assert.Equal(t, want, c.state.Microsoft.Family(f).Prefixes, "%s", f)
			}
		})
	}
	empty := microsoftV4
	empty.Config = empty.Config.Clone()
	empty.Config.IPv4.Advertised = nil
	c := fresh(Spec{Order: fullOrder, Wants: peering.Wants{Microsoft: empty}, Waive: Spec{Wants: peering.Wants{Microsoft: empty}}.Validate().Needs()})
	_, v := c.look(Event{Verb: ValidationStarted, Peering: peeringMicrosoft, Family: peering.IPv4})
	assert.Equal(t, machine.No, v.prefixFacts(peering.IPv4).Listed)
	assert.Equal(t, machine.Unknown, v.prefixFacts(peering.IPv6).Listed, "a family that is not configured")
}

// TestLearnedFromDocuments checks what a circuit takes from a document besides states.
func TestLearnedFromDocuments(t *testing.T) {
	base := seenAs(Spec{Order: fullOrder, Links: []Link{{Network: "/a"}, {Network: "/b"}}, Wants: peering.Wants{Private: privateV4}})
	base.state.Acts = 0
	base.state.Provider = NotProvisioned
	c, _ := mustObserve(t, base, Observation{Have: Config{ID: "/circuit"}, State: State{Provider: NotProvisioned, Acts: ProvisionedBefore | ConnectivityOrdered}})
	assert.Equal(t, ProvisionedBefore, c.state.Acts, "that it was provisioned before, and no act of the customer's")

	c, _ = mustObserve(t, base, Observation{Have: Config{ID: "/circuit"}, Links: []LinkState{{Link: Link{Network: "/b", OtherSubscription: true}, Authorized: yes}}})
	assert.True(t, c.Links()[1].OtherSubscription)
	assert.False(t, c.Links()[0].OtherSubscription)
	c, err := c.WithSpec(base.Want())
	require.NoError(t, err)
	assert.True(t, c.Links()[1].OtherSubscription, "a spec that does not know it leaves it so")

	var many []LinkState
	for i := range MaxLinks {
		many = append(many, LinkState{Link: Link{Network: "/more" + strconv.Itoa(i)}, Linked: yes})
	}
	c, x := mustObserve(t, base, Observation{Have: Config{ID: "/circuit"}, Links: many, State: State{Whole: AllLinks}})
	require.Len(t, x.Ignored, 1)
	assert.Equal(t, "2 links beyond the most that can be modelled, 104", x.Ignored[0])
	assert.Len(t, c.Links(), MaxLinks)
	_, x = mustObserve(t, base, Observation{Have: Config{ID: "/circuit"}, Links: many[:MaxLinks-1], State: State{Whole: AllLinks}})
	require.Len(t, x.Ignored, 1)
	assert.Equal(t, "1 link beyond the most that can be modelled, 104", x.Ignored[0])

	session := Session{Peering: peeringPrivate, Family: peering.IPv6}
	_, x = mustObserve(t, base, Observation{Have: Config{ID: "/circuit", Sessions: Sessions{session: bgp.Paths{Secondary: bgp.Path{Session: bgp.Idle}}}}})
	assert.Equal(t, []string{"AzurePrivatePeering IPv6 Secondary"}, x.Adopted)
	assert.Empty(t, x.Events)
	c, err = Observed(Observation{At: day(0), NotFound: true, Have: Config{ID: "/circuit"}})
	require.NoError(t, err)
	c, _ = mustObserve(t, c, notFound(day(1)))
	_, x = mustObserve(t, c, notFound(day(2)))
	assert.Equal(t, []string{"circuit"}, x.Adopted)
}

// TestKeyIsKeptByItsFingerprint checks that a read with the same service key is
// recognized as the same circuit.
func TestKeyIsKeptByItsFingerprint(t *testing.T) {
	full := fullCircuit(t)
	c, _ := mustObserve(t, full, keyed(full, 1, "/circuit", "one"))
	before := c.Have().Birth
	require.NotEmpty(t, before)
	c, x := mustObserve(t, c, keyed(full, 2, "/circuit", "one"))
	assert.Equal(t, before, c.Have().Birth)
	assert.Empty(t, x.Events)
	assert.False(t, x.Replaced)
}

// TestReadIsNotWritten checks that a document about another part does not change what was
// written, and that a document that shows the old value does.
func TestReadIsNotWritten(t *testing.T) {
	const vlan = 200
	was := fullCircuit(t)
	spec := was.Want()
	spec.Order.Bandwidth = 500
	spec.Private.Config.VLAN = vlan
	seen := shown(was, day(1))
	c, err := Observed(seen)
	require.NoError(t, err)
	c, err = c.WithSpec(spec)
	require.NoError(t, err)
	other := Observation{At: day(2), Have: Config{ID: "/circuit", Sessions: Sessions{{Peering: peering.Private, Family: peering.IPv4}: {Primary: bgp.Path{Session: bgp.Established}}}}}

	for name, between := range map[string]bool{"at once": false, "another document between": true} {
		t.Run(name, func(t *testing.T) {
			c := after(t, c, ChangeBandwidth)
			if between {
				c, _ = mustObserve(t, c, other)
			}
			assert.Equal(t, seen.Have.Order.Bandwidth, c.Read().Order.Bandwidth)
			assert.Equal(t, spec.Order.Bandwidth, c.Have().Order.Bandwidth, "as it was written")
			c = after(t, c, OperationFailed)
			assert.Equal(t, seen.Have.Order.Bandwidth, c.Have().Order.Bandwidth, "as it was read")
			assert.Equal(t, machine.No, c.state.Bandwidth)

			c, err := c.Apply(Event{Verb: RefreshCircuit})
			require.NoError(t, err)
			c = after(t, c, OperationFinished)
			for _, verb := range []Verb{ConfigurePeering, OperationFinished} {
				c, err = c.Apply(Event{Verb: verb, Peering: peering.Private})
				require.NoError(t, err)
			}
			if between {
				c, _ = mustObserve(t, c, other)
			}
			assert.Equal(t, seen.Have.Private.VLAN, c.Read().Private.VLAN)
			assert.EqualValues(t, vlan, c.Have().Private.VLAN)
			old := seen
			old.At = day(3)
			c, x := mustObserve(t, c, old)
			assert.NotEmpty(t, x.Events, "somebody wrote it back, or it was never written")
			assert.Equal(t, machine.No, c.state.Private.AsWanted)
			assert.Equal(t, seen.Have.Private.VLAN, c.Have().Private.VLAN)
		})
	}
}
