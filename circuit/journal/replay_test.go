package journal_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/expressroute-go/expressroute/bgp"
	"github.com/expressroute-go/expressroute/circuit"
	"github.com/expressroute-go/expressroute/circuit/journal"
	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
	"github.com/expressroute-go/expressroute/prefixes"
)

// A journal that can be read can still have events that the rules do not permit.
func TestReplayRefuses(t *testing.T) {
	start, tracker := story(t, journal.Options{})
	tampered := func(edit func(r []journal.Record) []journal.Record) []journal.Record {
		return edit(tracker.Journal())
	}
	for name, records := range map[string][]journal.Record{
		"a gap":           tampered(func(r []journal.Record) []journal.Record { return append(r[:2:2], r[3:]...) }),
		"the first gone":  tampered(func(r []journal.Record) []journal.Record { return r[1:] }),
		"another event":   tampered(func(r []journal.Record) []journal.Record { r[2].Event.Verb = circuit.HandOverServiceKey; return r }),
		"another outcome": tampered(func(r []journal.Record) []journal.Record { r[2].To.State.Status = circuit.Disabling; return r[:3] }),
		"a forged end": tampered(func(r []journal.Record) []journal.Record {
			r[len(r)-1].To.State.Private.IPv4.Admin = peering.Absent
			return r
		}),
		"a link that was not made": tampered(func(r []journal.Record) []journal.Record { r[7].To.Links = nil; return r[:8] }),
	} {
		there, err := journal.Replay(start, records)
		require.ErrorIs(t, err, journal.ErrJournal, name)
		assert.NotEqual(t, tracker.Circuit().State(), there.State(), name)
	}
	elsewhere := apply(t, start, "CreateCircuit")
	_, err := journal.Replay(elsewhere, tracker.Journal())
	assert.ErrorIs(t, err, journal.ErrJournal, "the circuit does not stand where the journal begins")
	other := office()
	other.Order.Bandwidth = 500
	_, err = journal.Replay(fresh(other), tracker.Journal())
	assert.ErrorIs(t, err, journal.ErrJournal, "another circuit is wanted")
}

// After random events and reads the journal is valid, and a replay leads to the circuit
// of the tracker.
func TestRandomLives(t *testing.T) {
	inEveryWorld(t, func(t *testing.T, w *world) {
		r := seeded(w.name)
		for range rounds(10) {
			tracker := journal.NewTracker(w.start, journal.Options{})
			for n := range 40 {
				switch e := w.events[r.IntN(len(w.events))]; r.IntN(12) {
				case 0, 1:
					to := w.circuits[r.IntN(len(w.circuits))]
					_, err := tracker.Observe(shown(to, day(n)))
					require.NoError(t, err)
				case 2:
					_, _, _ = tracker.Happened(day(n), e)
				default:
					_, _ = tracker.Fire(t.Context(), day(n), e)
				}
			}
			checkReplay(t, w.start, tracker)
		}
	})
}

