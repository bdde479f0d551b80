package registry_test

import (
	"fmt"
	"math/rand/v2"
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	. "github.com/expressroute-go/expressroute/prefixes/registry"
)

// Each text has the VRPs 192.0.2.0/24-24 AS64500 and 2001:db8::/32-48 AS65537,
// in a form that some program writes.
func TestReadVRPsTakes(t *testing.T) {
	for name, c := range map[string]struct {
		format Format
		text   string
		anchor string
		until  int64
	}{
		"rpki-client json": {JSON, `{
	"metadata": {
		"buildmachine": "host",
		"buildtime": "2026-01-01T00:00:00Z",
		"vrps": 2,
		"talfiles": [ "a", "b" ]
	},

	"roas": [
		{ "asn": 64500, "prefix": "192.0.2.0/24", "maxLength": 24, "ta": "ripe", "expires": 1790000000 },
		{ "asn": 65537, "prefix": "2001:db8::/32", "maxLength": 48, "ta": "ripe", "expires": 1790000000 }
	],

	"bgpsec_keys": [ { "asn": 1, "ski": "AA", "pubkey": "BB" } ],
	"aspas": [ { "customer_asid": 1, "expires": 2, "providers": [ 1, 2 ] } ],
	"nonfunc_cas": []
}
`, "ripe", 1790000000},
		"rpki-client json of 2021": {JSON, `{"metadata":{"roas":"2"},"roas":[
			{"asn":"AS64500","prefix":"192.0.2.0/24","maxLength":"24","ta":"ripe"},
			{"asn":"AS65537","prefix":"2001:db8::/32","maxLength":"48","ta":"ripe"}]}`, "ripe", 0},
		"routinator json": {JSON, `{
  "metadata": { "generated": 1, "generatedTime": "2026-01-01T00:00:00Z" },
  "roas": [
    { "asn": "AS64500", "prefix": "192.0.2.0/24", "maxLength": 24, "ta": "N/A" },
    { "asn": "AS65537", "prefix": "2001:db8::/32", "maxLength": 48, "ta": "N/A" }
  ],
  "routerKeys": [ { "asn": "AS1234", "SKI": "00", "routerPublicKey": "AA", "ta": "N/A" } ],
  "aspas": [ { "customer": "AS1", "providers": ["AS2", "AS3"], "ta": "N/A" } ]
}`, "", 0},
		"routinator jsonext": {JSON, `{"metadata":{},"roas":[
    { "asn": "AS64500", "prefix": "192.0.2.0/24", "maxLength": 24, "source": [
      { "type": "roa", "uri": "rsync://a", "tal": "ripe",
        "validity": { "notBefore": "2026-01-01T00:00:00Z", "notAfter": "2027-01-01T00:00:00Z" },
        "chainValidity": { "notBefore": "2026-01-01T00:00:00Z", "notAfter": "2026-09-21T13:33:19Z" }, "stale": "2026-01-02T00:00:00Z" },
      { "type": "roa", "uri": null, "tal": "arin",
        "chainValidity": { "notBefore": "2026-01-01T00:00:00Z", "notAfter": "2026-09-21T14:13:20Z" } }] },
    { "asn": "AS65537", "prefix": "2001:db8::/32", "maxLength": 48, "source": [
      { "type": "roa", "tal": "ripe", "chainValidity": { "notAfter": "2026-09-21T14:13:20Z" } },
      { "type": "exception", "path": null, "comment": "x" }] }]}`, "ripe", 1790000000},
		"a bare array": {JSON, "\ufeff [\n" + `{"prefix":"192.0.2.0/24","asn":"64500"},{"prefix":"2001:db8::/32","maxLength":48,"asn":"65537","x":{"y":[1]}}]`, "", 0},
		"null and unknown members": {JSON, `{"version":1,"roas":[
			{"asn":64500,"prefix":"192.0.2.0\/24","maxLength":null,"ta":null,"expires":null,"source":null},
			{"asn":65537,"prefix":"2001:\u0064b8::/32","maxLength":48,"source":"ripe","comment":"roas"}],"slurm":null}`, "", 0},
		"rpki-client csv": {CSV, "ASN,IP Prefix,Max Length,Trust Anchor,Expires\n" +
			"AS64500,192.0.2.0/24,24,ripe,1790000000\nAS65537,2001:db8::/32,48,ripe,1790000000\n", "ripe", 1790000000},
		"routinator csv": {CSV, "ASN,IP Prefix,Max Length,Trust Anchor\n" +
			"AS64500,192.0.2.0/24,24,ripe\nAS65537,2001:db8::/32,48,ripe\n", "ripe", 0},
		"routinator csvcompat": {CSV, `"ASN","IP Prefix","Max Length","Trust Anchor"` + "\n" +
			`"64500","192.0.2.0/24","24","ripe"` + "\n" + `"65537","2001:db8::/32","48","ripe"` + "\n", "ripe", 0},
		"routinator csvext": {CSV, "URI,ASN,IP Prefix,Max Length,Not Before,Not After\n" +
			"\"rsync://a,b\",AS64500,192.0.2.0/24,24,2026-01-01 00:00:00,2026-09-21 14:13:20\n" +
			"N/A,AS65537,2001:db8::/32,48,2026-01-01 00:00:00,2026-09-21 14:13:20\n", "", 1790000000},
		"csvext without ROAs": {CSV, "URI,ASN,IP Prefix,Max Length,Not Before,Not After\n" +
			"N/A,AS64500,192.0.2.0/24,24,N/A,N/A\nN/A,AS65537,2001:db8::/32,48,N/A,N/A\n", "", 0},
		"csv without a header, blanks and CRLF": {CSV, "\r\nas64500 , 192.0.2.0/24\r\n\r\n65537,2001:db8::/32, 48 ,,\r\n", "", 0},
		"csv with other columns": {CSV, "prefix,maxLength,ta,asn,comment\n" +
			"192.0.2.0/24,,ripe,64500,x\n2001:db8::/32,48,ripe,65537,\"a, b\"\n", "ripe", 0},
	} {
		t.Run(name, func(t *testing.T) {
			for _, text := range []string{c.text, string(packed(t, c.text))} {
				s, stats := readVRPs(t, Options{}, text)
				assert.Equal(t, c.format, stats.Format)
				assert.Equal(t, text != c.text, stats.Gzip)
				assert.Empty(t, stats.Rejects)
				assert.EqualValues(t, len(text), stats.Bytes)
				assert.EqualValues(t, len(strings.Split(strings.TrimSuffix(c.text, "\n"), "\n")), stats.Lines)
				v4, v6 := netip.MustParsePrefix("192.0.2.0/24"), netip.MustParsePrefix("2001:db8::/32")
				var until time.Time
				if c.until != 0 {
					until = time.Unix(c.until, 0).UTC()
				}
				assert.Equal(t, []VRP{{v4, 24, 64500, c.anchor, until}}, slices.Collect(s.VRPs(v4)))
				assert.Equal(t, []VRP{{v6, 48, 65537, c.anchor, until}}, slices.Collect(s.VRPs(v6)))
			}
		})
	}
}

