package registry_test

import (
	"bytes"
	"compress/gzip"
	"iter"
	"net/netip"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/expressroute-go/expressroute/bgp"
	. "github.com/expressroute-go/expressroute/prefixes/registry"
)

// readRPSL reads one text into a snapshot.
func readRPSL(t testing.TB, options Options, text string) (*Snapshot, Stats) {
	t.Helper()
	b := NewBuilder(options)
	stats, err := b.ReadRPSL(t.Context(), strings.NewReader(text), "test.db")
	require.NoError(t, err)
	balanced(t, stats)
	return b.Snapshot(), stats
}

// balanced checks that the numbers of the statistics add up.
func balanced(t testing.TB, s Stats) {
	t.Helper()
	assert.Equal(t, s.Objects, s.Routes+s.VRPs+s.Records+s.Ignored+s.Rejected, "objects")
	assert.LessOrEqual(t, s.Kept, s.Routes+s.VRPs+s.Records)
	faults := int64(0)
	for fault, n := range s.Faults {
		assert.NotZero(t, fault)
		faults += n
	}
	assert.Equal(t, s.Rejected, faults, "faults")
	assert.LessOrEqual(t, int64(len(s.Rejects)), s.Rejected)
	for _, reject := range s.Rejects {
		assert.LessOrEqual(t, len(reject.Text), 123)
		assert.Equal(t, reject.Fault.Text(), reject.Why)
		assert.Positive(t, reject.Line)
	}
}

// everything collects all route objects of a snapshot, IPv4 first.
func everything(s *Snapshot) []Route {
	var routes []Route
	for _, p := range []string{"0.0.0.0/0", "::/0"} {
		routes = append(routes, values(s.Routes(netip.MustParsePrefix(p)))...)
	}
	return routes
}

func values[K, V any](seq iter.Seq2[K, V]) (all []V) {
	for _, v := range seq {
		all = append(all, v)
	}
	return all
}

func packed(t testing.TB, text string) []byte {
	t.Helper()
	var buf bytes.Buffer
	w := gzip.NewWriter(&buf)
	_, err := w.Write([]byte(text))
	require.NoError(t, err)
	require.NoError(t, w.Close())
	return buf.Bytes()
}

// Reference: RFC 2622 section 4, figure 20 and its text: "Each route object is
// identified uniquely by the combination of route and origin attributes."
func TestRFC2622RouteObject(t *testing.T) {
	s, stats := readRPSL(t, Options{}, `route: 128.9.0.0/16
origin: AS226
mnt-by: MAINT-EXAMPLE
source: RIPE

route:  128.99.0.0/16
origin: AS226
source: RIPE

route: 128.8.0.0/16
origin: AS1
withdrawn: 19960624
source: RIPE

route: 128.8.0.0/16
origin: AS2
source: RIPE

route: 128.8.0.0/16
origin: AS1
source: RIPE
`)
	assert.EqualValues(t, 5, stats.Routes)
	assert.EqualValues(t, 21, stats.Lines)
	assert.Equal(t, Counts{Routes: 4, RoutePrefixes: 3}, s.Counts(), "the last is the third")
	assert.Equal(t, []Route{
		{netip.MustParsePrefix("128.8.0.0/16"), 1, "RIPE", "test.db", 10},
		{netip.MustParsePrefix("128.8.0.0/16"), 2, "RIPE", "test.db", 15},
		{netip.MustParsePrefix("128.9.0.0/16"), 226, "RIPE", "test.db", 1},
		{netip.MustParsePrefix("128.99.0.0/16"), 226, "RIPE", "test.db", 6},
	}, everything(s))
}

