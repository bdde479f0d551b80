package prefixes

import (
	"iter"
	"net/netip"
	"slices"
)

// Block is a range of addresses that no network can register for itself on the
// public Internet.
type Block struct {
	Prefix netip.Prefix
	Name   string // what the addresses are for: "private use"
	Source string // the standard: "RFC 1918"
}

// String returns the range, its name and its standard.
func (b Block) String() string { return b.Prefix.String() + " (" + b.Name + ", " + b.Source + ")" }

// blocks lists the ranges of the IANA registries of RFC 6890,
// https://www.iana.org/assignments/iana-ipv4-special-registry and
// https://www.iana.org/assignments/iana-ipv6-special-registry, and multicast.
// It leaves out ranges inside other ranges, and ranges of services that lie among
// public addresses.
//
// The list has every range that no network can register, even if its addresses are
// reachable: translation and 6to4 prefixes, and parts of 192.0.0.0/24 and 2001::/23,
// are reachable and belong to nobody.
var blocks = []Block{
	block("0.0.0.0/8", "this network", "RFC 791"),
	block("10.0.0.0/8", "private use", "RFC 1918"),
	block("100.64.0.0/10", "carrier-grade NAT", "RFC 6598"),
	block("127.0.0.0/8", "loopback", "RFC 1122"),
	block("169.254.0.0/16", "link local", "RFC 3927"),
	block("172.16.0.0/12", "private use", "RFC 1918"),
	block("192.0.0.0/24", "IETF protocol assignments", "RFC 6890"),
	block("192.0.2.0/24", "documentation", "RFC 5737"),
	block("192.88.99.0/24", "6to4 relay anycast, deprecated", "RFC 7526"),
	block("192.168.0.0/16", "private use", "RFC 1918"),
	block("198.18.0.0/15", "benchmarking", "RFC 2544"),
	block("198.51.100.0/24", "documentation", "RFC 5737"),
	block("203.0.113.0/24", "documentation", "RFC 5737"),
	block("224.0.0.0/4", "multicast", "RFC 5771"),
	block("240.0.0.0/4", "reserved", "RFC 1112"),

	block("::/128", "unspecified", "RFC 4291"),
	block("::1/128", "loopback", "RFC 4291"),
	block("::ffff:0:0/96", "IPv4-mapped", "RFC 4291"),
	block("64:ff9b::/96", "IPv4-IPv6 translation", "RFC 6052"),
	block("64:ff9b:1::/48", "IPv4-IPv6 translation", "RFC 8215"),
	block("100::/64", "discard only", "RFC 6666"),
	block("100:0:0:1::/64", "dummy", "RFC 9780"),
	block("2001::/23", "IETF protocol assignments", "RFC 2928"),
	block("2001:db8::/32", "documentation", "RFC 3849"),
	block("2002::/16", "6to4", "RFC 3056"),
	block("3fff::/20", "documentation", "RFC 9637"),
	block("5f00::/16", "segment routing", "RFC 9602"),
	block("fc00::/7", "unique local", "RFC 4193"),
	block("fe80::/10", "link local", "RFC 4291"),
	block("ff00::/8", "multicast", "RFC 4291"),

	// The rest of IPv6 outside global unicast, 2000::/3.
	block("::/3", "reserved", "https://www.iana.org/assignments/ipv6-address-space"),
	block("4000::/2", "reserved", "https://www.iana.org/assignments/ipv6-address-space"),
	block("8000::/1", "reserved", "https://www.iana.org/assignments/ipv6-address-space"),
}

func block(prefix, name, source string) Block {
	return Block{Prefix: netip.MustParsePrefix(prefix), Name: name, Source: source}
}

// Blocks yields the ranges that are not public, IPv4 first. A range comes
// before a range that contains it.
func Blocks() iter.Seq[Block] { return slices.Values(blocks) }

// Special returns the first of the [Blocks] that has an address in common with
// p. It returns false if all of p is public, or p is not valid. It does not
// allocate.
func Special(p netip.Prefix) (Block, bool) {
	if !p.IsValid() {
		return Block{}, false
	}
	for i := range blocks {
		if blocks[i].Prefix.Overlaps(p) {
			return blocks[i], true
		}
	}
	return Block{}, false
}
