package registry

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/expressroute-go/expressroute/bgp"
	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/prefixes"
)

// TestValidationID has the example of Microsoft's PowerShell reference, and
// other spellings.
func TestValidationID(t *testing.T) {
	const key = "7c44c70b-9c62-4a89-a6b2-d281b6ce7a49"
	for _, test := range []struct{ name, prefix, asn, want string }{
		{"the documented example", "123.1.0.0/24", "23", "Azure-SKEY|" + key + "|123.1.0.0/24|ASN-23"},
		{"the documented IPv6 spelling is kept", "123:1::0/64", "23", "Azure-SKEY|" + key + "|123:1::0/64|ASN-23"},
		{"so are capitals", "2E00:AB::/48", "23", "Azure-SKEY|" + key + "|2E00:AB::/48|ASN-23"},
		{"and host bits", "123.1.0.1/24", "23", "Azure-SKEY|" + key + "|123.1.0.1/24|ASN-23"},
		{"asdot becomes asplain", "123.1.0.0/24", "1.10", "Azure-SKEY|" + key + "|123.1.0.0/24|ASN-65546"},
		{"leading zeros go", "123.1.0.0/24", "AS0023", "Azure-SKEY|" + key + "|123.1.0.0/24|ASN-23"},
		{"beyond int32 it does not turn negative", "123.1.0.0/24", "4199999999", "Azure-SKEY|" + key + "|123.1.0.0/24|ASN-4199999999"},
	} {
		t.Run(test.name, func(t *testing.T) {
			id := ValidationID(machine.NewSecret(key), prefixes.MustParsePrefix(test.prefix), bgp.MustParseASN(test.asn))
			assert.Equal(t, test.want, id.Reveal())
			subject, err := ParseValidationID(id)
			require.NoError(t, err)
			assert.Equal(t, Subject{machine.NewSecret(key), prefixes.MustParsePrefix(test.prefix), bgp.MustParseASN(test.asn)}, subject)
		})
	}
}

func TestValidationIDOfNothing(t *testing.T) {
	assert.True(t, ValidationID(machine.Secret{}, prefixes.MustParsePrefix("123.1.0.0/24"), 23).IsZero())
	assert.True(t, ValidationID(machine.NewSecret(serviceKey), prefixes.Prefix{}, 23).IsZero())
}

func TestValidationIDIsSecret(t *testing.T) {
	assert.Equal(t, machine.Redacted, fmt.Sprintf("%v", validationID))
	subject, err := ParseValidationID(validationID)
	require.NoError(t, err)
	assert.NotContains(t, fmt.Sprintf("%+v %#v", subject, subject), "canary")
}

func TestParseValidationIDRefuses(t *testing.T) {
	for name, text := range map[string]string{
		"empty":               "",
		"another scheme":      "Azure-PKEY|canary|123.1.0.0/24|ASN-23",
		"no key":              "Azure-SKEY||123.1.0.0/24|ASN-23",
		"three parts":         "Azure-SKEY|canary|123.1.0.0/24",
		"five parts":          "Azure-SKEY|canary|123.1.0.0/24|ASN-23|",
		"no prefix":           "Azure-SKEY|canary|123.1.0.0|ASN-23",
		"no ASN-":             "Azure-SKEY|canary|123.1.0.0/24|23",
		"asdot":               "Azure-SKEY|canary|123.1.0.0/24|ASN-1.10",
		"a negative AS":       "Azure-SKEY|canary|123.1.0.0/24|ASN--94967297",
		"beyond 32 bits":      "Azure-SKEY|canary|123.1.0.0/24|ASN-4294967296",
		"a line feed after":   "Azure-SKEY|canary|123.1.0.0/24|ASN-23\n",
		"a space before":      " Azure-SKEY|canary|123.1.0.0/24|ASN-23",
		"a byte order mark":   "\ufeffAzure-SKEY|canary|123.1.0.0/24|ASN-23",
		"leading zeros in AS": "Azure-SKEY|canary|123.1.0.0/24|ASN-023",
	} {
		t.Run(name, func(t *testing.T) {
			_, err := ParseValidationID(machine.NewSecret(text))
			assert.ErrorIs(t, err, ErrValidationID)
			assert.NotContains(t, err.Error(), "canary")
		})
	}
}

func FuzzParseValidationID(f *testing.F) {
	for _, seed := range []string{validationID.Reveal(), "", "|||", "Azure-SKEY|k|::/0|ASN-0", "Azure-SKEY|k|123:1::0/64|ASN-4294967295"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		subject, err := ParseValidationID(machine.NewSecret(text))
		if err != nil {
			assert.ErrorIs(t, err, ErrValidationID)
			return
		}
		assert.Equal(t, text, ValidationID(subject.ServiceKey, subject.Prefix, subject.ASN).Reveal())
	})
}
