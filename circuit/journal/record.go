package journal

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/expressroute-go/expressroute/circuit"
	"github.com/expressroute-go/expressroute/circuit/internal/strictjson"
	"github.com/expressroute-go/expressroute/machine"
)

// Version is the version of the text form of a [Record].
const Version = 2

// ErrJournal is inside every error about a journal that cannot be read, or that
// does not hold together.
var ErrJournal = errors.New("journal: the records do not hold together")

// Cause says how a record came to be.
type Cause uint8

const (
	_                Cause = iota
	CauseApplied           // somebody told the tracker of the event, and the rules permitted it
	CauseHappened          // somebody told the tracker that the event had happened
	CauseInferred          // the event explains an observation
	CauseObservation       // what was observed, where no event explains it
)

var causes = machine.Spell[Cause]("journal.Cause", "none", "applied", "happened", "inferred", "observed")

func (c Cause) String() string                { return causes.String(c) }
func (c Cause) MarshalText() ([]byte, error)  { return causes.MarshalText(c) }
func (c *Cause) UnmarshalText(b []byte) error { return causes.UnmarshalText(c, b) }

// Record is one line of a journal: what happened, whose act it was, and where
// the circuit stood before and after.
type Record struct {
	V       int              `json:"v"`
	Seq     uint64           `json:"seq"` // 1 for the first, then without a gap
	At      time.Time        `json:"at"`  // as the caller said, or as observed
	Circuit string           `json:"circuit,omitempty"`
	Cause   Cause            `json:"cause"`
	Event   circuit.Event    `json:"event,omitzero"` // none for CauseObservation
	Actor   machine.Actor    `json:"actor,omitempty"`
	From    circuit.Position `json:"from"`
	To      circuit.Position `json:"to"`
	Drift   []circuit.Change `json:"drift,omitempty"`
}

// clone shares no memory with r.
func (r Record) clone() Record {
	r.From.Links, r.To.Links, r.Drift = slices.Clone(r.From.Links), slices.Clone(r.To.Links), slices.Clone(r.Drift)
	return r
}

// Write writes the records as JSON, one a line. It refuses a record that Read
// would refuse, with an error that wraps [ErrJournal].
func Write(w io.Writer, records []Record) error {
	encoder := json.NewEncoder(w)
	for i, r := range records {
		if err := r.follows(records[:i]); err != nil {
			return fmt.Errorf("%w: record %d: %w", ErrJournal, r.Seq, err)
		}
		if err := encoder.Encode(r); err != nil {
			return err
		}
	}
	return nil
}

// maxRecord bounds one line of a journal, in bytes. A record of a circuit with
// a hundred links takes a tenth of it.
const maxRecord = 1 << 20

// Read reads what [Write] wrote, and checks that the records hold
// together: no gap, each beginning where the last one ended. It returns the
// records before the first that does not, and an error that wraps [ErrJournal]
// and says the line.
func Read(r io.Reader) ([]Record, error) {
	var records []Record
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, maxRecord)
	for n := 1; lines.Scan(); n++ {
		if len(lines.Bytes()) == 0 {
			continue
		}
		var record Record
		if err := strictjson.Decode(lines.Bytes(), &record); err != nil {
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

// follows returns why r cannot come after these records.
func (r Record) follows(before []Record) error {
	if r.V != Version {
		return fmt.Errorf("version %d, want %d", r.V, Version)
	}
	switch r.Cause {
	case CauseApplied, CauseHappened, CauseInferred:
		if err := r.Event.Valid(); err != nil {
			return err
		}
	case CauseObservation:
		if r.Event != (circuit.Event{}) {
			return fmt.Errorf("record %d is an observation, and has an event", r.Seq)
		}
	default:
		return fmt.Errorf("record %d has no cause", r.Seq)
	}
	if r.Actor != r.Event.Actor() {
		return fmt.Errorf("record %d: %s is not %s's", r.Seq, r.Event, r.Actor)
	}
	if len(before) == 0 {
		return nil
	}
	last := before[len(before)-1]
	switch {
	case r.Seq != last.Seq+1:
		return fmt.Errorf("record %d follows record %d", r.Seq, last.Seq)
	case !r.From.Equal(last.To):
		return fmt.Errorf("record %d does not begin where record %d ended", r.Seq, last.Seq)
	}
	return nil
}
