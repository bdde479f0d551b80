package peering

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/expressroute-go/expressroute/machine"
)

func TestAdvice(t *testing.T) {
	recent := func(c *Config) { c.Since = filtersSince }
	for _, tt := range []struct {
		name   string
		on     Type
		change func(*Config)
		want   []place
	}{
		{"nothing to advise, Private", Private, func(*Config) {}, nil},
		{"nothing to advise, Public", Public, func(*Config) {}, nil},
		{"nothing to advise, Microsoft", Microsoft, recent, nil},
		{"private ASN", Microsoft, func(c *Config) { c.IPv4.CustomerASN = 0 }, []place{{NeedPublicASN, "ipv4.customerASN"}}},
		{"private ASN twice", Microsoft, func(c *Config) { c.IPv6.CustomerASN = 64700 }, []place{{NeedPublicASN, "ipv6.customerASN"}}},
		{"public ASN", Microsoft, func(c *Config) { c.PeerASN, c.IPv4.CustomerASN, c.IPv6.CustomerASN = 10000, 0, 0 }, nil},
		{"no registry", Microsoft, func(c *Config) { c.IPv4.Registry = "NONE" }, []place{{NeedRegistryNamed, "ipv4.registry"}}},
		{"no IPv6", Microsoft, func(c *Config) { c.IPv6 = Half{} }, nil},
		{"LEVEL3", Microsoft, func(c *Config) { c.IPv6.Registry = "level3" }, []place{{NeedRegistryDocumented, "ipv6.registry"}}},
		{"no route filter", Microsoft, func(c *Config) { recent(c); c.IPv4.RouteFilter = "" }, []place{{NeedRouteFilter, "ipv4.routeFilter"}}},
		{"no route filter, before 2017-08-01", Microsoft, func(c *Config) { c.Since = filtersSince.Add(-time.Second); c.IPv4.RouteFilter = "" }, nil},
		{"no route filter, in legacy mode", Microsoft, func(c *Config) { recent(c); c.Legacy, c.IPv4.RouteFilter = true, "" }, nil},
		{"no route filter, undated", Microsoft, func(c *Config) { c.IPv6.RouteFilter = "" }, []place{{NeedRouteFilter, "ipv6.routeFilter"}}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := good(tt.on)
			tt.change(&c)
			advice := c.Advice(tt.on)
			assert.Equal(t, tt.want, places(advice))
			for _, a := range advice {
				assert.Equal(t, a.Need == NeedRouteFilter && c.Since.IsZero(), a.Unknown)
			}
		})
	}
}

// The limit is midnight of 2017-08-01 in UTC.
func TestPredatesRouteFilters(t *testing.T) {
	for _, tt := range []struct {
		since string
		want  machine.Truth
	}{
		{"", machine.Unknown},
		{"2015-12-03T00:00:00Z", machine.Yes},
		{"2017-07-31T23:59:59Z", machine.Yes},
		{"2017-07-31T23:59:59.999999999Z", machine.Yes},
		{"2017-08-01T00:00:00Z", machine.No},
		{"2017-08-01T01:59:59+02:00", machine.Yes},
		{"2017-07-31T23:00:00-01:00", machine.No},
		{"2026-01-01T00:00:00Z", machine.No},
	} {
		t.Run(tt.since+"->"+tt.want.String(), func(t *testing.T) {
			var c Config
			if tt.since != "" {
				since, err := time.Parse(time.RFC3339Nano, tt.since)
				require.NoError(t, err)
				c.Since = since
			}
			assert.Equal(t, tt.want, c.PredatesRouteFilters())
		})
	}
}

func TestAdviceTakesAnything(t *testing.T) {
	for _, typ := range []Type{0, Private, Public, Microsoft, 200} {
		assert.Empty(t, Config{}.Advice(typ))
	}
}
