package azure_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/expressroute-go/expressroute/circuit"
	. "github.com/expressroute-go/expressroute/circuit/azure"
)

// What stats say: on which path nothing was counted, and nothing else.
func TestRead_traffic(t *testing.T) {
	for name, c := range map[string]struct {
		document string
		paths    []string
	}{
		"both":           {`{"primaryBytesIn": 5, "primaryBytesOut": 0, "secondaryBytesIn": 0, "secondaryBytesOut": 7}`, nil},
		"one":            {`{"primaryBytesIn": 5, "primaryBytesOut": 6, "secondaryBytesIn": 0, "secondaryBytesOut": 0}`, []string{"secondaryBytesIn"}},
		"none":           {`{"primaryBytesIn": 0, "primaryBytesOut": 0, "secondaryBytesIn": 0, "secondaryBytesOut": 0}`, []string{"primaryBytesIn", "secondaryBytesIn"}},
		"not known":      {`{"primaryBytesIn": 0, "secondaryBytesIn": null}`, nil},
		"ConvertTo-Json": {`{"PrimaryBytesIn": 0, "PrimaryBytesOut": 0, "SecondaryBytesIn": 1, "SecondaryBytesOut": 1}`, []string{"PrimaryBytesIn"}},
	} {
		t.Run(name, func(t *testing.T) {
			seen := readAs(t, Traffic, c.document, Options{Circuit: north})
			var paths []string
			for _, q := range seen.Quirks {
				paths = append(paths, q.Path)
			}
			assert.Equal(t, c.paths, paths)
			assert.Equal(t, north, seen.Have.ID)
			assert.Equal(t, circuit.State{}, seen.State, "it moves no state")
		})
	}
	_, err := ReadPage([]byte(`{"primaryBytesIn": -1}`), Options{})
	require.ErrorIs(t, err, ErrValue)
}
