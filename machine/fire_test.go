package machine_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/looplab/fsm"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/expressroute-go/expressroute/machine"
)

type (
	move = machine.Move[Fibre, Act]
	hook = machine.Hook[Fibre, Act]
)

var background = context.Background()

// never returns a hook that must not be called: Fire must refuse the event.
func never(t *testing.T) hook {
	return func(_ context.Context, made move) {
		assert.Fail(t, "a hook was called for an event that was refused", "%v", made)
	}
}

// inTime runs f in a goroutine of its own, which f may end. It fails the test
// if f hangs, because a looplab machine that is stuck blocks for ever.
func inTime(t *testing.T, f func()) {
	t.Helper()
	done := make(chan struct{})
	go func() {
		defer close(done)
		f()
	}()
	select {
	case <-done:
	case <-time.After(10 * time.Second):
		buffer := make([]byte, 1<<16)
		t.Fatalf("deadlock\n%s", buffer[:runtime.Stack(buffer, true)])
	}
}

// assertSound makes more moves than there can be engines in the pool, and fails
// if an engine is stuck or has kept the state of an earlier move.
func assertSound(t *testing.T, m *machine.Machine[Fibre, Act, Room]) {
	t.Helper()
	inTime(t, func() {
		for range 20 {
			at := Ordered
			told := 0
			for _, step := range []move{{Ordered, Patch, Patched}, {Patched, Light, Lit}, {Lit, Measure, Lit}, {Lit, Cut, Patched}, {Patched, Remove, Removed}} {
				to, err := m.Fire(background, ready, at, step.On, func(ctx context.Context, made move) {
					told++
					assert.Equal(t, step, made)
					assert.NoError(t, ctx.Err())
				})
				assert.NoError(t, err)
				assert.Equal(t, step.To, to)
				at = to
			}
			assert.Equal(t, 5, told)
		}
	})
}

func TestFireDoesWhatStepDoes(t *testing.T) {
	for room := range rooms {
		for s := range 6 {
			for e := range 7 {
				from, on := Fibre(s), Act(e)
				want, wantErr := fibre.Step(room, from, on)
				told := 0
				to, err := fibre.Fire(background, room, from, on, func(_ context.Context, made move) {
					told++
					assert.Equal(t, move{from, on, want}, made)
				})
				assert.Equal(t, wantErr, err)
				assert.Equal(t, want, to)
				if err == nil {
					assert.Equal(t, 1, told)
				} else {
					assert.Equal(t, 0, told)
				}
			}
		}
	}
}

func TestFireUnknownStatesAndEvents(t *testing.T) {
	for _, s := range []Fibre{0, 5, 6, 127, 128, 255} {
		for _, e := range []Act{0, 1, 6, 127, 128, 255} {
			to, err := fibre.Fire(background, ready, s, e, never(t))
			assert.Equal(t, s, to)
			assert.ErrorIs(t, err, machine.ErrNoRule)
			to, err = fibre.Fire(background, ready, Lit, e+6, never(t))
			assert.Equal(t, Lit, to)
			assert.ErrorIs(t, err, machine.ErrNoRule)
		}
	}
}

func TestFireTellsHooksInOrder(t *testing.T) {
	type key struct{}
	ctx, cancel := context.WithCancel(context.WithValue(background, key{}, "ours"))
	defer cancel()
	var told []string
	tell := func(name string) hook {
		return func(got context.Context, made move) {
			assert.Equal(t, ctx, got, "the caller's context, not looplab's")
			assert.Equal(t, "ours", got.Value(key{}))
			told = append(told, fmt.Sprint(name, " ", made.From, made.On, made.To))
		}
	}
	_, err := fibre.Fire(ctx, ready, Patched, Light, tell("first"), tell("second"), tell("third"))
	require.NoError(t, err)
	assert.Equal(t, []string{"first Patched Light Lit", "second Patched Light Lit", "third Patched Light Lit"}, told)

	_, err = fibre.Fire(ctx, ready, Lit, Cut)
	require.NoError(t, err)
	assert.Len(t, told, 3, "a hook is called for its own Fire only")
}

