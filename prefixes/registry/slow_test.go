package registry_test

import (
	"net/netip"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/expressroute-go/expressroute/bgp"
	. "github.com/expressroute-go/expressroute/prefixes/registry"
)

// The reference implementations. They follow their sources closely, and are
// readable rather than fast.

// slowRPSL does what ReadRPSL does, as IRRd does it: it splits the text into
// paragraphs, these into attributes, and these into values
// (github.com/irrdnet/irrd irrd/utils/text.py, irrd/rpsl/parser.py).
func slowRPSL(text string) (routes []Route, objects int) {
	text = strings.TrimPrefix(text, "\ufeff")
	var paragraph []string
	begin := 0
	for i, line := range append(strings.Split(text, "\n"), "") {
		line = strings.Trim(line, "\r")
		blank := slowTrim(line) == ""
		switch {
		case line == "":
			if len(paragraph) > 0 {
				objects++
				if route, ok := slowObject(paragraph); ok {
					route.Line = int64(begin)
					routes = append(routes, route)
				}
			}
			paragraph = nil
		case line[0] == '%' || line[0] == '#':
		case len(paragraph) > 0 && !slowRoute(paragraph[0]) && slowRoute(line):
			objects++
			paragraph, begin = []string{line}, i+1
		case len(paragraph) == 0 && blank:
		default:
			if len(paragraph) == 0 {
				begin = i + 1
				line = slowTrim(line)
			}
			paragraph = append(paragraph, line)
		}
	}
	return routes, objects
}

func slowObject(paragraph []string) (Route, bool) {
	type attribute struct {
		name   string
		values []string // one for each line, without empty ones
	}
	var attributes []attribute
	for _, line := range paragraph {
		if slowTrim(line) == "" {
			continue
		}
		name, value, _ := strings.Cut(line, ":")
		if strings.ContainsAny(line[:1], " \t+") && len(attributes) > 0 {
			value = line[1:]
		} else {
			if name == line || !slowName(name) {
				return Route{}, false
			}
			attributes = append(attributes, attribute{name: strings.ToLower(name)})
		}
		value, _, _ = strings.Cut(value, "#")
		if value = slowTrim(value); value != "" {
			last := &attributes[len(attributes)-1]
			last.values = append(last.values, value)
		}
	}
	class := attributes[0].name
	found := map[string]string{}
	for _, a := range attributes {
		if a.name != class && a.name != "origin" && a.name != "source" {
			continue
		}
		if _, twice := found[a.name]; twice || len(a.values) != 1 {
			return Route{}, false
		}
		found[a.name] = a.values[0]
	}
	prefix, ok := slowPrefix(found[class])
	origin, also := slowASN(found["origin"])
	source := found["source"]
	if !ok || !also || !slowName(source) || len(source) > 64 ||
		!(class == "route" && prefix.Addr().Is4() || class == "route6" && prefix.Addr().Is6()) {
		return Route{}, false
	}
	return Route{Prefix: prefix, Origin: origin, Source: strings.ToUpper(source), Input: "slow"}, true
}

// slowRoute reports whether a line has the attribute of a route object's class.
func slowRoute(line string) bool {
	name, _, ok := strings.Cut(line, ":")
	return ok && (strings.EqualFold(name, "route") || strings.EqualFold(name, "route6"))
}

// slowStream reports whether the text has the marks of NRTM.
func slowStream(text string) bool {
	first := true
	for line := range strings.SplitSeq(strings.TrimPrefix(text, "\ufeff"), "\n") {
		line = strings.Trim(line, "\r")
		if strings.HasPrefix(line, "%START") {
			return true
		}
		operation, serial, _ := strings.Cut(strings.Replace(line, "\t", " ", 1), " ")
		serial = slowTrim(serial)
		number := strings.Trim(serial, "0123456789") == "" && len(serial) <= 18
		if first && (operation == "ADD" || operation == "DEL") && number {
			return true
		}
		if comment := strings.HasPrefix(line, "%") || strings.HasPrefix(line, "#"); line == "" || !comment && slowTrim(line) != "" {
			first = line == ""
		}
	}
	return false
}

// slowTrim removes blanks, control characters and format characters around a
// text, in UTF-8 or in latin-1.
func slowTrim(text string) string {
	var runes []rune
	var at []int
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		if r == utf8.RuneError && size == 1 {
			r = rune(text[i])
		}
		runes, at = append(runes, r), append(at, i)
		i += size
	}
	shaped := func(r rune) bool { return !unicode.In(r, unicode.Zs, unicode.Zl, unicode.Zp, unicode.Cc, unicode.Cf) }
	first := slices.IndexFunc(runes, shaped)
	if first < 0 {
		return ""
	}
	end := len(text)
	for last := len(runes) - 1; !shaped(runes[last]); last-- {
		end = at[last]
	}
	return text[at[first]:end]
}

func slowName(text string) bool {
	for _, c := range []byte(text) {
		if !strings.ContainsRune("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_", rune(c)) {
			return false
		}
	}
	return text != ""
}

// slowPrefix removes the leading zeros, which netip refuses, and then calls
// netip.
func slowPrefix(text string) (netip.Prefix, bool) {
	addr, bits, ok := strings.Cut(text, "/")
	if !ok || len(text) > 64 || len(bits) > 3 || strings.ContainsAny(bits, "+-") {
		return netip.Prefix{}, false
	}
	length, err := strconv.Atoi(bits)
	if err != nil {
		return netip.Prefix{}, false
	}
	if !strings.Contains(addr, ":") {
		octets := strings.Split(addr, ".")
		for i, octet := range octets {
			if len(octet) == 2 || len(octet) == 3 {
				octets[i] = strings.TrimLeft(octet[:len(octet)-1], "0") + octet[len(octet)-1:]
			}
		}
		addr = strings.Join(octets, ".")
	}
	p, err := netip.ParsePrefix(addr + "/" + strconv.Itoa(length))
	return p, err == nil && p == p.Masked() && !p.Addr().Is4In6()
}

func slowASN(text string) (bgp.ASN, bool) {
	if len(text) > 2 && strings.EqualFold(text[:2], "AS") {
		text = text[2:]
	}
	n, err := strconv.ParseUint(text, 10, 32)
	return bgp.ASN(n), err == nil && len(text) <= 20 && !strings.HasPrefix(text, "+")
}

// slowValidate follows the pseudo-code of RFC 6811 section 2.1.
func slowValidate(vrps []vrp, route netip.Prefix, origin bgp.ASN) Validity {
	result := NotFound
	for _, v := range vrps {
		if !slowCovers(v.prefix, route) {
			continue
		}
		result = Invalid
		if route.Bits() <= v.maxLength && origin != 0 && bgp.ASN(v.asn) != 0 && bgp.ASN(v.asn) == origin {
			return Valid
		}
	}
	return result
}

// slowCovers reports whether p is equal to q, or a covering prefix of it: "the
// VRP prefix length is less than or equal to the route prefix length" and "all
// bits specified by the VRP prefix length" agree.
func slowCovers(p, q netip.Prefix) bool {
	if p.Addr().BitLen() != q.Addr().BitLen() || p.Bits() > q.Bits() {
		return false
	}
	a, b := p.Addr().AsSlice(), q.Addr().AsSlice()
	for i := range p.Bits() {
		mask := byte(0x80) >> (i % 8)
		if a[i/8]&mask != b[i/8]&mask {
			return false
		}
	}
	return true
}
