package journal

import (
	"fmt"

	"github.com/expressroute-go/expressroute/circuit"
)

// Replay moves a circuit through the records of a journal. The circuit must be in
// the state in which the journal starts. Replay checks that the rules permit each
// event that was applied, and that each event leads to the recorded state. It takes
// over recorded observations without a check. On error it returns the circuit before
// the bad record; the error wraps [ErrJournal].
func Replay(c circuit.Circuit, records []Record) (circuit.Circuit, error) {
	for _, r := range records {
		if !c.Position().Equal(r.From) {
			return c, fmt.Errorf("%w: record %d does not start from the state of the circuit", ErrJournal, r.Seq)
		}
		next, err := replay(c, r)
		if err != nil {
			return c, fmt.Errorf("%w: record %d: %w", ErrJournal, r.Seq, err)
		}
		if !next.Position().Equal(r.To) {
			return c, fmt.Errorf("%w: record %d: the event does not lead to the recorded state", ErrJournal, r.Seq)
		}
		c = next
	}
	return c, nil
}

func replay(c circuit.Circuit, r Record) (circuit.Circuit, error) {
	switch r.Cause {
	case CauseApplied:
		return c.Apply(r.Event)
	case CauseHappened:
		next, _, err := c.Happened(r.Event)
		return next, err
	}
	return observe(c, r)
}

// observe returns the circuit after a recorded observation.
func observe(c circuit.Circuit, r Record) (circuit.Circuit, error) {
	want, snap := c.Want(), c.Snapshot()
	if r.To.Want != snap.Want {
		want.Kind = circuit.Direct // the only part of the spec that an observation changes
	}
	snap.Position = r.To
	if r.Have != nil {
		have := *r.Have
		if have.Birth == snap.Have.Birth {
			have.ServiceKey = snap.Have.ServiceKey
		}
		snap.Read = &have
	}
	return circuit.Restore(want, snap)
}
