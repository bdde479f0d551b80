package circuit

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
)

// canaries are secrets of every kind, in the format of Azure. None may be printed.
var canaries = map[string]string{
	"service key":       "f00dfeed-cafe-4bad-8bad-0123456789ab",
	"authorization key": "0ddba11-dead-4bee-9bee-ba5eba11f00d",
	"MD5 key":           "C0ffeeC0ffeeC0ffeeC0ffee1",
}

// somebodys is somebody else's struct with a secret and a circuit in it.
type somebodys struct {
	key     machine.Secret
	circuit Circuit
	have    Config
	Nested  map[string]*Config
}

// silent asserts that no canary is in any text.
func silent(t *testing.T, what string, texts ...string) {
	t.Helper()
	for _, text := range texts {
		for kind, canary := range canaries {
			for _, form := range []string{canary, strings.ReplaceAll(canary, "-", ""), strings.ToUpper(canary), fmt.Sprintf("%x", canary), fmt.Sprintf("%X", canary)} {
				if strings.Contains(text, form) {
					assert.Failf(t, "the canary sang", "%s in %s", kind, what)
				}
			}
			if dump := fmt.Sprint([]byte(canary)); strings.Contains(text, strings.Trim(dump, "[]")) {
				assert.Failf(t, "the canary sang", "the bytes of the %s in %s", kind, what)
			}
		}
	}
}

// everyWay returns the value printed in every way that Go has.
func everyWay(t *testing.T, v any) []string {
	t.Helper()
	var texts []string
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d", "%T"} {
		texts = append(texts, fmt.Sprintf(verb, v), fmt.Sprintf(verb, []any{v}), fmt.Sprintf(verb, map[string]any{"k": v}), fmt.Sprintf(verb, struct{ v any }{v}))
	}
	var buffer bytes.Buffer
	for _, handler := range []slog.Handler{slog.NewTextHandler(&buffer, nil), slog.NewJSONHandler(&buffer, nil)} {
		log := slog.New(handler)
		log.Info("m", "v", v)
		log.With("w", v).WithGroup("g").Error("m", slog.Any("v", []any{v}))
	}
	texts = append(texts, buffer.String())
	text, err := json.Marshal(v)
	texts = append(texts, string(text), fmt.Sprint(err), fmt.Sprint(errors.Join(fmt.Errorf("%v", v))))
	return append(texts, panicText(v))
}

// panicText returns the text of a panic with the value.
func panicText(v any) (text string) {
	defer func() { text = fmt.Sprintf("%v %+v", recover(), v) }()
	panic(v)
}

// withSecrets returns a circuit, and an observation of it, with a secret in every field
// that can hold one.
func withSecrets(t *testing.T) (Circuit, Observation) {
	t.Helper()
	full := fullCircuit(t)
	o := shown(full, day(1))
	o.Have.ServiceKey = machine.NewSecret(canaries["service key"])
	c, _ := mustObserve(t, full, o)
	require.Equal(t, canaries["service key"], c.Have().ServiceKey.Reveal(), "the value is there for who asks by name")
	return c, o
}

func TestSecretsAreNotPrinted(t *testing.T) {
	c, o := withSecrets(t)
	plan, err := c.Teardown()
	require.NoError(t, err)
	_, x, _ := c.Observe(o)
	_, noPlan := mustWant(t, c, Spec{Order: Order{Provider: "other"}}).Plan()
	require.Error(t, noPlan)
	other := o
	other.Have.ID, other.Have.ServiceKey = "/other", machine.NewSecret("another key")
	_, _, otherErr := c.Observe(other)
	require.Error(t, otherErr)
	have := c.Have()
	for what, v := range map[string]any{
		"Circuit": c, "*Circuit": &c, "State": c.State(), "Spec": c.Want(), "Config": have, "*Config": &have,
		"Observation": o, "*Observation": &o, "Snapshot": c.Snapshot(),
		"Seen": c.Seen(), "Explanation": x, "Plan": plan, "Options": c.Options(), "Meters": c.Meters(), "Workflow": c.Workflow(),
		"Risks": c.Risks(), "Diagrams": c.Diagrams(), "AsConfigured": c.AsConfigured(), "Links": c.Links(), "Phase": c.Phase(),
		"refusal": c.Check(Event{Verb: DeleteCircuit}), "subject": c.Check(Event{Verb: LinkNetwork}), "NoPlanError": noPlan, "ErrOtherCircuit": otherErr,
		"somebody else's": somebodys{key: o.Have.ServiceKey, circuit: c, have: have, Nested: map[string]*Config{"a": &have}},
	} {
		silent(t, what, everyWay(t, v)...)
	}
}

func mustWant(t *testing.T, c Circuit, s Spec) Circuit {
	t.Helper()
	c, err := c.WithSpec(s)
	require.NoError(t, err)
	return c
}

// TestKeysInTheWrongPlace checks that an error about a key in place of a reference or of
// another field does not quote it.
func TestKeysInTheWrongPlace(t *testing.T) {
	for kind, canary := range canaries {
		for place, text := range map[string]string{
			"sharedKey":        `{"v":1,"AzurePrivatePeering":{"sharedKey":%q}}`,
			"serviceKey":       `{"v":1,"serviceKey":%q}`,
			"authorizationKey": `{"v":1,"links":[{"network":"/a","authorizationKey":%q}]}`,
			"vlan":             `{"v":1,"AzurePrivatePeering":{"vlan":%q}}`,
			"absent":           `{"v":1,"AzurePrivatePeering":{"absent":%q}}`,
			"truncated":        `{"v":1,"AzurePrivatePeering":{"sharedKey":%q`,
			"after":            `{"v":1}%q`,
		} {
			_, err := ParseSpec(fmt.Appendf(nil, text, canary))
			require.Error(t, err, "%s at %s", kind, place)
			silent(t, kind+" at "+place, everyWay(t, err)...)
		}
	}
}

// TestKeyCheckSaysNothingOfTheKey checks that neither the check of a key nor the error
// about a reference contains the key.
func TestKeyCheckSaysNothingOfTheKey(t *testing.T) {
	for _, canary := range canaries {
		problems := peering.CheckKey(machine.NewSecret(canary + "!"))
		require.NotEmpty(t, problems)
		silent(t, "CheckKey", everyWay(t, problems)...)
		_, err := peering.ParseKeyRef(canary)
		require.Error(t, err)
		silent(t, "ParseKeyRef", everyWay(t, err)...)
	}
}

// TestRedactedIsNotRead checks that the printed form of a secret is not read as a secret.
func TestRedactedIsNotRead(t *testing.T) {
	c, _ := withSecrets(t)
	text, err := json.Marshal(c.Have())
	require.NoError(t, err)
	var back Config
	require.NoError(t, json.Unmarshal(text, &back))
	assert.True(t, back.ServiceKey.IsZero())
	assert.Equal(t, c.Have().Birth, back.Birth, "what tells the circuit from another one is kept")
}

// TestSecretsOutliveEchoesAndPartialReads checks that a document without the key does not
// remove it.
func TestSecretsOutliveEchoesAndPartialReads(t *testing.T) {
	c, o := withSecrets(t)
	o.At, o.Have.ServiceKey = day(2), machine.Secret{}
	c, _ = mustObserve(t, c, o)
	assert.Equal(t, canaries["service key"], c.Have().ServiceKey.Reveal())
}
