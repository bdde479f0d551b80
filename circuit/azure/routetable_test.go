package azure_test

import (
	"fmt"
	"net/netip"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/expressroute-go/expressroute/bgp"
	"github.com/expressroute-go/expressroute/circuit"
	. "github.com/expressroute-go/expressroute/circuit/azure"
	"github.com/expressroute-go/expressroute/peering"
)

var (
	privateIPv4 = circuit.Session{Peering: peering.Private, Family: peering.IPv4}
	privateIPv6 = circuit.Session{Peering: peering.Private, Family: peering.IPv6}
)

// routeTable is a route table with so many networks from the other end.
func routeTable(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, `{"network": "10.%d.%d.0/24", "nextHop": "192.168.10.17", "locPrf": "", "weight": 0, "path": "64601 ?"}, `, i/256, i%256)
	}
	return `{"value": [` + b.String() + `{"network": "172.16.0.0/16", "nextHop": "172.16.1.12*", "locPrf": "100", "weight": 0, "path": "65515"}], "nextLink": null}`
}

// A route table tells how many prefixes came from the other end, and no session.
func TestRead_routeTable(t *testing.T) {
	of := Options{Of: north + "/peerings/AzurePrivatePeering/routeTables/primary"}
	seen := readAs(t, Routes, routeTable(3), of)
	assert.Equal(t, north, seen.Have.ID)
	assert.Equal(t, circuit.Sessions{privateIPv4: {Primary: bgp.Path{Prefixes: 3, Neighbor: netip.MustParseAddr("192.168.10.17")}}}, seen.Have.Sessions)
	assert.Empty(t, seen.Quirks)
	c, err := circuit.Observed(seen)
	require.NoError(t, err)
	assert.Empty(t, c.Have().Sessions, "no session was seen")

	up := readAs(t, RouteTable, `[{"neighbor": "192.168.10.17", "v": 4, "statePfxRcd": "3"}]`, Options{Of: north + "/peerings/AzurePrivatePeering/routeTablesSummary/primary"})
	for _, joined := range [][]circuit.Observation{Join(up, seen), Join(seen, up)} {
		require.Len(t, joined, 1)
		assert.Equal(t, bgp.Established, joined[0].Have.Sessions[privateIPv4].Primary.Session)
	}

	_, err = ReadPage([]byte(routeTable(3)), Options{Circuit: north})
	assert.ErrorIs(t, err, ErrOptions)
	_, err = Read([]byte(`{"value": [{"localAddress": "10.1.0.4", "network": "10.0.0.0/8", "nextHop": "10.1.0.5", "sourcePeer": "10.1.0.5", "origin": "EBgp", "asPath": "64601", "weight": 32768}]}`))
	assert.ErrorIs(t, err, ErrShape, "a gateway's")
}

// Routes that are not known to come from the other end are not counted as such.
func TestRead_routeTableOdd(t *testing.T) {
	row := func(network, hop, path string) string {
		return fmt.Sprintf(`{"network": %q, "nextHop": %q, "locPrf": null, "weight": 0, "path": %q}`, network, hop, path)
	}
	o := Options{Circuit: north, Peering: peering.Private, Path: Secondary}
	for _, c := range []struct {
		name, rows string
		want       map[circuit.Session]int
		quirks     int
		strange    int
	}{
		{"a network twice", row("10.0.0.0/8", "192.168.10.21", "64601") + "," + row("10.0.0.0/8", "192.168.10.21*", "64601 64602"), map[circuit.Session]int{privateIPv4: 1}, 0, 0},
		{"both families", row("10.0.0.0/8", "192.168.10.21", "64601 i") + "," + row("fd00:9::/48", "fd00:1::5", "64601"), map[circuit.Session]int{privateIPv4: 1, privateIPv6: 1}, 0, 0},
		{"of a class", row("10.0.0.0", "192.168.10.21", "64601") + "," + row("172.20.0.0", "192.168.10.21", "64601") + "," + row("192.168.1.0", "192.168.10.21", "64601") + "," + row("0.0.0.0", "192.168.10.21", "64601"), map[circuit.Session]int{privateIPv4: 4}, 0, 0},
		{"Microsoft's own", row("172.16.0.0/16", "172.16.1.12", "65515") + "," + row("172.17.0.0/16", "172.17.1.12", "12076 64700") + "," + row("192.168.10.20/30", "", ""), nil, 0, 0},
		{"another circuit's", row("10.0.0.0/8", "192.168.10.21", "64601") + "," + row("10.9.0.0/16", "10.254.0.1", "64701"), nil, 1, 0},
		{"no next hop", row("10.0.0.0/8", "", "64601"), nil, 1, 0},
		{"an example", row("", "", ""), nil, 0, 0},
		{"no network", row("nowhere", "192.168.10.21", "64601") + "," + row("fe80::1%eth0", "192.168.10.21", "64601"), nil, 0, 2},
	} {
		t.Run(c.name, func(t *testing.T) {
			seen := readAs(t, Routes, `{"value": [`+c.rows+`]}`, o)
			got := map[circuit.Session]int(nil)
			for session, paths := range seen.Have.Sessions {
				if got == nil {
					got = map[circuit.Session]int{}
				}
				got[session] = paths.Secondary.Prefixes
				assert.Zero(t, paths.Secondary.Session)
				assert.Zero(t, paths.Primary)
			}
			assert.Equal(t, c.want, got)
			assert.Len(t, seen.Quirks, c.quirks)
			assert.Len(t, seen.Have.Strange, c.strange)
		})
	}
	for _, row := range []string{`{"network": 1, "nextHop": "x"}`, `{"network": "10.0.0.0/8", "nextHop": {}}`, `{"network": "10.0.0.0/8", "nextHop": "x", "path": ["64601"]}`} {
		page, err := ReadPage([]byte(`[`+row+`]`), o)
		assert.ErrorIs(t, err, ErrValue, row)
		assert.Empty(t, page.Circuits)
	}
}

