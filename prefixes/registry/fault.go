package registry

import "github.com/expressroute-go/expressroute/machine"

// Fault says why an object was rejected. The zero value is no fault.
type Fault uint8

const (
	_               Fault = iota
	NotAnObject           // the paragraph does not begin with an RPSL attribute
	NotAnAttribute        // a line of the route object is not an RPSL attribute
	RepeatedKey           // a key has more than one value: route, origin or source of an object, or a part of a VRP
	MissingPrefix         // there is no prefix
	BadPrefix             // the prefix cannot be read
	HostBits              // the prefix has host bits
	WrongFamily           // IPv6 in a route object, IPv4 in a route6 object, or IPv4 written as IPv6
	MissingASN            // there is no AS number
	BadASN                // the AS number cannot be read: asplain is wanted, "AS64500"
	MissingSource         // there is no source, and no default was given
	BadSource             // the source is not the name of a registry
	NotAVRP               // the value or the row does not have the form of a VRP
	BadMaxLength          // the maximum length is not a number, or longer than an address
	MaxLengthTooLow       // the maximum length is below the length of the prefix
	UnknownLength         // there is no maximum length, and a member with a name like it that is not known
	BadExpiry             // the time of expiry cannot be read
	Expired               // the VRP has expired
	LineTooLong           // a line that matters is longer than Options.MaxLine
	TooManyNames          // there are more than 65536 registries, trust anchors or inputs
	CutOff                // the input ended within the object
)

var faults = machine.Spell[Fault]("registry.Fault", "no fault",
	"NotAnObject", "NotAnAttribute", "RepeatedKey", "MissingPrefix", "BadPrefix", "HostBits", "WrongFamily",
	"MissingASN", "BadASN", "MissingSource", "BadSource", "NotAVRP", "BadMaxLength", "MaxLengthTooLow",
	"UnknownLength", "BadExpiry", "Expired", "LineTooLong", "TooManyNames", "CutOff")

func (f Fault) String() string                { return faults.String(f) }
func (f Fault) MarshalText() ([]byte, error)  { return faults.MarshalText(f) }
func (f *Fault) UnmarshalText(b []byte) error { return faults.UnmarshalText(f, b) }

var sentences = [...]string{
	NotAnObject:     "does not begin with an RPSL attribute",
	NotAnAttribute:  "has a line that is not an RPSL attribute",
	RepeatedKey:     "has more than one value for one key",
	MissingPrefix:   "has no prefix",
	BadPrefix:       "is not a prefix: want all octets and a length",
	HostBits:        "has host bits",
	WrongFamily:     "has the other address family, or is IPv4 written as IPv6",
	MissingASN:      "has no AS number",
	BadASN:          "is not an AS number: want 0 to 4294967295, with or without AS",
	MissingSource:   "has no source, and no default was given",
	BadSource:       "is not the name of a registry: want letters, digits, - and _, at most 64",
	NotAVRP:         "is not a VRP: want an AS number, a prefix and a maximum length",
	BadMaxLength:    "has a maximum length that is not a number, or longer than an address",
	MaxLengthTooLow: "has a maximum length below the length of its prefix",
	UnknownLength:   "has no maxLength, but a member with a similar name that is not known",
	BadExpiry:       "has a time of expiry that cannot be read",
	Expired:         "has expired",
	LineTooLong:     "is on a line that is too long",
	TooManyNames:    "has too many different registries or trust anchors before it",
	CutOff:          "ends here, incomplete",
}

// Text returns what is wrong in words, with the rejected text as the subject:
// "has host bits".
func (f Fault) Text() string {
	if f > 0 && int(f) < len(sentences) {
		return sentences[f]
	}
	return f.String()
}
