package circuit

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
)

// bill returns the meters as text, one to a line: whether it bills, who can stop it, and
// how we know.
func bill(c Circuit) []string {
	var lines []string
	for _, m := range c.Meters() {
		line := []string{string(m.Name), m.Bills.String(), m.Actor.String(), m.Basis.String()}
		if m.Disputed {
			line = append(line, "disputed")
		}
		lines = append(lines, strings.Join(line, ", "))
	}
	return lines
}

// TestMetersInEverySituation checks what bills, and who can stop it.
func TestMetersInEverySituation(t *testing.T) {
	standard, premium := smallOrder, fullOrder
	fresh16 := func(o Order) Circuit { return fresh(Spec{Edition: Edition2016, Order: o}) }
	today := func(o Order) Circuit { return fresh(Spec{Order: o}) }
	onPort := func(tier Tier, billing Billing) Circuit {
		return after(t, fresh(Spec{Kind: Direct, Order: Order{Bandwidth: 1000, Tier: tier, Billing: billing}}), CreateCircuit, OperationFinished)
	}
	created := []Verb{CreateCircuit, OperationFinished}
	provisioned := append(created, OrderConnectivity, HandOverServiceKey, ProvisioningFinished)
	unreadPort, err := Observed(Observation{State: State{Provider: NotApplicable, Status: Enabled, Operation: peering.Succeeded}})
	require.NoError(t, err)
	const (
		provider    = "connectivity provider, Unknown, Customer, Documented"
		noProvider  = "connectivity provider, No, Nobody, Documented"
		port        = "ExpressRoute Direct port pair, Unknown, Customer, Documented"
		addOn       = "Premium add-on, Yes, Customer, Documented"
		data        = "outbound data, Yes, Customer, Documented"
		runs        = "circuit, Yes, Customer, Documented"
		runsOut     = "circuit, Yes, Microsoft, Documented"
		disputed    = "circuit, Yes, Provider, Documented, disputed"
		stopped     = "circuit, No, Nobody, Article"
		stoppedDown = "circuit, No, Nobody, Documented"
	)
	for _, tt := range []struct {
		name string
		c    Circuit
		want []string
	}{
		{"nothing is known", Circuit{}, []string{"circuit, Unknown, Nobody, Article", provider}},
		{"not created", today(premium), []string{stopped, noProvider}},
		{"not created, and ordered", after(t, today(premium), OrderConnectivity), []string{stopped, provider}},
		{"being created", after(t, today(standard), CreateCircuit), []string{runs, data, noProvider}},
		{"created", after(t, today(standard), created...), []string{runs, data, noProvider}},
		{"created as Premium", after(t, today(premium), created...), []string{runs, data, addOn, noProvider}},
		{"provisioned", after(t, today(standard), provisioned...), []string{runs, data, provider}},
		{"its creation failed", after(t, today(standard), CreateCircuit, OperationFailed), []string{runs, data, noProvider}},
		{"being taken down", after(t, after(t, today(standard), provisioned...), RequestDeprovisioning, DeprovisioningStarted), []string{runs, data, provider}},
		{"taken down", after(t, after(t, today(standard), provisioned...), RequestDeprovisioning, DeprovisioningFinished), []string{runs, data, provider}},
		{"being deleted", after(t, after(t, today(premium), created...), DeleteCircuit), []string{runsOut, data, addOn, noProvider}},
		{"its deletion failed", after(t, after(t, today(standard), created...), DeleteCircuit, OperationFailed), []string{runs, data, noProvider}},
		{"gone", after(t, after(t, today(premium), created...), DeleteCircuit, CircuitDeleted), []string{stopped, noProvider}},
		{"2016, deleted before the provider", after(t, after(t, fresh16(standard), provisioned...), DeleteCircuit), []string{disputed, data, provider}},
		{"2016, deleted as Premium before the provider", after(t, after(t, fresh16(premium), provisioned...), DeleteCircuit), []string{disputed, data, addOn, provider}},
		{"2016, deleted and taken down", after(t, after(t, fresh16(premium), provisioned...), DeleteCircuit, RequestDeprovisioning, DeprovisioningFinished), []string{stoppedDown, provider}},
		{"2016, deletion failed, taken down", after(t, after(t, fresh16(standard), provisioned...), DeleteCircuit, OperationFailed, RequestDeprovisioning, DeprovisioningFinished), []string{runs, data, provider}},
		{"2016, gone", after(t, after(t, fresh16(standard), provisioned...), DeleteCircuit, RequestDeprovisioning, DeprovisioningFinished, CircuitDeleted), []string{stopped, provider}},
		{"on a port", onPort(TierStandard, MeteredData), []string{stoppedDown, data, port}},
		{"Premium on a port", onPort(TierPremium, MeteredData), []string{stoppedDown, data, addOn, port}},
		{"Local on a port", onPort(TierLocal, UnlimitedData), []string{runs, port}},
		{"Premium, and no status was read", with(ordering(t, EditionToday, premium, premium), func(s *State) { s.Status = 0 }), []string{"circuit, Unknown, Nobody, Article", provider}},
		{"on a port, tier not read", unreadPort, []string{"circuit, Unknown, Nobody, Documented", port}},
		{"Premium was read, Standard is written", after(t, ordering(t, EditionToday, premium, Order{Tier: TierStandard}), ChangeTier), []string{runs, data, provider}},
		{"Standard was read, Premium is written", after(t, ordering(t, EditionToday, standard, Order{Tier: TierPremium}), ChangeTier), []string{runs, data, addOn, provider}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			assert.Equal(t, tt.want, bill(tt.c))
			for _, m := range tt.c.Meters() {
				assert.NotEmpty(t, m.Why, m.Name)
				assert.NotEmpty(t, m.Sources, m.Name)
				assert.Equal(t, m.Actor != machine.Nobody, m.Stops != "", m.Name)
			}
		})
	}
}

// TestMetersCite checks that each meter has a source.
func TestMetersCite(t *testing.T) {
	created := after(t, fresh(Spec{Order: smallOrder}), CreateCircuit, OperationFinished)
	old := after(t, fresh(Spec{Edition: Edition2016, Order: smallOrder}), CreateCircuit, OperationFinished, OrderConnectivity, HandOverServiceKey, ProvisioningFinished, DeleteCircuit)
	down := after(t, old, RequestDeprovisioning, DeprovisioningFinished)
	onPort := after(t, fresh(Spec{Kind: Direct, Order: direct()}), CreateCircuit, OperationFinished)
	for _, tt := range []struct {
		c    Circuit
		want []string
	}{
		{Circuit{}, []string{machine.Article2016, sourceWorkflows}},
		{created, []string{sourceWorkflows, machine.Article2016}},
		{old, []string{machine.Article2016, sourceBillUntil}},
		{down, []string{sourceBillUntil}},
		{onPort, []string{sourceDirectFAQ}},
	} {
		assert.Equal(t, tt.want, tt.c.Meters()[0].Sources, "%s", tt.c)
	}
}