// A journal can be replayed after any documents in any order: parts of a circuit, other
// configurations, links, sessions, unknown values, the answer to a write, an older read,
// no circuit, another one, one that moved.
func TestAnyReadsReplay(t *testing.T) {
	starts := []circuit.Circuit{
		{}, fresh(circuit.Spec{}), fresh(office()), inService(t, office()),
		fresh(circuit.Spec{Kind: circuit.Direct, Order: direct, Links: twoLinks, Wants: peering.Wants{Private: private()}}),
		observed(circuit.Spec{Order: order, Links: twoLinks[:1], Facts: circuit.Facts{Ordered: machine.Yes, KeyHandedOver: machine.Yes}, Wants: peering.Wants{Private: private(), Microsoft: absent}}),
	}
	circuits := []circuit.Circuit{inService(t, office()), fresh(office())}
	for _, w := range worlds() {
		for c := range w.every(1 + len(w.circuits)/20) {
			circuits = append(circuits, c)
		}
	}
	r := seeded("any reads")
	causes, replaced, moved := map[journal.Cause]int{}, 0, 0
	for i := range rounds(60) {
		start := starts[i%len(starts)]
		tracker := journal.NewTracker(start, journal.Options{})
		for n := range 25 {
			events := allEvents(tracker.Circuit())
			switch e := events[r.IntN(len(events))]; r.IntN(4) {
			case 0:
				_, _ = tracker.Fire(t.Context(), day(n), e)
			case 1:
				_, _, _ = tracker.Happened(day(n), e)
			default:
				x, err := tracker.Observe(document(r, circuits[r.IntN(len(circuits))], n))
				if err != nil {
					require.ErrorIs(t, err, circuit.ErrOtherCircuit)
				}
				if x.Replaced {
					replaced++
				}
				if x.Moved != "" {
					moved++
				}
			}
		}
		end := checkReplay(t, start, tracker)
		require.Equal(t, tracker.Circuit().Want(), end.Want())
		require.Equal(t, tracker.Circuit().Links(), end.Links())
		require.Equal(t, lasting(tracker.Circuit()), lasting(end))
		for _, record := range tracker.Journal() {
			causes[record.Cause]++
		}
	}
	assert.Len(t, causes, 4)
	assert.Positive(t, replaced)
	assert.Positive(t, moved)
	t.Log(causes, replaced, "replaced,", moved, "moved")
}

// lasting is what Azure has, less what no record holds.
func lasting(c circuit.Circuit) circuit.Config {
	have := c.Have()
	have.ServiceKey, have.ETag, have.Sessions = machine.Secret{}, "", nil
	return have
}

// document is a read of the circuit, distorted.
func document(r *rand.Rand, c circuit.Circuit, n int) circuit.Observation {
	o := shown(c, day(n))
	sometimes := func(in int, f func()) {
		if r.IntN(in) == 0 {
			f()
		}
	}
	sometimes(2, func() { o.Have.ServiceKey = machine.NewSecret("key") })
	sometimes(6, func() { o.Have.ServiceKey = machine.NewSecret(fmt.Sprint("key ", r.IntN(3))) })
	sometimes(3, func() { o.Have.ID = "" })
	sometimes(12, func() { o.Have.ID = fmt.Sprint("/moved/", r.IntN(2)) })
	sometimes(4, func() { o.Have.Name, o.Have.ETag = "contoso", fmt.Sprint(n) })
	sometimes(3, func() { o.At = day(n - r.IntN(5)) })
	sometimes(8, func() { o.At = time.Time{} })
	sometimes(16, func() { o.Echo = true })
	sometimes(8, func() { o.NotFound = true })
	sometimes(12, func() { o.State.Provider = circuit.NotApplicable })
	sometimes(4, func() { o.State.Provider, o.State.Status, o.State.Operation = 0, 0, 0 })
	sometimes(8, func() { o.State.Provider = circuit.ProviderState(1 + r.IntN(5)) })
	sometimes(6, func() { o.Have.Order = circuit.Order{} })
	sometimes(6, func() { o.Have.Order.Bandwidth = circuit.Mbps(50 + 50*r.IntN(4)) })
	sometimes(6, func() { o.Have.Order.Tier = circuit.Tier(1 + r.IntN(5)) })
	sometimes(6, func() { o.Have.Order.Provider = "another" })
	for t, config := range o.Have.Peerings() {
		sometimes(5, func() { *o.State.OfPeering(t), *config = peering.State{}, peering.Config{} })
		sometimes(5, func() { *config = peering.Config{} })
		sometimes(5, func() { config.VLAN = uint16(r.IntN(4)) })
		sometimes(5, func() { config.IPv4 = half("10.0.0.0/30", "10.0.0.4/30", "198.51.100.0/24") })
		sometimes(8, func() { config.IPv6 = peering.Half{} })
		sometimes(8, func() { o.State.OfPeering(t).ModifiedBy = machine.Actor(1 + r.IntN(2)) })
		sometimes(8, func() { config.ManagedBy = machine.Provider })
	}
	for _, network := range []string{hub, spoke, "/elsewhere", strings.ToUpper(hub)} {
		sometimes(3, func() {
			o.Links = append(o.Links, circuit.LinkState{
				Link:   circuit.Link{Kind: circuit.LinkKind(r.IntN(3)), Network: network, OtherSubscription: r.IntN(2) == 0},
				Linked: machine.Truth(r.IntN(3)), Authorized: machine.Truth(r.IntN(3)), Connection: circuit.Connection(r.IntN(5)),
			})
		})
	}
	sometimes(3, func() { o.State.Whole = circuit.Lists(r.IntN(4)) })
	sometimes(4, func() {
		up := bgp.Path{Session: bgp.Established, Prefixes: n}
		o.Have.Sessions = map[circuit.Session]bgp.Paths{{Peering: peering.Private, Family: peering.IPv4}: {Primary: up, Secondary: bgp.Path{Session: bgp.Session(r.IntN(4))}}}
	})
	sometimes(6, func() {
		o.State.Status = 0
		o.Have.Strange = []circuit.Strange{{Path: "properties.circuitProvisioningState", Field: "status", Value: "Draining"}}
	})
	sometimes(6, func() {
		o.Have.Prefixes = []circuit.PrefixState{{Family: peering.IPv4, Prefix: prefixes.MustParsePrefix("131.107.8.0/24"), State: prefixes.Validation(1 + r.IntN(10)), Signed: r.IntN(2) == 0}}
	})
	return o
}

