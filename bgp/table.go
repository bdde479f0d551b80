package bgp

import "github.com/expressroute-go/expressroute/machine"

// Needs of the guards of [Machine]: what must hold before Microsoft's edge
// enables BGP.
const (
	NeedUsable       machine.Need = "circuit-usable"      // the circuit is Provisioned and Enabled
	NeedAdministered machine.Need = "peering-enabled"     // the peering is switched on
	NeedApplied      machine.Need = "peering-applied"     // the last operation on the peering succeeded
	NeedPrefixes     machine.Need = "prefixes-configured" // the advertised prefixes are accepted
)

// Edge holds what decides whether Microsoft's edge enables BGP, for one address
// family of a peering. In the zero value nothing is known.
type Edge struct {
	Usable       machine.Truth // the circuit is Provisioned by its provider and Enabled by Microsoft
	Administered machine.Truth // the family is configured, and its peering state is Enabled
	Applied      machine.Truth // the last operation on the peering succeeded: it is neither in flight nor failed
	Prefixes     machine.Truth // the family's prefixes are Configured; Yes on a peering that advertises none
}

// Machine returns the machine of [State]. Microsoft makes its events by itself;
// nobody has to ask for them. [Settle] returns the state that follows from the
// guards.
func Machine() *machine.Machine[State, Event, Edge] { return compiled }

var compiled = machine.MustCompile(machine.Table[State, Event, Edge]{
	Name:    "BGP provisioning",
	States:  []State{Disabled, Enabled},
	Initial: []State{Disabled},
	Rules: []machine.Rule[State, Event, Edge]{
		{From: []State{Disabled}, On: EdgeEnabled, To: Enabled, By: machine.Microsoft, Needs: needs, Basis: machine.Article, Source: sourceSession},
		{From: []State{Enabled}, On: EdgeDisabled, To: Disabled, By: machine.Microsoft, Basis: machine.Inferred, Source: sourceSession},
	},
})

var needs = machine.Guards[Edge]{
	{
		Condition: machine.Condition{
			Need: NeedUsable, Want: "the circuit must be Provisioned and Enabled",
			Actor: machine.Provider, Fix: "finish provisioning",
			Basis: machine.Article, Source: sourceUsable,
		},
		Holds: func(e Edge) machine.Truth { return e.Usable },
		Found: func(e Edge) string {
			return found(e.Usable, "a circuit that is not Provisioned or not Enabled", "the circuit")
		},
	},
	{
		Condition: machine.Condition{
			Need: NeedAdministered, Want: "the peering must be configured and Enabled",
			Actor: machine.Customer, Fix: "configure the peering and set its state to Enabled",
			Basis: machine.Documented, Source: sourceReset,
		},
		Holds: func(e Edge) machine.Truth { return e.Administered },
		Found: func(e Edge) string {
			return found(e.Administered, "a peering that is not configured or not Enabled", "the peering")
		},
	},
	{
		Condition: machine.Condition{
			Need: NeedApplied, Want: "the last operation on the peering must have succeeded",
			Actor: machine.Customer, Fix: "wait until the operation has finished, and write the peering again if it failed",
			Basis: machine.Inferred, Source: sourceRefused,
		},
		Holds: func(e Edge) machine.Truth { return e.Applied },
		Found: func(e Edge) string {
			return found(e.Applied, "an operation that has not finished or has failed", "the peering")
		},
	},
	{
		Condition: machine.Condition{
			Need: NeedPrefixes, Want: "the advertised public prefixes must be Configured",
			Actor: machine.Customer, Fix: "get the prefixes validated, with a support ticket if necessary",
			Basis: machine.Article, Source: sourceSession,
		},
		Holds: func(e Edge) machine.Truth { return e.Prefixes },
		Found: func(e Edge) string { return found(e.Prefixes, "prefixes that are not Configured", "the peering") },
	},
}

// found says what was found for a fact: the text contrary if the fact is No, or where
// to read it if it is Unknown.
func found(fact machine.Truth, contrary, where string) string {
	if fact == machine.No {
		return contrary
	}
	return "not observed; read " + where
}

// Settle returns the state that Microsoft's edge goes to by itself: Enabled if
// all guards of EdgeEnabled hold, Disabled if one is No, else zero, not observed. It
// does not allocate.
func Settle(e Edge) State {
	switch e.Usable.And(e.Administered).And(e.Applied).And(e.Prefixes) {
	case machine.Yes:
		return Enabled
	case machine.No:
		return Disabled
	}
	return 0
}

// Why returns every condition for BGP that does not hold or is Unknown, in the order
// of the fields of [Edge]. It is empty if [Settle] returns Enabled.
func (e Edge) Why() []machine.Unmet { return needs.Unmet(e) }
