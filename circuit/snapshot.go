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

// ErrSnapshot is wrapped by every error about a snapshot that cannot be read.
var ErrSnapshot = errors.New("circuit: the snapshot cannot be read")

// Position is the state of a circuit with the states of its links. A journal stores
// it for each record.
type Position struct {
	Want  string      `json:"want,omitempty"` // digest of the spec that State was compared with
	State State       `json:"state"`
	Links []LinkState `json:"links,omitempty"` // the links that exist or are authorized, or that a document named
}

// Snapshot is everything that is known about a circuit, to store and to restore. It
// holds no secret, and not the spec, which the caller stores.
type Snapshot struct {
	V int `json:"v"`
	Position
	Have Config  `json:"have"`           // as [Circuit.Have] returns it
	Read *Config `json:"read,omitempty"` // as [Circuit.Read] returns it; nil if that equals Have
	Seen Seen    `json:"seen"`
}

// Position returns the circuit's state with the states of its links.
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
			l.Wanted = false // the spec tells this; Want has its digest
			p.Links = append(p.Links, l)
		}
	}
	return p
}

// Equal reports whether two positions are equal, with their links in the same order.
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

// Snapshot returns everything that is known about the circuit.
func (c Circuit) Snapshot() Snapshot {
	s := Snapshot{V: snapshotVersion, Position: c.Position(), Have: c.Have(), Seen: c.Seen()}
	if read := c.Read(); !reflect.DeepEqual(read, s.Have) {
		s.Read = &read
	}
	return s
}

// MarshalJSON writes the circuit's [Snapshot]. To get the circuit back takes the
// spec too: see [ParseSnapshot] and [Restore].
func (c Circuit) MarshalJSON() ([]byte, error) { return json.Marshal(c.Snapshot()) }

// ParseSnapshot reads the JSON form of a snapshot. It is strict: an unknown field,
// word or version is an error, which wraps [ErrSnapshot].
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
			return fmt.Errorf("%w: seen.since: %s is no state of a circuit, want a name such as \"status\"", ErrSnapshot, quoted(name))
		}
	}
	return nil
}

// Restore returns the circuit of a snapshot, with a spec. The error wraps
// [ErrSnapshot], or is that of [New] for the spec.
func Restore(spec Spec, snap Snapshot) (Circuit, error) {
	if err := snap.check(); err != nil {
		return Circuit{}, err
	}
	if err := spec.problems().Err(); err != nil {
		return Circuit{}, err
	}
	have := &snap.Have
	if digest(&spec) == snap.Want && snap.Read != nil {
		have = snap.Read // the state tells what events have written since
	}
	c := Circuit{state: snap.State}
	c.state.linked, c.state.authorized = linkSet{}, linkSet{}
	c.papers = newPapers(spec, *have, snap.Seen.clone(), snap.Links)
	c.papers.digest()
	for _, l := range snap.Links {
		i := c.indexOf(&l)
		if i < 0 && (l.Linked == machine.Yes || l.Authorized == machine.Yes) {
			i = c.papers.add(l) // keep it: it is linked or authorized
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
