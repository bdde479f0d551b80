package azure_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/expressroute-go/expressroute/bgp"
	"github.com/expressroute-go/expressroute/circuit"
	. "github.com/expressroute-go/expressroute/circuit/azure"
	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
)

// remarked returns the paths of the quirks that are about one of these fields.
func remarked(seen circuit.Observation, fields ...string) (paths []string) {
	for _, q := range seen.Quirks {
		for _, field := range fields {
			if strings.HasSuffix(q.Path, field) {
				paths = append(paths, q.Path)
			}
		}
	}
	return paths
}

// What has no place in the model is told where it has a value that is not the usual
// one, in every form in which it comes.
func TestRead_remarks(t *testing.T) {
	odd := circuitWith(`"circuitProvisioningState": "Enabled", "allowClassicOperations": true, "peerings": [{"properties": {"peeringType": "MicrosoftPeering",
		"microsoftPeeringConfig": {"advertisedCommunities": ["12076:5010"], "legacyMode": 0}}}]`)
	usual := circuitWith(`"circuitProvisioningState": "Enabled", "allowClassicOperations": false, "peerings": [{"properties": {"peeringType": "MicrosoftPeering",
		"microsoftPeeringConfig": {"advertisedCommunities": [], "legacyMode": 0}}}]`)
	fields := []string{"allowClassicOperations", "advertisedCommunities"}
	assert.ElementsMatch(t, []string{
		"properties.allowClassicOperations", "properties.peerings[0].properties.microsoftPeeringConfig.advertisedCommunities",
	}, remarked(readText(t, odd), fields...))
	assert.Empty(t, readText(t, usual).Quirks)

	text := "Name : north\nCircuitProvisioningState : Enabled\nAllowClassicOperations : %s\n"
	assert.Len(t, remarked(onePrinted(t, fmt.Sprintf(text, "True")), "AllowClassicOperations"), 1)
	assert.Empty(t, onePrinted(t, fmt.Sprintf(text, "False")).Quirks)
}

// A peering without a switch is a peering: what its document does not show is not
// observed.
func TestRead_peeringWithoutState(t *testing.T) {
	document := partOfNorth("/peerings/AzurePrivatePeering", strings.Replace(privateProperties, `"state": "Enabled", `, "", 1))
	seen := readAs(t, ARMPart, document, Options{})
	assert.Equal(t, machine.Yes, seen.State.Private.Exists())
	assert.Zero(t, seen.State.Private.IPv4.Admin)
	assert.Contains(t, seen.Absent, "properties.state")
	assert.Equal(t, uint16(100), seen.Have.Private.VLAN)
	for _, whole := range []string{`{"value": [` + document + `]}`, circuitWith(`"circuitProvisioningState": "Enabled", "peerings": [` + document + `]`)} {
		seen := readText(t, whole)
		assert.Equal(t, machine.Yes, seen.State.Private.Exists())
		assert.Equal(t, peering.NotThere(), seen.State.Microsoft)
	}
}

// How long a session is up is told where it is not long; how long it is down, always.
func TestRead_upDown(t *testing.T) {
	for _, c := range []struct {
		state, upDown string
		told          bool
	}{
		{"12", "00:03:12", true}, {"12", "0:59:59", true}, {"0", "4:05", true}, {"7", "59m", true}, {"7", "12", true},
		{"12", "01:00:00", false}, {"12", "3d04h", false}, {"12", "8w4d", false}, {"12", "1y3w", false}, {"12", "1d 00:00:10", false}, {"12", "2h", false},
		{"12", "never", true}, {"12", "yesterday", true}, {"12", "", false},
		{"Active", "never", true}, {"Idle", "1d14h", true}, {"Idle (Admin)", "00:00:05", true}, {"Connect", "", false}, {"Asleep", "00:01:00", false},
	} {
		row := `[{"neighbor": "192.168.10.17", "v": 4, "upDown": "` + c.upDown + `", "statePfxRcd": "` + c.state + `"}]`
		seen := readAs(t, RouteTable, row, Options{Circuit: north, Peering: peering.Private, Path: Primary})
		assert.Equal(t, c.told, len(remarked(seen, "upDown")) == 1, "%s %s", c.state, c.upDown)
	}
	printed := "Neighbor : 192.168.10.17\nV : 4\nAsProperty : 64601\nUpDown : 00:04:00\nStatePfxRcd : 9\n"
	seen := readAs(t, PowerShell, printed, Options{Circuit: north, Peering: peering.Private, Path: Primary})
	assert.Len(t, remarked(seen, "UpDown"), 1)
	assert.Equal(t, bgp.Established, seen.Have.Sessions[circuit.Session{Peering: peering.Private, Family: peering.IPv4}].Primary.Session)
	_, err := ReadPage([]byte(`[{"neighbor": "192.168.10.17", "upDown": 5, "statePfxRcd": "1"}]`), Options{Peering: peering.Private, Path: Primary})
	assert.ErrorIs(t, err, ErrValue)
}
