package azure_test

import (
	"encoding/binary"
	"errors"
	"fmt"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/expressroute-go/expressroute/bgp"
	"github.com/expressroute-go/expressroute/circuit"
	. "github.com/expressroute-go/expressroute/circuit/azure"
	"github.com/expressroute-go/expressroute/circuit/azure/internal/azuretest"
	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
	"github.com/expressroute-go/expressroute/prefixes"
)

func printed(t testing.TB, name string) string {
	t.Helper()
	document, err := os.ReadFile(filepath.Join("testdata", "powershell", name+".txt"))
	require.NoError(t, err)
	return string(document)
}

// onePrinted reads a text of one object.
func onePrinted(t *testing.T, text string) circuit.Observation {
	t.Helper()
	assert.Equal(t, PowerShell, ShapeOfPowerShell([]byte(text)))
	seen, err := ReadPowerShell([]byte(text), Options{})
	require.NoError(t, err)
	require.Len(t, seen, 1)
	return seen[0]
}

func TestReadPowerShell_circuit(t *testing.T) {
	seen := onePrinted(t, printed(t, "circuit"))
	have := seen.Have
	assert.Equal(t, "north", have.Name)
	assert.Equal(t, "/subscriptions/0a1b2c3d-0000-4000-8000-000000000001/resourceGroups/network/providers/Microsoft.Network/expressRouteCircuits/north", have.ID)
	assert.Equal(t, "westeurope", have.Location)
	assert.Equal(t, `W/"0a1b2c3d-0000-4000-8000-000000000002"`, have.ETag)
	assert.Equal(t, "0a1b2c3d-0000-4000-8000-000000000003", have.ServiceKey.Reveal())
	assert.Equal(t, circuit.Order{
		Provider: "Example Carrier", PeeringLocation: "Amsterdam", Bandwidth: circuit.Mbps(200),
		Tier: circuit.TierPremium, Billing: circuit.MeteredData,
	}, have.Order)
	assert.Equal(t, circuit.Provisioned, seen.State.Provider)
	assert.Equal(t, circuit.Enabled, seen.State.Status)
	assert.Equal(t, peering.Succeeded, seen.State.Operation)
	assert.Equal(t, peering.NotThere(), seen.State.Public)
	assert.Equal(t, peering.Enabled, seen.State.Private.IPv4.Admin)
	assert.Equal(t, machine.Customer, seen.State.Private.ModifiedBy)
	assert.Equal(t, uint16(100), have.Private.VLAN)
	assert.Equal(t, bgp.ASN(65010), have.Private.PeerASN)
	assert.Equal(t, netip.MustParsePrefix("10.0.0.4/30"), have.Private.IPv4.Secondary)
	assert.Equal(t, prefixes.ValidationNeeded, seen.State.Microsoft.IPv4.Prefixes)
	assert.Equal(t, "ARIN", have.Microsoft.IPv4.Registry)
	assert.Equal(t, []string{have.ID + "/authorizations/branch"}, authorizedIn(seen))
	assert.Equal(t, circuit.AllAuthorizations, seen.State.Whole)
	assert.Empty(t, seen.Absent)
	assert.Empty(t, seen.Quirks)
	assert.Empty(t, have.Strange)
}

func TestReadPowerShell_direct(t *testing.T) {
	seen := onePrinted(t, printed(t, "direct"))
	assert.Equal(t, circuit.NotApplicable, seen.State.Provider)
	assert.Equal(t, circuit.Mbps(5000), seen.Have.Order.Bandwidth)
}

// Format-List * prints the objects' own columns, and the JSON in others.
func TestReadPowerShell_allColumns(t *testing.T) {
	seen := onePrinted(t, printed(t, "format_list_all"))
	assert.Equal(t, "Example Carrier", seen.Have.Order.Provider)
	assert.Equal(t, circuit.TierPremium, seen.Have.Order.Tier)
	assert.Equal(t, peering.Failed, seen.State.Private.Operation)
	assert.Equal(t, machine.Nobody, seen.State.Private.ModifiedBy)
	assert.Empty(t, seen.Links)
	assert.Equal(t, circuit.AllAuthorizations, seen.State.Whole, "{} is the empty list")
	assert.Equal(t, []string{"Id", "Location", "Etag", "ServiceKey", "Stag"}, seen.Absent)
	require.Len(t, seen.Quirks, 1)
	assert.Equal(t, "Peerings[0].AzureASN", seen.Quirks[0].Path)

	text, _, _ := strings.Cut(printed(t, "format_list_all"), "PeeringsText")
	seen = onePrinted(t, text)
	assert.Equal(t, peering.State{}, seen.State.Private, "a name alone says too little")
	assert.Equal(t, peering.NotThere(), seen.State.Microsoft)
	assert.Contains(t, quirksOf(seen), "Peerings: shortened to names: Format-List without * shows all of it")
}

