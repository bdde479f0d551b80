package circuit

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
)

// asked is a guard with the view that it reads.
type asked struct {
	guard
	in   string // where: the verb, or the answer
	view view
}

// otherAnswers returns the guards outside the rule book: those of Usable, InService,
// Risks, Plan and Meters.
var otherAnswers = []struct {
	name  string
	guard guard
	of    subject
}{
	{"Plan", alive, ofCircuit},
	{"Meters", takenDownBefore, ofCircuit},
	{"Usable", provisioned, ofCircuit},
	{"Usable", enabled, ofCircuit},
	{"InService", anyPeering, ofCircuit},
	{"InService", peeringThere, ofPeering},
	{"InService", routesReceived, ofPeering},
	{"InService", sessionUp, ofFamily},
	{"Risks", bothSessionsUp, ofFamily},
	{"Risks", healthyPeering, ofPeering},
	{"Risks", healthy, ofCircuit},
	{"Risks", separateEdge, ofCircuit},
	{"Risks", publicServices, ofCircuit},
}

// questions returns every guard of every row, with every subject that the circuit has,
// and the guards of the other answers. A guard that several rows have appears once for
// each subject.
func questions(c Circuit) []asked {
	var all []asked
	once := map[string]bool{}
	ask := func(in string, g guard, v view) {
		key := fmt.Sprint(g.Need, g.Want, v.of, v.family, v.path, v.at)
		if once[key] {
			return
		}
		once[key] = true
		all = append(all, asked{g, in, v})
	}
	for i := range couplings {
		for _, e := range c.eventsOf(&couplings[i]) {
			row, v := c.look(e)
			for _, g := range row.Needs {
				ask(e.String(), g, v)
			}
		}
	}
	for _, other := range otherAnswers {
		for _, e := range c.eventsOf(&coupling{On: OperationFinished, Of: other.of}) {
			v := c.view()
			v.of, v.family = e.Peering, e.Family
			ask(other.name, other.guard, v)
		}
	}
	return all
}

// values returns the values that an observed dimension can have. For a set of bits
// these are each bit by itself, and each together with the bit that says that the set is
// complete.
func (d *dimension) values() []uint8 {
	var values []uint8
	switch d.name {
	case "acts":
		for bit := uint8(1); bit != 0; bit <<= 1 {
			values = append(values, bit, bit|uint8(HistoryKnown))
		}
	case "whole":
		values = []uint8{uint8(AllLinks), uint8(AllAuthorizations), uint8(AllLinks | AllAuthorizations)}
	default:
		for v := uint8(1); v <= d.last; v++ {
			values = append(values, v)
		}
	}
	return values
}

// papersUnread returns the papers of a circuit of which the dimension was not observed.
// If it is not known whether something is as wanted, its configuration was not read
// either.
func papersUnread(c Circuit) []*papers {
	unread := make([]*papers, len(dimensions))
	for i := range dimensions {
		p := c.known()
		without := func(forget func(*Order)) {
			copied := *p
			p = &copied
			forget(&p.Have.Order)
		}
		switch dimensions[i].name {
		case "order.bandwidthAsWanted":
			without(func(o *Order) { o.Bandwidth = 0 })
		case "order.tierAsWanted":
			without(func(o *Order) { o.Tier = 0 })
		case "order.billingAsWanted":
			without(func(o *Order) { o.Billing = 0 })
		}
		unread[i] = p
	}
	return unread
}