// looplab cancels the context of its callbacks when Event returns.
func TestFireContextOutlivesFire(t *testing.T) {
	var kept context.Context
	_, err := fibre.Fire(background, ready, Patched, Light, func(ctx context.Context, _ move) { kept = ctx })
	require.NoError(t, err)
	assert.NoError(t, kept.Err())
}

// looplab panics on a nil context.
func TestFireNilContext(t *testing.T) {
	var none context.Context
	to, err := fibre.Fire(none, ready, Patched, Light, func(ctx context.Context, _ move) { assert.Equal(t, background, ctx) })
	assert.NoError(t, err)
	assert.Equal(t, Lit, to)
	_, err = fibre.Fire(none, ready, Lit, Light, never(t))
	assert.ErrorIs(t, err, machine.ErrNoRule)
}

var errCut = errors.New("the fibre was cut")

// strange is a context that is not of package context.
type strange struct {
	context.Context
	done chan struct{}
	err  error
}

func (s strange) Done() <-chan struct{} { return s.done }
func (s strange) Err() error            { return s.err }

// A context that is done leaves a looplab machine stuck for ever
// (https://github.com/looplab/fsm/issues/115).
func TestFireDeadContext(t *testing.T) {
	cancelled, cancel := context.WithCancel(background)
	cancel()
	tooLate, cancelLate := context.WithDeadline(background, time.Unix(0, 0))
	defer cancelLate()
	caused, cancelCaused := context.WithCancelCause(background)
	cancelCaused(errCut)
	child, cancelChild := context.WithTimeout(caused, time.Hour)
	defer cancelChild()
	wrapped, cancelWrapped := context.WithCancelCause(background)
	cancelWrapped(fmt.Errorf("%w: %w", errCut, context.Canceled))
	lateCaused, cancelLateCaused := context.WithDeadlineCause(background, time.Unix(0, 0), errCut)
	defer cancelLateCaused()
	list, cancelList := context.WithCancelCause(background)
	cancelList(tray)
	closed := make(chan struct{})
	close(closed)

	for _, row := range []struct {
		name string
		ctx  context.Context
		is   []error
		text string
	}{
		{"cancelled", cancelled, []error{context.Canceled}, "context canceled"},
		{"past its deadline", tooLate, []error{context.DeadlineExceeded}, "context deadline exceeded"},
		{"with a cause", caused, []error{context.Canceled, errCut}, "context canceled: the fibre was cut"},
		{"child of one with a cause", child, []error{context.Canceled, errCut}, "context canceled: the fibre was cut"},
		{"with a cause that wraps the error", wrapped, []error{context.Canceled, errCut}, "the fibre was cut: context canceled"},
		{"past its deadline, with a cause", lateCaused, []error{context.DeadlineExceeded, errCut}, "context deadline exceeded: the fibre was cut"},
		{"with a cause that is not comparable", list, []error{context.Canceled}, "context canceled: " + tray.Error()},
		{"of another type", strange{background, closed, errCut}, []error{errCut}, "the fibre was cut"},
		{"of another type, not comparable", strange{background, closed, tray}, nil, tray.Error() + ": " + tray.Error()},
	} {
		t.Run(row.name, func(t *testing.T) {
			for _, from := range []Fibre{Patched, Lit, Removed, 0} { // permitted, refused, no rule
				to, err := fibre.Fire(row.ctx, ready, from, Light, never(t))
				assert.Equal(t, from, to)
				for _, is := range row.is {
					assert.ErrorIs(t, err, is)
				}
				assert.NotErrorIs(t, err, machine.ErrNoRule)
				var refused *machine.TransitionError
				require.ErrorAs(t, err, &refused)
				assert.Empty(t, refused.Unmet)
				assert.Equal(t, "cross-connect: Light from "+from.String()+": "+row.text, err.Error())
			}
			assertSound(t, fibre)
		})
	}
}

