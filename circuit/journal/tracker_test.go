package journal_test

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/expressroute-go/expressroute/bgp"
	"github.com/expressroute-go/expressroute/circuit"
	"github.com/expressroute-go/expressroute/circuit/journal"
	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
)

// lived returns a tracker that has followed a circuit from its creation to its deletion,
// with a read in between, and the circuit at the start.
func lived(t *testing.T, options journal.Options) (start circuit.Circuit, tracker *journal.Tracker) {
	t.Helper()
	start = fresh(office())
	tracker = journal.NewTracker(start, options)
	at := 0
	fire := func(plan func(circuit.Circuit) (circuit.Plan, error)) {
		p, err := plan(tracker.Circuit())
		require.NoError(t, err)
		for _, e := range planEvents(p) {
			at++
			_, err := tracker.Fire(t.Context(), day(at), e)
			require.NoError(t, err)
		}
	}
	fire(circuit.Circuit.Plan)
	at++
	_, err := tracker.Observe(shown(tracker.Circuit(), day(at)))
	require.NoError(t, err)
	fire(circuit.Circuit.Teardown)
	return start, tracker
}

func TestTrackerLife(t *testing.T) {
	start, tracker := lived(t, journal.Options{})
	records := tracker.Journal()
	checkJournal(t, 0, records)
	assert.Equal(t, start.Position(), records[0].From)
	end := tracker.Circuit()
	assert.Equal(t, circuit.Gone, end.State().Status)
	assert.Equal(t, end.Position(), records[len(records)-1].To)

	replayed, err := journal.Replay(start, reread(t, records))
	require.NoError(t, err)
	assert.Equal(t, end.State(), replayed.State())
	assert.Equal(t, end.Links(), replayed.Links())
	assert.Equal(t, end.ID(), replayed.ID())
}

// Fire returns what Apply returns, for every event in many states, and moves to
// the same circuit.
func TestTrackerSaysWhatApplySays(t *testing.T) {
	inEveryWorld(t, func(t *testing.T, w *world) {
		stride := 1 + len(w.circuits)/40
		for c := range w.every(stride) {
			for _, e := range w.events {
				tracker := journal.NewTracker(c, journal.Options{})
				want, wantErr := c.Apply(e)
				record, err := tracker.Fire(t.Context(), day(1), e)
				require.Equal(t, wantErr, err, "%s in %s", e, named(c))
				require.Equal(t, want, tracker.Circuit())
				if err != nil {
					require.Zero(t, record)
					require.Empty(t, tracker.Journal())
					continue
				}
				require.Equal(t, journal.Record{
					V: journal.Version, Seq: 1, At: day(1), Circuit: c.ID(), Cause: journal.CauseApplied,
					Event: e, Actor: e.Actor(), From: c.Position(), To: want.Position(),
				}, record)
			}
		}
	})
}

// Happened returns what the circuit's own Happened returns, for every event in
// many states, and the record is replayed.
func TestTrackerSaysWhatHappenedSays(t *testing.T) {
	inEveryWorld(t, func(t *testing.T, w *world) {
		stride := 1 + len(w.circuits)/40
		for c := range w.every(stride) {
			for _, e := range w.events {
				tracker := journal.NewTracker(c, journal.Options{})
				want, wantUnmet, wantErr := c.Happened(e)
				record, unmet, err := tracker.Happened(day(1), e)
				require.Equal(t, wantErr, err, "%s in %s", e, named(c))
				require.Equal(t, wantUnmet, unmet)
				require.Equal(t, want, tracker.Circuit())
				if err != nil {
					require.Zero(t, record)
					require.Empty(t, tracker.Journal())
					continue
				}
				require.Equal(t, journal.Record{
					V: journal.Version, Seq: 1, At: day(1), Circuit: c.ID(), Cause: journal.CauseHappened,
					Event: e, Actor: e.Actor(), From: c.Position(), To: want.Position(),
				}, record)
				end, err := journal.Replay(c, tracker.Journal())
				require.NoError(t, err, "%s in %s", e, named(c))
				require.Equal(t, want, end)
			}
		}
	})
}

