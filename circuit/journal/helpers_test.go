package journal_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/netip"
	"slices"
	"strings"
	"sync"
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

// day returns the time of the n-th act or read.
func day(n int) time.Time { return time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, n) }

// The networks that circuits are linked to.
const (
	hub   = "/subscriptions/s/virtualNetworks/hub"
	spoke = "/subscriptions/other/virtualNetworks/spoke"
)

var (
	order    = circuit.Order{Provider: "Equinix", PeeringLocation: "Silicon Valley", Bandwidth: 200, Tier: circuit.TierPremium, Billing: circuit.MeteredData}
	direct   = circuit.Order{Bandwidth: 1000, Tier: circuit.TierStandard, Billing: circuit.MeteredData}
	twoLinks = []circuit.Link{{Network: hub}, {Network: spoke, OtherSubscription: true}}

	absent  = peering.Want{Mode: peering.WantAbsent}
	nowhere = peering.States{Private: peering.NotThere(), Public: peering.NotThere(), Microsoft: peering.NotThere()}
)

func half(primary, secondary string, advertised ...string) peering.Half {
	h := peering.Half{Primary: netip.MustParsePrefix(primary), Secondary: netip.MustParsePrefix(secondary)}
	for _, p := range advertised {
		h.Advertised = append(h.Advertised, prefixes.MustParsePrefix(p))
		h.Registry = "ARIN"
	}
	return h
}

func private() peering.Want {
	return peering.Want{Mode: peering.WantPresent, Config: peering.Config{
		IPv4: half("192.168.15.16/30", "192.168.15.20/30"), VLAN: 100, PeerASN: 65001}}
}

func public() peering.Want {
	return peering.Want{Mode: peering.WantPresent, Config: peering.Config{
		IPv4: half("131.107.1.0/30", "131.107.1.4/30"), VLAN: 200, PeerASN: 3356}}
}

func microsoft() peering.Want {
	return peering.Want{Mode: peering.WantPresent, Config: peering.Config{
		IPv4: half("131.107.0.0/30", "131.107.0.4/30", "131.107.8.0/24"), VLAN: 300, PeerASN: 3356}}
}

func filtered() peering.Want {
	w := microsoft()
	w.Config.IPv4.RouteFilter = "/rf"
	return w
}

func dualPrivate() peering.Want {
	w := private()
	w.Config.IPv6 = half("fd00:1::/126", "fd00:1::4/126")
	return w
}

func dualMicrosoft() peering.Want {
	w := filtered()
	w.Config.IPv6 = half("2a01:111::/126", "2a01:111::4/126", "2a01:112::/48")
	return w
}

func byProvider(w peering.Want) peering.Want {
	w.Config.ManagedBy = machine.Provider
	return w
}

// office is a spec with two peerings of both families and two links.
func office() circuit.Spec {
	return circuit.Spec{Order: order, Links: twoLinks, Wants: peering.Wants{Private: dualPrivate(), Microsoft: dualMicrosoft()}}
}

// fresh returns a circuit that is not created yet.
func fresh(s circuit.Spec) circuit.Circuit {
	c, err := circuit.New(s)
	if err != nil {
		panic(err)
	}
	return c
}

// observed returns a circuit that was first observed Provisioned and Enabled with the
// wanted private peering, and then got the spec. Its history is not known.
func observed(s circuit.Spec) circuit.Circuit {
	o := read(circuit.Provisioned, circuit.Enabled)
	o.At, o.Have.Private = time.Time{}, s.Private.Config
	o.State.Whole = circuit.AllLinks | circuit.AllAuthorizations
	o.State.Private = peering.State{
		IPv4:      peering.FamilyState{Admin: peering.Enabled},
		IPv6:      peering.FamilyState{Admin: peering.Absent},
		Operation: peering.Succeeded, ModifiedBy: machine.Customer,
	}
	c, err := circuit.Observed(o)
	if err == nil {
		c, err = c.WithSpec(s)
	}
	if err != nil {
		panic(err)
	}
	return c
}

// read returns an observation of a circuit without peerings.
func read(p circuit.ProviderState, s circuit.Status) circuit.Observation {
	return circuit.Observation{
		At: day(1), Have: circuit.Config{ID: "/circuit", Order: order},
		State: circuit.State{Operation: peering.Succeeded, Status: s, Provider: p, States: nowhere},
	}
}

// shown is a document about the circuit: all of its state that Azure shows, in
// Azure's words.
func shown(c circuit.Circuit, at time.Time) circuit.Observation {
	s, want := c.State(), c.Want()
	o := circuit.Observation{At: at, Have: c.Have(), State: circuit.State{Provider: s.Provider, Status: s.Status, Operation: s.Operation}}
	o.Have.ID = "/circuit"
	for t, p := range s.Peerings() {
		*o.State.OfPeering(t) = shownPeering(*p)
		if want := want.OfPeering(t); want.Mode == peering.WantPresent && p.Exists() == machine.Yes {
			*o.Have.OfPeering(t) = want.Config
		}
	}
	return o
}