// Reference: RFC 2622 section 2: attributes, continuation lines and comments;
// RFC 4012 section 3: route6. The rest occurs in dumps, and IRRd reads it.
func TestReadRPSLTakes(t *testing.T) {
	const plain = "route: 192.0.2.0/24\norigin: AS64500\nsource: RIPE\n"
	for name, text := range map[string]string{
		"as RFC 2622 writes it":              plain,
		"without an end to the last line":    "route: 192.0.2.0/24\norigin: AS64500\nsource: RIPE",
		"CRLF":                               strings.ReplaceAll(plain, "\n", "\r\n"),
		"a byte order mark":                  "\ufeff" + plain,
		"attributes in any case and order":   "ROUTE: 192.0.2.0/24\nSource: ripe\nORIGIN: As64500\n",
		"tabs and no blanks at all":          "route:192.0.2.0/24\norigin:\t\tAS64500\t\nsource:RIPE\n",
		"comments behind values":             "route: 192.0.2.0/24 # ours\norigin: AS64500# AS64501\nsource: RIPE #\n",
		"comments between lines":             "# a\n% b\nroute: 192.0.2.0/24\n% c\norigin: AS64500\n# d\nsource: RIPE\n%\n",
		"comments within a value":            "route: 192.0.2.0/24\norigin:\n% c\n# d\n AS64500\nsource: RIPE\n",
		"values on continuation lines":       "route:\n 192.0.2.0/24\norigin: # see below\n+\n\tAS64500\nsource:\n+RIPE\n \n",
		"continuation lines of nothing":      "route: 192.0.2.0/24\n \n+\n\t# none\norigin: AS64500\nsource: RIPE\n",
		"continuation lines of other things": "route: 192.0.2.0/24\nremarks: a\n origin: AS1\n+source: X\norigin: AS64500\nsource: RIPE\n",
		"a line of blanks ends nothing":      "route: 192.0.2.0/24\n   \norigin: AS64500\n\t\nsource: RIPE\n",
		"lines of blanks before":             " \n\t\nroute: 192.0.2.0/24\norigin: AS64500\nsource: RIPE\n",
		"blanks before the class":            "  route: 192.0.2.0/24\norigin: AS64500\nsource: RIPE\n",
		"no AS":                              "route: 192.0.2.0/24\norigin: 64500\nsource: RIPE\n",
		"leading zeros in the AS number":     "route: 192.0.2.0/24\norigin: AS0000000000064500\nsource: RIPE\n",
		"leading zeros in the prefix":        "route: 192.000.02.0/024\norigin: AS64500\nsource: RIPE\n",
		"latin-1":                            "route: 192.0.2.0/24\ndescr: Z\xfcrich\xa0\u2028\norigin: AS64500\nsource: RIPE\n",
		"many attributes":                    plain + strings.Repeat("remarks: x\n", 1000),
		"carriage returns before lines":      "\r" + strings.ReplaceAll(plain, "\n", "\n\r"),
		"a carriage return before one line":  "route: 192.0.2.0/24\n\rorigin: AS64500\nsource: RIPE\n",
		"blanks of Unicode around values":    "route:\u00a0192.0.2.0/24\u2003\norigin: AS64500\u2002# x\nsource:\u3000RIPE\u200b\n",
		"blanks of latin-1 around values":    "route: \xa0192.0.2.0/24\xa0\norigin: AS64500\x85\nsource: RIPE\xa0\n",
		"control characters around values":   "route: 192.0.2.0/24\f\norigin:\v AS64500\x00\nsource: \x1bRIPE\x7f\n",
		"a page break between lines":         "route: 192.0.2.0/24\n\f\norigin: AS64500\n\x1a\nsource: RIPE\n",
		"a page break before the object":     "\f\nroute: 192.0.2.0/24\norigin: AS64500\nsource: RIPE\n\x1a",
		"other objects around it":            "person: A\nsource: RIPE\n\n" + plain + "\naut-num: AS1\norigin: AS2\n",
		"a class that is no more":            "*xxroute: 192.0.2.0/24\norigin: AS1\nsource: RIPE\n\n" + plain,
		"other objects before a blank":       "mntner: A\nsource: RIPE\n \n" + plain,
		"other objects before no blank":      "*xxperson: A\nperson: A\n\nas-set: AS-X\nroute-x: 1\n" + plain,
		"many blank lines":                   "\n\n\r\n" + plain + "\n\r\n\n",
		"no source":                          "route: 192.0.2.0/24\norigin: AS64500\n",
		"a source of nothing":                "route: 192.0.2.0/24\norigin: AS64500\nsource: #\n",
	} {
		t.Run(name, func(t *testing.T) {
			s, stats := readRPSL(t, Options{DefaultSource: "ripe"}, text)
			assert.Empty(t, stats.Rejects)
			routes := everything(s)
			require.Len(t, routes, 1)
			assert.Equal(t, netip.MustParsePrefix("192.0.2.0/24"), routes[0].Prefix)
			assert.Equal(t, bgp.ASN(64500), routes[0].Origin)
			assert.Equal(t, "RIPE", routes[0].Source)
			for i, line := range strings.Split(text, "\n") {
				if name, _, _ := strings.Cut(strings.Trim(line, " \ufeff\r"), ":"); strings.EqualFold(name, "route") {
					assert.EqualValues(t, i+1, routes[0].Line)
				}
			}

			again, err := NewBuilder(Options{DefaultSource: "RIPE"}).ReadRPSL(t.Context(), bytes.NewReader(packed(t, text)), "test.db")
			require.NoError(t, err)
			assert.True(t, again.Gzip)
			again.Gzip, again.Bytes = false, stats.Bytes
			assert.Equal(t, stats, again, "gzip")
		})
	}
}

