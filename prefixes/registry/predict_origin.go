package registry

import (
	"fmt"
	"net/netip"
	"slices"

	"github.com/expressroute-go/expressroute/bgp"
	"github.com/expressroute-go/expressroute/machine"
)

// origin validates the origin of a route to the prefix. VRPs that were not read
// to their end can only show that a route is valid. A private AS is removed from
// the path, so there is nothing to validate.
func (j *judge) origin(at netip.Prefix, vrps []VRP) (Validity, []Reason) {
	if !j.asn.IsPublic() {
		return 0, nil
	}
	validity := j.snapshot.Validate(at, j.asn)
	switch {
	case validity == Valid:
	case len(j.cutVRPs) > 0:
		return 0, []Reason{{ReasonRPKITruncated, 0, fmt.Sprintf("not read to the end: %.200s; a VRP that matches may be there", inWords(j.cutVRPs)),
			"load the whole of it again", machine.Inferred, sourceData}}
	case validity == Invalid:
		return validity, []Reason{invalidOrigin(at, j.asn, vrps)}
	}
	return validity, nil
}

// invalidOrigin returns the reason for a route that is invalid by the ROAs.
func invalidOrigin(at netip.Prefix, a bgp.ASN, vrps []VRP) Reason {
	r := Reason{ID: ReasonRPKIInvalid, Fix: "if you advertise the prefix to the Internet too, correct the ROA at the registry that issued it", Basis: machine.Documented, Source: sourceROV}
	if isLong(at) {
		r.Fix = "leave the ROA as it is: a NAT pool must not be advertised to the Internet"
	}
	var others []string
	longest := 0
	for _, v := range vrps {
		if v.ASN == a && a != 0 {
			longest = max(longest, int(v.MaxLength))
		} else if as := "AS" + v.ASN.String(); !slices.Contains(others, as) {
			others = append(others, as)
		}
	}
	why := fmt.Sprintf("they allow %s", inWords(others))
	if longest > 0 {
		why = fmt.Sprintf("they allow the AS no prefix longer than /%d", longest)
	} else if len(others) == 1 && others[0] == "AS0" {
		why = "they allow nobody (AS0)"
	}
	r.Text = fmt.Sprintf("ROAs make a route to %s from AS%s invalid: %s; many networks drop such a route, but Microsoft asks for no ROA and does not say whether it checks", at, a, why)
	return r
}
