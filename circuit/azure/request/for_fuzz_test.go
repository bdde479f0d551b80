package request_test

import (
	"encoding/json"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/expressroute-go/expressroute/circuit"
	"github.com/expressroute-go/expressroute/circuit/azure/internal/azuretest"
	. "github.com/expressroute-go/expressroute/circuit/azure/request"
)

// No document makes For panic. What For makes of it is JSON, and loses nothing but
// what the request says. The fuzzer replaces one name or value of a document,
// because most changes of random bytes do not leave JSON.
func FuzzFor(f *testing.F) {
	for i, value := range []string{
		`null`, `-1`, `1e999`, `[]`, `{"id": "x"}`, `"peerings"`, `"` + azuretest.ValidationID + `"`, `""`, `"NONE"`, `[{}, null, 5]`, `0.10`, `12345678901234567890`,
		`{"state": "Disabled"}`, `"azureprivatepeering"`, `{"peeringType": 3}`, `"\ud800"`, `"<&>\u2028"`, `{"a": {"a": [[[]]]}}`,
	} {
		f.Add(uint8(i), uint16(11*i), value)
	}
	documents := []string{whole, wholePrivate, wholeMicrosoft, cross, crossPeering, `{"properties": {}}`, `{"type": "Microsoft.Network/expressRouteCircuits", "properties": {"peerings": [{}, null, 5], "authorizations": {}}}`}
	events := []circuit.Event{}
	c, provider := adopted(f, wholePrivate+","+wholeMicrosoft, nil), atProvider(f)
	for v := range circuit.Verbs() {
		for _, subject := range []string{"", " MicrosoftPeering", " AzurePrivatePeering", " MicrosoftPeering IPv4", " MicrosoftPeering IPv6"} {
			if e, err := circuit.ParseEvent(v.String() + subject); err == nil && !v.Spoken() && v != circuit.CreateCircuit {
				events = append(events, e)
			}
		}
	}
	scalar := regexp.MustCompile(`"[^"\\]*"|[0-9]+|\[[^\[\]]*\]|\{[^{}]*\}`)
	f.Fuzz(func(t *testing.T, which uint8, at uint16, value string) {
		document := documents[int(which)%len(documents)]
		places := scalar.FindAllStringIndex(document, -1)
		place := places[int(at)%len(places)]
		changed := document[:place[0]] + value + document[place[1]:]
		for _, e := range events {
			of := c
			if e.Actor() != circuit.CreateCircuit.Actor() {
				of = provider
			}
			checkFor(t, of, e, []byte(changed))
		}
	})
}

func checkFor(t *testing.T, c circuit.Circuit, e circuit.Event, current []byte) {
	before := string(current)
	r, err := For(c, circuit.Step{Event: e}, current, Names{Signatures: named().Signatures})
	require.Equal(t, before, string(current))
	if err != nil {
		assert.Empty(t, r)
		assertQuiet(t, err.Error())
		return
	}
	assertQuiet(t, r.String())
	body, err := r.Body(supplied)
	if r.Method == "DELETE" {
		assert.Nil(t, body)
		return
	}
	require.NoError(t, err)
	require.True(t, json.Valid(body), "%s", body)
	problems, err := CheckPut(current, body)
	if inCircuit := strings.Contains(r.Path, "/peerings/") && strings.Contains(before, `"peerings"`); inCircuit || err != nil {
		return // CheckPut compares a peering with a peering, and no cross connections
	}
	needs := r.Wipes.Needs()
	for _, p := range problems {
		assert.Contains(t, needs, p.Need, "%s %s\n%s\n%s", e, p, current, body)
	}
	if e.Verb != circuit.DetachRouteFilter && e.Verb != circuit.ConfigurePeering && e.Verb != circuit.RoutingConfigured {
		for _, p := range problems {
			assert.True(t, p.Need == NeedSharedKeySent, "%s %s\n%s\n%s", e, p, current, body)
		}
	}
}

// assertQuiet fails the test if the text has a key that is not where the fuzzer's
// own documents show one on purpose.
func assertQuiet(t *testing.T, text string) {
	for _, key := range []string{azuretest.ServiceKey, azuretest.AuthorizationKey, azuretest.SharedKey} {
		assert.NotContains(t, strings.ToLower(text), strings.ToLower(key))
	}
}
