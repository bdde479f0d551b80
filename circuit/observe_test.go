package circuit

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/expressroute-go/expressroute/bgp"
	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
	"github.com/expressroute-go/expressroute/prefixes"
)

// day returns the time of the n-th read.
func day(n int) time.Time { return time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, n) }

// shown returns the observation of a document about the circuit: everything that Azure
// shows, in the words of the API.
func shown(c Circuit, at time.Time) Observation {
	s := c.state
	o := Observation{At: at, Have: c.Have(), State: State{Provider: s.Provider, Status: s.Status, Operation: s.Operation, States: peering.States{Private: shownPeering(s.Private), Public: shownPeering(s.Public), Microsoft: shownPeering(s.Microsoft)}}}
	o.Have.ID = "/circuit"
	for t := range peering.Types() {
		if want := c.known().Want.OfPeering(t); want.Mode == peering.WantPresent && s.Peering(t).Exists() == machine.Yes {
			*o.Have.OfPeering(t) = want.Config.Clone()
			if s.Peering(t).RouteFilter != machine.Yes {
				o.Have.OfPeering(t).IPv4.RouteFilter, o.Have.OfPeering(t).IPv6.RouteFilter = "", ""
			}
		}
	}
	return o
}

func shownPeering(p peering.State) peering.State {
	p.AsWanted = 0
	for _, f := range []*peering.FamilyState{&p.IPv4, &p.IPv6} {
		f.BGP = 0
		if f.Prefixes == prefixes.ManualValidation {
			f.Prefixes = prefixes.ValidationNeeded // there is no other word on the wire
		}
	}
	return p
}

// visible returns the part of a state that documents show.
func visible(s State) State {
	v := State{Provider: s.Provider, Status: s.Status, Operation: s.Operation}
	for t := range peering.Types() {
		p := shownPeering(s.Peering(t))
		p.ModifiedBy, p.RouteFilter = 0, 0
		if t != peeringMicrosoft {
			p.IPv4.Prefixes, p.IPv6.Prefixes = 0, 0 // they have no meaning on this peering
		}
		*v.OfPeering(t) = p
	}
	return v
}

func mustObserve(t *testing.T, c Circuit, o Observation) (Circuit, Explanation) {
	t.Helper()
	next, x, err := c.Observe(o)
	require.NoError(t, err)
	return next, x
}

// parts splits an observation into those of separate documents: the circuit, and each
// peering.
func parts(o Observation) []Observation {
	alone := Observation{At: o.At, Have: o.Have, State: State{Provider: o.State.Provider, Status: o.State.Status, Operation: o.State.Operation}}
	alone.Have.Private, alone.Have.Public, alone.Have.Microsoft = peering.Config{}, peering.Config{}, peering.Config{}
	all := []Observation{alone}
	for t := range peering.Types() {
		part := Observation{At: o.At, Have: Config{ID: o.Have.ID}}
		*part.State.OfPeering(t) = *o.State.OfPeering(t)
		*part.Have.OfPeering(t) = o.Have.Peering(t)
		all = append(all, part)
	}
	return all
}

// permutations calls f with every order of the list.
func permutations[T any](list []T, f func([]T)) {
	var permute func(int)
	list = slices.Clone(list)
	permute = func(k int) {
		if k == len(list) {
			f(slices.Clone(list))
			return
		}
		for i := k; i < len(list); i++ {
			list[k], list[i] = list[i], list[k]
			permute(k + 1)
			list[k], list[i] = list[i], list[k]
		}
	}
	permute(0)
}

// sameCircuit asserts that two circuits are equal, with the times of their reads.
func sameCircuit(t *testing.T, want, got Circuit, msg ...any) {
	t.Helper()
	require.Equal(t, want.Snapshot(), got.Snapshot(), msg...)
	require.Equal(t, want.Have(), got.Have(), msg...)
	require.Equal(t, want.Seen(), got.Seen(), msg...)
}

// fullCircuit returns a circuit in service, with two peerings and everything that can be
// read.
func fullCircuit(t *testing.T) Circuit {
	t.Helper()
	c := fresh(Spec{Order: fullOrder, Wants: peering.Wants{Private: dualPrivate(), Microsoft: dualMicrosoft()}})
	plan, err := c.Plan()
	require.NoError(t, err)
	return follow(t, c, plan)
}

func TestFirstObservationIsAdopted(t *testing.T) {
	full := fullCircuit(t)
	o := shown(full, day(1))
	o.Have.ServiceKey = machine.NewSecret("key")
	c, x := mustObserve(t, Circuit{}, o)
	assert.Equal(t, []string{"circuit", "AzurePrivatePeering", "AzurePublicPeering", "MicrosoftPeering"}, x.Adopted)
	assert.Empty(t, x.Events)
	assert.Empty(t, x.Drift)
	assert.Empty(t, x.Ignored)
	assert.Equal(t, visible(full.state), visible(c.state))
	o.Have.Birth = fingerprint(o.Have.ServiceKey)
	assert.Equal(t, o.Have, c.Have())
	assert.Equal(t, day(1), c.Seen().Circuit)
	for _, f := range bothIPs {
		assert.Equal(t, bgp.Enabled, c.state.Microsoft.Family(f).BGP)
		assert.Equal(t, bgp.Enabled, c.state.Private.Family(f).BGP)
	}
	assert.Zero(t, c.state.Acts&^ProvisionedBefore, "of its history nothing is known")
	assert.Zero(t, c.Want())

	only, err := Observed(o)
	require.NoError(t, err)
	assert.Equal(t, c, only)
}

