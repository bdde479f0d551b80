package circuit

import (
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
)

// The documents of one link, which know it by different resource IDs.
var (
	hubLink        = LinkState{Link: Link{Kind: VirtualWANLink, Network: "/hub"}, Gateway: "/gateway", Through: "/gateway/connection", Linked: machine.Yes}
	gatewayLink    = LinkState{Link: Link{Kind: VirtualWANLink, Network: "/Gateway"}, Gateway: "/Gateway", Through: "/gateway/connection", Linked: machine.Yes, Connection: Connected}
	referredLink   = LinkState{Link: Link{Kind: VirtualWANLink, Network: "/gateway/connection"}, Through: "/gateway/connection", Linked: machine.Yes}
	authorizedLink = LinkState{Link: Link{Network: "/authorization", OtherSubscription: true}, Through: "/gateway/connection", Linked: machine.Yes, Authorized: machine.Yes}
)

// TestOneLinkOfManyNames: in whatever order they are read, together or one after
// the other, the documents show one link.
func TestOneLinkOfManyNames(t *testing.T) {
	documents := map[string]LinkState{"hub": hubLink, "gateway": gatewayLink, "reference": referredLink, "authorization": authorizedLink}
	for first, a := range documents {
		for second, b := range documents {
			t.Run(first+" then "+second, func(t *testing.T) {
				o, later := Observation{Have: Config{ID: "/circuit"}, Links: []LinkState{a}}, Observation{Have: Config{ID: "/circuit"}, Links: []LinkState{b}}
				joined := o.Then(later)
				require.Len(t, joined.Links, 1)
				apart, _ := mustObserve(t, Circuit{}, o)
				apart, _ = mustObserve(t, apart, later)
				together, _ := mustObserve(t, Circuit{}, joined)
				for _, c := range []Circuit{apart, together} {
					require.Len(t, c.Links(), 1)
					link := c.Links()[0]
					assert.Equal(t, machine.Yes, link.Linked)
					assert.Equal(t, a.Authorized.Or(b.Authorized) == machine.Yes, link.Authorized == machine.Yes)
				}
			})
		}
	}
}

// TestLinksThatTurnOutToBeOne: an authorization and a gateway are two links until
// the connection is read that joins them.
func TestLinksThatTurnOutToBeOne(t *testing.T) {
	spec := Spec{Links: []Link{{Network: "/gateway", OtherSubscription: true}}}
	c, err := Circuit{}.WithSpec(spec)
	require.NoError(t, err)
	c, _ = mustObserve(t, c, Observation{Have: Config{ID: "/circuit"}, Links: []LinkState{authorizedLink}})
	require.Len(t, c.Links(), 2)
	c, _ = mustObserve(t, c, Observation{Have: Config{ID: "/circuit"}, Links: []LinkState{gatewayLink}})
	require.Len(t, c.Links(), 1)
	link := c.Links()[0]
	assert.True(t, link.Wanted)
	assert.Equal(t, machine.Yes, link.Linked)
	assert.Equal(t, machine.Yes, link.Authorized)
	restored, err := Restore(spec, c.Snapshot())
	require.NoError(t, err)
	assert.Equal(t, c.Links(), restored.Links())
}

// TestNetworkBehindAGateway: where the spec names the network and the documents
// its gateway, a list of all links does not say that the network is not linked.
func TestNetworkBehindAGateway(t *testing.T) {
	const (
		network = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/n"
		gateway = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworkGateways/w"
	)
	shown := LinkState{Link: Link{Network: gateway}, Gateway: gateway, Through: gateway + "-connection", Linked: machine.Yes}
	for name, tt := range map[string]struct {
		wanted string
		shown  []LinkState
		want   machine.Truth
	}{
		"the gateway":                      {gateway, []LinkState{shown}, machine.Yes},
		"the network":                      {network, []LinkState{shown}, machine.Unknown},
		"the network, and nothing else is": {network, nil, machine.No},
		"another gateway":                  {gateway + "2", []LinkState{shown}, machine.No},
	} {
		t.Run(name, func(t *testing.T) {
			c, err := Circuit{}.WithSpec(Spec{Links: []Link{{Network: tt.wanted}}})
			require.NoError(t, err)
			c, _ = mustObserve(t, c, Observation{Have: Config{ID: "/circuit"}, Links: tt.shown, State: State{Whole: AllLinks}})
			assert.Equal(t, tt.want, c.Links()[0].Linked)
			u, unmet := unmetOf(t, c, Event{Verb: LinkNetwork, Link: tt.wanted})[NeedNotLinked]
			assert.Equal(t, tt.want != machine.No, unmet)
			assert.Equal(t, tt.want == machine.Unknown, u.Unknown)
		})
	}
}

