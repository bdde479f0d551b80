package request

import (
	"fmt"
	"net/netip"
	"strings"

	"github.com/expressroute-go/expressroute/circuit"
	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
	"github.com/expressroute-go/expressroute/prefixes"
)

// Names has what a request needs and neither the spec nor a document says. A field
// is only read where the circuit does not tell. What is missing is said by a
// [*MissingError].
type Names struct {
	Subscription  string // of the circuit, or of the provider's cross connection: the subscription ID
	ResourceGroup string // of the same
	Circuit       string // name of the circuit
	Location      string // Azure region of what is created: the circuit, or a gateway's connection ("westeurope")
	Port          string // resource ID of the ExpressRoute Direct port pair that the circuit is created on
	Authorization string // name of the authorization, if the link does not name it
	Gateway       string // resource ID of the gateway of the network or the hub, if the link does not name it
	Connection    string // name of the connection between gateway and circuit, or of the Global Reach connection

	GlobalReach     netip.Prefix // the /29 for the two ends of a Global Reach connection, which neither network uses
	GlobalReachIPv6 netip.Prefix // the /125 for the same; not needed for IPv4

	AuthorizationKey peering.KeyRef // where the key is that the owner of the other subscription's circuit gave
	Signatures       []Signature    // of the prefixes that are signed
}

// Signature is the proof of a prefix's owner that Microsoft may accept the prefix.
//
// Source: https://learn.microsoft.com/en-us/powershell/module/az.network/add-azexpressroutecircuitmicrosoftpeeringprefixconfig
type Signature struct {
	Prefix       prefixes.Prefix
	ValidationID machine.Secret // the text that was signed; it has the service key in it. Zero: as in the current document
	Signature    string         // the signature in base64
}

// Missing is one thing that a request needs and that is not known.
type Missing struct {
	Name  string `json:"name"`            // "Names.ResourceGroup", "the current document"
	For   string `json:"for"`             // what it is for
	Found string `json:"found,omitempty"` // what was given and cannot be used, quoted; empty if nothing was given
}

// MissingError lists everything that the request for a step still needs.
type MissingError struct {
	Event   circuit.Event
	Missing []Missing
}

func (e *MissingError) Error() string {
	list := make([]string, len(e.Missing))
	for i, m := range e.Missing {
		list[i] = m.Name + " (" + m.For + ")"
		if m.Found != "" {
			list[i] += ", not " + m.Found
		}
	}
	return fmt.Sprintf("request: the request for %q needs %s", e.Event.String(), strings.Join(list, "; "))
}

// NoRequestError reports that no request to Azure takes a step. A step that is
// said and not done, such as ordering connectivity, has To and Attach: send the
// text Step.Ask to To.
type NoRequestError struct {
	Step   circuit.Step
	Why    string
	To     string       // who must be told; empty if nobody
	Attach []Attachment // what goes with the text
}

// Attachment is what must be sent along with a text.
type Attachment struct {
	Name   string         `json:"name"`            // "the service key"
	Text   string         `json:"text,omitempty"`  // what to attach, if it is no secret
	Secret machine.Secret `json:"secret,omitzero"` // what to attach, if it is one. Both are empty if it was not read.
}

func (e *NoRequestError) Error() string {
	text := fmt.Sprintf("request: no request to Azure takes the step %q: %s", e.Step.Event.String(), e.Why)
	if e.Step.Ask != "" {
		text += ": " + e.Step.Ask
	}
	return text
}