func TestReadRPSLRejects(t *testing.T) {
	const rest = "\norigin: AS64500\nsource: RIPE\n"
	for name, c := range map[string]struct {
		text  string
		line  int64
		shown string
		fault Fault
	}{
		"host bits":                  {"route: 192.0.2.1/24" + rest, 1, "route: 192.0.2.1/24", HostBits},
		"host bits of IPv6":          {"route6: 2001:db8::1/32" + rest, 1, "route6: 2001:db8::1/32", HostBits},
		"no length":                  {"route: 192.0.2.0" + rest, 1, "route: 192.0.2.0", BadPrefix},
		"too long":                   {"route: 192.0.2.0/33" + rest, 1, "route: 192.0.2.0/33", BadPrefix},
		"three octets":               {"route: 192.0.2/24" + rest, 1, "route: 192.0.2/24", BadPrefix},
		"an octet above 255":         {"route: 192.0.256.0/24" + rest, 1, "route: 192.0.256.0/24", BadPrefix},
		"a range":                    {"route: 192.0.2.0/24^+" + rest, 1, "route: 192.0.2.0/24^+", BadPrefix},
		"a zone":                     {"route6: fe80::%eth0/64" + rest, 1, "route6: fe80::%eth0/64", BadPrefix},
		"a zone behind IPv4":         {"route6: ::0.0.0.0%eth0/64" + rest, 1, "route6: ::0.0.0.0%eth0/64", BadPrefix},
		"IPv6 in route":              {"route: 2001:db8::/32" + rest, 1, "route: 2001:db8::/32", WrongFamily},
		"IPv4 written as IPv6":       {"route6: ::ffff:192.0.2.0/120" + rest, 1, "route6: ::ffff:192.0.2.0/120", WrongFamily},
		"all of IPv4 as IPv6":        {"route6: ::ffff:0:0/96" + rest, 1, "route6: ::ffff:0:0/96", WrongFamily},
		"a carriage return within":   {"route: 192.0.2.0/24\rorigin: AS1" + rest, 1, `route: 192.0.2.0/24\rorigin: AS1`, BadPrefix},
		"a blank within":             {"route: 192.0.2.0\u2002/24" + rest, 1, `route: 192.0.2.0\u2002/24`, BadPrefix},
		"IPv4 in route6":             {"route6: 192.0.2.0/24" + rest, 1, "route6: 192.0.2.0/24", WrongFamily},
		"no prefix":                  {"route: # none" + rest, 1, "route:", MissingPrefix},
		"two prefixes":               {"route: 192.0.2.0/24\n 192.0.3.0/24" + rest, 2, " 192.0.3.0/24", RepeatedKey},
		"two classes":                {"route: 192.0.2.0/24\nroute: 192.0.3.0/24" + rest, 2, "route: 192.0.3.0/24", RepeatedKey},
		"no origin":                  {"route: 192.0.2.0/24\nsource: RIPE\n", 1, "route: 192.0.2.0/24", MissingASN},
		"asdot":                      {"route: 192.0.2.0/24\norigin: AS1.10\nsource: RIPE\n", 2, "origin: AS1.10", BadASN},
		"beyond 32 bits":             {"route: 192.0.2.0/24\norigin: AS4294967296\nsource: RIPE\n", 2, "origin: AS4294967296", BadASN},
		"beyond 64 bits":             {"route: 192.0.2.0/24\norigin: AS18446744073709551617\nsource: RIPE\n", 2, "origin: AS18446744073709551617", BadASN},
		"an as-set":                  {"route: 192.0.2.0/24\norigin: AS-EXAMPLE\nsource: RIPE\n", 2, "origin: AS-EXAMPLE", BadASN},
		"AS alone":                   {"route: 192.0.2.0/24\norigin: AS\nsource: RIPE\n", 2, "origin: AS", BadASN},
		"two origins":                {"route: 192.0.2.0/24\norigin: AS1\norigin: AS2\nsource: RIPE\n", 3, "origin: AS2", RepeatedKey},
		"two objects and no blank":   {"route: 192.0.2.0/24" + rest + "route: 192.0.3.0/24" + rest, 4, "route: 192.0.3.0/24", RepeatedKey},
		"no source":                  {"route: 192.0.2.0/24\norigin: AS1\n", 1, "route: 192.0.2.0/24", MissingSource},
		"a source of several words":  {"route: 192.0.2.0/24\norigin: AS1\nsource: RIPE NCC\n", 3, "source: RIPE NCC", BadSource},
		"a source that is too long":  {"route: 192.0.2.0/24\norigin: AS1\nsource: " + strings.Repeat("A", 65) + "\n", 3, "source: " + strings.Repeat("A", 65), BadSource},
		"a line without a colon":     {"route: 192.0.2.0/24\norphan" + rest, 2, "orphan", NotAnAttribute},
		"a blank before the colon":   {"route: 192.0.2.0/24\norigin : AS1" + rest, 2, "origin : AS1", NotAnAttribute},
		"no name before the colon":   {"route: 192.0.2.0/24\n: AS1" + rest, 2, ": AS1", NotAnAttribute},
		"a page instead of a dump":   {"<html>\n<body>\n", 1, "<html>", NotAnObject},
		"a continuation of nothing":  {"+route: 192.0.2.0/24" + rest, 1, "+route: 192.0.2.0/24", NotAnObject},
		"what a terminal would obey": {"route: \x1b[2J\x00\u202e\xff/24" + rest, 1, `route: \x1b[2J\x00\u202e\xff/24`, BadPrefix},
	} {
		t.Run(name, func(t *testing.T) {
			text := c.text + "\n" + object("198.51.100.0/24", "AS64501", "RADB")
			s, stats := readRPSL(t, Options{}, text)
			assert.Equal(t, map[Fault]int64{c.fault: 1}, stats.Faults)
			assert.Equal(t, []Reject{{c.line, c.shown, c.fault, c.fault.Text()}}, stats.Rejects)
			assert.Len(t, everything(s), 1, "the next object is kept")
			assert.Contains(t, stats.Rejects[0].String(), c.shown+": "+c.fault.Text())
		})
	}
}

