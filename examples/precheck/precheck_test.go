package main

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/expressroute-go/expressroute/prefixes/registry"
)

var update = flag.Bool("update", false, "write the golden files")

// The sample's data, in files.
const (
	irr  = "sample/irr.db"
	vrps = "sample/vrps.csv"
)

// now is the time of the tests.
var now = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// prechecking runs the program and returns its exit status and what it printed.
func prechecking(t *testing.T, stdin string, args ...string) (int, string, string) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	code := run(args, now, strings.NewReader(stdin), &stdout, &stderr)
	return code, stdout.String(), stderr.String()
}

func TestGolden(t *testing.T) {
	for name, test := range map[string]struct {
		args []string
		code int
	}{
		"sample.txt":   {nil, unopposed},
		"sample.md":    {[]string{"-spec", "sample/peering.json", "-irr", irr, "-rpki", vrps, "-complete", "all", "-format", "markdown"}, refused},
		"sample.json":  {[]string{"-spec", "sample/peering.json", "-irr", irr, "-rpki", vrps, "-complete", "all", "-format", "json"}, refused},
		"circuit.txt":  {[]string{"-spec", "testdata/circuit.json", "-irr", irr}, mustAct},
		"rejects.txt":  {[]string{"-asn", "2000000001", "-irr", irr, "-rpki", "testdata/vrps.json", "123.1.0.0/24"}, unopposed},
		"nothing.txt":  {[]string{"-asn", "AS30517.37889", "123.1.0.0/24", "2E00:1::0/48"}, undecided},
		"assumed.txt":  {[]string{"-asn", "2000000001", "-registry", "ripe", "-covering", "yes", "-named-only", "no", "-irr", irr, "123.1.1.0/24", "123.1.2.0/24"}, unopposed},
		"issue.txt":    {[]string{"-asn", "64500", "-irr", irr, "-rpki", vrps, "203.0.113.0/24"}, refused},
		"customer.txt": {[]string{"-asn", "64512", "-customer-asn", "2000000001", "-irr", irr, "123.1.0.0/24"}, mustAct},
		"excerpt.txt":  {[]string{"-asn", "2000000001", "123.1.5.0/24", "123.1.2.77/32", "-irr", irr, "-complete", "RIPE", "-irr", "testdata/records.db", "-rpki", "testdata/expired.json"}, undecided},
	} {
		t.Run(name, func(t *testing.T) {
			code, out, errs := prechecking(t, "", test.args...)
			assert.Equal(t, test.code, code)
			assert.Empty(t, errs)
			assert.NotContains(t, out, "will pass")
			golden := filepath.Join("testdata", "golden", name)
			if *update {
				require.NoError(t, os.WriteFile(golden, []byte(out), 0o644))
			}
			want, err := os.ReadFile(golden)
			require.NoError(t, err)
			assert.Equal(t, string(want), out, "run: go test ./examples/precheck -update")
		})
	}
}

// TestExitStatus: one status for each verdict, and of several the gravest.
func TestExitStatus(t *testing.T) {
	data := []string{"-asn", "2000000001", "-irr", irr, "-complete", "all"}
	for _, test := range []struct {
		name string
		args []string
		want int
	}{
		{"registered", append(data, "123.1.0.0/24"), unopposed},
		{"an invalid origin is a warning", append(data, "-rpki", "testdata/vrps.json", "123.1.0.0/24"), unopposed},
		{"covering", append(data, "123.1.2.0/24"), undecided},
		{"not registered", append(data, "123.1.5.0/24"), mustAct},
		{"private AS", []string{"-asn", "64512", "-irr", irr, "123.1.0.0/24"}, mustAct},
		{"private prefix", append(data, "10.0.0.0/8"), refused},
		{"default route", append(data, "0.0.0.0/0"), refused},
		{"private customer ASN", append(data, "-customer-asn", "64512", "123.1.0.0/24"), refused},
		{"covering and not registered", append(data, "123.1.2.0/24", "123.1.5.0/24"), mustAct},
		{"all of it", append(data, "123.1.0.0/24", "123.1.2.0/24", "123.1.5.0/24", "10.0.0.0/8"), refused},
		{"not registered in a few objects", []string{"-asn", "2000000001", "-irr", irr, "123.1.5.0/24"}, undecided},
		{"not registered in one complete registry", []string{"-asn", "2000000001", "-irr", irr, "-complete", "ripe", "123.1.5.0/24"}, undecided},
		{"private AS and customer ASN", []string{"-asn", "64512", "-customer-asn", "2000000001", "-irr", irr, "123.1.0.0/24"}, mustAct},
		{"flags after prefixes", []string{"123.1.0.0/24", "-asn", "2000000001", "123.1.2.0/24", "-covering", "yes", "-irr", irr}, unopposed},
		{"nothing loaded", []string{"-asn", "2000000001", "123.1.0.0/24"}, undecided},
		{"nothing loaded, refused all the same", []string{"-asn", "2000000001", "10.0.0.0/8"}, refused},
	} {
		t.Run(test.name, func(t *testing.T) {
			code, out, errs := prechecking(t, "", test.args...)
			assert.Equal(t, test.want, code)
			assert.Empty(t, errs)
			assert.NotEmpty(t, out)
		})
	}
}

