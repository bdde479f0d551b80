package circuit

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/expressroute-go/expressroute/machine"
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
