package registry

import (
	"github.com/expressroute-go/expressroute/bgp"
	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/prefixes"
)

// ReasonID is the stable name of a reason, the thing for programs to match.
type ReasonID string

// Reasons that concern the whole request.
const (
	ReasonASNMissing           ReasonID = "asn-missing"             // there is no AS number to look for
	ReasonPeerASNUnusable      ReasonID = "peer-asn-unusable"       // no customer's router can have that number
	ReasonPeerASNPrivate       ReasonID = "peer-asn-private"        // a private AS number, and no customer ASN: validated by hand
	ReasonPeerASNBehind        ReasonID = "peer-asn-behind"         // a private AS number, and a customer ASN that stands for it
	ReasonCustomerASN          ReasonID = "customer-asn-not-public" // the customer ASN has to be public
	ReasonCustomerASNInt32     ReasonID = "customer-asn-int32"      // the customer ASN does not fit the API's field
	ReasonTooMany              ReasonID = "prefixes-too-many"       // more than a BGP session takes
	ReasonRegistryUnknown      ReasonID = "registry-unknown"        // Azure's tools do not know the registry that is named
	ReasonRegistryUndocumented ReasonID = "registry-undocumented"   // the documentation does not list the registry that is named
)

// Reasons that lie in a prefix, or in its place in the list.
const (
	ReasonNotPrefix    ReasonID = "prefix-missing"       // the entry is no prefix
	ReasonFamily       ReasonID = "prefix-wrong-family"  // of the other address family
	ReasonDefaultRoute ReasonID = "prefix-default-route" // 0.0.0.0/0 or ::/0
	ReasonNotPublic    ReasonID = "prefix-not-public"    // private, or set aside for something else
	ReasonHostBits     ReasonID = "prefix-host-bits"     // bits are set beyond its length
	ReasonRepeated     ReasonID = "prefix-repeated"      // listed before
)

// Reasons that lie in the registry data.
const (
	ReasonExact         ReasonID = "route-exact"            // a route object for the prefix and the AS, where it is looked for
	ReasonElsewhere     ReasonID = "route-elsewhere"        // there is one, in another registry than the named one
	ReasonCovering      ReasonID = "route-covering"         // there is one for a shorter prefix only
	ReasonParts         ReasonID = "route-parts"            // there are some for parts of the prefix only
	ReasonUncounted     ReasonID = "route-uncounted"        // there is one in a registry that Microsoft does not look into
	ReasonNotRegistered ReasonID = "route-none"             // there is none
	ReasonOtherOrigin   ReasonID = "origin-other"           // the prefix is registered to another AS
	ReasonAmbiguous     ReasonID = "origin-ambiguous"       // it is registered to the AS and to another one
	ReasonCoveredBy     ReasonID = "origin-covering"        // a shorter prefix is registered to another AS
	ReasonNotLoaded     ReasonID = "data-none"              // no registry that counts was loaded
	ReasonNamedMissing  ReasonID = "data-named-missing"     // the named registry was not loaded
	ReasonSomeMissing   ReasonID = "data-incomplete"        // not every registry that counts was loaded
	ReasonTruncated     ReasonID = "data-truncated"         // an input was not read to its end
	ReasonNotOfInterest ReasonID = "data-other-prefixes"    // the data was loaded for other prefixes
	ReasonRPKIInvalid   ReasonID = "rpki-invalid"           // ROAs forbid the AS to originate the prefix
	ReasonOriginOnly    ReasonID = "origin-not-ownership"   // what a route object does not show
	ReasonSignature     ReasonID = "signature-may-be-asked" // what a registry match may not be enough for
)

// Reason is one thing that a prediction rests on. It is comparable.
type Reason struct {
	ID      ReasonID      `json:"id"`
	Verdict Verdict       `json:"verdict,omitempty"` // what it makes of the prefix; zero: worth knowing, and changes nothing
	Text    string        `json:"text"`              // one sentence without a full stop
	Fix     string        `json:"fix,omitempty"`     // what the customer does about it, an imperative
	Basis   machine.Basis `json:"basis"`
	Source  string        `json:"source"` // public URL, RFC section or repository path; or that it lies in the data
}

// fromProblem returns a problem of the request as a reason.
func fromProblem(p machine.Problem) Reason {
	of := problems[p.Need]
	return Reason{
		ID: of.id, Verdict: of.verdict, Text: p.Want + ", found " + p.Found, Fix: p.Fix, Basis: p.Basis, Source: p.Source,
	}
}

// problems hold what each problem of [prefixes.Check], [bgp.CheckPeerASN] and
// [bgp.CheckCustomerASN] means for a prediction. Azure was recorded to accept
// prefixes with bits beyond their length, and a repeated prefix does no harm.
var problems = map[machine.Need]struct {
	id      ReasonID
	verdict Verdict
}{
	prefixes.NeedValid:     {ReasonNotPrefix, Refused},
	prefixes.NeedFamily:    {ReasonFamily, Refused},
	prefixes.NeedSpecific:  {ReasonDefaultRoute, Refused},
	prefixes.NeedPublic:    {ReasonNotPublic, Refused},
	prefixes.NeedCanonical: {ReasonHostBits, 0},
	prefixes.NeedDistinct:  {ReasonRepeated, 0},
	prefixes.NeedLimit:     {ReasonTooMany, Refused},

	bgp.NeedPeerASNUnreserved: {ReasonPeerASNUnusable, Refused},
	bgp.NeedPeerASNUsable:     {ReasonPeerASNUnusable, Refused},
	bgp.NeedPeerASNAssigned:   {ReasonPeerASNUnusable, Refused},
	bgp.NeedCustomerASNPublic: {ReasonCustomerASN, Refused},
	bgp.NeedCustomerASNInt32:  {ReasonCustomerASNInt32, Refused},
}
