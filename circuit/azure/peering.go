package azure

import (
	"fmt"
	"math"
	"slices"

	"github.com/expressroute-go/expressroute/bgp"
	"github.com/expressroute-go/expressroute/circuit/azure/internal/jsondoc"
	"github.com/expressroute-go/expressroute/circuit/azure/internal/scrub"
	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
	"github.com/expressroute-go/expressroute/prefixes"
)

var (
	typeWords  = slices.Collect(peering.Types())
	adminWords = []peering.Admin{peering.Enabled, peering.Disabled}
	actorWords = []machine.Actor{machine.Customer, machine.Provider}
)

// notConfigured is a family that is known not to be configured.
var notConfigured = peering.FamilyState{Admin: peering.Absent, Prefixes: prefixes.NotConfigured}

// peerings reads the peerings of a circuit. Those that the list lacks are not
// there, unless it has one of a type that is not known: it could be any.
func (r *reader) peerings(list jsondoc.Value) {
	if list.Absent() {
		return
	}
	for _, v := range r.elements(list) {
		r.peering(v)
	}
	r.othersNotThere()
}

// othersNotThere notes that there are no peerings but those that were read.
func (r *reader) othersNotThere() {
	for t := range peering.Types() {
		if r.at[t].Absent() && r.at[0].Absent() {
			*r.seen.State.OfPeering(t) = peering.NotThere()
		}
	}
}

// peering reads one of them.
func (r *reader) peering(v jsondoc.Value) {
	v, p := r.resource(v, childFields, peeringProperties)
	t := r.peeringType(v, p)
	if t != 0 && !r.at[t].Absent() {
		r.fail(v, fmt.Errorf("%w: another %s", ErrValue, t))
	}
	r.at[t] = v
	if t != 0 && r.named(v) {
		r.quirk(v, t.String()+" is there, and nothing else of it is shown", sourceMasked)
		return
	}
	if t == 0 || p.Absent() {
		return
	}
	state, config := r.seen.State.OfPeering(t), r.seen.Have.OfPeering(t)
	state.Operation = word(r, r.need(p, "provisioningState"), operationWords)
	state.ModifiedBy = r.modifiedBy(r.member(p, "lastModifiedBy"))
	config.VLAN = uint16(r.whole(r.need(p, "vlanId"), math.MaxUint16))
	config.PeerASN = bgp.ASN(r.whole(r.need(p, "peerASN"), math.MaxUint32))
	r.azureASN(r.member(p, "azureASN"))
	if key := r.member(p, "sharedKey"); !key.Absent() {
		r.quirk(key, "an MD5 key, which is not kept; Azure does not show it as a rule", sourceSchema)
	}
	r.family(p, t, peering.IPv4, &config.IPv4, &state.IPv4)
	v6 := r.object(r.member(p, "ipv6PeeringConfig"), ipv6Fields)
	r.family(v6, t, peering.IPv6, &config.IPv6, &state.IPv6)
	r.whichFamilies(p, v6, t)
	config.Legacy = r.legacy(p, t) || r.legacy(v6, t)
	state.RouteFilter = r.routeFilter(p, t, *config)
	r.connections(r.member(p, "connections"))
	r.connections(r.member(p, "peeredConnections"))
	r.hubReference(r.member(p, "expressRouteConnection"))
}

// shows reports whether the document would show the field of a resource. It has
// the field, if only as null; or it is a resource with all that it has, of which
// the tool leaves out what is not set. People pick columns of a text, and it may
// be cut off.
func (r *reader) shows(v jsondoc.Value, name string) bool {
	if !r.dialect.isFlat() {
		return true
	}
	for m := range v.Children() {
		if r.dialect.schema(string(m.Key())) == name {
			return true
		}
	}
	return !r.member(v, "etag").Absent() && (r.shape != PowerShell || v != r.root)
}

// named reports whether an object has nothing but a name, so that nothing else is
// said of what is there.
func (r *reader) named(v jsondoc.Value) bool {
	members := 0
	for m := range v.Children() {
		if !m.Absent() {
			members++
		}
	}
	return members == 1 && !r.member(v, "name").Absent()
}

