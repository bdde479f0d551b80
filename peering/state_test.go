package peering

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/expressroute-go/expressroute/machine"
)

func TestStateExists(t *testing.T) {
	for _, tt := range []struct {
		ipv4, ipv6 Admin
		want       machine.Truth
	}{
		{0, 0, machine.Unknown},
		{Absent, 0, machine.Unknown},
		{0, Absent, machine.Unknown},
		{Absent, Absent, machine.No},
		{Enabled, 0, machine.Yes},
		{Absent, Disabled, machine.Yes},
		{Enabled, Enabled, machine.Yes},
		{200, Absent, machine.Yes},
	} {
		s := State{IPv4: FamilyState{Admin: tt.ipv4}, IPv6: FamilyState{Admin: tt.ipv6}}
		assert.Equal(t, tt.want, s.Exists(), "%s and %s", tt.ipv4, tt.ipv6)
	}
	assert.Equal(t, machine.No, NotThere().Exists())
	assert.Equal(t, machine.Unknown, State{}.Exists())
	for op := range Operations() {
		want := machine.Yes
		if op == NoResource {
			want = machine.Unknown
		}
		assert.Equal(t, want, State{Operation: op}.Exists(), op)
		assert.Equal(t, machine.No, State{Operation: op, IPv4: FamilyState{Admin: Absent}, IPv6: FamilyState{Admin: Absent}}.Exists(), op)
	}
}

func TestStateFamily(t *testing.T) {
	s := State{IPv4: FamilyState{Admin: Enabled}, IPv6: FamilyState{Admin: Absent}}
	assert.Equal(t, s.IPv4, s.Family(IPv4))
	assert.Equal(t, s.IPv6, s.Family(IPv6))
	assert.Zero(t, s.Family(0))
	assert.Zero(t, s.Family(200))
}