// TestPartialObservationsConverge checks that several documents of the same time, in
// every order, make the same circuit as one document.
func TestPartialObservationsConverge(t *testing.T) {
	full := fullCircuit(t)
	o := shown(full, day(1))
	for _, start := range []struct {
		name string
		c    Circuit
	}{{"nothing known", Circuit{}}, {"wanted", fresh(full.Want())}} {
		t.Run(start.name, func(t *testing.T) {
			want, _ := mustObserve(t, start.c, o)
			permutations(parts(o), func(order []Observation) {
				c := start.c
				for _, part := range order {
					c, _ = mustObserve(t, c, part)
				}
				require.Equal(t, visible(want.state), visible(c.state))
				require.Equal(t, want.Have(), c.Have())
				require.Equal(t, seenThen(want), seenThen(c))
				for p := range peering.Types() {
					require.Equal(t, want.state.Peering(p), c.state.Peering(p))
				}
			})
		})
	}
}

// seenThen returns when a circuit was seen, without since when its states have their
// values: each partial document shows states that were not known before it.
func seenThen(c Circuit) Seen {
	seen := c.Seen()
	if c.known().Want.Order != (Order{}) {
		seen.Since = nil
	}
	return seen
}

// TestAnyTwoReads checks, for any known state and any state that is read, that the
// circuit is then as it was read, and that the same read again shows nothing new.
func TestAnyTwoReads(t *testing.T) {
	inEveryWorld(t, func(t *testing.T, w *world) {
		r := seeded(w.name)
		for range rounds(150) {
			known, is := w.at(w.states[r.IntN(len(w.states))]), w.at(w.states[r.IntN(len(w.states))])
			o := shown(is, day(1))
			c, _ := mustObserve(t, known, o)
			require.Equal(t, visible(is.state), visible(c.state), "known as %s, read as %s", named(known), named(is))
			again, x := mustObserve(t, c, o)
			sameCircuit(t, c, again)
			require.Empty(t, x.Events, "read as %s", named(is))
			require.Empty(t, x.Drift, "read as %s", named(is))
			require.Empty(t, x.Ignored)
		}
	})
}

// TestOneEventIsExplained checks that the change that one event makes in the documents
// is explained by one event, and is never drift.
func TestOneEventIsExplained(t *testing.T) {
	inEveryWorld(t, func(t *testing.T, w *world) {
		stride := 1 + len(w.states)/75
		for c := range w.every(stride) {
			if c.state.Status == NotCreated {
				continue // no document shows a circuit that does not exist
			}
			for _, e := range w.events {
				after, err := c.Apply(e)
				if err != nil || e.Verb == CircuitDeleted {
					continue
				}
				next, x := mustObserve(t, c, shown(after, day(1)))
				require.Equal(t, visible(after.state), visible(next.state))
				if visible(after.state) == visible(c.state) {
					require.Empty(t, x.Events, "%s in %s", e, named(c))
					continue
				}
				require.Empty(t, x.Drift, "%s in %s", e, named(c))
				require.NotEmpty(t, x.Events, "%s in %s", e, named(c))
				if e.Peering == 0 || c.state.Peering(e.Peering).AsWanted != machine.Unknown {
					require.Len(t, x.Events, 1, "%s in %s", e, named(c))
				}
				for family := range 2 {
					for p := range peering.Types() {
						want, is := after.state.Peering(p).Family(bothIPs[family]).BGP, next.state.Peering(p).Family(bothIPs[family]).BGP
						require.Equal(t, want, is, "%s in %s", e, named(c))
					}
				}
			}
		}
	})
}

func TestEchoNeverMoves(t *testing.T) {
	inEveryWorld(t, func(t *testing.T, w *world) {
		r := seeded(w.name)
		for range rounds(100) {
			known, is := w.at(w.states[r.IntN(len(w.states))]), w.at(w.states[r.IntN(len(w.states))])
			o := shown(is, day(1))
			o.Echo = true
			o.Have.Strange = []Strange{{Path: "properties.x", Value: "y"}}
			c, x := mustObserve(t, known, o)
			require.Equal(t, known, c)
			require.Empty(t, x.Events)
			require.Empty(t, x.Drift)
			require.Empty(t, x.Adopted)
			require.Len(t, x.Ignored, 1)
			require.Equal(t, o.Have.Strange, x.Strange)
		}
	})
}

// TestOlderNeverUndoesNewer checks that reads in the wrong order leave the circuit as the
// newest one shows it.
func TestOlderNeverUndoesNewer(t *testing.T) {
	inEveryWorld(t, func(t *testing.T, w *world) {
		r := seeded(w.name)
		for range rounds(60) {
			var reads []Observation
			for n := range 3 {
				reads = append(reads, shown(w.at(w.states[r.IntN(len(w.states))]), day(n)))
			}
			newest := reads[2]
			permutations(reads, func(order []Observation) {
				c := w.start
				c.state = State{}
				for _, o := range order {
					c, _ = mustObserve(t, c, o)
				}
				want := visible(State{Provider: newest.State.Provider, Status: newest.State.Status, Operation: newest.State.Operation, States: peering.States{Private: newest.State.Private, Public: newest.State.Public, Microsoft: newest.State.Microsoft}})
				require.Equal(t, want, visible(c.state))
				require.Equal(t, day(2), c.Seen().Circuit)
			})
		}
	})
}

// TestStaleReadChangesNothing checks that an old read is ignored and listed as ignored.
func TestStaleReadChangesNothing(t *testing.T) {
	full := fullCircuit(t)
	c, _ := mustObserve(t, full, shown(full, day(5)))
	old := shown(fresh(full.Want()), day(4))
	old.State.Provider, old.State.Status, old.State.Operation = NotProvisioned, Enabled, peering.Succeeded
	old.Have = Config{ID: "/circuit", Order: Order{Provider: "other", Bandwidth: 50}, ETag: "old"}
	next, x := mustObserve(t, c, old)
	sameCircuit(t, c, next)
	assert.Empty(t, x.Events)
	assert.Empty(t, x.Drift)
	assert.Len(t, x.Ignored, 4)
}

