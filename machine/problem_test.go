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

// tray holds the two problems of a configuration.
var tray = machine.Problems{
	{Path: "port", Unmet: machine.Unmet{Need: "NeedPort", Want: "the port must be free", Found: "a port in use",
		Basis: machine.Enforced, Source: houseRules}},
	{Path: "fibre.colour", Unmet: machine.Unmet{Need: "NeedYellow", Want: "single mode must be yellow", Found: "aqua",
		Basis: machine.Documented, Source: houseRules}},
}

func TestProblemsErr(t *testing.T) {
	assert.NoError(t, machine.Problems(nil).Err())
	assert.NoError(t, machine.Problems{}.Err())
	assert.Empty(t, machine.Problems{}.Error())

	err := fmt.Errorf("order 7: %w", tray.Err())
	var problems machine.Problems
	require.ErrorAs(t, err, &problems)
	assert.Equal(t, tray, problems)
	assert.EqualError(t, err, "order 7: port: the port must be free: found a port in use (Enforced: rules of the data center)\n"+
		"fibre.colour: single mode must be yellow: found aqua (Documented: rules of the data center)")
	assert.False(t, errors.Is(tray.Err(), tray.Err()), "Problems are not comparable, and errors.Is does not panic")
	assert.False(t, errors.Is(tray.Err(), machine.ErrUnmet))
}

func TestProblemsWithin(t *testing.T) {
	within := tray.Within("cage 12")
	assert.Equal(t, "cage 12.port", within[0].Path)
	assert.Equal(t, "cage 12.fibre.colour", within[1].Path)
	assert.Equal(t, "port", tray[0].Path, "the original problems are unchanged")
	assert.Equal(t, tray[1].Unmet, within[1].Unmet)
	assert.NoError(t, machine.Problems(nil).Within("cage 12").Err())
}

func TestProblemsEnforced(t *testing.T) {
	assert.Equal(t, tray[:1], tray.Enforced())
	assert.NoError(t, tray[1:].Enforced().Err())
	assert.Len(t, tray, 2)
}

func TestProblemJSON(t *testing.T) {
	data, err := json.Marshal(tray[:1])
	require.NoError(t, err)
	assert.JSONEq(t, `[{"path":"port","need":"NeedPort","want":"the port must be free","found":"a port in use","basis":"Enforced","source":"rules of the data center"}]`, string(data))
	var back machine.Problems
	require.NoError(t, json.Unmarshal(data, &back))
	assert.Equal(t, tray[:1], back)
	assert.Equal(t, fmt.Sprint(tray[0]), tray[0].String(), "String includes the path")
}
