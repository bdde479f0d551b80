package circuit

import (
	"encoding/json"
	"math/rand/v2"
	"testing"
	"time"
	"unsafe"

	"github.com/stretchr/testify/require"

	"github.com/expressroute-go/expressroute/bgp"
	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
	"github.com/expressroute-go/expressroute/prefixes"
)

// dice draws random states from all combinations of values, also unreachable ones.
type dice struct {
	*rand.Rand
	wild int // one value in so many is outside its enumeration; zero for none
}

// of draws one of n values, zero included, or one that does not exist.
func (d dice) of(n int) uint8 {
	if d.wild > 0 && d.IntN(d.wild) == 0 {
		return uint8(d.IntN(256))
	}
	return uint8(d.IntN(n + 1))
}

func (d dice) family() peering.FamilyState {
	return peering.FamilyState{Admin: peering.Admin(d.of(3)), BGP: bgp.State(d.of(2)), Prefixes: prefixes.State(d.of(5))}
}

func (d dice) peering() peering.State {
	switch d.IntN(4) {
	case 0:
		return peering.NotThere()
	case 1:
		return peering.State{}
	}
	return peering.State{
		IPv4: d.family(), IPv6: d.family(), Operation: peering.Operation(d.of(7)), ModifiedBy: machine.Actor(d.of(5)),
		RouteFilter: machine.Truth(d.of(2)), AsWanted: machine.Truth(d.of(2)),
	}
}

func (d dice) state() State {
	s := State{Provider: ProviderState(d.of(5)), Status: Status(d.of(6)), Operation: peering.Operation(d.of(7)), Acts: Acts(d.of(255)), Whole: Lists(d.of(3)), Bandwidth: machine.Truth(d.of(2)), Tier: machine.Truth(d.of(2)), Billing: machine.Truth(d.of(2)), States: peering.States{Private: d.peering(), Public: d.peering(), Microsoft: d.peering()}}
	for i := range 3 {
		if d.IntN(3) == 0 {
			s.linked = s.linked.with(i)
		}
		if d.IntN(3) == 0 {
			s.authorized = s.authorized.with(i)
		}
	}
	if d.wild > 0 && d.IntN(d.wild) == 0 { // links that the papers do not know
		s.linked, s.authorized = s.linked.with(d.IntN(MaxLinks)), s.authorized.with(d.IntN(MaxLinks))
	}
	return s
}

// bytes draws every byte of a state.
func (d dice) bytes() State {
	var s State
	raw := unsafe.Slice((*byte)(unsafe.Pointer(&s)), unsafe.Sizeof(s))
	for i := range raw {
		raw[i] = byte(d.Uint32())
	}
	return s
}

func (d dice) observation() Observation {
	s := d.state()
	o := Observation{Echo: d.IntN(8) == 0, NotFound: d.IntN(8) == 0, State: State{Provider: s.Provider, Status: s.Status, Operation: s.Operation, States: peering.States{Private: s.Private, Public: s.Public, Microsoft: s.Microsoft}}}
	if d.IntN(2) == 0 {
		o.At = time.Unix(int64(d.IntN(100)), 0).UTC()
	}
	if d.IntN(2) == 0 {
		o.Have = Config{Order: Order{Provider: "P", Bandwidth: Mbps(d.of(200)), Tier: Tier(d.of(5)), Billing: Billing(d.of(2))}, Configs: peering.Configs{Private: privateV4.Config, Microsoft: dualMicrosoft().Config}}
		o.Links = []LinkState{{Link: twoLinks[0], Linked: machine.Yes}, {Link: Link{Network: "/nowhere", Kind: LinkKind(d.of(3))}, Connection: Connection(d.of(5))}}
	}
	if d.IntN(4) == 0 {
		o.Have.Sessions = map[Session]bgp.Paths{{Peering: peering.Type(d.of(3)), Family: peering.Family(d.of(2))}: {}}
	}
	return o
}

// totalSpecs are the specs of the circuits with random states.
func totalSpecs(t *testing.T) []Circuit {
	specs := []Spec{
		{},
		{Edition: Edition2016},
		{Kind: Direct, Order: direct(), Wants: peering.Wants{Private: dualPrivate(), Microsoft: dualMicrosoft()}},
		{Order: fullOrder, Links: twoLinks, Wants: peering.Wants{Private: dualPrivate(), Microsoft: managedBy(machine.Provider, dualMicrosoft())}},
		{Edition: Edition2016, Order: fullOrder, Links: twoLinks, Wants: peering.Wants{Private: privateV4, Public: publicV4, Microsoft: microsoftV4}},
		{Order: fullOrder, Facts: Facts{LinksListed: machine.Yes, DefaultRoute: machine.Yes, SeparateEdge: machine.No, Routing: machine.Provider}, Wants: peering.Wants{Private: peering.Want{Mode: peering.WantAbsent}, Public: peering.Want{Mode: peering.WantAbsent}, Microsoft: peering.Want{Mode: peering.WantAbsent}}},
	}
	circuits := []Circuit{{}}
	for _, s := range specs {
		c, err := New(s)
		require.NoError(t, err)
		circuits = append(circuits, c)
	}
	return circuits
}

// answers returns the results of all methods of a circuit.
type answers struct {
	plan, teardown, next      Plan
	planErr, downErr, nextErr error
	options                   []Option
	usable                    error
	inService                 [5]error
	meters                    []Meter
	workflow                  []Stage
	phase                     Phase
	leaving                   bool
	risks                     machine.Problems
	diagrams                  []Diagram
	snapshot                  Snapshot
	snapshotText              []byte
	snapshotTextErr           error
	have                      Config
	want, asConfigured        Spec
	asConfiguredOK            error
	seen                      Seen
	links                     []LinkState
	words                     string
	fresh, stateUsable        machine.Truth
	observed                  Circuit
	explanation               Explanation
	observeErr, wantingErr    error
}

