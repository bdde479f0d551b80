package circuit_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/expressroute-go/expressroute/bgp"
	"github.com/expressroute-go/expressroute/circuit"
	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
	"github.com/expressroute-go/expressroute/prefixes"
)

// The tests of this file walk the workflow article of 2016-07-19
// ([machine.Article2016]) in its own order, each on a sentence or a few of
// them, and on what has become of them in today's Azure.

// both editions, the article's first.
var editions = []circuit.Edition{circuit.Edition2016, circuit.EditionToday}

// wanted is a spec with all that the article configures: three peerings and a
// network in the subscription of the circuit and in another one. Today's has
// no public peering.
func wanted(edition circuit.Edition) circuit.Spec {
	s := circuit.Spec{Edition: edition, Order: circuit.Order{
		Provider: "Equinix", PeeringLocation: "Silicon Valley",
		Bandwidth: 200, Tier: circuit.TierPremium, Billing: circuit.MeteredData,
	}, Links: []circuit.Link{{Network: hub}, {Network: spoke, OtherSubscription: true}}, Facts: circuit.Facts{Routing: machine.Customer}, Wants: peering.Wants{Private: peering.Want{Mode: peering.WantPresent, Config: peering.Config{VLAN: 100, PeerASN: 65001, IPv4: half("192.168.15.16/30", "192.168.15.20/30")}}, Microsoft: peering.Want{Mode: peering.WantPresent, Config: peering.Config{VLAN: 300, PeerASN: 3356, IPv4: half("131.107.0.0/30", "131.107.0.4/30")}}}}
	s.Microsoft.Config.IPv4.Advertised = []prefixes.Prefix{prefixes.MustParsePrefix("131.107.8.0/24")}
	s.Microsoft.Config.IPv4.Registry = "ARIN"
	if edition == circuit.Edition2016 {
		s.Public = peering.Want{Mode: peering.WantPresent, Config: peering.Config{VLAN: 200, PeerASN: 3356, IPv4: half("131.107.1.0/30", "131.107.1.4/30")}}
	} else {
		s.Microsoft.Config.IPv4.RouteFilter = "/subscriptions/s/routeFilters/rf"
	}
	return s
}

// The networks of wanted.
const (
	hub   = "/subscriptions/s/virtualNetworks/hub"
	spoke = "/subscriptions/other/virtualNetworks/spoke"
)

func half(primary, secondary string) peering.Half {
	return peering.Half{Primary: netip.MustParsePrefix(primary), Secondary: netip.MustParsePrefix(secondary)}
}

// begun returns a circuit that is not created yet.
func begun(t testing.TB, s circuit.Spec) circuit.Circuit {
	t.Helper()
	c, err := circuit.New(s)
	require.NoError(t, err)
	return c
}

// apply plays events in their text form.
func apply(t testing.TB, c circuit.Circuit, lines ...string) circuit.Circuit {
	t.Helper()
	for _, line := range lines {
		var err error
		c, err = c.Apply(event(t, line))
		require.NoError(t, err, line)
	}
	return c
}

func event(t testing.TB, line string) circuit.Event {
	t.Helper()
	e, err := circuit.ParseEvent(line)
	require.NoError(t, err)
	return e
}

// The article's way to the only usable pair.
var (
	created     = []string{"CreateCircuit", "OperationFinished"}
	handedOver  = slices.Concat(created, []string{"OrderConnectivity", "HandOverServiceKey"})
	building    = slices.Concat(handedOver, []string{"ProvisioningStarted"})
	provisioned = slices.Concat(building, []string{"ProvisioningFinished"})
)

// inService returns the circuit that the spec wants, by following the plan.
func inService(t testing.TB, s circuit.Spec) circuit.Circuit {
	t.Helper()
	c := begun(t, s)
	plan, err := c.Plan()
	require.NoError(t, err)
	c = followed(t, c, plan)
	require.Equal(t, circuit.PhaseResting, c.Phase().Kind)
	return c
}

// followed returns the circuit after all steps of the plan.
func followed(t testing.TB, c circuit.Circuit, plan circuit.Plan) circuit.Circuit {
	t.Helper()
	for _, step := range plan.Steps {
		for _, e := range append([]circuit.Event{step.Event}, step.Then...) {
			var err error
			c, err = c.Apply(e)
			require.NoError(t, err, e)
		}
	}
	return c
}

// lacks asserts that err is a refusal with exactly these unmet needs, and returns the
// conditions.
func lacks(t *testing.T, err error, needs ...machine.Need) []machine.Unmet {
	t.Helper()
	var refused *machine.TransitionError
	require.ErrorAs(t, err, &refused)
	require.ErrorIs(t, err, machine.ErrUnmet)
	got := make([]machine.Need, len(refused.Unmet))
	for i, u := range refused.Unmet {
		got[i] = u.Need
		assert.NotEmpty(t, u.Found, u.Need)
		assert.NotEmpty(t, u.Source, u.Need)
	}
	assert.Equal(t, needs, got)
	return refused.Unmet
}

// meter returns the circuit's own meter.
func meter(t *testing.T, c circuit.Circuit) circuit.Meter {
	t.Helper()
	meters := c.Meters()
	require.NotEmpty(t, meters)
	require.Equal(t, circuit.MeterCircuit, meters[0].Name)
	return meters[0]
}

// bills asserts that the circuit costs money and that somebody can stop it.
func bills(t *testing.T, c circuit.Circuit, stops machine.Actor) {
	t.Helper()
	m := meter(t, c)
	assert.Equal(t, machine.Yes, m.Bills)
	assert.Equal(t, stops, m.Actor)
	assert.NotEmpty(t, m.Why)
	assert.NotEmpty(t, m.Stops)
	assert.NotEmpty(t, m.Sources)
}

// ready and blocked return the events of Options, as text.
func ready(c circuit.Circuit) []string {
	var out []string
	for _, o := range c.Options() {
		if o.Ready() && !o.Fails {
			out = append(out, o.Event.String())
		}
	}
	return out
}

// placed returns a circuit in a pair of states, also in one that no event leads to.
func placed(t *testing.T, s circuit.Spec, provider circuit.ProviderState, status circuit.Status) circuit.Circuit {
	t.Helper()
	c := begun(t, s)
	if s.Kind == circuit.Partner {
		c = apply(t, c, provisioned...)
	} else {
		c = apply(t, c, created...)
	}
	snap := c.Snapshot()
	snap.State.Provider, snap.State.Status = provider, status
	c, err := circuit.Restore(s, snap)
	require.NoError(t, err)
	return c
}

