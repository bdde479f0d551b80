package peering

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/prefixes"
)

func TestHalfIsZero(t *testing.T) {
	for _, h := range []Half{{}, {Advertised: []prefixes.Prefix{}}, {Registry: "NONE"}, {Registry: "none"}} {
		assert.True(t, h.IsZero(), "%+v", h)
	}
	for _, h := range []Half{
		{Primary: subnet("10.0.0.0/30")}, {Secondary: subnet("10.0.0.0/30")}, {Advertised: listed("123.1.0.0/24")},
		{CustomerASN: 1}, {Registry: "ARIN"}, {RouteFilter: "/x"},
	} {
		assert.False(t, h.IsZero(), "%+v", h)
	}
}

func TestConfigHalf(t *testing.T) {
	c := good(Microsoft)
	assert.Equal(t, c.IPv4, c.Half(IPv4))
	assert.Equal(t, c.IPv6, c.Half(IPv6))
	assert.Zero(t, c.Half(0))
	assert.Zero(t, c.Half(9))
}

func TestCloneSharesNothing(t *testing.T) {
	c := good(Microsoft)
	clone := c.Clone()
	assert.Equal(t, c, clone)

	clone.IPv4.Advertised[0] = prefixes.MustParsePrefix("1.1.1.0/24")
	clone.IPv6.Advertised[0] = prefixes.MustParsePrefix("2606::/32")
	assert.Equal(t, good(Microsoft), c)

	assert.Equal(t, Config{}, Config{}.Clone())
}

func TestDiff(t *testing.T) {
	for _, tt := range []struct {
		name   string
		change func(have *Config)
		want   []string
	}{
		{"the same", func(*Config) {}, nil},
		{"subnets with host bits", func(c *Config) {
			c.IPv4.Primary, c.IPv6.Secondary = subnet("104.0.0.2/30"), subnet("2620:0:100::7/126")
		}, nil},
		{"advertised with host bits", func(c *Config) { c.IPv4.Advertised = listed("123.1.0.9/24", "123.2.0.9/24") }, nil},
		{"advertised spelt out", func(c *Config) { c.IPv6.Advertised = listed("2620:0000:0200:0::/48") }, nil},
		{"advertised in another order", func(c *Config) { c.IPv4.Advertised = listed("123.2.0.0/24", "123.1.0.0/24") }, nil},
		{"advertised twice", func(c *Config) { c.IPv4.Advertised = listed("123.2.0.0/24", "123.1.0.0/24", "123.1.0.0/24") }, nil},
		{"registry in lower case, and by its own name", func(c *Config) { c.IPv4.Registry, c.IPv6.Registry = "arin", "ripe" }, nil},
		{"route filter in upper case", func(c *Config) {
			c.IPv4.RouteFilter = "/SUBSCRIPTIONS/s/RESOURCEGROUPS/g/PROVIDERS/Microsoft.Network/routeFilters/F"
		}, nil},
		{"key, manager, date, legacy mode", func(c *Config) {
			c.SharedKey, c.ManagedBy, c.Since, c.Legacy = KeyRef{}, machine.Provider, time.Unix(1, 0), true
		}, nil},
		{"subnets", func(c *Config) { c.IPv4.Primary, c.IPv4.Secondary = c.IPv4.Secondary, c.IPv4.Primary }, []string{"ipv4.primary", "ipv4.secondary"}},
		{"subnet of another length", func(c *Config) { c.IPv6.Primary = subnet("2620:0:100::/125") }, []string{"ipv6.primary"}},
		{"VLAN", func(c *Config) { c.VLAN = 1 }, []string{"vlan"}},
		{"peer ASN", func(c *Config) { c.PeerASN = 64601 }, []string{"peerASN"}},
		{"customer ASN", func(c *Config) { c.IPv6.CustomerASN = 0 }, []string{"ipv6.customerASN"}},
		{"registry", func(c *Config) { c.IPv4.Registry = "NONE" }, []string{"ipv4.registry"}},
		{"route filter", func(c *Config) { c.IPv4.RouteFilter = "" }, []string{"ipv4.routeFilter"}},
		{"a missing prefix", func(c *Config) { c.IPv4.Advertised = listed("123.1.0.0/24") }, []string{"ipv4.advertised[1]"}},
		{"an additional prefix", func(c *Config) { c.IPv4.Advertised = append(c.IPv4.Advertised, listed("123.3.0.0/24")...) }, []string{"ipv4.advertised"}},
		{"a changed prefix", func(c *Config) { c.IPv4.Advertised = listed("123.9.0.0/24", "123.2.0.0/24") }, []string{"ipv4.advertised[0]", "ipv4.advertised"}},
		{"no IPv6", func(c *Config) { c.IPv6 = Half{} },
			[]string{"ipv6.primary", "ipv6.secondary", "ipv6.advertised[0]", "ipv6.customerASN", "ipv6.registry", "ipv6.routeFilter"}},
		{"an empty configuration", func(c *Config) { *c = Config{} }, []string{
			"ipv4.primary", "ipv4.secondary", "ipv6.primary", "ipv6.secondary", "vlan", "peerASN",
			"ipv4.advertised[0]", "ipv4.advertised[1]", "ipv4.customerASN", "ipv4.registry", "ipv4.routeFilter",
			"ipv6.advertised[0]", "ipv6.customerASN", "ipv6.registry", "ipv6.routeFilter",
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			want, have := good(Microsoft), good(Microsoft)
			tt.change(&have)
			assert.Equal(t, tt.want, want.Diff(have))
			assert.Equal(t, good(Microsoft), want, "Diff has changed its receiver")
			// The comparison is symmetric.
			assert.Equal(t, len(tt.want) == 0, len(have.Diff(want)) == 0)
		})
	}
}

