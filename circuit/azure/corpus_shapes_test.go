package azure_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/expressroute-go/expressroute/circuit"
	. "github.com/expressroute-go/expressroute/circuit/azure"
	"github.com/expressroute-go/expressroute/circuit/azure/internal/azuretest"
	"github.com/expressroute-go/expressroute/peering"
)

// Every recorded answer that says something of a circuit is read whole, whatever
// its shape; every other one is refused by its shape. The telltale of the answer
// to a write is found in answers to writes only.
func TestReadPage_corpusSequences(t *testing.T) {
	shapes := azuretest.Count{}
	for _, i := range azuretest.Recorded(t) {
		if i.Status < 200 || i.Status > 201 || len(i.Response) <= len("null") {
			continue
		}
		page, err := ReadPage(i.Response, Options{Peering: peering.Private, Path: Primary})
		switch page.Shape {
		case 0, ARMError, ARMResource:
			require.ErrorIs(t, err, ErrShape, "%s %s", i.Method, i.URL)
		default:
			require.NoError(t, err, "%s %s", i.Method, i.URL)
		}
		for _, seen := range page.Circuits {
			assert.Empty(t, seen.Have.Strange)
			assert.False(t, i.Method == "GET" && seen.Echo, "a read taken for an echo: %s", i.URL)
			checkRecordedPart(t, page.Shape, i, seen)
		}
		shapes[fmt.Sprintf("%-4s %v, %d circuits", i.Method, page.Shape, min(len(page.Circuits), 2))]++
	}
	t.Logf("\n%s", shapes)
}

func checkRecordedPart(t *testing.T, shape Shape, i azuretest.Interaction, seen circuit.Observation) {
	switch shape {
	case ARMPart:
		if strings.Contains(strings.ToLower(i.URL), "expressroutegateways") {
			assert.Len(t, seen.Links, 1)
			assert.NotZero(t, seen.Have.ID)
			return
		}
		if crossed := strings.Contains(strings.ToLower(i.URL), "expressroutecrossconnections"); crossed {
			assert.False(t, seen.Have.ServiceKey.IsZero(), i.URL)
			assert.Zero(t, seen.Have.ID)
			return
		}
		in, _, _ := strings.Cut(strings.ToLower(i.URL), "/peerings")
		in, _, _ = strings.Cut(in, "/authorizations")
		assert.True(t, strings.HasSuffix(in, strings.ToLower(seen.Have.ID)), "%s is not of %s", i.URL, seen.Have.ID)
		assert.NotEqual(t, circuit.Observation{Have: circuit.Config{ID: seen.Have.ID}}, seen)
	case CrossConnection:
		assert.NotZero(t, seen.Have.ID)
		assert.NotZero(t, seen.State.Provider)
	case RouteTable:
		assert.Len(t, seen.Have.Sessions, 1)
	}
}

// The answer that there is no such circuit or peering.
func TestReadPage_corpusAbsence(t *testing.T) {
	absences := 0
	for _, i := range azuretest.Recorded(t) {
		if i.Status != 404 || i.Method != "GET" || !strings.Contains(strings.ToLower(i.URL), "/expressroutecircuits/") {
			continue
		}
		_, path, _ := strings.Cut(i.URL, "/subscriptions")
		path, _, _ = strings.Cut(path, "?")
		page, err := ReadPage(i.Response, Options{Circuit: "/subscriptions" + strings.TrimSuffix(path, "/")})
		if err != nil {
			assert.ErrorIs(t, err, ErrShape)
			continue
		}
		assert.True(t, page.Circuits[0].NotFound || strings.Contains(i.URL, "/peerings/"), i.URL)
		absences++
	}
	assert.Positive(t, absences)
	t.Log(absences)
}

// Microsoft's own examples.
func TestReadPage_corpusExamples(t *testing.T) {
	for name, document := range corpusFiles(t, "examples") {
		page, err := ReadPage(document, Options{Peering: peering.Private, Path: Primary})
		t.Logf("%s: %v, %d circuits, %v", name, page.Shape, len(page.Circuits), err)
		assert.Equal(t, ARMExample, page.Shape, name)
		if err != nil {
			assert.True(t, errors.Is(err, ErrShape) || errors.Is(err, ErrOptions), "%s: %v", name, err)
			ofCircuits := strings.Contains(name, "__ExpressRouteCircuit") || strings.Contains(name, "CrossConnection")
			assert.False(t, ofCircuits && !strings.Contains(name, "Stats") && !strings.Contains(name, "RouteTableList"), name)
		}
	}
}

// What az prints, as far as the documentation quotes it whole.
func TestReadPage_corpusCLI(t *testing.T) {
	read := 0
	for name, document := range corpusFiles(t, "text") {
		if !strings.Contains(name, "-cli__") {
			continue
		}
		page, err := ReadPage(document, Options{})
		t.Logf("%s: %v, %d circuits, %v", name, page.Shape, len(page.Circuits), err)
		if err == nil {
			read++
			assert.Equal(t, CLI, page.Shape, name)
		}
	}
	assert.Positive(t, read)
}

func corpusFiles(t *testing.T, folder string) map[string][]byte {
	files, err := filepath.Glob(filepath.Join(azuretest.Corpus(t), folder, "*"))
	require.NoError(t, err)
	if len(files) == 0 {
		t.Skip("no corpus here")
	}
	documents := map[string][]byte{}
	for _, name := range files {
		document, err := os.ReadFile(name)
		require.NoError(t, err)
		documents[filepath.Base(name)] = document
	}
	return documents
}
