package azure

import (
	"github.com/expressroute-go/expressroute/circuit"
	"github.com/expressroute-go/expressroute/circuit/azure/internal/jsondoc"
	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
)

// echo says whether the document is the answer to a write. Where the caller
// does not say, it is taken for one that shows what those show, and what a read
// hardly ever does: Updating, Disabled and NotProvisioned together.
func (r *reader) echo(o Options, p jsondoc.Value, provider circuit.ProviderState) {
	telltale := r.seen.State.Operation == peering.Updating && r.seen.State.Status == circuit.Disabled &&
		provider == circuit.NotProvisioned && r.seen.State.Acts == 0 // DeProvisioned is no such thing
	switch {
	case o.Echo == machine.Yes:
		r.seen.Echo = true
	case o.Echo == machine.Unknown && telltale:
		r.seen.Echo = true
		r.quirk(r.member(p, "circuitProvisioningState"), "taken for the answer to a write: Updating, Disabled and NotProvisioned are what that shows of any circuit", sourceEcho)
	}
}

// contradictions notes what the parts of a document say against each other.
func (r *reader) contradictions() {
	vlans := make(map[uint16]peering.Type)
	for t := range peering.Types() {
		p := r.properties(r.at[t])
		if p.Absent() {
			continue
		}
		vlan, op := r.seen.Have.OfPeering(t).VLAN, r.seen.State.OfPeering(t).Operation
		if other, taken := vlans[vlan]; taken && vlan != 0 {
			r.quirk(r.member(p, "vlanId"), "the VLAN of the "+other.String()+" too", sourceSameVLAN)
		}
		vlans[vlan] = t
		if r.seen.State.Operation == peering.Failed && op.InFlight() {
			r.quirk(r.member(p, "provisioningState"), op.String()+" on a circuit that is Failed: this may last for ever", sourceStuck)
		}
		if r.seen.State.Provider == circuit.NotProvisioned && !r.seen.Echo {
			r.quirk(r.at[t], "a peering on a circuit that is NotProvisioned", sourceTooEarly)
		}
	}
}
