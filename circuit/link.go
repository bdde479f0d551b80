package circuit

import (
	"math/bits"
	"strings"

	"github.com/expressroute-go/expressroute/machine"
)

// LinkKind says what is linked to a circuit, and how. The zero value is
// GatewayLink.
type LinkKind uint8

const (
	GatewayLink     LinkKind = iota // a virtual network, through a connection of its ExpressRoute gateway
	VirtualWANLink                  // a virtual hub, through a connection of its ExpressRoute gateway
	GlobalReachLink                 // another circuit, from private peering to private peering
)

var linkKinds = machine.SpellAll[LinkKind]("circuit.LinkKind", "Gateway", "VirtualWAN", "GlobalReach")

func (k LinkKind) String() string                { return linkKinds.String(k) }
func (k LinkKind) MarshalText() ([]byte, error)  { return linkKinds.MarshalText(k) }
func (k *LinkKind) UnmarshalText(b []byte) error { return linkKinds.UnmarshalText(k, b) }

// kindOf tells the kind of a link from the type of resource that it names.
func kindOf(id string) (kind LinkKind, told bool) {
	segments := strings.Split(canonical(id), "/")
	switch segments[max(len(segments)-2, 0)] {
	case "virtualnetworks", "virtualnetworkgateways":
		return GatewayLink, true
	case "virtualhubs", "expressroutegateways", "expressrouteconnections":
		return VirtualWANLink, true
	case "expressroutecircuits":
		return GlobalReachLink, true
	}
	return 0, false
}

// Link joins the circuit's private peering to a network or to another circuit.
// All links count against one limit, see [Order.LinkLimit].
type Link struct {
	Kind              LinkKind `json:"kind,omitempty"`              // may be left out if the type in the resource ID tells it
	Network           string   `json:"network"`                     // resource ID of the network, its gateway, its hub, or the other circuit; in a document also of the connection or the authorization
	OtherSubscription bool     `json:"otherSubscription,omitempty"` // the network is in another subscription; its owner must redeem an authorization
	OtherGeography    bool     `json:"otherGeography,omitempty"`    // the network is outside the circuit's geopolitical region; the link needs the Premium tier
}

// LinkState is the state of one link.
type LinkState struct {
	Link
	Wanted     bool          `json:"-"`                    // the spec names it
	Shown      bool          `json:"shown,omitempty"`      // a document named it
	Linked     machine.Truth `json:"linked,omitempty"`     // the link exists; Unknown if no document could show it
	Authorized machine.Truth `json:"authorized,omitempty"` // an authorization for it exists
	Connection Connection    `json:"connection,omitempty"` // whether it carries traffic, as its resource says
	Through    string        `json:"through,omitempty"`    // resource ID of the connection that makes the link, if a document names it
	Gateway    string        `json:"gateway,omitempty"`    // resource ID of the gateway at the network's end, if a document names it

	Authorization string        `json:"authorization,omitempty"` // resource ID of the authorization, if a document names it
	Resource      bool          `json:"resource,omitempty"`      // the connection's own document was read: all that it has to say of the link is known
	RoutingWeight uint16        `json:"routingWeight,omitempty"` // a network with links to several circuits uses the link with the highest weight
	FastPath      machine.Truth `json:"fastPath,omitempty"`      // traffic to the network bypasses its gateway
}

// gone reports whether neither the link nor an authorization for it exists.
func (l *LinkState) gone() bool { return l.Linked == machine.No && l.Authorized == machine.No }

// Connection is the status of a link's resource: circuitConnectionStatus of
// Global Reach, connectionStatus of a gateway's connection. The zero value is
// not observed.
//
// Source: github.com/Azure/azure-rest-api-specs,
// specification/network/resource-manager/Microsoft.Network/stable/2024-05-01/expressRouteCircuit.json
type Connection uint8

const (
	_                 Connection = iota
	Connecting                   // Microsoft is setting it up; then Connected
	Connected                    // it carries traffic; nobody has to act
	Disconnected                 // it carries no traffic; the customer, or the owner of the other side, repairs or deletes it
	ConnectionFailed             // the resource is Failed; the customer deletes it and links again
	ConnectionUnknown            // Azure says Unknown: it does not know whether the connection carries traffic; read it again
)

var connections = machine.Spell[Connection]("circuit.Connection", "not observed", "Connecting", "Connected", "Disconnected", "Failed", "Unknown")

func (c Connection) String() string                { return connections.String(c) }
func (c Connection) MarshalText() ([]byte, error)  { return connections.MarshalText(c) }
func (c *Connection) UnmarshalText(b []byte) error { return connections.UnmarshalText(c, b) }

// MaxLinks is how many links a [Circuit] can have. Azure allows 100.
//
// Source: https://learn.microsoft.com/en-us/azure/azure-resource-manager/management/azure-subscription-service-limits#expressroute-limits
const MaxLinks = 8 * len(linkSet{})

// linkSet is a set of indices into a circuit's links.
type linkSet [13]uint8

func (s *linkSet) has(i int) bool { return s[i/8]&(1<<(i%8)) != 0 }

func (s linkSet) with(i int) linkSet {
	s[i/8] |= 1 << (i % 8)
	return s
}

func (s linkSet) without(i int) linkSet {
	s[i/8] &^= 1 << (i % 8)
	return s
}

// put returns the set with the index for Yes, without it for No, and unchanged for
// Unknown.
func (s linkSet) put(i int, in machine.Truth) linkSet {
	switch in {
	case machine.Yes:
		return s.with(i)
	case machine.No:
		return s.without(i)
	}
	return s
}

func (s *linkSet) len() int {
	n := 0
	for _, b := range s {
		n += bits.OnesCount8(b)
	}
	return n
}

// sameResource reports whether two resource IDs are equal. Azure does not keep their
// case.
//
// Source: https://learn.microsoft.com/en-us/azure/azure-resource-manager/management/resource-name-rules
func sameResource(a, b string) bool {
	return strings.EqualFold(strings.TrimSuffix(a, "/"), strings.TrimSuffix(b, "/"))
}

// canonical returns a form of a resource ID that is the same for equal IDs.
func canonical(id string) string { return strings.ToLower(strings.TrimSuffix(id, "/")) }
