package circuit

import (
	"errors"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/expressroute-go/expressroute/bgp"
	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
	"github.com/expressroute-go/expressroute/prefixes"
)

// invariants hold in every state that a circuit can come to.
var invariants = []struct {
	name  string
	holds func(c Circuit) bool
}{
	{"no BGP without a usable circuit", func(c Circuit) bool {
		return c.state.Usable() == machine.Yes || !anyFamily(c.state, func(_ peering.Type, f peering.FamilyState) bool { return f.BGP == bgp.Enabled })
	}},
	{"no BGP without administration", func(c Circuit) bool {
		return !anyFamily(c.state, func(_ peering.Type, f peering.FamilyState) bool {
			return f.BGP == bgp.Enabled && f.Admin != peering.Enabled
		})
	}},
	{"no BGP on a Microsoft peering without Configured prefixes", func(c Circuit) bool {
		return !anyFamily(c.state, func(t peering.Type, f peering.FamilyState) bool {
			return f.BGP == bgp.Enabled && t == peeringMicrosoft && f.Prefixes != prefixes.Configured
		})
	}},
	{"BGP is enabled exactly while the guards of bgp hold", func(c Circuit) bool {
		for t := range peering.Types() {
			p := c.state.Peering(t)
			for _, f := range bothIPs {
				half := p.Family(f)
				open := half.Admin != peering.Absent && len(edge(c.state.Usable(), t, p.Operation, half).Why()) == 0
				if (half.BGP == bgp.Enabled) != open {
					return false
				}
			}
		}
		return true
	}},
	{"BGP is enabled once all is in place and applied", func(c Circuit) bool {
		for t := range peering.Types() {
			p := c.state.Peering(t)
			for _, f := range bothIPs {
				half := p.Family(f)
				inPlace := c.state.Usable() == machine.Yes && half.Admin == peering.Enabled && p.Operation == peering.Succeeded &&
					(t != peeringMicrosoft || half.Prefixes == prefixes.Configured)
				if inPlace && half.BGP != bgp.Enabled {
					return false
				}
			}
		}
		return true
	}},
	{"an absent family has no BGP and no prefixes", func(c Circuit) bool {
		return !anyFamily(c.state, func(_ peering.Type, f peering.FamilyState) bool {
			return f.Admin == peering.Absent && (f.BGP == bgp.Enabled || f.Prefixes > prefixes.NotConfigured)
		})
	}},
	{"nothing gone still bills", func(c Circuit) bool {
		return c.state.Status != Gone || bills(c) == machine.No
	}},
	{"what is not created does not bill", func(c Circuit) bool {
		return c.state.Status != NotCreated || bills(c) == machine.No
	}},
	{"what is created and not deleted bills", func(c Circuit) bool {
		deleted := c.state.Operation.InFlight() || c.state.Status == NotCreated || c.state.Status == Gone
		direct := c.state.Provider == NotApplicable // included in the price of the port pair
		return deleted || direct || bills(c) == machine.Yes
	}},
	{"a circuit that is gone has nothing on it", func(c Circuit) bool {
		s := c.state
		return s.Status != Gone || s.Operation == peering.NoResource && s.linked.len() == 0 && s.authorized.len() == 0 &&
			s.Private.Exists() == machine.No && s.Public.Exists() == machine.No && s.Microsoft.Exists() == machine.No
	}},
	{"nothing is on a circuit that is not created", func(c Circuit) bool {
		s := c.state
		return s.Status != NotCreated || s.Operation == peering.NoResource && s.linked.len() == 0 && s.authorized.len() == 0 &&
			s.Private == peering.NotThere() && s.Public == peering.NotThere() && s.Microsoft == peering.NotThere()
	}},
	{"links only on a private peering that is there", func(c Circuit) bool {
		return c.state.linked.len() == 0 || c.state.Private.Exists() == machine.Yes
	}},
	{"a network of another subscription is linked only while authorized", func(c Circuit) bool {
		for i, l := range c.links {
			if l.OtherSubscription && c.state.linked.has(i) && !c.state.authorized.has(i) {
				return false
			}
		}
		return true
	}},
	{"a network of the circuit's own subscription takes no authorization", func(c Circuit) bool {
		for i, l := range c.links {
			if !l.OtherSubscription && c.state.authorized.has(i) {
				return false
			}
		}
		return true
	}},
	{"never more links than the order allows", func(c Circuit) bool {
		v := c.view()
		limit := v.order().LinkLimit()
		return limit == 0 || c.state.linked.len() <= limit
	}},
	{"at most one operation in flight on peerings", func(c Circuit) bool { // beside it a failed circuit can be refreshed
		s, n := c.state, 0
		for _, op := range []peering.Operation{s.Private.Operation, s.Public.Operation, s.Microsoft.Operation} {
			if op.InFlight() {
				n++
			}
		}
		return n <= 1
	}},
	{"a peering is there exactly while its resource is", func(c Circuit) bool {
		for t := range peering.Types() {
			p := c.state.Peering(t)
			if (p.Exists() == machine.Yes) != (p.Operation != peering.NoResource) {
				return false
			}
		}
		return true
	}},
	{"only a Microsoft peering that is there has a route filter", func(c Circuit) bool {
		s := c.state
		return s.Private.RouteFilter != machine.Yes && s.Public.RouteFilter != machine.Yes &&
			(s.Microsoft.RouteFilter != machine.Yes || s.Microsoft.Exists() == machine.Yes)
	}},
	{"no route filters in 2016", func(c Circuit) bool {
		return c.known().Want.Edition != Edition2016 || c.state.Microsoft.RouteFilter != machine.Yes
	}},
	{"a Direct circuit has no provider to wait for", func(c Circuit) bool {
		return c.known().Want.Kind != Direct || c.state.Provider == NotApplicable && !c.state.Acts.Has(DeprovisioningRequested)
	}},
	{"who was Provisioned is not fresh", func(c Circuit) bool {
		return c.state.Provider != Provisioned && c.state.Provider != Deprovisioning || c.state.Fresh() == machine.No
	}},
	{"today no deleted circuit is still provisioned", func(c Circuit) bool {
		return c.known().Want.Edition == Edition2016 || c.state.Status != Disabling ||
			c.state.Provider == NotProvisioned || c.state.Provider == NotApplicable
	}},
	{"what is being deleted is not Enabled", func(c Circuit) bool {
		return c.state.Operation != peering.Deleting || c.state.Status == Disabling || c.state.Status == Disabled
	}},
	{"what has no resource is not Enabled", func(c Circuit) bool {
		return c.state.Status != Enabled || c.state.Operation != peering.NoResource
	}},
}

