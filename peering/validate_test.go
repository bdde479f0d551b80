package peering

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/expressroute-go/expressroute/bgp"
	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/prefixes"
)

func TestValidateAccepts(t *testing.T) {
	for typ := range Types() {
		assert.Empty(t, good(typ).Validate(typ), typ)

		c := good(typ)
		c.IPv6 = Half{}
		assert.Empty(t, c.Validate(typ), "%s, IPv4 alone", typ)
	}
	for _, typ := range []Type{Private, Microsoft} {
		c := good(typ)
		c.IPv4 = Half{}
		assert.Empty(t, c.Validate(typ), "%s, IPv6 alone", typ)
	}
}

// The first and the last values that are valid.
func TestValidateAcceptsTheLimits(t *testing.T) {
	for _, tt := range []struct {
		name   string
		on     Type
		change func(*Config)
	}{
		{"VLAN 1", Private, func(c *Config) { c.VLAN = 1 }},
		{"VLAN 2", Private, func(c *Config) { c.VLAN = 2 }},
		{"VLAN 4093", Public, func(c *Config) { c.VLAN = 4093 }},
		{"VLAN 4094", Microsoft, func(c *Config) { c.VLAN = 4094 }},
		{"the largest customer ASN", Microsoft, func(c *Config) { c.IPv4.CustomerASN = 2147483647 }},
		{"a peer ASN for documentation, Private", Private, func(c *Config) { c.PeerASN = 64496 }},
		{"a peer ASN for documentation, Public", Public, func(c *Config) { c.PeerASN = 65536 }},
		{"200 prefixes", Microsoft, func(c *Config) { c.IPv4.Advertised = many(200) }},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := good(tt.on)
			tt.change(&c)
			assert.Empty(t, c.Validate(tt.on))
		})
	}
	c := good(Microsoft)
	c.IPv4.Advertised = many(201)
	assert.Equal(t, []place{{prefixes.NeedLimit, "ipv4.advertised"}}, places(c.Validate(Microsoft)))
}

