package registry

import (
	"bytes"
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// members agrees with encoding/json on every object.
func FuzzMembers(f *testing.F) {
	for _, seed := range []string{
		`{}`, `{ }`, `{"a":1}`, `{"a" : "b\"}" , "\u0061\\":[1,{"c":"]"}],"d":{"e":{}}, "f":true ,"g":null,"h":-1.5e-3}`,
		"{\n\t\"a\" :\r\n[ ] ,\"a\":\"\"}", `{"":{"":""}}`, `[1]`, `{"a":1}x`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		var object json.RawMessage
		var want map[string]json.RawMessage
		if json.NewDecoder(bytes.NewReader(text)).Decode(&object) != nil || object[0] != '{' || json.Unmarshal(object, &want) != nil {
			return
		}
		got := map[string]json.RawMessage{}
		for name, value := range members(object) {
			var key string
			require.NoError(t, json.Unmarshal(name, &key))
			require.True(t, json.Valid(value), "%q", value)
			got[key] = value
		}
		assert.Equal(t, want, got)
	})
}
