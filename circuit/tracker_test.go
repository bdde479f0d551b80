package circuit

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
)

// lived is a tracker that has lived a whole life by the plan, with reads in
// between.
func lived(t *testing.T, options TrackerOptions) (start Circuit, tracker *Tracker) {
	t.Helper()
	start = fresh(Spec{Order: fullOrder, Private: dualPrivate(), Microsoft: dualMicrosoft(), Links: twoLinks})
	tracker = NewTracker(start, options)
	at := 0
	fire := func(plan func(Circuit) (Plan, error)) {
		p, err := plan(tracker.Circuit())
		require.NoError(t, err)
		for _, e := range planEvents(p) {
			at++
			_, err := tracker.Fire(t.Context(), day(at), e)
			require.NoError(t, err)
		}
	}
	fire(Circuit.Plan)
	at++
	_, err := tracker.Observe(shown(tracker.Circuit(), day(at)))
	require.NoError(t, err)
	fire(Circuit.Teardown)
	return start, tracker
}

// checkJournal: numbered without a gap, each beginning where the last ended.
func checkJournal(t *testing.T, after uint64, records []Record) {
	t.Helper()
	for i, r := range records {
		assert.Equal(t, after+uint64(i)+1, r.Seq)
		assert.Equal(t, RecordVersion, r.V)
		if r.Cause != CauseObservation {
			assert.Equal(t, r.Event.Actor(), r.Actor)
		}
		if i > 0 {
			assert.JSONEq(t, text(t, records[i-1].To), text(t, r.From), "record %d", r.Seq)
		}
	}
}

// text is a snapshot in words, but for when it was seen: a read that says
// nothing new is not recorded.
func text(t *testing.T, s Snapshot) string {
	t.Helper()
	s.Seen = nil
	words, err := json.Marshal(s)
	require.NoError(t, err)
	return string(words)
}

func reread(t *testing.T, records []Record) []Record {
	t.Helper()
	var text bytes.Buffer
	require.NoError(t, WriteJournal(&text, records))
	read, err := ReadJournal(&text)
	require.NoError(t, err)
	require.Equal(t, len(records), len(read))
	var again bytes.Buffer
	require.NoError(t, WriteJournal(&again, read))
	var first bytes.Buffer
	require.NoError(t, WriteJournal(&first, records))
	assert.Equal(t, first.String(), again.String())
	return read
}

func TestTrackerLife(t *testing.T) {
	start, tracker := lived(t, TrackerOptions{})
	journal := tracker.Journal()
	checkJournal(t, 0, journal)
	assert.JSONEq(t, text(t, start.Snapshot()), text(t, journal[0].From))
	end := tracker.Circuit()
	assert.Equal(t, Gone, end.state.Status)
	assert.JSONEq(t, text(t, end.Snapshot()), text(t, journal[len(journal)-1].To))

	replayed, err := Replay(start, reread(t, journal))
	require.NoError(t, err)
	assert.JSONEq(t, text(t, end.Snapshot()), text(t, replayed.Snapshot()))
}

// TestTrackerSaysWhatApplySays, of every event in many states, and commits the
// same state.
func TestTrackerSaysWhatApplySays(t *testing.T) {
	inEveryWorld(t, func(t *testing.T, w *world) {
		stride := 1 + len(w.states)/40
		for c := range w.every(stride) {
			for _, e := range w.events {
				tracker := NewTracker(c, TrackerOptions{})
				want, wantErr := c.Apply(e)
				record, err := tracker.Fire(t.Context(), day(1), e)
				require.Equal(t, wantErr, err, "%s in %s", e, named(c))
				require.Equal(t, want, tracker.Circuit())
				if err != nil {
					require.Zero(t, record)
					require.Empty(t, tracker.Journal())
					continue
				}
				require.Equal(t, Record{
					V: RecordVersion, Seq: 1, At: day(1), Circuit: c.Have().ID, Cause: CauseApplied,
					Event: e, Actor: e.Actor(), From: c.shot(), To: want.shot(),
				}, record)
			}
		}
	})
}

