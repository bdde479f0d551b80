package journal

import (
	"fmt"

	"github.com/expressroute-go/expressroute/circuit"
)

// Replay makes the moves of a journal again, from a circuit that stands where
// the journal begins, and checks that each leads where the record says and that
// what was applied was permitted. What was observed is taken as recorded. The
// error wraps [ErrJournal].
func Replay(c circuit.Circuit, records []Record) (circuit.Circuit, error) {
	for _, r := range records {
		if !c.Position().Equal(r.From) {
			return c, fmt.Errorf("%w: record %d does not begin where the circuit is", ErrJournal, r.Seq)
		}
		next, err := replay(c, r)
		if err != nil {
			return c, fmt.Errorf("%w: record %d: %w", ErrJournal, r.Seq, err)
		}
		if !next.Position().Equal(r.To) {
			return c, fmt.Errorf("%w: record %d does not lead where it says", ErrJournal, r.Seq)
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

// observe returns the circuit as it was after an observation.
func observe(c circuit.Circuit, r Record) (circuit.Circuit, error) {
	want, snap := c.Want(), c.Snapshot()
	if r.To.Want != snap.Want {
		want.Kind = circuit.Direct // all that an observation changes of what is wanted
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
