package circuit

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"

	"github.com/expressroute-go/expressroute/circuit/internal/strictjson"
	"github.com/expressroute-go/expressroute/machine"
)

// snapshotVersion is the version of the text form of a [Snapshot].
const snapshotVersion = 2

// ErrSnapshot is inside every error about a snapshot that cannot be read.
var ErrSnapshot = errors.New("circuit: the snapshot cannot be read")

// Position is where a circuit stands: its state, and its links by name. It is
// what a journal holds of a circuit.
type Position struct {
	Want  string      `json:"want,omitempty"` // a digest of the spec that asWanted is measured by
	State State       `json:"state"`
	Links []LinkState `json:"links,omitempty"` // those that are linked or authorized, or that a document named
}

// Snapshot is all that is known about a circuit, to be stored and restored. It
// has no secret, and it does not hold the spec, which is the caller's.
type Snapshot struct {
	V int `json:"v"`
	Position
	Have Config  `json:"have"`           // what Azure has, as [Circuit.Have] returns it
	Read *Config `json:"read,omitempty"` // what was read of it, as [Circuit.Read] returns it; nil if that is all
	Seen Seen    `json:"seen"`
}

// Position returns where the circuit stands.
func (c Circuit) Position() Position {
	v := c.view()
	p := Position{Want: v.wantSum, State: c.state}
	p.State.linked, p.State.authorized = linkSet{}, linkSet{}
	placed := func(i int) bool { return v.links[i].Shown || v.linked.has(i) || v.authorized.has(i) }
	n := 0
	for i := range v.links {
		if placed(i) {
			n++
		}
	}
	if n == 0 {
		return p
	}
	p.Links = make([]LinkState, 0, n)
	for i := range v.links {
		if placed(i) {
			l := v.linkState(i)
			l.Wanted = false // which the digest of the spec says
			p.Links = append(p.Links, l)
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
	s := Snapshot{V: snapshotVersion, Position: c.Position(), Have: c.Have(), Seen: c.Seen()}
	if read := c.Read(); !reflect.DeepEqual(read, s.Have) {
		s.Read = &read
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
	if err := s.check(); err != nil {
		return Snapshot{}, err
	}
	return s, nil
}

func (s Snapshot) check() error {
	if s.V != snapshotVersion {
		return fmt.Errorf("%w: version %d, want %d", ErrSnapshot, s.V, snapshotVersion)
	}
	if _, err := json.Marshal(s); err != nil {
		return fmt.Errorf("%w: %w", ErrSnapshot, err)
	}
	for _, name := range slices.Sorted(maps.Keys(s.Seen.Since)) {
		if dimensionNamed(name) == nil {
			return fmt.Errorf("%w: seen.since: %s is no dimension of a circuit", ErrSnapshot, quoted(name))
		}
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
	have := &snap.Have
	if digest(&spec) == snap.Want && snap.Read != nil {
		have = snap.Read // what was written since follows from the state
	}
	c := Circuit{state: snap.State}
	c.state.linked, c.state.authorized = linkSet{}, linkSet{}
	c.papers = newPapers(spec, *have, snap.Seen.clone(), snap.Links)
	c.papers.digest()
	for _, l := range snap.Links {
		i := c.indexOf(&l)
		if i < 0 && (l.Linked == machine.Yes || l.Authorized == machine.Yes) {
			i = c.papers.add(l) // what is linked is not forgotten
		}
		c.state.setLink(i, l.Linked, l.Authorized)
	}
	if c.papers.dropped > 0 {
		return Circuit{}, fmt.Errorf("%w: more than %d links", ErrSnapshot, MaxLinks)
	}
	if snap.Want != c.wantSum {
		c.state.compare(c.papers)
		c.state.attest(&spec.Facts)
	}
	c.state.settle(0)
	return c, nil
}