// Happened records an event without permission, returns the unmet conditions, and a
// replay accepts the record. A replay refuses the same record as an applied one.
func TestHappenedAgainstTheRules(t *testing.T) {
	start := apply(t, fresh(office()), "CreateCircuit", "OperationFinished")
	configured := event(t, "ConfigurePeering AzurePrivatePeering")
	var told []journal.Record
	tracker := journal.NewTracker(start, journal.Options{Hooks: []func(journal.Record){func(r journal.Record) { told = append(told, r) }}})
	_, err := tracker.Fire(t.Context(), day(1), configured)
	require.True(t, machine.Lacks(err, circuit.NeedProvisioned), "the rules refuse it")
	require.Empty(t, tracker.Journal())

	record, unmet, err := tracker.Happened(day(1), configured)
	require.NoError(t, err)
	var refused *machine.TransitionError
	require.ErrorAs(t, start.Check(configured), &refused)
	assert.Equal(t, refused.Unmet, unmet, "it is told what would have refused it")
	assert.Equal(t, journal.CauseHappened, record.Cause)
	assert.Equal(t, machine.Customer, record.Actor)
	assert.Equal(t, machine.Yes, record.To.State.Private.Exists())
	assert.Equal(t, []journal.Record{record}, told)
	assert.Equal(t, []journal.Record{record}, tracker.Journal())
	assert.Contains(t, written(t, tracker.Journal()), `"cause":"happened"`)

	_, unmet, err = tracker.Happened(day(2), event(t, "OperationFinished AzurePrivatePeering"))
	require.NoError(t, err)
	assert.Empty(t, unmet, "the rules permit this one")
	checkReplay(t, start, tracker)

	records := tracker.Journal()
	records[0].Cause = journal.CauseApplied
	_, err = journal.Replay(start, records)
	require.ErrorIs(t, err, journal.ErrJournal)
	assert.ErrorContains(t, err, unmetText(refused), "it says which condition")
}

// unmetText is the first condition of a refusal.
func unmetText(err *machine.TransitionError) string { return err.Unmet[0].String() }

// Happened refuses an event that the machines have no rule for.
func TestHappenedRefuses(t *testing.T) {
	start := fresh(office())
	tracker := journal.NewTracker(start, journal.Options{Hooks: []func(journal.Record){func(journal.Record) { t.Error("nothing moved") }}})
	for line, want := range map[string]error{
		"DeprovisioningFinished": machine.ErrNoRule,
		"LinkNetwork /nobody":    nil,
	} {
		record, unmet, err := tracker.Happened(day(1), event(t, line))
		require.Error(t, err, line)
		if want != nil {
			require.ErrorIs(t, err, want, line)
		} else {
			var subject *circuit.SubjectError
			require.ErrorAs(t, err, &subject, line)
		}
		assert.Zero(t, record)
		assert.Empty(t, unmet)
	}
	assert.Empty(t, tracker.Journal())
	assert.Equal(t, start, tracker.Circuit())
}

