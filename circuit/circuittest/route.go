package circuittest

import (
	"net/http"
	"regexp"
	"strings"
)

// handler answers a request. It is called with the server's lock held.
type handler func(*Server, *request) (answer, error)

// route is one row of the table of what the server answers. A pattern's literal
// segments match in any case, as ARM's do; a segment {name} matches any name.
type route struct {
	method  string
	pattern string
	handle  handler
}

const (
	inSubscription = "/subscriptions/{subscription}"
	inGroup        = inSubscription + "/resourceGroups/{group}"
	network        = "/providers/Microsoft.Network"
	aCircuit       = inGroup + network + "/expressRouteCircuits/{circuit}"
	aPeering       = aCircuit + "/peerings/{peering}"
	aCross         = inGroup + network + "/expressRouteCrossConnections/{cross}"
	aConnection    = inGroup + network + "/connections/{name}"
	aPlain         = inGroup + network + "/{kind}/{name}"
	anOperation    = inSubscription + network + "/locations/{location}"
)

var routes = []route{
	{http.MethodGet, "/metadata/endpoints", (*Server).getMetadata},
	{http.MethodGet, "/{tenant}/v2.0/.well-known/openid-configuration", (*Server).getOpenID},
	{http.MethodGet, "/{tenant}/.well-known/openid-configuration", (*Server).getOpenID},
	{http.MethodPost, "/{tenant}/oauth2/v2.0/token", (*Server).postToken},
	{http.MethodPost, "/{tenant}/oauth2/token", (*Server).postToken},
	{http.MethodPost, "/{tenant}/token", (*Server).postToken},

	{http.MethodGet, "/subscriptions", (*Server).listSubscriptions},
	{http.MethodGet, inSubscription, (*Server).getSubscription},
	{http.MethodGet, inSubscription + "/resourceGroups", (*Server).listGroups},
	{http.MethodGet, inGroup, (*Server).getGroup},
	{http.MethodHead, inGroup, (*Server).headGroup},
	{http.MethodPut, inGroup, (*Server).putGroup},
	{http.MethodDelete, inGroup, (*Server).deleteGroup},

	{http.MethodGet, inSubscription + network + "/expressRouteServiceProviders", (*Server).listOffers},
	{http.MethodGet, inGroup + network + "/expressRoutePorts/{name}/links", (*Server).listPortLinks},
	{http.MethodGet, inGroup + network + "/expressRoutePorts/{name}/links/{link}", (*Server).getPortLink},

	{http.MethodGet, inSubscription + network + "/expressRouteCircuits", (*Server).listCircuits},
	{http.MethodGet, inGroup + network + "/expressRouteCircuits", (*Server).listCircuits},
	{http.MethodGet, aCircuit, (*Server).getCircuit},
	{http.MethodPut, aCircuit, (*Server).putCircuit},
	{http.MethodPatch, aCircuit, (*Server).patchCircuit},
	{http.MethodDelete, aCircuit, (*Server).deleteCircuit},

	{http.MethodGet, aCircuit + "/peerings", (*Server).listPeerings},
	{http.MethodGet, aPeering, (*Server).getPeering},
	{http.MethodPut, aPeering, (*Server).putPeering},
	{http.MethodDelete, aPeering, (*Server).deletePeering},

	{http.MethodGet, aCircuit + "/stats", (*Server).getStats},
	{http.MethodGet, aPeering + "/stats", (*Server).getStats},
	{http.MethodPost, aPeering + "/arpTables/{path}", (*Server).postARPTable},
	{http.MethodPost, aPeering + "/routeTables/{path}", (*Server).postRouteTable},
	{http.MethodPost, aPeering + "/routeTablesSummary/{path}", (*Server).postSummary},

	{http.MethodGet, aCircuit + "/authorizations", (*Server).listAuthorizations},
	{http.MethodGet, aCircuit + "/authorizations/{authorization}", (*Server).getAuthorization},
	{http.MethodPut, aCircuit + "/authorizations/{authorization}", (*Server).putAuthorization},
	{http.MethodDelete, aCircuit + "/authorizations/{authorization}", (*Server).deleteAuthorization},

	{http.MethodGet, aPeering + "/connections", (*Server).listReaches},
	{http.MethodGet, aPeering + "/connections/{connection}", (*Server).getReach},
	{http.MethodPut, aPeering + "/connections/{connection}", (*Server).putReach},
	{http.MethodDelete, aPeering + "/connections/{connection}", (*Server).deleteReach},

	{http.MethodGet, aPeering + "/peerConnections", (*Server).listPeered},
	{http.MethodGet, aPeering + "/peerConnections/{connection}", (*Server).getPeered},

	{http.MethodGet, inSubscription + network + "/expressRouteCrossConnections", (*Server).listCrosses},
	{http.MethodGet, inGroup + network + "/expressRouteCrossConnections", (*Server).listCrosses},
	{http.MethodGet, aCross, (*Server).getCross},
	{http.MethodPut, aCross, (*Server).putCross},
	{http.MethodGet, aCross + "/peerings/{peering}", (*Server).getCrossPeering},
	{http.MethodPut, aCross + "/peerings/{peering}", (*Server).putCrossPeering},
	{http.MethodDelete, aCross + "/peerings/{peering}", (*Server).deleteCrossPeering},

	{http.MethodGet, inGroup + network + "/connections", (*Server).listConnections},
	{http.MethodGet, aConnection, (*Server).getConnection},
	{http.MethodPut, aConnection, (*Server).putConnection},
	{http.MethodDelete, aConnection, (*Server).deleteConnection},

	{http.MethodGet, anOperation + "/operations/{operation}", (*Server).getOperation},
	{http.MethodGet, anOperation + "/operationResults/{operation}", (*Server).getOperationResult},

	// Types that have no rows of their own; last, because {kind} matches any.
	{http.MethodGet, inGroup + network + "/{kind}", (*Server).listPlain},
	{http.MethodGet, aPlain, (*Server).getPlain},
	{http.MethodPut, aPlain, (*Server).putPlain},
	{http.MethodDelete, aPlain, (*Server).deletePlain},
	{http.MethodGet, aPlain + "/{part}/{child}", (*Server).getPlain},
	{http.MethodPut, aPlain + "/{part}/{child}", (*Server).putPlain},
	{http.MethodDelete, aPlain + "/{part}/{child}", (*Server).deletePlain},
}

