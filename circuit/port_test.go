package circuit

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/expressroute-go/expressroute/bgp"
	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
)

// TestPortChecklist: what a Direct circuit's port and sessions say of the tasks
// before it.
func TestPortChecklist(t *testing.T) {
	up := bgp.Path{Session: bgp.Established}
	session := Session{Peering: peeringPrivate, Family: peering.IPv4}
	const letter = "get the letter of authorization and order the cross connections"
	for name, tt := range map[string]struct {
		have  Config
		facts Facts
		want  map[string]string
	}{
		"nothing is known": {Config{}, Facts{}, map[string]string{
			"reserve the port pair": "Current, Unknown", letter: "Current, Unknown",
			"set the admin state of both links to Enabled": "Current, Unknown", "see light on both links": "Current, Unknown"}},
		"the port": {Config{Port: Port{ID: "/port", Link1: machine.Yes, Link2: machine.No}}, Facts{PhysicalPath: machine.Yes}, map[string]string{
			"reserve the port pair": "Done, Observed", letter: "Done, Attested",
			"set the admin state of both links to Enabled": "Current, Observed", "see light on both links": "Current, Unknown"}},
		"one session": {Config{Sessions: Sessions{session: {Primary: up}}}, Facts{}, map[string]string{
			letter: "Current, Unknown", "see light on both links": "Current, Unknown"}},
		"both sessions": {Config{Port: Port{ID: "/port", Link1: machine.Yes, Link2: machine.Yes}, Sessions: Sessions{session: {Primary: up, Secondary: up}}}, Facts{}, map[string]string{
			letter: "Done, Inferred", "set the admin state of both links to Enabled": "Done, Observed", "see light on both links": "Done, Inferred"}},
	} {
		t.Run(name, func(t *testing.T) {
			c, err := New(Spec{Kind: Direct, Facts: tt.facts})
			require.NoError(t, err)
			c.papers = newPapers(c.papers.Want, tt.have, Seen{}, nil)
			got := map[string]string{}
			for _, task := range c.Workflow()[0].Tasks {
				got[task.Name] = task.Progress.String() + ", " + task.Evidence.String()
			}
			for task, want := range tt.want {
				assert.Equal(t, want, got[task], task)
			}
		})
	}
}

// TestPortOverlay: another port replaces the one that was known, and the same one
// is completed.
func TestPortOverlay(t *testing.T) {
	known := Port{ID: "/Port", Encapsulation: "QinQ", Link1: machine.Yes}
	assert.Equal(t, Port{ID: "/port", Encapsulation: "QinQ", Link1: machine.No}, known.overlay(Port{ID: "/port", Link1: machine.No}))
	assert.Equal(t, known, known.overlay(Port{}))
	assert.Equal(t, Port{ID: "/other"}, known.overlay(Port{ID: "/other"}))
}

// TestOnlyDirectCircuitsHavePorts: the port that a document names is nothing to a
// circuit of a provider.
func TestOnlyDirectCircuitsHavePorts(t *testing.T) {
	c := seenAs(Spec{Order: fullOrder, Wants: peering.Wants{Private: privateV4}})
	c, _ = mustObserve(t, c, Observation{Have: Config{ID: "/circuit", Port: Port{ID: "/port", Link1: machine.No, Link2: machine.No}}})
	assert.False(t, machine.Lacks(c.InService(), NeedPortLink))
	assert.False(t, machine.Lacks(c.Risks(), NeedBothPortLinks))
}

// TestOldPortIsOld: an older read of a port, or of the port that a circuit was on
// before, undoes nothing.
func TestOldPortIsOld(t *testing.T) {
	read := func(at int, port Port, itself bool) Observation {
		o := Observation{At: day(at), Have: Config{ID: "/circuit", Port: port}}
		if itself {
			o.State = State{Provider: NotApplicable, Status: Enabled, Operation: peering.Succeeded}
		}
		return o
	}
	down := Port{ID: "/q", Link1: machine.No, Link2: machine.No}
	c, _ := mustObserve(t, Circuit{}, read(3, Port{ID: "/q"}, true))
	c, _ = mustObserve(t, c, read(4, down, false))
	for name, old := range map[string]Observation{
		"the same port":    read(1, Port{ID: "/q", Link1: machine.Yes, Link2: machine.Yes}, false),
		"the port before":  read(1, Port{ID: "/p", Link1: machine.Yes, Link2: machine.Yes}, false),
		"a circuit before": read(2, Port{ID: "/p"}, true),
	} {
		next, x := mustObserve(t, c, old)
		assert.NotEmpty(t, x.Ignored, name)
		assert.Equal(t, down, next.Have().Port, name)
	}
	c, x := mustObserve(t, c, read(5, Port{ID: "/q", Link1: machine.Yes}, false))
	assert.Equal(t, []Change{{Path: "port.link1 enabled", Was: "No", Is: "Yes"}}, x.Changed)
	_, x = mustObserve(t, c, read(6, Port{ID: "/other"}, true))
	assert.Equal(t, []Change{{Path: "port", Was: "/q", Is: "/other"}}, x.Changed)
}
