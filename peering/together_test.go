package peering

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestValidateTogether(t *testing.T) {
	for _, tt := range []struct {
		name  string
		spoil func(private, public, microsoft *Config)
		want  []place
	}{
		{"three good peerings", func(_, _, _ *Config) {}, nil},
		{"a VLAN ID twice", func(private, public, _ *Config) { public.VLAN = private.VLAN },
			[]place{{NeedVLANUnique, "AzurePublicPeering.vlan"}}},
		{"a VLAN ID three times", func(private, public, microsoft *Config) { public.VLAN, microsoft.VLAN = private.VLAN, private.VLAN },
			[]place{{NeedVLANUnique, "AzurePublicPeering.vlan"}, {NeedVLANUnique, "MicrosoftPeering.vlan"}, {NeedVLANUnique, "MicrosoftPeering.vlan"}}},
		{"no VLAN ID twice", func(private, _, microsoft *Config) { private.VLAN, microsoft.VLAN = 0, 0 }, nil},
		{"a subnet twice", func(private, _, microsoft *Config) { microsoft.IPv4.Primary = private.IPv4.Primary },
			[]place{{NeedSubnetsUnique, "MicrosoftPeering.ipv4.primary"}}},
		{"across the paths", func(_, public, microsoft *Config) { microsoft.IPv4.Secondary = public.IPv4.Primary },
			[]place{{NeedSubnetsUnique, "MicrosoftPeering.ipv4.secondary"}}},
		{"one within the other", func(private, _, microsoft *Config) { microsoft.IPv4.Primary = subnet("10.0.0.0/29") },
			[]place{{NeedSubnetsUnique, "MicrosoftPeering.ipv4.primary"}, {NeedSubnetsUnique, "MicrosoftPeering.ipv4.primary"}}},
		{"host bits", func(private, _, microsoft *Config) { microsoft.IPv4.Primary = subnet("10.0.0.3/30") },
			[]place{{NeedSubnetsUnique, "MicrosoftPeering.ipv4.primary"}}},
		{"IPv6", func(private, _, microsoft *Config) { microsoft.IPv6.Secondary = private.IPv6.Secondary },
			[]place{{NeedSubnetsUnique, "MicrosoftPeering.ipv6.secondary"}}},
		{"the paths of one peering are its own affair", func(private, _, _ *Config) { private.IPv4.Secondary = private.IPv4.Primary }, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			private, public, microsoft := good(Private), good(Public), good(Microsoft)
			tt.spoil(&private, &public, &microsoft)
			circuit := map[Type]Config{Microsoft: microsoft, Private: private, Public: public}
			assert.Equal(t, tt.want, places(ValidateTogether(circuit)))
		})
	}
}

func TestValidateTogetherTakesAnything(t *testing.T) {
	assert.Empty(t, ValidateTogether(nil))
	assert.Empty(t, ValidateTogether(map[Type]Config{Private: good(Private)}))
	assert.Empty(t, ValidateTogether(map[Type]Config{0: {}, Private: {}, 200: {}}))
	assert.Equal(t, []place{{NeedVLANUnique, "peering.Type(200).vlan"}},
		places(ValidateTogether(map[Type]Config{0: {VLAN: 7}, 200: {VLAN: 7}})))
}