// Replay needs what was read before, such as the order and the subscription of a network,
// to replay later events.
func TestReplayAfterObservation(t *testing.T) {
	o := read(circuit.Provisioned, circuit.Enabled)
	o.State.Private = peering.State{
		IPv4: peering.FamilyState{Admin: peering.Enabled}, IPv6: peering.FamilyState{Admin: peering.Absent}, Operation: peering.Succeeded,
	}
	o.Have.Private = private().Config
	o.Links = []circuit.LinkState{{Link: circuit.Link{Network: spoke, OtherSubscription: true}, Authorized: machine.Yes, Linked: machine.No}}
	o.State.Whole = circuit.AllLinks // without a list of the links nothing can be linked
	tracker := journal.NewTracker(circuit.Circuit{}, journal.Options{})
	_, err := tracker.Observe(o)
	require.NoError(t, err)
	_, err = tracker.Fire(t.Context(), day(2), circuit.Event{Verb: circuit.NetworkLinked, Link: spoke})
	require.NoError(t, err)
	_, err = tracker.Fire(t.Context(), day(3), circuit.Event{Verb: circuit.NetworkUnlinked, Link: spoke})
	require.NoError(t, err)
	checkReplay(t, circuit.Circuit{}, tracker)
}

// tracked follows a circuit through reads and acts, and checks after each that the
// journal is valid and can be replayed.
type tracked struct {
	*testing.T
	*journal.Tracker
	start circuit.Circuit
	day   int
}

func track(t *testing.T, start circuit.Circuit) *tracked {
	return &tracked{T: t, Tracker: journal.NewTracker(start, journal.Options{}), start: start}
}

// reads returns what explains the observation and the records of it.
func (k *tracked) reads(o circuit.Observation) (circuit.Explanation, []journal.Record) {
	k.Helper()
	k.day++
	o.At = day(k.day)
	before := len(k.Journal())
	x, err := k.Observe(o)
	require.NoError(k, err)
	checkReplay(k.T, k.start, k.Tracker)
	return x, k.Journal()[before:]
}

// fires applies events in their text form.
func (k *tracked) fires(lines ...string) {
	k.Helper()
	for _, line := range lines {
		k.day++
		_, err := k.Fire(k.Context(), day(k.day), event(k.T, line))
		require.NoError(k, err, line)
		checkReplay(k.T, k.start, k.Tracker)
	}
}

