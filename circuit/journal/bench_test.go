package journal_test

import (
	"context"
	"testing"

	"github.com/looplab/fsm"
	"github.com/stretchr/testify/require"

	"github.com/expressroute-go/expressroute/circuit"
	"github.com/expressroute-go/expressroute/circuit/journal"
	"github.com/expressroute-go/expressroute/peering"
)

// BenchmarkTracker puts a tracker that moves two machines, the status and the
// circuit's operation, beside a bare looplab machine with a callback in each of
// four places, in the same run. A tracker makes a thousand moves, and then
// another takes its place: one that keeps millions of records measures how fast
// the operating system hands out memory.
//
//	go test ./circuit/journal -run '^$' -bench Tracker -cpu 1 -count 5
func BenchmarkTracker(b *testing.B) {
	events := [2]circuit.Event{{Verb: circuit.RefreshCircuit}, {Verb: circuit.OperationFinished}}
	var bareLooplab float64
	b.Run("looplab.Event", func(b *testing.B) {
		b.ReportAllocs()
		nothing := func(context.Context, *fsm.Event) {}
		engine := fsm.NewFSM("NotProvisioned", fsm.Events{
			{Name: "ProvisioningStarted", Src: []string{"NotProvisioned"}, Dst: "Provisioning"},
			{Name: "ProvisioningFinished", Src: []string{"NotProvisioned", "Provisioning"}, Dst: "Provisioned"},
			{Name: "ProvisioningAbandoned", Src: []string{"Provisioning"}, Dst: "NotProvisioned"},
			{Name: "DeprovisioningStarted", Src: []string{"Provisioned"}, Dst: "Deprovisioning"},
			{Name: "DeprovisioningFinished", Src: []string{"Provisioning", "Provisioned", "Deprovisioning"}, Dst: "NotProvisioned"},
		}, fsm.Callbacks{"before_event": nothing, "leave_state": nothing, "enter_state": nothing, "after_event": nothing})
		words := [2]string{"ProvisioningFinished", "DeprovisioningFinished"}
		i := 0
		for b.Loop() {
			if err := engine.Event(context.Background(), words[i&1]); err != nil {
				b.Fatal(err)
			}
			i++
		}
		bareLooplab = float64(b.Elapsed().Nanoseconds()) / float64(b.N)
		b.ReportMetric(1, "x-looplab/machine")
	})
	for _, bench := range []struct {
		name    string
		spec    circuit.Spec
		options journal.Options
	}{
		{"Fire, no links, keep all", circuit.Spec{Order: order, Wants: peering.Wants{Private: private()}}, journal.Options{}},
		{"Fire, no links, keep 100", circuit.Spec{Order: order, Wants: peering.Wants{Private: private()}}, journal.Options{Keep: 100}},
		{"Fire, two links, keep 100", circuit.Spec{Order: order, Links: twoLinks, Wants: peering.Wants{Private: private()}}, journal.Options{Keep: 100}},
		{"Fire, two links, keep 100, a hook", circuit.Spec{Order: order, Links: twoLinks, Wants: peering.Wants{Private: private()}}, journal.Options{Keep: 100, Hooks: []func(journal.Record){func(journal.Record) {}}}},
	} {
		b.Run(bench.name, func(b *testing.B) {
			b.ReportAllocs()
			start, at, i := inService(b, bench.spec), day(1), 0
			tracker := journal.NewTracker(start, bench.options)
			for b.Loop() {
				if i%1000 == 0 {
					tracker = journal.NewTracker(start, bench.options)
				}
				if _, err := tracker.Fire(context.Background(), at, events[i&1]); err != nil {
					b.Fatal(err)
				}
				i++
			}
			if bareLooplab > 0 {
				b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/bareLooplab/2, "x-looplab/machine")
			}
		})
	}
	b.Run("Observe, nothing new", func(b *testing.B) {
		b.ReportAllocs()
		tracker := journal.NewTracker(inService(b, office()), journal.Options{})
		o := shown(tracker.Circuit(), day(1))
		_, err := tracker.Observe(o)
		require.NoError(b, err)
		before := len(tracker.Journal())
		for b.Loop() {
			if _, err := tracker.Observe(o); err != nil {
				b.Fatal(err)
			}
		}
		require.Len(b, tracker.Journal(), before)
	})
}