func TestReadVRPsRejects(t *testing.T) {
	options := Options{Now: time.Unix(1750000000, 0)}
	for name, c := range map[string]struct {
		entry string // in JSON
		row   string // in CSV
		fault Fault
	}{
		"maxLength below the length": {`{"asn":1,"prefix":"192.0.2.0/24","maxLength":23}`, "AS1,192.0.2.0/24,23", MaxLengthTooLow},
		"maxLength beyond IPv4":      {`{"asn":1,"prefix":"192.0.2.0/24","maxLength":33}`, "AS1,192.0.2.0/24,33", BadMaxLength},
		"maxLength beyond IPv6":      {`{"asn":1,"prefix":"2001:db8::/32","maxLength":129}`, "AS1,2001:db8::/32,129", BadMaxLength},
		"maxLength that wraps":       {`{"asn":1,"prefix":"192.0.2.0/24","maxLength":280}`, "AS1,192.0.2.0/24,280", BadMaxLength},
		"a negative maxLength":       {`{"asn":1,"prefix":"192.0.2.0/24","maxLength":-1}`, "AS1,192.0.2.0/24,-1", BadMaxLength},
		"host bits":                  {`{"asn":1,"prefix":"123.4.5.0/14"}`, "AS1,123.4.5.0/14,24", HostBits},
		"host bits of IPv6":          {`{"asn":1,"prefix":"2001:db8::1/64"}`, "AS1,2001:db8::1/64,64", HostBits},
		"no prefix":                  {`{"asn":1}`, "AS1,,24", MissingPrefix},
		"no AS number":               {`{"prefix":"192.0.2.0/24"}`, ",192.0.2.0/24,24", MissingASN},
		"an AS number of 33 bits":    {`{"asn":4294967296,"prefix":"192.0.2.0/24"}`, "AS4294967296,192.0.2.0/24,24", BadASN},
		"an AS number in asdot":      {`{"asn":1.10,"prefix":"192.0.2.0/24"}`, "AS1.10,192.0.2.0/24,24", BadASN},
		"a negative AS number":       {`{"asn":-1,"prefix":"192.0.2.0/24"}`, "-1,192.0.2.0/24,24", BadASN},
		"no length":                  {`{"asn":1,"prefix":"192.0.2.0"}`, "AS1,192.0.2.0,24", BadPrefix},
		"expired":                    {`{"asn":1,"prefix":"192.0.2.0/24","expires":1749999999}`, "AS1,192.0.2.0/24,24,ripe,1749999999", Expired},
		"a time that is none":        {`{"asn":1,"prefix":"192.0.2.0/24","expires":"soon"}`, "AS1,192.0.2.0/24,24,ripe,soon", BadExpiry},
		"something else":             {`["AS1","192.0.2.0/24"]`, "<html>", NotAVRP},
	} {
		t.Run(name, func(t *testing.T) {
			s, stats := readVRPs(t, options, "[\n{\"asn\":2,\"prefix\":\"10.0.0.0/8\"},\n"+c.entry+",\n{\"asn\":3,\"prefix\":\"11.0.0.0/8\"}]\n")
			assert.Equal(t, map[Fault]int64{c.fault: 1}, stats.Faults)
			require.Len(t, stats.Rejects, 1)
			assert.EqualValues(t, 3, stats.Rejects[0].Line)
			assert.Equal(t, 2, s.Counts().VRPs, "the rest is kept")

			s, stats = readVRPs(t, options, "AS2,10.0.0.0/8,8\n"+c.row+"\nAS3,11.0.0.0/8,8\n")
			assert.Equal(t, map[Fault]int64{c.fault: 1}, stats.Faults)
			require.Len(t, stats.Rejects, 1)
			assert.Equal(t, Reject{2, c.row, c.fault, c.fault.Text()}, stats.Rejects[0])
			assert.Equal(t, 2, s.Counts().VRPs, "the rest is kept")
		})
	}
}

