package main

import (
	"path"
	"strings"
)

// This file reads the recordings of circuits a second time, in the simplest way and
// without package azure, so that the results of the two can be compared.

// class is the type of a resource.
type class uint8

const (
	_ class = iota
	aCircuit
	aPeering
	anAuthorization
	aReach // a Global Reach connection
	aLink  // a gateway's connection to a circuit
)

// network is the part of a path before the network resources.
const network = "/providers/microsoft.network/"

// collections maps the part of a path after network, without the names of resources,
// to a class.
var collections = map[string]class{
	"expressroutecircuits":                         aCircuit,
	"expressroutecircuits/peerings":                aPeering,
	"expressroutecircuits/authorizations":          anAuthorization,
	"expressroutecircuits/peerings/connections":    aReach,
	"connections":                                  aLink,
	"expressroutegateways/expressrouteconnections": aLink,
}

// fields lists the fields of each class that are compared, with their paths.
var fields = map[class][]struct{ name, at string }{
	aCircuit: {
		{"bandwidth", "properties.serviceProviderProperties.bandwidthInMbps"},
		{"bandwidth", "properties.bandwidthInGbps"}, // on an ExpressRoute Direct port
		{"tier", "sku.tier"},
		{"billing", "sku.family"},
	},
	aPeering: {
		{"vlan", "properties.vlanId"},
		{"peerASN", "properties.peerASN"},
		{"ipv4.state", "properties.state"},
		{"ipv4.primary", "properties.primaryPeerAddressPrefix"},
		{"ipv4.secondary", "properties.secondaryPeerAddressPrefix"},
		{"ipv4.advertised", "properties.microsoftPeeringConfig.advertisedPublicPrefixes"},
		{"ipv4.customerASN", "properties.microsoftPeeringConfig.customerASN"},
		{"ipv4.registry", "properties.microsoftPeeringConfig.routingRegistryName"},
		{"ipv4.routeFilter", "properties.routeFilter.id"},
		{"ipv6", "properties.ipv6PeeringConfig"},
		{"ipv6.state", "properties.ipv6PeeringConfig.state"},
		{"ipv6.primary", "properties.ipv6PeeringConfig.primaryPeerAddressPrefix"},
		{"ipv6.secondary", "properties.ipv6PeeringConfig.secondaryPeerAddressPrefix"},
		{"ipv6.advertised", "properties.ipv6PeeringConfig.microsoftPeeringConfig.advertisedPublicPrefixes"},
		{"ipv6.customerASN", "properties.ipv6PeeringConfig.microsoftPeeringConfig.customerASN"},
		{"ipv6.registry", "properties.ipv6PeeringConfig.microsoftPeeringConfig.routingRegistryName"},
		{"ipv6.routeFilter", "properties.ipv6PeeringConfig.routeFilter.id"},
	},
	anAuthorization: {
		{"use", "properties.authorizationUseStatus"},
		{"key", "properties.authorizationKey"},
	},
	aLink: {
		{"circuit", "properties.peer.id"},
		{"circuit", "properties.expressRouteCircuitPeering.id"},
		{"key", "properties.authorizationKey"},
	},
}

// signatures has the path of the signed prefixes of each family.
var signatures = map[string]string{
	"ipv4": "properties.microsoftPeeringConfig.advertisedPublicPrefixInfo",
	"ipv6": "properties.ipv6PeeringConfig.microsoftPeeringConfig.advertisedPublicPrefixInfo",
}

// children lists the lists of resources within a resource of each class.
var children = map[class][]struct {
	under, at string
	class     class
}{
	aCircuit: {
		{"/peerings", "properties.peerings", aPeering},
		{"/authorizations", "properties.authorizations", anAuthorization},
	},
	aPeering: {{"/connections", "properties.connections", aReach}},
}

// resource holds the fields of a resource that have a value.
type resource map[string]string

func resourceOf(c class, document map[string]any) resource {
	r := resource{}
	set := func(name, value string) {
		if value == "inuse" {
			value = "used" // Azure writes InUse in some documents and Used in others
		}
		if value != "" {
			r[name] = value
		}
	}
	for _, f := range fields[c] {
		set(f.name, textAt(document, f.at))
	}
	if c != aPeering {
		return r
	}
	for family, where := range signatures {
		list, _ := at(document, where).([]any)
		for _, one := range list {
			info, _ := one.(map[string]any)
			set(family+".signature."+textAt(info, "prefix"), textAt(info, "signature"))
		}
	}
	return r
}

// classOf returns the class of a resource, or of the resources of a collection. named
// says whether the path names a resource. The path must be in lower case.
func classOf(id string) (c class, named bool) {
	i := strings.LastIndex(id, network)
	if i < 0 {
		return 0, false
	}
	segments := strings.Split(id[i+len(network):], "/")
	var words []string
	for i := 0; i < len(segments); i += 2 {
		words = append(words, segments[i])
	}
	return collections[strings.Join(words, "/")], len(segments)%2 == 0
}

// resourceAt returns the ID and the class of the resource or collection at a URL.
func resourceAt(url string) (id string, c class, named bool) {
	id = strings.TrimRight(place(url), "/")
	c, named = classOf(id)
	return id, c, named
}

// ownerOf returns the resource that a resource is part of, empty if none.
func ownerOf(id string) string {
	owner := path.Dir(path.Dir(id))
	if c, named := classOf(owner); c == 0 || !named {
		return ""
	}
	return owner
}

// circuitIn returns the circuit that a resource is or is part of, empty if none.
func circuitIn(id string) string {
	for id != "" {
		if c, named := classOf(id); c == aCircuit && named {
			return id
		}
		id = ownerOf(id)
	}
	return ""
}

// covers reports whether the list of a collection includes a resource. The list of a
// subscription includes those of all its resource groups.
func covers(collection, id string) bool {
	if path.Dir(id) == collection {
		return true
	}
	subscription, kind, _ := strings.Cut(collection, "/providers/")
	rest, within := strings.CutPrefix(path.Dir(id), subscription+"/resourcegroups/")
	group, ofKind, _ := strings.Cut(rest, "/providers/")
	return within && !strings.Contains(group, "/") && ofKind == kind
}

// entry is a resource that a document shows.
type entry struct {
	id     string
	class  class
	fields resource
}

// contents are the resources that one document shows.
type contents struct {
	entries []entry
	whole   []string // the collections that it lists completely
}

// add adds a resource and those within it.
func (s *contents) add(id string, c class, document map[string]any) {
	s.entries = append(s.entries, entry{id, c, resourceOf(c, document)})
	for _, child := range children[c] {
		list, listed := at(document, child.at).([]any)
		if !listed {
			continue
		}
		s.whole = append(s.whole, id+child.under)
		for _, one := range list {
			document, _ := one.(map[string]any)
			name := textAt(document, "name")
			if name == "" {
				name = textAt(document, "properties.peeringType")
			}
			if name != "" {
				s.add(id+child.under+"/"+name, child.class, document)
			}
		}
	}
}

// has reports whether the document shows a resource.
func (s *contents) has(id string) bool {
	for _, e := range s.entries {
		if e.id == id {
			return true
		}
	}
	return false
}
