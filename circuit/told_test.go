package circuit

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/expressroute-go/expressroute/bgp"
	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
	"github.com/expressroute-go/expressroute/prefixes"
)

// told returns the events of an explanation, as text.
func told(x Explanation) []string {
	var all []string
	for _, e := range x.Events {
		all = append(all, e.String())
	}
	return all
}

// letters returns the first letters of the linked networks, and after a comma those of
// the authorized ones.
func letters(c Circuit) string {
	linked, authorized := "", ""
	for _, l := range c.Links() {
		if l.Linked == yes {
			linked += l.Network[1:2]
		}
		if l.Authorized == yes {
			authorized += l.Network[1:2]
		}
	}
	return linked + "," + authorized
}

// TestLinksAreTold checks the events that explain changes of links and authorizations.
func TestLinksAreTold(t *testing.T) {
	links := []Link{{Network: "/own"}, {Network: "/foreign", OtherSubscription: true}, {Kind: GlobalReachLink, Network: "/reach"}}
	base := seenAs(Spec{Order: fullOrder, Links: links, Wants: peering.Wants{Private: privateV4}})
	in := func(linked, authorized []int, whole Lists) Circuit {
		return with(base, func(s *State) {
			s.Whole = whole
			for _, i := range linked {
				s.linked = s.linked.with(i)
			}
			for _, i := range authorized {
				s.authorized = s.authorized.with(i)
			}
		})
	}
	const both = AllLinks | AllAuthorizations
	const own, foreign, reach = 0, 1, 2
	seen := func(i int, linked, authorized machine.Truth) LinkState {
		return LinkState{Link: links[i], Linked: linked, Authorized: authorized}
	}
	another := LinkState{Link: Link{Network: "/another"}, Linked: yes}
	type list = []int
	for _, tt := range []struct {
		name  string
		was   Circuit
		whole Lists
		links []LinkState
		want  []string
		is    string
	}{
		{"nothing", in(nil, nil, both), both, nil, nil, ","},
		{"linked", in(nil, nil, both), 0, []LinkState{seen(own, yes, 0)}, []string{"LinkNetwork /own"}, "o,"},
		{"linked, in a list", in(nil, nil, both), both, []LinkState{seen(own, yes, 0)}, []string{"LinkNetwork /own"}, "o,"},
		{"what nobody knew is taken", in(nil, nil, 0), 0, []LinkState{seen(own, yes, 0), seen(foreign, yes, yes)}, nil, "of,f"},
		{"what nobody knew is not there", in(nil, nil, 0), 0, []LinkState{seen(own, no, 0)}, nil, ","},
		{"linked still", in(list{own}, nil, both), both, []LinkState{seen(own, yes, 0)}, nil, "o,"},
		{"unlinked", in(list{own}, nil, both), 0, []LinkState{seen(own, no, 0)}, []string{"UnlinkNetwork /own"}, ","},
		{"not in a list that is whole", in(list{own}, nil, both), both, nil, []string{"UnlinkNetwork /own"}, ","},
		{"not in a list of authorizations", in(list{own}, nil, both), AllAuthorizations, nil, nil, "o,"},
		{"not in a document", in(list{own, foreign}, list{foreign}, both), 0, []LinkState{seen(own, yes, 0)}, nil, "of,f"},
		{"authorized", in(nil, nil, both), 0, []LinkState{seen(foreign, 0, yes)}, []string{"CreateAuthorization /foreign"}, ",f"},
		{"authorized and linked", in(nil, nil, both), both, []LinkState{seen(foreign, yes, yes)}, []string{"CreateAuthorization /foreign", "NetworkLinked /foreign"}, "f,f"},
		{"redeemed", in(nil, list{foreign}, both), both, []LinkState{seen(foreign, yes, yes)}, []string{"NetworkLinked /foreign"}, "f,f"},
		{"given back", in(list{foreign}, list{foreign}, both), both, []LinkState{seen(foreign, no, yes)}, []string{"NetworkUnlinked /foreign"}, ",f"},
		{"revoked", in(list{foreign}, list{foreign}, both), both, nil, []string{"RevokeAuthorization /foreign"}, ","},
		{"revoked after it was given back", in(nil, list{foreign}, both), AllAuthorizations, nil, []string{"RevokeAuthorization /foreign"}, ","},
		{"a name that only the spec has", in(nil, list{foreign}, both), AllAuthorizations, []LinkState{{Link: Link{Network: "/authorization"}, Authorized: yes}}, []string{"CreateAuthorization /authorization"}, ",fa"},
		{"a list of no authorization", in(nil, list{foreign}, both), AllAuthorizations, []LinkState{another}, []string{"RevokeAuthorization /foreign", "LinkNetwork /another"}, "a,"},
		{"connected", in(nil, nil, both), both, []LinkState{seen(reach, yes, 0)}, []string{"ConnectCircuit /reach"}, "r,"},
		{"disconnected", in(list{reach}, nil, both), 0, []LinkState{seen(reach, no, 0)}, []string{"DisconnectCircuit /reach"}, ","},
		{"not in a list of networks", in(list{reach}, nil, both), both, nil, nil, "r,"},
		{"a network that nobody wants", in(nil, nil, both), both, []LinkState{another}, []string{"LinkNetwork /another"}, "a,"},
		{"all at once", in(nil, list{foreign}, both), both, []LinkState{seen(own, yes, 0), seen(foreign, yes, yes), seen(reach, yes, 0)},
			[]string{"LinkNetwork /own", "NetworkLinked /foreign", "ConnectCircuit /reach"}, "ofr,f"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			o := Observation{At: day(1), Have: Config{ID: "/circuit"}, State: State{Whole: tt.whole}, Links: tt.links}
			c, x := mustObserve(t, tt.was, o)
			assert.Equal(t, tt.want, told(x))
			assert.Empty(t, x.Drift)
			assert.Equal(t, tt.is, letters(c))
			assert.Equal(t, tt.was.state.Whole|tt.whole, c.state.Whole)
			at := 0
			for e, after := range x.Steps() {
				assert.Equal(t, x.Events[at], e)
				at++
				if at == len(x.Events) {
					assert.Equal(t, tt.is, letters(after))
				}
			}
			assert.Equal(t, len(tt.want), at, "a step for each event")
			o.At = day(2)
			again, x := mustObserve(t, c, o)
			assert.Empty(t, x.Events, "read once more")
			assert.Equal(t, c.state, again.state)
			assert.Equal(t, later(day(2), time.Time{}), later(again.Seen().Links, again.Seen().Circuit))
		})
	}
}

