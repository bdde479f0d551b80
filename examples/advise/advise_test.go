package main

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/expressroute-go/expressroute/circuit"
	"github.com/expressroute-go/expressroute/machine"
)

var update = flag.Bool("update", false, "write the golden files")

// advising runs the program and returns its exit status and what it printed.
func advising(t *testing.T, stdin string, args ...string) (int, string, string) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	code := run(args, strings.NewReader(stdin), &stdout, &stderr)
	return code, stdout.String(), stderr.String()
}

func TestGolden(t *testing.T) {
	t.Setenv("ER_MD5_KEY", "canary7")
	for name, args := range map[string][]string{
		"sample.txt":  {},
		"want.txt":    {"-want", "testdata/spec.json", "testdata/amsterdam.json"},
		"retire.txt":  {"-retire"},
		"sample.md":   {"-format", "mermaid"},
		"failed.txt":  {"testdata/failed.json"},
		"service.txt": {"testdata/service.json"},
		"direct.txt":  {"-retire", "testdata/direct.json"},
		"strange.txt": {"testdata/strange.json"},
		"several.txt": {
			"testdata/service.json", "AzurePrivatePeering/primary=testdata/routes_primary.json",
			"AzurePrivatePeering/secondary=testdata/routes_secondary.json", "testdata/provisioning.txt",
		},
	} {
		t.Run(name, func(t *testing.T) {
			code, out, errs := advising(t, "", args...)
			assert.Equal(t, advised, code, errs)
			assert.NotContains(t, out, "canary")
			golden := filepath.Join("testdata", "golden", name)
			if *update {
				require.NoError(t, os.WriteFile(golden, []byte(out), 0o644))
			}
			want, err := os.ReadFile(golden)
			require.NoError(t, err)
			assert.Equal(t, string(want), out, "run: go test ./examples/advise -update")
		})
	}
}

func TestExitStatus(t *testing.T) {
	t.Setenv("ER_MD5_KEY", "canary7")
	for _, test := range []struct {
		name string
		args []string
		want int
	}{
		{"advice", []string{"testdata/failed.json"}, advised},
		{"in service", []string{"-check", "testdata/service.json"}, advised},
		{"prefixes need validation: a ticket", []string{"-check", "testdata/amsterdam.json"}, supportsTicket},
		{"failed: the customer refreshes", []string{"-check", "testdata/failed.json"}, customersTurn},
		{"provisioning: the provider's turn", []string{"-check", "testdata/provisioning.json"}, somebodyElses},
		{"of several the most urgent", []string{"-check"}, supportsTicket},
		{"to be taken down", []string{"-check", "-retire", "testdata/service.json"}, customersTurn},
		{"no such file", []string{"testdata/none.json"}, badInput},
		{"not JSON", []string{"main.go"}, badInput},
		{"a spec with an unknown field", []string{"-want", "testdata/service.json"}, badInput},
		{"no circuit", []string{"testdata/empty.json"}, advised},
		{"no circuit to check", []string{"-check", "testdata/empty.json"}, badInput},
		{"no earlier report", []string{"-before", "testdata/service.json", "testdata/service.json"}, badInput},
		{"no such earlier report", []string{"-before", "testdata/none.json", "testdata/service.json"}, badInput},
		{"one spec for several circuits", []string{"-want", "testdata/spec.json"}, badInput},
		{"no such files", []string{"a", "b"}, badInput},
		{"a table of no circuit", []string{"AzurePrivatePeering/primary=testdata/routes_primary.json"}, badInput},
		{"a table of one of several", []string{"testdata/sample.json", "AzurePrivatePeering/primary=testdata/routes_primary.json"}, badInput},
		{"unknown format", []string{"-format", "yaml"}, badInput},
		{"unknown flag", []string{"-frobnicate"}, badInput},
	} {
		t.Run(test.name, func(t *testing.T) {
			code, _, errs := advising(t, "", test.args...)
			assert.Equal(t, test.want, code)
			assert.Equal(t, test.want == badInput, errs != "", "standard error is for bad input: %s", errs)
		})
	}
}

func TestStandardInput(t *testing.T) {
	text, err := os.ReadFile("testdata/service.json")
	require.NoError(t, err)
	code, out, _ := advising(t, string(text), "-")
	assert.Equal(t, advised, code)
	assert.Contains(t, out, "in service")
}

func TestOneBadCircuitLosesNoOther(t *testing.T) {
	text, err := os.ReadFile("testdata/sample.json")
	require.NoError(t, err)
	broken := strings.Replace(string(text), `"vlanId": 100`, `"vlanId": "a hundred"`, 1)
	code, out, errs := advising(t, broken, "-")
	assert.Equal(t, badInput, code)
	assert.Contains(t, out, "er-osaka")
	assert.Contains(t, errs, "vlanId")
}

// TestJSON checks that the report has no secret and can be read by programs.
func TestJSON(t *testing.T) {
	code, out, _ := advising(t, "", "-format", "json")
	require.Equal(t, advised, code)
	assert.NotContains(t, out, "3f1c2b7a-0000-4000-8000-00000000000a", "the service key")
	var got struct {
		V        int
		Circuits []struct {
			Name string
			Turn machine.Actor
			Plan []struct{ Event struct{ Verb string } }
		}
	}
	require.NoError(t, json.Unmarshal([]byte(out), &got))
	require.Len(t, got.Circuits, 2)
	assert.Equal(t, 1, got.V)
	assert.Equal(t, "er-amsterdam", got.Circuits[0].Name)
	assert.Equal(t, machine.Customer, got.Circuits[0].Turn)
	assert.Equal(t, "OpenTicket", got.Circuits[0].Plan[0].Event.Verb)
}

