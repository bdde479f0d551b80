package circuit

import (
	"strings"

	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
	"github.com/expressroute-go/expressroute/prefixes"
)

// What guards find, and who can change it.

func foundProvider(v view) string {
	if v.Provider == 0 {
		return v.Have.strange("provider")
	}
	return v.Provider.String()
}

func foundStatus(v view) string {
	if v.Status == 0 {
		return v.Have.strange("status")
	}
	return v.Status.String()
}

func foundManager(v view) string {
	if manager := v.manager(); manager != machine.Nobody {
		return "managed by " + manager.String()
	}
	return "nothing that tells who manages it"
}

func foundPeerings(v view) string {
	var there [peeringMicrosoft + 1]bool
	for t := peeringPrivate; t <= peeringMicrosoft; t++ {
		there[t] = v.OfPeering(t).Exists() == machine.Yes
	}
	if names := peeringNames[there]; names != "" {
		return names
	}
	return "peerings that were not observed"
}

// peeringNames are spelled once: the names of every set of peerings.
var peeringNames = func() map[[peeringMicrosoft + 1]bool]string {
	names := map[[peeringMicrosoft + 1]bool]string{}
	for mask := range 8 {
		var there [peeringMicrosoft + 1]bool
		var list []string
		for t := range peering.Types() {
			if there[t] = mask&(1<<(t-1)) != 0; there[t] {
				list = append(list, t.String())
			}
		}
		names[there] = strings.Join(list, ", ")
	}
	return names
}()

// first is the first network of a set, empty if it has none.
func (v *view) first(set *linkSet) string {
	for i, l := range v.links {
		if set.has(i) {
			return l.Network
		}
	}
	return ""
}

// done says whether an act was done: on record, implied by what the provider
// does, or attested. Where the history is known, what is not on record was not
// done.
func (v *view) done(act Acts, implied bool, attested machine.Truth) machine.Truth {
	takenDown := v.Acts.Has(ProvisionedBefore) && v.Provider == NotProvisioned
	switch {
	case v.Acts.Has(act) || implied:
		return machine.Yes
	case attested != machine.Unknown && !takenDown:
		return attested
	case v.Acts.Has(HistoryKnown):
		return machine.No
	}
	return machine.Unknown
}

// providerAtWork: a provider that has begun was ordered, and has the key.
func (v *view) providerAtWork() bool {
	return v.Provider == Provisioning || v.Provider == Provisioned || v.Provider == Deprovisioning
}

// inFlight names the resource that Microsoft is at work on, empty if none is
// known.
func (v *view) inFlight() string {
	if v.Operation.InFlight() {
		return "circuit " + v.Operation.String()
	}
	for t := peeringPrivate; t <= peeringMicrosoft; t++ {
		if op := v.Peering(t).Operation; op.InFlight() {
			return t.String() + " " + op.String()
		}
	}
	return ""
}

// idle says whether nothing is in flight, on the circuit and on all that was
// not found to be missing from it.
func (v *view) idle() machine.Truth {
	if v.working() {
		return machine.No
	}
	if !v.atRest() || v.Operation == 0 || v.Private.Operation == 0 || v.Public.Operation == 0 || v.Microsoft.Operation == 0 {
		return machine.Unknown
	}
	return machine.Yes
}

func foundInFlight(v view) string {
	if found := v.inFlight(); found != "" {
		return found
	}
	if v.Operation == 0 {
		return "a circuit of which the last operation was not observed"
	}
	for t := peeringPrivate; t <= peeringMicrosoft; t++ {
		if v.Peering(t).Operation == 0 {
			return t.String() + ", of which the last operation was not observed"
		}
	}
	return "nothing in flight"
}

// unbroken says whether the last operation on a resource did not fail.
func unbroken(op peering.Operation) machine.Truth {
	if op == 0 {
		return machine.Unknown
	}
	return machine.TruthOf(!op.Broken())
}

func (s *State) operationIs(op peering.Operation) machine.Truth {
	if s.Operation == 0 {
		return machine.Unknown
	}
	return machine.TruthOf(s.Operation == op)
}

// none says whether a set is empty, of which the list is whole or not.
func (v *view) none(set *linkSet, list Lists) machine.Truth {
	switch {
	case set.len() > 0:
		return machine.No
	case v.Whole.has(list):
		return machine.Yes
	}
	return machine.Unknown
}

