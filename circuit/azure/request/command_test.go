package request_test

import (
	"net/netip"
	"os/exec"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/expressroute-go/expressroute/circuit"
	"github.com/expressroute-go/expressroute/circuit/azure"
	"github.com/expressroute-go/expressroute/circuit/azure/internal/azuretest"
	. "github.com/expressroute-go/expressroute/circuit/azure/request"
	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
	"github.com/expressroute-go/expressroute/prefixes"
)

const (
	circuitID = "/subscriptions/0d0d0d0d-0000-4000-8000-00000000d0d0/resourceGroups/rg/providers/Microsoft.Network/expressRouteCircuits/north"
	privateID = circuitID + "/peerings/AzurePrivatePeering"
)

const filterID = "/subscriptions/s1/resourceGroups/filters/providers/Microsoft.Network/routeFilters/crm"

// wanted is a spec that has a value for every option of every command.
func wanted() circuit.Spec {
	return circuit.Spec{Order: circuit.Order{Provider: "Equinix", PeeringLocation: "Silicon Valley", Bandwidth: 500, Tier: circuit.TierPremium, Billing: circuit.UnlimitedData}, Links: []circuit.Link{{Network: gatewayID}, {Network: spokeID, OtherSubscription: true}}, Wants: peering.Wants{Private: peering.Want{Mode: peering.WantPresent, Config: peering.Config{
		IPv4: link4("192.168.15.16/30", "192.168.15.20/30"), VLAN: 100, PeerASN: 65001,
		SharedKey: peering.KeyRef{Env: "ER_MD5_KEY"},
	}}, Microsoft: peering.Want{Mode: peering.WantPresent, Config: peering.Config{
		IPv4: peering.Half{
			Primary: netip.MustParsePrefix("131.107.0.0/30"), Secondary: netip.MustParsePrefix("131.107.0.4/30"),
			Advertised:  []prefixes.Prefix{prefixes.MustParsePrefix("131.107.8.0/24"), prefixes.MustParsePrefix("131.107.9.0/24")},
			CustomerASN: 3598, Registry: "arin", RouteFilter: filterID,
		},
		IPv6: peering.Half{
			Primary: netip.MustParsePrefix("2620:0:30::/126"), Secondary: netip.MustParsePrefix("2620:0:30::4/126"),
			Advertised: []prefixes.Prefix{prefixes.MustParsePrefix("2620:0:30:8::/64")}, Registry: "NONE", RouteFilter: filterID,
		},
		VLAN: 200, PeerASN: 3598, SharedKey: peering.KeyRef{File: "/run/keys/md5 of north"},
	}}}}
}

const (
	hubGatewayID = "/subscriptions/s1/resourceGroups/hub/providers/Microsoft.Network/expressRouteGateways/er"
	gatewayID    = "/subscriptions/s1/resourceGroups/hub/providers/Microsoft.Network/virtualNetworkGateways/hub-gw"
	southID      = "/subscriptions/s1/resourceGroups/far/providers/Microsoft.Network/expressRouteCircuits/south"
	spokeID      = "/subscriptions/s2/resourceGroups/spoke/providers/Microsoft.Network/virtualNetworks/spoke"
)

const (
	onNorth   = "--resource-group rg --subscription 0d0d0d0d-0000-4000-8000-00000000d0d0 --circuit-name north"
	isNorth   = "--resource-group rg --subscription 0d0d0d0d-0000-4000-8000-00000000d0d0 --name north"
	bareNorth = `{"id": "` + circuitID + `", "name": "north", "location": "westeurope", "type": "Microsoft.Network/expressRouteCircuits",
		"properties": {"circuitProvisioningState": "Enabled", "serviceProviderProvisioningState": "Provisioned", "provisioningState": "Succeeded", "serviceProviderProperties": {}, "serviceKey": "` + azuretest.ServiceKey + `", "peerings": [`
)

// planned is the circuit before it is created.
func planned(t testing.TB, edit func(s *circuit.Spec)) circuit.Circuit {
	t.Helper()
	spec := wanted()
	if edit != nil {
		edit(&spec)
	}
	c, err := circuit.New(spec)
	require.NoError(t, err)
	return c
}

// adopted is the circuit as Azure shows it, with these peerings.
func adopted(t testing.TB, peerings string, edit func(s *circuit.Spec)) circuit.Circuit {
	t.Helper()
	circuits, err := azure.Read([]byte(bareNorth + peerings + "]}}"))
	require.NoError(t, err)
	require.Len(t, circuits, 1)
	spec := wanted()
	if edit != nil {
		edit(&spec)
	}
	seen, err := circuit.Observed(circuits[0])
	require.NoError(t, err)
	c, err := seen.WithSpec(spec)
	require.NoError(t, err)
	return c
}

