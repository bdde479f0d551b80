package scrub_test

import (
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"

	. "github.com/expressroute-go/expressroute/circuit/azure/internal/scrub"
)

const key = "5eC2e7a1-ca0a-4000-8000-5e2b1ce0ca0a"

func TestText(t *testing.T) {
	compact := strings.ReplaceAll(key, "-", "")
	for _, c := range []struct{ name, text, want string }{
		{"no key", "Provisioned", "Provisioned"},
		{"empty", "", ""},
		{"a key", "key '" + key + "' here", "key '[redacted]' here"},
		{"without hyphens", compact, "[redacted]"},
		{"a validation ID", "Azure-SKEY|no GUID|131.107.8.0/24|ASN-1", "Azure-SKEY|[redacted]|131.107.8.0/24|ASN-1"},
		{"an activation key", `"activationKey": "c2VjcmV0", activation key 'c2VjcmV0', ACTIVATION_KEY=c2VjcmV0; \"ActivationKey\":\"c2VjcmV0\"`,
			`"activationKey": "[redacted]", activation key '[redacted]', ACTIVATION_KEY=[redacted]; \"ActivationKey\":\"[redacted]\"`},
		{"an MD5 key", `"sharedKey": "c2VjcmV0", shared key 'c2VjcmV0'`, `"sharedKey": "[redacted]", shared key '[redacted]'`},
		{"no activation key", "the activation key is missing", "the activation key is missing"},
		{"long", strings.Repeat("x", 1000), strings.Repeat("x", 256)},
		{"a key across the limit of what is quoted", strings.Repeat("x", 240) + key, strings.Repeat("x", 240) + "[redacted]"},
		{"a key across the limit of what is searched", strings.Repeat("x", 500) + key, strings.Repeat("x", 256)},
		{"a character across the limit", strings.Repeat("x", 255) + "ü", strings.Repeat("x", 255)},
	} {
		t.Run(c.name, func(t *testing.T) { assert.Equal(t, c.want, Text(c.text)) })
	}
}

func TestID(t *testing.T) {
	const of = "/subscriptions/0d0d0d0d-0000-4000-8000-00000000d0d0"
	for _, c := range []struct{ name, id, want string }{
		{"a circuit", of + "/resourceGroups/rg/providers/Microsoft.Network/expressRouteCircuits/north", of + "/resourceGroups/rg/providers/Microsoft.Network/expressRouteCircuits/north"},
		{"a cross connection", "/SUBSCRIPTIONS" + of[14:] + "/providers/Microsoft.Network/expressRouteCrossConnections/" + key, "/SUBSCRIPTIONS" + of[14:] + "/providers/Microsoft.Network/expressRouteCrossConnections/[redacted]"},
		{"a key in another place", "/resourceGroups/rg/subscriptions/" + key, "/resourceGroups/rg/subscriptions/[redacted]"},
		{"two keys in one place", "/subscriptions/" + key + key, "/subscriptions/[redacted][redacted]"},
		{"a subscription alone", of, of},
		{"none", "", ""},
		{"too long", of + strings.Repeat("/x", 1000), ""},
	} {
		t.Run(c.name, func(t *testing.T) { assert.Equal(t, c.want, ID(c.id)) })
	}
}

func TestIsKey(t *testing.T) {
	assert.True(t, IsKey(key))
	for _, s := range []string{"", "north", key + "0", key[1:], strings.ReplaceAll(key, "-", ""), "Azure-SKEY|" + key[11:]} {
		assert.False(t, IsKey(s), s)
	}
}

// No text makes Text return a key or more than 256 bytes.
func FuzzText(f *testing.F) {
	guid := regexp.MustCompile(`(?i)[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}`)
	f.Add("x", key, uint16(200))
	f.Add("Azure-SKEY|", "|", uint16(1))
	f.Add(key, "ü", uint16(14))
	f.Add("0\xbd", "0", uint16(143)) // bytes that are no character between the digits of a key
	f.Fuzz(func(t *testing.T, a, b string, n uint16) {
		text := Text(strings.Repeat(a, int(n%600)) + b)
		assert.LessOrEqual(t, len(text), 256)
		assert.NotRegexp(t, guid, text)
		if utf8.ValidString(a) && utf8.ValidString(b) {
			assert.True(t, utf8.ValidString(text))
		}
	})
}
