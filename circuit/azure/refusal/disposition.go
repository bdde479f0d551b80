package refusal

import (
	"iter"

	"github.com/expressroute-go/expressroute/machine"
)

// Disposition is what to do about a refused request. Where an answer has several
// errors, the one with the highest Disposition decides. The zero value means that
// the refusal is not known.
type Disposition uint8

const (
	Unclassified    Disposition = iota // the refusal is not known here: a person has to read the code and the message
	RetryLater                         // nothing is wrong: send the same request again later
	WaitForActor                       // the request is right, but somebody else has to act first
	FixRequest                         // the request is wrong, and Azure will refuse it again: change it
	RefreshResource                    // before anything else read the resource again, and write it back if it is Failed
	RepairParent                       // write the parent resource, or the one that Why names, back unchanged, then send the request again
	Final                              // the resource that the request is about does not exist: do not send it again
)

var dispositions = machine.Spell[Disposition]("refusal.Disposition", "not classified",
	"RetryLater", "WaitForActor", "FixRequest", "RefreshResource", "RepairParent", "Final")

// Dispositions yields every disposition except Unclassified.
func Dispositions() iter.Seq[Disposition] { return dispositions.All() }

// ParseDisposition returns the disposition with the name word. The error is a
// [*machine.WordError].
func ParseDisposition(word string) (Disposition, error) { return dispositions.Parse(word) }

// String returns the name of the constant, "not classified" for Unclassified.
func (d Disposition) String() string { return dispositions.String(d) }

// MarshalText returns the name of the constant, nothing for Unclassified.
func (d Disposition) MarshalText() ([]byte, error) { return dispositions.MarshalText(d) }

// UnmarshalText reads what MarshalText returns. The error is a
// [*machine.WordError].
func (d *Disposition) UnmarshalText(b []byte) error { return dispositions.UnmarshalText(d, b) }
