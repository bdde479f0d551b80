package registry

import (
	"fmt"
	"slices"
	"strings"

	"github.com/expressroute-go/expressroute/bgp"
	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/prefixes"
)

// judge holds what is the same for all prefixes of a request.
type judge struct {
	snapshot  *Snapshot
	policy    Policy
	asn       bgp.ASN
	named     Name     // the registry that the request names, if Azure's tools know it
	searched  []Name   // the registries to search
	loaded    []Name   // those of searched that were loaded
	missing   []Name   // those of searched that were not loaded
	truncated []string // the inputs that were not read to their end
	reasons   []Reason // reasons that concern the whole request
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

// readFor returns the registries that were read for every family of the
// prefixes. Some registries publish IPv4 and IPv6 in two files, of which one
// may be missing.
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

// manual reports whether Microsoft validates the request by hand in any case.
func (j *judge) manual() bool {
	return slices.ContainsFunc(j.reasons, func(r Reason) bool { return r.ID == ReasonPeerASNPrivate })
}

// reasonsOfASNs returns the reasons that follow from the two AS numbers of a
// request.
func reasonsOfASNs(request Request) []Reason {
	var reasons []Reason
	peer, customer := request.PeerASN, request.CustomerASN
	if request.ASN() == 0 {
		reasons = append(reasons, Reason{ReasonASNMissing, Undecided, "there is neither a peer ASN nor a customer ASN to look for",
			"give the AS number that the prefixes are registered to", machine.Documented, sourceHowTo})
	}
	for _, p := range slices.Concat(bgp.CheckPeerASN(peer), bgp.CheckCustomerASN(customer)) {
		if p.Need != bgp.NeedPeerASN { // a request can do with a customer ASN alone
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
			fmt.Sprintf("the peer ASN %s is private, which needs manual validation according to the documentation; that the public customer ASN avoids it is inferred", peer),
			"", machine.Inferred, sourceRouting})
	}
	return reasons
}

// reasonsOfRegistry returns the reasons that follow from the name of the
// registry.
func reasonsOfRegistry(typed string, named Name, err error) []Reason {
	switch {
	case err != nil:
		return []Reason{{ReasonRegistryUnknown, 0, fmt.Sprintf("%.64q is not a registry that Azure's tools know; it is ignored", typed),
			"name one of " + list(documented), machine.Documented, sourceRouting}}
	case named != "" && !named.Documented():
		return []Reason{{ReasonRegistryUndocumented, 0, fmt.Sprintf("%s is a registry that the documentation does not list", named),
			"", machine.Observed, sourceLevel3}}
	}
	return nil
}

// list returns the names in words: "ARIN, APNIC and RADB".
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
