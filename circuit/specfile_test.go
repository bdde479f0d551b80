package circuit_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/expressroute-go/expressroute/bgp"
	"github.com/expressroute-go/expressroute/circuit"
	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
)

// everything returns a spec with every field set.
const everything = `{
  "v": 1,
  "edition": "2016",
  "order": {"provider": "Equinix", "peeringLocation": "Silicon Valley", "bandwidthInMbps": 200, "tier": "Premium", "billing": "MeteredData"},
  "AzurePrivatePeering": {"vlan": 100, "peerASN": 65001, "sharedKey": "env:ER_MD5", "ipv4": {"primary": "192.168.15.16/30", "secondary": "192.168.15.20/30"}},
  "AzurePublicPeering": {"absent": true},
  "MicrosoftPeering": {"vlan": 300, "peerASN": 3356, "sharedKey": "file:/run/md5", "ipv4": {"primary": "131.107.0.0/30", "secondary": "131.107.0.4/30", "advertised": ["131.107.8.0/24"], "customerASN": 174, "registry": "ARIN"}},
  "links": [{"network": "/subscriptions/s/hub"}, {"network": "/subscriptions/o/spoke", "otherSubscription": true, "otherGeography": true}],
  "facts": {"subscription": "Yes", "relationship": "Yes", "physicalPath": "No", "defaultRoute": "Yes", "separateEdge": "No", "linksListed": "Yes", "ordered": "Yes", "keyHandedOver": "Yes", "routing": "Customer", "providerNeeds": ["VPN ID"]}
}`

func TestParseSpec(t *testing.T) {
	t.Parallel()
	s, err := circuit.ParseSpec([]byte(everything))
	require.NoError(t, err)
	assert.Equal(t, circuit.Edition2016, s.Edition)
	assert.Equal(t, circuit.Partner, s.Kind)
	assert.Equal(t, circuit.Order{Provider: "Equinix", PeeringLocation: "Silicon Valley", Bandwidth: 200, Tier: circuit.TierPremium, Billing: circuit.MeteredData}, s.Order)
	assert.Equal(t, peering.WantPresent, s.Private.Mode)
	assert.Equal(t, peering.KeyRef{Env: "ER_MD5"}, s.Private.Config.SharedKey)
	assert.Equal(t, peering.KeyRef{File: "/run/md5"}, s.Microsoft.Config.SharedKey)
	assert.Equal(t, peering.WantAbsent, s.Public.Mode)
	assert.Equal(t, []circuit.Link{{Network: "/subscriptions/s/hub"}, {Network: "/subscriptions/o/spoke", OtherSubscription: true, OtherGeography: true}}, s.Links)
	assert.Equal(t, machine.No, s.Facts.PhysicalPath)
	assert.Equal(t, machine.Customer, s.Facts.Routing)

	// The smallest spec.
	s, err = circuit.ParseSpec([]byte(`{"v":1}`))
	require.NoError(t, err)
	assert.Equal(t, circuit.Spec{}, s)
}

func TestParseSpecRoundTrip(t *testing.T) {
	t.Parallel()
	direct := circuit.Spec{Kind: circuit.Direct, Order: circuit.Order{Bandwidth: 10000, Tier: circuit.TierLocal, Billing: circuit.UnlimitedData}}
	all, err := circuit.ParseSpec([]byte(everything))
	require.NoError(t, err)
	all.Waive = []machine.Need{peering.NeedSubnetPublic}
	for _, s := range []circuit.Spec{{}, direct, wanted(circuit.EditionToday), wanted(circuit.Edition2016), all} {
		text, err := json.Marshal(s)
		require.NoError(t, err)
		again, err := circuit.ParseSpec(text)
		require.NoError(t, err, string(text))
		assert.Equal(t, s, again)

		var third circuit.Spec
		require.NoError(t, json.Unmarshal(text, &third))
		assert.Equal(t, s, third)
		twice, err := json.Marshal(again)
		require.NoError(t, err)
		assert.Equal(t, string(text), string(twice))
	}
}

