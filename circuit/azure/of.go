package azure

import (
	"net/url"
	"slices"
	"strings"

	"github.com/expressroute-go/expressroute/peering"
)

// target is what was asked for, as far as the URL of the request says.
type target struct {
	id     string // its resource ID; of a list the path that was asked for
	parent string // resource ID of the circuit, or of the cross connection, that it is or belongs to
	under  string // the collections in the path, in lower case: "/expressroutecircuits/peerings"
	list   bool   // it is a collection
	later  bool   // it is a page of one, and not the first
	chosen bool   // the query chooses among its elements
}

// The collections of parts of a circuit, of a cross connection, and of what links
// networks to circuits.
const (
	underCircuit        = "/expressroutecircuits"
	underPeerings       = underCircuit + "/peerings"
	underAuthorizations = underCircuit + "/authorizations"
	underConnections    = underPeerings + "/connections"
	underReached        = underPeerings + "/peerconnections"
	underCross          = "/expressroutecrossconnections"

	underGatewayConnections = "/connections"
	underHubGateways        = "/expressroutegateways"
	underHubConnections     = underHubGateways + "/expressrouteconnections"
	underPorts              = "/expressrouteports"
	underLAGs               = "/expressroutelags"
)

// The tables of one path of a peering, which are asked for by a POST.
const (
	tableSummary      = "/routetablessummary"
	tableSummaryCross = "/routetablesummary"
	tableARP          = "/arptables"
	tableRoutes       = "/routetables"
)

// targetOf reads a URL, or the path of one. What is none is no target.
func targetOf(of string) target {
	u, err := url.Parse(of)
	if err != nil {
		return target{}
	}
	t := target{id: strings.TrimRight(u.Path, "/")}
	query, err := url.ParseQuery(u.RawQuery)
	t.chosen = err != nil
	for name := range query {
		switch name = strings.ToLower(name); {
		case strings.HasPrefix(name, "$skip"):
			t.later = true
		case name != "api-version":
			t.chosen = true
		}
	}
	if t.parent, t.under = cutID(t.id); t.under != "" {
		t.list = len(t.segments())%2 == 1
	}
	return t
}

// segments are those of the path from the provider on: collections and names in
// turn.
func (t target) segments() []string {
	if _, below, found := cutProvider(t.id); found {
		return strings.Split(below, "/")
	}
	return nil
}

// last is the last segment of the path.
func (t target) last() string { return t.id[strings.LastIndex(t.id, "/")+1:] }

// partial reports whether the answer can lack elements of the collection.
func (t target) partial() bool { return t.later || t.chosen }

// ofParts reports whether it is a whole collection of parts of one circuit.
func (t target) ofParts() bool {
	if !t.list || t.partial() {
		return false
	}
	below, found := cutAny(t.under, underCircuit, underCross)
	return found && slices.ContainsFunc(parts, func(p partType) bool { return p.under == underCircuit+below })
}

// ofCircuits reports whether it is a whole collection of circuits, and returns
// what their resource IDs begin with, in lower case.
func (t target) ofCircuits() (scope string, ok bool) {
	scope, found := strings.CutSuffix(strings.ToLower(t.id), "/providers/microsoft.network"+underCircuit)
	switch names := strings.Split(scope, "/"); {
	case !found || !t.list || t.chosen || names[0] != "" || len(names) < 3 || names[1] != "subscriptions" || names[2] == "":
		return "", false
	case len(names) == 3, len(names) == 5 && names[3] == "resourcegroups" && names[4] != "":
		return scope + "/", true
	}
	return "", false
}

// table says which table of a path it is, empty if it is none.
func (t target) table() string {
	if below, found := cutAny(t.under, underCircuit, underCross); found {
		switch table, _ := strings.CutPrefix(below, "/peerings"); table {
		case tableSummary, tableSummaryCross:
			return tableSummary
		case tableARP, tableRoutes:
			return table
		}
	}
	return ""
}

func cutAny(s string, prefixes ...string) (after string, found bool) {
	for _, prefix := range prefixes {
		if after, found = strings.CutPrefix(s, prefix); found {
			return after, true
		}
	}
	return s, false
}

// resolve takes what Of says and the other options do not. Circuit may name a part
// of the circuit, too.
func (o *Options) resolve() target {
	if parent, under := cutID(o.Circuit); strings.HasPrefix(under, underCross) {
		o.key, o.Circuit = keyIn(parent[strings.LastIndex(parent, "/")+1:]), ""
	}
	t := targetOf(o.Of)
	if o.Of == "" {
		t = targetOf(o.Circuit)
	}
	ofCircuit := t.parent != "" && strings.HasPrefix(t.under, underCircuit)
	if ofCircuit && (o.Circuit == "" || o.Of == "") {
		o.Circuit = t.parent
	}
	if segments := t.segments(); o.Peering == 0 && len(segments) > 3 && strings.EqualFold(segments[2], "peerings") {
		for kind := range peering.Types() {
			if strings.EqualFold(segments[3], kind.String()) {
				o.Peering = kind
			}
		}
	}
	if o.Path == 0 && !t.list && t.table() != "" {
		o.Path, _ = ParsePath(strings.ToLower(t.last()))
	}
	return t
}
