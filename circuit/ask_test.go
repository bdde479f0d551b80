package circuit

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
	"github.com/expressroute-go/expressroute/prefixes"
)

// asked returns the Ask of an event.
func askOf(t *testing.T, c Circuit, e Event) string {
	t.Helper()
	row, v := c.look(e)
	require.NotNil(t, row, "%s", e)
	return ask(v)
}

// TestAsk checks what an Ask must contain.
func TestAsk(t *testing.T) {
	spec := Spec{Order: fullOrder, Links: twoLinks, Facts: Facts{ProviderNeeds: []string{"VPN ID", "port"}},
		Wants: peering.Wants{Private: managedBy(machine.Provider, dualPrivate()), Microsoft: managedBy(machine.Provider, dualMicrosoft())}}
	routed := fresh(spec)
	plain := fresh(Spec{Order: fullOrder, Links: twoLinks, Wants: peering.Wants{Private: privateV4, Microsoft: dualMicrosoft()}})
	bare := fresh(Spec{})
	read, err := Observed(Observation{Have: Config{Order: Order{Provider: "Megaport", Bandwidth: 500}}, State: State{Provider: NotProvisioned, Status: Enabled}})
	require.NoError(t, err)
	raised := ordering(t, EditionToday, smallOrder, largeOrder)
	onPort, err := seenOrdered(direct(), Spec{Kind: Direct, Order: Order{Bandwidth: 2000}}).WithSpec(Spec{Kind: Direct, Order: Order{Bandwidth: 2000}})
	require.NoError(t, err)
	ticket := func(f peering.Family) Event {
		return Event{Verb: OpenTicket, Peering: peeringMicrosoft, Family: f}
	}
	owned := func() Circuit {
		want := dualMicrosoft()
		want.Config.IPv4.CustomerASN = 8075
		want.Config.IPv4.Advertised = append(want.Config.IPv4.Advertised, prefixes.MustParsePrefix("131.107.9.0/24"), prefixes.MustParsePrefix("131.107.10.0/24"))
		c := fresh(Spec{Order: fullOrder, Wants: peering.Wants{Microsoft: want}})
		p := *c.papers
		p.Have.Prefixes = []PrefixState{
			{Family: peering.IPv4, Prefix: want.Config.IPv4.Advertised[0], State: prefixes.PrefixConfigured},
			{Family: peering.IPv4, Prefix: want.Config.IPv4.Advertised[1], State: prefixes.PrefixManualValidationNeeded},
			{Family: peering.IPv6, Prefix: want.Config.IPv4.Advertised[2], State: prefixes.PrefixConfigured},
		}
		c.papers = &p
		return c
	}()
	for _, tt := range []struct {
		name  string
		c     Circuit
		event Event
		has   []string
		lacks []string
	}{
		{"connectivity", plain, Event{Verb: OrderConnectivity}, []string{"Equinix", "200Mbps", "Silicon Valley"}, nil},
		{"connectivity of nobody known", bare, Event{Verb: OrderConnectivity}, []string{"the connectivity provider", "the circuit's bandwidth"}, []string{" at "}},
		{"connectivity as it was read", read, Event{Verb: OrderConnectivity}, []string{"Megaport", "500Mbps"}, nil},
		{"the key", plain, Event{Verb: HandOverServiceKey}, []string{"Equinix", "the service key"}, []string{"routing", "VPN"}},
		{"the key, and what else the provider needs", routed, Event{Verb: HandOverServiceKey}, []string{
			"the service key, VPN ID, port, the routing of AzurePrivatePeering",
			"192.168.15.16/30, 192.168.15.20/30, fd00:1::/126, fd00:1::4/126, VLAN 100, AS65001",
			"the routing of MicrosoftPeering", "VLAN 300", "AS3356"}, nil},
		{"more bandwidth", raised, Event{Verb: ChangeBandwidth}, []string{"Equinix", "1Gbps", "bills"}, nil},
		{"more bandwidth on a port", onPort, Event{Verb: ChangeBandwidth}, nil, nil},
		{"the end", plain, Event{Verb: RequestDeprovisioning}, []string{"Equinix", "deprovision"}, nil},
		{"an authorization", plain, Event{Verb: CreateAuthorization, Link: "/vnet2"}, []string{"network's owner", "authorization key", "resource ID"}, nil},
		{"a repair", plain, Event{Verb: OpenTicket}, []string{"Microsoft support", "repair", "resource ID"}, []string{"own the advertised"}},
		{"evidence", plain, ticket(peering.IPv4), []string{ticketEvidence, "131.107.8.0/24", "AS3356"}, []string{"2a01"}},
		{"evidence of the other family", plain, ticket(peering.IPv6), []string{ticketEvidence, "2a01:112::/48", "AS3356"}, []string{"131.107"}},
		{"evidence of what is not accepted", owned, ticket(peering.IPv4), []string{"131.107.9.0/24", "131.107.10.0/24", "AS8075"}, []string{"131.107.8.0/24", "AS3356"}},
		{"nothing", plain, Event{Verb: CreateCircuit}, nil, nil},
		{"nothing of a peering", plain, Event{Verb: ConfigurePeering, Peering: peeringPrivate}, nil, nil},
		{"nothing of a link", plain, Event{Verb: LinkNetwork, Link: "/vnet1"}, nil, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			text := askOf(t, tt.c, tt.event)
			assert.Equal(t, len(tt.has) == 0, text == "", text)
			for _, part := range tt.has {
				assert.Contains(t, text, part)
			}
			for _, part := range tt.lacks {
				assert.NotContains(t, text, part)
			}
		})
	}
}

// TestStepsAskWhatOptionsAsk checks that the step of a plan and the option of the
// circuit have the same Ask.
func TestStepsAskWhatOptionsAsk(t *testing.T) {
	c := fresh(Spec{Order: fullOrder, Links: twoLinks, Wants: peering.Wants{Private: privateV4}})
	asks := 0
	for {
		plan := must(t, c)
		if len(plan.Steps) == 0 {
			break
		}
		first := plan.Steps[0]
		for _, o := range c.Options() {
			if o.Event == first.Event {
				assert.Equal(t, o.Ask, first.Ask)
				assert.Equal(t, o.Effect, first.Effect)
				assert.Equal(t, o.Actor, first.Actor)
			}
		}
		if first.Ask != "" {
			asks++
			assert.Contains(t, plan.String(), "1. "+first.String()+"\n   "+first.Ask+"\n")
		} else {
			assert.True(t, strings.HasPrefix(plan.String(), "1. "+first.String()+"\n"))
		}
		c = follow(t, c, Plan{Steps: plan.Steps[:1]})
	}
	assert.Equal(t, 3, asks)
}
