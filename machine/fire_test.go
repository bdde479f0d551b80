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

// never is a hook for a Fire that must be refused.
func never(t *testing.T) hook {
	return func(_ context.Context, made move) {
		assert.Fail(t, "a hook was told of a move that was refused", "%v", made)
	}
}

// inTime runs f in a goroutine of its own, which f may end, and fails if it
// hangs: looplab's way to fail is a deadlock.
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

// assertSound drives the machine through its life, more often than there can
// be engines in the pool: none is wedged, none has kept somebody's state.
func assertSound(t *testing.T, m *machine.Machine[Fibre, Act, Room]) {
	t.Helper()
	inTime(t, func() {
		for range 20 {
			at := Ordered
			told := 0
			for _, step := range []move{{Ordered, Patch, Patched}, {Patched, Light, Lit}, {Lit, Measure, Lit}, {Lit, Dig, Patched}, {Patched, Remove, Removed}} {
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

	_, err = fibre.Fire(ctx, ready, Lit, Dig)
	require.NoError(t, err)
	assert.Len(t, told, 3, "hooks belong to one call")
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

var errDug = errors.New("a digger found the duct")

// strange is a context of somebody else's type.
type strange struct {
	context.Context
	done chan struct{}
	err  error
}

func (s strange) Done() <-chan struct{} { return s.done }
func (s strange) Err() error            { return s.err }

// One dead context wedges a looplab machine for ever, issue 115 there.
func TestFireDeadContext(t *testing.T) {
	cancelled, cancel := context.WithCancel(background)
	cancel()
	tooLate, cancelLate := context.WithDeadline(background, time.Unix(0, 0))
	defer cancelLate()
	caused, cancelCaused := context.WithCancelCause(background)
	cancelCaused(errDug)
	child, cancelChild := context.WithTimeout(caused, time.Hour)
	defer cancelChild()
	wrapped, cancelWrapped := context.WithCancelCause(background)
	cancelWrapped(fmt.Errorf("%w: %w", errDug, context.Canceled))
	lateCaused, cancelLateCaused := context.WithDeadlineCause(background, time.Unix(0, 0), errDug)
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
		{"too late", tooLate, []error{context.DeadlineExceeded}, "context deadline exceeded"},
		{"with a cause", caused, []error{context.Canceled, errDug}, "context canceled: a digger found the duct"},
		{"child of one with a cause", child, []error{context.Canceled, errDug}, "context canceled: a digger found the duct"},
		{"with a cause that says so", wrapped, []error{context.Canceled, errDug}, "a digger found the duct: context canceled"},
		{"too late, with a cause", lateCaused, []error{context.DeadlineExceeded, errDug}, "context deadline exceeded: a digger found the duct"},
		{"with a cause that does not compare", list, []error{context.Canceled}, "context canceled: " + tray.Error()},
		{"a stranger's", strange{background, closed, errDug}, []error{errDug}, "a digger found the duct"},
		{"a stranger's that does not compare", strange{background, closed, tray}, nil, tray.Error() + ": " + tray.Error()},
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

// Cancelled in a hook, the move is made all the same.
func TestFireContextCancelledInAHook(t *testing.T) {
	m := machine.MustCompile(crossConnect)
	for range 10 {
		for _, on := range []Act{Dig, Measure} {
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

// late is a context that ends as soon as somebody has seen that it has not.
type late struct {
	context.Context
	end context.CancelFunc
}

func (l late) Err() error {
	defer l.end()
	return l.Context.Err()
}

// Cancelled after Fire has looked and before looplab does, which is where
// looplab wedges.
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

// A context that ends at any moment either refuses the whole move or none of
// it.
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

// A panic in a leave_ callback wedges a looplab machine for ever.
func TestFirePanicInAHook(t *testing.T) {
	m := machine.MustCompile(crossConnect)
	for range 10 {
		for _, on := range []Act{Dig, Measure} {
			to := Fibre(99)
			assert.PanicsWithValue(t, "dust", func() {
				to, _ = m.Fire(background, ready, Lit, on, func(context.Context, move) { panic("dust") }, never(t))
			})
			assert.Equal(t, Fibre(99), to, "the caller has no new state")
		}
	}
	assertSound(t, m)
}

// So does runtime.Goexit, which is how testify's require ends a test.
func TestFireGoexitInAHook(t *testing.T) {
	m := machine.MustCompile(crossConnect)
	for range 10 {
		for _, on := range []Act{Dig, Measure} {
			inTime(t, func() {
				_, _ = m.Fire(background, ready, Lit, on, func(context.Context, move) { runtime.Goexit() }, never(t))
				assert.Fail(t, "Fire has returned")
			})
		}
	}
	assertSound(t, m)
}

// A panic in a guard, which is the caller's code as well.
func TestFirePanicInAGuard(t *testing.T) {
	table := crossConnect
	table.Rules = slices.Clone(table.Rules)
	faint := clean
	faint.Holds = func(r Room) machine.Truth {
		if r.Letter == machine.No {
			panic("faint")
		}
		return machine.Yes
	}
	table.Rules[1].Needs = machine.Guards[Room]{faint}
	m := machine.MustCompile(table)
	for range 10 {
		assert.PanicsWithValue(t, "faint", func() {
			_, _ = m.Fire(background, Room{Letter: machine.No}, Patched, Light, never(t))
		})
	}
	assertSound(t, m)
}

// In looplab's before_ and leave_ callbacks every one of these is a deadlock.
func TestHookMayCallAnything(t *testing.T) {
	m := machine.MustCompile(crossConnect)
	for _, on := range []Act{Dig, Measure} {
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
				assert.Equal(t, move{Lit, on, arrows[Lit][on]}, made, "the outer move is what it was")
			})
			assert.NoError(t, err)
			assert.Equal(t, 1, told)
		})
	}
	assertSound(t, m)
}

// Every depth has its own move and its own result.
func TestFireNested(t *testing.T) {
	m := machine.MustCompile(crossConnect)
	const depth = 60
	cycle := []move{{Patched, Light, Lit}, {Lit, Measure, Lit}, {Lit, Dig, Patched}}
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

	// What panics at the bottom unwinds every level and spoils no engine.
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

	// Caught half way up, the outer moves are made.
	to, err := m.Fire(background, ready, Patched, Light, func(context.Context, move) {
		assert.Panics(t, func() {
			_, _ = m.Fire(background, ready, Lit, Dig, func(context.Context, move) { panic("caught") })
		})
	})
	assert.NoError(t, err)
	assert.Equal(t, Lit, to)
	assertSound(t, m)
}

// looplab reports a declared self-transition as an error, and asks no leave_.
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

// Many goroutines, one machine, every way a Fire can end: nobody gets anybody
// else's state, context, move or hook.
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
					if on == Dig { // which asks nobody
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
						to, err := m.Fire(ctx, ready, Lit, Dig)
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
