package prefixes_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/expressroute-go/expressroute/machine"
	. "github.com/expressroute-go/expressroute/prefixes"
)

// arrows lists all transitions. What is not here has no rule.
var arrows = []string{
	"NotConfigured->Submitted->NotConfigured",
	"NotConfigured->ValidationStarted->Configuring",
	"ValidationNeeded->ValidationStarted->Configuring",
	"NotConfigured->Withdrawn->NotConfigured",

	"Configuring->Submitted->NotConfigured",
	"Configuring->Validated->Configured",
	"Configuring->NotMatched->ValidationNeeded",
	"Configuring->Withdrawn->NotConfigured",

	"Configured->Submitted->NotConfigured",
	"Configured->ValidationStarted->Configuring",
	"Configured->Withdrawn->NotConfigured",

	"ValidationNeeded->Submitted->NotConfigured",
	"ValidationNeeded->TicketOpened->ManualValidation",
	"ValidationNeeded->Signed->Configuring",
	"ValidationNeeded->Withdrawn->NotConfigured",

	"ManualValidation->Submitted->NotConfigured",
	"ManualValidation->TicketOpened->ManualValidation",
	"ManualValidation->EvidenceAccepted->Configured",
	"ManualValidation->EvidenceRejected->ValidationNeeded",
	"ManualValidation->Signed->Configuring",
	"ManualValidation->Withdrawn->NotConfigured",
}

// everything is the Facts for which every guard holds.
var everything = Facts{Listed: machine.Yes, Signatures: machine.Yes}

// target returns the state that the arrows lead to, false if there is no arrow.
func target(from State, on Event) (State, bool) {
	for _, arrow := range arrows {
		if to, ok := strings.CutPrefix(arrow, from.String()+"->"+on.String()+"->"); ok {
			s, err := machine.Parse[State](to)
			return s, err == nil
		}
	}
	return 0, false
}

func TestMachine(t *testing.T) {
	moves := 0
	for from := range States() {
		for on := range Events() {
			want, ok := target(from, on)
			name := from.String() + "->" + on.String()
			if ok {
				moves++
				name += "->" + want.String()
			}
			t.Run(name, func(t *testing.T) {
				to, err := Machine().Step(everything, from, on)
				_, hasRule := Machine().Rule(from, on)
				assert.Equal(t, ok, hasRule)
				assert.Equal(t, ok, Machine().Can(everything, from, on))
				if ok {
					require.NoError(t, err)
					assert.Equal(t, want, to)
					return
				}
				var refused *machine.TransitionError
				require.ErrorAs(t, err, &refused)
				require.ErrorIs(t, err, machine.ErrNoRule)
				assert.Equal(t, from, to)
			})
		}
	}
	assert.Len(t, arrows, moves, "every arrow has a known state and event")
}

// A state or event that is not declared has no rule.
func TestMachineUndeclared(t *testing.T) {
	for _, from := range []State{0, ManualValidation + 1, 255} {
		for on := range Events() {
			_, err := Machine().Step(everything, from, on)
			assert.ErrorIs(t, err, machine.ErrNoRule)
		}
	}
	for from := range States() {
		for _, on := range []Event{0, Withdrawn + 1, 255} {
			_, err := Machine().Step(everything, from, on)
			assert.ErrorIs(t, err, machine.ErrNoRule)
		}
	}
}

// The looplab machine and the table agree for every state and event.
func TestMachineIsEngine(t *testing.T) {
	for from := range States() {
		for on := range Events() {
			want, ok := target(from, on)
			engine := Machine().FSM(from, nil)
			assert.Equal(t, ok, engine.Can(on.String()), "%s->%s", from, on)
			err := engine.Event(context.Background(), on.String())
			if !ok {
				assert.Error(t, err, "%s->%s", from, on)
				want = from
			}
			assert.Equal(t, want.String(), engine.Current(), "%s->%s", from, on)

			to, _ := Machine().Fire(context.Background(), everything, from, on)
			assert.Equal(t, want, to, "%s->%s", from, on)
		}
	}
}

func TestGuards(t *testing.T) {
	for _, tc := range []struct {
		from State
		on   Event
		need machine.Need
		fact func(machine.Truth) Facts
		no   string // found if the fact is No
		look string // found if the fact is Unknown
	}{
		{NotConfigured, ValidationStarted, NeedPrefixes, func(u machine.Truth) Facts { return Facts{Listed: u} },
			"an empty list", "not observed; read the peering"},
		{ValidationNeeded, Signed, NeedSignatures, func(u machine.Truth) Facts { return Facts{Signatures: u} },
			"an API version without signatures", "not observed; read the API version"},
		{ManualValidation, Signed, NeedSignatures, func(u machine.Truth) Facts { return Facts{Signatures: u} },
			"an API version without signatures", "not observed; read the API version"},
	} {
		for _, truth := range []machine.Truth{machine.Unknown, machine.No, machine.Yes} {
			t.Run(tc.from.String()+"->"+tc.on.String()+" "+truth.String(), func(t *testing.T) {
				to, err := Machine().Step(tc.fact(truth), tc.from, tc.on)
				if truth == machine.Yes {
					require.NoError(t, err)
					return
				}
				assert.Equal(t, tc.from, to)
				require.ErrorIs(t, err, machine.ErrUnmet)
				var refused *machine.TransitionError
				require.ErrorAs(t, err, &refused)
				require.Len(t, refused.Unmet, 1)
				unmet := refused.Unmet[0]
				assert.Equal(t, tc.need, unmet.Need)
				assert.Equal(t, machine.Customer, unmet.Actor)
				assert.Equal(t, truth == machine.Unknown, unmet.Unknown)
				want := tc.no
				if truth == machine.Unknown {
					want = tc.look
				}
				assert.Equal(t, want, unmet.Found)
			})
		}
	}
}

// A rule without guards applies without any facts.
func TestRulesWithoutGuards(t *testing.T) {
	guarded := []Event{ValidationStarted, Signed}
	for from := range States() {
		for on := range Events() {
			if _, ok := target(from, on); ok {
				assert.Equal(t, !slices.Contains(guarded, on), Machine().Can(Facts{}, from, on), "%s->%s", from, on)
			}
		}
	}
}

// The customer writes, Microsoft validates, Support decides on proof.
func TestActors(t *testing.T) {
	actors := map[Event]machine.Actor{
		Submitted: machine.Customer, ValidationStarted: machine.Microsoft, Validated: machine.Microsoft,
		NotMatched: machine.Microsoft, TicketOpened: machine.Customer, EvidenceAccepted: machine.Support,
		EvidenceRejected: machine.Support, Signed: machine.Customer, Withdrawn: machine.Customer,
	}
	for rule := range Machine().Rules() {
		assert.Equal(t, actors[rule.On], rule.By, "%s", rule.On)
	}
}

// Every rule and guard cites a public source.
func TestSources(t *testing.T) {
	public := func(source string) bool {
		return slices.ContainsFunc([]string{"https://", "github.com/", "recorded: github.com/", "RFC "},
			func(start string) bool { return strings.HasPrefix(source, start) })
	}
	for rule := range Machine().Rules() {
		assert.True(t, public(rule.Source), rule.Source)
		for _, guard := range rule.Needs {
			assert.True(t, public(guard.Source), guard.Source)
		}
	}
	for _, problem := range everyProblem {
		assert.True(t, public(problem.Source), problem.Source)
		assert.NotZero(t, problem.Basis, problem.Need)
		assert.NotEmpty(t, problem.Fix, problem.Need)
	}
}
