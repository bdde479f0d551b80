package registry_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/netip"
	"strings"
	"testing"
	"testing/iotest"
	"unicode"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	. "github.com/expressroute-go/expressroute/prefixes/registry"
)

// printable checks that statistics can be printed on a terminal.
func printable(t *testing.T, s Stats) {
	t.Helper()
	for _, reject := range s.Rejects {
		for _, r := range reject.Text {
			require.True(t, unicode.IsPrint(r), "%q", reject.Text)
		}
	}
}

// ReadRPSL agrees with the reference implementation, also if the reader returns
// one byte at a time, and if lines end in CRLF.
func FuzzReadRPSL(f *testing.F) {
	for _, seed := range []string{
		"", "\n", object("192.0.2.0/24", "AS64500", "RIPE"), object("2001:db8::/32", "as1", "radb") + object("::/0", "1", "X"),
		"route: 10.0.0.0/8 # a\n%\n#\norigin:\n\n AS1", "route6: ::1.2.3.4/128\r\norigin:\r\n+\r\n\tAS007\r\n \r\nsource: a_-9\r\n",
		"*xx\nroute: x\n\n+\n\n:\n\nROUTE:010.0.0.0/08\nORIGIN:1\nSOURCE:a\nx", " \n\troute: 1.0.0.0/8\norigin: 1\norigin: 2\nsource: b",
		"\ufeffroute: 1::/16", "\x1f\x8b", "route: 1.2.3.4/32\nroute6: ::/0\norigin: 1\nsource: c\n\xff: 1\n",
		"%START Version: 3 X 1-2\n\nADD 1\n\nroute: 1.0.0.0/8\norigin: 1\nsource: c\n", "DEL\n", "DEL 1.2\n", "\rroute: 1.0.0.0/8\u2002\n\rorigin: \xa01\v\n\f\nsource: c\u200b\n",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		if len(text) > 1<<15 || bytes.HasPrefix(text, []byte("\x1f\x8b")) {
			return // tested elsewhere
		}
		if slowStream(string(text)) {
			_, err := NewBuilder(Options{}).ReadRPSL(t.Context(), bytes.NewReader(text), "test.db")
			require.ErrorIs(t, err, ErrNRTM)
			return
		}
		s, stats := readRPSL(t, Options{}, string(text))
		printable(t, stats)
		want, objects := slowRPSL(string(text))
		assert.EqualValues(t, len(want), stats.Routes)
		assert.EqualValues(t, objects, stats.Objects)
		for _, r := range want {
			found := false
			for relation, object := range s.Routes(r.Prefix) {
				found = found || relation == Exact && object.Origin == r.Origin && object.Source == r.Source && object.Line <= r.Line
			}
			require.True(t, found, "%v", r)
		}

		b := NewBuilder(Options{})
		slowly, err := b.ReadRPSL(t.Context(), iotest.OneByteReader(bytes.NewReader(text)), "test.db")
		require.NoError(t, err)
		assert.Equal(t, stats, slowly)
		crlf, err := b.ReadRPSL(t.Context(), strings.NewReader(strings.ReplaceAll(string(text), "\n", "\r\n")), "test.db")
		require.NoError(t, err)
		crlf.Bytes = stats.Bytes
		assert.Equal(t, stats, crlf)
	})
}

// A prefix is accepted if and only if netip accepts it after leading zeros are
// removed, and it has neither a zone nor host bits.
func FuzzPrefix(f *testing.F) {
	for _, seed := range []string{
		"192.0.2.0/24", "07.35.33.0/27", "1.2.3.4", "1.2.3/24", "0.0.0.0/00", "256.0.0.0/8", "1.2.3.4/33", "1..2.3/8", "1.2.3.4.5/8",
		"2001:db8::/32", "::/0", "::1/128", "1:2:3:4:5:6:7:8/128", "1::8/128", "1:2:3:4:5:6:7::/112", "::2:3:4:5:6:7:8/128", ":::/1",
		"1::2::3/128", "1:2:3:4:5:6:1.2.3.4/128", "::ffff:1.2.3.4/128", "fe80::%eth0/64", "1:/16", ":1/128", "12345::/20", "/", "/1",
		"1:2:3:4:5:6:7:8::/128", "::1:2:3:4:5:6:7:8/128", "::g/128", "1.2.3.4::/128", "::1.2.3.04/128", "1:::2/128",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if strings.ContainsAny(text, "\n#") || text != slowTrim(text) {
			return
		}
		want, ok := slowPrefix(text)
		s, stats := readRPSL(t, Options{}, object(text, "AS1", "RIPE"))
		if !ok {
			require.Zero(t, stats.Kept, "%q", text)
			return
		}
		require.EqualValues(t, 1, stats.Kept, "%q", text)
		assert.Equal(t, want, everything(s)[0].Prefix)
	})
}

