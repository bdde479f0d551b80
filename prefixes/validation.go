package prefixes

import (
	"iter"
	"slices"

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

// outlook says what a value means for the prefix and its owner.
type outlook struct {
	state    State // of a list of this prefix alone
	failed   bool
	actor    machine.Actor
	remedies []Remedy // in the order of fix
	fix      string
}

// outlooks are the ten values, in the order of the API.
var outlooks = [...]outlook{
	PrefixNotConfigured: {state: NotConfigured, actor: machine.Microsoft},
	PrefixConfiguring:   {state: Configuring, actor: machine.Microsoft},
	PrefixConfigured:    {state: Configured},
	PrefixValidationNeeded: {state: ValidationNeeded, actor: machine.Customer, remedies: []Remedy{Sign, CorrectRecord, OpenTicket},
		fix: "sign the prefix's validation ID, or register the prefix to the AS number and submit the list again, or open a support ticket with proof of ownership"},
	PrefixValidationFailed: {state: ValidationNeeded, failed: true, actor: machine.Customer, remedies: []Remedy{CorrectRecord, Sign},
		fix: "check the registry record and the signature, and submit them again"},
	PrefixManualValidationNeeded: {state: ManualValidation, actor: machine.Customer, remedies: []Remedy{OpenTicket},
		fix: "open a support ticket with proof that the prefix and the AS number are yours"},
	PrefixAsnValidationFailed: {state: ValidationNeeded, failed: true, actor: machine.Customer, remedies: []Remedy{CorrectRecord},
		fix: "register the prefix to the AS number of the peering, or name the AS number it is registered to as customer ASN"},
	PrefixCertificateMissingInRoutingRegistry: {state: ValidationNeeded, failed: true, actor: machine.Customer, remedies: []Remedy{PublishCertificate},
		fix: "publish the certificate in the prefix's registry record"},
	PrefixInvalidSignatureEncoding: {state: ValidationNeeded, failed: true, actor: machine.Customer, remedies: []Remedy{Sign},
		fix: "submit the signature encoded in base64"},
	PrefixSignatureVerificationFailed: {state: ValidationNeeded, failed: true, actor: machine.Customer, remedies: []Remedy{Sign},
		fix: "sign the validation ID exactly as Azure shows it, with the key of the published certificate"},
}

// outlook returns the row of v, the zero outlook for a value that is not
// observed or has no word.
func (v Validation) outlook() outlook {
	if int(v) < len(outlooks) {
		return outlooks[v]
	}
	return outlook{}
}

// Failed reports whether Microsoft checked the prefix and refused it.
// ValidationNeeded and ManualValidationNeeded are no refusals: they ask for
// something.
func (v Validation) Failed() bool { return v.outlook().failed }

// Actor returns whose turn it is: Customer where the owner of the prefix has to
// act, Microsoft where the owner waits, and Nobody for a prefix that is
// Configured, was not observed, or has a value that is unknown here.
func (v Validation) Actor() machine.Actor { return v.outlook().actor }

// Remedies returns what the owner of the prefix can do, in the order of Fix.
// There are some if and only if the turn is the Customer's ([Validation.Actor]).
func (v Validation) Remedies() []Remedy { return slices.Clone(v.outlook().remedies) }

// Fix returns what the owner of the prefix does next, an imperative. It is
// empty where [Validation.Remedies] is.
func (v Validation) Fix() string { return v.outlook().fix }

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

// urgency ranks the states by which of two a list is in.
var urgency = [...]uint8{Configured: 1, NotConfigured: 2, Configuring: 3, ManualValidation: 4, ValidationNeeded: 5}
