package azure

import (
	"strings"
	"time"

	"github.com/expressroute-go/expressroute/circuit"
)

// census is which circuits a list names.
type census struct {
	at    time.Time
	scope string          // what the IDs of the listed circuits begin with, in lower case; empty if it is no list of circuits, or not known to be whole
	later bool            // it is a page of a list, and not the first
	named map[string]bool // by their canonical IDs
}

// begin begins to take down names, if the list is one of circuits. An index, as
// Resource Graph is, may lack a circuit.
func (c *census) begin(of target, shape Shape, o Options) {
	if scope, ok := of.ofCircuits(); ok && shape != ResourceGraph {
		*c = census{at: o.At, scope: scope, later: of.later, named: map[string]bool{}}
	}
}

// add takes down the ID of a circuit. A circuit without one could be any.
func (c *census) add(id string) {
	switch _, under := cutID(id); {
	case under != underCircuit:
		c.scope = ""
	case c.named != nil:
		c.named[canonicalID(id)] = true
	}
}

// Missing returns an observation for each of these circuits that the list would
// name and does not: there is no such circuit. It returns none if the list is not
// known to be whole: Options.Of has to say that it is the list of a subscription's
// circuits, or of a resource group's, and it must not go on. Of a list in several
// pages, put them together first, see [Page.Then].
//
// A list names a circuit that was created, or given its ID back, a moment ago only
// by and by: ask for those that were read before.
func (p Page) Missing(ids ...string) []circuit.Observation {
	if p.names.scope == "" || p.names.later || p.Next != "" {
		return nil
	}
	var missing []circuit.Observation
	for _, id := range ids {
		key := canonicalID(id)
		parent, under := cutID(id)
		if parent != "" && under == underCircuit && strings.HasPrefix(key, p.names.scope) && !p.names.named[key] {
			missing = append(missing, circuit.Observation{At: p.names.at, Unlisted: true, Have: circuit.Config{ID: id}})
		}
	}
	return missing
}

// Then returns the list that two pages make, of which the later one continues the
// earlier one.
func (p Page) Then(later Page) Page {
	joined := p
	joined.Next = later.Next
	joined.Circuits = append(p.Circuits[:len(p.Circuits):len(p.Circuits)], later.Circuits...)
	if p.names.scope != later.names.scope || !later.names.later || p.Next == "" {
		joined.names = census{}
		return joined
	}
	joined.names.named = make(map[string]bool, len(p.names.named)+len(later.names.named))
	for _, names := range []map[string]bool{p.names.named, later.names.named} {
		for name := range names {
			joined.names.named[name] = true
		}
	}
	if later.names.at.Before(joined.names.at) {
		joined.names.at = later.names.at
	}
	return joined
}
