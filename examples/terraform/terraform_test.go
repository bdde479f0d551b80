package terraform_test

import (
	"errors"
	"fmt"
	"net/netip"
	"os"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/expressroute-go/expressroute/bgp"
	"github.com/expressroute-go/expressroute/circuit"
	"github.com/expressroute-go/expressroute/examples/terraform"
	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
)

// private is the resource that most tests manage.
var private = terraform.Peering{
	Type: peering.Private,
	Config: peering.Config{
		IPv4: peering.Half{
			Primary:   netip.MustParsePrefix("192.168.15.16/30"),
			Secondary: netip.MustParsePrefix("192.168.15.20/30"),
		},
		VLAN: 100, PeerASN: 65001,
	},
}

// gets returns a source of those documents in testdata: one for each read, and then always
// the last one. "" means 404.
func gets(names ...string) terraform.Source {
	return terraform.Documents(func() ([]byte, error) {
		name := names[0]
		if len(names) > 1 {
			names = names[1:]
		}
		if name == "" {
			return nil, nil
		}
		return os.ReadFile("testdata/" + name + ".json")
	})
}

// read returns the circuit of a document in testdata.
func read(t testing.TB, name string) circuit.Circuit {
	t.Helper()
	w := terraform.NewWatch(circuit.Circuit{}, gets(name))
	_, _, err := w.Refresh()
	require.NoError(t, err)
	return w.Circuit()
}

// over returns the circuit of a document with the private peering wanted.
func over(t testing.TB, name string) circuit.Circuit {
	t.Helper()
	c, err := private.Over(read(t, name))
	require.NoError(t, err)
	return c
}

var errSlow = errors.New("timeout while waiting for state")

// waitForState is StateChangeConf.WaitForState without its clock: a state that
// is in neither list is an error at once, and too many reads are a timeout.
func waitForState(refresh func() (any, string, error), wait terraform.Wait, reads int) (any, error) {
	for range reads {
		result, state, err := refresh()
		switch {
		case err != nil:
			return nil, err
		case slices.Contains(wait.Target, state):
			return result, nil
		case !slices.Contains(wait.Pending, state):
			return nil, fmt.Errorf("unexpected state %q, wanted target %q", state, wait.Target)
		}
	}
	return nil, errSlow
}

func TestApplyArrives(t *testing.T) {
	w := terraform.NewWatch(over(t, "provisioned"), gets("updating", "updating", "in_service"))
	result, err := waitForState(w.Refresh, terraform.Applying(), 5)
	require.NoError(t, err)
	assert.NoError(t, result.(circuit.Circuit).InService(peering.Private))
	assert.Empty(t, terraform.Applied(w.Circuit()))
}

func TestWaitingForProviderIsNoError(t *testing.T) {
	w := terraform.NewWatch(over(t, "created"), gets("provisioning"))
	result, err := waitForState(w.Refresh, terraform.Applying(), 5)
	require.NoError(t, err)
	c := result.(circuit.Circuit)
	assert.Equal(t, circuit.Phase{Kind: circuit.PhaseWaiting, For: machine.Provider}.String(), c.Phase().String())
	_, ok, d := private.Next(c)
	assert.False(t, ok)
	assert.False(t, d.HasError())
	assert.Contains(t, needs(d), circuit.NeedProvisioned)
	assert.Equal(t, d, terraform.Applied(c))
}

func TestSlowTaintsNothing(t *testing.T) {
	w := terraform.NewWatch(over(t, "provisioned"), gets("updating"))
	_, err := waitForState(w.Refresh, terraform.Applying(), 3)
	require.ErrorIs(t, err, errSlow)
	d := terraform.Applied(w.Circuit())
	assert.NotEmpty(t, d)
	assert.False(t, d.HasError())
}