// providerStates and statuses, the unobserved among them.
func providerStates() []circuit.ProviderState {
	return append(slices.Collect(circuit.ProviderStates()), 0)
}

func statuses() []circuit.Status { return append(slices.Collect(circuit.Statuses()), 0) }

// Reference: head, "the tasks you must follow in order" to have a circuit
// "provisioned end-to-end": create, order, be provisioned, route, link.
func TestArticleTasksInOrder(t *testing.T) {
	c := begun(t, wanted(circuit.Edition2016))
	plan, err := c.Plan()
	require.NoError(t, err)
	var steps []string
	for _, s := range plan.Steps {
		steps = append(steps, s.String())
	}
	assert.Equal(t, []string{
		"Customer: CreateCircuit",
		"Customer: OrderConnectivity",
		"Customer: HandOverServiceKey",
		"Provider: ProvisioningFinished",
		"Customer: ConfigurePeering AzurePrivatePeering",
		"Customer: ConfigurePeering AzurePublicPeering",
		"Customer: ConfigurePeering MicrosoftPeering",
		"Customer: LinkNetwork " + hub,
		"Customer: CreateAuthorization " + spoke,
		"NetworkOwner: NetworkLinked " + spoke,
	}, steps)

	c = followed(t, c, plan)
	plan, err = c.Plan()
	require.NoError(t, err)
	assert.Empty(t, plan.Steps)
	assert.Equal(t, machine.Nobody, plan.Turn())
	assert.Equal(t, circuit.Phase{Kind: circuit.PhaseResting}.String(), c.Phase().String())
	for kind := range peering.Types() {
		assert.NoError(t, c.InService(kind), kind)
	}
}

// Reference: step 1, "Use PowerShell to configure an ExpressRoute circuit."
func TestArticleStep1CustomerCreatesCircuit(t *testing.T) {
	for _, edition := range editions {
		c := begun(t, wanted(edition))
		assert.Equal(t, circuit.Phase{Kind: circuit.PhaseWaiting, For: machine.Customer}.String(), c.Phase().String())
		assert.Contains(t, ready(c), "CreateCircuit")
		assert.Equal(t, machine.Customer, circuit.CreateCircuit.Actor())
		assert.Equal(t, machine.No, meter(t, c).Bills)

		for _, line := range []string{"ProvisioningStarted", "ConfigurePeering AzurePrivatePeering", "LinkNetwork " + hub, "HandOverServiceKey"} {
			assert.Error(t, c.Check(event(t, line)), line)
		}
		c = apply(t, c, created...)
		assert.Error(t, c.Check(event(t, "CreateCircuit")), "it is created once")
	}
}

// Reference: step 2, "Order connectivity from the service provider."
func TestArticleStep2ConnectivityIsOrdered(t *testing.T) {
	for _, edition := range editions {
		c := apply(t, begun(t, wanted(edition)), created...)
		assert.Equal(t, circuit.Phase{Kind: circuit.PhaseWaiting, For: machine.Customer}.String(), c.Phase().String())
		for _, verb := range []string{"ProvisioningStarted", "ProvisioningFinished"} {
			lacks(t, c.Check(event(t, verb)), circuit.NeedServiceKey)
		}
		unmet := lacks(t, c.Check(event(t, "HandOverServiceKey")), circuit.NeedConnectivityOrdered)
		assert.Equal(t, machine.Customer, unmet[0].Actor)

		plan, err := c.Plan()
		require.NoError(t, err)
		require.NotEmpty(t, plan.Steps)
		assert.Equal(t, circuit.Event{Verb: circuit.OrderConnectivity}, plan.Steps[0].Event)
		assert.NotEmpty(t, plan.Steps[0].Ask, "the provider is to be told")

		c = apply(t, c, "OrderConnectivity")
		assert.Equal(t, circuit.Phase{Kind: circuit.PhaseWaiting, For: machine.Customer}.String(), c.Phase().String(), "the provider cannot begin without the key")
		c = apply(t, c, "HandOverServiceKey")
		assert.Equal(t, circuit.Phase{Kind: circuit.PhaseWaiting, For: machine.Provider}.String(), c.Phase().String())
	}
}

// Reference: step 3, verify "the ExpressRoute circuit provisioning state".
func TestArticleStep3ProvisioningIsVerified(t *testing.T) {
	for _, edition := range editions {
		c := apply(t, begun(t, wanted(edition)), handedOver...)
		unmet := lacks(t, c.Usable(), circuit.NeedProvisioned)
		assert.Equal(t, machine.Provider, unmet[0].Actor)

		c, told, err := c.Observe(circuit.Observation{State: circuit.State{Provider: circuit.Provisioned, Status: circuit.Enabled, Operation: peering.Succeeded}})
		require.NoError(t, err)
		assert.Equal(t, []circuit.Event{{Verb: circuit.ProvisioningFinished}}, told.Events)
		assert.Empty(t, told.Drift)
		assert.NoError(t, c.Usable())
	}
}

// Reference: step 4, if the provider "manages Layer 3 for you, they will
// configure routing for your circuit".
func TestArticleStep4Layer3ProviderConfiguresRouting(t *testing.T) {
	for _, edition := range editions {
		s := wanted(edition)
		s.Facts.Routing = machine.Provider
		c := apply(t, begun(t, s), provisioned...)
		assert.Equal(t, circuit.Phase{Kind: circuit.PhaseWaiting, For: machine.Provider}.String(), c.Phase().String())

		unmet := lacks(t, c.Check(event(t, "ConfigurePeering AzurePrivatePeering")), circuit.NeedCustomerRouting)
		assert.Equal(t, machine.Provider, unmet[0].Actor)
		plan, err := c.Plan()
		require.NoError(t, err)
		assert.Equal(t, machine.Provider, plan.Turn())
		assert.Equal(t, "RoutingConfigured AzurePrivatePeering", plan.Steps[0].Event.String())

		c = apply(t, c, "RoutingConfigured AzurePrivatePeering", "OperationFinished AzurePrivatePeering")
		assert.NoError(t, c.InService(peering.Private))
		assert.Equal(t, machine.Provider, c.State().Private.ModifiedBy)
		for _, line := range []string{"ConfigurePeering AzurePrivatePeering", "DisablePeering AzurePrivatePeering IPv4", "RemovePeering AzurePrivatePeering"} {
			assert.True(t, machine.Lacks(c.Check(event(t, line)), circuit.NeedCustomerRouting), line)
		}
	}
}