// TestStaleCircuitFreshPeering checks that a document that is too old for the circuit,
// but the newest for a peering, updates the configuration of the peering.
func TestStaleCircuitFreshPeering(t *testing.T) {
	full := fullCircuit(t)
	whole := shown(full, day(1))
	circuitOnly := parts(shown(full, day(2)))[0]
	c, _ := mustObserve(t, Circuit{}, circuitOnly)
	c, x := mustObserve(t, c, whole)
	assert.Len(t, x.Ignored, 1)
	assert.Equal(t, full.state.Private.IPv4.Admin, c.state.Private.IPv4.Admin)
	assert.Equal(t, whole.Have.Private, c.Have().Private)
	assert.Equal(t, whole.Have.Microsoft, c.Have().Microsoft)
}

// TestStaleConfigurationOnly checks that an old read that shows only the configuration
// of the circuit is ignored too.
func TestStaleConfigurationOnly(t *testing.T) {
	full := fullCircuit(t)
	c, _ := mustObserve(t, full, shown(full, day(5)))
	next, _ := mustObserve(t, c, Observation{At: day(1), Have: Config{ID: "/circuit", ETag: "old", Order: Order{Bandwidth: 50}}})
	assert.Equal(t, c.Have(), next.Have())
}

// TestStaleSessions checks that an older route-table summary is ignored.
func TestStaleSessions(t *testing.T) {
	session := Session{Peering: peeringPrivate, Family: peering.IPv4}
	up := bgp.Paths{Primary: bgp.Path{Session: bgp.Established}, Secondary: bgp.Path{Session: bgp.Established}}
	down := bgp.Paths{Primary: bgp.Path{Session: bgp.Idle}, Secondary: bgp.Path{Session: bgp.Idle}}
	full := fullCircuit(t)
	o := shown(full, day(5))
	o.Have.Sessions = map[Session]bgp.Paths{session: up}
	c, _ := mustObserve(t, full, o)
	o = shown(full, day(1))
	o.Have.Sessions = map[Session]bgp.Paths{session: down}
	c, _ = mustObserve(t, c, o)
	assert.Equal(t, up, c.Have().Sessions[session])
}

func notFound(at time.Time) Observation {
	return Observation{At: at, NotFound: true, Have: Config{ID: "/circuit"}}
}

// TestOneAnswerIsNotGone checks that it takes three 404 answers in a row to take a
// circuit for deleted, as in terraform-provider-azurerm.
func TestOneAnswerIsNotGone(t *testing.T) {
	require.Equal(t, 3, absences)
	full := fullCircuit(t)
	known, _ := mustObserve(t, full, shown(full, day(0)))
	c := known
	for n := 1; n < absences; n++ {
		var x Explanation
		c, x = mustObserve(t, c, notFound(day(n)))
		assert.Equal(t, known.state, c.state)
		assert.Len(t, x.Ignored, 1)
		assert.Equal(t, n, c.Seen().Absences)
	}
	c, x := mustObserve(t, c, notFound(day(absences)))
	assert.Equal(t, Gone, c.state.Status)
	assert.Equal(t, peering.NoResource, c.state.Operation)
	assert.Empty(t, x.Drift)
	require.NotEmpty(t, x.Events, "somebody deleted it")
	assert.Equal(t, CircuitDeleted, x.Events[len(x.Events)-1].Verb)
	assert.Equal(t, machine.No, bills(c))
	assert.Equal(t, Phase{Kind: PhaseTerminal}.String(), c.Phase().String())
	again, x := mustObserve(t, c, notFound(day(absences+1)))
	assert.Equal(t, c.state, again.state)
	assert.Empty(t, x.Drift)
}

// TestAbsencesAreInARow checks that a read in between restarts the count of 404 answers,
// and that an older read does not.
func TestAbsencesAreInARow(t *testing.T) {
	full := fullCircuit(t)
	c, _ := mustObserve(t, full, shown(full, day(0)))
	for n := range 10 {
		c, _ = mustObserve(t, c, notFound(day(2*n+1)))
		c, _ = mustObserve(t, c, shown(full, day(2*n+2)))
	}
	assert.Equal(t, full.state.Status, c.state.Status)
	assert.Zero(t, c.Seen().Absences)

	c, _ = mustObserve(t, c, notFound(day(30)))
	c, _ = mustObserve(t, c, notFound(day(31)))
	c, _ = mustObserve(t, c, shown(full, day(3)))
	c, _ = mustObserve(t, c, notFound(day(32)))
	assert.Equal(t, Gone, c.state.Status, "an older read does not undo newer absences")
}

// TestStaleAbsence checks that a 404 answer from before the last read is ignored.
func TestStaleAbsence(t *testing.T) {
	full := fullCircuit(t)
	c, _ := mustObserve(t, full, shown(full, day(9)))
	for n := range absences + 1 {
		c, _ = mustObserve(t, c, notFound(day(n)))
	}
	assert.Equal(t, Enabled, c.state.Status)
	assert.Zero(t, c.Seen().Absences)
}

func TestAbsenceWhileDeletingIsTheEnd(t *testing.T) {
	c := after(t, fresh(Spec{Order: fullOrder}), CreateCircuit, OperationFinished, DeleteCircuit)
	c, x := mustObserve(t, c, notFound(day(1)))
	assert.Equal(t, []Event{{Verb: CircuitDeleted}}, x.Events)
	assert.Empty(t, x.Drift)
	assert.Equal(t, Gone, c.state.Status)
	assert.Equal(t, machine.No, bills(c))
}

func TestAbsenceBeforeCreationIsNothing(t *testing.T) {
	start := fresh(Spec{Order: fullOrder})
	c, x := mustObserve(t, start, notFound(day(1)))
	assert.Equal(t, start.state, c.state)
	assert.Empty(t, x.Events)
	assert.Empty(t, x.Drift)
}

