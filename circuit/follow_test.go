package circuit

import (
	"errors"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
)

// story has a circuit twice: as it is at Azure, and as a program knows it that follows
// the plan and reads the circuit after every event.
type story struct {
	real Circuit
	mine Circuit
	key  string // the service key
	day  int
}

// read returns what the documents show now: the circuit's own, and those with all links
// and authorizations.
func (s *story) read() Observation {
	s.day++
	is := s.real.state
	if is.Status == NotCreated || is.Status == Gone {
		return notFound(day(s.day))
	}
	o := Observation{At: day(s.day), Have: s.real.Have(), State: State{
		Provider: is.Provider, Status: is.Status, Operation: is.Operation, Whole: AllLinks | AllAuthorizations,
		States: peering.States{Private: shownPeering(is.Private), Public: shownPeering(is.Public), Microsoft: shownPeering(is.Microsoft)},
	}}
	o.Have.ID, o.Have.Birth, o.Have.ServiceKey = "/circuit", "", machine.NewSecret(s.key)
	for _, l := range s.real.Links() {
		if l.Linked == machine.Yes || l.Authorized == machine.Yes {
			o.Links = append(o.Links, l)
		}
	}
	return o
}

// broken has the rules that other programs break, because Azure does not enforce them.
var broken = []machine.Need{NeedCustomerRouting, NeedProviderRouting, NeedDeprovisioningRequested, NeedNoPeerings}

// happens applies the events of somebody else at Azure, with that person's spec. It
// reports whether all of them could happen.
func (s *story) happens(t *testing.T, spec Spec, events ...Event) bool {
	t.Helper()
	real, err := s.real.WithSpec(spec)
	require.NoError(t, err)
	for _, e := range events {
		var against []machine.Unmet
		if real, against, err = real.Happened(e); err != nil {
			return false
		}
		if slices.ContainsFunc(against, func(u machine.Unmet) bool { return !slices.Contains(broken, u.Need) }) {
			return false
		}
	}
	s.real = real
	return true
}

// step takes the first event of a plan, both at Azure and in the program, and reads the
// circuit. The read must show nothing new. What the plan assumes is true at Azure.
func (s *story) step(t *testing.T, p Plan) {
	t.Helper()
	e := p.Steps[0].Event
	next, err := s.mine.Apply(e)
	if err != nil && len(p.Steps[0].Assumes) > 0 {
		next, _, err = s.mine.Happened(e)
	}
	require.NoError(t, err, "%s in %s", e, named(s.mine))
	if s.real, err = s.real.WithSpec(s.mine.Want()); err == nil {
		s.real, _, err = s.real.Happened(e)
	}
	require.NoError(t, err, "%s in %s", e, named(s.real))
	was := next.state
	next, x := mustObserve(t, next, s.read())
	require.Equal(t, was, next.state, "%s in %s", e, named(s.mine))
	require.Empty(t, x.Events, "%s in %s", e, named(s.mine))
	require.Empty(t, x.Changed)
	require.Empty(t, x.Drift)
	require.Empty(t, x.Ignored)
	s.mine = next
}

// follow follows a plan to its end, event by event. Every event must shorten the plan by
// one. If there is no next event, the error must say why.
func (s *story) follow(t *testing.T, next func(Circuit) (Plan, error)) error {
	t.Helper()
	for range 100 {
		plan, err := next(s.mine)
		if err != nil {
			var none *NoPlanError
			require.ErrorAs(t, err, &none)
			require.NotEmpty(t, none.Unmet(), named(s.mine))
			return err
		}
		if len(plan.Steps) == 0 {
			return nil
		}
		checkPlan(t, s.mine, plan)
		events := planEvents(plan)
		s.step(t, plan)
		rest, err := next(s.mine)
		if err == nil {
			require.Equal(t, events[1:], append([]Event{}, planEvents(rest)...), "after %s: %s", events[0], named(s.mine))
		} else {
			require.Empty(t, events[1:])
		}
	}
	t.Fatalf("a plan without an end: %s", named(s.mine))
	return nil
}

// checkUnmanaged checks that a plan has no event about a peering that the spec does not
// manage, except events of Microsoft.
func checkUnmanaged(t *testing.T, c Circuit, p Plan) {
	t.Helper()
	for _, s := range p.Steps {
		if s.Event.Peering != 0 && s.Actor != machine.Microsoft {
			require.NotEqual(t, peering.Unmanaged, c.known().Want.mode(s.Event.Peering), "%s in %s", s, named(c))
		}
	}
}

// storySpecs returns the specs of the stories.
var storySpecs = map[string]Spec{
	"today":                    {Order: fullOrder, Links: twoLinks, Wants: peering.Wants{Private: privateV4, Microsoft: filtered()}},
	"2016":                     {Edition: Edition2016, Order: fullOrder, Links: twoLinks, Wants: peering.Wants{Private: privateV4, Public: publicV4}},
	"today, dual-stack":        {Order: fullOrder, Wants: peering.Wants{Private: dualPrivate(), Microsoft: dualMicrosoft()}},
	"Direct, Microsoft alone":  {Kind: Direct, Order: direct(), Wants: peering.Wants{Microsoft: filtered()}},
	"the provider routes":      {Order: fullOrder, Links: twoLinks[:1], Wants: peering.Wants{Private: managedBy(machine.Provider, privateV4)}},
	"Microsoft left alone":     {Order: fullOrder, Links: twoLinks[:1], Wants: peering.Wants{Private: privateV4}},
	"no private, one not ours": {Order: fullOrder, Wants: peering.Wants{Private: peering.Want{Mode: peering.WantAbsent}}},
}