// TestKindOfResource: the type in a resource ID tells what kind of link it is.
func TestKindOfResource(t *testing.T) {
	for id, want := range map[string]LinkKind{
		"/p/virtualNetworks/n":                        GatewayLink,
		"/p/virtualNetworkGateways/n":                 GatewayLink,
		"/p/virtualHubs/n/":                           VirtualWANLink,
		"/p/ExpressRouteGateways/n":                   VirtualWANLink,
		"/p/expressRouteCircuits/n":                   GlobalReachLink,
		"/p/expressRouteCircuits/n/authorizations/a":  GatewayLink, // does not tell
		"/p/expressRouteGateways/n/hubRouteTables/rt": GatewayLink,
		"n": GatewayLink,
	} {
		c, err := Circuit{}.WithSpec(Spec{Links: []Link{{Network: id}}})
		require.NoError(t, err, id)
		assert.Equal(t, want, c.Links()[0].Kind, id)
	}
}

// link is a link of a gateway's connection, as its own document shows it.
func gatewayConnection(gateway, connection string, is Connection) LinkState {
	return LinkState{Link: Link{Network: gateway}, Gateway: gateway, Through: connection, Resource: true, Linked: machine.Yes, Connection: is}
}

// observing observes complete lists of links, one after the other, a minute apart.
func observing(t *testing.T, c Circuit, lists ...[]LinkState) (Circuit, []Explanation) {
	t.Helper()
	var all []Explanation
	for _, links := range lists {
		next, x := mustObserve(t, c, Observation{At: later(c.Seen().Links, day(1)).Add(time.Minute), Have: Config{ID: "/circuit"}, Links: links, State: State{Whole: AllLinks}})
		c, all = next, append(all, x)
	}
	return c, all
}

// TestLinksComeAndGo: those that are gone take no room, so that a new one is always
// seen.
func TestLinksComeAndGo(t *testing.T) {
	c := seenAs(Spec{Order: fullOrder, Wants: peering.Wants{Private: privateV4}})
	for i := range 3 * MaxLinks {
		name := "/gw" + strconv.Itoa(i)
		c, _ = observing(t, c, []LinkState{gatewayConnection(name, name+"-connection", Connected)}, nil)
	}
	c, x := observing(t, c, []LinkState{gatewayConnection("/new", "/new-connection", Connected)})
	assert.Equal(t, []Event{{Verb: LinkNetwork, Link: "/new"}}, x[0].Events)
	assert.True(t, machine.Lacks(c.Check(Event{Verb: RemovePeering, Peering: peeringPrivate}), NeedNoLinks))
	assert.LessOrEqual(t, len(c.Links()), 2)
}

// TestTooManyLinks: where not all could be taken, the list is not complete.
func TestTooManyLinks(t *testing.T) {
	for _, n := range []int{MaxLinks + 1, 2*MaxLinks + 1} {
		links := make([]LinkState, n)
		for i := range links {
			name := "/gw" + strconv.Itoa(i)
			links[i] = gatewayConnection(name, name+"-connection", Connected)
		}
		last := gatewayConnection("/last", "/last-connection", Connected)
		c, _ := observing(t, seenAs(Spec{Order: fullOrder}), []LinkState{last})
		c, x := observing(t, c, append(links, last))
		assert.False(t, c.state.Whole.has(AllLinks), n)
		assert.NotContains(t, x[0].Events, Event{Verb: UnlinkNetwork, Link: "/last"}, n)
	}
}

