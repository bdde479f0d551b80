package azure_test

import (
	"encoding/binary"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	. "github.com/expressroute-go/expressroute/circuit/azure"
)

// What cannot be read is an error with its line, and the rest is read.
func TestReadPowerShell_broken(t *testing.T) {
	const state = "CircuitProvisioningState : Enabled\n"
	for _, c := range []struct {
		name, text string
		is         error
		path       string
		line       int
		says       string
		rest       int // objects that are read
	}{
		{"JSON cut off", "Name : n\n" + state + "Sku : {\n        \"Name\": \"x\n", ErrBroken, "Sku", 4, "unexpected end of JSON input", 1},
		{"JSON cut off by the next column", "Sku                      : {\n                             \"Tier\": \"x\",\nCircuitProvisioningState : Enabled\n", ErrBroken, "Sku", 2, "unexpected end of JSON input", 1},
		{"no brace", state + "Sku : \"Tier\": \"Standard\"}\n", ErrBroken, "Sku", 2, "after top-level value", 1},
		{"a key twice", state + "Sku : {\"Tier\": \"Standard\",\n       \"Tier\": \"Premium\"}\n", ErrBroken, "Sku.Tier", 3, "the key occurs twice", 1},
		{"an object for a list", state + "Peerings : {\"PeeringType\": \"AzurePrivatePeering\"}\n", ErrValue, "Peerings", 2, "want an array, found an object", 1},
		{"a word for a number", state + "Stag : none\n", ErrValue, "Stag", 2, "want a number, found a string", 1},
		{"a VLAN of none", state + "Peerings : [\n           {\"PeeringType\": \"AzurePrivatePeering\",\n           \"VlanId\": 70000}]\n", ErrValue, "Peerings[0].VlanId", 4, "70000", 1},
		{"a column twice", state + "Stag : 1\nStag : 2\n", ErrText, "Stag", 3, "the column occurs twice", 1},
		{"a column of JSON twice", state + "SkuText : {}\nSkuText : {}\nSkuText : {}\n", ErrText, "SkuText", 3, "the column occurs twice", 1},
		{"a column without its beginning", "andwidth : 100\nCircuitName : n\nServiceProviderProvisioningState : Provisioned\n", ErrText, "andwidth", 1, "the beginning of Bandwidth is cut off", 1},
		{"a line that is no column", state + "ServiceKey\nStag : 1\n", ErrText, "", 2, "this line is not a column", 1},
		{"not UTF-8", state + "Location : \xff\n", ErrBroken, "Location", 2, "not UTF-8", 1},
		{"another resource", state + "\nGatewayId : g\nState : Provisioned\nVIPAddress : 192.0.2.1\n", ErrShape, "", 3, "neither a circuit nor a part of one", 1},
		{"a peering of any type", "PrimaryPeerSubnet : 131.107.0.0/30\nVlanId : 1\n", ErrText, "", 1, "private or the public one", 0},
		{"a list cut short", "PrimaryPeerSubnet : 131.107.0.0/30\nAdvertisedPublicPrefixes : {131.107.8.0/24...}\nVlanId : 1\nState : Enabled\n", nil, "", 0, "", 1},
		{"dots for prefixes", "PrimaryPeerSubnet : 131.107.0.0/30\nAdvertisedPublicPrefixes : {131.107.8.0/24, ...}\nVlanId : 1\nState : Enabled\n", ErrText, "AdvertisedPublicPrefixes", 2, "the list is cut short", 1},
		{"nothing", " \n", ErrEmpty, "", 1, "empty", 0},
		{"prose", "Hello.\n", ErrShape, "", 1, "", 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			seen, err := ReadPowerShell([]byte(c.text), Options{})
			assert.Len(t, seen, c.rest)
			if c.is == nil {
				require.NoError(t, err)
				assert.Len(t, seen[0].Have.Strange, 1)
				return
			}
			require.Len(t, allErrors(err), 1, "%v", err)
			require.ErrorIs(t, err, c.is)
			assert.ErrorContains(t, err, c.says)
			var e *Error
			require.ErrorAs(t, err, &e)
			assert.Equal(t, c.path, e.Path)
			assert.Equal(t, c.line, e.Line)
			assert.Equal(t, PowerShell, e.Shape)
		})
	}
}

// Offsets of errors are those of the document, whatever its encoding.
func TestReadPowerShell_offset(t *testing.T) {
	text := "Location : Zürich \U0001f600\nStag : none\nCircuitProvisioningState : Enabled\n"
	for _, c := range []struct {
		name, document string
		want           int64
	}{
		{"UTF-8", text, int64(strings.Index(text, "none"))},
		{"marked", "\ufeff" + text, int64(strings.Index(text, "none") + 3)},
		{"UTF-16", wide(text, binary.LittleEndian), 2 * int64(len("xxLocation : Zurich xx\nStag : ")-1)},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := ReadPowerShell([]byte(c.document), Options{})
			var e *Error
			require.ErrorAs(t, err, &e)
			assert.Equal(t, c.want, e.Offset)
			assert.Equal(t, 2, e.Line)
		})
	}
	_, err := ReadPowerShell([]byte(wide("CircuitProvisioningState : Enabled\nName : x", binary.LittleEndian)+"\x00\xd8"), Options{})
	assert.ErrorContains(t, err, "not UTF-8", "half a character")
}

// Hostile texts are refused or read in bounded time and memory.
func TestReadPowerShell_large(t *testing.T) {
	const head = "CircuitProvisioningState : Enabled\n"
	fill := func(s string) string { return strings.Repeat(s, MaxDocument/8/len(s)) }
	many := func(n int) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, "C%d : %d\n", i, i)
		}
		return b.String()
	}
	for _, c := range []struct {
		name, text string
		is         error
	}{
		{"too large", head + strings.Repeat(" ", MaxDocument), ErrTooLarge},
		{"columns", head + many(1<<17), ErrTooLarge},
		{"lines of one value", head + "Peerings : [\n" + fill("  1,\n"), ErrTooLarge},
		{"wide lines of one value", head + "Name : x\n" + fill(strings.Repeat(" ", 10)+strings.Repeat("x", 300)+"\n"), nil},
		{"one line", head + "Peerings : [" + fill("1,") + "1]\n", ErrTooLarge},
		{"depth", head + "Peerings : " + fill("[") + "\n", ErrBroken},
		{"circuits", strings.Repeat(head+"\n", MaxCircuits+1), ErrTooLarge},
		{"lines that are nothing", fill("x\n"), ErrShape},
		{"broken columns", head + strings.Repeat("x\nName : 1\n", 1<<10), ErrText},
	} {
		t.Run(c.name, func(t *testing.T) {
			start := time.Now()
			seen, err := ReadPowerShell([]byte(c.text), Options{})
			if c.is != nil {
				assert.ErrorIs(t, err, c.is)
			}
			assert.LessOrEqual(t, len(seen), MaxCircuits)
			assert.LessOrEqual(t, len(allErrors(err)), 101)
			assert.Less(t, time.Since(start), time.Minute, "not quadratic")
		})
	}
}
