package peering

import (
	"context"
	"errors"
	"slices"
	"testing"

	"github.com/looplab/fsm"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/expressroute-go/expressroute/machine"
)

func TestAdministration(t *testing.T) {
	exhaust(t, Administration(), slices.Collect(Admins()), []AdminEvent{Configure, Disable, Enable, Refuse, Remove}, map[string]string{
		"Absent->Configure":   "Enabled",
		"Absent->Remove":      "Absent",
		"Disabled->Configure": "Disabled",
		"Disabled->Enable":    "Enabled",
		"Disabled->Refuse":    "Disabled",
		"Disabled->Remove":    "Absent",
		"Enabled->Configure":  "Enabled",
		"Enabled->Disable":    "Disabled",
		"Enabled->Refuse":     "Disabled",
		"Enabled->Remove":     "Absent",
	})
}

func TestResourceOperation(t *testing.T) {
	exhaust(t, ResourceOperation(), slices.Collect(Operations()), []OperationEvent{Write, Delete, Finish, Fail, Spread, Vanish}, map[string]string{
		"NoResource->Write": "Updating",
		"Creating->Finish":  "Succeeded",
		"Creating->Fail":    "Failed",
		"Creating->Spread":  "Failed",
		"Creating->Delete":  "Deleting",
		"Updating->Finish":  "Succeeded",
		"Updating->Fail":    "Failed",
		"Updating->Spread":  "Failed",
		"Updating->Delete":  "Deleting",
		"Succeeded->Write":  "Updating",
		"Succeeded->Spread": "Failed",
		"Succeeded->Delete": "Deleting",
		"Failed->Write":     "Updating",
		"Failed->Spread":    "Failed",
		"Failed->Delete":    "Deleting",
		"Canceled->Write":   "Updating",
		"Canceled->Spread":  "Failed",
		"Canceled->Delete":  "Deleting",
		"Deleting->Fail":    "Failed",
		"Deleting->Spread":  "Failed",
		"Deleting->Delete":  "Deleting",
		"Deleting->Vanish":  "NoResource",
	})
}

// exhaust checks that every event in every state leads where want says, or has
// no rule; and that the looplab machine of the same table does the same. It
// also tries states and events that are not declared.
func exhaust[S, E machine.State](t *testing.T, m *machine.Machine[S, E, struct{}], states []S, events []E, want map[string]string) {
	t.Helper()
	assert.Equal(t, states, slices.Collect(m.States()))
	cells := 0
	for _, from := range append(states, 0, 200) {
		for _, on := range append(events, 0, 200) {
			arrow := from.String() + "->" + on.String()
			to, err := m.Step(struct{}{}, from, on)
			next, declared := want[arrow]
			if !declared {
				require.ErrorIs(t, err, machine.ErrNoRule, arrow)
				assert.Equal(t, from, to, arrow)
			} else {
				cells++
				require.NoError(t, err, arrow)
				assert.Equal(t, next, to.String(), arrow)
			}
			assert.Equal(t, declared, m.Can(struct{}{}, from, on), arrow)
			byLooplab, moved := looplab(m, from, on)
			assert.Equal(t, declared, moved, "looplab: %s", arrow)
			assert.Equal(t, to.String(), byLooplab, "looplab: %s", arrow)
		}
	}
	assert.Equal(t, len(want), cells)
}

// looplab fires the event on a looplab machine.
func looplab[S, E machine.State](m *machine.Machine[S, E, struct{}], from S, on E) (to string, moved bool) {
	engine := m.FSM(from, nil)
	err := engine.Event(context.Background(), on.String())
	var same fsm.NoTransitionError
	return engine.Current(), err == nil || errors.As(err, &same) && same.Err == nil
}