func TestBadUsage(t *testing.T) {
	for name, args := range map[string][]string{
		"no prefix":               {"-asn", "2000000001"},
		"no AS number":            {"123.1.0.0/24"},
		"not a prefix":            {"-asn", "2000000001", "123.1.0.0"},
		"not an AS number":        {"-asn", "AS-1", "123.1.0.0/24"},
		"beyond 32 bits":          {"-asn", "4294967296", "123.1.0.0/24"},
		"unknown format":          {"-asn", "2000000001", "-format", "yaml", "123.1.0.0/24"},
		"unknown flag":            {"-frobnicate"},
		"unknown assumption":      {"-asn", "2000000001", "-covering", "perhaps", "123.1.0.0/24"},
		"a registry of no name":   {"-asn", "2000000001", "-complete", "", "123.1.0.0/24"},
		"an unknown registry":     {"-asn", "2000000001", "-complete", "NTTCOM", "123.1.0.0/24"},
		"unknown flag after it":   {"-asn", "2000000001", "123.1.0.0/24", "-frobnicate"},
		"a spec and prefixes":     {"-spec", "sample/peering.json", "123.1.0.0/24"},
		"no such spec":            {"-spec", "testdata/none.json"},
		"a spec that is not JSON": {"-spec", "main.go"},
	} {
		t.Run(name, func(t *testing.T) {
			code, out, errs := prechecking(t, "", args...)
			assert.Equal(t, badInput, code)
			assert.Empty(t, out)
			assert.NotEmpty(t, errs)
		})
	}
}

// TestHelp: help is what was asked for, and says what the exit statuses mean.
func TestHelp(t *testing.T) {
	for _, args := range [][]string{{"-h"}, {"-help"}, {"123.1.0.0/24", "--help"}} {
		code, out, errs := prechecking(t, "", args...)
		assert.Zero(t, code)
		assert.Empty(t, errs)
		assert.Contains(t, out, "-customer-asn")
		for _, status := range []string{"0", "2", "3", "4", "5"} {
			assert.Contains(t, out, "\n  "+status+"  ")
		}
	}
}

func TestBadSpec(t *testing.T) {
	for name, text := range map[string]string{
		"empty":                      ``,
		"no object":                  `[]`,
		"a field that is none":       `{"peerASN": 1, "advertised": []}`,
		"something after it":         `{"peerASN": 1, "ipv4": {"advertised": ["123.1.0.0/24"]}} {}`,
		"a prefix that is none":      `{"peerASN": 1, "ipv4": {"advertised": ["everything"]}}`,
		"nothing advertised":         `{"peerASN": 1, "ipv4": {"registry": "ARIN"}}`,
		"a circuit of a later time":  `{"v": 99}`,
		"a circuit without Internet": `{"v": 1, "order": {}}`,
	} {
		t.Run(name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "spec.json")
			require.NoError(t, os.WriteFile(file, []byte(text), 0o600))
			code, out, errs := prechecking(t, "", "-spec", file)
			assert.Equal(t, badInput, code)
			assert.Empty(t, out)
			assert.NotEmpty(t, errs)
		})
	}
}

