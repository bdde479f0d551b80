package azure

import (
	"strings"

	"github.com/expressroute-go/expressroute/circuit"
	"github.com/expressroute-go/expressroute/circuit/azure/internal/jsondoc"
	"github.com/expressroute-go/expressroute/circuit/azure/internal/scrub"
)

// The fields of a row.
var arpFields = fieldsNamed("interface", "macAddress",
	// Left alone: az before 2.50 has interfaceProperty.
	"ipAddress", "age", "interfaceProperty")

// arp reads the ARP table of one path: a row for each end of it. It moves no state
// of the circuit's. What it says is whether layer 2 is up, which is a quirk where it
// is not.
//
// Source: https://learn.microsoft.com/en-us/azure/expressroute/expressroute-troubleshooting-arp-resource-manager
func (r *reader) arp(rows []jsondoc.Value, o Options) {
	r.answers(o)
	var ends arpEnds
	if len(rows) == 0 {
		r.quirk(r.root, noARPRows, sourceARP)
		return
	}
	for _, row := range rows {
		ends.see(r, row)
	}
	for _, q := range ends.missing() {
		r.quirk(r.root, q.Says, q.Source)
	}
}

const noARPRows = "no rows: nothing was seen on layer 2 of this path, of either end"

// arpEnds are the ends of the path that a table shows.
type arpEnds struct{ microsoft, onPrem bool }

const (
	arpMicrosoft = "Microsoft"
	arpOnPrem    = "On-Prem"
)

// see reads a row.
func (ends *arpEnds) see(r *reader, row jsondoc.Value) {
	row = r.object(row, arpFields)
	side := r.member(row, "interface")
	if side.Absent() {
		side = r.member(row, "interfaceProperty")
	}
	name := r.text(side)
	switch {
	case name == arpMicrosoft:
		ends.microsoft = true
	case name == arpOnPrem:
		ends.onPrem = true
	case side.Kind() == jsondoc.String:
		r.strange(side)
	}
	if mac := r.member(row, "macAddress"); strings.EqualFold(r.text(mac), "Incomplete") {
		r.quirk(mac, scrub.Text(name)+" does not answer to ARP: layer 2 or the address at that end is not right", sourceARP)
	}
}

// missing says what the ends that are not shown mean. Some of Microsoft's routers
// show the other end alone, which is all right; where they are at fault they show
// nothing.
func (ends arpEnds) missing() (quirks []circuit.Quirk) {
	if !ends.onPrem {
		quirks = append(quirks, circuit.Quirk{Says: "no On-Prem row: the router at the other end was not seen, layer 2 is not up", Source: sourceARP})
	}
	if !ends.onPrem && !ends.microsoft {
		quirks = append(quirks, circuit.Quirk{Says: "no Microsoft row: Microsoft's router has no interface for this peering", Source: sourceARP})
	}
	return quirks
}
