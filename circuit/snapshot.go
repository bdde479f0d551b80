package circuit

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
)

// SnapshotVersion is the version of the text form of a [Snapshot].
const SnapshotVersion = 1

// ErrSnapshot is inside every error about a snapshot or a record that cannot be
// read.
var ErrSnapshot = errors.New("circuit: the snapshot cannot be read")

// Snapshot is the state of a circuit in words: what a program stores, and a
// journal holds. It has no secret. It does not hold the spec, which is the
// caller's.
type Snapshot struct {
	V         int               `json:"v"`
	Circuit   string            `json:"circuit,omitempty"` // resource ID
	Want      string            `json:"want,omitempty"`    // a digest of the spec that asWanted and asOrdered are measured by
	Provider  ProviderState     `json:"provider,omitempty"`
	Status    Status            `json:"status,omitempty"`
	Operation peering.Operation `json:"operation,omitempty"`
	Acts      Acts              `json:"acts,omitempty"`
	AsOrdered Ordered           `json:"asOrdered"`
	AllLinks  machine.Truth     `json:"allLinks,omitempty"` // Links are all there are
	Links     []LinkState       `json:"links,omitempty"`    // those that are linked or authorized
	Private   peering.State     `json:"private"`
	Public    peering.State     `json:"public"`
	Microsoft peering.State     `json:"microsoft"`

	Seen *Seen `json:"seen,omitempty"` // less the BGP sessions; not in a journal, whose records have a time of their own
}

// Ordered says what of the order is as the spec wants it.
type Ordered struct {
	Bandwidth machine.Truth `json:"bandwidth,omitempty"`
	Tier      machine.Truth `json:"tier,omitempty"`
	Billing   machine.Truth `json:"billing,omitempty"`
}

// Snapshot returns the state of the circuit in words.
func (c Circuit) Snapshot() Snapshot {
	snap := c.shot()
	seen := c.known().Seen
	seen.Sessions = nil
	snap.Seen = &seen
	return snap
}

// shot is a snapshot of what moves.
func (c *Circuit) shot() Snapshot {
	s := &c.state
	snap := Snapshot{
		V: SnapshotVersion, Circuit: c.known().Have.ID, Want: c.known().wantSum,
		Provider: s.Provider, Status: s.Status, Operation: s.Operation, Acts: s.Acts,
		AsOrdered: Ordered{Bandwidth: s.Bandwidth, Tier: s.Tier, Billing: s.Billing},
		AllLinks:  s.Links, Private: s.Private, Public: s.Public, Microsoft: s.Microsoft,
	}
	if n := s.linked.len() + s.authorized.len(); n > 0 {
		snap.Links = make([]LinkState, 0, n)
	}
	for i, l := range c.known().links {
		if linked, authorized := s.linked.has(i), s.authorized.has(i); linked || authorized {
			snap.Links = append(snap.Links, LinkState{Link: l.Link, Linked: linked, Authorized: authorized})
		}
	}
	return snap
}

// ParseSnapshot reads what json.Marshal wrote of a snapshot. It is strict: an
// unknown field, word or version is an error, wrapped with [ErrSnapshot].
func ParseSnapshot(text []byte) (Snapshot, error) {
	var s Snapshot
	if err := decodeStrictly(text, &s); err != nil {
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
	var seen Seen
	if snap.Seen != nil {
		seen = *snap.Seen
	}
	c := Circuit{papers: newPapers(spec, Config{ID: snap.Circuit}, seen)}
	c.papers.digest()
	c.state = State{
		Provider: snap.Provider, Status: snap.Status, Operation: snap.Operation, Acts: snap.Acts,
		Bandwidth: snap.AsOrdered.Bandwidth, Tier: snap.AsOrdered.Tier, Billing: snap.AsOrdered.Billing,
		Links: snap.AllLinks, Private: snap.Private, Public: snap.Public, Microsoft: snap.Microsoft,
	}
	for _, l := range snap.Links {
		i := c.linkIndex(l.Network)
		if i < 0 {
			i = c.papers.add(knownLink{Link: l.Link})
		}
		if i < 0 {
			return Circuit{}, fmt.Errorf("%w: more than %d links", ErrSnapshot, MaxLinks)
		}
		c.state.setLink(i, l)
	}
	if snap.Want != "" && snap.Want != c.wantSum {
		c.state.forgetWant()
	}
	c.state.attest(&spec.Facts)
	c.state.settle()
	return c, nil
}

// forgetWant: what was as another spec wanted it need not be as this one does.
func (s *State) forgetWant() {
	if s.Status != NotCreated {
		s.Bandwidth, s.Tier, s.Billing = machine.Unknown, machine.Unknown, machine.Unknown
	}
	for t := range peering.Types() {
		if p := s.peering(t); p.AsWanted == machine.Yes {
			p.AsWanted = machine.Unknown
		}
	}
}

func (s *State) setLink(i int, l LinkState) {
	if i < 0 {
		return
	}
	if l.Linked {
		s.linked = s.linked.with(i)
	}
	if l.Authorized {
		s.authorized = s.authorized.with(i)
	}
}

// equal compares two snapshots in all but when they were seen.
func (s Snapshot) equal(t Snapshot) bool {
	s.Seen, t.Seen = nil, nil
	a, errA := json.Marshal(s)
	b, errB := json.Marshal(t)
	return errA == nil && errB == nil && bytes.Equal(a, b)
}

// decodeStrictly refuses unknown fields and anything after the value.
func decodeStrictly(text []byte, v any) error {
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	if err := d.Decode(v); err != nil {
		return err
	}
	if _, err := d.Token(); err != io.EOF {
		return errors.New("there is something after the value")
	}
	return nil
}
