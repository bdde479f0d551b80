package main

import (
	"bytes"
	"errors"
	"flag"
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/expressroute-go/expressroute/circuit"
	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
)

var update = flag.Bool("update", false, "rewrite the golden file")

const golden = "testdata/lifecycle.golden"

func TestStory(t *testing.T) {
	var got bytes.Buffer
	require.NoError(t, run(&got))
	if *update {
		require.NoError(t, os.WriteFile(golden, got.Bytes(), 0o644))
	}
	want, err := os.ReadFile(golden)
	require.NoError(t, err)
	assert.Equal(t, string(want), got.String(), "go test ./examples/lifecycle -update rewrites it, if the change is right")
}

// TestStates checks the state at the end of each chapter.
func TestStates(t *testing.T) {
	ends := []struct {
		provider circuit.ProviderState
		status   circuit.Status
		turn     machine.Actor
	}{
		{circuit.NotProvisioned, circuit.Enabled, machine.Customer},
		{circuit.Provisioning, circuit.Enabled, machine.Provider},
		{circuit.Provisioned, circuit.Enabled, machine.Customer},
		{circuit.Provisioned, circuit.Enabled, machine.Microsoft},
		{circuit.Provisioned, circuit.Enabled, machine.Customer},
		{circuit.Provisioned, circuit.Enabled, machine.Nobody},
		{circuit.Provisioned, circuit.Enabled, machine.Customer},
		{circuit.NotProvisioned, circuit.Gone, machine.Nobody},
		{circuit.NotProvisioned, circuit.Gone, machine.Nobody},
	}
	c, err := circuit.New(order2016())
	require.NoError(t, err)
	teller := &teller{circuit: c, endings: map[string]circuit.Circuit{}}
	chapters := story()
	require.Len(t, chapters, len(ends))
	for i, ch := range chapters {
		require.NoError(t, teller.chapter(ch), ch.title)
		state := teller.circuit.State()
		assert.Equal(t, ends[i].provider, state.Provider, ch.title)
		assert.Equal(t, ends[i].status, state.Status, ch.title)
		assert.Equal(t, ends[i].turn, teller.turn(), ch.title)
	}
	for p := range peering.Types() {
		assert.NoError(t, teller.endings[inService].InService(p))
	}
}

// TestUntrue checks that a story that contradicts the library fails and is not printed.
func TestUntrue(t *testing.T) {
	for name, lines := range map[string][]line{
		"an act that is refused": {does(on(circuit.DeleteCircuit))},
		"a refusal that is none": {refused(on(circuit.CreateCircuit))},
	} {
		_, err := tell([]chapter{{lines: lines}})
		assert.Error(t, err, name)
	}
}

func TestWriteError(t *testing.T) {
	assert.ErrorIs(t, run(fullDisk{}), errFull)
}

var errFull = errors.New("disk full")

type fullDisk struct{}

func (fullDisk) Write([]byte) (int, error) { return 0, errFull }