// implied lists the guards that hold although a dimension that they depend on was not
// observed, because its value follows from another one.
var implied = []struct {
	need      machine.Need
	dimension string // its name, or that of a dimension of a peering without the peering's
	when      func(view) bool
	because   string
}{
	{NeedConnectivityOrdered, "acts", func(v view) bool { return v.Want.Facts.Ordered == machine.Yes },
		"the customer attests it; that it was taken down since would be on record"},
	{NeedServiceKey, "acts", func(v view) bool { return v.Want.Facts.KeyHandedOver == machine.Yes },
		"the customer attests it; that it was taken down since would be on record"},
	{NeedConnectivityOrdered, "provider", func(v view) bool { return v.Want.Facts.Ordered == machine.Yes },
		"the customer attests it"},
	{NeedServiceKey, "provider", func(v view) bool { return v.Want.Facts.KeyHandedOver == machine.Yes },
		"the customer attests it"},
	{NeedCustomerRouting, "modifiedBy", func(v view) bool {
		return v.manager() == machine.Customer || v.peering().Exists() == machine.No
	}, "the customer attests who routes, a circuit without a provider leaves one only, or there is no peering to manage"},
	{NeedProviderRouting, "modifiedBy", func(v view) bool { return v.Want.Facts.Routing == machine.Provider },
		"the customer attests who routes"},
	{NeedProviderRouting, "provider", func(v view) bool { return v.Want.Facts.Routing == machine.Provider },
		"the customer attests who routes"},
	{NeedPeering, "ipv4.admin", hasOperation, "only a peering that is there has an operation"},
	{NeedPeering, "ipv6.admin", hasOperation, "only a peering that is there has an operation"},
	{NeedPrivatePeering, "ipv4.admin", hasOperation, "only a peering that is there has an operation"},
	{NeedPrivatePeering, "ipv6.admin", hasOperation, "only a peering that is there has an operation"},
	{NeedAnyPeering, "ipv4.admin", hasOperation, "only a peering that is there has an operation"},
	{NeedAnyPeering, "ipv6.admin", hasOperation, "only a peering that is there has an operation"},
	{NeedPublicPeering, "ipv4.admin", hasOperation, "only a peering that is there has an operation"},
	{NeedPublicPeering, "ipv6.admin", hasOperation, "only a peering that is there has an operation"},
	{NeedPublicServices, "ipv4.admin", hasOperation, "only a peering that is there has an operation"},
	{NeedPublicServices, "ipv6.admin", hasOperation, "only a peering that is there has an operation"},
}

// hasOperation reports whether an operation on a peering was read, whatever else
// of it was not.
func hasOperation(v view) bool {
	for _, p := range v.State.Peerings() {
		if p.Operation > peering.NoResource {
			return true
		}
	}
	return false
}

// observable has the values that each dimension can have if it was observed.
var observable = func() [][]uint8 {
	all := make([][]uint8, len(dimensions))
	for i := range dimensions {
		all[i] = dimensions[i].values()
	}
	return all
}()

func isImplied(g guard, d *dimension, v view) bool {
	for _, x := range implied {
		if x.need == g.Need && (d.name == x.dimension || d.of != 0 && d.name == d.of.String()+"."+x.dimension) && x.when(v) {
			return true
		}
	}
	return false
}

// checkUnread checks that no guard returns Yes while a dimension is unknown, if the
// guard returns something else for a value that the dimension can have.
func checkUnread(t *testing.T, c Circuit, qs []asked, without []*papers, used map[machine.Need]bool) {
	t.Helper()
	var unread, known view // once: what a dimension sets is on the heap
	for i := range qs {
		q := &qs[i]
		for i := range dimensions {
			d := &dimensions[i]
			unread, known = q.view, q.view
			unread.State, known.State = c.state, c.state
			d.set(&unread.State, 0)
			unread.papers = without[i]
			if q.Holds(unread) != machine.Yes {
				continue
			}
			for _, value := range observable[i] {
				d.set(&known.State, value)
				if q.Holds(known) == machine.Yes {
					continue
				}
				if isImplied(q.guard, d, unread) {
					used[q.Need] = true
					break
				}
				require.Failf(t, "not observed is taken for Yes", "%s of %s holds where %s was not observed, but not where it is %s, in %s",
					q.Need, q.in, d.name, d.word(value), dumped(c))
			}
		}
	}
}

// TestUnknownIsNeverYes checks that an unknown value permits nothing: no guard returns
// Yes if a value that was not observed could change its answer.
func TestUnknownIsNeverYes(t *testing.T) {
	used := map[machine.Need]bool{}
	inEveryWorld(t, func(t *testing.T, w *world) {
		qs, without := questions(w.start), papersUnread(w.start)
		stride := 1 + len(w.states)/25
		for c := range w.every(stride) {
			checkUnread(t, c, qs, without, used)
		}
	})
	attested := fresh(Spec{Order: fullOrder, Links: twoLinks, Facts: Facts{LinksListed: machine.Yes, Ordered: machine.Yes, KeyHandedOver: machine.Yes, Routing: machine.Customer}})
	for i, c := range append(totalSpecs(t), attested) {
		t.Run(fmt.Sprintf("random states of spec %d", i), func(t *testing.T) {
			qs, without := questions(c), papersUnread(c)
			d := dice{seeded("unknown"), 0}
			for range rounds(100) {
				c.state = d.state()
				checkUnread(t, c, qs, without, used)
			}
		})
	}
	for _, x := range implied {
		assert.True(t, used[x.need] || raced, "%s needs no exception", x.need)
	}
}

