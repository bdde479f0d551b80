package main

import (
	"bytes"
	"encoding/xml"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var update = flag.Bool("update", false, "write the golden files")

// watching runs the program and returns its exit status and what it printed.
func watching(t *testing.T, stdin string, args ...string) (int, string, string) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	code := run(args, strings.NewReader(stdin), &stdout, &stderr)
	return code, stdout.String(), stderr.String()
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	name = filepath.Join("testdata", "golden", name)
	if *update {
		require.NoError(t, os.WriteFile(name, []byte(got), 0o644))
	}
	want, err := os.ReadFile(name)
	require.NoError(t, err)
	assert.Equal(t, string(want), got, "run: go test ./examples/watch -update")
}

func TestGolden(t *testing.T) {
	for name, args := range map[string][]string{
		"sample":  {},
		"session": {"testdata/session.jsonl"},
		"folder":  {"testdata/folder"},
	} {
		t.Run(name, func(t *testing.T) {
			svg := filepath.Join(t.TempDir(), "out.svg")
			code, out, errs := watching(t, "", append([]string{"-svg", svg}, args...)...)
			assert.Equal(t, told, code, errs)
			golden(t, name+".txt", out)
			picture, err := os.ReadFile(svg)
			require.NoError(t, err)
			golden(t, name+".svg", string(picture))
			wellFormed(t, picture)
			for _, secret := range []string{"3f1c2b7a", "00000000000a"} {
				assert.NotContains(t, out+string(picture), secret, "a service key")
			}
		})
	}
}

// wellFormed checks that a picture is well-formed XML. To see how it looks, open it in a
// browser.
func wellFormed(t *testing.T, picture []byte) {
	t.Helper()
	decoder := xml.NewDecoder(bytes.NewReader(picture))
	for {
		_, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			return
		}
		require.NoError(t, err)
	}
}

func TestSummary(t *testing.T) {
	code, out, errs := watching(t, "", "-summary", "testdata/corpus")
	assert.Equal(t, told, code, errs)
	golden(t, "summary.txt", out)
	assert.NotContains(t, out, "3f1c2b7a", "a service key")
}

// TestSummary_brokenStream: a file that is no stream is listed, and silences no other.
func TestSummary_brokenStream(t *testing.T) {
	dir := t.TempDir()
	require.NoError(t, os.CopyFS(dir, os.DirFS("testdata/corpus")))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "sequences", "hello.jsonl"), []byte("hello\n{\"at\": 1}\n"), 0o600))
	code, out, errs := watching(t, "", "-summary", dir)
	assert.Equal(t, told, code, errs)
	assert.Contains(t, out, "2  not a line of a stream")
	assert.Contains(t, out, "sequences/hello.jsonl:1")
	assert.Contains(t, out, "ARM circuit")
}

// TestSummary_corpus summarises recorded documents, if there are any.
func TestSummary_corpus(t *testing.T) {
	const corpus = "../../../shared/corpus"
	if _, err := os.Stat(corpus); err != nil {
		t.Skip("no corpus here")
	}
	code, out, errs := watching(t, "", "-summary", corpus)
	assert.Equal(t, told, code, errs)
	assert.Contains(t, out, "reads with drift, but without a recorded write that could explain it: 0\n", "drift that nobody wrote")
	t.Log(out)
}

func TestExitStatus(t *testing.T) {
	for _, test := range []struct {
		name, stdin string
		args        []string
		want        int
		says        string
	}{
		{"no such file", "", []string{"testdata/none.jsonl"}, badInput, "none.jsonl"},
		{"no such folder", "", []string{"-summary", "testdata/none"}, badInput, "none"},
		{"two paths", "", []string{"a", "b"}, badInput, "usage"},
		{"a picture of a summary", "", []string{"-summary", "testdata/corpus", "-svg", "x.svg"}, badInput, "usage"},
		{"unknown flag", "", []string{"-frobnicate"}, badInput, "usage"},
		{"nothing", "", []string{"-"}, badInput, "no circuit"},
		{"not JSON", "{\n", []string{"-"}, badInput, "standard input:1: not a line"},
		{"without a time", `{"body": {}}`, []string{"-"}, badInput, `no "at"`},
		{"of another shape", `{"at": "2026-03-02T09:00:00Z", "body": {}}`, []string{"-"}, badInput, "standard input:1: azure:"},
		{"a path that is none", `{"at": "2026-03-02T09:00:00Z", "path": "third", "body": {}}`, []string{"-"}, badInput, "third"},
		{"a picture that cannot be written", string(sample), []string{"-svg", "testdata/none/x.svg", "-"}, badInput, "none/x.svg"},
		{"the sample", string(sample), []string{"-"}, told, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			code, _, errs := watching(t, test.stdin, test.args...)
			assert.Equal(t, test.want, code)
			assert.Contains(t, errs, test.says)
			assert.Equal(t, test.want == badInput, errs != "", "standard error is for bad input: %s", errs)
		})
	}
}

