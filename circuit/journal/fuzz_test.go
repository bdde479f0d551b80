package journal_test

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/expressroute-go/expressroute/circuit"
	"github.com/expressroute-go/expressroute/circuit/journal"
	"github.com/expressroute-go/expressroute/machine"
)

// A journal that can be read does not change when it is written and read again, and can
// be replayed or is refused. The records that are read of a bad journal are a good one.
func FuzzRead(f *testing.F) {
	start := fresh(office())
	tracker := journal.NewTracker(start, journal.Options{})
	for _, verb := range []circuit.Verb{circuit.CreateCircuit, circuit.OperationFinished, circuit.OrderConnectivity} {
		_, err := tracker.Fire(f.Context(), day(0), circuit.Event{Verb: verb})
		require.NoError(f, err)
	}
	add := func() {
		var text bytes.Buffer
		require.NoError(f, journal.Write(&text, tracker.Journal()))
		f.Add(text.Bytes())
		f.Add(text.Bytes()[:text.Len()/2])
	}
	add()
	o := read(circuit.Provisioned, circuit.Enabled)
	o.Have.Strange = []circuit.Strange{{Path: "properties.sku", Value: "Ultra"}}
	o.Links = []circuit.LinkState{{Link: circuit.Link{Network: "/elsewhere"}, Authorized: machine.Yes}}
	_, err := tracker.Observe(o)
	require.NoError(f, err)
	_, _, err = tracker.Happened(day(2), circuit.Event{Verb: circuit.CircuitDisabled})
	require.NoError(f, err)
	o.State.Provider, o.At = circuit.NotApplicable, day(3)
	_, err = tracker.Observe(o)
	require.NoError(f, err)
	add()
	f.Add([]byte("\n\n"))
	f.Add([]byte(`{"v":1,"seq":1}`))
	f.Add([]byte(`{"v":2,"seq":1,"at":"2024-01-01T00:00:00Z","cause":"observed","from":{"state":{}},"to":{"state":{"status":"Enabled"}}}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		records, err := journal.Read(bytes.NewReader(text))
		if err != nil {
			require.ErrorIs(t, err, journal.ErrJournal)
		}
		var again bytes.Buffer
		require.NoError(t, journal.Write(&again, records))
		same, err := journal.Read(bytes.NewReader(again.Bytes()))
		require.NoError(t, err)
		require.Len(t, same, len(records))
		var twice bytes.Buffer
		require.NoError(t, journal.Write(&twice, same))
		require.Equal(t, again.String(), twice.String())
		for _, c := range []circuit.Circuit{start, {}} {
			if _, err = journal.Replay(c, records); err != nil {
				require.ErrorIs(t, err, journal.ErrJournal)
			}
		}
	})
}
