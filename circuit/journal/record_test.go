package journal_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/expressroute-go/expressroute/circuit"
	"github.com/expressroute-go/expressroute/circuit/journal"
	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
)

// story returns a tracker of a circuit that was brought into service and half
// taken down again, with an observation in between, and the circuit that it
// began with.
func story(t *testing.T, options journal.Options) (circuit.Circuit, *journal.Tracker) {
	t.Helper()
	start := fresh(office())
	tracker := journal.NewTracker(start, options)
	now := day(0)
	fire := func(lines ...string) {
		for _, line := range lines {
			now = now.Add(time.Minute)
			_, err := tracker.Fire(context.Background(), now, event(t, line))
			require.NoError(t, err, line)
		}
	}
	fire("CreateCircuit", "OperationFinished", "OrderConnectivity", "HandOverServiceKey")
	_, err := tracker.Observe(circuit.Observation{At: now.Add(time.Second), State: circuit.State{Provider: circuit.Provisioned, Status: circuit.Enabled, Operation: peering.Succeeded}})
	require.NoError(t, err)
	fire("ConfigurePeering AzurePrivatePeering", "OperationFinished AzurePrivatePeering", "LinkNetwork "+hub,
		"CreateAuthorization "+spoke, "UnlinkNetwork "+hub, "RequestDeprovisioning")
	return start, tracker
}

// lines are the lines of the journal, each with its end.
func lines(t *testing.T, tracker *journal.Tracker) []string {
	t.Helper()
	return strings.SplitAfter(strings.TrimSuffix(written(t, tracker.Journal()), "\n"), "\n")
}

func TestJournalRoundTrip(t *testing.T) {
	start, tracker := story(t, journal.Options{})
	records := tracker.Journal()
	require.NotEmpty(t, records)
	checkJournal(t, 0, records)
	for i, r := range records[1:] {
		assert.False(t, r.At.Before(records[i].At))
	}
	seen := records[4]
	assert.Equal(t, journal.CauseInferred, seen.Cause)
	assert.Equal(t, circuit.ProvisioningFinished, seen.Event.Verb)
	assert.Equal(t, machine.Provider, seen.Actor)

	text := written(t, records)
	assert.Equal(t, len(records), strings.Count(text, "\n"), "one a line")
	again, err := journal.Read(strings.NewReader(text))
	require.NoError(t, err)
	assert.Equal(t, records, again)

	there, err := journal.Replay(start, again)
	require.NoError(t, err)
	assert.Equal(t, tracker.Circuit().State(), there.State())
	assert.Equal(t, tracker.Circuit().Links(), there.Links())

	empty, err := journal.Read(strings.NewReader(""))
	require.NoError(t, err)
	assert.Empty(t, empty)
	same, err := journal.Replay(start, nil)
	require.NoError(t, err)
	assert.Equal(t, start.State(), same.State())
}

// Empty lines, and lines that end as on Windows, are read.
func TestReadTakesEmptyLines(t *testing.T) {
	_, tracker := story(t, journal.Options{})
	text := "\n" + strings.ReplaceAll(written(t, tracker.Journal()), "\n", "\r\n\r\n")
	records, err := journal.Read(strings.NewReader(text))
	require.NoError(t, err)
	assert.Equal(t, tracker.Journal(), records)
}

