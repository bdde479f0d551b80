package azure_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	. "github.com/expressroute-go/expressroute/circuit/azure"
)

// As many parts of one circuit as a document can hold take no more than their
// time.
func TestReadPage_manyParts(t *testing.T) {
	var b strings.Builder
	for i := range MaxCircuits {
		if i > 0 {
			b.WriteString(",\n")
		}
		b.WriteString(partOfNorth("/authorizations/"+time.Duration(i).String(), `"authorizationUseStatus": "Used", "x": 1`))
	}
	started := time.Now()
	page, err := ReadPage([]byte(`{"value": [`+b.String()+`]}`), Options{})
	require.NoError(t, err)
	require.Len(t, page.Circuits, 1)
	seen := page.Circuits[0]
	assert.Len(t, seen.Links, MaxCircuits)
	assert.Len(t, linkedIn(seen), MaxCircuits)
	assert.Less(t, len(seen.Quirks), 300)
	assert.Less(t, time.Since(started), 20*time.Second)
}

// Modules within modules end where documents do.
func TestReadPage_deepModules(t *testing.T) {
	deep := strings.Repeat(`{"child_modules": [`, 100) + strings.Repeat(`]}`, 100)
	_, err := ReadPage([]byte(`{"terraform_version": "1.9.0", "values": {"root_module": `+deep+`}}`), Options{})
	assert.ErrorIs(t, err, ErrTooLarge)
}
