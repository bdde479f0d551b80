package circuit_test

import (
	"errors"
	"fmt"
	"net/netip"
	"os"
	"strings"

	"github.com/expressroute-go/expressroute/circuit"
	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
)

// office returns the spec of the examples: 200 Mbit/s through a provider, with Azure
// private peering for the virtual networks.
var office = circuit.Spec{Order: circuit.Order{
	Provider:        "Equinix",
	PeeringLocation: "Silicon Valley",
	Bandwidth:       200,
	Tier:            circuit.TierStandard,
	Billing:         circuit.MeteredData,
}, Wants: peering.Wants{Private: peering.Want{Mode: peering.WantPresent, Config: peering.Config{
	IPv4: peering.Half{
		Primary:   netip.MustParsePrefix("192.168.15.16/30"),
		Secondary: netip.MustParsePrefix("192.168.15.20/30"),
	},
	VLAN:    100,
	PeerASN: 65001,
}}}}

func Example() {
	c, err := circuit.New(office)
	if err != nil {
		fmt.Println(err)
		return
	}
	plan, err := c.Plan()
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("turn:", plan.Turn())
	for _, step := range plan.Steps {
		fmt.Println(step)
	}
	// Output:
	// turn: Customer
	// Customer: OrderConnectivity
	// Customer: CreateCircuit
	// Customer: HandOverServiceKey
	// Provider: ProvisioningFinished
	// Customer: ConfigurePeering AzurePrivatePeering
}

// A circuit that exists starts from a document about it. Here the provider is still
// building the circuit.
func ExampleObserved() {
	c, _ := circuit.Observed(circuit.Observation{State: circuit.State{Provider: circuit.Provisioning, Status: circuit.Enabled}})
	fmt.Println(c.State(), "-", c.Phase())
	// Output: Provisioning/Enabled - Waiting for Provider
}

// A refused event does not change the circuit. The error lists every condition that is
// not met, and who can meet it.
func ExampleCircuit_Apply_refused() {
	c, _ := circuit.Observed(circuit.Observation{State: circuit.State{Provider: circuit.Provisioned, Status: circuit.Enabled, Operation: peering.Succeeded}})

	_, err := c.Apply(circuit.Event{Verb: circuit.DeleteCircuit})

	var refused *machine.TransitionError
	if errors.As(err, &refused) {
		for _, u := range refused.Unmet {
			if !u.Unknown {
				fmt.Printf("%s: %s (%s)\n", u.Need, u.Actor, u.Basis)
			}
		}
	}
	fmt.Println(machine.Lacks(err, circuit.NeedDeprovisioned))
	// Output:
	// deprovisioned: Customer (Enforced)
	// true
}

// Routing may be configured only once the circuit is Provisioned and Enabled.
func ExampleCircuit_Check() {
	c, _ := circuit.New(office)
	route := circuit.Event{Verb: circuit.ConfigurePeering, Peering: peering.Private}
	for _, line := range []string{"CreateCircuit", "OperationFinished", "OrderConnectivity", "HandOverServiceKey", "ProvisioningFinished"} {
		e, _ := circuit.ParseEvent(line)
		c, _ = c.Apply(e)
		fmt.Printf("%-22s %-24s %t\n", line, c.State(), c.Check(route) == nil)
	}
	// Output:
	// CreateCircuit          NotProvisioned/Enabling  false
	// OperationFinished      NotProvisioned/Enabled   false
	// OrderConnectivity      NotProvisioned/Enabled   false
	// HandOverServiceKey     NotProvisioned/Enabled   false
	// ProvisioningFinished   Provisioned/Enabled      true
}

// Observe explains a later document by the events that must have happened.
func ExampleCircuit_Observe() {
	c, _ := circuit.Observed(circuit.Observation{State: circuit.State{Provider: circuit.NotProvisioned, Status: circuit.Enabled, Operation: peering.Succeeded, States: peering.States{Private: peering.NotThere()}}})
	c, _ = c.WithSpec(office)

	c, told, err := c.Observe(circuit.Observation{State: circuit.State{Provider: circuit.Provisioned, Status: circuit.Enabled, Operation: peering.Succeeded}})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(told.Events, len(told.Drift), "drift")
	plan, _ := c.Plan()
	fmt.Println(plan.Steps[0])
	// Output:
	// [ProvisioningFinished] 0 drift
	// Customer: ConfigurePeering AzurePrivatePeering
}

