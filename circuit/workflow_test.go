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

// checklist returns a stage of the workflow as text, one line for each task: progress,
// evidence, actor, and the unmet conditions.
func checklist(stage Stage) []string {
	var lines []string
	for _, task := range stage.Tasks {
		line := strings.Join([]string{task.Name, task.Progress.String(), task.Evidence.String(), task.Actor.String()}, ", ")
		for _, u := range task.Why {
			line += " !" + string(u.Need)
		}
		lines = append(lines, line)
	}
	return lines
}

// The first three stages of a circuit in service.
var (
	prerequisitesDone = []string{
		"Azure subscription exists, Done, Inferred, Customer",
		"connectivity provider identified, relationship set up, Done, Inferred, Customer",
		"physical connectivity with the provider set up, Done, Inferred, Customer",
	}
	orderDone = []string{
		"select service provider, Done, Observed, Customer",
		"select peering location, Done, Observed, Customer",
		"select bandwidth, Done, Observed, Customer",
		"select billing model, Done, Observed, Customer",
		"select standard or premium add-on, Done, Observed, Customer",
		"create the circuit, Done, Observed, Customer",
		"order connectivity from the service provider, Done, Observed, Customer",
	}
	connectivityDone = []string{
		"give the provider the service key, Done, Observed, Customer",
		"the provider provisions the circuit, Done, Observed, Provider",
	}
)