// TestOneBadLineLosesNoOther checks that the good lines are printed and drawn if one line
// cannot be read.
func TestOneBadLineLosesNoOther(t *testing.T) {
	good := strings.Split(strings.TrimSpace(string(sample)), "\n")
	svg := filepath.Join(t.TempDir(), "out.svg")
	code, out, errs := watching(t, good[1]+"\nnonsense\n\n"+good[3]+"\n", "-svg", svg, "-")
	assert.Equal(t, badInput, code)
	assert.Contains(t, errs, "standard input:2:")
	assert.Contains(t, out, "ProvisioningStarted")
	picture, err := os.ReadFile(svg)
	require.NoError(t, err)
	assert.Contains(t, string(picture), "ProvisioningStarted")
}

func TestManyErrorsAreCounted(t *testing.T) {
	_, _, errs := watching(t, strings.Repeat("nonsense\n", 500), "-")
	assert.Contains(t, errs, "and 480 more")
}

// TestFolderByChange checks that the time of the last change orders files without a time
// in their names.
func TestFolderByChange(t *testing.T) {
	dir, at := t.TempDir(), time.Date(2026, 4, 1, 8, 0, 0, 0, time.UTC)
	names, err := filepath.Glob("testdata/folder/*")
	require.NoError(t, err)
	require.Len(t, names, 3)
	for i, from := range []string{names[0], names[1], names[2]} {
		text, err := os.ReadFile(from)
		require.NoError(t, err)
		to := filepath.Join(dir, fmt.Sprintf("%c.json", 'z'-i)) // against the alphabet
		require.NoError(t, os.WriteFile(to, text, 0o644))
		require.NoError(t, os.Chtimes(to, at, at.Add(time.Duration(i)*time.Hour)))
	}
	code, out, errs := watching(t, "", dir)
	assert.Equal(t, told, code, errs)
	started, finished := strings.Index(out, "ProvisioningStarted"), strings.Index(out, "ProvisioningFinished")
	assert.Positive(t, started)
	assert.Greater(t, finished, started)
	assert.Contains(t, out, "Waiting for Customer     1h ")
}

// TestAnother checks that a circuit with another service key is another circuit, even if
// it has the same name.
func TestAnother(t *testing.T) {
	lines := strings.Split(string(sample), "\n")
	other := strings.ReplaceAll(lines[5], "00000000000a", "00000000000c")
	_, out, _ := watching(t, lines[1]+"\n"+other+"\n", "-")
	assert.Contains(t, out, "er-amsterdam (another of that name)")
	assert.NotContains(t, out, "drift")
}

// TestNamesakes checks that two circuits with the same name are printed with their
// resource groups.
func TestNamesakes(t *testing.T) {
	lines := strings.Split(string(sample), "\n")
	other := strings.ReplaceAll(strings.ReplaceAll(lines[1], "00000000000a", "00000000000c"), "resourceGroups/network/", "resourceGroups/lab/")
	_, out, _ := watching(t, lines[1]+"\n"+other+"\n", "-")
	assert.Contains(t, out, "er-amsterdam in lab")
}

// TestAbsence checks that an answer that there is no such circuit is recognized without a
// status.
func TestAbsence(t *testing.T) {
	lines := strings.Split(string(sample), "\n")
	const absence = `{"at": "2026-03-02T09:01:00Z", "body": {"error": {"code": "ResourceNotFound", "message": ` +
		`"The Resource 'Microsoft.Network/expressRouteCircuits/er-amsterdam' under resource group 'network' was not found."}}}`
	code, out, errs := watching(t, lines[1]+"\n"+absence+"\n", "-")
	assert.Equal(t, told, code, errs)
	assert.Contains(t, out, "answer 1 of 3 in a row")
	assert.Contains(t, out, "1 without a circuit")
}

func TestText(t *testing.T) {
	const powerShell = `"Name : er-nice\nId : /subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/network/providers/Microsoft.Network/expressRouteCircuits/er-nice\n` +
		`ProvisioningState : Succeeded\nCircuitProvisioningState : Enabled\nServiceProviderProvisioningState : NotProvisioned\n"`
	code, out, errs := watching(t, `{"at": "2026-03-02T09:00:00Z", "body": `+powerShell+`}`, "-")
	assert.Equal(t, told, code, errs)
	assert.Contains(t, out, "er-nice")
	assert.Contains(t, out, "provider NotProvisioned")
}

