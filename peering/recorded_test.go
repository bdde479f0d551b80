package peering

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/expressroute-go/expressroute/bgp"
)

// recorded lists the peering requests that Azure accepted and applied in
// recorded test sessions of azure-cli, azure-powershell and the Azure SDKs.
// Some of them break documented rules, but no enforced one.
var recorded = []struct {
	session string
	on      Type
	asn     bgp.ASN
	vlan    uint16
	v4      Half
	v6      Half
}{
	{"azure-cli 2017-04-14 express_route", Public, 10000, 100, link("100.0.0.0/30", "101.0.0.0/30"), Half{}},
	{"azure-cli 2017-04-14 express_route", Private, 10001, 101, link("102.0.0.0/30", "103.0.0.0/30"), Half{}},
	{"azure-cli 2017-04-14 express_route", Microsoft, 10002, 103, announced(link("104.0.0.0/30", "105.0.0.0/30"), 10000, "LEVEL3", "104.0.0.0/30"), Half{}},
	{"azure-cli 2017-04-14 express_route, update", Public, 10000, 200, link("100.0.0.0/30", "101.0.0.0/30"), Half{}},
	{"azure-cli 2018-10-30 express_route", Private, 10001, 200, link("102.0.0.0/30", "103.0.0.0/30"), Half{}},
	{"azure-cli 2018-10-30 global_reach", Private, 10002, 102, link("104.0.0.0/30", "105.0.0.0/30"), Half{}},
	{"azure-cli 2018-10-30 ipv6_peering", Microsoft, 10002, 103, announced(link("104.0.0.0/30", "105.0.0.0/30"), 10000, "LEVEL3", "104.0.0.0/30"),
		announced(link("2001:db00::/126", "2002:db00::/126"), 0, "", "2001:db00::/126")},
	{"azure-cli 2021-02-25 ipv6_peering2", Private, 10002, 103, Half{}, link("2002:db00::/126", "2003:db00::/126")},
	{"azure-libraries-for-net 2023-08-30 CanCreatePeering", Microsoft, 100, 200, announced(link("124.0.0.0/30", "124.0.0.4/30"), 0, "", "124.1.0.0/24"), Half{}},
	{"azure-libraries-for-net 2023-08-30 CanCreatePeering, update", Microsoft, 101, 300, announced(link("124.0.0.0/30", "124.0.0.8/30"), 0, "NONE", "124.1.0.0/24"), Half{}},
	{"azure-powershell 2015-12-03 PeeringCRUD", Private, 100, 200, link("192.168.1.0/30", "192.168.2.0/30"), Half{}},
	{"azure-powershell 2016-12-05 MicrosoftPeeringCRUD", Microsoft, 33, 223, afrinic("192.168.1.0/30", "192.168.2.0/30"), Half{}},
	{"azure-powershell 2016-12-05 MicrosoftPeeringCRUD, update", Microsoft, 44, 555, afrinic("192.168.1.0/30", "192.168.2.0/30"), Half{}},
	{"azure-powershell 2016-12-05 PrivatePublicPeeringCRUD", Private, 100, 22, link("192.168.1.0/30", "192.168.2.0/30"), Half{}},
	{"azure-powershell 2016-12-05 PrivatePublicPeeringCRUD", Public, 30, 33, link("192.168.1.0/30", "192.168.2.0/30"), Half{}},
	{"azure-powershell 2016-12-05 PrivatePublicPeeringCRUD, update", Public, 100, 55, link("192.168.1.0/30", "192.168.2.0/30"), Half{}},
	{"azure-powershell 2017-08-01 MicrosoftPeeringCRUD", Microsoft, 33, 223, afrinic("192.168.1.0/30", "192.168.2.0/30"), Half{}},
	{"azure-powershell 2017-08-01 MicrosoftPeeringCRUD, update", Microsoft, 44, 555, afrinic("192.168.1.0/30", "192.168.2.0/30"), Half{}},
	{"azure-powershell 2017-08-01 MicrosoftPeeringCRUD, IPv6", Microsoft, 44, 555, afrinic("192.168.1.0/30", "192.168.2.0/30"),
		announced(link("fc00::/126", "fc00::/126"), 0, "", "fc02::1/128")},
	{"azure-powershell 2017-11-22 MicrosoftPeeringCRUD-stack", Microsoft, 33, 223, afrinic("192.168.1.0/30", "192.168.2.0/30"), Half{}},
	{"azure-powershell 2018-06-12 ConnectionCRUD", Private, 100, 300, link("10.0.0.0/30", "10.0.0.4/30"), Half{}},
	{"azure-powershell 2018-06-12 MicrosoftPeeringCRUD", Microsoft, 33, 224, afrinic("192.171.1.0/30", "192.171.2.0/30"), Half{}},
	{"azure-powershell 2018-06-12 MicrosoftPeeringCRUD, update", Microsoft, 44, 555, afrinic("192.171.1.0/30", "192.171.2.0/30"), Half{}},
	{"azure-powershell 2018-06-12 MicrosoftPeeringCRUD, IPv6", Microsoft, 44, 555, afrinic("192.171.1.0/30", "192.171.2.0/30"),
		announced(link("fc00::/126", "fc00::/126"), 0, "", "fc02::1/128")},
	{"azure-powershell 2018-06-12 MicrosoftPeeringCRUD, IPv6 alone", Microsoft, 44, 555, Half{}, announced(link("fc00::/126", "fc00::/126"), 0, "", "fc02::1/128")},
	{"azure-sdk-for-net 2019-01-20 MicrosoftPeering", Microsoft, 1000, 400, announced(link("199.168.200.0/30", "199.168.202.0/30"), 0, "", "12.2.3.4/30"), Half{}},
	{"azure-sdk-for-net 2019-01-20 MicrosoftPeering, IPv6", Microsoft, 1000, 400, Half{}, announced(link("fc00::/126", "fc01::/126"), 0, "", "fc02::1/128")},
	// The type of these two was only in the URL. The values are those of the
	// private peerings in azure-cli's test.
	{"azure-sdk-for-python 2020-06-18 express_route", Private, 10001, 101, link("102.0.0.0/30", "103.0.0.0/30"), Half{}},
	{"azure-sdk-for-python 2020-06-18 express_route", Private, 10002, 102, link("104.0.0.0/30", "105.0.0.0/30"), Half{}},
}

