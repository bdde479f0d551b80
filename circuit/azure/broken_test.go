package azure_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/expressroute-go/expressroute/circuit"
	. "github.com/expressroute-go/expressroute/circuit/azure"
)

// circuitWith is a circuit with these properties.
func circuitWith(properties string) string {
	return `{"type": "Microsoft.Network/expressRouteCircuits", "properties": {` + properties + `}}`
}

// peeringWith is a circuit with a private peering that has these properties.
func peeringWith(properties string) string {
	return circuitWith(`"peerings": [{"properties": {"peeringType": "AzurePrivatePeering", ` + properties + `}}]`)
}

const peeringPath = "properties.peerings[0].properties."

// Every document that cannot be read says where, and why.
func TestRead_broken(t *testing.T) {
	deep := strings.Repeat("[", 70) + `"]\"]"` + strings.Repeat("]", 70)
	for _, c := range []struct {
		name, document string
		is             error
		path           string
		says           string
	}{
		{"empty", "", ErrEmpty, "", "the document is empty"},
		{"white space", " \n\t ", ErrEmpty, "", "the document is empty"},
		{"a mark and nothing", "\ufeff", ErrEmpty, "", "the document is empty"},
		{"truncated", `{"name": "north"`, ErrBroken, "", "unexpected end of JSON input"},
		{"garbage behind", circuitWith("") + "x", ErrBroken, "", "invalid character 'x' after top-level value"},
		{"two documents", circuitWith("") + circuitWith(""), ErrBroken, "", "after top-level value"},
		{"UTF-16", "\xff\xfe{\x00}\x00", ErrBroken, "", "UTF-16, want UTF-8"},
		{"UTF-16, the other way", "\xfe\xff\x00{\x00}", ErrBroken, "", "UTF-16, want UTF-8"},
		{"not UTF-8", "{\"type\": \"Microsoft.Network/expressRouteCircuits\", \"name\": \"n\xffrth\"}", ErrBroken, "name", "not UTF-8"},
		{"a key not UTF-8", circuitWith("\"\xff\": 1"), ErrBroken, `properties["\xff"]`, "not UTF-8"},
		{"half a character", circuitWith(`"serviceKey": "\ud83d"`), ErrBroken, "properties.serviceKey", "half of a UTF-16 surrogate pair"},
		{"the wrong half", circuitWith(`"serviceKey": "\ude00\ud83d"`), ErrBroken, "properties.serviceKey", "half of a UTF-16 surrogate pair"},
		{"half a key", circuitWith(`"\ud83dx": 1`), ErrBroken, `properties["�x"]`, "half of a UTF-16 surrogate pair"},
		{"a key twice", circuitWith(`"stag": 1, "serviceKey": "a", "stag": 2`), ErrBroken, "properties.stag", "the key occurs twice"},
		{"a key twice, once escaped", circuitWith(`"stag": 1, "\u0073tag": 1`), ErrBroken, "properties.stag", "the key occurs twice"},
		{"a key twice, once null", circuitWith(`"stag": null, "stag": 1`), ErrBroken, "properties.stag", "the key occurs twice"},
		{"a tag twice", `{"type": "Microsoft.Network/expressRouteCircuits", "tags": {"a b": "", "a b": ""}}`, ErrBroken, `tags["a b"]`, "the key occurs twice"},
		{"deep", `{"type": "Microsoft.Network/expressRouteCircuits", "tags": ` + deep + `}`, ErrTooLarge, "tags" + strings.Repeat("[0]", 63), "more than 64 levels deep"},
		{"very deep", strings.Repeat("[", 1e5), ErrBroken, "", "exceeded max depth"},
		{"an object too wide", circuitWith(members(257)), ErrTooLarge, "properties", "more than 256 members"},

		{"text for an object", `{"type": "Microsoft.Network/expressRouteCircuits", "properties": "gone"}`, ErrValue, "properties", "want an object, found a string"},
		{"an object for text", circuitWith(`"serviceKey": {"a": 1}`), ErrValue, "properties.serviceKey", "want a string, found an object"},
		{"a number for text", circuitWith(`"circuitProvisioningState": 1`), ErrValue, "properties.circuitProvisioningState", "want a string, found a number"},
		{"an object for an array", circuitWith(`"peerings": {}`), ErrValue, "properties.peerings", "want an array, found an object"},
		{"text for a peering", circuitWith(`"peerings": ["AzurePrivatePeering"]`), ErrValue, "properties.peerings[0]", "want an object, found a string"},
		{"true for an array", circuitWith(`"authorizations": true`), ErrValue, "properties.authorizations", "want an array, found true or false"},
		{"a number for a prefix", peeringWith(`"primaryPeerAddressPrefix": 10`), ErrValue, peeringPath + "primaryPeerAddressPrefix", "want a string, found a number"},
		{"a number among prefixes", peeringWith(`"microsoftPeeringConfig": {"advertisedPublicPrefixes": ["1.2.3.0/24", 5]}`), ErrValue, peeringPath + "microsoftPeeringConfig.advertisedPublicPrefixes[1]", "want a string, found a number"},

		{"a VLAN as text", peeringWith(`"vlanId": "100"`), ErrValue, peeringPath + "vlanId", "want a number, found a string"},
		{"a VLAN of 1e999", peeringWith(`"vlanId": 1e999`), ErrValue, peeringPath + "vlanId", "want a whole number from 0 to 65535, found 1e999"},
		{"a VLAN of 65536", peeringWith(`"vlanId": 65536`), ErrValue, peeringPath + "vlanId", "found 65536"},
		{"a VLAN of 1.5", peeringWith(`"vlanId": 1.5`), ErrValue, peeringPath + "vlanId", "found 1.5"},
		{"a negative ASN", peeringWith(`"peerASN": -1`), ErrValue, peeringPath + "peerASN", "want a whole number from 0 to 4294967295, found -1"},
		{"an ASN of 2^40", peeringWith(`"peerASN": 1099511627776`), ErrValue, peeringPath + "peerASN", "found 1099511627776"},
		{"an ASN beyond 64 bits", peeringWith(`"azureASN": ` + strings.Repeat("9", 1000)), ErrValue, peeringPath + "azureASN", "found "},
		{"a negative bandwidth", circuitWith(`"serviceProviderProperties": {"bandwidthInMbps": -50}`), ErrValue, "properties.serviceProviderProperties.bandwidthInMbps", "found -50"},
		{"a part of a megabit", circuitWith(`"expressRoutePort": {}, "bandwidthInGbps": 0.0001`), ErrValue, "properties.bandwidthInGbps", "want a number from 0 to 4294967 of at most three decimals, found 0.0001"},
		{"1e3 gigabits", circuitWith(`"expressRoutePort": {}, "bandwidthInGbps": 1e3`), ErrValue, "properties.bandwidthInGbps", "found 1e3"},
		{"a negative port", circuitWith(`"expressRoutePort": {}, "bandwidthInGbps": -1`), ErrValue, "properties.bandwidthInGbps", "found -1"},

		{"a peering twice", circuitWith(`"peerings": [{"name": "MicrosoftPeering"}, {"name": "MicrosoftPeering"}]`), ErrValue, "properties.peerings[1]", "another MicrosoftPeering"},
		{"a link that is none", `{"value": [], "nextLink": 5}`, ErrValue, "nextLink", "want a string, found a number"},
		{"a list twice", `{"value": [], "value": []}`, ErrBroken, "value", "the key occurs twice"},
		{"no document", `"north"`, ErrShape, "", "documents of this shape are not read here"},
	} {
		t.Run(c.name, func(t *testing.T) {
			circuits, err := Read([]byte(c.document))
			require.ErrorIs(t, err, c.is)
			assert.Empty(t, circuits)
			var e *Error
			require.ErrorAs(t, err, &e)
			assert.Equal(t, c.path, e.Path)
			assert.Contains(t, err.Error(), c.says)
			assert.Equal(t, 1, 1+strings.Count(c.document[:e.Offset], "\n"))
			assert.Positive(t, e.Line)
			assert.Less(t, len(err.Error()), 1024)
			var syntax *json.SyntaxError
			assert.Equal(t, strings.Contains(c.says, "JSON input") || strings.Contains(c.says, "top-level") || strings.Contains(c.says, "max depth"), errors.As(err, &syntax))
		})
	}
}

