// Package azuretest has what the tests of several packages below circuit/azure
// share: keys that no output may contain, and recorded documents.
package azuretest

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Keys in the form in which Azure makes them. No error, note or dump may contain
// one, nor a part of one.
const (
	ServiceKey       = "5eC2e7a1-ca0a-4000-8000-5e2b1ce0ca0a"
	AuthorizationKey = "a0782a71-ca0a-4000-8000-0a11e5b1c0de"
	ActivationKey    = "Y2FuYXJ5LWFjdGl2YXRpb24ta2V5"
	SharedKey        = "canarySharedKey25letters1"
	ValidationID     = "Azure-SKEY|" + ServiceKey + "|131.107.8.0/24|ASN-64600"
)

// GUID matches what may be a key.
var GUID = regexp.MustCompile(`(?i)[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}`)

// Dumps returns v in the forms in which a program prints it by accident.
func Dumps(t *testing.T, v any) string {
	t.Helper()
	marshaled, err := json.Marshal(v)
	require.NoError(t, err)
	return fmt.Sprintf("%v\n%+v\n%#v\n%s", v, v, v, marshaled)
}

// AssertSilent fails the test if the text contains one of the keys, or the first
// 16 bytes of one.
func AssertSilent(t *testing.T, text string) {
	t.Helper()
	text = strings.ToLower(text)
	for _, key := range []string{ServiceKey, AuthorizationKey, ActivationKey, SharedKey} {
		assert.NotContains(t, text, strings.ToLower(key))
		assert.NotContains(t, text, strings.ToLower(key[:16]), "a part of a key")
	}
}
