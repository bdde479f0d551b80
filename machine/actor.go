package machine

import "iter"

// Actor is a party that acts on a circuit. The zero value is Nobody.
type Actor uint8

const (
	Nobody       Actor = iota // nobody has to act, or nobody can
	Customer                  // owns the circuit and pays for it; orders, configures, deletes
	Provider                  // the connectivity provider: builds and takes down the Layer 2 path, and routes where it manages Layer 3
	Microsoft                 // the platform: applies what was written, validates prefixes, enables BGP
	Support                   // a person at Microsoft, reached by a ticket
	NetworkOwner              // owns a virtual network in another subscription; redeems an authorization
)

var actors = Spell[Actor]("machine.Actor", "Nobody", "Customer", "Provider", "Microsoft", "Support", "NetworkOwner")

// Actors yields every actor but Nobody.
func Actors() iter.Seq[Actor] { return actors.All() }

func (a Actor) String() string                { return actors.String(a) }
func (a Actor) MarshalText() ([]byte, error)  { return actors.MarshalText(a) }
func (a *Actor) UnmarshalText(b []byte) error { return actors.UnmarshalText(a, b) }