func TestFlapping(t *testing.T) {
	start := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	for _, test := range []struct {
		name   string
		values string
		step   time.Duration
		want   string // the values that flap together
	}{
		{"steady", "Enabled Enabled Enabled", time.Minute, ""},
		{"there and back", "Enabled Disabled Enabled", time.Minute, ""},
		{"and there again", "Enabled Disabled Enabled Disabled", time.Minute, "Enabled Disabled Enabled Disabled"},
		{"and on", "Enabled Disabled Enabled Disabled Enabled", time.Minute, "Enabled Disabled Enabled Disabled Enabled"},
		{"after something else", "Enabling Disabled Enabled Disabled Enabled", time.Minute, "Disabled Enabled Disabled Enabled"},
		{"over weeks", "Enabled Disabled Enabled Disabled", 100 * time.Hour, ""},
		{"one write after another", "Succeeded Updating Succeeded Updating Succeeded", time.Minute, ""},
		{"one failure after another", "Succeeded Updating Failed Updating Succeeded Updating Failed", time.Minute, "Succeeded Failed Succeeded Failed"},
	} {
		t.Run(test.name, func(t *testing.T) {
			var l lane
			for i, v := range strings.Fields(test.values) {
				l.extend(start.Add(time.Duration(i)*test.step), v, false)
			}
			var got []string
			for _, s := range l.flapping() {
				got = append(got, s.value)
			}
			assert.Equal(t, test.want, strings.Join(got, " "))
			assert.Equal(t, test.want != "", len(l.stretches()) > 0)
		})
	}
}

func TestDuration(t *testing.T) {
	for d, want := range map[time.Duration]string{
		0: "0s", 400 * time.Millisecond: "0s", 59 * time.Second: "59s", time.Minute: "1m", 61 * time.Second: "1m1s",
		time.Hour + time.Second: "1h", 25*time.Hour + 30*time.Minute: "1d1h", 24*time.Hour + 30*time.Minute: "1d",
	} {
		assert.Equal(t, want, duration(d))
	}
}

// TestAxis checks that time goes from left to right, and that each time has one position.
func TestAxis(t *testing.T) {
	watcher := newWatcher(func(*life, moment) {})
	for r, err := range lines(bytes.NewReader(sample), "sample.jsonl") {
		require.NoError(t, err)
		require.NoError(t, watcher.take(r))
	}
	for _, l := range watcher.lives {
		a := newAxis(l)
		last := 0.0
		for at := l.phases[0].from; at.Before(l.phases[len(l.phases)-1].to); at = at.Add(time.Hour) {
			x := a.of(at)
			assert.GreaterOrEqual(t, x, last)
			last = x
		}
		assert.GreaterOrEqual(t, a.x[len(a.x)-1], last)
	}
}

// TestHostile checks that texts of documents are escaped in the picture.
func TestHostile(t *testing.T) {
	hostile := strings.ReplaceAll(string(sample), "er-amsterdam", `</text><script>alert(1)</script>\u0000&`)
	svg := filepath.Join(t.TempDir(), "out.svg")
	_, _, _ = watching(t, hostile, "-svg", svg, "-")
	picture, err := os.ReadFile(svg)
	require.NoError(t, err)
	wellFormed(t, picture)
	assert.NotContains(t, string(picture), "<script>")
}

// TestLong checks that the width of the picture is bounded for a stream of many changes.
func TestLong(t *testing.T) {
	good := strings.Split(strings.TrimSpace(string(sample)), "\n")
	var stream strings.Builder
	for i := range 120 {
		at := time.Date(2026, 3, 2, 9, i, 0, 0, time.UTC).Format(time.RFC3339)
		body := good[1+i%2*4] // NotProvisioned, and Provisioned
		_, body, _ = strings.Cut(body, `"body":`)
		fmt.Fprintf(&stream, "{\"at\":%q,\"body\":%s\n", at, body)
	}
	svg := filepath.Join(t.TempDir(), "out.svg")
	code, out, errs := watching(t, stream.String(), "-svg", svg, "-")
	assert.Equal(t, told, code, errs)
	assert.Contains(t, out, "provider flapped")
	picture, err := os.ReadFile(svg)
	require.NoError(t, err)
	var root struct {
		Width float64 `xml:"width,attr"`
	}
	require.NoError(t, xml.Unmarshal(picture, &root))
	assert.Less(t, root.Width, 120*narrowest+4600.0)
}
