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

// Version is the version of the JSON form of a [Record].
const Version = 2

// ErrJournal is wrapped by every error about a journal that cannot be read, whose
// records do not follow from each other, or that cannot be replayed.
var ErrJournal = errors.New("journal: not a valid journal")

// Cause says why a record was written.
type Cause uint8

const (
	_                Cause = iota
	CauseApplied           // a program applied the event with Fire, and the rules permitted it
	CauseHappened          // a program reported with Happened that the event had happened
	CauseInferred          // the event explains an observation
	CauseObservation       // an observation showed something that no event explains
)

var causes = machine.Spell[Cause]("journal.Cause", "none", "applied", "happened", "inferred", "observed")

func (c Cause) String() string                { return causes.String(c) }
func (c Cause) MarshalText() ([]byte, error)  { return causes.MarshalText(c) }
func (c *Cause) UnmarshalText(b []byte) error { return causes.UnmarshalText(c, b) }

// Record is one line of a journal: what happened, who did it, and the state of the
// circuit before and after.
type Record struct {
	V       int              `json:"v"`                 // Version
	Seq     uint64           `json:"seq"`               // number of the record: 1 for the first, then without a gap
	At      time.Time        `json:"at"`                // the time that the caller passed, or the time of the observation
	Circuit string           `json:"circuit,omitempty"` // resource ID
	Cause   Cause            `json:"cause"`
	Event   circuit.Event    `json:"event,omitzero"`  // zero for CauseObservation
	Actor   machine.Actor    `json:"actor,omitempty"` // who made the event happen
	From    circuit.Position `json:"from"`            // before
	To      circuit.Position `json:"to"`              // after
	Have    *circuit.Config  `json:"have,omitempty"`  // the configuration read so far, if the observation changed it; without the ETag, and of a BGP session only its state
	Drift   []circuit.Change `json:"drift,omitempty"` // changes that no event explains
}

// clone returns a copy that shares no memory with r.
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

// links returns the list without spare capacity, nil if it is empty, so that
// appending to it does not overwrite the list that lies behind it.
func links(list []circuit.LinkState) []circuit.LinkState {
	if len(list) == 0 {
		return nil
	}
	return slices.Clip(list)
}

// read returns the circuit's configuration as it was read, without the service key
// and without values that change with every read.
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

// Write writes the records as JSON, one to a line. The error wraps [ErrJournal] for a
// record that [Read] would refuse; the records before it are written.
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

// line returns the JSON line of a record that follows the records before.
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

// maxRecord is the maximum length of a line, in bytes. A record of a circuit with a
// hundred links takes a tenth of it.
const maxRecord = 1 << 20

// Read reads a journal that [Write] wrote. It checks that no record is missing, and
// that each record starts from the state in which the one before ended. On error it
// returns the records before the first bad one. The error wraps [ErrJournal] and
// names the line.
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

// follows returns an error if r cannot follow the records before.
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
			return fmt.Errorf("record %d is an observation, but has the event %s", r.Seq, r.Event)
		}
	default:
		return fmt.Errorf("record %d has no cause", r.Seq)
	}
	if r.Actor != r.Event.Actor() {
		return fmt.Errorf("record %d: %q is an act of %s, not of %s", r.Seq, r.Event, r.Event.Actor(), r.Actor)
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
		return fmt.Errorf("record %d does not start from the state in which record %d ended", r.Seq, last.Seq)
	}
	return nil
}
