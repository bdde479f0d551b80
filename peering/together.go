package peering

import (
	"fmt"

	"github.com/expressroute-go/expressroute/machine"
)

// Needs of the peerings of one circuit together.
const (
	NeedVLANUnique    machine.Need = "vlan-unique"    // no other peering has the same VLAN ID
	NeedSubnetsUnique machine.Need = "subnets-unique" // no other peering has a subnet that overlaps
)

// ValidateTogether returns the conflicts between the peerings of one circuit.
// It compares those that are [WantPresent]. [Config.Validate] checks each of
// them alone. The path of a problem is that of the later of two peerings, in
// the order of [Types]: "MicrosoftPeering.vlan".
func ValidateTogether(wants Wants) machine.Problems {
	var problems machine.Problems
	var earlier []subject
	for t, want := range wants.Peerings() {
		if want.Mode != WantPresent {
			continue
		}
		later := subject{want.Config, t}
		for _, first := range earlier {
			problems = append(problems, broken(together, t, pair{first, later}, later.writer()).Within(t.String())...)
		}
		earlier = append(earlier, later)
	}
	return problems
}

// pair holds two peerings of one circuit.
type pair struct{ first, later subject }

// together has the rules for two peerings of one circuit.
//
// Neither rule is Enforced. Azure was seen to accept the same subnets in two
// peerings, although a user in 2016 thought that they caused a failure
// (https://github.com/Azure/azure-xplat-cli/issues/2711). In the only recorded
// failure with a VLAN ID in use (azure-powershell,
// TestExpressRouteCircuitPeeringCRUD, 2015-12-03) the peering was also a Microsoft
// peering on a Standard circuit, which can be the cause as well. In 2016 Azure
// accepted such a VLAN ID, without effect
// (https://github.com/Azure/azure-cli/issues/1574).
var together = []rule[pair]{
	{check: checkVLANUnique, Condition: machine.Condition{
		Need: NeedVLANUnique, Want: "each peering of a circuit must have its own VLAN ID",
		Fix: "give a VLAN ID that no other peering of the circuit has", Basis: machine.Documented, Source: sourceHowTo,
	}},
	{check: checkSubnetsUnique, Condition: machine.Condition{
		Need: NeedSubnetsUnique, Want: "subnets must not overlap those of another peering of the circuit",
		Fix: "give subnets that no other peering of the circuit has", Basis: machine.Documented, Source: sourceRouting,
	}},
}

func checkVLANUnique(p pair, found report) {
	if p.later.VLAN != 0 && p.later.VLAN == p.first.VLAN {
		found("vlan", fmt.Sprintf("%d, which %s also has", p.later.VLAN, p.first.Type))
	}
}

func checkSubnetsUnique(p pair, found report) {
	for _, ours := range p.later.paths() {
		for _, theirs := range p.first.paths() {
			if ours.subnet.Overlaps(theirs.subnet) {
				found(ours.at, fmt.Sprintf("%s, which overlaps %s at %s.%s", ours.subnet, theirs.subnet, p.first.Type, theirs.at))
			}
		}
	}
}