// Reference: step 4, if the provider "only offers Layer 2 services, you must
// configure routing".
func TestArticleStep4Layer2CustomerConfiguresRouting(t *testing.T) {
	for _, edition := range editions {
		c := apply(t, begun(t, wanted(edition)), provisioned...)
		assert.Equal(t, circuit.Phase{Kind: circuit.PhaseWaiting, For: machine.Customer}.String(), c.Phase().String())
		unmet := lacks(t, c.Check(event(t, "RoutingConfigured AzurePrivatePeering")), circuit.NeedProviderRouting)
		assert.False(t, unmet[0].Unknown)
		c = apply(t, c, "ConfigurePeering AzurePrivatePeering", "OperationFinished AzurePrivatePeering")
		assert.NoError(t, c.InService(peering.Private))
		assert.Equal(t, machine.Customer, c.State().Private.ModifiedBy)
	}
}

// Reference: step 4, Azure private peering: "You must enable this peering to
// connect to VMs / cloud services deployed within virtual networks."
func TestArticleStep4PrivatePeeringForVirtualNetworks(t *testing.T) {
	for _, edition := range editions {
		c := apply(t, begun(t, wanted(edition)), provisioned...)
		lacks(t, c.Check(event(t, "LinkNetwork "+hub)), circuit.NeedPrivatePeering)
		if edition == circuit.Edition2016 {
			c = apply(t, c, "ConfigurePeering AzurePublicPeering", "OperationFinished AzurePublicPeering")
		}
		c = apply(t, c, "ConfigurePeering MicrosoftPeering", "OperationFinished MicrosoftPeering")
		lacks(t, c.Check(event(t, "LinkNetwork "+hub)), circuit.NeedPrivatePeering)
		c = apply(t, c, "ConfigurePeering AzurePrivatePeering", "OperationFinished AzurePrivatePeering", "LinkNetwork "+hub)
		assert.Equal(t, machine.Yes, c.Links()[0].Linked)
	}
}

// Reference: step 4, Azure public peering is "a requirement to access Azure
// resources if you have chosen to enable default routing for Azure private
// peering".
func TestArticleStep4PublicPeeringForTheDefaultRoute(t *testing.T) {
	s := wanted(circuit.Edition2016)
	s.Microsoft, s.Facts.SeparateEdge = peering.Want{}, machine.Yes
	steps := slices.Concat(provisioned, []string{"ConfigurePeering AzurePrivatePeering", "OperationFinished AzurePrivatePeering"})

	c := apply(t, begun(t, s), steps...)
	assert.False(t, machine.Lacks(c.Risks(), circuit.NeedPublicServices), "no default route is attested")

	s.Facts.DefaultRoute = machine.Yes
	c = apply(t, begun(t, s), steps...)
	assert.True(t, machine.Lacks(c.Risks(), circuit.NeedPublicServices))
	c = apply(t, c, "ConfigurePeering AzurePublicPeering", "OperationFinished AzurePublicPeering")
	assert.False(t, machine.Lacks(c.Risks(), circuit.NeedPublicServices))

	// Public peering is gone today, and Microsoft peering carries the public
	// services.
	s = wanted(circuit.EditionToday)
	s.Facts.DefaultRoute, s.Facts.SeparateEdge = machine.Yes, machine.Yes
	c = apply(t, begun(t, s), steps...)
	assert.True(t, machine.Lacks(c.Risks(), circuit.NeedPublicServices))
	assert.False(t, machine.Lacks(inService(t, s).Risks(), circuit.NeedPublicServices))
	s.Public = wanted(circuit.Edition2016).Public
	_, err := circuit.New(s)
	assert.True(t, machine.Lacks(err, circuit.NeedPublicPeering))
	assert.True(t, machine.Lacks(c.Check(event(t, "ConfigurePeering AzurePublicPeering")), circuit.NeedPublicPeering))
}

// Reference: step 4, IMPORTANT, "use a separate proxy / edge to connect to
// Microsoft than the one you use for the Internet".
func TestArticleStep4SeparateEdge(t *testing.T) {
	for _, edition := range editions {
		for fact, want := range map[machine.Truth]bool{machine.Unknown: true, machine.No: true, machine.Yes: false} {
			s := wanted(edition)
			s.Facts.SeparateEdge = fact
			c := inService(t, s)
			assert.Equal(t, want, machine.Lacks(c.Risks(), circuit.NeedSeparateEdge), "%v, edge %v", edition, fact)
			assert.NoError(t, c.InService(peering.Microsoft), "it is advice, not a condition")
			for _, p := range c.Risks() {
				if p.Need == circuit.NeedSeparateEdge {
					assert.Equal(t, fact == machine.Unknown, p.Unknown)
					assert.Equal(t, machine.Customer, p.Actor)
					assert.Equal(t, machine.Article, p.Basis)
				}
			}
		}
		s := wanted(edition)
		s.Microsoft = peering.Want{}
		assert.False(t, machine.Lacks(inService(t, s).Risks(), circuit.NeedSeparateEdge), "without a Microsoft peering there is nothing to keep apart")
	}
}

// Reference: step 5, VNets "can either be in the same Azure subscription as the
// ExpressRoute circuit, or can be in a different subscription".
func TestArticleStep5LinksInBothSubscriptions(t *testing.T) {
	for _, edition := range editions {
		c := apply(t, begun(t, wanted(edition)), provisioned...)
		c = apply(t, c, "ConfigurePeering AzurePrivatePeering", "OperationFinished AzurePrivatePeering")
		lacks(t, c.Check(event(t, "LinkNetwork "+spoke)), circuit.NeedSameSubscription)
		unmet := lacks(t, c.Check(event(t, "NetworkLinked "+spoke)), circuit.NeedAuthorization)
		assert.Equal(t, machine.Customer, unmet[0].Actor)

		c = apply(t, c, "LinkNetwork "+hub, "CreateAuthorization "+spoke)
		assert.Equal(t, machine.NetworkOwner, event(t, "NetworkLinked "+spoke).Actor())
		c = apply(t, c, "NetworkLinked "+spoke)
		for _, l := range c.Links() {
			assert.True(t, l.Linked == machine.Yes && l.Wanted, l.Network)
			assert.Equal(t, machine.TruthOf(l.OtherSubscription), l.Authorized, l.Network)
		}
	}
}

// Reference: ExpressRoute circuit provisioning states, "Each ExpressRoute
// circuit has two states": the provider's and Status.
func TestArticleTwoStates(t *testing.T) {
	c := apply(t, begun(t, wanted(circuit.Edition2016)), created...)
	assert.Equal(t, "NotProvisioned/Enabled", c.State().String())
	assert.Equal(t, circuit.NotProvisioned, c.State().Provider)
	assert.Equal(t, circuit.Enabled, c.State().Status)
}