func TestAnotherCircuitIsRefused(t *testing.T) {
	full := fullCircuit(t)
	c, _ := mustObserve(t, full, shown(full, day(0)))
	for _, o := range []Observation{shown(full, day(1)), notFound(day(1)), {Echo: true}} {
		o.Have.ID = "/another"
		next, _, err := c.Observe(o)
		require.ErrorIs(t, err, ErrOtherCircuit)
		assert.Equal(t, c, next)
	}
	o := shown(full, day(1))
	o.Have.ID = "/CIRCUIT/"
	_, _, err := c.Observe(o)
	assert.NoError(t, err, "Azure does not keep the case of resource IDs")
}

// pair holds the states that a document shows of a circuit.
type pair struct {
	op       peering.Operation
	status   Status
	provider ProviderState
}

func (p pair) String() string { return fmt.Sprintf("%s/%s/%s", p.op, p.status, p.provider) }

func (p pair) read(at int) Observation {
	return Observation{At: day(at), Have: Config{ID: "/circuit", Order: fullOrder}, State: State{Operation: p.op, Status: p.status, Provider: p.provider, States: peering.States{Private: peering.NotThere(), Public: peering.NotThere(), Microsoft: peering.NotThere()}}}
}

// TestCircuitExplanations checks which events explain the change between two reads.
// Changes marked as recorded are from the test sessions of Azure/azure-cli,
// azure-powershell and azure-sdk-for-*, 2015-2025.
func TestCircuitExplanations(t *testing.T) {
	const s, u, f, d = peering.Succeeded, peering.Updating, peering.Failed, peering.Deleting
	for _, tt := range []struct {
		from, to pair
		want     []Verb // nil: no events, drift
	}{
		{pair{s, Enabled, NotProvisioned}, pair{s, Enabled, NotProvisioned}, []Verb{}},
		{pair{s, Enabled, NotProvisioned}, pair{s, Enabled, Provisioning}, []Verb{ProvisioningStarted}},
		{pair{s, Enabled, Provisioning}, pair{s, Enabled, Provisioned}, []Verb{ProvisioningFinished}},
		{pair{s, Enabled, NotProvisioned}, pair{s, Enabled, Provisioned}, []Verb{ProvisioningFinished}},
		{pair{s, Enabled, Provisioning}, pair{s, Enabled, NotProvisioned}, []Verb{ProvisioningAbandoned}},
		{pair{s, Enabled, Provisioned}, pair{s, Enabled, Deprovisioning}, []Verb{DeprovisioningStarted}},
		{pair{s, Enabled, Deprovisioning}, pair{s, Enabled, NotProvisioned}, []Verb{DeprovisioningFinished}},
		{pair{s, Enabled, Provisioned}, pair{s, Enabled, NotProvisioned}, []Verb{DeprovisioningFinished}},
		{pair{s, Enabled, NotProvisioned}, pair{u, Enabled, NotProvisioned}, []Verb{RefreshCircuit}},
		{pair{u, Enabled, NotProvisioned}, pair{s, Enabled, NotProvisioned}, []Verb{OperationFinished}},
		{pair{u, Enabled, NotProvisioned}, pair{f, Enabled, NotProvisioned}, []Verb{OperationFailed}},
		{pair{s, Enabled, NotProvisioned}, pair{f, Enabled, NotProvisioned}, []Verb{FailureSpread}},                          // recorded
		{pair{s, Enabled, NotProvisioned}, pair{f, Disabled, NotProvisioned}, []Verb{CircuitDisabled}},                       // recorded
		{pair{f, Disabled, NotProvisioned}, pair{s, Enabled, NotProvisioned}, []Verb{RefreshCircuit, OperationFinished}},     // the repair
		{pair{f, Enabled, Provisioned}, pair{s, Enabled, Provisioned}, []Verb{RefreshCircuit, OperationFinished}},            // the repair
		{pair{s, Enabled, NotProvisioned}, pair{d, Disabling, NotProvisioned}, []Verb{DeleteCircuit}},                        // today
		{pair{f, Disabled, NotProvisioned}, pair{d, Disabling, NotProvisioned}, []Verb{DeleteCircuit}},                       // "DELETE still works"
		{pair{u, Enabling, NotProvisioned}, pair{s, Enabled, NotProvisioned}, []Verb{OperationFinished}},                     // created
		{pair{u, Enabling, NotProvisioned}, pair{s, Enabled, Provisioned}, []Verb{OperationFinished, ProvisioningFinished}},  // missed
		{pair{s, Enabled, Provisioned}, pair{d, Disabling, NotProvisioned}, []Verb{DeprovisioningFinished, DeleteCircuit}},   // missed
		{pair{s, Enabled, NotProvisioned}, pair{s, NotCreated, NotProvisioned}, nil},                                         // no way back
		{pair{s, Enabled, Provisioned}, pair{s, Enabled, NotApplicable}, nil},                                                // another kind
		{pair{s, Enabled, Provisioned}, pair{u, Enabled, Deprovisioning}, []Verb{RefreshCircuit, DeprovisioningStarted}},     // both
		{pair{u, Enabled, Provisioned}, pair{s, Enabled, NotProvisioned}, []Verb{OperationFinished, DeprovisioningFinished}}, // both
		{pair{f, Disabled, NotProvisioned}, pair{u, Enabling, NotProvisioned}, []Verb{RefreshCircuit}},                       // being repaired
		{pair{s, Enabled, Provisioning}, pair{f, Enabled, Provisioned}, []Verb{ProvisioningFinished, FailureSpread}},         // both
		{pair{u, Enabled, Provisioned}, pair{d, Disabling, NotProvisioned}, []Verb{DeprovisioningFinished, DeleteCircuit}},   // the shorter of two
	} {
		t.Run(tt.from.String()+" -> "+tt.to.String(), func(t *testing.T) {
			c, _ := mustObserve(t, Circuit{}, tt.from.read(1))
			next, x := mustObserve(t, c, tt.to.read(2))
			verbs := []Verb{}
			for _, e := range x.Events {
				verbs = append(verbs, e.Verb)
			}
			if tt.want == nil {
				assert.Empty(t, verbs)
				assert.NotEmpty(t, x.Drift)
			} else {
				assert.ElementsMatch(t, tt.want, verbs)
				assert.Empty(t, x.Drift)
			}
			assert.Equal(t, tt.to, pair{next.state.Operation, next.state.Status, next.state.Provider})
		})
	}
}

