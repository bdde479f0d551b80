package peering

import (
	"fmt"

	"github.com/expressroute-go/expressroute/machine"
)

// Needs of the peerings of one circuit among each other.
const (
	NeedVLANUnique    machine.Need = "vlan-unique"    // no other peering has the VLAN ID
	NeedSubnetsUnique machine.Need = "subnets-unique" // no other peering has addresses of the subnets
)

// ValidateTogether returns what is wrong between the peerings of one circuit,
// each of which may be right by itself ([Config.Validate]). It compares those
// that are [WantPresent]. A problem is at the later of two peerings, in the
// order of [Types]: "MicrosoftPeering.vlan".
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

// pair is two peerings of one circuit.
type pair struct{ first, later subject }

// together are the rules between two peerings of one circuit.
//
// Neither is Enforced. Azure was seen to accept the same subnets in two
// peerings, though a user of 2016 blamed them for a failure
// (https://github.com/Azure/azure-xplat-cli/issues/2711). The one recorded
// failure with a VLAN ID that was in use (azure-powershell,
// TestExpressRouteCircuitPeeringCRUD, 2015-12-03) may as well be that of a
// Microsoft peering on a Standard circuit, which it was too; in 2016 Azure let
// such a VLAN ID pass without effect
// (https://github.com/Azure/azure-cli/issues/1574).
var together = []rule[pair]{
	{check: checkVLANUnique, Condition: machine.Condition{
		Need: NeedVLANUnique, Want: "no two peerings of a circuit must have the same VLAN ID",
		Fix: "give a VLAN ID that no other peering of the circuit has", Basis: machine.Documented, Source: sourceHowTo,
	}},
	{check: checkSubnetsUnique, Condition: machine.Condition{
		Need: NeedSubnetsUnique, Want: "subnets must not overlap those of another peering of the circuit",
		Fix: "give subnets that no other peering of the circuit has", Basis: machine.Documented, Source: sourceRouting,
	}},
}

func checkVLANUnique(p pair, found report) {
	if p.later.VLAN != 0 && p.later.VLAN == p.first.VLAN {
		found("vlan", fmt.Sprintf("%d, which %s has too", p.later.VLAN, p.first.Type))
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
