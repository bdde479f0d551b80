package request

import (
	"slices"
	"strconv"
	"strings"

	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
)

var families = []peering.Family{peering.IPv4, peering.IPv6}

// configure writes a peering as the spec wants it. az creates one address family at
// a time: the first command creates the peering if there is none, and the next one
// adds to it.
//
// The update command with --ip-version IPv6 is not used: az 2.45 then sends the
// IPv4 half without its subnets, prefixes and route filter, and the IPv6 half with
// nothing but the options. With --set it sends both halves.
func configure(o order) []string {
	want := o.Want().Peering(o.event.Peering)
	if want.Mode != peering.WantPresent {
		return nil
	}
	mode := "create"
	if o.State().Peering(o.event.Peering).Exists() == machine.Yes {
		mode = "update"
		if o.signs() {
			return o.updatePeering()
		}
	}
	args := slices.Concat(common(o, mode), o.unwanted(mode))
	var lines []string
	for _, f := range families {
		half := want.Config.Half(f)
		if half.IsZero() {
			continue
		}
		options := halfOptions
		if f == peering.IPv6 && mode == "update" {
			options = halfSettings
		}
		lines = append(lines, o.onPeering(mode, slices.Concat(args, o.switchOn(f, mode), options(o, f, half), o.sharedKey())...)...)
		mode, args = "update", nil
	}
	return lines
}

// halfOptions returns the options for an address family: those of IPv4, or of a
// peering that is created with IPv6 alone.
func halfOptions(o order, f peering.Family, half peering.Half) []string {
	return slices.Concat(version(f), subnets(half), advertised(o, half))
}

// halfSettings returns the settings for the IPv6 half of a peering that exists.
func halfSettings(o order, _ peering.Family, half peering.Half) []string {
	const microsoft = "microsoftPeeringConfig."
	var args settings
	if half.Primary.IsValid() {
		args.add("primaryPeerAddressPrefix", half.Primary.String())
	}
	if half.Secondary.IsValid() {
		args.add("secondaryPeerAddressPrefix", half.Secondary.String())
	}
	if o.event.Peering != peering.Microsoft {
		return args
	}
	if len(half.Advertised) > 0 {
		list := make([]string, len(half.Advertised))
		for i, p := range half.Advertised {
			list[i] = strconv.Quote(p.String())
		}
		args.add(microsoft+"advertisedPublicPrefixes", "["+strings.Join(list, ",")+"]")
	}
	if half.CustomerASN != 0 {
		args.add(microsoft+"customerASN", half.CustomerASN.String())
	}
	if registry := strings.ToUpper(half.Registry); registry != "" {
		args.add(microsoft+"routingRegistryName", registry)
	}
	if half.RouteFilter != "" {
		args.add("routeFilter.id", half.RouteFilter)
	}
	return args
}

// settings are options that set fields of the IPv6 half.
type settings []string

func (s *settings) add(field, value string) {
	*s = append(*s, "--set", quoted("ipv6PeeringConfig."+field+"="+value))
}

// switchOn returns the option that enables IPv4 on a peering that has IPv6 alone:
// Azure shows Disabled there.
func (o order) switchOn(f peering.Family, mode string) []string {
	have := o.Have().Peering(o.event.Peering)
	if f == peering.IPv4 && mode == "update" && have.IPv4.IsZero() && !have.IPv6.IsZero() {
		return []string{"--set", "state=Enabled"}
	}
	return nil
}

// common returns the options that are not of one address family.
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

// unwanted returns the options that remove the address families that are
// configured and that the spec does not want.
func (o order) unwanted(mode string) []string {
	if mode == "create" {
		return nil
	}
	want, have := o.Want().Peering(o.event.Peering).Config, o.Have().Peering(o.event.Peering)
	var args []string
	for _, f := range families {
		if want.Half(f).IsZero() && !have.Half(f).IsZero() {
			args = append(args, removeFamily[f]...)
		}
	}
	return args
}

// removeFamily has the options that remove an address family. The fields of IPv4
// are among the peering's own.
var removeFamily = map[peering.Family][]string{
	peering.IPv4: {"--remove", "primaryPeerAddressPrefix", "--remove", "secondaryPeerAddressPrefix", "--remove", "microsoftPeeringConfig"},
	peering.IPv6: {"--remove", "ipv6PeeringConfig"},
}

// version returns the option for the address family. Without it az takes IPv4.
func version(f peering.Family) []string {
	if f == peering.IPv6 {
		return []string{"--ip-version", "IPv6"}
	}
	return nil
}

// subnets returns the options for the subnets of the two paths.
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

// advertised returns the options that only a Microsoft peering has. az knows the
// routing registries in capital letters. "NONE", which Azure shows where there is
// no registry, is not among them.
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
		args = append(args, "--routing-registry-name", quoted(registry))
	}
	if half.RouteFilter != "" {
		args = append(args, "--route-filter", quoted(half.RouteFilter))
	}
	return args
}

// setAdmin enables or disables one address family of the peering.
func (o order) setAdmin(state peering.Admin) []string {
	field := "state"
	if o.event.Family == peering.IPv6 {
		field = "ipv6PeeringConfig.state"
	}
	return o.updatePeering("--set", field+"="+state.String())
}

// attachFilter attaches the route filters that the spec wants, to both address
// families at once.
func attachFilter(o order) []string {
	want := o.Want().Microsoft.Config
	var args []string
	if filter := want.IPv4.RouteFilter; filter != "" {
		args = append(args, "--route-filter", quoted(filter))
	}
	if filter := want.IPv6.RouteFilter; filter != "" {
		args = append(args, "--set", quoted("ipv6PeeringConfig.routeFilter.id="+filter))
	}
	if len(args) == 0 {
		return nil
	}
	return o.updatePeering(args...)
}

// detachFilter detaches the route filter from the address families that have one,
// and from IPv4 if that is not known.
func detachFilter(o order) []string {
	have := o.Have().Microsoft
	var args []string
	if have.IPv6.RouteFilter == "" || have.IPv4.RouteFilter != "" {
		args = append(args, "--remove", "routeFilter")
	}
	if have.IPv6.RouteFilter != "" {
		args = append(args, "--remove", "ipv6PeeringConfig.routeFilter")
	}
	return o.updatePeering(args...)
}

// onPeering returns a command on the peering of the event.
func (o order) onPeering(verb string, args ...string) []string {
	of := []string{"--circuit-name", o.name()}
	if verb != "create" { // which takes the name from --peering-type
		of = append(of, "--name", o.event.Peering.String())
	}
	return command("az network express-route peering "+verb, o.group(), of, args)
}

// updatePeering returns the command that changes the peering, with its MD5 key.
func (o order) updatePeering(args ...string) []string {
	if o.signs() {
		return o.rest("/peerings/" + o.event.Peering.String())
	}
	return o.onPeering("update", append(args, o.sharedKey()...)...)
}

// signs reports whether the peering of the event has prefixes with a signature.
func (o order) signs() bool { return o.event.Peering == peering.Microsoft && o.signed() }

// sharedKey returns the option for the MD5 key, if the spec says where the key is.
func (o order) sharedKey() []string {
	switch key := o.Want().Peering(o.event.Peering).Config.SharedKey; {
	case key.Env != "" && !variableName.MatchString(key.Env):
		return []string{"--shared-key", variable("ER_MD5_KEY")}
	case key.Env != "":
		return []string{"--shared-key", variable(key.Env)}
	case key.File != "":
		return []string{"--shared-key", contentsOf(key.File)}
	}
	return nil
}
