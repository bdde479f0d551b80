package circuit

import (
	"iter"

	"github.com/expressroute-go/expressroute/machine"
)

// Verb is what happens in an [Event]. What the customer does is an imperative;
// what anybody else does, and the customer only sees, is a participle. So a
// plan reads as who does what.
type Verb uint8

const (
	_ Verb = iota

	// The customer.
	CreateCircuit         // creates the circuit; Azure issues the service key and the meter starts
	OrderConnectivity     // orders the connection from the connectivity provider
	HandOverServiceKey    // gives the provider the service key and what else it needs
	RefreshCircuit        // writes the circuit back unchanged: the repair after a failed operation
	ChangeBandwidth       // raises the bandwidth
	ChangeTier            // changes the tier
	ChangeBilling         // changes the billing model
	ConfigurePeering      // writes a peering as the spec wants it
	EnablePeering         // switches one family of a peering on
	DisablePeering        // switches one family of a peering off
	RemovePeering         // deletes a peering
	AttachRouteFilter     // attaches a route filter to the Microsoft peering
	DetachRouteFilter     // detaches it
	OpenTicket            // opens a support ticket: for a family's prefixes with evidence, or for a stuck circuit
	SignPrefixes          // submits the prefix owner's signatures
	CreateAuthorization   // lets the owner of another subscription's network use the circuit
	RevokeAuthorization   // takes that back, and the link made with it
	LinkNetwork           // links a network of the same subscription
	UnlinkNetwork         // unlinks it
	ConnectCircuit        // connects another circuit by Global Reach
	DisconnectCircuit     // deletes that connection
	RequestDeprovisioning // asks the provider to take the circuit down
	WithdrawRequest       // takes that request back, before the provider has begun
	DeleteCircuit         // deletes the circuit

	// The connectivity provider.
	ProvisioningStarted    // it has begun to build the circuit
	ProvisioningFinished   // it is done: with status Enabled the circuit can be used
	ProvisioningAbandoned  // it gave up
	RoutingConfigured      // it wrote a peering that it manages
	RoutingEnabled         // it switched one family of such a peering on
	RoutingDisabled        // it switched one off
	RoutingRemoved         // it deleted one
	DeprovisioningStarted  // it has begun to take the circuit down
	DeprovisioningFinished // nothing is left of its side

	// The owner of a network in another subscription.
	NetworkLinked   // redeemed an authorization
	NetworkUnlinked // gave it back

	// Microsoft's platform.
	OperationFinished  // the last write to the circuit, or to the peering, was applied
	OperationFailed    // it failed
	FailureSpread      // a failed operation on what belongs to the circuit, or to the peering, turned it Failed too
	CircuitDisabled    // a failed operation switched the circuit off
	PeeringRefused     // a peering's configuration was taken and then refused
	PeeringRemoved     // the peering is gone
	ValidationStarted  // the prefixes are being checked against the routing registries
	PrefixesValidated  // they match the AS number
	PrefixesNotMatched // they do not
	LinkConnected      // a link carries traffic
	LinkDisconnected   // a link carries none any more
	SessionEstablished // a BGP session came up
	SessionLost        // a BGP session went down
	CircuitDeleted     // the circuit is gone; the meter stops

	// Microsoft Support.
	EvidenceAccepted // the prefixes are accepted on the evidence that came with a ticket
	EvidenceRejected // they are not
	CircuitRepaired  // a stuck circuit is set right
)

var verbs = machine.Spell[Verb]("circuit.Verb", "nothing",
	"CreateCircuit", "OrderConnectivity", "HandOverServiceKey", "RefreshCircuit", "ChangeBandwidth", "ChangeTier", "ChangeBilling",
	"ConfigurePeering", "EnablePeering", "DisablePeering", "RemovePeering", "AttachRouteFilter", "DetachRouteFilter",
	"OpenTicket", "SignPrefixes", "CreateAuthorization", "RevokeAuthorization", "LinkNetwork", "UnlinkNetwork",
	"ConnectCircuit", "DisconnectCircuit", "RequestDeprovisioning", "WithdrawRequest", "DeleteCircuit",
	"ProvisioningStarted", "ProvisioningFinished", "ProvisioningAbandoned", "RoutingConfigured", "RoutingEnabled", "RoutingDisabled", "RoutingRemoved",
	"DeprovisioningStarted", "DeprovisioningFinished",
	"NetworkLinked", "NetworkUnlinked",
	"OperationFinished", "OperationFailed", "FailureSpread", "CircuitDisabled", "PeeringRefused", "PeeringRemoved",
	"ValidationStarted", "PrefixesValidated", "PrefixesNotMatched",
	"LinkConnected", "LinkDisconnected", "SessionEstablished", "SessionLost", "CircuitDeleted",
	"EvidenceAccepted", "EvidenceRejected", "CircuitRepaired")

// Verbs yields every verb, the customer's first.
func Verbs() iter.Seq[Verb] { return verbs.All() }

func (v Verb) String() string                { return verbs.String(v) }
func (v Verb) MarshalText() ([]byte, error)  { return verbs.MarshalText(v) }
func (v *Verb) UnmarshalText(b []byte) error { return verbs.UnmarshalText(v, b) }
