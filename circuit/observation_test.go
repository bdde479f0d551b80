package circuit_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/expressroute-go/expressroute/bgp"
	"github.com/expressroute-go/expressroute/circuit"
	"github.com/expressroute-go/expressroute/peering"
)

// TestObservationIsJSON: sessions are keys of a JSON object, and come back.
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
