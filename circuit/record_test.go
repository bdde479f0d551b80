package circuit_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/expressroute-go/expressroute/bgp"
	"github.com/expressroute-go/expressroute/circuit"
	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
	"github.com/expressroute-go/expressroute/prefixes"
)

// epoch is when the stories of this file begin.
var epoch = time.Date(2016, 7, 19, 9, 0, 0, 0, time.UTC)

// story is a tracker of a circuit that was brought into service and half taken
// down again, with an observation in between.
func story(t *testing.T, options circuit.TrackerOptions) (circuit.Circuit, *circuit.Tracker) {
	t.Helper()
	start := begun(t, wanted(circuit.Today))
	tracker := circuit.NewTracker(start, options)
	now := epoch
	fire := func(lines ...string) {
		for _, line := range lines {
			now = now.Add(time.Minute)
			_, err := tracker.Fire(context.Background(), now, event(t, line))
			require.NoError(t, err, line)
		}
	}
	fire(handedOver...)
	_, err := tracker.Observe(circuit.Observation{At: now.Add(time.Second), Provider: circuit.Provisioned, Status: circuit.Enabled, Operation: peering.Succeeded})
	require.NoError(t, err)
	fire("ConfigurePeering AzurePrivatePeering", "OperationFinished AzurePrivatePeering", "LinkNetwork "+hub,
		"CreateAuthorization "+spoke, "UnlinkNetwork "+hub, "RequestDeprovisioning")
	return start, tracker
}

func TestSnapshotRoundTrip(t *testing.T) {
	t.Parallel()
	for _, edition := range editions {
		spec := wanted(edition)
		c := begun(t, spec)
		plan, err := c.Plan()
		require.NoError(t, err)
		for _, step := range plan.Steps {
			c = followed(t, c, circuit.Plan{Steps: []circuit.Step{step}})
			snap := c.Snapshot()
			text, err := json.Marshal(snap)
			require.NoError(t, err)
			again, err := circuit.ParseSnapshot(text)
			require.NoError(t, err, string(text))
			assert.Equal(t, snap, again)
			there, err := circuit.Restore(spec, again)
			require.NoError(t, err)
			assert.Equal(t, c.State(), there.State(), step)
			assert.Equal(t, c.Links(), there.Links(), step)
			assert.Equal(t, snap, there.Snapshot(), step)

			one, err := c.Plan()
			require.NoError(t, err)
			two, err := there.Plan()
			require.NoError(t, err)
			assert.Equal(t, one.Steps, two.Steps, "what is to be done is the same after %v", step)
		}
	}
}

// A snapshot of a network that the spec does not name is not lost, and one that
// another spec names in another order is the same.
func TestRestoreWithAnotherSpec(t *testing.T) {
	t.Parallel()
	c := inService(t, wanted(circuit.Today))
	spec := wanted(circuit.Today)
	spec.Links[0], spec.Links[1] = spec.Links[1], spec.Links[0]
	there, err := circuit.Restore(spec, c.Snapshot())
	require.NoError(t, err)
	for _, l := range there.Links() {
		assert.True(t, l.Linked && l.Wanted, l.Network)
		assert.Equal(t, l.Network == spoke, l.Authorized, l.Network)
	}

	spec.Links = nil
	there, err = circuit.Restore(spec, c.Snapshot())
	require.NoError(t, err)
	require.Len(t, there.Links(), 2)
	for _, l := range there.Links() {
		assert.True(t, l.Linked && !l.Wanted, l.Network)
	}
	_, err = circuit.Restore(circuit.Spec{Order: circuit.Order{Bandwidth: 300}}, c.Snapshot())
	assert.True(t, machine.Lacks(err, circuit.NeedOfferedBandwidth))
}