func TestParseSpecIsStrict(t *testing.T) {
	t.Parallel()
	bad := map[string]string{
		"nothing":            ``,
		"null":               `null`,
		"an array":           `[]`,
		"a string":           `"v"`,
		"truncated":          everything[:len(everything)/2],
		"trailing value":     `{"v":1} {"v":1}`,
		"trailing word":      `{"v":1} x`,
		"trailing brace":     `{"v":1}}`,
		"no version":         `{}`,
		"version 0":          `{"v":0}`,
		"version 2":          `{"v":2}`,
		"version in words":   `{"v":"1"}`,
		"version null":       `{"v":null}`,
		"unknown field":      `{"v":1,"oder":{}}`,
		"unknown in order":   `{"v":1,"order":{"bandwith":200}}`,
		"unknown in peering": `{"v":1,"AzurePrivatePeering":{"vlanId":100}}`,
		"unknown in half":    `{"v":1,"AzurePrivatePeering":{"ipv4":{"first":"10.0.0.0/30"}}}`,
		"unknown in link":    `{"v":1,"links":[{"vnet":"/a"}]}`,
		"unknown in facts":   `{"v":1,"facts":{"edge":"Yes"}}`,
		"unknown edition":    `{"v":1,"edition":"2015"}`,
		"unknown kind":       `{"v":1,"kind":"direct"}`,
		"unknown tier":       `{"v":1,"order":{"tier":"premium"}}`,
		"unknown billing":    `{"v":1,"order":{"billing":"Unlimited"}}`,
		"unknown truth":      `{"v":1,"facts":{"separateEdge":true}}`,
		"unknown actor":      `{"v":1,"facts":{"routing":"Carrier"}}`,
		"bad prefix":         `{"v":1,"AzurePrivatePeering":{"ipv4":{"primary":"10.0.0.0"}}}`,
		"bad ASN":            `{"v":1,"AzurePrivatePeering":{"peerASN":-1}}`,
		"bandwidth negative": `{"v":1,"order":{"bandwidthInMbps":-1}}`,
		"key instead of ref": `{"v":1,"AzurePrivatePeering":{"sharedKey":"hunter2"}}`,
		"absent and present": `{"v":1,"AzurePrivatePeering":{"absent":true,"vlan":100}}`,
	}
	for name, text := range bad {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, err := circuit.ParseSpec([]byte(text))
			require.ErrorIs(t, err, circuit.ErrSpec)
			assert.Equal(t, circuit.Spec{}, s)
			assert.NotContains(t, err.Error(), "hunter2", "what stands where a reference should is often the key")

			var kept circuit.Spec
			if json.Valid([]byte(text)) && text != "null" {
				assert.Error(t, json.Unmarshal([]byte(text), &kept))
				assert.Equal(t, circuit.Spec{}, kept)
			}
		})
	}
}

// The error for a spec that can be read, but breaks rules, has all problems, each with
// its place.
func TestParseSpecProblems(t *testing.T) {
	t.Parallel()
	_, err := circuit.ParseSpec([]byte(`{
		"v": 1,
		"order": {"bandwidthInMbps": 300},
		"AzurePrivatePeering": {"vlan": 100, "peerASN": 65515, "ipv4": {"primary": "192.168.15.16/30"}},
		"MicrosoftPeering": {"vlan": 100, "peerASN": 3356, "ipv4": {"primary": "131.107.0.0/30", "secondary": "131.107.0.4/30"}},
		"links": [{"network": "/a"}, {"network": "/a"}]}`))
	var problems machine.Problems
	require.ErrorAs(t, err, &problems)
	got := map[string]machine.Need{}
	for _, p := range problems {
		got[p.Path+" "+string(p.Need)] = p.Need
		assert.NotEmpty(t, p.Source, p.Path)
		assert.NotEmpty(t, p.Want, p.Path)
	}
	for path, need := range map[string]machine.Need{
		"order.bandwidthInMbps":              circuit.NeedOfferedBandwidth,
		"AzurePrivatePeering.ipv4.secondary": peering.NeedBothPaths,
		"AzurePrivatePeering.peerASN":        bgp.NeedPeerASNUnreserved,
		"MicrosoftPeering.ipv4.advertised":   peering.NeedAdvertised,
		"MicrosoftPeering.vlan":              peering.NeedVLANUnique,
		"links[1]":                           circuit.NeedOneLink,
	} {
		assert.Contains(t, got, fmt.Sprint(path, " ", need))
	}

	// Exactly the waived rules are not reported.
	waived := strings.Replace(everything, `"facts"`, `"waive": ["vlan-valid"], "facts"`, 1)
	waived = strings.Replace(waived, `"vlan": 100`, `"vlan": 4095`, 1)
	s, err := circuit.ParseSpec([]byte(waived))
	require.NoError(t, err)
	assert.Equal(t, []machine.Need{peering.NeedVLAN}, s.Waive)
	_, err = circuit.New(s)
	require.NoError(t, err)
	_, err = circuit.ParseSpec([]byte(strings.Replace(waived, `"peerASN": 65001`, `"peerASN": 65515`, 1)))
	assert.True(t, machine.Lacks(err, bgp.NeedPeerASNUnreserved))
	assert.False(t, machine.Lacks(err, peering.NeedVLAN))
}

// New does not keep the caller's slices.
func TestSpecIsNotAliased(t *testing.T) {
	t.Parallel()
	s := wanted(circuit.EditionToday)
	c := begun(t, s)
	before, err := json.Marshal(c.Want())
	require.NoError(t, err)
	s.Links[0].Network = "/changed"
	s.Microsoft.Config.IPv4.Advertised[0] = wanted(circuit.EditionToday).Microsoft.Config.IPv4.Advertised[0]
	got := c.Want()
	got.Links[1].Network = "/changed too"
	got.Microsoft.Config.IPv4.Advertised = nil
	after, err := json.Marshal(c.Want())
	require.NoError(t, err)
	assert.JSONEq(t, string(before), string(after))
}
