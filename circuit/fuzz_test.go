package circuit_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/expressroute-go/expressroute/circuit"
	"github.com/expressroute-go/expressroute/machine"
)

// A spec that can be read does not change when it is written and read again. It makes
// a circuit that answers every question.
func FuzzParseSpec(f *testing.F) {
	f.Add([]byte(everything))
	f.Add([]byte(`{"v":1}`))
	f.Add([]byte(`{"v":1,"kind":"Direct","order":{"bandwidthInMbps":10000,"tier":"Local","billing":"UnlimitedData"}}`))
	f.Add([]byte(`{"v":1,"waive":["vlan-valid"],"AzurePrivatePeering":{"vlan":4095,"peerASN":"1.10","ipv6":{"primary":"fd00::/126","secondary":"fd00::4/126"}}}`))
	f.Add([]byte(`{"v":1} {"v":1}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		s, err := circuit.ParseSpec(text)
		if err != nil {
			var problems machine.Problems
			if !assert.ObjectsAreEqual(circuit.Spec{}, s) && !assert.ErrorAs(t, err, &problems) {
				t.Fatalf("%q: a spec beside %v", text, err)
			}
			return
		}
		again, err := json.Marshal(s)
		require.NoError(t, err)
		same, err := circuit.ParseSpec(again)
		require.NoError(t, err, "%s", again)
		require.Equal(t, s, same)

		c, err := circuit.New(s)
		require.NoError(t, err, "a spec that validates is not refused")
		_, err = c.Plan()
		if err != nil {
			var none *circuit.NoPlanError
			require.ErrorAs(t, err, &none)
		}
		_ = c.Phase()
		_ = c.Options()
		_ = c.Workflow()
		_ = c.Meters()
		_ = c.Risks()
	})
}

func FuzzParseEvent(f *testing.F) {
	for v := range circuit.Verbs() {
		f.Add(v.String())
	}
	f.Add("OpenTicket MicrosoftPeering IPv4")
	f.Add("SessionLost AzurePrivatePeering IPv6 Secondary")
	f.Add("ConfigurePeering AzurePrivatePeering")
	f.Add("LinkNetwork /subscriptions/s/hub")
	f.Add("LinkNetwork  two  blanks ")
	f.Add("ConfigurePeering MicrosoftPeering IPv4 IPv6")
	s := wanted(circuit.EditionToday)
	c, err := circuit.New(s)
	require.NoError(f, err)
	f.Fuzz(func(t *testing.T, text string) {
		e, err := circuit.ParseEvent(text)
		if err != nil {
			require.Equal(t, circuit.Event{}, e)
			return
		}
		again, err := circuit.ParseEvent(e.String())
		require.NoError(t, err)
		require.Equal(t, e, again)
		raw, err := json.Marshal(e)
		require.NoError(t, err)
		var same circuit.Event
		require.NoError(t, json.Unmarshal(raw, &same))
		if strings.ToValidUTF8(text, "") == text {
			require.Equal(t, e, same)
		}
		_, err = c.Apply(e)
		require.Equal(t, err == nil, c.Can(e))
	})
}

func FuzzParseSnapshot(f *testing.F) {
	spec := wanted(circuit.EditionToday)
	c, err := circuit.New(spec)
	require.NoError(f, err)
	text, err := json.Marshal(c.Snapshot())
	require.NoError(f, err)
	f.Add(text)
	f.Add([]byte(`{"v":1}`))
	f.Add([]byte(`{"v":2,"state":{"provider":"Provisioned","status":"Enabled","acts":"HistoryKnown"},"links":[{"network":"/a","linked":"Yes"}],"have":{},"seen":{}}`))
	f.Add([]byte(`{"v":2}`))
	// One of this spec and one of another, each with something in every place.
	f.Add([]byte(everySnapshot(f)))
	f.Add([]byte(strings.Replace(everySnapshot(f), c.Position().Want, "0123456789abcdef", 1)))
	f.Fuzz(func(t *testing.T, text []byte) {
		snap, err := circuit.ParseSnapshot(text)
		if err != nil {
			require.ErrorIs(t, err, circuit.ErrSnapshot)
			return
		}
		again, err := json.Marshal(snap)
		require.NoError(t, err)
		same, err := circuit.ParseSnapshot(again)
		require.NoError(t, err, "%s", again)
		twice, err := json.Marshal(same)
		require.NoError(t, err)
		require.Equal(t, string(again), string(twice))
		there, err := circuit.Restore(spec, snap)
		if err != nil {
			require.ErrorIs(t, err, circuit.ErrSnapshot)
			return
		}
		if _, err := there.Plan(); err != nil {
			var none *circuit.NoPlanError
			require.ErrorAs(t, err, &none)
		}
		_ = there.Phase()
		_ = there.Options()
		_ = there.Workflow()
		_ = there.Meters()
		again, err = json.Marshal(there)
		require.NoError(t, err)
		snap, err = circuit.ParseSnapshot(again)
		require.NoError(t, err, "what was restored can be stored")
		back, err := circuit.Restore(spec, snap)
		require.NoError(t, err, "what was restored can be restored")
		require.Equal(t, there.State(), back.State())
		once, err := json.Marshal(back)
		require.NoError(t, err)
		require.Equal(t, string(again), string(once), "and is then the same")
	})
}