// TestConnectionsAreTold checks that LinkConnected and LinkDisconnected are told if the
// status of the connection was known before.
func TestConnectionsAreTold(t *testing.T) {
	read := func(c Circuit, at int, is Connection) (Circuit, Explanation) {
		o := Observation{At: day(at), Have: Config{ID: "/circuit"}, Links: []LinkState{{Link: twoLinks[0], Linked: yes, Connection: is, Through: "/connection"}}}
		return mustObserve(t, c, o)
	}
	base := seenAs(Spec{Order: fullOrder, Links: twoLinks, Wants: peering.Wants{Private: privateV4}})
	base.state.linked = base.state.linked.with(0)
	for _, tt := range []struct {
		was, is Connection
		want    []string
	}{
		{0, Connected, nil}, {0, Disconnected, nil}, {Connected, Connected, nil}, {Connected, 0, nil},
		{Connecting, Connected, []string{"LinkConnected /vnet1"}},
		{Disconnected, Connected, []string{"LinkConnected /vnet1"}},
		{ConnectionFailed, Connected, []string{"LinkConnected /vnet1"}},
		{Connected, Disconnected, []string{"LinkDisconnected /vnet1"}},
		{Connected, ConnectionFailed, []string{"LinkDisconnected /vnet1"}},
		{Connected, Connecting, []string{"LinkDisconnected /vnet1"}},
		{Disconnected, ConnectionFailed, nil},
	} {
		c, x := read(base, 1, tt.was)
		require.Empty(t, x.Events)
		c, x = read(c, 2, tt.is)
		assert.Equal(t, tt.want, told(x), "%s, then %s", tt.was, tt.is)
		want := tt.was
		put(&want, tt.is)
		link := c.Links()[0]
		assert.Equal(t, want, link.Connection)
		assert.Equal(t, "/connection", link.Through)
		assert.True(t, link.Wanted)
		byConnection, err := c.Apply(Event{Verb: UnlinkNetwork, Link: "/CONNECTION"})
		require.NoError(t, err, "a link goes by the connection that makes it, too")
		assert.Equal(t, no, byConnection.Links()[0].Linked)
	}
	// Another spec does not change what is known of the link.
	c, _ := read(base, 1, Connected)
	c, err := c.WithSpec(Spec{})
	require.NoError(t, err)
	assert.Equal(t, LinkState{Link: twoLinks[0], Shown: true, Linked: yes, Authorized: no, Connection: Connected, Through: "/connection"}, c.Links()[0])
	c, err = c.WithSpec(Spec{Links: twoLinks})
	require.NoError(t, err)
	assert.Equal(t, LinkState{Link: twoLinks[0], Wanted: true, Shown: true, Linked: yes, Authorized: no, Connection: Connected, Through: "/connection"}, c.Links()[0])
}

