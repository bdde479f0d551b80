package azure

import (
	"strings"

	"github.com/expressroute-go/expressroute/circuit/azure/internal/jsondoc"
	"github.com/expressroute-go/expressroute/circuit/azure/internal/scrub"
)

// The fields of a row.
var arpFields = fieldsNamed("interface", "macAddress",
	// Left alone: az before 2.50 has interfaceProperty.
	"ipAddress", "age", "interfaceProperty")

// arp reads the ARP table of one path: a row for Microsoft's router and one for
// the other end's. It moves no state of the circuit's. What it says is whether
// layer 2 is up, which is a quirk where it is not.
//
// Source: https://learn.microsoft.com/en-us/azure/expressroute/expressroute-troubleshooting-arp-resource-manager
func (r *reader) arp(rows []jsondoc.Value, o Options) {
	r.seen.Have.ID = o.Circuit
	seen := map[string]bool{}
	for _, row := range rows {
		row = r.object(row, arpFields)
		side := row.Member("interface")
		if side.Absent() {
			side = row.Member("interfaceProperty")
		}
		name := r.text(side)
		if name == arpMicrosoft || name == arpOnPrem {
			seen[name] = true
		} else if side.Kind() == jsondoc.String {
			r.strange(side)
		}
		if mac := row.Member("macAddress"); strings.EqualFold(r.text(mac), "Incomplete") {
			r.quirk(mac, scrub.Text(name)+" does not answer to ARP: layer 2 or the address at that end is not right", sourceARP)
		}
	}
	if !seen[arpOnPrem] {
		r.quirk(r.root, "no On-Prem row: the router at the other end was not seen, layer 2 is not up", sourceARP)
	}
	if !seen[arpMicrosoft] {
		r.quirk(r.root, "no Microsoft row: Microsoft's router has no interface for this peering", sourceARP)
	}
}

const (
	arpMicrosoft = "Microsoft"
	arpOnPrem    = "On-Prem"
)
