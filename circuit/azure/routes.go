package azure

import (
	"errors"
	"fmt"
	"iter"
	"math"
	"net/netip"

	"github.com/expressroute-go/expressroute/bgp"
	"github.com/expressroute-go/expressroute/circuit"
	"github.com/expressroute-go/expressroute/circuit/azure/internal/jsondoc"
	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
)

// Path is one of the two paths of a peering: what Azure calls devicePath. The
// zero value is not known.
type Path uint8

const (
	_         Path = iota
	Primary        // on the first subnet
	Secondary      // on the second subnet
)

var pathWords = machine.Spell[Path]("azure.Path", "no path", "primary", "secondary")

// Paths yields both paths.
func Paths() iter.Seq[Path] { return pathWords.All() }

// ParsePath returns the path that the word names. The error is a
// [*machine.WordError].
func ParsePath(word string) (Path, error) { return pathWords.Parse(word) }

func (p Path) String() string                { return pathWords.String(p) }
func (p Path) MarshalText() ([]byte, error)  { return pathWords.MarshalText(p) }
func (p *Path) UnmarshalText(b []byte) error { return pathWords.UnmarshalText(p, b) }

// ErrOptions: the document does not say of which circuit, peering or path it is,
// and [Options] do not either.
var ErrOptions = errors.New("the document does not say what it is of, and it must be said beside it")

// errPath: of a table of one path.
var errPath = fmt.Errorf("%w: want a peering and a path", ErrOptions)

// The fields of a row, in the spellings of circuits, of cross connections, and of
// az before 2.50.
var sessionFields = fieldsNamed("neighbor", "v", "statePfxRcd", "stateOrPrefixesReceived",
	"upDown",
	// Left alone: the AS number of the other end is that of the peering.
	"as", "asn", "asProperty")

// routes reads the summary of a route table: a row for each session of one path.
//
// Sources: github.com/Azure/azure-rest-api-specs,
// specification/network/resource-manager/Microsoft.Network/stable/2024-10-01/expressRouteCircuit.json:
// ExpressRouteCircuitRoutesTableSummary; expressRouteCrossConnection.json:
// ExpressRouteCrossConnectionRoutesTableSummary
func (r *reader) routes(rows []jsondoc.Value, o Options) {
	r.answers(o)
	if o.Peering == 0 || o.Path == 0 {
		r.fail(r.root, errPath)
		return
	}
	r.seen.Have.Sessions = circuit.Sessions{}
	for _, row := range rows {
		r.session(r.object(row, sessionFields), o)
	}
}

// session reads one row. The family is the neighbor's.
func (r *reader) session(row jsondoc.Value, o Options) {
	state := r.member(row, "statePfxRcd")
	if state.Absent() {
		state = r.member(row, "stateOrPrefixesReceived")
	}
	if state.Absent() {
		r.need(row, "statePfxRcd")
		return
	}
	path, ok := r.received(state)
	neighbor := r.need(row, "neighbor")
	path.Neighbor = r.address(neighbor)
	family := peering.IPv4
	if r.whole(r.member(row, "v"), math.MaxInt32) == 6 || path.Neighbor.Is6() {
		family = peering.IPv6
	}
	if !ok {
		return
	}
	session := circuit.Session{Peering: o.Peering, Family: family}
	paths := r.seen.Have.Sessions[session]
	of := &paths.Primary
	if o.Path == Secondary {
		of = &paths.Secondary
	}
	if of.Session != 0 {
		q := sessionTwice(session)
		r.quirk(row, q.Says, q.Source)
		return
	}
	r.upDown(r.member(row, "upDown"), path.Session)
	if says := nearLimit(o.Peering, family, path.Prefixes); says != "" {
		r.quirk(state, says, sourceLimits)
	}
	*of = path
	r.seen.Have.Sessions[session] = paths
}

// sessionTwice: a path has one session of a family.
func sessionTwice(s circuit.Session) circuit.Quirk {
	return circuit.Quirk{Says: "not read: another " + s.Family.String() + " session on the same path", Source: sourceTroubleshooting}
}

// received reads a session's state, or the number of prefixes in its place, a
// string in the schema and a number in some tools.
func (r *reader) received(v jsondoc.Value) (path bgp.Path, ok bool) {
	if v.Kind() == jsondoc.Number {
		return bgp.Path{Session: bgp.Established, Prefixes: int(r.whole(v, math.MaxInt32))}, true
	}
	s := r.text(v)
	if v.Kind() != jsondoc.String {
		return bgp.Path{}, false
	}
	path, err := bgp.ParsePfxRcd(s)
	if err != nil {
		r.strange(v)
		return bgp.Path{}, false
	}
	return path, true
}

// address reads an address. Empty is none.
func (r *reader) address(v jsondoc.Value) netip.Addr {
	s := r.text(v)
	if s == "" {
		return netip.Addr{}
	}
	a, err := netip.ParseAddr(s)
	if err != nil {
		r.strange(v)
	}
	return a
}
