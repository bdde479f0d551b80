package peering

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/expressroute-go/expressroute/machine"
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
		{"the two paths of one peering are not compared", func(private, _, _ *Config) { private.IPv4.Secondary = private.IPv4.Primary }, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			private, public, microsoft := good(Private), good(Public), good(Microsoft)
			tt.spoil(&private, &public, &microsoft)
			circuit := Wants{Private: present(private), Public: present(public), Microsoft: present(microsoft)}
			assert.Equal(t, tt.want, places(ValidateTogether(circuit)))
		})
	}
}

// The problem is for the party that configures the later of two peerings.
func TestValidateTogetherIsForTheWriterOfTheLater(t *testing.T) {
	mine, theirs := Config{VLAN: 7, ManagedBy: machine.Customer}, Config{VLAN: 7, ManagedBy: machine.Provider}
	problems := ValidateTogether(Wants{Private: present(mine), Microsoft: present(theirs)})
	require.Len(t, problems, 1)
	assert.Equal(t, machine.Provider, problems[0].Actor)
	problems = ValidateTogether(Wants{Private: present(theirs), Microsoft: present(mine)})
	require.Len(t, problems, 1)
	assert.Equal(t, machine.Customer, problems[0].Actor)
}

// Only peerings that are wanted are compared: the VLAN ID of another one is
// free.
func TestValidateTogetherOnlyThePresent(t *testing.T) {
	tagged := Config{VLAN: 7}
	for _, tt := range []struct {
		mode Mode
		want []place
	}{
		{Unmanaged, nil},
		{WantPresent, []place{{NeedVLANUnique, "MicrosoftPeering.vlan"}}},
		{WantAbsent, nil},
		{200, nil},
	} {
		t.Run(tt.mode.String(), func(t *testing.T) {
			other := Want{Mode: tt.mode, Config: tagged}
			assert.Equal(t, tt.want, places(ValidateTogether(Wants{Private: other, Microsoft: present(tagged)})))
			assert.Equal(t, tt.want, places(ValidateTogether(Wants{Private: present(tagged), Microsoft: other})))
		})
	}
}

func TestValidateTogetherTakesAnything(t *testing.T) {
	assert.Empty(t, ValidateTogether(Wants{}))
	assert.Empty(t, ValidateTogether(Wants{Private: present(good(Private))}))
	assert.Empty(t, ValidateTogether(Wants{Private: present(Config{}), Public: present(Config{}), Microsoft: present(Config{})}))
}
