package request

import (
	"fmt"
	"slices"
	"strings"

	"github.com/expressroute-go/expressroute/circuit/azure"
	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
	"github.com/expressroute-go/expressroute/prefixes"
)

// familyAt says where a peering has the fields of an address family: those of
// IPv4 are among the peering's own.
var familyAt = map[peering.Family]string{
	peering.IPv4: "properties.",
	peering.IPv6: "properties.ipv6PeeringConfig.",
}

// configurePeering writes the peering as the spec wants it, both address families
// at once.
func configurePeering(m *maker, b *body) {
	want := m.Want().Peering(m.event.Peering)
	if want.Mode != peering.WantPresent {
		m.refused = "the spec does not want " + m.event.Peering.String()
		return
	}
	b.set("name", m.event.Peering.String())
	b.set("properties.peeringType", m.event.Peering.String())
	if want.Config.VLAN != 0 {
		b.set("properties.vlanId", want.Config.VLAN)
	}
	if want.Config.PeerASN != 0 {
		b.set("properties.peerASN", want.Config.PeerASN)
	}
	for _, f := range families {
		if half := want.Config.Half(f); half.IsZero() {
			removeHalf(b, f)
		} else {
			configureHalf(m, b, f, half)
		}
	}
}

// configureHalf writes one address family. A family that is new is switched on; one
// that is there stays as it is. A provider cannot attach a route filter, and one
// that the spec does not name stays: it is detached in a step of its own, because
// without it no routes arrive.
func configureHalf(m *maker, b *body, f peering.Family, half peering.Half) {
	at := familyAt[f]
	if b.text(at+"primaryPeerAddressPrefix") == "" && b.at(at+"state") != nil {
		b.set(at+"state", peering.Enabled.String())
	}
	if half.Primary.IsValid() {
		b.set(at+"primaryPeerAddressPrefix", half.Primary.String())
	}
	if half.Secondary.IsValid() {
		b.set(at+"secondaryPeerAddressPrefix", half.Secondary.String())
	}
	if m.event.Peering == peering.Microsoft {
		advertise(b, at+"microsoftPeeringConfig.", half)
	}
	if half.RouteFilter != "" && m.event.Actor() == machine.Customer {
		b.set(at+"routeFilter", map[string]any{"id": half.RouteFilter})
	}
}

// advertise writes the prefixes, and where and to whom they are registered. A value
// that the spec does not want is replaced by Azure's word for none.
func advertise(b *body, at string, half peering.Half) {
	list := make([]any, len(half.Advertised))
	for i, p := range half.Advertised {
		list[i] = p.String()
	}
	b.set(at+"advertisedPublicPrefixes", list)
	if half.CustomerASN != 0 || b.at(at+"customerASN") != nil {
		b.set(at+"customerASN", half.CustomerASN)
	}
	if registry := strings.ToUpper(half.Registry); registry != "" {
		b.set(at+"routingRegistryName", registry)
	} else if b.text(at+"routingRegistryName") != "" {
		b.set(at+"routingRegistryName", "NONE")
	}
	keepSigned(b, at+"advertisedPublicPrefixInfo", half.Advertised)
}

// keepSigned removes the proofs of prefixes that are no longer advertised.
func keepSigned(b *body, at string, advertised []prefixes.Prefix) {
	list, there := b.at(at).([]any)
	if !there {
		return
	}
	list = slices.DeleteFunc(slices.Clone(list), func(e any) bool {
		p, err := prefixes.ParsePrefix(textOf(e, "prefix"))
		return err == nil && !slices.ContainsFunc(advertised, samePrefix(p))
	})
	if b.set(at, list); len(list) == 0 {
		b.remove(at)
	}
}

func samePrefix(p prefixes.Prefix) func(prefixes.Prefix) bool {
	return func(other prefixes.Prefix) bool { return p.Prefix().Masked() == other.Prefix().Masked() }
}

func textOf(object any, name string) string {
	fields, _ := object.(map[string]any)
	text, _ := fields[name].(string)
	return text
}

