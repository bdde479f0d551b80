package main

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
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
		"linked.txt": {
			"-retire", "-all-links", "testdata/service.json", "testdata/connections.json", "testdata/hub.json",
			"AzurePrivatePeering/primary=testdata/routes_primary.json", "AzurePrivatePeering/secondary=testdata/routes_secondary.json",
		},
		"port.txt": {"testdata/direct.json", "testdata/direct2.json", "testdata/port.json"},
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

// collected is an output that keeps the reports.
type collected []report

func (c *collected) documents([]document) {}
func (c *collected) report(r *report)     { *c = append(*c, *r) }
func (c *collected) close() error         { return nil }

// TestSince: an earlier report tells what has happened, and since when.
func TestSince(t *testing.T) {
	day := time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC)
	advisingAt := func(at time.Time, text, before string) (report, []byte) {
		var stdout bytes.Buffer
		var reports collected
		o := options{format: "json", before: before, files: []string{"-"}, now: func() time.Time { return at }}
		_, err := advise(o, strings.NewReader(text), &reports)
		require.NoError(t, err)
		require.Len(t, reports, 1)
		out := newOutput("json", &stdout)
		out.report(&reports[0])
		require.NoError(t, out.close())
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
	withSlash := bytes.Replace(printed, []byte(`"id": "`+first.ID+`"`), []byte(`"id": "`+first.ID+`/"`), 1)
	require.NotEqual(t, printed, withSlash)
	require.NoError(t, os.WriteFile(file, withSlash, 0o600)) // it is the same resource

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
	newOutput("text", &out).report(&third)
	assert.Contains(t, out.String(), "overdue")
}

// TestTablesOfPowerShell: a table that PowerShell printed belongs to the circuit
// before it.
func TestTablesOfPowerShell(t *testing.T) {
	table := filepath.Join(t.TempDir(), "table.txt")
	require.NoError(t, os.WriteFile(table, []byte("Neighbor    : 192.168.10.1\nV           : 4\nAsProperty  : 65010\nUpDown      : 1d02h\nStatePfxRcd : 7\n"), 0o600))
	code, out, errs := advising(t, "", "testdata/service.json", "AzurePrivatePeering/secondary="+table)
	require.Equal(t, advised, code, errs)
	assert.Contains(t, out, "secondary Established with 7 prefixes")
	code, _, errs = advising(t, "", "AzurePrivatePeering/secondary="+table)
	assert.Equal(t, badInput, code)
	assert.Contains(t, errs, "which circuit")
}

// TestNotKnownIsNotDown: where the document does not show the peerings, nothing is
// said to be out of service.
func TestNotKnownIsNotDown(t *testing.T) {
	_, out, _ := advising(t, "Name : er\nCircuitProvisioningState : Enabled\nServiceProviderProvisioningState : Provisioned\nProvisioningState : Succeeded\nPeerings : {AzurePrivatePeering}\n", "-")
	assert.Contains(t, out, "er: not known whether it is in service")
	assert.NotContains(t, out, "configure a peering")
}

// TestAllLinks: whoever has read all gateways can say so.
func TestAllLinks(t *testing.T) {
	for _, args := range [][]string{{"-retire"}, {"-retire", "-all-links"}} {
		var reports collected
		_, err := advise(options{retire: true, allLinks: len(args) > 1, files: []string{"testdata/service.json"}, now: time.Now}, nil, &reports)
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

// TestLongList: a list that is read in parts is reported on as a short one is, and
// what cannot be read in it loses nothing else.
func TestLongList(t *testing.T) {
	text, err := os.ReadFile("testdata/service.json")
	require.NoError(t, err)
	list := strings.Builder{}
	const circuits = 1200
	for i := range circuits {
		one := strings.ReplaceAll(string(text), "er-london", fmt.Sprintf("er-london-%d", i))
		if i == 900 {
			one = strings.Replace(one, `"vlanId": `, `"vlanId": -`, 1)
		}
		list.WriteString(map[bool]string{true: "[", false: ",\n"}[i == 0] + one)
	}
	list.WriteString("]")
	require.Greater(t, list.Len(), 2<<20)
	code, out, errs := advising(t, list.String(), "-")
	assert.Equal(t, badInput, code)
	assert.Contains(t, errs, "[900]")
	assert.Contains(t, out, "read in parts")
	assert.Len(t, regexp.MustCompile(`(?m)^er-london-[0-9]+: in service$`).FindAllString(out, -1), circuits-1)
	_, out, _ = advising(t, list.String(), "-format", "json", "-")
	var got struct {
		Circuits  []struct{ Name string }
		Documents []document
	}
	require.NoError(t, json.Unmarshal([]byte(out), &got))
	assert.Len(t, got.Circuits, circuits-1)
	require.Len(t, got.Documents, 1)
	assert.True(t, got.Documents[0].Parts)
}

// TestAllLinksOfHalfAList: -all-links is not taken where the documents say that there is
// more, or where something could not be read.
func TestAllLinksOfHalfAList(t *testing.T) {
	text, err := os.ReadFile("testdata/connections.json")
	require.NoError(t, err)
	dir := t.TempDir()
	for name, links := range map[string]string{
		"goes on":       `{"value": ` + string(text) + `, "nextLink": "https://x/y"}`,
		"goes on as so": `{"value": ` + string(text) + `, "@odata.nextLink": "https://x/y"}`,
		"broken":        strings.Replace(string(text), `"routingWeight": 10`, `"routingWeight": "ten"`, 1),
		"a hub's gateway without its connections": `{"id": "/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/expressRouteGateways/x", "type": "Microsoft.Network/expressRouteGateways", "properties": {}}`,
	} {
		t.Run(name, func(t *testing.T) {
			file := filepath.Join(dir, "links.json")
			require.NoError(t, os.WriteFile(file, []byte(links), 0o600))
			code, out, errs := advising(t, "", "-retire", "-all-links", "testdata/service.json", file)
			assert.Equal(t, badInput, code)
			assert.Contains(t, errs, "-all-links")
			assert.Contains(t, out, "make sure first: nothing may be linked")
		})
	}
}

// TestBeforeWithAnOlderDocument: each document counts as of its own time.
func TestBeforeWithAnOlderDocument(t *testing.T) {
	dir := t.TempDir()
	day := time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC)
	write := func(name, text string, at time.Time) string {
		file := filepath.Join(dir, name)
		require.NoError(t, os.WriteFile(file, []byte(text), 0o600))
		require.NoError(t, os.Chtimes(file, at, at))
		return file
	}
	service, err := os.ReadFile("testdata/service.json")
	require.NoError(t, err)
	connections, err := os.ReadFile("testdata/connections.json")
	require.NoError(t, err)
	_, report, _ := advising(t, "", "-format", "json", write("service.json", string(service), day))
	before := write("before.json", report, day)
	failed := strings.Replace(string(service), `"provisioningState": "Succeeded"`, `"provisioningState": "Failed"`, 1)
	code, out, errs := advising(t, "", "-check", "-before", before,
		write("failed.json", failed, day.Add(time.Hour)), write("links.json", string(connections), day.Add(-time.Hour)))
	assert.Equal(t, customersTurn, code, errs)
	assert.Contains(t, out, "RefreshCircuit")
	assert.Contains(t, out, "spoke-gw")
}