// Several events that explain one read are recorded one by one, each with the
// circuit between them.
func TestTrackerObservesSeveralEventsAtOnce(t *testing.T) {
	spec := office()
	k := track(t, fresh(spec))
	x, records := k.reads(shown(inService(t, spec), time.Time{}))
	require.Greater(t, len(x.Events), 4)
	require.Len(t, records, len(x.Events)+1)
	assert.Equal(t, journal.CauseObservation, records[len(x.Events)].Cause, "that not all links were listed")
	require.NotNil(t, records[0].Have, "what was read of the configuration")
	assert.Equal(t, "/circuit", records[0].Have.ID)
	for i, e := range x.Events {
		assert.Equal(t, journal.CauseInferred, records[i].Cause)
		assert.Equal(t, e, records[i].Event)
		assert.Equal(t, e.Actor(), records[i].Actor)
		assert.Equal(t, day(1), records[i].At)
		assert.NotEqual(t, records[i].From, records[i].To, "%s moves something", e)
	}
	assert.Equal(t, fresh(spec).Position(), records[0].From)
	assert.Equal(t, k.Circuit().Position(), records[len(records)-1].To)
	end, err := journal.Replay(k.start, k.Journal())
	require.NoError(t, err)
	assert.Equal(t, k.Circuit().Have(), end.Have())
	assert.Equal(t, circuit.Provisioned, k.Circuit().State().Provider)
	assert.Equal(t, bgp.Enabled, k.Circuit().State().Microsoft.IPv6.BGP)
}

// Events and drift in one read: the events are recorded first, then what they do
// not explain.
func TestTrackerObservesEventsAndDrift(t *testing.T) {
	k := track(t, inService(t, office()))
	o := shown(k.Circuit(), time.Time{})
	o.Have.Order.Provider = "another"
	o.State.Private.IPv4.Admin = peering.Disabled
	k.reads(shown(k.Circuit(), time.Time{}))
	x, records := k.reads(o)
	require.NotEmpty(t, x.Events)
	require.NotEmpty(t, x.Drift)
	require.Len(t, records, len(x.Events)+1)
	last := records[len(records)-1]
	assert.Equal(t, journal.CauseObservation, last.Cause)
	assert.Equal(t, x.Drift, last.Drift)
	for _, r := range records[:len(records)-1] {
		assert.Empty(t, r.Drift)
	}
}

// Another circuit under the same resource ID: the journal tells that the old one
// went and that the new one came, which has none of the old one's acts.
func TestTrackerObservesAReplacedCircuit(t *testing.T) {
	born := func(o circuit.Observation, key string) circuit.Observation {
		o.Have.ServiceKey, o.Have.Birth = machine.NewSecret(key), ""
		return o
	}
	for name, facts := range map[string]circuit.Facts{
		"no facts":       {},
		"attested facts": {Ordered: machine.Yes, KeyHandedOver: machine.Yes, LinksListed: machine.Yes},
	} {
		for kind, again := range map[string]circuit.Observation{
			"fresh":      read(circuit.NotProvisioned, circuit.Enabled),
			"in service": shown(inService(t, office()), time.Time{}),
			"deleting":   read(circuit.NotProvisioned, circuit.Disabling),
			"a status":   {Have: circuit.Config{ID: "/circuit"}, State: circuit.State{Status: circuit.Enabled}},
			"a peering":  {Have: circuit.Config{ID: "/circuit"}, State: circuit.State{Provider: circuit.Provisioned, States: peering.States{Private: shown(inService(t, office()), time.Time{}).State.Private}}},
		} {
			t.Run(name+", "+kind, func(t *testing.T) {
				spec := office()
				spec.Facts = facts
				k := track(t, inService(t, spec))
				k.reads(born(shown(k.Circuit(), time.Time{}), "old"))
				k.fires("UnlinkNetwork " + hub)
				x, records := k.reads(born(again, "new"))
				require.True(t, x.Replaced)
				require.Len(t, records, len(x.Events)+1)
				created := -1
				for i, r := range records[:len(x.Events)] {
					assert.Equal(t, journal.CauseInferred, r.Cause)
					if r.Event.Verb == circuit.CreateCircuit {
						created = i
					}
				}
				require.Positive(t, created, "the old one goes first")
				assert.Equal(t, circuit.Gone, records[created-1].To.State.Status)
				assert.False(t, records[created].To.State.Acts.Has(circuit.ConnectivityOrdered))
				assert.Empty(t, records[created].To.Links)
				k.reads(born(again, "new"))
			})
		}
	}
}