// A context that a hook cancels does not undo the move.
func TestFireContextCancelledInAHook(t *testing.T) {
	m := machine.MustCompile(crossConnect)
	for range 10 {
		for _, on := range []Act{Cut, Measure} {
			ctx, cancel := context.WithCancel(background)
			second := 0
			to, err := m.Fire(ctx, ready, Lit, on,
				func(context.Context, move) { cancel() },
				func(got context.Context, _ move) { second++; assert.ErrorIs(t, got.Err(), context.Canceled) })
			assert.NoError(t, err)
			assert.Equal(t, arrows[Lit][on], to)
			assert.Equal(t, 1, second)
			_, err = m.Fire(ctx, ready, to, on, never(t))
			assert.ErrorIs(t, err, context.Canceled)
		}
	}
	assertSound(t, m)
}

// late is a context that is cancelled right after the first call of Err, which
// still returns nil.
type late struct {
	context.Context
	end context.CancelFunc
}

func (l late) Err() error {
	defer l.end()
	return l.Context.Err()
}

// The context is cancelled after Fire has checked it and before looplab does:
// this is where a looplab machine gets stuck.
func TestFireContextCancelledJustTooLate(t *testing.T) {
	m := machine.MustCompile(crossConnect)
	for range 10 {
		ctx, cancel := context.WithCancel(background)
		told := 0
		to, err := m.Fire(late{ctx, cancel}, ready, Patched, Light, func(context.Context, move) {
			told++
			assert.Error(t, ctx.Err())
		})
		assert.NoError(t, err)
		assert.Equal(t, Lit, to)
		assert.Equal(t, 1, told)
	}
	assertSound(t, m)
}

// If the context is cancelled at any time, the move is made or refused as a
// whole.
func TestFireContextCancelledMeanwhile(t *testing.T) {
	m := machine.MustCompile(crossConnect)
	for i := range 300 {
		ctx, cancel := context.WithCancel(background)
		go func() {
			for range i % 30 {
				runtime.Gosched()
			}
			cancel()
		}()
		told := 0
		to, err := m.Fire(ctx, ready, Patched, Light, func(context.Context, move) { told++ })
		if err == nil {
			assert.Equal(t, Lit, to)
			assert.Equal(t, 1, told)
		} else {
			assert.ErrorIs(t, err, context.Canceled)
			assert.Equal(t, Patched, to)
			assert.Equal(t, 0, told)
		}
		cancel()
	}
	assertSound(t, m)
}

// A panic in a leave_ callback leaves a looplab machine stuck for ever.
func TestFirePanicInAHook(t *testing.T) {
	m := machine.MustCompile(crossConnect)
	for range 10 {
		for _, on := range []Act{Cut, Measure} {
			to := Fibre(99)
			assert.PanicsWithValue(t, "boom", func() {
				to, _ = m.Fire(background, ready, Lit, on, func(context.Context, move) { panic("boom") }, never(t))
			})
			assert.Equal(t, Fibre(99), to, "Fire has not returned a state")
		}
	}
	assertSound(t, m)
}

// So does runtime.Goexit, which is how testify's require ends a test.
func TestFireGoexitInAHook(t *testing.T) {
	m := machine.MustCompile(crossConnect)
	for range 10 {
		for _, on := range []Act{Cut, Measure} {
			inTime(t, func() {
				_, _ = m.Fire(background, ready, Lit, on, func(context.Context, move) { runtime.Goexit() }, never(t))
				assert.Fail(t, "Fire has returned")
			})
		}
	}
	assertSound(t, m)
}

// A guard is the caller's code too, and can panic.
func TestFirePanicInAGuard(t *testing.T) {
	table := crossConnect
	table.Rules = slices.Clone(table.Rules)
	panics := clean
	panics.Holds = func(r Room) machine.Truth {
		if r.Letter == machine.No {
			panic("guard")
		}
		return machine.Yes
	}
	table.Rules[1].Needs = machine.Guards[Room]{panics}
	m := machine.MustCompile(table)
	for range 10 {
		assert.PanicsWithValue(t, "guard", func() {
			_, _ = m.Fire(background, Room{Letter: machine.No}, Patched, Light, never(t))
		})
	}
	assertSound(t, m)
}