// disturbance is something that somebody else does while the program follows its plan.
type disturbance struct {
	name string
	do   func(t *testing.T, s *story) bool // whether it can happen here
}

// rewritten returns a spec with another value for one field of a peering.
func rewritten(s Spec, of peering.Type, change func(*peering.Config)) Spec {
	s = s.clone()
	change(&s.OfPeering(of).Config)
	return s
}

func disturbances() []disturbance {
	happens := func(name string, events ...Event) disturbance {
		return disturbance{name, func(t *testing.T, s *story) bool { return s.happens(t, s.mine.Want(), events...) }}
	}
	var list []disturbance
	for t := range peering.Types() {
		on := func(v Verb) Event { return Event{Verb: v, Peering: t} }
		half := func(v Verb) Event { return Event{Verb: v, Peering: t, Family: peering.IPv4} }
		for _, field := range []struct {
			name   string
			change func(*peering.Config)
		}{
			{"VLAN", func(c *peering.Config) { c.VLAN = 777 }},
			{"subnets", func(c *peering.Config) { c.IPv4.Primary, c.IPv4.Secondary = c.IPv4.Secondary, c.IPv4.Primary }},
			{"peer ASN", func(c *peering.Config) { c.PeerASN = 1234 }},
		} {
			for _, way := range [][]Event{{on(ConfigurePeering)}, {on(ConfigurePeering), on(OperationFinished)}, {on(ConfigurePeering), on(OperationFailed)}} {
				list = append(list, disturbance{field.name + " of " + t.String() + " rewritten, " + way[len(way)-1].Verb.String(), func(test *testing.T, s *story) bool {
					want := s.mine.Want()
					if want.mode(t) != peering.WantPresent || s.real.state.Peering(t).Exists() != machine.Yes {
						return false
					}
					return s.happens(test, rewritten(want, t, field.change), way...)
				}})
			}
		}
		list = append(list,
			happens(t.String()+" is being switched off", half(DisablePeering)),
			happens(t.String()+" switched off", half(DisablePeering), on(OperationFinished)),
			happens(t.String()+" removed", on(RemovePeering), on(PeeringRemoved)),
			happens(t.String()+" is being removed", on(RemovePeering)),
			happens("the write of "+t.String()+" fails", on(OperationFailed)),
			happens(t.String()+" is refused", on(PeeringRefused)),
			happens(t.String()+" fails with another", on(FailureSpread)),
		)
	}
	microsoft := func(v Verb) Event { return Event{Verb: v, Peering: peeringMicrosoft, Family: peering.IPv4} }
	filter := func(v Verb) Event { return Event{Verb: v, Peering: peeringMicrosoft} }
	return append(list,
		happens("the operation on the circuit fails", Event{Verb: OperationFailed}),
		happens("the circuit fails with another", Event{Verb: FailureSpread}),
		happens("the circuit is switched off", Event{Verb: CircuitDisabled}),
		happens("the provider gives up", Event{Verb: ProvisioningAbandoned}),
		happens("the provider begins to deprovision unasked", Event{Verb: DeprovisioningStarted}),
		happens("the provider deprovisions unasked", Event{Verb: DeprovisioningFinished}),
		happens("somebody deletes the circuit", Event{Verb: DeleteCircuit}),
		happens("the prefixes do not match", microsoft(ValidationStarted), microsoft(PrefixesNotMatched)),
		happens("the prefixes do not match in the end", microsoft(PrefixesNotMatched)),
		happens("the route filter is detached", filter(DetachRouteFilter), filter(OperationFinished)),
		happens("a network is unlinked", Event{Verb: UnlinkNetwork, Link: "/vnet1"}),
		happens("an authorization is revoked", Event{Verb: RevokeAuthorization, Link: "/vnet2"}),
		happens("the other network's owner unlinks it", Event{Verb: NetworkUnlinked, Link: "/vnet2"}),
		disturbance{"another circuit takes its place", func(t *testing.T, s *story) bool {
			if s.real.state.Status == NotCreated {
				return false
			}
			s.real, s.key = after(t, fresh(s.mine.Want()), CreateCircuit, OperationFinished), "another"
			return true
		}},
		disturbance{"somebody adds a Microsoft peering", func(t *testing.T, s *story) bool {
			want := s.mine.Want()
			if want.mode(peeringMicrosoft) != peering.Unmanaged || s.real.state.Microsoft.Exists() != machine.No || s.real.state.Usable() != machine.Yes {
				return false
			}
			return s.happens(t, want.With(peeringMicrosoft, filtered()), filter(ConfigurePeering), filter(OperationFinished))
		}},
	)
}