// Reference: the same, Status is "Enabled, Enabling, or Disabling" and must be
// Enabled "for you to be able to use it".
func TestArticleStatus(t *testing.T) {
	for _, word := range []string{"Enabled", "Enabling", "Disabling"} {
		var status circuit.Status
		err := status.UnmarshalText([]byte(word))
		require.NoError(t, err)
		assert.Equal(t, word, status.String())
		for _, edition := range editions {
			err = placed(t, wanted(edition), circuit.Provisioned, status).Usable()
			if status == circuit.Enabled {
				assert.NoError(t, err)
			} else {
				lacks(t, err, circuit.NeedEnabled)
			}
		}
	}
}

// Reference: the same, the provider's state is "NotProvisioned, Provisioning,
// or Provisioned", and must be Provisioned.
func TestArticleProviderState(t *testing.T) {
	for _, word := range []string{"NotProvisioned", "Provisioning", "Provisioned"} {
		var state circuit.ProviderState
		err := state.UnmarshalText([]byte(word))
		require.NoError(t, err)
		assert.Equal(t, word, state.String())
		for _, edition := range editions {
			err = placed(t, wanted(edition), state, circuit.Enabled).Usable()
			if state == circuit.Provisioned {
				assert.NoError(t, err)
			} else {
				lacks(t, err, circuit.NeedProvisioned)
			}
		}
	}
}

// Reference: At creation time: NotProvisioned, Enabled "as soon as you run the
// PowerShell cmdlet to create" it. That it bills, the later sections say.
func TestArticleAtCreationTime(t *testing.T) {
	for _, edition := range editions {
		c := apply(t, begun(t, wanted(edition)), "CreateCircuit")
		bills(t, c, machine.Customer)
		c = apply(t, c, "OperationFinished")
		assert.Equal(t, "NotProvisioned/Enabled", c.State().String())
		bills(t, c, machine.Customer)
		assert.False(t, meter(t, c).Disputed)
		assert.Equal(t, machine.Yes, c.State().Fresh())
	}
}

// Reference: When connectivity provider is in the process of provisioning:
// Provisioning, Enabled "as soon as you pass the service key" and they start.
func TestArticleProvisioning(t *testing.T) {
	for _, edition := range editions {
		c := apply(t, begun(t, wanted(edition)), building...)
		assert.Equal(t, "Provisioning/Enabled", c.State().String())
		assert.Equal(t, circuit.Phase{Kind: circuit.PhaseWaiting, For: machine.Provider}.String(), c.Phase().String())
		bills(t, c, machine.Customer)
		lacks(t, c.Usable(), circuit.NeedProvisioned)
		plan, err := c.Plan()
		require.NoError(t, err)
		assert.Equal(t, machine.Provider, plan.Turn())
		assert.Empty(t, plan.Steps[0].Ask, "it was asked already")
	}
}

// Reference: When connectivity provider has completed: Provisioned, Enabled.
func TestArticleProvisioned(t *testing.T) {
	for _, edition := range editions {
		c := apply(t, begun(t, wanted(edition)), provisioned...)
		assert.Equal(t, "Provisioned/Enabled", c.State().String())
		assert.NoError(t, c.Usable())
		bills(t, c, machine.Customer)
		assert.Equal(t, circuit.Phase{Kind: circuit.PhaseWaiting, For: machine.Customer}.String(), c.Phase().String())
	}
}

// Reference: the same, "Provisioned and Enabled is the only state the circuit
// can be in for you to be able to use it."
func TestArticleOnlyUsablePair(t *testing.T) {
	for _, edition := range editions {
		for _, provider := range providerStates() {
			for _, status := range statuses() {
				if provider == circuit.NotApplicable {
					continue // a Direct circuit: below
				}
				c := placed(t, wanted(edition), provider, status)
				want := machine.TruthOf(provider == circuit.Provisioned && status == circuit.Enabled)
				switch {
				case provider == 0 && (status == 0 || status == circuit.Enabled), provider == circuit.Provisioned && status == 0:
					want = machine.Unknown
				}
				at := fmt.Sprint(edition, c.State())
				assert.Equal(t, want, c.State().Usable(), at)
				assert.Equal(t, want == machine.Yes, c.Usable() == nil, at)
				if want != machine.Yes {
					for kind := range peering.Types() {
						assert.Error(t, c.InService(kind), at)
					}
				}
			}
		}
	}
	// A circuit without a provider waits for Microsoft alone.
	s := wanted(circuit.EditionToday)
	s.Kind, s.Order.Provider, s.Order.PeeringLocation, s.Order.Bandwidth = circuit.Direct, "", "", 10000
	for _, status := range statuses() {
		c := placed(t, s, circuit.NotApplicable, status)
		assert.Equal(t, status == circuit.Enabled, c.Usable() == nil, status)
	}
}

// Reference: the same, with a Layer 2 provider "you can configure routing for
// your circuit only when it is in this state".
func TestArticleRoutingOnlyWhenProvisionedAndEnabled(t *testing.T) {
	for _, edition := range editions {
		for _, provider := range providerStates() {
			for _, status := range statuses() {
				if provider == circuit.NotApplicable {
					continue
				}
				c := placed(t, wanted(edition), provider, status)
				before := c.State()
				for kind := range peering.Types() {
					if kind == peering.Public && edition == circuit.EditionToday {
						continue
					}
					e := circuit.Event{Verb: circuit.ConfigurePeering, Peering: kind}
					at := fmt.Sprint(edition, c.State(), e)
					after, err := c.Apply(e)
					if provider == circuit.Provisioned && status == circuit.Enabled {
						assert.NoError(t, err, at)
						assert.NotEqual(t, before, after.State(), at)
						continue
					}
					assert.Error(t, err, at)
					assert.Equal(t, before, after.State(), at)
					assert.False(t, c.Can(e), at)
					assert.Equal(t, provider != circuit.Provisioned, machine.Lacks(err, circuit.NeedProvisioned), at)
					assert.Equal(t, status != circuit.Enabled, machine.Lacks(err, circuit.NeedEnabled), at)
				}
			}
		}
	}
}

