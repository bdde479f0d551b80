package circuit

import (
	"encoding/json"
	"errors"
	"fmt"

	"github.com/expressroute-go/expressroute/circuit/internal/strictjson"
	"github.com/expressroute-go/expressroute/machine"
)

// SnapshotVersion is the version of the text form of a [Snapshot].
const SnapshotVersion = 2

// ErrSnapshot is inside every error about a snapshot that cannot be read.
var ErrSnapshot = errors.New("circuit: the snapshot cannot be read")

// Position is where a circuit stands: its state, and its links by name. It is
// what a journal holds of a circuit.
type Position struct {
	Want  string      `json:"want,omitempty"` // a digest of the spec that asWanted is measured by
	State State       `json:"state"`
	Links []LinkState `json:"links,omitempty"` // those that are linked or authorized
}

// Snapshot is all that is known about a circuit, to be stored and restored. It
// has no secret, and it does not hold the spec, which is the caller's.
type Snapshot struct {
	V int `json:"v"`
	Position
	Have Config `json:"have"`
	Seen Seen   `json:"seen"`
}

// Position returns where the circuit stands.
func (c Circuit) Position() Position {
	p := Position{Want: c.known().wantSum, State: c.state}
	p.State.linked, p.State.authorized = linkSet{}, linkSet{}
	if c.state.linked == (linkSet{}) && c.state.authorized == (linkSet{}) {
		return p
	}
	for i, l := range c.known().links {
		if linked, authorized := c.state.linked.has(i), c.state.authorized.has(i); linked || authorized {
			p.Links = append(p.Links, LinkState{
				Link: l.Link, Connection: l.connection, Through: l.through,
				Linked: machine.TruthOf(linked), Authorized: machine.TruthOf(authorized),
			})
		}
	}
	return p
}

// Equal compares two positions.
func (p Position) Equal(q Position) bool {
	if p.Want != q.Want || p.State != q.State || len(p.Links) != len(q.Links) {
		return false
	}
	for i := range p.Links {
		if p.Links[i] != q.Links[i] {
			return false
		}
	}
	return true
}

// Snapshot returns all that is known about the circuit.
func (c Circuit) Snapshot() Snapshot {
	s := Snapshot{V: SnapshotVersion, Position: c.Position(), Have: c.known().Have.clone(), Seen: c.Seen()}
	s.Links = nil
	for i, l := range c.Links() {
		if l.Wanted && !c.known().links[i].shown && l.Linked != machine.Yes && l.Authorized != machine.Yes {
			continue // the spec's alone
		}
		s.Links = append(s.Links, l)
	}
	return s
}

// MarshalJSON writes the circuit's [Snapshot]. There is no way back from it alone:
// see [Restore].
func (c Circuit) MarshalJSON() ([]byte, error) { return json.Marshal(c.Snapshot()) }

// ParseSnapshot reads what json.Marshal wrote of a snapshot. It is strict: an
// unknown field, word or version is an error, wrapped with [ErrSnapshot].
func ParseSnapshot(text []byte) (Snapshot, error) {
	var s Snapshot
	if err := strictjson.Decode(text, &s); err != nil {
		return Snapshot{}, fmt.Errorf("%w: %w", ErrSnapshot, err)
	}
	return s, s.check()
}

func (s Snapshot) check() error {
	if s.V != SnapshotVersion {
		return fmt.Errorf("%w: version %d, want %d", ErrSnapshot, s.V, SnapshotVersion)
	}
	if _, err := json.Marshal(s); err != nil {
		return fmt.Errorf("%w: %w", ErrSnapshot, err)
	}
	return nil
}

// Restore returns the circuit of a snapshot, with a spec. The error wraps
// [ErrSnapshot], or is as that of [New].
func Restore(spec Spec, snap Snapshot) (Circuit, error) {
	if err := snap.check(); err != nil {
		return Circuit{}, err
	}
	if err := spec.problems().Err(); err != nil {
		return Circuit{}, err
	}
	c := Circuit{state: snap.State}
	c.state.linked, c.state.authorized = linkSet{}, linkSet{}
	var known []knownLink
	for _, l := range snap.Links {
		known = append(known, knownLink{Link: l.Link, shown: true, connection: l.Connection, through: l.Through})
	}
	c.papers = newPapers(spec, snap.Have, snap.Seen.clone(), known)
	c.papers.digest()
	if c.papers.dropped > 0 {
		return Circuit{}, fmt.Errorf("%w: more than %d links", ErrSnapshot, MaxLinks)
	}
	for _, l := range snap.Links {
		c.state.setLink(c.linkIndex(l.Network), l.Linked, l.Authorized)
	}
	if snap.Want != c.wantSum {
		c.state.compare(c.papers)
	}
	c.state.attest(&spec.Facts)
	c.state.settle(0)
	return c, nil
}
