package prefixes

import (
	"iter"
	"slices"

	"github.com/expressroute-go/expressroute/machine"
)

// Validation is the state of one advertised prefix, which the API shows as
// validationState since version 2024-10-01. The text is Azure's. The Go names
// begin with Prefix, because [State] has some of the same names. The zero value
// is not observed.
//
// The names of the values suggest that Microsoft checks whether the prefix is
// registered to the AS number, whether its registry record has a certificate,
// and whether the signature on its validation ID was made with the key of that
// certificate. No document says so, or in which order.
//
// Source: github.com/Azure/azure-rest-api-specs,
// specification/network/resource-manager/Microsoft.Network/stable/2024-10-01/expressRouteCircuit.json;
// github.com/Azure/azure-sdk-for-go, sdk/resourcemanager/network/armnetwork,
// AdvertisedPublicPrefixPropertiesValidationState
type Validation uint8

const (
	_                                         Validation = iota
	PrefixNotConfigured                                  // not validated yet; Microsoft's turn; goes to Configuring
	PrefixConfiguring                                    // being validated; Microsoft's turn; goes to any of the others
	PrefixConfigured                                     // accepted; nobody has to act
	PrefixValidationNeeded                               // not found in a registry; Customer signs the prefix, corrects the record, or opens a ticket
	PrefixValidationFailed                               // refused without a reason; Customer checks record and signature and submits them again
	PrefixManualValidationNeeded                         // cannot be validated automatically; Customer opens a ticket, then Support decides
	PrefixAsnValidationFailed                            // the prefix is registered to another AS number; Customer corrects the record or the configured number
	PrefixCertificateMissingInRoutingRegistry            // the registry record has no certificate to verify the signature with; Customer adds it
	PrefixInvalidSignatureEncoding                       // the signature is not base64; Customer encodes it again
	PrefixSignatureVerificationFailed                    // the signature was not made of the validation ID with the key of the certificate; Customer signs again
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

// outlook says what a value means for the prefix and its owner.
type outlook struct {
	state    State // the state of a list that has only this prefix
	failed   bool  // Microsoft has checked the prefix and refused it
	actor    machine.Actor
	remedies []Remedy // in the order of fix
	fix      string
}

// outlooks has the outlook of each of the ten values, in the order of the API.
var outlooks = [...]outlook{
	PrefixNotConfigured: {state: NotConfigured, actor: machine.Microsoft},
	PrefixConfiguring:   {state: Configuring, actor: machine.Microsoft},
	PrefixConfigured:    {state: Configured},
	PrefixValidationNeeded: {state: ValidationNeeded, actor: machine.Customer, remedies: []Remedy{Sign, CorrectRecord, OpenTicket},
		fix: "sign the prefix's validation ID, or register the prefix to the AS number and submit the list again, or open a support ticket with proof of ownership"},
	PrefixValidationFailed: {state: ValidationNeeded, failed: true, actor: machine.Customer, remedies: []Remedy{CorrectRecord, Sign},
		fix: "check the registry record and the signature, and submit the list again"},
	PrefixManualValidationNeeded: {state: ManualValidation, actor: machine.Customer, remedies: []Remedy{OpenTicket},
		fix: "open a support ticket with proof that the prefix and the AS number are yours"},
	PrefixAsnValidationFailed: {state: ValidationNeeded, failed: true, actor: machine.Customer, remedies: []Remedy{CorrectRecord},
		fix: "register the prefix to the AS number of the peering, or name the AS number it is registered to as customer ASN"},
	PrefixCertificateMissingInRoutingRegistry: {state: ValidationNeeded, failed: true, actor: machine.Customer, remedies: []Remedy{PublishCertificate},
		fix: "publish the certificate in the prefix's registry record"},
	PrefixInvalidSignatureEncoding: {state: ValidationNeeded, failed: true, actor: machine.Customer, remedies: []Remedy{Sign},
		fix: "encode the signature in base64 and submit it again"},
	PrefixSignatureVerificationFailed: {state: ValidationNeeded, failed: true, actor: machine.Customer, remedies: []Remedy{Sign},
		fix: "sign the validation ID exactly as Azure shows it, with the key of the published certificate"},
}

// outlook returns the outlook of v, the zero outlook if v is not observed or outside
// the enumeration.
func (v Validation) outlook() outlook {
	if int(v) < len(outlooks) {
		return outlooks[v]
	}
	return outlook{}
}

// Failed reports whether Microsoft checked the prefix and refused it.
// ValidationNeeded and ManualValidationNeeded are not refusals: they ask the
// customer to do something.
func (v Validation) Failed() bool { return v.outlook().failed }

// Actor returns whose turn it is: Customer if the owner of the prefix has to act,
// Microsoft if the owner has to wait, and Nobody if the prefix is Configured or v is
// not observed or outside the enumeration.
func (v Validation) Actor() machine.Actor { return v.outlook().actor }

// Remedies returns what the owner of the prefix can do, in the order of Fix. It is
// empty unless it is the Customer's turn ([Validation.Actor]).
func (v Validation) Remedies() []Remedy { return slices.Clone(v.outlook().remedies) }

// Fix returns what the owner of the prefix does next, an imperative. It is empty if
// [Validation.Remedies] is empty.
func (v Validation) Fix() string { return v.outlook().fix }

// Aggregate computes the state of a list from those of its prefixes. No source
// says how Azure does it, so the rule is inferred. The first line that applies
// counts:
//
//   - no prefixes: NotConfigured
//   - any not observed, or with a value that this library does not know: not observed
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
		state := v.outlook().state
		if state == 0 {
			return 0
		}
		if urgency[state] > urgency[sum] {
			sum = state
		}
	}
	return sum
}

// urgency ranks the states: a list has the state of its prefix with the highest
// rank.
var urgency = [...]uint8{Configured: 1, NotConfigured: 2, Configuring: 3, ManualValidation: 4, ValidationNeeded: 5}
