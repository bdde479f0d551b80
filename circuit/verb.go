package circuit

import (
	"iter"

	"github.com/expressroute-go/expressroute/machine"
)

// Verb is what happens in an [Event]. Verbs of the customer are imperatives
// ("ConfigurePeering"). Verbs of other actors, which the customer only sees, are
// participles ("ProvisioningFinished"). So a plan shows who does what.
type Verb uint8

const (
	_ Verb = iota

	// The customer.
	CreateCircuit         // creates the circuit; Azure issues the service key and the meter starts
	OrderConnectivity     // orders the connection from the connectivity provider
	HandOverServiceKey    // gives the provider the service key and everything else that it needs
	RefreshCircuit        // writes the circuit back unchanged: the repair after a failed operation
	ChangeBandwidth       // raises the bandwidth
	ChangeTier            // changes the tier
	ChangeBilling         // changes the billing model
	ConfigurePeering      // writes a peering as the spec wants it
	EnablePeering         // switches one family of a peering on
	DisablePeering        // switches one family of a peering off
	RemovePeering         // deletes a peering
	AttachRouteFilter     // attaches a route filter to the Microsoft peering
	DetachRouteFilter     // detaches the route filter
	OpenTicket            // opens a support ticket: for a family's prefixes with evidence, or for a stuck circuit
	SignPrefixes          // submits the prefix owner's signatures
	CreateAuthorization   // lets the owner of another subscription's network use the circuit
	RevokeAuthorization   // revokes the authorization; this deletes the link made with it
	LinkNetwork           // links a network of the same subscription
	UnlinkNetwork         // deletes the link to a network
	ConnectCircuit        // connects another circuit by Global Reach
	DisconnectCircuit     // deletes the Global Reach connection
	RequestDeprovisioning // asks the provider to take the circuit down
	WithdrawRequest       // withdraws the request to deprovision, before the provider has begun
	DeleteCircuit         // deletes the circuit

	// The connectivity provider.
	ProvisioningStarted    // the provider has begun to build the circuit
	ProvisioningFinished   // the provider has built the circuit: with status Enabled it can be used
	ProvisioningAbandoned  // the provider gave up building the circuit
	RoutingConfigured      // the provider wrote a peering that it manages
	RoutingEnabled         // the provider switched one family of a peering on
	RoutingDisabled        // the provider switched one family of a peering off
	RoutingRemoved         // the provider deleted a peering
	DeprovisioningStarted  // the provider has begun to take the circuit down
	DeprovisioningFinished // the provider has taken the circuit down

	// The owner of a network in another subscription.
	NetworkLinked   // the owner redeemed an authorization and linked the network
	NetworkUnlinked // the owner deleted the link; the authorization stays

	// Microsoft's platform.
	OperationFinished  // the last write to the circuit, or to the peering, succeeded
	OperationFailed    // the last write to the circuit, or to the peering, failed
	FailureSpread      // a failed operation on a child resource made the circuit, or the peering, Failed too
	CircuitDisabled    // a failed operation switched the circuit off
	PeeringRefused     // Azure accepted a peering's configuration and then refused it
	PeeringRemoved     // the peering is deleted
	ValidationStarted  // Microsoft has begun to check the prefixes against the routing registries
	PrefixesValidated  // the prefixes match the AS number
	PrefixesNotMatched // the prefixes do not match the AS number
	LinkConnected      // a link carries traffic
	LinkDisconnected   // a link has stopped carrying traffic
	SessionEstablished // a BGP session came up
	SessionLost        // a BGP session went down
	CircuitDeleted     // the circuit is deleted; the meter stops

	// Microsoft Support.
	EvidenceAccepted // Support accepted the prefixes on the evidence of a ticket
	EvidenceRejected // Support rejected the evidence of a ticket
	CircuitRepaired  // Support repaired a stuck circuit
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