// TestSessionsAreTold checks that changes of BGP sessions are told for each path, if the
// session was known before.
func TestSessionsAreTold(t *testing.T) {
	session := Session{Peering: peeringPrivate, Family: peering.IPv4}
	read := func(c Circuit, at int, paths [2]bgp.Session) (Circuit, Explanation) {
		seen := bgp.Paths{Primary: bgp.Path{Session: paths[0]}, Secondary: bgp.Path{Session: paths[1]}}
		return mustObserve(t, c, Observation{At: day(at), Have: Config{ID: "/circuit", Sessions: Sessions{session: seen}}})
	}
	base := seenAs(Spec{Order: fullOrder, Wants: peering.Wants{Private: privateV4}})
	const up, down, idle = bgp.Established, bgp.Active, bgp.Idle
	type paths = [2]bgp.Session
	for _, tt := range []struct {
		was, is paths
		want    []string
	}{
		{paths{up, up}, paths{up, up}, nil},
		{paths{up, up}, paths{down, up}, []string{"SessionLost AzurePrivatePeering IPv4 Primary"}},
		{paths{up, up}, paths{up, down}, []string{"SessionLost AzurePrivatePeering IPv4 Secondary"}},
		{paths{down, up}, paths{up, up}, []string{"SessionEstablished AzurePrivatePeering IPv4 Primary"}},
		{paths{up, down}, paths{up, up}, []string{"SessionEstablished AzurePrivatePeering IPv4 Secondary"}},
		{paths{up, up}, paths{idle, down}, []string{"SessionLost AzurePrivatePeering IPv4 Primary", "SessionLost AzurePrivatePeering IPv4 Secondary"}},
		{paths{up, 0}, paths{down, 0}, []string{"SessionLost AzurePrivatePeering IPv4 Primary"}},
		{paths{idle, up}, paths{down, up}, nil},
	} {
		c, _ := read(base, 1, tt.was)
		c, x := read(c, 2, tt.is)
		assert.Equal(t, tt.want, told(x), "%v, then %v", tt.was, tt.is)
		assert.Empty(t, x.Drift)
		assert.Equal(t, day(2), c.Seen().Sessions[session])
	}
	// A route-table summary shows one path only.
	c, _ := read(base, 1, paths{up, up})
	c, x := read(c, 2, paths{0, down})
	assert.Equal(t, []string{"SessionLost AzurePrivatePeering IPv4 Secondary"}, told(x))
	assert.Equal(t, up, c.Have().Sessions[session].Primary.Session)
	assert.Equal(t, down, c.Have().Sessions[session].Secondary.Session)
}

// TestSignaturesAreTold checks that SignPrefixes is told when a prefix that was read
// without a signature has one.
func TestSignaturesAreTold(t *testing.T) {
	full := fullCircuit(t)
	v4, v6 := prefixes.MustParsePrefix("131.107.8.0/24"), prefixes.MustParsePrefix("2a01:112::/48")
	read := func(at int, list []PrefixState) Observation {
		o := shown(full, day(at))
		o.Have.Prefixes = list
		return o
	}
	of := func(f peering.Family, p prefixes.Prefix, signed bool) PrefixState {
		return PrefixState{Family: f, Prefix: p, State: prefixes.PrefixConfigured, Signed: signed}
	}
	type list = []PrefixState
	for _, tt := range []struct {
		name    string
		was, is list
		want    []string
	}{
		{"one", list{of(peering.IPv4, v4, false)}, list{of(peering.IPv4, v4, true)}, []string{"SignPrefixes MicrosoftPeering IPv4"}},
		{"one of each family", list{of(peering.IPv4, v4, false), of(peering.IPv6, v6, false)}, list{of(peering.IPv4, v4, true), of(peering.IPv6, v6, true)},
			[]string{"SignPrefixes MicrosoftPeering IPv4", "SignPrefixes MicrosoftPeering IPv6"}},
		{"it was signed before", list{of(peering.IPv4, v4, true)}, list{of(peering.IPv4, v4, true)}, nil},
		{"it was not listed before", list{of(peering.IPv6, v6, false)}, list{of(peering.IPv4, v4, true)}, nil},
		{"another was listed before", list{of(peering.IPv4, v6, false)}, list{of(peering.IPv4, v4, true)}, nil},
		{"it is not signed any more", list{of(peering.IPv4, v4, true)}, list{of(peering.IPv4, v4, false)}, nil},
		{"nothing is listed", list{of(peering.IPv4, v4, true)}, nil, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c, _ := mustObserve(t, full, read(1, tt.was))
			c, x := mustObserve(t, c, read(2, tt.is))
			assert.Equal(t, tt.want, told(x))
			want := tt.is
			if want == nil {
				want = tt.was // a document without a list of prefixes changes nothing
			}
			assert.Equal(t, want, c.Have().Prefixes)
		})
	}
}