// brokenAlone breaks every rule of the table alone: each entry has one change
// to a good configuration, and the problems that follow from it.
var brokenAlone = []struct {
	name  string
	on    Type
	spoil func(*Config)
	want  []place
}{
	{"not a type", 0, func(*Config) {}, []place{{NeedType, "type"}}},
	{"unknown type", 9, func(*Config) {}, []place{{NeedType, "type"}}},
	{"no family", Private, func(c *Config) { c.IPv4, c.IPv6 = Half{}, Half{} }, []place{{NeedFamily, "ipv4"}}},
	{"no primary", Private, func(c *Config) { c.IPv4.Primary = subnet("") }, []place{{NeedBothPaths, "ipv4.primary"}}},
	{"no secondary", Microsoft, func(c *Config) { c.IPv6.Secondary = subnet("") }, []place{{NeedBothPaths, "ipv6.secondary"}}},
	{"no subnets beside prefixes", Microsoft, func(c *Config) { c.IPv6.Primary, c.IPv6.Secondary = subnet(""), subnet("") },
		[]place{{NeedBothPaths, "ipv6.primary"}, {NeedBothPaths, "ipv6.secondary"}}},
	{"IPv6 in IPv4", Private, func(c *Config) { c.IPv4.Primary = subnet("fd00::8/126") }, []place{{NeedSubnetFamily, "ipv4.primary"}}},
	{"IPv4 in IPv6", Private, func(c *Config) { c.IPv6.Primary = subnet("10.0.0.8/30") }, []place{{NeedSubnetFamily, "ipv6.primary"}}},
	{"IPv4-mapped IPv6", Private, func(c *Config) { c.IPv6.Primary = subnet("::ffff:10.0.0.8/126") }, []place{{NeedSubnetFamily, "ipv6.primary"}}},
	{"/29", Private, func(c *Config) { c.IPv4.Primary = subnet("10.0.1.0/29") }, []place{{NeedSubnetLength, "ipv4.primary"}}},
	{"/31", Private, func(c *Config) { c.IPv4.Secondary = subnet("10.0.1.0/31") }, []place{{NeedSubnetLength, "ipv4.secondary"}}},
	{"/125", Private, func(c *Config) { c.IPv6.Primary = subnet("fd00::8/125") }, []place{{NeedSubnetLength, "ipv6.primary"}}},
	{"IPv6 /30", Private, func(c *Config) { c.IPv6.Primary = subnet("fc00::/30") }, []place{{NeedSubnetLength, "ipv6.primary"}}},
	{"host bits", Private, func(c *Config) { c.IPv4.Primary = subnet("10.0.0.1/30") }, []place{{NeedSubnetCanonical, "ipv4.primary"}}},
	{"IPv6 host bits", Private, func(c *Config) { c.IPv6.Secondary = subnet("fd00::6/126") }, []place{{NeedSubnetCanonical, "ipv6.secondary"}}},
	{"one subnet for both", Private, func(c *Config) { c.IPv6.Secondary = c.IPv6.Primary }, []place{{NeedPathsApart, "ipv6.secondary"}}},
	{"private subnet, Microsoft", Microsoft, func(c *Config) { c.IPv4.Primary = subnet("192.168.1.0/30") }, []place{{NeedSubnetPublic, "ipv4.primary"}}},
	{"private subnet, Public", Public, func(c *Config) { c.IPv4.Secondary = subnet("100.64.0.0/30") }, []place{{NeedSubnetPublic, "ipv4.secondary"}}},
	{"unique local subnet", Microsoft, func(c *Config) { c.IPv6.Primary = subnet("fc00::/126") }, []place{{NeedSubnetPublic, "ipv6.primary"}}},
	{"IPv6 on Public", Public, func(c *Config) { c.IPv6.Primary, c.IPv6.Secondary = subnet("2620::/126"), subnet("2620::4/126") }, []place{{NeedIPv4Only, "ipv6"}}},
	{"VLAN 0", Private, func(c *Config) { c.VLAN = 0 }, []place{{NeedVLAN, "vlan"}}},
	{"VLAN 4095", Public, func(c *Config) { c.VLAN = 4095 }, []place{{NeedVLAN, "vlan"}}},
	{"VLAN 65535", Microsoft, func(c *Config) { c.VLAN = 65535 }, []place{{NeedVLAN, "vlan"}}},
	{"no peer ASN", Private, func(c *Config) { c.PeerASN = 0 }, []place{{bgp.NeedPeerASN, "peerASN"}}},
	{"ASN 65515", Private, func(c *Config) { c.PeerASN = 65515 }, []place{{bgp.NeedPeerASNUnreserved, "peerASN"}}},
	{"ASN 65520", Microsoft, func(c *Config) { c.PeerASN = 65520 }, []place{{bgp.NeedPeerASNUnreserved, "peerASN"}}},
	{"AS_TRANS", Private, func(c *Config) { c.PeerASN = 23456 }, []place{{bgp.NeedPeerASNUsable, "peerASN"}}},
	{"last 16-bit ASN", Private, func(c *Config) { c.PeerASN = 65535 }, []place{{bgp.NeedPeerASNUsable, "peerASN"}}},
	{"last 32-bit ASN", Public, func(c *Config) { c.PeerASN = 4294967295 }, []place{{bgp.NeedPeerASNUsable, "peerASN"}}},
	{"Microsoft's ASN", Microsoft, func(c *Config) { c.PeerASN = 12076 }, []place{{bgp.NeedPeerASNUsable, "peerASN"}}},
	{"ASN for documentation", Microsoft, func(c *Config) { c.PeerASN = 64496 }, []place{{bgp.NeedPeerASNAssigned, "peerASN"}}},
	{"two key references", Private, func(c *Config) { c.SharedKey.File = "/run/key" }, []place{{NeedKeyRef, "sharedKey"}}},
	{"illegible key reference", Private, func(c *Config) { c.SharedKey.Env = "A=B" }, []place{{NeedKeyRef, "sharedKey"}}},
	{"prefixes on Private", Private, func(c *Config) { c.IPv4.Advertised = listed("123.1.0.0/24") }, []place{{NeedMicrosoft, "ipv4.advertised"}}},
	{"customer ASN on Private", Private, func(c *Config) { c.IPv6.CustomerASN = 10000 }, []place{{NeedMicrosoft, "ipv6.customerASN"}}},
	{"registry on Public", Public, func(c *Config) { c.IPv4.Registry = "ARIN" }, []place{{NeedMicrosoft, "ipv4.registry"}}},
	{"no Microsoft config", Microsoft, func(c *Config) { c.IPv4.Advertised, c.IPv4.CustomerASN, c.IPv4.Registry = nil, 0, "" },
		[]place{{NeedMicrosoftConfig, "ipv4.advertised"}, {NeedAdvertised, "ipv4.advertised"}}},
	{"no prefixes but a registry", Microsoft, func(c *Config) { c.IPv4.Advertised, c.IPv4.CustomerASN, c.IPv4.Registry = nil, 0, "NONE" },
		[]place{{NeedAdvertised, "ipv4.advertised"}}},
	{"no prefixes", Microsoft, func(c *Config) { c.IPv6.Advertised = nil }, []place{{NeedAdvertised, "ipv6.advertised"}}},
	{"private prefix", Microsoft, func(c *Config) { c.IPv4.Advertised = listed("123.1.0.0/24", "10.0.0.0/8") }, []place{{prefixes.NeedPublic, "ipv4.advertised[1]"}}},
	{"prefix of the other family", Microsoft, func(c *Config) { c.IPv6.Advertised = listed("123.1.0.0/24") }, []place{{prefixes.NeedFamily, "ipv6.advertised[0]"}}},
	{"private customer ASN", Microsoft, func(c *Config) { c.IPv4.CustomerASN = 65000 }, []place{{bgp.NeedCustomerASNPublic, "ipv4.customerASN"}}},
	{"customer ASN of 32 bits", Microsoft, func(c *Config) { c.IPv6.CustomerASN = 1 << 31 }, []place{{bgp.NeedCustomerASNInt32, "ipv6.customerASN"}}},
	{"unknown registry", Microsoft, func(c *Config) { c.IPv4.Registry = "JPIRR" }, []place{{NeedRegistry, "ipv4.registry"}}},
	{"route filter on Private", Private, func(c *Config) { c.IPv4.RouteFilter = "/x" }, []place{{NeedRouteFilterType, "ipv4.routeFilter"}}},
}

