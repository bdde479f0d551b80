package main

import (
	"fmt"
	"strings"

	"github.com/expressroute-go/expressroute/circuit"
	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
)

// vlans are the circuits that use a VLAN ID on a port with Dot1Q encapsulation,
// where it must be unique among all circuits.
type vlans map[vlan][]string

type vlan struct {
	port string // resource ID, in lower case
	id   uint16
}

// vlansOf collects them from all circuits that were read together.
func vlansOf(circuits []seen) vlans {
	used := vlans{}
	for i := range circuits {
		have := &circuits[i].Have
		for t := range peering.Types() {
			if key, ok := vlanOf(have, t); ok {
				used[key] = append(used[key], nameOf(have)+" "+t.String())
			}
		}
	}
	return used
}

func vlanOf(have *circuit.Config, t peering.Type) (vlan, bool) {
	id := have.Peering(t).VLAN
	return vlan{strings.ToLower(have.Port.ID), id}, id != 0 && have.Port.ID != "" && have.Port.Encapsulation == "Dot1Q"
}

// clashes are the VLAN IDs of the circuit that another circuit on the port has too.
func (used vlans) clashes(have *circuit.Config) machine.Problems {
	var problems machine.Problems
	for t := range peering.Types() {
		key, ok := vlanOf(have, t)
		if !ok {
			continue
		}
		for _, other := range used[key] {
			if strings.HasPrefix(other, nameOf(have)+" ") {
				continue // within a circuit the library checks it
			}
			problems = append(problems, machine.Condition{
				Need: peering.NeedVLANUnique, Want: "with Dot1Q encapsulation, a VLAN ID must be unique among all circuits on the port",
				Actor: machine.Customer, Fix: "use another VLAN ID", Basis: machine.Documented,
				Source: "https://learn.microsoft.com/en-us/azure/expressroute/expressroute-erdirect-about",
			}.At(t.String()+".vlan", fmt.Sprintf("VLAN %d, as %s", key.id, other)))
		}
	}
	return problems
}

// nameOf is the circuit's name, or the last part of its resource ID.
func nameOf(have *circuit.Config) string {
	if have.Name != "" {
		return have.Name
	}
	return lastOf(have.ID)
}

// port prints what a Direct circuit is on.
func (p *printer) port(port circuit.Port) {
	if port.ID == "" {
		return
	}
	text := "on " + lastOf(port.ID)
	if port.PeeringLocation != "" {
		text += " in " + port.PeeringLocation
	}
	if port.Encapsulation != "" {
		text += ", " + port.Encapsulation
	}
	if port.Bandwidth != 0 {
		text += fmt.Sprintf(", %s of %s provisioned", port.Provisioned, port.Bandwidth)
	}
	for i, enabled := range []machine.Truth{port.Link1, port.Link2} {
		admin := map[machine.Truth]string{machine.Yes: "Enabled", machine.No: "Disabled"}[enabled]
		if admin != "" {
			text += fmt.Sprintf(", link%d %s", i+1, admin)
		}
	}
	p.line("port", "%s", text)
}
