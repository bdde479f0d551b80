package powershell

import (
	"errors"
	"slices"
	"strings"
)

// ErrText is in an error: this is not how the cmdlets print an object.
var ErrText = errors.New("not as Format-List prints it")

// Kind is what a block of text shows.
type Kind uint8

const (
	Prose          Kind = iota // prose that looks like a column
	Other                      // anything else that a cmdlet prints
	AzCircuit                  // Get-AzExpressRouteCircuit, Get-AzureRmExpressRouteCircuit
	AzPart                     // a part of a circuit: Get-AzExpressRouteCircuitPeeringConfig, -Authorization, -ConnectionConfig
	ClassicCircuit             // Get-AzureDedicatedCircuit, Get-AzureAuthorizedDedicatedCircuit
	ClassicPeering             // Get-AzureBGPPeering
)

// Kind recognises an object by its columns. The documentation cuts circuits down
// to two of them.
func (b *Block) Kind() Kind {
	switch {
	case b.has("PrimaryPeerSubnet", "SecondaryPeerSubnet", "CustomerAutonomousSystemNumber"):
		return ClassicPeering
	case b.has("CircuitProvisioningState"):
		return AzCircuit
	case b.has("PeeringType", "AuthorizationUseStatus", "CircuitConnectionStatus"):
		return AzPart
	case b.has("ServiceProviderProvisioningState"):
		if b.has("CircuitName", "Status", "Bandwidth", "ServiceProviderName") {
			return ClassicCircuit
		}
		return AzCircuit
	case slices.ContainsFunc(b.columns, tellsOperation), len(b.columns) >= 3:
		return Other
	}
	return Prose
}

// tellsOperation: every resource has this column.
func tellsOperation(c *column) bool { return strings.HasSuffix(c.name, "ProvisioningState") }
