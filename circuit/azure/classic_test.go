package azure_test

import (
	"net/netip"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/expressroute-go/expressroute/bgp"
	"github.com/expressroute-go/expressroute/circuit"
	. "github.com/expressroute-go/expressroute/circuit/azure"
	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
	"github.com/expressroute-go/expressroute/prefixes"
)

func TestReadPowerShell_classic(t *testing.T) {
	seen, err := ReadPowerShell([]byte(printed(t, "classic_session")), Options{})
	require.NoError(t, err)
	require.Len(t, seen, 4)

	assert.Equal(t, "Old", seen[0].Have.Name)
	assert.Equal(t, "0a1b2c3d-0000-4000-8000-000000000003", seen[0].Have.ServiceKey.Reveal())
	assert.Equal(t, circuit.Order{
		Provider: "example", PeeringLocation: "Amsterdam", Bandwidth: circuit.Mbps(200),
		Tier: circuit.TierStandard, Billing: circuit.UnlimitedData,
	}, seen[0].Have.Order)
	assert.Empty(t, seen[0].Have.Location, "there is no resource")
	assert.Equal(t, circuit.Provisioned, seen[0].State.Provider)
	assert.Equal(t, circuit.Enabled, seen[0].State.Status)
	assert.Equal(t, peering.State{}, seen[0].State.Private, "printed on its own")
	assert.Empty(t, seen[0].Absent)
	assert.Equal(t, circuit.NotProvisioned, seen[1].State.Provider)
	assert.Equal(t, circuit.Disabled, seen[1].State.Status)

	private := seen[2]
	assert.Equal(t, seen[0].Have.ServiceKey, private.Have.ServiceKey, "from the call")
	assert.Equal(t, peering.FamilyState{Admin: peering.Enabled, Prefixes: prefixes.NotConfigured}, private.State.Private.IPv4)
	assert.Equal(t, peering.FamilyState{}, private.State.Private.IPv6, "not observed")
	assert.Zero(t, private.State.Private.Operation)
	assert.Equal(t, peering.Config{
		VLAN: 100, PeerASN: 65010,
		IPv4: peering.Half{Primary: netip.MustParsePrefix("10.0.0.0/30"), Secondary: netip.MustParsePrefix("10.0.0.4/30")},
	}, private.Have.Private)
	assert.Equal(t, []string{"AdvertisedPublicPrefixesState: means nothing: this peering advertises no public prefixes"}, quirksOf(private))
	assert.Equal(t, peering.State{}, private.State.Microsoft)
	assert.Zero(t, private.State.Provider)

	microsoft := seen[3]
	assert.Equal(t, peering.FamilyState{Admin: peering.Disabled, Prefixes: prefixes.ValidationNeeded}, microsoft.State.Microsoft.IPv4)
	assert.Equal(t, bgp.ASN(65020), microsoft.Have.Microsoft.IPv4.CustomerASN)
	assert.Equal(t, "ARIN", microsoft.Have.Microsoft.IPv4.Registry)
	assert.Len(t, microsoft.Have.Microsoft.IPv4.Advertised, 2)
	assert.Equal(t, machine.Unknown, microsoft.State.Microsoft.RouteFilter)
}

// A peering does not say which it is.
func TestReadPowerShell_classicType(t *testing.T) {
	const columns = "PrimaryPeerSubnet : 131.107.0.0/30\nVlanId : 100\nState : Enabled\nAzureAsn : 12076\nPeerAsn : 65010\n"
	private := strings.ReplaceAll(columns, "131.107.0.0", "10.0.0.0")
	for _, c := range []struct {
		name, text string
		o          Options
		want       peering.Type
		guessed    bool
	}{
		{"the call", "Get-AzureBGPPeering -AccessType Public\n\n" + columns, Options{}, peering.Public, false},
		{"the call, in another case and with a colon", "PS C:\\> get-azurebgppeering -ServiceKey $key -accesstype:'microsoft'\n\n" + columns, Options{Peering: peering.Public}, peering.Microsoft, false},
		{"the options", columns, Options{Peering: peering.Public}, peering.Public, false},
		{"the options, for a variable", "Get-AzureBGPPeering -AccessType $type\n\n" + columns, Options{Peering: peering.Public}, peering.Public, false},
		{"the default", "$p = Get-AzureBGPPeering -ServiceKey $key\n\n" + columns, Options{}, peering.Private, true},
		{"prefixes", columns + "AdvertisedPublicPrefixes : 131.107.8.0/24\n", Options{}, peering.Microsoft, true},
		{"a registry", columns + "RoutingRegistryName : RIPE\n", Options{}, peering.Microsoft, true},
		{"private addresses", private + "RoutingRegistryName : NONE\nCustomerAutonomousSystemNumber : 0\n", Options{}, peering.Private, true},
		{"the call before last", "Get-AzureBGPPeering -AccessType Public\n\nGet-AzureDedicatedCircuit\n\n" + private, Options{}, peering.Private, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			seen, err := ReadPowerShell([]byte(c.text), c.o)
			require.NoError(t, err)
			require.Len(t, seen, 1)
			assert.Equal(t, uint16(100), seen[0].Have.OfPeering(c.want).VLAN)
			assert.Equal(t, peering.Enabled, seen[0].State.OfPeering(c.want).IPv4.Admin)
			assert.Equal(t, c.guessed, len(seen[0].Quirks) > 0, "%v", seen[0].Quirks)
		})
	}
	seen, err := ReadPowerShell([]byte(columns), Options{Peering: peering.Private, Circuit: "/subscriptions/s"})
	require.NoError(t, err)
	assert.Equal(t, "/subscriptions/s", seen[0].Have.ID)
}

// Words that are not known leave their state not observed, and say which.
func TestReadPowerShell_classicStrange(t *testing.T) {
	seen := onePrinted(t, "CircuitName : n\nStatus : Suspended\nServiceProviderProvisioningState : provisioned\n")
	assert.Zero(t, seen.State.Status)
	assert.Equal(t, []circuit.Strange{
		{Path: "ServiceProviderProvisioningState", Field: "provider", Value: "provisioned"},
		{Path: "Status", Field: "status", Value: "Suspended"},
	}, seen.Have.Strange)

	seen = onePrinted(t, "Get-AzureBGPPeering\n\nPrimaryPeerSubnet : 10.0.0.0/33\nState : On\nColour : red\nVlanId : 1\n")
	assert.Equal(t, []circuit.Strange{
		{Path: "PrimaryPeerSubnet", Value: "10.0.0.0/33"},
		{Path: "State", Field: "AzurePrivatePeering.ipv4.admin", Value: "On"},
	}, seen.Have.Strange)
	assert.Contains(t, quirksOf(seen), "Colour: not read: there is no such field in the schema that is known here")
}

func TestReadPowerShell_classicEcho(t *testing.T) {
	for _, text := range []string{"CircuitName : n\nServiceProviderProvisioningState : Provisioned\n", "Get-AzureBGPPeering\n\nPrimaryPeerSubnet : 10.0.0.0/30\n"} {
		seen, err := ReadPowerShell([]byte(text), Options{Echo: machine.Yes})
		require.NoError(t, err)
		assert.True(t, seen[0].Echo)
	}
}
