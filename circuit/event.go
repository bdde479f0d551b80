package circuit

import (
	"fmt"
	"strings"

	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
	"github.com/expressroute-go/expressroute/prefixes"
)

const (
	peeringPrivate   = peering.Private
	peeringPublic    = peering.Public
	peeringMicrosoft = peering.Microsoft
)

// Event is something done or seen: a verb and its subject. The subject fields
// that the verb does not name are zero. The zero Event is nothing.
type Event struct {
	Verb    Verb           `json:"verb"`
	Peering peering.Type   `json:"peering,omitempty"`
	Family  peering.Family `json:"family,omitempty"`
	Link    string         `json:"link,omitempty"` // the network's resource ID
}

// subject says which fields of an event its verb names.
type subject uint8

const (
	ofCircuit        subject = iota // none
	ofPeering                       // Peering
	ofCircuitPeering                // none, or Peering
	ofFamily                        // Peering and Family
	ofPrefixes                      // Peering is Microsoft, and Family
	ofTicket                        // none, or as ofPrefixes
	ofFilter                        // Peering is Microsoft
	ofLink                          // Link
)

// SubjectError reports an event that lacks its subject, names one that its
// verb does not have, or names a network that the circuit does not know.
type SubjectError struct {
	Event Event
	Want  string // what would be valid
}

func (e *SubjectError) Error() string {
	return fmt.Sprintf("circuit: event %q: want %s", e.Event.String(), e.Want)
}

// String is the verb and its subject: "OpenTicket MicrosoftPeering IPv4".
func (e Event) String() string {
	switch verb := e.Verb.String(); {
	case e.Link != "" && e.Peering == 0 && e.Family == 0:
		return verb + " " + e.Link
	case e.Family != 0:
		return strings.TrimSuffix(verb+" "+e.Peering.String()+" "+e.Family.String()+" "+e.Link, " ")
	case e.Peering != 0:
		return strings.TrimSuffix(verb+" "+e.Peering.String()+" "+e.Link, " ")
	default:
		return verb
	}
}

// ParseEvent is the inverse of [Event.String]. It does not know which networks
// a circuit has; [Circuit.Apply] does.
func ParseEvent(text string) (Event, error) {
	var e Event
	var err error
	word, rest, _ := strings.Cut(text, " ")
	if e.Verb, err = ParseVerb(word); err != nil {
		return Event{}, err
	}
	for rest != "" {
		word, after, _ := strings.Cut(rest, " ")
		if t, err := machine.Parse[peering.Type](word); err == nil && e.Peering == 0 {
			e.Peering = t
		} else if f, err := machine.Parse[prefixes.Family](word); err == nil && e.Family == 0 {
			e.Family = f
		} else {
			e.Link, after = rest, ""
		}
		rest = after
	}
	if want := e.misses(ruleFor(e.Verb)); want != "" {
		return Event{}, &SubjectError{Event: e, Want: want}
	}
	return e, nil
}

// Actor returns whose act the event is.
func (e Event) Actor() machine.Actor { return e.Verb.Actor() }

// misses says what the event's subject should be, empty if it is so.
func (e Event) misses(rule *coupling) string {
	if rule == nil {
		return "a verb"
	}
	none := e.Peering == 0 && e.Family == 0 && e.Link == ""
	known := e.Peering <= peeringMicrosoft && e.Family <= peering.IPv6
	onlyPeering := e.Peering != 0 && e.Family == 0 && e.Link == ""
	family := e.Peering != 0 && e.Family != 0 && e.Link == ""
	microsoft := e.Peering == peeringMicrosoft
	of := subjects[rule.Of]
	if known && (none && of.none || onlyPeering && of.peering && (microsoft || !of.microsoft) ||
		family && of.family && (microsoft || !of.microsoft) ||
		of.link && e.Link != "" && e.Peering == 0 && e.Family == 0) {
		return ""
	}
	return of.want
}

var subjects = [...]struct {
	none, peering, family, link, microsoft bool
	want                                   string
}{
	ofCircuit:        {none: true, want: "no subject"},
	ofPeering:        {peering: true, want: "a peering"},
	ofCircuitPeering: {none: true, peering: true, want: "no subject or a peering"},
	ofFamily:         {family: true, want: "a peering and an address family"},
	ofPrefixes:       {family: true, microsoft: true, want: "the Microsoft peering and an address family"},
	ofTicket:         {none: true, family: true, microsoft: true, want: "no subject, or the Microsoft peering and an address family"},
	ofFilter:         {peering: true, microsoft: true, want: "the Microsoft peering"},
	ofLink:           {link: true, want: "a network that the spec or the circuit names"},
}