func link4(primary, secondary string) peering.Half {
	return peering.Half{Primary: netip.MustParsePrefix(primary), Secondary: netip.MustParsePrefix(secondary)}
}

func commandFor(t testing.TB, c circuit.Circuit, event string) (string, bool) {
	t.Helper()
	e, err := circuit.ParseEvent(event)
	require.NoError(t, err)
	return Command(c, circuit.Step{Event: e})
}

func TestCommand(t *testing.T) {
	const (
		privateThere   = `{"properties": {"peeringType": "AzurePrivatePeering", "provisioningState": "Succeeded", "state": "Enabled", "vlanId": 101, "peerASN": 1, "primaryPeerAddressPrefix": "10.0.0.0/30", "secondaryPeerAddressPrefix": "10.0.0.4/30", "ipv6PeeringConfig": {"state": "Enabled", "primaryPeerAddressPrefix": "fd00::/126", "secondaryPeerAddressPrefix": "fd00::4/126"}}}`
		microsoftThere = `{"properties": {"peeringType": "MicrosoftPeering", "provisioningState": "Succeeded", "state": "Enabled", "vlanId": 200, "peerASN": 3598, "routeFilter": {"id": "` + filterID + `"}, "ipv6PeeringConfig": {"state": "Enabled", "routeFilter": {"id": "` + filterID + `"}, "primaryPeerAddressPrefix": "2620:0:30::/126"}}}`
		reached        = `{"properties": {"peeringType": "AzurePrivatePeering", "state": "Enabled", "connections": [{"id": "` + privateID + `/connections/west", "properties": {"circuitConnectionStatus": "Connected", "peerExpressRouteCircuitPeering": {"id": "` + southID + `/peerings/AzurePrivatePeering"}}}]}}`
		keyOfNorth     = ` --shared-key '@/run/keys/md5 of north'`
		updateNorth    = "az network express-route peering update " + onNorth
		toNorth        = `--express-route-circuit2 ` + circuitID
	)
	nothing, none, both := planned(t, nil), adopted(t, "", nil), adopted(t, privateThere+","+microsoftThere, nil)
	for _, c := range []struct {
		name, event string
		of          circuit.Circuit
		want        string
	}{
		{"", "CreateCircuit", nothing, `az network express-route create --resource-group "$ER_RESOURCE_GROUP" --name "$ER_CIRCUIT" --bandwidth 500 Mbps --provider Equinix --peering-location 'Silicon Valley' --sku-tier Premium --sku-family UnlimitedData`},
		{"on a port", "CreateCircuit", planned(t, func(s *circuit.Spec) {
			s.Kind, s.Order.Provider, s.Order.Bandwidth = circuit.Direct, "", 5000
		}), `az network express-route create --resource-group "$ER_RESOURCE_GROUP" --name "$ER_CIRCUIT" --bandwidth 5000 Mbps --express-route-port "$ER_PORT" --sku-tier Premium --sku-family UnlimitedData`},
		{"again, of the same name", "CreateCircuit", none, "az network express-route create " + isNorth + " --bandwidth 500 Mbps --provider Equinix --peering-location 'Silicon Valley' --location westeurope --sku-tier Premium --sku-family UnlimitedData"},
		{"", "RefreshCircuit", none, "az network express-route update " + isNorth},
		{"", "ChangeBandwidth", none, "az network express-route update " + isNorth + " --bandwidth 500 Mbps"},
		{"", "ChangeTier", none, "az network express-route update " + isNorth + " --sku-tier Premium"},
		{"", "ChangeBilling", none, "az network express-route update " + isNorth + " --sku-family UnlimitedData"},
		{"", "DeleteCircuit", none, "az network express-route delete " + isNorth},

		{"new", "ConfigurePeering AzurePrivatePeering", none, "az network express-route peering create " + onNorth + ` --peering-type AzurePrivatePeering --peer-asn 65001 --vlan-id 100 --primary-peer-subnet 192.168.15.16/30 --secondary-peer-subnet 192.168.15.20/30 --shared-key "$ER_MD5_KEY"`},
		{"there, with IPv6 that is not wanted", "ConfigurePeering AzurePrivatePeering", both, updateNorth + ` --name AzurePrivatePeering --peer-asn 65001 --vlan-id 100 --remove ipv6PeeringConfig --primary-peer-subnet 192.168.15.16/30 --secondary-peer-subnet 192.168.15.20/30 --shared-key "$ER_MD5_KEY"`},
		{"there, with IPv4 that is not wanted", "ConfigurePeering AzurePrivatePeering", adopted(t, privateThere, func(s *circuit.Spec) {
			s.Private.Config.IPv4, s.Private.Config.IPv6 = peering.Half{}, link4("fd00::8/126", "fd00::c/126")
		}), updateNorth + ` --name AzurePrivatePeering --peer-asn 65001 --vlan-id 100 --remove primaryPeerAddressPrefix --remove secondaryPeerAddressPrefix --remove microsoftPeeringConfig --set ipv6PeeringConfig.primaryPeerAddressPrefix=fd00::8/126 --set ipv6PeeringConfig.secondaryPeerAddressPrefix=fd00::c/126 --shared-key "$ER_MD5_KEY"`},
		{"IPv6 alone", "ConfigurePeering AzurePrivatePeering", adopted(t, "", func(s *circuit.Spec) {
			s.Private.Config.IPv4, s.Private.Config.IPv6 = peering.Half{}, link4("fd00::8/126", "fd00::c/126")
		}), "az network express-route peering create " + onNorth + ` --peering-type AzurePrivatePeering --peer-asn 65001 --vlan-id 100 --ip-version IPv6 --primary-peer-subnet fd00::8/126 --secondary-peer-subnet fd00::c/126 --shared-key "$ER_MD5_KEY"`},
		{"IPv4 is added", "ConfigurePeering AzurePrivatePeering", adopted(t, `{"properties": {"peeringType": "AzurePrivatePeering", "provisioningState": "Succeeded", "state": "Disabled", "vlanId": 100, "peerASN": 65001, "ipv6PeeringConfig": {"state": "Enabled", "primaryPeerAddressPrefix": "fd00::8/126", "secondaryPeerAddressPrefix": "fd00::c/126"}}}`, func(s *circuit.Spec) {
			s.Private.Config.IPv6 = link4("fd00::8/126", "fd00::c/126")
		}), updateNorth + ` --name AzurePrivatePeering --peer-asn 65001 --vlan-id 100 --set state=Enabled --primary-peer-subnet 192.168.15.16/30 --secondary-peer-subnet 192.168.15.20/30 --shared-key "$ER_MD5_KEY" && ` +
			updateNorth + ` --name AzurePrivatePeering --set ipv6PeeringConfig.primaryPeerAddressPrefix=fd00::8/126 --set ipv6PeeringConfig.secondaryPeerAddressPrefix=fd00::c/126 --shared-key "$ER_MD5_KEY"`},
		{"both families", "ConfigurePeering MicrosoftPeering", none, "az network express-route peering create " + onNorth + ` --peering-type MicrosoftPeering --peer-asn 3598 --vlan-id 200 --primary-peer-subnet 131.107.0.0/30 --secondary-peer-subnet 131.107.0.4/30 --advertised-public-prefixes 131.107.8.0/24 131.107.9.0/24 --customer-asn 3598 --routing-registry-name ARIN --route-filter ` + filterID + keyOfNorth +
			" && " + updateNorth + " --name MicrosoftPeering --set ipv6PeeringConfig.primaryPeerAddressPrefix=2620:0:30::/126 --set ipv6PeeringConfig.secondaryPeerAddressPrefix=2620:0:30::4/126" +
			` --set 'ipv6PeeringConfig.microsoftPeeringConfig.advertisedPublicPrefixes=["2620:0:30:8::/64"]' --set ipv6PeeringConfig.microsoftPeeringConfig.routingRegistryName=NONE --set ipv6PeeringConfig.routeFilter.id=` + filterID + keyOfNorth},
		{"", "EnablePeering AzurePrivatePeering IPv4", both, updateNorth + ` --name AzurePrivatePeering --set state=Enabled --shared-key "$ER_MD5_KEY"`},
		{"", "DisablePeering MicrosoftPeering IPv6", both, updateNorth + " --name MicrosoftPeering --set ipv6PeeringConfig.state=Disabled" + keyOfNorth},
		{"without a key", "DisablePeering AzurePrivatePeering IPv4", adopted(t, "", func(s *circuit.Spec) { s.Private = peering.Want{} }), updateNorth + " --name AzurePrivatePeering --set state=Disabled"},
		{"", "RemovePeering AzurePublicPeering", none, "az network express-route peering delete " + onNorth + " --name AzurePublicPeering"},
		{"", "AttachRouteFilter MicrosoftPeering", both, updateNorth + " --name MicrosoftPeering --route-filter " + filterID + " --set ipv6PeeringConfig.routeFilter.id=" + filterID + keyOfNorth},
		{"both families", "DetachRouteFilter MicrosoftPeering", both, updateNorth + " --name MicrosoftPeering --remove routeFilter --remove ipv6PeeringConfig.routeFilter" + keyOfNorth},
		{"not known which", "DetachRouteFilter MicrosoftPeering", none, updateNorth + " --name MicrosoftPeering --remove routeFilter" + keyOfNorth},

		{"", "CreateAuthorization " + spokeID, none, "az network express-route auth create " + onNorth + " --name spoke"},
		{"by its ID", "RevokeAuthorization " + circuitID + "/authorizations/spoke", none, "az network express-route auth delete " + onNorth + " --name spoke"},
		{"by the network", "RevokeAuthorization " + spokeID, none, "az network express-route auth delete " + onNorth + ` --name "$ER_AUTHORIZATION"`},
		{"by its gateway", "LinkNetwork " + gatewayID, none, `az network vpn-connection create --resource-group hub --subscription s1 --name "$ER_CONNECTION" --vnet-gateway1 ` + gatewayID + " " + toNorth},
		{"by itself", "LinkNetwork " + spokeID, nothing, `az network vpn-connection create --resource-group "$ER_CONNECTION_GROUP" --name "$ER_CONNECTION" --vnet-gateway1 "$ER_GATEWAY" --express-route-circuit2 "$ER_CIRCUIT_ID"`},
		{"by its gateway", "UnlinkNetwork " + gatewayID, none, `az network vpn-connection delete --resource-group hub --subscription s1 --name "$ER_CONNECTION"`},
		{"by the connection", "UnlinkNetwork /subscriptions/s1/resourceGroups/hub/providers/microsoft.network/Connections/hub-north", none, `az network vpn-connection delete --resource-group hub --subscription s1 --name hub-north`},
		{"by itself", "UnlinkNetwork " + spokeID, none, `az network vpn-connection delete --resource-group "$ER_CONNECTION_GROUP" --name "$ER_CONNECTION"`},
		{"of a hub", "LinkNetwork " + hubGatewayID, none, `az network express-route gateway connection create --resource-group hub --subscription s1 --gateway-name er --name "$ER_CONNECTION" --peering ` + privateID},
		{"of a hub", "UnlinkNetwork " + hubGatewayID + "/expressRouteConnections/north", none, `az network express-route gateway connection delete --resource-group hub --subscription s1 --gateway-name er --name north`},
		{"of a hub, by its gateway", "UnlinkNetwork " + hubGatewayID, none, `az network express-route gateway connection delete --resource-group hub --subscription s1 --gateway-name er --name "$ER_CONNECTION"`},
		{"of Global Reach", "UnlinkNetwork " + privateID + "/connections/west", none, "az network express-route peering connection delete " + onNorth + " --peering-name AzurePrivatePeering --name west"},
		{"", "ConnectCircuit " + southID, none, "az network express-route peering connection create " + onNorth + ` --peering-name AzurePrivatePeering --name "$ER_CONNECTION" --peer-circuit ` + southID + `/peerings/AzurePrivatePeering --address-prefix "$ER_GLOBAL_REACH_PREFIX"`},
		{"of another subscription", "ConnectCircuit " + southID, adopted(t, "", func(s *circuit.Spec) {
			s.Links = []circuit.Link{{Kind: circuit.GlobalReachLink, Network: southID, OtherSubscription: true}}
		}), "az network express-route peering connection create " + onNorth + ` --peering-name AzurePrivatePeering --name "$ER_CONNECTION" --peer-circuit ` + southID + `/peerings/AzurePrivatePeering --address-prefix "$ER_GLOBAL_REACH_PREFIX" --authorization-key "$ER_AUTHORIZATION_KEY"`},
		{"not known by which connection", "DisconnectCircuit " + southID, none, "az network express-route peering connection delete " + onNorth + ` --peering-name AzurePrivatePeering --name "$ER_CONNECTION"`},
		{"by the connection that was read", "DisconnectCircuit " + southID, adopted(t, reached, nil), "az network express-route peering connection delete " + onNorth + " --peering-name AzurePrivatePeering --name west"},
	} {
		t.Run(c.event+" "+c.name, func(t *testing.T) {
			got, ok := commandFor(t, c.of, c.event)
			assert.True(t, ok)
			assert.Equal(t, c.want, got)
			azuretest.AssertSilent(t, got)
		})
	}
}

