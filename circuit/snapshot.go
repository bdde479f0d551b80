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
	Provider  ProviderState     `json:"provider,omitempty"`
	Status    Status            `json:"status,omitempty"`
	Operation peering.Operation `json:"operation,omitempty"`
	Acts      []string          `json:"acts,omitempty"`
	AsOrdered Ordered           `json:"asOrdered"`
	Links     machine.Truth     `json:"linksListed,omitempty"`
	Private   peering.State     `json:"private"`
	Public    peering.State     `json:"public"`
	Microsoft peering.State     `json:"microsoft"`

	Authorized []string `json:"authorized,omitempty"`
	Linked     []string `json:"linked,omitempty"`
	Seen       Seen     `json:"seen,omitzero"` // less the BGP sessions
}

// Ordered says what of the order is as the spec wants it.
type Ordered struct {
	Bandwidth machine.Truth `json:"bandwidth,omitempty"`
	Tier      machine.Truth `json:"tier,omitempty"`
	Billing   machine.Truth `json:"billing,omitempty"`
}

var actWords = []string{"ConnectivityOrdered", "ServiceKeyHandedOver", "DeprovisioningRequested", "TicketOpened", "CreatedHere", "ProvisionedBefore"}

// Snapshot returns the state of the circuit in words.
func (c Circuit) Snapshot() Snapshot {
	s := c.state
	snap := Snapshot{
		V: SnapshotVersion, Circuit: c.known().Have.ID, Seen: c.known().Seen.times(),
		Provider: s.Provider, Status: s.Status, Operation: s.Operation,
		AsOrdered: Ordered{Bandwidth: s.Bandwidth, Tier: s.Tier, Billing: s.Billing},
		Links:     s.Links, Private: s.Private, Public: s.Public, Microsoft: s.Microsoft,
	}
	for i, word := range actWords {
		if s.Acts.Has(1 << i) {
			snap.Acts = append(snap.Acts, word)
		}
	}
	for i, l := range c.known().links {
		if s.authorized.has(i) {
			snap.Authorized = append(snap.Authorized, l.Network)
		}
		if s.linked.has(i) {
			snap.Linked = append(snap.Linked, l.Network)
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
	for _, word := range s.Acts {
		if actOf(word) == 0 {
			return fmt.Errorf("%w: unknown act %s", ErrSnapshot, quoted(word))
		}
	}
	return nil
}

func actOf(word string) Acts {
	for i, known := range actWords {
		if word == known {
			return 1 << i
		}
	}
	return 0
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
	have := Config{ID: snap.Circuit}
	for _, id := range append(append([]string{}, snap.Authorized...), snap.Linked...) {
		have.Links = append(have.Links, Link{Network: id})
	}
	c := Circuit{papers: newPapers(spec, have, snap.Seen.times())}
	for _, l := range have.Links {
		if c.linkIndex(l.Network) < 0 {
			return Circuit{}, fmt.Errorf("%w: more than %d links", ErrSnapshot, MaxLinks)
		}
	}
	c.state = State{
		Provider: snap.Provider, Status: snap.Status, Operation: snap.Operation,
		Bandwidth: snap.AsOrdered.Bandwidth, Tier: snap.AsOrdered.Tier, Billing: snap.AsOrdered.Billing,
		Links: snap.Links, Private: snap.Private, Public: snap.Public, Microsoft: snap.Microsoft,
	}
	for _, word := range snap.Acts {
		c.state.Acts |= actOf(word)
	}
	for _, id := range snap.Authorized {
		c.state.authorized = c.state.authorized.with(c.linkIndex(id))
	}
	for _, id := range snap.Linked {
		c.state.linked = c.state.linked.with(c.linkIndex(id))
	}
	c.state.settle()
	return c, nil
}

// equal compares two snapshots in all but when they were seen.
func (s Snapshot) equal(t Snapshot) bool {
	s.Seen, t.Seen = Seen{}, Seen{}
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