// Reference: If deprovisioning is initiated on the Microsoft side first:
// Provisioned, Disabling "as soon as you run the PowerShell cmdlet to delete".
func TestArticleCustomerDeletesFirst(t *testing.T) {
	c := apply(t, begun(t, wanted(circuit.Edition2016)), provisioned...)
	assert.Contains(t, ready(c), "DeleteCircuit")
	c = apply(t, c, "DeleteCircuit")
	assert.Equal(t, "Provisioned/Disabling", c.State().String())
	assert.True(t, c.Leaving())
	lacks(t, c.Usable(), circuit.NeedEnabled)
	assert.Error(t, c.Check(event(t, "ConfigurePeering AzurePrivatePeering")))
	assert.Error(t, c.Check(event(t, "CreateCircuit")), "a deleted circuit is not taken back")

	// It may be deleted while the provider is still building, too.
	c = apply(t, begun(t, wanted(circuit.Edition2016)), building...)
	c = apply(t, c, "DeleteCircuit")
	assert.Equal(t, "Provisioning/Disabling", c.State().String())
}

// Reference: the same, "You must reach out to your connectivity provider to
// deprovision the ExpressRoute circuit."
func TestArticleCustomerReachesOutToTheProvider(t *testing.T) {
	c := apply(t, begun(t, wanted(circuit.Edition2016)), provisioned...)
	c = apply(t, c, "DeleteCircuit")

	assert.Equal(t, circuit.Phase{Kind: circuit.PhaseWaiting, For: machine.Customer}.String(), c.Phase().String(), "the provider does not know yet")
	unmet := lacks(t, c.Check(event(t, "DeprovisioningFinished")), circuit.NeedDeprovisioningRequested)
	assert.Equal(t, machine.Customer, unmet[0].Actor)
	plan, err := c.Teardown()
	require.NoError(t, err)
	require.Len(t, plan.Steps, 2)
	assert.Equal(t, machine.Customer, plan.Turn())
	assert.Equal(t, "RequestDeprovisioning", plan.Steps[0].Event.String())
	assert.NotEmpty(t, plan.Steps[0].Ask)
	assert.Equal(t, "DeprovisioningFinished", plan.Steps[1].Event.String())

	c = apply(t, c, "RequestDeprovisioning")
	assert.Equal(t, circuit.Phase{Kind: circuit.PhaseWaiting, For: machine.Provider}.String(), c.Phase().String())
	c = apply(t, c, "DeprovisioningFinished")
	assert.Equal(t, circuit.PhaseTransient, c.Phase().Kind, "Microsoft takes it away")
	c = apply(t, c, "CircuitDeleted")
	assert.Equal(t, circuit.PhaseTerminal, c.Phase().Kind)
	assert.Equal(t, machine.No, meter(t, c).Bills)
	var noPlan *circuit.NoPlanError
	_, err = c.Plan()
	assert.ErrorAs(t, err, &noPlan, "another circuit is another order")
}

// Reference: the same, "Microsoft will continue to bill the circuit until you
// run the PowerShell cmdlet to deprovision": it has been run, yet the how-to
// pages of the same year bill until the provider has deprovisioned.
func TestArticleBillingWhileDisablingIsDisputed(t *testing.T) {
	c := apply(t, begun(t, wanted(circuit.Edition2016)), provisioned...)
	c = apply(t, c, "DeleteCircuit")
	for _, line := range []string{"", "RequestDeprovisioning"} {
		if line != "" {
			c = apply(t, c, line)
		}
		bills(t, c, machine.Provider)
		m := meter(t, c)
		assert.True(t, m.Disputed)
		assert.Contains(t, m.Sources, machine.Article2016)
		assert.True(t, slices.ContainsFunc(m.Sources, func(s string) bool { return strings.Contains(s, "expressroute-howto-circuit") }), m.Sources)
	}
	c = apply(t, c, "DeprovisioningFinished")
	assert.Equal(t, machine.No, meter(t, c).Bills)
}

// Reference: the same; since 2017 the article says that "the operation will
// fail", and Azure that the circuit is not in Deprovisioned state.
func TestArticleDeleteIsRefusedToday(t *testing.T) {
	for _, steps := range [][]string{building, provisioned} {
		c := apply(t, begun(t, wanted(circuit.EditionToday)), steps...)
		before := c.State()
		after, err := c.Apply(event(t, "DeleteCircuit"))
		unmet := lacks(t, err, circuit.NeedDeprovisioned)
		assert.Equal(t, before, after.State())
		assert.Equal(t, machine.Enforced, unmet[0].Basis)
		assert.NotEmpty(t, unmet[0].Fix)
		bills(t, c, machine.Customer)

		c = apply(t, c, "RequestDeprovisioning")
		unmet = lacks(t, c.Check(event(t, "DeleteCircuit")), circuit.NeedDeprovisioned)
		assert.Equal(t, machine.Provider, unmet[0].Actor, "now the provider acts")
	}
	c := apply(t, begun(t, wanted(circuit.EditionToday)), provisioned...)
	unmet := lacks(t, c.Check(event(t, "DeleteCircuit")), circuit.NeedDeprovisioned)
	assert.Equal(t, machine.Customer, unmet[0].Actor, "the customer asks the provider")
}

// Reference: If deprovisioning is initiated on the service provider side:
// NotProvisioned, Enabled after the provider "has completed".
func TestArticleProviderDeprovisionsFirst(t *testing.T) {
	for _, edition := range editions {
		c := apply(t, begun(t, wanted(edition)), provisioned...)
		assert.True(t, machine.Lacks(c.Check(event(t, "DeprovisioningFinished")), circuit.NeedDeprovisioningRequested))
		c = apply(t, c, "RequestDeprovisioning")
		assert.Equal(t, circuit.Phase{Kind: circuit.PhaseWaiting, For: machine.Provider}.String(), c.Phase().String())
		assert.NoError(t, c.Usable(), "until the provider has done it")
		c = apply(t, c, "DeprovisioningFinished")
		assert.Equal(t, "NotProvisioned/Enabled", c.State().String())
		lacks(t, c.Usable(), circuit.NeedProvisioned)
		bills(t, c, machine.Customer)
		assert.False(t, meter(t, c).Disputed)
	}
}

// Reference: the same; the pair is that of At creation time, so only the
// history tells the two circuits apart.
func TestArticleFreshAndDeprovisionedAreToldApart(t *testing.T) {
	for _, edition := range editions {
		fresh := apply(t, begun(t, wanted(edition)), created...)
		down := apply(t, begun(t, wanted(edition)), slices.Concat(provisioned, []string{"RequestDeprovisioning", "DeprovisioningFinished"})...)
		assert.Equal(t, fresh.State().String(), down.State().String())
		assert.Equal(t, machine.Yes, fresh.State().Fresh())
		assert.Equal(t, machine.No, down.State().Fresh())
		assert.NotEqual(t, fresh.State(), down.State())

		seen, err := circuit.Observed(circuit.Observation{State: circuit.State{Provider: circuit.NotProvisioned, Status: circuit.Enabled}})
		require.NoError(t, err)
		assert.Equal(t, machine.Unknown, seen.State().Fresh(), "a document does not tell")

		snap := down.Snapshot()
		again, err := circuit.Restore(wanted(edition), snap)
		require.NoError(t, err)
		assert.Equal(t, machine.No, again.State().Fresh(), "a snapshot does")
	}
}

