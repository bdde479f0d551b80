package bgp

import "github.com/expressroute-go/expressroute/machine"

// DevicePath names one of the two paths of a peering. Each path has its own router at
// Microsoft's end. The zero value is no path. Azure calls it devicePath, and writes
// the words in upper or lower case.
//
// Source: github.com/Azure/azure-rest-api-specs,
// specification/network/resource-manager/Microsoft.Network/stable/2024-05-01/expressRouteCircuit.json
type DevicePath uint8

const (
	_         DevicePath = iota
	Primary              // the path of the first subnet
	Secondary            // the path of the second subnet
)

var devicePaths = machine.Spell[DevicePath]("bgp.DevicePath", "no path", "Primary", "Secondary")

func (d DevicePath) String() string                { return devicePaths.String(d) }
func (d DevicePath) MarshalText() ([]byte, error)  { return devicePaths.MarshalText(d) }
func (d *DevicePath) UnmarshalText(b []byte) error { return devicePaths.UnmarshalText(d, b) }

// On returns the path that d names, the zero Path if d is no path.
func (p Paths) On(d DevicePath) Path {
	switch d {
	case Primary:
		return p.Primary
	case Secondary:
		return p.Secondary
	}
	return Path{}
}
