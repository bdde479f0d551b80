package circuit

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/expressroute-go/expressroute/bgp"
	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
	"github.com/expressroute-go/expressroute/prefixes"
)

// TestPhaseInEverySituation checks the phase of many circuits, with the actor and the
// typical duration.
func TestPhaseInEverySituation(t *testing.T) {
	spec := Spec{Order: fullOrder, Wants: peering.Wants{Private: privateV4}}
	routed := Spec{Order: fullOrder, Wants: peering.Wants{Private: managedBy(machine.Provider, privateV4)}}
	seen := seenAs(spec)
	full := fullCircuit(t)
	old := seenAs(Spec{Edition: Edition2016, Order: fullOrder, Wants: peering.Wants{Private: privateV4}})
	retired := func(c Circuit) Circuit {
		s := c.Want()
		s.Retire = true
		c, err := c.WithSpec(s)
		require.NoError(t, err)
		return c
	}
	sessions := func(primary, secondary bgp.Session) Circuit {
		c, _ := mustObserve(t, seen, Observation{Have: Config{ID: "/circuit", Sessions: Sessions{{Peering: peeringPrivate, Family: peering.IPv4}: bgp.Paths{Primary: bgp.Path{Session: primary}, Secondary: bgp.Path{Session: secondary}}}}})
		return c
	}
	waiting := func(who machine.Actor, seconds int) Phase {
		return Phase{Kind: PhaseWaiting, For: who, Typical: time.Duration(seconds) * time.Second}
	}
	transient := Phase{Kind: PhaseTransient}
	writing := Phase{Kind: PhaseTransient, Typical: 41 * time.Second}
	for _, tt := range []struct {
		name string
		c    Circuit
		want Phase
	}{
		{"nothing is known", Circuit{}, Phase{}},
		{"no status was read", with(seen, func(s *State) { s.Status = 0 }), Phase{}},
		{"the provider's side was not read", with(seen, func(s *State) { s.Provider = 0 }), Phase{}},
		{"to be created", fresh(Spec{Edition: Edition2016, Order: fullOrder}), waiting(machine.Customer, 41)},
		{"to be ordered", fresh(Spec{Order: fullOrder}), waiting(machine.Customer, 0)},
		{"being created", after(t, fresh(spec), CreateCircuit), writing},
		{"the customer's turn", after(t, fresh(spec), CreateCircuit, OperationFinished), waiting(machine.Customer, 0)},
		{"the provider's turn", after(t, fresh(spec), CreateCircuit, OperationFinished, OrderConnectivity, HandOverServiceKey), waiting(machine.Provider, 0)},
		{"a peering to be written", provisionedBy(t, spec), waiting(machine.Customer, 40)},
		{"a peering to be written by the provider", provisionedBy(t, routed), waiting(machine.Provider, 0)},
		{"a peering is written", with(seen, func(s *State) { s.Private.Operation = peering.Updating }), writing},
		{"in service", seen, Phase{Kind: PhaseResting}},
		{"in service, nothing wanted", seenWithoutSpec(t), Phase{Kind: PhaseResting}},
		{"prefixes are checked", with(full, func(s *State) { s.Microsoft.IPv6.Prefixes = prefixes.Configuring; s.settle(0) }), transient},
		{"IPv4 prefixes are checked", with(full, func(s *State) { s.Microsoft.IPv4.Prefixes = prefixes.Configuring; s.settle(0) }), transient},
		{"prefixes will be checked", with(full, func(s *State) { s.Microsoft.IPv4.Prefixes = prefixes.NotConfigured; s.settle(0) }), transient},
		{"prefixes need a ticket", with(full, func(s *State) { s.Microsoft.IPv4.Prefixes = prefixes.ValidationNeeded; s.settle(0) }), waiting(machine.Customer, 0)},
		{"evidence is examined", with(full, func(s *State) {
			s.Microsoft.IPv4.Prefixes, s.Acts = prefixes.ManualValidation, s.Acts|EvidenceSentIPv4
			s.settle(0)
		}), waiting(machine.Support, 0)},
		{"the circuit has failed", with(seen, func(s *State) { s.Operation = peering.Failed }), waiting(machine.Customer, 30)},
		{"the circuit is off", with(seen, func(s *State) { s.Status = Disabled; s.settle(0) }), waiting(machine.Customer, 0)},
		{"a ticket is open", with(seen, func(s *State) { s.Status, s.Acts = Disabled, TicketOpened; s.settle(0) }), waiting(machine.Support, 0)},
		{"a peering is in flight on a circuit that has failed", with(seen, func(s *State) { s.Private.Operation, s.Operation = peering.Updating, peering.Failed }), waiting(machine.Customer, 30)},
		{"a session is down", sessions(bgp.Established, bgp.Idle), Phase{Kind: PhaseResting}},
		{"both sessions are down", sessions(bgp.Active, bgp.Idle), waiting(machine.Customer, 0)},
		{"one is down and the other not read", sessions(bgp.Idle, 0), Phase{}},
		{"nothing is on it", with(seenWithoutSpec(t), func(s *State) { s.Private = peering.NotThere() }), waiting(machine.Customer, 0)},
		{"the order was not read", ordering(t, EditionToday, Order{}, smallOrder), Phase{}},
		{"the order is lower than wanted", with(seenOrdered(smallOrder, Spec{Order: Order{Bandwidth: 500}, Wants: peering.Wants{Private: privateV4}}), func(*State) {}), waiting(machine.Customer, 30)},
		{"the order cannot be had", seenOrdered(fullOrder, Spec{Order: Order{Bandwidth: 50}, Wants: peering.Wants{Private: privateV4}}), waiting(machine.Customer, 0)},
		{"another provider is wanted", seenOrdered(fullOrder, Spec{Order: Order{Provider: "Megaport"}, Wants: peering.Wants{Private: privateV4}}), waiting(machine.Customer, 0)},
		{"the provider takes it down unasked", with(seen, func(s *State) { s.Provider = Deprovisioning; s.settle(0) }), waiting(machine.Customer, 0)},
		{"the provider was asked to take it down", with(seen, func(s *State) { s.Acts |= DeprovisioningRequested }), waiting(machine.Customer, 11)},
		{"asked, and bare", with(seen, func(s *State) { s.Acts |= DeprovisioningRequested; s.Private = peering.NotThere() }), waiting(machine.Provider, 0)},
		{"to be retired", retired(seen), waiting(machine.Customer, 11)},
		{"retired before it was created", retired(fresh(spec)), Phase{Kind: PhaseResting}},
		{"being deleted", with(seen, func(s *State) {
			s.Provider, s.Status, s.Operation, s.Private = NotProvisioned, Disabling, peering.Deleting, peering.NotThere()
		}), writing},
		{"2016, deleted before the provider", with(old, func(s *State) { s.Status, s.Operation, s.Acts = Disabling, peering.Deleting, 0 }), waiting(machine.Customer, 0)},
		{"2016, deleted, and the provider was asked", with(old, func(s *State) {
			s.Status, s.Operation, s.Acts = Disabling, peering.Deleting, DeprovisioningRequested
		}), waiting(machine.Provider, 0)},
		{"2016, deleted and taken down", with(old, func(s *State) { s.Provider, s.Status, s.Operation = NotProvisioned, Disabled, peering.Deleting }), writing},
		{"gone", with(seen, func(s *State) { s.clear(); s.Status, s.Operation = Gone, peering.NoResource }), Phase{Kind: PhaseTerminal}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := tt.c.Phase()
			assert.Equal(t, tt.want, got, "%s", got)
			if plan, err := tt.c.Next(); err == nil && got.Kind == PhaseWaiting && !plan.Done() {
				assert.Equal(t, plan.Turn(), got.For)
			}
		})
	}
}