func bills(c Circuit) machine.Truth { return c.Meters()[0].Bills }

func anyFamily(s State, is func(peering.Type, peering.FamilyState) bool) bool {
	for t := range peering.Types() {
		if is(t, s.Peering(t).IPv4) || is(t, s.Peering(t).IPv6) {
			return true
		}
	}
	return false
}

func TestInvariants(t *testing.T) {
	inEveryWorld(t, func(t *testing.T, w *world) {
		for _, invariant := range invariants {
			t.Run(invariant.name, func(t *testing.T) {
				for c := range w.every(1) {
					if !invariant.holds(c) {
						require.Failf(t, invariant.name, "%s\nby %v", named(c), w.wayTo(c.state))
					}
				}
			})
		}
	})
}

// wayTo returns the shortest way from the start of the world to a state.
func (w *world) wayTo(goal State) []Event {
	s := search{circuit: w.start, events: w.events, goal: func(s State) bool { return s == goal }, limit: len(w.states)}
	way, _, _ := s.run()
	return way
}

// moves lists what one event may and may not change, in every state.
var moveRules = []struct {
	name  string
	holds func(before Circuit, e Event, after Circuit) bool
}{
	{"a customer configures routing only when Provisioned and Enabled", func(before Circuit, e Event, _ Circuit) bool {
		if e.Verb != ConfigurePeering && e.Verb != EnablePeering {
			return true
		}
		return before.state.Usable() == machine.Yes && before.Usable() == nil
	}},
	{"the provider configures routing only when Provisioned and Enabled", func(before Circuit, e Event, _ Circuit) bool {
		return e.Verb != RoutingConfigured || before.state.Usable() == machine.Yes
	}},
	{"a customer does not write a peering that the provider manages, except its route filter", func(before Circuit, e Event, _ Circuit) bool {
		if e.Peering == 0 || before.known().Want.OfPeering(e.Peering).Config.ManagedBy != machine.Provider {
			return true
		}
		return e.Actor() != machine.Customer || e.Verb == AttachRouteFilter || e.Verb == DetachRouteFilter || e.Verb == OpenTicket
	}},
	{"nobody writes while an operation is in flight, but to refresh a circuit that has failed", func(before Circuit, e Event, after Circuit) bool {
		if e.Verb == RefreshCircuit && before.state.Operation.Broken() {
			return true // what is in flight on it may stay so for good
		}
		if before.state.atRest() || e.Actor() == machine.Microsoft || e.Actor() == machine.Support {
			return true
		}
		same := func(a, b State) bool {
			return a.Operation == b.Operation && a.Private.Operation == b.Private.Operation &&
				a.Public.Operation == b.Public.Operation && a.Microsoft.Operation == b.Microsoft.Operation
		}
		return same(before.state, after.state)
	}},
	{"nothing comes back from Gone", func(before Circuit, _ Event, after Circuit) bool {
		return before.state.Status != Gone || after.state.Status == Gone && after.state.Operation == peering.NoResource
	}},
	{"nothing is Gone but by its deletion", func(before Circuit, e Event, after Circuit) bool {
		return after.state.Status != Gone || before.state.Status == Gone || e.Verb == CircuitDeleted
	}},
	{"today nothing is deleted that is provisioned", func(before Circuit, e Event, _ Circuit) bool {
		return e.Verb != DeleteCircuit || before.known().Want.Edition == Edition2016 ||
			before.state.Provider == NotProvisioned || before.state.Provider == NotApplicable
	}},
	{"only the provider moves the provider's side", func(before Circuit, e Event, after Circuit) bool {
		return before.state.Provider == after.state.Provider || e.Actor() == machine.Provider
	}},
	{"an event about one peering leaves the others and the circuit alone", func(before Circuit, e Event, after Circuit) bool {
		if e.Peering == 0 {
			return true
		}
		a, b := before.state, after.state
		*a.OfPeering(e.Peering), *b.OfPeering(e.Peering) = peering.State{}, peering.State{}
		if e.Peering == peeringMicrosoft { // whose tickets are on record with the acts
			a.Acts &^= EvidenceSentIPv4 | EvidenceSentIPv6
			b.Acts &^= EvidenceSentIPv4 | EvidenceSentIPv6
		}
		return a == b
	}},
	{"an event about one link leaves the others and the machines alone", func(before Circuit, e Event, after Circuit) bool {
		if e.Link == "" {
			return true
		}
		i := before.linkNamed(e.Link)
		a, b := before.state, after.state
		a.linked, a.authorized = a.linked.without(i), a.authorized.without(i)
		b.linked, b.authorized = b.linked.without(i), b.authorized.without(i)
		return a == b
	}},
	{"an act that no machine hears of is only put on record", func(before Circuit, e Event, after Circuit) bool {
		if e.Verb != OrderConnectivity && e.Verb != HandOverServiceKey && e.Verb != RequestDeprovisioning {
			return true
		}
		a, b := before.state, after.state
		a.Acts, b.Acts = 0, 0
		return a == b
	}},
	{"that it was created here is never forgotten", func(before Circuit, _ Event, after Circuit) bool {
		return before.state.Acts.Has(HistoryKnown) == after.state.Acts.Has(HistoryKnown) || after.state.Acts.Has(HistoryKnown)
	}},
	{"that it was provisioned is never forgotten", func(before Circuit, _ Event, after Circuit) bool {
		return !before.state.Acts.Has(ProvisionedBefore) || after.state.Acts.Has(ProvisionedBefore)
	}},
	{"papers do not move", func(before Circuit, _ Event, after Circuit) bool { return before.papers == after.papers }},
}

