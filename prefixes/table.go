package prefixes

import "github.com/expressroute-go/expressroute/machine"

// Needs of the guards of [Machine].
const (
	NeedPrefixes   machine.Need = "prefixes-listed"     // at least one prefix is listed
	NeedSignatures machine.Need = "signatures-accepted" // the API version accepts a signature for each prefix
)

// Facts hold what the guards of [Machine] read. In the zero value nothing is
// known, and no guard holds.
type Facts struct {
	Listed     machine.Truth // the list of prefixes is not empty
	Signatures machine.Truth // the API version in use accepts a signature for each prefix
}

type (
	rule   = machine.Rule[State, Event, Facts]
	guards = machine.Guards[Facts]
)

// Machine returns the machine of [State].
//
// Submitting a list leads to NotConfigured from every state. No source says
// what Microsoft does with prefixes that are in service while it validates a
// changed list, and in recorded updates Azure showed the old state until the
// update had finished. So after a submission nobody knows whether the prefixes are
// accepted.
func Machine() *machine.Machine[State, Event, Facts] { return compiled }

var compiled = machine.MustCompile(machine.Table[State, Event, Facts]{
	Name:    "advertised public prefixes",
	States:  []State{NotConfigured, Configuring, Configured, ValidationNeeded, ManualValidation},
	Initial: []State{NotConfigured},
	Rules: []rule{
		{From: []State{NotConfigured}, On: Submitted, To: NotConfigured, By: machine.Customer, Basis: machine.Documented, Source: sourceCross},

		{From: []State{NotConfigured}, On: ValidationStarted, To: Configuring, By: machine.Microsoft, Needs: guards{prefixesListed}, Basis: machine.Inferred, Source: sourceStates},
		{From: []State{Configured, ValidationNeeded}, On: ValidationStarted, To: Configuring, By: machine.Microsoft, Needs: guards{prefixesListed}, Basis: machine.Inferred, Source: sourceHowTo}, // Microsoft validates again, after the registry record has changed
		{From: []State{Configuring}, On: Validated, To: Configured, By: machine.Microsoft, Basis: machine.Documented, Source: sourceHowTo},
		{From: []State{Configuring}, On: NotMatched, To: ValidationNeeded, By: machine.Microsoft, Basis: machine.Article, Source: sourceSession},

		{From: []State{ValidationNeeded}, On: TicketOpened, To: ManualValidation, By: machine.Customer, Basis: machine.Inferred, Source: sourceHowTo},
		{From: []State{ManualValidation}, On: TicketOpened, To: ManualValidation, By: machine.Customer, Basis: machine.Article, Source: sourceSession},
		{From: []State{ManualValidation}, On: EvidenceAccepted, To: Configured, By: machine.Support, Basis: machine.Inferred, Source: sourceHowTo},
		{From: []State{ManualValidation}, On: EvidenceRejected, To: ValidationNeeded, By: machine.Support, Basis: machine.Inferred, Source: sourceHowTo},

		{From: []State{Configuring, Configured, ValidationNeeded, ManualValidation}, On: Submitted, To: NotConfigured, By: machine.Customer, Basis: machine.Inferred, Source: sourceHowTo},
		{From: []State{ValidationNeeded, ManualValidation}, On: Signed, To: Configuring, By: machine.Customer, Needs: guards{signaturesAccepted}, Basis: machine.Inferred, Source: sourceSigning},
		{From: []State{NotConfigured, Configuring, Configured, ValidationNeeded, ManualValidation}, On: Withdrawn, To: NotConfigured, By: machine.Customer, Basis: machine.Inferred, Source: sourceHowTo},
	},
})

var prefixesListed = machine.Guard[Facts]{
	Condition: machine.Condition{
		Need: NeedPrefixes, Want: "at least one prefix must be listed",
		Actor: machine.Customer, Fix: "list the public prefixes to advertise",
		Basis: machine.Documented, Source: sourceHowTo,
	},
	Holds: func(f Facts) machine.Truth { return f.Listed },
	Found: func(f Facts) string { return found(f.Listed, "an empty list", "the peering") },
}

var signaturesAccepted = machine.Guard[Facts]{
	Condition: machine.Condition{
		Need: NeedSignatures, Want: "the API must accept a signature for each prefix",
		Actor: machine.Customer, Fix: "use API version 2024-10-01 or later, or open a support ticket instead",
		Basis: machine.Documented, Source: sourceSignatures,
	},
	Holds: func(f Facts) machine.Truth { return f.Signatures },
	Found: func(f Facts) string {
		return found(f.Signatures, "an API version without signatures", "the API version")
	},
}

// found says what was found for a fact: the text contrary if the fact is No, or where
// to read it if it is Unknown.
func found(fact machine.Truth, contrary, where string) string {
	if fact == machine.No {
		return contrary
	}
	return "not observed; read " + where
}
