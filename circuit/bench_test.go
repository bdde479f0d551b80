package circuit

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/looplab/fsm"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
)

// bareLooplab is the time of an Event of looplab alone with four callbacks in this run,
// in nanoseconds. BenchmarkCircuit sets it before its other benchmarks.
var bareLooplab float64

// againstLooplab reports the time of a benchmark as a multiple of looplab's, divided by
// the number of machines that move.
func againstLooplab(b *testing.B, machines int) {
	b.Helper()
	if bareLooplab > 0 {
		ratio := float64(b.Elapsed().Nanoseconds()) / float64(b.N) / bareLooplab
		b.ReportMetric(ratio, "x-looplab")
		if machines > 1 {
			b.ReportMetric(ratio/float64(machines), "x-looplab/machine")
		}
	}
}

// underWay returns a circuit in service with its private peering, in the edition.
func underWay(tb testing.TB, edition Edition) Circuit {
	tb.Helper()
	c := fresh(Spec{Edition: edition, Order: fullOrder, Links: twoLinks, Wants: peering.Wants{Private: privateV4}})
	plan, err := c.Plan()
	require.NoError(tb, err)
	for _, e := range planEvents(plan) {
		c, err = c.Apply(e)
		require.NoError(tb, err)
	}
	return c
}

var (
	configure = Event{Verb: ConfigurePeering, Peering: peeringPrivate}
	finish    = Event{Verb: OperationFinished, Peering: peeringPrivate}
)

// BenchmarkCircuit compares the methods of a circuit with a bare looplab machine of its
// status, with all four callbacks, in the same run.
//
//	go test ./circuit -run '^$' -bench Circuit -cpu 1 -count 5
func BenchmarkCircuit(b *testing.B) {
	c := underWay(b, EditionToday)
	writing, err := c.Apply(configure)
	require.NoError(b, err)

	b.Run("looplab.Event", func(b *testing.B) {
		b.ReportAllocs()
		nothing := func(context.Context, *fsm.Event) {}
		engine := providerProvisioning.FSM(NotProvisioned, fsm.Callbacks{
			"before_event": nothing, "leave_state": nothing, "enter_state": nothing, "after_event": nothing,
		})
		words := [2]string{ProvisioningFinished.String(), DeprovisioningFinished.String()}
		i := 0
		for b.Loop() {
			if err := engine.Event(context.Background(), words[i&1]); err != nil {
				b.Fatal(err)
			}
			i++
		}
		bareLooplab = float64(b.Elapsed().Nanoseconds()) / float64(b.N)
		againstLooplab(b, 1)
	})
	for _, bench := range []struct {
		name string
		c    Circuit
		e    Event
	}{
		{"ConfigurePeering, eight guards", c, configure},
		{"OperationFinished, none", writing, finish},
		{"RequestDeprovisioning, two", c, Event{Verb: RequestDeprovisioning}},
		{"UnlinkNetwork", c, Event{Verb: UnlinkNetwork, Link: "/vnet1"}},
	} {
		b.Run("Apply "+bench.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := bench.c.Apply(bench.e); err != nil {
					b.Fatal(err)
				}
			}
			againstLooplab(b, 1)
		})
		b.Run("Can "+bench.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if !bench.c.Can(bench.e) {
					b.Fatal("refused")
				}
			}
			againstLooplab(b, 1)
		})
	}
	for _, bench := range refused(b) {
		b.Run("Check refused, "+bench.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if bench.c.Check(bench.e) == nil {
					b.Fatal("permitted")
				}
			}
			againstLooplab(b, 1)
		})
	}
	b.Run("commit alone, two machines", func(b *testing.B) {
		b.ReportAllocs()
		events := [2]Event{{Verb: RefreshCircuit}, {Verb: OperationFinished}}
		at := c
		i := 0
		for b.Loop() {
			next, err := fired(context.Background(), at, events[i&1])
			if err != nil {
				b.Fatal(err)
			}
			at.state = next
			i++
		}
		againstLooplab(b, 2)
	})
	b.Run("a million States stepped 4 times", func(b *testing.B) {
		million := make([]State, 1_000_000)
		for i := range million {
			million[i] = c.state
		}
		for b.Loop() {
			at := c
			for range 2 {
				for _, e := range [2]Event{configure, finish} {
					for i := range million {
						at.state = million[i]
						next, err := at.Apply(e)
						if err != nil {
							b.Fatal(err)
						}
						million[i] = next.state
					}
				}
			}
		}
		b.ReportMetric(b.Elapsed().Seconds()/float64(b.N), "s/4-million-steps")
	})
}

