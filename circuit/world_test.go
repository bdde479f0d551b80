package circuit

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/netip"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
	"github.com/expressroute-go/expressroute/prefixes"
)

// A world is one circuit with every state that any number of its events leads to,
// failures included.
type world struct {
	name   string
	start  Circuit
	events []Event // the events about its peerings, families and links
	states []State // breadth first, the start first
	index  map[State]int
}

// at returns the circuit in that state.
func (w *world) at(s State) Circuit {
	c := w.start
	c.state = s
	return c
}

// every yields every state of the world, or with the race detector one in ten.
func (w *world) every(stride int) func(yield func(Circuit) bool) {
	if raced {
		stride *= 10
	}
	return func(yield func(Circuit) bool) {
		for i := 0; i < len(w.states); i += stride {
			if !yield(w.at(w.states[i])) {
				return
			}
		}
	}
}

// worldEvents picks the events that a world explores: those of the circuit, of its
// links, and of the peerings and families that it has.
func worldEvents(c Circuit, peerings []peering.Type, families []peering.Family) []Event {
	var picked []Event
	for _, e := range c.events() {
		if (e.Peering == 0 || contains(peerings, e.Peering)) && (e.Family == 0 || contains(families, e.Family)) {
			picked = append(picked, e)
		}
	}
	return picked
}

func contains[T comparable](list []T, v T) bool {
	for _, x := range list {
		if x == v {
			return true
		}
	}
	return false
}

func explore(name string, start Circuit, peerings []peering.Type, families []peering.Family) *world {
	w := &world{name: name, start: start, index: map[State]int{}}
	w.events = worldEvents(start, peerings, families)
	add := func(s State) {
		if _, known := w.index[s]; !known {
			w.index[s] = len(w.states)
			w.states = append(w.states, s)
		}
	}
	add(start.state)
	for i := 0; i < len(w.states); i++ {
		c := w.at(w.states[i])
		for _, e := range w.events {
			if next, err := c.step(&mover{quiet: true}, e); err == nil {
				add(next.state)
			}
		}
	}
	return w
}

func mustHalf(primary, secondary string, advertised ...string) peering.Half {
	h := peering.Half{Primary: netip.MustParsePrefix(primary), Secondary: netip.MustParsePrefix(secondary)}
	for _, p := range advertised {
		h.Advertised = append(h.Advertised, prefixes.MustParsePrefix(p))
		h.Registry = "ARIN"
	}
	return h
}

var (
	fullOrder = Order{Provider: "Equinix", PeeringLocation: "Silicon Valley", Bandwidth: 200, Tier: TierPremium, Billing: MeteredData}

	privateV4 = peering.Want{Mode: peering.WantPresent, Config: peering.Config{
		IPv4: mustHalf("192.168.15.16/30", "192.168.15.20/30"), VLAN: 100, PeerASN: 65001}}
	publicV4 = peering.Want{Mode: peering.WantPresent, Config: peering.Config{
		IPv4: mustHalf("131.107.1.0/30", "131.107.1.4/30"), VLAN: 200, PeerASN: 3356}}
	microsoftV4 = peering.Want{Mode: peering.WantPresent, Config: peering.Config{
		IPv4: mustHalf("131.107.0.0/30", "131.107.0.4/30", "131.107.8.0/24"), VLAN: 300, PeerASN: 3356}}

	halfV6          = mustHalf("fd00:1::/126", "fd00:1::4/126")
	halfMicrosoftV6 = mustHalf("2a01:111::/126", "2a01:111::4/126", "2a01:112::/48")

	twoLinks = []Link{{Network: "/vnet1"}, {Network: "/vnet2", OtherSubscription: true}}
	onlyV4   = []peering.Family{peering.IPv4}
	bothIPs  = []peering.Family{peering.IPv4, peering.IPv6}
)

func dualPrivate() peering.Want {
	w := privateV4
	w.Config = w.Config.Clone()
	w.Config.IPv6 = halfV6
	return w
}

func dualMicrosoft() peering.Want {
	w := microsoftV4
	w.Config = w.Config.Clone()
	w.Config.IPv6 = halfMicrosoftV6
	w.Config.IPv4.RouteFilter = "/rf"
	return w
}

func filtered() peering.Want {
	w := microsoftV4
	w.Config = w.Config.Clone()
	w.Config.IPv4.RouteFilter = "/rf"
	return w
}

func managedBy(by machine.Actor, w peering.Want) peering.Want {
	w.Config.ManagedBy = by
	return w
}

// onlyIPv6 is a Microsoft peering without an IPv4 family.
func onlyIPv6() peering.Want {
	w := dualMicrosoft()
	w.Config.IPv4 = peering.Half{}
	w.Config.IPv6.RouteFilter = "/rf"
	return w
}