// Reference: the same, "You can choose to re-enable it if needed".
func TestArticleReenable(t *testing.T) {
	for _, edition := range editions {
		c := apply(t, begun(t, wanted(edition)), slices.Concat(provisioned, []string{"RequestDeprovisioning", "DeprovisioningFinished"})...)
		assert.Contains(t, ready(c), "OrderConnectivity")
		lacks(t, c.Check(event(t, "ProvisioningStarted")), circuit.NeedServiceKey)
		c = apply(t, c, "OrderConnectivity", "HandOverServiceKey", "ProvisioningStarted", "ProvisioningFinished")
		assert.NoError(t, c.Usable())
		c = apply(t, c, "RequestDeprovisioning", "DeprovisioningFinished", "DeleteCircuit")
		assert.True(t, c.Leaving())
	}
}

// Reference: the same, "or run PowerShell cmdlets to delete the circuit", and
// Microsoft bills "until you run the PowerShell cmdlet".
func TestArticleDeleteAfterTheProvider(t *testing.T) {
	for _, edition := range editions {
		c := apply(t, begun(t, wanted(edition)), slices.Concat(provisioned, []string{"RequestDeprovisioning", "DeprovisioningFinished"})...)
		plan, err := c.Teardown()
		require.NoError(t, err)
		require.Len(t, plan.Steps, 1)
		assert.Equal(t, circuit.Step{}.Assumes, plan.Steps[0].Assumes)
		assert.Equal(t, circuit.Destroys, plan.Steps[0].Effect)
		c = followed(t, c, plan)
		assert.Equal(t, circuit.Gone, c.State().Status)
		assert.Equal(t, machine.No, meter(t, c).Bills)
	}
}

// Reference: Routing session configuration state, "The BGP provisioning state
// lets you know if the BGP session has been enabled on the Microsoft edge", and
// it "must be enabled for you to be able to use the peering".
func TestArticleBGPProvisioningState(t *testing.T) {
	for _, edition := range editions {
		c := apply(t, begun(t, wanted(edition)), provisioned...)
		assert.Error(t, c.InService(peering.Private))
		c = apply(t, c, "ConfigurePeering AzurePrivatePeering")
		assert.Equal(t, bgp.Disabled, c.State().Private.IPv4.BGP, "until it is applied")
		lacks(t, c.InService(peering.Private), bgp.NeedApplied)
		c = apply(t, c, "OperationFinished AzurePrivatePeering")
		assert.Equal(t, bgp.Enabled, c.State().Private.IPv4.BGP)
		assert.NoError(t, c.InService(peering.Private))

		c = apply(t, c, "DisablePeering AzurePrivatePeering IPv4", "OperationFinished AzurePrivatePeering")
		assert.Equal(t, bgp.Disabled, c.State().Private.IPv4.BGP)
		lacks(t, c.InService(peering.Private), bgp.NeedAdministered)
		c = apply(t, c, "EnablePeering AzurePrivatePeering IPv4", "OperationFinished AzurePrivatePeering")
		assert.NoError(t, c.InService(peering.Private))

		// It follows from the circuit as well.
		for _, provider := range providerStates() {
			for _, status := range statuses() {
				if provider == 0 || status == 0 || provider == circuit.NotApplicable {
					continue
				}
				there, _, err := c.Observe(circuit.Observation{State: circuit.State{Provider: provider, Status: status}})
				require.NoError(t, err)
				usable := provider == circuit.Provisioned && status == circuit.Enabled
				assert.Equal(t, usable, there.State().Private.IPv4.BGP == bgp.Enabled, there.State())
				assert.Equal(t, usable, there.InService(peering.Private) == nil, there.State())
			}
		}
	}
}

// Reference: the same, the advertised public prefixes state "must be in
// configured state, both for the BGP session to be up" and for the routing.
func TestArticlePrefixesMustBeConfigured(t *testing.T) {
	for _, edition := range editions {
		c := apply(t, begun(t, wanted(edition)), provisioned...)
		c = apply(t, c, "ConfigurePeering MicrosoftPeering", "OperationFinished MicrosoftPeering")
		for state := range prefixes.States() {
			var o circuit.Observation
			o.State.Microsoft.IPv4.Prefixes = state
			there, _, err := c.Observe(o)
			require.NoError(t, err)
			require.Equal(t, state.Wire(), there.State().Microsoft.IPv4.Prefixes.Wire(), "Azure has no word for manual validation")
			up := state == prefixes.Configured
			assert.Equal(t, up, there.State().Microsoft.IPv4.BGP == bgp.Enabled, state)
			if err := there.InService(peering.Microsoft); up {
				assert.NoError(t, err)
			} else {
				lacks(t, err, bgp.NeedPrefixes)
			}
		}
		// On the other peerings the state means nothing.
		c = apply(t, c, "ConfigurePeering AzurePrivatePeering", "OperationFinished AzurePrivatePeering")
		assert.NoError(t, c.InService(peering.Private))
	}
}

// Reference: the same, in "a validation needed state, the BGP session is not
// enabled": the prefixes matched the AS number in no routing registry.
func TestArticleValidationNeeded(t *testing.T) {
	for _, edition := range editions {
		c := apply(t, begun(t, wanted(edition)), provisioned...)
		c = apply(t, c, "ConfigurePeering MicrosoftPeering", "OperationFinished MicrosoftPeering", "ValidationStarted MicrosoftPeering IPv4")
		assert.Equal(t, circuit.PhaseTransient, c.Phase().Kind, "Microsoft looks them up")
		c = apply(t, c, "PrefixesNotMatched MicrosoftPeering IPv4")
		assert.Equal(t, prefixes.ValidationNeeded, c.State().Microsoft.IPv4.Prefixes)
		assert.Equal(t, bgp.Disabled, c.State().Microsoft.IPv4.BGP)
		assert.Equal(t, peering.Enabled, c.State().Microsoft.IPv4.Admin, "the switch is not the session")
		unmet := lacks(t, c.InService(peering.Microsoft), bgp.NeedPrefixes)
		assert.Equal(t, machine.Customer, unmet[0].Actor)
		assert.Equal(t, circuit.Phase{Kind: circuit.PhaseWaiting, For: machine.Customer}.String(), c.Phase().String())
		assert.NoError(t, c.Usable(), "the circuit is fine")
	}
}

