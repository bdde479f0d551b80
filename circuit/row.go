package circuit

import (
	"time"

	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
	"github.com/expressroute-go/expressroute/prefixes"
)

// coupling is one row of the rule book: which guards an event needs, which machines
// it moves, and what else it changes. The machines move together or not at all.
type coupling struct {
	On     Verb
	By     machine.Actor
	Of     subject // what the event is about
	Moves  moves
	Does   effect // what it changes besides the machines; nil if nothing
	Needs  machine.Guards[view]
	Serves purpose  // the sub-goals for which a plan may use the event
	Effect Effect   // what it does to traffic and existing resources
	Spoken bool     // somebody tells somebody else; it is no call of Azure's API
	Fails  bool     // a failure: it can happen, but no plan uses it
	Lasts  duration // typical duration, zero if no source tells
	Basis  machine.Basis
	Source string
}

// moves says which machines an event moves, and with which event of the machine.
type moves struct {
	provider, status bool                   // moved with the verb itself
	circuit          peering.OperationEvent // for the circuit's operation, if the event is about the circuit
	peering          peering.OperationEvent // for the peering's operation, if it is about a peering
	admin            peering.AdminEvent     // for the administration of the families that the event is about
	others           peering.AdminEvent     // for the administration of the other families
	prefixes         prefixes.Event         // for the prefixes of the families that the event is about, on a Microsoft peering
}

// effect returns the state with the changes that an event makes besides moving the
// machines. The machines have already moved.
type effect func(e about, s State) State

// about is what an effect reads: the event's subject, the provider's state before
// the event, and the papers.
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
	toUsable   purpose = 1 << iota // make the circuit Provisioned and Enabled
	toOrder                        // make bandwidth, tier and billing model as ordered
	toRoute                        // configure a peering and switch it on
	toValidate                     // get the prefixes of a peering validated
	toFilter                       // attach a route filter to a peering
	toLink                         // link a network or another circuit
	toUnlink                       // remove a link and its authorization
	toUnroute                      // remove a peering
	toRetire                       // get the circuit deleted
	toWait                         // wait for the end of an operation in flight
	toRepair                       // repair a failed circuit
)

// duration is the typical time until documents show the result of an act.
type duration struct {
	typical time.Duration
	source  string
}

func guards(needs ...guard) machine.Guards[view] { return needs }