// An authorization that a document shows goes by its own name.
func TestRevoke_shown(t *testing.T) {
	c, _, err := adopted(t, "", nil).Observe(circuit.Observation{Have: circuit.Config{ID: circuitID}, Links: []circuit.LinkState{
		{Link: circuit.Link{Network: spokeID}, Linked: machine.Yes, Authorized: machine.Yes, Authorization: circuitID + "/authorizations/team-a"},
	}})
	require.NoError(t, err)
	const event = "RevokeAuthorization " + spokeID
	got, ok := commandFor(t, c, event)
	assert.True(t, ok)
	assert.Equal(t, "az network express-route auth delete "+onNorth+" --name team-a", got)
	r, _ := requestFor(t, c, event, "", Names{})
	assert.Equal(t, circuitID+"/authorizations/team-a", r.Path)
}

// az's own commands would wipe out the MD5 keys of a circuit's peerings, and the
// signatures of prefixes: what is sent instead is the body of the request.
func TestCommand_rest(t *testing.T) {
	const signed = `{"properties": {"peeringType": "MicrosoftPeering", "provisioningState": "Succeeded", "state": "Enabled", "vlanId": 200, "peerASN": 3598,
		"microsoftPeeringConfig": {"advertisedPublicPrefixes": ["131.107.8.0/24"], "advertisedPublicPrefixInfo": [{"prefix": "131.107.8.0/24", "signature": "c2ln", "validationState": "Configured"}]}}}`
	noKeys := func(s *circuit.Spec) {
		s.Private.Config.SharedKey, s.Microsoft.Config.SharedKey = peering.KeyRef{}, peering.KeyRef{}
	}
	for _, c := range []struct {
		name, event string
		of          circuit.Circuit
		path        string
	}{
		{"keys", "ChangeBandwidth", adopted(t, wholePrivate, nil), ""},
		{"keys", "RefreshCircuit", adopted(t, wholePrivate, nil), ""},
		{"its own key", "DisablePeering AzurePrivatePeering IPv4", adopted(t, wholePrivate, nil), "az network"},
		{"no keys", "RefreshCircuit", adopted(t, wholePrivate, noKeys), "az network"},
		{"signatures", "RefreshCircuit", adopted(t, signed, noKeys), ""},
		{"signatures", "ConfigurePeering MicrosoftPeering", adopted(t, signed, nil), "/peerings/MicrosoftPeering"},
		{"signatures", "DisablePeering MicrosoftPeering IPv4", adopted(t, signed, nil), "/peerings/MicrosoftPeering"},
		{"signatures of another peering", "ConfigurePeering AzurePrivatePeering", adopted(t, wholePrivate+","+signed, nil), "az network"},
	} {
		t.Run(c.event+" "+c.name, func(t *testing.T) {
			got, ok := commandFor(t, c.of, c.event)
			require.True(t, ok)
			if c.path == "az network" {
				assert.True(t, strings.HasPrefix(got, c.path), got)
				return
			}
			assert.Equal(t, "az rest --method put --uri '"+circuitID+c.path+"?api-version="+APIVersion+`' --body @"$ER_BODY"`, got)
		})
	}
}

