package azure_test

import (
	"net/netip"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/expressroute-go/expressroute/bgp"
	"github.com/expressroute-go/expressroute/circuit"
	. "github.com/expressroute-go/expressroute/circuit/azure"
	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
)

// ARP tables as the cmdlet prints them: each is an observation.
func TestReadPowerShell_arp(t *testing.T) {
	page, err := ReadPage([]byte(printed(t, "arp_tables")), Options{At: noon, Circuit: north})
	require.NoError(t, err)
	assert.Equal(t, PowerShell, page.Shape)
	require.Len(t, page.Circuits, 2)
	for _, seen := range page.Circuits {
		assert.Equal(t, north, seen.Have.ID)
		assert.Equal(t, noon, seen.At)
	}
	assert.Empty(t, page.Circuits[0].Quirks)
	assert.Equal(t, []string{"MacAddress: On-Prem does not answer to ARP: layer 2 or the address at that end is not right"}, quirksOf(page.Circuits[1]))
}

// Some of Microsoft's routers show the other end alone. That is no fault, in any
// form; a table without the other end is.
func TestRead_arpOtherEndAlone(t *testing.T) {
	for shape, document := range map[Shape]string{
		PowerShell: printed(t, "arp_other_end_alone"),
		ARPTable:   string(fixture(t, "arp_other_end_alone")),
	} {
		seen := readAs(t, shape, document, Options{Circuit: north})
		assert.Equal(t, north, seen.Have.ID)
		assert.Empty(t, seen.Quirks, shape)
	}
	list := "InterfaceProperty : Microsoft\nIpAddress : 192.168.10.2\nMacAddress : 0000.5e00.5302\n"
	assert.Contains(t, saying(onePrinted(t, list)), "no On-Prem row")
	assert.Contains(t, saying(readAs(t, ARPTable, `[{"InterfaceProperty": "Microsoft", "Age": 0, "MacAddress": "0000.5e00.5302"}]`, Options{})), "no On-Prem row")
	_, err := Read([]byte(`{"name": "nic", "macAddress": "00-0D-3A-00-00-01", "ipConfigurations": []}`))
	assert.ErrorIs(t, err, ErrShape, "a network interface")
}

// Summaries of route tables say in the call above which path they are of. A row is
// a session, whether it is printed as a list or in a table.
func TestReadPowerShell_sessions(t *testing.T) {
	page, err := ReadPage([]byte(printed(t, "route_summaries")), Options{Circuit: north})
	require.NoError(t, err)
	require.Len(t, page.Circuits, 2)
	v4, v6 := circuit.Session{Peering: peering.Private, Family: peering.IPv4}, circuit.Session{Peering: peering.Private, Family: peering.IPv6}
	assert.Equal(t, circuit.Sessions{
		v4: {Primary: bgp.Path{Session: bgp.Established, Prefixes: 12, Neighbor: netip.MustParseAddr("192.168.10.17")}},
		v6: {Primary: bgp.Path{Session: bgp.Active, Neighbor: netip.MustParseAddr("fd00:1::1")}},
	}, page.Circuits[0].Have.Sessions)
	assert.Equal(t, circuit.Sessions{
		v4: {Secondary: bgp.Path{Session: bgp.Idle, Neighbor: netip.MustParseAddr("192.168.10.21")}},
	}, page.Circuits[1].Have.Sessions)
	joined := Join(page.Circuits...)
	require.Len(t, joined, 1)
	assert.Equal(t, bgp.Degraded, joined[0].Have.Sessions[v4].Health())
}

// What the text leaves out, Options say; what neither says is asked for once.
func TestReadPowerShell_sessionsOf(t *testing.T) {
	rows := "Neighbor : 192.168.10.17\nStatePfxRcd : 12\n\nNeighbor : 192.168.10.18\nStatePfxRcd : Idle\n\nNeighbor : nowhere\nStatePfxRcd : Asleep\nWeather : fine\n"
	seen, err := ReadPowerShell([]byte(rows), Options{Circuit: north, Peering: peering.Microsoft, Path: Secondary})
	require.NoError(t, err)
	require.Len(t, seen, 1)
	assert.Equal(t, 12, seen[0].Have.Sessions[circuit.Session{Peering: peering.Microsoft, Family: peering.IPv4}].Secondary.Prefixes)
	assert.Len(t, seen[0].Have.Strange, 2)
	assert.Equal(t, []string{"not read: another IPv4 session on the same path"}, []string{seen[0].Quirks[0].Says})
	assert.Contains(t, saying(seen[0]), "Weather: not read")

	_, err = ReadPowerShell([]byte(rows), Options{Circuit: north})
	require.Len(t, allErrors(err), 1)
	assert.ErrorIs(t, err, ErrOptions)

	of := func(call string) []circuit.Observation {
		seen, err := ReadPowerShell([]byte(call+"\n\nNeighbor : 192.168.10.17\nStatePfxRcd : 12\n"), Options{Peering: peering.Private, Path: Primary})
		require.NoError(t, err)
		return seen
	}
	classic := of("Get-AzureDedicatedCircuitPeeringRouteTableSummary -ServiceKey $key -AccessType Microsoft -Path Secondary")
	assert.NotZero(t, classic[0].Have.Sessions[circuit.Session{Peering: peering.Microsoft, Family: peering.IPv4}].Secondary, "the call counts")
	assert.NotZero(t, of("Get-AzExpressRouteCircuitRouteTableSummary -DevicePath $path")[0].Have.Sessions[circuit.Session{Peering: peering.Private, Family: peering.IPv4}].Primary)
}

