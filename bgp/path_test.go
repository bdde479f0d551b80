package bgp_test

import (
	"encoding/json"
	"net/netip"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	. "github.com/expressroute-go/expressroute/bgp"
	"github.com/expressroute-go/expressroute/machine"
)

func TestParsePfxRcd(t *testing.T) {
	for _, tc := range []struct {
		text string
		want Path
	}{
		{"Idle", Path{Session: Idle}},
		{"Active", Path{Session: Active}},
		{"Connect", Path{Session: Connect}},
		{"OpenSent", Path{Session: OpenSent}},
		{"OpenConfirm", Path{Session: OpenConfirm}},
		{"Established", Path{Session: Established}},
		{"active", Path{Session: Active}},
		{"Opensent", Path{Session: OpenSent}},
		{"Idle (Admin)", Path{Session: Idle}},
		{"Idle (PfxCt)", Path{Session: Idle}},
		{"0", Path{Session: Established}},
		{"1", Path{Session: Established, Prefixes: 1}},
		{"50", Path{Session: Established, Prefixes: 50}},
		{"2147483647", Path{Session: Established, Prefixes: 2147483647}},
	} {
		t.Run(tc.text+"->"+tc.want.Session.String(), func(t *testing.T) {
			p, err := ParsePfxRcd(tc.text)
			require.NoError(t, err)
			assert.Equal(t, tc.want, p)
		})
	}
	for _, text := range []string{
		"", " ", "Idle ", " 50", "-1", "+1", "1.5", "2147483648", "99999999999", "never", "not observed",
		"Idle(Admin)", "Idle (Admin", "(Policy)", " (Admin)", "Shut (Admin)", "50 (Admin)", "bgp.Session(9)", "\xff",
		"Idle (" + strings.Repeat("x", 1<<20) + ")", strings.Repeat("0", 1<<20),
	} {
		t.Run("(refused) "+text[:min(len(text), 20)], func(t *testing.T) {
			p, err := ParsePfxRcd(text)
			var refused *PfxRcdError
			require.ErrorAs(t, err, &refused)
			assert.Equal(t, text, refused.Text)
			assert.Less(t, len(err.Error()), 512, "of limited length")
			for s := range Sessions() {
				assert.ErrorContains(t, err, s.String(), "the valid words")
			}
			assert.Zero(t, p)
		})
	}
}

func TestSessionUp(t *testing.T) {
	for _, tc := range []struct {
		s    Session
		want machine.Truth
	}{
		{0, machine.Unknown}, {Idle, machine.No}, {Connect, machine.No}, {Active, machine.No}, {OpenSent, machine.No},
		{OpenConfirm, machine.No}, {Established, machine.Yes}, {Established + 1, machine.Unknown}, {255, machine.Unknown},
	} {
		t.Run(tc.s.String()+"->"+tc.want.String(), func(t *testing.T) { assert.Equal(t, tc.want, tc.s.Up()) })
	}
}

// Every pair of sessions, and a value that is no session.
func TestPathsHealth(t *testing.T) {
	for primary := range Established + 2 {
		for secondary := range Established + 2 {
			want := Down
			switch established := map[bool]int{true: 1}[primary == Established] + map[bool]int{true: 1}[secondary == Established]; {
			case primary == 0, secondary == 0, primary > Established, secondary > Established:
				want = 0
			case established == 2:
				want = Up
			case established == 1:
				want = Degraded
			}
			t.Run(primary.String()+","+secondary.String()+"->"+want.String(), func(t *testing.T) {
				paths := Paths{Primary: Path{Session: primary}, Secondary: Path{Session: secondary, Prefixes: 3}}
				assert.Equal(t, want, paths.Health())
			})
		}
	}
	assert.Zero(t, Paths{}.Health())
}

func TestPathsJSON(t *testing.T) {
	paths := Paths{Primary: Path{Session: Established, Prefixes: 50, Neighbor: netip.MustParseAddr("10.0.0.1")}}
	text, err := json.Marshal(paths)
	require.NoError(t, err)
	assert.JSONEq(t, `{"primary":{"session":"Established","prefixes":50,"neighbor":"10.0.0.1"}}`, string(text))
	var back Paths
	require.NoError(t, json.Unmarshal(text, &back))
	assert.True(t, paths == back, "comparable, and equal")
}