// A reject of a JSON entry has the text that was read.
func TestJSONRejectIsShown(t *testing.T) {
	_, stats := readVRPs(t, Options{}, `[{"ta":"x","maxLength":"20","prefix":"192.0.2.0/24","asn":"AS1","y":1},null,7,"x"]`)
	require.Len(t, stats.Rejects, 4)
	assert.Equal(t, `{asn:"AS1" prefix:"192.0.2.0/24" maxLength:"20" ta:"x"}`, stats.Rejects[0].Text)
	assert.Equal(t, MissingPrefix, stats.Rejects[1].Fault)
	assert.Equal(t, map[Fault]int64{MaxLengthTooLow: 1, MissingPrefix: 1, NotAVRP: 2}, stats.Faults)
}

// encoding/csv would read everything after such a quotation mark as one field.
func TestOpenQuotationMarkLosesOneRow(t *testing.T) {
	s, stats := readVRPs(t, Options{}, "ASN,IP Prefix,Max Length\n\"AS1,10.0.0.0/8,8\nAS2,11.0.0.0/8,8\n\"AS3\",\"12.0.0.0/8\",8\"\nAS4,13.0.0.0/8,8\n")
	assert.Len(t, stats.Rejects, 2)
	assert.Equal(t, 2, s.Counts().VRPs)
	assert.Equal(t, Valid, s.Validate(netip.MustParsePrefix("13.0.0.0/8"), 4))
}

// An empty input, or one of white space, has no format and gives no error.
func TestReadNothing(t *testing.T) {
	for _, text := range []string{"", "\n", " \n\t", "\ufeff"} {
		_, stats := readVRPs(t, Options{}, text)
		assert.Zero(t, stats.Format)
		assert.Zero(t, stats.Objects)
		_, stats = readRPSL(t, Options{}, text)
		assert.Zero(t, stats.Objects)
	}
}

// JSON and CSV of the same VRPs give the same snapshot.
func TestFormsAgree(t *testing.T) {
	vrps := randomVRPs(rand.New(rand.NewPCG(1, 2)), 500)
	fromCSV, _ := readVRPs(t, Options{}, string(csvOf(vrps)))
	fromJSON, _ := readVRPs(t, Options{}, string(jsonOf(vrps)))
	require.Equal(t, fromCSV.Counts(), fromJSON.Counts())
	for _, v := range vrps {
		assert.Equal(t, slices.Collect(fromCSV.VRPs(v.prefix)), slices.Collect(fromJSON.VRPs(v.prefix)))
	}
}

// A record stores the trust anchor in two bytes, too.
func TestAnchorsAreNotMixedUp(t *testing.T) {
	var text strings.Builder
	for i := range 1<<16 + 1 {
		fmt.Fprintf(&text, "AS1,10.0.0.0/8,8,anchor-%d\n", i)
	}
	s, stats := readVRPs(t, Options{}, text.String())
	assert.Equal(t, map[Fault]int64{TooManyNames: 1}, stats.Faults)
	assert.Equal(t, 1<<16, s.Counts().VRPs)
}