// Two orders that differ in everything that can be changed.
var (
	smallOrder    = Order{Provider: "Equinix", PeeringLocation: "Silicon Valley", Bandwidth: 200, Tier: TierStandard, Billing: MeteredData}
	largeOrder    = Order{Provider: "Equinix", PeeringLocation: "Silicon Valley", Bandwidth: 1000, Tier: TierPremium, Billing: UnlimitedData}
	standardOrder = Order{Provider: "Equinix", PeeringLocation: "Silicon Valley", Bandwidth: 500, Tier: TierStandard, Billing: MeteredData}
)

// direct is an order without a provider.
func direct() Order {
	return Order{Bandwidth: 1000, Tier: TierStandard, Billing: MeteredData}
}

func fresh(s Spec) Circuit {
	c, err := New(s)
	if err != nil {
		panic(err)
	}
	return c
}

// seenAs returns a circuit that was first observed Provisioned and Enabled with the
// wanted private peering, and then got the spec. Its history is not known.
func seenAs(s Spec) Circuit { return seenOrdered(s.Order, s) }

// seenOrdered returns the same circuit with another order than the wanted one.
func seenOrdered(order Order, s Spec) Circuit {
	have := Config{ID: "/circuit", Order: order, Configs: peering.Configs{Private: s.Private.Config}}
	provider := Provisioned
	if s.Kind == Direct {
		provider = NotApplicable
	}
	c, err := Observed(Observation{Have: have, State: State{Provider: provider, Status: Enabled, Operation: peering.Succeeded, Whole: AllLinks | AllAuthorizations, States: peering.States{Private: peering.State{
		IPv4:      peering.FamilyState{Admin: peering.Enabled},
		IPv6:      peering.FamilyState{Admin: peering.Absent},
		Operation: peering.Succeeded, ModifiedBy: machine.Customer,
	}, Public: peering.NotThere(), Microsoft: peering.NotThere()}}})
	if err == nil {
		c, err = c.WithSpec(s)
	}
	if err != nil {
		panic(err)
	}
	return c
}

// worlds are explored once a run.
var worlds = sync.OnceValue(func() []*world {
	type (
		list = []peering.Type
		spec = Spec
	)
	return []*world{
		explore("2016, private", fresh(spec{Edition: Edition2016, Order: fullOrder, Wants: peering.Wants{Private: privateV4}}), list{peeringPrivate}, onlyV4),
		explore("2016, Microsoft", fresh(spec{Edition: Edition2016, Order: fullOrder, Wants: peering.Wants{Microsoft: microsoftV4}}), list{peeringMicrosoft}, onlyV4),
		explore("2016, public managed by the provider", fresh(spec{Edition: Edition2016, Order: fullOrder, Wants: peering.Wants{Public: managedBy(machine.Provider, publicV4)}}), list{peeringPublic}, onlyV4),
		explore("2016, Direct, two links", fresh(spec{Edition: Edition2016, Kind: Direct, Order: direct(), Links: twoLinks, Wants: peering.Wants{Private: privateV4}}), list{peeringPrivate}, onlyV4),
		explore("today, private with two links", fresh(spec{Order: fullOrder, Links: twoLinks, Wants: peering.Wants{Private: privateV4}}), list{peeringPrivate}, onlyV4),
		explore("today, Microsoft with route filter", fresh(spec{Order: fullOrder, Wants: peering.Wants{Microsoft: filtered()}}), list{peeringMicrosoft}, onlyV4),
		explore("today, private managed by the provider", fresh(spec{Order: fullOrder, Wants: peering.Wants{Private: managedBy(machine.Provider, privateV4)}}), list{peeringPrivate}, onlyV4),
		explore("today, Direct, private dual-stack with two links", fresh(spec{Kind: Direct, Order: direct(), Links: twoLinks, Wants: peering.Wants{Private: dualPrivate()}}), list{peeringPrivate}, bothIPs),
		explore("today, Direct, Microsoft dual-stack", fresh(spec{Kind: Direct, Order: direct(), Wants: peering.Wants{Microsoft: dualMicrosoft()}}), list{peeringMicrosoft}, bothIPs),
		explore("today, private not wanted", fresh(spec{Order: fullOrder, Wants: peering.Wants{Private: peering.Want{Mode: peering.WantAbsent}}}), list{peeringPrivate}, onlyV4),
		explore("today, observed, private with a link", seenAs(spec{Order: fullOrder, Links: twoLinks[:1], Wants: peering.Wants{Private: privateV4}}), list{peeringPrivate}, onlyV4),
		explore("today, observed, private to go", seenAs(spec{Order: fullOrder, Facts: Facts{LinksListed: machine.Yes}, Wants: peering.Wants{Private: peering.Want{Mode: peering.WantAbsent}}}), list{peeringPrivate}, onlyV4),
		explore("today, observed, a larger order", seenOrdered(smallOrder, spec{Order: largeOrder, Wants: peering.Wants{Private: privateV4}}), list{peeringPrivate}, onlyV4),
		explore("today, observed, Standard again", seenOrdered(fullOrder, spec{Order: standardOrder, Wants: peering.Wants{Private: privateV4}}), list{peeringPrivate}, onlyV4),
		explore("today, observed, a link abroad", seenOrdered(smallOrder, spec{Order: Order{Tier: TierPremium}, Links: []Link{{Network: "/abroad", OtherGeography: true}}, Wants: peering.Wants{Private: privateV4}}), list{peeringPrivate}, onlyV4),
		explore("2016, Direct, observed, Microsoft needs Premium", seenOrdered(direct(), spec{Edition: Edition2016, Kind: Direct, Order: Order{Bandwidth: 2000, Tier: TierPremium}, Wants: peering.Wants{Microsoft: microsoftV4}}), list{peeringMicrosoft}, onlyV4),
		explore("today, Direct, private and Microsoft", fresh(spec{Kind: Direct, Order: direct(), Wants: peering.Wants{Private: privateV4, Microsoft: filtered()}}), list{peeringPrivate, peeringMicrosoft}, onlyV4),
		explore("today, a network and Global Reach", fresh(spec{Order: fullOrder, Links: []Link{{Network: "/vnet1"}, {Kind: GlobalReachLink, Network: "/other"}}, Wants: peering.Wants{Private: privateV4}}), list{peeringPrivate}, onlyV4),
		explore("today, Microsoft managed by the provider", fresh(spec{Order: fullOrder, Wants: peering.Wants{Microsoft: managedBy(machine.Provider, filtered())}}), list{peeringMicrosoft}, onlyV4),
		explore("today, IPv6 alone", fresh(spec{Order: fullOrder, Wants: peering.Wants{Microsoft: onlyIPv6()}}), list{peeringMicrosoft}, []peering.Family{peering.IPv6}),
		explore("2016, observed, private", seenAs(spec{Edition: Edition2016, Order: fullOrder, Wants: peering.Wants{Private: privateV4}}), list{peeringPrivate}, onlyV4),
	}
})