// refusal returns a circuit and an event that it refuses.
type refusal struct {
	name string
	c    Circuit
	e    Event
}

func refused(tb testing.TB) []refusal {
	c := underWay(tb, EditionToday)
	created := fresh(Spec{Order: fullOrder, Links: twoLinks, Wants: peering.Wants{Private: privateV4}})
	for _, v := range []Verb{CreateCircuit, OperationFinished} {
		next, err := created.Apply(Event{Verb: v})
		require.NoError(tb, err)
		created = next
	}
	return []refusal{
		{"one unmet", created, configure},
		{"two unmet", created, Event{Verb: LinkNetwork, Link: "/vnet1"}},
		{"delete in service, all unmet", c, Event{Verb: DeleteCircuit}},
		{"no rule", created, Event{Verb: DeprovisioningFinished}},
	}
}

// plannable are the circuits whose plans have a time limit.
func plannable(tb testing.TB, name string) Circuit {
	switch name {
	case "2016, three IPv4 peerings":
		return fresh(Spec{Edition: Edition2016, Order: fullOrder, Wants: peering.Wants{Private: privateV4, Public: publicV4, Microsoft: microsoftV4}})
	case "today, dual-stack, 2 links":
		return fresh(Spec{Order: fullOrder, Links: twoLinks, Wants: peering.Wants{Private: dualPrivate(), Microsoft: dualMicrosoft()}})
	}
	order := fullOrder
	order.Bandwidth = 2000
	var links []Link
	for i := range 60 {
		links = append(links, Link{Network: fmt.Sprintf("/subscriptions/s/networks/%d", i), OtherSubscription: i%2 == 1})
	}
	return fresh(Spec{Order: order, Links: links, Wants: peering.Wants{Private: dualPrivate(), Microsoft: dualMicrosoft()}})
}

// BenchmarkPlan measures the plan from a fresh circuit to one in service, and the
// teardown from there.
//
//	go test ./circuit -run '^$' -bench Plan -cpu 1 -count 5
func BenchmarkPlan(b *testing.B) {
	for _, name := range []string{"2016, three IPv4 peerings", "today, dual-stack, 2 links", "today, dual-stack, 60 links"} {
		c := plannable(b, name)
		plan, err := c.Plan()
		require.NoError(b, err)
		up := c
		for _, e := range planEvents(plan) {
			up, err = up.Apply(e)
			require.NoError(b, err)
		}
		b.Run(name+", both", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := c.Plan(); err != nil {
					b.Fatal(err)
				}
				if _, err := up.Teardown(); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/1000, "ms/op")
		})
	}
}

// apart returns pairs of circuits that are that many events of a plan apart: the known
// one and the one that is read.
func apart(tb testing.TB, n int) []struct {
	known Circuit
	read  Observation
} {
	var all []struct {
		known Circuit
		read  Observation
	}
	for _, name := range []string{"2016, three IPv4 peerings", "today, dual-stack, 2 links"} {
		c := plannable(tb, name)
		plan, err := c.Plan()
		require.NoError(tb, err)
		way := []Circuit{c}
		up := c
		for _, e := range planEvents(plan) {
			up, err = up.Apply(e)
			require.NoError(tb, err)
			way = append(way, up)
		}
		plan, err = up.Teardown()
		require.NoError(tb, err)
		for _, e := range planEvents(plan) {
			up, err = up.Apply(e)
			require.NoError(tb, err)
			way = append(way, up)
		}
		for i := 1; i+n < len(way)-1; i++ {
			all = append(all, struct {
				known Circuit
				read  Observation
			}{way[i], shown(way[i+n], day(1))})
		}
		// Also changes that no plan makes: several states of one peering at once, with
		// and without events that explain them.
		known, r := way[len(way)/2], seeded(name)
		for range 40 {
			other := known
			for range n {
				options := slices.DeleteFunc(other.Options(), func(o Option) bool { return !o.Ready() || o.Event.Verb == CircuitDeleted })
				next, err := other.Apply(options[r.IntN(len(options))].Event)
				require.NoError(tb, err)
				other = next
			}
			all = append(all, struct {
				known Circuit
				read  Observation
			}{known, shown(other, day(1))})
		}
	}
	return all
}

