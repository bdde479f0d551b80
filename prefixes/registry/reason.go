package registry

import (
	"github.com/expressroute-go/expressroute/bgp"
	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/prefixes"
)

// ReasonID is the stable name of a reason, for programs to match.
type ReasonID string

// Reasons that concern the whole request.
const (
	ReasonASNMissing           ReasonID = "asn-missing"             // there is no AS number to look for
	ReasonPeerASNUnusable      ReasonID = "peer-asn-unusable"       // no router of a customer can have that peer ASN
	ReasonPeerASNPrivate       ReasonID = "peer-asn-private"        // the peer ASN is private: validated by hand
	ReasonCustomerASN          ReasonID = "customer-asn-not-public" // the customer ASN is not public
	ReasonCustomerASNSame      ReasonID = "customer-asn-same"       // the customer ASN is the peer ASN
	ReasonCustomerASNInt32     ReasonID = "customer-asn-int32"      // the customer ASN does not fit the API's field
	ReasonTooMany              ReasonID = "prefixes-too-many"       // there are more prefixes than a BGP session can have
	ReasonRegistryUnknown      ReasonID = "registry-unknown"        // Azure's tools do not know the registry that the request names
	ReasonRegistryUndocumented ReasonID = "registry-undocumented"   // the documentation does not list the registry that the request names
)

// Reasons that concern one prefix of the list.
const (
	ReasonNotPrefix    ReasonID = "prefix-missing"       // the entry is not a prefix
	ReasonFamily       ReasonID = "prefix-wrong-family"  // the prefix is of the other address family
	ReasonDefaultRoute ReasonID = "prefix-default-route" // the prefix is 0.0.0.0/0 or ::/0
	ReasonNotPublic    ReasonID = "prefix-not-public"    // the prefix is private, or reserved for something else
	ReasonHostBits     ReasonID = "prefix-host-bits"     // the prefix has host bits
	ReasonRepeated     ReasonID = "prefix-repeated"      // the prefix is listed before
)

// Reasons that come from the registry data. A registry counts if Microsoft
// searches it.
const (
	ReasonExact         ReasonID = "route-exact"            // there is a route object for the prefix and the AS
	ReasonElsewhere     ReasonID = "route-elsewhere"        // there is one, in another registry than the request names
	ReasonCovering      ReasonID = "route-covering"         // there is one for a shorter prefix only
	ReasonParts         ReasonID = "route-parts"            // there are only some for parts of the prefix
	ReasonUncounted     ReasonID = "route-uncounted"        // there is one in a registry that does not count
	ReasonNotRegistered ReasonID = "route-none"             // there is none
	ReasonOtherOrigin   ReasonID = "origin-other"           // the prefix is registered to another AS
	ReasonAmbiguous     ReasonID = "origin-ambiguous"       // the prefix is registered to the AS and to another AS
	ReasonCoveredBy     ReasonID = "origin-covering"        // a shorter prefix is registered to another AS
	ReasonNotLoaded     ReasonID = "data-none"              // no registry that counts was loaded
	ReasonNamedMissing  ReasonID = "data-named-missing"     // the registry that the request names was not loaded
	ReasonSomeMissing   ReasonID = "data-incomplete"        // not every registry that counts was loaded
	ReasonPartial       ReasonID = "data-partial"           // of a registry that counts only a few objects were loaded
	ReasonTruncated     ReasonID = "data-truncated"         // an input was not read to its end
	ReasonNotOfInterest ReasonID = "data-other-prefixes"    // the data was loaded for other prefixes
	ReasonSameOrg       ReasonID = "records-same-org"       // the address records show one organization behind the prefix and the AS
	ReasonOtherOrg      ReasonID = "records-other-org"      // they show two
	ReasonNoRecords     ReasonID = "records-not-read"       // they were not loaded, or do not say
	ReasonNATPool       ReasonID = "nat-pool"               // the prefix is longer than those that networks announce to the Internet
	ReasonRPKIInvalid   ReasonID = "rpki-invalid"           // ROAs forbid the AS to originate the prefix
	ReasonRPKITruncated ReasonID = "rpki-truncated"         // the VRPs were not read to their end
	ReasonOriginOnly    ReasonID = "origin-not-ownership"   // a route object does not show who owns the prefix
	ReasonSignature     ReasonID = "signature-may-be-asked" // Microsoft may ask for a signature as well
)

// Reason is one reason for a prediction. It is comparable.
type Reason struct {
	ID      ReasonID      `json:"id"`
	Verdict Verdict       `json:"verdict,omitempty"` // what it means for the prefix; zero: for information only
	Text    string        `json:"text"`              // one sentence without a full stop
	Fix     string        `json:"fix,omitempty"`     // what the customer does about it, an imperative
	Basis   machine.Basis `json:"basis"`
	Source  string        `json:"source"` // public URL, RFC section or repository path; or the loaded data
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
