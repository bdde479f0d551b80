package azure

import (
	"slices"
	"strings"

	"github.com/expressroute-go/expressroute/circuit"
	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
)

// notes are those of several documents, each once and not too many of them.
type notes[T comparable] struct {
	list []T
	seen map[T]bool
	more int // that are not listed
}

func (n *notes[T]) add(list []T) {
	if n.seen == nil {
		n.seen = map[T]bool{}
	}
	for _, e := range list {
		switch {
		case n.seen[e]:
		case len(n.list) == maxNotes:
			n.more++
		default:
			n.seen[e] = true
			n.list = append(n.list, e)
		}
	}
}

func (n *notes[T]) drop(stale func(T) bool) {
	n.list = slices.DeleteFunc(n.list, func(e T) bool {
		if !stale(e) {
			return false
		}
		delete(n.seen, e)
		return true
	})
}

// stateOf finds the state that [circuit.Strange] calls so. In a later document a
// state that is known makes the strange value found before stale, and a strange
// value makes the state unknown.
func stateOf(o *circuit.Observation, field string) dimension {
	switch field {
	case "provider":
		return of(&o.Provider)
	case "status":
		return of(&o.Status)
	case "operation":
		return of(&o.Operation)
	}
	name, field, _ := strings.Cut(field, ".")
	t, err := machine.Parse[peering.Type](name)
	if err != nil {
		return nowhere{}
	}
	state := o.OfPeering(t)
	switch field {
	case "operation":
		return of(&state.Operation)
	case "ipv4.admin":
		return of(&state.IPv4.Admin)
	case "ipv6.admin":
		return of(&state.IPv6.Admin)
	case "ipv4.prefixes":
		return of(&state.IPv4.Prefixes)
	case "ipv6.prefixes":
		return of(&state.IPv6.Prefixes)
	}
	return nowhere{}
}

// dimension is one state of an observation, whatever its type.
type dimension interface {
	known() bool
	forget()
}

type dimensionOf[T ~uint8] struct{ at *T }

func of[T ~uint8](at *T) dimension   { return dimensionOf[T]{at} }
func (d dimensionOf[T]) known() bool { return *d.at != 0 }
func (d dimensionOf[T]) forget()     { *d.at = 0 }

type nowhere struct{}

func (nowhere) known() bool { return false }
func (nowhere) forget()     {}
