package prefixes

import (
	"iter"

	"github.com/expressroute-go/expressroute/machine"
)

// Remedy is something that the owner of a prefix can do if Microsoft did not
// accept the prefix ([Validation.Remedies]). The zero value is no remedy.
type Remedy uint8

const (
	_                  Remedy = iota
	Sign                      // sign the validation ID (again), and submit the signature; the event is Signed
	PublishCertificate        // publish the certificate that verifies the signature in the prefix's registry record
	CorrectRecord             // register the prefix to the AS number, or configure the AS number that it is registered to; then submit the list again: the event is Submitted
	OpenTicket                // open a support ticket with proof of ownership; the event is TicketOpened
)

var remedies = machine.Spell[Remedy]("prefixes.Remedy", "no remedy", "Sign", "PublishCertificate", "CorrectRecord", "OpenTicket")

// Remedies yields every remedy.
func Remedies() iter.Seq[Remedy] { return remedies.All() }

func (r Remedy) String() string                { return remedies.String(r) }
func (r Remedy) MarshalText() ([]byte, error)  { return remedies.MarshalText(r) }
func (r *Remedy) UnmarshalText(b []byte) error { return remedies.UnmarshalText(r, b) }