// TestTrackerConcurrently: many goroutines fire, observe and read; every move is
// recorded once and in order, and nothing is torn.
func TestTrackerConcurrently(t *testing.T) {
	start := fresh(Spec{Order: fullOrder, Private: privateV4})
	plan, err := start.Plan()
	require.NoError(t, err)
	start = follow(t, start, plan)
	var told atomic.Int64
	var seqs sync.Map
	tracker := NewTracker(start, TrackerOptions{Hooks: []func(Record){func(r Record) {
		told.Add(1)
		_, twice := seqs.LoadOrStore(r.Seq, true)
		assert.False(t, twice)
	}}})
	events := []Event{
		{Verb: DisablePeering, Peering: peeringPrivate, Family: peering.IPv4},
		{Verb: EnablePeering, Peering: peeringPrivate, Family: peering.IPv4},
		{Verb: OperationFinished, Peering: peeringPrivate},
		{Verb: OperationFailed, Peering: peeringPrivate},
		{Verb: ConfigurePeering, Peering: peeringPrivate},
		{Verb: RefreshCircuit}, {Verb: OperationFinished}, {Verb: FailureSpread},
	}
	var group sync.WaitGroup
	var moved atomic.Int64
	for g := range 8 {
		group.Go(func() {
			r := seeded(fmt.Sprint(g))
			for i := range rounds(2000) {
				switch i % 4 {
				case 0, 1:
					_, err := tracker.Fire(t.Context(), day(i), events[r.IntN(len(events))])
					var refused *machine.TransitionError
					if err == nil {
						moved.Add(1)
					} else if !errors.As(err, &refused) {
						assert.NoError(t, err)
					}
				case 2:
					c := tracker.Circuit()
					assert.False(t, c.state.Private.IPv4.BGP == 2 && c.state.Usable() != machine.Yes)
					_ = c.Options()
					_ = tracker.Journal()
				case 3:
					if i%64 == 3 {
						_, err := tracker.Observe(shown(tracker.Circuit(), time.Time{}))
						assert.NoError(t, err)
					}
				}
			}
		})
	}
	group.Wait()
	journal := tracker.Journal()
	checkJournal(t, 0, journal)
	assert.Equal(t, int64(len(journal)), told.Load())
	assert.GreaterOrEqual(t, int64(len(journal)), moved.Load())
	assert.JSONEq(t, text(t, tracker.Circuit().Snapshot()), text(t, journal[len(journal)-1].To))
	_, err = Replay(start, reread(t, journal))
	assert.NoError(t, err)
}

// TestHooksCallBack: a hook may do to the tracker whatever anybody else may.
func TestHooksCallBack(t *testing.T) {
	start := fresh(Spec{Order: fullOrder})
	var tracker *Tracker
	var seen []uint64
	tracker = NewTracker(start, TrackerOptions{Hooks: []func(Record){
		func(r Record) {
			seen = append(seen, r.Seq)
			assert.JSONEq(t, text(t, r.To), text(t, tracker.Circuit().Snapshot()), "what is told of is stored")
			assert.Len(t, tracker.Journal(), int(r.Seq))
			if r.Event.Verb == CreateCircuit {
				_, err := tracker.Fire(t.Context(), day(2), Event{Verb: OperationFinished})
				assert.NoError(t, err)
				_, err = tracker.Observe(shown(tracker.Circuit(), day(3)))
				assert.NoError(t, err)
			}
		},
	}})
	_, err := tracker.Fire(t.Context(), day(1), Event{Verb: CreateCircuit})
	require.NoError(t, err)
	assert.Equal(t, []uint64{1, 2, 3}, seen, "the third is the circuit's name")
	assert.Equal(t, Enabled, tracker.Circuit().state.Status)
}