// TestSuccessorIsAnother: what was known of a link that is gone is not known of the
// next one of the same name.
func TestSuccessorIsAnother(t *testing.T) {
	for name, spec := range map[string]Spec{
		"not wanted": {},
		"wanted":     {Links: []Link{{Network: "/gw"}}},
	} {
		t.Run(name, func(t *testing.T) {
			c, err := Circuit{}.WithSpec(spec)
			require.NoError(t, err)
			c, _ = observing(t, c, []LinkState{gatewayConnection("/gw", "/one", Disconnected)}, nil)
			assert.Zero(t, c.Links()[0].Connection, "it is gone")
			c, x := observing(t, c, []LinkState{gatewayConnection("/gw", "/two", ConnectionUnknown)})
			assert.Equal(t, []Event{{Verb: LinkNetwork, Link: "/gw"}}, x[0].Events)
			assert.Equal(t, ConnectionUnknown, c.Links()[0].Connection)
			assert.False(t, machine.Lacks(c.Risks(), NeedConnected))
		})
	}
}

// TestAzureDoesNotKnow: a connection of which Azure says Unknown is not taken for one
// that it said to be Connected.
func TestAzureDoesNotKnow(t *testing.T) {
	c, x := observing(t, Circuit{},
		[]LinkState{gatewayConnection("/gw", "/one", Connected)}, []LinkState{gatewayConnection("/gw", "/one", ConnectionUnknown)})
	assert.Equal(t, ConnectionUnknown, c.Links()[0].Connection)
	assert.Equal(t, []Change{{Path: "/gw connection", Was: "Connected", Is: "Unknown"}}, x[1].Changed)
}

// TestSilentDocument: what a connection's document says nothing of stays as it was
// known. That the connection has failed, it would say.
func TestSilentDocument(t *testing.T) {
	for name, tt := range map[string]struct{ known, seen, want LinkState }{
		"the status": {
			gatewayConnection("/gw", "/one", Disconnected), gatewayConnection("/gw", "/one", 0),
			LinkState{Connection: Disconnected, Gateway: "/gw"},
		},
		"the gateway": {
			gatewayConnection("/gw", "/one", Connected), LinkState{Link: Link{Network: "/one"}, Through: "/one", Resource: true, Linked: machine.Yes},
			LinkState{Connection: Connected, Gateway: "/gw"},
		},
		"of a failure": {
			gatewayConnection("/gw", "/one", ConnectionFailed), gatewayConnection("/gw", "/one", 0),
			LinkState{Gateway: "/gw"},
		},
		"of another connection": {
			gatewayConnection("/gw", "/one", Disconnected), gatewayConnection("/gw", "/two", 0),
			LinkState{Gateway: "/gw"},
		},
		"a Terraform state": {
			gatewayConnection("/gw", "/one", ConnectionFailed),
			LinkState{Link: Link{Network: "/gw"}, Gateway: "/gw", Through: "/one", Linked: machine.Yes, RoutingWeight: 7, FastPath: machine.Yes},
			LinkState{Connection: ConnectionFailed, Gateway: "/gw", RoutingWeight: 7, FastPath: machine.Yes},
		},
	} {
		t.Run(name, func(t *testing.T) {
			c, x := observing(t, Circuit{}, []LinkState{tt.known}, []LinkState{tt.seen})
			require.Len(t, c.Links(), 1)
			got := c.Links()[0]
			assert.Equal(t, tt.want, LinkState{Connection: got.Connection, Gateway: got.Gateway, RoutingWeight: got.RoutingWeight, FastPath: got.FastPath})
			assert.Equal(t, "/gw", got.Network)
			weight := Change{Path: "/gw routingWeight", Was: strconv.Itoa(int(tt.known.RoutingWeight)), Is: strconv.Itoa(int(got.RoutingWeight))}
			assert.Equal(t, weight.Was != weight.Is, slices.Contains(x[1].Changed, weight))
		})
	}
}