// BGP follows from the rest, in what is restored as well.
func TestRestoreSettlesBGP(t *testing.T) {
	t.Parallel()
	spec := wanted(circuit.Today)
	c := inService(t, spec)
	for name, edit := range map[string]func(*circuit.Snapshot){
		"not provisioned":   func(s *circuit.Snapshot) { s.Provider = circuit.NotProvisioned },
		"disabling":         func(s *circuit.Snapshot) { s.Status = circuit.Disabling },
		"validation needed": func(s *circuit.Snapshot) { s.Microsoft.IPv4.Prefixes = prefixes.ValidationNeeded },
		"switched off":      func(s *circuit.Snapshot) { s.Microsoft.IPv4.Admin = peering.Disabled },
	} {
		snap := c.Snapshot()
		edit(&snap)
		there, err := circuit.Restore(spec, snap)
		if err != nil {
			assert.ErrorIs(t, err, circuit.ErrSnapshot, name)
			continue
		}
		assert.NotEqual(t, bgp.Enabled, there.State().Microsoft.IPv4.BGP, name)
		assert.Error(t, there.InService(peering.Microsoft), name)
	}
}

func TestParseSnapshotIsStrict(t *testing.T) {
	t.Parallel()
	text, err := json.Marshal(inService(t, wanted(circuit.Today)).Snapshot())
	require.NoError(t, err)
	good := string(text)
	replaced := func(old, new string) string {
		require.Contains(t, good, old)
		return strings.Replace(good, old, new, 1)
	}
	bad := map[string]string{
		"nothing":         ``,
		"null":            `null`,
		"an array":        `[]`,
		"truncated":       good[:len(good)-1],
		"trailing":        good + `{}`,
		"no version":      replaced(`"v":1,`, ``),
		"version 2":       replaced(`"v":1`, `"v":2`),
		"unknown field":   replaced(`"v":1`, `"v":1,"tier":"Premium"`),
		"unknown nested":  replaced(`"admin"`, `"administration"`),
		"unknown status":  replaced(`"status":"Enabled"`, `"status":"enabled"`),
		"unknown state":   replaced(`"provider":"Provisioned"`, `"provider":"Deprovisioned"`),
		"unknown act":     replaced(`"ServiceKeyHandedOver"`, `"ServiceKeySold"`),
		"unknown prefix":  replaced(`"prefixes":"Configured"`, `"prefixes":"Validated"`),
		"number as state": replaced(`"status":"Enabled"`, `"status":3`),
	}
	for name, text := range bad {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := circuit.ParseSnapshot([]byte(text))
			require.ErrorIs(t, err, circuit.ErrSnapshot)
		})
	}
	snap, err := circuit.ParseSnapshot(text)
	require.NoError(t, err)
	snap.V = 2
	_, err = circuit.Restore(wanted(circuit.Today), snap)
	assert.ErrorIs(t, err, circuit.ErrSnapshot)
	snap.V, snap.Status = 1, 99
	_, err = circuit.Restore(wanted(circuit.Today), snap)
	assert.ErrorIs(t, err, circuit.ErrSnapshot)
}

func TestJournalRoundTrip(t *testing.T) {
	t.Parallel()
	start, tracker := story(t, circuit.TrackerOptions{})
	journal := tracker.Journal()
	require.NotEmpty(t, journal)
	for i, r := range journal {
		assert.Equal(t, uint64(i+1), r.Seq)
		assert.Equal(t, circuit.RecordVersion, r.V)
		if i > 0 {
			assert.Equal(t, journal[i-1].To, r.From)
			assert.False(t, r.At.Before(journal[i-1].At))
		}
	}
	seen := journal[4]
	assert.Equal(t, circuit.CauseInferred, seen.Cause)
	assert.Equal(t, circuit.ProvisioningFinished, seen.Event.Verb)
	assert.Equal(t, machine.Provider, seen.Actor)

	var text bytes.Buffer
	require.NoError(t, circuit.WriteJournal(&text, journal))
	assert.Equal(t, len(journal), strings.Count(text.String(), "\n"), "one a line")
	again, err := circuit.ReadJournal(&text)
	require.NoError(t, err)
	assert.Equal(t, journal, again)

	there, err := circuit.Replay(start, again)
	require.NoError(t, err)
	assert.Equal(t, tracker.Circuit().State(), there.State())
	assert.Equal(t, tracker.Circuit().Links(), there.Links())

	empty, err := circuit.ReadJournal(strings.NewReader(""))
	require.NoError(t, err)
	assert.Empty(t, empty)
	same, err := circuit.Replay(start, nil)
	require.NoError(t, err)
	assert.Equal(t, start.State(), same.State())
}

