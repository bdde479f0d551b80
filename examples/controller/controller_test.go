package controller_test

import (
	"encoding/json"
	"errors"
	"net/netip"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/expressroute-go/expressroute/circuit"
	"github.com/expressroute-go/expressroute/examples/controller"
	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
	"github.com/expressroute-go/expressroute/prefixes"
)

func spec() circuit.Spec {
	half := func(primary, secondary string) peering.Half {
		return peering.Half{Primary: netip.MustParsePrefix(primary), Secondary: netip.MustParsePrefix(secondary)}
	}
	private := peering.Config{IPv4: half("192.168.15.16/30", "192.168.15.20/30"), VLAN: 100, PeerASN: 65001}
	microsoft := peering.Config{IPv4: half("131.107.0.8/30", "131.107.0.12/30"), VLAN: 300, PeerASN: 1234}
	microsoft.IPv4.Advertised = []prefixes.Prefix{prefixes.MustParsePrefix("123.1.0.0/24")}
	microsoft.IPv4.Registry = "ARIN"
	microsoft.IPv4.RouteFilter = "/subscriptions/1/resourceGroups/er/providers/Microsoft.Network/routeFilters/m365"
	return circuit.Spec{Order: circuit.Order{Provider: "Equinix", PeeringLocation: "Silicon Valley", Bandwidth: 200, Tier: circuit.TierStandard, Billing: circuit.MeteredData}, Wants: peering.Wants{Private: peering.Want{Mode: peering.WantPresent, Config: private}, Microsoft: peering.Want{Mode: peering.WantPresent, Config: microsoft}}}
}

// setup returns a resource, its controller and the world, all new.
func setup(t *testing.T) (*controller.Resource, controller.Reconciler, *world) {
	t.Helper()
	c, err := circuit.New(spec())
	require.NoError(t, err)
	w := newWorld(c)
	return &controller.Resource{Spec: spec(), Finalizer: true},
		controller.Reconciler{World: w, Soon: 2 * time.Minute, Poll: 4 * time.Hour}, w
}

// until reconciles like a work queue, until done returns true. It restarts the controller
// between two reconciliations: it stores and reads the status. It returns how long that
// took, and the drift.
func until(t *testing.T, r controller.Reconciler, resource *controller.Resource, done func() bool) (time.Duration, []circuit.Change) {
	t.Helper()
	start := time.Now()
	var drift []circuit.Change
	for range 1000 {
		result, err := r.Reconcile(t.Context(), resource, time.Now())
		require.NoError(t, err)
		drift = append(drift, result.Happened.Drift...)
		if done() {
			return time.Since(start), drift
		}
		require.Positive(t, result.RequeueAfter, "nothing would ever look again")
		resource.Status.Circuit = stored(t, resource.Status.Circuit)
		time.Sleep(result.RequeueAfter)
	}
	t.Fatal("it never ends")
	return 0, nil
}

func stored(t *testing.T, s circuit.Snapshot) circuit.Snapshot {
	t.Helper()
	text, err := json.Marshal(s)
	require.NoError(t, err)
	s, err = circuit.ParseSnapshot(text)
	require.NoError(t, err)
	return s
}

func conditionOf(t *testing.T, r *controller.Resource, kind string) controller.Condition {
	t.Helper()
	i := slices.IndexFunc(r.Status.Conditions, func(c controller.Condition) bool { return c.Type == kind })
	require.GreaterOrEqual(t, i, 0, kind)
	return r.Status.Conditions[i]
}

func isReady(t *testing.T, r *controller.Resource) func() bool {
	return func() bool { return conditionOf(t, r, "Ready").Status == "True" }
}

var (
	toService = []circuit.Event{
		{Verb: circuit.OrderConnectivity}, // first: a circuit bills from its creation
		{Verb: circuit.CreateCircuit},
		{Verb: circuit.HandOverServiceKey},
		{Verb: circuit.ConfigurePeering, Peering: peering.Private},
		{Verb: circuit.ConfigurePeering, Peering: peering.Microsoft},
		{Verb: circuit.OpenTicket, Peering: peering.Microsoft, Family: peering.IPv4},
	}
	toNothing = []circuit.Event{
		{Verb: circuit.RemovePeering, Peering: peering.Private},
		{Verb: circuit.DetachRouteFilter, Peering: peering.Microsoft},
		{Verb: circuit.RemovePeering, Peering: peering.Microsoft},
		{Verb: circuit.RequestDeprovisioning},
		{Verb: circuit.DeleteCircuit},
	}
)

func TestFromNothingToServiceAndBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		resource, reconciler, w := setup(t)

		took, drift := until(t, reconciler, resource, isReady(t, resource))
		assert.Empty(t, drift)
		assert.Equal(t, toService, w.did)
		assert.InDelta(t, (5 * day).Hours(), took.Hours(), 10, "the provider takes three days, support two")
		assert.Less(t, w.reads, 200, "nobody polls every minute for days")
		for _, p := range []peering.Type{peering.Private, peering.Microsoft} {
			assert.Equal(t, "True", conditionOf(t, resource, p.String()).Status)
		}

		w.did, resource.Deleting = nil, true
		took, drift = until(t, reconciler, resource, func() bool { return !resource.Finalizer })
		assert.Empty(t, drift)
		assert.Equal(t, toNothing, w.did)
		assert.InDelta(t, (1 * day).Hours(), took.Hours(), 5)
		assert.Equal(t, circuit.Gone, w.circuit.State().Status)
	})
}