func TestValidateEveryRuleAlone(t *testing.T) {
	for _, tt := range brokenAlone {
		t.Run(tt.name, func(t *testing.T) {
			c := good(tt.on)
			tt.spoil(&c)
			before := c.Clone()
			assert.Equal(t, tt.want, places(c.Validate(tt.on)))
			assert.Equal(t, before, c, "Validate has changed its receiver")
		})
	}
}

func TestEveryRuleIsBroken(t *testing.T) {
	tested := map[machine.Need]bool{}
	for _, tt := range brokenAlone {
		tested[tt.want[0].need] = true
	}
	for _, r := range rules {
		assert.True(t, r.theirs != nil || tested[r.Need], r.Need)
	}
	for _, need := range []machine.Need{
		bgp.NeedPeerASN, bgp.NeedPeerASNUnreserved, bgp.NeedPeerASNUsable, bgp.NeedPeerASNAssigned,
		bgp.NeedCustomerASNPublic, bgp.NeedCustomerASNInt32,
	} {
		assert.True(t, tested[need], need)
	}
}

func TestValidateReportsEveryProblem(t *testing.T) {
	spoilt := Config{
		IPv4: Half{Primary: subnet("192.168.1.1/29"), Advertised: listed("10.0.0.1/8", "10.0.0.0/8"), CustomerASN: 4200000000, Registry: "nowhere", RouteFilter: "/x"},
		IPv6: Half{Primary: subnet("10.0.0.0/30"), Secondary: subnet("10.0.0.0/30"), RouteFilter: "/x"},
		VLAN: 5000, PeerASN: 65515, SharedKey: KeyRef{Env: "A", File: "b"},
	}
	assert.Equal(t, []place{
		{NeedBothPaths, "ipv4.secondary"},
		{NeedSubnetFamily, "ipv6.primary"}, {NeedSubnetFamily, "ipv6.secondary"},
		{NeedSubnetLength, "ipv4.primary"},
		{NeedSubnetCanonical, "ipv4.primary"},
		{NeedPathsApart, "ipv6.secondary"},
		{NeedSubnetPublic, "ipv4.primary"}, {NeedSubnetPublic, "ipv6.primary"}, {NeedSubnetPublic, "ipv6.secondary"},
		{NeedVLAN, "vlan"},
		{bgp.NeedPeerASNUnreserved, "peerASN"},
		{NeedKeyRef, "sharedKey"},
		{NeedAdvertised, "ipv6.advertised"},
		{prefixes.NeedCanonical, "ipv4.advertised[0]"}, {prefixes.NeedPublic, "ipv4.advertised[0]"},
		{prefixes.NeedPublic, "ipv4.advertised[1]"}, {prefixes.NeedDistinct, "ipv4.advertised[1]"},
		{bgp.NeedCustomerASNPublic, "ipv4.customerASN"},
		{bgp.NeedCustomerASNInt32, "ipv4.customerASN"},
		{NeedRegistry, "ipv4.registry"},
	}, places(spoilt.Validate(Microsoft)))

	assert.Equal(t, []place{
		{NeedBothPaths, "ipv4.secondary"},
		{NeedSubnetFamily, "ipv6.primary"}, {NeedSubnetFamily, "ipv6.secondary"},
		{NeedSubnetLength, "ipv4.primary"},
		{NeedSubnetCanonical, "ipv4.primary"},
		{NeedPathsApart, "ipv6.secondary"},
		{NeedSubnetPublic, "ipv4.primary"}, {NeedSubnetPublic, "ipv6.primary"}, {NeedSubnetPublic, "ipv6.secondary"},
		{NeedIPv4Only, "ipv6"},
		{NeedVLAN, "vlan"},
		{bgp.NeedPeerASNUnreserved, "peerASN"},
		{NeedKeyRef, "sharedKey"},
		{NeedMicrosoft, "ipv4.advertised"}, {NeedMicrosoft, "ipv4.customerASN"}, {NeedMicrosoft, "ipv4.registry"},
		{NeedRouteFilterType, "ipv4.routeFilter"}, {NeedRouteFilterType, "ipv6.routeFilter"},
	}, places(spoilt.Validate(Public)))
}

