package machine

import (
	"context"
	"errors"
	"fmt"

	"github.com/looplab/fsm"
)

// ErrEngine is inside the error of a [Machine.Fire] whose looplab machine did
// not arrive where the table says. It is a defect of the library.
var ErrEngine = errors.New("looplab did not arrive where the table says")

// Move is one transition as it was made.
type Move[S, E State] struct {
	From S
	On   E
	To   S
}

// Hook is told of a move after looplab has made it, in the caller's goroutine
// and with the caller's context. It may call anything, Fire included. Should it
// panic or end its goroutine, the move is as if it had not been: the caller of
// Fire has no new state, and no other call is affected.
type Hook[S, E State] func(context.Context, Move[S, E])

// engine is a pooled looplab machine. looplab's own context, which it cancels
// on return, is not what hooks get.
type engine[S, E State] struct {
	*fsm.FSM
	ctx   context.Context
	move  Move[S, E]
	to    string // where the table says it arrives
	hooks []Hook[S, E]
}

// Fire does what Step does and commits the move on a looplab machine. It is
// safe for concurrent use: every call has a machine to itself. A context that
// is done before the move is begun refuses it; one that is cancelled meanwhile
// does not tear it. A nil context is taken for context.Background.
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
	// Only now: an engine that a panic or a Goexit left is never used again.
	e.ctx, e.hooks = nil, nil
	if err != nil {
		return from, m.refusal(from, on, err, nil)
	}
	m.engines.Put(e)
	return to, nil
}

// commit drives the looplab machine. A context that could be cancelled is
// kept from it: cancelled in mid-event, it would never move again.
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

// done is the error of a context that is done, and its cause where that says
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
			return // commit will say so; no one is told of a move that Fire denies
		}
		for _, hook := range e.hooks {
			hook(e.ctx, e.move)
		}
	}})
	return e
}

// FSM returns a looplab machine of this table in that state, for programs that
// are built on looplab. It knows no guards, and looplab's own rules apply to
// it: one goroutine, no cancelled context, no panic in a leave callback.
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
