package machine

import "iter"

// Basis says how we know a rule or a condition, so that a caller can decide how
// much to trust it. A refusal that is not Enforced is advice: Azure may accept
// the operation all the same. The zero value is not a basis; [Compile] refuses
// it.
type Basis uint8

const (
	_          Basis = iota
	Article          // the workflow article of July 2016, on which the library is built
	Documented       // another public document of Microsoft's, or a standard
	Enforced         // Azure was seen to refuse the contrary
	Observed         // seen in recorded traffic, written nowhere
	Inferred         // our reading; no source states it
)

var bases = Spell[Basis]("machine.Basis", "unstated", "Article", "Documented", "Enforced", "Observed", "Inferred")

// Article2016 is the source of what is known by [Article]: "ExpressRoute
// workflows for circuit provisioning and circuit states", 2016-07-19.
const Article2016 = "github.com/MicrosoftDocs/azure-docs articles/expressroute/expressroute-workflows.md @0a5ee3db (2016-07-19)"

// Bases yields every basis.
func Bases() iter.Seq[Basis] { return bases.All() }

func (b Basis) String() string                { return bases.String(b) }
func (b Basis) MarshalText() ([]byte, error)  { return bases.MarshalText(b) }
func (b *Basis) UnmarshalText(t []byte) error { return bases.UnmarshalText(b, t) }