// In looplab's before_ and leave_ callbacks each of these calls blocks for
// ever.
func TestHookMayCallAnything(t *testing.T) {
	m := machine.MustCompile(crossConnect)
	for _, on := range []Act{Cut, Measure} {
		inTime(t, func() {
			told := 0
			_, err := m.Fire(background, ready, Lit, on, func(ctx context.Context, made move) {
				told++
				assert.True(t, m.Can(ready, made.To, Light) || made.To == Lit)
				assert.Error(t, m.Check(ready, made.To, Patch))
				assert.NotEmpty(t, slices.Collect(m.Events(ready, made.To)))
				assert.NotEmpty(t, m.Mermaid(made.To))
				assert.NotEmpty(t, m.DOT(made.To))
				assert.NoError(t, m.FSM(Ordered, nil).Event(ctx, "Patch"))
				to, err := m.Fire(ctx, ready, Ordered, Patch, func(_ context.Context, inner move) {
					assert.Equal(t, move{Ordered, Patch, Patched}, inner)
				})
				assert.NoError(t, err)
				assert.Equal(t, Patched, to)
				_, err = m.Fire(ctx, Room{}, Ordered, Patch, never(t))
				assert.ErrorIs(t, err, machine.ErrUnmet)
				assert.Equal(t, move{Lit, on, arrows[Lit][on]}, made, "the outer move has not changed")
			})
			assert.NoError(t, err)
			assert.Equal(t, 1, told)
		})
	}
	assertSound(t, m)
}

// Each nested call has its own move and its own result.
func TestFireNested(t *testing.T) {
	m := machine.MustCompile(crossConnect)
	const depth = 60
	cycle := []move{{Patched, Light, Lit}, {Lit, Measure, Lit}, {Lit, Cut, Patched}}
	var told []move
	var descend func(level int) Fibre
	descend = func(level int) Fibre {
		step := cycle[level%len(cycle)]
		to, err := m.Fire(background, ready, step.From, step.On,
			func(_ context.Context, made move) {
				assert.Equal(t, step, made)
				told = append(told, made)
				if level < depth {
					assert.Equal(t, cycle[(level+1)%len(cycle)].To, descend(level+1))
				}
			},
			func(_ context.Context, made move) { assert.Equal(t, step, made, "after the descent") })
		assert.NoError(t, err)
		return to
	}
	inTime(t, func() { assert.Equal(t, Lit, descend(0)) })
	assert.Len(t, told, depth+1)
	assertSound(t, m)

	// A panic at the deepest level ends every level and spoils no engine.
	for range 5 {
		levels := 0
		var fall hook
		fall = func(context.Context, move) {
			if levels++; levels == depth {
				panic("bottom")
			}
			_, _ = m.Fire(background, ready, Lit, Measure, fall)
		}
		assert.PanicsWithValue(t, "bottom", func() { _, _ = m.Fire(background, ready, Patched, Light, fall) })
		assert.Equal(t, depth, levels)
	}
	assertSound(t, m)

	// If a hook recovers from the panic, the outer move is made.
	to, err := m.Fire(background, ready, Patched, Light, func(context.Context, move) {
		assert.Panics(t, func() {
			_, _ = m.Fire(background, ready, Lit, Cut, func(context.Context, move) { panic("caught") })
		})
	})
	assert.NoError(t, err)
	assert.Equal(t, Lit, to)
	assertSound(t, m)
}

