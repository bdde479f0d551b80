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

// Event is something that an actor does, or that documents show: a verb and its
// subject. Subject fields that the verb does not need are zero. The zero Event is no
// event.
type Event struct {
	Verb    Verb           `json:"verb"`
	Peering peering.Type   `json:"peering,omitempty"`
	Family  peering.Family `json:"family,omitempty"`
	Path    bgp.DevicePath `json:"path,omitempty"`
	Link    string         `json:"link,omitempty"` // resource ID, as in [Link]
}

// shape returns the set that has only the shape of the event.
func (e *Event) shape() shapes {
	named := 0
	if e.Peering != 0 {
		named |= 1
	}
	if e.Family != 0 {
		named |= 2
	}
	if e.Path != 0 {
		named |= 4
	}
	if e.Link != "" {
		named |= 8
	}
	return 1 << named
}

// SubjectError reports an event without a subject that its verb needs, with a
// subject that its verb does not have, or with a link that the circuit does not
// know.
type SubjectError struct {
	Event Event
	Want  string // what would be valid
}

func (e *SubjectError) Error() string {
	return fmt.Sprintf("circuit: event %q: want %s", e.Event.String(), e.Want)
}

// String returns the verb and the subject: "OpenTicket MicrosoftPeering IPv4".
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

// ParseEvent is the inverse of [Event.String]. It accepts any link; [Circuit.Apply]
// checks that the circuit has it. The error is a [*machine.WordError] for an unknown
// verb, or a [*SubjectError].
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

// Valid returns a [*SubjectError] if the subject of the event is not the one that
// its verb needs.
func (e Event) Valid() error {
	if want := e.misses(rowOf(e.Verb)); want != "" {
		return &SubjectError{Event: e, Want: want}
	}
	return nil
}

// Actor returns who makes the event happen.
func (e Event) Actor() machine.Actor { return e.Verb.Actor() }

// misses says which subject the event should have, empty if it has it.
func (e Event) misses(row *coupling) string {
	if row == nil {
		return "a verb"
	}
	of := &row.Of
	switch {
	case e.shape()&of.shapes == 0,
		of.microsoft && e.Peering != 0 && e.Peering != peeringMicrosoft,
		e.Peering > peeringMicrosoft || e.Family > peering.IPv6 || e.Path > bgp.Secondary:
		return of.want
	}
	return ""
}

// Spoken reports whether the verb is something that one person says to another, such
// as ordering connectivity or opening a ticket. No call of Azure's API does it: a
// program has to ask a person to do it.
func (v Verb) Spoken() bool {
	row := rowOf(v)
	return row != nil && row.Spoken
}

// Actor returns who does what the verb says.
func (v Verb) Actor() machine.Actor {
	if row := rowOf(v); row != nil {
		return row.By
	}
	return machine.Nobody
}
