package azure

import (
	"net/netip"
	"strings"

	"github.com/expressroute-go/expressroute/bgp"
	"github.com/expressroute-go/expressroute/circuit"
	"github.com/expressroute-go/expressroute/circuit/azure/internal/jsondoc"
	"github.com/expressroute-go/expressroute/peering"
	"github.com/expressroute-go/expressroute/prefixes"
)

// The fields of a row of a route table.
var routeFields = fieldsNamed("network", "nextHop", "path",
	// Left alone: how Microsoft's router prefers one route to another.
	"locPrf", "weight")

// routeTable reads a route table: a row for each route of one path. What it shows is
// how many prefixes came from the other end, and no session's state.
//
// Source: github.com/Azure/azure-rest-api-specs,
// specification/network/resource-manager/Microsoft.Network/stable/2024-10-01/expressRouteCircuit.json:
// ExpressRouteCircuitRoutesTable
func (r *reader) routeTable(rows []jsondoc.Value, o Options) {
	if r.answers(o); len(rows) == 0 {
		r.quirk(r.root, noRoutes, sourceTroubleshooting)
		return
	}
	if o.Peering == 0 || o.Path == 0 {
		r.fail(r.root, errPath)
		return
	}
	received := receivedRoutes{}
	for _, row := range rows {
		received.see(r, row)
	}
	for _, q := range received.tell(&r.seen, o) {
		r.quirk(r.root, q.Says, q.Source)
	}
}

const noRoutes = "no routes: Microsoft's router has none on this path, from either side; the summary of the table shows the session"

// receivedRoutes are the routes of a table that came from outside of Microsoft's
// network, by family.
type receivedRoutes map[peering.Family]*received

// received are those of one family. They came from the other end of the path if all
// have the same next hop. Others come by Global Reach, or from the internet side of
// Microsoft's network.
type received struct {
	networks map[netip.Prefix]bool
	hop      netip.Addr
	unclear  bool
}

// see reads a row.
func (routes receivedRoutes) see(r *reader, row jsondoc.Value) {
	row = r.object(row, routeFields)
	network, ok := r.network(r.member(row, "network"))
	hop, path := r.text(r.member(row, "nextHop")), r.text(r.member(row, "path"))
	if !ok || !fromOutside(path) {
		return
	}
	f := peering.IPv4
	if network.Addr().Is6() {
		f = peering.IPv6
	}
	// A router marks the best route with an asterisk. What is no address is as good
	// as another one.
	via, err := netip.ParseAddr(strings.TrimRight(hop, "* "))
	of := routes[f]
	if of == nil {
		of = &received{networks: map[netip.Prefix]bool{}, hop: via}
		routes[f] = of
	}
	of.networks[network] = true
	of.unclear = of.unclear || err != nil || via != of.hop
}

// network reads a prefix as a router shows it: an address alone is a network of its
// class. A row of an example has none.
func (r *reader) network(v jsondoc.Value) (netip.Prefix, bool) {
	s := r.text(v)
	if s == "" {
		return netip.Prefix{}, false
	}
	if p, err := netip.ParsePrefix(s); err == nil {
		return p, true
	}
	a, err := netip.ParseAddr(s)
	if err != nil || !a.Is4() || a.Zone() != "" {
		r.strange(v)
		return netip.Prefix{}, false
	}
	bits := 24
	switch first := a.As4()[0]; {
	case a.IsUnspecified():
		bits = 0
	case first < 128:
		bits = 8
	case first < 192:
		bits = 16
	}
	return netip.PrefixFrom(a, bits), true
}

// fromOutside reports whether a route came from another network than Microsoft's,
// whose AS numbers are those of its routers and of Azure's gateways.
func fromOutside(path string) bool {
	first, _, _ := strings.Cut(strings.TrimSpace(path), " ")
	asn, err := bgp.ParseASN(first)
	return err == nil && asn != 0 && asn != bgp.Microsoft && !asn.IsExpressRoute()
}

// tell adds how many prefixes were received, and returns what to say of it.
func (routes receivedRoutes) tell(seen *circuit.Observation, o Options) (quirks []circuit.Quirk) {
	for f := range prefixes.Families() {
		of := routes[f]
		switch {
		case of == nil:
			continue
		case of.unclear:
			says := f.String() + " routes whose next hops differ, or are no addresses: which of them came from the other end is not shown"
			quirks = append(quirks, circuit.Quirk{Says: says, Source: sourceTroubleshooting})
			continue
		}
		path := bgp.Path{Prefixes: len(of.networks), Neighbor: of.hop}
		paths := bgp.Paths{Primary: path}
		if o.Path == Secondary {
			paths = bgp.Paths{Secondary: path}
		}
		if seen.Have.Sessions == nil {
			seen.Have.Sessions = circuit.Sessions{}
		}
		seen.Have.Sessions[circuit.Session{Peering: o.Peering, Family: f}] = paths
		if says := nearLimit(o.Peering, f, path.Prefixes); says != "" {
			quirks = append(quirks, circuit.Quirk{Says: says, Source: sourceLimits})
		}
	}
	return quirks
}