// TestConnectionMoves: a connection that has another gateway now is told, and a new
// connection of the old gateway is another link.
func TestConnectionMoves(t *testing.T) {
	c, x := observing(t, Circuit{},
		[]LinkState{gatewayConnection("/gw1", "/c1", Connected)},
		[]LinkState{gatewayConnection("/gw2", "/c1", Connected)},
		[]LinkState{gatewayConnection("/gw2", "/c1", Connected), gatewayConnection("/gw1", "/c9", Connected)},
		[]LinkState{gatewayConnection("/gw1", "/c9", Connected)})
	assert.Equal(t, []Change{{Path: "/gw2 gateway", Was: "/gw1", Is: "/gw2"}}, x[1].Changed)
	assert.Equal(t, []Event{{Verb: LinkNetwork, Link: "/gw1"}}, x[2].Events)
	assert.Equal(t, []Event{{Verb: UnlinkNetwork, Link: "/gw2"}}, x[3].Events)
	require.Equal(t, "/gw1", c.Links()[len(c.Links())-1].Network)
}

// TestSettingsOfLinks: what a connection has besides its state is told where it
// changes, to zero too.
func TestSettingsOfLinks(t *testing.T) {
	one := gatewayConnection("/gw", "/c", Connected)
	one.RoutingWeight, one.FastPath, one.OtherSubscription = 100, machine.Yes, true
	two := gatewayConnection("/gw", "/c", Connected)
	two.Kind, two.FastPath = VirtualWANLink, machine.No
	c, x := observing(t, Circuit{}, []LinkState{one}, []LinkState{two})
	paths := map[string]bool{}
	for _, change := range x[1].Changed {
		paths[change.Path] = true
	}
	assert.Equal(t, map[string]bool{"/gw kind": true, "/gw otherSubscription": true, "/gw routingWeight": true, "/gw fastPath": true}, paths)
	assert.Zero(t, c.Links()[0].RoutingWeight)
}

// TestListsOfNetworksAndGlobalReach: a list of connections does not deny those of
// Global Reach, which the circuit's own document shows.
func TestListsOfNetworksAndGlobalReach(t *testing.T) {
	reach := LinkState{Link: Link{Kind: GlobalReachLink, Network: "/other"}, Through: "/reach", Linked: machine.Yes}
	c, x := observing(t, Circuit{}, []LinkState{reach}, nil)
	assert.Empty(t, x[1].Events)
	assert.Equal(t, machine.Yes, c.Links()[0].Linked)
	o := Observation{Have: Config{ID: "/circuit"}, Links: []LinkState{reach}}
	whole := Observation{Have: Config{ID: "/circuit"}, State: State{Whole: AllLinks}}
	assert.Len(t, o.Then(whole).Links, 1)
	whole.State.Private = peering.State{Operation: peering.Succeeded, IPv4: peering.FamilyState{Admin: peering.Enabled}}
	assert.Empty(t, o.Then(whole).Links, "the peering was shown, without connections")
}

// TestGoneWhileLinksArePolled: what the gateways show does not make a circuit that is
// not found there again.
func TestGoneWhileLinksArePolled(t *testing.T) {
	c := seenAs(Spec{Order: fullOrder, Wants: peering.Wants{Private: privateV4}})
	for i := range 6 {
		at := day(2).Add(time.Duration(i) * time.Hour)
		c, _ = mustObserve(t, c, Observation{At: at, NotFound: true, Have: Config{ID: "/circuit"}})
		c, _ = mustObserve(t, c, Observation{At: at.Add(time.Minute), Have: Config{ID: "/circuit"}, State: State{Whole: AllLinks}})
	}
	assert.Equal(t, Gone, c.State().Status)
}

