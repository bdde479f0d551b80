package bgp

import (
	"iter"

	"github.com/expressroute-go/expressroute/machine"
)

// Session is the state of one BGP session by RFC 4271, as the router at
// Microsoft's end shows it. The library only observes it and has no state
// machine for it. If [State] is Enabled and the session is not Established, it
// is the turn of the party that runs the router at the other end: Customer or
// Provider. Every state goes back to Idle on an error. The zero value is not
// observed.
//
// [ParsePfxRcd] reads the words of a route-table summary.
//
// Source: RFC 4271 section 8.2.2
type Session uint8

const (
	_           Session = iota
	Idle                // refuses connections, or waits before the next try; goes to Connect or Active
	Connect             // waits for its TCP connection to complete; goes to OpenSent or Active
	Active              // listens for the other end's TCP connection; goes to OpenSent or Connect
	OpenSent            // has sent OPEN and waits for the OPEN of the other end; goes to OpenConfirm or Active
	OpenConfirm         // has received OPEN and waits for KEEPALIVE; goes to Established
	Established         // exchanges routes; nobody has to act
)

var sessions = machine.Spell[Session]("bgp.Session", "not observed",
	"Idle", "Connect", "Active", "OpenSent", "OpenConfirm", "Established")

// Sessions yields the six states, in the order in which a session comes up.
func Sessions() iter.Seq[Session] { return sessions.All() }

func (s Session) String() string                { return sessions.String(s) }
func (s Session) MarshalText() ([]byte, error)  { return sessions.MarshalText(s) }
func (s *Session) UnmarshalText(b []byte) error { return sessions.UnmarshalText(s, b) }

// Up says whether the session carries routes: Yes if it is Established, No in
// the five other states, Unknown if it was not observed.
func (s Session) Up() machine.Truth {
	if s == 0 || s > Established {
		return machine.Unknown
	}
	return machine.TruthOf(s == Established)
}
