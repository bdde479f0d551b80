// Quickstart asks a circuit the questions that Azure does not answer: what is
// allowed now, what comes next, whose turn it is, and whether it costs money.
package main

import (
	"errors"
	"fmt"
	"net/netip"

	"github.com/expressroute-go/expressroute/circuit"
	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
)

func main() {
	c, err := circuit.New(circuit.Spec{
		Order: circuit.Order{
			Provider: "Equinix", PeeringLocation: "Amsterdam",
			Bandwidth: 200, Tier: circuit.TierStandard, Billing: circuit.MeteredData,
		},
		Wants: peering.Wants{
			Private: peering.Want{Mode: peering.WantPresent, Config: peering.Config{
				IPv4: peering.Half{
					Primary:   netip.MustParsePrefix("192.168.10.0/30"),
					Secondary: netip.MustParsePrefix("192.168.10.4/30"),
				},
				VLAN: 100, PeerASN: 65010,
			}},
		},
	})
	if err != nil {
		fmt.Println(err) // everything that is wrong with the spec
		return
	}

	// Routing cannot be configured before the provider has finished.
	configure := circuit.Event{Verb: circuit.ConfigurePeering, Peering: peering.Private}
	var refused *machine.TransitionError
	if errors.As(c.Check(configure), &refused) {
		fmt.Println(refused.Event, "is refused:")
		for _, u := range refused.Unmet {
			fmt.Printf("- %s, it is %s; %s can %s\n", u.Want, u.Found, u.Actor, u.Fix)
		}
	}
	fmt.Println()

	plan, err := c.Plan()
	if err != nil {
		fmt.Println(err) // why there is no plan
		return
	}
	for i, step := range plan.Steps {
		fmt.Printf("%d. %-9s %s\n", i+1, step.Actor, step.Event)
		c, _ = c.Apply(step.Event)
		for _, follows := range step.Then {
			c, _ = c.Apply(follows)
		}
	}
	fmt.Println()

	fmt.Println("state: ", c.State())
	fmt.Println("usable:", c.Usable() == nil)
	fmt.Println("bills: ", c.Meters()[0].Bills, "until", c.Meters()[0].Stops)
}
