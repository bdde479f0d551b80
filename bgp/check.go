package bgp

import (
	"fmt"
	"math"

	"github.com/expressroute-go/expressroute/machine"
)

// Needs of the AS numbers of a peering.
const (
	NeedPeerASN           machine.Need = "peer-asn-given"      // the peer ASN is given
	NeedPeerASNUnreserved machine.Need = "peer-asn-unreserved" // the peer ASN is not one that Azure reserves for itself
	NeedPeerASNUsable     machine.Need = "peer-asn-usable"     // the peer ASN is neither reserved by a standard nor Microsoft's
	NeedPeerASNAssigned   machine.Need = "peer-asn-assigned"   // the peer ASN is not for documentation; Microsoft peering only
	NeedCustomerASNPublic machine.Need = "customer-asn-public" // the customer ASN is public
	NeedCustomerASNInt32  machine.Need = "customer-asn-int32"  // the customer ASN fits the API's field
)

// CheckPeerASN returns what is wrong with a as the peer ASN, the AS number on
// the customer's side of the session. The path is "peerASN". Ignore
// [NeedPeerASNAssigned] on a peering that is not a Microsoft peering.
func CheckPeerASN(a ASN) machine.Problems {
	switch {
	case a == 0:
		return machine.Problems{peerGiven.At("peerASN", "none")}
	case a.IsExpressRoute():
		return machine.Problems{peerUnreserved.At("peerASN", a.String())}
	case a.IsReserved(), a == Microsoft:
		return machine.Problems{peerUsable.At("peerASN", a.String())}
	case a.IsDocumentation():
		return machine.Problems{peerAssigned.At("peerASN", a.String())}
	}
	return nil
}

// CheckCustomerASN returns what is wrong with a as the customer ASN of a
// Microsoft peering, the AS number that the prefixes are registered to if it is
// not the peer ASN. The path is "customerASN". Zero means none, which is
// allowed.
func CheckCustomerASN(a ASN) machine.Problems {
	var problems machine.Problems
	if a != 0 && !a.IsPublic() {
		problems = append(problems, customerPublic.At("customerASN", a.String()))
	}
	if a > math.MaxInt32 {
		problems = append(problems, customerInt32.At("customerASN", a.String()))
	}
	return problems
}

var (
	peerGiven = machine.Condition{
		Need: NeedPeerASN, Want: "the peer ASN must be given",
		Actor: machine.Customer, Fix: "give the AS number of the router at the other end",
		Basis: machine.Documented, Source: sourceHowTo,
	}
	peerUnreserved = machine.Condition{
		Need: NeedPeerASNUnreserved, Want: "the peer ASN must not be one of 65515 to 65520, which Azure reserves for itself",
		Actor: machine.Customer, Fix: "give another AS number",
		Basis: machine.Documented, Source: sourceRouting,
	}
	peerUsable = machine.Condition{
		Need: NeedPeerASNUsable, Want: "the peer ASN must be one that a router of the customer can use",
		Actor: machine.Customer, Fix: "give the AS number of the router at the other end",
		Basis: machine.Inferred, Source: sourceReserved,
	}
	peerAssigned = machine.Condition{
		Need: NeedPeerASNAssigned, Want: "the peer ASN must not be reserved for documentation",
		Actor: machine.Customer, Fix: "give the AS number of the router at the other end",
		Basis: machine.Documented, Source: sourcePath,
	}
	customerPublic = machine.Condition{
		Need: NeedCustomerASNPublic, Want: "the customer ASN must be public",
		Actor: machine.Customer, Fix: "give the public AS number that the prefixes are registered to, or none",
		Basis: machine.Documented, Source: sourceCustomerASN,
	}
	customerInt32 = machine.Condition{
		Need: NeedCustomerASNInt32, Want: fmt.Sprintf("the customer ASN must be at most %d: the field is a signed 32-bit integer", math.MaxInt32),
		Actor: machine.Customer, Fix: "register the prefixes to an AS with a lower number, or use the number as peer ASN, which has a larger field",
		Basis: machine.Documented, Source: sourceInt32,
	}
)
