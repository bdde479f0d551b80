package registry

import (
	"errors"
	"fmt"
	"strings"

	"github.com/expressroute-go/expressroute/bgp"
	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/prefixes"
)

// The parts of a validation ID, as in
// "Azure-SKEY|7c44c70b-9c62-4a89-a6b2-d281b6ce7a49|123.1.0.0/24|ASN-23".
const (
	idScheme    = "Azure-SKEY"
	idSeparator = "|"
	idASN       = "ASN-"
)

// ErrValidationID is wrapped in every error of [ParseValidationID].
var ErrValidationID = errors.New("registry: the text is not a validation ID")

// Subject holds the parts of a validation ID. The owner who signs it confirms
// that the AS may announce the prefix over the circuit.
type Subject struct {
	ServiceKey machine.Secret  // the service key of the circuit
	Prefix     prefixes.Prefix // as it was typed
	ASN        bgp.ASN         // the AS that the prefix is registered to: [Request.ASN]
}

// ValidationID returns the text that the owner of the prefix signs, to confirm
// that the circuit with that service key may advertise the prefix. The text
// contains the service key, so it is a secret. It is the zero Secret if there
// is no service key or no prefix.
//
// The text has the prefix as it was typed, canonical or not: Microsoft's own
// example has "123:1::0/64". It has the AS number in asplain notation, however
// it was typed: 1.10 is "ASN-65546". If there is a customer ASN, the number is
// that one; this is inferred from Microsoft's example, which has another peer
// ASN.
//
// Azure builds the text too, and verifies the signature against its own text.
// If you have Azure's text, sign that one; [ParseValidationID] reads it.
//
// Source: https://learn.microsoft.com/en-us/powershell/module/az.network/add-azexpressroutecircuitmicrosoftpeeringprefixconfig
func ValidationID(serviceKey machine.Secret, prefix prefixes.Prefix, a bgp.ASN) machine.Secret {
	if serviceKey.IsZero() || !prefix.IsValid() {
		return machine.Secret{}
	}
	return machine.NewSecret(strings.Join([]string{idScheme, serviceKey.Reveal(), prefix.String(), idASN + a.String()}, idSeparator))
}

// ParseValidationID reads what [ValidationID] writes, and nothing else. It
// refuses spaces and line breaks around the text, because they would be signed
// with it. The error wraps [ErrValidationID], says which part is wrong and
// quotes no part.
func ParseValidationID(id machine.Secret) (Subject, error) {
	parts := strings.Split(id.Reveal(), idSeparator)
	if len(parts) != 4 {
		return Subject{}, fmt.Errorf("%w: it has %d parts, want 4", ErrValidationID, len(parts))
	}
	if parts[0] != idScheme {
		return Subject{}, fmt.Errorf("%w: it does not begin with %q", ErrValidationID, idScheme+idSeparator)
	}
	prefix, err := prefixes.ParsePrefix(parts[2])
	if err != nil {
		return Subject{}, fmt.Errorf("%w: its third part is not a prefix", ErrValidationID)
	}
	number, found := strings.CutPrefix(parts[3], idASN)
	asn, err := bgp.ParseASN(number)
	if !found || err != nil || asn.String() != number {
		return Subject{}, fmt.Errorf("%w: its last part is not %s and an AS number in plain digits", ErrValidationID, idASN)
	}
	if parts[1] == "" {
		return Subject{}, fmt.Errorf("%w: it has no service key", ErrValidationID)
	}
	return Subject{ServiceKey: machine.NewSecret(parts[1]), Prefix: prefix, ASN: asn}, nil
}