// TestMoves applies every event in every state, and checks what no event may change.
func TestMoves(t *testing.T) {
	inEveryWorld(t, func(t *testing.T, w *world) {
		for c := range w.every(1) {
			for _, e := range w.events {
				after, err := c.Apply(e)
				if err != nil {
					continue
				}
				for _, rule := range moveRules {
					if !rule.holds(c, e, after) {
						require.Failf(t, rule.name, "%s\nby %s to %s", named(c), e, named(after))
					}
				}
				if _, known := w.index[after.state]; !known {
					require.Failf(t, "not explored", "%s by %s", named(c), e)
				}
			}
		}
	})
}

// TestAnswersAgree checks that Apply, Check, Can and Options agree about every event in
// every state, that refusals have complete reasons, and that Fire leads to the same state
// as Apply.
func TestAnswersAgree(t *testing.T) {
	inEveryWorld(t, func(t *testing.T, w *world) {
		stride := 1 + len(w.states)/75
		for c := range w.every(stride) {
			before := dump(c)
			options := map[Event]Option{}
			var order []Event
			for _, o := range c.Options() {
				options[o.Event] = o
				order = append(order, o.Event)
			}
			require.Len(t, options, len(order), "an option twice in %s", named(c))
			for _, e := range c.events() {
				after, err := c.Apply(e)
				check := c.Check(e)
				require.Equal(t, err, check, "%s in %s", e, named(c))
				require.Equal(t, err == nil, c.Can(e), "%s in %s", e, named(c))
				option, offered := options[e]
				switch {
				case err == nil:
					require.Equal(t, !rowOf(e.Verb).seen(), offered && option.Ready(), "%s in %s", e, named(c))
					fired, err := c.Fire(t.Context(), e)
					require.NoError(t, err)
					require.Equal(t, after.state, fired.state, "looplab: %s in %s", e, named(c))
				default:
					require.Equal(t, c, after, "%s in %s", e, named(c))
					checkRefusal(t, c, e, err, option, offered)
				}
				if offered {
					require.Equal(t, e.Actor(), option.Actor)
					require.Equal(t, rowOf(e.Verb).Fails, option.Fails)
				}
			}
			require.True(t, slices.IsSortedFunc(order, func(a, b Event) int { return int(a.Verb) - int(b.Verb) }))
			require.Equal(t, before, dump(c), "the input changed")
		}
	})
}

