package registry

import (
	"fmt"
	"slices"

	"github.com/expressroute-go/expressroute/bgp"
	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/prefixes"
)

// Request describes one address family of a Microsoft peering, as it is
// configured or as it is planned.
type Request struct {
	Prefixes    []prefixes.Prefix `json:"prefixes"`             // advertised to Microsoft, as typed
	Family      prefixes.Family   `json:"family,omitempty"`     // of the session; zero: either family
	PeerASN     bgp.ASN           `json:"peerASN"`              // the AS on the customer's side of the session
	CustomerASN bgp.ASN           `json:"customerASN,omitzero"` // the AS that the prefixes are registered to, if it is not PeerASN; 0 none
	Registry    string            `json:"registry,omitempty"`   // where they are registered, as typed; "" or "NONE" not given
}

// ASN returns the AS number that the prefixes must be registered to: the
// customer ASN if there is one, otherwise the peer ASN.
//
// Source: https://learn.microsoft.com/en-us/azure/expressroute/expressroute-howto-routing-portal-resource-manager
func (r Request) ASN() bgp.ASN {
	if r.CustomerASN != 0 {
		return r.CustomerASN
	}
	return r.PeerASN
}

// Report is the prediction for a request, with the reasons.
type Report struct {
	Request     Request          `json:"request"`
	Policy      Policy           `json:"policy,omitzero"`
	ASN         bgp.ASN          `json:"asn"`                // the AS number that was looked for: Request.ASN()
	Verdict     Verdict          `json:"verdict"`            // the worst, of the request and of every prefix
	Reasons     []Reason         `json:"reasons,omitempty"`  // reasons that concern the whole request
	Predictions []Prediction     `json:"predictions"`        // one for each prefix, in the order of the request
	Aggregate   prefixes.State   `json:"aggregate"`          // the expected state of the list; zero if it is not known, or something is refused
	Basis       machine.Basis    `json:"basis,omitempty"`    // how Aggregate is known; zero if it is not
	Loaded      []Name           `json:"loaded,omitempty"`   // the registries to search of which enough was read to be all, unless ReasonTruncated says otherwise
	Partial     []Name           `json:"partial,omitempty"`  // those of which too few objects were read to be all: fewer than 1000 of IPv4 or 100 of IPv6, and not in Options.Complete
	Missing     []Name           `json:"missing,omitempty"`  // those of which nothing was read for a family of the request
	Problems    machine.Problems `json:"problems,omitempty"` // what [prefixes.Check] reports for the list
}

// Prediction is the prediction for one prefix.
type Prediction struct {
	Prefix  prefixes.Prefix     `json:"prefix"`
	ASN     bgp.ASN             `json:"asn"` // the AS number that was looked for
	Verdict Verdict             `json:"verdict"`
	Likely  prefixes.Validation `json:"likely,omitempty"`  // the state to expect; zero if the verdict is Undecided
	Basis   machine.Basis       `json:"basis,omitempty"`   // Documented, or weaker; zero if the verdict is Undecided
	Reasons []Reason            `json:"reasons,omitempty"` // reasons for this prefix; those of the report hold too
	For     []Route             `json:"for,omitempty"`     // route objects of the AS for the prefix or a shorter one, in any registry
	Against []Route             `json:"against,omitempty"` // the same, of other AS numbers
	Origin  Validity            `json:"origin,omitempty"`  // RFC 6811 validation of a route to the prefix from the AS; it does not change the verdict; zero if the AS is not public
	VRPs    []VRP               `json:"vrps,omitempty"`    // the VRPs that cover the prefix
}

// Expected returns the state to expect in words: that of Likely, "refused" if
// the verdict is Refused, or "not known".
func (p Prediction) Expected() string {
	switch {
	case p.Verdict == Refused:
		return "refused"
	case p.Likely == 0:
		return "not known"
	}
	return p.Likely.String()
}

// Predict looks up the prefixes of a request in the snapshot and predicts the
// result of Microsoft's validation.
//
// These cases are documented, and certain if the data is complete:
//
//   - A private peer ASN is validated by hand, also with a public customer ASN.
//   - A customer ASN that is not public is refused.
//   - A prefix that is not public, the default route, or of the other family is
//     refused.
//   - More than [prefixes.Limit] prefixes drop the session.
//   - A prefix that no registry has for the AS needs validation. That is certain
//     only if the seven registries were read to their end, and the address
//     records (inetnum, inet6num, aut-num) show that prefix and AS are two
//     organizations'. If a registry is missing, it is undecided.
//
// Everything else is inferred, by the answers of the policy, or undecided. The
// verdict Refused stands for any refusal: it is not documented whether Azure
// refuses the request or the validation fails. Likely is
// [prefixes.PrefixValidationFailed] for both.
//
// A route object shows that an AS may originate a prefix, not who owns it, and
// Microsoft requires that the prefix is assigned to the customer. So Unopposed
// is the best verdict. RPKI data does not change a verdict, because Microsoft
// asks for no ROA; Predict reports a route that is invalid by it, because other
// networks drop such a route. An object for the default route, or for any other
// block with addresses that nobody can register, counts for nothing.
//
// If the data was loaded with an [Interest], the interest must include the
// prefixes of the request.
func (s *Snapshot) Predict(request Request, policy Policy) Report {
	j := newJudge(s, request, policy)
	r := Report{
		Request: request, Policy: policy, ASN: j.asn, Loaded: j.loaded, Partial: j.partial, Missing: j.missing,
		Problems: prefixes.Check(request.Prefixes, request.Family),
	}
	r.Request.Prefixes = slices.Clone(request.Prefixes)
	r.Reasons = append(r.Reasons, j.reasons...)
	verdict := worst(j.reasons)
	places := make(map[string][]Reason)
	for _, p := range r.Problems {
		places[p.Path] = append(places[p.Path], fromProblem(p))
	}
	r.Reasons = append(r.Reasons, places[pathOfList]...)
	r.Verdict = max(verdict, worst(places[pathOfList]))
	for i, p := range request.Prefixes {
		prediction := j.judge(p, places[fmt.Sprintf("%s[%d]", pathOfList, i)])
		r.Predictions = append(r.Predictions, prediction)
		r.Verdict = max(r.Verdict, prediction.Verdict)
	}
	r.Aggregate, r.Basis = aggregate(r.Predictions)
	return r
}

// pathOfList is the path of the list in the problems of [prefixes.Check].
const pathOfList = "advertised"

// aggregate returns the state of the list, and how it is known. If one prefix
// needs validation, so does the list, even if nothing is known about another
// prefix. A refused prefix counts as not known: no source says how it affects
// the list.
func aggregate(list []Prediction) (prefixes.State, machine.Basis) {
	var known []prefixes.Validation
	basis := machine.Inferred
	for _, p := range list {
		if p.Verdict == Unopposed || p.Verdict == ActionNeeded {
			known = append(known, p.Likely)
		}
	}
	state := prefixes.Aggregate(known)
	if len(known) < len(list) && state != prefixes.ValidationNeeded {
		return 0, 0
	}
	for _, p := range list {
		alone := prefixes.Aggregate([]prefixes.Validation{p.Likely})
		if p.Verdict == ActionNeeded && p.Basis == machine.Documented && alone == state {
			basis = machine.Documented
		}
	}
	return state, basis
}

// worst returns the worst verdict of the reasons, zero if they have none.
func worst(reasons []Reason) Verdict {
	var v Verdict
	for _, r := range reasons {
		v = max(v, r.Verdict)
	}
	return v
}