// TestBadData: what is lost is said, the exit status tells, and the rest is
// judged all the same.
func TestBadData(t *testing.T) {
	plain, err := os.ReadFile(irr)
	require.NoError(t, err)
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	_, err = w.Write(bytes.Repeat(plain, 200))
	require.NoError(t, err)
	require.NoError(t, w.Close())
	for _, test := range []struct {
		name, flag string
		data       []byte
		kept       bool // the prefix is registered in what could be read
	}{
		{"truncated gzip", "-irr", packed.Bytes()[:packed.Len()-20], true},
		{"gzip with a wrong checksum", "-irr", append(bytes.Clone(packed.Bytes()[:packed.Len()-8]), 1, 2, 3, 4, 5, 6, 7, 8), true},
		{"only the magic of gzip", "-irr", []byte{0x1f, 0x8b}, false},
		{"binary junk", "-irr", bytes.Repeat([]byte{0, 0xff, 0x80, '\n', 0x1b, '[', 'H'}, 10000), false},
		{"one line of 10 MB", "-irr", bytes.Repeat([]byte("x"), 10<<20), false},
		{"empty", "-irr", nil, false},
		{"a dump given as VRPs", "-rpki", plain, false},
		{"VRPs given as a dump", "-irr", []byte(sampleVRPs), false},
		{"JSON that breaks off", "-rpki", []byte(`{"roas": [{"asn": 1, "prefix"`), false},
		{"JSON without VRPs", "-rpki", []byte(`{}`), false},
		{"a stream of changes", "-irr", append([]byte("%START Version: 3 RIPE 1-2\n\nDEL 2\n\n"), plain...), false},
		{"SLURM", "-rpki", []byte(`{"slurmVersion": 1, "validationOutputFilters": {}, "locallyAddedAssertions": {}}`), false},
		{"VRPs without their maximum length", "-rpki", []byte("ASN,Prefix\nAS2000000001,123.1.0.0/16\n"), false},
	} {
		t.Run(test.name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "data")
			require.NoError(t, os.WriteFile(file, test.data, 0o600))
			code, out, errs := prechecking(t, "", "-asn", "2000000001", test.flag, file, "123.1.0.0/24")
			assert.Equal(t, badInput, code)
			assert.Contains(t, errs, file)
			assert.Equal(t, test.kept, strings.Contains(out, "+ RIPENCC registers"), out)
			assert.NotContains(t, out, "\x1b", "what others wrote does not move the cursor")
			assert.Less(t, len(out), 10_000)
		})
	}
	t.Run("no such file", func(t *testing.T) {
		code, out, errs := prechecking(t, "", "-asn", "2000000001", "-irr", "testdata/none", "-irr", irr, "123.1.0.0/24")
		assert.Equal(t, badInput, code)
		assert.Contains(t, errs, "testdata/none")
		assert.Contains(t, out, "+ RIPENCC registers")
	})
}

func TestStandardInput(t *testing.T) {
	text, err := os.ReadFile(irr)
	require.NoError(t, err)
	code, out, errs := prechecking(t, string(text), "-asn", "2000000001", "-irr", "-", "123.1.0.0/24")
	assert.Equal(t, unopposed, code, errs)
	assert.Contains(t, out, "+ RIPENCC registers")
}

// TestOnlyWhatMattersIsKept: neither the default route nor a private prefix
// makes the program keep everything.
func TestOnlyWhatMattersIsKept(t *testing.T) {
	_, out, _ := prechecking(t, "", "-asn", "2000000001", "-irr", irr, "-format", "json", "0.0.0.0/0", "10.0.0.0/8")
	var got result
	require.NoError(t, json.Unmarshal([]byte(out), &got))
	require.Len(t, got.Inputs, 1)
	assert.Equal(t, int64(9), got.Inputs[0].Routes)
	assert.Zero(t, got.Inputs[0].Kept)
}