// TestLinksHaveTheirOwnTime: a later read of the links does not make the circuit's own
// document stale, nor the other way round.
func TestLinksHaveTheirOwnTime(t *testing.T) {
	links := Observation{At: day(5), Have: Config{ID: "/circuit"}, Links: []LinkState{gatewayConnection("/gw", "/c", Connected)}}
	itself := Observation{At: day(1), Have: Config{ID: "/circuit"}, State: State{Provider: Provisioned, Status: Enabled}}
	for _, order := range [][]Observation{{links, itself}, {itself, links}} {
		c, _ := mustObserve(t, Circuit{}, order[0])
		c, x := mustObserve(t, c, order[1])
		assert.Empty(t, x.Ignored)
		assert.Equal(t, Provisioned, c.State().Provider)
		assert.Equal(t, machine.Yes, c.Links()[0].Linked)
		older := links
		older.At, older.Links = day(4), nil
		older.State.Whole = AllLinks
		c, x = mustObserve(t, c, older)
		assert.Len(t, x.Ignored, 1, "an older read of the links")
		assert.Equal(t, machine.Yes, c.Links()[0].Linked)
	}
}

// TestWantedLinkThatIsDown is no success, and nothing is taken away for it.
func TestWantedLinkThatIsDown(t *testing.T) {
	spec := Spec{Order: fullOrder, Wants: peering.Wants{Private: privateV4}, Links: []Link{{Network: "/gw"}}}
	for is, done := range map[Connection]bool{Connected: true, ConnectionUnknown: true, Connecting: true, 0: true, Disconnected: false, ConnectionFailed: false} {
		c, _ := observing(t, seenAs(spec), []LinkState{gatewayConnection("/gw", "/c", is)})
		plan, err := c.Plan()
		assert.Equal(t, done, plan.Done(), is)
		assert.Empty(t, plan.Steps, is)
		assert.Equal(t, !done, machine.Lacks(err, NeedConnected), is)
		assert.Equal(t, done, c.Phase().Kind == PhaseResting, is)
	}
}

// TestAuthorizationKeepsItsName: also where the gateway's connection was read first.
func TestAuthorizationKeepsItsName(t *testing.T) {
	authorized := LinkState{Link: Link{Network: "/a1", OtherSubscription: true}, Authorization: "/a1", Through: "/c1", Linked: machine.Yes, Authorized: machine.Yes}
	c, _ := observing(t, Circuit{}, []LinkState{gatewayConnection("/gw1", "/c1", Connected)})
	c, _ = mustObserve(t, c, Observation{Have: Config{ID: "/circuit"}, Links: []LinkState{authorized}})
	require.Len(t, c.Links(), 1)
	assert.Equal(t, "/a1", c.Links()[0].Authorization)
	free := authorized
	free.Through, free.Linked = "", machine.No
	c, x := mustObserve(t, c, Observation{Have: Config{ID: "/circuit"}, Links: []LinkState{free}, State: State{Whole: AllAuthorizations}})
	assert.Equal(t, []Event{{Verb: NetworkUnlinked, Link: "/gw1"}}, x.Events)
	_, x = mustObserve(t, c, Observation{Have: Config{ID: "/circuit"}, Links: []LinkState{{Link: Link{Network: "/a1", OtherSubscription: true}, Authorization: "/a1", Linked: machine.No, Authorized: machine.No}}})
	assert.Equal(t, []Event{{Verb: RevokeAuthorization, Link: "/gw1"}}, x.Events)
}

// TestUsedByAnUnknownConnection: a list of connections does not say which of them uses
// an authorization, and so neither that none does.
func TestUsedByAnUnknownConnection(t *testing.T) {
	used := LinkState{Link: Link{Network: "/a1", OtherSubscription: true}, Authorization: "/a1", Linked: machine.Yes, Authorized: machine.Yes}
	c, _ := mustObserve(t, Circuit{}, Observation{Have: Config{ID: "/circuit"}, Links: []LinkState{used}, State: State{Whole: AllAuthorizations}})
	for range 3 {
		next, x := observing(t, c, []LinkState{gatewayConnection("/gw1", "/c1", Connected)})
		assert.NotContains(t, x[0].Events, Event{Verb: NetworkUnlinked, Link: "/a1"})
		next, more := mustObserve(t, next, Observation{Have: Config{ID: "/circuit"}, Links: []LinkState{used}, State: State{Whole: AllAuthorizations}})
		assert.Empty(t, more.Events)
		c = next
	}
}
