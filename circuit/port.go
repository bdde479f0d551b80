package circuit

import "github.com/expressroute-go/expressroute/machine"

// Port is what a Direct circuit is on: an ExpressRoute Direct port pair, or a
// link aggregation group. A circuit's document has the ID alone; the rest is in
// the port's own.
//
// Source: https://learn.microsoft.com/en-us/azure/expressroute/expressroute-erdirect-about
type Port struct {
	ID              string        `json:"id,omitempty"` // resource ID
	PeeringLocation string        `json:"peeringLocation,omitempty"`
	Encapsulation   string        `json:"encapsulation,omitempty"`              // "QinQ": a VLAN ID is the circuit's own. "Dot1Q": it is unique among all circuits on the port.
	Bandwidth       Mbps          `json:"bandwidthInMbps,omitempty"`            // that was procured
	Provisioned     Mbps          `json:"provisionedBandwidthInMbps,omitempty"` // of all circuits on it; may be up to twice what was procured
	Link1           machine.Truth `json:"link1,omitempty"`                      // the admin state of the first link is Enabled
	Link2           machine.Truth `json:"link2,omitempty"`
}

// overlay lays what was read over what was known of the same port.
func (p Port) overlay(seen Port) Port {
	if seen.ID != "" && !sameResource(p.ID, seen.ID) {
		return seen
	}
	put(&p.ID, seen.ID)
	put(&p.PeeringLocation, seen.PeeringLocation)
	put(&p.Encapsulation, seen.Encapsulation)
	put(&p.Bandwidth, seen.Bandwidth)
	put(&p.Provisioned, seen.Provisioned)
	put(&p.Link1, seen.Link1)
	put(&p.Link2, seen.Link2)
	return p
}

// linksSeen reports whether a document showed the admin state of a link.
func (p *Port) linksSeen() bool { return p.Link1 != machine.Unknown || p.Link2 != machine.Unknown }

// portUp: both links are created with their admin state Disabled.
var portUp = guard{
	Condition: machine.Condition{
		Need: NeedPortLink, Want: "a link of the port pair must be enabled",
		Actor: machine.Customer, Fix: "set the admin state of both links of the port to Enabled",
		Basis: machine.Documented, Source: sourceDirectHowTo,
	},
	Holds: func(v view) machine.Truth { return v.Have.Port.Link1.Or(v.Have.Port.Link2) },
	Found: foundPortLinks,
}

// bothPortLinksUp: a circuit has a path on each.
var bothPortLinksUp = guard{
	Condition: machine.Condition{
		Need: NeedBothPortLinks, Want: "both links of the port pair must be enabled",
		Actor: machine.Customer, Fix: "set the admin state of both links of the port to Enabled",
		Basis: machine.Documented, Source: sourceDirectHowTo,
	},
	Holds: func(v view) machine.Truth { return v.Have.Port.Link1.And(v.Have.Port.Link2) },
	Found: foundPortLinks,
}

func foundPortLinks(v view) string {
	admin := map[machine.Truth]string{machine.Yes: "Enabled", machine.No: "Disabled", machine.Unknown: "not observed"}
	return "link1 " + admin[v.Have.Port.Link1] + ", link2 " + admin[v.Have.Port.Link2]
}

// portLacks is what stands in the way of traffic on the port, as far as its
// document was read.
func (v *view) portLacks() []machine.Unmet {
	if v.Provider != NotApplicable || !v.Have.Port.linksSeen() {
		return nil
	}
	return guards(portUp).Unmet(*v)
}