// TestWorkflowInEverySituation reads the checklist of a circuit in each class of
// states.
func TestWorkflowInEverySituation(t *testing.T) {
	spec := Spec{Order: fullOrder, Links: []Link{{Network: "/vnet1"}, {Network: "/vnet2", OtherSubscription: true}, {Kind: GlobalReachLink, Network: "/other"}},
		Wants: peering.Wants{Private: privateV4, Microsoft: dualMicrosoft()}}
	creating := after(t, fresh(spec), CreateCircuit)
	created := after(t, creating, OperationFinished)
	provisioned := after(t, created, OrderConnectivity, HandOverServiceKey, ProvisioningFinished)
	full := follow(t, fresh(spec), must(t, fresh(spec)))
	writing, err := provisioned.Apply(Event{Verb: ConfigurePeering, Peering: peeringPrivate})
	require.NoError(t, err)
	attested := fresh(Spec{Wants: peering.Wants{Private: managedBy(machine.Provider, privateV4)},
		Facts: Facts{Subscription: yes, Relationship: no, PhysicalPath: yes, Ordered: yes, KeyHandedOver: yes, ProviderNeeds: []string{"VPN ID"}}})
	routed := provisionedBy(t, Spec{Order: fullOrder, Wants: peering.Wants{Private: managedBy(machine.Provider, privateV4)}})
	routing, err := routed.Apply(Event{Verb: RoutingConfigured, Peering: peeringPrivate})
	require.NoError(t, err)
	direct := follow(t, fresh(Spec{Kind: Direct, Order: direct()}), must(t, fresh(Spec{Kind: Direct, Order: direct()})))
	seen := seenAs(Spec{Order: fullOrder, Links: twoLinks[:1], Wants: peering.Wants{Private: privateV4}})
	unread := with(seen, func(s *State) { s.Private.Operation = 0 })

	for _, tt := range []struct {
		name   string
		c      Circuit
		stages map[int][]string
	}{
		{"nothing is known", Circuit{}, map[int][]string{
			1: {
				"Azure subscription exists, Current, Unknown, Customer",
				"connectivity provider identified, relationship set up, Current, Unknown, Customer",
				"physical connectivity with the provider set up, Current, Unknown, Customer",
			},
			2: {
				"select service provider, Current, Unknown, Customer",
				"select peering location, Current, Unknown, Customer",
				"select bandwidth, Current, Unknown, Customer",
				"select billing model, Current, Unknown, Customer",
				"select standard or premium add-on, Current, Unknown, Customer",
				"create the circuit, Blocked, Unknown, Customer !order-complete !observed",
				"order connectivity from the service provider, Pending, Unknown, Customer !has-provider !not-deleted",
			},
			3: {
				"give the provider the service key, Pending, Unknown, Customer !has-provider !enabled !connectivity-ordered",
				"the provider provisions the circuit, Pending, Unknown, Provider !enabled !service-key-handed-over !observed",
			},
			4: nil,
		}},
		{"it is to be created", fresh(spec), map[int][]string{
			1: {
				"Azure subscription exists, Current, Unknown, Customer",
				"connectivity provider identified, relationship set up, Current, Unknown, Customer",
				"physical connectivity with the provider set up, Current, Unknown, Customer",
			},
			2: {
				"select service provider, Done, Attested, Customer",
				"select peering location, Done, Attested, Customer",
				"select bandwidth, Done, Attested, Customer",
				"select billing model, Done, Attested, Customer",
				"select standard or premium add-on, Done, Attested, Customer",
				"create the circuit, Current, Observed, Customer",
				"order connectivity from the service provider, Current, Observed, Customer",
			},
			3: {
				"give the provider the service key, Pending, Observed, Customer !enabled !connectivity-ordered",
				"the provider provisions the circuit, Pending, Observed, Provider !enabled !service-key-handed-over",
			},
			4: {
				"configure AzurePrivatePeering, Pending, Observed, Customer !provisioned !enabled",
				"configure MicrosoftPeering, Pending, Observed, Customer !provisioned !enabled",
				"link /vnet1, Pending, Observed, Customer !provisioned !enabled !private-peering-configured !link-limit",
				"link /vnet2, Pending, Observed, NetworkOwner !provisioned !authorization !enabled !private-peering-configured !link-limit",
				"link /other, Pending, Observed, Customer !provisioned !global-reach-offered !enabled !private-peering-configured !link-limit",
			},
		}},
		{"the customer attests", attested, map[int][]string{
			1: {
				"Azure subscription exists, Done, Attested, Customer",
				"connectivity provider identified, relationship set up, Current, Attested, Customer",
				"physical connectivity with the provider set up, Done, Attested, Customer",
			},
			2: {
				"select service provider, Current, Unknown, Customer",
				"select peering location, Current, Unknown, Customer",
				"select bandwidth, Current, Unknown, Customer",
				"select billing model, Current, Unknown, Customer",
				"select standard or premium add-on, Current, Unknown, Customer",
				"create the circuit, Blocked, Observed, Customer !order-complete",
				"order connectivity from the service provider, Done, Attested, Customer",
			},
			3: {
				"give the provider the service key, Done, Attested, Customer",
				"give the provider VPN ID, Done, Attested, Customer",
				"give the provider the routing of AzurePrivatePeering (192.168.15.16/30, 192.168.15.20/30, VLAN 100, AS65001), Done, Attested, Customer",
				"the provider provisions the circuit, Pending, Observed, Provider !enabled",
			},
			4: {"configure AzurePrivatePeering, Pending, Observed, Provider !provisioned !enabled"},
		}},
		{"it is being created", creating, map[int][]string{
			1: {
				"Azure subscription exists, Done, Inferred, Customer",
				"connectivity provider identified, relationship set up, Current, Unknown, Customer",
				"physical connectivity with the provider set up, Current, Unknown, Customer",
			},
			2: append(orderDone[:5:5],
				"create the circuit, Current, Observed, Customer",
				"order connectivity from the service provider, Current, Observed, Customer"),
		}},
		{"it is created", created, map[int][]string{
			2: append(orderDone[:6:6], "order connectivity from the service provider, Current, Observed, Customer"),
			3: {
				"give the provider the service key, Pending, Observed, Customer !connectivity-ordered",
				"the provider provisions the circuit, Pending, Observed, Provider !service-key-handed-over",
			},
		}},
		{"it is ordered", after(t, created, OrderConnectivity), map[int][]string{
			2: orderDone,
			3: {
				"give the provider the service key, Current, Observed, Customer",
				"the provider provisions the circuit, Pending, Observed, Provider !service-key-handed-over",
			},
		}},
		{"the provider has the key", after(t, created, OrderConnectivity, HandOverServiceKey), map[int][]string{
			3: {
				"give the provider the service key, Done, Observed, Customer",
				"the provider provisions the circuit, Current, Observed, Provider",
			},
		}},
		{"the provider is at it, and a failure has switched the circuit off", with(after(t, created, OrderConnectivity, HandOverServiceKey, ProvisioningStarted), func(s *State) { s.Status = Disabled }), map[int][]string{
			1: {
				"Azure subscription exists, Done, Inferred, Customer",
				"connectivity provider identified, relationship set up, Done, Inferred, Customer",
				"physical connectivity with the provider set up, Current, Unknown, Customer",
			},
			3: {
				"give the provider the service key, Done, Observed, Customer",
				"the provider provisions the circuit, Current, Observed, Provider",
			},
		}},
		{"it is provisioned", provisioned, map[int][]string{
			1: prerequisitesDone, 2: orderDone, 3: connectivityDone,
			4: {
				"configure AzurePrivatePeering, Current, Observed, Customer",
				"configure MicrosoftPeering, Current, Observed, Customer",
				"link /vnet1, Pending, Observed, Customer !private-peering-configured",
				"link /vnet2, Pending, Observed, NetworkOwner !authorization !private-peering-configured",
				"link /other, Pending, Observed, Customer !private-peering-configured",
			},
		}},
		{"a peering is being written", writing, map[int][]string{
			4: {
				"configure AzurePrivatePeering, Current, Observed, Customer",
				"configure MicrosoftPeering, Pending, Observed, Customer !no-operation-in-flight",
				"link /vnet1, Pending, Observed, Customer !no-operation-in-flight",
				"link /vnet2, Pending, Observed, NetworkOwner !authorization !no-operation-in-flight",
				"link /other, Pending, Observed, Customer !no-operation-in-flight",
			},
		}},
		{"the provider is writing a peering", routing, map[int][]string{4: {"configure AzurePrivatePeering, Current, Observed, Provider"}}},
		{"the provider's turn", routed, map[int][]string{4: {"configure AzurePrivatePeering, Current, Observed, Provider"}}},
		{"the circuit has failed", with(provisioned, func(s *State) { s.Operation = peering.Failed }), map[int][]string{
			4: {
				"configure AzurePrivatePeering, Blocked, Observed, Customer !circuit-not-failed",
				"configure MicrosoftPeering, Pending, Observed, Customer !circuit-not-failed",
				"link /vnet1, Pending, Observed, Customer !private-peering-configured !circuit-not-failed",
				"link /vnet2, Pending, Observed, NetworkOwner !authorization !private-peering-configured !circuit-not-failed",
				"link /other, Pending, Observed, Customer !private-peering-configured !circuit-not-failed",
			},
		}},
		{"it is in service", full, map[int][]string{
			1: prerequisitesDone, 2: orderDone, 3: connectivityDone,
			4: {
				"configure AzurePrivatePeering, Done, Observed, Customer",
				"configure MicrosoftPeering, Done, Observed, Customer",
				"the IPv4 prefixes are validated, Done, Observed, Microsoft",
				"the IPv6 prefixes are validated, Done, Observed, Microsoft",
				"link /vnet1, Done, Observed, Customer",
				"link /vnet2, Done, Observed, NetworkOwner",
				"link /other, Done, Observed, Customer",
			},
		}},
		{"a peering is not as wanted", with(full, func(s *State) { s.Private.AsWanted = no; s.linked, s.authorized = linkSet{}, linkSet{} }), map[int][]string{
			4: {
				"configure AzurePrivatePeering, Current, Observed, Customer",
				"configure MicrosoftPeering, Done, Observed, Customer",
				"the IPv4 prefixes are validated, Done, Observed, Microsoft",
				"the IPv6 prefixes are validated, Done, Observed, Microsoft",
				"link /vnet1, Current, Observed, Customer",
				"link /vnet2, Pending, Observed, NetworkOwner !authorization",
				"link /other, Current, Observed, Customer",
			},
		}},
		{"a peering has failed", with(seen, func(s *State) { s.Private.Operation = peering.Failed }), map[int][]string{
			4: {"configure AzurePrivatePeering, Current, Observed, Customer", "link /vnet1, Current, Observed, Customer"},
		}},
		{"it was found in service", seen, map[int][]string{
			1: prerequisitesDone,
			2: append(orderDone[:6:6], "order connectivity from the service provider, Done, Inferred, Customer"),
			3: {"give the provider the service key, Done, Inferred, Customer", "the provider provisions the circuit, Done, Observed, Provider"},
			4: {"configure AzurePrivatePeering, Done, Observed, Customer", "link /vnet1, Current, Observed, Customer"},
		}},
		{"no list of the links was read", with(seen, func(s *State) { s.Whole = 0 }), map[int][]string{
			4: {"configure AzurePrivatePeering, Done, Observed, Customer", "link /vnet1, Blocked, Unknown, Customer !not-yet-linked !link-limit"},
		}},
		{"no operation of a peering was read", unread, map[int][]string{
			4: {"configure AzurePrivatePeering, Blocked, Unknown, Customer !no-operation-in-flight !observed", "link /vnet1, Pending, Observed, Customer !no-operation-in-flight"},
		}},
		{"the provider took it down", with(seen, func(s *State) { s.Provider, s.Acts = NotProvisioned, HistoryKnown|ProvisionedBefore; s.settle(0) }), map[int][]string{
			1: {
				"Azure subscription exists, Done, Inferred, Customer",
				"connectivity provider identified, relationship set up, Current, Unknown, Customer",
				"physical connectivity with the provider set up, Current, Unknown, Customer",
			},
			2: append(orderDone[:6:6], "order connectivity from the service provider, Current, Observed, Customer"),
			3: {
				"give the provider the service key, Pending, Observed, Customer !connectivity-ordered",
				"the provider provisions the circuit, Pending, Observed, Provider !service-key-handed-over",
			},
		}},
		{"on a Direct port", direct, map[int][]string{
			1: {
				"Azure subscription exists, Done, Inferred, Customer",
				"reserve the port pair, Done, Inferred, Customer",
				"get the letter of authorization and order the cross connections, Current, Unknown, Customer",
				"set the admin state of both links to Enabled, Current, Unknown, Customer",
				"see light on both links, Current, Unknown, Customer",
			},
			2: {
				"select bandwidth, Done, Observed, Customer",
				"select billing model, Done, Observed, Customer",
				"select standard or premium add-on, Done, Observed, Customer",
				"create the circuit, Done, Observed, Customer",
			},
			3: nil,
		}},
		{"nothing is wanted, and a peering is there", seenWithoutSpec(t), map[int][]string{
			4: {"configure AzurePrivatePeering, Done, Observed, Customer"},
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			stages := tt.c.Workflow()
			require.Len(t, stages, 4)
			for n, want := range tt.stages {
				assert.Equal(t, want, checklist(stages[n-1]), "stage %d", n)
			}
		})
	}
}

