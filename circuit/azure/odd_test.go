package azure_test

import (
	"encoding"
	"fmt"
	"iter"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/expressroute-go/expressroute/circuit"
	. "github.com/expressroute-go/expressroute/circuit/azure"
	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
	"github.com/expressroute-go/expressroute/prefixes"
)

// readText reads the one circuit of a document.
func readText(t testing.TB, document string) circuit.Observation {
	t.Helper()
	circuits, err := Read([]byte(document))
	require.NoError(t, err)
	require.Len(t, circuits, 1)
	return circuits[0]
}

// Every word of every state, in the library and on the wire, in three cases:
// the wire's is read, and anything else is strange.
func TestRead_words(t *testing.T) {
	for _, c := range []struct {
		path, field, document string // the document with %q for the word
		words                 []string
		wire                  string
		got                   func(circuit.Observation) string
	}{
		{"properties.serviceProviderProvisioningState", "provider", circuitWith(`"serviceProviderProvisioningState": %q`), wordsOf(circuit.ProviderStates()),
			"NotProvisioned Provisioning Provisioned Deprovisioning", func(o circuit.Observation) string { return o.State.Provider.String() }},
		{"properties.circuitProvisioningState", "status", circuitWith(`"circuitProvisioningState": %q`), wordsOf(circuit.Statuses()),
			"Enabling Enabled Disabling Disabled", func(o circuit.Observation) string { return o.State.Status.String() }},
		{"properties.provisioningState", "operation", circuitWith(`"provisioningState": %q`), wordsOf(peering.Operations()),
			"Creating Updating Succeeded Failed Canceled Deleting", func(o circuit.Observation) string { return o.State.Operation.String() }},
		{peeringPath + "provisioningState", "AzurePrivatePeering.operation", peeringWith(`"provisioningState": %q`), wordsOf(peering.Operations()),
			"Creating Updating Succeeded Failed Canceled Deleting", func(o circuit.Observation) string { return o.State.Private.Operation.String() }},
		{peeringPath + "state", "AzurePrivatePeering.ipv4.admin", peeringWith(`"state": %q`), wordsOf(peering.Admins()),
			"Disabled Enabled", func(o circuit.Observation) string { return o.State.Private.IPv4.Admin.String() }},
		{peeringPath + "ipv6PeeringConfig.state", "AzurePrivatePeering.ipv6.admin", peeringWith(`"ipv6PeeringConfig": {"primaryPeerAddressPrefix": "fd00::/126", "state": %q}`), wordsOf(peering.Admins()),
			"Disabled Enabled", func(o circuit.Observation) string { return o.State.Private.IPv6.Admin.String() }},
		{peeringPath + "lastModifiedBy", "", peeringWith(`"lastModifiedBy": %q`), wordsOf(machine.Actors()),
			"Customer Provider", func(o circuit.Observation) string { return o.State.Private.ModifiedBy.String() }},
		{microsoftPath + "advertisedPublicPrefixesState", "MicrosoftPeering.ipv4.prefixes", microsoftWith(`"advertisedPublicPrefixesState": %q`), wordsOf(prefixes.States()),
			"NotConfigured Configuring Configured ValidationNeeded", func(o circuit.Observation) string { return o.State.Microsoft.IPv4.Prefixes.String() }},
		{"sku.tier", "", `{"type": "Microsoft.Network/expressRouteCircuits", "sku": {"tier": %q}}`, wordsOf(valid[circuit.Tier]()),
			"Local Standard Premium Basic MultiCloud", func(o circuit.Observation) string { return o.Have.Order.Tier.String() }},
		{"sku.family", "", `{"type": "Microsoft.Network/expressRouteCircuits", "sku": {"family": %q}}`, wordsOf(valid[circuit.Billing]()),
			"MeteredData UnlimitedData", func(o circuit.Observation) string { return o.Have.Order.Billing.String() }},
	} {
		nothing := c.got(circuit.Observation{})
		for _, word := range append(c.words, "", " ", "Unheard") {
			for _, spelled := range []string{word, strings.ToLower(word), strings.ToUpper(word), word + " "} {
				seen := readText(t, fmt.Sprintf(c.document, spelled))
				if spelled == "" && strings.HasSuffix(c.path, "lastModifiedBy") {
					assert.Empty(t, seen.Have.Strange)
				} else if slices.Contains(strings.Fields(c.wire), spelled) {
					assert.Equal(t, spelled, c.got(seen), c.path)
					assert.Empty(t, seen.Have.Strange)
				} else {
					assert.Equal(t, nothing, c.got(seen), "%s %q", c.path, spelled)
					assert.Equal(t, []circuit.Strange{{Path: c.path, Field: c.field, Value: spelled}}, seen.Have.Strange)
				}
			}
		}
	}
}

