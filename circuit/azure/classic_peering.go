package azure

import (
	"fmt"
	"math"
	"net/netip"
	"strings"

	"github.com/expressroute-go/expressroute/bgp"
	"github.com/expressroute-go/expressroute/circuit"
	"github.com/expressroute-go/expressroute/circuit/azure/internal/jsondoc"
	"github.com/expressroute-go/expressroute/circuit/azure/internal/powershell"
	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
	"github.com/expressroute-go/expressroute/prefixes"
)

const (
	sourceClassicRouting = "https://learn.microsoft.com/en-us/azure/expressroute/expressroute-howto-routing-classic"
	sourceAccessType     = "github.com/Azure/azure-powershell, Commands.ExpressRoute, SetAzureBGPPeeringCommand: AccessType is Private by default"
)

var classicPeeringFields = fieldsNamed(powershell.ClassicPeering.Columns()...)

// classicPeering reads a peering of the classic model. It names neither its
// circuit nor its type. Both may be in the call above it.
func (s *psText) classicPeering(b *powershell.Block) {
	t, guess := accessType(b, s.options)
	if t == 0 {
		s.fail(b.Start(), "", fmt.Errorf("%w: nothing says whether this peering is the private or the public one: -AccessType in the call above it would, and Options.Peering", ErrText))
		return
	}
	s.read(b, nil, func(r *reader) {
		if guess.Says != "" && r.note() {
			r.seen.Quirks = append(r.seen.Quirks, guess)
		}
		if key := b.Argument("ServiceKey"); !powershell.Masked([]byte(key)) {
			r.seen.Have.ServiceKey = machine.NewSecret(key)
		}
		r.classicPeering(t, s.options)
	})
}

// accessType tells which peering it is: from the call, from the options, or
// from what only one kind can have. Unless it was said, the quirk says how.
func accessType(b *powershell.Block, o Options) (peering.Type, circuit.Quirk) {
	access := b.Argument("AccessType")
	for t := range peering.Types() {
		if strings.EqualFold(access, classicNames[t]) {
			return t, circuit.Quirk{}
		}
	}
	switch {
	case o.Peering != 0:
		return o.Peering, circuit.Quirk{}
	case access == "" && classicCall(b.Command()):
		return taken(peering.Private, "the call above it does not say which, and that is what it shows then", sourceAccessType)
	case filled(b, "AdvertisedPublicPrefixes") || filled(b, "CustomerAutonomousSystemNumber") || filled(b, "RoutingRegistryName"):
		return taken(peering.Microsoft, "no other has prefixes, a customer's AS number or a registry", sourceClassicRouting)
	case onPrivateAddresses(b):
		return taken(peering.Private, "the public one is not on private addresses, and nothing is advertised as on Microsoft's", sourceClassicRouting)
	}
	return 0, circuit.Quirk{}
}

func taken(t peering.Type, why, source string) (peering.Type, circuit.Quirk) {
	return t, circuit.Quirk{Says: "taken for the " + t.String() + ": " + why, Source: source}
}

// classicNames are what -AccessType takes.
var classicNames = map[peering.Type]string{peering.Private: "Private", peering.Public: "Public", peering.Microsoft: "Microsoft"}

// classicCall reports whether it is that of a cmdlet for peerings. AccessType is
// Private by default there.
func classicCall(command string) bool {
	return strings.Contains(strings.ToLower(command), "-azurebgppeering")
}

// filled reports whether the column has a value, other than those that stand
// for none.
func filled(b *powershell.Block, name string) bool {
	value := b.Value(name)
	return value != "" && value != "0" && value != "{}" && !strings.EqualFold(value, "NONE")
}

func onPrivateAddresses(b *powershell.Block) bool {
	for _, name := range []string{"PrimaryPeerSubnet", "SecondaryPeerSubnet"} {
		if p, err := netip.ParsePrefix(b.Value(name)); err == nil && p.Addr().IsPrivate() {
			return true
		}
	}
	return false
}

// classicPeering reads the columns. What is not said of the peering, such as
// whether a write of it is under way, is not observed.
func (r *reader) classicPeering(t peering.Type, o Options) {
	v := r.object(r.root, classicPeeringFields)
	r.props, r.states = v, map[string]string{
		"State":                         t.String() + ".ipv4.admin",
		"AdvertisedPublicPrefixesState": t.String() + ".ipv4.prefixes",
	}
	r.answers(o)
	r.seen.Echo = o.Echo == machine.Yes
	state, config := r.seen.State.OfPeering(t), r.seen.Have.OfPeering(t)
	config.VLAN = uint16(r.whole(r.need(v, "VlanId"), math.MaxUint16))
	config.PeerASN = bgp.ASN(r.whole(r.need(v, "PeerAsn"), math.MaxUint32))
	r.azureASN(r.need(v, "AzureAsn"))
	r.classicHalf(v, "", &config.IPv4)
	r.classicHalf(v, "Ipv6", &config.IPv6)
	state.IPv4.Admin = word(r, r.need(v, "State"), adminWords)
	if t == peering.Microsoft {
		state.IPv4.Prefixes = word(r, r.need(v, "AdvertisedPublicPrefixesState"), stateWords)
		return
	}
	if validation := r.member(v, "AdvertisedPublicPrefixesState"); !validation.Absent() {
		r.quirk(validation, "means nothing: this peering advertises no public prefixes", sourceClassicRouting)
	}
	state.IPv4.Prefixes, state.RouteFilter = prefixes.NotConfigured, machine.No
}

// classicHalf reads the configuration of one family.
func (r *reader) classicHalf(v jsondoc.Value, suffix string, half *peering.Half) {
	half.Primary = r.prefix(r.member(v, "PrimaryPeerSubnet"+suffix))
	half.Secondary = r.prefix(r.member(v, "SecondaryPeerSubnet"+suffix))
	half.CustomerASN = bgp.ASN(r.whole(r.member(v, "CustomerAutonomousSystemNumber"+suffix), math.MaxUint32))
	half.Registry = r.text(r.member(v, "RoutingRegistryName"+suffix))
	half.Advertised = r.classicPrefixes(r.member(v, "AdvertisedPublicPrefixes"+suffix))
}

// classicPrefixes reads a list as the parameter takes it, with commas, or as
// Format-List prints one, in braces. That ends in dots after four.
func (r *reader) classicPrefixes(v jsondoc.Value) (list []prefixes.Prefix) {
	words := strings.FieldsFunc(r.text(v), func(c rune) bool { return strings.ContainsRune(", ;{}", c) })
	for _, word := range words {
		p, err := prefixes.ParsePrefix(word)
		switch {
		case err == nil:
			list = append(list, p)
		case strings.Trim(word, ".…") == "":
			r.fail(v, fmt.Errorf("%w: the list is cut short; Format-List shows all of it where $FormatEnumerationLimit is -1", ErrText))
			return nil
		default:
			r.strange(v)
			return list
		}
	}
	return list
}
