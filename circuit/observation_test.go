package circuit_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/expressroute-go/expressroute/bgp"
	"github.com/expressroute-go/expressroute/circuit"
	"github.com/expressroute-go/expressroute/peering"
	"github.com/expressroute-go/expressroute/prefixes"
)

// TestObservationIsJSON checks that sessions become keys of a JSON object and can be
// read back.
func TestObservationIsJSON(t *testing.T) {
	t.Parallel()
	session := circuit.Session{Peering: peering.Microsoft, Family: peering.IPv6}
	up := bgp.Paths{Primary: bgp.Path{Session: bgp.Established, Prefixes: 4}}
	o := circuit.Observation{Have: circuit.Config{Sessions: map[circuit.Session]bgp.Paths{session: up}}}
	text, err := json.Marshal(o)
	require.NoError(t, err)
	var back circuit.Observation
	require.NoError(t, json.Unmarshal(text, &back))
	assert.Equal(t, o.Have.Sessions, back.Have.Sessions)

	for _, bad := range []string{"", "MicrosoftPeering", "IPv4", "MicrosoftPeering IPv5", "Microsoft IPv4"} {
		assert.Error(t, new(circuit.Session).UnmarshalText([]byte(bad)), bad)
	}
}

// TestPrefixesGoWithTheirPeering checks that a removed peering has no prefixes, and that
// a peering with a strange value as state keeps its configuration.
func TestPrefixesGoWithTheirPeering(t *testing.T) {
	t.Parallel()
	var there, gone, strange circuit.Observation
	there.State.Microsoft.IPv4.Admin = peering.Enabled
	there.Have.Microsoft = peering.Config{VLAN: 200, PeerASN: 64600}
	there.Have.Prefixes = []circuit.PrefixState{{Family: peering.IPv4, Prefix: prefixes.MustParsePrefix("131.107.8.0/24"), State: prefixes.PrefixConfigured}}
	gone.State.Microsoft = peering.NotThere()
	assert.Empty(t, there.Then(gone).Have.Prefixes)
	assert.NotEmpty(t, gone.Then(there).Have.Prefixes)

	strange.Have.Microsoft = peering.Config{VLAN: 300, PeerASN: 64600}
	strange.Have.Strange = []circuit.Strange{{Field: "MicrosoftPeering.ipv4.admin", Value: "Asleep"}}
	joined := there.Then(strange)
	assert.Equal(t, uint16(300), joined.Have.Microsoft.VLAN)
	assert.NotEmpty(t, joined.Have.Prefixes)
	assert.Zero(t, joined.State.Microsoft.IPv4.Admin)
}