// row holds the states that a document shows of a peering: operation, state, prefixes,
// IPv6 state, IPv6 prefixes.
type row struct {
	op  peering.Operation
	on  peering.Admin
	pfx prefixes.State
	on6 peering.Admin
	px6 prefixes.State
}

func (r row) String() string { return fmt.Sprintf("%s/%s/%s/%s/%s", r.op, r.on, r.pfx, r.on6, r.px6) }

func (r row) read(of peering.Type, at int) Observation {
	o := pair{peering.Succeeded, Enabled, NotProvisioned}.read(at)
	*o.State.OfPeering(of) = peering.State{
		IPv4: peering.FamilyState{Admin: r.on, Prefixes: r.pfx}, IPv6: peering.FamilyState{Admin: r.on6, Prefixes: r.px6},
		Operation: r.op, ModifiedBy: machine.Customer, RouteFilter: machine.No,
	}
	config := map[peering.Type]peering.Config{peeringPrivate: privateV4.Config, peeringPublic: publicV4.Config, peeringMicrosoft: microsoftV4.Config}[of]
	if r.on == peering.Absent && r.on6 == peering.Absent {
		config = peering.Config{}
	} else if r.on6 != peering.Absent {
		config.IPv6 = halfV6
		if of == peeringMicrosoft {
			config.IPv6 = halfMicrosoftV6
		}
	}
	*o.Have.OfPeering(of) = config
	return o
}

// TestRecordedPeeringArrows checks that events explain every recorded change of a peering
// on a circuit that is Enabled and NotProvisioned, although Azure's documentation
// forbids to configure such peerings.
func TestRecordedPeeringArrows(t *testing.T) {
	const (
		s, u, f, none, del = peering.Succeeded, peering.Updating, peering.Failed, peering.NoResource, peering.Deleting
		on, off, absent    = peering.Enabled, peering.Disabled, peering.Absent
		no, vn, ok         = prefixes.NotConfigured, prefixes.ValidationNeeded, prefixes.Configured
	)
	for _, tt := range []struct {
		of       peering.Type
		from, to row
	}{
		{peeringPrivate, row{none, absent, no, absent, no}, row{s, on, no, absent, no}},
		{peeringPrivate, row{none, absent, no, absent, no}, row{u, on, no, absent, no}},
		{peeringPrivate, row{none, absent, no, absent, no}, row{u, off, no, absent, no}},
		{peeringPrivate, row{u, off, no, absent, no}, row{s, on, no, absent, no}},
		{peeringPrivate, row{u, on, no, absent, no}, row{s, on, no, absent, no}},
		{peeringPrivate, row{s, on, no, absent, no}, row{u, on, no, absent, no}},
		{peeringPrivate, row{s, on, no, absent, no}, row{f, on, no, absent, no}},
		{peeringPrivate, row{s, on, no, absent, no}, row{del, on, no, absent, no}},
		{peeringPrivate, row{s, on, no, absent, no}, row{none, absent, no, absent, no}},
		{peeringPrivate, row{s, on, no, absent, no}, row{s, off, no, absent, no}},
		{peeringPrivate, row{u, on, no, on, no}, row{s, off, no, on, no}},
		{peeringPublic, row{none, absent, no, absent, no}, row{s, on, no, absent, no}},
		{peeringPublic, row{s, on, no, absent, no}, row{u, on, no, absent, no}},
		{peeringMicrosoft, row{none, absent, no, absent, no}, row{u, on, no, absent, no}},
		{peeringMicrosoft, row{none, absent, no, absent, no}, row{s, on, vn, absent, no}},
		{peeringMicrosoft, row{none, absent, no, absent, no}, row{s, on, ok, absent, no}},
		{peeringMicrosoft, row{u, on, no, absent, no}, row{s, on, vn, absent, no}},
		{peeringMicrosoft, row{u, off, no, absent, no}, row{s, on, vn, absent, no}},
		{peeringMicrosoft, row{u, off, no, absent, no}, row{s, on, ok, absent, no}},
		{peeringMicrosoft, row{u, off, no, absent, no}, row{f, off, no, absent, no}},
		{peeringMicrosoft, row{s, on, vn, absent, no}, row{s, on, vn, on, vn}},
		{peeringMicrosoft, row{s, on, vn, absent, no}, row{u, on, vn, on, no}},
		{peeringMicrosoft, row{s, on, vn, absent, no}, row{u, on, vn, absent, no}},
		{peeringMicrosoft, row{u, on, vn, absent, no}, row{s, on, vn, absent, no}},
		{peeringMicrosoft, row{u, on, vn, on, no}, row{s, on, vn, on, vn}},
		{peeringMicrosoft, row{s, on, ok, absent, no}, row{s, on, ok, on, vn}},
		{peeringMicrosoft, row{s, on, ok, absent, no}, row{u, on, ok, absent, no}},
		{peeringMicrosoft, row{u, on, ok, absent, no}, row{s, on, ok, absent, no}},
		{peeringMicrosoft, row{s, on, vn, absent, no}, row{s, on, ok, absent, no}},
		{peeringMicrosoft, row{s, on, vn, absent, no}, row{none, absent, no, absent, no}},
	} {
		t.Run(fmt.Sprintf("%s %s -> %s", tt.of, tt.from, tt.to), func(t *testing.T) {
			c, _ := mustObserve(t, Circuit{}, tt.from.read(tt.of, 1))
			next, x := mustObserve(t, c, tt.to.read(tt.of, 2))
			assert.NotEmpty(t, x.Events)
			assert.Empty(t, stateDrift(x))
			p := next.state.Peering(tt.of)
			assert.Equal(t, tt.to.op, p.Operation)
			assert.Equal(t, tt.to.on, p.IPv4.Admin)
			assert.Equal(t, tt.to.on6, p.IPv6.Admin)
		})
	}
}