func TestReadRefuses(t *testing.T) {
	_, tracker := story(t, journal.Options{})
	lines := lines(t, tracker)
	join := func(parts ...[]string) string {
		var all []string
		for _, p := range parts {
			all = append(all, p...)
		}
		return strings.Join(all, "")
	}
	// swap changes the third line.
	swap := func(old, new string) string {
		require.Contains(t, lines[2], old)
		changed := append([]string(nil), lines...)
		changed[2] = strings.Replace(lines[2], old, new, 1)
		return strings.Join(changed, "")
	}
	bad := map[string]struct {
		text string
		kept int    // records before the first bad one
		says string // a part of the error
	}{
		"a gap":                 {join(lines[:2], lines[3:]), 2, "line 3: record 4 follows record 2"},
		"a line twice":          {join(lines[:3], lines[2:]), 3, "line 4: record 3 follows record 3"},
		"two swapped":           {join(lines[:2], lines[3:4], lines[2:3], lines[4:]), 2, "record 4 follows record 2"},
		"cut in a line":         {join(lines[:2], []string{lines[2][:len(lines[2])/2]}), 2, "line 3: unexpected EOF"},
		"unknown field":         {swap(`"v":2`, `"v":2,"by":"me"`), 2, "by: unknown field"},
		"other capital letters": {swap(`"seq":3`, `"Seq":3`), 2, "Seq: a field is spelled with other capital letters"},
		"a field twice":         {swap(`"seq":3`, `"seq":3,"seq":3`), 2, "seq: the same field twice"},
		"a dimension twice":     {swap(`"from":{"want"`, `"from":{"state":{"status":"Enabled","status":"Enabled"},"want"`), 2, "twice"},
		"unknown dimension":     {swap(`"status":"Enabled"`, `"mood":"Enabled"`), 2, `"mood" is no state of a circuit`},
		"version 1":             {swap(`{"v":2`, `{"v":1`), 2, "version 1, want 2"},
		"version 3":             {swap(`{"v":2`, `{"v":3`), 2, "version 3, want 2"},
		"no version":            {swap(`{"v":2,`, `{`), 2, "version 0, want 2"},
		"another number":        {swap(`"seq":3`, `"seq":30`), 2, "record 30 follows record 2"},
		"a number as text":      {swap(`"seq":3`, `"seq":"3"`), 2, "seq"},
		"another actor":         {swap(`"actor":"Customer"`, `"actor":"Nobody else"`), 2, "Nobody else"},
		"somebody else's act":   {swap(`"actor":"Customer"`, `"actor":"Microsoft"`), 2, `record 3: "OrderConnectivity" is an act of Customer, not of Microsoft`},
		"nobody's act":          {swap(`"actor":"Customer",`, ``), 2, `record 3: "OrderConnectivity" is an act of Customer, not`},
		"unknown verb":          {swap(`"OrderConnectivity"`, `"OrderPizza"`), 2, "OrderPizza"},
		"another subject":       {swap(`{"verb":"OrderConnectivity"}`, `{"verb":"OrderConnectivity","peering":"MicrosoftPeering"}`), 2, "want no subject"},
		"no event":              {swap(`"event":{"verb":"OrderConnectivity"},`, ``), 2, "want a verb"},
		"an event and no cause": {swap(`"cause":"applied",`, ``), 2, "record 3 has no cause"},
		"unknown cause":         {swap(`"cause":"applied"`, `"cause":"guessed"`), 2, "guessed"},
		"observed, and done":    {swap(`"cause":"applied"`, `"cause":"observed"`), 2, "record 3 is an observation, but has the event OrderConnectivity"},
		"another state":         {swap(`"status":"Enabled"`, `"status":"Disabling"`), 2, "record 3 does not start from the state in which record 2 ended"},
		"another spec":          {swap(`"from":{"want":"`, `"from":{"want":"f`), 2, "record 3 does not start from the state in which record 2 ended"},
		"nonsense":              {join(lines[:2], []string{"nonsense\n"}), 2, "line 3: invalid character"},
		"binary":                {join(lines[:2], []string{"\x00\xff\n"}), 2, "line 3: invalid character"},
		"two in one line":       {join(lines[:2], []string{strings.TrimSpace(lines[2]) + lines[3]}, lines[4:]), 2, "line 3: there is something after the value"},
		"a line without end":    {join(lines[:2], []string{strings.Repeat("x", 1<<20+1)}), 2, "too long"},
		"no number, first":      {strings.Replace(lines[0], `"seq":1`, `"seq":0`, 1), 0, "line 1: record 0"},
	}
	for name, row := range bad {
		t.Run(name, func(t *testing.T) {
			records, err := journal.Read(strings.NewReader(row.text))
			require.ErrorIs(t, err, journal.ErrJournal)
			assert.ErrorContains(t, err, row.says)
			assert.Len(t, records, row.kept)
			for i, r := range records {
				assert.Equal(t, tracker.Journal()[i], r)
			}
		})
	}
	_, err := journal.Read(broken{})
	assert.ErrorIs(t, err, errBroken)
}