// valid yields the values of a type that have a word.
func valid[T interface {
	~uint8
	encoding.TextMarshaler
}]() iter.Seq[T] {
	return func(yield func(T) bool) {
		for v := T(1); ; v++ {
			if _, err := v.MarshalText(); err != nil || !yield(v) {
				return
			}
		}
	}
}

func wordsOf[T fmt.Stringer](all iter.Seq[T]) []string {
	var words []string
	for v := range all {
		words = append(words, v.String())
	}
	return words
}

const microsoftPath = peeringPath + "microsoftPeeringConfig."

// microsoftWith is a circuit with a Microsoft peering that has this
// configuration for IPv4.
func microsoftWith(config string) string {
	return circuitWith(`"peerings": [{"properties": {"peeringType": "MicrosoftPeering", "primaryPeerAddressPrefix": "131.107.0.0/30",
		"state": "Enabled", "microsoftPeeringConfig": {` + config + `}}}]`)
}

// What the list says and what its prefixes say, laid together.
func TestRead_validation(t *testing.T) {
	for _, c := range []struct {
		whole string   // "-" is absent
		parts []string // of two prefixes
		want  prefixes.State
		odd   int // quirks
	}{
		{"ValidationNeeded", nil, prefixes.ValidationNeeded, 0},
		{"-", nil, 0, 0},
		{"-", []string{"Configured", "Configured"}, prefixes.Configured, 0},
		{"-", []string{"Configured", "Configuring"}, prefixes.Configuring, 0},
		{"-", []string{"Configured", "ManualValidationNeeded"}, prefixes.ManualValidation, 1},
		{"-", []string{"Configured", "Unheard"}, 0, 0},
		{"Unheard", []string{"Configured", "Configured"}, 0, 0},
		{"ValidationNeeded", []string{"ManualValidationNeeded", "ManualValidationNeeded"}, prefixes.ManualValidation, 2},
		{"ValidationNeeded", []string{"ManualValidationNeeded", "ValidationNeeded"}, prefixes.ValidationNeeded, 1},
		{"ValidationNeeded", []string{"Configured", "InvalidSignatureEncoding"}, prefixes.ValidationNeeded, 1},
		{"ValidationNeeded", []string{"Configured", "Unheard"}, prefixes.ValidationNeeded, 0},
		{"Configured", []string{"Configured", "Configured"}, prefixes.Configured, 0},
		{"Configured", []string{"Configured", "ValidationNeeded"}, prefixes.Configured, 1},
		{"Configured", []string{"ManualValidationNeeded", "Configured"}, prefixes.Configured, 2},
		{"Configuring", []string{"ValidationNeeded"}, prefixes.Configuring, 0}, // of one of two prefixes
		{"NotConfigured", []string{"Configuring", "Configuring"}, prefixes.NotConfigured, 1},
	} {
		t.Run(c.whole+" "+strings.Join(c.parts, " "), func(t *testing.T) {
			config := `"advertisedPublicPrefixes": ["131.107.8.0/24", "131.107.9.0/24"]`
			if c.parts != nil {
				var infos []string
				for i, part := range c.parts {
					infos = append(infos, fmt.Sprintf(`{"prefix": "131.107.%d.0/24", "validationState": %q}`, 8+i, part))
				}
				config += `, "advertisedPublicPrefixInfo": [` + strings.Join(infos, ",") + `]`
			}
			if c.whole != "-" {
				config += fmt.Sprintf(`, "advertisedPublicPrefixesState": %q`, c.whole)
			}
			seen := readText(t, microsoftWith(config))
			assert.Equal(t, c.want, seen.State.Microsoft.IPv4.Prefixes)
			assert.Len(t, seen.Quirks, c.odd)
			assert.Len(t, seen.Have.Microsoft.IPv4.Advertised, 2)
		})
	}
}