func TestValidateTheZeroConfig(t *testing.T) {
	nothing := []place{{NeedFamily, "ipv4"}, {NeedVLAN, "vlan"}, {bgp.NeedPeerASN, "peerASN"}}
	for typ := range Types() {
		assert.Equal(t, nothing, places(Config{}.Validate(typ)), typ)
	}
	assert.Equal(t, append([]place{{NeedType, "type"}}, nothing...), places(Config{}.Validate(0)))
}

func TestValidateRegistries(t *testing.T) {
	for _, name := range []string{"", "NONE", "none", "ARIN", "arin", "APNIC", "AFRINIC", "LACNIC", "RIPENCC", "RIPE", "ripe", "RADB", "ALTDB", "LEVEL3"} {
		c := good(Microsoft)
		c.IPv4.Registry = name
		assert.Empty(t, c.Validate(Microsoft), name)
	}
	for typ := range Types() {
		c := good(typ)
		c.IPv4.Registry = "NONE"
		assert.Empty(t, c.Validate(typ), "ARM shows NONE on %s", typ)
	}
}

func TestValidateActor(t *testing.T) {
	for by, want := range map[machine.Actor]machine.Actor{
		machine.Nobody: machine.Customer, machine.Customer: machine.Customer, machine.Provider: machine.Provider, 200: machine.Customer,
	} {
		problems := Config{ManagedBy: by, IPv4: Half{Advertised: listed("10.0.0.0/8")}}.Validate(Microsoft)
		assert.NotEmpty(t, problems)
		for _, p := range problems {
			assert.Equal(t, want, p.Actor, "%s by %s", p.Path, by)
		}
	}
}

func TestValidateQuotesBoundedText(t *testing.T) {
	c := good(Microsoft)
	c.IPv4.Registry = strings.Repeat("x", 1<<20)
	problems := c.Validate(Microsoft)
	assert.Equal(t, []place{{NeedRegistry, "ipv4.registry"}}, places(problems))
	assert.Less(t, len(problems.Error()), 1000)
}

// TestRulesAreSourced checks that every condition is complete and cites a
// public source.
func TestRulesAreSourced(t *testing.T) {
	check := func(c machine.Condition) {
		assert.NotEmpty(t, c.Need)
		assert.NotEmpty(t, c.Want, c.Need)
		assert.NotEmpty(t, c.Fix, c.Need)
		assert.NotZero(t, c.Basis, c.Need)
		assert.NotEmpty(t, c.Source, c.Need)
		assert.NotRegexp(t, `^[./]`, c.Source, "%s: a path, not a public source", c.Need)
	}
	for _, r := range slices.Concat(rules, advice) {
		if r.theirs == nil {
			check(r.Condition)
		}
	}
	for _, r := range together {
		check(r.Condition)
	}
	check(keyLength)
	check(keyAlphabet)
}
