package circuittest

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/expressroute-go/expressroute/circuit"
	"github.com/expressroute-go/expressroute/circuit/journal"
	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
)

// circuitResource is a circuit in the server. Its states are those of its tracker;
// beside them it has what the machines of a circuit do not know.
type circuitResource struct {
	id, name, group string
	location        string
	etag            string
	tags            map[string]string
	doc             circuitProperties // as written: the switches, the partner or the port
	sku             *skuDoc
	guid, key       string
	stag            int
	ready           bool // the first write was applied

	peerings       peering.Of[peeringResource]
	authorizations []*authorization // in the order of their creation
	reaches        []*reach         // Global Reach connections

	tracker   *journal.Tracker
	past      []journal.Record // of earlier trackers
	operation *operation       // in flight, nil if none
	failures  []*Failure       // of the next operations
}

// now returns the circuit with all its states.
func (c *circuitResource) now() circuit.Circuit { return c.tracker.Circuit() }

// journal returns all records of the circuit, oldest first.
func (c *circuitResource) journal() []journal.Record {
	return slices.Concat(c.past, c.tracker.Journal())
}

// follow makes the tracker follow a circuit with another spec: each write of the
// customer changes what is wanted. The numbers of the records go on.
func (c *circuitResource) follow(next circuit.Circuit) {
	if c.tracker != nil {
		c.past = c.journal()
	}
	c.tracker = journal.NewTracker(next, journal.Options{After: uint64(len(c.past))})
}

// wanting returns the circuit with a changed spec. It waives all rules of
// configuration that Azure was not seen to enforce, unless the server is strict.
func (s *Server) wanting(now circuit.Circuit, change func(*circuit.Spec)) (circuit.Circuit, error) {
	spec := now.Want()
	spec.Waive = nil
	dropRevoked(&spec, now)
	change(&spec)
	if !s.options.Strict {
		spec.Waive = notEnforced(spec.Validate())
	}
	return now.WithSpec(spec)
}

// notEnforced returns the rules that can be waived.
func notEnforced(problems machine.Problems) []machine.Need {
	var needs []machine.Need
	for _, p := range problems {
		if p.Basis != machine.Enforced && p.Need != circuit.NeedModelled {
			needs = append(needs, p.Need)
		}
	}
	return needs
}

// perform moves the circuit by the events, and gives it another ETag. An event for
// which a rule is not met is recorded as one that has happened. perform returns false
// if a machine refuses an event.
func (s *Server) perform(c *circuitResource, events []circuit.Event) bool {
	for _, e := range events {
		if _, err := c.tracker.Fire(context.Background(), s.now, e); err == nil {
			continue
		}
		if _, _, err := c.tracker.Happened(s.now, e); err != nil {
			return false
		}
	}
	c.etag = s.etag()
	return true
}

// circuitsIn returns the circuits whose ID begins with the prefix, sorted by ID.
func (s *Server) circuitsIn(prefix string) []*circuitResource {
	circuits := slices.Collect(maps.Values(s.circuits))
	circuits = slices.DeleteFunc(circuits, func(c *circuitResource) bool {
		return !strings.HasPrefix(canonical(c.id), canonical(prefix))
	})
	slices.SortFunc(circuits, func(a, b *circuitResource) int { return cmp.Compare(canonical(a.id), canonical(b.id)) })
	return circuits
}

// find returns the circuit in the path of the request.
func (s *Server) find(q *request) (*circuitResource, error) {
	if c := s.circuits[canonical(q.circuitID())]; c != nil {
		return c, nil
	}
	if s.groups[canonical(q.groupID())] == nil {
		return nil, noGroup(q.at["group"])
	}
	return nil, noResource("expressRouteCircuits", q.at["circuit"], q.at["group"])
}

// findIdle returns the circuit in the path of a write to one of its parts.
func (s *Server) findIdle(q *request) (*circuitResource, error) {
	c := s.circuits[canonical(q.circuitID())]
	switch {
	case c == nil:
		return nil, noParent(q.at["circuit"])
	case c.operation != nil:
		return nil, busy(q.operationURL(c.operation, "operations"))
	}
	return c, nil
}

// forget removes a deleted circuit. Its journal stays.
func (s *Server) forget(c *circuitResource) {
	delete(s.circuits, canonical(c.id))
	s.deleted[canonical(c.id)] = c
}
