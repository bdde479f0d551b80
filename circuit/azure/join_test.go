package azure_test

import (
	"net/netip"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/expressroute-go/expressroute/bgp"
	"github.com/expressroute-go/expressroute/circuit"
	. "github.com/expressroute-go/expressroute/circuit/azure"
	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
)

const north = "/subscriptions/s/resourceGroups/net/providers/Microsoft.Network/expressRouteCircuits/north"

var (
	noon  = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	later = noon.Add(time.Hour)
)

func observed(at time.Time, id string) circuit.Observation {
	return circuit.Observation{At: at, Have: circuit.Config{ID: id}}
}

// What was read later counts, in whatever order it is given, and the whole is as
// old as the oldest.
func TestJoin_newest(t *testing.T) {
	old, recent := observed(noon, north), observed(later, "/SUBSCRIPTIONS/s/resourcegroups/net/providers/Microsoft.Network/expressRouteCircuits/north/")
	old.State.Provider, old.State.Status = circuit.Provisioning, circuit.Enabled
	recent.State.Provider = circuit.Provisioned
	for _, both := range [][]circuit.Observation{{old, recent}, {recent, old}} {
		joined := Join(both...)
		require.Len(t, joined, 1)
		assert.Equal(t, circuit.Provisioned, joined[0].State.Provider)
		assert.Equal(t, circuit.Enabled, joined[0].State.Status)
		assert.Equal(t, noon, joined[0].At)
	}
}

// Without a time the later argument counts.
func TestJoin_untimed(t *testing.T) {
	a, b := observed(time.Time{}, north), observed(time.Time{}, north)
	a.Have.Order.Bandwidth, b.Have.Order.Bandwidth = 50, 100
	assert.Equal(t, circuit.Mbps(100), Join(a, b)[0].Have.Order.Bandwidth)
	assert.Equal(t, circuit.Mbps(50), Join(b, a)[0].Have.Order.Bandwidth)
}

func TestJoin_apart(t *testing.T) {
	south, nobody := observed(noon, "/other"), circuit.Observation{State: circuit.State{Status: circuit.Enabled}}
	echo, gone := observed(later, north), observed(later, north)
	echo.Echo, echo.State.Status = true, circuit.Disabled
	gone.NotFound = true
	joined := Join(observed(noon, north), south, nobody, nobody, echo, gone)
	assert.Len(t, joined, 6, "two circuits, two of no known circuit, the answer to a write, an absence")
	assert.Zero(t, joined[0].State.Status)
	assert.Empty(t, Join())
}

// A provider's document goes with the circuit that has its service key, unless
// two have.
func TestJoin_serviceKey(t *testing.T) {
	key := machine.NewSecret("00000000-0000-4000-8000-00000000c0de")
	a, b, part := observed(noon, north), observed(noon, "/other"), circuit.Observation{State: circuit.State{States: peering.States{Private: peering.State{Operation: peering.Succeeded}}}}
	a.Have.ServiceKey, part.Have.ServiceKey = key, key
	joined := Join(part, a, b)
	require.Len(t, joined, 2)
	assert.Equal(t, peering.Succeeded, joined[0].State.Private.Operation)
	b.Have.ServiceKey = key
	assert.Len(t, Join(part, a, b), 3)
}

func TestJoin_peering(t *testing.T) {
	there, gone, state := observed(noon, north), observed(later, north), observed(later, north)
	there.State.Private = peering.State{Operation: peering.Updating, IPv4: peering.FamilyState{Admin: peering.Enabled}}
	there.Have.Private = peering.Config{VLAN: 100, PeerASN: 64601}
	gone.State.Private = peering.NotThere()
	state.State.Private = peering.State{Operation: peering.Failed}

	joined := Join(there, gone)[0]
	assert.Equal(t, peering.NotThere(), joined.State.Private)
	assert.Zero(t, joined.Have.Private.VLAN)

	joined = Join(there, state)[0]
	assert.Equal(t, peering.Failed, joined.State.Private.Operation)
	assert.Equal(t, peering.Enabled, joined.State.Private.IPv4.Admin)
	assert.Equal(t, uint16(100), joined.Have.Private.VLAN)

	there.At = later.Add(time.Hour)
	assert.Equal(t, uint16(100), Join(there, gone)[0].Have.Private.VLAN, "it was written again")
}

