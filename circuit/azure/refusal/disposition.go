package refusal

import (
	"iter"

	"github.com/expressroute-go/expressroute/machine"
)

// Disposition is what becomes of a request that Azure refused. A later one
// takes more than an earlier one. The zero value says that it is not known.
type Disposition uint8

const (
	Unclassified    Disposition = iota // not known here; look at the code and the message
	RetryLater                         // nothing is wrong: the same request again, after a while
	WaitForActor                       // nothing is wrong with the request: somebody else must act first
	FixRequest                         // the request is wrong and will be refused again: change it
	RefreshResource                    // read the resource again, and write it back if it is Failed, before anything else
	RepairParent                       // write the parent resource back unchanged, then the request again
	Final                              // what the request is about is not there: no repetition helps
)

var dispositions = machine.Spell[Disposition]("refusal.Disposition", "not classified",
	"RetryLater", "WaitForActor", "FixRequest", "RefreshResource", "RepairParent", "Final")

// Dispositions yields every disposition but Unclassified.
func Dispositions() iter.Seq[Disposition] { return dispositions.All() }

// ParseDisposition returns the disposition that word names. The error is a
// [*machine.WordError].
func ParseDisposition(word string) (Disposition, error) { return dispositions.Parse(word) }

func (d Disposition) String() string                { return dispositions.String(d) }
func (d Disposition) MarshalText() ([]byte, error)  { return dispositions.MarshalText(d) }
func (d *Disposition) UnmarshalText(b []byte) error { return dispositions.UnmarshalText(d, b) }
