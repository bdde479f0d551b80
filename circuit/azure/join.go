package azure

import (
	"slices"
	"strings"

	"github.com/expressroute-go/expressroute/circuit"
	"github.com/expressroute-go/expressroute/machine"
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

// joinGroup joins the documents of one circuit in the order of their times. Links
// are collected first, for a list can have as many documents as it has links.
func joinGroup(group []circuit.Observation) circuit.Observation {
	slices.SortStableFunc(group, func(a, b circuit.Observation) int { return a.At.Compare(b.At) })
	joined, more := joinHalves(group)
	if more > 0 {
		joined.Quirks = append(joined.Quirks, moreNotes(more))
	}
	return joined
}

// joinHalves joins the earlier half with the later one, so that a circuit of
// ten thousand parts takes no longer than its parts. It returns how many notes it
// dropped.
func joinHalves(group []circuit.Observation) (circuit.Observation, int) {
	if len(group) == 1 {
		return group[0], 0
	}
	earlier, dropped := joinHalves(group[:len(group)/2])
	later, droppedToo := joinHalves(group[len(group)/2:])
	joined := earlier.Then(later)
	return joined, dropped + droppedToo + bounded(&joined.Have.Strange) + bounded(&joined.Absent) + bounded(&joined.Quirks)
}

// bounded keeps the first notes of a list, and returns how many it dropped.
func bounded[T any](list *[]T) int {
	more := max(len(*list)-maxNotes, 0)
	*list = (*list)[:len(*list)-more]
	return more
}
