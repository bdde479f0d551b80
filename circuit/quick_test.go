package circuit

import (
	"testing"

	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
)

func BenchmarkQuickApply(b *testing.B) {
	c, _ := New(smokeSpec(Today))
	for _, e := range []Event{{Verb: OrderConnectivity}, {Verb: CreateCircuit}, {Verb: OperationFinished}, {Verb: HandOverServiceKey}, {Verb: ProvisioningFinished}} {
		var err error
		if c, err = c.Apply(e); err != nil {
			b.Fatal(err)
		}
	}
	e := Event{Verb: ConfigurePeering, Peering: peering.Private}
	b.Run("apply", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			_, _ = c.Apply(e)
		}
	})
	b.Run("can", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			c.Can(e)
		}
	})
	b.Run("refused", func(b *testing.B) {
		b.ReportAllocs()
		e := Event{Verb: DeleteCircuit}
		for b.Loop() {
			_ = c.Check(e)
		}
	})
	b.Run("looplab", func(b *testing.B) {
		f := peering.Administration.FSM(peering.Absent, nil)
		_ = f
		b.ReportAllocs()
		for b.Loop() {
			_, _ = peering.Administration.Fire(b.Context(), struct{}{}, peering.Absent, peering.Configure)
		}
	})
	_ = machine.Yes
}
