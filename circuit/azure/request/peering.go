package request

import (
	"slices"
	"strconv"
	"strings"

	"github.com/expressroute-go/expressroute/peering"
)

var families = []peering.Family{peering.IPv4, peering.IPv6}

// configure writes a peering as the spec wants it. az writes one family at a
// time: the first command makes the peering if it is not there, and the next
// adds to it.
func configure(o order) []string {
	want := o.Want().Peering(o.event.Peering)
	if want.Mode != peering.Present {
		return nil
	}
	mode := modeOf(o)
	args := slices.Concat(common(o, mode), o.unwanted(mode))
	var lines []string
	for _, f := range families {
		half := want.Config.Half(f)
		if half.IsZero() {
			continue
		}
		lines = append(lines, o.onPeering(mode, slices.Concat(args, version(f), subnets(half), advertised(o, half), o.sharedKey())...)...)
		mode, args = "update", nil
	}
	return lines
}

// common is what both families have.
func common(o order, mode string) []string {
	want := o.Want().Peering(o.event.Peering).Config
	var args []string
	if mode == "create" {
		args = append(args, "--peering-type", o.event.Peering.String())
	}
	if want.PeerASN != 0 {
		args = append(args, "--peer-asn", want.PeerASN.String())
	}
	if want.VLAN != 0 {
		args = append(args, "--vlan-id", strconv.Itoa(int(want.VLAN)))
	}
	return args
}

// unwanted takes away the family that is there and that the spec does not want.
func (o order) unwanted(mode string) []string {
	if mode == "create" {
		return nil
	}
	want, have := o.Want().Peering(o.event.Peering).Config, o.Have().Peering(o.event.Peering)
	var args []string
	for _, f := range families {
		if want.Half(f).IsZero() && !have.Half(f).IsZero() {
			args = append(args, halves[f]...)
		}
	}
	return args
}

// halves are the options that take away a family. What IPv4 has stands beside
// what both have.
var halves = map[peering.Family][]string{
	peering.IPv4: {"--remove", "primaryPeerAddressPrefix", "--remove", "secondaryPeerAddressPrefix", "--remove", "microsoftPeeringConfig"},
	peering.IPv6: {"--remove", "ipv6PeeringConfig"},
}

// version tells az the family. IPv4 is what it takes.
func version(f peering.Family) []string {
	if f == peering.IPv6 {
		return []string{"--ip-version", "IPv6"}
	}
	return nil
}

func subnets(half peering.Half) []string {
	var args []string
	if half.Primary.IsValid() {
		args = append(args, "--primary-peer-subnet", half.Primary.String())
	}
	if half.Secondary.IsValid() {
		args = append(args, "--secondary-peer-subnet", half.Secondary.String())
	}
	return args
}

// advertised is what a Microsoft peering has besides. The registry is one of
// those that az knows, in capitals; "NONE", which Azure shows for none, is not.
// A route filter is attached in a step of its own.
func advertised(o order, half peering.Half) []string {
	if o.event.Peering != peering.Microsoft {
		return nil
	}
	var args []string
	if len(half.Advertised) > 0 {
		args = append(args, "--advertised-public-prefixes")
		for _, p := range half.Advertised {
			args = append(args, p.String())
		}
	}
	if half.CustomerASN != 0 {
		args = append(args, "--customer-asn", half.CustomerASN.String())
	}
	if registry := strings.ToUpper(half.Registry); registry != "" && registry != "NONE" {
		args = append(args, "--routing-registry-name", given(registry))
	}
	return args
}
