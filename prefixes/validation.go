package prefixes

import (
	"iter"

	"github.com/expressroute-go/expressroute/machine"
)

// Validation is the state of one advertised prefix, which the API shows as
// validationState since version 2024-10-01. The text is Azure's; the names
// begin with Prefix, to keep them apart from those of [State]. The zero value
// is not observed.
//
// To go by the names of the values, Microsoft checks whether the prefix is
// registered to the AS number, whether its registry record holds a certificate,
// and whether the signature on its validation ID was made with that
// certificate's key. No document says so, nor in which order.
//
// Source: github.com/Azure/azure-rest-api-specs,
// specification/network/resource-manager/Microsoft.Network/stable/2024-10-01/expressRouteCircuit.json;
// github.com/Azure/azure-sdk-for-go, sdk/resourcemanager/network/armnetwork,
// AdvertisedPublicPrefixPropertiesValidationState
type Validation uint8

const (
	_                                         Validation = iota
	PrefixNotConfigured                                  // written and not taken up; Microsoft goes on to Configuring
	PrefixConfiguring                                    // being validated; Microsoft goes on to any of the others
	PrefixConfigured                                     // accepted; nobody need act
	PrefixValidationNeeded                               // not found in a registry; Customer signs it, mends the record, or opens a ticket
	PrefixValidationFailed                               // refused without a reason given; Customer checks record and signature and submits again
	PrefixManualValidationNeeded                         // no automatic way is left; Customer opens a ticket, then Support decides
	PrefixAsnValidationFailed                            // the AS number is not the one the prefix is registered to; Customer mends either
	PrefixCertificateMissingInRoutingRegistry            // the registry record has no certificate to verify with; Customer adds it
	PrefixInvalidSignatureEncoding                       // the signature is not base64; Customer encodes it again
	PrefixSignatureVerificationFailed                    // the signature is not of that text by that key; Customer signs again
)

var validations = machine.Spell[Validation]("prefixes.Validation", "not observed",
	"NotConfigured", "Configuring", "Configured", "ValidationNeeded", "ValidationFailed",
	"ManualValidationNeeded", "AsnValidationFailed", "CertificateMissingInRoutingRegistry",
	"InvalidSignatureEncoding", "SignatureVerificationFailed")

// Validations yields the ten values, in the order of the API.
func Validations() iter.Seq[Validation] { return validations.All() }

func (v Validation) String() string                { return validations.String(v) }
func (v Validation) MarshalText() ([]byte, error)  { return validations.MarshalText(v) }
func (v *Validation) UnmarshalText(b []byte) error { return validations.UnmarshalText(v, b) }

// Failed reports whether Microsoft checked the prefix and refused it.
// ValidationNeeded and ManualValidationNeeded are no refusals: they ask for
// something.
func (v Validation) Failed() bool {
	switch v {
	case PrefixValidationFailed, PrefixAsnValidationFailed, PrefixCertificateMissingInRoutingRegistry,
		PrefixInvalidSignatureEncoding, PrefixSignatureVerificationFailed:
		return true
	}
	return false
}

// Fix returns what the owner of the prefix does next, an imperative. It is
// empty where there is nothing for the owner to do, or nothing is known.
func (v Validation) Fix() string {
	switch v {
	case PrefixValidationNeeded:
		return "sign the prefix's validation ID, or register the prefix to the AS number and submit the list again, or open a support ticket with proof of ownership"
	case PrefixValidationFailed:
		return "check the registry record and the signature, and submit them again"
	case PrefixManualValidationNeeded:
		return "open a support ticket with proof that the prefix and the AS number are yours"
	case PrefixAsnValidationFailed:
		return "register the prefix to the AS number of the peering, or name the AS number it is registered to as customer ASN"
	case PrefixCertificateMissingInRoutingRegistry:
		return "publish the certificate in the prefix's registry record"
	case PrefixInvalidSignatureEncoding:
		return "submit the signature encoded in base64"
	case PrefixSignatureVerificationFailed:
		return "sign the validation ID exactly as Azure shows it, with the key of the published certificate"
	}
	return ""
}

// Aggregate returns the state of a list from those of its prefixes. Azure
// computes a state of its own and does not say how, so the rule is inferred:
// the list is as far as its least prefix, and what a person must see to comes
// first.
//
//   - no prefixes: NotConfigured
//   - any not observed, or unknown to this library: not observed
//   - any failed or ValidationNeeded: ValidationNeeded
//   - any ManualValidationNeeded: ManualValidation
//   - any Configuring: Configuring
//   - any NotConfigured: NotConfigured
//   - all Configured: Configured
func Aggregate(list []Validation) State {
	sum := Configured
	if len(list) == 0 {
		sum = NotConfigured
	}
	for _, v := range list {
		state := v.state()
		if state == 0 {
			return 0
		}
		if urgency[state] > urgency[sum] {
			sum = state
		}
	}
	return sum
}

// urgency ranks the states by which of two a list is in.
var urgency = [...]uint8{Configured: 1, NotConfigured: 2, Configuring: 3, ManualValidation: 4, ValidationNeeded: 5}

// state is the state of a list of this prefix alone.
func (v Validation) state() State {
	switch {
	case v == PrefixNotConfigured:
		return NotConfigured
	case v == PrefixConfiguring:
		return Configuring
	case v == PrefixConfigured:
		return Configured
	case v == PrefixManualValidationNeeded:
		return ManualValidation
	case v == PrefixValidationNeeded, v.Failed():
		return ValidationNeeded
	}
	return 0
}
