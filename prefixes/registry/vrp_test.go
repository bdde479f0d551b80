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
		"fort json": {JSON, `{ "roas" : [
 { "asn" : "AS64500", "prefix" : "192.0.2.0/24", "maxLength" : 24 },
 { "asn" : "AS65537", "prefix" : "2001:db8::/32", "maxLength" : 48 }
]}
`, "", 0},
		"octorpki json": {JSON, `{"metadata":{"counts":2,"generated":1780000000,"valid":1790000000,"signature":"00","signatureDate":"00"},
			"roas":[{"prefix":"192.0.2.0/24","maxLength":24,"asn":"AS64500","ta":"Cloudflare - RIPE"},
			{"prefix":"2001:db8::/32","maxLength":48,"asn":"AS65537","ta":"Cloudflare - RIPE"}]}`, "Cloudflare - RIPE", 1790000000},
		"rtrdump json": {JSON, `{"metadata":{"counts":2,"serial":7,"session-id":1,"refresh":3600},
			"roas":[{"prefix":"192.0.2.0/24","maxLength":24,"asn":"AS64500"},{"prefix":"2001:db8::/32","maxLength":48,"asn":65537}],
			"bgpsec_keys":[],"aspas":[]}`, "", 0},
		"json with other names": {JSON, `{"vrps":[{"ASN":64500,"Prefix":"192.0.2.0/24","MaxLen":24,"Trust Anchor":"ripe"},
			{"origin_as":"AS65537","ip_prefix":"2001:db8::/32","max_length":48,"trust_anchor":"ripe","maxLength":48}]}`, "ripe", 0},
		"fort csv": {CSV, "ASN,Prefix,Max prefix length\nAS64500,192.0.2.0/24,24\nAS65537,2001:db8::/32,48\n", "", 0},
		"csv of a database": {CSV, "\"prefix\",\"max_length\",\"asn\",\"trust_anchor\",\"not_after\"\n" +
			"\"192.0.2.0/24\",\"24\",\"64500\",\"ripe\",\"2026-09-21 14:13:20\"\n\"2001:db8::/32\",\"48\",\"65537\",\"ripe\",\"2026-09-21 14:13:20\"\n", "ripe", 1790000000},
		"csv with comments and blanks of Unicode": {CSV, "# validated yesterday, by us\n\nASN\u00a0, IP Prefix , MaxLen\n#\nAS64500\u2003,\u00a0192.0.2.0/24, 24\f\n\rAS65537,2001:db8::/32,48\r\n", "", 0},
		"csv of two files":                        {CSV, "ASN,Prefix,Max prefix length\nAS64500,192.0.2.0/24,24\nprefix,asn,maxLength\n2001:db8::/32,AS65537,48\n", "", 0},
		"csv without a header, blanks and CRLF":   {CSV, "\r\nas64500 , 192.0.2.0/24\r\n\r\n65537,2001:db8::/32, 48 ,,\r\n", "", 0},
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
		"a time beyond every year":   {`{"asn":1,"prefix":"192.0.2.0/24","expires":253402300800}`, "AS1,192.0.2.0/24,24,ripe,253402300800", BadExpiry},
		"a time in milliseconds":     {`{"asn":1,"prefix":"192.0.2.0/24","expires":1893456000000}`, "AS1,192.0.2.0/24,24,ripe,1893456000000", BadExpiry},
		"a time that is none":        {`{"asn":1,"prefix":"192.0.2.0/24","expires":"soon"}`, "AS1,192.0.2.0/24,24,ripe,soon", BadExpiry},
		"IPv4 written as IPv6":       {`{"asn":1,"prefix":"::ffff:192.0.2.0/120"}`, "AS1,::ffff:192.0.2.0/120,120", WrongFamily},
		"expired long ago":           {`{"asn":1,"prefix":"192.0.2.0/24","notAfter":"2021-07-21T17:26:00Z"}`, "AS1,192.0.2.0/24,24,ripe,2021-07-21 17:26:00 UTC", Expired},
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
	assert.Equal(t, `{"ta":"x","maxLength":"20","prefix":"192.0.2.0/24","asn":"AS1","y":1}`, stats.Rejects[0].Text)
	assert.Equal(t, map[Fault]int64{MaxLengthTooLow: 1, NotAVRP: 3}, stats.Faults)
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