func quirksOf(seen circuit.Observation) (list []string) {
	for _, q := range seen.Quirks {
		list = append(list, q.Path+": "+q.Says)
	}
	return list
}

// dumpsOf is all that prints of the observations.
func dumpsOf(t *testing.T, seen ...circuit.Observation) string {
	t.Helper()
	var b strings.Builder
	for _, s := range seen {
		b.WriteString(azuretest.Dumps(t, s))
		fmt.Fprintf(&b, "%v\n%+v\n%#v", s, s, s)
	}
	return b.String()
}

func TestReadPowerShell_parts(t *testing.T) {
	seen := onePrinted(t, printed(t, "peering"))
	assert.Equal(t, "/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/expressRouteCircuits/north", seen.Have.ID)
	assert.Equal(t, peering.Enabled, seen.State.Private.IPv4.Admin)
	assert.Equal(t, uint16(100), seen.Have.Private.VLAN)
	assert.Equal(t, peering.State{}, seen.State.Microsoft, "not observed")
	assert.Zero(t, seen.State.Provider)

	seen = onePrinted(t, printed(t, "peering_off"))
	assert.Equal(t, peering.Disabled, seen.State.Private.IPv4.Admin)
	assert.Equal(t, bgp.ASN(64601), seen.Have.Private.PeerASN)
	assert.Equal(t, link4("192.168.10.16/30", "192.168.10.20/30"), seen.Have.Private.IPv4)
	assert.Equal(t, []string{"Id", "ProvisioningState", "VlanId"}, seen.Absent, "left out by whoever copied it")

	const authorization = `Name                   : branch
Id                     : /subscriptions/s/resourceGroups/g/providers/Microsoft.Network/%s/north/authorizations/branch
AuthorizationKey       : ` + azuretest.AuthorizationKey + `
AuthorizationUseStatus : Used
ProvisioningState      : Succeeded
`
	seen = onePrinted(t, strings.Replace(authorization, "%s", "expressRouteCircuits", 1))
	assert.Len(t, linkedIn(seen), 1)
	azuretest.AssertSilent(t, dumpsOf(t, seen))

	_, err := ReadPowerShell([]byte(strings.Replace(authorization, "%s", "expressRoutePorts", 1)), Options{})
	assert.ErrorIs(t, err, ErrShape, "that of a port")
}

// What people do to a text on its way changes nothing.
func TestReadPowerShell_travelled(t *testing.T) {
	text := printed(t, "circuit")
	want := onePrinted(t, text)
	indented := "    " + strings.ReplaceAll(text, "\n", "\n    ")
	_, bare, _ := strings.Cut(text, "\n\n")
	for _, c := range []struct{ name, text string }{
		{"lines of Windows", strings.ReplaceAll(text, "\n", "\r\n")},
		{"indented", indented},
		{"indented from the second line on", strings.TrimLeft(indented, " ")},
		{"blanks at the ends of lines removed", strings.ReplaceAll(text, " \n", "\n")},
		{"a byte order mark", "\ufeff" + text},
		{"UTF-16", wide(text, binary.LittleEndian)},
		{"UTF-16, the other way", wide(text, binary.BigEndian)},
		{"no call above", bare},
		{"in a fence", "It says:\n\n```powershell\n" + bare + "```\n\nWhat now?\n"},
		{"the colons moved", strings.ReplaceAll(text, " : ", "  : ")},
		{"the JSON not aligned", strings.ReplaceAll(text, "                                     \"", "        \"")},
	} {
		t.Run(c.name, func(t *testing.T) { assert.Equal(t, want, onePrinted(t, c.text)) })
	}
}

func wide(text string, order binary.AppendByteOrder) string {
	var b []byte
	for _, unit := range utf16.Encode([]rune("\ufeff" + text)) {
		b = order.AppendUint16(b, unit)
	}
	return string(b)
}

// Several objects are several observations, and what is wrong with one does not
// cost the others, nor the rest of it.
func TestReadPowerShell_several(t *testing.T) {
	text := printed(t, "several_one_broken")
	for _, c := range []struct{ name, text string }{
		{"as printed", text}, {"without blank lines", strings.ReplaceAll(text, "\n\n", "\n")},
	} {
		t.Run(c.name, func(t *testing.T) {
			seen, err := ReadPowerShell([]byte(c.text), Options{})
			require.Len(t, seen, 3)
			require.Len(t, allErrors(err), 1)
			var e *Error
			require.ErrorAs(t, err, &e)
			assert.Equal(t, "Peerings", e.Path)
			assert.Contains(t, strings.Split(c.text, "\n")[e.Line-1], `"VlanId": ,`)
			assert.Equal(t, peering.NotThere(), seen[0].State.Private)
			assert.Equal(t, circuit.Provisioned, seen[1].State.Provider)
			assert.Equal(t, peering.State{}, seen[1].State.Private, "not observed")
			assert.Contains(t, seen[1].Absent, "Peerings")
			assert.Equal(t, circuit.Provisioning, seen[2].State.Provider)
		})
	}
}

