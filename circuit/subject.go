package circuit

// subject says what the events of a verb are about.
type subject struct {
	shapes    shapes
	microsoft bool       // Peering must be the Microsoft peering
	kinds     []LinkKind // the kinds of link that Link may name
	want      string     // for the error: "a peering"
}

// shapes is a set of shapes. The shape of an event says which of its subject fields
// are set; [Event.shape] computes it.
type shapes uint16

const (
	onCircuit shapes = 1 << 0 // no field is set: the event is about the circuit itself
	onPeering shapes = 1 << 1 // Peering
	onFamily  shapes = 1 << 3 // Peering and Family
	onPath    shapes = 1 << 7 // Peering, Family and Path
	onLink    shapes = 1 << 8 // Link
)

var (
	ofCircuit        = subject{shapes: onCircuit, want: "no subject"}
	ofPeering        = subject{shapes: onPeering, want: "a peering"}
	ofCircuitPeering = subject{shapes: onCircuit | onPeering, want: "no subject or a peering"}
	ofFamily         = subject{shapes: onFamily, want: "a peering and an address family"}
	ofPrefixes       = subject{shapes: onFamily, microsoft: true, want: "the Microsoft peering and an address family"}
	ofTicket         = subject{shapes: onCircuit | onFamily, microsoft: true, want: "no subject, or the Microsoft peering and an address family"}
	ofFilter         = subject{shapes: onPeering, microsoft: true, want: "the Microsoft peering"}
	ofSession        = subject{shapes: onPath, want: "a peering, an address family and a path"}
	ofLink           = subject{shapes: onLink, kinds: []LinkKind{GatewayLink, VirtualWANLink, GlobalReachLink}, want: "a link that the spec or the circuit names"}
	ofNetwork        = subject{shapes: onLink, kinds: []LinkKind{GatewayLink, VirtualWANLink}, want: "a link to a network that the spec or the circuit names"}
	ofOtherCircuit   = subject{shapes: onLink, kinds: []LinkKind{GlobalReachLink}, want: "a Global Reach link that the spec or the circuit names"}
)