// provisionedBy is a circuit that its provider has provisioned.
func provisionedBy(t *testing.T, s Spec) Circuit {
	t.Helper()
	return after(t, fresh(s), CreateCircuit, OperationFinished, OrderConnectivity, HandOverServiceKey, ProvisioningFinished)
}

// seenWithoutSpec returns a circuit that was observed and has no spec.
func seenWithoutSpec(t *testing.T) Circuit {
	t.Helper()
	c, err := seenAs(Spec{Order: fullOrder, Wants: peering.Wants{Private: privateV4}}).WithSpec(Spec{})
	require.NoError(t, err)
	return c
}

// TestWorkflowOfPrefixes checks whose turn it is in the validation of each family's
// prefixes, in each state.
func TestWorkflowOfPrefixes(t *testing.T) {
	full := fullCircuit(t)
	both := EvidenceSentIPv4 | EvidenceSentIPv6
	for _, tt := range []struct {
		is    prefixes.State
		acts  Acts
		line  string
		verb  Verb // the event of the task
		ready bool
	}{
		{prefixes.NotConfigured, 0, "Current, Observed, Microsoft", ValidationStarted, true},
		{prefixes.Configuring, 0, "Current, Observed, Microsoft", PrefixesValidated, true},
		{prefixes.Configured, 0, "Done, Observed, Microsoft", 0, true},
		{prefixes.ValidationNeeded, 0, "Current, Observed, Customer", OpenTicket, true},
		{prefixes.ManualValidation, 0, "Current, Observed, Customer", OpenTicket, true},
		{prefixes.ManualValidation, both, "Current, Observed, Support", EvidenceAccepted, true},
		{0, 0, "Blocked, Unknown, Customer !observed", 0, false},
	} {
		for i, f := range bothIPs {
			t.Run(tt.is.String()+" "+tt.acts.String()+" "+f.String(), func(t *testing.T) {
				c := with(full, func(s *State) {
					familyOf(&s.Microsoft, f).Prefixes = tt.is
					s.Acts = HistoryKnown | ConnectivityOrdered | ServiceKeyHandedOver | ProvisionedBefore | tt.acts
					s.settle(0)
				})
				lines := checklist(c.Workflow()[3])
				require.Len(t, lines, 4)
				assert.Equal(t, "the "+f.String()+" prefixes are validated, "+tt.line, lines[2+i])
				if tt.verb != 0 {
					assert.Equal(t, tt.ready, c.Can(Event{Verb: tt.verb, Peering: peeringMicrosoft, Family: f}))
				}
			})
		}
	}
	// A ticket about the other family does not count.
	c := with(full, func(s *State) {
		s.Microsoft.IPv6.Prefixes, s.Acts = prefixes.ManualValidation, HistoryKnown|EvidenceSentIPv4
	})
	assert.Contains(t, checklist(c.Workflow()[3])[3], "Customer")
}