// TestRouteFiltersAreTold checks that a change of only the route filter is told as
// AttachRouteFilter or DetachRouteFilter, and any other change as ConfigurePeering.
func TestRouteFiltersAreTold(t *testing.T) {
	spec := Spec{Order: fullOrder, Wants: peering.Wants{Microsoft: filtered()}}
	served := follow(t, fresh(spec), must(t, fresh(spec)))
	known, _ := mustObserve(t, served, shown(served, day(1)))
	read := func(at int, filter string, attached machine.Truth) Observation {
		o := shown(served, day(at))
		o.Have.Microsoft.IPv4.RouteFilter, o.State.Microsoft.RouteFilter = filter, attached
		return o
	}
	bare, x := mustObserve(t, known, read(2, "", no))
	assert.Equal(t, []string{"DetachRouteFilter MicrosoftPeering", "OperationFinished MicrosoftPeering"}, told(x))
	assert.Empty(t, x.Drift)
	assert.Equal(t, no, bare.state.Microsoft.RouteFilter)
	assert.Equal(t, yes, bare.state.Microsoft.AsWanted, "which one is attached is a dimension of its own")

	back, x := mustObserve(t, bare, read(3, "/rf", yes))
	assert.Equal(t, []string{"AttachRouteFilter MicrosoftPeering", "OperationFinished MicrosoftPeering"}, told(x))
	assert.Equal(t, yes, back.state.Microsoft.RouteFilter)

	other, x := mustObserve(t, known, read(2, "/another", yes))
	assert.Equal(t, "AttachRouteFilter MicrosoftPeering", told(x)[0])
	assert.Empty(t, x.Drift)
	require.Len(t, x.Changed, 1)
	assert.Equal(t, Change{Path: "MicrosoftPeering.ipv4.routeFilter", Was: "/rf", Is: "/another", By: machine.Customer}, x.Changed[0])
	assert.Equal(t, "/another", other.Have().Microsoft.IPv4.RouteFilter)

	both := read(2, "", no)
	both.Have.Microsoft.VLAN = 7
	_, x = mustObserve(t, known, both)
	assert.Empty(t, x.Drift)
	assert.Contains(t, told(x), "ConfigurePeering MicrosoftPeering")
}

// TestWhatAzureEnforcesIsTold checks that Against has the conditions that Azure enforces,
// and no others.
func TestWhatAzureEnforcesIsTold(t *testing.T) {
	c := seenAs(Spec{Order: fullOrder, Wants: peering.Wants{Private: privateV4}})
	for _, tt := range []struct {
		name    string
		change  func(*Observation)
		want    []string
		against []machine.Need
	}{
		{"less bandwidth", func(o *Observation) { o.Have.Order.Bandwidth = 50 }, []string{"ChangeBandwidth", "OperationFinished"}, []machine.Need{NeedBandwidthUp}},
		{"more bandwidth", func(o *Observation) { o.Have.Order.Bandwidth = 500 }, []string{"ChangeBandwidth", "OperationFinished"}, nil},
		{"billing", func(o *Observation) { o.Have.Order.Billing = UnlimitedData }, []string{"ChangeBilling", "OperationFinished"}, nil},
		{"taken down with a peering on it", func(o *Observation) { o.State.Provider = NotProvisioned }, []string{"DeprovisioningFinished"}, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			o := shown(c, day(1))
			tt.change(&o)
			_, x := mustObserve(t, c, o)
			assert.Equal(t, tt.want, told(x))
			assert.Equal(t, tt.against, needsOf(x.Against))
			assert.Empty(t, x.Drift)
		})
	}
}