// TestJSON checks that the result can be read by programs.
func TestJSON(t *testing.T) {
	_, out, _ := prechecking(t, "", "-spec", "sample/peering.json", "-irr", irr, "-rpki", vrps, "-format", "json")
	var got struct {
		V       int
		Reports []struct {
			Verdict     registry.Verdict
			Predictions []struct {
				Prefix  string
				Verdict registry.Verdict
				Basis   string
				Reasons []struct{ ID registry.ReasonID }
			}
		}
	}
	require.NoError(t, json.Unmarshal([]byte(out), &got))
	require.Len(t, got.Reports, 2)
	assert.Equal(t, 1, got.V)
	assert.Equal(t, registry.Refused, got.Reports[0].Verdict)
	assert.Equal(t, registry.ReasonExact, got.Reports[0].Predictions[0].Reasons[0].ID)
	assert.Equal(t, "2e00:1::0/48", got.Reports[1].Predictions[0].Prefix, "as typed")
}

func TestBar(t *testing.T) {
	p := registry.Progress{Name: "/data/radb.db.gz", Bytes: 35, Objects: 1200, Kept: 3}
	assert.Equal(t, "radb.db.gz [##------]  35% 3 kept", render(p, 100))
	assert.Equal(t, "radb.db.gz 0 MiB 3 kept", render(p, 0))
	p.Bytes = 200
	assert.Contains(t, render(p, 100), "] 100%", "a file that grew")
	for _, name := range []string{strings.Repeat("n", 100), strings.Repeat("\x1b", 100), "\xff", strings.Repeat("é", 100)} {
		p.Name, p.Bytes, p.Kept = name, 1<<62, 1<<62
		for _, size := range []int64{0, 1, 1 << 40} {
			assert.LessOrEqual(t, utf8.RuneCountInString(render(p, size)), 39, "it wraps")
			assert.NotContains(t, render(p, size), "\x1b")
		}
	}
}

// TestBarIsForTerminals: nothing else gets one.
func TestBarIsForTerminals(t *testing.T) {
	file, err := os.Create(filepath.Join(t.TempDir(), "stderr"))
	require.NoError(t, err)
	defer file.Close()
	assert.False(t, terminal(file))
	if device, err := os.OpenFile(os.DevNull, os.O_WRONLY, 0); err == nil { // a device of characters, where there is one
		defer device.Close()
		t.Setenv("TERM", "dumb")
		assert.False(t, terminal(device), "it cannot erase a line")
	}
	assert.False(t, terminal(new(bytes.Buffer)))

	var shown bytes.Buffer
	b := &bar{w: &shown, size: 100}
	b.progress(registry.Progress{Name: "radb.db", Bytes: 50})
	b.progress(registry.Progress{Name: "radb.db", Bytes: 50})
	assert.Equal(t, 1, strings.Count(shown.String(), "50%"), "only what changed is written")
	b.clear()
	assert.True(t, strings.HasSuffix(shown.String(), "\r"+eraseToEnd))
}

// TestAge: the data says how old it is.
func TestAge(t *testing.T) {
	for d, want := range map[time.Duration]string{
		-time.Second: "future", 0: "less than an hour", 59 * time.Minute: "less than an hour", time.Hour: "1 hour ago", 47 * time.Hour: "1 day ago",
		72 * time.Hour: "3 days ago", 365 * 24 * time.Hour: "1 year ago", 1000 * 24 * time.Hour: "2 years ago",
	} {
		assert.Contains(t, age(d), want)
	}
}

// TestExpiredIsLeftOut: an expired VRP does not make a route valid.
func TestExpiredIsLeftOut(t *testing.T) {
	_, out, _ := prechecking(t, "", "-asn", "2000000001", "-irr", irr, "-rpki", "testdata/expired.json", "-format", "json", "123.1.0.0/24")
	var got result
	require.NoError(t, json.Unmarshal([]byte(out), &got))
	assert.Equal(t, now, got.Now)
	assert.Zero(t, got.Reports[0].Predictions[0].Origin, "nothing is left to check with")
	assert.EqualValues(t, 2, got.Inputs[1].Faults[registry.Expired])
	assert.Equal(t, time.Date(2021, 7, 21, 17, 26, 0, 0, time.UTC), got.Inputs[1].Built)
}