// members are that many members of an object.
func members(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, `"m%d": 0, `, i)
	}
	return strings.TrimSuffix(b.String(), ", ")
}

// The place of an error, in lines and bytes.
func TestError_place(t *testing.T) {
	document := "\ufeff{\n  \"type\": \"Microsoft.Network/expressRouteCircuits\",\n  \"properties\": {\n    \"stag\": \"3\"\n  }\n}"
	_, err := Read([]byte(document))
	var e *Error
	require.ErrorAs(t, err, &e)
	assert.Equal(t, 4, e.Line)
	assert.Equal(t, int64(strings.Index(document, `"3"`)), e.Offset)
	assert.EqualError(t, e, `azure: ARM circuit, line 4, byte 87: properties.stag: not a value of this field: want a number, found a string`)
}

// All that is wrong with a circuit is said at once.
func TestRead_allErrors(t *testing.T) {
	_, err := Read([]byte(peeringWith(`"vlanId": -1, "peerASN": "x", "state": 1`)))
	all := errorsIn(t, err)
	require.Len(t, all, 3)
	for i, field := range []string{"vlanId", "peerASN", "state"} {
		assert.Equal(t, peeringPath+field, all[i].Path)
	}
}

// A document that is cut off anywhere is an error, and never a part of it.
func TestRead_truncated(t *testing.T) {
	document := bytes.TrimSpace(fixture(t, "partner"))
	for i := range document {
		circuits, err := Read(document[:i])
		assert.Error(t, err)
		assert.Empty(t, circuits)
	}
}

