package request

import (
	"net/url"
	"strings"
	"unicode"

	"github.com/expressroute-go/expressroute/circuit"
	"github.com/expressroute-go/expressroute/peering"
)

// place is the path of a resource, segment by segment. A segment in braces stands
// for a name that is not known.
type place []string

// under returns the place of a resource that belongs to this one.
func (p place) under(collection, name string) place {
	return append(p[:len(p):len(p)], collection, name)
}

// path returns the path of the place in a URL.
func (p place) path() string {
	var path strings.Builder
	for _, segment := range p {
		path.WriteByte('/')
		if isBlank(segment) {
			path.WriteString(segment)
		} else {
			path.WriteString(url.PathEscape(segment))
		}
	}
	return path.String()
}

// id returns the resource ID.
func (p place) id() string { return "/" + strings.Join(p, "/") }

func isBlank(segment string) bool {
	return strings.HasPrefix(segment, "{") && strings.HasSuffix(segment, "}")
}

// sound reports whether a text can be one segment of a path. A server takes "."
// and ".." for a place further up.
func sound(segment string) bool {
	return segment != "" && segment != "." && segment != ".." && !isBlank(segment) &&
		!strings.ContainsAny(segment, `/\?#%`) && !strings.ContainsFunc(segment, unicode.IsControl)
}

// inGroup returns the place of a resource in a resource group.
func (m *maker) inGroup(subscription, group, kind, name string) place {
	namespace, collection, _ := strings.Cut(kind, "/")
	return place{"subscriptions", subscription, "resourceGroups", group, "providers", namespace, collection, name}
}

// circuitPlace returns the place of the circuit: that of its resource ID, or else
// the one that the caller names.
func (m *maker) circuitPlace() place {
	id := m.id
	if id.name(typeCircuit) == "" {
		id = nil
	}
	return m.inGroup(
		m.name("Subscription", id.after("subscriptions"), m.names.Subscription, "the subscription of the circuit"),
		m.name("ResourceGroup", id.after("resourceGroups"), m.names.ResourceGroup, "the resource group of the circuit"),
		typeCircuit,
		m.name("Circuit", id.name(typeCircuit), m.names.Circuit, "the name of the circuit"))
}

// peeringPlace returns the place of the peering of the event.
func (m *maker) peeringPlace() place {
	return m.circuitPlace().under("peerings", m.event.Peering.String())
}

// privatePlace returns the place of the circuit's private peering.
func (m *maker) privatePlace() place {
	return m.circuitPlace().under("peerings", peering.Private.String())
}

// crossPlace returns the place of the provider's cross connection, which is named
// after the service key.
//
// Source: https://learn.microsoft.com/en-us/azure/expressroute/cross-connections-api-development
func (m *maker) crossPlace() place {
	id := m.crossID
	if m.serviceKey.IsZero() {
		m.lack(Missing{Name: "the service key", For: "the name of the cross connection: observe the circuit or the cross connection"})
	}
	return m.inGroup(
		m.name("Subscription", id.after("subscriptions"), m.names.Subscription, "the provider's subscription, in which the cross connection is"),
		m.name("ResourceGroup", id.after("resourceGroups"), m.names.ResourceGroup, "the resource group of the cross connection"),
		typeCross, serviceKeyName)
}

func (m *maker) crossPeeringPlace() place {
	return m.crossPlace().under("peerings", m.event.Peering.String())
}

// createdAuthorization is named after the network, if the caller gives no other
// name.
func (m *maker) createdAuthorization() place {
	own := m.names.Authorization
	if own == "" {
		own = splitID(m.event.Link).last()
	}
	return m.circuitPlace().under("authorizations", m.name("Authorization", "", own, "the name of the new authorization"))
}

func (m *maker) revokedAuthorization() place {
	return m.circuitPlace().under("authorizations", m.name("Authorization", m.authorization(), m.names.Authorization, "the name of the authorization"))
}

// gateway returns the resource ID of the gateway at the network's end.
func (m *maker) gateway() resourceID {
	kind := typeGateway
	if m.link().Kind == circuit.VirtualWANLink {
		kind = typeHubGateway
	}
	for _, known := range []string{m.link().Gateway, m.event.Link, m.names.Gateway} {
		id := splitID(known)
		if id.kind() != "" && id.of(kind) != "" {
			return id
		}
	}
	m.lack(Missing{Name: "Names.Gateway", For: "the resource ID of the network's gateway, a " + kind, Found: quotedOr(m.names.Gateway)})
	return nil
}

// linkPlace returns the place of the connection that makes the link: the one that
// is known to make it, or the one of the name that the caller gives.
func (m *maker) linkPlace() place {
	through := splitID(m.through())
	switch {
	case through.name(typeConnection) != "":
		return m.known(through)
	case through.name(typeHubConnection) != "":
		return m.known(through)
	case through.name(typeGlobalReach)+through.name(typeReachedByPeer) != "":
		return m.globalReachPlace()
	}
	gateway := m.gateway()
	name := m.name("Connection", "", m.names.Connection, "the name of the connection between gateway and circuit")
	subscription := m.name("Gateway", gateway.after("subscriptions"), "", "")
	group := m.name("Gateway", gateway.after("resourceGroups"), "", "")
	if m.link().Kind == circuit.VirtualWANLink {
		return m.inGroup(subscription, group, typeHubGateway, m.name("Gateway", gateway.of(typeHubGateway), "", "")).under("expressRouteConnections", name)
	}
	return m.inGroup(subscription, group, typeConnection, name)
}

// globalReachPlace returns the place of the Global Reach connection. It belongs to
// the private peering of the circuit that made it.
func (m *maker) globalReachPlace() place {
	id := splitID(m.through())
	switch {
	case id.name(typeReachedByPeer) != "":
		m.refused = "the connection belongs to the other circuit: whoever made it there deletes it"
		return nil
	case id.name(typeGlobalReach) != "":
		return m.known(id)
	}
	return m.privatePlace().under("connections", m.name("Connection", "", m.names.Connection, "the name of the Global Reach connection"))
}

// known returns the place of a resource whose ID is known.
func (m *maker) known(id resourceID) place {
	for _, segment := range id {
		if !sound(segment) {
			m.lack(Missing{Name: "a resource ID", For: "the path of the request", Found: quotedOr(strings.Join(id, "/"))})
			return nil
		}
	}
	return place(id)
}
