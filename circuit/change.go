package circuit

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
)

// Change is one value that changed.
type Change struct {
	Path string        `json:"path"`         // a state or a setting: "status", "MicrosoftPeering.vlan"
	Was  string        `json:"was"`          // the known value
	Is   string        `json:"is"`           // the observed value
	By   machine.Actor `json:"by,omitempty"` // who last modified the peering, if the document says so
}

// disagreeing returns a Change for each state of the subject (a peering, or the
// circuit itself if zero) that was seen with another value than the known one.
// What was not seen has not changed.
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

// agrees reports whether disagreeing returns nothing. It does not allocate.
func (s *State) agrees(seen *State, of peering.Type) bool {
	for i := range dimensions {
		if d := &dimensions[i]; d.of == of && d.role == moved && !d.agrees(s, seen) {
			return false
		}
	}
	return true
}

// impose sets the states of the subject to those that were seen. What was not seen
// stays as it is.
func (s *State) impose(seen *State, of peering.Type) {
	for i := range dimensions {
		d := &dimensions[i]
		if v := d.get(seen); d.of == of && d.role != followed && v != 0 && !d.agrees(s, seen) {
			d.set(s, v)
		}
	}
}

// adopt sets every dimension that is not known yet to what was seen.
func (s *State) adopt(seen *State) {
	for i := range dimensions {
		if d := &dimensions[i]; d.role != followed && d.get(s) == 0 {
			d.set(s, d.get(seen))
		}
	}
}

// take sets every dimension that no event explains, role taken, to what was seen.
func (s *State) take(seen *State) {
	for i := range dimensions {
		if d := &dimensions[i]; d.role == taken && d.get(seen) != 0 {
			d.set(s, d.get(seen))
		}
	}
}

// forget sets every dimension to unknown for which the document has a strange
// value, so that it satisfies no guard.
func (s *State) forget(strange []Strange) {
	for _, value := range strange {
		if d := dimensionNamed(value.Field); d != nil && d.role != followed {
			d.set(s, 0)
		}
	}
}

// onlyShown is for a circuit that appeared where none was. It forgets the state of
// each peering that the document does not show and that was not read since the
// circuit was last read, and which lists were complete. Without a private peering
// the list of links is complete: nothing can be linked.
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

// without sets all dimensions of the subject to unknown.
func (s *State) without(of peering.Type) {
	for i := range dimensions {
		if d := &dimensions[i]; d.of == of {
			d.set(s, 0)
		}
	}
}

// orderChanges compares two orders. changes are those that an event can make:
// bandwidth, tier, billing model. drift are those that no event makes: provider
// and peering location.
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

// changed appends a Change if the value was known and is different now.
func changed[T comparable](list []Change, path string, was, is T) []Change {
	var unknown T
	if was == is || was == unknown {
		return list
	}
	return append(list, Change{Path: path, Was: fmt.Sprint(was), Is: fmt.Sprint(is)})
}

// peeringChanges returns a Change for each setting of a peering that differs.
func peeringChanges(t peering.Type, was, is peering.Config, by machine.Actor) []Change {
	if !configured(&was) || !configured(&is) {
		return nil // one of the two configurations is absent or unknown
	}
	var list []Change
	for _, path := range was.Diff(is) {
		list = append(list, Change{Path: t.String() + "." + path, Was: was.Field(path), Is: is.Field(path), By: by})
	}
	return list
}

// linkChanges returns a Change for each state of the link at index i that differs.
func linkChanges(network string, i int, known, seen *State) []Change {
	list := changed(nil, network+" linked", machine.TruthOf(known.linked.has(i)), machine.TruthOf(seen.linked.has(i)))
	return changed(list, network+" authorized", machine.TruthOf(known.authorized.has(i)), machine.TruthOf(seen.authorized.has(i)))
}

// linkSettings returns a Change for each setting of a link's connection that differs.
func linkSettings(was, is *LinkState) []Change {
	list := changed(nil, is.Network+" through", was.Through, is.Through)
	list = changed(list, is.Network+" gateway", was.Gateway, is.Gateway)
	list = changed(list, is.Network+" kind", was.Kind.String(), is.Kind.String())
	list = changed(list, is.Network+" otherSubscription", strconv.FormatBool(was.OtherSubscription), strconv.FormatBool(is.OtherSubscription))
	list = changed(list, is.Network+" routingWeight", strconv.Itoa(int(was.RoutingWeight)), strconv.Itoa(int(is.RoutingWeight)))
	list = changed(list, is.Network+" fastPath", was.FastPath, is.FastPath)
	if (was.Connection == ConnectionUnknown) != (is.Connection == ConnectionUnknown) {
		list = changed(list, is.Network+" connection", was.Connection, is.Connection)
	}
	return list
}

// portChanges returns a Change for each setting of the port that differs, or for the
// port itself, if the circuit is on another one.
func portChanges(was, is Port) []Change {
	if was.ID != "" && !sameResource(was.ID, is.ID) {
		return changed(nil, "port", was.ID, is.ID)
	}
	list := changed(nil, "port.peeringLocation", was.PeeringLocation, is.PeeringLocation)
	list = changed(list, "port.encapsulation", was.Encapsulation, is.Encapsulation)
	list = changed(list, "port.bandwidth", was.Bandwidth, is.Bandwidth)
	list = changed(list, "port.provisioned", was.Provisioned, is.Provisioned)
	list = changed(list, "port.link1 enabled", was.Link1, is.Link1)
	return changed(list, "port.link2 enabled", was.Link2, is.Link2)
}