func TestReadJournalRefuses(t *testing.T) {
	t.Parallel()
	_, tracker := story(t, circuit.TrackerOptions{})
	var text bytes.Buffer
	require.NoError(t, circuit.WriteJournal(&text, tracker.Journal()))
	lines := strings.SplitAfter(strings.TrimSuffix(text.String(), "\n"), "\n")
	join := func(parts ...[]string) string {
		var all []string
		for _, p := range parts {
			all = append(all, p...)
		}
		return strings.Join(all, "")
	}
	swap := func(old, new string) string {
		require.Contains(t, lines[2], old)
		changed := append([]string(nil), lines...)
		changed[2] = strings.Replace(lines[2], old, new, 1)
		return strings.Join(changed, "")
	}
	bad := map[string]struct {
		text string
		kept int // records before the first that does not hold
	}{
		"a gap":           {join(lines[:2], lines[3:]), 2},
		"a line twice":    {join(lines[:3], lines[2:]), 3},
		"two swapped":     {join(lines[:2], lines[3:4], lines[2:3], lines[4:]), 2},
		"cut in a line":   {join(lines[:2], []string{lines[2][:len(lines[2])/2]}), 2},
		"unknown field":   {swap(`"v":1`, `"v":1,"by":"me"`), 2},
		"version 2":       {swap(`{"v":1`, `{"v":2`), 2},
		"no version":      {swap(`{"v":1,`, `{`), 2},
		"another number":  {swap(`"seq":3`, `"seq":30`), 2},
		"another actor":   {swap(`"actor":"Customer"`, `"actor":"Nobody else"`), 2},
		"unknown verb":    {swap(`"OrderConnectivity"`, `"OrderPizza"`), 2},
		"another state":   {swap(`"status":"Enabled"`, `"status":"Disabling"`), 2},
		"nonsense":        {join(lines[:2], []string{"nonsense\n"}), 2},
		"two in one line": {join(lines[:2], []string{strings.TrimSpace(lines[2]) + lines[3]}, lines[4:]), 2},
	}
	for name, row := range bad {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			records, err := circuit.ReadJournal(strings.NewReader(row.text))
			require.ErrorIs(t, err, circuit.ErrJournal)
			assert.Len(t, records, row.kept)
			assert.Equal(t, tracker.Journal()[:len(records)], records)
		})
	}
	_, err := circuit.ReadJournal(broken{})
	assert.ErrorIs(t, err, errBroken)
}

// A journal that reads well may still tell what could not have happened.
func TestReplayRefuses(t *testing.T) {
	t.Parallel()
	start, tracker := story(t, circuit.TrackerOptions{})
	tampered := func(edit func(r []circuit.Record) []circuit.Record) []circuit.Record {
		return edit(tracker.Journal())
	}
	for name, records := range map[string][]circuit.Record{
		"a gap":           tampered(func(r []circuit.Record) []circuit.Record { return append(r[:2:2], r[3:]...) }),
		"the first gone":  tampered(func(r []circuit.Record) []circuit.Record { return r[1:] }),
		"another event":   tampered(func(r []circuit.Record) []circuit.Record { r[2].Event.Verb = circuit.HandOverServiceKey; return r }),
		"another outcome": tampered(func(r []circuit.Record) []circuit.Record { r[2].To.Status = circuit.Disabling; return r[:3] }),
		"a forged end": tampered(func(r []circuit.Record) []circuit.Record {
			r[len(r)-1].To.Private.IPv4.Admin = peering.Absent
			return r
		}),
	} {
		there, err := circuit.Replay(start, records)
		require.ErrorIs(t, err, circuit.ErrJournal, name)
		assert.NotEqual(t, tracker.Circuit().State(), there.State(), name)
	}
	elsewhere := apply(t, start, "CreateCircuit")
	_, err := circuit.Replay(elsewhere, tracker.Journal())
	assert.ErrorIs(t, err, circuit.ErrJournal, "the circuit does not stand where the journal begins")
}