// The prefixes are those of the list, or where there is none, those that are
// being validated. What is no prefix is strange.
func TestRead_advertised(t *testing.T) {
	seen := readText(t, microsoftWith(`"advertisedPublicPrefixes": ["131.107.8.0/24", "all", ""]`))
	assert.Equal(t, []prefixes.Prefix{prefixes.MustParsePrefix("131.107.8.0/24")}, seen.Have.Microsoft.IPv4.Advertised)
	assert.Equal(t, []circuit.Strange{
		{Path: microsoftPath + "advertisedPublicPrefixes[1]", Value: "all"},
		{Path: microsoftPath + "advertisedPublicPrefixes[2]", Value: ""},
	}, seen.Have.Strange)

	seen = readText(t, microsoftWith(`"advertisedPublicPrefixInfo": [{"prefix": "131.107.9.0/24", "validationState": "Configured"}]`))
	assert.Equal(t, []prefixes.Prefix{prefixes.MustParsePrefix("131.107.9.0/24")}, seen.Have.Microsoft.IPv4.Advertised)
}

// Which families a peering has, whatever its states say of them.
func TestRead_families(t *testing.T) {
	const (
		link4 = `"primaryPeerAddressPrefix": "192.168.10.16/30", "secondaryPeerAddressPrefix": "192.168.10.20/30"`
		link6 = `"primaryPeerAddressPrefix": "fd00::/126", "secondaryPeerAddressPrefix": "fd00::4/126"`
	)
	for _, c := range []struct {
		name, properties string
		ipv4, ipv6       peering.Admin
		odd              int
	}{
		{"IPv4", link4 + `, "state": "Enabled"`, peering.Enabled, peering.Absent, 0},
		{"IPv4, switched off", link4 + `, "state": "Disabled"`, peering.Disabled, peering.Absent, 0},
		{"IPv4, state absent", link4, 0, peering.Absent, 0},
		{"both", link4 + `, "state": "Disabled", "ipv6PeeringConfig": {` + link6 + `, "state": "Enabled"}`, peering.Disabled, peering.Enabled, 0},
		{"both, IPv6 state absent", link4 + `, "state": "Enabled", "ipv6PeeringConfig": {` + link6 + `}`, peering.Enabled, 0, 0},
		{"IPv6", `"state": "Disabled", "ipv6PeeringConfig": {` + link6 + `, "state": "Enabled"}`, peering.Absent, peering.Enabled, 1},
		{"IPv6, in the answer to the write", `"state": "Enabled", "ipv6PeeringConfig": {` + link6 + `, "state": "Enabled"}`, peering.Absent, peering.Enabled, 1},
		{"IPv6 withdrawn", link4 + `, "state": "Enabled", "ipv6PeeringConfig": {"state": "Disabled"}`, peering.Enabled, peering.Absent, 0},
		{"IPv6 null", link4 + `, "state": "Enabled", "ipv6PeeringConfig": null`, peering.Enabled, peering.Absent, 0},
		{"routed by a provider that does not show how", `"state": "Enabled"`, peering.Enabled, peering.Absent, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			seen := readText(t, peeringWith(c.properties))
			assert.Equal(t, c.ipv4, seen.State.Private.IPv4.Admin)
			assert.Equal(t, c.ipv6, seen.State.Private.IPv6.Admin)
			assert.Equal(t, prefixes.NotConfigured, seen.State.Private.IPv4.Prefixes)
			assert.Equal(t, prefixes.NotConfigured, seen.State.Private.IPv6.Prefixes)
			assert.Len(t, seen.Quirks, c.odd)
		})
	}
}

// That there is no route filter is known of documents that would show it.
func TestRead_routeFilter(t *testing.T) {
	microsoft := func(properties string) circuit.Observation {
		return readText(t, circuitWith(`"peerings": [{"properties": {"peeringType": "MicrosoftPeering", `+properties+`}}]`))
	}
	assert.Equal(t, machine.Unknown, microsoft(`"state": "Enabled"`).State.Microsoft.RouteFilter)
	assert.Equal(t, machine.No, microsoft(`"connections": []`).State.Microsoft.RouteFilter)
	assert.Equal(t, machine.Yes, microsoft(`"routeFilter": {"id": "/f"}`).State.Microsoft.RouteFilter)

	seen := microsoft(`"ipv6PeeringConfig": {"routeFilter": {"id": "/f"}}`)
	assert.Equal(t, machine.Yes, seen.State.Microsoft.RouteFilter)
	assert.Equal(t, "/f", seen.Have.Microsoft.IPv6.RouteFilter)
	assert.Equal(t, machine.No, readText(t, peeringWith(`"state": "Enabled"`)).State.Private.RouteFilter)
}