func shownPeering(p peering.State) peering.State {
	p.AsWanted = 0
	for _, f := range []*peering.FamilyState{&p.IPv4, &p.IPv6} {
		f.BGP = 0
		if f.Prefixes == prefixes.ManualValidation {
			f.Prefixes = prefixes.ValidationNeeded // Azure has no other word
		}
	}
	return p
}

// allEvents are all events with every subject that the circuit has.
func allEvents(c circuit.Circuit) []circuit.Event {
	var all []circuit.Event
	add := func(e circuit.Event) {
		if e.Valid() == nil {
			all = append(all, e)
		}
	}
	for v := range circuit.Verbs() {
		add(circuit.Event{Verb: v})
		for t := range peering.Types() {
			add(circuit.Event{Verb: v, Peering: t})
			for f := range prefixes.Families() {
				add(circuit.Event{Verb: v, Peering: t, Family: f})
				for _, path := range []bgp.DevicePath{bgp.Primary, bgp.Secondary} {
					add(circuit.Event{Verb: v, Peering: t, Family: f, Path: path})
				}
			}
		}
		for _, l := range c.Links() {
			add(circuit.Event{Verb: v, Link: l.Network})
		}
	}
	return all
}

// A world is one circuit with every state that its events lead to, failures
// included.
type world struct {
	name     string
	start    circuit.Circuit
	events   []circuit.Event   // of the circuit, its links, and the peerings and families that the world has
	circuits []circuit.Circuit // one in each state, breadth first, the start first
}

// every yields every circuit of the world, or with the race detector one in ten.
func (w *world) every(stride int) func(yield func(circuit.Circuit) bool) {
	if raced {
		stride *= 10
	}
	return func(yield func(circuit.Circuit) bool) {
		for i := 0; i < len(w.circuits); i += stride {
			if !yield(w.circuits[i]) {
				return
			}
		}
	}
}

func explore(name string, start circuit.Circuit, of peering.Type, families ...peering.Family) *world {
	w := &world{name: name, start: start}
	for _, e := range allEvents(start) {
		if (e.Peering == 0 || e.Peering == of) && (e.Family == 0 || slices.Contains(families, e.Family)) {
			w.events = append(w.events, e)
		}
	}
	known := map[circuit.State]bool{start.State(): true}
	w.circuits = append(w.circuits, start)
	for i := 0; i < len(w.circuits); i++ {
		for _, e := range w.events {
			if !w.circuits[i].Can(e) {
				continue
			}
			if next, err := w.circuits[i].Apply(e); err == nil && !known[next.State()] {
				known[next.State()] = true
				w.circuits = append(w.circuits, next)
			}
		}
	}
	return w
}

// worlds are explored once a run.
var worlds = sync.OnceValue(func() []*world {
	type (
		spec  = circuit.Spec
		wants = peering.Wants
	)
	const ed2016 = circuit.Edition2016
	return []*world{
		explore("2016, private", fresh(spec{Edition: ed2016, Order: order, Wants: wants{Private: private()}}), peering.Private, peering.IPv4),
		explore("2016, Microsoft", fresh(spec{Edition: ed2016, Order: order, Wants: wants{Microsoft: microsoft()}}), peering.Microsoft, peering.IPv4),
		explore("2016, public managed by the provider", fresh(spec{Edition: ed2016, Order: order, Wants: wants{Public: byProvider(public())}}), peering.Public, peering.IPv4),
		explore("2016, Direct, two links", fresh(spec{Edition: ed2016, Kind: circuit.Direct, Order: direct, Links: twoLinks, Wants: wants{Private: private()}}), peering.Private, peering.IPv4),
		explore("today, private with two links", fresh(spec{Order: order, Links: twoLinks, Wants: wants{Private: private()}}), peering.Private, peering.IPv4),
		explore("today, Microsoft with route filter", fresh(spec{Order: order, Wants: wants{Microsoft: filtered()}}), peering.Microsoft, peering.IPv4),
		explore("today, private managed by the provider", fresh(spec{Order: order, Wants: wants{Private: byProvider(private())}}), peering.Private, peering.IPv4),
		explore("today, Direct, private dual-stack with two links", fresh(spec{Kind: circuit.Direct, Order: direct, Links: twoLinks, Wants: wants{Private: dualPrivate()}}), peering.Private, peering.IPv4, peering.IPv6),
		explore("today, Direct, Microsoft dual-stack", fresh(spec{Kind: circuit.Direct, Order: direct, Wants: wants{Microsoft: dualMicrosoft()}}), peering.Microsoft, peering.IPv4, peering.IPv6),
		explore("today, private not wanted", fresh(spec{Order: order, Wants: wants{Private: absent}}), peering.Private, peering.IPv4),
		explore("today, observed, private with a link", observed(spec{Order: order, Links: twoLinks[:1], Wants: wants{Private: private()}}), peering.Private, peering.IPv4),
		explore("today, observed, private to go", observed(spec{Order: order, Facts: circuit.Facts{LinksListed: machine.Yes}, Wants: wants{Private: absent}}), peering.Private, peering.IPv4),
		explore("2016, observed, private", observed(spec{Edition: ed2016, Order: order, Wants: wants{Private: private()}}), peering.Private, peering.IPv4),
	}
})