func TestFinalizerStaysWhileTheCircuitBills(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		resource, reconciler, w := setup(t)
		until(t, reconciler, resource, isReady(t, resource))
		resource.Deleting = true
		until(t, reconciler, resource, func() bool {
			if gone := w.circuit.State().Status == circuit.Gone; !gone {
				assert.True(t, resource.Finalizer)
			}
			return !resource.Finalizer
		})
	})
}

func TestDeletedBeforeItWasCreated(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		resource, reconciler, w := setup(t)
		resource.Deleting = true
		result, err := reconciler.Reconcile(t.Context(), resource, time.Now())
		require.NoError(t, err)
		assert.Zero(t, result.RequeueAfter)
		assert.False(t, resource.Finalizer)
		assert.Empty(t, w.did)
	})
}

// TestAdoption checks a circuit that existed before the resource. Its links are not
// known, so somebody has to attest that there are none before its private peering can be
// removed.
func TestAdoption(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		resource, reconciler, w := setup(t)
		until(t, reconciler, resource, isReady(t, resource))
		w.did, resource.Status = nil, controller.Status{}
		until(t, reconciler, resource, isReady(t, resource))
		assert.Empty(t, w.did)

		resource.Deleting = true
		until(t, reconciler, resource, func() bool { return conditionOf(t, resource, "Ready").Reason == "WaitingForCustomer" })
		assert.Empty(t, w.did)
		assert.Equal(t, "Unknown", conditionOf(t, resource, "Ready").Status)

		resource.Spec.Facts.LinksListed = machine.Yes
		until(t, reconciler, resource, func() bool { return !resource.Finalizer })
		assert.Equal(t, toNothing, w.did)
	})
}

// TestStaleAbsence checks that a 404 for a circuit that was just created is ignored.
func TestStaleAbsence(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		resource, reconciler, w := setup(t)
		_, err := reconciler.Reconcile(t.Context(), resource, time.Now())
		require.NoError(t, err)
		w.absent = true
		result, err := reconciler.Reconcile(t.Context(), resource, time.Now())
		require.NoError(t, err)
		assert.Equal(t, reconciler.Soon, result.RequeueAfter)
		assert.NotEmpty(t, result.Happened.Ignored)
		w.absent = false
		until(t, reconciler, resource, isReady(t, resource))
		assert.Equal(t, toService, w.did)
	})
}

func TestConditions(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		resource, reconciler, _ := setup(t)
		began := time.Now()
		until(t, reconciler, resource, func() bool { return conditionOf(t, resource, "Ready").Reason == "WaitingForProvider" })
		provisioned := conditionOf(t, resource, "Provisioned")
		assert.Equal(t, "False", provisioned.Status)
		assert.Equal(t, "WaitingForProvider", provisioned.Reason)
		assert.Equal(t, began, provisioned.LastTransitionTime, "it was never otherwise")

		until(t, reconciler, resource, func() bool { return conditionOf(t, resource, "Ready").Reason == "WaitingForSupport" })
		assert.Equal(t, "True", conditionOf(t, resource, "Provisioned").Status)
		assert.Equal(t, "True", conditionOf(t, resource, peering.Private.String()).Status)
		microsoft := conditionOf(t, resource, peering.Microsoft.String())
		assert.Equal(t, "False", microsoft.Status)
		assert.Equal(t, "WaitingForSupport", microsoft.Reason)
		assert.Contains(t, microsoft.Message, prefixes.ManualValidation.String())
	})
}

// TestRequeue checks the time to the next reconciliation: the typical duration after a
// step of the controller, Soon while Azure is at work, and Poll while a person has to act.
func TestRequeue(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		resource, reconciler, w := setup(t)
		plan, err := w.circuit.Plan()
		require.NoError(t, err)
		reconcile := func() time.Duration {
			result, err := reconciler.Reconcile(t.Context(), resource, time.Now())
			require.NoError(t, err)
			return result.RequeueAfter
		}
		assert.Equal(t, plan.Steps[1].Typical, reconcile(), "the circuit is being created")
		assert.Equal(t, reconciler.Soon, reconcile(), "it still is")
		assert.Equal(t, toService[:2], w.did)
		time.Sleep(time.Minute)
		assert.Equal(t, reconciler.Poll, reconcile(), "the provider has the service key")
		assert.Equal(t, reconciler.Poll, reconcile(), "it takes its time")
		assert.Equal(t, toService[:3], w.did)
	})
}

// TestFailures checks that a failed step is tried again, and that a step that was taken is
// not.
func TestFailures(t *testing.T) {
	errThrottled := errors.New("429 Too Many Requests")
	synctest.Test(t, func(t *testing.T) {
		resource, reconciler, w := setup(t)
		w.fail = errThrottled
		_, err := reconciler.Reconcile(t.Context(), resource, time.Now())
		assert.ErrorIs(t, err, errThrottled)
		assert.Empty(t, resource.Status)

		failing := controller.Reconciler{World: &failingWrites{w, errThrottled}, Soon: reconciler.Soon, Poll: reconciler.Poll}
		_, err = failing.Reconcile(t.Context(), resource, time.Now())
		assert.ErrorIs(t, err, errThrottled)
		assert.Empty(t, w.did)

		until(t, reconciler, resource, isReady(t, resource))
		assert.Equal(t, toService, w.did)
	})
}