// A VRP whose maximum length is lost makes valid routes invalid, so a header
// without that column is refused, and so is every other part that is missing.
func TestColumnsMustHaveNames(t *testing.T) {
	for _, text := range []string{
		"ASN,Prefix\n", "ASN,IP Prefix,Trust Anchor,Expires\n", "asn,prefix,length\n", "asn,prefix,prefix_limit,ta\n",
		"asn,ip,max_length\n", "holder,prefix,max_length\n", "# a comment\n\nid,name\n",
		strings.Repeat("x,", 20) + "asn,prefix,maxlength\n",
	} {
		b := NewBuilder(Options{})
		stats, err := b.ReadVRPs(t.Context(), strings.NewReader(text+"AS64500,10.0.0.0/8,24\n"), "vrps.csv")
		var broken *ReadError
		require.ErrorAs(t, err, &broken, text)
		require.ErrorIs(t, err, ErrColumns, text)
		assert.EqualValues(t, strings.Count(text, "\n"), broken.Line, text)
		assert.True(t, stats.Truncated)
		assert.Zero(t, b.Snapshot().Counts().VRPs)
		assert.Zero(t, b.Snapshot().Validate(netip.MustParsePrefix("10.1.0.0/16"), 64500), "not checked")
	}
}

// A later row of names loses itself only, and so does a row that is cut off
// before its maximum length.
func TestRowsThatAreNoVRPs(t *testing.T) {
	s, stats := readVRPs(t, Options{}, "ASN,IP Prefix,Max Length,Trust Anchor\nAS1,10.0.0.0/8,8,ripe\nsee,below\nAS2,11.0.0.0/8\nAS3,12.0.0.0/8,8\nAS4,13.0.0.0/8,,ripe\n")
	assert.Equal(t, map[Fault]int64{NotAVRP: 2}, stats.Faults)
	assert.Equal(t, []int64{3, 4}, []int64{stats.Rejects[0].Line, stats.Rejects[1].Line})
	assert.Equal(t, 3, s.Counts().VRPs)
	assert.Equal(t, Valid, s.Validate(netip.MustParsePrefix("13.0.0.0/8"), 4), "no maximum length: that of the prefix")
}

// A member of JSON with a name like that of a maximum length is not ignored.
func TestUnknownMaximumLength(t *testing.T) {
	for text, fault := range map[string]Fault{
		`{"asn":1,"prefix":"192.0.2.0/24","maxPfxLen":26}`:                 UnknownLength,
		`{"asn":1,"prefix":"192.0.2.0/24","length":26}`:                    UnknownLength,
		`{"asn":1,"prefix":"192.0.2.0/24","le\u006egth":26}`:               UnknownLength,
		`{"asn":1,"prefix":"192.0.2.0/24","maximum":26}`:                   UnknownLength,
		`{"asn":1,"prefix":"192.0.2.0/24","longest-prefix":null}`:          UnknownLength,
		`{"asn":1,"prefix":"192.0.2.0/24","maxLength":24,"max_length":26}`: RepeatedKey,
		`{"asn":1,"prefix":"192.0.2.0/24","prefix":"192.0.2.0/25"}`:        RepeatedKey,
		`{"asn":1,"prefix":"192.0.2.0/24","maxLength":{"x":[26]}}`:         BadMaxLength,
	} {
		s, stats := readVRPs(t, Options{}, "[\n{\"asn\":2,\"prefix\":\"10.0.0.0/8\"},\n"+text+",\n{\"asn\":3,\"prefix\":\"11.0.0.0/8\"}]")
		assert.Equal(t, map[Fault]int64{fault: 1}, stats.Faults, text)
		assert.EqualValues(t, 3, stats.Rejects[0].Line)
		assert.Equal(t, 2, s.Counts().VRPs, "the rest is kept")
	}
	s, _ := readVRPs(t, Options{}, `[{"asn":1,"prefix":"192.0.2.0/24","length":24,"maxLength":26}]`)
	assert.Equal(t, Valid, s.Validate(netip.MustParsePrefix("192.0.2.64/26"), 1), "the maximum length is known")
}

