package circuit

import (
	"slices"

	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
	"github.com/expressroute-go/expressroute/prefixes"
)

var wanted = guard{
	Condition: machine.Condition{
		Need: NeedWanted, Want: "the spec must say how the peering is to be configured",
		Actor: machine.Customer, Fix: "describe the peering in the spec",
		Basis: machine.Inferred, Source: sourceSpec,
	},
	Holds: func(v view) machine.Truth { return machine.TruthOf(v.Want.mode(v.of) == peering.WantPresent) },
	Found: func(v view) string { return "the spec has it " + v.Want.mode(v.of).String() },
}

// customerRouting: where the provider manages Layer 3, Azure takes a customer's
// write all the same, and the provider's settings are lost.
var customerRouting = guard{
	Condition: machine.Condition{
		Need: NeedCustomerRouting, Want: "the customer must be the one who manages the peering",
		Basis: machine.Documented, Source: sourceTroubleshoot,
	},
	Who: func(v view) (machine.Actor, string) {
		if v.manager() == machine.Nobody {
			return machine.Customer, "say who manages the peering"
		}
		return machine.Provider, "change the peering for the customer"
	},
	Holds: func(v view) machine.Truth {
		manager := v.manager()
		if manager == machine.Nobody && v.peering().Exists() != machine.No {
			return machine.Unknown
		}
		return machine.TruthOf(manager != machine.Provider)
	},
	Found: foundManager,
}

var providerRouting = guard{
	Condition: machine.Condition{
		Need: NeedProviderRouting, Want: "the provider must be the one who manages the peering",
		Actor: machine.Customer, Fix: "configure the peering, or say that the provider does",
		Basis: machine.Article, Source: machine.Article2016,
	},
	Holds: func(v view) machine.Truth {
		manager := v.manager()
		if manager == machine.Nobody {
			return machine.Unknown
		}
		return machine.TruthOf(manager == machine.Provider)
	},
	Found: foundManager,
}

var healthyPeering = guard{
	Condition: machine.Condition{
		Need: NeedHealthyPeering, Want: "the last operation on the peering must not have failed",
		Basis: machine.Inferred, Source: sourceParentFailed,
	},
	Who:   whoWrites,
	Holds: func(v view) machine.Truth { return unbroken(v.peering().Operation) },
	Found: func(v view) string { return "peering " + v.peering().Operation.String() },
}

var peeringThere = guard{
	Condition: machine.Condition{
		Need: NeedPeering, Want: "the peering must be there",
		Basis: machine.Documented, Source: sourceRouting,
	},
	Who:   whoWrites,
	Holds: func(v view) machine.Truth { return v.peering().Exists() },
	Found: func(v view) string { return "peering " + v.peering().Operation.String() },
}

// familyThere: there is something to validate once the family was written.
var familyThere = guard{
	Condition: machine.Condition{
		Need: NeedPeering, Want: "the address family of the peering must be there",
		Basis: machine.Documented, Source: sourceCrossConnection,
	},
	Who:   whoWrites,
	Holds: func(v view) machine.Truth { return v.peering().Family(v.family).Exists() },
	Found: func(v view) string { return v.peering().Family(v.family).Admin.String() },
}

// otherFilter: a peering takes one route filter. Which one is to be attached is
// named in the spec, or asked of the customer.
var otherFilter = guard{
	Condition: machine.Condition{
		Need: NeedWanted, Want: "no route filter may be attached, or the spec must want another one",
		Actor: machine.Customer, Fix: "name another route filter in the spec",
		Basis: machine.Documented, Source: sourceRouteFilter,
	},
	Holds: func(v view) machine.Truth {
		want, have := v.Want.routeFilter(), filterOf(&v.Have.Microsoft)
		if want != "" && have != "" && !sameResource(want, have) {
			return machine.Yes
		}
		return v.Microsoft.RouteFilter.Not()
	},
	Found: func(v view) string { return "route filter attached: " + v.Microsoft.RouteFilter.String() },
}

var routeFilterAttached = guard{
	Condition: machine.Condition{
		Need: NeedRouteFilter, Want: "a route filter must be attached",
		Actor: machine.Nobody,
		Basis: machine.Documented, Source: sourceRouteFilter,
	},
	Holds: func(v view) machine.Truth { return v.Microsoft.RouteFilter },
	Found: constant("none"),
}

