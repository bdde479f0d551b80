package circuit

import (
	"math/bits"
	"strings"

	"github.com/expressroute-go/expressroute/machine"
)

// LinkKind says what is linked to a circuit, and through what. The zero value
// is GatewayLink.
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
	Kind              LinkKind `json:"kind,omitempty"`              // a resource ID tells it, too, and counts where it does
	Network           string   `json:"network"`                     // resource ID: the network's, its gateway's or hub's, the other circuit's; of what was read also the connection's or the authorization's
	OtherSubscription bool     `json:"otherSubscription,omitempty"` // its owner is another subscription, and redeems an authorization
	OtherGeography    bool     `json:"otherGeography,omitempty"`    // outside the circuit's geopolitical region: takes the Premium tier
}

// LinkState is where one link is.
type LinkState struct {
	Link
	Wanted     bool          `json:"-"`                    // the spec names it
	Shown      bool          `json:"shown,omitempty"`      // a document named it
	Linked     machine.Truth `json:"linked,omitempty"`     // the link exists; Unknown if no document could show it
	Authorized machine.Truth `json:"authorized,omitempty"` // an authorization for it exists
	Connection Connection    `json:"connection,omitempty"` // whether it carries traffic, as its resource says
	Through    string        `json:"through,omitempty"`    // resource ID of the connection that makes the link, where a document names it
	Gateway    string        `json:"gateway,omitempty"`    // resource ID of the gateway at the network's end, where a document names it

	RoutingWeight uint16        `json:"routingWeight,omitempty"` // of two circuits to the same network, the one of the greater weight is used
	FastPath      machine.Truth `json:"fastPath,omitempty"`      // traffic to the network bypasses its gateway
}

// gone reports whether there is neither the link nor an authorization for it.
func (l *LinkState) gone() bool { return l.Linked == machine.No && l.Authorized == machine.No }

// Connection is the status of a link's resource: circuitConnectionStatus of
// Global Reach, connectionStatus of a gateway's connection. The zero value is
// not observed.
//
// Source: github.com/Azure/azure-rest-api-specs,
// specification/network/resource-manager/Microsoft.Network/stable/2024-05-01/expressRouteCircuit.json
type Connection uint8

const (
	_                Connection = iota
	Connecting                  // being set up; Microsoft goes on to Connected
	Connected                   // carries traffic; nobody need act
	Disconnected                // carries nothing; the customer, or the owner of the other side, repairs or deletes it
	ConnectionFailed            // the resource is Failed; the customer deletes it and links again
)

var connections = machine.Spell[Connection]("circuit.Connection", "not observed", "Connecting", "Connected", "Disconnected", "Failed")

func (c Connection) String() string                { return connections.String(c) }
func (c Connection) MarshalText() ([]byte, error)  { return connections.MarshalText(c) }
func (c *Connection) UnmarshalText(b []byte) error { return connections.UnmarshalText(c, b) }

// MaxLinks is how many links a circuit can be modelled with: more than the 100
// that Azure takes.
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

// put adds or takes away an index; Unknown leaves the set as it is.
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

// sameResource compares resource IDs, in which Azure does not keep the case.
//
// Source: https://learn.microsoft.com/en-us/azure/azure-resource-manager/management/resource-name-rules
func sameResource(a, b string) bool {
	return strings.EqualFold(strings.TrimSuffix(a, "/"), strings.TrimSuffix(b, "/"))
}

// canonical is the form of a resource ID in which equal ones are the same.
func canonical(id string) string { return strings.ToLower(strings.TrimSuffix(id, "/")) }
