package journal

import (
	"fmt"

	"github.com/expressroute-go/expressroute/circuit"
)

// Replay makes the moves of a journal again, from a circuit that stands where
// the journal begins, and checks that each leads where the record says. The
// configuration that observations brought is in no record, so what guards cannot
// know is taken to have held, and observations are taken as recorded. The error
// wraps [ErrJournal].
func Replay(c circuit.Circuit, records []Record) (circuit.Circuit, error) {
	want := c.Want()
	for _, r := range records {
		if !c.Position().Equal(r.From) {
			return c, fmt.Errorf("%w: record %d does not begin where the circuit is", ErrJournal, r.Seq)
		}
		next, err := replay(c, want, r)
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

func replay(c circuit.Circuit, want circuit.Spec, r Record) (circuit.Circuit, error) {
	if r.Cause != CauseApplied && r.Cause != CauseHappened {
		snap := c.Snapshot()
		snap.Position = r.To
		return circuit.Restore(want, snap)
	}
	next, unmet, err := c.Happened(r.Event)
	if err != nil {
		return c, err
	}
	for _, u := range unmet {
		if r.Cause == CauseApplied && !u.Unknown {
			return c, fmt.Errorf("%s was not permitted: %s", r.Event, u)
		}
	}
	return next, nil
}
