package prefixes_test

import (
	"net/netip"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	. "github.com/expressroute-go/expressroute/prefixes"
)

// The first and the last address of every range, and those next to it.
func TestSpecial(t *testing.T) {
	for _, tc := range []struct {
		in, out []string
		source  string
	}{
		{[]string{"0.0.0.0", "0.255.255.255"}, []string{"1.0.0.0"}, "RFC 791"},
		{[]string{"10.0.0.0", "10.255.255.255"}, []string{"9.255.255.255", "11.0.0.0"}, "RFC 1918"},
		{[]string{"100.64.0.0", "100.127.255.255"}, []string{"100.63.255.255", "100.128.0.0"}, "RFC 6598"},
		{[]string{"127.0.0.0", "127.255.255.255"}, []string{"126.255.255.255", "128.0.0.0"}, "RFC 1122"},
		{[]string{"169.254.0.0", "169.254.255.255"}, []string{"169.253.255.255", "169.255.0.0"}, "RFC 3927"},
		{[]string{"172.16.0.0", "172.31.255.255"}, []string{"172.15.255.255", "172.32.0.0"}, "RFC 1918"},
		{[]string{"192.0.0.0", "192.0.0.255"}, []string{"191.255.255.255", "192.0.1.0"}, "RFC 6890"},
		{[]string{"192.0.2.0", "192.0.2.255"}, []string{"192.0.1.255", "192.0.3.0"}, "RFC 5737"},
		{[]string{"192.88.99.0", "192.88.99.255"}, []string{"192.88.98.255", "192.88.100.0"}, "RFC 7526"},
		{[]string{"192.168.0.0", "192.168.255.255"}, []string{"192.167.255.255", "192.169.0.0"}, "RFC 1918"},
		{[]string{"198.18.0.0", "198.19.255.255"}, []string{"198.17.255.255", "198.20.0.0"}, "RFC 2544"},
		{[]string{"198.51.100.0", "198.51.100.255"}, []string{"198.51.99.255", "198.51.101.0"}, "RFC 5737"},
		{[]string{"203.0.113.0", "203.0.113.255"}, []string{"203.0.112.255", "203.0.114.0"}, "RFC 5737"},
		{[]string{"224.0.0.0", "239.255.255.255"}, []string{"223.255.255.255"}, "RFC 5771"},
		{[]string{"240.0.0.0", "255.255.255.255"}, nil, "RFC 1112"},

		{[]string{"::", "::1", "::ffff:0:0", "::ffff:10.0.0.0", "fe80::", "febf:ffff::", "ff00::", "ffff::"}, []string{"2000::"}, "RFC 4291"},
		{[]string{"64:ff9b::", "64:ff9b::ffff:ffff"}, nil, "RFC 6052"},
		{[]string{"64:ff9b:1::", "64:ff9b:1:ffff::"}, nil, "RFC 8215"},
		{[]string{"100::", "100::ffff:ffff:ffff:ffff"}, nil, "RFC 6666"},
		{[]string{"100:0:0:1::"}, nil, "RFC 9780"},
		{[]string{"2001::", "2001:1ff:ffff::"}, []string{"2000:ffff::", "2001:200::"}, "RFC 2928"},
		{[]string{"2001:db8::", "2001:db8:ffff::"}, []string{"2001:db7:ffff::", "2001:db9::"}, "RFC 3849"},
		{[]string{"2002::", "2002:ffff::"}, []string{"2001:ffff::", "2003::"}, "RFC 3056"},
		{[]string{"3fff::", "3fff:fff::"}, []string{"3ffe:ffff::", "3fff:1000::"}, "RFC 9637"},
		{[]string{"5f00::", "5f00:ffff::"}, nil, "RFC 9602"},
		{[]string{"fc00::", "fdff:ffff::"}, nil, "RFC 4193"},
		{[]string{"1fff:ffff::", "200::", "4000::", "5eff::", "5f01::", "8000::", "fbff::", "fe00::", "fec0::"}, []string{"3ffe::"},
			"https://www.iana.org/assignments/ipv6-address-space"},
	} {
		for _, in := range tc.in {
			block, special := Special(host(in))
			assert.True(t, special, in)
			assert.Equal(t, tc.source, block.Source, "%s in %s", in, block)
		}
		for _, out := range tc.out {
			block, special := Special(host(out))
			assert.False(t, special, "%s in %s", out, block)
		}
	}
}

func host(addr string) netip.Prefix {
	a := netip.MustParseAddr(addr)
	return netip.PrefixFrom(a, a.BitLen())
}

func TestSpecialCovering(t *testing.T) {
	for _, covering := range []string{"8.0.0.0/6", "0.0.0.0/0", "192.0.0.0/16", "::/0", "2000::/3", "2001::/16"} {
		_, special := Special(netip.MustParsePrefix(covering))
		assert.True(t, special, covering)
	}
	_, special := Special(netip.Prefix{})
	assert.False(t, special, "an invalid prefix has no addresses")
}

func TestBlocks(t *testing.T) {
	blocks := slices.Collect(Blocks())
	for i, b := range blocks {
		require.True(t, b.Prefix.IsValid())
		assert.Equal(t, b.Prefix.Masked(), b.Prefix)
		assert.NotEmpty(t, b.Name)
		assert.NotEmpty(t, b.Source)
		assert.Contains(t, b.String(), b.Prefix.String())

		first, special := Special(b.Prefix)
		assert.True(t, special)
		if b.Prefix.Bits() > 3 {
			assert.Equal(t, b, first, "another range hides it")
		}
		for _, later := range blocks[i+1:] {
			assert.False(t, b.Prefix.Overlaps(later.Prefix) && b.Prefix.Bits() <= later.Prefix.Bits(),
				"%s comes before %s, which it contains", b, later)
		}
	}
}

func TestSpecialDoesNotAllocate(t *testing.T) {
	public, private := netip.MustParsePrefix("123.1.0.0/24"), netip.MustParsePrefix("fc02::1/128")
	assert.Zero(t, testing.AllocsPerRun(100, func() {
		Special(public)
		Special(private)
	}))
}