func link(primary, secondary string) Half {
	return Half{Primary: subnet(primary), Secondary: subnet(secondary)}
}

func announced(h Half, customer bgp.ASN, registry string, prefixes ...string) Half {
	h.CustomerASN, h.Registry, h.Advertised = customer, registry, listed(prefixes...)
	return h
}

// afrinic returns a Microsoft peering as azure-powershell's tests configure it.
func afrinic(primary, secondary string) Half {
	return announced(link(primary, secondary), 1000, "AFRINIC", "11.2.3.4/30", "12.2.3.4/30")
}

func TestRecordedRequestsAreNotRefused(t *testing.T) {
	for _, r := range recorded {
		c := Config{IPv4: r.v4, IPv6: r.v6, VLAN: r.vlan, PeerASN: r.asn}
		assert.Empty(t, c.Validate(r.on).Enforced(), r.session)
	}
}

// TestRefusedRequest has the only configuration that Azure was seen to refuse:
// https://github.com/Azure/azure-cli/issues/1175.
func TestRefusedRequest(t *testing.T) {
	c := Config{IPv4: link("30.0.0.0/30", "30.0.0.4/30"), VLAN: 552, PeerASN: 111}
	assert.Equal(t, []place{{NeedMicrosoftConfig, "ipv4.advertised"}}, places(c.Validate(Microsoft).Enforced()))
	assert.Empty(t, c.Validate(Private))
}

// TestRecordedTogether has the circuit of azure-powershell, 2016-12-05: the
// same subnets in two peerings, which the documentation forbids and Azure
// accepted.
func TestRecordedTogether(t *testing.T) {
	problems := ValidateTogether(Wants{
		Private: present(Config{IPv4: link("192.168.1.0/30", "192.168.2.0/30"), VLAN: 22, PeerASN: 100}),
		Public:  present(Config{IPv4: link("192.168.1.0/30", "192.168.2.0/30"), VLAN: 33, PeerASN: 30}),
	})
	assert.Equal(t, []place{
		{NeedSubnetsUnique, "AzurePublicPeering.ipv4.primary"}, {NeedSubnetsUnique, "AzurePublicPeering.ipv4.secondary"},
	}, places(problems))
	assert.Empty(t, problems.Enforced())
}