// TestRecordedUpdateIsOneWrite checks that a recorded update, which keeps state and
// prefixes while it is in flight, is explained as one write, and its end as one event.
func TestRecordedUpdateIsOneWrite(t *testing.T) {
	for _, pfx := range []prefixes.State{prefixes.NotConfigured, prefixes.Configured, prefixes.ValidationNeeded} {
		t.Run(pfx.String(), func(t *testing.T) {
			still := row{peering.Succeeded, peering.Enabled, pfx, peering.Absent, prefixes.NotConfigured}
			updating := still
			updating.op = peering.Updating
			c, _ := mustObserve(t, Circuit{}, still.read(peeringMicrosoft, 1))
			c, x := mustObserve(t, c, updating.read(peeringMicrosoft, 2))
			assert.Equal(t, []Event{{Verb: ConfigurePeering, Peering: peeringMicrosoft}}, x.Events)
			assert.Empty(t, x.Drift)
			_, x = mustObserve(t, c, still.read(peeringMicrosoft, 3))
			assert.Equal(t, []Event{{Verb: OperationFinished, Peering: peeringMicrosoft}}, x.Events)
			assert.Empty(t, x.Drift)
		})
	}
}

// stateDrift returns the drift of states, without that of the configuration.
func stateDrift(x Explanation) []Change {
	return slices.DeleteFunc(slices.Clone(x.Drift), func(d Change) bool {
		last := d.Path[strings.LastIndex(d.Path, ".")+1:]
		return !slices.Contains([]string{"provider", "status", "operation", "admin", "prefixes"}, last)
	})
}

// TestChangedPrefixesAreExplained checks that writing other prefixes restarts their
// validation, whoever writes them.
func TestChangedPrefixesAreExplained(t *testing.T) {
	for _, c := range []Circuit{fullCircuit(t), {}} {
		full := fullCircuit(t)
		c, _ := mustObserve(t, c, shown(full, day(1)))
		require.Equal(t, prefixes.Configured, c.state.Microsoft.IPv4.Prefixes)
		o := shown(full, day(2))
		o.Have.Microsoft.IPv4.Advertised = []prefixes.Prefix{prefixes.MustParsePrefix("131.107.9.0/24")}
		o.State.Microsoft.Operation = peering.Updating
		o.State.Microsoft.IPv4.Prefixes = prefixes.NotConfigured
		c, x := mustObserve(t, c, o)
		assert.Equal(t, []Event{{Verb: ConfigurePeering, Peering: peeringMicrosoft}}, x.Events)
		assert.Empty(t, stateDrift(x))
		assert.Equal(t, prefixes.NotConfigured, c.state.Microsoft.IPv4.Prefixes)
		assert.Equal(t, prefixes.Configured, c.state.Microsoft.IPv6.Prefixes)
		assert.Equal(t, bgp.Disabled, c.state.Microsoft.IPv4.BGP)
	}
}

// TestRecordedFactsAreNotRefusedAsEnforced checks that no rule that Azure was seen to
// break is marked Enforced. All 99 recorded writes of a peering were to circuits in
// Succeeded/Enabled/NotProvisioned and were accepted, and so were 18 deletes of such
// circuits with peerings on them (recorded in the same sessions).
func TestRecordedFactsAreNotRefusedAsEnforced(t *testing.T) {
	peerings := map[peering.Type]peering.Want{peeringPrivate: privateV4, peeringPublic: publicV4, peeringMicrosoft: microsoftV4}
	for _, edition := range []Edition{EditionToday, Edition2016} {
		for of, want := range peerings {
			for _, there := range []bool{false, true} {
				for _, wanted := range []bool{false, true} {
					name := fmt.Sprintf("%s %s there=%t wanted=%t", edition, of, there, wanted)
					t.Run(name, func(t *testing.T) {
						spec := Spec{Edition: edition, Waive: []machine.Need{NeedPublicPeering}}
						if wanted {
							spec.Order = fullOrder
							*spec.OfPeering(of) = want
						}
						read := pair{peering.Succeeded, Enabled, NotProvisioned}.read(1)
						if there {
							read = row{peering.Succeeded, peering.Enabled, prefixes.ValidationNeeded, peering.Absent, prefixes.NotConfigured}.read(of, 1)
						}
						c, _ := mustObserve(t, Circuit{}, read)
						c, err := c.WithSpec(spec)
						require.NoError(t, err)
						notEnforced(t, c.Check(Event{Verb: ConfigurePeering, Peering: of}))
						notEnforced(t, c.Check(Event{Verb: DeleteCircuit}))
						if there {
							notEnforced(t, c.Check(Event{Verb: RemovePeering, Peering: of}))
						}
					})
				}
			}
		}
	}
}

func notEnforced(t *testing.T, err error) {
	t.Helper()
	if err == nil {
		return
	}
	var refused *machine.TransitionError
	require.ErrorAs(t, err, &refused)
	require.ErrorIs(t, err, machine.ErrUnmet)
	for _, u := range refused.Unmet {
		assert.NotEqual(t, machine.Enforced, u.Basis, "%s", u)
	}
}

// TestRecordedDeletes checks that the delete of a circuit with peerings on it is
// explained.
func TestRecordedDeletes(t *testing.T) {
	for _, of := range []peering.Type{peeringPrivate, peeringPublic, peeringMicrosoft} {
		before := row{peering.Succeeded, peering.Enabled, prefixes.ValidationNeeded, peering.Absent, prefixes.NotConfigured}
		c, _ := mustObserve(t, Circuit{}, before.read(of, 1))
		o := before.read(of, 2)
		o.State.Operation, o.State.Status = peering.Deleting, Disabling
		c, x := mustObserve(t, c, o)
		assert.Equal(t, []Event{{Verb: DeleteCircuit}}, x.Events)
		assert.Empty(t, x.Drift)
		c, x = mustObserve(t, c, notFound(day(3)))
		assert.Equal(t, []Event{{Verb: CircuitDeleted}}, x.Events)
		assert.Equal(t, Gone, c.state.Status)
	}
}

