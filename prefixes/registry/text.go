package registry

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"net/netip"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/expressroute-go/expressroute/bgp"
)

// maxPrefixText is the length up to which parsePrefix reads a text, in bytes.
// The longest prefix has 49.
const maxPrefixText = 64

// parsePrefix reads a prefix as IRRd does: all octets, a length, and no host
// bits. Numbers with leading zeros are decimal ("192.0.02.0/24"). It refuses
// IPv4 written as IPv6 ("::ffff:192.0.2.0/120"), which no network announces
// (RFC 4291 section 2.5.5.2). Unlike [netip.ParsePrefix] it reads bytes and does
// not allocate.
func parsePrefix(text []byte) (netip.Prefix, Fault) {
	slash := bytes.IndexByte(text, '/')
	if slash < 0 || len(text) > maxPrefixText {
		return netip.Prefix{}, BadPrefix
	}
	bits, ok := parseNumber(text[slash+1:], 3, 128)
	if !ok {
		return netip.Prefix{}, BadPrefix
	}
	addr, ok := parseAddr(text[:slash])
	if !ok || int(bits) > addr.BitLen() {
		return netip.Prefix{}, BadPrefix
	}
	p := netip.PrefixFrom(addr, int(bits))
	switch {
	case p.Masked().Addr() != addr:
		return netip.Prefix{}, HostBits
	case addr.Is4In6():
		return netip.Prefix{}, WrongFamily
	}
	return p, 0
}

func parseAddr(text []byte) (netip.Addr, bool) {
	for i, c := range text {
		switch {
		case c == ':':
			return parseIPv6(text)
		case c == '.' && i > 0:
			return parseIPv4(text)
		}
	}
	return netip.Addr{}, false
}

func parseIPv4(text []byte) (netip.Addr, bool) {
	var addr [4]byte
	octet, digits, at := 0, 0, 0
	for _, c := range text {
		if c == '.' {
			if digits == 0 || at == 3 {
				return netip.Addr{}, false
			}
			addr[at] = byte(octet)
			octet, digits, at = 0, 0, at+1
			continue
		}
		octet = 10*octet + int(c-'0')
		if digits++; c-'0' > 9 || digits > 3 || octet > 255 {
			return netip.Addr{}, false
		}
	}
	if digits == 0 || at != 3 {
		return netip.Addr{}, false
	}
	addr[3] = byte(octet)
	return netip.AddrFrom4(addr), true
}

// parseIPv6 reads the forms of RFC 4291 section 2.2. It calls netip for the
// third form, with an IPv4 address at its end, which is rare.
func parseIPv6(text []byte) (netip.Addr, bool) {
	var addr [16]byte
	groups, gap := 0, -1 // how many groups were read, and how many of them before the "::"
	for i := 0; i < len(text); {
		if text[i] == ':' {
			if i+1 == len(text) || text[i+1] != ':' || gap >= 0 || groups == 8 {
				return netip.Addr{}, false
			}
			gap = groups
			i += 2
			continue
		}
		group, n := parseHex(text[i:])
		i += n
		switch {
		case i < len(text) && text[i] == '.':
			parsed, err := netip.ParseAddr(string(text))
			return parsed, err == nil && parsed.Zone() == ""
		case n == 0 || n > 4 || groups == 8:
			return netip.Addr{}, false
		}
		binary.BigEndian.PutUint16(addr[2*groups:], group)
		groups++
		if i == len(text) {
			break
		}
		if text[i] != ':' || i+1 == len(text) {
			return netip.Addr{}, false
		}
		if text[i+1] != ':' { // else the colon belongs to the "::"
			i++
		}
	}
	if groups == 8 == (gap >= 0) {
		return netip.Addr{}, false
	}
	if gap >= 0 {
		tail := addr[2*gap : 2*groups]
		moved := addr[16-len(tail):]
		copy(moved, tail)
		clear(addr[2*gap : 16-len(tail)])
	}
	return netip.AddrFrom16(addr), true
}

