package circuittest

import (
	"maps"
	"net/http"
	"slices"
	"strings"
)

// plainKinds are the types of resources that are kept as they are written: what
// gateways and circuits refer to, and what clients create beside them. They are created
// at once.
var plainKinds = []string{
	"virtualNetworks", "virtualNetworks/subnets", "publicIPAddresses", "virtualNetworkGateways",
	"virtualWans", "virtualHubs", "expressRouteGateways", "routeFilters", "routeFilters/routeFilterRules", portKind,
}

// plainResource is the document of such a resource.
type plainResource map[string]any

// plainID returns the type and the ID of the resource in the path of the request.
func (q *request) plainID() (kind, id string, err error) {
	kind, id = q.at["kind"], q.groupID()+network+"/"+q.at["kind"]+"/"+q.at["name"]
	if q.at["part"] != "" {
		kind, id = kind+"/"+q.at["part"], id+"/"+q.at["part"]+"/"+q.at["child"]
	}
	for _, known := range plainKinds {
		if strings.EqualFold(known, kind) {
			return known, id, nil
		}
	}
	return "", "", noResourceType(q.version)
}

// noPlain is the answer about such a resource that does not exist.
func (q *request) noPlain(kind, id string) error {
	if q.at["part"] != "" {
		return noPart(id)
	}
	return noResource(kind, q.at["name"], q.at["group"])
}

func (s *Server) getPlain(q *request) (answer, error) {
	kind, id, err := q.plainID()
	if err != nil {
		return answer{}, err
	}
	if r := s.plain[canonical(id)]; r != nil {
		return ok(s.shown(kind, r)), nil
	}
	return answer{}, q.noPlain(kind, id)
}

func (s *Server) putPlain(q *request) (answer, error) {
	kind, id, err := q.plainID()
	if err != nil {
		return answer{}, err
	}
	var body plainResource
	if err := q.decode(&body); err != nil {
		return answer{}, err
	}
	location, _ := body["location"].(string)
	if location == "" && q.at["part"] == "" {
		return answer{}, noLocation()
	}
	if _, err := s.groupFor(q, location); err != nil {
		return answer{}, err
	}
	properties, _ := body["properties"].(map[string]any)
	properties = maps.Clone(properties)
	if properties == nil {
		properties = make(map[string]any)
	}
	properties["provisioningState"] = "Succeeded"
	switch kind {
	case "virtualHubs":
		properties["routingState"] = "Provisioned"
	case portKind:
		writePort(id, properties)
	}
	status := http.StatusCreated
	if s.plain[canonical(id)] != nil {
		status = http.StatusOK
	}
	body = maps.Clone(body)
	if body == nil {
		body = make(plainResource)
	}
	body["id"], body["name"], body["type"] = id, id[strings.LastIndex(id, "/")+1:], "Microsoft.Network/"+kind
	body["etag"], body["properties"] = s.etag(), properties
	if location != "" {
		body["location"] = normalLocation(location)
	}
	s.plain[canonical(id)] = body
	return answer{status: status, body: s.shown(kind, body)}, nil
}

// shown returns the resource as a GET shows it.
func (s *Server) shown(kind string, r plainResource) plainResource {
	if kind == portKind {
		return s.showPort(r)
	}
	return r
}

func (s *Server) deletePlain(q *request) (answer, error) {
	_, id, err := q.plainID()
	if err != nil {
		return answer{}, err
	}
	status := http.StatusNoContent
	if s.plain[canonical(id)] != nil {
		status = http.StatusOK
	}
	maps.DeleteFunc(s.plain, func(key string, _ plainResource) bool {
		return key == canonical(id) || strings.HasPrefix(key, canonical(id)+"/")
	})
	return answer{status: status}, nil
}

// listPlain lists the resources of a type in a resource group, or the parts of one.
func (s *Server) listPlain(q *request) (answer, error) {
	kind, id, err := q.plainID()
	if err != nil {
		return answer{}, err
	}
	prefix := canonical(strings.TrimSuffix(id, "/")) + "/"
	resources := list[plainResource]{Value: []plainResource{}}
	for _, key := range slices.Sorted(maps.Keys(s.plain)) {
		if name, in := strings.CutPrefix(key, prefix); in && !strings.Contains(name, "/") {
			resources.Value = append(resources.Value, s.shown(kind, s.plain[key]))
		}
	}
	return ok(resources), nil
}
