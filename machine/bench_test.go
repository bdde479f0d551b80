package machine_test

import (
	"context"
	"testing"

	"github.com/looplab/fsm"

	"github.com/expressroute-go/expressroute/machine"
)

// bare is the time of one event in the last benchmark of looplab alone, in
// nanoseconds.
var bare float64

// report adds to a benchmark its time as a multiple of looplab's in the same
// run.
func report(b *testing.B) {
	if bare > 0 {
		b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/bare, "x-looplab")
	}
}

// BenchmarkMachine compares the compiled table with a looplab machine of the
// same four states and four callbacks. Both go back and forth between Patched
// and Lit.
//
//	go test ./machine -run '^$' -bench Machine -cpu 1 -count 10
func BenchmarkMachine(b *testing.B) {
	back := [2]Act{Light, Cut}
	nothing := func(context.Context, *fsm.Event) {}

	b.Run("looplab.Event", func(b *testing.B) {
		b.ReportAllocs()
		engine := fibre.FSM(Patched, fsm.Callbacks{
			"before_event": nothing, "leave_state": nothing, "enter_state": nothing, "after_event": nothing,
		})
		words := [2]string{Light.String(), Cut.String()}
		i := 0
		for b.Loop() {
			if err := engine.Event(background, words[i&1]); err != nil {
				b.Fatal(err)
			}
			i++
		}
		bare = float64(b.Elapsed().Nanoseconds()) / float64(b.N)
		report(b)
	})
	b.Run("Step", func(b *testing.B) {
		b.ReportAllocs()
		at, i := Patched, 0
		var err error
		for b.Loop() {
			if at, err = fibre.Step(ready, at, back[i&1]); err != nil {
				b.Fatal(err)
			}
			i++
		}
		report(b)
	})
	b.Run("Step two guards", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := fibre.Step(ready, Patched, Light); err != nil {
				b.Fatal(err)
			}
		}
		report(b)
	})
	b.Run("Can two guards", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if !fibre.Can(ready, Patched, Light) {
				b.Fatal("refused")
			}
		}
		report(b)
	})
	b.Run("Can refused", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if fibre.Can(Room{}, Patched, Light) {
				b.Fatal("permitted")
			}
		}
		report(b)
	})
	b.Run("Check two unmet", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if fibre.Check(Room{}, Patched, Light) == nil {
				b.Fatal("permitted")
			}
		}
		report(b)
	})
	b.Run("Check no rule", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if fibre.Check(ready, Removed, Light) == nil {
				b.Fatal("permitted")
			}
		}
		report(b)
	})
	b.Run("Events", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			n := 0
			for range fibre.Events(ready, Patched) {
				n++
			}
			if n != 2 {
				b.Fatal(n)
			}
		}
		report(b)
	})

	cancellable, cancel := context.WithCancel(background)
	defer cancel()
	fire := func(ctx context.Context, hooks ...hook) func(*testing.B) {
		return func(b *testing.B) {
			b.ReportAllocs()
			at, i := Patched, 0
			var err error
			for b.Loop() {
				if at, err = fibre.Fire(ctx, ready, at, back[i&1], hooks...); err != nil {
					b.Fatal(err)
				}
				i++
			}
			report(b)
		}
	}
	b.Run("Fire", fire(background))
	b.Run("Fire hook", fire(background, func(context.Context, move) {}))
	b.Run("Fire cancellable", fire(cancellable, func(context.Context, move) {}))
}

func BenchmarkFireParallel(b *testing.B) {
	ctx, cancel := context.WithCancel(background)
	defer cancel()
	b.ReportAllocs()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			if _, err := fibre.Fire(ctx, ready, Patched, Light); err != nil {
				b.Error(err)
				return
			}
		}
	})
}

func BenchmarkCompile(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := machine.Compile(crossConnect); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkSecret(b *testing.B) {
	b.Run("New", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			machine.NewSecret(canary)
		}
	})
	b.Run("Reveal", func(b *testing.B) {
		b.ReportAllocs()
		s := machine.NewSecret(canary)
		for b.Loop() {
			s.Reveal()
		}
	})
}