// There is no command for a step that is not a call of Azure's API, for a step of
// another actor, and for a value that az does not take.
func TestCommand_none(t *testing.T) {
	c := planned(t, nil)
	commands := 0
	for v := range circuit.Verbs() {
		for _, subject := range []circuit.Event{
			{}, {Peering: peering.Microsoft}, {Peering: peering.Microsoft, Family: peering.IPv4}, {Link: gatewayID},
		} {
			subject.Verb = v
			if _, err := circuit.ParseEvent(subject.String()); err != nil {
				_, ok := Command(c, circuit.Step{Event: subject})
				assert.False(t, ok, "%s has no such subject", subject)
				continue
			}
			_, ok := Command(c, circuit.Step{Event: subject})
			want := v.Actor() == circuit.CreateCircuit.Actor() && !v.Spoken() && v != circuit.SignPrefixes
			assert.Equal(t, want, ok, "%s", subject)
			if ok {
				commands++
			}
		}
	}
	assert.Equal(t, 18, commands, "one a verb")

	for _, c := range []struct {
		name, event string
		edit        func(s *circuit.Spec)
	}{
		{"a tier that az does not offer", "CreateCircuit", func(s *circuit.Spec) { s.Order.Tier = circuit.TierMultiCloud }},
		{"no tier", "ChangeTier", func(s *circuit.Spec) { s.Order.Tier = 0 }},
		{"no billing model", "ChangeBilling", func(s *circuit.Spec) { s.Order.Billing = 0 }},
		{"no bandwidth", "ChangeBandwidth", func(s *circuit.Spec) { s.Order.Bandwidth = 0 }},
		{"a peering that is not wanted", "ConfigurePeering AzurePrivatePeering", func(s *circuit.Spec) { s.Private, s.Links = peering.Want{Mode: peering.WantAbsent}, nil }},
		{"no route filter", "AttachRouteFilter MicrosoftPeering", func(s *circuit.Spec) { s.Microsoft = peering.Want{} }},
		{"Global Reach from the other side", "UnlinkNetwork " + privateID + "/peerConnections/west", nil},
		{"the same", "DisconnectCircuit " + privateID + "/peerConnections/west", nil},
		{"a provider that looks like an option", "CreateCircuit", func(s *circuit.Spec) { s.Order.Provider = "--debug" }},
		{"a provider that looks like a file", "CreateCircuit", func(s *circuit.Spec) { s.Order.Provider = "@/etc/passwd" }},
		{"a location with a line break", "CreateCircuit", func(s *circuit.Spec) { s.Order.PeeringLocation = "Silicon\nValley" }},
		{"a link that is no network", "CreateAuthorization -x", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, ok := commandFor(t, planned(t, c.edit), c.event)
			assert.False(t, ok)
			assert.Empty(t, got)
		})
	}
}

