package circuit

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
)

const (
	yes, no, unknown = machine.Yes, machine.No, machine.Unknown
)

// ordering is a circuit in service that was ordered as have, and that is wanted
// as want. Nothing is on it.
func ordering(t *testing.T, edition Edition, have, want Order) Circuit {
	t.Helper()
	c, err := Observed(Observation{Have: Config{ID: "/circuit", Order: have}, State: State{
		Provider: Provisioned, Status: Enabled, Operation: peering.Succeeded, Whole: AllLinks | AllAuthorizations, States: nothingThere,
	}})
	require.NoError(t, err)
	c, err = c.WithSpec(Spec{Edition: edition, Order: want, Waive: []machine.Need{NeedPossible}})
	require.NoError(t, err)
	return c
}

// TestBillingMayChange in neither edition where a model is not known.
func TestBillingMayChange(t *testing.T) {
	for edition, table := range map[Edition]map[[2]Billing]machine.Truth{
		Today: {
			{0, 0}: unknown, {0, MeteredData}: unknown, {0, UnlimitedData}: unknown,
			{MeteredData, 0}: unknown, {MeteredData, MeteredData}: yes, {MeteredData, UnlimitedData}: yes,
			{UnlimitedData, 0}: unknown, {UnlimitedData, MeteredData}: no, {UnlimitedData, UnlimitedData}: yes,
		},
		Edition2016: {
			{0, 0}: unknown, {0, MeteredData}: unknown, {0, UnlimitedData}: unknown,
			{MeteredData, 0}: unknown, {MeteredData, MeteredData}: yes, {MeteredData, UnlimitedData}: no,
			{UnlimitedData, 0}: unknown, {UnlimitedData, MeteredData}: no, {UnlimitedData, UnlimitedData}: yes,
		},
	} {
		for change, want := range table {
			c := ordering(t, edition, Order{Billing: change[0]}, Order{Billing: change[1]})
			assert.Equal(t, want, billingMayChange.Holds(c.view()), "%s: from %s to %s", edition, change[0], change[1])
			if edition == Today {
				assert.Equal(t, want, billingChange(change[0], change[1]), "from %s to %s", change[0], change[1])
			}
		}
	}
}
