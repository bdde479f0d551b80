package journal_test

import (
	"context"
	"fmt"
	"net/netip"
	"strings"
	"time"

	"github.com/expressroute-go/expressroute/circuit"
	"github.com/expressroute-go/expressroute/circuit/journal"
	"github.com/expressroute-go/expressroute/peering"
)

// A long-running program keeps a Tracker, is told of every move, and writes
// the journal.
func ExampleTracker() {
	c, _ := circuit.New(circuit.Spec{Order: circuit.Order{
		Provider:        "Equinix",
		PeeringLocation: "Silicon Valley",
		Bandwidth:       200,
		Tier:            circuit.TierStandard,
		Billing:         circuit.MeteredData,
	}, Wants: peering.Wants{Private: peering.Want{Mode: peering.WantPresent, Config: peering.Config{
		IPv4: peering.Half{
			Primary:   netip.MustParsePrefix("192.168.15.16/30"),
			Secondary: netip.MustParsePrefix("192.168.15.20/30"),
		},
		VLAN:    100,
		PeerASN: 65001,
	}}}})
	t := journal.NewTracker(c, journal.Options{
		Hooks: []func(journal.Record){func(r journal.Record) {
			fmt.Println(r.Seq, r.Actor, r.Event, "->", r.To.State.Provider, r.To.State.Status)
		}},
	})
	noon := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	for i, verb := range []circuit.Verb{circuit.CreateCircuit, circuit.OperationFinished, circuit.OrderConnectivity} {
		if _, err := t.Fire(context.Background(), noon.Add(time.Duration(i)*time.Minute), circuit.Event{Verb: verb}); err != nil {
			fmt.Println(err)
		}
	}

	var stored strings.Builder
	if err := journal.Write(&stored, t.Journal()); err != nil {
		fmt.Println(err)
	}
	records, err := journal.Read(strings.NewReader(stored.String()))
	fmt.Println(len(records), "records", err)
	again, err := journal.Replay(c, records)
	fmt.Println(again.State() == t.Circuit().State(), err)
	// Output:
	// 1 Customer CreateCircuit -> NotProvisioned Enabling
	// 2 Microsoft OperationFinished -> NotProvisioned Enabled
	// 3 Customer OrderConnectivity -> NotProvisioned Enabled
	// 3 records <nil>
	// true <nil>
}

// Happened records an event that an operator knows to have happened. It returns the
// conditions that would have refused the event.
func ExampleTracker_Happened() {
	c, _ := circuit.Observed(circuit.Observation{State: circuit.State{Provider: circuit.NotProvisioned, Status: circuit.Enabled}})
	t := journal.NewTracker(c, journal.Options{})
	noon := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	record, unmet, err := t.Happened(noon, circuit.Event{Verb: circuit.ProvisioningFinished})
	fmt.Println(record.Cause, record.Event, "->", record.To.State, err)
	for _, u := range unmet {
		fmt.Println(u.Want)
	}
	// Output:
	// happened ProvisioningFinished -> Provisioned/Enabled <nil>
	// the provider must have the service key and what else it needs
}
