package bgp

import "github.com/expressroute-go/expressroute/machine"

// What Microsoft's edge needs before it enables BGP.
const (
	NeedUsable       machine.Need = "circuit-usable"      // the circuit is Provisioned and Enabled
	NeedAdministered machine.Need = "peering-enabled"     // the peering is switched on
	NeedApplied      machine.Need = "peering-applied"     // the last operation on the peering succeeded
	NeedPrefixes     machine.Need = "prefixes-configured" // the advertised prefixes are accepted
)

// Edge is what Microsoft's edge goes by, for one address family of a peering.
// The zero value knows nothing.
type Edge struct {
	Usable       machine.Truth // the circuit is Provisioned by its provider and Enabled by Microsoft
	Administered machine.Truth // the family is configured, and its peering state is Enabled
	Applied      machine.Truth // the last operation on the peering succeeded: not under way, not failed
	Prefixes     machine.Truth // the family's prefixes are Configured; Yes on a peering that advertises none
}

// Machine returns the machine of [State]. Its events are Microsoft's, and nobody
// asks for them: [Settle] says in which state its guards leave it.
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
		Found: func(e Edge) string { return found(e.Usable, "a circuit that is not", "the circuit") },
	},
	{
		Condition: machine.Condition{
			Need: NeedAdministered, Want: "the peering must be configured and Enabled",
			Actor: machine.Customer, Fix: "configure the peering and set its state to Enabled",
			Basis: machine.Documented, Source: sourceReset,
		},
		Holds: func(e Edge) machine.Truth { return e.Administered },
		Found: func(e Edge) string { return found(e.Administered, "a peering that is not", "the peering") },
	},
	{
		Condition: machine.Condition{
			Need: NeedApplied, Want: "the last operation on the peering must have succeeded",
			Actor: machine.Customer, Fix: "wait for the operation to end, and write the peering again if it failed",
			Basis: machine.Inferred, Source: sourceRefused,
		},
		Holds: func(e Edge) machine.Truth { return e.Applied },
		Found: func(e Edge) string { return found(e.Applied, "one under way or failed", "the peering") },
	},
	{
		Condition: machine.Condition{
			Need: NeedPrefixes, Want: "the advertised public prefixes must be Configured",
			Actor: machine.Customer, Fix: "see the prefixes through validation, with a support ticket if need be",
			Basis: machine.Article, Source: sourceSession,
		},
		Holds: func(e Edge) machine.Truth { return e.Prefixes },
		Found: func(e Edge) string { return found(e.Prefixes, "prefixes that are not", "the peering") },
	},
}

// found words a fact that is not Yes: its contrary, or what would tell.
func found(fact machine.Truth, contrary, teller string) string {
	if fact == machine.No {
		return contrary
	}
	return "nothing yet, read " + teller
}

// Settle returns the state that Microsoft's edge comes to rest in, which is what
// the guards of EdgeEnabled say together: Enabled if every condition holds,
// Disabled if any is known not to, and otherwise not observed. It does not
// allocate.
func Settle(e Edge) State {
	switch e.Usable.And(e.Administered).And(e.Applied).And(e.Prefixes) {
	case machine.Yes:
		return Enabled
	case machine.No:
		return Disabled
	}
	return 0
}

// Why returns every condition that keeps BGP from being enabled, or that is not
// known to hold, in the order of [Edge]. It is empty when Settle says Enabled.
func (e Edge) Why() []machine.Unmet { return needs.Unmet(e) }