// TestDocumentsAreJoined checks that several documents about one circuit give one report,
// and that a document that cannot be read does not affect the others.
func TestDocumentsAreJoined(t *testing.T) {
	code, out, errs := advising(t, "", "-format", "json", "testdata/service.json", "testdata/service.json", "testdata/empty.json", "main.go")
	assert.Equal(t, badInput, code)
	assert.Contains(t, errs, "main.go")
	var got struct {
		Documents []document
		Circuits  []struct{ Name string }
	}
	require.NoError(t, json.Unmarshal([]byte(out), &got))
	assert.Len(t, got.Documents, 4)
	require.Len(t, got.Circuits, 1)
	assert.Equal(t, "er-london", got.Circuits[0].Name)
}

// TestCommands checks that steps of the customer have a command if az has one, and that
// steps of others have none.
func TestCommands(t *testing.T) {
	t.Setenv("ER_MD5_KEY", "canary7")
	_, out, _ := advising(t, "", "-format", "json", "-want", "testdata/spec.json", "testdata/amsterdam.json")
	var got struct {
		Circuits []struct {
			Plan []struct {
				Actor   machine.Actor
				Event   struct{ Verb circuit.Verb }
				Command string
			}
		}
	}
	require.NoError(t, json.Unmarshal([]byte(out), &got))
	require.Len(t, got.Circuits, 1)
	for _, s := range got.Circuits[0].Plan {
		want := s.Actor == machine.Customer && !s.Event.Verb.Spoken()
		assert.Equal(t, want, strings.HasPrefix(s.Command, "az network ") || strings.HasPrefix(s.Command, "az rest "), "%s: %q", s.Event.Verb, s.Command)
		assert.NotContains(t, s.Command, "canary")
	}
}

// TestKeysAreLookedUp checks that problems of an MD5 key are reported without the key.
func TestKeysAreLookedUp(t *testing.T) {
	t.Setenv("ER_MD5_KEY", "canary with spaces, and much too long for Azure")
	_, out, _ := advising(t, "", "-want", "testdata/spec.json", "testdata/amsterdam.json")
	assert.Contains(t, out, "AzurePrivatePeering.sharedKey")
	assert.NotContains(t, out, "canary")
}

// TestEmptyListIsAnAnswer: there are no circuits.
func TestEmptyListIsAnAnswer(t *testing.T) {
	code, out, errs := advising(t, `{"value": []}`, "-")
	assert.Equal(t, advised, code)
	assert.Empty(t, errs)
	assert.Contains(t, out, "no circuits")
	code, out, _ = advising(t, `[]`, "-format", "json", "-")
	assert.Equal(t, advised, code)
	var got struct{ Circuits []any }
	require.NoError(t, json.Unmarshal([]byte(out), &got))
	assert.NotNil(t, got.Circuits)
	assert.Empty(t, got.Circuits)
}

// TestSince: an earlier report tells what has happened, and since when.
func TestSince(t *testing.T) {
	day := time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC)
	advisingAt := func(at time.Time, text, before string) (report, []byte) {
		var stdout bytes.Buffer
		o := options{format: "json", before: before, files: []string{"-"}, now: func() time.Time { return at }}
		_, reports, err := advise(o, strings.NewReader(text))
		require.NoError(t, err)
		require.Len(t, reports, 1)
		require.NoError(t, write(&stdout, "json", nil, reports))
		return reports[0], stdout.Bytes()
	}
	text, err := os.ReadFile("testdata/service.json")
	require.NoError(t, err)
	inService := string(text)
	updating := strings.Replace(inService, `"provisioningState": "Succeeded"`, `"provisioningState": "Updating"`, 1)
	require.NotEqual(t, inService, updating)

	first, printed := advisingAt(day, inService, "")
	assert.Nil(t, first.Since)
	file := filepath.Join(t.TempDir(), "before.json")
	require.NoError(t, os.WriteFile(file, printed, 0o600))

	second, printed := advisingAt(day.Add(time.Minute), updating, file)
	require.NotNil(t, second.Since)
	assert.NotEmpty(t, second.Since.Events)
	assert.Equal(t, day.Add(time.Minute), second.Phase.Since.UTC())
	assert.Equal(t, machine.No, second.Overdue)
	require.NoError(t, os.WriteFile(file, printed, 0o600))

	third, _ := advisingAt(day.Add(3*time.Hour), updating, file)
	assert.Empty(t, third.Since.Events)
	assert.Equal(t, day.Add(time.Minute), third.Phase.Since.UTC(), "since then")
	assert.Equal(t, machine.Yes, third.Overdue)
	assert.Equal(t, supportsTicket, third.status(), "Microsoft's operation that takes hours")
	var out strings.Builder
	require.NoError(t, write(&out, "text", nil, []report{third}))
	assert.Contains(t, out.String(), "overdue")
}

// TestAllLinks: whoever has read all gateways can say so.
func TestAllLinks(t *testing.T) {
	for _, args := range [][]string{{"-retire"}, {"-retire", "-all-links"}} {
		_, reports, err := advise(options{retire: true, allLinks: len(args) > 1, files: []string{"testdata/service.json"}, now: time.Now}, nil)
		require.NoError(t, err)
		require.Len(t, reports, 1)
		assumed := false
		for _, s := range reports[0].Plan {
			for _, u := range s.Assumes {
				assumed = assumed || u.Need == circuit.NeedNoLinks
			}
		}
		assert.Equal(t, len(args) == 1, assumed, "%v", args)
	}
}
