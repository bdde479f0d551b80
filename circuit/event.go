package circuit

import (
	"fmt"
	"strings"

	"github.com/expressroute-go/expressroute/bgp"
	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
)

const (
	peeringPrivate   = peering.Private
	peeringPublic    = peering.Public
	peeringMicrosoft = peering.Microsoft
)

// Event is something done or seen: a verb and its subject. The subject fields
// that the verb does not name are zero. The zero Event is nothing. Its text is
// the verb and the subject: "OpenTicket MicrosoftPeering IPv4".
type Event struct {
	Verb    Verb           `json:"verb"`
	Peering peering.Type   `json:"peering,omitempty"`
	Family  peering.Family `json:"family,omitempty"`
	Path    bgp.DevicePath `json:"path,omitempty"`
	Link    string         `json:"link,omitempty"` // resource ID, as in [Link]
}

// subject says which fields of an event its verb names.
type subject struct {
	circuit   bool // none
	peering   bool // Peering
	family    bool // Peering and Family
	path      bool // Peering, Family and Path
	microsoft bool // Peering is Microsoft
	link      bool // Link
	kinds     []LinkKind
	want      string
}

var (
	ofCircuit        = subject{circuit: true, want: "no subject"}
	ofPeering        = subject{peering: true, want: "a peering"}
	ofCircuitPeering = subject{circuit: true, peering: true, want: "no subject or a peering"}
	ofFamily         = subject{family: true, want: "a peering and an address family"}
	ofPrefixes       = subject{family: true, microsoft: true, want: "the Microsoft peering and an address family"}
	ofTicket         = subject{circuit: true, family: true, microsoft: true, want: "no subject, or the Microsoft peering and an address family"}
	ofFilter         = subject{peering: true, microsoft: true, want: "the Microsoft peering"}
	ofSession        = subject{path: true, want: "a peering, an address family and a path"}
	ofLink           = subject{link: true, kinds: []LinkKind{GatewayLink, VirtualWANLink, GlobalReachLink}, want: "a link that the spec or the circuit names"}
	ofNetwork        = subject{link: true, kinds: []LinkKind{GatewayLink, VirtualWANLink}, want: "a link to a network that the spec or the circuit names"}
	ofOtherCircuit   = subject{link: true, kinds: []LinkKind{GlobalReachLink}, want: "a Global Reach link that the spec or the circuit names"}
)

// SubjectError reports an event that lacks its subject, names one that its
// verb does not have, or names a link that the circuit does not know.
type SubjectError struct {
	Event Event
	Want  string // what would be valid
}

func (e *SubjectError) Error() string {
	return fmt.Sprintf("circuit: event %q: want %s", e.Event.String(), e.Want)
}

// String is the verb and its subject: "OpenTicket MicrosoftPeering IPv4".
func (e Event) String() string {
	text := e.Verb.String()
	switch {
	case e.Path != 0:
		text += " " + e.Peering.String() + " " + e.Family.String() + " " + e.Path.String()
	case e.Family != 0:
		text += " " + e.Peering.String() + " " + e.Family.String()
	case e.Peering != 0:
		text += " " + e.Peering.String()
	}
	if e.Link != "" {
		text += " " + e.Link
	}
	return text
}

// ParseEvent is the inverse of [Event.String]. It does not know which links a
// circuit has; [Circuit.Apply] does.
func ParseEvent(text string) (Event, error) {
	var e Event
	word, rest, _ := strings.Cut(text, " ")
	if word == "" {
		return Event{}, &SubjectError{Want: "a verb"}
	}
	if err := e.Verb.UnmarshalText([]byte(word)); err != nil {
		return Event{}, err
	}
	for rest != "" {
		word, after, _ := strings.Cut(rest, " ")
		text := []byte(word)
		switch {
		case e.Peering == 0 && word != "" && e.Peering.UnmarshalText(text) == nil:
		case e.Family == 0 && word != "" && e.Family.UnmarshalText(text) == nil:
		case e.Path == 0 && word != "" && e.Path.UnmarshalText(text) == nil:
		default:
			e.Link, after = rest, ""
		}
		rest = after
	}
	if err := e.Valid(); err != nil {
		return Event{}, err
	}
	return e, nil
}

// Valid returns a [*SubjectError] if the event lacks its subject or names one
// that its verb does not have.
func (e Event) Valid() error {
	if want := e.misses(rowOf(e.Verb)); want != "" {
		return &SubjectError{Event: e, Want: want}
	}
	return nil
}

// Actor returns whose act the event is.
func (e Event) Actor() machine.Actor { return e.Verb.Actor() }

// misses says what the event's subject should be, empty if it is so.
func (e Event) misses(row *coupling) string {
	if row == nil {
		return "a verb"
	}
	of := &row.Of
	microsoft := !of.microsoft || e.Peering == peeringMicrosoft
	var fits bool
	switch (Event{Peering: e.Peering, Family: e.Family, Path: e.Path, Link: e.Link}) {
	case Event{}:
		fits = of.circuit
	case Event{Peering: e.Peering}:
		fits = of.peering && microsoft
	case Event{Peering: e.Peering, Family: e.Family}:
		fits = of.family && microsoft && e.Peering != 0
	case Event{Peering: e.Peering, Family: e.Family, Path: e.Path}:
		fits = of.path && e.Peering != 0 && e.Family != 0
	case Event{Link: e.Link}:
		fits = of.link
	}
	if fits && e.Peering <= peeringMicrosoft && e.Family <= peering.IPv6 && e.Path <= bgp.Secondary {
		return ""
	}
	return of.want
}