func fuzzVRPs(f *testing.F, format Format) {
	f.Fuzz(func(t *testing.T, text []byte) {
		if len(text) > 1<<15 {
			return
		}
		b := NewBuilder(Options{})
		stats, err := b.ReadVRPs(t.Context(), bytes.NewReader(text), "vrps")
		balanced(t, stats)
		printable(t, stats)
		assert.Equal(t, err != nil, stats.Truncated)
		_, err = json.Marshal(stats)
		require.NoError(t, err)
		if stats.Format != format {
			return
		}
		s := b.Snapshot()
		again := []byte("asn,prefix,max length,ta,expires\n")
		for _, p := range []string{"255.255.255.255/32", "0.0.0.0/32", "::/128"} {
			for v := range s.VRPs(netip.MustParsePrefix(p)) {
				assert.GreaterOrEqual(t, int(v.MaxLength), v.Prefix.Bits())
				assert.LessOrEqual(t, int(v.MaxLength), v.Prefix.Addr().BitLen())
				assert.Equal(t, v.Prefix.Masked(), v.Prefix)
				assert.NotEqual(t, NotFound, s.Validate(v.Prefix, v.ASN))
				assert.Equal(t, v.ASN != 0, s.Validate(v.Prefix, v.ASN) == Valid)
				again = fmt.Appendf(again, "%s,%s,%d\n", v.ASN, v.Prefix, v.MaxLength)
			}
		}
		read, err := NewBuilder(Options{}).ReadVRPs(t.Context(), iotest.OneByteReader(bytes.NewReader(again)), "again")
		require.NoError(t, err)
		assert.Zero(t, read.Rejected)
	})
}

func FuzzReadVRPsJSON(f *testing.F) {
	for _, seed := range []string{
		"[]", `{"roas":[]}`, `[{"asn":1,"prefix":"0.0.0.0/0","maxLength":32},{"asn":"AS0","prefix":"::/0"}]`, `{"x":[{}],"roas":[{"asn":1,"prefix":"255.0.0.0/8","expires":1}]}`,
		`[{"asn":"\u0041S1","prefix":"0.0.0.0\/1","source":[{"tal":"x","chainValidity":{"notAfter":"2026-01-01T00:00:00Z"}}]}]`,
		`[null,1,"",[],{"asn":{},"prefix":[]}]`, `{`, `[{"asn":1e3,"prefix":"::/0","maxLength":-0}]`, "\ufeff\n[", `{"roas":null}`, `{"ROAS":[{"ASN":1,"PREFIX":"::/1"}]}`,
		`{"metadata":{"buildtime":"2026-01-01T00:00:00Z","generated":1,"valid":"1","x":{"y":[]}},"vrps":[{"as":1,"network":"::/2","max_len":3,"len":[{"}":"]"}],"a\"b":-1.5e3}]}`,
		`{"slurmVersion":1}`, `[{"asn":1,"prefix":"::/3","maxFoo":4},{"asn":1,"asn":2},{ } ]`, `{"metadata":[1],"roas":[{"asn" : 1 , "prefix" : "0.0.0.0/3" , "x" : true , "y":null}]}`,
	} {
		f.Add([]byte(seed))
	}
	fuzzVRPs(f, JSON)
}

func FuzzReadVRPsCSV(f *testing.F) {
	for _, seed := range []string{
		"ASN,IP Prefix,Max Length,Trust Anchor,Expires\nAS1,0.0.0.0/0,32,ripe,1\n", "AS0,::/0\r\n", "1,0.0.0.0/1,,,\n", `"1","255.0.0.0/8","8",""`,
		"URI,ASN,IP Prefix,Max Length,Not Before,Not After\n\"a,b\",AS1,::/1,1,2026-01-01 00:00:00,2026-01-01 00:00:00\nN/A,1,::/1,1,N/A,N/A\n",
		"ASN,Prefix,Max prefix length\nAS1,0.0.0.0/3,4\nmax_length,prefix,asn\n5,::/4,AS2\n", "asn,prefix,length\n", "# x\n\ra\u00a0,b\nAS1,0.0.0.0/4,\f\n",
		"\"", ",,,\n\",\n\"\",\"\",\n", "prefix,asn\n\n0.0.0.0/2,as009", "a,b,c,d,e,f,g,h,i,j,k,l,m,n,o,p,q,r\n", "\x00,\xff\n",
	} {
		f.Add([]byte(seed))
	}
	fuzzVRPs(f, CSV)
}
