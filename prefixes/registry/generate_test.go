package registry_test

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"math/rand/v2"
	"net/netip"
	"strings"
)

// writeDump writes a registry's dump of that many route and route6 objects,
// about 365 bytes and 11 lines each: a prefix has two of them on average, one
// in twelve is IPv6, and one object in twelve is of another class. The same
// seed writes the same dump.
func writeDump(w io.Writer, objects int, seed uint64) error {
	random := rand.New(rand.NewPCG(seed, 0))
	var buf []byte
	p := randomPrefix(random)
	for i := range objects {
		if random.IntN(100) < 55 {
			p = randomPrefix(random)
		}
		if i%12 == 0 {
			buf = fmt.Appendf(buf, "aut-num:        AS%d\nas-name:        EXAMPLE-%[1]d\ndescr:          Example Networks\n"+
				"import:         from AS64500 accept ANY\nexport:         to AS64500 announce AS64501\n"+
				"mnt-by:         MAINT-EXAMPLE\nsource:         EXAMPLE\n\n", i)
		}
		class := "route:          "
		if p.Addr().Is6() {
			class = "route6:         "
		}
		buf = p.AppendTo(append(buf, class...))
		buf = fmt.Appendf(buf, "\ndescr:          Example Networks Inc., customer %d\norigin:         AS%d\n"+
			"remarks:        announced by Example Networks\nadmin-c:        EX1234-EXAMPLE\ntech-c:         EX1234-EXAMPLE\n"+
			"mnt-by:         MAINT-AS%d\ncreated:        2019-03-07T10:11:12Z\n"+
			"last-modified:  2023-11-05T01:02:03Z\nsource:         EXAMPLE\n\n",
			i, 1+random.IntN(400000), random.IntN(400000))
		if len(buf) > 1<<20 || i == objects-1 {
			if _, err := w.Write(buf); err != nil {
				return err
			}
			buf = buf[:0]
		}
	}
	return nil
}

// randomPrefix returns a random prefix like those of registries: one in twelve
// is IPv6, and more than half of the others are /24.
func randomPrefix(random *rand.Rand) netip.Prefix {
	if random.IntN(12) == 0 {
		var addr [16]byte
		binary.BigEndian.PutUint64(addr[:], 0x2000<<48|random.Uint64()>>3)
		return netip.PrefixFrom(netip.AddrFrom16(addr), 29+random.IntN(20)).Masked()
	}
	var addr [4]byte
	binary.BigEndian.PutUint32(addr[:], 0x01000000+random.Uint32N(0xdf000000))
	bits := 24
	if random.IntN(2) == 0 {
		bits = 12 + random.IntN(13)
	}
	return netip.PrefixFrom(netip.AddrFrom4(addr), bits).Masked()
}

// randomVRPs returns that many random VRPs, some of AS0 and some that allow
// longer prefixes.
func randomVRPs(random *rand.Rand, n int) []vrp {
	vrps := make([]vrp, n)
	for i := range vrps {
		p := randomPrefix(random)
		vrps[i] = vrp{prefix: p, maxLength: p.Bits(), asn: random.Uint32N(400000)}
		if random.IntN(4) == 0 {
			vrps[i].maxLength += random.IntN(p.Addr().BitLen() - p.Bits() + 1)
		}
		if random.IntN(50) == 0 {
			vrps[i].asn = 0
		}
	}
	return vrps
}

type vrp struct {
	prefix    netip.Prefix
	maxLength int
	asn       uint32
}

// csvOf writes VRPs as rpki-client does.
func csvOf(vrps []vrp) []byte {
	buf := []byte("ASN,IP Prefix,Max Length,Trust Anchor,Expires\n")
	for _, v := range vrps {
		buf = fmt.Appendf(buf, "AS%d,%s,%d,ripe,1790000000\n", v.asn, v.prefix, v.maxLength)
	}
	return buf
}

// jsonOf writes VRPs as rpki-client does.
func jsonOf(vrps []vrp) []byte {
	var buf bytes.Buffer
	fmt.Fprintf(&buf, "{\n\t\"metadata\": {\n\t\t\"vrps\": %d\n\t},\n\n\t\"roas\": [\n", len(vrps))
	for i, v := range vrps {
		comma := ","
		if i == len(vrps)-1 {
			comma = ""
		}
		fmt.Fprintf(&buf, "\t\t{ \"asn\": %d, \"prefix\": \"%s\", \"maxLength\": %d, \"ta\": \"ripe\", \"expires\": 1790000000 }%s\n",
			v.asn, v.prefix, v.maxLength, comma)
	}
	buf.WriteString("\t]\n}\n")
	return buf.Bytes()
}

// object writes a route object: object("192.0.2.0/24", "AS64500", "RIPE").
func object(prefix, origin, source string) string {
	class := "route"
	if strings.Contains(prefix, ":") {
		class = "route6"
	}
	return class + ": " + prefix + "\norigin: " + origin + "\nsource: " + source + "\n\n"
}
