package circuit

import (
	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
)

// MeterName names a meter, for programs to match.
type MeterName string

const (
	MeterCircuit     MeterName = "circuit"                       // the circuit, from its creation to its deletion
	MeterData        MeterName = "outbound data"                 // data that leaves Azure, if the billing model is MeteredData
	MeterPremium     MeterName = "Premium add-on"                // the Premium tier
	MeterGlobalReach MeterName = "Global Reach"                  // connections to other circuits
	MeterPort        MeterName = "ExpressRoute Direct port pair" // the customer's own ports
	MeterProvider    MeterName = "connectivity provider"         // what the provider charges by its own contract
)

// Meter is one thing that may cost money.
type Meter struct {
	Name     MeterName     `json:"name"`
	Bills    machine.Truth `json:"bills"`              // whether it costs money now
	Why      string        `json:"why"`                // why it bills, does not bill, or is not known
	Stops    string        `json:"stops,omitempty"`    // what stops it, while it bills
	Actor    machine.Actor `json:"actor,omitempty"`    // who can stop it
	Disputed bool          `json:"disputed,omitempty"` // the sources contradict one another
	Basis    machine.Basis `json:"basis"`
	Sources  []string      `json:"sources"`
}

// Meters returns what bills now, why, and what stops it. The circuit's own meter
// comes first. There are no prices: they change, and depend on a contract.
func (c Circuit) Meters() []Meter {
	meters := []Meter{c.circuitMeter()}
	v := c.view()
	created := c.state.Status != NotCreated && c.state.Status != Gone && c.state.Status != 0
	if created && !c.stoppedBilling() {
		if v.order().Billing == MeteredData {
			meters = append(meters, dataMeter)
		}
		if v.order().Tier == TierPremium {
			meters = append(meters, premiumMeter)
		}
		if c.reaches() {
			meters = append(meters, reachMeter)
		}
	}
	if c.state.Provider == NotApplicable {
		return append(meters, portMeter)
	}
	return append(meters, c.providerMeter())
}

// reaches reports whether the circuit is connected to another by Global Reach.
func (c *Circuit) reaches() bool {
	for i, l := range c.known().links {
		if l.Kind == GlobalReachLink && c.state.linked.has(i) {
			return true
		}
	}
	return false
}

var (
	dataMeter = Meter{
		Name: MeterData, Bills: machine.Yes, Why: "the billing model is MeteredData: inbound data is free, outbound data bills by the gigabyte",
		Stops: "changing the billing model to UnlimitedData, for a flat rate", Actor: machine.Customer, Basis: machine.Documented, Sources: []string{sourceSKU},
	}
	premiumMeter = Meter{
		Name: MeterPremium, Bills: machine.Yes, Why: "the tier is Premium",
		Stops: "changing the tier to Standard", Actor: machine.Customer, Basis: machine.Documented, Sources: []string{sourceCircuitHowTo},
	}
	reachMeter = Meter{
		Name: MeterGlobalReach, Bills: machine.Yes, Why: "the circuit is connected to another one: the add-on bills, and so does the data between them",
		Stops: "deleting the connections to other circuits", Actor: machine.Customer, Basis: machine.Documented, Sources: []string{sourceGlobalReach},
	}
)

// portMeter is the meter of an ExpressRoute Direct port pair, which bills apart from
// its circuits.
var portMeter = Meter{
	Name: MeterPort, Why: "the port pair bills at a fixed price, and a circuit's document does not show it",
	Stops: "deleting the port resource", Actor: machine.Customer, Basis: machine.Documented, Sources: []string{sourceDirectFAQ},
}

// providerMeter returns the meter of the connectivity provider. The provider bills
// by its own contract, which no Azure document shows.
func (c Circuit) providerMeter() Meter {
	m := Meter{Name: MeterProvider, Basis: machine.Documented, Sources: []string{sourceFAQ}}
	if connectivityOrdered.Holds(c.view()) == machine.No && !c.state.Acts.Has(ProvisionedBefore) {
		m.Bills, m.Why = machine.No, "nothing was ordered from it"
		return m
	}
	m.Why = "the provider bills separately, by its own contract"
	m.Stops, m.Actor = "ending the contract with the provider", machine.Customer
	return m
}

// stoppedBilling reports whether a circuit that is being deleted has stopped to
// bill.
func (c Circuit) stoppedBilling() bool {
	return c.state.Operation == peering.Deleting && takenDownBefore.Holds(c.view()) == machine.Yes && c.known().Want.Edition.stopsBillingTakenDown()
}

// circuitMeter returns the meter of the circuit itself. It bills from the moment
// Azure issues the service key until the circuit is deleted, in every state of the
// provider.
func (c Circuit) circuitMeter() Meter {
	m := Meter{Name: MeterCircuit, Basis: machine.Article, Sources: []string{machine.Article2016, sourceWorkflows}}
	v := c.view()
	switch s, tier := c.state, v.order().Tier; {
	case s.Status == 0:
		m.Why = "the status was not observed"
	case s.Status == NotCreated:
		m.Bills, m.Why = machine.No, "the circuit is not created"
	case s.Status == Gone:
		m.Bills, m.Why = machine.No, "the circuit is deleted"
	case c.stoppedBilling():
		m.Bills, m.Why = machine.No, "deleted, and deprovisioned by the provider"
		m.Basis, m.Sources = machine.Documented, []string{sourceBillUntil}
	case s.deleting() && takenDownBefore.Holds(v) == machine.No:
		return disputedMeter()
	case s.Provider == NotApplicable && tier == 0:
		m.Why = "the tier was not observed: on an ExpressRoute Direct port a Local circuit bills, and any other is included in the price of the port pair"
		m.Basis, m.Sources = machine.Documented, []string{sourceDirectFAQ}
	case s.Provider == NotApplicable && tier != TierLocal:
		m.Bills, m.Why = machine.No, "a circuit on an ExpressRoute Direct port is included in the price of the port pair"
		m.Basis, m.Sources = machine.Documented, []string{sourceDirectFAQ}
	default:
		m.Bills, m.Why = machine.Yes, "a circuit bills from its creation, in every state of its provider"
		m.Basis, m.Sources = machine.Documented, []string{sourceWorkflows, machine.Article2016}
		m.Stops, m.Actor = "deleting the circuit", machine.Customer
		if s.Operation == peering.Deleting {
			m.Stops, m.Actor = "the end of the deletion", machine.Microsoft
		}
	}
	return m
}

// disputedMeter returns the meter of a circuit that the customer has deleted but
// the provider has not deprovisioned. The article says that it bills "until you run
// the cmdlet", which the customer has done. The how-to pages of the same year say
// that it bills until the provider has deprovisioned. Meters says that it bills.
func disputedMeter() Meter {
	return Meter{
		Name: MeterCircuit, Bills: machine.Yes, Why: "deleted, and not deprovisioned by the provider",
		Stops: "the provider's deprovisioning", Actor: machine.Provider, Disputed: true,
		Basis: machine.Documented, Sources: []string{machine.Article2016, sourceBillUntil},
	}
}
