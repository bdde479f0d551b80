package registry

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/expressroute-go/expressroute/prefixes"
)

var updateEvidence = flag.Bool("update-evidence", false, "write the golden files of the evidence")

// TestEvidence compares the whole document, for a list with a prefix of every
// verdict, and for a private AS.
func TestEvidence(t *testing.T) {
	data := everywhere + `
		RIPE 123.1.0.0/24 2000000001
		RADB 123.1.1.0/24 2000000001
		RADB 123.1.2.0/24 2000000002
		ROA 123.1.0.0/24 24 2000000001
		ROA 123.1.2.0/24 24 2000000002`
	public := asking("123.1.0.0/24", "123.1.1.0/24", "123.1.2.0/24", "123.1.3.0/24", "10.0.0.0/8")
	public.Family, public.Registry = prefixes.IPv4, "RIPENCC"
	private := asking("123.1.0.0/24")
	private.PeerASN = 64512
	for name, request := range map[string]Request{"public.md": public, "private.md": private} {
		t.Run(name, func(t *testing.T) {
			got := loaded(t, data).Predict(request, Policy{}).Evidence() + "\n"
			golden := filepath.Join("testdata", "evidence", name)
			if *updateEvidence {
				require.NoError(t, os.MkdirAll(filepath.Dir(golden), 0o755))
				require.NoError(t, os.WriteFile(golden, []byte(got), 0o644))
			}
			want, err := os.ReadFile(golden)
			require.NoError(t, err)
			assert.Equal(t, string(want), got, "run: go test ./prefixes/registry -update-evidence")
		})
	}
}

// TestEvidenceIsSafeMarkdown: foreign text is escaped.
func TestEvidenceIsSafeMarkdown(t *testing.T) {
	b := NewBuilder(Options{})
	_, err := b.ReadRPSL(t.Context(), strings.NewReader("route: 123.1.0.0/24\norigin: AS2000000001\nsource: RIPE\n"), "a|b\n<script>`.db")
	require.NoError(t, err)
	request := asking("123.1.0.0/24")
	request.Registry = "R|\n# [x](y)" + strings.Repeat("z", 1000)
	got := b.Snapshot().Predict(request, Policy{}).Evidence()
	assert.NotContains(t, strings.ReplaceAll(got, `\<`, ""), "<")
	assert.NotContains(t, got, "\n# [")
	assert.NotContains(t, got, strings.Repeat("z", 100))
	for line := range strings.Lines(got) {
		if cells := strings.ReplaceAll(line, `\|`, ""); strings.HasPrefix(cells, "| routing registry") {
			assert.Equal(t, 3, strings.Count(cells, "|"), line)
		}
		if cells := strings.ReplaceAll(line, `\|`, ""); strings.HasPrefix(cells, "| for ") {
			assert.Equal(t, 6, strings.Count(cells, "|"), line)
		}
	}
}

// TestEvidenceOfNothing: a report without prefixes gives a complete document.
func TestEvidenceOfNothing(t *testing.T) {
	got := loaded(t, "").Predict(Request{}, Policy{}).Evidence()
	assert.Contains(t, got, "Registries searched: none.")
	assert.NotPanics(t, func() { Report{}.Evidence() })
	noPrefix := Request{Prefixes: make([]prefixes.Prefix, 1), PeerASN: ours}
	assert.Contains(t, loaded(t, "").Predict(noPrefix, Policy{}).Evidence(), "### none")
}