// TestFlapping checks that every change back and forth is reported, and that nothing
// accumulates.
func TestFlapping(t *testing.T) {
	up, down := pair{peering.Succeeded, Enabled, Provisioned}, pair{peering.Succeeded, Enabled, NotProvisioned}
	c, _ := mustObserve(t, Circuit{}, down.read(0))
	c, _ = mustObserve(t, c, up.read(1))
	size := len(dump(c))
	for n := 2; n < 200; n += 2 {
		var x Explanation
		c, x = mustObserve(t, c, down.read(n))
		require.Equal(t, []Event{{Verb: DeprovisioningFinished}}, x.Events)
		require.Empty(t, x.Drift)
		require.Equal(t, machine.No, c.state.Fresh(), "it was Provisioned once")
		c, x = mustObserve(t, c, up.read(n+1))
		require.Equal(t, []Event{{Verb: ProvisioningFinished}}, x.Events)
		require.Empty(t, x.Drift)
	}
	assert.InDelta(t, size, len(dump(c)), 32)

	full := fullCircuit(t)
	c, _ = mustObserve(t, full, shown(full, day(0)))
	off := full
	off.state.Private.IPv4.Admin = peering.Disabled
	for n := 1; n < 50; n += 2 {
		var x Explanation
		c, x = mustObserve(t, c, shown(off, day(n)))
		require.Equal(t, DisablePeering, x.Events[0].Verb)
		require.Empty(t, x.Drift)
		require.Equal(t, bgp.Disabled, c.state.Private.IPv4.BGP)
		c, x = mustObserve(t, c, shown(full, day(n+1)))
		require.Equal(t, EnablePeering, x.Events[0].Verb)
		require.Equal(t, bgp.Enabled, c.state.Private.IPv4.BGP)
	}
}

// TestConfigurationDrift checks that changed settings are listed by their path, and that
// nothing that was read is lost.
func TestConfigurationDrift(t *testing.T) {
	full := fullCircuit(t)
	base, _ := mustObserve(t, full, shown(full, day(0)))
	for _, tt := range []struct {
		path   string
		change func(*Observation)
	}{
		{"order.provider", func(o *Observation) { o.Have.Order.Provider = "Megaport" }},
		{"order.peeringLocation", func(o *Observation) { o.Have.Order.PeeringLocation = "Dublin" }},
		{"order.bandwidthInMbps", func(o *Observation) { o.Have.Order.Bandwidth = 500 }},
		{"order.tier", func(o *Observation) { o.Have.Order.Tier = TierStandard }},
		{"order.billing", func(o *Observation) { o.Have.Order.Billing = UnlimitedData }},
		{"AzurePrivatePeering.vlan", func(o *Observation) { o.Have.Private.VLAN = 7 }},
		{"AzurePrivatePeering.peerASN", func(o *Observation) { o.Have.Private.PeerASN = 65010 }},
		{"AzurePrivatePeering.ipv4.primary", func(o *Observation) { o.Have.Private.IPv4.Primary = halfV6.Primary }},
		{"MicrosoftPeering.ipv6.secondary", func(o *Observation) { o.Have.Microsoft.IPv6.Secondary = halfV6.Secondary }},
		{"MicrosoftPeering.ipv4.registry", func(o *Observation) { o.Have.Microsoft.IPv4.Registry = "RIPENCC" }},
		{"MicrosoftPeering.ipv4.advertised[0]", func(o *Observation) { o.Have.Microsoft.IPv4.Advertised = nil }},
	} {
		t.Run(tt.path, func(t *testing.T) {
			o := shown(base, day(1))
			tt.change(&o)
			c, x := mustObserve(t, base, o)
			paths := []string{}
			for _, d := range slices.Concat(x.Changed, x.Drift) {
				paths = append(paths, d.Path)
			}
			assert.Contains(t, paths, tt.path)
			assert.Equal(t, len(x.Changed) > 0, len(x.Events) > 0)
			assert.Len(t, paths, 1)
			assert.Equal(t, o.Have.Order, c.Have().Order)
			back, x := mustObserve(t, c, shown(base, day(2)))
			assert.NotEmpty(t, slices.Concat(x.Changed, x.Drift))
			assert.Equal(t, base.Have(), back.Have())
		})
	}
}

// TestStrangersAreKept checks that an unknown value is kept and reported, moves no
// machine, and satisfies no guard.
func TestStrangersAreKept(t *testing.T) {
	o := pair{peering.Succeeded, 0, Provisioned}.read(1)
	o.Have.Strange = []Strange{{Path: "properties.circuitProvisioningState", Value: "Frobnicating"}}
	c, x := mustObserve(t, Circuit{}, o)
	assert.Equal(t, o.Have.Strange, x.Strange)
	assert.Equal(t, o.Have.Strange, c.Have().Strange)
	err := c.Usable()
	assert.True(t, machine.Lacks(err, NeedEnabled))
	assert.Equal(t, machine.Unknown, c.state.Usable())
	assert.Equal(t, machine.Unknown, bills(c))
	assert.Equal(t, Phase{Kind: PhaseUnclear}.String(), c.Phase().String())
	c, _ = mustObserve(t, c, pair{peering.Succeeded, Enabled, Provisioned}.read(2))
	assert.Empty(t, c.Have().Strange)
	assert.NoError(t, c.Usable())
}