// An implementation with 16-bit AS numbers reads 65537 as 1.
func TestOriginsHave32Bits(t *testing.T) {
	s, stats := readRPSL(t, Options{}, object("192.0.2.0/24", "AS65537", "RIPE")+object("192.0.2.0/24", "AS1", "RIPE")+
		object("192.0.2.0/24", "AS4294967295", "RIPE")+object("192.0.2.0/24", "AS65535", "RIPE"))
	assert.EqualValues(t, 4, stats.Kept)
	var origins []bgp.ASN
	for _, r := range everything(s) {
		origins = append(origins, r.Origin)
	}
	assert.Equal(t, []bgp.ASN{1, 65535, 65537, 4294967295}, origins)
}

// A parser that tries IPv4 first must not refuse IPv6: 2001:: looks like an
// octet of 2001.
func TestIPv6IsNotLost(t *testing.T) {
	for text, want := range map[string]string{
		"2001:db8::/32":               "2001:db8::/32",
		"2001:0DB8::/032":             "2001:db8::/32",
		"2001:db8:0:0:0:0:0:0/32":     "2001:db8::/32",
		"::/0":                        "::/0",
		"::1/128":                     "::1/128",
		"1::/16":                      "1::/16",
		"255::/16":                    "255::/16",
		"10::/16":                     "10::/16",
		"fe80::/10":                   "fe80::/10",
		"2001:db8:1:2:3:4:5::/112":    "2001:db8:1:2:3:4:5:0/112",
		"2001:db8::7:0/112":           "2001:db8::7:0/112",
		"::2:3:4:5:6:7:0/112":         "0:2:3:4:5:6:7:0/112",
		"1:2:3:4:5:6:7:8/128":         "1:2:3:4:5:6:7:8/128",
		"64:ff9b::192.0.2.0/120":      "64:ff9b::c000:200/120",
		"ABCD:ef01:2345:6789:aB::/80": "abcd:ef01:2345:6789:ab::/80",
	} {
		s, stats := readRPSL(t, Options{}, object(text, "AS64500", "RIPE"))
		require.Empty(t, stats.Rejects)
		routes := everything(s)
		require.Len(t, routes, 1, text)
		assert.Equal(t, netip.MustParsePrefix(want), routes[0].Prefix)
	}
	for _, text := range []string{
		":/0", ":::/0", "1:::/16", "::1::/128", "1:2:3:4:5:6:7/112", "1:2:3:4:5:6:7:8:9/128", "1:2:3:4:5:6:7:8::/128",
		"::1:2:3:4:5:6:7:8/128", "12345::/16", "2001:db8:/32", ":2001::/32", "2001:db8::/129", "g::/16", "::1.2.3/128",
	} {
		_, stats := readRPSL(t, Options{}, object(text, "AS64500", "RIPE"))
		require.Len(t, stats.Rejects, 1, text)
		assert.Equal(t, BadPrefix, stats.Rejects[0].Fault, text)
	}
}