func TestHooksInOrderOfRegistration(t *testing.T) {
	var told []int
	var hooks []func(Record)
	for i := range 3 {
		hooks = append(hooks, func(Record) { told = append(told, i) })
	}
	tracker := NewTracker(fresh(Spec{Order: fullOrder}), TrackerOptions{Hooks: hooks})
	hooks[0] = nil // the caller's slice is the caller's
	_, err := tracker.Fire(t.Context(), day(1), Event{Verb: CreateCircuit})
	require.NoError(t, err)
	assert.Equal(t, []int{0, 1, 2}, told)
}

// TestHooksThatDoNotReturn: after a panic or a Goexit in a hook the move stands,
// is on record, and the tracker goes on.
func TestHooksThatDoNotReturn(t *testing.T) {
	for name, end := range map[string]func(){"panic": func() { panic("hook") }, "Goexit": runtime.Goexit} {
		t.Run(name, func(t *testing.T) {
			broken := true
			tracker := NewTracker(fresh(Spec{Order: fullOrder}), TrackerOptions{Hooks: []func(Record){func(Record) {
				if broken {
					end()
				}
			}}})
			var group sync.WaitGroup
			group.Add(1)
			go func() {
				defer group.Done()
				defer func() { _ = recover() }()
				_, _ = tracker.Fire(context.Background(), day(1), Event{Verb: CreateCircuit})
			}()
			group.Wait()
			broken = false
			assert.Equal(t, Enabling, tracker.Circuit().state.Status)
			require.Len(t, tracker.Journal(), 1)
			for range 100 { // whatever the hook left behind on looplab is not used again
				_, err := tracker.Fire(t.Context(), day(2), Event{Verb: DeleteCircuit})
				require.ErrorIs(t, err, machine.ErrUnmet)
			}
			_, err := tracker.Fire(t.Context(), day(2), Event{Verb: OperationFinished})
			require.NoError(t, err)
			checkJournal(t, 0, tracker.Journal())
		})
	}
}

func TestTrackerContext(t *testing.T) {
	cause := errors.New("shutting down")
	cancelled, cancel := context.WithCancelCause(t.Context())
	cancel(cause)
	expired, done := context.WithDeadline(t.Context(), time.Unix(0, 0))
	defer done()
	start := fresh(Spec{Order: fullOrder})
	tracker := NewTracker(start, TrackerOptions{Hooks: []func(Record){func(Record) { t.Error("nothing moved") }}})
	create := Event{Verb: CreateCircuit}

	_, err := tracker.Fire(cancelled, day(1), create)
	assert.ErrorIs(t, err, cause)
	_, err = tracker.Fire(expired, day(1), create)
	assert.ErrorIs(t, err, context.DeadlineExceeded)
	assert.Equal(t, start, tracker.Circuit())
	assert.Empty(t, tracker.Journal())

	tracker = NewTracker(start, TrackerOptions{})
	//nolint:staticcheck // a nil context is taken for none
	_, err = tracker.Fire(nil, day(1), create) //lint:ignore SA1012 a nil context is taken for none
	assert.NoError(t, err)
}

// TestContextCancelledMeanwhile does not tear a move: all machines move or none.
func TestContextCancelledMeanwhile(t *testing.T) {
	start := fresh(Spec{Edition: Edition2016, Order: fullOrder, Private: privateV4})
	plan, err := start.Plan()
	require.NoError(t, err)
	start = follow(t, start, plan)
	start, err = start.Apply(Event{Verb: RequestDeprovisioning})
	require.NoError(t, err)
	down := Event{Verb: DeprovisioningFinished} // moves the provider, the status and BGP
	want, err := start.Apply(down)
	require.NoError(t, err)
	for range rounds(2000) {
		ctx, cancel := context.WithCancel(t.Context())
		tracker := NewTracker(start, TrackerOptions{})
		var group sync.WaitGroup
		group.Go(cancel)
		_, err := tracker.Fire(ctx, day(1), down)
		group.Wait()
		if err == nil {
			require.Equal(t, want, tracker.Circuit())
		} else {
			require.ErrorIs(t, err, context.Canceled)
			require.Equal(t, start, tracker.Circuit())
		}
	}
}

