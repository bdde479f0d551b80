package azure

import (
	"slices"
	"strings"

	"github.com/expressroute-go/expressroute/bgp"
	"github.com/expressroute-go/expressroute/circuit"
	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
)

// Join makes one observation of each circuit out of several documents about it,
// in the order in which the circuits first occur. Circuits are told apart by
// their resource IDs; a document that has none, as a provider's peering, goes
// with the circuit that has its service key. What was read later counts, subject
// by subject: a document without At counts as the oldest, and of two of the same
// time the later argument counts. So what is to be trusted most comes last.
//
// The joined observation is as old as the oldest read in it, so that it never
// undoes what is known to be later. To have changes explained, hand the
// observations to [circuit.Circuit.Observe] one by one.
//
// The answers to writes are no reads, and neither is the answer that there is no
// such circuit: they are joined with their like only.
func Join(observations ...circuit.Observation) []circuit.Observation {
	ids := circuitsByKey(observations)
	groups, order := map[joinKey][]circuit.Observation{}, []joinKey(nil)
	for i, o := range observations {
		k := joinKey{id: canonicalID(o.Have.ID), echo: o.Echo, notFound: o.NotFound}
		if k.id == "" {
			k.id = ids[o.Have.ServiceKey]
		}
		if k.id == "" {
			k.alone = i + 1
		}
		if groups[k] == nil {
			order = append(order, k)
		}
		groups[k] = append(groups[k], o)
	}
	joined := make([]circuit.Observation, 0, len(order))
	for _, k := range order {
		joined = append(joined, joinGroup(groups[k]))
	}
	return joined
}

// joinKey is what observations that are joined have in common.
type joinKey struct {
	id             string
	echo, notFound bool
	alone          int // for one of which it is not known what circuit it is of
}

// circuitsByKey finds the circuits' IDs by their service keys. Two circuits of
// one key are none.
func circuitsByKey(observations []circuit.Observation) map[machine.Secret]string {
	ids := map[machine.Secret]string{}
	for _, o := range observations {
		key, id := o.Have.ServiceKey, canonicalID(o.Have.ID)
		if key.IsZero() || id == "" {
			continue
		}
		if other, known := ids[key]; known && other != id {
			id = ""
		}
		ids[key] = id
	}
	return ids
}

// canonicalID: Azure does not keep the case of IDs, nor the slash at their end.
//
// Source: https://learn.microsoft.com/en-us/azure/azure-resource-manager/management/resource-name-rules
func canonicalID(id string) string { return strings.ToLower(strings.TrimSuffix(id, "/")) }

// joinGroup joins the observations of one circuit.
func joinGroup(group []circuit.Observation) circuit.Observation {
	if len(group) == 1 {
		return group[0]
	}
	slices.SortStableFunc(group, func(a, b circuit.Observation) int { return a.At.Compare(b.At) })
	joined, links := circuit.Observation{Echo: group[0].Echo, NotFound: group[0].NotFound}, links{}
	absent, quirks, strange := notes[string]{}, notes[circuit.Quirk]{}, notes[circuit.Strange]{}
	for _, o := range group {
		if joined.At.IsZero() {
			joined.At = o.At
		}
		overlayCircuit(&joined, o)
		for t := range peering.Types() {
			overlayPeering(&joined, o, t)
		}
		links.overlay(o)
		overlaySessions(&joined, o)
		strange.drop(func(s circuit.Strange) bool { return s.Field != "" && stateOf(&o, s.Field).known() })
		for _, s := range o.Have.Strange {
			stateOf(&joined, s.Field).forget()
		}
		strange.add(o.Have.Strange)
		absent.add(o.Absent)
		quirks.add(o.Quirks)
	}
	links.into(&joined)
	joined.Have.Strange, joined.Absent, joined.Quirks = strange.list, absent.list, quirks.list
	if more := strange.more + absent.more + quirks.more; more > 0 {
		joined.Quirks = append(joined.Quirks, moreNotes(more))
	}
	return joined
}

// overlay takes what a later document says.
func overlay[T comparable](known *T, later T) {
	var zero T
	if later != zero {
		*known = later
	}
}

func overlayCircuit(joined *circuit.Observation, o circuit.Observation) {
	overlay(&joined.Direct, o.Direct)
	overlay(&joined.Provider, o.Provider)
	overlay(&joined.Status, o.Status)
	overlay(&joined.Operation, o.Operation)
	have := &joined.Have
	overlay(&have.ID, o.Have.ID)
	overlay(&have.Name, o.Have.Name)
	overlay(&have.Location, o.Have.Location)
	overlay(&have.ETag, o.Have.ETag)
	overlay(&have.ServiceKey, o.Have.ServiceKey)
	overlay(&have.Order.Provider, o.Have.Order.Provider)
	overlay(&have.Order.PeeringLocation, o.Have.Order.PeeringLocation)
	overlay(&have.Order.Bandwidth, o.Have.Order.Bandwidth)
	overlay(&have.Order.Tier, o.Have.Order.Tier)
	overlay(&have.Order.Billing, o.Have.Order.Billing)
}

// overlayPeering: one that was found later not to be there, or to be there again,
// has nothing of what it was.
func overlayPeering(joined *circuit.Observation, o circuit.Observation, t peering.Type) {
	state, config := joined.OfPeering(t), joined.Have.OfPeering(t)
	later, laterConfig := *o.OfPeering(t), o.Have.Peering(t)
	if exists := later.Exists(); exists != machine.Unknown && state.Exists() != exists {
		*state, *config = later, laterConfig.Clone()
		return
	}
	overlay(&state.Operation, later.Operation)
	overlay(&state.ModifiedBy, later.ModifiedBy)
	overlay(&state.RouteFilter, later.RouteFilter)
	for _, f := range []struct{ known, later *peering.FamilyState }{{&state.IPv4, &later.IPv4}, {&state.IPv6, &later.IPv6}} {
		overlay(&f.known.Admin, f.later.Admin)
		overlay(&f.known.BGP, f.later.BGP)
		overlay(&f.known.Prefixes, f.later.Prefixes)
	}
	if len(laterConfig.Diff(peering.Config{})) > 0 {
		*config = laterConfig.Clone()
	}
}

// overlaySessions: a summary is of one path, and leaves the other alone.
func overlaySessions(joined *circuit.Observation, o circuit.Observation) {
	for session, later := range o.Sessions {
		if joined.Sessions == nil {
			joined.Sessions = map[circuit.Session]bgp.Paths{}
		}
		paths := joined.Sessions[session]
		overlay(&paths.Primary, later.Primary)
		overlay(&paths.Secondary, later.Secondary)
		joined.Sessions[session] = paths
	}
}