// inEveryWorld runs f as a subtest of each world.
func inEveryWorld(t *testing.T, f func(t *testing.T, w *world)) {
	t.Helper()
	for _, w := range worlds() {
		t.Run(w.name, func(t *testing.T) { f(t, w) })
	}
}

// named prints a circuit in a failure message: its snapshot without the peerings that do
// not exist. It makes the text only when it is printed.
type named Circuit

func (n named) String() string {
	snap := Circuit(n).Snapshot()
	for _, p := range snap.State.Peerings() {
		if *p == peering.NotThere() {
			*p = peering.State{}
		}
	}
	text, err := json.Marshal(snap)
	if err != nil {
		return fmt.Sprintf("%#v", n.state)
	}
	return string(text)
}

// dump returns everything that a circuit holds, as text.
func dump(c Circuit) string {
	p := c.known()
	return fmt.Sprintf("%#v %#v %#v %#v %#v %#v", c.state, p.Want, p.Have, p.Seen, p.links, p.halves)
}

// dumped is a dump that is made only when it is printed.
type dumped Circuit

func (d dumped) String() string { return dump(Circuit(d)) }

// fired returns the state after Fire.
func fired(ctx context.Context, c Circuit, e Event) (State, error) {
	next, err := c.Fire(ctx, e)
	return next.state, err
}

// assumed returns the state after an event, if no guard is known to refuse it: the rule
// of a plan.
func assumed(c Circuit, e Event) (State, bool) {
	row, v := c.look(e)
	if row == nil {
		return State{}, false
	}
	for _, g := range row.Needs {
		if g.Holds(v) == machine.No {
			return State{}, false
		}
	}
	var m mover
	err := row.move(&m, &v)
	return m.state, err == nil
}

// seeded returns a source of random numbers that is the same in every run.
func seeded(name string) *rand.Rand {
	var seed [32]byte
	copy(seed[:], name)
	return rand.New(rand.NewChaCha8(seed))
}

// follow applies every event of the plan.
func follow(t *testing.T, c Circuit, p Plan) Circuit {
	t.Helper()
	for _, e := range planEvents(p) {
		next, err := c.Apply(e)
		require.NoError(t, err, "%s", e)
		c = next
	}
	return c
}

// planEvents are all events of the plan, in order.
func planEvents(p Plan) []Event {
	var all []Event
	for _, s := range p.Steps {
		all = append(append(all, s.Event), s.Then...)
	}
	return all
}

func TestWorldsAreWorthExploring(t *testing.T) {
	total := 0
	inEveryWorld(t, func(t *testing.T, w *world) {
		t.Logf("%d states, %d events", len(w.states), len(w.events))
		require.Greater(t, len(w.states), 100)
		require.Less(t, len(w.states), 100_000, "too many for a test")
		total += len(w.states)
	})
	t.Logf("%d states in all", total)
}
