package circuit

import (
	"iter"

	"github.com/expressroute-go/expressroute/machine"
)

// ProviderState is the state on the connectivity provider's side: Azure's
// serviceProviderProvisioningState. The zero value is not observed.
type ProviderState uint8

const (
	_              ProviderState = iota
	NotProvisioned               // nothing is built, or nothing any more; the customer orders, hands over the service key, or deletes
	Provisioning                 // the provider is at work; its turn
	Provisioned                  // the provider is done; with status Enabled the circuit is usable, and the customer's turn
	Deprovisioning               // the provider is taking it down; its turn
	NotApplicable                // a circuit on an ExpressRoute Direct port: there is no provider; terminal
)

var providerStates = machine.Spell[ProviderState]("circuit.ProviderState",
	"not observed", "NotProvisioned", "Provisioning", "Provisioned", "Deprovisioning", "NotApplicable")

// ProviderStates yields every state of the provider's side.
func ProviderStates() iter.Seq[ProviderState] { return providerStates.All() }

func (p ProviderState) String() string                { return providerStates.String(p) }
func (p ProviderState) MarshalText() ([]byte, error)  { return providerStates.MarshalText(p) }
func (p *ProviderState) UnmarshalText(b []byte) error { return providerStates.UnmarshalText(p, b) }

// providerProvisioning is the machine of [ProviderState]. Its guards are those
// of the coupling.
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
