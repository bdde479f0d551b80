package circuittest

import (
	"fmt"
	"strings"
)

// portKind is the type of ExpressRoute Direct ports. A port is a plain resource that
// has two links, and shows the circuits that are on it.
const portKind = "expressRoutePorts"

// linksOf returns the two links of a port as they are written, with what Azure adds.
func linksOf(id string, written any) []any {
	asked, _ := written.([]any)
	links := make([]any, 2)
	for i := range links {
		properties := map[string]any{"adminState": "Disabled"}
		if i < len(asked) {
			link, _ := asked[i].(map[string]any)
			set, _ := link["properties"].(map[string]any)
			for name, value := range set {
				properties[name] = value
			}
		}
		name := fmt.Sprintf("link%d", i+1)
		for field, value := range map[string]any{
			"provisioningState": "Succeeded", "routerName": fmt.Sprintf("tst-06gmr-cis-%d", i+1), "interfaceName": "HundredGigE15/15/19",
			"patchPanelId": "PP:0123", "rackId": "A1", "coloLocation": "Test", "connectorType": "LC",
		} {
			properties[field] = value
		}
		links[i] = map[string]any{"name": name, "id": id + "/links/" + name, "properties": properties}
	}
	return links
}

// writePort adds what Azure adds to a port.
func writePort(id string, properties map[string]any) {
	properties["links"] = linksOf(id, properties["links"])
	for field, value := range map[string]any{"mtu": "1500", "etherType": "0x88A8", "allocationDate": "Thursday, January 1, 2026"} {
		properties[field] = value
	}
	if properties["encapsulation"] == nil {
		properties["encapsulation"] = "Dot1Q"
	}
}

// showPort returns the port with the circuits that are on it.
func (s *Server) showPort(r plainResource) plainResource {
	id, _ := r["id"].(string)
	circuits, provisioned := []any{}, 0.0
	for _, c := range s.circuitsIn("/") {
		if c.doc.Port != nil && strings.EqualFold(c.doc.Port.ID, id) {
			circuits = append(circuits, map[string]any{"id": c.id})
			if gbps := c.doc.BandwidthInGbps; gbps != nil {
				provisioned += *gbps
			}
		}
	}
	written, _ := r["properties"].(map[string]any)
	properties := map[string]any{}
	for name, value := range written {
		properties[name] = value
	}
	properties["circuits"], properties["provisionedBandwidthInGbps"] = circuits, provisioned
	shown := plainResource{}
	for name, value := range r {
		shown[name] = value
	}
	shown["properties"] = properties
	return shown
}

// portLinks returns the links in the path of the request.
func (s *Server) portLinks(q *request) ([]any, error) {
	id := q.groupID() + network + "/" + portKind + "/" + q.at["name"]
	r := s.plain[canonical(id)]
	if r == nil {
		return nil, noResource(portKind, q.at["name"], q.at["group"])
	}
	properties, _ := r["properties"].(map[string]any)
	links, _ := properties["links"].([]any)
	return links, nil
}

func (s *Server) listPortLinks(q *request) (answer, error) {
	links, err := s.portLinks(q)
	if err != nil {
		return answer{}, err
	}
	return ok(list[any]{Value: links}), nil
}

func (s *Server) getPortLink(q *request) (answer, error) {
	links, err := s.portLinks(q)
	if err != nil {
		return answer{}, err
	}
	for _, l := range links {
		link, _ := l.(map[string]any)
		if name, _ := link["name"].(string); strings.EqualFold(name, q.at["link"]) {
			return ok(link), nil
		}
	}
	return answer{}, noPart(q.groupID() + network + "/" + portKind + "/" + q.at["name"] + "/links/" + q.at["link"])
}