// The same through ConvertTo-Json, which prints a list of one as its element.
func TestRead_sessionsOfCmdlet(t *testing.T) {
	o := Options{Circuit: north, Peering: peering.Private, Path: Primary}
	row := `{"Neighbor": "192.168.10.17", "V": 4, "AsProperty": 65010, "UpDown": "2w1d", "StatePfxRcd": "12"}`
	for _, document := range []string{row, "[" + row + "]"} {
		seen := readAs(t, RouteTable, document, o)
		assert.Equal(t, 12, seen.Have.Sessions[circuit.Session{Peering: peering.Private, Family: peering.IPv4}].Primary.Prefixes)
		assert.Empty(t, seen.Quirks)
	}
}

// Names in the place of peerings tell which there are, and nothing else of them.
func TestReadPowerShell_namesOnly(t *testing.T) {
	seen := onePrinted(t, printed(t, "names_only"))
	assert.Zero(t, seen.State.Private)
	assert.Zero(t, seen.State.Microsoft)
	assert.Equal(t, peering.NotThere(), seen.State.Public)
	assert.Equal(t, circuit.AllAuthorizations, seen.State.Whole)
	assert.Contains(t, saying(seen), "Peerings: shortened to names")
	c, err := circuit.Observed(seen)
	require.NoError(t, err)
	assert.False(t, machine.Lacks(c.Usable(), circuit.NeedProvisioned))

	for _, peerings := range []string{"{MicrosoftPeering...}", "{MicrosoftPeering, …}", "{AzurePrivatePeering, Micros", "{north, south}", "{AzurePrivatePeering, AzureSecretPeering}", "{Microsoft.Azure.Commands.Network.Models.PSPeering}"} {
		seen := onePrinted(t, strings.Replace(printed(t, "names_only"), "{AzurePrivatePeering, MicrosoftPeering}", peerings, 1))
		assert.Zero(t, seen.State.States, peerings)
	}
}

// A list of names that is cut off says of none that it is not there.
func TestReadPowerShell_namesCutOff(t *testing.T) {
	for _, peerings := range []string{"{MicrosoftPeering...}", "{MicrosoftPeering…}", "{MicrosoftPeering, AzurePr"} {
		seen := onePrinted(t, strings.Replace(printed(t, "names_only"), "{AzurePrivatePeering, MicrosoftPeering}", peerings, 1))
		assert.Zero(t, seen.State.States, peerings)
		assert.Contains(t, saying(seen), "Peerings[0]: MicrosoftPeering is there", peerings)
		assert.Empty(t, seen.Have.Strange, peerings)
	}
	seen := onePrinted(t, "Name     Peerings               CircuitProvisioningState\n----     --------               ------------------------\nnorth    {AzurePrivatePeering}  Enabled\n")
	assert.Contains(t, saying(seen), "AzurePrivatePeering is there")
	assert.Equal(t, peering.NotThere(), seen.State.Microsoft)
}

// Names of authorizations are those of the circuit, if its ID is known.
func TestReadPowerShell_authorizationNames(t *testing.T) {
	text := "Name : north\nId : " + north + "\nCircuitProvisioningState : Enabled\nAuthorizations : "
	seen := onePrinted(t, text+"{lab, branch-2}\n")
	require.Len(t, seen.Links, 2)
	assert.Equal(t, circuit.LinkState{Link: circuit.Link{Network: north + "/authorizations/branch-2", OtherSubscription: true}, Authorization: north + "/authorizations/branch-2", Authorized: machine.Yes}, seen.Links[1])
	assert.Equal(t, circuit.AllAuthorizations, seen.State.Whole)

	for authorizations, named := range map[string]int{"{lab, branch-2...}": 2, "{lab, bra": 1, "{Microsoft.Azure.Commands.Network.Models.PSExpressRouteCircuitAuthorization}": 0, "{lab, ***}": 0} {
		seen := onePrinted(t, text+authorizations+"\n")
		assert.Len(t, seen.Links, named, authorizations)
		assert.Zero(t, seen.State.Whole, authorizations)
	}
	seen = onePrinted(t, strings.Replace(text, "Id : "+north+"\n", "", 1)+"{lab}\n")
	assert.Empty(t, seen.Links, "of a circuit that nobody names")
	assert.Zero(t, seen.State.Whole)
	assert.Contains(t, seen.Absent, "Authorizations[0].Id")
}

