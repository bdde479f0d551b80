package peering

import (
	"net/netip"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestSplit(t *testing.T) {
	for _, tt := range []struct{ subnet, primary, secondary string }{
		// The example of the routing requirements.
		{"192.168.100.128/29", "192.168.100.128/30", "192.168.100.132/30"},
		{"0.0.0.0/29", "0.0.0.0/30", "0.0.0.4/30"},
		{"255.255.255.248/29", "255.255.255.248/30", "255.255.255.252/30"},
		{"fd00::8/125", "fd00::8/126", "fd00::c/126"},
		{"ffff:ffff:ffff:ffff:ffff:ffff:ffff:fff8/125", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:fff8/126", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:fffc/126"},
	} {
		primary, secondary, err := Split(subnet(tt.subnet))
		require.NoError(t, err, tt.subnet)
		assert.Equal(t, subnet(tt.primary), primary)
		assert.Equal(t, subnet(tt.secondary), secondary)
	}
}

func TestAddresses(t *testing.T) {
	for _, tt := range []struct{ subnet, customer, microsoft string }{
		{"192.168.100.128/30", "192.168.100.129", "192.168.100.130"},
		{"192.168.100.132/30", "192.168.100.133", "192.168.100.134"},
		{"255.255.255.252/30", "255.255.255.253", "255.255.255.254"},
		{"fd00::/126", "fd00::1", "fd00::2"},
		{"fd00::4/126", "fd00::5", "fd00::6"},
		{"ffff:ffff:ffff:ffff:ffff:ffff:ffff:fffc/126", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:fffd", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:fffe"},
	} {
		customer, microsoft, err := Addresses(subnet(tt.subnet))
		require.NoError(t, err, tt.subnet)
		assert.Equal(t, netip.MustParseAddr(tt.customer), customer)
		assert.Equal(t, netip.MustParseAddr(tt.microsoft), microsoft)
	}
}

func TestSubnetErrors(t *testing.T) {
	for _, text := range []string{"", "10.0.0.0/8", "10.0.0.0/31", "10.0.0.0/32", "10.0.0.1/29", "10.0.0.1/30", "fd00::/29", "fd00::/30", "fd00::1/125", "fd00::1/126", "::ffff:10.0.0.0/125", "::ffff:10.0.0.0/126"} {
		var refused *SubnetError

		primary, secondary, err := Split(subnet(text))
		require.ErrorAs(t, err, &refused, text)
		assert.Equal(t, subnet(text), refused.Subnet)
		assert.Contains(t, err.Error(), "/29")
		assert.Zero(t, primary)
		assert.Zero(t, secondary)

		customer, microsoft, err := Addresses(subnet(text))
		require.ErrorAs(t, err, &refused, text)
		assert.Equal(t, subnet(text), refused.Subnet)
		assert.Contains(t, err.Error(), "/30")
		assert.Zero(t, customer)
		assert.Zero(t, microsoft)
	}
}

// FuzzSplit checks that the two halves make up the subnet, and that each
// contains its addresses.
func FuzzSplit(f *testing.F) {
	for _, seed := range []string{"192.168.100.128/29", "fd00::8/125", "255.255.255.248/29", "10.0.0.1/29", "::ffff:10.0.0.0/125", "", "x"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		whole, _ := netip.ParsePrefix(text)
		primary, secondary, err := Split(whole)
		if err != nil {
			return
		}
		if primary.Overlaps(secondary) || primary.Bits() != whole.Bits()+1 || secondary.Bits() != primary.Bits() ||
			!whole.Overlaps(primary) || !whole.Overlaps(secondary) || !primary.Addr().Less(secondary.Addr()) {
			t.Fatalf("%s is not %s and %s", whole, primary, secondary)
		}
		for _, link := range []netip.Prefix{primary, secondary} {
			customer, microsoft, err := Addresses(link)
			if err != nil || !link.Contains(customer) || !link.Contains(microsoft) ||
				customer != link.Addr().Next() || microsoft != customer.Next() || !link.Contains(microsoft.Next()) {
				t.Fatalf("%s: %s and %s, %v", link, customer, microsoft, err)
			}
		}
	})
}