// TestWritersAreTold checks that a write is told as an event of the provider if the
// document says so, or if the provider manages the peering.
func TestWritersAreTold(t *testing.T) {
	for _, tt := range []struct {
		name       string
		manages    machine.Actor
		wrote, now machine.Actor
		want       string
	}{
		{"the customer", machine.Customer, machine.Customer, machine.Customer, "ConfigurePeering"},
		{"the provider", machine.Provider, machine.Provider, machine.Provider, "RoutingConfigured"},
		{"the provider wrote the customer's", machine.Customer, machine.Customer, machine.Provider, "RoutingConfigured"},
		{"the customer wrote the provider's", machine.Provider, machine.Provider, machine.Customer, "ConfigurePeering"},
	} {
		c := with(seenAs(Spec{Order: fullOrder, Wants: peering.Wants{Private: managedBy(tt.manages, privateV4)}}), func(s *State) { s.Private.ModifiedBy = tt.wrote })
		o := shown(c, day(1))
		o.State.Private.ModifiedBy, o.Have.Private.VLAN = tt.now, 7
		next, x := mustObserve(t, c, o)
		assert.Equal(t, []string{tt.want + " AzurePrivatePeering", "OperationFinished AzurePrivatePeering"}, told(x), tt.name)
		require.Len(t, x.Changed, 1, tt.name)
		assert.Equal(t, Change{Path: "AzurePrivatePeering.vlan", Was: "100", Is: "7", By: tt.now}, x.Changed[0], tt.name)
		assert.Equal(t, tt.now, next.state.Private.ModifiedBy)
	}
}

// TestFailedWriteIsTold checks that a read tells whether a failed write took effect.
func TestFailedWriteIsTold(t *testing.T) {
	c := seenAs(Spec{Order: fullOrder, Wants: peering.Wants{Private: privateV4}})
	o := shown(c, day(1))
	o.State.Private.Operation, o.Have.Private.VLAN = peering.Failed, 7
	next, x := mustObserve(t, c, o)
	assert.Equal(t, "ConfigurePeering AzurePrivatePeering", told(x)[0])
	assert.Empty(t, x.Drift)
	assert.Equal(t, peering.Failed, next.state.Private.Operation)
	assert.Equal(t, no, next.state.Private.AsWanted)
	assert.EqualValues(t, 7, next.Have().Private.VLAN)
}

// TestCreationIsTold checks that the creation of a circuit that earlier reads did not
// find is told, and that its history is not known beyond that.
func TestCreationIsTold(t *testing.T) {
	for name, is := range map[string]Circuit{
		"Partner": seenAs(Spec{Order: fullOrder, Wants: peering.Wants{Private: privateV4}}),
		"Direct":  seenOrdered(direct(), Spec{Kind: Direct, Order: direct(), Wants: peering.Wants{Private: privateV4}}),
	} {
		t.Run(name, func(t *testing.T) {
			c, err := Observed(Observation{At: day(0), NotFound: true, Have: Config{ID: "/circuit"}})
			require.NoError(t, err)
			require.Equal(t, 1, c.Seen().Absences)
			c, x := mustObserve(t, c, shown(is, day(1)))
			assert.Equal(t, "CreateCircuit", told(x)[0])
			assert.Contains(t, told(x), "OperationFinished")
			assert.Empty(t, x.Drift)
			assert.False(t, c.state.Acts.Has(HistoryKnown), "that it was created was seen, not what else was done")
			assert.Equal(t, visible(is.state), visible(c.state))
			assert.Equal(t, is.Have().Private, c.Have().Private)
			assert.Zero(t, c.Seen().Absences)
		})
	}
}

// TestLinkDriftIsTold checks that a change of a link that no event explains is drift. No
// event authorizes a Global Reach connection.
func TestLinkDriftIsTold(t *testing.T) {
	reach := Link{Kind: GlobalReachLink, Network: "/other"}
	c := seenOrdered(fullOrder, Spec{Order: fullOrder, Links: []Link{reach}, Wants: peering.Wants{Private: privateV4}})
	c, _ = mustObserve(t, c, Observation{
		State: State{Whole: AllLinks | AllAuthorizations},
		Links: []LinkState{{Link: reach, Linked: machine.No, Authorized: machine.No}},
	})
	c, x := mustObserve(t, c, Observation{Links: []LinkState{{Link: reach, Authorized: machine.Yes}}})
	assert.Empty(t, x.Events)
	assert.Equal(t, []Change{{Path: "/other authorized", Was: "No", Is: "Yes"}}, x.Drift)
	assert.Equal(t, machine.Yes, c.Links()[0].Authorized)
}