// How near a session is to the limit at which Azure drops it is told wherever the
// number of its prefixes is shown.
func TestRead_prefixLimits(t *testing.T) {
	const v4, v6 = "192.168.10.17", "fd00:1::1"
	for _, c := range []struct {
		of       peering.Type
		neighbor string
		prefixes int
		told     string // what the note names, empty if there is none
	}{
		{peering.Private, v4, 3_599, ""}, {peering.Private, v4, 3_600, "near the 4000"}, {peering.Private, v4, 4_000, "near the 4000"},
		{peering.Private, v4, 4_001, "more than the 4000"}, {peering.Private, v4, 10_000, "more than the 4000"}, {peering.Private, v4, 10_001, "more than the 10000"},
		{peering.Private, v6, 89, ""}, {peering.Private, v6, 90, "near the 100"}, {peering.Private, v6, 101, "more than the 100"},
		{peering.Microsoft, v4, 179, ""}, {peering.Microsoft, v4, 180, "near the 200"}, {peering.Microsoft, v4, 201, "more than the 200"}, {peering.Microsoft, v6, 200, "near the 200"},
		{peering.Public, v4, 9_000, ""},
	} {
		document := fmt.Sprintf(`[{"neighbor": %q, "statePfxRcd": "%d"}]`, c.neighbor, c.prefixes)
		says := saying(readAs(t, RouteTable, document, Options{Circuit: north, Peering: c.of, Path: Primary}))
		if c.told == "" {
			assert.Empty(t, says, "%s %d", c.of, c.prefixes)
			continue
		}
		assert.Contains(t, says, c.told, "%s %d", c.of, c.prefixes)
	}
	o := Options{Circuit: north, Peering: peering.Private, Path: Primary}
	assert.Contains(t, saying(readAs(t, Routes, routeTable(3_700), o)), "near the 4000")
	assert.Empty(t, readAs(t, Routes, routeTable(500), o).Quirks)
}

// The same as cmdlets and az -o table print it.
func TestReadPowerShell_routeTable(t *testing.T) {
	call := "PS C:\\> Get-AzExpressRouteCircuitRouteTable -DevicePath Secondary -PeeringType AzurePrivatePeering -ExpressRouteCircuitName north -ResourceGroupName net\n\n"
	list := "Network : 10.0.0.0/8\nNextHop : 192.168.10.21\nLocPrf  :\nWeight  : 0\nPath    : 64601\n\nNetwork : 172.16.0.0/16\nNextHop : 172.16.1.12\nLocPrf  : 100\nWeight  : 0\nPath    : 65515\n"
	table := "Network       NextHop       LocPrf Weight Path\n-------       -------       ------ ------ ----\n10.0.0.0/8    192.168.10.21             0 64601 ?\n172.16.0.0/16 172.16.1.12   100         0 65515\n"
	want := circuit.Sessions{privateIPv4: {Secondary: bgp.Path{Prefixes: 1, Neighbor: netip.MustParseAddr("192.168.10.21")}}}
	for _, text := range []string{call + list, call + table} {
		seen := readAs(t, PowerShell, text, Options{Circuit: north})
		assert.Equal(t, north, seen.Have.ID)
		assert.Equal(t, want, seen.Have.Sessions)
		assert.Empty(t, seen.Quirks)
		assert.Empty(t, seen.Absent)
	}
	_, err := ReadPowerShell([]byte(list), Options{Circuit: north})
	require.Len(t, allErrors(err), 1)
	assert.ErrorIs(t, err, ErrOptions)
	object := `{"Network": "10.0.0.0/8", "NextHop": "192.168.10.21", "LocPrf": "", "Weight": 0, "Path": "64601"}`
	for _, document := range []string{object, "[" + object + "]"} {
		seen := readAs(t, Routes, document, Options{Circuit: north, Peering: peering.Private, Path: Secondary})
		assert.Equal(t, want, seen.Have.Sessions)
		assert.Empty(t, seen.Quirks)
	}
}

// A table without rows is an answer of its own, which claims nothing of a session.
func TestRead_emptyTables(t *testing.T) {
	for under, shape := range map[string]Shape{"routeTables": Routes, "arpTables": ARPTable, "routeTablesSummary": ARMList} {
		for _, document := range []string{`[]`, `{"value": []}`, `{"value": [], "nextLink": null}`} {
			seen := readAs(t, shape, document, Options{Of: north + "/peerings/MicrosoftPeering/" + under + "/secondary"})
			assert.Equal(t, north, seen.Have.ID)
			assert.Empty(t, seen.Have.Sessions)
			assert.Zero(t, seen.State)
			assert.Len(t, seen.Quirks, 1)
		}
	}
}