// A line that is missing, doubled, changed, or of another version is found in
// the journal of a whole life too, and what is before it can be replayed.
func TestJournalsThatDoNotHold(t *testing.T) {
	start, tracker := lived(t, journal.Options{})
	lines := lines(t, tracker)
	edit := func(change func(string) string) string {
		edited := append([]string{}, lines...)
		edited[3] = change(edited[3])
		require.NotEqual(t, lines[3], edited[3])
		return strings.Join(edited, "")
	}
	replace := func(old, new string) func(string) string {
		return func(line string) string { return strings.Replace(line, old, new, 1) }
	}
	for name, tt := range map[string]struct {
		text string
		good int
	}{
		"missing":   {edit(func(string) string { return "" }), 3},
		"doubled":   {edit(func(s string) string { return s + s }), 4},
		"a link":    {edit(replace(`"from":{"want"`, `"from":{"links":[{"network":"/x","linked":"Yes"}],"want"`)), 3},
		"version":   {edit(replace(`{"v":2`, `{"v":1`)), 3},
		"field":     {edit(replace(`{"v":2`, `{"v":2,"x":1`)), 3},
		"truncated": {edit(func(s string) string { return s[:len(s)/2] + "\n" }), 3},
		"binary":    {edit(func(string) string { return "\x00\xff\n" }), 3},
	} {
		t.Run(name, func(t *testing.T) {
			records, err := journal.Read(strings.NewReader(tt.text))
			require.ErrorIs(t, err, journal.ErrJournal)
			assert.Len(t, records, tt.good)
			_, err = journal.Replay(start, records)
			assert.NoError(t, err)
		})
	}
	records := tracker.Journal()
	_, err := journal.Replay(start, records[1:])
	assert.ErrorIs(t, err, journal.ErrJournal)
	records[1].Event = circuit.Event{Verb: circuit.RefreshCircuit}
	_, err = journal.Replay(start, records)
	assert.ErrorIs(t, err, journal.ErrJournal)
}

// Write refuses a record that Read would refuse, and writes the records before it.
func TestWriteRefuses(t *testing.T) {
	_, tracker := story(t, journal.Options{})
	long := strings.Repeat("x", 1<<20)
	for name, tt := range map[string]struct {
		edit func([]journal.Record) []journal.Record
		kept int
	}{
		"a zero record":         {func(r []journal.Record) []journal.Record { return append(r[:2], journal.Record{}) }, 2},
		"only a zero record":    {func(r []journal.Record) []journal.Record { return []journal.Record{{}} }, 0},
		"a gap":                 {func(r []journal.Record) []journal.Record { return append(r[:2], r[3:]...) }, 2},
		"two swapped":           {func(r []journal.Record) []journal.Record { r[2], r[3] = r[3], r[2]; return r }, 2},
		"another version":       {func(r []journal.Record) []journal.Record { r[2].V = 1; return r }, 2},
		"no number":             {func(r []journal.Record) []journal.Record { r[0].Seq = 0; return r }, 0},
		"no cause":              {func(r []journal.Record) []journal.Record { r[2].Cause = 0; return r }, 2},
		"a cause without word":  {func(r []journal.Record) []journal.Record { r[2].Cause = 99; return r }, 2},
		"somebody else's act":   {func(r []journal.Record) []journal.Record { r[2].Actor = machine.Support; return r }, 2},
		"no event":              {func(r []journal.Record) []journal.Record { r[2].Event, r[2].Actor = circuit.Event{}, 0; return r }, 2},
		"a verb without word":   {func(r []journal.Record) []journal.Record { r[2].Event.Verb = 250; return r }, 2},
		"an event without link": {func(r []journal.Record) []journal.Record { r[7].Event.Link = ""; return r }, 7},
		"a state without word":  {func(r []journal.Record) []journal.Record { r[10].To.State.Status = 99; return r }, 10},
		"another beginning":     {func(r []journal.Record) []journal.Record { r[2].From.State.Status = circuit.Disabling; return r }, 2},
		"a line that is too long": {func(r []journal.Record) []journal.Record {
			r[10].Circuit = long
			return r
		}, 10},
	} {
		t.Run(name, func(t *testing.T) {
			records := tt.edit(tracker.Journal())
			var text strings.Builder
			err := journal.Write(&text, records)
			require.ErrorIs(t, err, journal.ErrJournal)
			again, err := journal.Read(strings.NewReader(text.String()))
			require.NoError(t, err)
			assert.Len(t, again, tt.kept)
		})
	}
	require.NoError(t, journal.Write(&strings.Builder{}, nil))
	require.ErrorIs(t, journal.Write(broken{}, tracker.Journal()), errBroken)
}

