package registry

import (
	"fmt"
	"net/netip"
	"slices"

	"github.com/expressroute-go/expressroute/bgp"
	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/prefixes"
)

// judge returns the prediction for one prefix. The reasons in own come from the
// check of the list.
func (j *judge) judge(p prefixes.Prefix, own []Reason) Prediction {
	out := Prediction{Prefix: p, ASN: j.asn, Reasons: own}
	if worst(own) < Refused {
		at := p.Prefix().Masked()
		found := j.look(at)
		out.For, out.Against = found.routes(true), found.routes(false)
		out.Reasons = append(out.Reasons, j.weigh(found)...)
		out.VRPs = slices.Collect(j.snapshot.VRPs(at))
		var reasons []Reason
		out.Origin, reasons = j.origin(at, out.VRPs)
		out.Reasons = append(out.Reasons, reasons...)
	}
	reasons := slices.Concat(j.reasons, out.Reasons)
	out.Verdict = worst(reasons)
	if out.Likely = out.Verdict.likely(j.manual()); out.Likely != 0 {
		out.Basis = basisOf(reasons, out.Verdict)
	}
	if out.Verdict == Unopposed {
		out.Reasons = append(out.Reasons, reservations...)
	}
	return out
}

// basisOf returns how a verdict is known: Documented if one of its reasons is.
func basisOf(reasons []Reason, v Verdict) machine.Basis {
	for _, r := range reasons {
		if r.Verdict == v && r.Basis == machine.Documented {
			return machine.Documented
		}
	}
	return machine.Inferred
}

// reservations are added to the verdict Unopposed.
var reservations = []Reason{
	{ReasonOriginOnly, 0, "a route object shows that the AS may originate the prefix, not that the prefix is assigned to you, which Microsoft requires",
		"", machine.Documented, sourceOrigin},
	{ReasonSignature, 0, "since July 2025, in preview, Microsoft may ask for a signature on the prefix's validation ID as well",
		"", machine.Documented, sourceHowTo},
}

// object is a route object, compared with a prefix and an AS.
type object struct {
	Route
	own      bool     // the origin is the AS
	relation Relation // Exact or Covering
	name     Name     // the registry, if it is searched; otherwise zero
}

// objects holds the route objects for a prefix: first those for the prefix
// itself, then those for shorter ones, the longest first.
type objects struct {
	at   netip.Prefix
	list []object
	// parts is the number of objects of the AS for longer prefixes within this
	// one, in registries that are searched.
	parts int
}

// look returns the route objects for the prefix.
func (j *judge) look(at netip.Prefix) objects {
	found := objects{at: at}
	for relation, route := range j.snapshot.Routes(at) {
		if _, special := prefixes.Special(route.Prefix); special {
			continue // nobody holds a block with such addresses in it, least of all 0.0.0.0/0
		}
		name := NameOf(route.Source)
		if !slices.Contains(j.searched, name) {
			name = ""
		}
		own := route.Origin == j.asn && j.asn != 0
		switch {
		case relation != MoreSpecific:
			found.list = append(found.list, object{route, own, relation, name})
		case own && name != "":
			found.parts++
		}
	}
	return found
}

// routes returns the objects of the AS, or those of other AS numbers.
func (o objects) routes(own bool) []Route {
	var routes []Route
	for _, object := range o.list {
		if object.own == own {
			routes = append(routes, object.Route)
		}
	}
	return routes
}

// first returns the first object in a registry that is searched, of the AS or
// of another one, with that relation to the prefix.
func (o objects) first(own bool, relation Relation) (object, bool) {
	i := slices.IndexFunc(o.list, func(found object) bool {
		return found.own == own && found.relation == relation && found.name != ""
	})
	if i < 0 {
		return object{}, false
	}
	return o.list[i], true
}