// removeHalf removes an address family that the spec does not want. A peering
// without IPv4 has no state of its own: Azure shows Disabled there.
func removeHalf(b *body, f peering.Family) {
	if f == peering.IPv6 {
		b.remove("properties.ipv6PeeringConfig")
		return
	}
	if b.text("properties.primaryPeerAddressPrefix")+b.text("properties.secondaryPeerAddressPrefix") == "" {
		return
	}
	for _, name := range []string{"primaryPeerAddressPrefix", "secondaryPeerAddressPrefix", "microsoftPeeringConfig", "routeFilter", "state"} {
		b.remove("properties." + name)
	}
}

// switchTo enables or disables the address family of the event. The other one
// stays as it is.
func switchTo(state peering.Admin) func(m *maker, b *body) {
	return func(m *maker, b *body) {
		if at := familyAt[m.event.Family]; b.configured(m.event.Family) {
			b.set(at+"state", state.String())
		}
	}
}

// configured reports whether the peering has the address family. It is an error if
// it has not: there is nothing to switch.
func (b *body) configured(f peering.Family) bool {
	at := familyAt[f]
	if b.text(at+"primaryPeerAddressPrefix")+b.text(at+"secondaryPeerAddressPrefix") == "" {
		b.fail(strings.TrimSuffix(at, "."), fmt.Errorf("%w: the peering has no %s", azure.ErrValue, f))
		return false
	}
	return true
}

// attachRouteFilter attaches the route filters of the spec.
func attachRouteFilter(m *maker, b *body) {
	want := m.Want().Microsoft.Config
	if want.IPv4.RouteFilter+want.IPv6.RouteFilter == "" {
		m.refused = "the spec has no route filter"
	}
	for _, f := range families {
		if filter := want.Half(f).RouteFilter; filter != "" && b.configured(f) {
			b.set(familyAt[f]+"routeFilter", map[string]any{"id": filter})
		}
	}
}

// detachRouteFilter detaches the route filters of both address families.
func detachRouteFilter(_ *maker, b *body) {
	for _, f := range families {
		b.remove(familyAt[f] + "routeFilter")
	}
}

// signPrefixes adds the signatures of the prefixes of the event's address family to
// the prefixes that are already signed.
//
// Source: https://learn.microsoft.com/en-us/azure/expressroute/expressroute-howto-routing-portal-resource-manager
func signPrefixes(m *maker, b *body) {
	at := familyAt[m.event.Family] + "microsoftPeeringConfig.advertisedPublicPrefixInfo"
	list, _ := b.at(at).([]any)
	list = slices.Clone(list)
	signed := 0
	for _, s := range m.names.Signatures {
		if !s.Prefix.Prefix().IsValid() || s.Prefix.Prefix().Addr().Is4() != (m.event.Family == peering.IPv4) {
			continue
		}
		signed++
		i := slices.IndexFunc(list, func(e any) bool {
			p, err := prefixes.ParsePrefix(textOf(e, "prefix"))
			return err == nil && samePrefix(p)(s.Prefix)
		})
		if i < 0 {
			i = len(list)
			list = append(list, map[string]any{"prefix": s.Prefix.String()})
		}
		m.sign(list[i].(map[string]any), s)
	}
	if signed == 0 {
		m.lack(Missing{Name: "Names.Signatures", For: "the signatures of the " + m.event.Family.String() + " prefixes by their owner"})
	}
	b.set(at, list)
}

// sign puts one signature in.
func (m *maker) sign(info map[string]any, s Signature) {
	if !s.ValidationID.IsZero() {
		info["validationId"] = s.ValidationID.Reveal()
	}
	if textOf(info, "validationId") == "" {
		m.lack(Missing{Name: "the validation ID of " + s.Prefix.String(), For: "it is the text that was signed"})
	}
	if s.Signature == "" {
		m.lack(Missing{Name: "the signature of " + s.Prefix.String(), For: "the proof of the prefix's owner"})
	}
	info["signature"] = s.Signature
}
