package circuit

import (
	"strconv"

	"github.com/expressroute-go/expressroute/machine"
)

// Tier is the SKU tier of a circuit, in Azure's spelling. The zero value is not
// observed.
type Tier uint8

const (
	_              Tier = iota
	TierLocal           // reaches one or two regions near the peering location; unlimited data; 1 Gbit/s and more
	TierStandard        // reaches the regions of one geopolitical area
	TierPremium         // reaches every region; allows more routes and links
	TierBasic           // an old tier that is still in the API schema
	TierMultiCloud      // a tier of API version 2025-09-01
)

var tiers = machine.Spell[Tier]("circuit.Tier", "not observed", "Local", "Standard", "Premium", "Basic", "MultiCloud")

func (t Tier) String() string                { return tiers.String(t) }
func (t Tier) MarshalText() ([]byte, error)  { return tiers.MarshalText(t) }
func (t *Tier) UnmarshalText(b []byte) error { return tiers.UnmarshalText(t, b) }

// Billing is the billing model: the SKU family. The zero value is not observed.
type Billing uint8

const (
	_             Billing = iota
	MeteredData           // outbound data is charged
	UnlimitedData         // a flat rate
)

var billings = machine.Spell[Billing]("circuit.Billing", "not observed", "MeteredData", "UnlimitedData")

func (b Billing) String() string                { return billings.String(b) }
func (b Billing) MarshalText() ([]byte, error)  { return billings.MarshalText(b) }
func (b *Billing) UnmarshalText(t []byte) error { return billings.UnmarshalText(b, t) }

// Mbps is a bandwidth in Mbit/s. Zero means not known.
type Mbps uint32

// String returns the bandwidth in the spelling of Azure's price list: "50Mbps",
// "1Gbps".
func (b Mbps) String() string {
	if b >= 1000 && b%1000 == 0 {
		return strconv.Itoa(int(b/1000)) + "Gbps"
	}
	return strconv.Itoa(int(b)) + "Mbps"
}

// Order is what the customer orders from Microsoft. Zero fields are not known; in a
// [Spec] they mean that any value will do.
type Order struct {
	Provider        string  `json:"provider,omitempty"`        // the connectivity provider's name, as Azure lists it; empty on a Direct circuit
	PeeringLocation string  `json:"peeringLocation,omitempty"` // "Silicon Valley"
	Bandwidth       Mbps    `json:"bandwidthInMbps,omitempty"`
	Tier            Tier    `json:"tier,omitempty"`
	Billing         Billing `json:"billing,omitempty"`
}

// bandwidths are the bandwidths of circuits through a provider.
//
// Source: https://learn.microsoft.com/en-us/azure/expressroute/expressroute-faqs
var bandwidths = []Mbps{50, 100, 200, 500, 1000, 2000, 5000, 10000}

// directBandwidths are the bandwidths of circuits on a port of 10 or 100 Gbit/s.
//
// Source: https://learn.microsoft.com/en-us/azure/expressroute/expressroute-erdirect-about
var directBandwidths = []Mbps{1000, 2000, 5000, 10000, 40000, 100000}

// LinkLimit returns how many links a circuit of this order can have, to virtual
// networks and by Global Reach together. It is zero if tier or bandwidth is not
// known.
//
// Source: https://learn.microsoft.com/en-us/azure/azure-resource-manager/management/azure-subscription-service-limits#expressroute-limits
func (o Order) LinkLimit() int {
	switch o.Tier {
	case TierLocal, TierStandard:
		return 10
	case TierPremium:
		return premiumLinks(o.Bandwidth)
	}
	return 0
}

func premiumLinks(b Mbps) int {
	switch {
	case b == 0:
		return 0
	case b < 100:
		return 20
	case b < 500:
		return 25
	case b < 1000:
		return 40
	case b < 2000:
		return 50
	case b < 5000:
		return 60
	case b < 10000:
		return 75
	}
	return 100
}

// tierChange says whether Azure can change a circuit from one tier to another.
//
// Source: https://learn.microsoft.com/en-us/azure/expressroute/expressroute-circuit-peerings,
// and for the way to Local github.com/MicrosoftDocs/azure-docs pull 100543
func tierChange(from, to Tier) machine.Truth {
	switch {
	case from == 0 || to == 0:
		return machine.Unknown
	case from == to:
		return machine.Yes
	case to == TierLocal:
		return machine.No
	case from == TierStandard && to == TierPremium, from == TierPremium && to == TierStandard,
		from == TierLocal && (to == TierStandard || to == TierPremium):
		return machine.Yes
	}
	return machine.Unknown
}

// billingChange says whether the billing model can change. It can change to
// unlimited data, but not back.
//
// Source: https://learn.microsoft.com/en-us/azure/expressroute/expressroute-circuit-peerings
func billingChange(from, to Billing) machine.Truth {
	if from == 0 || to == 0 {
		return machine.Unknown
	}
	return machine.TruthOf(from == to || from == MeteredData)
}
