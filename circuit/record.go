package circuit

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/expressroute-go/expressroute/machine"
)

// RecordVersion is the version of the text form of a [Record].
const RecordVersion = 1

// ErrJournal is inside every error about a journal that cannot be read, or that
// does not hold together.
var ErrJournal = errors.New("circuit: the journal does not hold together")

// Cause says how a record came to be.
type Cause uint8

const (
	_                Cause = iota
	CauseApplied           // somebody told the tracker of the event
	CauseInferred          // the event explains an observation
	CauseObservation       // what was observed, where no event explains it
)

var causes = machine.Spell[Cause]("circuit.Cause", "none", "applied", "inferred", "observed")

// ParseCause returns the cause that word names.
func ParseCause(word string) (Cause, error) { return causes.Parse(word) }

func (c Cause) String() string                { return causes.String(c) }
func (c Cause) MarshalText() ([]byte, error)  { return causes.MarshalText(c) }
func (c *Cause) UnmarshalText(b []byte) error { return causes.UnmarshalText(c, b) }

// Record is one line of a journal: what happened, whose act it was, and the
// circuit before and after.
type Record struct {
	V       int           `json:"v"`
	Seq     uint64        `json:"seq"` // 1 for the first, then without a gap
	At      time.Time     `json:"at"`  // as the caller said, or as observed
	Circuit string        `json:"circuit,omitempty"`
	Cause   Cause         `json:"cause"`
	Event   Event         `json:"event,omitzero"` // none for CauseObservation
	Actor   machine.Actor `json:"actor,omitempty"`
	From    Snapshot      `json:"from"`
	To      Snapshot      `json:"to"`
	Drift   []Drift       `json:"drift,omitempty"`
}

// clone shares no memory with r.
func (r Record) clone() Record {
	r.From.Links, r.To.Links, r.Drift = slices.Clone(r.From.Links), slices.Clone(r.To.Links), slices.Clone(r.Drift)
	return r
}

// WriteJournal writes the records as JSON, one a line.
func WriteJournal(w io.Writer, records []Record) error {
	encoder := json.NewEncoder(w)
	for _, r := range records {
		if err := encoder.Encode(r); err != nil {
			return err
		}
	}
	return nil
}

// maxRecord bounds one line of a journal, in bytes. A record of a circuit with
// a hundred links takes a tenth of it.
const maxRecord = 1 << 20

// ReadJournal reads what WriteJournal wrote, and checks that the records hold
// together: no gap, each beginning where the last one ended. It returns the
// records before the first that does not, and an error that wraps [ErrJournal]
// and says the line.
func ReadJournal(r io.Reader) ([]Record, error) {
	var records []Record
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, maxRecord)
	for n := 1; lines.Scan(); n++ {
		if len(lines.Bytes()) == 0 {
			continue
		}
		var record Record
		if err := decodeStrictly(lines.Bytes(), &record); err != nil {
			return records, fmt.Errorf("%w: line %d: %w", ErrJournal, n, err)
		}
		if err := record.follows(records); err != nil {
			return records, fmt.Errorf("%w: line %d: %w", ErrJournal, n, err)
		}
		records = append(records, record)
	}
	if err := lines.Err(); err != nil {
		return records, fmt.Errorf("%w: %w", ErrJournal, err)
	}
	return records, nil
}

func (r Record) follows(before []Record) error {
	if r.V != RecordVersion {
		return fmt.Errorf("version %d, want %d", r.V, RecordVersion)
	}
	if err := errors.Join(r.From.check(), r.To.check()); err != nil {
		return err
	}
	happened := r.Cause == CauseApplied || r.Cause == CauseInferred
	switch want := r.Event.misses(ruleFor(r.Event.Verb)); {
	case !happened && r.Cause != CauseObservation:
		return fmt.Errorf("record %d has no cause", r.Seq)
	case happened && want != "":
		return &SubjectError{Event: r.Event, Want: want}
	case r.Actor != r.Event.Actor():
		return fmt.Errorf("record %d: %s is not %s's", r.Seq, r.Event, r.Actor)
	}
	if len(before) == 0 {
		return nil
	}
	last := before[len(before)-1]
	switch {
	case r.Seq != last.Seq+1:
		return fmt.Errorf("record %d follows record %d", r.Seq, last.Seq)
	case !r.From.equal(last.To):
		return fmt.Errorf("record %d does not begin where record %d ended", r.Seq, last.Seq)
	}
	return nil
}

// Replay applies the applied events of a journal to a circuit that stands where
// the journal begins, and checks that each leads where the record says.
// Observations are taken as recorded. The error wraps [ErrJournal].
func Replay(c Circuit, records []Record) (Circuit, error) {
	want := c.Want()
	for _, r := range records {
		if !c.Snapshot().equal(r.From) {
			return c, fmt.Errorf("%w: record %d does not begin where the circuit is", ErrJournal, r.Seq)
		}
		next, err := c.replay(want, r)
		if err != nil {
			return c, fmt.Errorf("%w: record %d: %w", ErrJournal, r.Seq, err)
		}
		if !next.Snapshot().equal(r.To) {
			return c, fmt.Errorf("%w: record %d does not lead where it says", ErrJournal, r.Seq)
		}
		c = next
	}
	return c, nil
}

// replay makes one move again. A snapshot holds no configuration, so that what
// guards cannot know is taken to have held.
func (c Circuit) replay(want Spec, r Record) (Circuit, error) {
	if r.Cause != CauseApplied {
		return Restore(want, r.To)
	}
	rule, v := c.look(r.Event)
	switch {
	case rule == nil:
		return c, c.subjectError(r.Event)
	case !planning.permits(rule.Needs, v):
		return c, rule.refusal(v)
	}
	var m mover
	if err := rule.move(&m, &v); err != nil {
		return c, rule.because(v, err)
	}
	c.state = m.state
	return c, nil
}
