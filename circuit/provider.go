package circuit

import (
	"iter"

	"github.com/expressroute-go/expressroute/machine"
)

// ProviderState is the provisioning state at the connectivity provider: Azure's
// serviceProviderProvisioningState. The zero value is not observed.
type ProviderState uint8

const (
	_              ProviderState = iota
	NotProvisioned               // the provider has not built the circuit, or has taken it down; the customer orders, hands over the service key, or deletes
	Provisioning                 // the provider is building the circuit; then Provisioned
	Provisioned                  // the provider has built the circuit; with status Enabled it is usable, and it is the customer's turn
	Deprovisioning               // the provider is taking the circuit down; then NotProvisioned
	NotApplicable                // a circuit on an ExpressRoute Direct port has no provider; this never changes
)

var providerStates = machine.Spell[ProviderState]("circuit.ProviderState",
	"not observed", "NotProvisioned", "Provisioning", "Provisioned", "Deprovisioning", "NotApplicable")

// ProviderStates yields every provider state.
func ProviderStates() iter.Seq[ProviderState] { return providerStates.All() }

func (p ProviderState) String() string                { return providerStates.String(p) }
func (p ProviderState) MarshalText() ([]byte, error)  { return providerStates.MarshalText(p) }
func (p *ProviderState) UnmarshalText(b []byte) error { return providerStates.UnmarshalText(p, b) }

// providerProvisioning is the machine of [ProviderState]. The rows of couplings have
// its guards.
var providerProvisioning = machine.MustCompile(machine.Table[ProviderState, Verb, struct{}]{
	Name:    "service provider provisioning",
	States:  []ProviderState{NotProvisioned, Provisioning, Provisioned, Deprovisioning, NotApplicable},
	Initial: []ProviderState{NotProvisioned, NotApplicable},
	Rules: []machine.Rule[ProviderState, Verb, struct{}]{
		{From: []ProviderState{NotProvisioned}, On: ProvisioningStarted, To: Provisioning, By: machine.Provider, Basis: machine.Article, Source: machine.Article2016},
		{From: []ProviderState{Provisioning}, On: ProvisioningFinished, To: Provisioned, By: machine.Provider, Basis: machine.Article, Source: machine.Article2016},
		{From: []ProviderState{NotProvisioned}, On: ProvisioningFinished, To: Provisioned, By: machine.Provider, Basis: machine.Documented, Source: sourceCrossConnection},
		{From: []ProviderState{Provisioning}, On: ProvisioningAbandoned, To: NotProvisioned, By: machine.Provider, Basis: machine.Inferred, Source: sourceAbandoned},
		{From: []ProviderState{Provisioned}, On: DeprovisioningStarted, To: Deprovisioning, By: machine.Provider, Basis: machine.Inferred, Source: sourceDeprovisioning},
		{From: []ProviderState{Provisioned}, On: DeprovisioningFinished, To: NotProvisioned, By: machine.Provider, Basis: machine.Article, Source: machine.Article2016},
		{From: []ProviderState{Provisioning}, On: DeprovisioningFinished, To: NotProvisioned, By: machine.Provider, Basis: machine.Inferred, Source: sourceDeprovisioning},
		{From: []ProviderState{Deprovisioning}, On: DeprovisioningFinished, To: NotProvisioned, By: machine.Provider, Basis: machine.Inferred, Source: sourceDeprovisioning},
	},
})
