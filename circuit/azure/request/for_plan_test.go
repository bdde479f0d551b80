package request_test

import (
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/expressroute-go/expressroute/circuit"
	"github.com/expressroute-go/expressroute/circuit/azure"
	"github.com/expressroute-go/expressroute/circuit/azure/internal/azuretest"
	. "github.com/expressroute-go/expressroute/circuit/azure/request"
	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
)

// store keeps resources as Azure does: by path, and each whole.
type store map[string]map[string]any

// send carries a request out.
func (s store) send(t *testing.T, r Request) {
	t.Helper()
	url := r.URL("")
	path, _, _ := strings.Cut(url, "?")
	path = strings.Replace(path, crossID+"/peerings", madeID+"/peerings", 1) // two names of one peering
	if r.Method == http.MethodDelete {
		delete(s, path)
		return
	}
	body, err := r.Body(supplied)
	require.NoError(t, err)
	var resource map[string]any
	require.NoError(t, json.Unmarshal(body, &resource))
	resource["id"] = path
	if s[path] == nil {
		s.create(path, resource)
	}
	s[path] = resource
}

// create adds what Azure adds to a new resource.
func (s store) create(path string, resource map[string]any) {
	if properties, there := resource["properties"].(map[string]any); there && strings.Count(path, "/") == 8 && strings.Contains(path, "/expressRouteCircuits/") {
		resource["type"] = "Microsoft.Network/expressRouteCircuits"
		properties["serviceKey"], properties["circuitProvisioningState"], properties["provisioningState"] = azuretest.ServiceKey, "Enabled", "Succeeded"
		properties["futureField"] = map[string]any{"keep": 1.5}
		s[crossID] = map[string]any{"id": crossID, "name": azuretest.ServiceKey, "location": "westeurope", "type": "Microsoft.Network/expressRouteCrossConnections", "properties": map[string]any{
			"expressRouteCircuit": map[string]any{"id": path}, "peeringLocation": "Silicon Valley", "bandwidthInMbps": 500, "serviceProviderProvisioningState": "NotProvisioned",
		}}
	}
}

// get returns a resource with the peerings and authorizations that belong to it.
func (s store) get(t *testing.T, path string) []byte {
	t.Helper()
	resource := s[path]
	if resource == nil {
		return nil
	}
	if properties, there := resource["properties"].(map[string]any); there && strings.Count(path, "/") == 8 {
		if path == crossID {
			properties["sTag"] = 2 // which only Azure writes
		}
		for _, collection := range []string{"peerings", "authorizations"} {
			list := []any{}
			for p, child := range s {
				if parent, name, found := strings.Cut(p, "/"+collection+"/"); found && parent == madeID && !strings.Contains(name, "/") {
					list = append(list, child)
				}
			}
			properties[collection] = list
		}
	}
	text, err := json.Marshal(resource)
	require.NoError(t, err)
	return text
}

// follow takes every step of a plan: with a request if there is one. It returns
// the circuit after the last step, and how many requests it took.
func follow(t *testing.T, s store, c circuit.Circuit, plan circuit.Plan, names Names) (circuit.Circuit, int) {
	t.Helper()
	sent := 0
	for _, step := range plan.Steps {
		current := s.get(t, madeID)
		if step.Actor == machine.Provider {
			current = s.get(t, crossID)
		}
		if step.Event.Verb == circuit.CreateCircuit {
			current = nil
		}
		r, err := For(c, step, current, names)
		var none *NoRequestError
		switch {
		case err == nil:
			sent++
			s.send(t, r)
			azuretest.AssertSilent(t, azuretest.Dumps(t, r))
			assert.Equal(t, step.Typical, r.Typical)
			assert.Equal(t, step.Ask, r.Ask)
		default:
			require.True(t, errors.As(err, &none), "%s: %v", step, err)
			assert.True(t, step.Event.Verb.Spoken() || step.Actor == machine.Microsoft || step.Actor == machine.Support, "%s: %v", step, err)
			azuretest.AssertSilent(t, azuretest.Dumps(t, err)+err.Error())
		}
		for _, e := range append([]circuit.Event{step.Event}, step.Then...) {
			c, _, err = c.Happened(e)
			require.NoError(t, err)
		}
	}
	return c, sent
}

// Each step of a plan has a request or a typed reason why not, and the resources
// that the requests write show what the spec wants.
func TestFor_plans(t *testing.T) {
	for _, p := range []struct {
		name string
		edit func(s *circuit.Spec)
	}{
		{"dual stack", nil},
		{"private alone", func(s *circuit.Spec) { s.Microsoft = peering.Want{}; s.Links = nil }},
		{"IPv6 alone", func(s *circuit.Spec) {
			s.Private.Config.IPv4, s.Private.Config.IPv6 = peering.Half{}, link4("fd00::/126", "fd00::4/126")
		}},
		{"on a port", func(s *circuit.Spec) { s.Kind, s.Order.Provider, s.Order.Bandwidth = circuit.Direct, "", 10000 }},
		{"a provider that routes", func(s *circuit.Spec) { s.Facts.Routing, s.Links = machine.Provider, nil }},
		{"hub and Global Reach", func(s *circuit.Spec) {
			s.Links = []circuit.Link{{Network: hubGatewayID}, {Network: southID}, {Network: spokeID, OtherSubscription: true}}
		}},
	} {
		t.Run(p.name, func(t *testing.T) {
			resources, c := store{}, planned(t, p.edit)
			names := butNames(func(n *Names) { n.Subscription = "5ub" })
			plan, err := c.Plan()
			require.NoError(t, err)
			c, sent := follow(t, resources, c, plan, names)
			assert.Greater(t, sent, 2)
			showsTheSpec(t, c, resources)

			changed := c.Want()
			changed.Order.Bandwidth, changed.Order.Tier = 10000, circuit.TierPremium
			changed.Private.Config.VLAN = 444
			c, err = c.WithSpec(changed)
			require.NoError(t, err)
			plan, err = c.Plan()
			require.NoError(t, err)
			c, _ = follow(t, resources, c, plan, names)
			showsTheSpec(t, c, resources)
			assert.Equal(t, map[string]any{"keep": 1.5}, in(resources[madeID], "properties")["futureField"])

			plan, err = c.Teardown()
			require.NoError(t, err)
			_, sent = follow(t, resources, c, plan, names)
			assert.NotZero(t, sent)
			assert.Nil(t, resources[madeID], "deleted")
		})
	}
}

// showsTheSpec compares the stored circuit with the spec.
func showsTheSpec(t *testing.T, c circuit.Circuit, s store) {
	t.Helper()
	page, err := azure.ReadPage(s.get(t, madeID), azure.Options{})
	require.NoError(t, err)
	have, want := page.Circuits[0].Have, c.Want()
	for at := range peering.Types() {
		if want.Peering(at).Mode == peering.WantPresent {
			assert.Empty(t, want.Peering(at).Config.Diff(have.Peering(at)), "%s", at)
		}
	}
	assert.Equal(t, want.Order.Bandwidth, have.Order.Bandwidth)
	assert.Equal(t, want.Order.Tier, have.Order.Tier)
}
