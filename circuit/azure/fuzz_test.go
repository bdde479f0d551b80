package azure_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/expressroute-go/expressroute/circuit"
	. "github.com/expressroute-go/expressroute/circuit/azure"
	"github.com/expressroute-go/expressroute/circuit/azure/internal/azuretest"
)

// No document makes Read panic. What it takes is sound to encoding/json, and
// read as that reads it; what it refuses has a place; neither shows a key, and
// all of it is bounded.
func FuzzRead(f *testing.F) {
	files, err := filepath.Glob("testdata/*.json")
	require.NoError(f, err)
	for _, name := range files {
		document, err := os.ReadFile(name)
		require.NoError(f, err)
		f.Add(document)
	}
	for _, document := range []string{
		"", "\ufeff[]", "\xff\xfe[\x00", "[[[[[[[[", `{"value":[{}],"nextLink":null}`, `{"properties":{"expressRoutePort":{},"bandwidthInGbps":0.05}}`,
		`{"type":"microsoft.network/expressroutecircuits","\u0074ags":{"\ud83d\ude00":1,"":2}}`, `{"error":{"code":"NotFound"}}`, "Name : north\nProvisioningState : Succeeded",
	} {
		f.Add([]byte(document))
	}
	f.Fuzz(checkRead)
}

// The same, with one name or value of a document put in another's place: most
// changes to a document at random leave it no JSON.
func FuzzRead_value(f *testing.F) {
	var documents [][]byte
	for _, name := range []string{"partner", "failed", "authorizations", "manual_validation", "global_reach", "list_one_broken"} {
		documents = append(documents, fixture(f, name))
	}
	for i, value := range []string{`"Enabled"`, `null`, `-1`, `1e999`, `0.5`, `[]`, `{"id": "x"}`, `"\ud83d"`, `"vlanId"`, `"Azure-SKEY|a|b"`} {
		f.Add(uint8(i), uint16(7*i), value)
	}
	scalar := regexp.MustCompile(`"[^"\\]*"|[0-9]+`)
	f.Fuzz(func(t *testing.T, which uint8, at uint16, value string) {
		document := documents[int(which)%len(documents)]
		places := scalar.FindAllIndex(document, -1)
		place := places[int(at)%len(places)]
		checkRead(t, slices.Concat(document[:place[0]], []byte(value), document[place[1]:]))
	})
}

func checkRead(t *testing.T, document []byte) {
	before := bytes.Clone(document)
	page, err := ReadPage(document, Options{})
	assert.Equal(t, before, document)
	for _, e := range allErrors(err) {
		checkError(t, e, document)
	}
	if err != nil && page.Shape == ARMCircuit {
		assert.Empty(t, page.Circuits)
	}
	for _, seen := range page.Circuits {
		checkNotes(t, seen)
	}
	if err == nil && page.Shape == ARMCircuit {
		require.Len(t, page.Circuits, 1)
		checkAgainstJSON(t, page.Circuits[0], document)
	}
}

func allErrors(err error) []error {
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		return joined.Unwrap()
	}
	if err == nil {
		return nil
	}
	return []error{err}
}

func checkError(t *testing.T, err error, document []byte) {
	assert.Less(t, len(err.Error()), 1<<16)
	assert.NotRegexp(t, azuretest.GUID, err.Error())
	if e, ok := err.(*Error); ok {
		assert.Positive(t, e.Line)
		assert.LessOrEqual(t, e.Offset, int64(len(document)))
		assert.GreaterOrEqual(t, e.Offset, int64(0))
		assert.Error(t, e.Err)
	}
}

func checkNotes(t *testing.T, seen circuit.Observation) {
	assert.LessOrEqual(t, len(seen.Quirks)+len(seen.Absent)+len(seen.Have.Strange), 257)
	for _, q := range seen.Quirks {
		assert.NotRegexp(t, azuretest.GUID, q.Path+" "+q.Says)
	}
	for _, s := range seen.Have.Strange {
		assert.NotRegexp(t, azuretest.GUID, s.Path+" "+s.Value)
		assert.LessOrEqual(t, len(s.Value), 256)
	}
}

// checkAgainstJSON reads the document once more, the plain way.
func checkAgainstJSON(t *testing.T, seen circuit.Observation, document []byte) {
	var plain struct {
		ID, Name, Location, ETag string
		Properties               struct {
			ServiceKey               string
			CircuitProvisioningState string
			Authorizations           []json.RawMessage
		}
	}
	document = bytes.TrimPrefix(document, []byte("\ufeff"))
	if !onlyKnownCase(document) {
		return
	}
	require.NoError(t, json.Unmarshal(document, &plain))
	assert.Equal(t, plain.ID, seen.Have.ID)
	assert.Equal(t, plain.Name, seen.Have.Name)
	assert.Equal(t, plain.Location, seen.Have.Location)
	assert.Equal(t, plain.ETag, seen.Have.ETag)
	assert.Equal(t, plain.Properties.ServiceKey, seen.Have.ServiceKey.Reveal())
	if seen.State.Status != 0 {
		assert.Equal(t, plain.Properties.CircuitProvisioningState, seen.State.Status.String())
	}
	assert.LessOrEqual(t, len(authorizedIn(seen)), len(plain.Properties.Authorizations))
}

// onlyKnownCase reports whether encoding/json, to which the case of keys does
// not matter, finds each only once.
func onlyKnownCase(document []byte) bool {
	for _, key := range []string{"id", "name", "location", "etag", "properties", "serviceKey", "circuitProvisioningState", "authorizations"} {
		any := regexp.MustCompile(`(?i)"` + key + `"`)
		exact := regexp.MustCompile(`"` + key + `"`)
		if len(any.FindAll(document, -1)) != len(exact.FindAll(document, -1)) {
			return false
		}
	}
	return !bytes.ContainsAny(document, "\u017f\u212a") // which are s and k to it
}