// Reference: the same, IMPORTANT, in "manual validation state, you must open a
// support ticket" with evidence of the addresses and the AS number.
func TestArticleManualValidation(t *testing.T) {
	for _, edition := range editions {
		s := circuit.Spec{Edition: edition, Order: wanted(edition).Order, Wants: peering.Wants{Microsoft: wanted(edition).Microsoft}}
		c := apply(t, begun(t, s), provisioned...)
		c = apply(t, c, "ConfigurePeering MicrosoftPeering", "OperationFinished MicrosoftPeering",
			"ValidationStarted MicrosoftPeering IPv4", "PrefixesNotMatched MicrosoftPeering IPv4")
		plan, err := c.Plan()
		require.NoError(t, err)
		require.NotEmpty(t, plan.Steps)
		ticket := plan.Steps[0]
		assert.Equal(t, "OpenTicket MicrosoftPeering IPv4", ticket.Event.String())
		assert.Equal(t, machine.Customer, ticket.Actor)
		assert.Contains(t, ticket.Ask, "letter of authorization")

		c = apply(t, c, "OpenTicket MicrosoftPeering IPv4")
		assert.Equal(t, prefixes.ManualValidation, c.State().Microsoft.IPv4.Prefixes)
		assert.Equal(t, circuit.Phase{Kind: circuit.PhaseWaiting, For: machine.Support}.String(), c.Phase().String())
		unmet := lacks(t, c.InService(peering.Microsoft), bgp.NeedPrefixes)
		assert.Equal(t, machine.Support, unmet[0].Actor)

		rejected := apply(t, c, "EvidenceRejected MicrosoftPeering IPv4")
		assert.Equal(t, prefixes.ValidationNeeded, rejected.State().Microsoft.IPv4.Prefixes)
		accepted := apply(t, c, "EvidenceAccepted MicrosoftPeering IPv4")
		assert.Equal(t, bgp.Enabled, accepted.State().Microsoft.IPv4.BGP)
		assert.NoError(t, accepted.InService(peering.Microsoft))
	}
}

// tasks returns the progress of every task, by stage.
func tasks(c circuit.Circuit) (names []string, progress map[string][]circuit.Progress) {
	progress = map[string][]circuit.Progress{}
	for _, stage := range c.Workflow() {
		names = append(names, stage.Name)
		for _, task := range stage.Tasks {
			progress[stage.Name] = append(progress[stage.Name], task.Progress)
		}
	}
	return names, progress
}

// Reference: figure 1, four stages from left to right, each with its tasks.
func TestArticleFigure1Checklist(t *testing.T) {
	s := wanted(circuit.Edition2016)
	s.Facts.ProviderNeeds = []string{"VPN ID"}
	c := begun(t, s)
	names, progress := tasks(c)
	require.Equal(t, []string{
		"Ensure that prerequisites are met",
		"Order ExpressRoute circuit",
		"Service provider provisions connectivity",
		"Start using ExpressRoute circuit",
	}, names)
	prerequisites, order, connectivity, use := names[0], names[1], names[2], names[3]
	assert.Len(t, progress[prerequisites], 3, "subscription, relationship, physical connectivity")
	assert.GreaterOrEqual(t, len(progress[order]), 6, "provider, location, bandwidth, billing, add-on; and the step to create it")
	assert.GreaterOrEqual(t, len(progress[connectivity]), 3, "service key, VPN ID, provisioned")
	assert.GreaterOrEqual(t, len(progress[use]), 5, "three peerings, two networks")
	for _, stage := range c.Workflow() {
		assert.NotEmpty(t, stage.Step, stage.Name)
	}

	// What no document shows is attested by the customer.
	for _, task := range c.Workflow()[0].Tasks {
		assert.Equal(t, circuit.EvidenceUnknown, task.Evidence, task.Name)
		assert.NotEqual(t, circuit.ProgressDone, task.Progress, task.Name)
	}
	s.Facts.Subscription, s.Facts.Relationship, s.Facts.PhysicalPath = machine.Yes, machine.Yes, machine.Yes
	for _, task := range begun(t, s).Workflow()[0].Tasks {
		assert.Equal(t, circuit.EvidenceAttested, task.Evidence, task.Name)
		assert.Equal(t, circuit.ProgressDone, task.Progress, task.Name)
	}

	// The stages are gone through in order: what is done stays done, and one
	// that is begun has something current or blocked.
	c = begun(t, s)
	plan, err := c.Plan()
	require.NoError(t, err)
	done := 0
	for _, step := range plan.Steps {
		c = followed(t, c, circuit.Plan{Steps: []circuit.Step{step}})
		_, progress = tasks(c)
		now := 0
		for _, stage := range names {
			for _, p := range progress[stage] {
				if p == circuit.ProgressDone {
					now++
				}
			}
		}
		assert.GreaterOrEqual(t, now, done, step)
		done = now
	}
	for _, stage := range c.Workflow() {
		for _, task := range stage.Tasks {
			assert.Equal(t, circuit.ProgressDone, task.Progress, task.Name)
			assert.Empty(t, task.Why, task.Name)
		}
	}
}

// Reference: figure 1, stage 3, "if the provider manages routing configuration,
// provide the necessary details"; step 4, "they will configure routing".
func TestArticleFigure1WhatTheProviderNeeds(t *testing.T) {
	ask := func(s circuit.Spec) string {
		plan, err := begun(t, s).Plan()
		require.NoError(t, err)
		for _, step := range plan.Steps {
			if step.Event.Verb == circuit.HandOverServiceKey {
				return step.Ask
			}
		}
		t.Fatal("the service key is not handed over")
		return ""
	}
	s := wanted(circuit.Edition2016)
	plain := ask(s)
	assert.NotEmpty(t, plain)
	s.Facts.ProviderNeeds = []string{"VPN ID"}
	assert.Contains(t, ask(s), "VPN ID")
	assert.NotContains(t, plain, "VPN ID")
	layer2 := ask(s)
	s.Facts.Routing = machine.Provider
	assert.NotEqual(t, layer2, ask(s), "the routing details go with it")

	// As tasks of their own.
	assert.Greater(t, len(begun(t, s).Workflow()[2].Tasks), len(begun(t, wanted(circuit.Edition2016)).Workflow()[2].Tasks))
}