// Many goroutines fire, observe and read. Every move is recorded once and in order.
func TestTrackerConcurrently(t *testing.T) {
	start := inService(t, circuit.Spec{Order: order, Wants: peering.Wants{Private: private()}})
	var told atomic.Int64
	var seqs sync.Map
	tracker := journal.NewTracker(start, journal.Options{Hooks: []func(journal.Record){func(r journal.Record) {
		told.Add(1)
		_, twice := seqs.LoadOrStore(r.Seq, true)
		assert.False(t, twice)
	}}})
	events := []circuit.Event{
		{Verb: circuit.DisablePeering, Peering: peering.Private, Family: peering.IPv4},
		{Verb: circuit.EnablePeering, Peering: peering.Private, Family: peering.IPv4},
		{Verb: circuit.OperationFinished, Peering: peering.Private},
		{Verb: circuit.OperationFailed, Peering: peering.Private},
		{Verb: circuit.ConfigurePeering, Peering: peering.Private},
		{Verb: circuit.RefreshCircuit}, {Verb: circuit.OperationFinished}, {Verb: circuit.FailureSpread},
	}
	var group sync.WaitGroup
	var moved atomic.Int64
	count := func(err error) {
		var refused *machine.TransitionError
		if err == nil {
			moved.Add(1)
		} else if !errors.As(err, &refused) {
			assert.NoError(t, err)
		}
	}
	for g := range 8 {
		group.Go(func() {
			r := seeded(fmt.Sprint(g))
			for i := range rounds(2000) {
				switch i % 4 {
				case 0, 1:
					_, err := tracker.Fire(t.Context(), day(i), events[r.IntN(len(events))])
					count(err)
				case 2:
					c := tracker.Circuit()
					assert.False(t, c.State().Private.IPv4.BGP == bgp.Enabled && c.State().Usable() != machine.Yes)
					_ = c.Options()
					if i%16 == 2 { // the longer it is, the longer a copy takes
						_ = tracker.Journal()
					}
				case 3:
					if i%64 == 3 {
						_, err := tracker.Observe(shown(tracker.Circuit(), time.Time{}))
						assert.NoError(t, err)
						continue
					}
					_, _, err := tracker.Happened(day(i), events[r.IntN(len(events))])
					count(err)
				}
			}
		})
	}
	group.Wait()
	records := tracker.Journal()
	assert.Equal(t, int64(len(records)), told.Load())
	assert.GreaterOrEqual(t, int64(len(records)), moved.Load())
	assert.Equal(t, tracker.Circuit().Position(), records[len(records)-1].To)
	checkReplay(t, start, tracker)
}

// A hook may call the tracker, and many goroutines may.
func TestTrackerIsSafe(t *testing.T) {
	var tracker *journal.Tracker
	var mu sync.Mutex
	seqs := map[uint64]bool{}
	tracker = journal.NewTracker(apply(t, fresh(office()), "CreateCircuit", "OperationFinished"), journal.Options{
		Hooks: []func(journal.Record){func(r journal.Record) {
			_ = tracker.Circuit()
			_ = tracker.Journal()
			mu.Lock()
			defer mu.Unlock()
			assert.False(t, seqs[r.Seq])
			seqs[r.Seq] = true
		}},
	})
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			for range 25 {
				_, err := tracker.Fire(context.Background(), day(1), circuit.Event{Verb: circuit.OrderConnectivity})
				assert.NoError(t, err)
				_, err = tracker.Observe(circuit.Observation{At: day(1), State: circuit.State{Provider: circuit.NotProvisioned, Status: circuit.Enabled}})
				assert.NoError(t, err)
			}
		})
	}
	group.Wait()
	records := tracker.Journal()
	assert.Len(t, seqs, len(records))
	for i, r := range records {
		assert.Equal(t, uint64(i+1), r.Seq)
	}
}

// A hook may call all methods of the tracker.
func TestHooksCallBack(t *testing.T) {
	start := fresh(circuit.Spec{Order: order})
	var tracker *journal.Tracker
	var seen []uint64
	tracker = journal.NewTracker(start, journal.Options{Hooks: []func(journal.Record){
		func(r journal.Record) {
			seen = append(seen, r.Seq)
			assert.Equal(t, r.To, tracker.Circuit().Position(), "what is told of is stored")
			assert.Len(t, tracker.Journal(), int(r.Seq))
			if r.Event.Verb == circuit.CreateCircuit {
				_, err := tracker.Fire(t.Context(), day(2), circuit.Event{Verb: circuit.OperationFinished})
				assert.NoError(t, err)
				_, err = tracker.Observe(shown(tracker.Circuit(), day(3)))
				assert.NoError(t, err)
			}
		},
	}})
	_, err := tracker.Fire(t.Context(), day(1), circuit.Event{Verb: circuit.CreateCircuit})
	require.NoError(t, err)
	assert.Equal(t, []uint64{1, 2, 3}, seen, "the third is the circuit's resource ID")
	assert.Equal(t, circuit.Enabled, tracker.Circuit().State().Status)
}