func askAll(c Circuit, o Observation, searching bool) answers {
	var a answers
	if searching {
		a.plan, a.planErr = c.Plan()
		a.teardown, a.downErr = c.Teardown()
		a.next, a.nextErr = c.Next()
		a.phase = c.Phase()
		a.observed, a.explanation, a.observeErr = c.Observe(o)
	}
	a.options, a.usable = c.Options(), c.Usable()
	for p := range a.inService {
		a.inService[p] = c.InService(peering.Type(p))
	}
	a.meters, a.workflow, a.leaving = c.Meters(), c.Workflow(), c.Leaving()
	a.risks, a.diagrams, a.snapshot = c.Risks(), c.Diagrams(), c.Snapshot()
	a.snapshotText, a.snapshotTextErr = json.Marshal(a.snapshot)
	a.have, a.want, a.seen, a.links = c.Have(), c.Want(), c.Seen(), c.Links()
	a.asConfigured = c.AsConfigured()
	_, a.asConfiguredOK = c.WithSpec(a.asConfigured)
	_, a.wantingErr = c.WithSpec(a.want)
	a.words = c.State().String()
	a.fresh, a.stateUsable = c.State().Fresh(), c.State().Usable()
	return a
}

// checkTotal calls all methods twice. It checks that none panics, that the results are
// the same, and that the circuit and the observation do not change.
func checkTotal(t *testing.T, c Circuit, o Observation, searching bool) {
	t.Helper()
	before := dump(c)
	defer func() {
		if r := recover(); r != nil {
			t.Logf("%s", before)
			t.Logf("%#v", o)
			panic(r)
		}
	}()
	first := askAll(c, o, searching)
	require.Equal(t, first, askAll(c, o, searching), "not deterministic: %s", dumped(c))
	require.Equal(t, before, dump(c), "the input changed")
	require.NotEmpty(t, first.words)
	if first.planErr != nil {
		var none *NoPlanError
		require.ErrorAs(t, first.planErr, &none)
		require.NotEmpty(t, first.planErr.Error())
	}
	if first.downErr != nil {
		var none *NoPlanError
		require.ErrorAs(t, first.downErr, &none)
		require.NotEmpty(t, first.downErr.Error())
	}
	require.NoError(t, first.wantingErr, "what is wanted may be wanted again")
	for _, m := range first.meters {
		require.NotEmpty(t, m.Name)
		require.NotEmpty(t, m.Basis)
		require.NotEmpty(t, m.Sources)
	}
	for _, u := range first.options {
		require.Equal(t, u.Ready(), c.Can(u.Event), "%s in %s", u.Event, dumped(c))
	}
	if searching && o.Echo {
		require.Equal(t, c, first.observed)
	}
}

// rounds is how many states are drawn, a tenth of them with the race detector.
func rounds(n int) int {
	if raced {
		return n / 10
	}
	return n
}

func TestTotalOverStates(t *testing.T) {
	circuits := totalSpecs(t)
	d := dice{seeded("states"), 0}
	for i := range rounds(2000) {
		c := circuits[i%len(circuits)]
		c.state = d.state()
		checkTotal(t, c, d.observation(), i%3 == 0)
	}
}

func TestTotalOverWildStates(t *testing.T) {
	circuits := totalSpecs(t)
	d := dice{seeded("wild"), 6}
	for i := range rounds(2000) {
		c := circuits[i%len(circuits)]
		c.state = d.state()
		checkTotal(t, c, d.observation(), i%3 == 0)
	}
}

func TestTotalOverBytes(t *testing.T) {
	circuits := totalSpecs(t)
	d := dice{seeded("bytes"), 3}
	for i := range rounds(2000) {
		c := circuits[i%len(circuits)]
		c.state = d.bytes()
		checkTotal(t, c, d.observation(), i%3 == 0)
	}
}

// TestTotalOverEvents checks every event, also those with a wrong subject, in any state.
func TestTotalOverEvents(t *testing.T) {
	circuits := totalSpecs(t)
	d := dice{seeded("events"), 6}
	for i := range rounds(100_000) {
		c := circuits[i%len(circuits)]
		c.state = d.state()
		e := Event{Verb: Verb(d.of(45)), Peering: peering.Type(d.of(3)), Family: peering.Family(d.of(2))}
		if d.IntN(3) == 0 {
			e.Link = []string{"/vnet1", "/vnet2", "/nowhere", "\x00"}[d.IntN(4)]
		}
		after, err := c.Apply(e)
		require.Equal(t, err == nil, c.Can(e), "%s in %s", e, dumped(c))
		if err != nil {
			require.Equal(t, c, after)
			require.NotEmpty(t, err.Error())
			if d.IntN(16) == 0 {
				require.Equal(t, err, c.Check(e))
			}
		}
	}
}

// TestObservationsInARow checks that a circuit still answers, can still be observed, and
// does not grow, after many random observations.
func TestObservationsInARow(t *testing.T) {
	circuits := totalSpecs(t)
	d := dice{seeded("observations"), 12}
	for i := range rounds(200) {
		c := circuits[i%len(circuits)]
		for range 12 {
			o := d.observation()
			next, x, err := c.Observe(o)
			require.NoError(t, err, "no circuit but this one was observed")
			again, y, err := c.Observe(o)
			require.NoError(t, err)
			require.Equal(t, next, again)
			require.Equal(t, x, y)
			require.LessOrEqual(t, len(next.known().links), 4)
			require.LessOrEqual(t, len(next.known().links), 4, "the configuration grows with every read")
			c = next
		}
		checkTotal(t, c, d.observation(), false)
	}
}