// TestCallersCopies checks that arguments and results share no memory with the circuit.
func TestCallersCopies(t *testing.T) {
	full := fullCircuit(t)
	o := shown(full, day(0))
	o.Links = []LinkState{{Link: twoLinks[0], Linked: machine.Yes}}
	o.Have.Sessions = map[Session]bgp.Paths{{Peering: peeringPrivate, Family: peering.IPv4}: {}}
	c, _ := mustObserve(t, full, o)
	before := dump(c)

	o.Links[0].Network = "changed"
	o.Have.Microsoft.IPv4.Advertised[0] = prefixes.MustParsePrefix("192.0.2.0/24")
	clear(o.Have.Sessions)
	have, want, seen := c.Have(), c.Want(), c.Seen()
	have.Microsoft.IPv4.Advertised[0] = prefixes.MustParsePrefix("192.0.2.0/24")
	want.Microsoft.Config.IPv4.Advertised[0] = prefixes.MustParsePrefix("192.0.2.0/24")
	clear(seen.Sessions)
	c.Links()[0].Network = "changed"
	assert.Equal(t, before, dump(c))

	spec := Spec{Order: fullOrder, Links: slices.Clone(twoLinks), Waive: []machine.Need{peering.NeedVLAN}, Facts: Facts{ProviderNeeds: []string{"VPN ID"}}, Wants: peering.Wants{Microsoft: filtered()}}
	c = fresh(spec)
	before = dump(c)
	spec.Links[0].Network, spec.Waive[0], spec.Facts.ProviderNeeds[0] = "changed", "changed", "changed"
	spec.Microsoft.Config.IPv4.Advertised[0] = prefixes.MustParsePrefix("192.0.2.0/24")
	assert.Equal(t, before, dump(c))
}

// TestStepsAreSettled checks that BGP follows from the other states in the circuit after
// each event of an explanation.
func TestStepsAreSettled(t *testing.T) {
	settled := func(c Circuit, o Observation) {
		_, x := mustObserve(t, c, o)
		for e, after := range x.Steps() {
			s := after.state
			s.settle(0)
			require.Equal(t, s, after.state, "after %s", e)
		}
	}
	full := fullCircuit(t)
	known, _ := mustObserve(t, Circuit{}, parts(shown(full, day(0)))[0])
	later := shown(full, day(1)) // the peerings are seen for the first time
	later.State.Provider = NotProvisioned
	settled(known, later)
	known, _ = mustObserve(t, known, later)
	later = shown(full, day(2))
	later.State.Private.IPv4.Admin = peering.Disabled
	settled(known, later)

	other := shown(full, day(3))
	other.Have.Birth = "another"
	known, _ = mustObserve(t, full, Observation{At: day(2), Have: Config{ID: "/circuit", Birth: "one"}, State: State{Status: Enabled}})
	settled(known, other)
	other.State = State{Status: Enabled}
	settled(known, other)

	circuits := totalSpecs(t)
	d := dice{seeded("steps"), 0}
	for i := range rounds(100) {
		c := circuits[i%len(circuits)]
		for range 4 {
			o := d.observation()
			settled(c, o)
			c, _ = mustObserve(t, c, o)
		}
	}
}

// TestDirectIsFoundInAnyRead checks that a later document can show that a circuit is
// Direct, if there is no spec.
func TestDirectIsFoundInAnyRead(t *testing.T) {
	o := pair{peering.Succeeded, Enabled, 0}.read(2)
	o.State.Provider = NotApplicable
	first, _ := mustObserve(t, Circuit{}, Observation{At: day(1), State: State{States: peering.States{Private: peering.NotThere()}}})
	restored, err := Restore(Spec{}, Circuit{}.Snapshot())
	require.NoError(t, err)
	for name, c := range map[string]Circuit{"nothing known": {}, "a peering known": first, "restored": restored} {
		c, _ := mustObserve(t, c, o)
		assert.Equal(t, Direct, c.Want().Kind, name)
		assert.Equal(t, NotApplicable, c.state.Provider, name)
		c, _ = mustObserve(t, c, o)
		assert.Equal(t, Direct, c.Want().Kind, name)
	}
	c, _ := mustObserve(t, fresh(Spec{Order: fullOrder}), o)
	assert.Equal(t, Partner, c.Want().Kind, "it is wanted through a provider")
}

// TestIdentity checks that the service key identifies a circuit, and that a key of zeros
// does not.
func TestIdentity(t *testing.T) {
	key := func(text string) machine.Secret { return machine.NewSecret(text) }
	full := shown(fullCircuit(t), day(1))
	full.Have.ServiceKey = key("63cff4a0-4292-4a1a-8bbb-0c4eb2287e7b")
	known, _ := mustObserve(t, Circuit{}, full)
	for _, tt := range []struct {
		name, id, key string
		moved         bool
		replaced      bool
		refused       bool
	}{
		{"the same", "/circuit", "63CFF4A0-4292-4A1A-8BBB-0C4EB2287E7B", false, false, false},
		{"moved", "/elsewhere", "63cff4a0-4292-4a1a-8bbb-0c4eb2287e7b", true, false, false},
		{"replaced", "/circuit", "9b505f4d-58ae-4f34-824e-058d94963e0a", false, true, false},
		{"another", "/elsewhere", "9b505f4d-58ae-4f34-824e-058d94963e0a", false, false, true},
		{"a key of zeros under another ID", "/elsewhere", "00000000-0000-0000-0000-000000000000", false, false, true},
		{"a key of zeros", "/circuit", "00000000-0000-0000-0000-000000000000", false, false, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			o := shown(fullCircuit(t), day(2))
			o.Have.ID, o.Have.ServiceKey = tt.id, key(tt.key)
			c, x, err := known.Observe(o)
			if tt.refused {
				require.ErrorIs(t, err, ErrOtherCircuit)
				return
			}
			require.NoError(t, err)
			assert.Equal(t, tt.moved, x.Moved == "/circuit")
			assert.Equal(t, tt.replaced, x.Replaced)
			assert.Equal(t, tt.replaced, slices.Contains(x.Events, Event{Verb: CreateCircuit}))
			assert.Equal(t, tt.id, c.ID())
			if tt.replaced {
				assert.False(t, c.state.Acts.Has(HistoryKnown), "the new circuit has none of the acts of the old one")
			}
		})
	}
}