// Who connects a circuit, and what was ordered of it.
func TestRead_connectivity(t *testing.T) {
	for _, c := range []struct {
		name, properties string
		provider         circuit.ProviderState
		bandwidth        circuit.Mbps
		odd              string // path of the quirk
	}{
		{"nothing said", ``, 0, 0, ""},
		{"a partner", `"serviceProviderProperties": {"bandwidthInMbps": 50}, "serviceProviderProvisioningState": "Provisioning"`,
			circuit.Provisioning, 50, ""},
		{"a partner, in gigabits", `"serviceProviderProperties": {"bandwidthInMbps": 50}, "bandwidthInGbps": 1`,
			0, 50, "properties.bandwidthInGbps"},
		{"a port", `"expressRoutePort": {"id": "/p"}, "bandwidthInGbps": 10`, circuit.NotApplicable, 10000, ""},
		{"a port pair in a group", `"expressRouteLag": {"id": "/g"}, "bandwidthInGbps": 400.0`, circuit.NotApplicable, 400000, ""},
		{"a port, less than a gigabit", `"expressRoutePort": {}, "bandwidthInGbps": 0.05`, circuit.NotApplicable, 50, ""},
		{"a port that waits for a provider", `"expressRoutePort": {}, "serviceProviderProvisioningState": "NotProvisioned"`,
			circuit.NotApplicable, 0, "properties.serviceProviderProvisioningState"},
		{"both", `"expressRoutePort": {}, "bandwidthInGbps": 1, "serviceProviderProperties": {"bandwidthInMbps": 50}`,
			circuit.NotApplicable, 1000, "properties.serviceProviderProperties"},
	} {
		t.Run(c.name, func(t *testing.T) {
			seen := readText(t, circuitWith(c.properties))
			assert.Equal(t, c.provider, seen.State.Provider)
			assert.Equal(t, c.bandwidth, seen.Have.Order.Bandwidth)
			assert.Equal(t, c.odd, lastQuirk(seen).Path)
		})
	}
}

// A document may name a circuit and say nothing of it.
func TestRead_identityOnly(t *testing.T) {
	seen := readText(t, `{"id": "/c", "name": "north", "type": "Microsoft.Network/expressRouteCircuits"}`)
	assert.Equal(t, circuit.Observation{
		Have:   circuit.Config{ID: "/c", Name: "north"},
		Absent: []string{"properties", "location", "etag", "sku"},
	}, seen)
}

// The type of a peering is told by its name where the property is missing.
func TestRead_peeringType(t *testing.T) {
	seen := readText(t, circuitWith(`"peerings": [{"name": "AzurePublicPeering", "properties": {"state": "Enabled"}}]`))
	assert.Equal(t, peering.Enabled, seen.State.Public.IPv4.Admin)
	assert.Contains(t, seen.Absent, peeringPath+"peeringType")

	seen = readText(t, circuitWith(`"peerings": [{"properties": {"state": "Enabled"}}]`))
	assert.Zero(t, seen.State.Private, "it could be this one")

	seen = readText(t, circuitWith(`"peerings": [{"name": "primary", "properties": {"peeringType": "AzurePrivatePeering"}}]`))
	assert.Equal(t, machine.No, seen.State.Public.Exists())
	assert.Equal(t, "primary, where Azure names a peering after its type, AzurePrivatePeering", lastQuirk(seen).Says)

	seen = readText(t, circuitWith(`"peerings": [{"name": "AzurePrivatePeering"}]`))
	assert.Zero(t, seen.State.Private, "it is there, and nothing is said of it")
	assert.Equal(t, peering.NotThere(), seen.State.Microsoft)
}

// An authorization that is said to be free, and is not.
func TestRead_authorizationInUse(t *testing.T) {
	seen := readText(t, circuitWith(`"authorizations": [{"id": "/a", "properties": {
		"provisioningState": "Succeeded", "authorizationUseStatus": "Available", "connectionResourceUri": "/c"}}, {"properties": {}}]`))
	assert.Equal(t, []circuit.LinkState{
		{Link: circuit.Link{Network: "/a", OtherSubscription: true}, Authorization: "/a", Linked: machine.Yes, Authorized: machine.Yes, Through: "/c"},
	}, seen.Links)
	assert.Equal(t, "properties.authorizations[0].properties.authorizationUseStatus", lastQuirk(seen).Path)
	assert.Contains(t, seen.Absent, "properties.authorizations[1].id")
}
