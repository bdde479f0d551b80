package bgp

import (
	"iter"

	"github.com/expressroute-go/expressroute/machine"
)

// State is the BGP provisioning state of one address family of a peering:
// whether Microsoft's edge has the session enabled. It must be Enabled for the
// peering to be of use. The zero value is not observed.
//
// Source: github.com/MicrosoftDocs/azure-docs,
// articles/expressroute/expressroute-workflows.md, 2016-07-19: Routing session
// configuration state
type State uint8

const (
	_ State = iota

	// Disabled: Microsoft's edge holds no session. Turn: whoever can meet what
	// [Edge.Why] lists; then Microsoft, which goes to Enabled by itself.
	Disabled

	// Enabled: Microsoft's edge holds sessions on both paths, for the
	// customer's routers to come up on. Turn: Nobody. Microsoft goes to Disabled
	// as soon as a condition ceases to hold.
	Enabled
)

var states = machine.Spell[State]("bgp.State", "not observed", "Disabled", "Enabled")

// States yields both states.
func States() iter.Seq[State] { return states.All() }

func (s State) String() string                { return states.String(s) }
func (s State) MarshalText() ([]byte, error)  { return states.MarshalText(s) }
func (s *State) UnmarshalText(b []byte) error { return states.UnmarshalText(s, b) }