func TestInServiceWaitsThroughTheProvidersTurn(t *testing.T) {
	w := terraform.NewWatch(over(t, "created"), gets("provisioning", "provisioning", "provisioned"))
	result, err := waitForState(w.Refresh, terraform.InService(), 5)
	require.NoError(t, err)
	assert.Equal(t, circuit.Phase{Kind: circuit.PhaseWaiting, For: machine.Customer}.String(), result.(circuit.Circuit).Phase().String())
}

func TestReadErrors(t *testing.T) {
	broken := errors.New("503")
	for name, source := range map[string]terraform.Source{
		"the read fails":  terraform.Documents(func() ([]byte, error) { return nil, broken }),
		"no JSON":         terraform.Documents(func() ([]byte, error) { return []byte("<html>"), nil }),
		"not one circuit": terraform.Documents(func() ([]byte, error) { return []byte(`{"value":[]}`), nil }),
		"of another circuit": func() (circuit.Observation, error) {
			return circuit.Observation{Have: circuit.Config{ID: "/other"}}, nil
		},
	} {
		known := over(t, "provisioning")
		w := terraform.NewWatch(known, source)
		_, _, err := w.Refresh()
		assert.Error(t, err, name)
		assert.Equal(t, known, w.Circuit(), name)
	}
}

// TestWaits checks that every state is in at most one list of a wait, and that a state in
// neither is one in which the wait must fail.
func TestWaits(t *testing.T) {
	for name, c := range map[string]struct {
		wait   terraform.Wait
		unlike []string
	}{
		"Applying":   {terraform.Applying(), []string{"Terminal"}},
		"InService":  {terraform.InService(), []string{"Terminal"}},
		"Destroying": {terraform.Destroying(), nil},
	} {
		all := slices.Concat(c.wait.Pending, c.wait.Target, c.unlike)
		assert.ElementsMatch(t, states(), all, name)
	}
}

// states are the states of all phases.
func states() []string {
	var states []string
	for p := range circuit.Phases() {
		states = append(states, p.String())
	}
	return states
}

func TestSiblingsAreLeftAlone(t *testing.T) {
	c := over(t, "provisioned")
	write, ok, d := private.Next(c)
	require.True(t, ok)
	assert.Equal(t, circuit.Event{Verb: circuit.ConfigurePeering, Peering: peering.Private}, write)
	assert.Empty(t, d)
	assertOnly(t, peering.Private, c)

	// Meanwhile the Microsoft peering waits for its prefixes, and the private one is
	// in service.
	c = over(t, "in_service")
	assert.True(t, machine.Lacks(c.InService(peering.Microsoft), "prefixes-configured"))
	assert.Equal(t, circuit.Phase{Kind: circuit.PhaseResting}.String(), c.Phase().String())
}

func TestRemoval(t *testing.T) {
	c, err := private.Without(read(t, "in_service"))
	require.NoError(t, err)
	write, ok, d := private.Next(c)
	assert.True(t, ok, "that nothing is linked is documented, and not enforced")
	assert.Equal(t, circuit.Event{Verb: circuit.RemovePeering, Peering: peering.Private}, write)
	assert.Equal(t, []machine.Need{circuit.NeedNoLinks}, needs(d))
	assertOnly(t, peering.Private, c)
}

// TestRemovalOfNothing checks that a peering that does not exist counts as removed, even
// if the circuit waits for somebody.
func TestRemovalOfNothing(t *testing.T) {
	c, err := private.Without(read(t, "created"))
	require.NoError(t, err)
	_, ok, d := private.Next(c)
	assert.False(t, ok)
	assert.Empty(t, d)
}

// assertOnly checks that a plan changes nothing but one peering.
func assertOnly(t *testing.T, only peering.Type, c circuit.Circuit) {
	t.Helper()
	plan, err := c.Plan()
	require.NoError(t, err)
	require.NotEmpty(t, plan.Steps)
	for _, step := range plan.Steps {
		assert.Equal(t, only, step.Event.Peering, step)
	}
}

