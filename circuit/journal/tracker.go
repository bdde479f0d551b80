package journal

import (
	"context"
	"reflect"
	"slices"
	"sync"
	"time"

	"github.com/expressroute-go/expressroute/circuit"
	"github.com/expressroute-go/expressroute/machine"
)

// Tracker is the live handle of one circuit in a long-running program. It is safe
// for concurrent use. It makes a move on looplab, appends it to the journal and
// stores the new circuit, all under a lock. Then it calls the hooks outside the
// lock, so that a hook may call the tracker.
type Tracker struct {
	mu       sync.Mutex
	circuit  circuit.Circuit
	position circuit.Position // position of the circuit
	read     circuit.Config   // the configuration in the last record that has one, see read
	journal  pages
	seq      uint64
	hooks    []func(Record)
}

// Options are the options of [NewTracker]. The zero value keeps the whole journal in
// memory and has no hooks.
type Options struct {
	Keep  int            // how many records to keep in memory; zero keeps all
	After uint64         // the Seq of the last record that was written elsewhere; the first new record gets the next number
	Hooks []func(Record) // called with every record, in this order. Records of concurrent moves may reach a hook out of order: see Record.Seq. Nil hooks are skipped
}

// NewTracker returns a tracker of the circuit.
func NewTracker(c circuit.Circuit, options Options) *Tracker {
	hooks := slices.DeleteFunc(slices.Clone(options.Hooks), func(hook func(Record)) bool { return hook == nil })
	return &Tracker{circuit: c, position: c.Position(), read: read(c), journal: pages{keep: max(options.Keep, 0)}, seq: options.After, hooks: hooks}
}

// Circuit returns the present circuit.
func (t *Tracker) Circuit() circuit.Circuit {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.circuit
}

// Journal returns the records in memory, oldest first.
func (t *Tracker) Journal() []Record {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.journal.records()
}

// Fire applies an event that happened at the time at, and makes each move on
// looplab. The error is that of [circuit.Circuit.Fire]; then nothing has moved and
// nothing is recorded.
func (t *Tracker) Fire(ctx context.Context, at time.Time, e circuit.Event) (Record, error) {
	record, err := t.fire(ctx, at, e)
	if err == nil {
		t.tell(record)
	}
	return record, err
}

func (t *Tracker) fire(ctx context.Context, at time.Time, e circuit.Event) (Record, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	moved, err := t.circuit.Fire(ctx, e)
	if err != nil {
		return Record{}, err
	}
	return t.store(moved, Record{At: at, Cause: CauseApplied, Event: e, Actor: e.Actor()}), nil
}

// Happened records an event that has already happened, at the time at. It does not
// ask the guards, and returns the conditions that Fire would have refused the event
// for. The error is that of [circuit.Circuit.Happened].
func (t *Tracker) Happened(at time.Time, e circuit.Event) (Record, []machine.Unmet, error) {
	record, unmet, err := t.happened(at, e)
	if err == nil {
		t.tell(record)
	}
	return record, unmet, err
}

func (t *Tracker) happened(at time.Time, e circuit.Event) (Record, []machine.Unmet, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	moved, unmet, err := t.circuit.Happened(e)
	if err != nil {
		return Record{}, nil, err
	}
	return t.store(moved, Record{At: at, Cause: CauseHappened, Event: e, Actor: e.Actor()}), unmet, nil
}

// Observe updates the circuit as [circuit.Circuit.Observe] does. It records each
// event that explains the observation, and then what no event explains. It records
// nothing if the observation shows nothing new.
func (t *Tracker) Observe(o circuit.Observation) (circuit.Explanation, error) {
	records, explanation, err := t.observe(o)
	for _, r := range records {
		t.tell(r)
	}
	return explanation, err
}

func (t *Tracker) observe(o circuit.Observation) ([]Record, circuit.Explanation, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	next, x, err := t.circuit.Observe(o)
	if err != nil {
		return nil, x, err
	}
	var records []Record
	for e, after := range x.Steps() {
		records = append(records, t.store(after, Record{At: o.At, Cause: CauseInferred, Event: e, Actor: e.Actor(), Have: t.reads(after)}))
	}
	have := t.reads(next)
	if len(x.Drift) == 0 && have == nil && t.position.Equal(next.Position()) {
		t.circuit = next // only the time of the last read changed
		return records, x, nil
	}
	return append(records, t.store(next, Record{At: o.At, Cause: CauseObservation, Have: have, Drift: slices.Clone(x.Drift)})), x, nil
}

// reads returns the configuration as it was read, nil if it did not change since the
// last call. The caller holds the lock.
func (t *Tracker) reads(after circuit.Circuit) *circuit.Config {
	have := read(after)
	if reflect.DeepEqual(have, t.read) {
		return nil
	}
	t.read = have
	return &have
}

// store sets the circuit and appends the record. The caller holds the lock.
func (t *Tracker) store(next circuit.Circuit, r Record) Record {
	t.seq++
	r.V, r.Seq, r.Circuit = Version, t.seq, next.ID()
	r.From, r.To = t.position, next.Position()
	t.position = r.To
	t.journal.add(&r)
	t.circuit = next
	return r.clone()
}

func (t *Tracker) tell(r Record) {
	for _, hook := range t.hooks {
		hook(r.clone())
	}
}
