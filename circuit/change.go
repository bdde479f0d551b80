package circuit

import (
	"fmt"
	"strings"

	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
)

// Change is one thing that is not as it was.
type Change struct {
	Path string        `json:"path"` // a dimension or a place in the configuration: "status", "MicrosoftPeering.vlan"
	Was  string        `json:"was"`
	Is   string        `json:"is"`
	By   machine.Actor `json:"by,omitempty"` // who modified it last, if the document says
}

// disagreeing lists the dimensions of a subject in which the state is not as
// the other shows it. What was not shown disagrees with nothing.
func disagreeing(known, seen *State, of peering.Type) []Change {
	var list []Change
	for i := range dimensions {
		d := &dimensions[i]
		if d.of == of && d.role == moved && !d.agrees(known, seen) {
			list = append(list, Change{Path: d.name, Was: d.word(d.get(known)), Is: d.word(d.get(seen))})
		}
	}
	return list
}

// agrees reports whether disagreeing would list nothing.
func (s *State) agrees(seen *State, of peering.Type) bool {
	for i := range dimensions {
		if d := &dimensions[i]; d.of == of && d.role == moved && !d.agrees(s, seen) {
			return false
		}
	}
	return true
}

// impose sets a subject to what was read, as far as it was.
func (s *State) impose(seen *State, of peering.Type) {
	for i := range dimensions {
		d := &dimensions[i]
		if v := d.get(seen); d.of == of && d.role != followed && v != 0 && !d.agrees(s, seen) {
			d.set(s, v)
		}
	}
}

// adopt sets every dimension that was not known, and keeps the others.
func (s *State) adopt(seen *State) {
	for i := range dimensions {
		if d := &dimensions[i]; d.role != followed && d.get(s) == 0 {
			d.set(s, d.get(seen))
		}
	}
}

// take sets every dimension that needs no account.
func (s *State) take(seen *State) {
	for i := range dimensions {
		if d := &dimensions[i]; d.role == taken && d.get(seen) != 0 {
			d.set(s, d.get(seen))
		}
	}
}

// forget makes the dimensions unknown in which a value was read that is not
// known here: such a value satisfies no guard.
func (s *State) forget(strange []Strange) {
	for _, value := range strange {
		if d := dimensionNamed(value.Field); d != nil && d.role != followed {
			d.set(s, 0)
		}
	}
}

// onlyShown drops what was known of a circuit's parts when there was no circuit,
// and was not shown since. Without a private peering nothing is linked.
func (s *State) onlyShown(seen *State, known *Seen) {
	for t, last := range known.Peerings() {
		if !seen.known(t) && !last.After(known.Circuit) {
			s.without(t)
		}
	}
	if s.Whole = seen.Whole; s.Private.Exists() == machine.No {
		s.Whole |= AllLinks
	}
}

// without drops what was read of a subject.
func (s *State) without(of peering.Type) {
	for i := range dimensions {
		if d := &dimensions[i]; d.of == of {
			d.set(s, 0)
		}
	}
}

// orderChanges lists what is ordered otherwise than it was known to be: what an
// event can change, and what none can.
func orderChanges(was, is Order) (changes, drift []Change) {
	changes = changed(changes, "order.bandwidthInMbps", was.Bandwidth, is.Bandwidth)
	changes = changed(changes, "order.tier", was.Tier, is.Tier)
	changes = changed(changes, "order.billing", was.Billing, is.Billing)
	if !strings.EqualFold(was.Provider, is.Provider) {
		drift = changed(drift, "order.provider", was.Provider, is.Provider)
	}
	if !strings.EqualFold(was.PeeringLocation, is.PeeringLocation) {
		drift = changed(drift, "order.peeringLocation", was.PeeringLocation, is.PeeringLocation)
	}
	return changes, drift
}

// changed appends a Change if a known value is another one now.
func changed[T comparable](list []Change, path string, was, is T) []Change {
	var unknown T
	if was == is || was == unknown {
		return list
	}
	return append(list, Change{Path: path, Was: fmt.Sprint(was), Is: fmt.Sprint(is)})
}

// peeringChanges lists what is configured otherwise than it was known to be.
func peeringChanges(t peering.Type, was, is peering.Config, by machine.Actor) []Change {
	if !configured(&was) || !configured(&is) {
		return nil // not there before, or not known how
	}
	var list []Change
	for _, path := range was.Diff(is) {
		list = append(list, Change{Path: t.String() + "." + path, Was: was.Field(path), Is: is.Field(path), By: by})
	}
	return list
}

// linkChanges lists what is otherwise about the link of that index.
func linkChanges(network string, i int, known, seen *State) []Change {
	list := changed(nil, network+" linked", machine.TruthOf(known.linked.has(i)), machine.TruthOf(seen.linked.has(i)))
	return changed(list, network+" authorized", machine.TruthOf(known.authorized.has(i)), machine.TruthOf(seen.authorized.has(i)))
}