// inEveryWorld runs f as a subtest of each world.
func inEveryWorld(t *testing.T, f func(t *testing.T, w *world)) {
	t.Helper()
	for _, w := range worlds() {
		t.Run(w.name, func(t *testing.T) { f(t, w) })
	}
}

func TestWorldsAreWorthExploring(t *testing.T) {
	inEveryWorld(t, func(t *testing.T, w *world) {
		t.Logf("%d states, %d events", len(w.circuits), len(w.events))
		require.Greater(t, len(w.circuits), 100)
		require.Less(t, len(w.circuits), 100_000, "too many for a test")
	})
}

// named prints a circuit as its snapshot, when a failure is printed.
type named circuit.Circuit

func (n named) String() string {
	text, err := json.Marshal(circuit.Circuit(n))
	return fmt.Sprint(string(text), err)
}

// seeded returns a source of randomness that is the same in every run.
func seeded(name string) *rand.Rand {
	var seed [32]byte
	copy(seed[:], name)
	return rand.New(rand.NewChaCha8(seed))
}

// rounds is how often a random test tries, a tenth with the race detector.
func rounds(n int) int {
	if raced {
		return n / 10
	}
	return n
}

// planEvents are all events of the plan, in order.
func planEvents(p circuit.Plan) []circuit.Event {
	var all []circuit.Event
	for _, s := range p.Steps {
		all = append(append(all, s.Event), s.Then...)
	}
	return all
}

// inService returns the circuit that the spec wants, by the plan to it.
func inService(tb testing.TB, s circuit.Spec) circuit.Circuit {
	tb.Helper()
	c := fresh(s)
	plan, err := c.Plan()
	require.NoError(tb, err)
	for _, e := range planEvents(plan) {
		c, err = c.Apply(e)
		require.NoError(tb, err, "%s", e)
	}
	return c
}

// apply plays events in their text form.
func apply(t *testing.T, c circuit.Circuit, lines ...string) circuit.Circuit {
	t.Helper()
	for _, line := range lines {
		var err error
		c, err = c.Apply(event(t, line))
		require.NoError(t, err, line)
	}
	return c
}

func event(t *testing.T, line string) circuit.Event {
	t.Helper()
	e, err := circuit.ParseEvent(line)
	require.NoError(t, err)
	return e
}

// written is the journal as [journal.Write] writes it.
func written(t *testing.T, records []journal.Record) string {
	t.Helper()
	var text strings.Builder
	require.NoError(t, journal.Write(&text, records))
	return text.String()
}

// reread writes the journal and reads it back, and checks that a second turn
// writes the same text.
func reread(t *testing.T, records []journal.Record) []journal.Record {
	t.Helper()
	text := written(t, records)
	again, err := journal.Read(bytes.NewReader([]byte(text)))
	require.NoError(t, err)
	require.Len(t, again, len(records))
	assert.Equal(t, text, written(t, again))
	return again
}

// checkJournal checks that no record is missing, and that each starts from the state in
// which the one before ended.
func checkJournal(t *testing.T, after uint64, records []journal.Record) {
	t.Helper()
	for i, r := range records {
		require.Equal(t, after+uint64(i)+1, r.Seq)
		require.Equal(t, journal.Version, r.V)
		if r.Cause != journal.CauseObservation {
			require.Equal(t, r.Event.Actor(), r.Actor)
		}
		if i > 0 && !r.From.Equal(records[i-1].To) {
			require.Equal(t, records[i-1].To, r.From, "record %d", r.Seq)
		}
	}
}

// checkReplay checks that the journal of the tracker is valid, and that it leads from
// start to the tracker's circuit, also after it was written and read.
func checkReplay(t *testing.T, start circuit.Circuit, tracker *journal.Tracker) circuit.Circuit {
	t.Helper()
	records := tracker.Journal()
	checkJournal(t, 0, records)
	end, err := journal.Replay(start, reread(t, records))
	require.NoError(t, err)
	require.Equal(t, tracker.Circuit().Position(), end.Position())
	require.Equal(t, tracker.Circuit().InService() == nil, end.InService() == nil, "in service")
	return end
}
