package circuit

import "github.com/expressroute-go/expressroute/machine"

// Kind says how a circuit reaches Microsoft. The zero value is Partner.
type Kind uint8

const (
	Partner Kind = iota // through a connectivity provider
	Direct              // on a port pair of the customer's own; there is no provider
)

var kinds = machine.SpellAll[Kind]("circuit.Kind", "Partner", "Direct")

// ParseKind returns the kind that word names.
func ParseKind(word string) (Kind, error) { return kinds.Parse(word) }

func (k Kind) String() string                { return kinds.String(k) }
func (k Kind) MarshalText() ([]byte, error)  { return kinds.MarshalText(k) }
func (k *Kind) UnmarshalText(b []byte) error { return kinds.UnmarshalText(k, b) }