// more returns the sets of links that an incomplete list may turn out to be: with any
// one link more, with all known links, and with as many links as Azure allows.
func more(c Circuit, set linkSet) []linkSet {
	var sets []linkSet
	all, full := set, set
	for i := range c.known().links {
		all = all.with(i)
		sets = append(sets, set.with(i))
	}
	for i := range 100 {
		full = full.with(i)
	}
	return append(sets, all, full)
}

// withoutLinks lists the guards that hold although the list that they read is not
// complete.
var withoutLinks = map[machine.Need]string{
	NeedNoLinks: "links are made on a private peering: where there is none, there is no link",
}

// TestNotListedIsNotAbsent checks that no guard returns Yes because an incomplete list
// lacks an entry.
func TestNotListedIsNotAbsent(t *testing.T) {
	check := func(t *testing.T, c Circuit, qs []asked) {
		c.state.Whole = 0
		for i := range qs {
			q := &qs[i]
			v := q.view
			v.State = c.state
			if q.Holds(v) != machine.Yes || withoutLinks[q.Need] != "" && c.state.Private.Exists() == machine.No {
				continue
			}
			for _, set := range more(c, c.state.linked) {
				full := v
				full.linked = set
				require.Equal(t, machine.Yes, q.Holds(full), "%s of %s, one more link in %s", q.Need, q.in, dumped(c))
			}
			for _, set := range more(c, c.state.authorized) {
				full := v
				full.authorized = set
				require.Equal(t, machine.Yes, q.Holds(full), "%s of %s, one more authorization in %s", q.Need, q.in, dumped(c))
			}
		}
	}
	inEveryWorld(t, func(t *testing.T, w *world) {
		qs := questions(w.start)
		stride := 1 + len(w.states)/50
		for c := range w.every(stride) {
			check(t, c, qs)
		}
	})
	for i, c := range totalSpecs(t) {
		t.Run(fmt.Sprintf("random states of spec %d", i), func(t *testing.T) {
			qs := questions(c)
			d := dice{seeded("lists"), 0}
			for range rounds(500) {
				c.state = d.state()
				check(t, c, qs)
			}
		})
	}
}

// TestAnswersDoNotGuess checks the same for the answers of a circuit: a value that was
// not read never makes it usable or in service, and never permits an event.
func TestAnswersDoNotGuess(t *testing.T) {
	all := func(c Circuit) map[string]bool {
		yes := map[string]bool{}
		say := func(what string, holds bool) {
			if holds {
				yes[what] = true
			}
		}
		for _, e := range c.events() {
			say(e.String(), c.Can(e))
		}
		say("usable", c.Usable() == nil)
		say("in service", c.InService() == nil)
		for p := range peering.Types() {
			say("in service "+p.String(), c.InService(p) == nil)
		}
		say("usable state", c.State().Usable() == machine.Yes)
		say("resting", c.Phase().Kind == PhaseResting)
		return yes
	}
	for _, c := range []Circuit{fullCircuit(t), underWay(t, EditionToday), underWay(t, Edition2016), seenAs(Spec{Order: fullOrder, Links: twoLinks[:1], Wants: peering.Wants{Private: privateV4}})} {
		is := all(c)
		for i := range dimensions {
			d := &dimensions[i]
			unread := c
			d.set(&unread.state, 0)
			for what := range all(unread) {
				assert.True(t, is[what], "%s where %s was not observed, and not where it is %s", what, d.name, d.word(d.get(&c.state)))
			}
		}
	}
}

