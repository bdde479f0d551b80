package circuit

import "github.com/expressroute-go/expressroute/machine"

// Kind says how a circuit reaches Microsoft. The zero value is Partner.
type Kind uint8

const (
	Partner Kind = iota // through a connectivity provider
	Direct              // on a port pair of the customer's own; there is no provider
)

var kinds = machine.Spell[Kind]("circuit.Kind", "Partner", "Direct")

// ParseKind returns the kind that word names.
func ParseKind(word string) (Kind, error) {
	if word == Partner.String() {
		return Partner, nil
	}
	return kinds.Parse(word)
}

func (k Kind) String() string                { return kinds.String(k) }
func (k Kind) MarshalText() ([]byte, error)  { return []byte(k.String()), nil }
func (k *Kind) UnmarshalText(b []byte) error { return unmarshalZero(k, b, ParseKind) }