// TestWorkflowOfLinks checks that the tasks include wanted and existing links.
func TestWorkflowOfLinks(t *testing.T) {
	c := linkedTo(t, 2, false, true, TierPremium)
	c.state.linked = c.state.linked.without(1)
	assert.Equal(t, []string{"configure AzurePrivatePeering, Done, Observed, Customer", "link /vnet0, Done, Observed, Customer", "link /vnet1, Current, Observed, Customer"}, checklist(c.Workflow()[3]))
	spec := c.Want()
	spec.Links = nil
	c, err := c.WithSpec(spec)
	require.NoError(t, err)
	assert.Equal(t, []string{"configure AzurePrivatePeering, Done, Observed, Customer", "link /vnet0, Done, Observed, Customer"}, checklist(c.Workflow()[3]))
}

// TestWorkflowHasNoAbsentFamily checks that only existing families have a validation
// task.
func TestWorkflowHasNoAbsentFamily(t *testing.T) {
	spec := Spec{Order: fullOrder, Wants: peering.Wants{Microsoft: filtered()}}
	c := follow(t, fresh(spec), must(t, fresh(spec)))
	assert.Equal(t, []string{"configure MicrosoftPeering, Done, Observed, Customer", "the IPv4 prefixes are validated, Done, Observed, Microsoft"}, checklist(c.Workflow()[3]))
	c.state.Microsoft.IPv4.Admin = 0
	assert.Len(t, c.Workflow()[3].Tasks, 1)
}