func (v *view) linkedAbroad() bool {
	for i, l := range v.links {
		if l.OtherGeography && v.linked.has(i) {
			return true
		}
	}
	return false
}

func missingOrder(v view) string {
	o := v.Want.Order
	switch {
	case o.Provider == "" && v.Want.Kind == Partner:
		return "provider"
	case o.PeeringLocation == "" && v.Want.Kind == Partner:
		return "peering location"
	case o.Bandwidth == 0:
		return "bandwidth"
	case o.Tier == 0:
		return "tier"
	case o.Billing == 0:
		return "billing model"
	}
	return ""
}

// whoProvisions: until connectivity is ordered and the key handed over, it is
// the customer's turn.
func whoProvisions(v view) (machine.Actor, string) {
	switch {
	case v.Provider == 0:
		return machine.Customer, "read the circuit again"
	case v.Status == NotCreated:
		return machine.Customer, "create the circuit"
	case v.Provider == Provisioning:
		return machine.Provider, "finish provisioning"
	case v.Provider == Deprovisioning:
		return machine.Provider, "finish deprovisioning, to be ordered anew"
	case connectivityOrdered.Holds(v) != machine.Yes:
		return connectivityOrdered.Actor, connectivityOrdered.Fix
	case keyHandedOver.Holds(v) != machine.Yes:
		return keyHandedOver.Actor, keyHandedOver.Fix
	}
	return machine.Provider, "provision the circuit"
}

func whoEnables(v view) (machine.Actor, string) {
	switch {
	case v.Status == NotCreated:
		return machine.Customer, "create the circuit"
	case v.Status == Enabling:
		return machine.Microsoft, "finish enabling"
	case v.Status == Disabled && v.Operation.Broken():
		return machine.Customer, "refresh the circuit, and open a support ticket if that does not help"
	case v.Status == Disabled:
		return machine.Support, "repair the circuit"
	case v.Status == 0:
		return machine.Customer, "read the circuit again"
	}
	return machine.Customer, "order another circuit"
}

// whoDeprovisions: the provider, once it was asked.
func whoDeprovisions(v view) (machine.Actor, string) {
	switch {
	case v.Provider == 0:
		return machine.Customer, "read the circuit again"
	case (v.Provider == Provisioned || v.Provider == Provisioning) && deprovisioningRequested.Holds(v) != machine.Yes:
		return deprovisioningRequested.Actor, deprovisioningRequested.Fix
	}
	return machine.Provider, "finish deprovisioning"
}

// routeFilter is the one that the spec names, empty if none.
func (s *Spec) routeFilter() string {
	if s.Microsoft.Mode != peering.WantPresent {
		return ""
	}
	return filterOf(&s.Microsoft.Config)
}

// filterOf is the route filter of a peering, empty if none.
func filterOf(c *peering.Config) string {
	if c.IPv4.RouteFilter != "" {
		return c.IPv4.RouteFilter
	}
	return c.IPv6.RouteFilter
}

// whoWrites: whoever manages the peering. Where that is the provider, a write of
// the customer's would overwrite what only the provider can restore.
func whoWrites(v view) (machine.Actor, string) {
	if v.manager() == machine.Provider {
		return machine.Provider, "write the peering"
	}
	return machine.Customer, "write the peering"
}

// whoRemoves: the provider, if it manages a peering that is left.
func whoRemoves(v view) (machine.Actor, string) {
	for t := range peering.Types() {
		v.of = t
		if v.peering().Exists() == machine.Yes && v.manager() == machine.Provider {
			return machine.Provider, "remove the peerings that it manages"
		}
	}
	return machine.Customer, "remove the peerings"
}

// whoValidates says whose turn the prefixes of the view's family are.
func whoValidates(v *view, s prefixes.State) (machine.Actor, string) {
	switch s {
	case prefixes.NotConfigured, prefixes.Configuring, prefixes.Configured:
		return machine.Microsoft, "validate the prefixes"
	case prefixes.ValidationNeeded:
		if v.firstPrefix(hasFault) != nil {
			return whoMendsPrefixes(*v)
		}
		return machine.Customer, "open a support ticket with evidence, or set the registry right and write the peering again"
	case prefixes.ManualValidation:
		if !v.Acts.Has(evidenceSent(v.family)) {
			return evidenceGiven.Actor, evidenceGiven.Fix
		}
		return machine.Support, "examine the evidence"
	}
	return machine.Customer, "read the peering again"
}
