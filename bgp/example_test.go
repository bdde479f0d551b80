package bgp_test

import (
	"fmt"

	"github.com/expressroute-go/expressroute/bgp"
	"github.com/expressroute-go/expressroute/machine"
)

// The prefixes of a Microsoft peering did not pass validation: ARM shows the
// peering as Enabled, and its sessions do not come up.
func Example() {
	edge := bgp.Edge{Usable: machine.Yes, Administered: machine.Yes, Applied: machine.Yes, Prefixes: machine.No}
	fmt.Println(bgp.Settle(edge))
	for _, unmet := range edge.Why() {
		fmt.Printf("%s: %s can %s\n", unmet.Need, unmet.Actor, unmet.Fix)
	}
	// Output:
	// Disabled
	// prefixes-configured: Customer can get the prefixes validated, with a support ticket if necessary
}

// If a fact is not known, the state is neither Enabled nor Disabled.
func ExampleSettle() {
	edge := bgp.Edge{Usable: machine.Yes, Administered: machine.Yes, Applied: machine.Yes}
	fmt.Println(bgp.Settle(edge))
	edge.Prefixes = machine.Yes
	fmt.Println(bgp.Settle(edge))
	edge.Usable = machine.No
	fmt.Println(bgp.Settle(edge))
	// Output:
	// not observed
	// Enabled
	// Disabled
}

func ExampleParseASN() {
	for _, text := range []string{"64500", "AS64500", "as1.10", "AS"} {
		a, err := bgp.ParseASN(text)
		if err != nil {
			fmt.Println(err)
			continue
		}
		fmt.Printf("%-7s %5s %5s public %t\n", text, a, a.ASDot(), a.IsPublic())
	}
	// Output:
	// 64500   64500 64500 public false
	// AS64500 64500 64500 public false
	// as1.10  65546  1.10 public false
	// bgp: "AS" is not an AS number, want 0 to 4294967295, such as 64500, AS64500 or 1.10
}

// A route-table summary shows one path, so that two of them are needed.
func ExamplePaths_Health() {
	var paths bgp.Paths
	paths.Primary, _ = bgp.ParsePfxRcd("50")
	fmt.Println(paths.Health())
	paths.Secondary, _ = bgp.ParsePfxRcd("Active")
	fmt.Println(paths.Health())
	// Output:
	// not observed
	// Degraded
}

func ExampleParsePfxRcd() {
	for _, text := range []string{"50", "Idle (Admin)"} {
		path, err := bgp.ParsePfxRcd(text)
		fmt.Println(path.Session, path.Prefixes, err)
	}
	// Output:
	// Established 50 <nil>
	// Idle 0 <nil>
}