// A circuit that moved to another resource ID goes on under the new one, and the
// journal has a record of it even if nothing else changed.
func TestTrackerObservesAMove(t *testing.T) {
	k := track(t, fresh(circuit.Spec{Order: order}))
	k.fires("CreateCircuit", "OperationFinished")
	o := shown(k.Circuit(), time.Time{})
	o.Have.ServiceKey = machine.NewSecret("key")
	_, records := k.reads(o)
	require.Len(t, records, 1, "its resource ID is known")
	assert.Equal(t, "/circuit", records[0].Circuit)
	assert.Equal(t, records[0].From, records[0].To)

	o.Have.ID = "/moved"
	x, records := k.reads(o)
	assert.Equal(t, "/circuit", x.Moved)
	assert.Empty(t, x.Events)
	require.Len(t, records, 1)
	assert.Equal(t, journal.CauseObservation, records[0].Cause)
	assert.Equal(t, "/moved", records[0].Circuit)

	o.Have.ID = "/moved/again"
	o.State.Provider = circuit.Provisioned
	x, records = k.reads(o)
	assert.Equal(t, "/moved", x.Moved)
	assert.Equal(t, []circuit.Event{{Verb: circuit.ProvisioningFinished}}, x.Events)
	require.Len(t, records, 1)
	assert.Equal(t, "/moved/again", records[0].Circuit)
	end, err := journal.Replay(k.start, k.Journal())
	require.NoError(t, err)
	assert.Equal(t, "/moved/again", end.ID(), "the journal says where the circuit lives")

	_, records = k.reads(o)
	assert.Empty(t, records)
}

// A circuit that is found to be Direct gets a spec that wants a Direct circuit.
func TestReplayOfADirectCircuit(t *testing.T) {
	k := track(t, circuit.Circuit{})
	o := read(0, circuit.Enabled)
	o.State.Provider, o.Have.Order = circuit.NotApplicable, direct
	k.reads(o)
	require.Equal(t, circuit.Direct, k.Circuit().Want().Kind)
	k.fires("RefreshCircuit", "OperationFinished")
	o.State.Private = shown(inService(t, circuit.Spec{Kind: circuit.Direct, Order: direct, Wants: peering.Wants{Private: private()}}), time.Time{}).State.Private
	o.Have.Private = private().Config
	x, _ := k.reads(o)
	assert.NotEmpty(t, x.Events)
	end, err := journal.Replay(k.start, k.Journal())
	require.NoError(t, err)
	assert.Equal(t, circuit.Direct, end.Want().Kind)
}

// A link that only a document named, and that was not authorized then, can be
// linked later.
func TestReplayOfALinkThatWasOnlyNamed(t *testing.T) {
	o := shown(inService(t, circuit.Spec{Order: order, Wants: peering.Wants{Private: private()}}), time.Time{})
	o.Links = []circuit.LinkState{{Link: circuit.Link{Network: spoke, OtherSubscription: true}, Linked: machine.No}}
	o.State.Whole = circuit.AllLinks | circuit.AllAuthorizations
	k := track(t, circuit.Circuit{})
	k.reads(o)
	k.fires("CreateAuthorization "+spoke, "NetworkLinked "+spoke)

	// Another read in between does not make it forget the link.
	k.fires("NetworkUnlinked "+spoke, "RevokeAuthorization "+spoke)
	o.State.Private.IPv4.Admin = peering.Disabled
	k.reads(o)
	o.State.Private.IPv4.Admin = peering.Enabled
	k.reads(o)
	k.fires("CreateAuthorization " + spoke)
}