// unmetOf returns the unmet conditions of an event, by need.
func unmetOf(t *testing.T, c Circuit, e Event) map[machine.Need]machine.Unmet {
	t.Helper()
	var refused *machine.TransitionError
	require.ErrorAs(t, c.Check(e), &refused, "%s", e)
	unmet := map[machine.Need]machine.Unmet{}
	for _, u := range refused.Unmet {
		unmet[u.Need] = u
	}
	return unmet
}

// TestUnreadIsSaid checks that a refusal because of an unknown value says so, and says
// what to read.
func TestUnreadIsSaid(t *testing.T) {
	linking := seenAs(Spec{Order: fullOrder, Links: twoLinks[:1], Wants: peering.Wants{Private: privateV4}})
	require.NoError(t, linking.Check(Event{Verb: LinkNetwork, Link: "/vnet1"}))
	bare := seenAs(Spec{Order: fullOrder})
	bare.state.Private = peering.NotThere()
	bare.state.Provider = NotProvisioned
	require.NoError(t, bare.Check(Event{Verb: DeleteCircuit}))
	for _, tt := range []struct {
		name   string
		from   Circuit
		forget func(*State)
		event  Event
		need   machine.Need
		found  string // a part of it
	}{
		{"a link, and no operation of the circuit was read", linking, func(s *State) { s.Operation = 0 },
			Event{Verb: LinkNetwork, Link: "/vnet1"}, NeedIdle, "the last operation on the circuit was not observed"},
		{"a link, and no operation of a peering was read", linking, func(s *State) { s.Microsoft.Operation = 0 },
			Event{Verb: LinkNetwork, Link: "/vnet1"}, NeedIdle, "the last operation on MicrosoftPeering was not observed"},
		{"a link, and whether the circuit has failed was not read", linking, func(s *State) { s.Operation = 0 },
			Event{Verb: LinkNetwork, Link: "/vnet1"}, NeedHealthy, "not observed"},
		{"a link, and no link was ever listed", linking, func(s *State) { s.Whole = AllAuthorizations },
			Event{Verb: LinkNetwork, Link: "/vnet1"}, NeedNotLinked, "no list of the links"},
		{"a link, and how many there are is not known", linking, func(s *State) { s.Whole = AllAuthorizations },
			Event{Verb: LinkNetwork, Link: "/vnet1"}, NeedLinkRoom, "no list of the links"},
		{"a link, and no peering was read", linking, func(s *State) { s.Private = peering.State{} },
			Event{Verb: LinkNetwork, Link: "/vnet1"}, NeedPrivatePeering, "not observed"},
		{"a link, and no status was read", linking, func(s *State) { s.Status = 0 },
			Event{Verb: LinkNetwork, Link: "/vnet1"}, NeedEnabled, "not observed"},
		{"a link, and the provider's side was not read", linking, func(s *State) { s.Provider = 0 },
			Event{Verb: LinkNetwork, Link: "/vnet1"}, NeedProvisioned, "not observed"},
		{"the end, and no authorization was ever listed", bare, func(s *State) { s.Whole = AllLinks },
			Event{Verb: DeleteCircuit}, NeedNoAuthorizations, "no list of the authorizations"},
		{"the end, and no peering was read", bare, func(s *State) { s.Microsoft = peering.State{} },
			Event{Verb: DeleteCircuit}, NeedNoPeerings, "not observed"},
		{"the end, and the route filter was not read", bare, func(s *State) { s.Microsoft.RouteFilter = 0 },
			Event{Verb: DeleteCircuit}, NeedNoRouteFilter, "Unknown"},
		{"the end, and the provider's side was not read", bare, func(s *State) { s.Provider = 0 },
			Event{Verb: DeleteCircuit}, NeedDeprovisioned, "not observed"},
		{"the end, and no link was ever listed", linking, func(s *State) { s.Whole = AllAuthorizations },
			Event{Verb: DeleteCircuit}, NeedNoLinks, "no list of the links"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := tt.from
			tt.forget(&c.state)
			assert.False(t, c.Can(tt.event))
			u, unmet := unmetOf(t, c, tt.event)[tt.need]
			require.True(t, unmet, "%v", unmetOf(t, c, tt.event))
			assert.True(t, u.Unknown)
			assert.Contains(t, u.Found, tt.found)
		})
	}
}
