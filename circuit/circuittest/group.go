package circuittest

import (
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/expressroute-go/expressroute/circuit"
)

// group is a resource group, as its document.
type group struct {
	ID         string            `json:"id"`
	Name       string            `json:"name"`
	Type       string            `json:"type"`
	Location   string            `json:"location"`
	Tags       map[string]string `json:"tags,omitempty"`
	Properties groupProperties   `json:"properties"`
}

type groupProperties struct {
	ProvisioningState string `json:"provisioningState"`
}

func newGroup(q *request, location string, tags map[string]string) *group {
	return &group{
		ID: q.groupID(), Name: q.at["group"], Type: "Microsoft.Resources/resourceGroups",
		Location: normalLocation(location), Tags: tags, Properties: groupProperties{"Succeeded"},
	}
}

// groupFor returns the resource group in which a resource is to be created.
func (s *Server) groupFor(q *request, location string) (*group, error) {
	id := canonical(q.groupID())
	if s.groups[id] == nil {
		if s.options.RequireGroups {
			return nil, noGroup(q.at["group"])
		}
		s.groups[id] = newGroup(q, location, nil)
	}
	return s.groups[id], nil
}

func (s *Server) listGroups(q *request) (answer, error) {
	groups := list[*group]{Value: []*group{}}
	for _, id := range slices.Sorted(maps.Keys(s.groups)) {
		if strings.HasPrefix(id, canonical("/subscriptions/"+q.at["subscription"]+"/")) {
			groups.Value = append(groups.Value, s.groups[id])
		}
	}
	return ok(groups), nil
}

func (s *Server) getGroup(q *request) (answer, error) {
	if g := s.groups[canonical(q.groupID())]; g != nil {
		return ok(g), nil
	}
	return answer{}, noGroup(q.at["group"])
}

func (s *Server) headGroup(q *request) (answer, error) {
	if s.groups[canonical(q.groupID())] != nil {
		return answer{status: http.StatusNoContent}, nil
	}
	return answer{status: http.StatusNotFound}, nil
}

func (s *Server) putGroup(q *request) (answer, error) {
	var body group
	if err := q.decode(&body); err != nil {
		return answer{}, err
	}
	id := canonical(q.groupID())
	known := s.groups[id]
	if body.Location == "" {
		return answer{}, noLocation()
	}
	if known != nil && known.Location != normalLocation(body.Location) {
		return answer{}, otherLocation(known.Name, known.Location, body.Location)
	}
	s.groups[id] = newGroup(q, body.Location, body.Tags)
	if known != nil {
		s.groups[id].ID, s.groups[id].Name = known.ID, known.Name
		return ok(s.groups[id]), nil
	}
	return answer{status: http.StatusCreated, body: s.groups[id]}, nil
}

// deleteGroup deletes a resource group with what is in it, at once. It is refused if one
// of the circuits cannot be deleted.
func (s *Server) deleteGroup(q *request) (answer, error) {
	id := canonical(q.groupID())
	if s.groups[id] == nil {
		return answer{}, noGroup(q.at["group"])
	}
	gone := circuit.Event{Verb: circuit.DeleteCircuit}
	circuits := s.circuitsIn(id + "/")
	for _, c := range circuits {
		if c.operation != nil {
			return answer{}, busy(q.operationURL(c.operation, "operations"))
		}
		if _, err := s.rehearse(q, c, c.now(), gone); err != nil {
			return answer{}, err
		}
	}
	for _, c := range circuits {
		s.perform(c, []circuit.Event{gone, {Verb: circuit.CircuitDeleted}})
		s.forget(c)
	}
	inGroup := func(key string) bool { return strings.HasPrefix(key, id+"/") }
	for key, c := range s.connections {
		if inGroup(key) {
			s.unlink(c)
			delete(s.connections, key)
		}
	}
	maps.DeleteFunc(s.plain, func(key string, _ plainResource) bool { return inGroup(key) })
	delete(s.groups, id)
	return ok(nil), nil
}