func TestHooksInOrderOfRegistration(t *testing.T) {
	var told []int
	var hooks []func(journal.Record)
	for i := range 3 {
		hooks = append(hooks, func(journal.Record) { told = append(told, i) })
	}
	tracker := journal.NewTracker(fresh(circuit.Spec{Order: order}), journal.Options{Hooks: hooks})
	hooks[0] = nil // the caller's slice is the caller's
	_, err := tracker.Fire(t.Context(), day(1), circuit.Event{Verb: circuit.CreateCircuit})
	require.NoError(t, err)
	assert.Equal(t, []int{0, 1, 2}, told)
}

// A nil hook is no hook, wherever it stands, and the caller's slice stays as it
// was.
func TestNilHookIsNoHook(t *testing.T) {
	var told []string
	hook := func(name string) func(journal.Record) {
		return func(journal.Record) { told = append(told, name) }
	}
	hooks := []func(journal.Record){nil, hook("first"), nil, hook("second"), nil}
	tracker := journal.NewTracker(fresh(office()), journal.Options{Hooks: hooks})
	_, err := tracker.Fire(t.Context(), day(1), circuit.Event{Verb: circuit.CreateCircuit})
	require.NoError(t, err)
	_, _, err = tracker.Happened(day(2), circuit.Event{Verb: circuit.OperationFinished})
	require.NoError(t, err)
	_, err = tracker.Observe(read(circuit.Provisioned, circuit.Enabled))
	require.NoError(t, err)
	assert.Equal(t, []string{"first", "second", "first", "second", "first", "second"}, told)
	assert.Nil(t, hooks[0])
	assert.NotNil(t, hooks[3])

	tracker = journal.NewTracker(fresh(office()), journal.Options{Hooks: []func(journal.Record){nil}})
	_, err = tracker.Fire(t.Context(), day(1), circuit.Event{Verb: circuit.CreateCircuit})
	require.NoError(t, err)
}

// After a panic or a Goexit in a hook the move stands, is on record, and the
// tracker goes on.
func TestHooksThatDoNotReturn(t *testing.T) {
	for name, end := range map[string]func(){"panic": func() { panic("hook") }, "Goexit": runtime.Goexit} {
		t.Run(name, func(t *testing.T) {
			broken := true
			start := fresh(circuit.Spec{Order: order})
			tracker := journal.NewTracker(start, journal.Options{Hooks: []func(journal.Record){func(journal.Record) {
				if broken {
					end()
				}
			}}})
			var group sync.WaitGroup
			group.Add(1)
			go func() {
				defer group.Done()
				defer func() { _ = recover() }()
				_, _ = tracker.Fire(context.Background(), day(1), circuit.Event{Verb: circuit.CreateCircuit})
			}()
			group.Wait()
			broken = false
			assert.Equal(t, circuit.Enabling, tracker.Circuit().State().Status)
			require.Len(t, tracker.Journal(), 1)
			for range 100 { // whatever the hook left behind on looplab is not used again
				_, err := tracker.Fire(t.Context(), day(2), circuit.Event{Verb: circuit.DeleteCircuit})
				require.ErrorIs(t, err, machine.ErrUnmet)
			}
			_, err := tracker.Fire(t.Context(), day(2), circuit.Event{Verb: circuit.OperationFinished})
			require.NoError(t, err)
			checkReplay(t, start, tracker)
		})
	}
}