// weigh returns the reasons that follow from the objects found. If the request
// is validated by hand or refused, they can only be a hint.
func (j *judge) weigh(found objects) []Reason {
	switch {
	case !j.snapshot.OfInterest(found.at):
		return []Reason{{ReasonNotOfInterest, Undecided, fmt.Sprintf("the data was loaded for other prefixes than %s", found.at),
			"load it again with an interest in this prefix", machine.Inferred, sourceData}}
	case j.asn == 0, worst(j.reasons) > Undecided:
		return j.hint(found)
	case len(j.loaded)+len(j.partial) == 0:
		return []Reason{{ReasonNotLoaded, Undecided, "no registry that Microsoft searches was loaded",
			"load the route objects of the registry that has the prefix, " + oneOf(j.missing), machine.Inferred, sourceData}}
	}
	best, ok := j.best(found)
	if !ok {
		return j.absent(found)
	}
	reasons := append([]Reason{j.matched(best, found.at)}, pool(found.at, best.relation)...)
	if other, ok := found.first(false, Exact); ok {
		reasons = append(reasons, Reason{ReasonAmbiguous, Undecided, fmt.Sprintf("%s registers this prefix to AS%s, another AS", other.name, other.Origin),
			"have that object removed if it is outdated", machine.Inferred, sourceHowTo})
	} else if other, ok := found.first(false, Covering); ok {
		reasons = append(reasons, coveredBy(other))
	}
	if same, holders := j.holders(found.at); same != machine.Unknown {
		holders.Verdict = 0
		reasons = append(reasons, holders)
	}
	if reasons[0].Verdict > Unopposed {
		if !j.whole() {
			reasons[0].Verdict = Undecided
		}
		reasons = append(reasons, j.doubts()...)
	}
	return reasons
}

// best returns the object of the AS with the best verdict under the policy, the
// longest prefix of several.
func (j *judge) best(found objects) (best object, ok bool) {
	for _, o := range found.list {
		if !o.own || o.name == "" {
			continue
		}
		if !ok || j.policy.verdict(j.match(o)) < j.policy.verdict(j.match(best)) {
			best, ok = o, true
		}
	}
	return best, ok
}

func (j *judge) match(o object) match {
	return match{covering: o.relation == Covering, elsewhere: j.named != "" && o.name != j.named}
}

// matched returns the reason that follows from the best object.
func (j *judge) matched(o object, at netip.Prefix) Reason {
	m := j.match(o)
	r := Reason{ID: ReasonExact, Verdict: j.policy.verdict(m), Basis: machine.Inferred, Source: sourceHowTo}
	r.Text = fmt.Sprintf("%s registers this prefix to AS%s", o.name, o.Origin)
	if m.covering {
		r.ID, r.Source = ReasonCovering, sourceBlock
		r.Text = fmt.Sprintf("%s registers only the covering prefix %s to AS%s", o.name, o.Prefix, o.Origin)
		r.Fix = fmt.Sprintf("list %s, which is registered, and advertise the part of it that you need", o.Prefix)
		if !isLong(at) {
			r.Fix += "; or register the prefix itself"
		}
	}
	if m.elsewhere {
		r.ID, r.Source = ReasonElsewhere, sourceMatching
		r.Text += fmt.Sprintf("; the peering names the registry %s", j.named)
		r.Fix = fmt.Sprintf("name %s, or register %s with %s", o.name, o.Prefix, j.named)
	}
	if r.Verdict == Unopposed {
		r.Fix = ""
	}
	return r
}

// hint returns the reason that names another AS for the prefix, if there is
// one.
func (j *judge) hint(found objects) []Reason {
	if o, ok := found.first(false, Exact); ok {
		return []Reason{{ReasonOtherOrigin, 0, fmt.Sprintf("%s registers this prefix to AS%s", o.name, o.Origin),
			j.fixOrigin(o.Origin), machine.Documented, sourceHowTo}}
	}
	if o, ok := found.first(false, Covering); ok {
		return []Reason{coveredBy(o)}
	}
	return nil
}

// fixOrigin returns what to do if the prefix is registered to that AS.
func (j *judge) fixOrigin(origin bgp.ASN) string {
	switch {
	case origin == j.peer:
		return "leave the customer ASN out, if the prefix is yours"
	case len(bgp.CheckCustomerASN(origin)) > 0:
		return "have that object removed if it is outdated: the AS number cannot be a customer ASN"
	}
	return fmt.Sprintf("give %s as customer ASN, if the prefix is yours", origin)
}

func coveredBy(o object) Reason {
	return Reason{ReasonCoveredBy, 0, fmt.Sprintf("%s registers %s, which contains it, to AS%s", o.name, o.Prefix, o.Origin),
		"if the prefix is leased from that AS, have a letter of authorization ready", machine.Inferred, sourceHowTo}
}