func TestKeepAndAfter(t *testing.T) {
	_, all := lived(t, TrackerOptions{})
	whole := all.Journal()
	for _, keep := range []int{-1, 0, 1, 2, len(whole) - 1, len(whole), len(whole) + 1} {
		for _, after := range []uint64{0, 41} {
			_, tracker := lived(t, TrackerOptions{Keep: keep, After: after})
			journal := tracker.Journal()
			want := whole
			if keep > 0 && keep < len(whole) {
				want = whole[len(whole)-keep:]
			}
			require.Len(t, journal, len(want), "keep %d", keep)
			for i := range want {
				assert.Equal(t, want[i].Seq+after, journal[i].Seq)
				assert.Equal(t, want[i].To, journal[i].To)
			}
			checkJournal(t, journal[0].Seq-1, journal)
		}
	}
}

// TestJournalIsACopy: what is returned may be changed.
func TestJournalIsACopy(t *testing.T) {
	_, tracker := lived(t, TrackerOptions{})
	journal := tracker.Journal()
	seq := journal[0].Seq
	journal[0].Seq = 99
	clear(journal)
	assert.Equal(t, seq, tracker.Journal()[0].Seq)
}

// TestTrackerObserves: what is explained is recorded event by event, what is not
// once, and a read that says nothing new not at all.
func TestTrackerObserves(t *testing.T) {
	read := func(p ProviderState, s Status) Observation { return pair{peering.Succeeded, s, p}.read(1) }
	tracker := NewTracker(Circuit{}, TrackerOptions{})
	observe := func(o Observation) (Explanation, []Record) {
		before := len(tracker.Journal())
		x, err := tracker.Observe(o)
		require.NoError(t, err)
		return x, tracker.Journal()[before:]
	}
	_, records := observe(read(NotProvisioned, Enabled))
	require.Len(t, records, 1)
	assert.Equal(t, CauseObservation, records[0].Cause, "adopted")
	assert.Equal(t, "/circuit", records[0].Circuit)

	_, records = observe(read(NotProvisioned, Enabled))
	assert.Empty(t, records)

	x, records := observe(read(Provisioned, Enabled))
	assert.Equal(t, event(ProvisioningFinished), x.Events)
	require.Len(t, records, 1)
	assert.Equal(t, CauseInferred, records[0].Cause)
	assert.Equal(t, machine.Provider, records[0].Actor)

	o := read(NotProvisioned, Disabling)
	o.Operation = peering.Deleting
	x, records = observe(o)
	assert.Len(t, x.Events, 2)
	require.Len(t, records, 2)
	for i, r := range records {
		assert.Equal(t, CauseInferred, r.Cause)
		assert.Equal(t, x.Events[i], r.Event)
	}

	x, records = observe(read(NotApplicable, Enabled))
	assert.NotEmpty(t, x.Drift)
	require.Len(t, records, 1)
	assert.Equal(t, CauseObservation, records[0].Cause)
	assert.Equal(t, x.Drift, records[0].Drift)

	for n := range absences {
		_, records = observe(notFound(day(10 + n)))
	}
	require.NotEmpty(t, records)
	assert.Equal(t, Gone, records[len(records)-1].To.Status)

	before := tracker.Circuit()
	o = read(Provisioned, Enabled)
	o.Have.ID = "/other"
	_, err := tracker.Observe(o)
	require.ErrorIs(t, err, ErrOtherCircuit)
	assert.Equal(t, before, tracker.Circuit())
	checkJournal(t, 0, tracker.Journal())
	replayed, err := Replay(Circuit{}, reread(t, tracker.Journal()))
	require.NoError(t, err)
	assert.JSONEq(t, text(t, before.Snapshot()), text(t, replayed.Snapshot()))
}

