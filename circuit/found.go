package circuit

import (
	"strings"

	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
)

// What guards find.

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

// linkedAbroad says whether a network of another geopolitical region is linked.
// No document tells the region: only the spec does.
func (v *view) linkedAbroad() machine.Truth {
	abroad := machine.No
	for i := range v.links {
		if v.linked.has(i) {
			abroad = abroad.Or(v.links[i].abroad())
		}
	}
	return abroad
}

// foundNoRegion is what was found of a linked network that only documents name.
const foundNoRegion = ", and no spec that tells the region of the network"
