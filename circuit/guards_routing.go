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
	Found: func(v view) string { return "in the spec: " + v.Want.mode(v.of).String() },
}

// customerRouting keeps the customer from writing a peering that the provider
// manages. Azure accepts such a write, but it overwrites the provider's settings.
var customerRouting = guard{
	Condition: machine.Condition{
		Need: NeedCustomerRouting, Want: "the customer must manage the peering",
		Basis: machine.Documented, Source: sourceTroubleshoot,
	},
	Who: func(v view) (machine.Actor, string) {
		if v.manager() == machine.Nobody {
			return machine.Customer, "say in the spec who manages the peering"
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
		Need: NeedProviderRouting, Want: "the provider must manage the peering",
		Actor: machine.Customer, Fix: "configure the peering, or say in the spec that the provider manages it",
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
		Need: NeedPeering, Want: "the peering must exist",
		Basis: machine.Documented, Source: sourceRouting,
	},
	Who:   whoWrites,
	Holds: func(v view) machine.Truth { return v.peering().Exists() },
	Found: func(v view) string { return "peering " + v.peering().Operation.String() },
}

// familyThere lets Microsoft validate the prefixes of a family that was written.
var familyThere = guard{
	Condition: machine.Condition{
		Need: NeedPeering, Want: "the address family of the peering must exist",
		Basis: machine.Documented, Source: sourceCrossConnection,
	},
	Who:   whoWrites,
	Holds: func(v view) machine.Truth { return v.peering().Family(v.family).Exists() },
	Found: func(v view) string { return v.peering().Family(v.family).Admin.String() },
}

// otherFilter lets a route filter be attached if none is attached yet, or if the
// spec names another one. A peering has at most one route filter.
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

// ticketHelps lets a ticket about prefixes be opened if Support can solve it.
// Support decides about proof of ownership. The customer must correct a wrong AS
// number, or a signature that cannot be read.
var ticketHelps = guard{
	Condition: machine.Condition{
		Need: NeedTicketHelps, Want: "every fault of the prefixes must be one that a support ticket can solve",
		Basis: machine.Inferred, Source: sourceSignatures,
	},
	Who:   whoMendsPrefixes,
	Holds: func(v view) machine.Truth { return machine.TruthOf(v.firstPrefix(hasFault) == nil) },
	Found: foundFault,
}

// signatureHelps lets prefixes be signed if that can solve their faults. A signature
// does not help if the prefix is registered to another AS number.
var signatureHelps = guard{
	Condition: machine.Condition{
		Need: NeedSignable, Want: "every fault of the prefixes must be one that a signature can solve",
		Basis: machine.Inferred, Source: sourceSignatures,
	},
	Who:   whoMendsPrefixes,
	Holds: func(v view) machine.Truth { return machine.TruthOf(v.firstPrefix(hasWrongASN) == nil) },
	Found: foundFault,
}

const submittedFix = "sign the prefixes, or correct the routing registry and open a support ticket"

// submitted lets the validation start if the prefixes were written since Microsoft
// last refused them. Microsoft may also validate them again after the customer has
// corrected the registry, but no plan can count on that.
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

// hasFault reports whether the prefix has a fault that the customer must correct
// and a ticket cannot solve.
func hasFault(v prefixes.Validation) bool {
	return v.Actor() == machine.Customer && !slices.Contains(v.Remedies(), prefixes.OpenTicket)
}

// hasWrongASN reports whether the prefix has a fault that neither a ticket nor a
// signature can solve: a wrong AS number.
func hasWrongASN(v prefixes.Validation) bool {
	return hasFault(v) && !slices.Contains(v.Remedies(), prefixes.Sign) && !slices.Contains(v.Remedies(), prefixes.PublishCertificate)
}

// firstPrefix returns the first prefix of the event's family for whose state is
// returns true, nil if there is none.
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

// whoMendsPrefixes says what the customer must do about a fault of the prefixes.
func whoMendsPrefixes(v view) (machine.Actor, string) {
	if p := v.firstPrefix(hasFault); p != nil {
		return machine.Customer, p.State.Fix()
	}
	return machine.Customer, "submit the prefixes again"
}

// whoWrites says who must write the peering: whoever manages it. A write by the
// customer would overwrite settings that only the provider can restore.
func whoWrites(v view) (machine.Actor, string) {
	if v.manager() == machine.Provider {
		return machine.Provider, "write the peering"
	}
	return machine.Customer, "write the peering"
}

// whoValidates says whose turn it is in the validation of the prefixes of the view's
// family, and what to do.
func whoValidates(v *view, s prefixes.State) (machine.Actor, string) {
	switch s {
	case prefixes.NotConfigured, prefixes.Configuring, prefixes.Configured:
		return machine.Microsoft, "validate the prefixes"
	case prefixes.ValidationNeeded:
		if v.firstPrefix(hasFault) != nil {
			return whoMendsPrefixes(*v)
		}
		return machine.Customer, "open a support ticket with evidence, or correct the routing registry and write the peering again"
	case prefixes.ManualValidation:
		if !v.Acts.Has(evidenceSent(v.family)) {
			return evidenceGiven.Actor, evidenceGiven.Fix
		}
		return machine.Support, "examine the evidence"
	}
	return machine.Customer, "read the peering again"
}

// routeFilter returns the ID of the route filter that the spec wants, empty if none.
func (s *Spec) routeFilter() string {
	if s.Microsoft.Mode != peering.WantPresent {
		return ""
	}
	return filterOf(&s.Microsoft.Config)
}

// filterOf returns the ID of a peering's route filter, empty if it has none.
func filterOf(c *peering.Config) string {
	if c.IPv4.RouteFilter != "" {
		return c.IPv4.RouteFilter
	}
	return c.IPv6.RouteFilter
}