// TestRandomLives: whatever is fired and read, the journal holds together, and
// replays to where the tracker is.
func TestRandomLives(t *testing.T) {
	inEveryWorld(t, func(t *testing.T, w *world) {
		r := seeded(w.name)
		for range rounds(20) {
			tracker := NewTracker(w.start, TrackerOptions{})
			for n := range 40 {
				if r.IntN(6) == 0 {
					to := w.at(w.states[r.IntN(len(w.states))])
					_, err := tracker.Observe(shown(to, day(n)))
					require.NoError(t, err)
				} else {
					_, _ = tracker.Fire(t.Context(), day(n), w.events[r.IntN(len(w.events))])
				}
			}
			journal := tracker.Journal()
			checkJournal(t, 0, journal)
			end, err := Replay(w.start, reread(t, journal))
			require.NoError(t, err)
			require.JSONEq(t, text(t, tracker.Circuit().Snapshot()), text(t, end.Snapshot()))
		}
	})
}

// TestReplayAfterObservation: what was read and is not in the snapshot (the
// order, whose network it is) is needed to replay what was done after.
func TestReplayAfterObservation(t *testing.T) {
	o := pair{peering.Succeeded, Enabled, Provisioned}.read(1)
	o.Private = peering.State{
		IPv4: peering.FamilyState{Admin: peering.Enabled}, IPv6: peering.FamilyState{Admin: peering.Absent}, Operation: peering.Succeeded,
	}
	o.Have.Private = privateV4.Config
	o.Have.Links = []Link{{Network: "/vnet2", OtherSubscription: true}}
	o.Authorized = []string{"/vnet2"}
	tracker := NewTracker(Circuit{}, TrackerOptions{})
	_, err := tracker.Observe(o)
	require.NoError(t, err)
	_, err = tracker.Fire(t.Context(), day(2), Event{Verb: NetworkLinked, Link: "/vnet2"})
	require.NoError(t, err)
	_, err = tracker.Fire(t.Context(), day(3), Event{Verb: NetworkUnlinked, Link: "/vnet2"})
	require.NoError(t, err)
	end, err := Replay(Circuit{}, reread(t, tracker.Journal()))
	require.NoError(t, err)
	assert.JSONEq(t, text(t, tracker.Circuit().Snapshot()), text(t, end.Snapshot()))
}

// TestJournalsThatDoNotHold: a line that is missing, doubled, changed, or of
// another version is found, and what is before it is returned.
func TestJournalsThatDoNotHold(t *testing.T) {
	start, tracker := lived(t, TrackerOptions{})
	var text bytes.Buffer
	require.NoError(t, WriteJournal(&text, tracker.Journal()))
	lines := strings.SplitAfter(strings.TrimSpace(text.String()), "\n")
	edit := func(at int, change func(string) string) string {
		edited := append([]string{}, lines...)
		edited[at] = change(edited[at])
		return strings.Join(edited, "")
	}
	for name, tt := range map[string]struct {
		text string
		good int
	}{
		"missing":   {edit(3, func(string) string { return "" }), 3},
		"doubled":   {edit(3, func(s string) string { return s + s }), 4},
		"state":     {edit(3, func(s string) string { return strings.Replace(s, `"from":{"v":1`, `"from":{"v":1,"linked":["/x"]`, 1) }), 3},
		"version":   {edit(3, func(s string) string { return strings.Replace(s, `{"v":1`, `{"v":2`, 1) }), 3},
		"field":     {edit(3, func(s string) string { return strings.Replace(s, `{"v":1`, `{"v":1,"x":1`, 1) }), 3},
		"truncated": {edit(3, func(s string) string { return s[:len(s)/2] + "\n" }), 3},
		"binary":    {edit(3, func(string) string { return "\x00\xff\n" }), 3},
	} {
		t.Run(name, func(t *testing.T) {
			records, err := ReadJournal(strings.NewReader(tt.text))
			require.ErrorIs(t, err, ErrJournal)
			assert.Len(t, records, tt.good)
			_, err = Replay(start, records)
			assert.NoError(t, err)
		})
	}
	records := tracker.Journal()
	_, err := Replay(start, records[1:])
	assert.ErrorIs(t, err, ErrJournal)
	records[1].Event = Event{Verb: RefreshCircuit}
	_, err = Replay(start, records)
	assert.ErrorIs(t, err, ErrJournal)
}