// A secret that the circuit has does not get into what is written of it.
func TestJournalHasNoSecrets(t *testing.T) {
	t.Parallel()
	const canary = "3f2a9b1c-canary-4e1d"
	c, err := circuit.Observed(circuit.Observation{
		At: epoch, Provider: circuit.NotProvisioned, Status: circuit.Enabled, Operation: peering.Succeeded,
		Have: circuit.Config{ID: "/subscriptions/s/circuit", ServiceKey: machine.NewSecret(canary)},
	})
	require.NoError(t, err)
	tracker := circuit.NewTracker(c, circuit.TrackerOptions{})
	_, err = tracker.Fire(context.Background(), epoch, event(t, "OrderConnectivity"))
	require.NoError(t, err)
	_, err = tracker.Observe(circuit.Observation{At: epoch.Add(time.Hour), Provider: circuit.Provisioned, Status: circuit.Enabled, Have: circuit.Config{ServiceKey: machine.NewSecret(canary + "2")}})
	require.NoError(t, err)
	var text bytes.Buffer
	require.NoError(t, circuit.WriteJournal(&text, tracker.Journal()))
	assert.NotContains(t, text.String(), canary)
	assert.Contains(t, text.String(), "/subscriptions/s/circuit", "a resource ID identifies the circuit")
}

func TestTrackerRefusesAndKeepsNothing(t *testing.T) {
	t.Parallel()
	start := begun(t, wanted(circuit.Today))
	told := 0
	tracker := circuit.NewTracker(start, circuit.TrackerOptions{Hooks: []func(circuit.Record){func(circuit.Record) { told++ }}})

	r, err := tracker.Fire(context.Background(), epoch, event(t, "ProvisioningFinished"))
	assert.True(t, machine.Lacks(err, circuit.NeedServiceKey))
	assert.Equal(t, circuit.Record{}, r)
	_, err = tracker.Fire(context.Background(), epoch, event(t, "LinkNetwork /nobody"))
	var subject *circuit.SubjectError
	assert.ErrorAs(t, err, &subject)

	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err = tracker.Fire(ctx, epoch, event(t, "CreateCircuit"))
	assert.ErrorIs(t, err, context.Canceled)

	assert.Zero(t, told)
	assert.Empty(t, tracker.Journal())
	assert.Equal(t, start.State(), tracker.Circuit().State())
	_, err = tracker.Fire(context.Background(), epoch, event(t, "CreateCircuit"))
	require.NoError(t, err, "a refusal wedges nothing")
	assert.Equal(t, 1, told)
}

func TestTrackerKeepsAndGoesOn(t *testing.T) {
	t.Parallel()
	_, whole := story(t, circuit.TrackerOptions{})
	n := len(whole.Journal())
	_, tracker := story(t, circuit.TrackerOptions{Keep: 2, After: 40})
	journal := tracker.Journal()
	require.Len(t, journal, 2)
	assert.Equal(t, uint64(40+n), journal[1].Seq)
	assert.Equal(t, uint64(40+n-1), journal[0].Seq)
	journal[0].Seq = 0
	assert.NotZero(t, tracker.Journal()[0].Seq, "the caller has a copy")
}

// A hook may call the tracker, and many goroutines may.
func TestTrackerIsSafe(t *testing.T) {
	t.Parallel()
	var tracker *circuit.Tracker
	var mu sync.Mutex
	seqs := map[uint64]bool{}
	tracker = circuit.NewTracker(apply(t, begun(t, wanted(circuit.Today)), created...), circuit.TrackerOptions{
		Hooks: []func(circuit.Record){func(r circuit.Record) {
			_ = tracker.Circuit()
			_ = tracker.Journal()
			mu.Lock()
			defer mu.Unlock()
			assert.False(t, seqs[r.Seq])
			seqs[r.Seq] = true
		}},
	})
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			for range 25 {
				_, err := tracker.Fire(context.Background(), epoch, circuit.Event{Verb: circuit.OrderConnectivity})
				assert.NoError(t, err)
				_, err = tracker.Observe(circuit.Observation{At: epoch, Provider: circuit.NotProvisioned, Status: circuit.Enabled})
				assert.NoError(t, err)
			}
		})
	}
	group.Wait()
	journal := tracker.Journal()
	assert.Len(t, seqs, len(journal))
	for i, r := range journal {
		assert.Equal(t, uint64(i+1), r.Seq)
	}
}

var errBroken = errors.New("broken")

type broken struct{}

func (broken) Read([]byte) (int, error) { return 0, errBroken }