var (
	validName    = regexp.MustCompile(`^[\w.-]{1,80}$`)
	validVersion = regexp.MustCompile(`^20\d\d-\d\d-\d\d(-preview)?$`)
)

// route finds the handler of the request, and checks what all requests must have.
func (q *request) route() (handler, error) {
	r, err := q.match()
	switch {
	case err != nil:
		return nil, err
	case !strings.HasPrefix(r.pattern, "/subscriptions"): // no ARM request
		return r.handle, nil
	case q.version == "":
		return nil, noVersion()
	case !validVersion.MatchString(q.version):
		return nil, badVersion(q.version)
	}
	for _, name := range q.at {
		if !validName.MatchString(name) {
			return nil, badName(name)
		}
	}
	return r.handle, nil
}

func (q *request) match() (*route, error) {
	segments := split(q.URL.Path)
	known := false
	for i := range routes {
		at, matches := matchPath(split(routes[i].pattern), segments)
		if matches && routes[i].method == q.Method {
			q.at = at
			return &routes[i], nil
		}
		known = known || matches
	}
	if known {
		return nil, noMethod(q.Method)
	}
	return nil, noResourceType(q.version)
}

func matchPath(pattern, segments []string) (map[string]string, bool) {
	if len(pattern) != len(segments) {
		return nil, false
	}
	at := make(map[string]string)
	for i, p := range pattern {
		switch {
		case strings.HasPrefix(p, "{"):
			at[p[1:len(p)-1]] = segments[i]
		case !strings.EqualFold(p, segments[i]):
			return nil, false
		}
	}
	return at, true
}

// split returns the segments of a path. A slash at the end does not count: a recorded
// client of 2015 sent one.
func split(path string) []string { return strings.Split(strings.Trim(path, "/"), "/") }

// groupID returns the resource ID of the resource group in the path.
func (q *request) groupID() string {
	return "/subscriptions/" + q.at["subscription"] + "/resourceGroups/" + q.at["group"]
}

// circuitID returns the resource ID of the circuit in the path.
func (q *request) circuitID() string {
	return q.groupID() + network + "/expressRouteCircuits/" + q.at["circuit"]
}

// unchanged checks If-Match and If-None-Match against the ETag of a resource, which is
// empty if it does not exist.
func (q *request) unchanged(id, etag string) error {
	match, none := q.Header.Get("If-Match"), q.Header.Get("If-None-Match")
	switch {
	case match != "" && (etag == "" || match != "*" && match != etag),
		none != "" && etag != "" && (none == "*" || none == etag):
		return otherETag(id)
	}
	return nil
}
