package circuit

import (
	"iter"

	"github.com/expressroute-go/expressroute/machine"
)

// Status is Microsoft's side of the circuit: "Status" in the classic tools,
// circuitProvisioningState in ARM, where it is a free string. The zero value is
// not observed.
type Status uint8

const (
	_          Status = iota
	NotCreated        // the circuit does not exist yet; the customer creates it
	Enabling          // Microsoft is setting the circuit up; then Enabled
	Enabled           // the circuit can be used, if the provider has provisioned it; normally lasts until the customer deletes the circuit
	Disabling         // the customer has deleted the circuit; Microsoft deletes it, in 2016 after the provider has deprovisioned
	Disabled          // the circuit is deprovisioned and Microsoft is deleting it; or a failed operation disabled it, then the customer refreshes it, and Support repairs it if that does not help
	Gone              // the circuit is deleted; it never changes again, and a new circuit gets a new service key
)

var statuses = machine.Spell[Status]("circuit.Status",
	"not observed", "NotCreated", "Enabling", "Enabled", "Disabling", "Disabled", "Gone")

// Statuses yields every status.
func Statuses() iter.Seq[Status] { return statuses.All() }

func (s Status) String() string                { return statuses.String(s) }
func (s Status) MarshalText() ([]byte, error)  { return statuses.MarshalText(s) }
func (s *Status) UnmarshalText(b []byte) error { return statuses.UnmarshalText(s, b) }

// microsoftStatus is the machine of [Status]. Some rules keep the status as it is,
// because the event moves another machine. The rows of couplings have its guards.
var microsoftStatus = machine.MustCompile(machine.Table[Status, Verb, struct{}]{
	Name:    "status",
	States:  []Status{NotCreated, Enabling, Enabled, Disabling, Disabled, Gone},
	Initial: []Status{NotCreated},
	Rules: []machine.Rule[Status, Verb, struct{}]{
		{From: []Status{NotCreated}, On: CreateCircuit, To: Enabling, By: machine.Customer, Basis: machine.Inferred, Source: sourceClassicCircuit},
		{From: []Status{Enabling}, On: OperationFinished, To: Enabled, By: machine.Microsoft, Basis: machine.Inferred, Source: sourceClassicCircuit},
		{From: []Status{Enabled}, On: OperationFinished, To: Enabled, By: machine.Microsoft, Basis: machine.Observed, Source: sourceTiming},
		{From: []Status{Enabled}, On: RefreshCircuit, To: Enabled, By: machine.Customer, Basis: machine.Documented, Source: sourceRefresh},
		{From: []Status{Enabling, Disabled}, On: RefreshCircuit, To: Enabling, By: machine.Customer, Basis: machine.Inferred, Source: sourceRefresh},
		{From: []Status{Enabled}, On: DeleteCircuit, To: Disabling, By: machine.Customer, Basis: machine.Article, Source: machine.Article2016},
		{From: []Status{Disabled}, On: DeleteCircuit, To: Disabling, By: machine.Customer, Basis: machine.Observed, Source: sourceFailed},
		{From: []Status{Enabling, Disabling}, On: DeleteCircuit, To: Disabling, By: machine.Customer, Basis: machine.Inferred, Source: sourceFailed},
		{From: []Status{Enabled}, On: DeprovisioningFinished, To: Enabled, By: machine.Provider, Basis: machine.Article, Source: machine.Article2016},
		{From: []Status{Enabling}, On: DeprovisioningFinished, To: Enabling, By: machine.Provider, Basis: machine.Inferred, Source: sourceBillUntil},
		{From: []Status{Disabling, Disabled}, On: DeprovisioningFinished, To: Disabled, By: machine.Provider, Basis: machine.Inferred, Source: sourceBillUntil},
		{From: []Status{Enabled}, On: ProvisioningAbandoned, To: Enabled, By: machine.Provider, Basis: machine.Inferred, Source: sourceAbandoned},
		{From: []Status{Enabling}, On: ProvisioningAbandoned, To: Enabling, By: machine.Provider, Basis: machine.Inferred, Source: sourceAbandoned},
		{From: []Status{Disabling, Disabled}, On: ProvisioningAbandoned, To: Disabled, By: machine.Provider, Basis: machine.Inferred, Source: sourceBillUntil},
		{From: []Status{Disabling, Disabled}, On: CircuitDeleted, To: Gone, By: machine.Microsoft, Basis: machine.Documented, Source: sourceBillUntil},
		{From: []Status{Enabled}, On: OperationFailed, To: Enabled, By: machine.Microsoft, Basis: machine.Documented, Source: sourceRefresh},
		{From: []Status{Enabling, Disabled}, On: OperationFailed, To: Disabled, By: machine.Microsoft, Basis: machine.Observed, Source: sourceFailed},
		{From: []Status{Disabling}, On: OperationFailed, To: Disabling, By: machine.Microsoft, Basis: machine.Inferred, Source: sourceFailed},
		{From: []Status{Enabled}, On: CircuitDisabled, To: Disabled, By: machine.Microsoft, Basis: machine.Observed, Source: sourceFailed},
		{From: []Status{Enabling, Disabled}, On: CircuitRepaired, To: Enabled, By: machine.Support, Basis: machine.Inferred, Source: sourceTroubleshoot},
	},
})
