package registry

import (
	"fmt"
	"slices"
	"strings"

	"github.com/expressroute-go/expressroute/bgp"
	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/prefixes"
)

// judge holds what the prefixes of one request have in common.
type judge struct {
	snapshot  *Snapshot
	policy    Policy
	asn       bgp.ASN
	named     Name     // the registry that the request names, if Azure's tools know it
	searched  []Name   // the registries that count
	loaded    []Name   // of these, those that were loaded
	missing   []Name   // and those that were not
	truncated []string // the inputs that were not read to their end
	reasons   []Reason // that concern the whole request
}

func newJudge(s *Snapshot, request Request, policy Policy) *judge {
	j := &judge{snapshot: s, policy: policy, asn: request.ASN()}
	named, err := ParseName(request.Registry)
	if err == nil {
		j.named = named
	}
	j.searched = policy.searched(j.named)
	read := s.readFor(request.Prefixes)
	for _, n := range j.searched {
		if read[n] {
			j.loaded = append(j.loaded, n)
		} else {
			j.missing = append(j.missing, n)
		}
	}
	for _, input := range s.Inputs() {
		if input.Truncated && input.Format == RPSL {
			j.truncated = append(j.truncated, input.Name)
		}
	}
	j.reasons = append(reasonsOfASNs(request), reasonsOfRegistry(request.Registry, named, err)...)
	return j
}

// readFor says which registries were read in every family of the prefixes. A
// registry that publishes its families in two files may have been read in one.
func (s *Snapshot) readFor(list []prefixes.Prefix) map[Name]bool {
	var ipv4, ipv6 bool
	for _, p := range list {
		ipv4 = ipv4 || prefixes.FamilyOf(p.Prefix()) == prefixes.IPv4
		ipv6 = ipv6 || prefixes.FamilyOf(p.Prefix()) == prefixes.IPv6
	}
	read := map[Name]bool{}
	for _, source := range s.Sources() {
		if (!ipv4 || source.Routes > source.IPv6) && (!ipv6 || source.IPv6 > 0) {
			read[NameOf(source.Name)] = true
		}
	}
	return read
}

// manual reports whether the request is validated by hand, whatever the
// registries say.
func (j *judge) manual() bool {
	return slices.ContainsFunc(j.reasons, func(r Reason) bool { return r.ID == ReasonPeerASNPrivate })
}

// reasonsOfASNs are what the two AS numbers of a request mean for all its
// prefixes.
func reasonsOfASNs(request Request) []Reason {
	var reasons []Reason
	peer, customer := request.PeerASN, request.CustomerASN
	if request.ASN() == 0 {
		reasons = append(reasons, Reason{ReasonASNMissing, Undecided, "there is neither a peer ASN nor a customer ASN to look for",
			"give the AS number that the prefixes are registered to", machine.Documented, sourceHowTo})
	}
	for _, p := range slices.Concat(bgp.CheckPeerASN(peer), bgp.CheckCustomerASN(customer)) {
		if p.Need != bgp.NeedPeerASN { // the customer ASN can stand for it
			reasons = append(reasons, fromProblem(p))
		}
	}
	switch {
	case !peer.IsPrivate():
	case customer == 0:
		reasons = append(reasons, Reason{ReasonPeerASNPrivate, ActionNeeded, fmt.Sprintf("the peer ASN %s is private: Microsoft validates its prefixes by hand", peer),
			"give the public AS number that the prefixes are registered to as customer ASN, or open a support ticket", machine.Documented, sourceRouting})
	case customer.IsPublic():
		reasons = append(reasons, Reason{ReasonPeerASNBehind, 0,
			fmt.Sprintf("the peer ASN %s is private, which by the documentation needs manual validation; that the public customer ASN stands for it is inferred", peer),
			"", machine.Inferred, sourceRouting})
	}
	return reasons
}

// reasonsOfRegistry are what the name of the registry means for all prefixes.
func reasonsOfRegistry(typed string, named Name, err error) []Reason {
	switch {
	case err != nil:
		return []Reason{{ReasonRegistryUnknown, 0, fmt.Sprintf("%.64q is no registry that Azure's tools know: it is taken for none", typed),
			"name one of " + list(documented), machine.Documented, sourceRouting}}
	case named != "" && !named.Documented():
		return []Reason{{ReasonRegistryUndocumented, 0, fmt.Sprintf("%s is a registry that the documentation does not list", named),
			"", machine.Observed, sourceLevel3}}
	}
	return nil
}

// list is the names in words: "ARIN, APNIC and RADB".
func list(names []Name) string {
	words := make([]string, len(names))
	for i, n := range names {
		words[i] = n.String()
	}
	return inWords(words)
}

// inWords joins words with commas and an "and".
func inWords(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	last := len(words) - 1
	return strings.Join(words[:last], ", ") + " and " + words[last]
}
