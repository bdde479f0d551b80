package circuit

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/expressroute-go/expressroute/peering"
)

// TestFailedChangeIsExplained checks that a change of the order that is in flight and
// then fails is explained as one failure, and not as a change back.
func TestFailedChangeIsExplained(t *testing.T) {
	was := seenOrdered(smallOrder, Spec{Order: largeOrder, Wants: peering.Wants{Private: privateV4}})
	for _, verb := range []Verb{ChangeBandwidth, ChangeTier, ChangeBilling} {
		t.Run(verb.String(), func(t *testing.T) {
			changing, err := was.Apply(Event{Verb: verb})
			require.NoError(t, err)
			o := shown(was, day(1))
			o.State.Operation = peering.Failed
			c, x := mustObserve(t, changing, o)
			assert.Equal(t, []Event{{Verb: OperationFailed}}, x.Events)
			assert.Empty(t, x.Drift)
			assert.Empty(t, x.Against)
			assert.Equal(t, smallOrder, c.Have().Order)
			failed, err := changing.Apply(Event{Verb: OperationFailed})
			require.NoError(t, err)
			assert.Equal(t, failed.state, c.state)

			done, err := changing.Apply(Event{Verb: OperationFinished})
			require.NoError(t, err)
			o = shown(done, day(2))
			_, x = mustObserve(t, changing, o)
			assert.Equal(t, []Event{{Verb: OperationFinished}}, x.Events)
			assert.Empty(t, x.Drift)
		})
	}
}