// What has expired is counted and left out, also if the document as a whole has.
func TestExpired(t *testing.T) {
	now := time.Date(2026, 6, 1, 12, 0, 0, 0, time.UTC)
	built := time.Date(2026, 5, 31, 10, 0, 0, 0, time.UTC)
	for name, c := range map[string]struct {
		text    string
		expired int64
		kept    int
	}{
		"each for itself": {fmt.Sprintf(`{"metadata":{"buildtime":"2026-05-31T10:00:00Z","vrps":2},"roas":[
			{"asn":1,"prefix":"10.0.0.0/8","expires":%d},{"asn":1,"prefix":"11.0.0.0/8","expires":%d},{"asn":1,"prefix":"12.0.0.0/8"}]}`, now.Unix()-1, now.Unix()), 1, 2},
		"the document": {fmt.Sprintf(`{"metadata":{"x":[{"generated":1}],"generated":%d,"valid":%d},"roas":[
			{"asn":1,"prefix":"10.0.0.0/8"},{"asn":1,"prefix":"11.0.0.0/8","expires":%d}]}`, built.Unix(), now.Unix()-1, now.Unix()+1), 1, 1},
		"the earliest of two times": {fmt.Sprintf(`{"metadata":{"generated":%d,"generatedTime":"2026-05-31T10:00:00+00:00","buildtime":"soon"},"roas":[
			{"asn":1,"prefix":"10.0.0.0/8"}]}`, built.Unix()+5), 0, 1},
	} {
		t.Run(name, func(t *testing.T) {
			s, stats := readVRPs(t, Options{Now: now}, c.text)
			assert.Equal(t, c.expired, stats.Faults[Expired])
			assert.Equal(t, c.expired, stats.Rejected)
			assert.Equal(t, c.kept, s.Counts().VRPs)
			assert.Equal(t, built, stats.Built)
			assert.Equal(t, built, s.Inputs()[0].Built)
			if c.expired > 0 {
				assert.Equal(t, NotFound, s.Validate(netip.MustParsePrefix("10.0.0.0/8"), 1))
			}
		})
	}
	s, stats := readVRPs(t, Options{Now: now}, `[{"asn":1,"prefix":"10.0.0.0/8","expires":1}]`)
	assert.Zero(t, stats.Built)
	assert.Zero(t, s.Validate(netip.MustParsePrefix("10.0.0.0/8"), 1), "nothing is left to check with")
}

// Local exceptions have the form of VRPs, and are the opposite for some.
func TestSLURMIsRefused(t *testing.T) {
	for _, text := range []string{
		`{"slurmVersion":1,"validationOutputFilters":{"prefixFilters":[],"bgpsecFilters":[]},"locallyAddedAssertions":{"prefixAssertions":[{"asn":64500,"prefix":"192.0.2.0/24","maxPrefixLength":24}],"bgpsecAssertions":[]}}`,
		`{"locallyAddedAssertions":{"prefixAssertions":[]}}`,
		`{"roas":[{"asn":1,"prefix":"10.0.0.0/8"}],"slurmVersion":2}`,
	} {
		b := NewBuilder(Options{})
		stats, err := b.ReadVRPs(t.Context(), strings.NewReader(text), "slurm.json")
		require.ErrorIs(t, err, ErrSLURM)
		assert.True(t, stats.Truncated)
	}
}