func TestTrackerContext(t *testing.T) {
	cause := errors.New("shutting down")
	cancelled, cancel := context.WithCancelCause(t.Context())
	cancel(cause)
	expired, done := context.WithDeadline(t.Context(), time.Unix(0, 0))
	defer done()
	start := fresh(circuit.Spec{Order: order})
	tracker := journal.NewTracker(start, journal.Options{Hooks: []func(journal.Record){func(journal.Record) { t.Error("nothing moved") }}})
	create := circuit.Event{Verb: circuit.CreateCircuit}

	_, err := tracker.Fire(cancelled, day(1), create)
	assert.ErrorIs(t, err, cause)
	_, err = tracker.Fire(expired, day(1), create)
	assert.ErrorIs(t, err, context.DeadlineExceeded)
	assert.Equal(t, start, tracker.Circuit())
	assert.Empty(t, tracker.Journal())

	tracker = journal.NewTracker(start, journal.Options{})
	//nolint:staticcheck // Fire accepts a nil context
	_, err = tracker.Fire(nil, day(1), create) //lint:ignore SA1012 a nil context is taken for none
	assert.NoError(t, err)
}

// Cancelling the context during a move does not interrupt it: all machines move or none.
func TestContextCancelledMeanwhile(t *testing.T) {
	start := inService(t, circuit.Spec{Edition: circuit.Edition2016, Order: order, Wants: peering.Wants{Private: private()}})
	start = apply(t, start, "RequestDeprovisioning")
	down := circuit.Event{Verb: circuit.DeprovisioningFinished} // moves the provider, the status and BGP
	want, err := start.Apply(down)
	require.NoError(t, err)
	for range rounds(2000) {
		ctx, cancel := context.WithCancel(t.Context())
		tracker := journal.NewTracker(start, journal.Options{})
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

func TestTrackerRefusesAndKeepsNothing(t *testing.T) {
	start := fresh(office())
	told := 0
	tracker := journal.NewTracker(start, journal.Options{Hooks: []func(journal.Record){func(journal.Record) { told++ }}})

	r, err := tracker.Fire(context.Background(), day(1), event(t, "ProvisioningFinished"))
	assert.True(t, machine.Lacks(err, circuit.NeedServiceKey))
	assert.Equal(t, journal.Record{}, r)
	_, err = tracker.Fire(context.Background(), day(1), event(t, "LinkNetwork /nobody"))
	var subject *circuit.SubjectError
	assert.ErrorAs(t, err, &subject)

	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err = tracker.Fire(ctx, day(1), event(t, "CreateCircuit"))
	assert.ErrorIs(t, err, context.Canceled)

	assert.Zero(t, told)
	assert.Empty(t, tracker.Journal())
	assert.Equal(t, start.State(), tracker.Circuit().State())
	_, err = tracker.Fire(context.Background(), day(1), event(t, "CreateCircuit"))
	require.NoError(t, err, "a refusal wedges nothing")
	assert.Equal(t, 1, told)
}

func TestKeepAndAfter(t *testing.T) {
	_, all := lived(t, journal.Options{})
	whole := all.Journal()
	for _, keep := range []int{-1, 0, 1, 2, len(whole) - 1, len(whole), len(whole) + 1} {
		for _, after := range []uint64{0, 41} {
			_, tracker := lived(t, journal.Options{Keep: keep, After: after})
			records := tracker.Journal()
			want := whole
			if keep > 0 && keep < len(whole) {
				want = whole[len(whole)-keep:]
			}
			require.Len(t, records, len(want), "keep %d", keep)
			for i := range want {
				assert.Equal(t, want[i].Seq+after, records[i].Seq)
				assert.Equal(t, want[i].To, records[i].To)
			}
			checkJournal(t, records[0].Seq-1, records)
			reread(t, records)
		}
	}
}

// Callers and hooks may change the records that they get.
func TestJournalIsACopy(t *testing.T) {
	spoil := func(r *journal.Record) {
		r.Seq = 99
		for _, links := range [][]circuit.LinkState{r.From.Links, r.To.Links} {
			for i := range links {
				links[i].Network = "changed"
			}
		}
		for i := range r.Drift {
			r.Drift[i].Path = "changed"
		}
	}
	start := inService(t, office())
	tracker := journal.NewTracker(start, journal.Options{Hooks: []func(journal.Record){func(r journal.Record) { spoil(&r) }}})
	r, err := tracker.Fire(t.Context(), day(1), event(t, "UnlinkNetwork "+hub))
	require.NoError(t, err)
	spoil(&r)
	o := shown(tracker.Circuit(), day(2))
	o.State.Provider, o.Have.Order.Provider = circuit.NotApplicable, "another"
	x, err := tracker.Observe(o)
	require.NoError(t, err)
	require.NotEmpty(t, x.Drift)
	x.Drift[0].Path = "changed"
	want := written(t, tracker.Journal())
	assert.NotContains(t, want, "changed")
	records := tracker.Journal()
	for i := range records {
		spoil(&records[i])
	}
	clear(records)
	assert.Equal(t, want, written(t, tracker.Journal()))
	checkReplay(t, start, tracker)
}

// Observe records each event that explains a read, one record for what no event explains,
// and nothing for a read that shows nothing new.
func TestTrackerObserves(t *testing.T) {
	tracker := journal.NewTracker(circuit.Circuit{}, journal.Options{})
	observe := func(o circuit.Observation) (circuit.Explanation, []journal.Record) {
		before := len(tracker.Journal())
		x, err := tracker.Observe(o)
		require.NoError(t, err)
		return x, tracker.Journal()[before:]
	}
	_, records := observe(read(circuit.NotProvisioned, circuit.Enabled))
	require.Len(t, records, 1)
	assert.Equal(t, journal.CauseObservation, records[0].Cause, "adopted")
	assert.Equal(t, "/circuit", records[0].Circuit)

	_, records = observe(read(circuit.NotProvisioned, circuit.Enabled))
	assert.Empty(t, records)

	x, records := observe(read(circuit.Provisioned, circuit.Enabled))
	assert.Equal(t, []circuit.Event{{Verb: circuit.ProvisioningFinished}}, x.Events)
	require.Len(t, records, 1)
	assert.Equal(t, journal.CauseInferred, records[0].Cause)
	assert.Equal(t, machine.Provider, records[0].Actor)

	o := read(circuit.NotProvisioned, circuit.Disabling)
	o.State.Operation = peering.Deleting
	x, records = observe(o)
	assert.Len(t, x.Events, 2)
	require.Len(t, records, 2)
	for i, r := range records {
		assert.Equal(t, journal.CauseInferred, r.Cause)
		assert.Equal(t, x.Events[i], r.Event)
	}

	x, records = observe(read(circuit.NotApplicable, circuit.Enabled))
	assert.NotEmpty(t, x.Drift)
	require.Len(t, records, 1)
	assert.Equal(t, journal.CauseObservation, records[0].Cause)
	assert.Equal(t, x.Drift, records[0].Drift)

	for n := range 3 { // so many answers in a row are believed
		_, records = observe(circuit.Observation{At: day(10 + n), NotFound: true, Have: circuit.Config{ID: "/circuit"}})
	}
	require.NotEmpty(t, records)
	assert.Equal(t, circuit.Gone, records[len(records)-1].To.State.Status)

	before := tracker.Circuit()
	o = read(circuit.Provisioned, circuit.Enabled)
	o.Have.ID = "/other"
	_, err := tracker.Observe(o)
	require.ErrorIs(t, err, circuit.ErrOtherCircuit)
	assert.Equal(t, before, tracker.Circuit())
	checkReplay(t, circuit.Circuit{}, tracker)
}