// checkRefusal: a refusal is ErrNoRule, and then no option, or ErrUnmet with
// the option's reasons.
func checkRefusal(t *testing.T, c Circuit, e Event, err error, option Option, offered bool) {
	t.Helper()
	var refused *machine.TransitionError
	require.ErrorAs(t, err, &refused, "%s in %s", e, named(c))
	if errors.Is(err, machine.ErrNoRule) {
		require.False(t, offered, "%s in %s", e, named(c))
		return
	}
	require.ErrorIs(t, err, machine.ErrUnmet)
	require.NotEmpty(t, refused.Unmet, "%s in %s", e, named(c))
	if offered {
		require.Equal(t, refused.Unmet, option.Unmet, "%s in %s", e, named(c))
	} else { // no machine has a rule for it before the operation in flight has ended
		require.False(t, c.state.atRest(), "%s in %s", e, named(c))
	}
	seen := map[machine.Need]bool{}
	for _, u := range refused.Unmet {
		require.NotEmpty(t, u.Need)
		require.NotEmpty(t, u.Want, "%s", u.Need)
		require.NotEmpty(t, u.Found, "%s of %s in %s", u.Need, e, named(c))
		require.NotEmpty(t, u.Basis, "%s", u.Need)
		require.NotEmpty(t, u.Source, "%s", u.Need)
		require.Equal(t, u.Actor == machine.Nobody, u.Fix == "", "%s: who can act can do something: %+v", u.Need, u)
		require.False(t, seen[u.Need], "%s twice for %s in %s", u.Need, e, named(c))
		seen[u.Need] = true
	}
}

// flat returns how many events a plan has.
func flat(p Plan) int { return len(planEvents(p)) }

// TestPlans checks that every state has a plan, or an error with the reasons. A plan can
// be followed, gets shorter with every event, assumes no failure, and destroys only what
// was asked for.
func TestPlans(t *testing.T) {
	inEveryWorld(t, func(t *testing.T, w *world) {
		stride := 1 + len(w.states)/700
		for c := range w.every(stride) {
			before := dump(c)
			plan, err := c.Plan()
			leaving := c.state.Status == Gone || c.state.Status == Disabling || c.state.Operation == peering.Deleting
			unasked := c.state.Provider == Deprovisioning && !c.state.Acts.Has(DeprovisioningRequested)
			require.True(t, err == nil || leaving || unasked && lacksNeed(err, NeedChoice), "whatever became of a circuit that is not deleted, it can be had: %v\n%s", err, named(c))
			if checkNoPlan(t, c, err) {
				checkPlan(t, c, plan)
				checkUnasked(t, c, plan)
				checkShortens(t, c, plan, Circuit.Plan)
			}
			require.Equal(t, before, dump(c), "the input changed")
		}
	})
}

// lacksNeed reports whether a need is among the reasons for no plan.
func lacksNeed(err error, need machine.Need) bool {
	var none *NoPlanError
	return errors.As(err, &none) && slices.Contains(needsOf(none.Unmet()), need)
}