// parseHex reads hexadecimal digits up to the first other byte, and returns
// their value and number. The value is correct for up to four digits.
func parseHex(text []byte) (value uint16, n int) {
	for n < len(text) {
		c := text[n]
		switch {
		case '0' <= c && c <= '9':
			c -= '0'
		case 'a' <= c|0x20 && c|0x20 <= 'f':
			c = c | 0x20 - 'a' + 10
		default:
			return value, n
		}
		value = value<<4 | uint16(c)
		n++
	}
	return value, n
}

// parseASN reads an AS number in asplain notation, with or without AS before
// it, in upper or lower case, and with leading zeros: "AS065537", "as009".
// Objects of the registries do not use asdot (RFC 5396 section 2).
func parseASN(text []byte) (bgp.ASN, bool) {
	if len(text) > 2 && text[0]|0x20 == 'a' && text[1]|0x20 == 's' {
		text = text[2:]
	}
	n, ok := parseNumber(text, 20, 1<<32-1)
	return bgp.ASN(n), ok
}

// parseNumber reads a decimal number of at most that many digits and of at most
// that value.
func parseNumber(text []byte, digits int, most uint64) (uint64, bool) {
	if len(text) == 0 || len(text) > digits {
		return 0, false
	}
	var n uint64
	for _, c := range text {
		if c -= '0'; c > 9 {
			return 0, false
		}
		if n = 10*n + uint64(c); n > most {
			return 0, false
		}
	}
	return n, true
}

// excerpt returns the beginning of foreign text, at most 120 bytes of it, in a
// form that is safe to print: it escapes what is not printable or not UTF-8.
func excerpt(text []byte) string {
	const most = 120
	var b strings.Builder
	for len(text) > 0 {
		r, size := utf8.DecodeRune(text)
		piece := string(r)
		switch {
		case r == utf8.RuneError && size == 1:
			piece = fmt.Sprintf(`\x%02x`, text[0])
		case r == '\t':
			piece = " "
		case !unicode.IsPrint(r):
			piece = strings.Trim(strconv.QuoteRuneToASCII(r), "'")
		}
		if b.Len()+len(piece) > most {
			return b.String() + "..."
		}
		b.WriteString(piece)
		text = text[size:]
	}
	return b.String()
}

// trim returns the text without what surrounds it: spaces and tabs, and the
// other blanks and control characters that editors and databases leave in dumps.
func trim(text []byte) []byte {
	text = trimLeft(text)
	for len(text) > 0 && isBlank(text[len(text)-1]) {
		text = text[:len(text)-1]
	}
	if len(text) > 0 && (!isGraphic(text[0]) || !isGraphic(text[len(text)-1])) {
		return trimRunes(text)
	}
	return text
}

func trimLeft(text []byte) []byte {
	for len(text) > 0 && isBlank(text[0]) {
		text = text[1:]
	}
	return text
}

func isBlank(c byte) bool { return c == ' ' || c == '\t' }

// isGraphic reports whether c is an ASCII character with a shape.
func isGraphic(c byte) bool { return ' ' < c && c < 0x7f }

// trimRunes is trim for a text with other blanks than spaces and tabs around it.
func trimRunes(text []byte) []byte {
	for len(text) > 0 {
		r, size := utf8.DecodeRune(text)
		if !isFiller(r, text[:size]) {
			break
		}
		text = text[size:]
	}
	for len(text) > 0 {
		r, size := utf8.DecodeLastRune(text)
		if !isFiller(r, text[len(text)-size:]) {
			break
		}
		text = text[:len(text)-size]
	}
	return text
}

// isFiller reports whether a character has no shape: a blank, a control
// character or a format character (Unicode Zs, Zl, Zp, Cc, Cf). A byte that is
// not UTF-8 is read as latin-1, in which many dumps are written.
func isFiller(r rune, encoded []byte) bool {
	if r == utf8.RuneError && len(encoded) == 1 {
		r = rune(encoded[0])
	}
	return unicode.IsSpace(r) || unicode.IsControl(r) || unicode.Is(unicode.Cf, r)
}