// A document that lists all authorizations says which are left; one of a single
// authorization adds to them.
func TestJoin_links(t *testing.T) {
	all, one, none := observed(noon, north), observed(later, north), observed(later, north)
	authorization := func(id string, linked machine.Truth) circuit.LinkState {
		return circuit.LinkState{Link: circuit.Link{Network: id, OtherSubscription: true}, Authorized: machine.Yes, Linked: linked}
	}
	reach := circuit.LinkState{Link: circuit.Link{Kind: circuit.GlobalReachLink, Network: "/reach"}, Linked: machine.Yes}
	all.Links, all.State.Whole = []circuit.LinkState{authorization("/a", machine.Yes), reach}, circuit.AllAuthorizations
	one.Links = []circuit.LinkState{authorization("/A", machine.No), authorization("/b", machine.Yes)}
	none.State.Whole = circuit.AllAuthorizations

	joined := Join(all, one)[0]
	assert.Equal(t, []circuit.LinkState{authorization("/a", machine.No), reach, authorization("/b", machine.Yes)}, joined.Links, "/a was found Available later")
	assert.Equal(t, circuit.AllAuthorizations, joined.State.Whole)

	joined = Join(all, none)[0]
	assert.Equal(t, []circuit.LinkState{reach}, joined.Links, "it is no authorization")
	assert.Equal(t, circuit.AllAuthorizations, joined.State.Whole)
	assert.Zero(t, Join(one, one)[0].State.Whole, "that these are all was not said")
}

// A strange value makes a state unknown until a later document shows it.
func TestJoin_strange(t *testing.T) {
	strange := observed(noon, north)
	strange.Have.Strange = []circuit.Strange{
		{Path: "a", Field: "status", Value: "Parked"}, {Path: "b", Field: "MicrosoftPeering.ipv6.prefixes", Value: "Pending"}, {Path: "c", Value: "other"},
	}
	known := observed(later, north)
	known.State.Status, known.State.Microsoft.IPv6.Prefixes = circuit.Enabled, 1
	joined := Join(strange, known)[0]
	assert.Equal(t, []circuit.Strange{{Path: "c", Value: "other"}}, joined.Have.Strange)
	assert.Equal(t, circuit.Enabled, joined.State.Status)

	known.At = noon.Add(-time.Hour)
	joined = Join(strange, known)[0]
	assert.Len(t, joined.Have.Strange, 3)
	assert.Zero(t, joined.State.Status)
	assert.Zero(t, joined.State.Microsoft.IPv6.Prefixes)
}

func TestJoin_sessions(t *testing.T) {
	session := circuit.Session{Peering: peering.Private, Family: peering.IPv4}
	up := bgp.Path{Session: bgp.Established, Prefixes: 7, Neighbor: netip.MustParseAddr("10.0.0.1")}
	primary, secondary := observed(noon, north), observed(later, north)
	primary.Have.Sessions = circuit.Sessions{session: {Primary: up}}
	secondary.Have.Sessions = circuit.Sessions{session: {Secondary: bgp.Path{Session: bgp.Idle}}}
	joined := Join(primary, secondary)[0]
	assert.Equal(t, bgp.Paths{Primary: up, Secondary: bgp.Path{Session: bgp.Idle}}, joined.Have.Sessions[session])
	assert.Equal(t, bgp.Degraded, joined.Have.Sessions[session].Health())
	assert.Zero(t, primary.Have.Sessions[session].Secondary, "what was given is left alone")
}

func TestJoin_notes(t *testing.T) {
	a, b := observed(noon, north), observed(later, north)
	a.Quirks = []circuit.Quirk{{Path: "stag", Says: "0"}}
	b.Quirks, b.Absent = a.Quirks, []string{"etag"}
	for range 300 {
		b.Absent = append(b.Absent, "x"+time.Duration(len(b.Absent)).String())
	}
	joined := Join(a, b)[0]
	assert.Len(t, joined.Absent, 256)
	assert.Len(t, joined.Quirks, 2)
	assert.Contains(t, joined.Quirks[1].Says, "45 more notes")
}