func TestSourcesAreCounted(t *testing.T) {
	b := NewBuilder(Options{Interest: Interest{Prefixes: []netip.Prefix{netip.MustParsePrefix("192.0.2.0/24")}}, DefaultSource: "altdb"})
	_, err := b.ReadRPSL(t.Context(), strings.NewReader(object("192.0.2.0/24", "AS1", "RIPE")+object("198.51.100.0/24", "AS1", "ripe")), "ripe.db")
	require.NoError(t, err)
	_, err = b.ReadRPSL(t.Context(), strings.NewReader("route: 198.51.100.0/24\norigin: AS1\n"), "altdb.db")
	require.NoError(t, err)
	s := b.Snapshot()
	assert.Equal(t, []Source{{Name: "ALTDB", Routes: 1}, {Name: "RIPE", Routes: 2, Kept: 1}}, s.Sources())
	require.Len(t, s.Inputs(), 2)
	assert.Equal(t, "ripe.db", s.Inputs()[0].Name)
	assert.Equal(t, "altdb.db", s.Inputs()[1].Name)
	for _, r := range everything(s) {
		assert.Equal(t, "ripe.db", r.Input)
	}
}

// A record stores the source in two bytes. A source beyond that is rejected,
// and not confused with the first.
func TestSourcesAreNotMixedUp(t *testing.T) {
	var text strings.Builder
	for i := range 1<<16 + 1 {
		text.WriteString(object("192.0.2.0/24", "AS1", "S"+bgp.ASN(i).String()))
	}
	s, stats := readRPSL(t, Options{}, text.String())
	assert.Equal(t, map[Fault]int64{TooManyNames: 1}, stats.Faults)
	assert.Len(t, s.Sources(), 1<<16)
	assert.Equal(t, "S65535", everything(s)[1<<16-1].Source)
}

// What is no object loses itself only: a route object after it is read, even
// without an empty line between them.
func TestRouteAfterJunk(t *testing.T) {
	for _, junk := range []string{"A1234\n", "---\n", "+ x\n", "\x00 junk\nmore: junk\nand more\n", ": x\n"} {
		s, stats := readRPSL(t, Options{}, junk+one+two)
		assert.Equal(t, map[Fault]int64{NotAnObject: 1}, stats.Faults, junk)
		assert.Len(t, everything(s), 2, junk)
	}
}
