package prefixes

import "github.com/expressroute-go/expressroute/machine"

// What the guards of [Machine] need.
const (
	NeedPrefixes   machine.Need = "prefixes-listed"     // there is a prefix to validate
	NeedSignatures machine.Need = "signatures-accepted" // the API takes the owner's signature on a prefix
)

// Facts are what the guards of [Machine] look at. The zero value knows nothing,
// and permits nothing that needs a guard.
type Facts struct {
	Listed     machine.Truth // the list of prefixes is not empty
	Signatures machine.Truth // the API version in use takes a signature for each prefix
}

type (
	rule   = machine.Rule[State, Event, Facts]
	guards = machine.Guards[Facts]
)

// Machine returns the machine of [State].
//
// Submitting a list always begins anew: what Microsoft does with prefixes that
// are already in service while the changed list is validated is written
// nowhere, and recorded updates went on showing the old state until they were
// through. So the state after a submission promises nothing.
func Machine() *machine.Machine[State, Event, Facts] { return compiled }

var compiled = machine.MustCompile(machine.Table[State, Event, Facts]{
	Name:    "advertised public prefixes",
	States:  []State{NotConfigured, Configuring, Configured, ValidationNeeded, ManualValidation},
	Initial: []State{NotConfigured},
	Rules: []rule{
		{From: []State{NotConfigured}, On: Submitted, To: NotConfigured, By: machine.Customer, Basis: machine.Documented, Source: sourceCross},

		{From: []State{NotConfigured}, On: ValidationStarted, To: Configuring, By: machine.Microsoft, Needs: guards{prefixesListed}, Basis: machine.Inferred, Source: sourceStates},
		{From: []State{Configured, ValidationNeeded}, On: ValidationStarted, To: Configuring, By: machine.Microsoft, Needs: guards{prefixesListed}, Basis: machine.Inferred, Source: sourceHowTo}, // anew: once the registry is set right, or no longer is
		{From: []State{Configuring}, On: Validated, To: Configured, By: machine.Microsoft, Basis: machine.Documented, Source: sourceHowTo},
		{From: []State{Configuring}, On: NotMatched, To: ValidationNeeded, By: machine.Microsoft, Basis: machine.Article, Source: sourceArticle},

		{From: []State{ValidationNeeded}, On: TicketOpened, To: ManualValidation, By: machine.Customer, Basis: machine.Inferred, Source: sourceHowTo},
		{From: []State{ManualValidation}, On: TicketOpened, To: ManualValidation, By: machine.Customer, Basis: machine.Article, Source: sourceArticle},
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
		Need: NeedSignatures, Want: "the API must take a signature for each prefix",
		Actor: machine.Customer, Fix: "use API version 2024-10-01 or later, or open a support ticket instead",
		Basis: machine.Documented, Source: sourceSignatures,
	},
	Holds: func(f Facts) machine.Truth { return f.Signatures },
	Found: func(f Facts) string { return found(f.Signatures, "one that takes none", "its version") },
}

// found words a fact that is not Yes: its contrary, or what would tell.
func found(fact machine.Truth, contrary, teller string) string {
	if fact == machine.No {
		return contrary
	}
	return "nothing yet, read " + teller
}
