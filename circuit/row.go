package circuit

import (
	"time"

	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
	"github.com/expressroute-go/expressroute/prefixes"
)

// coupling is one row of the rule book: what an event needs, which machines it
// moves, together or not at all, and what else it changes.
type coupling struct {
	On     Verb
	By     machine.Actor
	Of     subject
	Moves  moves
	Does   effect // what it changes beside the machines, if anything
	Needs  machine.Guards[view]
	Serves purpose  // the sub-goals that a plan may take it for
	Effect Effect   // on traffic, or on what is there
	Spoken bool     // it is said to somebody, no call of Azure's API
	Fails  bool     // a failure: it happens, and no plan counts on it
	Lasts  duration // typical, if a source tells
	Basis  machine.Basis
	Source string
}

// moves says which machines hear of an event, and by what name.
type moves struct {
	provider, status bool                   // they hear the verb itself
	circuit          peering.OperationEvent // the circuit's resource, if the event is about the circuit
	peering          peering.OperationEvent // the peering's resource, if it is about a peering
	admin            peering.AdminEvent     // the families that the event touches
	others           peering.AdminEvent     // the families that it does not touch
	prefixes         prefixes.Event         // of the families that it touches, on a Microsoft peering
}

// effect returns the state with what an event changes in it beside the machines,
// which have moved.
type effect func(e about, s State) State

// about is what an effect goes by: the event's subject, and what is known.
type about struct {
	of       peering.Type
	family   peering.Family
	at       int16         // the index of the event's link
	provider ProviderState // before the event
	*papers
}

// purpose is a set of sub-goals of plans.
type purpose uint16

const (
	toUsable   purpose = 1 << iota // the circuit is Provisioned and Enabled
	toOrder                        // it is as ordered
	toRoute                        // a peering is configured and switched on
	toValidate                     // its prefixes are validated
	toFilter                       // a route filter is attached to it
	toLink                         // a network or another circuit is linked
	toUnlink                       // nothing is linked
	toUnroute                      // a peering is removed
	toRetire                       // the circuit is gone
	toWait                         // an operation in flight has ended
	toRepair                       // the circuit has not failed
)

// duration is how long an act typically takes until it shows.
type duration struct {
	typical time.Duration
	source  string
}

func guards(needs ...guard) machine.Guards[view] { return needs }
