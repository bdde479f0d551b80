package journal

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"time"

	"github.com/expressroute-go/expressroute/bgp"
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
	Have    *circuit.Config  `json:"have,omitempty"` // what was read of the configuration so far, where an observation changed that; without ETag; of a BGP session only its state
	Drift   []circuit.Change `json:"drift,omitempty"`
}

// clone shares no memory with r.
func (r Record) clone() Record {
	if n := len(r.From.Links); n+len(r.To.Links) > 0 {
		both := append(append(make([]circuit.LinkState, 0, n+len(r.To.Links)), r.From.Links...), r.To.Links...)
		r.From.Links, r.To.Links = links(both[:n]), links(both[n:])
	}
	r.Drift = slices.Clone(r.Drift)
	if r.Have != nil {
		have := *r.Have
		have.Prefixes, have.Strange, have.Sessions = slices.Clone(have.Prefixes), slices.Clone(have.Strange), maps.Clone(have.Sessions)
		for _, p := range have.Peerings() {
			*p = p.Clone()
		}
		r.Have = &have
	}
	return r
}

// links are the links of a position, nil if it has none. To append to them does
// not touch those of another.
func links(list []circuit.LinkState) []circuit.LinkState {
	if len(list) == 0 {
		return nil
	}
	return slices.Clip(list)
}

// read returns what was read of the circuit's configuration, without secrets and
// without what is another with every read.
func read(c circuit.Circuit) circuit.Config {
	have := c.Read()
	have.ServiceKey, have.ETag = machine.Secret{}, ""
	for of, paths := range have.Sessions {
		have.Sessions[of] = bgp.Paths{
			Primary:   bgp.Path{Session: paths.Primary.Session},
			Secondary: bgp.Path{Session: paths.Secondary.Session},
		}
	}
	return have
}

// Write writes the records as JSON, one a line. It refuses a record that Read
// would refuse, with an error that wraps [ErrJournal].
func Write(w io.Writer, records []Record) error {
	for i, r := range records {
		line, err := r.line(records[:i])
		if err != nil {
			return fmt.Errorf("%w: record %d: %w", ErrJournal, r.Seq, err)
		}
		if _, err := w.Write(line); err != nil {
			return err
		}
	}
	return nil
}

// line returns the line of a record that comes after these.
func (r Record) line(before []Record) ([]byte, error) {
	if err := r.follows(before); err != nil {
		return nil, err
	}
	text, err := json.Marshal(r)
	if err == nil && len(text) >= maxRecord {
		err = fmt.Errorf("%d bytes, want less than %d", len(text), maxRecord)
	}
	return append(text, '\n'), err
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
	if r.Seq == 0 {
		return errors.New("record 0, want one from 1 on")
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
