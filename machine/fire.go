package machine

import (
	"context"
	"errors"
	"fmt"

	"github.com/looplab/fsm"
)

// ErrEngine is wrapped in the error of [Machine.Fire] if the looplab machine
// went to another state than the table says. That would be a bug in this
// library.
var ErrEngine = errors.New("looplab went to another state than the table says")

// Move is one transition that was made.
type Move[S, E State] struct {
	From S
	On   E
	To   S
}

// Hook is called after looplab has made a move, in the caller's goroutine and
// with the caller's context. It may call anything, Fire included. If it panics
// or ends its goroutine, Fire returns no new state, so the move does not count;
// no other call is affected.
type Hook[S, E State] func(context.Context, Move[S, E])

// engine is a pooled looplab machine. Hooks get the caller's context, not
// looplab's, which looplab cancels when it returns.
type engine[S, E State] struct {
	*fsm.FSM
	ctx   context.Context
	move  Move[S, E]
	to    string // the state that the table says it goes to
	hooks []Hook[S, E]
}

// Fire does what Step does, and makes the move on a looplab machine. It is safe
// for concurrent use: every call has a looplab machine to itself. If the
// context is done before the move begins, Fire refuses it; a context that is
// cancelled later does not interrupt the move. A nil context counts as
// context.Background.
func (m *Machine[S, E, C]) Fire(ctx context.Context, c C, from S, on E, hooks ...Hook[S, E]) (S, error) {
	if ctx == nil {
		ctx = context.Background()
	}
	if ctx.Err() != nil {
		return from, m.refusal(from, on, done(ctx), nil)
	}
	to, err := m.Step(c, from, on)
	if err != nil {
		return from, err
	}
	e := m.engines.Get().(*engine[S, E])
	e.ctx, e.move, e.hooks = ctx, Move[S, E]{From: from, On: on, To: to}, hooks
	err = e.commit(m.stateWords[from], m.eventWords[on], m.stateWords[to])
	// After a panic or a Goexit this is not reached: that engine is dropped.
	e.ctx, e.hooks = nil, nil
	if err != nil {
		return from, m.refusal(from, on, err, nil)
	}
	m.engines.Put(e)
	return to, nil
}

// commit makes the move on the looplab machine. It does not pass on a context
// that can be cancelled: cancelled during an event, a looplab machine is stuck
// for ever.
func (e *engine[S, E]) commit(from, on, to string) error {
	ctx := e.ctx
	if ctx.Done() != nil {
		ctx = context.WithoutCancel(ctx)
	}
	e.to = to
	e.SetState(from)
	if err := e.Event(ctx, on); err != nil && !(from == to && stayed(err)) {
		return fmt.Errorf("%w: %w", ErrEngine, err)
	}
	if arrived := e.Current(); arrived != to {
		return fmt.Errorf("%w: %s, not %s", ErrEngine, arrived, to)
	}
	return nil
}

// done returns the error of a context that is done, with its cause if that says
// more.
func done(ctx context.Context) error {
	err, cause := ctx.Err(), context.Cause(ctx)
	if errors.Is(cause, err) {
		return cause
	}
	return fmt.Errorf("%w: %w", err, cause)
}

func (m *Machine[S, E, C]) newEngine() *engine[S, E] {
	e := &engine[S, E]{}
	e.FSM = m.FSM(m.table.Initial[0], fsm.Callbacks{"after_event": func(_ context.Context, made *fsm.Event) {
		if made.Dst != e.to {
			return // commit returns ErrEngine; the hooks must not hear of this move
		}
		for _, hook := range e.hooks {
			hook(e.ctx, e.move)
		}
	}})
	return e
}

// FSM returns a looplab machine of this table in that state, for programs that
// use looplab themselves. It checks no guards, and looplab's own limits apply:
// use it from one goroutine, with a context that is not cancelled, and with
// leave callbacks that do not panic.
func (m *Machine[S, E, C]) FSM(from S, callbacks fsm.Callbacks) *fsm.FSM {
	events := make(fsm.Events, 0, len(m.table.Rules))
	for _, r := range m.table.Rules {
		src := make([]string, len(r.From))
		for i, s := range r.From {
			src[i] = s.String()
		}
		events = append(events, fsm.EventDesc{Name: r.On.String(), Src: src, Dst: r.To.String()})
	}
	return fsm.NewFSM(from.String(), events, callbacks)
}
