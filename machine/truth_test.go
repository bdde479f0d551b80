package machine_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/expressroute-go/expressroute/machine"
)

// Kleene's truth tables: https://plato.stanford.edu/entries/logic-manyvalued/
func TestTruthTables(t *testing.T) {
	const u, n, y = machine.Unknown, machine.No, machine.Yes
	for _, row := range []struct{ a, b, and, or machine.Truth }{
		{u, u, u, u}, {u, n, n, u}, {u, y, u, y},
		{n, u, n, u}, {n, n, n, n}, {n, y, n, y},
		{y, u, u, y}, {y, n, n, y}, {y, y, y, y},
	} {
		assert.Equal(t, row.and, row.a.And(row.b), "%s and %s", row.a, row.b)
		assert.Equal(t, row.or, row.a.Or(row.b), "%s or %s", row.a, row.b)
	}
	assert.Equal(t, u, u.Not())
	assert.Equal(t, y, n.Not())
	assert.Equal(t, n, y.Not())
	assert.Equal(t, y, machine.TruthOf(true))
	assert.Equal(t, n, machine.TruthOf(false))
}

// A value that is none of the three never counts as Yes.
func TestStrangeTruthPermitsNothing(t *testing.T) {
	for v := 3; v < 256; v++ {
		strange := machine.Truth(v)
		assert.NotEqual(t, machine.Yes, strange.And(machine.Yes))
		assert.NotEqual(t, machine.Yes, strange.Not())
		assert.NotEqual(t, machine.Yes, strange.Or(machine.No))
		assert.False(t, fibre.Can(Room{Clean: strange, Rolled: machine.Yes}, Patched, Light))
	}
}
