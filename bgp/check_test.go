package bgp_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	. "github.com/expressroute-go/expressroute/bgp"
	"github.com/expressroute-go/expressroute/machine"
)

// The first and the last number of every range, and those next to it.
func TestCheckPeerASN(t *testing.T) {
	for _, tc := range []struct {
		asns  []ASN
		need  machine.Need // empty: nothing is wrong
		basis machine.Basis
	}{
		{[]ASN{0}, NeedPeerASN, machine.Documented},
		{[]ASN{1, 100, 23455, 23457, 12075, 12077, 64495, 64512, 65514, 65521, 65534, 65552, 2147483648, 4294967294}, "", 0},
		{[]ASN{65515, 65516, 65517, 65518, 65519, 65520}, NeedPeerASNUnreserved, machine.Documented},
		{[]ASN{12076, 23456, 65535, 4294967295}, NeedPeerASNUsable, machine.Inferred},
		{[]ASN{64496, 64511, 65536, 65551}, NeedPeerASNAssigned, machine.Documented},
	} {
		for _, a := range tc.asns {
			t.Run(a.String()+"->"+string(tc.need), func(t *testing.T) {
				problems := CheckPeerASN(a)
				if tc.need == "" {
					assert.Empty(t, problems)
					return
				}
				require.Len(t, problems, 1)
				assert.Equal(t, tc.need, problems[0].Need)
				assert.Equal(t, "peerASN", problems[0].Path)
				assert.Equal(t, tc.basis, problems[0].Basis)
				if a != 0 {
					assert.Equal(t, a.String(), problems[0].Found)
				}
			})
		}
	}
}

func TestCheckCustomerASN(t *testing.T) {
	for _, tc := range []struct {
		a     ASN
		needs []machine.Need
	}{
		{0, nil}, {1, nil}, {64495, nil}, {131072, nil}, {2147483647, nil},
		{23456, []machine.Need{NeedCustomerASNPublic}},
		{64496, []machine.Need{NeedCustomerASNPublic}},
		{64512, []machine.Need{NeedCustomerASNPublic}},
		{65535, []machine.Need{NeedCustomerASNPublic}},
		{65552, []machine.Need{NeedCustomerASNPublic}},
		{2147483648, []machine.Need{NeedCustomerASNInt32}},
		{4199999999, []machine.Need{NeedCustomerASNInt32}},
		{4200000000, []machine.Need{NeedCustomerASNPublic, NeedCustomerASNInt32}},
		{4294967295, []machine.Need{NeedCustomerASNPublic, NeedCustomerASNInt32}},
	} {
		t.Run(tc.a.String(), func(t *testing.T) {
			problems := CheckCustomerASN(tc.a)
			assert.Equal(t, tc.needs, problems.Needs())
			for _, p := range problems {
				assert.Equal(t, "customerASN", p.Path)
				assert.Equal(t, tc.a.String(), p.Found)
			}
		})
	}
}

// Every condition is complete, and the customer can meet it.
func TestConditionsOfASNs(t *testing.T) {
	problems := slices.Concat(CheckPeerASN(0), CheckPeerASN(65515), CheckPeerASN(Microsoft), CheckPeerASN(64496), CheckCustomerASN(4200000000))
	assert.Len(t, problems.Needs(), 6)
	for _, p := range problems {
		assert.NotEmpty(t, p.Want, p.Need)
		assert.NotEmpty(t, p.Fix, p.Need)
		assert.Equal(t, machine.Customer, p.Actor, p.Need)
		assert.True(t, strings.HasPrefix(p.Source, "https://") || strings.HasPrefix(p.Source, "github.com/") || strings.HasPrefix(p.Source, "RFC "), p.Source)
	}
}