func TestDiagnostics(t *testing.T) {
	bad := terraform.Peering{Type: peering.Microsoft, Config: peering.Config{
		IPv4: peering.Half{Primary: netip.MustParsePrefix("10.0.0.0/24")},
		IPv6: peering.Half{Primary: netip.MustParsePrefix("2a01:111::/126"), Secondary: netip.MustParsePrefix("2a01:111::4/126"), Registry: "NOWHERE"},
		VLAN: 5000,
	}}
	got := map[machine.Need]terraform.Diagnostic{}
	d := bad.Validate()
	for _, one := range d {
		got[one.Need] = one
		assert.NotEmpty(t, one.Attribute, one)
	}
	for need, want := range map[machine.Need]terraform.Diagnostic{
		peering.NeedMicrosoftConfig: {Severity: terraform.Error, Attribute: "microsoft_peering_config[0].advertised_public_prefixes"},
		peering.NeedVLAN:            {Severity: terraform.Warning, Attribute: "vlan_id"},
		peering.NeedSubnetLength:    {Severity: terraform.Warning, Attribute: "primary_peer_address_prefix"},
		bgp.NeedPeerASN:             {Severity: terraform.Warning, Attribute: "peer_asn"},
		peering.NeedRegistry:        {Severity: terraform.Warning, Attribute: "ipv6[0].microsoft_peering[0].routing_registry_name"},
	} {
		require.Contains(t, got, need)
		assert.Equal(t, want.Severity, got[need].Severity, need)
		assert.Equal(t, want.Attribute, got[need].Attribute, need)
	}
	assert.True(t, d.HasError())
	_, err := bad.Over(read(t, "provisioned"))
	assert.Equal(t, []machine.Need{peering.NeedMicrosoftConfig}, needs(terraform.FromError(err)), "the others are waived")
}

// TestSeverity checks that a rule that Azure was seen to enforce gives an error, and a
// documented rule a warning.
func TestSeverity(t *testing.T) {
	busy := over(t, "updating")
	enforced := terraform.FromError(busy.Check(circuit.Event{Verb: circuit.AttachRouteFilter, Peering: peering.Microsoft}))
	assert.Contains(t, needs(enforced), circuit.NeedIdle)
	assert.True(t, enforced.HasError())

	documented := terraform.FromError(busy.Check(circuit.Event{Verb: circuit.RemovePeering, Peering: peering.Private}))
	assert.Contains(t, needs(documented), circuit.NeedIdle)
	assert.False(t, documented.HasError())

	other := errors.New("dial tcp: refused")
	assert.Equal(t, terraform.Diagnostics{{Severity: terraform.Error, Summary: other.Error()}}, terraform.FromError(other))
	assert.Empty(t, terraform.FromError(nil))
}

func TestDestroy(t *testing.T) {
	retire := circuit.Spec{Retire: true}
	c, err := read(t, "in_service").WithSpec(retire)
	require.NoError(t, err)
	assert.Equal(t, circuit.Phase{Kind: circuit.PhaseWaiting, For: machine.Customer}.String(), c.Phase().String())
	d := terraform.Destroyed(c)
	assert.True(t, d.HasError(), "a circuit that is forgotten goes on billing")
	assert.Subset(t, needs(d), []machine.Need{circuit.NeedDeprovisioned, circuit.NeedNoPeerings})

	c, err = read(t, "created").WithSpec(retire)
	require.NoError(t, err)
	c, err = c.Apply(circuit.Event{Verb: circuit.DeleteCircuit})
	require.NoError(t, err)
	w := terraform.NewWatch(c, gets(""))
	_, err = waitForState(w.Refresh, terraform.Destroying(), 1)
	require.NoError(t, err)
	assert.Empty(t, terraform.Destroyed(w.Circuit()))
}

func needs(d terraform.Diagnostics) []machine.Need {
	var needs []machine.Need
	for _, one := range d {
		if one.Need != "" {
			needs = append(needs, one.Need)
		}
	}
	return needs
}