func TestDiffCustomerASN(t *testing.T) {
	without := Config{PeerASN: 100}
	repeated := Config{PeerASN: 100, IPv4: Half{CustomerASN: 100}}
	other := Config{PeerASN: 200, IPv4: Half{CustomerASN: 100}}
	assert.Empty(t, without.Diff(repeated))
	assert.Empty(t, repeated.Diff(without))
	assert.Equal(t, []string{"peerASN"}, without.Diff(Config{PeerASN: 200}))
	assert.Equal(t, []string{"peerASN", "ipv4.customerASN"}, without.Diff(other))
}

func TestDiffOfInvalidConfigs(t *testing.T) {
	invalid := Config{IPv4: Half{Advertised: make([]prefixes.Prefix, 3), Registry: "\xff"}}
	assert.Empty(t, invalid.Diff(invalid))
	assert.Equal(t, []string{"ipv4.advertised[0]", "ipv4.advertised[1]", "ipv4.advertised[2]", "ipv4.registry"}, invalid.Diff(Config{}))
}

// TestPathsAreJSON checks that the paths of Diff are those of the JSON
// document.
func TestPathsAreJSON(t *testing.T) {
	c := good(Microsoft)
	c.Since = time.Date(2020, 1, 2, 3, 4, 5, 0, time.UTC)
	text, err := json.Marshal(c)
	require.NoError(t, err)
	var read Config
	require.NoError(t, json.Unmarshal(text, &read))
	assert.Equal(t, c, read)

	var document map[string]any
	require.NoError(t, json.Unmarshal(text, &document))
	var paths []string
	for key, value := range document {
		half, nested := value.(map[string]any)
		if !nested {
			paths = append(paths, key)
		}
		for field, v := range half {
			if list, ok := v.([]any); ok {
				for i := range list {
					paths = append(paths, fmt.Sprintf("%s.%s[%d]", key, field, i))
				}
				continue
			}
			paths = append(paths, key+"."+field)
		}
	}
	for _, path := range c.Diff(Config{}) {
		assert.True(t, slices.Contains(paths, path), path)
	}

	text, err = json.Marshal(Config{})
	require.NoError(t, err)
	assert.JSONEq(t, `{}`, string(text))
}
