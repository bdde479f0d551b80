package registry_test

import (
	"encoding"
	"encoding/json"
	"net/netip"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/expressroute-go/expressroute/machine"
	. "github.com/expressroute-go/expressroute/prefixes/registry"
)

func TestParseName(t *testing.T) {
	for text, want := range map[string]Name{
		"ARIN": ARIN, "apnic": APNIC, "Afrinic": AFRINIC, " LACNIC ": LACNIC, "RIPENCC": RIPENCC, "RIPE": RIPENCC, "ripe ncc": RIPENCC,
		"RIPE-NCC": RIPENCC, "RADB": RADB, "ALTDB": ALTDB, "LEVEL3": LEVEL3, "": "", "NONE": "", "none": "", "0": "",
	} {
		name, err := ParseName(text)
		require.NoError(t, err)
		assert.Equal(t, want, name, text)
	}
	for _, text := range []string{"NTTCOM", "RIPE-NONAUTH", "RIPE\x00", "1"} {
		_, err := ParseName(text)
		var unknown *machine.WordError
		require.ErrorAs(t, err, &unknown)
		assert.Equal(t, text, unknown.Word)
		assert.Len(t, unknown.Valid, 8)
	}
}

func TestNames(t *testing.T) {
	documented := 0
	for name := range Names() {
		assert.Equal(t, name, NameOf(name.Source()))
		parsed, err := ParseName(name.String())
		require.NoError(t, err)
		assert.Equal(t, name, parsed)
		if name.Documented() {
			documented++
		}
	}
	assert.Equal(t, 7, documented)
	assert.False(t, LEVEL3.Documented())
	assert.False(t, Name("NTTCOM").Documented())
	assert.Equal(t, RIPENCC, NameOf("ripe"))
	assert.Equal(t, "RIPE", RIPENCC.Source())
	assert.Equal(t, Name(""), NameOf("RIPENCC"), "no object has this source")
	assert.Equal(t, Name(""), NameOf("RIPE-NONAUTH"))
	assert.Equal(t, "NONE", Name("").String())
}

// Every value of every enumeration has a word that can be parsed.
func TestWords(t *testing.T) {
	words[Relation](t, 3)
	words[Validity](t, 3)
	words[Format](t, 3)
	words[Fault](t, 20)
}

func words[T interface {
	~uint8
	encoding.TextMarshaler
	String() string
}, P interface {
	*T
	encoding.TextUnmarshaler
}](t *testing.T, n int) {
	t.Helper()
	for v := 1; v <= n; v++ {
		text, err := T(v).MarshalText()
		require.NoError(t, err)
		parsed, err := machine.Parse[T, P](string(text))
		require.NoError(t, err)
		assert.Equal(t, T(v), parsed)
		assert.Equal(t, string(text), parsed.String())
		var read T
		require.NoError(t, P(&read).UnmarshalText(text))
		assert.Equal(t, T(v), read)
	}
	_, err := T(n + 1).MarshalText()
	assert.Error(t, err, "there are no more than %d", n)
	_, err = machine.Parse[T, P]("no such word")
	var unknown *machine.WordError
	assert.ErrorAs(t, err, &unknown)
}

func TestFaultText(t *testing.T) {
	seen := map[string]Fault{}
	for f := NotAnObject; f <= CutOff; f++ {
		require.NotEmpty(t, f.Text(), f)
		assert.NotContains(t, seen, f.Text())
		seen[f.Text()] = f
	}
	assert.Equal(t, "no fault", Fault(0).Text())
	assert.Equal(t, "registry.Fault(99)", Fault(99).Text())
}

// Statistics and records can be stored as JSON.
func TestJSON(t *testing.T) {
	_, stats := readRPSL(t, Options{}, one+"route: 192.0.2.1/24\n")
	text, err := json.Marshal(stats)
	require.NoError(t, err)
	assert.JSONEq(t, `{"name":"test.db","format":"RPSL","bytes":70,"lines":5,"objects":2,"routes":1,"kept":1,"rejected":1,
		"faults":{"HostBits":1},"rejects":[{"line":5,"text":"route: 192.0.2.1/24","fault":"HostBits","why":"has host bits"}]}`, string(text))
	var back Stats
	require.NoError(t, json.Unmarshal(text, &back))
	assert.Equal(t, stats, back)

	v := VRP{Prefix: netip.MustParsePrefix("192.0.2.0/24"), MaxLength: 24, ASN: 64500}
	text, err = json.Marshal([]VRP{v, {Prefix: v.Prefix, TrustAnchor: "ripe", Expires: time.Unix(0, 0).UTC()}})
	require.NoError(t, err)
	assert.JSONEq(t, `[{"prefix":"192.0.2.0/24","maxLength":24,"asn":64500},
		{"prefix":"192.0.2.0/24","maxLength":0,"asn":0,"ta":"ripe","expires":"1970-01-01T00:00:00Z"}]`, string(text))

	s, _ := readRPSL(t, Options{}, one)
	text, err = json.Marshal(slices.Collect(func(yield func(Route) bool) {
		for _, r := range s.Routes(v.Prefix) {
			yield(r)
		}
	}))
	require.NoError(t, err)
	assert.JSONEq(t, `[{"prefix":"192.0.2.0/24","origin":64500,"source":"RIPE","input":"test.db","line":1}]`, string(text))
}