// TestOverdue checks that a phase is overdue after ten times its typical duration.
func TestOverdue(t *testing.T) {
	since := day(1)
	for _, tt := range []struct {
		phase Phase
		now   time.Time
		want  machine.Truth
	}{
		{Phase{Kind: PhaseWaiting, For: machine.Customer, Since: since, Typical: time.Minute}, since.Add(9 * time.Minute), no},
		{Phase{Kind: PhaseWaiting, For: machine.Customer, Since: since, Typical: time.Minute}, since.Add(10 * time.Minute), no},
		{Phase{Kind: PhaseWaiting, For: machine.Customer, Since: since, Typical: time.Minute}, since.Add(10*time.Minute + 1), yes},
		{Phase{Kind: PhaseTransient, Since: since, Typical: time.Minute}, since.Add(time.Hour), yes},
		{Phase{Kind: PhaseTransient, Since: since, Typical: time.Minute}, since.Add(-time.Hour), no},
		{Phase{Kind: PhaseTransient, Since: since}, since.Add(time.Hour), unknown},
		{Phase{Kind: PhaseTransient, Typical: time.Minute}, since, unknown},
		{Phase{Kind: PhaseTransient, Since: since, Typical: time.Minute}, time.Time{}, unknown},
	} {
		assert.Equal(t, tt.want, tt.phase.Overdue(tt.now), "%+v at %s", tt.phase, tt.now)
	}
}

// TestPhaseSince checks that Since does not change while the phase stays the same.
func TestPhaseSince(t *testing.T) {
	c := provisionedBy(t, Spec{Order: fullOrder, Wants: peering.Wants{Private: privateV4}})
	assert.True(t, c.Phase().Since.IsZero(), "nothing was read")
	c, _ = mustObserve(t, c, shown(c, day(1)))
	down := with(c, func(s *State) { s.Provider = NotProvisioned })
	c, _ = mustObserve(t, c, shown(down, day(2)))
	assert.Equal(t, day(2), c.Phase().Since)
	assert.Equal(t, machine.Customer, c.Phase().For)
	again, _ := mustObserve(t, c, shown(c, day(3)))
	assert.Equal(t, day(2), again.Phase().Since)
	failed := with(again, func(s *State) { s.Microsoft = peering.NotThere(); s.Operation = peering.Updating })
	next, _ := mustObserve(t, again, shown(failed, day(4)))
	assert.Equal(t, PhaseTransient, next.Phase().Kind)
	assert.Equal(t, day(4), next.Phase().Since)
}

// TestPhases checks that Phases yields every phase once, with its text.
func TestPhases(t *testing.T) {
	var words []string
	for p := range Phases() {
		words = append(words, p.String())
	}
	assert.Equal(t, []string{"Unclear", "Resting", "Transient",
		"Waiting for Customer", "Waiting for Provider", "Waiting for Microsoft", "Waiting for Support", "Waiting for NetworkOwner", "Terminal"}, words)
	assert.Equal(t, "Waiting", Phase{Kind: PhaseWaiting}.String())
	for p := range Phases() {
		assert.Equal(t, Phase{}, p, "a loop may end early")
		break
	}
	n := 0
	for range Phases() {
		if n++; n == 4 {
			break
		}
	}
}