// Every event that could come next is ready, or says who holds it up.
func ExampleCircuit_Options() {
	c, _ := circuit.Observed(circuit.Observation{State: circuit.State{Provider: circuit.Provisioning, Status: circuit.Enabled, Operation: peering.Succeeded, States: peering.States{Private: peering.NotThere(), Public: peering.NotThere(), Microsoft: peering.NotThere()}}})
	c, _ = c.WithSpec(office)
	for _, o := range c.Options() {
		switch {
		case o.Fails:
		case o.Ready():
			fmt.Println(o.Actor, "may:", o.Event)
		case o.Event.Peering == peering.Private:
			fmt.Println(o.Actor, "waits for", o.Unmet[0].Actor, "with:", o.Event)
		}
	}
	// Output:
	// Customer may: OrderConnectivity
	// Customer may: HandOverServiceKey
	// Customer may: RefreshCircuit
	// Customer waits for Provider with: ConfigurePeering AzurePrivatePeering
	// Customer may: RequestDeprovisioning
	// Provider may: ProvisioningFinished
	// Provider waits for Provider with: RoutingConfigured AzurePrivatePeering
}

// A circuit bills from its creation, in every state of its provider.
func ExampleCircuit_Meters() {
	c, _ := circuit.Observed(circuit.Observation{State: circuit.State{Provider: circuit.NotProvisioned, Status: circuit.Enabled}})
	m := c.Meters()[0]
	fmt.Println(m.Name, m.Bills, m.Actor)
	fmt.Println(m.Stops)
	// Output:
	// circuit Yes Customer
	// deleting the circuit
}

// The checklist of the article on which the library is built.
func ExampleCircuit_Workflow() {
	c, _ := circuit.New(office)
	for _, verb := range []circuit.Verb{circuit.CreateCircuit, circuit.OperationFinished, circuit.OrderConnectivity} {
		c, _ = c.Apply(circuit.Event{Verb: verb})
	}
	for _, stage := range c.Workflow()[2:] {
		fmt.Println(stage.Name)
		for _, task := range stage.Tasks {
			fmt.Printf("  %-8s %-9s %s\n", task.Progress, task.Actor, task.Name)
		}
	}
	// Output:
	// Service provider provisions connectivity
	//   Current  Customer  give the provider the service key
	//   Pending  Provider  the provider provisions the circuit
	// Start using ExpressRoute circuit
	//   Pending  Customer  configure AzurePrivatePeering
}

// Ask says what a person must say to somebody else to take the step.
func ExampleCircuit_Teardown() {
	c, _ := circuit.New(office)
	plan, _ := c.Plan()
	for _, step := range plan.Steps {
		for _, e := range append([]circuit.Event{step.Event}, step.Then...) {
			c, _ = c.Apply(e)
		}
	}
	plan, _ = c.Teardown()
	for _, step := range plan.Steps {
		fmt.Println(step)
		if step.Ask != "" {
			fmt.Println("   ", step.Ask)
		}
	}
	// Output:
	// Customer: RemovePeering AzurePrivatePeering
	// Customer: RequestDeprovisioning
	//     ask Equinix to deprovision the circuit and to say when that is done
	// Provider: DeprovisioningFinished
	// Customer: DeleteCircuit
}

// A spec is written in JSON. ParseSpec reports all its problems at once, each with its
// place.
func ExampleParseSpec() {
	_, err := circuit.ParseSpec([]byte(`{
		"v": 1,
		"order": {"bandwidthInMbps": 300},
		"AzurePrivatePeering": {
			"vlan": 4095,
			"peerASN": 65515,
			"ipv4": {"primary": "192.168.15.16/30", "secondary": "192.168.15.16/30"}
		}
	}`))
	var problems machine.Problems
	if errors.As(err, &problems) {
		for _, p := range problems {
			fmt.Println(p.Path, p.Need)
		}
	}
	// Output:
	// order.bandwidthInMbps offered-bandwidth
	// AzurePrivatePeering.ipv4.secondary paths-apart
	// AzurePrivatePeering.vlan vlan-valid
	// AzurePrivatePeering.peerASN peer-asn-unreserved
}

// RuleBook prints the rules as a table.
func ExampleRuleBook() {
	for line := range strings.Lines(circuit.RuleBook()) {
		if strings.HasPrefix(line, "| ProvisioningFinished ") || strings.HasPrefix(line, "| LinkNetwork ") {
			fmt.Fprint(os.Stdout, line)
		}
	}
	// Output:
	// | LinkNetwork | Customer | record only | provisioned, same-subscription, enabled, private-peering-configured, not-yet-linked, link-limit, premium-for-other-geography, no-operation-in-flight, circuit-not-failed | Article |
	// | ProvisioningFinished | Provider | provider | enabled, service-key-handed-over | Article |
}