// TestTeardowns checks the same for teardowns, and that nothing bills at the end.
func TestTeardowns(t *testing.T) {
	inEveryWorld(t, func(t *testing.T, w *world) {
		stride := 1 + len(w.states)/700
		for c := range w.every(stride) {
			before := dump(c)
			plan, err := c.Teardown()
			require.NoError(t, err, "whatever became of a circuit, it can be taken down: %s", named(c))
			if checkNoPlan(t, c, err) {
				checkPlan(t, c, plan)
				end := checkShortens(t, c, plan, Circuit.Teardown)
				require.Contains(t, []Status{Gone, NotCreated}, end.state.Status, named(c))
				require.Equal(t, machine.No, bills(end))
			}
			require.Equal(t, before, dump(c), "the input changed")
		}
	})
}

// checkNoPlan reports whether there is a plan. If there is none the error says
// which leg fails and why.
func checkNoPlan(t *testing.T, c Circuit, err error) bool {
	t.Helper()
	if err == nil {
		return true
	}
	var none *NoPlanError
	require.ErrorAs(t, err, &none, named(c))
	require.NotEmpty(t, none.Plan.Goal)
	require.NotEmpty(t, none.Plan.Obstacles)
	if len(none.Unmet()) == 0 {
		require.Failf(t, "no reasons", "%v\n%s", err, named(c))
	}
	return false
}

func checkPlan(t *testing.T, c Circuit, p Plan) {
	t.Helper()
	require.NotEmpty(t, p.Goal)
	for i, s := range p.Steps {
		require.False(t, rowOf(s.Event.Verb).Fails, "%s is a failure; %s", s, named(c))
		require.Equal(t, s.Event.Actor(), s.Actor)
		require.NotEmpty(t, s.Leg)
		require.NotEmpty(t, s.Source)
		for _, e := range s.Then {
			require.False(t, rowOf(e.Verb).Fails, "%s is a failure; %s", e, named(c))
			require.Equal(t, machine.Microsoft, e.Actor())
		}
		if i > 0 {
			require.NotEqual(t, machine.Microsoft, s.Actor, "a wait that follows a step is part of it: %s in %s", s, named(c))
		}
		for _, u := range s.Assumes {
			require.True(t, u.Unknown, "%s", u.Need)
		}
		switch s.Event.Verb {
		case OrderConnectivity, HandOverServiceKey, RequestDeprovisioning, OpenTicket, CreateAuthorization:
			require.NotEmpty(t, s.Ask, "%s tells somebody something", s)
		case ChangeBandwidth:
			require.Equal(t, c.state.Provider == NotApplicable, s.Ask == "", "%s: the provider raises its side too", s)
		default:
			require.Empty(t, s.Ask, "%s", s)
		}
	}
	if len(p.Steps) > 0 {
		require.Equal(t, p.Steps[0].Actor, p.Turn())
		first := p.Steps[0]
		if len(first.Assumes) == 0 {
			require.NotEmpty(t, p.Ready(), "%s in %s", first, named(c))
			require.Equal(t, first.Event, p.Ready()[0].Event)
		}
	} else {
		require.Equal(t, machine.Nobody, p.Turn())
	}
}

// checkUnasked: on the way to the circuit as wanted nothing is taken away but a
// peering that shall not be there, or what the customer has already asked the
// provider to take down; and nothing is interrupted but a peering that is not
// as wanted.
func checkUnasked(t *testing.T, c Circuit, p Plan) {
	t.Helper()
	for _, s := range p.Steps {
		want := c.known().Want.OfPeering(s.Event.Peering)
		switch s.Effect {
		case Destroys:
			asked := want != nil && want.Mode == peering.WantAbsent || s.Event.Verb == DeprovisioningFinished && (c.state.Provider == Deprovisioning || c.state.Acts.Has(DeprovisioningRequested))
			require.True(t, asked, "%s destroys unasked in %s", s, named(c))
		case Interrupts:
			is := c.state.Peering(s.Event.Peering)
			asked := want != nil && (want.Mode == peering.WantAbsent || is.AsWanted != machine.Yes || is.Operation.Broken() || is.Operation == peering.Deleting)
			require.True(t, asked, "%s interrupts unasked in %s", s, named(c))
		}
	}
}

