package azuretest

import (
	"bufio"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/expressroute-go/expressroute/circuit/azure/internal/jsondoc"
)

// Corpus returns the folder with recorded documents. They are not part of the
// repository: the folder is shared/corpus beside it, or the one that the
// environment variable EXPRESSROUTE_CORPUS names. The test is skipped where there
// is none.
func Corpus(t testing.TB) string {
	t.Helper()
	folder := os.Getenv("EXPRESSROUTE_CORPUS")
	if folder == "" {
		folder = filepath.Join(root(t), "..", "shared", "corpus")
	}
	if _, err := os.Stat(folder); err != nil {
		t.Skip("no corpus here")
	}
	return folder
}

// root returns the folder of the module that the test belongs to.
func root(t testing.TB) string {
	t.Helper()
	folder, err := os.Getwd()
	require.NoError(t, err)
	for {
		if _, err := os.Stat(filepath.Join(folder, "go.mod")); err == nil {
			return folder
		}
		require.NotEqual(t, folder, filepath.Dir(folder), "no go.mod above the test")
		folder = filepath.Dir(folder)
	}
}

// Interaction is a request and its answer: one line of a recorded session.
type Interaction struct {
	Method   string          `json:"method"`
	URL      string          `json:"url"`
	Status   int             `json:"status"`
	Response json.RawMessage `json:"response"`
}

// Recorded returns the interactions of every session in the corpus.
func Recorded(t testing.TB) []Interaction {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(Corpus(t), "sequences", "*.jsonl"))
	require.NoError(t, err)
	require.NotEmpty(t, files)
	var all []Interaction
	for _, name := range files {
		f, err := os.Open(name)
		require.NoError(t, err)
		lines := bufio.NewScanner(f)
		lines.Buffer(nil, jsondoc.MaxText)
		for lines.Scan() {
			var i Interaction
			require.NoError(t, json.Unmarshal(lines.Bytes(), &i), name)
			all = append(all, i)
		}
		require.NoError(t, lines.Err())
		require.NoError(t, f.Close())
	}
	return all
}

// Count counts lines of text.
type Count map[string]int

// String returns the lines in alphabetical order, each after its number.
func (c Count) String() string {
	var b strings.Builder
	for _, line := range slices.Sorted(maps.Keys(c)) {
		fmt.Fprintf(&b, "%6d %s\n", c[line], line)
	}
	return b.String()
}
