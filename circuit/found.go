package circuit

import (
	"strings"

	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
)

// The Found functions of guards, and what several guards read.

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
	return "not known who manages it"
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

// peeringNames has the text for every set of peerings, so that foundPeerings does
// not allocate.
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

// first returns the network of the first link in the set, empty if there is none.
func (v *view) first(set *linkSet) string {
	for i, l := range v.links {
		if set.has(i) {
			return l.Network
		}
	}
	return ""
}

// done says whether the customer has done an act. Yes if it is on record or if the
// provider's state implies it; else what the customer attested, which does not
// count after the provider has taken the circuit down; else No if the whole
// history of the circuit is known.
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

// providerAtWork reports whether the provider has begun its work. It then has the
// order and the service key.
func (v *view) providerAtWork() bool {
	return v.Provider == Provisioning || v.Provider == Provisioned || v.Provider == Deprovisioning
}

// inFlight names a resource with an operation in flight, empty if none is known.
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

// idle says whether no operation is in flight, on the circuit and on each of its
// peerings. It is Unknown if the operation of one of them was not observed.
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
		return "the last operation on the circuit was not observed"
	}
	for t := peeringPrivate; t <= peeringMicrosoft; t++ {
		if v.Peering(t).Operation == 0 {
			return "the last operation on " + t.String() + " was not observed"
		}
	}
	return "no operation in flight"
}

// unbroken says whether the last operation on a resource has not failed.
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

// none says whether a set of links is empty. It is Unknown if no link is in it but
// its list is not complete.
func (v *view) none(set *linkSet, list Lists) machine.Truth {
	switch {
	case set.len() > 0:
		return machine.No
	case v.Whole.has(list):
		return machine.Yes
	}
	return machine.Unknown
}

// linkedAbroad says whether a network in another geopolitical region is linked. Only
// the spec tells the region of a network; no document does.
func (v *view) linkedAbroad() machine.Truth {
	abroad := machine.No
	for i := range v.links {
		if v.linked.has(i) {
			abroad = abroad.Or(v.links[i].abroad())
		}
	}
	return abroad
}

// foundNoRegion says that only documents name the network, and not the spec.
const foundNoRegion = ", and no spec that tells the region of the network"
