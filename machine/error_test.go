package machine_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/expressroute-go/expressroute/machine"
)

func TestTransitionErrorText(t *testing.T) {
	for _, row := range []struct {
		name string
		err  error
		want string
	}{
		{"no rule", fibre.Check(ready, Removed, Patch),
			"cross-connect: Patch from Removed: the event has no rule in this state"},
		{"one unmet", fibre.Check(Room{Clean: machine.Yes, Rolled: machine.No}, Patched, Light),
			"cross-connect: Light from Patched: conditions are not met: transmit must be connected to receive: " +
				"found transmit connected to transmit; Provider can swap the two fibres (Observed: rules of the data center)"},
		{"two unmet", fibre.Check(Room{Letter: machine.No}, Ordered, Patch),
			"cross-connect: Patch from Ordered: conditions are not met: the letter of authorization must have arrived: " +
				"found a letter for another cage; Customer can send it (Enforced: rules of the data center); " +
				"the last bill must be paid: found nothing observed; Customer can pay it (Inferred: rules of the data center)"},
		{"never observed", fibre.Check(ready, 0, Patch),
			"cross-connect: Patch from not observed: the event has no rule in this state"},
		{"unknown state and event", fibre.Check(ready, 9, 99),
			"cross-connect: Act(99) from Fibre(9): the event has no rule in this state"},
		{"without Err", &machine.TransitionError{Machine: "m", Event: "e", From: "f"}, "m: e from f: "},
	} {
		t.Run(row.name, func(t *testing.T) { assert.EqualError(t, row.err, row.want) })
	}
}

// A refusal by guards and a missing rule are different errors.
func TestTransitionErrorIs(t *testing.T) {
	unmet, noRule := fibre.Check(Room{}, Patched, Light), fibre.Check(Room{}, Removed, Light)
	assert.ErrorIs(t, unmet, machine.ErrUnmet)
	assert.NotErrorIs(t, unmet, machine.ErrNoRule)
	assert.ErrorIs(t, noRule, machine.ErrNoRule)
	assert.NotErrorIs(t, noRule, machine.ErrUnmet)

	var refused *machine.TransitionError
	require.ErrorAs(t, fmt.Errorf("cage 12: %w", unmet), &refused)
	assert.Equal(t, "cross-connect", refused.Machine)
	assert.Equal(t, "Light", refused.Event)
	assert.Equal(t, "Patched", refused.From)
	assert.Len(t, refused.Unmet, 2)
	require.ErrorAs(t, noRule, &refused)
	assert.Empty(t, refused.Unmet)
}

// Changing one error does not change the next one.
func TestTransitionErrorsDoNotShare(t *testing.T) {
	var first, second *machine.TransitionError
	require.ErrorAs(t, fibre.Check(Room{}, Patched, Light), &first)
	first.Unmet[0] = machine.Unmet{}
	require.ErrorAs(t, fibre.Check(Room{}, Patched, Light), &second)
	assert.Equal(t, NeedClean, second.Unmet[0].Need)
}

func TestLacks(t *testing.T) {
	light, patch := fibre.Check(Room{}, Patched, Light), fibre.Check(ready, Ordered, Patch)
	require.NoError(t, patch)
	patch = fibre.Check(Room{Letter: machine.Yes}, Ordered, Patch)
	problems := machine.Problems{{Path: "vlan", Unmet: machine.Unmet{Need: "NeedVLAN"}}}
	for _, row := range []struct {
		name string
		err  error
		need machine.Need
		want bool
	}{
		{"nil", nil, NeedClean, false},
		{"nil, no need", nil, "", false},
		{"another error", errors.New("NeedClean"), NeedClean, false},
		{"no rule", fibre.Check(Room{}, Removed, Light), NeedClean, false},
		{"the first", light, NeedClean, true},
		{"the last", light, NeedRolled, true},
		{"of another rule", light, NeedLetter, false},
		{"no need", light, "", false},
		{"one that holds", patch, NeedLetter, false},
		{"wrapped", fmt.Errorf("cage 12: %w", light), NeedClean, true},
		{"joined, the first", errors.Join(light, patch), NeedClean, true},
		{"joined, the second", errors.Join(light, patch), NeedPaid, true},
		{"inside a refusal", &machine.TransitionError{Err: patch}, NeedPaid, true},
		{"a configuration", problems.Err(), "NeedVLAN", true},
		{"a configuration, another", problems.Err(), NeedPaid, false},
	} {
		t.Run(row.name, func(t *testing.T) { assert.Equal(t, row.want, machine.Lacks(row.err, row.need)) })
	}
}

func TestUnmetString(t *testing.T) {
	u := machine.Unmet{Want: "it must", Found: "it does not", Basis: machine.Article, Source: "§1"}
	assert.Equal(t, "it must: found it does not (Article: §1)", u.String())
	u.Actor, u.Fix = machine.Microsoft, "repair it"
	assert.Equal(t, "it must: found it does not; Microsoft can repair it (Article: §1)", u.String())
}

func TestUnmetIsComparableAndJSON(t *testing.T) {
	in := machine.Unmet{Need: "NeedX", Want: "w", Found: "f", Actor: machine.Support, Fix: "x",
		Basis: machine.Inferred, Source: "s", Unknown: true}
	data, err := json.Marshal(in)
	require.NoError(t, err)
	assert.JSONEq(t, `{"need":"NeedX","want":"w","found":"f","actor":"Support","fix":"x","basis":"Inferred","source":"s","unknown":true}`, string(data))
	var out machine.Unmet
	require.NoError(t, json.Unmarshal(data, &out))
	assert.True(t, in == out)

	data, err = json.Marshal(machine.Unmet{Need: "NeedX", Basis: machine.Article})
	require.NoError(t, err)
	assert.JSONEq(t, `{"need":"NeedX","want":"","found":"","basis":"Article","source":""}`, string(data))
}