// The configuration that was read counts for later events.
func TestReplayAfterAChangedConfiguration(t *testing.T) {
	spec := office()
	for name, tt := range map[string]struct {
		read func(*circuit.Observation)
		fire []string
	}{
		"less bandwidth": {
			func(o *circuit.Observation) { o.Have.Order.Bandwidth = 100 },
			[]string{"ChangeBandwidth", "OperationFinished"},
		},
		"another tier": {
			func(o *circuit.Observation) { o.Have.Order.Tier = circuit.TierStandard },
			[]string{"ChangeTier", "OperationFinished"},
		},
		"another VLAN": {
			func(o *circuit.Observation) { o.Have.Private.VLAN = 7 },
			[]string{"ConfigurePeering AzurePrivatePeering", "OperationFinished AzurePrivatePeering"},
		},
		"other prefixes": {
			func(o *circuit.Observation) {
				o.Have.Microsoft.IPv4.Advertised = half("10.0.0.0/30", "10.0.0.4/30", "198.51.100.0/24").Advertised
			},
			[]string{"ConfigurePeering MicrosoftPeering", "OperationFinished MicrosoftPeering"},
		},
		"another customer ASN": {
			func(o *circuit.Observation) { o.Have.Microsoft.IPv4.CustomerASN = 64999 },
			[]string{"ConfigurePeering MicrosoftPeering"},
		},
		"nothing of IPv6": {
			func(o *circuit.Observation) {
				o.Have.Private.IPv6, o.State.Private.IPv6 = peering.Half{}, peering.NotThere().IPv6
			},
			[]string{"ConfigurePeering AzurePrivatePeering", "OperationFinished AzurePrivatePeering"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			k := track(t, inService(t, spec))
			k.reads(shown(k.Circuit(), time.Time{}))
			o := shown(k.Circuit(), time.Time{})
			tt.read(&o)
			x, _ := k.reads(o)
			require.NotEmpty(t, append(x.Changed, x.Drift...))
			k.fires(tt.fire...)
		})
	}
}

// A peering that nobody wants is configured by others, in both families.
func TestReplayOfAnUnmanagedPeering(t *testing.T) {
	o := shown(inService(t, office()), time.Time{})
	k := track(t, circuit.Circuit{})
	k.reads(o)
	for _, line := range []string{
		"RoutingConfigured AzurePrivatePeering", "OperationFinished AzurePrivatePeering",
		"ConfigurePeering MicrosoftPeering", "OperationFinished MicrosoftPeering",
		"RemovePeering AzurePrivatePeering", "PeeringRemoved AzurePrivatePeering",
	} {
		k.day++
		_, _, err := k.Happened(day(k.day), event(t, line))
		require.NoError(t, err, line)
		checkReplay(t, k.start, k.Tracker)
	}
}

// A replayed circuit carries no more than the recorded one: its sessions are
// down, first seen so or gone down, before or after the journal begins.
func TestReplayKeepsSessions(t *testing.T) {
	start := inService(t, circuit.Spec{Order: order, Wants: peering.Wants{Private: private()}})
	of := circuit.Session{Peering: peering.Private, Family: peering.IPv4}
	seen := func(c circuit.Circuit, n int, state bgp.Session) circuit.Observation {
		o := shown(c, day(n))
		path := bgp.Path{Session: state, Prefixes: n}
		o.Have.Sessions = circuit.Sessions{of: {Primary: path, Secondary: path}}
		return o
	}
	tracker := journal.NewTracker(start, journal.Options{})
	for n, state := range []bgp.Session{bgp.Idle, bgp.Idle, bgp.Established, bgp.Established, bgp.Idle} {
		_, err := tracker.Observe(seen(start, n+1, state))
		require.NoError(t, err)
		end := checkReplay(t, start, tracker)
		assert.Equal(t, state, end.Read().Sessions[of].Primary.Session)
	}
	records := len(tracker.Journal())
	_, err := tracker.Observe(seen(start, 9, bgp.Idle))
	require.NoError(t, err)
	assert.Len(t, tracker.Journal(), records, "how many prefixes are received is not recorded")

	down := tracker.Circuit()
	tracker = journal.NewTracker(down, journal.Options{})
	o := shown(down, day(10))
	o.Have.Order.Bandwidth *= 2
	_, err = tracker.Observe(o)
	require.NoError(t, err)
	require.Error(t, checkReplay(t, down, tracker).InService())
}