// Reference: figure 1; a task whose turn has come and that cannot be done says
// why, and one before its turn is pending.
func TestArticleFigure1BlockedAndPending(t *testing.T) {
	of := func(c circuit.Circuit) map[circuit.Progress]int {
		n := map[circuit.Progress]int{}
		for _, stage := range c.Workflow() {
			for _, task := range stage.Tasks {
				n[task.Progress]++
				if task.Progress == circuit.ProgressBlocked {
					assert.NotEmpty(t, task.Why, task.Name)
				}
			}
		}
		return n
	}
	c := apply(t, begun(t, wanted(circuit.Edition2016)), building...)
	n := of(c)
	assert.NotZero(t, n[circuit.ProgressPending], "routing and links wait")
	assert.NotZero(t, n[circuit.ProgressCurrent], "the provider is at it")
	assert.NotZero(t, n[circuit.ProgressDone])

	s := wanted(circuit.EditionToday)
	c = apply(t, begun(t, s), provisioned...)
	c = apply(t, c, "FailureSpread")
	assert.NotZero(t, of(c)[circuit.ProgressBlocked], "a failed circuit takes no peering")
}

// Reference: figure 2, the data to gather for each peering, what of it must be
// public, and what is optional.
func TestArticleFigure2Data(t *testing.T) {
	full := func() circuit.Spec {
		s := wanted(circuit.Edition2016)
		for _, w := range []*peering.Want{&s.Private, &s.Public, &s.Microsoft} {
			w.Config.SharedKey = peering.KeyRef{Env: "ER_MD5"}
		}
		s.Microsoft.Config.IPv4.CustomerASN = 174
		return s
	}
	_, err := circuit.New(full())
	require.NoError(t, err)
	assert.Equal(t, bgp.ASN(12076), bgp.Microsoft, "ExpressRoute's own ASN, on every peering")

	all := []peering.Type{peering.Private, peering.Public, peering.Microsoft}
	public := []peering.Type{peering.Public, peering.Microsoft}
	microsoft := []peering.Type{peering.Microsoft}
	rows := []struct {
		datum string
		of    []peering.Type
		edit  func(*peering.Config)
		need  machine.Need // empty: it is optional
		path  string
	}{
		{"path 1 missing", all, func(c *peering.Config) { c.IPv4.Primary = netip.Prefix{} }, peering.NeedBothPaths, "ipv4.primary"},
		{"path 2 missing", all, func(c *peering.Config) { c.IPv4.Secondary = netip.Prefix{} }, peering.NeedBothPaths, "ipv4.secondary"},
		{"path 1 not a /30", all, func(c *peering.Config) { c.IPv4.Primary = netip.MustParsePrefix("131.107.3.0/29") }, peering.NeedSubnetLength, "ipv4.primary"},
		{"path 1 not public", public, func(c *peering.Config) { c.IPv4.Primary = netip.MustParsePrefix("10.0.0.0/30") }, peering.NeedSubnetPublic, "ipv4.primary"},
		{"path 2 not public", public, func(c *peering.Config) { c.IPv4.Secondary = netip.MustParsePrefix("10.0.0.4/30") }, peering.NeedSubnetPublic, "ipv4.secondary"},
		{"path 1 public", []peering.Type{peering.Private}, func(c *peering.Config) { c.IPv4.Primary = netip.MustParsePrefix("131.107.3.0/30") }, "", ""},
		{"VLAN missing", all, func(c *peering.Config) { c.VLAN = 0 }, peering.NeedVLAN, "vlan"},
		{"ASN missing", all, func(c *peering.Config) { c.PeerASN = 0 }, bgp.NeedPeerASN, "peerASN"},
		{"MD5 hash missing", all, func(c *peering.Config) { c.SharedKey = peering.KeyRef{} }, "", ""},
		{"advertised prefixes missing", microsoft, func(c *peering.Config) { c.IPv4.Advertised = nil }, peering.NeedAdvertised, "ipv4.advertised"},
		{"advertised prefix not public", microsoft, func(c *peering.Config) {
			c.IPv4.Advertised = []prefixes.Prefix{prefixes.MustParsePrefix("10.1.0.0/16")}
		}, prefixes.NeedPublic, "ipv4.advertised[0]"},
		{"customer ASN missing", microsoft, func(c *peering.Config) { c.IPv4.CustomerASN = 0 }, "", ""},
	}
	for _, row := range rows {
		for _, kind := range row.of {
			s := full()
			want := map[peering.Type]*peering.Want{peering.Private: &s.Private, peering.Public: &s.Public, peering.Microsoft: &s.Microsoft}[kind]
			row.edit(&want.Config)
			_, err := circuit.New(s)
			if row.need == "" {
				assert.NoError(t, err, "%v: %s", kind, row.datum)
				continue
			}
			var problems machine.Problems
			require.ErrorAs(t, err, &problems, "%v: %s", kind, row.datum)
			found := slices.ContainsFunc(problems, func(p machine.Problem) bool {
				return p.Need == row.need && p.Path == kind.String()+"."+row.path
			})
			assert.True(t, found, "%v: %s: %v", kind, row.datum, problems)
		}
	}

	// The registry may be left out, and then a person has to validate.
	s := full()
	s.Microsoft.Config.IPv4.Registry = ""
	c := inService(t, s)
	assert.True(t, machine.Lacks(c.Risks(), peering.NeedRegistryNamed))

	// Prefixes, customer ASN and registry are the Microsoft peering's alone.
	s = full()
	s.Private.Config.IPv4.Registry, s.Private.Config.IPv4.CustomerASN = "ARIN", 174
	_, err = circuit.New(s)
	assert.True(t, machine.Lacks(err, peering.NeedMicrosoft))
}

// Reference: the whole article; what is refused is an error that a program can
// take apart, and leaves the circuit as it was.
func TestArticleRefusalsLeaveTheCircuitAlone(t *testing.T) {
	for _, edition := range editions {
		c := begun(t, wanted(edition))
		plan, err := c.Plan()
		require.NoError(t, err)
		for _, step := range plan.Steps {
			for _, o := range c.Options() {
				before, err := json.Marshal(c.Snapshot())
				require.NoError(t, err)
				after, err := c.Apply(o.Event)
				assert.Equal(t, o.Ready(), err == nil, o.Event)
				assert.Equal(t, o.Ready(), c.Can(o.Event), o.Event)
				assert.Equal(t, err, c.Check(o.Event), o.Event)
				now, _ := json.Marshal(c.Snapshot())
				assert.JSONEq(t, string(before), string(now), o.Event)
				var refused *machine.TransitionError
				if errors.As(err, &refused) {
					assert.Equal(t, o.Unmet, refused.Unmet, o.Event)
					assert.Equal(t, c.State(), after.State(), o.Event)
				}
			}
			c = followed(t, c, circuit.Plan{Steps: []circuit.Step{step}})
		}
	}
}