// checkShortens follows a plan: every event succeeds, unless the plan says what
// it assumes, and the plan from there on is exactly the rest.
func checkShortens(t *testing.T, c Circuit, p Plan, again func(Circuit) (Plan, error)) Circuit {
	t.Helper()
	for _, s := range p.Steps {
		for _, e := range append([]Event{s.Event}, s.Then...) {
			next, err := c.Apply(e)
			if err != nil && len(s.Assumes) > 0 {
				next = assume(t, c, e)
			} else {
				require.NoError(t, err, "%s in %s", e, named(c))
			}
			was, err := again(c)
			require.NoError(t, err)
			is, err := again(next)
			require.NoError(t, err, "no plan after %s in %s", e, named(c))
			require.Equal(t, flat(was)-1, flat(is), "%s does not shorten the plan in %s:\n%v\n%v", e, named(c), planEvents(was), planEvents(is))
			c = next
		}
	}
	end, err := again(c)
	require.NoError(t, err)
	require.Empty(t, end.Steps)
	return c
}

// assume applies an event of a plan, some of whose guards are not known to hold.
func assume(t *testing.T, c Circuit, e Event) Circuit {
	t.Helper()
	next, ok := assumed(c, e)
	require.True(t, ok, "%s in %s", e, named(c))
	c.state = next
	return c
}

// TestPhaseAgreesWithPlan checks that a phase waits for the actor whose turn it is in
// the plan.
func TestPhaseAgreesWithPlan(t *testing.T) {
	inEveryWorld(t, func(t *testing.T, w *world) {
		stride := 1 + len(w.states)/1500
		for c := range w.every(stride) {
			phase := c.Phase()
			plan, err := c.Next()
			require.Equal(t, phase.Kind == PhaseTerminal, c.state.Status == Gone, named(c))
			require.NotEqual(t, PhaseUnclear, phase.Kind, named(c))
			require.Equal(t, phase.Kind == PhaseWaiting && phase.For != 0, phase.For != 0, named(c))
			switch phase.Kind {
			case PhaseResting:
				require.True(t, c.Leaving() || c.known().Want.Retire || !c.known().Want.wantsUse() || c.InService() == nil, "at rest, and carries nothing: %s", named(c))
				require.NoError(t, err, named(c))
				require.Empty(t, plan.Steps, named(c))
				require.True(t, c.state.atRest(), named(c))
			case PhaseTransient:
				microsofts := !c.state.atRest() || c.state.validating() || err == nil && plan.Turn() == machine.Microsoft
				require.True(t, microsofts, named(c))
			case PhaseWaiting:
				var none *NoPlanError
				if errors.As(err, &none) {
					require.Equal(t, none.Unmet()[0].Actor, phase.For, named(c))
				} else {
					if !plan.Done() {
						require.Equal(t, plan.Turn(), phase.For, named(c))
					} else {
						require.Error(t, c.InService(), named(c))
					}
					require.NotContains(t, []machine.Actor{machine.Nobody, machine.Microsoft}, phase.For, named(c))
				}
			}
		}
	})
}

// TestInServiceAgreesWithPlan checks that a circuit at rest with a done plan is usable,
// and that all its wanted peerings are in service.
func TestInServiceAgreesWithPlan(t *testing.T) {
	inEveryWorld(t, func(t *testing.T, w *world) {
		stride := 1 + len(w.states)/1500
		for c := range w.every(stride) {
			plan, err := c.Plan()
			if err != nil || len(plan.Steps) > 0 {
				continue
			}
			require.NoError(t, c.Usable(), named(c))
			for p := range peering.Types() {
				want := c.known().Want.OfPeering(p)
				if want.Mode != peering.WantPresent {
					continue
				}
				err := c.InService(p)
				if p == peeringMicrosoft && c.known().Want.routeFilter() == "" && c.known().Want.Edition != Edition2016 {
					assert.True(t, machine.Lacks(err, NeedRouteFilter))
					continue
				}
				require.NoError(t, err, named(c))
			}
		}
	})
}

// TestUsable checks that Usable returns nil only in the pair of states that the article
// names.
func TestUsable(t *testing.T) {
	for p := ProviderState(0); p < 8; p++ {
		for s := Status(0); s < 9; s++ {
			c := Circuit{state: State{Provider: p, Status: s}}
			pair := s == Enabled && (p == Provisioned || p == NotApplicable)
			err := c.Usable()
			assert.Equal(t, pair, err == nil, "%s/%s", p, s)
			assert.Equal(t, pair, c.state.Usable() == machine.Yes, "%s/%s", p, s)
			if p == 0 || p == Provisioned || p == NotApplicable {
				assert.False(t, machine.Lacks(err, NeedProvisioned) && p != 0, "%s/%s", p, s)
			}
			assert.Equal(t, s != Enabled, machine.Lacks(err, NeedEnabled), "%s/%s", p, s)
		}
	}
}
