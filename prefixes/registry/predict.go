package registry

import (
	"fmt"
	"slices"

	"github.com/expressroute-go/expressroute/bgp"
	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/prefixes"
)

// Request is what a prediction is asked about: one address family of a
// Microsoft peering, as it is configured or going to be.
type Request struct {
	Prefixes    []prefixes.Prefix `json:"prefixes"`             // advertised to Microsoft, as typed
	Family      prefixes.Family   `json:"family,omitempty"`     // of the session; zero: prefixes of either are taken
	PeerASN     bgp.ASN           `json:"peerASN"`              // the AS on the customer's side of the session
	CustomerASN bgp.ASN           `json:"customerASN,omitzero"` // the AS that the prefixes are registered to, if it is not PeerASN; 0 none
	Registry    string            `json:"registry,omitempty"`   // where they are registered, as typed; "" or "NONE" not given
}

// ASN returns the AS that the prefixes have to be registered to: the customer
// ASN if there is one, the peer ASN otherwise.
//
// Source: https://learn.microsoft.com/en-us/azure/expressroute/expressroute-howto-routing-portal-resource-manager
func (r Request) ASN() bgp.ASN {
	if r.CustomerASN != 0 {
		return r.CustomerASN
	}
	return r.PeerASN
}

// Report is what Microsoft is expected to say of a request, and why.
type Report struct {
	Request     Request          `json:"request"`
	Policy      Policy           `json:"policy,omitzero"`
	ASN         bgp.ASN          `json:"asn"`                // that was looked for: Request.ASN()
	Verdict     Verdict          `json:"verdict"`            // the gravest, of the request and of every prefix
	Reasons     []Reason         `json:"reasons,omitempty"`  // that concern the whole request
	Predictions []Prediction     `json:"predictions"`        // one for each prefix, in the order of the request
	Aggregate   prefixes.State   `json:"aggregate"`          // the state of the list; not observed if it is not known, or something is refused
	Basis       machine.Basis    `json:"basis,omitempty"`    // of Aggregate; zero if it is not known
	Loaded      []Name           `json:"loaded,omitempty"`   // the registries that were looked into
	Missing     []Name           `json:"missing,omitempty"`  // those that count and were not loaded
	Problems    machine.Problems `json:"problems,omitempty"` // what [prefixes.Check] says of the list
}

// Prediction is what Microsoft is expected to say of one prefix.
type Prediction struct {
	Prefix  prefixes.Prefix     `json:"prefix"`
	ASN     bgp.ASN             `json:"asn"` // that was looked for
	Verdict Verdict             `json:"verdict"`
	Likely  prefixes.Validation `json:"likely,omitempty"`  // zero if the verdict is Undecided
	Basis   machine.Basis       `json:"basis,omitempty"`   // Documented, or weaker; zero if the verdict is Undecided
	Reasons []Reason            `json:"reasons,omitempty"` // the prefix's own, after which those of the report hold too
	For     []Route             `json:"for,omitempty"`     // objects of the AS for the prefix or a shorter one, in any registry
	Against []Route             `json:"against,omitempty"` // such objects of other ASes
	Origin  Validity            `json:"origin,omitempty"`  // of a route to the prefix from the AS, by RFC 6811; never part of the verdict, and not checked if the AS is not public
	VRPs    []VRP               `json:"vrps,omitempty"`    // that cover the prefix
}

// Expected is the state to expect in words: that of Likely, "refused" where it
// stands for any refusal, and "not known".
func (p Prediction) Expected() string {
	switch {
	case p.Verdict == Refused:
		return "refused"
	case p.Likely == 0:
		return "not known"
	}
	return p.Likely.String()
}

// Predict says what Microsoft is likely to make of the prefixes of a request,
// looked up in the data of the snapshot.
//
// These cases are documented, and certain as far as the data goes: a private
// peer ASN without a customer ASN is validated by hand; a customer ASN that is
// not public is refused, and so is a prefix that is not public, the default
// route, or of the other family; more than [prefixes.Limit] prefixes drop the
// session; and a prefix that none of the registries has for the AS needs
// validation. Everything else is inferred, under the choices of the policy, or
// undecided. Refused stands for any refusal: whether the request is refused or
// the validation fails is not documented, and Likely says
// [prefixes.PrefixValidationFailed] for both.
//
// A route object shows that an AS may originate a prefix, not whose it is, and
// Microsoft wants it assigned to the customer. So no verdict is better than
// Unopposed. Nor is the RPKI part of any: a route that it makes invalid is
// reported, because other networks drop it.
//
// Where the data was loaded with an [Interest], it must have been one in these
// prefixes.
func (s *Snapshot) Predict(request Request, policy Policy) Report {
	j := newJudge(s, request, policy)
	r := Report{
		Request: request, Policy: policy, ASN: j.asn, Loaded: j.loaded, Missing: j.missing,
		Problems: prefixes.Check(request.Prefixes, request.Family),
	}
	r.Request.Prefixes = slices.Clone(request.Prefixes)
	r.Reasons = append(r.Reasons, j.reasons...)
	verdict := gravest(j.reasons)
	places := make(map[string][]Reason)
	for _, p := range r.Problems {
		places[p.Path] = append(places[p.Path], fromProblem(p))
	}
	r.Reasons = append(r.Reasons, places[pathOfList]...)
	r.Verdict = max(verdict, gravest(places[pathOfList]))
	for i, p := range request.Prefixes {
		prediction := j.judge(p, places[fmt.Sprintf("%s[%d]", pathOfList, i)])
		r.Predictions = append(r.Predictions, prediction)
		r.Verdict = max(r.Verdict, prediction.Verdict)
	}
	r.Aggregate, r.Basis = aggregate(r.Predictions)
	return r
}

// pathOfList is how [prefixes.Check] calls the list in the paths of its
// problems.
const pathOfList = "advertised"

// aggregate returns the state of the list, and how it is known. What is not
// known of one prefix does not matter where another needs validation: the list
// then does too, whatever becomes of the first. A refused prefix is one of which
// it is not known: no source says what it does to the list.
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

// gravest returns the gravest verdict of the reasons, zero if none has any.
func gravest(reasons []Reason) Verdict {
	var v Verdict
	for _, r := range reasons {
		v = max(v, r.Verdict)
	}
	return v
}
