package circuit

import "github.com/expressroute-go/expressroute/machine"

// Kind says how a circuit reaches Microsoft. The zero value is Partner.
type Kind uint8

const (
	Partner Kind = iota // through a connectivity provider
	Direct              // on an ExpressRoute Direct port pair of the customer; there is no provider
)

var kinds = machine.SpellAll[Kind]("circuit.Kind", "Partner", "Direct")

func (k Kind) String() string                { return kinds.String(k) }
func (k Kind) MarshalText() ([]byte, error)  { return kinds.MarshalText(k) }
func (k *Kind) UnmarshalText(b []byte) error { return kinds.UnmarshalText(k, b) }