// A record of as many links as Azure takes can be read back.
func TestWriteTheLongestRecord(t *testing.T) {
	spec := circuit.Spec{Order: order}
	spec.Order.Bandwidth = 10000
	for i := range 100 { // the limit of this order
		id := fmt.Sprintf("/subscriptions/%036d/resourceGroups/%s/providers/Microsoft.Network/virtualNetworks/%s%d", i, strings.Repeat("g", 90), strings.Repeat("n", 64), i)
		spec.Links = append(spec.Links, circuit.Link{Network: id, OtherSubscription: true})
	}
	c, err := circuit.Observed(circuit.Observation{At: day(0), Have: circuit.Config{ID: "/circuit"}, State: circuit.State{Provider: circuit.Provisioned, Status: circuit.Enabled}})
	require.NoError(t, err)
	start, err := c.WithSpec(spec)
	require.NoError(t, err)
	tracker := journal.NewTracker(start, journal.Options{})
	o := read(circuit.Provisioned, circuit.Enabled)
	for _, l := range spec.Links {
		o.Links = append(o.Links, circuit.LinkState{Link: l, Linked: machine.Yes, Authorized: machine.Yes, Connection: circuit.Connected})
	}
	_, err = tracker.Observe(o)
	require.NoError(t, err)
	require.NotEmpty(t, tracker.Journal())
	end := checkReplay(t, start, tracker)
	assert.Equal(t, tracker.Circuit().Links(), end.Links())
}

// No secret of the circuit is in a written journal.
func TestJournalHasNoSecrets(t *testing.T) {
	const canary = "3f2a9b1c-canary-4e1d"
	c, err := circuit.Observed(circuit.Observation{At: day(0), Have: circuit.Config{ID: "/subscriptions/s/circuit", ServiceKey: machine.NewSecret(canary)}, State: circuit.State{Provider: circuit.NotProvisioned, Status: circuit.Enabled, Operation: peering.Succeeded}})
	require.NoError(t, err)
	tracker := journal.NewTracker(c, journal.Options{})
	_, err = tracker.Fire(context.Background(), day(0), event(t, "OrderConnectivity"))
	require.NoError(t, err)
	_, err = tracker.Observe(circuit.Observation{At: day(1), Have: circuit.Config{ID: "/subscriptions/s/circuit", ServiceKey: machine.NewSecret(canary + "2")}, State: circuit.State{Provider: circuit.Provisioned, Status: circuit.Enabled}})
	require.NoError(t, err)
	records := tracker.Journal()
	text := written(t, records)
	assert.NotContains(t, text, canary)
	assert.NotContains(t, fmt.Sprintf("%v %+v %#v", records, records, records), canary)
	assert.Contains(t, text, "/subscriptions/s/circuit", "a resource ID identifies the circuit")
}

// Each cause is written as a word and can be read back.
func TestCauseWords(t *testing.T) {
	for cause, word := range map[journal.Cause]string{
		journal.CauseApplied: "applied", journal.CauseHappened: "happened",
		journal.CauseInferred: "inferred", journal.CauseObservation: "observed",
	} {
		assert.Equal(t, word, cause.String())
		text, err := json.Marshal(cause)
		require.NoError(t, err)
		var back journal.Cause
		require.NoError(t, json.Unmarshal(text, &back))
		assert.Equal(t, cause, back)
	}
	_, err := journal.Cause(99).MarshalText()
	assert.Error(t, err)
	assert.Error(t, new(journal.Cause).UnmarshalText([]byte("Applied")))
}

var errBroken = errors.New("broken")

// broken can neither be read nor written.
type broken struct{}

func (broken) Read([]byte) (int, error)  { return 0, errBroken }
func (broken) Write([]byte) (int, error) { return 0, errBroken }