// TestStories follows the plan from the start. At every point, and for every kind of
// disturbance that can happen there, somebody else does something. The test then reads
// the circuit, and follows the plan from there to its end.
func TestStories(t *testing.T) {
	for name, spec := range storySpecs {
		t.Run(name, func(t *testing.T) {
			s := story{real: fresh(spec), mine: fresh(spec), key: "one"}
			told := 0
			for at := 0; ; at++ {
				for _, d := range disturbances() {
					other := s
					if !d.do(t, &other) {
						continue
					}
					told++
					checkStory(t, other, d.name, at)
				}
				plan, err := s.mine.Plan()
				require.NoError(t, err)
				if len(plan.Steps) == 0 {
					break
				}
				s.step(t, plan)
			}
			require.Greater(t, told, 15)
			t.Logf("%d stories", told)
		})
	}
}

// checkStory checks that Observe reports what somebody else did, that the known circuit
// is then the one at Azure, and that the plan from there leads to the wanted circuit or
// says why it does not. It checks the teardown in the same way.
func checkStory(t *testing.T, s story, name string, at int) {
	t.Helper()
	known := s.mine
	var x Explanation
	s.mine, x = mustObserve(t, s.mine, s.read())
	if s.real.state.Status != Gone {
		require.Equal(t, visible(s.real.state), visible(s.mine.state), "%s at %d", name, at)
		require.Equal(t, s.real.state.linked, s.mine.state.linked, "%s at %d", name, at)
		require.Equal(t, s.real.state.authorized, s.mine.state.authorized, "%s at %d", name, at)
	}
	if visible(known.state) != visible(s.mine.state) {
		require.NotEmpty(t, x.Events, "%s at %d", name, at)
	}
	require.Empty(t, x.Drift, "%s at %d: %v", name, at, x.Drift)

	plan, err := s.mine.Plan()
	if err == nil {
		checkUnasked(t, s.mine, plan)
		checkUnmanaged(t, s.mine, plan)
	}
	down := s
	t.Run(name, func(t *testing.T) {
		err = s.follow(t, Circuit.Plan)
		switch {
		case lacksNeed(err, NeedAlive):
			require.True(t, s.mine.state.deleting() || s.mine.state.Status == Gone)
		case lacksNeed(err, NeedChoice):
			require.Equal(t, Deprovisioning, s.mine.state.Provider)
		default:
			require.NoError(t, err)
			require.Empty(t, s.mine.outOfReach())
			for of, want := range s.mine.known().Want.Peerings() {
				is := s.real.Have().Peering(of)
				switch want.Mode {
				case peering.WantPresent:
					require.Empty(t, diffBut(want.Config, is, "routeFilter"), "%s", of)
					require.NoError(t, s.mine.InService(of), "%s", of)
				case peering.WantAbsent:
					require.Equal(t, machine.No, s.mine.state.Peering(of).Exists())
				}
			}
			for i, l := range s.mine.known().links {
				require.True(t, !l.Wanted || s.mine.state.linked.has(i), "%s", l.Network)
			}
		}
		if err = down.follow(t, Circuit.Teardown); err != nil {
			var none *NoPlanError
			errors.As(err, &none)
			t.Fatalf("%v", none)
		}
		require.Contains(t, []Status{Gone, NotCreated}, down.mine.state.Status)
	})
}

func diffBut(want, is peering.Config, field string) []string {
	return slices.DeleteFunc(want.Diff(is), func(path string) bool { return path == "ipv4."+field || path == "ipv6."+field })
}

// TestLives lets others do random things many times, some of them between two reads. It
// checks that the circuit is then as it was read, and that the plan destroys nothing
// that nobody asked to destroy.
func TestLives(t *testing.T) {
	for name, spec := range storySpecs {
		t.Run(name, func(t *testing.T) {
			r := seeded(name)
			for life := range rounds(40) {
				s := story{real: fresh(spec), mine: fresh(spec), key: "one"}
				if life%2 == 0 { // a circuit in service
					require.NoError(t, s.follow(t, Circuit.Plan))
				}
				for range 6 {
					for range r.IntN(4) {
						if plan, err := s.mine.Plan(); err == nil && len(plan.Steps) > 0 {
							s.step(t, plan)
						}
					}
					all := disturbances()
					left := 1 + r.IntN(2)
					for _, i := range r.Perm(len(all)) {
						if left > 0 && all[i].do(t, &s) {
							left--
						}
					}
					s.mine, _ = mustObserve(t, s.mine, s.read())
					if s.real.state.Status == Gone {
						break
					}
					require.Equal(t, visible(s.real.state), visible(s.mine.state))
					require.Equal(t, s.real.state.linked, s.mine.state.linked)
					if plan, err := s.mine.Plan(); err == nil {
						checkPlan(t, s.mine, plan)
						checkUnasked(t, s.mine, plan)
						checkUnmanaged(t, s.mine, plan)
					}
				}
				down := s
				_ = s.follow(t, Circuit.Plan)
				require.NoError(t, down.follow(t, Circuit.Teardown))
			}
		})
	}
}
