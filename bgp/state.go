package bgp

import (
	"iter"

	"github.com/expressroute-go/expressroute/machine"
)

// State is the BGP provisioning state of one address family of a peering:
// whether Microsoft's edge has BGP enabled. The peering can be used only if it
// is Enabled. The zero value is not observed.
//
// Source: github.com/MicrosoftDocs/azure-docs,
// articles/expressroute/expressroute-workflows.md, 2016-07-19: Routing session
// configuration state
type State uint8

const (
	_ State = iota

	// Disabled: Microsoft's edge has no session. Turn: the actors that
	// [Edge.Why] names, to meet its conditions. Then Microsoft goes to Enabled
	// by itself.
	Disabled

	// Enabled: Microsoft's edge has a session on each path, and waits for the
	// routers at the other end. Turn: Nobody. Microsoft goes to Disabled as
	// soon as a condition does not hold any more.
	Enabled
)

var states = machine.Spell[State]("bgp.State", "not observed", "Disabled", "Enabled")

// States yields both states.
func States() iter.Seq[State] { return states.All() }

func (s State) String() string                { return states.String(s) }
func (s State) MarshalText() ([]byte, error)  { return states.MarshalText(s) }
func (s *State) UnmarshalText(b []byte) error { return states.UnmarshalText(s, b) }
