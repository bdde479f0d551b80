package circuit

import (
	"context"
	"slices"
	"sync"
	"time"
)

// Tracker is the live handle of one circuit in a long-running program. It is
// safe for concurrent use. Every move is computed purely, committed on looplab,
// stored last, written to the journal, and then told to the hooks, outside the
// lock, so that a hook may call the tracker.
type Tracker struct {
	mu      sync.Mutex
	circuit Circuit
	shot    Snapshot // of the circuit
	journal []Record
	seq     uint64
	keep    int
	hooks   []func(Record)
}

// TrackerOptions are the options of [NewTracker]. The zero value keeps the whole
// journal in memory and tells nobody.
type TrackerOptions struct {
	Keep  int            // how many records to keep in memory; zero keeps all
	After uint64         // the number of the last record already written elsewhere
	Hooks []func(Record) // told of every record, in order of registration; concurrent moves may reach a hook out of order: see Record.Seq
}

// NewTracker returns a tracker of the circuit.
func NewTracker(c Circuit, options TrackerOptions) *Tracker {
	return &Tracker{circuit: c, shot: c.shot(), keep: max(options.Keep, 0), seq: options.After, hooks: slices.Clone(options.Hooks)}
}

// Circuit returns the circuit as it is now.
func (t *Tracker) Circuit() Circuit {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.circuit
}

// Journal returns the records that are kept, oldest first.
func (t *Tracker) Journal() []Record {
	t.mu.Lock()
	defer t.mu.Unlock()
	journal := make([]Record, len(t.journal))
	for i, r := range t.journal {
		journal[i] = r.clone()
	}
	return journal
}

// Fire applies an event that happened at that time. Every machine that moves is
// committed on looplab. On error, which is as that of [Circuit.Apply] or the
// context's, nothing has moved and nothing is recorded.
func (t *Tracker) Fire(ctx context.Context, at time.Time, e Event) (Record, error) {
	if ctx == nil {
		ctx = context.Background()
	}
	record, err := t.fire(ctx, at, e)
	if err == nil {
		t.tell(record)
	}
	return record, err
}

func (t *Tracker) fire(ctx context.Context, at time.Time, e Event) (Record, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if ctx.Err() != nil {
		return Record{}, context.Cause(ctx)
	}
	// What has begun is finished: a circuit never stands half moved.
	m := mover{ctx: context.WithoutCancel(ctx)}
	if err := t.circuit.step(&m, e); err != nil {
		return Record{}, err
	}
	moved := t.circuit
	moved.state = m.state
	return t.store(moved, Record{At: at, Cause: CauseApplied, Event: e, Actor: e.Actor()}), nil
}

// Observe takes an observation as [Circuit.Observe] does, and records every
// event that explains it, and then what no event explains.
func (t *Tracker) Observe(o Observation) (Explanation, error) {
	records, explanation, err := t.observe(o)
	for _, r := range records {
		t.tell(r)
	}
	return explanation, err
}

func (t *Tracker) observe(o Observation) ([]Record, Explanation, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	before := t.circuit
	next, x, err := before.Observe(o)
	if err != nil {
		return nil, x, err
	}
	var records []Record
	for i, e := range x.Events {
		if i == len(x.Events)-1 && len(x.Drift) == 0 {
			break // the last leads to the circuit as observed, notes and all
		}
		way, ok := before.explained(next, e)
		if !ok {
			break
		}
		records = append(records, t.store(way, Record{At: o.At, Cause: CauseInferred, Event: e, Actor: e.Actor()}))
		before = way
	}
	last := Record{At: o.At, Cause: CauseObservation, Drift: slices.Clone(x.Drift)}
	if n := len(x.Events); n > 0 && len(x.Drift) == 0 && len(records) == n-1 {
		last.Cause, last.Event, last.Actor = CauseInferred, x.Events[n-1], x.Events[n-1].Actor()
	}
	unchanged := t.circuit.Snapshot().equal(next.Snapshot())
	if last.Cause == CauseObservation && unchanged && len(x.Drift) == 0 {
		t.circuit, t.shot = next, next.shot() // newer papers, the same state
		return records, x, nil
	}
	return append(records, t.store(next, last)), x, nil
}

// explained makes one move of an explanation, with the papers of what was
// observed.
func (c Circuit) explained(observed Circuit, e Event) (Circuit, bool) {
	next := observed.unmanaged(c.Have())
	next.state = c.state
	row, v := next.look(e)
	if row == nil {
		return c, false
	}
	var m mover
	if row.move(&m, &v) != nil {
		return c, false
	}
	observed.state = m.state
	return observed, true
}

// store puts the circuit in place and appends the record. The caller holds the
// lock.
func (t *Tracker) store(next Circuit, r Record) Record {
	t.seq++
	r.V, r.Seq, r.Circuit = RecordVersion, t.seq, next.known().Have.ID
	r.From, r.To = t.shot, next.shot()
	t.shot = r.To
	t.journal = append(t.journal, r)
	if t.keep > 0 && len(t.journal) > t.keep {
		t.journal = slices.Delete(t.journal, 0, len(t.journal)-t.keep)
	}
	t.circuit = next
	return r.clone()
}

func (t *Tracker) tell(r Record) {
	for _, hook := range t.hooks {
		hook(r.clone())
	}
}
