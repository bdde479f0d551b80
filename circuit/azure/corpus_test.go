package azure_test

import (
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/expressroute-go/expressroute/circuit"
	. "github.com/expressroute-go/expressroute/circuit/azure"
	"github.com/expressroute-go/expressroute/circuit/azure/internal/azuretest"
	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
)

// ofCircuits reports whether the answer shows circuits, one or a list.
func ofCircuits(i azuretest.Interaction) bool {
	u, err := url.Parse(i.URL)
	if err != nil || i.Status < 200 || i.Status > 201 || i.Method == "DELETE" || i.Method == "POST" {
		return false
	}
	_, after, found := strings.Cut(strings.ToLower(u.Path), "/expressroutecircuits")
	return found && strings.Count(strings.Trim(after, "/"), "/") == 0
}

// Every circuit that was recorded is read, with no value in it that is not
// known, and what makes a PUT's answer is recognised.
func TestRead_corpus(t *testing.T) {
	states, quirks, absent := azuretest.Count{}, azuretest.Count{}, azuretest.Count{}
	for _, i := range azuretest.Recorded(t) {
		if !ofCircuits(i) {
			continue
		}
		page, err := ReadPage(i.Response, Options{Echo: machine.TruthOf(i.Method != "GET")})
		require.NoError(t, err, "%s %s", i.Method, i.URL)
		for _, seen := range page.Circuits {
			checkRecorded(t, seen)
			states[fmt.Sprintf("%-4s %v/%v/%v", i.Method, seen.State.Operation, seen.State.Status, seen.State.Provider)]++
			for _, q := range seen.Quirks {
				quirks[withoutIndices(q.Path)+": "+q.Says]++
			}
			for _, a := range seen.Absent {
				absent[withoutIndices(a)]++
			}
		}
		guessed, err := ReadPage(i.Response, Options{})
		require.NoError(t, err)
		for _, seen := range guessed.Circuits {
			telltale := seen.State.Operation == peering.Updating && seen.State.Status == circuit.Disabled && page.Shape == ARMCircuit
			assert.Equal(t, telltale, seen.Echo, "%s %s", i.Method, i.URL)
			assert.False(t, i.Method == "GET" && seen.Echo, "a read taken for an echo: %s", i.URL)
		}
	}
	t.Logf("states:\n%s\nquirks:\n%s\nabsent:\n%s", states, quirks, absent)
}

func TestRead_corpusLists(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(azuretest.Corpus(t), "lists", "*.json"))
	require.NoError(t, err)
	if len(files) == 0 {
		t.Skip("no corpus here")
	}
	for _, name := range files {
		document, err := os.ReadFile(name)
		require.NoError(t, err)
		page, err := ReadPage(document, Options{})
		require.NoError(t, err)
		assert.Equal(t, ARMList, page.Shape)
		assert.NotEmpty(t, page.Circuits)
		for _, seen := range page.Circuits {
			checkRecorded(t, seen)
		}
	}
}

// checkRecorded: no state of a recorded circuit is left out.
func checkRecorded(t *testing.T, seen circuit.Observation) {
	t.Helper()
	assert.Empty(t, seen.Have.Strange)
	assert.NotZero(t, seen.State.Provider)
	assert.NotZero(t, seen.State.Status)
	assert.NotZero(t, seen.State.Operation)
	assert.NotEmpty(t, seen.Have.ID)
	assert.False(t, seen.Have.ServiceKey.IsZero())
	for p := range peering.Types() {
		state := *seen.State.OfPeering(p)
		assert.NotEqual(t, machine.Unknown, state.Exists(), p)
		assert.NotZero(t, state.Operation)
		assert.NotZero(t, state.IPv4.Admin)
		assert.NotZero(t, state.IPv6.Admin)
		assert.NotZero(t, state.IPv4.Prefixes)
		assert.NotZero(t, state.IPv6.Prefixes)
		if state.Exists() == machine.Yes {
			assert.NotZero(t, seen.Have.Peering(p).VLAN)
			assert.NotZero(t, seen.Have.Peering(p).PeerASN)
		}
	}
}

func withoutIndices(path string) string {
	var b strings.Builder
	for _, part := range strings.SplitAfter(path, "[") {
		_, after, found := strings.Cut(part, "]")
		if found {
			part = "]" + after
		}
		b.WriteString(part)
	}
	return b.String()
}