func TestReadPowerShell_options(t *testing.T) {
	at := time.Date(2024, 5, 6, 7, 8, 9, 0, time.UTC)
	seen, err := ReadPowerShell([]byte(printed(t, "circuit")), Options{At: at, Echo: machine.Yes})
	require.NoError(t, err)
	assert.Equal(t, at, seen[0].At)
	assert.True(t, seen[0].Echo)

	echo := "Name : n\nProvisioningState : Updating\nCircuitProvisioningState : Disabled\nServiceProviderProvisioningState : NotProvisioned\n"
	assert.True(t, onePrinted(t, echo).Echo, "as a single circuit of JSON")
	seen, err = ReadPowerShell([]byte(echo+"\n"+echo), Options{})
	require.NoError(t, err)
	require.Len(t, seen, 2)
	assert.False(t, seen[0].Echo, "as a list")
}

// A masked value is not observed. The name in a masked ID is.
func TestReadPowerShell_masked(t *testing.T) {
	text := strings.NewReplacer(
		"/subscriptions/0a1b2c3d-0000-4000-8000-000000000001/", "/subscriptions/***/",
		`W/"0a1b2c3d-0000-4000-8000-000000000002"`, `W/"####"`,
		"0a1b2c3d-0000-4000-8000-000000000003", "*****", "Example Carrier", "****",
	).Replace(printed(t, "circuit"))
	seen := onePrinted(t, text)
	assert.Contains(t, seen.Have.ID, "/expressRouteCircuits/north")
	assert.True(t, seen.Have.ServiceKey.IsZero())
	assert.Empty(t, seen.Have.ETag)
	assert.Empty(t, seen.Have.Order.Provider)
	assert.Equal(t, "Amsterdam", seen.Have.Order.PeeringLocation)
	assert.Equal(t, []string{"Etag", "ServiceProviderProperties.ServiceProviderName", "ServiceKey"}, seen.Absent)
	assert.Len(t, seen.Quirks, 4)
}

// A JSON document is none of these, and a page of one shows the same.
func TestReadPage_powerShell(t *testing.T) {
	for _, name := range []string{"partner", "direct", "list_one_broken"} {
		assert.Zero(t, ShapeOfPowerShell(fixture(t, name)), name)
	}
	for _, text := range []string{"", " \n", "Hello.\n", "Note : this is prose\n", `"a" : 1`, "\xff\xfe"} {
		assert.Zero(t, ShapeOfPowerShell([]byte(text)), text)
	}
	for _, name := range []string{"circuit", "classic_session"} {
		want, err := ReadPowerShell([]byte(printed(t, name)), Options{})
		require.NoError(t, err)
		page, err := ReadPage([]byte(printed(t, name)), Options{})
		require.NoError(t, err)
		assert.Equal(t, PowerShell, page.Shape)
		assert.Equal(t, want, page.Circuits)
	}
}

func TestReadPowerShell_secrets(t *testing.T) {
	for _, text := range []string{
		"Name : n\nCircuitProvisioningState : Enabled\nServiceKey : " + azuretest.ServiceKey + "\n",
		"Name : n\nCircuitProvisioningState : " + azuretest.ServiceKey + "\nProvisioningState : Succeeded\n",
		"Name : n\nCircuitProvisioningState : Enabled\nAuthorizationKey : " + azuretest.AuthorizationKey + "\nActivationKey : " + azuretest.ActivationKey + "\n",
		"Name : n\nCircuitProvisioningState : Enabled\nStag : " + azuretest.ServiceKey + "\n",
		"Name : n\nCircuitProvisioningState : Enabled\nPeerings : [{\"SharedKey\": \"" + azuretest.SharedKey + "\", \"AuthorizationKey\": \"" + azuretest.AuthorizationKey + "\n",
		"Name : n\nCircuitProvisioningState : Enabled\nPeerings : [{\"PeeringType\": \"AzurePrivatePeering\", \"SharedKey\": \"" + azuretest.SharedKey + "\"}]\n",
		"Get-AzureBGPPeering -ServiceKey \"" + azuretest.ServiceKey + "\"\n\nState : Enabled\nVlanId : " + azuretest.ServiceKey + "\nPrimaryPeerSubnet : " + azuretest.ServiceKey + "\n",
		"Get-AzureDedicatedCircuit\n\nStatus : " + azuretest.ServiceKey + "\nServiceProviderProvisioningState : Provisioned\n" + azuretest.ServiceKey + "\nBandwidth : 1\n",
	} {
		seen, err := ReadPowerShell([]byte(text), Options{})
		require.NotEmpty(t, seen, text)
		azuretest.AssertSilent(t, dumpsOf(t, seen...))
		if err != nil {
			azuretest.AssertSilent(t, err.Error())
			var e *Error
			assert.True(t, errors.As(err, &e))
		}
	}
}
