package registry

import "github.com/expressroute-go/expressroute/machine"

// Format is the format of an input. The zero value is no format: the input was
// empty.
type Format uint8

const (
	_    Format = iota
	RPSL        // objects of a routing registry (RFC 2622, RFC 4012)
	JSON        // VRPs: json and jsonext, as rpki-client, Routinator and others write them
	CSV         // VRPs: csv, csvcompat and csvext, as the same programs write them
)

var formats = machine.Spell[Format]("registry.Format", "no format", "RPSL", "JSON", "CSV")

func (f Format) String() string                { return formats.String(f) }
func (f Format) MarshalText() ([]byte, error)  { return formats.MarshalText(f) }
func (f *Format) UnmarshalText(b []byte) error { return formats.UnmarshalText(f, b) }
