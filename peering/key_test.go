package peering

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/expressroute-go/expressroute/machine"
)

func TestKeyRefText(t *testing.T) {
	for text, want := range map[string]KeyRef{
		"":                        {},
		"env:PEERING_KEY":         {Env: "PEERING_KEY"},
		"env:file:x":              {Env: "file:x"},
		"file:/run/secrets/k":     {File: "/run/secrets/k"},
		"file:keys/a=b c.txt":     {File: "keys/a=b c.txt"},
		"file:C:\\keys\\md5":      {File: "C:\\keys\\md5"},
		"file:clé":                {File: "clé"},
		"file:" + long('x', 4096): {File: long('x', 4096)},
	} {
		got, err := ParseKeyRef(text)
		require.NoError(t, err, text)
		assert.Equal(t, want, got)
		assert.Equal(t, text, got.String())
		assert.Equal(t, text == "", got.IsZero())
	}
}

func TestKeyRefRefuses(t *testing.T) {
	for _, text := range []string{
		"env:", "file:", "PEERING_KEY", "ENV:X", "env :X", " env:X", "key:hunter2", "env:A=B", "env:A\n", "file:a\x00b",
		"file:\xff", "file:" + long('x', 4097),
	} {
		k := KeyRef{Env: "BEFORE"}
		err := k.UnmarshalText([]byte(text))
		var refused *KeyRefError
		require.ErrorAs(t, err, &refused, text)
		assert.Equal(t, len(text), refused.Length)
		assert.Equal(t, KeyRef{Env: "BEFORE"}, k)
	}
	for _, k := range []KeyRef{{Env: "A", File: "b"}, {Env: "A=B"}, {File: "\n"}} {
		_, err := k.MarshalText()
		var refused *KeyRefError
		assert.ErrorAs(t, err, &refused)
	}
}

// TestKeyRefKeepsTheKey checks that no error prints a key that was given in
// place of its reference.
func TestKeyRefKeepsTheKey(t *testing.T) {
	const canary = "C4n4ryC4n4ry"
	_, err := ParseKeyRef(canary)
	require.Error(t, err)
	var c Config
	broken := json.Unmarshal([]byte(`{"sharedKey":"`+canary+`"}`), &c)
	require.Error(t, broken)
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q"} {
		assert.NotContains(t, fmt.Sprintf(verb, err), canary)
		assert.NotContains(t, fmt.Sprintf(verb, broken), canary)
	}
}

func TestCheckKey(t *testing.T) {
	length, alphabet := place{NeedKeyLength, "sharedKey"}, place{NeedKeyAlphabet, "sharedKey"}
	for _, tt := range []struct {
		key  string
		want []place
	}{
		{"a", nil},
		{"ABCxyz0123456789", nil},
		{long('Z', 25), nil},
		{"", []place{length}},
		{long('Z', 26), []place{length}},
		{"with space", []place{alphabet}},
		{"under_score", []place{alphabet}},
		{"clé", []place{alphabet}},
		{"line\n", []place{alphabet}},
		{"\xff\xfe", []place{alphabet}},
		{long('é', 25), []place{alphabet}},
		{long('-', 30), []place{length, alphabet}},
	} {
		assert.Equal(t, tt.want, places(CheckKey(machine.NewSecret(tt.key))), "%q", tt.key)
	}
}

func TestCheckKeyKeepsTheKey(t *testing.T) {
	const canary = "C4n4ry-C4n4ry-C4n4ry-C4n4ry"
	problems := CheckKey(machine.NewSecret(canary))
	require.Len(t, problems, 2)
	text, err := json.Marshal(problems)
	require.NoError(t, err)
	for _, shown := range []string{string(text), problems.Error(), fmt.Sprintf("%#v", problems)} {
		assert.NotContains(t, shown, "C4n4ry")
	}
}

func FuzzParseKeyRef(f *testing.F) {
	for _, seed := range []string{"", "env:KEY", "file:/run/key", "env:", "file:\xff", "env:A=B", "hunter2", "env:env:", "file:\n"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		k, err := ParseKeyRef(text)
		if err != nil {
			if k != (KeyRef{}) || len(err.Error()) > 200 {
				t.Fatalf("%q: %#v, %v", text, k, err)
			}
			return
		}
		printed, err := k.MarshalText()
		if err != nil || string(printed) != text || k.String() != text {
			t.Fatalf("%q came back as %q, %v", text, printed, err)
		}
		quotedText, err := json.Marshal(k)
		if err != nil {
			t.Fatal(err)
		}
		var again KeyRef
		if err := json.Unmarshal(quotedText, &again); err != nil || again != k {
			t.Fatalf("%q came back from JSON as %#v, %v", text, again, err)
		}
	})
}

func long(r rune, n int) string { return strings.Repeat(string(r), n) }