// A shell passes every word on as it is, whatever characters it has.
func TestCommand_quoting(t *testing.T) {
	shell, err := exec.LookPath("sh")
	if err != nil {
		t.Skip("no shell here")
	}
	nasty := "it's; $(touch /tmp/x) `id` \"quoted\" \\ $HOME * ü ~ #"
	for _, c := range []struct {
		event string
		edit  func(s *circuit.Spec)
		want  string
	}{
		{"CreateCircuit", func(s *circuit.Spec) { s.Order.Provider = nasty }, nasty},
		{"CreateCircuit", func(s *circuit.Spec) { s.Order.PeeringLocation = "" }, "--peering-location||--sku"},
		{"CreateAuthorization /x/" + strings.ReplaceAll(nasty, "/", ""), nil, strings.ReplaceAll(nasty, "/", "")},
		{"AttachRouteFilter MicrosoftPeering", func(s *circuit.Spec) { s.Microsoft.Config.IPv4.RouteFilter = nasty }, nasty},
		{"EnablePeering AzurePrivatePeering IPv4", nil, "|--shared-key|key of the environment|"},
		{"EnablePeering AzurePrivatePeering IPv4", func(s *circuit.Spec) { s.Private.Config.SharedKey.Env = "odd-$(touch /tmp/x)" }, "|--shared-key|key of the environment|"},
		{"EnablePeering AzurePrivatePeering IPv4", func(s *circuit.Spec) { s.Private.Config.SharedKey = peering.KeyRef{File: nasty} }, "|--shared-key|@" + nasty + "|"},
	} {
		t.Run(c.event, func(t *testing.T) {
			command, ok := commandFor(t, planned(t, c.edit), c.event)
			require.True(t, ok)
			run := exec.Command(shell, "-c", `az() { printf '%s|' "$@"; }; `+command)
			run.Env = []string{"ER_MD5_KEY=key of the environment", "PATH=/usr/bin:/bin"}
			out, err := run.CombinedOutput()
			require.NoError(t, err, "%s", out)
			assert.Contains(t, string(out), c.want)
		})
	}
}

// Every step of a plan that is a call of the customer's has a command.
func TestCommand_plan(t *testing.T) {
	for _, c := range []circuit.Circuit{planned(t, nil), adopted(t, "", nil)} {
		plan, err := c.Plan()
		require.NoError(t, err)
		require.NotEmpty(t, plan.Steps)
		for _, s := range plan.Steps {
			command, ok := Command(c, s)
			customers := s.Actor == circuit.CreateCircuit.Actor() && !s.Event.Verb.Spoken() && s.Event.Verb != circuit.SignPrefixes
			assert.Equal(t, customers, ok, "%s", s)
			assert.Equal(t, ok, strings.HasPrefix(command, "az network "), "%s", s)
		}
	}
}