// What is read of a document is bounded, however large it is.
func TestRead_bounds(t *testing.T) {
	huge := bytes.Repeat([]byte(" "), MaxDocument+1)
	_, err := Read(huge)
	require.ErrorIs(t, err, ErrTooLarge)
	_, err = Read(huge[1:])
	require.ErrorIs(t, err, ErrEmpty)

	_, err = Read([]byte("[" + strings.Repeat("0,", 1<<20) + "0]"))
	require.ErrorIs(t, err, ErrTooLarge)

	many := `{"value": [` + strings.Repeat(circuitWith("")+",", MaxCircuits) + circuitWith("") + `]}`
	circuits, err := Read([]byte(many))
	require.ErrorIs(t, err, ErrTooLarge)
	assert.Len(t, circuits, MaxCircuits)

	_, err = Read([]byte(`{"value": [` + circuitWith("") + strings.Repeat(",0", 1000) + `]}`))
	require.ErrorIs(t, err, ErrShape)
	assert.Contains(t, err.Error(), "and 900 more errors")

	_, err = Read([]byte(circuitWith(`"peerings": [` + strings.TrimSuffix(strings.Repeat(`{"a":1,"a":1},`, 200), ",") + `]`)))
	require.ErrorIs(t, err, ErrTooLarge)
	assert.Contains(t, err.Error(), "more than 100 broken values")

	circuits, err = Read([]byte(circuitWith(`"authorizations": [` + strings.TrimSuffix(strings.Repeat(`{"odd": 1},`, 1000), ",") + `]`)))
	require.NoError(t, err)
	require.Len(t, circuits, 1)
	notes := len(circuits[0].Quirks) + len(circuits[0].Absent) + len(circuits[0].Have.Strange)
	assert.Equal(t, 257, notes)
	assert.Regexp(t, `^\d+ more notes on this circuit are not listed$`, lastQuirk(circuits[0]).Says)
}

// null is as good as absent, and an array or object that is there is not.
func TestRead_null(t *testing.T) {
	circuits, err := Read([]byte(circuitWith(`"peerings": null, "serviceProviderProperties": null, "expressRoutePort": null, "serviceKey": null, "unheardOf": null`)))
	require.NoError(t, err)
	seen := circuits[0]
	assert.Contains(t, seen.Absent, "properties.peerings")
	assert.Contains(t, seen.Absent, "properties.serviceKey")
	assert.Zero(t, seen.State.Private)
	assert.Empty(t, seen.Quirks)

	circuits, err = Read([]byte(circuitWith(`"peerings": [null], "authorizations": [null]`)))
	require.NoError(t, err)
	assert.NotZero(t, circuits[0].State.Private, "known not to be there")
}

// Nothing of the document stays in use.
func TestRead_sharesNothing(t *testing.T) {
	document := fixture(t, "partner")
	before := bytes.Clone(document)
	circuits, err := Read(document)
	require.NoError(t, err)
	assert.Equal(t, before, document, "the document is left as it was")
	for i := range document {
		document[i] = 'x'
	}
	assert.Equal(t, []circuit.Observation{readOne(t, "partner")}, circuits)
}