// Columns that somebody picked, or a text that is cut off, do not say that a
// peering has no IPv6 half.
func TestReadPowerShell_pickedColumns(t *testing.T) {
	assert.Zero(t, onePrinted(t, printed(t, "peering_off")).State.Private.IPv6.Admin)
	assert.Equal(t, peering.Absent, onePrinted(t, printed(t, "peering")).State.Private.IPv6.Admin)
	cut, _, _ := strings.Cut(printed(t, "peering"), "Ipv6PeeringConfig")
	assert.Zero(t, onePrinted(t, cut).State.Private.IPv6.Admin)
	picked := `{"name": "AzurePrivatePeering", "peeringType": "AzurePrivatePeering", "state": "Enabled"}`
	assert.Zero(t, readAs(t, CLI, picked, Options{Circuit: north}).State.Private.IPv6.Admin)
}

// However a text is cut off, what is missing does not count as absent: the rest says
// no more than the whole text does.
func TestReadPowerShell_cutOff(t *testing.T) {
	for _, name := range []string{"circuit", "direct", "names_only", "peering", "format_list_all", "several_one_broken", "table"} {
		text := printed(t, name)
		whole, _ := ReadPowerShell([]byte(text), Options{Circuit: north})
		for end := range len(text) {
			seen, _ := ReadPowerShell([]byte(text[:end]), Options{Circuit: north})
			require.LessOrEqual(t, len(seen), len(whole), "%s at %d", name, end)
			for i := range seen {
				saysNoMore(t, whole[i].State, seen[i].State, name+" at "+strconv.Itoa(end))
			}
		}
	}
}

func saysNoMore(t *testing.T, whole, part circuit.State, where string) {
	t.Helper()
	joined := circuit.Observation{State: part}.Then(circuit.Observation{State: whole})
	require.Equal(t, circuit.Observation{State: whole}.State, joined.State, where)
	require.Zero(t, part.Whole&^whole.Whole, where)
	for kind := range peering.Types() {
		if part.Peering(kind) == peering.NotThere() {
			require.Equal(t, peering.NotThere(), whole.Peering(kind), where)
		}
	}
}

// A table of circuits is read as a list of them is; other tables are not.
func TestReadPowerShell_table(t *testing.T) {
	seen, err := ReadPowerShell([]byte(printed(t, "table")), Options{})
	require.NoError(t, err)
	require.Len(t, seen, 2)
	assert.Equal(t, "north", seen[0].Have.Name)
	assert.Equal(t, circuit.Provisioned, seen[0].State.Provider)
	assert.Equal(t, circuit.NotProvisioned, seen[1].State.Provider)
}

// A table that lost its line of dashes, as articles quote it, is one of known columns.
func TestReadPowerShell_tableWithoutRule(t *testing.T) {
	o := Options{Circuit: north, Peering: peering.Private, Path: Primary}
	seen := readAs(t, PowerShell, "Route Table Summary:\n\n   Neighbor       V   AS     UpDown   StatePfxRcd\n   192.168.10.17  4   ####   8w4d     50\n   fd00:1::1      6   64601  never    Idle (Admin)\n", o)
	assert.Equal(t, circuit.Sessions{
		privateIPv4: {Primary: bgp.Path{Session: bgp.Established, Prefixes: 50, Neighbor: netip.MustParseAddr("192.168.10.17")}},
		privateIPv6: {Primary: bgp.Path{Session: bgp.Idle, Neighbor: netip.MustParseAddr("fd00:1::1")}},
	}, seen.Have.Sessions)

	arp := "ARP Info:\n\n  Age  Interface  IpAddress     MacAddress\n  113  On-Prem    192.168.10.1  0000.5e00.5301\n"
	assert.Empty(t, readAs(t, PowerShell, arp, Options{Circuit: north}).Quirks)

	found, err := ReadPowerShell([]byte("Neighbor V AS UpDown StatePfxRcd\n192.168.10.17 4 64601 8w4d 12\nfd00:1::1 6 64601\n"), o)
	require.ErrorIs(t, err, ErrText, "nobody knows which cell is empty")
	var e *Error
	require.ErrorAs(t, err, &e)
	assert.Equal(t, 3, e.Line)
	require.Len(t, found, 1)
	assert.Len(t, found[0].Have.Sessions, 1)

	for _, prose := range []string{"Neighbor of mine\nis no table\n", "Age Interface\n113 On-Prem\n", "Neighbor V Weather StatePfxRcd\n192.168.10.17 4 fine 12\n"} {
		_, err := ReadPowerShell([]byte(prose), o)
		assert.ErrorIs(t, err, ErrShape, prose)
	}
}