// looplab returns an error for a declared transition from a state to itself,
// and calls no leave_ callback.
func TestFireSelfTransition(t *testing.T) {
	told := 0
	to, err := fibre.Fire(background, Room{Clean: machine.Yes}, Lit, Measure, func(_ context.Context, made move) {
		told++
		assert.Equal(t, move{Lit, Measure, Lit}, made)
	})
	assert.NoError(t, err)
	assert.Equal(t, Lit, to)
	assert.Equal(t, 1, told)

	_, err = fibre.Fire(background, Room{Clean: machine.No}, Lit, Measure, never(t))
	assert.True(t, machine.Lacks(err, NeedClean))
	assert.ErrorAs(t, fibre.FSM(Lit, nil).Event(background, "Measure"), new(fsm.NoTransitionError))
}

// Many goroutines share a machine, and their calls of Fire end in every
// possible way. No call gets the state, the context, the move or the hooks of
// another.
func TestFireConcurrently(t *testing.T) {
	m := machine.MustCompile(crossConnect)
	dead, cancel := context.WithCancel(background)
	cancel()
	type key struct{}
	const workers, rounds = 8, 400
	var made, told atomic.Int64
	var all sync.WaitGroup
	for worker := range workers {
		all.Go(func() {
			random := rand.New(rand.NewPCG(7, uint64(worker)))
			ctx, cancel := context.WithCancel(context.WithValue(background, key{}, worker))
			defer cancel()
			at := Ordered
			for range rounds {
				choices := slices.Collect(m.Events(ready, at))
				if len(choices) == 0 {
					at = Ordered
					continue
				}
				on := choices[random.IntN(len(choices))]
				want := move{at, on, arrows[at][on]}
				hear := func(ctx context.Context, got move) {
					told.Add(1)
					assert.Equal(t, want, got)
					assert.Equal(t, worker, ctx.Value(key{}))
				}
				switch random.IntN(8) {
				case 0:
					if on == Cut { // which has no guards
						continue
					}
					to, err := m.Fire(ctx, Room{}, at, on, never(t))
					assert.ErrorIs(t, err, machine.ErrUnmet)
					assert.Equal(t, at, to)
				case 1:
					to, err := m.Fire(dead, ready, at, on, never(t))
					assert.ErrorIs(t, err, context.Canceled)
					assert.Equal(t, at, to)
				case 2:
					assert.PanicsWithValue(t, worker, func() {
						_, _ = m.Fire(ctx, ready, at, on, hear, func(context.Context, move) { panic(worker) }, never(t))
					})
					made.Add(1)
				case 3:
					ended := make(chan struct{})
					go func() {
						defer close(ended)
						_, _ = m.Fire(ctx, ready, at, on, hear, func(context.Context, move) { runtime.Goexit() }, never(t))
						assert.Fail(t, "Fire has returned")
					}()
					<-ended
					made.Add(1)
				case 4:
					inner, stop := context.WithCancel(ctx)
					to, err := m.Fire(inner, ready, at, on, func(context.Context, move) { stop() }, hear)
					assert.NoError(t, err)
					assert.Equal(t, want.To, to)
					made.Add(1)
					at = to
				case 5:
					to, err := m.Fire(ctx, ready, at, Act(6+random.IntN(250)), never(t))
					assert.ErrorIs(t, err, machine.ErrNoRule)
					assert.Equal(t, at, to)
				case 6:
					to, err := m.Fire(ctx, ready, at, on, func(ctx context.Context, _ move) {
						to, err := m.Fire(ctx, ready, Lit, Cut)
						assert.NoError(t, err)
						assert.Equal(t, Patched, to)
					}, hear)
					assert.NoError(t, err)
					assert.Equal(t, want.To, to)
					made.Add(1)
					at = to
				default:
					to, err := m.Fire(ctx, ready, at, on, hear)
					assert.NoError(t, err)
					assert.Equal(t, want.To, to)
					made.Add(1)
					at = to
				}
			}
		})
	}
	inTime(t, all.Wait)
	assert.Equal(t, made.Load(), told.Load())
	assert.Greater(t, made.Load(), int64(workers*rounds/4))
	assertSound(t, m)
}
