package machine

import (
	"context"
	"runtime"
	"sync"
	"testing"

	"github.com/looplab/fsm"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

type lamp uint8

const (
	off lamp = 1 + iota
	on
)

var lamps = Spell[lamp]("lamp", "?", "off", "on")

func (l lamp) String() string { return lamps.String(l) }

// bent returns a machine whose cells no longer agree with its looplab machine.
func bent(change func(cells map[[2]lamp]*cell)) *Machine[lamp, lamp, struct{}] {
	row := Rule[lamp, lamp, struct{}]{By: Customer, Basis: Article, Source: "here"}
	turnOn, turnOff := row, row
	turnOn.From, turnOn.On, turnOn.To = []lamp{off}, on, on
	turnOff.From, turnOff.On, turnOff.To = []lamp{on}, off, off
	m := MustCompile(Table[lamp, lamp, struct{}]{Name: "lamp", States: []lamp{off, on}, Initial: []lamp{off},
		Rules: []Rule[lamp, lamp, struct{}]{turnOn, turnOff}})
	cells := map[[2]lamp]*cell{}
	for _, from := range []lamp{off, on} {
		for _, by := range []lamp{off, on} {
			cells[[2]lamp{from, by}] = &m.next[int(from)*len(m.eventWords)+int(by)]
		}
	}
	change(cells)
	return m
}

// If looplab and the table differ, Fire returns ErrEngine and looplab's own
// error, and calls no hook.
func TestFireNoticesAnotherTarget(t *testing.T) {
	for _, row := range []struct {
		name    string
		machine *Machine[lamp, lamp, struct{}]
		on      lamp
		looplab any
		text    string
	}{
		{"looplab goes elsewhere", bent(func(c map[[2]lamp]*cell) { c[[2]lamp{off, on}].to = uint8(off) }), on, nil,
			"lamp: on from off: looplab went to another state than the table says: on, not off"},
		{"looplab refuses", bent(func(c map[[2]lamp]*cell) { *c[[2]lamp{off, off}] = cell{rule: 1, to: uint8(on)} }), off, new(fsm.InvalidEventError),
			"lamp: off from off: looplab went to another state than the table says: event off inappropriate in current state off"},
	} {
		t.Run(row.name, func(t *testing.T) {
			for range 5 {
				to, err := row.machine.Fire(context.Background(), struct{}{}, off, row.on,
					func(context.Context, Move[lamp, lamp]) {
						assert.Fail(t, "a hook was called for a move that Fire refused")
					})
				assert.Equal(t, off, to)
				require.EqualError(t, err, row.text)
				assert.ErrorIs(t, err, ErrEngine)
				if row.looplab != nil {
					assert.ErrorAs(t, err, row.looplab)
				}
				to, err = row.machine.Fire(context.Background(), struct{}{}, on, off)
				assert.NoError(t, err, "the cell that was not changed still works")
				assert.Equal(t, off, to)
			}
		})
	}
}

// A hook runs after looplab has moved. Then the engine goes back to the pool,
// without the caller's context and hooks.
func TestFireEngines(t *testing.T) {
	m := bent(func(map[[2]lamp]*cell) {})
	made := 0
	var last *engine[lamp, lamp]
	m.engines.New = func() any {
		made++
		last = m.newEngine()
		return last
	}
	for range 100 {
		_, err := m.Fire(context.Background(), struct{}{}, off, on, func(context.Context, Move[lamp, lamp]) {
			if made == 1 {
				assert.Equal(t, "on", last.Current())
			}
		})
		require.NoError(t, err)
		e := m.engines.Get().(*engine[lamp, lamp])
		assert.Nil(t, e.ctx)
		assert.Nil(t, e.hooks)
		m.engines.Put(e)
	}
	assert.Less(t, made, 90, "most engines are used again: the race detector drops one in four, a garbage collection all")

	// An engine whose hook did not return is dropped.
	for _, end := range []func(){func() { panic("boom") }, runtime.Goexit} {
		var used *engine[lamp, lamp]
		m.engines = sync.Pool{New: func() any { used = m.newEngine(); return used }}
		done := make(chan struct{})
		go func() {
			defer close(done)
			defer func() { _ = recover() }()
			_, _ = m.Fire(context.Background(), struct{}{}, off, on, func(context.Context, Move[lamp, lamp]) { end() })
		}()
		<-done
		first := used
		require.NotNil(t, first)
		assert.NotSame(t, first, m.engines.Get())
	}
}