var noRouteFilter = guard{
	Condition: machine.Condition{
		Need: NeedNoRouteFilter, Want: "no route filter may be attached",
		Actor: machine.Customer, Fix: "detach the route filter",
		Basis: machine.Documented, Source: sourceNotDeleted,
	},
	Holds: func(v view) machine.Truth {
		if !v.Want.Edition.hasRouteFilters() || v.of == peeringPrivate || v.of == peeringPublic {
			return machine.Yes
		}
		return v.Microsoft.RouteFilter.Not()
	},
	Found: func(v view) string { return "route filter attached: " + v.Microsoft.RouteFilter.String() },
}

// ticketHelps: a person at Microsoft decides on proof of ownership. A wrong AS
// number, or a signature that cannot be read, is the customer's to mend.
var ticketHelps = guard{
	Condition: machine.Condition{
		Need: NeedTicketHelps, Want: "the prefixes must have no fault that a ticket does not mend",
		Basis: machine.Inferred, Source: sourceSignatures,
	},
	Who:   whoMendsPrefixes,
	Holds: func(v view) machine.Truth { return machine.TruthOf(v.firstPrefix(hasFault) == nil) },
	Found: foundFault,
}

// signatureHelps: a signature does not mend an AS number that is not the one
// that the prefix is registered to.
var signatureHelps = guard{
	Condition: machine.Condition{
		Need: NeedSignable, Want: "the prefixes must have no fault that a signature does not mend",
		Basis: machine.Inferred, Source: sourceSignatures,
	},
	Who:   whoMendsPrefixes,
	Holds: func(v view) machine.Truth { return machine.TruthOf(v.firstPrefix(hasWrongASN) == nil) },
	Found: foundFault,
}

const submittedFix = "sign the prefixes, or set the registry right and open a support ticket"

// submitted: Microsoft takes up a list that was written. It does so anew where the
// registry was set right, but nobody can count on that: the customer has to act.
var submitted = guard{
	Condition: machine.Condition{
		Need: NeedSubmitted, Want: "the prefixes must have been submitted since they were refused",
		Actor: machine.Customer, Fix: submittedFix,
		Basis: machine.Inferred, Source: sourceRouting,
	},
	Holds: func(v view) machine.Truth {
		switch v.peering().Family(v.family).Prefixes {
		case 0:
			return machine.Unknown
		case prefixes.ValidationNeeded, prefixes.ManualValidation:
			return machine.No
		}
		return machine.Yes
	},
	Found: func(v view) string { return "prefixes " + v.peering().Family(v.family).Prefixes.String() },
	Who: func(v view) (machine.Actor, string) {
		if v.firstPrefix(hasFault) != nil {
			return whoMendsPrefixes(v)
		}
		return machine.Customer, submittedFix
	},
}

// hasFault reports whether the customer has to mend the prefix, and a ticket
// does not.
func hasFault(v prefixes.Validation) bool {
	return v.Actor() == machine.Customer && !slices.Contains(v.Remedies(), prefixes.OpenTicket)
}

// hasWrongASN reports whether neither a ticket nor a signature mends the prefix.
func hasWrongASN(v prefixes.Validation) bool {
	return hasFault(v) && !slices.Contains(v.Remedies(), prefixes.Sign) && !slices.Contains(v.Remedies(), prefixes.PublishCertificate)
}

// firstPrefix is the first prefix of the event's family in such a state, nil if
// there is none.
func (v *view) firstPrefix(is func(prefixes.Validation) bool) *PrefixState {
	for i := range v.Have.Prefixes {
		if p := &v.Have.Prefixes[i]; v.of == peeringMicrosoft && p.Family == v.family && is(p.State) {
			return p
		}
	}
	return nil
}

func foundFault(v view) string {
	if p := v.firstPrefix(hasFault); p != nil {
		return p.Prefix.String() + " is " + p.State.String()
	}
	return "no such fault"
}

func whoMendsPrefixes(v view) (machine.Actor, string) {
	if p := v.firstPrefix(hasFault); p != nil {
		return machine.Customer, p.State.Fix()
	}
	return machine.Customer, "submit the prefixes again"
}

// whoWrites: whoever manages the peering. Where that is the provider, a write of
// the customer's would overwrite what only the provider can restore.
func whoWrites(v view) (machine.Actor, string) {
	if v.manager() == machine.Provider {
		return machine.Provider, "write the peering"
	}
	return machine.Customer, "write the peering"
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