// BenchmarkObserve measures a read of a circuit after four events.
//
//	go test ./circuit -run '^$' -bench Observe -cpu 1 -count 5
func BenchmarkObserve(b *testing.B) {
	pairs := apart(b, 4)
	b.Run("four events apart", func(b *testing.B) {
		b.ReportAllocs()
		var took []time.Duration
		i := 0
		for b.Loop() {
			pair := pairs[i%len(pairs)]
			start := time.Now()
			if _, _, err := pair.known.Observe(pair.read); err != nil {
				b.Fatal(err)
			}
			took = append(took, time.Since(start))
			i++
		}
		slices.Sort(took)
		at := func(q float64) float64 { return float64(took[int(q*float64(len(took)-1))].Microseconds()) / 1000 }
		b.ReportMetric(at(0.5), "p50-ms")
		b.ReportMetric(at(0.99), "p99-ms")
		b.ReportMetric(at(1), "max-ms")
	})
	b.Run("nothing new", func(b *testing.B) {
		b.ReportAllocs()
		c := underWay(b, EditionToday)
		o := shown(c, day(1))
		c, _, err := c.Observe(o)
		require.NoError(b, err)
		o.At = day(2)
		for b.Loop() {
			if _, _, err := c.Observe(o); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("no account, to the bound", func(b *testing.B) {
		b.ReportAllocs()
		c := fresh(Spec{Order: fullOrder, Wants: peering.Wants{Private: dualPrivate(), Microsoft: dualMicrosoft()}})
		plan, err := c.Plan()
		require.NoError(b, err)
		for _, e := range planEvents(plan) {
			c, err = c.Apply(e)
			require.NoError(b, err)
		}
		o := shown(c, day(1))
		o.State.Provider, o.State.Microsoft.Operation, o.State.Private.Operation = NotApplicable, peering.Canceled, peering.Canceled
		for b.Loop() {
			if _, _, err := c.Observe(o); err != nil {
				b.Fatal(err)
			}
		}
		b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/1000, "ms/op")
	})
}

// TestApplyAndCanAllocateNothing checks that Apply and Can do not allocate, for every event
// of a plan and of a teardown.
func TestApplyAndCanAllocateNothing(t *testing.T) {
	for _, name := range []string{"2016, three IPv4 peerings", "today, dual-stack, 2 links"} {
		c := plannable(t, name)
		plan, err := c.Plan()
		require.NoError(t, err)
		c = noAllocations(t, c, plan)
		plan, err = c.Teardown()
		require.NoError(t, err)
		noAllocations(t, c, plan)
	}
}

func noAllocations(t *testing.T, c Circuit, p Plan) Circuit {
	t.Helper()
	for _, e := range planEvents(p) {
		var next Circuit
		assert.Zero(t, testing.AllocsPerRun(10, func() { next, _ = c.Apply(e) }), "Apply %s", e)
		assert.Zero(t, testing.AllocsPerRun(10, func() { c.Can(e) }), "Can %s", e)
		require.True(t, c.Can(e))
		c = next
	}
	return c
}

// TestCanRefusedAllocatesNothing checks that Can does not allocate if it returns false.
func TestCanRefusedAllocatesNothing(t *testing.T) {
	for _, r := range refused(t) {
		assert.False(t, r.c.Can(r.e), r.name)
		assert.Zero(t, testing.AllocsPerRun(10, func() { r.c.Can(r.e) }), r.name)
	}
}

// TestRefusedCheckAllocatesLittle checks that a refused Check allocates at most three times.
func TestRefusedCheckAllocatesLittle(t *testing.T) {
	if raced {
		t.Skip("the race detector allocates")
	}
	for _, r := range refused(t) {
		var err error
		n := testing.AllocsPerRun(10, func() { err = r.c.Check(r.e) })
		var of *machine.TransitionError
		require.ErrorAs(t, err, &of)
		assert.LessOrEqual(t, n, 3.0, "%s: %d unmet", r.name, len(of.Unmet))
	}
}