// peeringType is told by the property, and where that is not there, by the
// peering's name, which is the same.
func (r *reader) peeringType(v, p jsondoc.Value) peering.Type {
	name, property := r.member(v, "name"), r.need(p, "peeringType")
	if property.Absent() {
		return word(r, name, typeWords)
	}
	t := word(r, property, typeWords)
	if t != 0 && !name.Absent() && r.text(name) != t.String() {
		r.quirk(name, scrub.Text(name.Text())+", where Azure names a peering after its type, "+t.String(), sourceSchema)
	}
	return t
}

// modifiedBy: empty until the first write is applied.
func (r *reader) modifiedBy(v jsondoc.Value) machine.Actor {
	if v.Kind() == jsondoc.String && v.Text() == "" {
		return machine.Nobody
	}
	return word(r, v, actorWords)
}

func (r *reader) azureASN(v jsondoc.Value) {
	asn := bgp.ASN(r.whole(v, math.MaxUint32))
	switch {
	case v.Absent() || asn == bgp.Microsoft:
	case asn == 0:
		r.quirk(v, "0: no configuration of this peering was applied yet", sourceRefused)
	default:
		r.strange(v)
	}
}

// family reads what both families have, IPv4 among the peering's own
// properties, IPv6 under ipv6PeeringConfig.
func (r *reader) family(v jsondoc.Value, t peering.Type, f peering.Family, half *peering.Half, state *peering.FamilyState) {
	half.Primary = r.prefix(r.member(v, "primaryPeerAddressPrefix"))
	half.Secondary = r.prefix(r.member(v, "secondaryPeerAddressPrefix"))
	half.RouteFilter = r.text(r.member(r.object(r.member(v, "routeFilter"), referenceFields), "id"))
	state.Admin = word(r, r.need(v, "state"), adminWords)
	config := r.member(v, "microsoftPeeringConfig")
	if t == peering.Microsoft && linked(*half) {
		config = r.need(v, "microsoftPeeringConfig")
	}
	r.advertised(config, t, f, half, state)
}

// legacy reports whether a family of a Microsoft peering is in legacy mode. Other
// peerings can show that too, where it means nothing.
func (r *reader) legacy(v jsondoc.Value, t peering.Type) bool {
	mode := r.whole(r.member(r.member(v, "microsoftPeeringConfig"), "legacyMode"), math.MaxInt32)
	return mode != 0 && t == peering.Microsoft
}

// whichFamilies tells the families that are not configured. The peering's state
// is there all the same: it is Disabled where IPv6 alone is configured, and
// Enabled in the answer to the write that did so.
func (r *reader) whichFamilies(p, v6 jsondoc.Value, t peering.Type) {
	state, config := r.seen.State.OfPeering(t), r.seen.Have.OfPeering(t)
	if v6.Absent() {
		if r.shows(p, "ipv6PeeringConfig") {
			state.IPv6 = notConfigured
		}
		return
	}
	if !linked(config.IPv4) && linked(config.IPv6) {
		switch state.IPv4.Admin {
		case peering.Enabled:
			r.quirk(r.member(p, "state"), "Enabled, and no IPv4 subnets", sourceIPv6Only)
		case peering.Disabled:
			r.quirk(r.member(p, "state"), "Disabled: that of the IPv4 half, which is not configured; the peering is of IPv6 alone", sourceIPv6Only)
		}
		state.IPv4 = notConfigured
	}
	if !linked(config.IPv6) && state.IPv6.Admin == peering.Disabled {
		state.IPv6 = notConfigured
	}
}

func linked(h peering.Half) bool { return h.Primary.IsValid() || h.Secondary.IsValid() }

// routeFilter says whether a route filter is attached. A document that shows
// none has none if it is of an API version that would show it: those since
// 2017-10-01, which have a list of connections in every peering.
func (r *reader) routeFilter(p jsondoc.Value, t peering.Type, config peering.Config) machine.Truth {
	switch {
	case t != peering.Microsoft:
		return machine.No
	case config.IPv4.RouteFilter != "" || config.IPv6.RouteFilter != "":
		return machine.Yes
	case !r.member(p, "connections").Absent():
		return machine.No
	}
	return machine.Unknown
}
